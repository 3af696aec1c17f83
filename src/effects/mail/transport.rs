//! Ways out for a message, and what can come of a try.

use std::{
    fs, io,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

/// A message in its envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// Envelope sender.
    pub from: String,
    /// Envelope recipient: one.
    pub to: String,
    /// `<…@…>`.
    pub message_id: String,
    /// RFC 5322.
    pub bytes: Vec<u8>,
}

/// What the other side said when it took a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken(pub String);

/// Why it did not, or why that is not known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendFault {
    /// It was not taken and will not be: 5xx, no such address.
    #[error("refused: {0}")]
    Refused(String),
    /// It was not taken now: 4xx, nobody answers, no secure line.
    #[error("not now: {0}")]
    NotNow(String),
    /// The line broke: it may have been taken.
    #[error("not known whether it was taken: {0}")]
    Unknown(String),
}

/// A way out.
pub trait Transport: Send + Sync + std::fmt::Debug {
    /// Sends, once.
    ///
    /// # Errors
    /// It was not taken, or that is not known.
    fn send(&self, post: &Posted) -> Result<Taken, SendFault>;
}

/// Writes `.eml` files, for rehearsals: nothing leaves the machine.
#[derive(Debug)]
pub struct Folder {
    folder: PathBuf,
    count: Mutex<u32>,
}

impl Folder {
    /// Makes the folder if need be. Numbering goes on from what is there.
    ///
    /// # Errors
    /// The folder cannot be made or listed.
    pub fn open(folder: PathBuf) -> io::Result<Self> {
        // Codes and invitations are in it: it is for whoever runs the server.
        let mut new = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut new, 0o700);
        new.recursive(true).create(&folder)?;
        let there = fs::read_dir(&folder)?.count();
        Ok(Self {
            folder,
            count: Mutex::new(u32::try_from(there).unwrap_or(u32::MAX)),
        })
    }
}

/// An address as file names say it.
pub fn named(address: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    address.chars().map(plain).collect()
}

impl Transport for Folder {
    fn send(&self, post: &Posted) -> Result<Taken, SendFault> {
        let mut count = self.count.lock().unwrap_or_else(PoisonError::into_inner);
        *count = count.saturating_add(1);
        let name = format!("{:05}-{}.eml", *count, named(&post.to));
        fs::write(self.folder.join(&name), &post.bytes).map_err(|e| SendFault::NotNow(format!("{name}: {e}")))?;
        Ok(Taken(format!("written as {name}")))
    }
}

/// Keeps messages in memory, for tests.
#[derive(Debug, Clone, Default)]
pub struct Memory(Arc<Mutex<Vec<Posted>>>);

impl Memory {
    /// What has been sent.
    pub fn sent(&self) -> Vec<Posted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Transport for Memory {
    fn send(&self, post: &Posted) -> Result<Taken, SendFault> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(post.clone());
        Ok(Taken("kept in memory".to_owned()))
    }
}
