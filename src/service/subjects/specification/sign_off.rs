//! What a certificate may say about the sign-off: how each house answered, what was asked for, what
//! somebody could not support, and the board's own reasons if it went ahead all the same.

use std::collections::BTreeMap;

use accord_engine::{
    decision::{Ballot, Vote},
    snapshot::Snapshot,
};
use accord_store::{links, subjects::SubjectRow, submissions};
use serde_json::{Map, Value as Json};

use super::{BLOCK, log, nominated, spelling, word};
use crate::{
    domain::{specification::parts::Prints, words::local_day as day},
    service::{
        answers,
        app::Desk,
        fault::Fault,
        subjects::{About, data, votes},
    },
    views::contexts::{
        parts::Condition,
        specification::{Block, CarriedOver, Override, SignOff},
    },
};

/// What the state stands for in which both houses answer.
const ANSWERING: &str = "specification.awaiting_signature";
/// What the state stands for in which the board decides in their place.
const WITH_BOARD: &str = "specification.with_board";
/// Readers whom somebody may choose for a reason: the board only.
const BOARD_ONLY: &str = "board";

/// The object `specification.sign_off`.
pub(super) fn shown(desk: &mut Desk<'_>, about: About<'_>) -> Result<SignOff, Fault> {
    let Some(snapshot) = about.snapshot else {
        return Ok(SignOff::default());
    };
    let Some(ballot) = ballot_of(desk, snapshot, ANSWERING)? else {
        return Ok(SignOff::default());
    };
    let board = board_after(desk, snapshot, ballot)?;
    let last = board.unwrap_or(ballot);
    let nominated = nominated::people(&data(about.row)?);
    Ok(SignOff {
        opened_on: Some(day(ballot.opened_at)),
        houses: votes::by_house(desk, ballot, &nominated),
        result: ballot.outcome.clone().unwrap_or_default().replace('_', " "),
        signed_off_on: last.outcome.is_some().then(|| day(desk.now)),
        conditions: conditions(desk, about, ballot)?,
        blocks: blocks(desk, about, ballot)?,
        carried: carried(desk, &data(about.row)?, ballot),
        override_by_board: match board {
            Some(board) if board.outcome.is_some() => Some(override_of(desk, board)?),
            Some(_) | None => None,
        },
        ..SignOff::default()
    })
}

/// The board's decision to go ahead with a text that both houses did not pass, with what was said against it; nothing
/// where there was none.
///
/// # Errors
/// The database fails, or what is stored is damaged.
pub(in crate::service::subjects) fn passed_over(
    desk: &mut Desk<'_>,
    row: &SubjectRow,
    snapshot: &Snapshot,
) -> Result<Option<(Override, Vec<Block>)>, Fault> {
    let Some(ballot) = ballot_of(desk, snapshot, ANSWERING)? else {
        return Ok(None);
    };
    let board = board_after(desk, snapshot, ballot)?.filter(|board| board.outcome.is_some());
    let Some(board) = board else { return Ok(None) };
    let about = About {
        row,
        snapshot: Some(snapshot),
    };
    Ok(Some((override_of(desk, board)?, blocks(desk, about, ballot)?)))
}

/// The ballot of the board that decides after a sign-off.
fn board_after<'a>(desk: &mut Desk<'_>, snapshot: &'a Snapshot, ballot: &Ballot) -> Result<Option<&'a Ballot>, Fault> {
    Ok(ballot_of(desk, snapshot, WITH_BOARD)?.filter(|board| board.opened_at > ballot.opened_at))
}

/// The newest ballot of a state that stands for this.
fn ballot_of<'a>(desk: &mut Desk<'_>, snapshot: &'a Snapshot, meaning: &str) -> Result<Option<&'a Ballot>, Fault> {
    let workflow = desk.app.library.pinned(desk.db, &snapshot.definition)?;
    let means = |state: &str| workflow.state(state).and_then(|place| place.means.as_deref()) == Some(meaning);
    let ballots = snapshot.ballots.iter().filter(|(state, _)| means(state));
    Ok(ballots
        .map(|(_, ballot)| &**ballot)
        .max_by_key(|ballot| ballot.opened_at))
}

/// What each person's answer counts as: their last that is not void.
fn last_votes(ballot: &Ballot) -> BTreeMap<&str, &Vote> {
    let counted = ballot.votes.iter().filter(|vote| !vote.void);
    counted.map(|vote| (vote.person.as_str(), &**vote)).collect()
}

/// Corrections of spelling over which answers of this ballot were carried.
fn carried(desk: &Desk<'_>, own: &Map<String, Json>, ballot: &Ballot) -> Vec<CarriedOver> {
    let counted: Vec<&Vote> = last_votes(ballot).into_values().collect();
    let all = spelling::stood(desk, own).into_iter().map(|one| {
        let over = |vote: &&&Vote| {
            vote.carried
                .iter()
                .any(|carried| carried.to == one.to && carried.at == one.at)
        };
        let answers = counted.iter().filter(over).count();
        CarriedOver {
            on: Some(day(one.at)),
            section: one.section.to_owned(),
            house: one.house.clone(),
            from: changed(one.from, one.to),
            to: changed(one.to, one.from),
            answers: u32::try_from(answers).unwrap_or(u32::MAX),
        }
    });
    all.filter(|one| one.answers > 0).collect()
}

