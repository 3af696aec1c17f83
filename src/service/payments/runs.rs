//! Runs as people see them: all of them, and one with its claims.

use accord_store::{
    instances, payments as rows,
    payments::{PaymentLineRow, PaymentRunRow},
    subjects,
};
use chrono::{DateTime, NaiveDate, Utc};

use super::{Claim, known, shown};
use crate::service::{app::Desk, fault::Fault, people::names::Names, subjects::hosting::claims};

/// A run in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The id.
    pub id: String,
    /// What people say aloud.
    pub reference: String,
    /// Who made it.
    pub made_by: String,
    /// When.
    pub made_at: DateTime<Utc>,
    /// When it was paid, if that is recorded.
    pub paid_on: Option<NaiveDate>,
    /// How many claims.
    pub claims: usize,
    /// Pence, all in all.
    pub sum: i64,
}

/// All runs, the newest first.
///
/// # Errors
/// The database fails.
pub fn all(desk: &mut Desk<'_>) -> Result<Vec<Line>, Fault> {
    let placed = rows::placed(desk.db, &desk.alliance)?;
    let mut names = Names::default();
    let mut out = Vec::new();
    for run in rows::all(desk.db, &desk.alliance)? {
        let mine = || placed.iter().filter(|(line, _)| line.run_id == run.id);
        out.push(Line {
            made_by: names.of(desk, &run.made_by)?,
            made_at: run.made_at.utc(),
            paid_on: day(&run),
            claims: mine().count(),
            sum: mine().map(|(line, _)| sum(line)).fold(0, i64::saturating_add),
            id: run.id,
            reference: run.reference,
        });
    }
    Ok(out)
}

/// A run with its claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// As in a list.
    pub line: Line,
    /// Who recorded that it was paid.
    pub paid_by: Option<String>,
    /// The claims, by name.
    pub claims: Vec<Paid>,
    /// What was done with it, the newest first.
    pub steps: Vec<Step>,
}

impl Run {
    /// Whether its file was fetched: the payroll may have it.
    pub fn was_fetched(&self) -> bool {
        self.steps.iter().any(|step| matches!(step.what, Done::Fetched { .. }))
    }
}

/// Something that was done with a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What.
    pub what: Done,
    /// Who.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// What can be done with a run before it is paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// Its file was fetched.
    Fetched {
        /// With the accounts of those who are paid into one.
        with_accounts: bool,
    },
    /// A payment was taken out.
    TakenOut {
        /// Whose, and what for.
        what: String,
        /// The file had been fetched before.
        after_file: bool,
    },
}

/// A claim in a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paid {
    /// The claim, with what it paid when the run was made.
    pub claim: Claim,
    /// Its own process says that it was paid.
    pub is_paid: bool,
}

/// One run.
///
/// # Errors
/// There is none.
pub fn one(desk: &mut Desk<'_>, id: &str) -> Result<Run, Fault> {
    let run = rows::load(desk.db, &desk.alliance, id)?.ok_or(Fault::NotFound("page"))?;
    let lines = rows::lines(desk.db, id)?;
    let mut names = Names::default();
    let payments = desk.app.library.payments.clone();
    let mut paid = Vec::new();
    for line in &lines {
        let row = subjects::load(desk.db, &desk.alliance, &line.claim_id)?;
        let instance = instances::load(desk.db, &desk.alliance, &line.instance_id)?;
        let one = known(desk, row, instance)?;
        paid.push(Paid {
            is_paid: one.standing.since(&payments.paid).is_some(),
            claim: Claim {
                pence: line.pence,
                expenses: line.expenses,
                ..shown(desk, &mut names, &one)?
            },
        });
    }
    paid.sort_by(|a, b| {
        (&a.claim.name, a.claim.done_on, &a.claim.id).cmp(&(&b.claim.name, b.claim.done_on, &b.claim.id))
    });
    let steps = steps(desk, &mut names, id)?;
    let paid_by = match &run.paid_by {
        Some(id) => Some(names.of(desk, id)?),
        None => None,
    };
    Ok(Run {
        line: Line {
            made_by: names.of(desk, &run.made_by)?,
            made_at: run.made_at.utc(),
            paid_on: day(&run),
            claims: lines.len(),
            sum: lines.iter().map(sum).fold(0, i64::saturating_add),
            id: run.id,
            reference: run.reference,
        },
        paid_by,
        claims: paid,
        steps,
    })
}

fn steps(desk: &mut Desk<'_>, names: &mut Names, run: &str) -> Result<Vec<Step>, Fault> {
    let mut out = Vec::new();
    for step in rows::steps(desk.db, run)? {
        let what = match &step.claim_id {
            None => Done::Fetched {
                with_accounts: step.marked,
            },
            Some(claim) => {
                let row = subjects::load(desk.db, &desk.alliance, claim)?;
                let name = names.of(desk, row.person_id.as_deref().unwrap_or_default())?;
                Done::TakenOut {
                    what: format!("{name}, {}", claims::terms(&row)?.title),
                    after_file: step.marked,
                }
            }
        };
        out.push(Step {
            what,
            by: names.of(desk, &step.by_person)?,
            at: step.at.utc(),
        });
    }
    Ok(out)
}

fn sum(line: &PaymentLineRow) -> i64 {
    line.pence.saturating_add(line.expenses)
}

/// The day on which a run was paid.
pub(super) fn day(run: &PaymentRunRow) -> Option<NaiveDate> {
    run.paid_on.as_ref().and_then(|day| day.parse().ok())
}
