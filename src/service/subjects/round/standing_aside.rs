//! Who may not decide in a round because of what their organisation, or they, do in it.

use std::collections::{BTreeMap, BTreeSet};

use accord_engine::event::Actor;
use accord_store::{appointments, bids, instances::InstanceStatus, organisations, rounds, subjects::SubjectRow};
use serde_json::Value as Json;

use super::{
    UNOPENED,
    book::{self, Book},
    seating, timetable,
};
use crate::service::{
    answers,
    app::Desk,
    authority::{Circle, powers},
    fault::Fault,
    subjects::{
        data,
        standing::{self, Standing},
    },
};

const MAY_BID: &str = "may_bid";
const BIDDING: &str = "bidding";
/// Whoever may bid learns what is asked, and what it weighs, when everybody does.
const COULD_BID: &str = "could_bid";
pub(super) const EVALUATING: &str = "evaluating";
const RECUSED: &str = "recused";
const UNSEATED: &str = "unseated";
const UNDECLARED: &str = "undeclared";
/// What follows from who bids.
pub(super) const TELLING: &[&str] = &[MAY_BID, COULD_BID, BIDDING];
/// The power of those who open bids; a word of the roles file.
pub(super) const OPENS: &str = "bids.open";
/// What every power over bids begins with.
const BIDS: &str = "bids.";

/// Records of a kind, each with where it stands.
pub(super) type All = Vec<(SubjectRow, Standing)>;

/// The catalogue's sentence for an exclusion.
pub(in crate::service::subjects) fn said(desk: &Desk<'_>, name: &str) -> (String, String) {
    let why = desk.app.library.catalogue.exclusions.get(name);
    (name.to_owned(), why.cloned().unwrap_or_default())
}

/// What bars each of these people in a round. One reading for all of them: whoever may act is
/// asked about in every step.
///
/// # Errors
/// The store fails.
pub(in crate::service::subjects) fn exclusions(
    desk: &mut Desk<'_>,
    round: &SubjectRow,
    people: &[String],
) -> Result<BTreeMap<String, BTreeMap<String, String>>, Fault> {
    let bidding = bidding(desk, round)?;
    let memberships = organisations::memberships_of(desk.db, &desk.alliance, people, desk.now.into())?;
    let theirs: BTreeSet<&str> = memberships.iter().map(|one| one.organisation_id.as_str()).collect();
    let mut may_bid = said_to_bid(desk, round, &theirs)?;
    let waiting = match !may_bid.is_empty() && !is_published(desk, round)? {
        true => may_bid.clone(),
        false => BTreeSet::new(),
    };
    may_bid.extend(bidding.iter().cloned());
    let scoring: BTreeSet<String> = rounds::seats(desk.db, &round.id)?
        .into_iter()
        .filter(|seat| seat.until.is_none() && Book::scores(desk, seat))
        .map(|seat| seat.person_id)
        .collect();
    let mut out = BTreeMap::new();
    for person in people {
        let own = memberships.iter().filter(|one| one.person_id == *person);
        let own: Vec<&str> = own.map(|one| one.organisation_id.as_str()).collect();
        let holds = [
            (MAY_BID, own.iter().any(|id| may_bid.contains(*id))),
            (COULD_BID, own.iter().any(|id| waiting.contains(*id))),
            (BIDDING, own.iter().any(|id| bidding.contains(*id))),
            (EVALUATING, scoring.contains(person)),
        ];
        let barred: BTreeMap<String, String> = holds
            .into_iter()
            .filter(|(_, holds)| *holds)
            .map(|(name, _)| said(desk, name))
            .collect();
        out.insert(person.clone(), barred);
    }
    Ok(out)
}

/// Whether bids were invited: what is asked is known to everybody from then on.
fn is_published(desk: &mut Desk<'_>, round: &SubjectRow) -> Result<bool, Fault> {
    let at = standing::of(desk, &round.id)?;
    Ok(at.is_some_and(|at| at.since(timetable::OPEN).is_some()))
}

