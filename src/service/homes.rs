//! What each alliance of an installation has of its own: the address at which it is served, and files that decide.
//!
//! An alliance is given a product of its own (an [`App`] that serves nobody else), and a desk for it stands there
//! ([`App::desk`]): so whoever works for an alliance cannot take another's address or files by accident. What was read
//! stays until the process ends, because somebody may be working by it; what is read later counts from then on.

use std::sync::{Arc, OnceLock};

use accord_store::{
    StoreError,
    alliances::{self, AllianceRow},
    blobs,
    library_files::{self, LibraryFileRow},
};
use serde_json::Value as Json;

use super::{app::App, fault::Fault, library::Library};
use crate::domain::host::Origin;

/// Where a founding file says at which address an alliance is served.
pub const SITE: &str = "site";

/// The alliances of an installation, each with its own; only ever added to.
#[derive(Debug, Clone, Default)]
pub struct Homes(Arc<Link>);

#[derive(Debug, Default)]
struct Link(OnceLock<Box<Home>>);

/// One alliance's own, as it was at some time.
#[derive(Debug)]
struct Home {
    alliance: String,
    /// What it was made of: as long as this is the same, so is all of it.
    mark: String,
    app: App,
    next: Link,
}

impl Homes {
    fn all(&self) -> impl Iterator<Item = &Home> {
        std::iter::successors(self.0.0.get(), |home| home.next.0.get()).map(AsRef::as_ref)
    }

    fn newest(&self, alliance: &str) -> Option<&Home> {
        self.all().filter(|home| home.alliance == alliance).last()
    }

    /// The product as it serves this alliance; nothing where nobody has looked yet.
    pub fn of(&self, alliance: &str) -> Option<&App> {
        self.newest(alliance).map(|home| &home.app)
    }

    fn add(&self, mut home: Box<Home>) {
        let mut link = &*self.0;
        // Whoever adds at the same moment comes first or after: nobody is lost.
        while let Err(again) = link.0.set(home) {
            home = again;
            let Some(taken) = link.0.get() else { return };
            link = &taken.next;
        }
    }
}

/// Looks which alliances there are, and what each has of its own; gives how many are new or have changed. One whose
/// own cannot be used keeps what it had, and the log says why.
///
/// # Errors
/// The database fails.
pub fn look(app: &App) -> Result<usize, Fault> {
    let rows = app.store.read(alliances::all)?;
    let mut news = 0;
    for row in rows.into_iter().filter(|row| app.serves(&row.id)) {
        let address = address(&row)?;
        let files = app.store.read(|db| library_files::of_alliance(db, &row.id))?;
        if address.is_none() && files.is_empty() && app.homes.newest(&row.id).is_none() {
            // It has nothing of its own: it is served by what all have in common.
            continue;
        }
        let own: Vec<String> = files.iter().map(|one| format!("{} {}", one.path, one.hash)).collect();
        let mark = format!("{}\n{}", address.as_deref().unwrap_or_default(), own.join("\n"));
        if app.homes.newest(&row.id).is_some_and(|home| home.mark == mark) {
            continue;
        }
        let origin = match address.as_deref().map(Origin::parse).transpose() {
            Ok(own) => own.map_or_else(|| app.origin.clone(), |own| own.text().into()),
            Err(error) => {
                tracing::error!(alliance.id = row.id, %error, "an alliance cannot be served at its address");
                continue;
            }
        };
        let library = match library(app, &files) {
            Ok(library) => library,
            Err(error) => {
                let error = format!("{error:#}");
                tracing::error!(alliance.id = row.id, error, "an alliance's own files cannot be used");
                match app.homes.of(&row.id) {
                    Some(before) => before.library.clone(),
                    None => app.library.clone(),
                }
            }
        };
        let own = App {
            library,
            home: Some(row.id.as_str().into()),
            origin,
            homes: Homes::default(),
            ..app.clone()
        };
        app.homes.add(Box::new(Home {
            alliance: row.id,
            mark,
            app: own,
            next: Link::default(),
        }));
        news += 1;
    }
    Ok(news)
}

/// The installation's library with an alliance's own files laid over it.
fn library(app: &App, files: &[LibraryFileRow]) -> anyhow::Result<Arc<Library>> {
    if files.is_empty() {
        return Ok(app.library.clone());
    }
    let texts = app.store.read(|db| {
        files
            .iter()
            .map(|one| Ok((one.path.clone(), blobs::get(db, &one.hash)?)))
            .collect::<Result<Vec<_>, StoreError>>()
    })?;
    let mut shelf = app.library.shelf.clone();
    for (path, bytes) in texts {
        shelf = shelf.with(&path, &String::from_utf8(bytes)?);
    }
    Ok(Arc::new(Library::read(shelf)?))
}

/// The product that serves an alliance and no other.
pub fn serving(app: &App, alliance: &str) -> App {
    App {
        home: Some(alliance.into()),
        homes: Homes::default(),
        ..app.of(alliance).clone()
    }
}

/// The product as it would serve an alliance at an address of its own; as it is, where the address is empty.
pub fn served_at(app: &App, address: &str) -> App {
    match address {
        "" => app.clone(),
        own => App {
            origin: own.trim_end_matches('/').into(),
            homes: Homes::default(),
            ..app.clone()
        },
    }
}

/// The address at which an alliance is served, if it has one of its own.
///
/// # Errors
/// What is stored is damaged.
pub fn address(row: &AllianceRow) -> Result<Option<String>, Fault> {
    let data: Json = serde_json::from_str(&row.data)?;
    let own = data.get(SITE).and_then(Json::as_str).filter(|own| !own.is_empty());
    Ok(own.map(str::to_owned))
}

/// Why an alliance could not be served at an address: another is, or it is none.
///
/// # Errors
/// The database fails.
pub fn taken(app: &App, short_name: &str, address: &str) -> Result<Option<String>, Fault> {
    let wanted = match Origin::parse(address) {
        Ok(wanted) => wanted,
        Err(error) => return Ok(Some(error.to_string())),
    };
    for row in app.store.read(alliances::all)? {
        let own = self::address(&row)?.unwrap_or_else(|| app.origin.to_string());
        if row.short_name != short_name && Origin::parse(&own).is_ok_and(|known| known == wanted) {
            return Ok(Some(format!(
                "“{}” is served at {} already",
                row.short_name,
                wanted.text()
            )));
        }
    }
    Ok(None)
}
