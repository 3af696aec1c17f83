//! Where a host is paid: given by one of its people; asked once more by a call to a number that was on file before, and
//! typed again; approved by so many people who did not give it; and rested where it replaces another (domain.md 6).
//! It is sealed, and nobody is shown more of it than how it ends.

use accord_engine::event::Actor;
use accord_store::{people, subjects::SubjectRow};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::{
    answers::{organisation, part, word},
    onboarding,
};
use crate::{
    domain::{
        involvement::account::Account,
        onboarding::{
            checks::Progress,
            pack::{CheckPack, Evidence},
        },
        words,
    },
    service::{
        answers,
        app::Desk,
        fault::Fault,
        payments::account,
        people::{self as people_service, names::or_somebody},
        recipients,
        subjects::{Work, keeping::keep},
    },
};

/// Gives an account, or another in its place.
pub(in crate::service) const GIVE: &str = "bank.give";
/// Records the call.
pub(in crate::service) const CALL: &str = "bank.call";
/// Approves it, or refuses it.
pub(in crate::service) const APPROVE: &str = "bank.approve";
/// What a record keeps of it.
const KEPT: &str = "accounts";

/// An account that was given, sealed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::service) struct Given {
    sealed: String,
    /// Enough to know it by.
    pub(in crate::service) masked: String,
    /// Who gave it.
    pub(in crate::service) by: String,
    /// When.
    pub(in crate::service) at: DateTime<Utc>,
    /// There was another before it.
    pub(in crate::service) replaces: bool,
    /// Telephone numbers of the host that were on file when it was given; of one that replaces another, those that were on
    /// file when that one was.
    pub(super) on_file: Vec<String>,
    /// The call that confirmed it: which number, with whom, by whom, when, and what the bank said of the name.
    #[serde(default)]
    pub(in crate::service) call: Option<Call>,
    /// Who has approved it.
    #[serde(default)]
    pub(in crate::service) approved: Vec<String>,
    /// Who refused it, and why.
    #[serde(default)]
    pub(in crate::service) refused: Option<(String, String)>,
    /// It is paid into from this day on.
    #[serde(default)]
    pub(in crate::service) used_from: Option<NaiveDate>,
}

/// A call about an account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::service) struct Call {
    /// The number that was called.
    pub(in crate::service) number: String,
    /// With whom somebody spoke.
    pub(in crate::service) spoken_to: String,
    /// Who called.
    pub(in crate::service) by: String,
    /// When.
    pub(in crate::service) at: DateTime<Utc>,
    /// What the bank's own check of the name said.
    pub(in crate::service) payee: String,
}

impl Given {
    /// Nobody has settled it yet.
    pub(in crate::service) fn is_open(&self) -> bool {
        self.refused.is_none() && self.used_from.is_none()
    }
}

/// What was given, oldest first.
///
/// # Errors
/// The record is damaged.
pub(in crate::service) fn of(row: &SubjectRow) -> Result<Vec<Given>, Fault> {
    Ok(part(row, KEPT)?.unwrap_or_default())
}

/// The newest that waits for a call or for somebody who approves it.
fn waiting(all: &mut [Given]) -> Result<&mut Given, Fault> {
    all.last_mut()
        .filter(|one| one.is_open())
        .ok_or_else(|| Fault::field("", "No bank details wait for this now."))
}

/// Does one of the three pieces of work on the record that holds the account.
///
/// # Errors
/// What does not fit, and how to mend it.
pub(super) fn work(desk: &mut Desk<'_>, row: &SubjectRow, pack: &CheckPack, work: Work<'_>) -> Result<(), Fault> {
    let mut all = of(row)?;
    match work.permit {
        GIVE => give(desk, row, &mut all, pack, work)?,
        CALL => call(desk, row, &mut all, work)?,
        _ => approve(desk, row, &mut all, pack, work)?,
    }
    keep(desk, row, &[(KEPT, &all)])?;
    check(desk, row, pack, &all)
}

