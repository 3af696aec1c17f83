//! What was played once need not be played again: the folder that a play filled is kept under the
//! hash of everything that it came from.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use sha2::{Digest as _, Sha256};

use crate::{cli::rehearse, domain::hex, service::library::Library};

/// The folder of one play among those that are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cache {
    folder: PathBuf,
    name: String,
}

/// Begins the name of every play that is kept.
const PREFIX: &str = "play-";

impl Cache {
    /// Where the play of this demonstration is kept. Its name is a hash over the files of the library,
    /// which demonstration, our address (letters say it) and the program itself: another build plays
    /// anew.
    ///
    /// # Errors
    /// The program cannot be found.
    pub(super) fn at(folder: PathBuf, library: &Library, which: &str, origin: &str) -> anyhow::Result<Self> {
        let program = fs::metadata(std::env::current_exe()?)?;
        let built = program
            .modified()?
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap_or_default();
        let mut hash = Sha256::new();
        for part in [which, origin, &program.len().to_string(), &built.as_nanos().to_string()]
            .into_iter()
            .chain(library.shelf.all().flat_map(|(path, text)| [path, text]))
        {
            // The length before each part: no two lists run together.
            hash.update(part.len().to_le_bytes());
            hash.update(part);
        }
        let digest = hash.finalize();
        let digest = digest.get(..16).unwrap_or_default();
        Ok(Self {
            folder,
            name: format!("{PREFIX}{}", hex(digest)),
        })
    }

    /// The play, if it is kept.
    pub(super) fn kept(&self) -> Option<PathBuf> {
        let place = self.folder.join(&self.name);
        place.is_dir().then_some(place)
    }

    /// A new folder beside those that are kept, to play in.
    ///
    /// # Errors
    /// It cannot be made.
    pub(super) fn scratch(&self) -> io::Result<tempfile::TempDir> {
        fs::create_dir_all(&self.folder)?;
        tempfile::Builder::new().prefix("playing-").tempdir_in(&self.folder)
    }

    /// Keeps what was played, and drops plays that nothing here would ask for again.
    ///
    /// # Errors
    /// The folder cannot be renamed.
    pub(super) fn keep(&self, scratch: tempfile::TempDir) -> anyhow::Result<PathBuf> {
        let place = self.folder.join(&self.name);
        let played = scratch.keep();
        // Somebody else may have been quicker; theirs is as good.
        if let Err(error) = fs::rename(&played, &place)
            && !place.is_dir()
        {
            return Err(error).with_context(|| format!("keeping {}", place.display()));
        }
        for entry in fs::read_dir(&self.folder)?.flatten() {
            let name = entry.file_name();
            let is_older = name
                .to_str()
                .is_some_and(|name| name.starts_with(PREFIX) && name != self.name);
            if is_older {
                // One that is in use elsewhere was copied before it was used.
                let _ = fs::remove_dir_all(entry.path());
            }
        }
        Ok(place)
    }
}

/// Copies a play: files that change are copied, documents and letters get a second name.
pub(super) fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            rehearse::copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target).with_context(|| format!("copying {}", target.display()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::library::Shelf;

    fn cache(folder: &Path, line: &str, origin: &str) -> Cache {
        let shelf = Shelf::built_in().with("workflows/demonstration/one.yaml", line);
        let library = Library::read(shelf).unwrap();
        Cache::at(folder.to_owned(), &library, "one", origin).unwrap()
    }

    #[test]
    fn a_play_is_kept_under_all_that_it_came_from_and_older_ones_go() {
        let folder = tempfile::tempdir().unwrap();
        let first = cache(folder.path(), "a", "http://127.0.0.1:1");
        assert_eq!(first, cache(folder.path(), "a", "http://127.0.0.1:1"));
        assert_eq!(first.kept(), None);
        let scratch = first.scratch().unwrap();
        fs::write(scratch.path().join("demo.db"), "played").unwrap();
        fs::create_dir(scratch.path().join("emails")).unwrap();
        fs::write(scratch.path().join("emails/1.eml"), "a letter").unwrap();
        let kept = first.keep(scratch).unwrap();
        assert_eq!(first.kept(), Some(kept.clone()));

        let to = tempfile::tempdir().unwrap();
        copy(&kept, to.path()).unwrap();
        fs::write(to.path().join("demo.db"), "changed").unwrap();
        assert_eq!(fs::read_to_string(kept.join("demo.db")).unwrap(), "played");
        assert_eq!(fs::read_to_string(to.path().join("emails/1.eml")).unwrap(), "a letter");

        for other in [
            cache(folder.path(), "b", "http://127.0.0.1:1"),
            cache(folder.path(), "a", "http://127.0.0.1:2"),
        ] {
            assert_eq!(other.kept(), None);
            other.keep(other.scratch().unwrap()).unwrap();
            assert!(other.kept().is_some());
            assert_eq!(first.kept(), None);
        }
    }
}
