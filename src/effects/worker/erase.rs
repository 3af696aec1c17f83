//! What files hold of somebody who was erased, and the mark by which a copy of the database that is put back is found
//! to bring them back.

use accord_store::outbox::OutboxRow;

use super::{
    Worker,
    attempt::{Failed, Record},
};
use crate::service::outgoing::Erase;

/// The folder of the marks: one file for each person, with the alliance in it.
pub const MARKS: &str = "erased";
/// What stands in place of a paper about somebody.
const NOTHING: &str = "<!doctype html>\n<html lang=\"en-GB\">\n<head><meta charset=\"utf-8\"><title>Erased</title></head>\n\
    <body><main><h1>Erased</h1><p>This paper was about one person, and was erased with what was held on them. Its \
    fingerprint stays, so that a copy of it can still be told from another text.</p></main></body>\n</html>\n";

impl Worker {
    /// Does it. Done twice, it does no more.
    pub(super) fn erase(&self, row: &OutboxRow, erase: &Erase) -> Result<Record, Failed> {
        let mark = format!("{MARKS}/{}.txt", erase.person);
        let files = &self.files;
        files
            .put(&mark, row.alliance_id.clone().into_bytes())
            .map_err(Failed::later)?;
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
}
