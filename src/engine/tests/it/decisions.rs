//! Decisions, children, schedules, pauses, second persons and acts that are taken back.

use accord_engine::{
    effect::{EffectKind, Op},
    event::{Event, Facts, Same},
    refusal::Standing,
    snapshot::TaskStatus,
    value::Value,
};
use chrono::TimeDelta;
use indexmap::IndexMap;
use serde_json::{Value as Json, json};

use super::office::{Office, at, member, person};

fn definition(states: &Json) -> Json {
    json!({
        "workflow": "text", "title": "A text", "about": "text", "calendar": "england-and-wales",
        "roles": ["manager", "checker", "expert", "partner"],
        "facts": { "pages": "integer", "first_day": "date", "last_day": "date" },
        "initial": "draft",
        "on": { "stop": { "by": ["manager"], "needs_second": "checker", "to": "stopped" } },
        "states": states,
    })
}

fn board() -> Facts {
    let mut facts = Facts::default();
    for name in ["e1", "e2"] {
        facts.members.push(member(name, "expert", "experts"));
    }
    for name in ["p1", "p2"] {
        facts.members.push(member(name, "partner", "partners"));
    }
    facts.hashes.insert("text".to_owned(), "aa".to_owned());
    facts
}

fn deciding() -> Office {
    asked(&states())
}

/// The same, where others decide once too few are left.
fn deciding_or_others() -> Office {
    let mut states = states();
    states["vote"]["decision"]["too_few"] = json!("others_decide");
    states["vote"]["on"]["others_decide"] = json!({ "to": "elsewhere" });
    states["elsewhere"] =
        json!({ "no_deadline": "Others decide.", "on": { "settle": { "by": ["manager"], "to": "done" } } });
    asked(&states)
}

fn asked(states: &Json) -> Office {
    let mut office = Office::open(definition(states), board());
    office.act(&person("m", &["manager"]), "ask").unwrap();
    office
}

fn states() -> Json {
    json!({
        "draft": { "on": { "ask": { "by": ["manager"], "to": "vote" } } },
        "vote": {
            "decision": {
                "who": ["expert", "partner"], "except": ["conflicted"],
                "options": { "yes": {}, "no": {}, "abstain": {}, "stand_aside": {} },
                "outcomes": {
                    "blocked": { "house": "experts", "any": { "no": 2 } },
                    "passed": { "each_house": { "share": { "yes": "1/2" }, "quorum": { "experts": 1, "partners": 1 } } },
                },
                "binds": "text", "carried_by": "confirm", "tell_voided": "voided", "otherwise": "lapsed",
            },
            "deadline": { "within": "5 working_days", "ends": "17:00", "extend": { "by": ["expert"], "at_most": "2 working_days", "tell": "more_time" } },
            "on": { "passed": { "to": "done" }, "blocked": { "to": "draft" }, "lapsed": { "to": "stopped" } },
        },
        "done": { "final": "passed" },
        "stopped": { "final": "stopped" },
    })
}

#[test]
fn everyone_answered_closes_the_count_and_raises_the_outcome() {
    let mut office = deciding();
    for (who, option) in [("e1", "yes"), ("p1", "yes"), ("p2", "abstain")] {
        office.vote(who, option).unwrap();
        assert!(office.is_in(&["vote"]));
    }
    office.vote("e2", "no").unwrap();
    assert_eq!(office.snapshot.outcome.as_deref(), Some("passed"));
    office.replays();
}

#[test]
fn the_end_of_time_closes_the_count_and_silence_is_not_approval() {
    let mut office = deciding();
    office.vote("e1", "yes").unwrap();
    office.wait(TimeDelta::days(10));
    assert_eq!(office.snapshot.outcome.as_deref(), Some("stopped"));
    let ops = &office.last.as_ref().unwrap().task_ops;
    assert!(ops.iter().all(|op| op.task.status == TaskStatus::Expired));
    office.replays();
}

#[test]
fn where_too_few_are_left_to_decide_somebody_else_does_at_once() {
    let mut office = deciding_or_others();
    office.vote("e1", "yes").unwrap();
    office.vote("p1", "stand_aside").unwrap();
    assert!(office.is_in(&["vote"]), "one of each house is enough");
    office.vote("p2", "stand_aside").unwrap();
    assert!(office.is_in(&["vote"]), "two experts can still block");
    office.vote("e2", "stand_aside").unwrap();
    assert!(office.is_in(&["elsewhere"]), "{:?}", office.snapshot.states);
    assert_eq!(
        office.snapshot.ballots["vote"].outcome.as_deref(),
        Some("others_decide")
    );
    office.replays();
}

