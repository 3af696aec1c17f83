//! Files by key: a folder on this machine, or a bucket that speaks S3.

use std::{path::PathBuf, sync::Arc};

use object_store::{ObjectStore, ObjectStoreExt, PutPayload, aws::AmazonS3Builder, local::LocalFileSystem, path::Path};
use tokio::runtime::{Builder, Runtime};

/// Where files are kept.
#[derive(Clone)]
pub enum FileSettings {
    /// A folder.
    Folder(PathBuf),
    /// A bucket.
    Bucket(Bucket),
}

/// A bucket that speaks S3.
#[derive(Clone)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// `eu-west-2`; any word will do for a server of one's own.
    pub region: String,
    /// `https://…` of a server other than Amazon's. `http` only on this machine.
    pub endpoint: Option<String>,
    /// Who we are there.
    pub key_id: String,
    /// The secret that proves it.
    pub secret: String,
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
    /// Anything else; another try may work.
    #[error("files: {0}")]
    Store(#[from] object_store::Error),
}

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
                Arc::new(LocalFileSystem::new_with_prefix(folder)?)
            }
            FileSettings::Bucket(bucket) => Arc::new(bucket.open()?),
        };
        Ok(Self { store, runtime })
    }

    /// Keeps bytes under a key; the same key again takes their place.
    ///
    /// # Errors
    /// They are not kept.
    pub fn put(&self, key: &str, bytes: Vec<u8>) -> Result<(), FileFault> {
        let path = Path::from(key);
        self.runtime.block_on(self.store.put(&path, PutPayload::from(bytes)))?;
        Ok(())
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
            Err(object_store::Error::NotFound { .. }) => Err(FileFault::None(key.to_owned())),
            Err(other) => Err(other.into()),
        }
    }
}

impl Bucket {
    fn open(&self) -> Result<impl ObjectStore + use<>, FileFault> {
        // The HTTP client takes the process's own: the one that is linked.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&self.name)
            .with_region(&self.region)
            .with_access_key_id(&self.key_id)
            .with_secret_access_key(&self.secret);
        if let Some(endpoint) = &self.endpoint {
            builder = builder.with_endpoint(endpoint).with_virtual_hosted_style_request(false);
            if endpoint.starts_with("http://") {
                let local = ["http://127.0.0.1", "http://localhost", "http://[::1]"];
                if !local.iter().any(|start| endpoint.starts_with(start)) {
                    return Err(FileFault::Settings(format!(
                        "files go to {endpoint} only encrypted: write https://"
                    )));
                }
                builder = builder.with_allow_http(true);
            }
        }
        Ok(builder.build()?)
    }
}
