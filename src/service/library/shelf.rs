//! Where the files of a library come from: compiled in, or a folder that an operator names.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context as _, bail};

/// The `workflows/` that this program was built with.
#[derive(rust_embed::RustEmbed)]
#[folder = "workflows/"]
struct Workflows;

/// The `templates/` that this program was built with.
#[derive(rust_embed::RustEmbed)]
#[folder = "templates/"]
struct Templates;

/// How files end that must be text.
const ENDINGS: [&str; 3] = [".yaml", ".md", ".hbs"];

/// Files by path (`workflows/bid.yaml`), with `/` on every system.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    files: BTreeMap<String, Arc<str>>,
    /// The folder they were read from; none for those that were compiled in.
    pub root: Option<PathBuf>,
}

impl Shelf {
    /// The files that were compiled in.
    pub fn built_in() -> Self {
        let mut files = BTreeMap::new();
        for path in Workflows::iter() {
            put(&mut files, &format!("workflows/{path}"), Workflows::get(&path));
        }
        for path in Templates::iter() {
            put(&mut files, &format!("templates/{path}"), Templates::get(&path));
        }
        Self { files, root: None }
    }

    /// The files under a folder that has `workflows/` and `templates/` in it.
    ///
    /// # Errors
    /// It is no such folder; or a folder or file in it cannot be read, or is not text.
    pub fn folder(root: &Path) -> anyhow::Result<Self> {
        let mut files = BTreeMap::new();
        if !root.join("workflows").is_dir() {
            bail!(
                "`{}` has no folder `workflows` in it: name the folder that `workflows/` (and `templates/`) lie in",
                root.display()
            );
        }
        for part in ["workflows", "templates"] {
            let folder = root.join(part);
            if folder.is_dir() {
                read_folder(&folder, part, &mut files)?;
            }
        }
        Ok(Self {
            files,
            root: Some(root.to_owned()),
        })
    }

    /// The same with one file added, or put in place of another.
    #[must_use]
    pub fn with(mut self, path: &str, text: &str) -> Self {
        self.files.insert(path.to_owned(), text.into());
        self
    }

    /// One file.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(AsRef::as_ref)
    }

    /// Every file: path and text.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_ref()))
    }

    /// The files below a folder: the rest of the path, and text.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.all()
            .filter_map(move |(path, text)| Some((path.strip_prefix(folder)?, text)))
    }

    /// The files directly in a folder with an ending: name without the ending, and text.
    pub fn list<'a>(&'a self, folder: &'a str, ending: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.files.iter().filter_map(move |(path, text)| {
            let name = path.strip_prefix(folder)?.strip_prefix('/')?.strip_suffix(ending)?;
            (!name.contains('/')).then_some((name, text.as_ref()))
        })
    }
}

fn put(files: &mut BTreeMap<String, Arc<str>>, path: &str, file: Option<rust_embed::EmbeddedFile>) {
    // A file that is not text (a font, a picture) is none of ours.
    if let Some(text) = file.and_then(|f| String::from_utf8(f.data.into_owned()).ok()) {
        files.insert(path.to_owned(), text.into());
    }
}

fn read_folder(folder: &Path, name: &str, files: &mut BTreeMap<String, Arc<str>>) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let entry = entry?;
        let path = format!("{name}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            read_folder(&entry.path(), &path, files)?;
        } else {
            let bytes = std::fs::read(entry.path()).with_context(|| format!("cannot read {path}"))?;
            if let Some(text) = words(&path, bytes)? {
                files.insert(path, text.into());
            }
        }
    }
    Ok(())
}

/// The text of a file; nothing of one that is none of ours (a font, a picture).
fn words(path: &str, bytes: Vec<u8>) -> anyhow::Result<Option<String>> {
    if let Some(name) = path.strip_suffix(".yml") {
        bail!("{path} would be read by nobody: files of this kind end with .yaml. Call it {name}.yaml");
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some(text)),
        Err(error) if ENDINGS.iter().any(|ending| path.ends_with(ending)) => {
            let good = error.as_bytes().get(..error.utf8_error().valid_up_to());
            let line = good.unwrap_or_default().iter().filter(|byte| **byte == b'\n').count() + 1;
            bail!("{path}:{line}: this file is not text in UTF-8: save it as UTF-8, without changing what it says")
        }
        Err(_) => Ok(None),
    }
}
