//! What came in answer to letters, put together: the folder, what a message says, and what it means.

use std::path::Path;

use anyhow::Context as _;

use crate::{
    effects::mail::{arrived, maildir::Maildir},
    service::{
        app::App,
        replies::{self, Became},
    },
};

/// The folder in which answers arrive.
///
/// # Errors
/// It can be neither used nor made.
pub fn open(folder: &Path) -> anyhow::Result<Maildir> {
    Maildir::open(folder).with_context(|| format!("ACCORD_REPLIES_FOLDER: {} cannot be used", folder.display()))
}

/// Takes all that has come; how many there were. One on which something fails keeps no other waiting, and is tried
/// again with the next that come.
///
/// # Errors
/// The folder cannot be read, or the database fails.
pub fn take_all(app: &App, folder: &Maildir) -> anyhow::Result<usize> {
    let all = folder.waiting()?;
    for path in &all {
        let arrived = arrived::read(&folder.read(path)?);
        match replies::take(app, &arrived, None) {
            Ok(Became::Left) => folder.leave(path)?,
            // What it says is in the database, or nobody wrote it.
            Ok(_) => folder.done(path)?,
            Err(error) => {
                tracing::error!(
                    message = %path.display(),
                    error = format!("{:#}", anyhow::Error::from(error)),
                    "an answer to a letter cannot be taken; it is tried again"
                );
                replies::failed(app)?;
            }
        }
    }
    Ok(all.len())
}
