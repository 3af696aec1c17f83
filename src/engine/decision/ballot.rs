//! Who may vote, and votes as they come in.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::{Ballot, Carried, Elector, Vote};
use crate::{
    definition::model::{Decision, Electorate},
    event::{Member, Same},
    refusal::Reason,
    snapshot::SubmissionRef,
};

/// A vote as it comes in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cast {
    /// The person whose vote it is.
    pub person: String,
    /// Who casts it for them, by delegation.
    pub cast_by: Option<String>,
    /// The option.
    pub option: String,
    /// When it was received.
    pub at: DateTime<Utc>,
    /// The form that went with it.
    pub submission: Option<SubmissionRef>,
}

/// A change of the electorate, for the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recusal {
    /// Somebody may no longer vote, and why.
    #[expect(missing_docs, reason = "said above")]
    Out { person: String, reason: String },
    /// Somebody may vote now.
    #[expect(missing_docs, reason = "said above")]
    In { person: String },
}

/// Everyone who holds one of the decision's roles, in order of their ids; whom an exclusion of the
/// decision bars is there as recused, with the exclusion's name as the reason.
pub fn electorate(rules: &Decision, members: &[Member]) -> Vec<Elector> {
    let mut electors: Vec<Elector> = members
        .iter()
        .filter_map(|member| {
            let roles: Vec<String> = member
                .roles
                .iter()
                .filter(|role| rules.who.contains(role))
                .cloned()
                .collect();
            (!roles.is_empty()).then(|| Elector {
                person: member.person.clone(),
                roles,
                house: member.house.clone(),
                recused: barred(rules, member),
            })
        })
        .collect();
    electors.sort_by(|a, b| a.person.cmp(&b.person));
    electors.dedup_by(|later, first| later.person == first.person);
    electors
}

fn barred(rules: &Decision, member: &Member) -> Option<String> {
    rules
        .except
        .iter()
        .find(|name| member.exclusions.contains(name))
        .cloned()
}

/// A ballot without votes.
pub fn open(
    rules: &Decision,
    members: &[Member],
    occurrence: u32,
    now: DateTime<Utc>,
    bound_to: Option<String>,
) -> Ballot {
    Ballot {
        occurrence,
        opened_at: now,
        electors: electorate(rules, members).into(),
        bound_to,
        votes: Vec::new(),
        outcome: None,
    }
}

/// Takes a vote. Earlier ones of the same person stay on the record; the last counts.
///
/// # Errors
/// A reason if the count has been taken, the option does not exist, or the person is no elector or
/// is recused; the ballot is then unchanged.
pub fn cast(rules: &Decision, ballot: &mut Ballot, vote: Cast) -> Result<(), Reason> {
    let refuse = |id: &str, because: String| {
        Err(Reason {
            id: id.to_owned(),
            because,
            mend: None,
            found: None,
        })
    };
    if ballot.outcome.is_some() {
        return refuse(
            "closed",
            "The count has been taken, so no more votes can be given.".to_owned(),
        );
    }
    if !rules.options.contains_key(&vote.option) {
        let known: Vec<&str> = rules.options.keys().map(String::as_str).collect();
        return refuse(
            "option",
            format!(
                "There is no answer `{}`; choose one of {}.",
                vote.option,
                known.join(", ")
            ),
        );
    }
    let Some(elector) = ballot.electors.iter().find(|elector| elector.person == vote.person) else {
        return refuse(
            "not_yours",
            "This decision belongs to others; you have no vote in it.".to_owned(),
        );
    };
    if elector.recused.is_some() {
        return refuse(
            "recused",
            "You are recused from this decision, so you cannot vote in it.".to_owned(),
        );
    }
    let vote = Vote {
        person: vote.person,
        cast_by: vote.cast_by,
        option: vote.option,
        at: vote.at,
        on: ballot.bound_to.clone(),
        submission: vote.submission,
        void: false,
        carried: Vec::new(),
    };
    ballot.votes.push(vote.into());
    Ok(())
}

