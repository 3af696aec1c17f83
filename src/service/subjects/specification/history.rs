//! Every change of a text, numbered: what a file laid beside the text is where its history begins, and no change.

use std::collections::BTreeMap;

use accord_store::sections::{self, RevisionRow};

use super::aims;
use crate::{
    domain::specification::parts::FROM_FILE,
    service::{app::Desk, fault::Fault, subjects::round},
};

/// The changes of a text, the oldest first.
#[derive(Debug, Default)]
pub(in crate::service) struct History {
    rows: Vec<RevisionRow>,
    /// So many of the rows came from a file; they stand first.
    laid: usize,
}

impl History {
    /// Of one text.
    ///
    /// # Errors
    /// The database fails.
    pub(in crate::service) fn of(desk: &mut Desk<'_>, id: &str) -> Result<Self, Fault> {
        let all = sections::revisions(desk.db, id)?;
        let (mut rows, written): (Vec<RevisionRow>, Vec<RevisionRow>) = all.into_iter().partition(is_laid);
        let laid = rows.len();
        rows.extend(written);
        Ok(Self { rows, laid })
    }

    /// How many changes there were: the number of the newest version.
    pub(in crate::service) fn version(&self) -> usize {
        self.rows.len().saturating_sub(self.laid)
    }

    /// What people wrote, the oldest first; the first has the number 1.
    pub(in crate::service) fn made(&self) -> &[RevisionRow] {
        self.rows.get(self.laid..).unwrap_or_default()
    }

    /// Everything up to a version; up to version 0, what came from a file.
    pub(in crate::service) fn until(&self, version: usize) -> &[RevisionRow] {
        let end = self.laid.saturating_add(version).min(self.rows.len());
        self.rows.get(..end).unwrap_or_default()
    }

    /// The changes after one version, up to another.
    pub(in crate::service) fn between(&self, from: usize, to: usize) -> &[RevisionRow] {
        let begin = self.until(from).len();
        self.until(to).get(begin..).unwrap_or_default()
    }

    /// Who wrote a section, each once, the first first; nobody wrote what came from a file.
    pub(in crate::service) fn writers<'a>(&'a self, section: &str) -> Vec<&'a str> {
        let mut out: Vec<&str> = Vec::new();
        for row in self.made().iter().filter(|row| row.section_id == section) {
            if !out.contains(&row.edited_by.as_str()) {
                out.push(&row.edited_by);
            }
        }
        out
    }
}

/// Whether a revision came from a file.
pub(in crate::service) fn is_laid(row: &RevisionRow) -> bool {
    row.revision == 1 && row.why == FROM_FILE
}

/// The houses in which people sit, each looked up once.
#[derive(Debug, Default)]
pub(in crate::service) struct Houses(BTreeMap<String, String>);

impl Houses {
    /// The titles of the houses of some people, each once; whoever sits in none is the office, or the working group.
    ///
    /// # Errors
    /// The database fails.
    pub(in crate::service) fn of(&mut self, desk: &mut Desk<'_>, people: &[&str]) -> Result<Vec<String>, Fault> {
        let mut out: Vec<String> = Vec::new();
        for person in people {
            let title = match self.0.get(*person) {
                Some(known) => known.clone(),
                None => {
                    let house = round::house_of(desk, person)?;
                    let title = if house.is_empty() {
                        aims::OFFICE.to_owned()
                    } else {
                        house
                    };
                    self.0.insert((*person).to_owned(), title.clone());
                    title
                }
            };
            if !out.contains(&title) {
                out.push(title);
            }
        }
        Ok(out)
    }
}