#[test]
fn where_too_few_are_left_by_an_interest_it_is_the_same() {
    let mut office = deciding_or_others();
    for one in office.facts.members.iter_mut().filter(|one| one.person != "e1") {
        one.exclusions.push("conflicted".to_owned());
    }
    office.give(&Event::FactsChanged).unwrap();
    assert!(office.is_in(&["elsewhere"]), "{:?}", office.snapshot.states);
    office.replays();
}

#[test]
fn a_vote_after_the_end_is_late_and_one_received_in_time_counts() {
    let mut office = deciding();
    office.now = at("2026-03-09T17:00:01Z");
    assert_eq!(office.vote("e1", "yes").unwrap_err().code, "late");
    let mut act = office.doing(&person("e1", &[]), "yes");
    act.received_at = at("2026-03-09T17:00:00Z");
    office.give(&Event::Vote(act)).unwrap();
}

#[test]
fn only_electors_vote() {
    let mut office = deciding();
    assert_eq!(office.vote("m", "yes").unwrap_err().code, "not_yours");
    assert_eq!(office.vote("e1", "maybe").unwrap_err().code, "not_offered");
    let offers = office.offers(&person("e1", &["expert"]));
    let ready = offers
        .iter()
        .filter(|offer| offer.vote && offer.standing == Standing::Ready);
    assert_eq!(ready.count(), 4);
}

#[test]
fn an_edit_voids_the_votes_and_tells_the_voters() {
    let mut office = deciding();
    office.vote("e1", "yes").unwrap();
    office.facts.hashes.insert("text".to_owned(), "bb".to_owned());
    let step = office.give(&Event::FactsChanged).unwrap();
    assert!(
        matches!(&step.entry.effects[0].kind, EffectKind::EmailPeople { template, people } if template == "voided" && people == &["e1"])
    );
    assert!(
        office.snapshot.tasks.contains_key("vote#1/vote/e1"),
        "e1 is asked again"
    );
    office.replays();
}

#[test]
fn a_change_that_somebody_confirms_under_the_named_permit_keeps_the_votes() {
    let confirmed = |permit: &str| Same {
        content: "text".to_owned(),
        from: "aa".to_owned(),
        to: "bb".to_owned(),
        permit: permit.to_owned(),
        by: "e2".to_owned(),
        at: at("2026-03-03T10:00:00Z"),
    };
    let mut office = deciding();
    office.vote("e1", "yes").unwrap();
    office.facts.hashes.insert("text".to_owned(), "bb".to_owned());
    office.facts.same.push(confirmed("confirm"));
    let step = office.give(&Event::FactsChanged).unwrap();
    assert!(step.entry.effects.is_empty(), "nobody has to vote again");
    let vote = &office.snapshot.ballots["vote"].votes[0];
    assert_eq!((vote.on.as_deref(), vote.void), (Some("aa"), false));
    assert_eq!(vote.carried[0].to, "bb");
    office.replays();
    // Confirmed under another permit, it is as if nobody had.
    let mut office = deciding();
    office.vote("e1", "yes").unwrap();
    office.facts.hashes.insert("text".to_owned(), "bb".to_owned());
    office.facts.same.push(confirmed("edit"));
    office.give(&Event::FactsChanged).unwrap();
    assert!(office.snapshot.ballots["vote"].votes[0].void);
    office.replays();
}

#[test]
fn a_new_exclusion_is_a_recusal_and_too_few_left_is_a_lapse_at_once() {
    let mut office = deciding();
    office.facts.members[0].exclusions.push("conflicted".to_owned());
    office.give(&Event::FactsChanged).unwrap();
    assert!(office.is_in(&["vote"]));
    office.facts.members[1].exclusions.push("conflicted".to_owned());
    let step = office.give(&Event::FactsChanged).unwrap();
    assert!(
        step.entry
            .effects
            .iter()
            .any(|effect| matches!(effect.kind, EffectKind::Incident { .. }))
    );
    assert_eq!(office.snapshot.outcome.as_deref(), Some("stopped"));
    office.replays();
}

#[test]
fn more_time_is_given_within_the_bound_and_told() {
    let mut office = deciding();
    let more = |by: &str, role: &str| Event::Extend {
        timer: "vote#1/deadline".to_owned(),
        by: by.to_owned(),
        actor: person("e1", &[role]),
        reason: "Illness.".to_owned(),
    };
    assert_eq!(
        office.give(&more("1 working_day", "manager")).unwrap_err().code,
        "not_yours"
    );
    assert_eq!(
        office.give(&more("3 working_days", "expert")).unwrap_err().code,
        "blocked"
    );
    office.give(&more("2 working_days", "expert")).unwrap();
    assert_eq!(
        office.snapshot.timers["vote#1/deadline"].due_at,
        Some(at("2026-03-11T17:00:00Z"))
    );
    office.replays();
}

