//! Records that go over to another version of their workflow, and back (S20).

use accord_engine::{
    changeover::{Changeover, Clockwork},
    check::{across, world::World},
    definition::{model::Definition, vocabulary::Catalogue},
    event::{Event, Facts},
    refusal::Refusal,
    snapshot::TaskStatus,
    step,
    value::Value,
    workflow::Workflow,
};
use chrono::TimeDelta;
use serde_json::{Value as Json, json};

use super::office::{Office, at, member, person, workflow};

fn definition() -> Json {
    json!({
        "workflow": "paper", "title": "A paper", "about": "paper", "calendar": "england-and-wales",
        "settings": { "window": { "default": "5 working_days", "min": "2 working_days" } },
        "roles": ["manager", "checker", "expert"],
        "facts": { "pages": "integer" },
        "forms": { "why": { "fields": [ { "id": "sum", "label": "How much?", "type": "money", "keep": true } ] } },
        "initial": "draft",
        "states": {
            "draft": { "on": { "send": { "by": ["manager"], "collect": "why", "to": "reading" } } },
            "reading": {
                "deadline": { "within": "settings.window", "remind_with_left": ["2 working_days"], "remind": "hurry", "then": "late" },
                "on": { "accept": { "by": ["checker"], "to": "voting" }, "late": { "to": "draft" } },
            },
            "voting": { "decision": {
                "who": ["expert"],
                "options": { "yes": {}, "no": {} },
                "outcomes": { "agreed": { "all": { "yes": 2 } } }, "otherwise": "refused", "count": "as_soon_as_known",
            }, "on": { "agreed": { "to": "done" }, "refused": { "to": "draft" } } },
            "done": { "final": "done" },
        },
    })
}

/// The same with something put at a JSON pointer (`null` takes away).
fn with(mut definition: Json, changes: &[(&str, Json)]) -> Json {
    for (pointer, value) in changes {
        let (above, key) = pointer.rsplit_once('/').unwrap();
        let above = definition.pointer_mut(above).unwrap().as_object_mut().unwrap();
        match value {
            Json::Null => _ = above.remove(key),
            value => _ = above.insert(key.to_owned(), value.clone()),
        }
    }
    definition
}

fn facts() -> Facts {
    let mut facts = Facts::default();
    facts.values.insert("pages".to_owned(), Value::Integer(3));
    facts.members = ["a", "b", "c"].map(|name| member(name, "expert", "experts")).to_vec();
    facts
}

fn words(text: &str) -> Changeover {
    let head =
        json!({ "changeover": "clearer", "workflow": "paper", "from": [""], "to": "", "because": "It is clearer." });
    let mut all = head.as_object().unwrap().clone();
    all.extend(serde_json::from_str::<Json>(text).unwrap().as_object().unwrap().clone());
    serde_json::from_value(Json::Object(all)).unwrap()
}

/// Goes over; the office then runs the new version.
fn go_over(office: &mut Office, to: Workflow, words: &Changeover) -> Result<(), Refusal> {
    let plan = words.resolve(&office.workflow, &to).unwrap();
    let old = std::mem::replace(&mut office.workflow, to);
    let event = Event::ChangedOver {
        plan: Box::new(plan),
        actor: person("m", &["manager"]),
        reason: "As agreed.".to_owned(),
    };
    let went = office.give(&event).map(|_| ());
    if went.is_err() {
        office.workflow = old;
    }
    went
}

fn go_back(office: &mut Office, to: Workflow) -> Result<(), Refusal> {
    let new = std::mem::replace(&mut office.workflow, to);
    let event = Event::ChangedBack {
        actor: person("m", &["manager"]),
        reason: "Too early.".to_owned(),
    };
    let went = office.give(&event).map(|_| ());
    if went.is_err() {
        office.workflow = new;
    }
    went
}

/// A paper that is being read, since Monday 2 March at 10.
fn being_read() -> Office {
    let mut office = Office::open(definition(), facts());
    let mut act = office.doing(&person("m", &["manager"]), "send");
    act.answers.insert("sum".to_owned(), Value::Money(5000));
    office.give(&Event::Act(act)).unwrap();
    office
}

