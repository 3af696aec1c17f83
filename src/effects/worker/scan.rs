//! A file that somebody sent, and the scanner that is asked about it.

use super::{
    Worker,
    attempt::{Failed, Record},
};
use crate::{effects::scanner::Verdict, service::outgoing::Scan};

impl Worker {
    /// Asks, and tells the service. Asked twice, it is told twice the same.
    pub(super) fn scan(&self, scan: &Scan) -> Result<Record, Failed> {
        let Some(scanner) = &self.scanner else {
            return Err(Failed::later(
                "this worker knows no scanner: set ACCORD_SCANNER where it runs, as where files are taken",
            ));
        };
        let sealed = self
            .files
            .get(&scan.stored)
            .map_err(|error| Failed::later(format!("{error:#}")))?;
        let plain = self.feedback.unseal(&scan.upload, &sealed);
        let Some(plain) = plain.map_err(|error| Failed::dead(format!("{error:#}")))? else {
            return Ok(Record::default());
        };
        let verdict = scanner
            .ask(&plain)
            .map_err(|error| Failed::later(format!("{error:#}")))?;
        let found = match verdict {
            Verdict::Clean => None,
            Verdict::Found(what) => Some(what),
        };
        let told = self.feedback.scanned(&scan.upload, found);
        told.map_err(|error| Failed::later(format!("{error:#}")))?;
        Ok(Record::default())
    }
}
