//! Founding an alliance: what a new installation begins with. A file says who it is, where it works, which
//! organisations there are at first and who manages it; everybody else is invited on the pages.
//!
//! Demonstration data are planted by the same path ([`crate::service::seed`]).

mod again;
mod file;
mod judge;
mod partial;
mod put;
mod said;

use accord_engine::{definition::parse, diagnostic::Span};
use accord_store::alliances;
use anyhow::bail;
use serde_json::json;

use self::partial::Partial;
pub(in crate::service) use self::put::{Marks, put};
pub use self::{
    again::{Again, again},
    file::{Founding, KINDS, Network, NewAlliance, Organisation, Person},
    said::{Said, said},
};
use crate::service::{
    access::invitations,
    app::{App, Desk},
    authority::powers,
    fault::Fault,
    history, homes,
    library::{Library, one_line, placed},
    people,
};

/// A file to begin with, with what to write where.
pub const EXAMPLE: &str = "workflows/founding/example.yaml";

/// Reads a founding file and judges it. Where something of it cannot be read, the rest is judged all the same.
///
/// # Errors
/// Every problem, each with file, line and column, and how to mend it.
pub fn read(path: &str, text: &str, library: &Library) -> anyhow::Result<Founding> {
    let parsed = parse::read::<Founding>(text);
    let mut found: Vec<(Option<Span>, String)> = Vec::new();
    let structure = &parsed.found;
    found.extend(structure.iter().map(|one| (one.span, one_line(path, one))));
    let judged = match (&parsed.value, Partial::of(text)) {
        (Some(file), _) if structure.is_empty() => judge::faults(file, library, true),
        // What is said of the file as a whole would be said of what is missing.
        (_, Some(partial)) => {
            let mut faults = judge::faults(&partial.file, library, false);
            faults.retain(|(at, _)| partial.holds(at, structure));
            faults
        }
        (_, None) => Vec::new(),
    };
    found.extend(judged.into_iter().map(|(at, what)| {
        let span = parsed.source.locate(&at);
        (span, placed(path, span, &what))
    }));
    match parsed.value {
        Some(file) if found.is_empty() => Ok(file),
        Some(_) | None => {
            found.sort_by_key(|(span, _)| span.map(|span| span.start));
            let said: Vec<String> = found.into_iter().map(|(_, what)| what).collect();
            bail!("nothing was written:\n{}", said.join("\n"))
        }
    }
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Founded {
    /// The alliance's id.
    pub alliance: String,
    /// Names of those who manage it.
    pub managers: Vec<String>,
    /// How many were written to.
    pub invited: usize,
}

/// Founds an alliance, in one transaction, and invites everybody who has an address. `by` is whoever says so.
///
/// # Errors
/// The database has this alliance, or has one and `is_another` was not said; or it fails.
pub fn found(app: &App, file: Founding, by: &str, is_another: bool) -> Result<Founded, Fault> {
    let by = by.to_owned();
    if is_another {
        let wanted = match file.alliance.site.as_str() {
            "" => &app.origin,
            own => own,
        };
        if let Some(says) = homes::taken(app, "", wanted)? {
            return Err(Fault::Internal(anyhow::anyhow!(
                "{says}. Each alliance of an installation has an address of its own: write it into the file \
                 (`alliance: {{ site: https://… }}`), and let it lead to this server"
            )));
        }
    }
    let founded = app.writing(&app.rng.id(app.clock.now()), move |desk| {
        if let Some(one) = alliances::all(desk.db)?.into_iter().next()
            && !is_another
        {
            return Err(Fault::Internal(anyhow::anyhow!(
                "this database has the alliance “{}” already. To change its details or its networks use \
                 `accord found --again`; to have a second alliance in the same database, `--another`",
                one.short_name
            )));
        }
        let marks = Marks {
            says: None,
            reason: "Founding of the alliance".to_owned(),
        };
        put(desk, &file, &marks)?;
        let body = json!({ "format": 1, "people": { "done": "founded", "operator": by, "what": {
            "organisations": file.organisations.len(), "networks": file.networks.len(),
        } } });
        history::note(desk, None, &body)?;
        // Letters lead to the alliance's own address.
        let own = homes::served_at(desk.app, &file.alliance.site);
        invite(&mut own.desk_at(desk.db, &desk.alliance, desk.now), &by)
    })?;
    homes::look(app)?;
    Ok(founded)
}

fn invite(desk: &mut Desk<'_>, by: &str) -> Result<Founded, Fault> {
    let managing = powers::people(desk, people::POWER)?;
    let all = accord_store::people::of_alliance(desk.db, &desk.alliance)?;
    let mut out = Founded {
        alliance: desk.alliance.clone(),
        managers: Vec::new(),
        invited: 0,
    };
    for person in all {
        if managing.contains(&person.id) {
            out.managers.push(person.name.clone());
        }
        if person.email.is_some() {
            // Nobody is there yet who could have invited them: whoever runs the server has.
            invitations::put(desk, (&person.id, by), &person)?;
            out.invited += 1;
        }
    }
    Ok(out)
}