fn voting() -> Office {
    let mut office = being_read();
    office.act(&person("k", &["checker"]), "accept").unwrap();
    office
}

fn due(office: &Office, id: &str) -> Option<String> {
    let timer = office.snapshot.timers.get(id)?;
    timer.due_at.map(|at| at.to_rfc3339())
}

#[test]
fn what_keeps_its_name_stands_as_it_stood() {
    let mut office = being_read();
    let before = office.snapshot.clone();
    let to = workflow(with(definition(), &[("/states/reading/title", json!("Being read"))]));
    let hash = to.hash.clone();
    go_over(&mut office, to, &words("{}")).unwrap();
    assert_eq!(office.snapshot.definition, hash);
    assert_eq!(office.snapshot.seq, before.seq + 1);
    let last = office.last.clone().unwrap();
    assert!(last.task_ops.is_empty() && last.timer_ops.is_empty(), "{last:?}");
    assert_eq!(
        (
            &office.snapshot.states,
            &office.snapshot.timers,
            &office.snapshot.tasks,
            &office.snapshot.kept
        ),
        (&before.states, &before.timers, &before.tasks, &before.kept)
    );
    office.act(&person("k", &["checker"]), "accept").unwrap();
    assert!(office.is_in(&["voting"]));
}

#[test]
fn states_forms_and_clocks_may_have_other_names_and_other_times() {
    let renamed = || {
        let mut new = with(
            definition(),
            &[
                ("/states/draft/on/send/to", json!("looking")),
                ("/states/draft/on/send/collect", json!("reasons")),
                ("/forms/reasons", definition()["forms"]["why"].clone()),
                ("/forms/why", Json::Null),
                ("/settings/window/default", json!("10 working_days")),
                ("/states/looking", definition()["states"]["reading"].clone()),
                ("/states/reading", Json::Null),
                (
                    "/states/looking/on/hand_over",
                    json!({ "by": ["checker"], "to": "draft" }),
                ),
            ],
        );
        new["states"]["looking"]["deadline"]["within"] = json!("10 working_days");
        new["states"]["looking"]["deadline"]["remind_with_left"] = json!(["3 working_days"]);
        workflow(new)
    };
    let check = |how: &str, end: &str, reminder: &str| {
        let mut office = being_read();
        office.wait(TimeDelta::days(1));
        let text = format!(
            r#"{{ "states": {{ "reading": "looking" }}, "forms": {{ "why": "reasons" }}, "clocks": {{ "looking/deadline": "{how}" }} }}"#
        );
        go_over(&mut office, renamed(), &words(&text)).unwrap();
        assert!(office.is_in(&["looking"]));
        assert_eq!(due(&office, "looking#1/deadline").as_deref(), Some(end), "{how}");
        assert_eq!(
            due(&office, "looking#1/deadline/remind/0").as_deref(),
            Some(reminder),
            "{how}"
        );
        assert_eq!(office.snapshot.kept.get("reasons.sum"), Some(&Value::Money(5000)));
        let events: Vec<&str> = office.snapshot.tasks.values().map(|task| &*task.event).collect();
        assert_eq!(events, ["accept", "hand_over"]);
        let ends = |status: &TaskStatus| *status == TaskStatus::Withdrawn;
        let gone = office
            .last
            .as_ref()
            .unwrap()
            .task_ops
            .iter()
            .filter(|op| ends(&op.task.status));
        assert_eq!(
            gone.map(|op| op.id.to_string()).collect::<Vec<_>>(),
            ["reading#1/accept"]
        );
    };
    // Five working days from Tuesday 3 March; ten; ten from Wednesday 4 March.
    check("keep", "2026-03-10T00:00:00+00:00", "2026-03-06T09:00:00+00:00");
    check("again", "2026-03-17T00:00:00+00:00", "2026-03-12T09:00:00+00:00");
    check("afresh", "2026-03-18T00:00:00+00:00", "2026-03-13T09:00:00+00:00");
}

