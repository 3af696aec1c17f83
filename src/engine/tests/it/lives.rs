//! Random lives of a workflow that uses most of the words: what must hold whatever people do.

use accord_engine::{
    event::{Actor, Event},
    refusal::Standing,
    step,
    value::Value,
};
use chrono::TimeDelta;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::office::{Office, member, person};

fn definition() -> Json {
    json!({
        "workflow": "life", "title": "A life", "about": "life", "calendar": "england-and-wales",
        "roles": ["manager", "checker", "expert"], "facts": { "n": "integer", "ready": "boolean" },
        "initial": "work",
        "on": { "abandon": { "by": ["manager"], "needs_second": "checker", "to": "abandoned" } },
        "states": {
            "work": {
                "initial": "draft",
                "deadline": { "within": "30 days", "then": "out_of_time", "pausable": true, "remind_with_left": ["3 days"], "remind": "soon" },
                "on": { "pause": { "by": ["manager"], "to": "paused" }, "out_of_time": { "to": "abandoned" } },
                "states": {
                    "draft": {
                        "always": [ { "when": [ { "id": "full", "if": "n > 3", "because": "It is full." } ], "to": "both" } ],
                        "on": {
                            "note": { "by": ["manager", "expert"], "do": [ { "set": { "noted": "n + 1" } } ] },
                            "ask": [
                                { "by": ["manager"], "when": [ { "id": "is_ready", "if": "ready", "because": "Not ready." } ], "undo_within": "1 hours", "to": "vote" },
                                { "else": true, "to": "both" },
                            ],
                        },
                    },
                    "both": {
                        "parallel": true,
                        "on": { "done": { "to": "vote" } },
                        "states": {
                            "left": { "initial": "l1", "states": {
                                "l1": { "on": { "tick": { "by": ["manager"], "to": "l2" } } }, "l2": { "final": "ok" } } },
                            "right": { "initial": "r1", "states": {
                                "r1": { "deadline": { "within": "2 working_days", "then": "r_late" },
                                        "on": { "tock": { "by": ["expert"], "to": "r2" }, "r_late": { "to": "r2" } } },
                                "r2": { "final": "ok" } } },
                        },
                    },
                    "vote": {
                        "decision": { "who": ["expert"], "options": { "yes": {}, "no": {} },
                            "outcomes": { "passed": { "share": { "yes": "2/3" }, "quorum": 2 }, "failed": { "any": { "no": 2 } } },
                            "count": "as_soon_as_known", "otherwise": "lapsed" },
                        "deadline": { "within": "5 working_days" },
                        "on": { "passed": { "to": "finished" }, "failed": { "to": "draft" }, "lapsed": { "to": "draft" } },
                    },
                    "back": { "history": "shallow" },
                },
            },
            "paused": { "on": { "resume": { "by": ["manager"], "to": "back" } } },
            "finished": { "final": "finished" },
            "abandoned": { "final": "abandoned" },
        },
    })
}

fn people() -> [Actor; 5] {
    [
        person("m", &["manager"]),
        person("c", &["checker", "manager"]),
        person("e1", &["expert"]),
        person("e2", &["expert"]),
        person("e3", &["expert"]),
    ]
}

#[derive(Debug, Clone)]
enum Move {
    /// A person takes one of the actions that they see, whatever it says of itself.
    Offered(usize, usize),
    /// A person does the last thing again, as a retry would.
    Again,
    Wait(i64),
    Fact(i64),
    Undo,
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        6 => (0..5usize, any::<prop::sample::Index>()).prop_map(|(who, which)| Move::Offered(who, which.index(64))),
        1 => Just(Move::Again),
        2 => (0..4000i64).prop_map(Move::Wait),
        1 => (0..6i64).prop_map(Move::Fact),
        1 => Just(Move::Undo),
    ];
    proptest::collection::vec(one, 1..40)
}

fn event_for(office: &Office, who: &Actor, which: usize) -> Option<(Event, Standing)> {
    let offers = office.offers(who);
    let offer = offers.get(which % offers.len().max(1))?;
    let mut act = office.doing(who, &offer.event);
    act.state = Some(offer.state.clone());
    let event = if offer.second {
        Event::Second(accord_engine::event::Second {
            state: offer.state.clone(),
            event: offer.event.clone(),
            actor: who.clone(),
            confirm: which.is_multiple_of(2),
            received_at: office.now,
        })
    } else if offer.vote {
        Event::Vote(act)
    } else {
        Event::Act(act)
    };
    Some((event, offer.standing.clone()))
}

fn live(moves: Vec<Move>) {
    let mut facts = accord_engine::event::Facts::default();
    for name in ["e1", "e2", "e3"] {
        facts.members.push(member(name, "expert", "experts"));
    }
    facts.values.insert("n".to_owned(), Value::Integer(0));
    facts.values.insert("ready".to_owned(), Value::Bool(true));
    let mut office = Office::open(definition(), facts);
    let people = people();
    let mut last = None;
    for one in moves {
        let (before, entries) = (office.snapshot.clone(), office.journal.len());
        match one {
            Move::Offered(who, which) => {
                if let Some((event, standing)) = event_for(&office, &people[who], which) {
                    let result = office.give(&event).map(|_| ());
                    assert_eq!(
                        result.is_ok(),
                        standing == Standing::Ready,
                        "offered {standing:?}, and then {result:?} to {event:?}"
                    );
                    last = Some(event);
                }
            }
            Move::Again => {
                if let Some(event) = &last {
                    let _either = office.give(event);
                }
            }
            Move::Wait(minutes) => office.wait(TimeDelta::minutes(minutes)),
            Move::Fact(n) => {
                office.fact("n", Value::Integer(n));
                office.fact("ready", Value::Bool(n % 2 == 0));
                let _over = office.give(&Event::FactsChanged);
            }
            Move::Undo => {
                let seq = office.snapshot.seq;
                let actor = people[0].clone();
                let _late = office.give(&Event::Undo {
                    seq,
                    actor,
                    reason: String::new(),
                });
            }
        }
        let grown = office.journal.len() - entries;
        assert_eq!(
            office.snapshot.seq,
            before.seq + u64::try_from(grown).unwrap(),
            "the version grows by one with each step"
        );
        if grown == 0 {
            assert_eq!(office.snapshot, before, "a refusal changes nothing");
        }
        assert!(step::due(&office.snapshot, office.now).is_empty() || !matches!(one, Move::Wait(_)));
        if before.outcome.is_some() {
            assert_eq!(office.snapshot, before, "a final state accepts nothing");
        }
    }
    office.replays();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_people_do_the_rules_of_a_life_hold(moves in moves()) {
        live(moves);
    }
}
