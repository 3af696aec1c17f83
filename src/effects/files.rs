//! Files by key: a folder on this machine, or a bucket that speaks S3.

mod bucket;

use std::{path::PathBuf, sync::Arc};

use object_store::{ObjectStore, ObjectStoreExt, PutPayload, local::LocalFileSystem, path::Path, prefix::PrefixStore};
use tokio::runtime::{Builder, Runtime};

pub use self::bucket::Bucket;

/// Where files are kept.
#[derive(Clone)]
pub enum FileSettings {
    /// A folder.
    Folder(PathBuf),
    /// A bucket.
    Bucket(Bucket),
}

/// Why a file cannot be kept or found.
#[derive(Debug, thiserror::Error)]
pub enum FileFault {
    /// The settings cannot work.
    #[error("{0}")]
    Settings(String),
    /// No such file.
    #[error("there is no file `{0}`")]
    None(String),
    /// The bucket's server does not let us in.
    #[error(
        "the server of the bucket refuses our key: see that ACCORD_FILES_KEY and ACCORD_FILES_SECRET are right, and \
         that the key may read and write there ({0})"
    )]
    Refused(String),
    /// Nowhere to put it.
    #[error(
        "there is no such bucket: make it, or mend the name in ACCORD_FILES and the address in \
         ACCORD_FILES_ENDPOINT ({0})"
    )]
    NoBucket(String),
    /// Anything else; another try may work.
    #[error("files cannot be kept or read now: {0}")]
    Store(String),
}

impl FileFault {
    fn of(error: object_store::Error) -> Self {
        match error {
            object_store::Error::PermissionDenied { source, .. }
            | object_store::Error::Unauthenticated { source, .. } => Self::Refused(chain(&*source)),
            other => Self::Store(chain(&other)),
        }
    }
}

/// An error with its causes: the library's outermost words rarely say what is wrong.
fn chain(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let said = cause.to_string();
        if !words.contains(&said) {
            words = format!("{words}: {said}");
        }
        next = cause.source();
    }
    words
}

/// What is put first into a new place, to see that it takes something: a text that says which place it is.
const MARK: &str = "accord.txt";
/// The line of it that names the place.
const PLACE: &str = "This place: ";

/// Files. Calls wait for the answer, so they belong on threads of a worker.
pub struct Files {
    store: Arc<dyn ObjectStore>,
    runtime: Runtime,
}

impl std::fmt::Debug for Files {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Files({})", self.store)
    }
}

impl Files {
    /// Opens the folder (made if need be) or the bucket.
    ///
    /// # Errors
    /// The folder cannot be made, or the bucket's settings cannot work.
    pub fn open(settings: &FileSettings) -> Result<Self, FileFault> {
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|e| FileFault::Settings(e.to_string()))?;
        let store: Arc<dyn ObjectStore> = match settings {
            FileSettings::Folder(folder) => {
                std::fs::create_dir_all(folder)
                    .map_err(|e| FileFault::Settings(format!("the folder {}: {e}", folder.display())))?;
                Arc::new(LocalFileSystem::new_with_prefix(folder).map_err(FileFault::of)?)
            }
            FileSettings::Bucket(bucket) if bucket.prefix.is_empty() => Arc::new(bucket.open()?),
            FileSettings::Bucket(bucket) => Arc::new(PrefixStore::new(bucket.open()?, bucket.prefix.as_str())),
        };
        Ok(Self { store, runtime })
    }

    /// Which place this is, as its mark says; nothing where there is no mark.
    ///
    /// # Errors
    /// The place cannot be read; says what to mend.
    pub fn mark(&self) -> Result<Option<String>, FileFault> {
        let bytes = match self.get(MARK) {
            Ok(bytes) => bytes,
            Err(FileFault::None(_)) => return Ok(None),
            Err(other) => return Err(other),
        };
        let text = String::from_utf8_lossy(&bytes);
        let id = text.lines().find_map(|line| line.strip_prefix(PLACE));
        Ok(id.map(|id| id.trim().to_owned()))
    }

    /// Sees that the place takes its mark and gives it back: at the start, where somebody reads what is wrong.
    ///
    /// # Errors
    /// It does not; says what to mend.
    pub fn leave_mark(&self, id: &str) -> Result<(), FileFault> {
        self.put(
            MARK,
            format!("Accord keeps its documents here.\n{PLACE}{id}\n").into_bytes(),
        )?;
        if self.mark()?.as_deref() == Some(id) {
            return Ok(());
        }
        Err(FileFault::Settings(
            "what was put there came back changed: another program writes to the same place".to_owned(),
        ))
    }

    /// Keeps bytes under a key; the same key again takes their place.
    ///
    /// # Errors
    /// They are not kept.
    pub fn put(&self, key: &str, bytes: Vec<u8>) -> Result<(), FileFault> {
        let path = Path::from(key);
        match self.runtime.block_on(self.store.put(&path, PutPayload::from(bytes))) {
            Ok(_) => Ok(()),
            Err(none @ object_store::Error::NotFound { .. }) => Err(FileFault::NoBucket(chain(&none))),
            Err(other) => Err(FileFault::of(other)),
        }
    }

    /// Deletes what is kept under a key, if there is anything.
    ///
    /// # Errors
    /// It is still there.
    pub fn delete(&self, key: &str) -> Result<(), FileFault> {
        match self.runtime.block_on(self.store.delete(&Path::from(key))) {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(other) => Err(FileFault::of(other)),
        }
    }

    /// The bytes under a key.
    ///
    /// # Errors
    /// There are none, or they cannot be read.
    pub fn get(&self, key: &str) -> Result<Vec<u8>, FileFault> {
        let path = Path::from(key);
        let read = async { self.store.get(&path).await?.bytes().await };
        match self.runtime.block_on(read) {
            Ok(bytes) => Ok(bytes.to_vec()),
            Err(none @ object_store::Error::NotFound { .. }) => match chain(&none) {
                // A server says in words which of the two there is not.
                says if says.contains("NoSuchBucket") => Err(FileFault::NoBucket(says)),
                _ => Err(FileFault::None(key.to_owned())),
            },
            Err(other) => Err(FileFault::of(other)),
        }
    }
}
