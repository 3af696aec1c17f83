//! What files hold of somebody who was erased, and the mark by which a copy of the database that is put back is found
//! to bring them back.

use accord_store::outbox::OutboxRow;

use super::{
    Worker,
    attempt::{Failed, Record},
};
use crate::{effects::files::FileFault, service::outgoing::Erase};

/// Where files remember whom: a line for each, alliance and person by their ids.
pub const MARKS: &str = "erased.txt";
/// What stands in place of a paper about somebody.
const NOTHING: &str = "<!doctype html>\n<html lang=\"en-GB\">\n<head><meta charset=\"utf-8\"><title>Erased</title></head>\n\
    <body><main><h1>Erased</h1><p>This paper was about one person, and was erased with what was held on them. Its \
    fingerprint stays, so that a copy of it can still be told from another text.</p></main></body>\n</html>\n";

impl Worker {
    /// Does it. Done twice, it does no more.
    pub(super) fn erase(&self, row: &OutboxRow, erase: &Erase) -> Result<Record, Failed> {
        let files = &self.files;
        self.remember(&format!("{} {}", row.alliance_id, erase.person))?;
        for file in &erase.files {
            files.delete(file).map_err(Failed::later)?;
        }
        for page in &erase.pages {
            files.put(page, NOTHING.as_bytes().to_vec()).map_err(Failed::later)?;
        }
        match self.feedback.erased(&row.alliance_id, &row.key, erase) {
            Ok(true) => Ok(Record::default()),
            Ok(false) => Err(Failed::later("a letter that names them is still on its way")),
            Err(error) => Err(Failed::later(format!("{error:#}"))),
        }
    }

    /// Writes down whom, and sees that it stands there: another worker may write at the same moment.
    fn remember(&self, line: &str) -> Result<(), Failed> {
        let read = || match self.files.get(MARKS) {
            Ok(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
            Err(FileFault::None(_)) => Ok(String::new()),
            Err(other) => Err(Failed::later(other)),
        };
        let known = read()?;
        if known.lines().any(|one| one == line) {
            return Ok(());
        }
        let more = format!("{known}{line}\n").into_bytes();
        self.files.put(MARKS, more).map_err(Failed::later)?;
        match read()?.lines().any(|one| one == line) {
            true => Ok(()),
            false => Err(Failed::later(
                "somebody else wrote down at the same moment who was erased",
            )),
        }
    }
}
