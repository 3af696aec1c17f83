//! Records under way that go over to another version of their rules (S20): which files there are, what would come of
//! each, and the doing of it, one journalled step for each record.
//!
//! Whoever runs the installation may do it, and learns nothing of records by it: what cannot go over is counted by why
//! and where, and a record is named only to those who may see it.

mod doing;
mod trial;

use std::sync::Arc;

use accord_engine::{changeover::Changeover, workflow::Workflow};
use accord_store::certificates;

pub use doing::{Done, go_back, go_over};
pub use trial::{Trial, Verdict, trial};

use crate::service::{
    app::Desk,
    fault::{Fault, FieldError},
    library::{File, Library},
};

/// The shortest beginning of a fingerprint that names a version.
const LEAST_DIGITS: usize = 12;

/// The files about one workflow, by name.
pub fn about<'a>(library: &'a Library, workflow: &'a str) -> impl Iterator<Item = &'a Changeover> {
    library.changeovers.values().filter(move |one| one.workflow == workflow)
}

/// One by its name.
///
/// # Errors
/// There is no such file.
pub fn named(library: &Library, name: &str) -> Result<Changeover, Fault> {
    library.changeovers.get(name).cloned().ok_or(Fault::NotFound("page"))
}

/// Both ends of one, in this installation.
#[derive(Debug)]
struct Ends {
    /// The version that is taken up.
    to: Arc<Workflow>,
    /// Versions that are left.
    from: Vec<Arc<Workflow>>,
    /// The version that is taken up is the one of today's files: it may not be published yet.
    is_todays: bool,
}

impl Ends {
    fn of(desk: &mut Desk<'_>, words: &Changeover) -> Result<Self, Fault> {
        let library = desk.app.library.clone();
        let today = library
            .files
            .get(&words.workflow)
            .and_then(|file| file.workflow.clone());
        let mut known: Vec<String> = certificates::of_workflow(desk.db, &words.workflow)?
            .into_iter()
            .map(|row| row.definition)
            .collect();
        if let Some(today) = &today
            && !known.iter().any(|hash| *hash == *today.hash)
        {
            known.push(today.hash.to_string());
        }
        let find = |at: String, digits: &str| -> Result<String, Fault> {
            let short = digits.len() < LEAST_DIGITS;
            let mut fits = known.iter().filter(|hash| !short && hash.starts_with(digits));
            match (fits.next(), fits.next()) {
                (Some(only), None) => Ok(only.clone()),
                _ => Err(wrong(words, &at, &unknown(digits, &known))),
            }
        };
        let to = find("to".to_owned(), &words.to)?;
        let mut from = Vec::new();
        for (index, digits) in words.from.iter().enumerate() {
            let hash = find(format!("from[{index}]"), digits)?;
            if hash == to {
                let says = "This is the version that records are to go over to.";
                return Err(wrong(words, &format!("from[{index}]"), says));
            }
            from.push(library.pinned(desk.db, &hash)?);
        }
        let is_todays = today.is_some_and(|today| *today.hash == *to);
        if is_todays && !library.files.get(&words.workflow).is_some_and(File::is_proved) {
            let says = "The file of today may not run as it is: `accord check` says why.";
            return Err(wrong(words, "to", says));
        }
        Ok(Self {
            to: library.pinned(desk.db, &to)?,
            from,
            is_todays,
        })
    }
}

fn unknown(digits: &str, known: &[String]) -> String {
    let short: Vec<&str> = known.iter().filter_map(|hash| hash.get(..LEAST_DIGITS)).collect();
    format!(
        "No version of this workflow begins with `{digits}` here. Write {LEAST_DIGITS} or more digits of one of: {}.",
        short.join(", ")
    )
}

/// A fault of the file, at its place.
fn wrong(words: &Changeover, at: &str, says: &str) -> Fault {
    Fault::Invalid(vec![FieldError {
        field: at.to_owned(),
        says: format!("workflows/changeovers/{}.yaml, {at}: {says}", words.changeover),
    }])
}
