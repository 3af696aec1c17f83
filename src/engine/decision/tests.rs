//! Ballots and counts, by the sketch of engine.md section 2.

use super::*;
use crate::{
    definition::model::{Decision, Electorate},
    event::{Member, Same},
    value::Value,
};
use indexmap::IndexMap;

pub(super) fn sign_off() -> Decision {
    serde_saphyr::from_str(
        r"
who: [expert, vcse_partner]
except: [conflicted]
options: { approve: {}, approve_with_conditions: {}, ask_for_changes: {}, block: {}, abstain: {}, stand_aside: {} }
groups: { support: [approve, approve_with_conditions] }
outcomes:
  blocked: { house: lived_experience, any: { block: 1 } }
  return: { any: { ask_for_changes: 1 } }
  passed: { each_house: { share: { support: settings.share }, quorum: { lived_experience: settings.expert_quorum, vcse: 2 } } }
binds: specification.text
otherwise: reach_out
",
    )
    .unwrap()
}

pub(super) fn settings() -> IndexMap<String, Value> {
    IndexMap::from([
        ("share".to_owned(), Value::Share(3, 4)),
        ("expert_quorum".to_owned(), Value::Integer(2)),
    ])
}

fn member(person: &str, role: &str, house: &str) -> Member {
    Member {
        person: person.to_owned(),
        roles: vec![role.to_owned(), "supporter".to_owned()],
        house: Some(house.to_owned()),
        exclusions: Vec::new(),
    }
}

fn members() -> Vec<Member> {
    let mut all: Vec<Member> = (1..=4)
        .map(|n| member(&format!("e{n}"), "expert", "lived_experience"))
        .collect();
    all.extend((1..=3).map(|n| member(&format!("v{n}"), "vcse_partner", "vcse")));
    all.push(member("o1", "commissioner", "vcse"));
    all
}

fn now() -> DateTime<Utc> {
    "2026-04-01T10:00:00Z".parse().unwrap()
}

fn vote(person: &str, option: &str) -> Cast {
    Cast {
        person: person.to_owned(),
        cast_by: None,
        option: option.to_owned(),
        at: now(),
        submission: None,
    }
}

fn voted(votes: &[(&str, &str)]) -> Ballot {
    let mut ballot = open(&sign_off(), &members(), 1, now(), Some("aa".to_owned()));
    for (person, option) in votes {
        cast(&sign_off(), &mut ballot, vote(person, option)).unwrap();
    }
    ballot
}

#[track_caller]
fn counts(votes: &[(&str, &str)], verdict: &str, known: bool) {
    let tally = tally(&sign_off(), &voted(votes), &settings()).unwrap();
    assert_eq!(tally.now.event(&sign_off()), verdict, "{tally:?}");
    assert_eq!(tally.known.is_some(), known, "{tally:?}");
}

#[test]
fn the_first_rule_that_holds_is_the_outcome() {
    counts(&[], "reach_out", false);
    counts(&[("e1", "block")], "blocked", true);
    // The vcse house cannot block, and its block is a vote against.
    counts(&[("v1", "block")], "reach_out", false);
    counts(&[("v1", "ask_for_changes")], "return", false);
    counts(&[("v1", "ask_for_changes"), ("e1", "block")], "blocked", true);
    let passed = [
        ("e1", "approve"),
        ("e2", "approve_with_conditions"),
        ("v1", "approve"),
        ("v2", "approve"),
    ];
    counts(&passed, "passed", false);
    let everyone = [
        passed.as_slice(),
        &[("e3", "abstain"), ("e4", "approve"), ("v3", "approve")],
    ]
    .concat();
    counts(&everyone, "passed", true);
}

#[test]
fn shares_are_rounded_up_and_abstentions_count_for_quorum_alone() {
    // 3/4 of 3 is 2.25: two of three are not enough.
    let vcse = [("v1", "approve"), ("v2", "approve")];
    let experts = |last| [("e1", "approve"), ("e2", "approve"), ("e3", last)];
    counts(&[vcse.as_slice(), &experts("block")[..2]].concat(), "passed", false);
    counts(
        &[&vcse[..], &[("v3", "block")], &experts("approve")[..]].concat(),
        "reach_out",
        false,
    );
    counts(
        &[&vcse[..1], &[("v2", "abstain")], &experts("approve")[..]].concat(),
        "passed",
        false,
    );
    // A house in which everyone abstains reaches its quorum and no share.
    counts(
        &[("v1", "abstain"), ("v2", "abstain"), ("v3", "abstain")],
        "reach_out",
        false,
    );
}

#[test]
fn standing_aside_shrinks_the_electorate_and_can_be_taken_back() {
    let mut ballot = voted(&[("e1", "stand_aside"), ("e2", "stand_aside"), ("e3", "stand_aside")]);
    let run = |ballot: &Ballot| tally(&sign_off(), ballot, &settings()).unwrap();
    let found = run(&ballot);
    assert_eq!(found.recused, ["e1", "e2", "e3"]);
    assert_eq!(found.houses["lived_experience"].electors, 1);
    assert!(found.reachable, "one expert can still block");
    cast(&sign_off(), &mut ballot, vote("e1", "approve")).unwrap();
    assert_eq!(run(&ballot).houses["lived_experience"].electors, 2);
    assert_eq!(ballot.votes.len(), 4, "every version is kept");
}

