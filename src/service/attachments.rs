//! The files that belong to a text, for whoever may read it.

use crate::service::{
    app::App,
    authority::Caller,
    fault::Fault,
    sight::{self, Seen},
    subjects::{
        data,
        specification::attachments::{self, Attached},
    },
};

/// Who adds one.
pub const ADD: &str = "attachment.add";
/// Who takes one out.
pub const TAKE_OUT: &str = "attachment.take_out";

/// The files of a text.
#[derive(Debug)]
pub struct Attachments {
    /// The record, and who reads.
    pub seen: Seen,
    /// In the order in which they were added.
    pub all: Vec<Attached>,
    /// The fingerprint of all of them; empty if there are none.
    pub print: String,
    /// The instance to which the reader may add one now.
    pub add_to: Option<String>,
    /// The reader may take one out now.
    pub may_take_out: bool,
}

/// The files that belong to a record's text.
///
/// # Errors
/// The record is not there, or not for this person.
pub fn open(app: &App, alliance: &str, caller: &Caller, (kind, id): (&str, &str)) -> Result<Attachments, Fault> {
    app.reading(alliance, |desk| {
        let seen = sight::record(desk, caller, kind, id)?;
        let own = data(&seen.record)?;
        let mut allowing = seen.running.iter().filter(|one| seen.may_work(one, ADD));
        Ok(Attachments {
            add_to: allowing.next().map(|one| one.row.id.clone()),
            may_take_out: seen.may_do(TAKE_OUT),
            print: attachments::print(desk, &own)?,
            all: attachments::all(desk, &own)?,
            seen,
        })
    })
}