/// What the round itself says beside that: who has stepped aside, who scores elsewhere and has no seat
/// here, and who may open bids and has not said yet whether they have an interest.
///
/// # Errors
/// The store fails.
pub(super) fn of_the_panel(
    desk: &mut Desk<'_>,
    round: &SubjectRow,
    all: &mut BTreeMap<String, BTreeMap<String, String>>,
) -> Result<(), Fault> {
    let (evaluations, declarations) = scored_and_declared(desk, &round.id)?;
    let [openers, mut unseated] = empowered(desk, round, [OPENS, book::SCORES])?;
    for seat in rounds::seats(desk.db, &round.id)? {
        if seat.until.is_none() && Book::scores(desk, &seat) {
            unseated.remove(&seat.person_id);
        }
    }
    for (person, barred) in all {
        if stepped_aside(&evaluations, &declarations, person) {
            barred.extend([said(desk, RECUSED)]);
        }
        if unseated.contains(person) {
            barred.extend([said(desk, UNSEATED)]);
        }
        if openers.contains(person) && !has_declared(&declarations, person) {
            barred.extend([said(desk, UNDECLARED)]);
        }
    }
    Ok(())
}

/// Scorers' work in a round, and the declarations of the round and of that work; each oldest first.
pub(super) fn scored_and_declared(desk: &mut Desk<'_>, round: &str) -> Result<(All, All), Fault> {
    let evaluations = standing::below(desk, round, "evaluation")?;
    let mut declarations = standing::below(desk, round, "conflict_declaration")?;
    for (evaluation, _) in &evaluations {
        declarations.extend(standing::below(desk, &evaluation.id, "conflict_declaration")?);
    }
    Ok((evaluations, declarations))
}

/// Whether somebody has stepped aside, by a declaration or from scoring.
pub(super) fn stepped_aside(evaluations: &All, declarations: &All, person: &str) -> bool {
    let own = |record: &SubjectRow| record.person_id.as_deref() == Some(person);
    let declared = declarations
        .iter()
        .any(|(record, at)| own(record) && at.is(&["declaration.recused"]));
    let scored = evaluations.iter().rfind(|(record, _)| own(record));
    declared || scored.is_some_and(|(_, at)| at.is(&["evaluation.recused"]))
}

/// Whether somebody has said what interests they have, if any.
pub(super) fn has_declared(declarations: &All, person: &str) -> bool {
    declarations
        .iter()
        .any(|(record, at)| record.person_id.as_deref() == Some(person) && !at.is(&["declaration.awaited"]))
}

/// The roles under which somebody reads nothing of what was bid: those whose exclusions hold here, and those that open
/// bids at all until a declaration of theirs is accepted.
///
/// # Errors
/// The store fails.
pub(in crate::service::subjects) fn withheld(
    desk: &mut Desk<'_>,
    round: &SubjectRow,
    actor: &Actor,
) -> Result<BTreeSet<String>, Fault> {
    let known = desk.app.library.roles.roles.clone();
    let opens = |role: &str| {
        let powers = known.get(role).map(|one| one.powers.as_slice()).unwrap_or_default();
        powers.iter().any(|power| power.starts_with(BIDS))
    };
    let kept = |role: &str| known.get(role).is_some_and(|one| !one.kept_out_by.is_empty());
    if !actor.roles.iter().any(|role| opens(role) || kept(role)) {
        return Ok(BTreeSet::new());
    }
    let mut people = vec![actor.person.clone()];
    people.extend(actor.acting_for.clone());
    let mut all = exclusions(desk, round, &people)?;
    of_the_panel(desk, round, &mut all)?;
    let (_, declarations) = scored_and_declared(desk, &round.id)?;
    let accepted = people.iter().all(|person| is_accepted(&declarations, person));
    let mut held: BTreeSet<&String> = all.values().flat_map(BTreeMap::keys).collect();
    held.extend(actor.exclusions.keys());
    let withheld = |role: &String| {
        let kept_out_by = known
            .get(role)
            .map(|one| one.kept_out_by.as_slice())
            .unwrap_or_default();
        kept_out_by.iter().any(|name| held.contains(name)) || (opens(role) && !accepted)
    };
    Ok(actor.roles.iter().filter(|role| withheld(role)).cloned().collect())
}

