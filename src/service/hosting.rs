//! What the pages of a host's contract and of its checks show, for whoever sees the whole record: the same object that
//! letters and papers are made from, so that a page never says otherwise.

use serde::de::DeserializeOwned;
use serde_json::from_value;

use crate::{
    service::{
        app::{App, Desk},
        authority::Caller,
        fault::Fault,
        sight::{self, Seen, Sight},
        subjects::{
            self, About,
            hosting::{comments, comments::Comment},
        },
    },
    views::contexts::hosting::{Contract, Onboarding},
};

/// The kinds of record that have such pages.
pub const CONTRACT: &str = "contract";
/// The same, of a host's checks.
pub const CHECKS: &str = "onboarding";

/// A contract, as a page shows it.
#[derive(Debug)]
pub struct Hosted {
    /// The record, and who looks.
    pub seen: Seen,
    /// What it says.
    pub contract: Contract,
    /// What its host said about its clauses, with what became of it.
    pub comments: Vec<Commented>,
}

/// A comment on a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commented {
    /// Number of the clause.
    pub clause: String,
    /// What was said.
    pub text: String,
    /// What became of it, and why; nothing while it waits.
    pub answer: Option<(String, String)>,
}

impl From<Comment> for Commented {
    fn from(one: Comment) -> Self {
        Self {
            clause: one.clause,
            text: one.text,
            answer: one.answer,
        }
    }
}

/// A contract.
///
/// # Errors
/// It is not there, or not for this person: the same answer.
pub fn contract(app: &App, alliance: &str, caller: &Caller, id: &str) -> Result<Hosted, Fault> {
    app.reading(alliance, |desk| {
        let seen = whole(desk, caller, CONTRACT, id)?;
        let comments = comments::of(desk, &seen.record)?;
        Ok(Hosted {
            contract: shown(desk, &seen)?,
            comments: comments.into_iter().map(Commented::from).collect(),
            seen,
        })
    })
}

/// The checks of a host.
///
/// # Errors
/// As [`contract`].
pub fn checks(app: &App, alliance: &str, caller: &Caller, id: &str) -> Result<(Seen, Onboarding), Fault> {
    app.reading(alliance, |desk| {
        let seen = whole(desk, caller, CHECKS, id)?;
        let shown = shown(desk, &seen)?;
        Ok((seen, shown))
    })
}

fn whole(desk: &mut Desk<'_>, caller: &Caller, kind: &str, id: &str) -> Result<Seen, Fault> {
    let seen = sight::record(desk, caller, kind, id)?;
    match may_read(&seen) {
        true => Ok(seen),
        false => Err(Fault::NotFound("page")),
    }
}

/// Whether somebody reads such a page: they see the whole record, or look at a host's checks and its bank details now.
pub fn may_read(seen: &Seen) -> bool {
    let looks = ["check.review", "bank.call", "bank.approve"];
    seen.sight == Sight::Whole || (seen.record.kind == CHECKS && looks.iter().any(|permit| seen.may_do(permit)))
}

fn shown<T: DeserializeOwned>(desk: &mut Desk<'_>, seen: &Seen) -> Result<T, Fault> {
    let about = About {
        row: &seen.record,
        snapshot: seen.running.first().map(|one| &one.snapshot),
    };
    let json = subjects::of(&seen.record.kind)?.context(desk, about)?;
    from_value(json).map_err(|e| Fault::Internal(anyhow::anyhow!("what `{}` shows: {e}", seen.record.kind)))
}
