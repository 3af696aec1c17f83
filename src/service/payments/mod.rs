//! Paying people for their involvement: which claims wait for it, the runs in which they are paid, how long it takes,
//! and what to look at.
//!
//! What a state of a claim means, and every number that people argue about, stands in
//! `workflows/vocabulary/payments.yaml`; the claims themselves go their own workflow's way.

pub mod account;
pub mod anomalies;
pub mod asking;
pub mod days;
pub mod making;
pub mod paper;
pub mod payroll;
pub mod runs;
mod settling;
pub mod weekly;
pub mod written;

use std::collections::BTreeSet;

use accord_store::{instances, subjects::SubjectRow};
use chrono::NaiveDate;
use serde_json::{Value as Json, json};

use self::anomalies::Anomaly;
pub use self::settling::settle;
use crate::domain::involvement::pace::Pace;
use crate::service::{
    app::Desk,
    authority::{Caller, powers},
    fault::Fault,
    history,
    people::names::Names,
    subjects::{
        hosting::claims::{self, Terms, Way},
        standing::{self, Standing},
    },
};

/// The power of whoever sees what is paid.
pub const READ: &str = "payments.read";
/// The power of whoever pays.
pub const MAKE: &str = "payments.make";
/// The kind of record.
pub const KIND: &str = "involvement_claim";

/// Who is paid for their involvement by the rate card of today.
fn payable(desk: &mut Desk<'_>) -> Result<BTreeSet<String>, Fault> {
    let library = desk.app.library.clone();
    let roles = library.rate_card(desk.today()).map(|card| card.people.as_slice());
    powers::in_the_whole(desk, roles.unwrap_or_default())
}

/// What is written down of a claim that goes into a run.
pub(in crate::service) const PUT: &str = "put_into_run";
/// The same of one that is taken out.
pub(in crate::service) const TAKEN_OUT: &str = "taken_out_of_run";

/// A claim and where it stands.
#[derive(Debug, Clone)]
pub(in crate::service) struct Known {
    row: SubjectRow,
    standing: Standing,
    terms: Terms,
    done_on: Option<NaiveDate>,
}

/// Every claim of the alliance, the oldest first.
fn all(desk: &mut Desk<'_>) -> Result<Vec<Known>, Fault> {
    let rows = instances::first_of_kind(desk.db, &desk.alliance, KIND)?;
    each(desk, rows)
}

/// Those that are not over: what waits to be paid is among them, however many were paid before.
fn open(desk: &mut Desk<'_>) -> Result<Vec<Known>, Fault> {
    let rows = instances::open_of_kind(desk.db, &desk.alliance, KIND)?;
    each(desk, rows)
}

/// Those of one person.
fn of_person(desk: &mut Desk<'_>, person: &str) -> Result<Vec<Known>, Fault> {
    let rows = instances::first_of_person(desk.db, &desk.alliance, KIND, person)?;
    each(desk, rows)
}

fn each(desk: &mut Desk<'_>, rows: Vec<(SubjectRow, instances::InstanceRow)>) -> Result<Vec<Known>, Fault> {
    rows.into_iter()
        .map(|(row, instance)| known(desk, row, instance))
        .collect()
}

fn known(desk: &mut Desk<'_>, row: SubjectRow, instance: instances::InstanceRow) -> Result<Known, Fault> {
    Ok(Known {
        terms: claims::terms(&row)?,
        done_on: claims::done_on(&row)?,
        standing: standing::read(desk, instance)?,
        row,
    })
}

/// How long payments take, and what is worth a look, out of one reading of all claims.
///
/// # Errors
/// What is stored is damaged.
pub fn overview(desk: &mut Desk<'_>, caller: &Caller) -> Result<(Pace, Vec<Anomaly>), Fault> {
    let claims = all(desk)?;
    Ok((days::pace_of(desk, &claims)?, anomalies::among(desk, caller, &claims)?))
}

/// A claim as those see it who pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The record.
    pub id: String,
    /// What runs on it.
    pub instance: String,
    /// What people say aloud; may be empty.
    pub reference: String,
    /// Whose it is.
    pub person: String,
    /// Their name.
    pub name: String,
    /// What they did.
    pub activity: String,
    /// What that was about.
    pub about: String,
    /// On which day.
    pub done_on: Option<NaiveDate>,
    /// How long the rate card says that it takes, preparation included; minutes.
    pub minutes: Option<i64>,
    /// For the activity, pence.
    pub pence: i64,
    /// For what was spent, pence.
    pub expenses: i64,
    /// How they would like to be paid, in words; nothing while nobody knows.
    pub way: Option<String>,
    /// It goes into their account.
    pub wants_account: bool,
}

impl Claim {
    /// Pence, all in all.
    pub const fn sum(&self) -> i64 {
        self.pence.saturating_add(self.expenses)
    }
}

/// A claim with all that has to be looked up for it.
fn shown(desk: &mut Desk<'_>, names: &mut Names, one: &Known) -> Result<Claim, Fault> {
    let way = claims::way(desk, &one.row)?;
    let minutes = desk
        .app
        .library
        .rate_cards
        .get(&one.terms.card)
        .and_then(|card| card.activities.get(&one.terms.activity))
        .map(|rate| rate.minutes.saturating_mul(one.terms.units));
    let person = one.row.person_id.clone().unwrap_or_default();
    Ok(Claim {
        id: one.row.id.clone(),
        instance: one.standing.row.id.clone(),
        reference: one.row.reference.clone().unwrap_or_default(),
        name: names.of(desk, &person)?,
        person,
        activity: one.terms.title.clone(),
        about: one.terms.about.clone(),
        done_on: one.done_on,
        minutes,
        pence: one.terms.pence,
        expenses: claims::expenses(desk, &one.row)?,
        wants_account: way
            .as_ref()
            .is_some_and(|way| way.wants_account(&desk.app.library.payments)),
        way: match way {
            Some(Way::Answered(word)) => Some(claims::in_words(desk, &one.row, &word)?),
            Some(way) => Some(way.says().to_owned()),
            None => None,
        },
    })
}

/// Writes down what was done about payments, by ids: in the journal of the alliance, and in that of one claim.
fn note(desk: &mut Desk<'_>, caller: &Caller, instance: Option<&str>, done: &str, what: &Json) -> Result<(), Fault> {
    let body = json!({
        "format": 1,
        "payments": {
            "done": done,
            "by": caller.acting_for.as_ref().unwrap_or(&caller.person),
            "hand": caller.person,
            "what": what,
        },
    });
    history::note(desk, instance, &body)
}