#[test]
fn a_record_that_cannot_stand_in_the_new_version_says_why() {
    let check = |office: &Office, changes: &[(&str, Json)], text: &str, says: &[&str]| {
        let to = workflow(with(definition(), changes));
        let mut office = Office {
            workflow: office.workflow.clone(),
            snapshot: office.snapshot.clone(),
            journal: office.journal.clone(),
            facts: office.facts.clone(),
            now: office.now,
            last: None,
        };
        let before = office.snapshot.clone();
        let no = go_over(&mut office, to, &words(text)).unwrap_err();
        assert_eq!(no.code, "changeover", "{no:?}");
        for part in says {
            assert!(no.to_string().contains(part), "{part}: {no}");
        }
        assert_eq!(office.snapshot, before);
    };
    let gone: &[(&str, Json)] = &[
        ("/states/draft/on/send/to", json!("voting")),
        ("/states/reading", Json::Null),
    ];
    check(&being_read(), gone, "{}", &["stands in `reading`", "Say in `states`"]);
    check(
        &being_read(),
        gone,
        r#"{ "states": { "reading": "done" } }"#,
        &["would be over", "ends nothing"],
    );
    let mut voted = voting();
    voted.vote("a", "yes").unwrap();
    let stricter: &[(&str, Json)] = &[("/states/voting/decision/outcomes/agreed/all/yes", json!(3))];
    check(
        &voted,
        stricter,
        "{}",
        &["people have voted", "Wait until it is counted"],
    );
    let sooner: &[(&str, Json)] = &[("/states/reading/deadline/within", json!("2 working_days"))];
    let mut late = being_read();
    late.now = at("2026-03-06T09:00:00Z");
    let again = r#"{ "clocks": { "reading/deadline": "again" } }"#;
    check(&late, sooner, again, &["would have ended already"]);
    let onwards: &[(&str, Json)] = &[(
        "/states/reading/always",
        json!([{ "when": [{ "id": "thin", "if": "pages < 9", "because": "It is thick." }], "to": "voting" }]),
    )];
    check(&being_read(), onwards, "{}", &["go on by itself at once", "`voting`"]);
}

#[test]
fn a_vote_without_votes_is_asked_anew_by_the_new_rules() {
    let mut office = voting();
    let to = workflow(with(
        definition(),
        &[("/states/voting/decision/outcomes/agreed/all/yes", json!(3))],
    ));
    go_over(&mut office, to, &words("{}")).unwrap();
    for who in ["a", "b"] {
        office.vote(who, "yes").unwrap();
    }
    assert!(office.is_in(&["voting"]), "two were enough before");
    office.vote("c", "yes").unwrap();
    assert!(office.is_in(&["done"]));
}

#[test]
fn votes_that_were_given_count_where_the_question_is_the_same() {
    let mut office = voting();
    office.vote("a", "yes").unwrap();
    let to = workflow(with(definition(), &[("/states/draft/title", json!("A draft"))]));
    go_over(&mut office, to, &words("{}")).unwrap();
    office.vote("b", "yes").unwrap();
    assert!(office.is_in(&["done"]));
}