#[test]
fn two_people_must_be_two() {
    let mut office = deciding();
    let manager = person("m", &["manager", "checker"]);
    office.act(&manager, "stop").unwrap();
    assert!(office.is_in(&["vote"]));
    assert_eq!(office.second(&manager, "", "stop", true).unwrap_err().code, "not_yours");
    assert_eq!(
        office.act(&manager, "stop").unwrap_err().reasons[0].id,
        "awaiting_second"
    );
    let offers = office.offers(&person("c", &["checker"]));
    assert!(
        offers
            .iter()
            .any(|offer| offer.second && offer.standing == Standing::Ready)
    );
    office.second(&person("c", &["checker"]), "", "stop", false).unwrap();
    office.act(&manager, "stop").unwrap();
    office.second(&person("c", &["checker"]), "", "stop", true).unwrap();
    assert_eq!(office.snapshot.outcome.as_deref(), Some("stopped"));
    office.replays();
}

fn with_children() -> Office {
    let states = json!({
        "draft": { "on": { "ask": { "by": ["manager"], "to": "reading" } } },
        "reading": {
            "for_each": { "in": "readers", "start": "review", "as": "reviews" },
            "on": {
                "children_done": [
                    { "when": [ { "id": "good", "if": "reviews.good == reviews.count", "because": "Not all are good." } ], "to": "done" },
                    { "else": true, "to": "draft" },
                ],
                "enter": { "by": ["manager"], "waits": false, "do": [ { "start": { "workflow": "bid", "as": "bids", "once_per": "organisation" } } ] },
                "back": { "by": ["manager"], "waits": false, "to": "draft" },
            },
        },
        "done": { "final": "done" },
        "stopped": { "final": "stopped" },
    });
    let mut facts = board();
    let readers = [("a", "Ann"), ("b", "Bo")].map(|(key, title)| (key.to_owned(), title.to_owned()));
    facts.collections.insert("readers".to_owned(), IndexMap::from(readers));
    let mut office = Office::open(definition(&states), facts);
    office.act(&person("m", &["manager"]), "ask").unwrap();
    office
}

fn ended(child: &str, outcome: &str) -> Event {
    Event::ChildEnded {
        child: child.to_owned(),
        brood: "reviews".to_owned(),
        outcome: outcome.to_owned(),
    }
}

#[test]
fn children_start_for_each_and_their_ends_are_counted_once() {
    let mut office = with_children();
    let ops = &office.journal.last().unwrap().ops;
    assert!(matches!(&ops[..], [Op::StartChild(a), Op::StartChild(b)] if a.title == "Ann" && b.key == "b"));
    office.give(&ended("a", "good")).unwrap();
    assert_eq!(office.give(&ended("a", "good")).unwrap_err().code, "stale");
    office.give(&ended("b", "good")).unwrap();
    assert_eq!(office.snapshot.outcome.as_deref(), Some("done"));
    office.replays();
}

#[test]
fn leaving_ends_the_children_that_are_still_open() {
    let mut office = with_children();
    office.give(&ended("a", "bad")).unwrap();
    let step = office.act(&person("m", &["manager"]), "back").unwrap();
    assert!(matches!(&step.entry.ops[..], [Op::EndChildren { keys, .. }] if keys == &["b"]));
    office.replays();
}

#[test]
fn what_may_be_started_once_is_refused_the_second_time() {
    let mut office = with_children();
    office.act(&person("m", &["manager"]), "enter").unwrap();
    assert_eq!(
        office.act(&person("m", &["manager"]), "enter").unwrap_err().reasons[0].id,
        "once"
    );
    office.act(&person("n", &["manager"]), "enter").unwrap();
    assert_eq!(office.snapshot.children["bids"].members.len(), 2);
    office.replays();
}