#[test]
fn an_electorate_that_can_reach_nothing_is_noticed() {
    let mut rules = sign_off();
    rules.outcomes.shift_remove("blocked");
    rules.outcomes.shift_remove("return");
    let mut ballot = voted(&[]);
    assert!(tally(&rules, &ballot, &settings()).unwrap().reachable);
    for person in ["e1", "e2", "e3"] {
        assert!(recuse(&mut ballot, person, "conflicted"));
        assert!(!recuse(&mut ballot, person, "conflicted"), "it is new only once");
    }
    let found = tally(&rules, &ballot, &settings()).unwrap();
    assert!(!found.reachable);
    assert_eq!(found.known, Some(Verdict::Otherwise));
}

#[test]
fn who_may_not_vote_is_told_so() {
    let mut ballot = voted(&[]);
    recuse(&mut ballot, "v1", "conflicted");
    let mut refused = |person, option| cast(&sign_off(), &mut ballot, vote(person, option)).unwrap_err().id;
    assert_eq!(refused("o1", "approve"), "not_yours");
    assert_eq!(refused("v1", "approve"), "recused");
    assert_eq!(refused("v2", "aprove"), "option");
    ballot.outcome = Some("passed".to_owned());
    assert_eq!(
        cast(&sign_off(), &mut ballot, vote("v2", "approve")).unwrap_err().id,
        "closed"
    );
    assert!(ballot.votes.is_empty());
}

#[test]
fn another_text_voids_the_votes() {
    let mut ballot = voted(&[("e1", "approve"), ("e1", "block"), ("v1", "approve")]);
    assert_eq!(rebind(&mut ballot, Some("aa"), &[]), Rebound::default());
    assert_eq!(rebind(&mut ballot, Some("bb"), &[]).voided, ["e1", "v1"]);
    assert_eq!(tally(&sign_off(), &ballot, &settings()).unwrap().waiting.len(), 7);
    cast(&sign_off(), &mut ballot, vote("v1", "approve")).unwrap();
    assert_eq!(rebind(&mut ballot, Some("aa"), &[]).voided, ["v1"]);
}

fn same(from: &str, to: &str) -> Same {
    Same {
        content: "text".to_owned(),
        from: from.to_owned(),
        to: to.to_owned(),
        permit: "confirm".to_owned(),
        by: "e3".to_owned(),
        at: chrono::DateTime::UNIX_EPOCH,
    }
}

#[test]
fn votes_are_carried_over_where_every_change_was_confirmed() {
    let (first, second) = (same("aa", "bb"), same("bb", "cc"));
    let mut ballot = voted(&[("e1", "approve"), ("v1", "approve")]);
    let rebound = rebind(&mut ballot, Some("cc"), &[&first, &second]);
    assert_eq!((rebound.voided.len(), rebound.carried.len()), (0, 2));
    let vote = &ballot.votes[0];
    assert_eq!(vote.on.as_deref(), Some("aa"), "it was given for these words");
    let to: Vec<&str> = vote.carried.iter().map(|one| one.to.as_str()).collect();
    assert_eq!(to, ["bb", "cc"]);
    assert!(!vote.void);
    // A change that nobody confirmed voids all the same, whatever was confirmed before.
    assert_eq!(rebind(&mut ballot, Some("dd"), &[&first, &second]).voided.len(), 2);
}

#[test]
fn a_gap_among_confirmations_carries_nothing() {
    let (first, third) = (same("aa", "bb"), same("cc", "dd"));
    let mut ballot = voted(&[("e1", "approve")]);
    assert_eq!(rebind(&mut ballot, Some("dd"), &[&first, &third]).voided, ["e1"]);
    // Nor does one that leads the other way.
    let mut ballot = voted(&[("e1", "approve")]);
    assert_eq!(rebind(&mut ballot, Some("bb"), &[&same("bb", "aa")]).voided, ["e1"]);
}

#[test]
fn a_frozen_electorate_only_shrinks_and_a_live_one_follows_the_roles() {
    let mut rules = sign_off();
    let mut later = members();
    later[0].exclusions.push("conflicted".to_owned());
    later.remove(1);
    later.push(member("e9", "expert", "lived_experience"));
    let out = |person: &str, reason: &str| Recusal::Out {
        person: person.to_owned(),
        reason: reason.to_owned(),
    };
    let into = |person: &str| Recusal::In {
        person: person.to_owned(),
    };

    let mut ballot = voted(&[]);
    assert_eq!(refresh(&rules, &mut ballot, &later), [out("e1", "conflicted")]);
    assert_eq!(refresh(&rules, &mut ballot, &members()), []);

    rules.electorate = Electorate::Live;
    let mut ballot = voted(&[]);
    let changes = refresh(&rules, &mut ballot, &later);
    assert_eq!(
        changes,
        [
            out("e1", "conflicted"),
            out("e2", "no_longer_holds_the_role"),
            into("e9")
        ]
    );
    assert_eq!(
        refresh(&rules, &mut ballot, &members()),
        [into("e1"), into("e2"), out("e9", "no_longer_holds_the_role")]
    );
}

#[test]
fn what_a_rule_needs_and_is_not_there_is_a_fault() {
    let missing = tally(&sign_off(), &voted(&[]), &IndexMap::new()).unwrap_err();
    assert_eq!(missing.to_string(), "there is no setting `expert_quorum`");
}

#[test]
fn including_counts_roles_among_those_who_chose() {
    let mut rules = sign_off();
    rules.outcomes = serde_saphyr::from_str("passed: { any: { support: 2 }, including: { expert: 1 } }").unwrap();
    let run = |votes: &[(&str, &str)]| tally(&rules, &voted(votes), &settings()).unwrap().now;
    assert_eq!(
        run(&[("v1", "approve"), ("v2", "approve"), ("e1", "abstain")]),
        Verdict::Otherwise
    );
    assert_eq!(
        run(&[("v1", "approve"), ("e2", "approve")]),
        Verdict::Outcome("passed".to_owned())
    );
}
