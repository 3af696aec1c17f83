//! The folder in which answers to letters arrive: a Maildir. Mail servers write into one by themselves, without a
//! program of ours; a worker takes what is in `new`.

use std::{
    fs::{self, File},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
    time::SystemTime,
};

use sha2::{Digest as _, Sha256};

use crate::domain::hex;

/// The most bytes of a message that are read: its words come first.
const LARGEST: u64 = 25 * 1024 * 1024;
/// The header in which a server writes whom a message was for.
const FOR: &str = "Delivered-To";

/// The folder.
#[derive(Debug, Clone)]
pub struct Maildir(PathBuf);

impl Maildir {
    /// A folder, made if it is not there.
    ///
    /// # Errors
    /// It can be neither used nor made.
    pub fn open(path: &Path) -> io::Result<Self> {
        for part in ["tmp", "new", "cur"] {
            fs::create_dir_all(path.join(part))?;
        }
        Ok(Self(path.to_owned()))
    }

    /// Puts a message in, for the address that the server says. Once this returns, it is on the disk; the same message
    /// for the same address is there once.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn put(&self, to: Option<&str>, bytes: &[u8]) -> io::Result<()> {
        let head = match to {
            Some(to) => format!("{FOR}: {}\r\n", crate::views::escape::one_line(to)),
            None => String::new(),
        };
        let mut digest = Sha256::new();
        digest.update(&head);
        digest.update(bytes);
        let name = hex(&digest.finalize());
        let path = self.0.join("tmp").join(&name);
        let mut file = File::create(&path)?;
        file.write_all(head.as_bytes())?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(path, self.0.join("new").join(name))?;
        // The name, too.
        File::open(self.0.join("new"))?.sync_all()
    }

    /// What has come, the oldest first.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn waiting(&self) -> io::Result<Vec<PathBuf>> {
        let mut out = Vec::new();
        for entry in fs::read_dir(self.0.join("new"))? {
            let entry = entry?;
            let about = entry.metadata()?;
            if about.is_file() {
                out.push((about.modified().unwrap_or(SystemTime::UNIX_EPOCH), entry.path()));
            }
        }
        out.sort();
        Ok(out.into_iter().map(|(_, path)| path).collect())
    }

    /// The bytes of one.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        File::open(path)?.take(LARGEST).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Forgets one: what it said is in the database.
    ///
    /// # Errors
    /// It cannot be deleted.
    pub fn done(&self, path: &Path) -> io::Result<()> {
        gone(fs::remove_file(path))
    }

    /// Leaves one in the folder, seen, for whoever looks there.
    ///
    /// # Errors
    /// It cannot be moved.
    pub fn leave(&self, path: &Path) -> io::Result<()> {
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            return Ok(());
        };
        gone(fs::rename(path, self.0.join("cur").join(format!("{name}:2,S"))))
    }
}

/// Another worker was quicker: that is as good.
fn gone(done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_is_there_once_and_goes_when_it_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let maildir = Maildir::open(folder.path()).unwrap();
        assert!(maildir.waiting().unwrap().is_empty());
        for _ in 0..2 {
            maildir
                .put(Some("replies+k3@accord.example"), b"From: a@b.example\r\n\r\nHello")
                .unwrap();
        }
        let all = maildir.waiting().unwrap();
        assert_eq!(all.len(), 1);
        let bytes = maildir.read(&all[0]).unwrap();
        assert!(bytes.starts_with(b"Delivered-To: replies+k3@accord.example\r\nFrom: "));
        maildir.leave(&all[0]).unwrap();
        assert!(maildir.waiting().unwrap().is_empty());
        maildir.done(&all[0]).unwrap();
    }
}
