//! Changes that one person asks for and a second with the same power confirms, and of which those whom they are
//! about hear: what gives or moves power always, and who speaks for an organisation while bids are open or
//! sealed. What takes two stands in `takes_two`, who counts as a second person in `second`.

use std::collections::BTreeSet;

use accord_store::{
    StoreError,
    changes::{self, ChangeRow, Outcome as Settled},
    organisations, people,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    POWER,
    appointing::{self, cannot},
    change::{self, Details, Newcomer},
    delegations, may, named, note,
    saying::{beside, gains, in_words},
    second,
    takes_two::{always, concerned, readdressed, touched},
    tell,
};
use crate::service::{
    app::{App, Desk},
    authority::Caller,
    erasure,
    fault::Fault,
    subjects::round,
};

/// What the journal says of a change that whoever asked for it has taken back.
const TAKEN_BACK: &str = "taken back";
/// Where changes wait.
pub const PLACE: &str = "/people/waiting";

/// Something to be done about people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Somebody gets a role.
    #[expect(missing_docs, reason = "said above")]
    Appoint { person: String, wish: appointing::Wish },
    /// What is known of somebody is corrected.
    #[expect(missing_docs, reason = "said above")]
    Correct { person: String, details: Details },
    /// Somebody is added.
    Add(Newcomer),
    /// Somebody acts for another.
    #[expect(missing_docs, reason = "said above")]
    Delegate { principal: String, wish: delegations::Wish },
    /// What is held on somebody is erased.
    #[expect(missing_docs, reason = "said above")]
    Erase { person: String, why: erasure::Why },
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is done; the id of what was made, where something was.
    Done(String),
    /// It waits for a second person.
    Waits,
}

/// A change that waits, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// As it is stored.
    pub row: ChangeRow,
    /// What is to be done.
    pub says: String,
    /// What whoever confirms has to know beside: the address that would count, who added the person.
    pub beside: Vec<String>,
    /// Who asked.
    pub by: String,
    /// Why whoever reads cannot confirm it: they asked for it, gain by it, or do not count as a second person.
    pub because: Option<String>,
    /// Nobody in the alliance can confirm it.
    pub nobody: bool,
    /// Whoever reads asked for it, and may take it back.
    pub own: bool,
}

/// Why a transaction that was tried is not kept.
enum Tried {
    Fault(Fault),
    Held,
}

impl From<StoreError> for Tried {
    fn from(error: StoreError) -> Self {
        Self::Fault(error.into())
    }
}