/// The place that an account is sealed for.
fn place(row: &SubjectRow) -> String {
    format!("host_account/{}", row.id)
}

fn typed(body: &Map<String, Json>) -> Result<Account, Fault> {
    let said = |name: &str| word(body, name);
    account::read((said("name"), said("sort_code"), said("number")))
}

fn give(
    desk: &mut Desk<'_>,
    row: &SubjectRow,
    all: &mut Vec<Given>,
    pack: &CheckPack,
    work: Work<'_>,
) -> Result<(), Fault> {
    let account = typed(work.body)?;
    if let Some(last) = all.last()
        && last.refused.is_none()
        && opened(desk, row, last)? == account
    {
        return Ok(());
    }
    // What was known before is what may be called: whoever changes an account may have changed the number as well.
    let on_file = match all.iter().rfind(|one| one.used_from.is_some()) {
        Some(before) => before.on_file.clone(),
        None => numbers(desk, row)?,
    };
    let given = Given {
        sealed: desk.app.seals.seal(&place(row), &serde_json::to_string(&account)?)?,
        masked: account.masked(),
        by: work.actor.person.clone(),
        at: desk.now,
        replaces: all.iter().any(|one| one.used_from.is_some()),
        on_file,
        call: None,
        approved: Vec::new(),
        refused: None,
        used_from: None,
    };
    let people = words::count_of(pack.bank_approvers, "person", "people");
    let says = match given.replaces {
        true => format!(
            "The bank details of your organisation are to be changed. Nothing is paid to the new account before we have \
             called you on a number that we had before, {people} have approved it, and {} have passed. If your \
             organisation did not ask for this, tell us at once.",
            words::count(pack.bank_rests.into(), "working day", "working days")
        ),
        false => format!(
            "Your organisation has told us its bank details. We call you on a number that we have already, and {people} \
             approve them, before anything is paid. If your organisation did not do this, tell us at once."
        ),
    };
    all.push(given);
    tell(desk, row, work.actor, &says)
}

fn call(desk: &mut Desk<'_>, row: &SubjectRow, all: &mut [Given], work: Work<'_>) -> Result<(), Fault> {
    let one = waiting(all)?;
    let place = word(work.body, "called").parse::<usize>().ok();
    let Some(number) = place.and_then(|place| one.on_file.get(place.checked_sub(1)?)).cloned() else {
        return Err(Fault::field(
            "called",
            "Call a number that was on file before these details came, never one that came with them.",
        ));
    };
    if one.by == work.actor.person.clone() {
        return Err(Fault::field(
            "called",
            "You gave these details yourself. Somebody else calls.",
        ));
    }
    let spoken_to = word(work.body, "spoken_to").trim().to_owned();
    if spoken_to.is_empty() {
        return Err(Fault::field(
            "spoken_to",
            "Write with whom you spoke, and what they do there.",
        ));
    }
    // What is heard is typed without seeing what was given: only a match confirms it.
    let heard = typed(work.body)?;
    let given = opened(desk, row, one)?;
    if (heard.sort_code.as_str(), heard.number.as_str()) != (given.sort_code.as_str(), given.number.as_str()) {
        return Err(Fault::field(
            "number",
            "This is not what was given. Read it back to them digit by digit. If they say it is right so, these details \
             are wrong: refuse them, and let the host give them again.",
        ));
    }
    one.call = Some(Call {
        number,
        spoken_to,
        by: work.actor.person.clone(),
        at: desk.now,
        payee: word(work.body, "payee").to_owned(),
    });
    Ok(())
}

