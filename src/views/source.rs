//! Where templates come from: the ones inside the program, and a folder that may replace or add.

use std::{borrow::Cow, collections::BTreeMap, fs, path::Path};

use super::fault::TemplateFault;

/// The templates that the program ships with.
#[derive(rust_embed::Embed)]
#[folder = "templates/"]
struct Shipped;

/// What a template makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shelf {
    /// An email.
    Mail,
    /// A document.
    Document,
    /// A notice.
    Notice,
    /// A record in a few lines, for its page.
    Brief,
    /// A piece that others include.
    Partial,
    /// What stands round the body of an email.
    Layout,
}

impl Shelf {
    /// Folder and ending.
    const ALL: [(Self, &'static str, &'static str); 6] = [
        (Self::Mail, "mail/", ".md.hbs"),
        (Self::Document, "documents/", ".xml.hbs"),
        (Self::Notice, "notices/", ".xml.hbs"),
        (Self::Brief, "briefs/", ".txt.hbs"),
        (Self::Partial, "partials/", ".hbs"),
        (Self::Layout, "layouts/", ".hbs"),
    ];

    /// The folder's name, with its slash.
    pub fn folder(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(shelf, ..)| *shelf == self)
            .map_or("", |(_, folder, _)| folder)
    }

    fn of(path: &str) -> Option<(Self, &str)> {
        Self::ALL.iter().find_map(|(shelf, folder, ending)| {
            let name = path.strip_prefix(folder)?.strip_suffix(ending)?;
            Some((*shelf, name))
        })
    }
}

/// A template file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What it makes.
    pub shelf: Shelf,
    /// What workflows call it.
    pub name: String,
    /// The file below `templates/`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// A template of pages: a page, or a piece of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// `pages/gallery`, `ac-tasks`: how templates call it.
    pub(super) id: String,
    /// The page's name, if it is one.
    pub(super) page: Option<String>,
    /// The file below `templates/`.
    pub(super) path: String,
    /// Its text.
    pub(super) text: String,
}

/// Pages, their layout and their components. They are the program's own: a folder cannot replace them.
pub(super) fn pages() -> Vec<Piece> {
    let piece = |path: Cow<'static, str>| {
        let name = path.strip_suffix(".hbs").filter(|_| is_of_pages(&path))?;
        let page = name.strip_prefix("pages/").map(str::to_owned);
        let id = name.strip_prefix("partials/").unwrap_or(name).to_owned();
        let text = String::from_utf8(Shipped::get(&path)?.data.into_owned()).ok()?;
        Some(Piece {
            id,
            page,
            path: path.into_owned(),
            text,
        })
    };
    Shipped::iter().filter_map(piece).collect()
}

fn is_of_pages(path: &str) -> bool {
    path.starts_with("pages/") || path.starts_with("partials/ac-") || path == "partials/page.hbs"
}

impl Source {
    /// A file by its path below `templates/`.
    ///
    /// # Errors
    /// It lies where no template belongs.
    pub fn new(path: &str, text: &str) -> Result<Self, TemplateFault> {
        let Some((shelf, name)) = Shelf::of(path) else {
            return Err(TemplateFault::of(
                path,
                "templates are mail/*.md.hbs, documents/*.xml.hbs, notices/*.xml.hbs, briefs/*.txt.hbs, partials/*.hbs or layouts/*.hbs",
            ));
        };
        Ok(Self {
            shelf,
            name: name.to_owned(),
            path: path.to_owned(),
            text: text.replace("\r\n", "\n"),
        })
    }
}

/// Every template, by path. A file of `folder` takes the place of the shipped one with its path.
///
/// # Errors
/// One fault for each file that cannot be read, is not text, or lies where it does not belong.
pub fn discover(folder: Option<&Path>) -> Result<Vec<Source>, Vec<TemplateFault>> {
    let mut found: BTreeMap<String, Cow<'static, [u8]>> = shipped();
    let mut faults = Vec::new();
    if let Some(folder) = folder {
        read_folder(folder, "", &mut found, &mut faults);
    }
    collect(found, faults)
}

/// Every shipped template, with the given files (path below `templates/` and text) in place of
/// those with the same path, or beside them.
///
/// # Errors
/// One fault for each file that lies where it does not belong.
pub fn over<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Vec<Source>, Vec<TemplateFault>> {
    let mut found = shipped();
    for (path, text) in files {
        // Pages are our own. The built-in ones lie beside the rest; one that is written anew is a fault.
        if is_of_pages(path) && Shipped::get(path).is_some_and(|file| *file.data == *text.as_bytes()) {
            continue;
        }
        found.insert(path.to_owned(), Cow::Owned(text.as_bytes().to_vec()));
    }
    collect(found, Vec::new())
}

fn shipped() -> BTreeMap<String, Cow<'static, [u8]>> {
    Shipped::iter()
        .filter(|path| !is_of_pages(path))
        .filter_map(|path| Some((path.to_string(), Shipped::get(&path)?.data)))
        .collect()
}

fn collect(
    found: BTreeMap<String, Cow<'static, [u8]>>,
    mut faults: Vec<TemplateFault>,
) -> Result<Vec<Source>, Vec<TemplateFault>> {
    let mut sources = Vec::new();
    for (path, bytes) in found.into_iter().filter(|(path, _)| path.ends_with(".hbs")) {
        let read = str::from_utf8(&bytes)
            .map_err(|e| TemplateFault::of(&path, format!("is not UTF-8 text: {e}")))
            .and_then(|text| Source::new(&path, text));
        match read {
            Ok(source) => sources.push(source),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(sources) } else { Err(faults) }
}

fn read_folder(
    folder: &Path,
    below: &str,
    found: &mut BTreeMap<String, Cow<'static, [u8]>>,
    faults: &mut Vec<TemplateFault>,
) {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(e) => return faults.push(TemplateFault::of(below, format!("cannot be listed: {e}"))),
    };
    for entry in entries.flatten() {
        let path = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            read_folder(&entry.path(), &format!("{path}/"), found, faults);
        } else {
            match fs::read(entry.path()) {
                Ok(bytes) => {
                    found.insert(path, Cow::Owned(bytes));
                }
                Err(e) => faults.push(TemplateFault::of(&path, format!("cannot be read: {e}"))),
            }
        }
    }
}