impl From<Fault> for Tried {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// Does it, or lets it wait for a second person. What does not fit is told at once, either way.
///
/// # Errors
/// As doing it.
pub fn ask(app: &App, alliance: &str, caller: &Caller, change: Change) -> Result<Outcome, Fault> {
    let (by, wanted) = (caller.clone(), change.clone());
    let tried = app.writing(alliance, move |desk| {
        let held =
            always(desk, &by, &wanted)? || (!touched(desk, &by, &wanted)?.is_empty() && round::any_unopened(desk)?);
        let done = apply(desk, &by, &wanted, None)?;
        // Tried, to see that it fits; and taken back.
        if held { Err(Tried::Held) } else { Ok(done) }
    });
    match tried {
        Ok(done) => return Ok(Outcome::Done(done)),
        Err(Tried::Fault(fault)) => return Err(fault),
        Err(Tried::Held) => {}
    }
    let by = caller.clone();
    app.writing(alliance, move |desk| wait(desk, &by, &change))?;
    Ok(Outcome::Waits)
}

/// Does it, and keeps who did it and who confirmed it, if somebody did.
fn apply(desk: &mut Desk<'_>, caller: &Caller, change: &Change, second: Option<&Caller>) -> Result<String, Fault> {
    let address = readdressed(desk, change)?;
    let done = match change {
        Change::Appoint { person, wish } => appointing::put(desk, caller, person, wish),
        Change::Correct { person, details } => change::put(desk, caller, person, details).map(|()| person.clone()),
        Change::Add(newcomer) => change::put_new(desk, caller, newcomer),
        Change::Delegate { principal, wish } => {
            delegations::put(desk, caller, principal, wish).map(|()| principal.clone())
        }
        Change::Erase { person, why } => erasure::put(desk, caller, person, *why).map(|()| person.clone()),
    }?;
    second::keep(desk, (caller, second), change, &done, address)?;
    Ok(done)
}

/// Lets it wait: journal, a letter to whoever can confirm it, a letter to the organisation's people.
fn wait(desk: &mut Desk<'_>, caller: &Caller, change: &Change) -> Result<(), Fault> {
    let row = ChangeRow {
        id: desk.id(),
        alliance_id: desk.alliance.clone(),
        body: serde_json::to_string(change)?,
        asked_by: caller.acting_for.clone().unwrap_or_else(|| caller.person.clone()),
        asked_at: desk.now.into(),
        settled_by: None,
        settled_at: None,
        outcome: None,
        hand: Some(caller.person.clone()),
    };
    changes::put(desk.db, &row)?;
    note(desk, caller, "asked for a second person", &json!({ "change": row.id }))?;
    let by = named(desk, caller)?;
    let says = in_words(desk, change)?;
    for person in second::others(desk, &askers(&row), POWER)? {
        if let Some(to) = people::load(desk.db, &person)? {
            let text = format!("{says} It takes two people, so a second person confirms or declines it.");
            tell(desk, &to, &by, PLACE, text)?;
        }
    }
    let text = format!(
        "This is asked for: {says} It happens only if a second person at the alliance confirms it. If you know nothing \
         of it, call us."
    );
    tell_concerned(desk, caller, change, (&by, &text), true)
}

/// In whose name it was asked, and by whose hand.
fn askers(row: &ChangeRow) -> Vec<String> {
    let mut out = vec![row.asked_by.clone()];
    out.extend(row.hand.clone().filter(|hand| *hand != row.asked_by));
    out
}

/// Whether somebody asked for it, with their own hand or in their name.
fn asked(caller: &Caller, row: &ChangeRow) -> bool {
    let askers = askers(row);
    askers.contains(&caller.person) || caller.acting_for.as_ref().is_some_and(|one| askers.contains(one))
}

/// Tells whoever belongs to an organisation that it is about, and whose address or name it is.
fn tell_concerned(
    desk: &mut Desk<'_>,
    caller: &Caller,
    change: &Change,
    (by, says): (&str, &str),
    themselves: bool,
) -> Result<(), Fault> {
    let mut readers: BTreeSet<String> = concerned(change).filter(|_| themselves).cloned().into_iter().collect();
    for id in touched(desk, caller, change)? {
        let members = organisations::members(desk.db, &id, desk.now.into())?;
        readers.extend(members.into_iter().map(|one| one.person_id));
    }
    for person in readers {
        if let Some(to) = people::load(desk.db, &person)? {
            tell(desk, &to, by, "/help", says.to_owned())?;
        }
    }
    Ok(())
}

/// What waits, oldest first.
///
/// # Errors
/// The reader may not manage the alliance, or the database fails.
pub fn waiting(desk: &mut Desk<'_>, caller: &Caller) -> Result<Vec<Waiting>, Fault> {
    may(desk, caller)?;
    let mut out = Vec::new();
    for row in changes::waiting(desk.db, &desk.alliance)? {
        let change: Change = serde_json::from_str(&row.body)?;
        let nobody = second::others(desk, &askers(&row), POWER)?
            .iter()
            .all(|id| gains(&change, &Caller::own(id)));
        out.push(Waiting {
            says: in_words(desk, &change)?,
            beside: beside(desk, &change)?,
            by: people::load(desk.db, &row.asked_by)?.map_or_else(String::new, |one| one.name),
            because: cannot_confirm(desk, caller, &row, &change)?,
            nobody,
            own: asked(caller, &row),
            row,
        });
    }
    Ok(out)
}

/// Why somebody cannot confirm a change; nothing if they can.
fn cannot_confirm(
    desk: &mut Desk<'_>,
    caller: &Caller,
    row: &ChangeRow,
    change: &Change,
) -> Result<Option<String>, Fault> {
    if asked(caller, row) {
        return Ok(Some("You asked for this yourself.".to_owned()));
    }
    let mut own = vec![caller.person.clone()];
    own.extend(caller.acting_for.clone());
    let askers = askers(row);
    if gains(change, caller) {
        return Ok(Some("This gives you something yourself.".to_owned()));
    }
    second::why_not(desk, &askers, &own, POWER)
}

/// Confirms a change, which is then done as whoever asked for it, or declines it; whoever asked takes it back.
///
/// # Errors
/// It waits no more, whoever answers does not count as a second person for it, or it cannot be done any more.
pub fn answer(app: &App, alliance: &str, caller: &Caller, id: &str, yes: bool) -> Result<(), Fault> {
    let (caller, id) = (caller.clone(), id.to_owned());
    app.writing(alliance, move |desk| {
        let found = waiting(desk, &caller)?.into_iter().find(|one| one.row.id == id);
        let found = found.ok_or_else(|| Fault::field("change", "This waits no more. Look at the list again."))?;
        let change: Change = serde_json::from_str(&found.row.body)?;
        let took_back = found.own && !yes;
        // Whoever gains by it may say no.
        let may_say_no = took_back || gains(&change, &caller);
        if let Some(because) = found.because.filter(|_| yes || !may_say_no) {
            return Err(cannot(
                desk,
                "same_person",
                because,
                "Somebody else with this role answers.",
            ));
        }
        let by = named(desk, &caller)?;
        let outcome = if yes { Settled::Done } else { Settled::Declined };
        let came = match (yes, took_back) {
            (true, _) => "confirmed it, and it is done",
            (false, false) => "declined it, and it does not happen",
            (false, true) => "taken it back, and it does not happen",
        };
        let text = format!("{} {by} has {came}.", found.says);
        let first = Caller::own(found.row.asked_by.clone());
        // Once it is done, whom it is about gets a letter of its own.
        tell_concerned(desk, &first, &change, (&by, &text), !yes)?;
        if yes {
            apply(desk, &first, &change, Some(&caller))?;
        }
        let now = desk.now.into();
        if !changes::settle(desk.db, &desk.alliance, &id, &caller.person, outcome, now)? {
            return Err(Fault::conflict("Somebody else has answered this.", 0));
        }
        let word = if took_back { TAKEN_BACK } else { outcome.word() };
        note(desk, &caller, word, &json!({ "change": id }))?;
        // Whoever was asked to answer need not any more; else whoever asked hears what came of it.
        let (told, place) = match took_back {
            true => (second::others(desk, &askers(&found.row), POWER)?, PLACE),
            false => (BTreeSet::from([found.row.asked_by.clone()]), "/people"),
        };
        for person in told {
            if let Some(to) = people::load(desk.db, &person)? {
                tell(desk, &to, &by, place, text.clone())?;
            }
        }
        Ok(())
    })
}