fn approve(
    desk: &mut Desk<'_>,
    row: &SubjectRow,
    all: &mut [Given],
    pack: &CheckPack,
    work: Work<'_>,
) -> Result<(), Fault> {
    let one = waiting(all)?;
    let who = work.actor.person.clone();
    let own = [Some(who.as_str()), work.actor.acting_for.as_deref()];
    if own.contains(&Some(one.by.as_str())) {
        return Err(Fault::field(
            "decision",
            "You gave these details yourself. Two other people approve them.",
        ));
    }
    if word(work.body, "decision") == "refuse" {
        let why = word(work.body, "why").trim().to_owned();
        if why.is_empty() {
            return Err(Fault::field("why", "Write why they are refused; the host reads it."));
        }
        let says = format!("The bank details of your organisation were not approved: {why} Please give them again.");
        one.refused = Some((who, why));
        return tell(desk, row, work.actor, &says);
    }
    if one.call.is_none() {
        return Err(Fault::field(
            "decision",
            "Nobody has called the host yet. Details are approved after a call to a number that was on file before.",
        ));
    }
    if one.approved.contains(&who) {
        return Err(Fault::field(
            "decision",
            "You have approved these details. Somebody else is the second.",
        ));
    }
    one.approved.push(who);
    if one.approved.len() < pack.bank_approvers {
        return Ok(());
    }
    let today = desk.today();
    let from = match one.replaces {
        true => account::rested(desk, today, pack.bank_rests)?,
        false => today,
    };
    one.used_from = Some(from);
    let says = match one.replaces {
        true => format!(
            "The new bank details of your organisation are approved. {} is paid into from {} on; until then nothing is \
             paid. If your organisation did not ask for this, tell us at once.",
            one.masked,
            words::day(from)
        ),
        false => format!(
            "The bank details of your organisation are approved. {} is paid into.",
            one.masked
        ),
    };
    tell(desk, row, work.actor, &says)
}

/// The check of a host that holds its bank details goes by them.
fn check(desk: &mut Desk<'_>, row: &SubjectRow, pack: &CheckPack, all: &[Given]) -> Result<(), Fault> {
    let mut checks = onboarding::of(row)?;
    let today = desk.today();
    let (Some(one), Some(last)) = (checks.iter_mut().find(|one| one.code == pack.bank), all.last()) else {
        return Ok(());
    };
    one.shown = Some(Evidence::Declaration);
    one.evidence.clone_from(&last.masked);
    one.progress = match (&last.refused, last.used_from) {
        (Some(_), _) => Progress::ChangesRequested,
        (None, Some(_)) => Progress::Accepted,
        (None, None) => Progress::Sent,
    };
    one.note = last.refused.as_ref().map(|(_, why)| why.clone()).unwrap_or_default();
    if one.progress != Progress::Sent {
        one.reviewed_on = Some(today);
    }
    keep(desk, row, &[("checks", &checks)])
}

/// Telephone numbers of the host that are on file now.
fn numbers(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Vec<String>, Fault> {
    let Some(host) = organisation(desk, row)? else {
        return Ok(Vec::new());
    };
    let profile: Map<String, Json> = serde_json::from_str(&host.profile).unwrap_or_default();
    let number = answers::text(&profile, "telephone");
    Ok(Some(number).filter(|number| !number.is_empty()).into_iter().collect())
}

fn opened(desk: &Desk<'_>, row: &SubjectRow, one: &Given) -> Result<Account, Fault> {
    Ok(serde_json::from_str(&desk.app.seals.open(&place(row), &one.sealed)?)?)
}

/// Tells everybody who speaks for the host: a change that one of them did not ask for is seen by another.
fn tell(desk: &mut Desk<'_>, row: &SubjectRow, by: &Actor, says: &str) -> Result<(), Fault> {
    let Some(host) = &row.organisation_id else {
        return Ok(());
    };
    let (by, path) = (or_somebody(desk, &by.person)?, format!("/{}/{}", row.kind, row.id));
    for person in recipients::contacts(desk, host)? {
        if let Some(to) = people::load(desk.db, &person)? {
            people_service::tell(desk, &to, &by, &path, says.to_owned())?;
        }
    }
    Ok(())
}