/// Of several fingerprints, the one that is another in the second.
fn changed(bound: &str, other: &str) -> String {
    let (bound, other) = (Prints::parse(bound), Prints::parse(other));
    let pairs = [
        (bound.text, other.text),
        (bound.clauses, other.clauses),
        (bound.measures, other.measures),
    ];
    let found = pairs.into_iter().find(|(one, other)| one != other);
    found.map(|(one, _)| one).unwrap_or_default()
}

/// Every promise that came with an answer, by the house that asked for it: a certificate is public,
/// and says nobody's name.
fn conditions(desk: &mut Desk<'_>, about: About<'_>, ballot: &Ballot) -> Result<Vec<Condition>, Fault> {
    let promises = links::promises(desk.db, &about.row.id)?;
    // A proposal that was taken is a promise too, and came with nobody's signature.
    Ok(promises
        .into_iter()
        .filter(|one| one.proposal.is_none())
        .map(|one| Condition {
            set_by: house_of(desk, ballot, one.person_id.as_deref().unwrap_or_default()),
            due: gate(desk, &one.gate),
            status: if one.met_at.is_some() { "met" } else { "open" }.to_owned(),
            text: one.what,
        })
        .collect())
}

fn gate(desk: &Desk<'_>, gate: &str) -> String {
    let title = desk.app.library.catalogue.gates.get(gate);
    title.map_or_else(
        || gate.replace('_', " "),
        |words| words.trim_end_matches('.').to_owned(),
    )
}

fn house_of(desk: &Desk<'_>, ballot: &Ballot, person: &str) -> String {
    let elector = ballot.electors.iter().find(|elector| elector.person == person);
    let house = elector.and_then(|elector| elector.house.as_deref());
    house
        .and_then(|house| desk.app.library.roles.houses.get(house))
        .cloned()
        .unwrap_or_default()
}

/// What somebody could not support, in the words that they let everyone read.
fn blocks(desk: &mut Desk<'_>, about: About<'_>, ballot: &Ballot) -> Result<Vec<Block>, Fault> {
    let own = data(about.row)?;
    let standing = super::blocks(about.snapshot, &own);
    let mut out = Vec::new();
    for (person, vote) in last_votes(ballot).into_iter().filter(|(_, vote)| vote.option == BLOCK) {
        let withdrawn = !standing.contains(&person);
        out.push(Block {
            house: house_of(desk, ballot, person),
            reason: reason(desk, vote)?,
            resolution: resolution(&own, withdrawn),
            resolved_on: None,
        });
    }
    Ok(out)
}

fn reason(desk: &mut Desk<'_>, vote: &Vote) -> Result<String, Fault> {
    let filled = filled(desk, vote)?;
    if answers::text(&filled, "who_may_read") == BOARD_ONLY {
        return Ok("The reason was given to the board, and not to everyone.".to_owned());
    }
    Ok(answers::text(&filled, "reason"))
}

/// The newest note of the conversation, and that the block was withdrawn.
fn resolution(own: &Map<String, Json>, withdrawn: bool) -> String {
    let talked = log(own, "conversation.note")
        .filter_map(|entry| word(entry, "summary"))
        .last();
    let dissent = log(own, "dissent.write").chain(log(own, "dissent.write_for"));
    let parts = [
        talked.map(str::to_owned),
        withdrawn.then(|| "It was withdrawn.".to_owned()),
        dissent
            .filter_map(|entry| word(entry, "text"))
            .last()
            .map(|words| format!("In their own words: {words}")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// How the board voted, and why, in the words of those whose answer became the outcome.
fn override_of(desk: &mut Desk<'_>, board: &Ballot) -> Result<Override, Fault> {
    let mut tally: BTreeMap<&str, u32> = BTreeMap::new();
    let votes = last_votes(board);
    for vote in votes.values() {
        *tally.entry(vote.option.as_str()).or_default() += 1;
    }
    let first = tally.iter().max_by_key(|(_, count)| **count).map(|(option, _)| *option);
    let mut reasons: Vec<String> = Vec::new();
    for vote in votes.values().filter(|vote| Some(vote.option.as_str()) == first) {
        let words = answers::text(&filled(desk, vote)?, "reason");
        if !words.is_empty() && !reasons.contains(&words) {
            reasons.push(words);
        }
    }
    let mut counts: Vec<(&str, u32)> = tally.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let silent = board
        .electors
        .iter()
        .filter(|one| one.recused.is_none())
        .count()
        .saturating_sub(votes.len());
    let mut words: Vec<String> = counts
        .into_iter()
        .map(|(option, count)| format!("{count} {}", option.replace('_', " ")))
        .collect();
    if silent > 0 {
        words.push(format!("{silent} did not answer"));
    }
    Ok(Override {
        on: Some(day(desk.now)),
        reason: reasons.join(" "),
        votes: words.join(", "),
    })
}

fn filled(desk: &mut Desk<'_>, vote: &Vote) -> Result<Map<String, Json>, Fault> {
    match &vote.submission {
        Some(one) => answers::of(&submissions::load(desk.db, &desk.alliance, &one.id)?),
        None => Ok(Map::new()),
    }
}