/// Recuses a person: their vote no longer counts, and the electorate shrinks. True if that is new.
pub fn recuse(ballot: &mut Ballot, person: &str, reason: &str) -> bool {
    let Some(elector) = ballot
        .electors
        .to_mut()
        .iter_mut()
        .find(|elector| elector.person == person && elector.recused.is_none())
    else {
        return false;
    };
    elector.recused = Some(reason.to_owned());
    true
}

/// What became of the votes of a ballot whose content changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rebound {
    /// People whose votes are void: to be told.
    pub voided: Vec<String>,
    /// People whose votes were carried over.
    pub carried: Vec<String>,
}

/// Binds the votes to another content hash. Votes on another one are void, unless somebody whose word the decision
/// takes for it confirmed, change by change, that the content means what it meant: then they are carried over.
pub fn rebind(ballot: &mut Ballot, hash: Option<&str>, same: &[&Same]) -> Rebound {
    let mut out = Rebound::default();
    if ballot.bound_to.as_deref() == hash {
        return out;
    }
    let way = way(ballot.bound_to.as_deref(), hash, same);
    ballot.bound_to = hash.map(str::to_owned);
    let mut people = BTreeSet::new();
    for vote in ballot.votes.iter_mut().filter(|vote| !vote.void) {
        let vote = vote.to_mut();
        match &way {
            Some(way) => vote.carried.extend(way.iter().map(|one| Carried {
                to: one.to.clone(),
                by: one.by.clone(),
                at: one.at,
            })),
            None => vote.void = true,
        }
        people.insert(vote.person.clone());
    }
    match way {
        Some(_) => out.carried = people.into_iter().collect(),
        None => out.voided = people.into_iter().collect(),
    }
    out
}

/// The confirmations, in their order, that lead from one hash to another; nothing where one is missing.
fn way<'a>(from: Option<&str>, to: Option<&str>, same: &[&'a Same]) -> Option<Vec<&'a Same>> {
    let (mut at, to) = (from?, to?);
    let mut out = Vec::new();
    for one in same.iter().copied() {
        if one.from == at {
            out.push(one);
            at = &one.to;
        }
        if at == to {
            return Some(out);
        }
    }
    None
}

/// Brings an open ballot's electorate up to date with who holds the roles and is excluded now.
///
/// An electorate that was frozen only shrinks, by new exclusions. A live one also grows, loses those
/// who no longer hold a role, and takes back those whose exclusion has ended.
pub fn refresh(rules: &Decision, ballot: &mut Ballot, members: &[Member]) -> Vec<Recusal> {
    let now = electorate(rules, members);
    let mut changes = Vec::new();
    let live = rules.electorate == Electorate::Live;
    let electors = ballot.electors.to_mut();
    for elector in electors.iter_mut() {
        let current = now.iter().find(|one| one.person == elector.person);
        let reason = match current {
            Some(one) => one.recused.clone(),
            None if live => Some("no_longer_holds_the_role".to_owned()),
            None => elector.recused.clone(),
        };
        match (&elector.recused, reason) {
            (None, Some(reason)) => {
                changes.push(Recusal::Out {
                    person: elector.person.clone(),
                    reason: reason.clone(),
                });
                elector.recused = Some(reason);
            }
            // Only what the roles and exclusions took away comes back with them.
            (Some(was), None) if live && (rules.except.contains(was) || was == "no_longer_holds_the_role") => {
                changes.push(Recusal::In {
                    person: elector.person.clone(),
                });
                elector.recused = None;
            }
            (None, None) | (Some(_), _) => {}
        }
        if let (true, Some(one)) = (live, current) {
            elector.roles.clone_from(&one.roles);
            elector.house.clone_from(&one.house);
        }
    }
    if live {
        for one in now {
            if !electors.iter().any(|elector| elector.person == one.person) {
                changes.push(Recusal::In {
                    person: one.person.clone(),
                });
                electors.push(one);
            }
        }
        electors.sort_by(|a, b| a.person.cmp(&b.person));
    }
    changes
}