#[test]
fn quarters_open_after_they_end_pro_rata() {
    let states = json!({
        "draft": { "on": { "ask": { "by": ["manager"], "to": "live" } } },
        "live": {
            "every": { "start": "return", "as": "returns", "each": "quarter", "from": "first_day", "until": "last_day" },
            "on": { "children_done": { "to": "done" } },
        },
        "done": { "final": "done" },
        "stopped": { "final": "stopped" },
    });
    let mut facts = board();
    facts
        .values
        .insert("first_day".to_owned(), Value::Date("2026-03-15".parse().unwrap()));
    facts
        .values
        .insert("last_day".to_owned(), Value::Date("2026-08-10".parse().unwrap()));
    let mut office = Office::open(definition(&states), facts);
    office.act(&person("m", &["manager"]), "ask").unwrap();
    office.wait(TimeDelta::days(400));
    let started: Vec<(String, String)> = office
        .journal
        .iter()
        .flat_map(|entry| &entry.ops)
        .filter_map(|op| match op {
            Op::StartChild(child) => Some((child.key.clone(), child.title.clone())),
            _ => None,
        })
        .collect();
    let words = [
        ("2025-Q4", "15 March 2026 to 31 March 2026"),
        ("2026-Q1", "April to June 2026"),
        ("2026-Q2", "1 July 2026 to 10 August 2026"),
    ];
    assert_eq!(started, words.map(|(key, title)| (key.to_owned(), title.to_owned())));
    // The second quarter begins in summer time: midnight in London.
    let times: Vec<_> = office.journal.iter().skip(2).map(|entry| entry.at).collect();
    assert_eq!(times[..2], [at("2026-03-31T23:00:00Z"), at("2026-06-30T23:00:00Z")]);
    for key in ["2025-Q4", "2026-Q1", "2026-Q2"] {
        office
            .give(&Event::ChildEnded {
                child: key.to_owned(),
                brood: "returns".to_owned(),
                outcome: "sent".to_owned(),
            })
            .unwrap();
    }
    assert_eq!(office.snapshot.outcome.as_deref(), Some("done"));
    office.replays();
}

#[test]
fn a_clock_that_is_paused_keeps_what_is_left() {
    let states = json!({
        "draft": { "on": { "ask": { "by": ["manager"], "to": "work" } } },
        "work": {
            "initial": "writing",
            "deadline": { "within": "48 hours", "then": "over", "pausable": true },
            "on": { "pause": { "by": ["manager"], "to": "paused" }, "over": { "to": "stopped" } },
            "states": {
                "writing": { "on": { "next": { "by": ["manager"], "to": "checking" } } },
                "checking": {},
                "where_we_were": { "history": "shallow" },
            },
        },
        "paused": { "on": { "resume": { "by": ["manager"], "to": "where_we_were" }, "again": { "by": ["manager"], "to": "work" } } },
        "stopped": { "final": "stopped" },
    });
    let manager = person("m", &["manager"]);
    let mut office = Office::open(definition(&states), board());
    for event in ["ask", "next"] {
        office.act(&manager, event).unwrap();
    }
    office.wait(TimeDelta::hours(10));
    office.act(&manager, "pause").unwrap();
    office.wait(TimeDelta::days(10));
    assert!(office.is_in(&["paused"]), "a paused clock does not run out");
    office.act(&manager, "resume").unwrap();
    assert!(office.is_in(&["work", "checking"]));
    let due = office.snapshot.timers["work#2/deadline"].due_at;
    assert_eq!(due, Some(office.now + TimeDelta::hours(38)));
    office.wait(TimeDelta::hours(38));
    assert_eq!(office.snapshot.outcome.as_deref(), Some("stopped"));
    office.replays();
}

fn undoable() -> Office {
    let states = json!({
        "draft": { "on": { "ask": {
            "by": ["manager"], "undo_within": "15 minutes", "to": "asked",
            "do": [ { "email": { "template": "asked", "to": ["expert"] } } ],
        } } },
        "asked": { "on": { "end": { "by": ["manager"], "to": "stopped" } } },
        "stopped": { "final": "stopped" },
    });
    let mut office = Office::open(definition(&states), board());
    office.act(&person("m", &["manager"]), "ask").unwrap();
    assert!(office.journal.last().unwrap().effects.is_empty(), "the email is held");
    office
}

fn undo(who: &str) -> Event {
    Event::Undo {
        seq: 2,
        actor: person(who, &["manager"]),
        reason: "A slip.".to_owned(),
    }
}

#[test]
fn what_is_held_is_sent_when_the_time_to_take_it_back_has_ended() {
    let mut office = undoable();
    office.wait(TimeDelta::minutes(15));
    let sent = &office.journal.last().unwrap().effects;
    assert_eq!(sent[0].id, "i-1/2/0");
    assert_eq!(office.give(&undo("m")).unwrap_err().code, "undo_too_late");
    office.replays();
}

#[test]
fn an_act_is_taken_back_by_who_did_it_and_nothing_is_sent() {
    let mut office = undoable();
    assert_eq!(office.give(&undo("n")).unwrap_err().code, "not_yours");
    office.give(&undo("m")).unwrap();
    assert!(office.is_in(&["draft"]));
    office.wait(TimeDelta::days(1));
    assert!(office.journal.iter().all(|entry| entry.effects.is_empty()));
    office.act(&person("m", &["manager"]), "ask").unwrap();
    office.replays();
}