#[test]
fn it_goes_back_until_something_happens_and_its_whole_life_replays() {
    let old = workflow(definition());
    let new = workflow(with(
        definition(),
        &[
            ("/states/draft/on/send/to", json!("looking")),
            ("/states/looking", definition()["states"]["reading"].clone()),
            ("/states/reading", Json::Null),
        ],
    ));
    let renamed = words(r#"{ "states": { "reading": "looking" } }"#);
    let mut office = being_read();
    let before = office.snapshot.clone();
    go_over(&mut office, new.clone(), &renamed).unwrap();
    go_back(&mut office, old.clone()).unwrap();
    assert_eq!(
        (office.snapshot.seq, &office.snapshot.definition),
        (before.seq + 2, &old.hash)
    );
    let mut back = office.snapshot.clone();
    back.seq = before.seq;
    assert_eq!(back, before, "as if nothing had been");
    let again = go_back(&mut office, old.clone()).unwrap_err();
    assert_eq!(again.code, "undo_too_late");
    go_over(&mut office, new.clone(), &renamed).unwrap();
    office.act(&person("k", &["checker"]), "accept").unwrap();
    let late = go_back(&mut office, old.clone()).unwrap_err();
    assert_eq!(late.code, "undo_too_late", "{late}");
    let stored: Vec<_> = serde_json::from_value(serde_json::to_value(&office.journal).unwrap()).unwrap();
    let version = |hash: &str| [&old, &new].into_iter().find(|one| one.hash == *hash);
    assert_eq!(step::replay_among(version, &stored).unwrap(), office.snapshot);
    let unknown = step::replay_among(|hash| Some(&old).filter(|one| one.hash == *hash), &stored).unwrap_err();
    assert!(unknown.contains("is not known"), "{unknown}");
}

#[test]
fn names_that_neither_version_knows_are_told_with_their_place() {
    let (old, new) = (workflow(definition()), workflow(definition()));
    let check = |text: &str, at: &str, says: &str| {
        let faults = words(text).resolve(&old, &new).unwrap_err();
        assert!(
            faults.iter().any(|(place, what)| place == at && what.contains(says)),
            "{text}: {faults:?}"
        );
    };
    check(
        r#"{ "states": { "raeding": "draft" } }"#,
        "states.raeding",
        "no state `raeding`",
    );
    check(
        r#"{ "states": { "reading": "darft" } }"#,
        "states.reading",
        "It has done, draft, reading, voting.",
    );
    check(r#"{ "forms": { "y": "why" } }"#, "forms.y", "no form `y`");
    check(r#"{ "forms": { "why": "y" } }"#, "forms.why", "no form `y`");
    check(
        r#"{ "clocks": { "reading": "again" } }"#,
        "clocks.reading",
        "the state, a stroke",
    );
    check(
        r#"{ "clocks": { "draft/deadline": "again" } }"#,
        "clocks.draft/deadline",
        "no clock",
    );
    assert_eq!(
        words("{}").resolve(&old, &new).unwrap().clock("reading", "deadline"),
        Clockwork::Keep
    );
}

#[test]
fn no_record_gets_past_what_the_new_version_promises() {
    // From now on a paper is published only after experts have voted on it; before, a checker could do so at once.
    let promised = json!([{ "id": "experts_first", "says": "Nothing is done before experts have agreed.",
        "before": "done", "needs_all": [{ "decided": { "in": "voting", "outcome": "agreed" } }] }]);
    let short = with(
        definition(),
        &[
            ("/states/reading/on/accept/to", json!("accepted")),
            (
                "/states/accepted",
                json!({ "on": { "end": { "by": ["checker"], "to": "done" } } }),
            ),
            ("/states/voting", Json::Null),
        ],
    );
    let long = with(
        definition(),
        &[
            ("/states/voting/on/agreed/to", json!("accepted")),
            (
                "/states/accepted",
                json!({ "on": { "end": { "by": ["checker"], "to": "done" } } }),
            ),
            ("/guarantees", promised),
        ],
    );
    let read = |json: &Json| serde_json::from_value::<Definition>(json.clone()).unwrap();
    let (roles, catalogue) = (workflow(short.clone()), Catalogue::default());
    let world = World {
        catalogue: &catalogue,
        roles: &roles.roles,
        calendar: &roles.calendar,
        linked: &[],
    };
    let check = |old: &Json, new: &Json, states: &[(&str, &str)], broken: &[&str]| {
        let states = states.iter().map(|(old, new)| ((*old).into(), (*new).into())).collect();
        let found = across::broken((&read(old), world), (&read(new), world), &states);
        let at: Vec<String> = found
            .keys()
            .map(|at| at.iter().cloned().collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(at, broken, "{found:#?}");
        found.into_values().flatten().collect::<Vec<_>>()
    };
    let told = check(&short, &long, &[], &["accepted"]);
    assert!(
        told[0].contains("Nothing is done before experts have agreed.") && told[0].contains("1. Checker: \"end\""),
        "{told:?}"
    );
    // Sent back to where experts vote, it holds.
    check(&short, &long, &[("accepted", "voting")], &[]);
    // Where they have voted by the old rules, under another name, it holds as well.
    let renamed: Json = serde_json::from_str(&long.to_string().replace("voting", "asking")).unwrap();
    check(&renamed, &long, &[("asking", "voting")], &[]);
    // Without the name the vote is not known to be one.
    check(&renamed, &long, &[], &["accepted"]);
}
