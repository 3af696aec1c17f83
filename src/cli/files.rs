//! From the settings to where documents are kept.

use accord_store::Store;
use anyhow::{Context as _, bail};

use crate::{
    config::FilesConfig,
    effects::{
        files::{Bucket, FileFault, FileSettings, Files},
        worker::MARKS,
    },
    service::{
        app::App,
        belongings::{self, Belonging, Standing},
        erasure::after,
    },
};

/// Opens the folder or the bucket, sees that it is the one that the database knows, and that it takes something.
pub(super) fn open(config: &FilesConfig, app: &App) -> anyhow::Result<Files> {
    let found = look(config, &app.store)?;
    found.standing.expect(Belonging::Files, &config.place)?;
    let now = app.wall.now();
    let mark = found.mark.unwrap_or_else(|| app.rng.id(now));
    let known = belongings::remember(&app.store, Belonging::Files, (&mark, &config.place), now)?;
    let files = mark_there(config, &known.mark)?;
    erase_again(&files, app)?;
    Ok(files)
}

/// A copy of the database that was put back may bring back people who were erased since: files remember whom.
fn erase_again(files: &Files, app: &App) -> anyhow::Result<()> {
    let text = match files.get(MARKS) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(FileFault::None(_)) => return Ok(()),
        Err(other) => return Err(other.into()),
    };
    let lines = text.lines().filter_map(|line| line.split_once(' '));
    let remembered: Vec<(String, String)> = lines
        .map(|(alliance, id)| (alliance.to_owned(), id.to_owned()))
        .collect();
    let many = after::again(app, &remembered)?;
    if many > 0 {
        tracing::warn!(
            many,
            "people who were erased before this copy was put back are erased again"
        );
    }
    Ok(())
}

/// A place of files as it is.
pub(super) struct Found {
    /// Its mark, if it has one.
    pub(super) mark: Option<String>,
    /// How it stands to what the database knows.
    pub(super) standing: Standing,
}

/// Looks at the folder or the bucket, and makes nothing.
pub(super) fn look(config: &FilesConfig, store: &Store) -> anyhow::Result<Found> {
    let settings = read(config)?;
    if matches!(&settings, FileSettings::Folder(folder) if !folder.exists()) {
        let standing = belongings::files(store, None, |_| false)?;
        return Ok(Found { mark: None, standing });
    }
    let files = Files::open(&settings).with_context(|| cannot(config))?;
    let mark = files.mark().with_context(|| cannot(config))?;
    let standing = belongings::files(store, mark.clone(), |key| files.get(key).is_ok())?;
    Ok(Found { mark, standing })
}

/// Opens the folder or the bucket, made if need be, and leaves the mark there by which the database knows it.
pub(super) fn mark_there(config: &FilesConfig, mark: &str) -> anyhow::Result<Files> {
    let files = Files::open(&read(config)?).with_context(|| cannot(config))?;
    files.leave_mark(mark).with_context(|| cannot(config))?;
    Ok(files)
}

fn cannot(config: &FilesConfig) -> String {
    format!("ACCORD_FILES: documents cannot be kept in `{}`", config.place)
}

fn read(config: &FilesConfig) -> anyhow::Result<FileSettings> {
    let Some(place) = config.place.strip_prefix("s3://") else {
        if config.place.contains("://") || config.place.starts_with("s3:") {
            bail!(
                "ACCORD_FILES: `{}` is no place for documents: write a folder, or s3://BUCKET/PREFIX",
                config.place
            );
        }
        let for_a_bucket = [
            ("ACCORD_FILES_ENDPOINT", config.endpoint.is_some()),
            ("ACCORD_FILES_KEY", config.key.is_some()),
            ("ACCORD_FILES_SECRET", config.secret.is_some()),
        ];
        if let Some((setting, _)) = for_a_bucket.iter().find(|(_, is_set)| *is_set) {
            bail!(
                "{setting} is for a bucket, and ACCORD_FILES names the folder `{}`: set ACCORD_FILES=s3://BUCKET/PREFIX, \
                 or leave {setting} unset",
                config.place
            );
        }
        return Ok(FileSettings::Folder(config.place.as_str().into()));
    };
    let (name, prefix) = place.split_once('/').unwrap_or((place, ""));
    if name.is_empty() {
        bail!(
            "ACCORD_FILES: `{}` names no bucket: write s3://BUCKET or s3://BUCKET/PREFIX",
            config.place
        );
    }
    let (Some(key_id), Some(secret)) = (&config.key, &config.secret) else {
        bail!("documents in a bucket need a key: set ACCORD_FILES_KEY and ACCORD_FILES_SECRET");
    };
    Ok(FileSettings::Bucket(Bucket {
        name: name.to_owned(),
        prefix: prefix.trim_matches('/').to_owned(),
        region: config.region.clone(),
        endpoint: config.endpoint.clone(),
        key_id: key_id.clone(),
        secret: secret.reveal().to_owned(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(place: &str, key: Option<&str>, expected: &str) {
        let config = FilesConfig {
            place: place.to_owned(),
            endpoint: None,
            region: "eu-west-2".to_owned(),
            key: key.map(str::to_owned),
            secret: key.map(|one| one.parse().unwrap()),
        };
        let found = match read(&config) {
            Ok(FileSettings::Folder(folder)) => format!("folder {}", folder.display()),
            Ok(FileSettings::Bucket(bucket)) => format!("bucket {} at `{}`", bucket.name, bucket.prefix),
            Err(error) => error.to_string(),
        };
        assert!(found.contains(expected), "{place}: {found}");
    }

    #[test]
    fn places_are_read() {
        check("files", None, "folder files");
        check("/var/lib/accord/files", None, "folder /var/lib/accord/files");
        check("s3://papers", Some("k"), "bucket papers at ``");
        check("s3://papers/a/b/", Some("k"), "bucket papers at `a/b`");
        check("s3://papers", None, "set ACCORD_FILES_KEY and ACCORD_FILES_SECRET");
        check("s3:///x", Some("k"), "names no bucket");
        check("ftp://x", None, "write a folder, or s3://BUCKET/PREFIX");
        check("s3:papers", None, "write a folder, or s3://BUCKET/PREFIX");
        check("files", Some("k"), "ACCORD_FILES_KEY is for a bucket");
    }

    #[test]
    fn a_secret_is_not_shown() {
        let secret: crate::config::Secret = "hush".parse().unwrap();
        assert_eq!(format!("{secret:?}"), "(secret)");
    }
}