/// Whether somebody bids in a round, or, while its bids are sealed, speaks for an organisation that could.
///
/// # Errors
/// The store fails.
pub(super) fn bids_or_could(desk: &mut Desk<'_>, round: &SubjectRow, actor: &Actor) -> Result<bool, Fault> {
    if [BIDDING, COULD_BID]
        .iter()
        .any(|name| actor.exclusions.contains_key(*name))
    {
        return Ok(true);
    }
    let bidders = powers::holders(&desk.app.library.roles, seating::MAY_BID);
    let could = actor.roles.iter().any(|role| bidders.contains(role));
    Ok(could && standing::of(desk, &round.id)?.is_some_and(|at| at.is(&UNOPENED)))
}

/// Whether somebody has declared, and nothing stands in the way of the whole of it.
fn is_accepted(declarations: &All, person: &str) -> bool {
    declarations.iter().any(|(record, at)| {
        record.person_id.as_deref() == Some(person) && at.is(&["declaration.clear", "declaration.barred_in_part"])
    })
}

/// Whoever has each of these powers at a round, with a seat on its panel or by a standing appointment.
fn empowered<const N: usize>(
    desk: &mut Desk<'_>,
    round: &SubjectRow,
    wanted: [&str; N],
) -> Result<[BTreeSet<String>; N], Fault> {
    let holders = wanted.map(|power| powers::holders(&desk.app.library.roles, power));
    let circle = Circle::of(desk, round)?;
    let mut running = appointments::running(desk.db, &desk.alliance, &holders.concat(), desk.now.into())?;
    running.retain(|one| circle.covers(one));
    Ok(holders.map(|roles| {
        let of_these = running.iter().filter(|one| roles.contains(&one.role));
        of_these.map(|one| one.person_id.clone()).collect()
    }))
}

/// Whether whoever acts learns what a round asks only when it is published, because their organisation may bid.
pub(super) fn waits_for_publication(actor: &Actor) -> bool {
    actor.exclusions.contains_key(COULD_BID)
}

/// Whoever may open the bids of a round.
///
/// # Errors
/// The store fails.
pub(super) fn openers(desk: &mut Desk<'_>, round: &SubjectRow) -> Result<BTreeSet<String>, Fault> {
    let [openers] = empowered(desk, round, [OPENS])?;
    Ok(openers)
}

/// Organisations with a bid, or a part in one, that was not given up before the opening.
fn bidding(desk: &mut Desk<'_>, round: &SubjectRow) -> Result<BTreeSet<String>, Fault> {
    let rows = bids::of_round(desk.db, &round.id)?;
    if rows.is_empty() {
        return Ok(BTreeSet::new());
    }
    let main = desk.instances_about(&round.id)?.into_iter().next();
    let children = match main {
        Some(main) => desk.children(&main.id, None)?,
        None => Vec::new(),
    };
    let over: BTreeSet<&str> = children
        .iter()
        .filter(|child| child.status == InstanceStatus::Ended)
        .map(|child| child.subject_id.as_str())
        .collect();
    let running: Vec<_> = rows
        .into_iter()
        .filter(|bid| bid.opened_at.is_some() || !over.contains(bid.id.as_str()))
        .collect();
    let mut out: BTreeSet<String> = running.iter().map(|bid| bid.organisation_id.clone()).collect();
    for partner in bids::partners_of_round(desk.db, &round.id)? {
        if running.iter().any(|bid| bid.id == partner.bid_id) {
            out.insert(partner.organisation_id);
        }
    }
    Ok(out)
}

/// Organisations that say they may bid: in the round's record, or in their own.
fn said_to_bid(desk: &mut Desk<'_>, round: &SubjectRow, among: &BTreeSet<&str>) -> Result<BTreeSet<String>, Fault> {
    let named = answers::texts(&data(round)?, MAY_BID);
    let mut out = BTreeSet::new();
    for one in organisations::some(desk.db, &desk.alliance, among.iter().copied())? {
        let profile: Json = serde_json::from_str(&one.profile)?;
        let says = profile.get(MAY_BID).and_then(Json::as_bool) == Some(true);
        if says || named.contains(&one.handle) || named.contains(&one.id) {
            out.insert(one.id);
        }
    }
    Ok(out)
}
