//! One behaviour of `step` and `offers` in each test.

use accord_engine::{
    effect::EffectKind,
    event::{Event, Facts},
    refusal::Standing,
    snapshot::TaskStatus,
    value::Value,
};
use chrono::TimeDelta;
use serde_json::{Value as Json, json};

use super::office::{Office, at, person};

fn definition(states: &Json) -> Json {
    json!({
        "workflow": "paper", "title": "A paper", "about": "paper", "calendar": "england-and-wales",
        "settings": { "window": { "default": "5 working_days", "min": "2 working_days" } },
        "roles": ["manager", "checker"],
        "facts": { "pages": "integer" },
        "forms": { "why": { "fields": [
            { "id": "sum", "label": "How much?", "type": "money", "required": true, "keep": true },
            { "id": "name", "label": "Who are you?", "type": "text" },
        ] } },
        "initial": "draft",
        "on": { "drop": { "by": ["manager"], "to": "dropped" } },
        "states": states,
    })
}

fn paper() -> Json {
    definition(&json!({
        "draft": { "on": { "send": {
            "by": ["manager"], "except": ["conflicted"], "collect": "why",
            "when": [
                { "id": "has_pages", "if": "pages > 0", "because": "There are no pages.", "mend": { "who": "manager", "how": "Write one." } },
                { "id": "enough", "if": "form.sum >= money('£10.00')", "because": "That is too little." },
            ],
            "to": "reading", "do": [ { "email": { "template": "sent", "to": ["checker"] } } ],
        } } },
        "reading": {
            "deadline": { "within": "settings.window", "remind_with_left": ["2 working_days"], "remind": "hurry", "then": "late" },
            "on": {
                "accept": [
                    { "by": ["checker"], "when": [ { "id": "long", "if": "pages > 10", "because": "It is short." } ], "to": "long_paper" },
                    { "else": true, "to": "short_paper" },
                ],
                "late": { "to": "overdue" },
            },
        },
        "overdue": { "on": { "accept": { "by": ["checker"], "to": "short_paper" } } },
        "long_paper": { "final": "long" },
        "short_paper": { "final": "short" },
        "dropped": { "final": "dropped" },
    }))
}

fn pages(number: i64) -> Facts {
    let mut facts = Facts::default();
    facts.values.insert("pages".to_owned(), Value::Integer(number));
    facts
}

fn send(office: &mut Office, pence: i64) -> Result<(), accord_engine::refusal::Refusal> {
    let mut act = office.doing(&person("m", &["manager"]), "send");
    act.answers.insert("sum".to_owned(), Value::Money(pence));
    act.answers.insert("name".to_owned(), Value::Text("Sam".to_owned()));
    office.give(&Event::Act(act)).map(|_| ())
}

fn sent() -> Office {
    let mut office = Office::open(paper(), pages(3));
    send(&mut office, 2000).unwrap();
    office
}

#[test]
fn an_act_moves_keeps_answers_and_sends_effects() {
    let office = sent();
    assert!(office.is_in(&["reading"]));
    assert_eq!(office.snapshot.kept["why.sum"], Value::Money(2000));
    let entry = office.journal.last().unwrap();
    assert_eq!(entry.effects[0].id, "i-1/2/0");
    assert_eq!(entry.facts.values["pages"], Value::Integer(3));
    let text = serde_json::to_string(entry).unwrap();
    assert!(!text.contains("Sam"), "nothing personal is journalled: {text}");
    office.replays();
}

#[test]
fn a_refusal_says_everything_that_is_wrong() {
    let mut office = Office::open(paper(), pages(0));
    let refusal = send(&mut office, 500).unwrap_err();
    let ids: Vec<&str> = refusal.reasons.iter().map(|reason| reason.id.as_str()).collect();
    assert_eq!((refusal.code.as_str(), ids), ("blocked", vec!["has_pages", "enough"]));
    assert_eq!(
        refusal.reasons[0].found.as_deref(),
        Some("pages is 0; it must be more than 0")
    );
}

#[test]
fn what_is_for_others_is_refused_with_who_may() {
    let mut office = sent();
    let refusal = office.act(&person("x", &["manager"]), "accept").unwrap_err();
    assert_eq!(refusal.code, "not_yours");
    assert!(refusal.reasons[0].because.contains("Checker"), "{refusal}");
}

#[test]
fn an_unknown_event_is_refused_not_dropped() {
    let refusal = sent().act(&person("x", &["manager"]), "fly").unwrap_err();
    assert_eq!(refusal.code, "not_offered");
}

#[test]
fn an_exclusion_bars_and_says_why() {
    let mut office = Office::open(paper(), pages(3));
    let mut actor = person("m", &["manager"]);
    actor
        .exclusions
        .insert("conflicted".to_owned(), "You hope to bid.".to_owned());
    let offers = office.offers(&actor);
    let send = offers.iter().find(|offer| offer.event == "send").unwrap();
    assert!(matches!(&send.standing, Standing::Blocked(why) if why[0].because == "You hope to bid."));
    assert!(office.act(&actor, "send").is_err());
}

#[test]
fn alternatives_are_tried_in_order_and_else_is_for_the_same_people() {
    for (number, outcome) in [(11, "long"), (3, "short")] {
        let mut office = sent();
        office.fact("pages", Value::Integer(number));
        office.act(&person("c", &["checker"]), "accept").unwrap();
        assert_eq!(office.snapshot.outcome.as_deref(), Some(outcome));
        office.replays();
    }
}

#[test]
fn a_final_state_accepts_nothing() {
    let mut office = sent();
    office.act(&person("m", &["manager"]), "drop").unwrap();
    assert_eq!(office.act(&person("m", &["manager"]), "drop").unwrap_err().code, "over");
    assert!(office.snapshot.timers.is_empty() && office.snapshot.tasks.is_empty());
    assert!(office.offers(&person("m", &["manager"])).is_empty());
}

#[test]
fn a_clock_ends_at_the_end_of_its_last_day_and_fires_its_event() {
    let mut office = sent();
    // From Monday 2 March; five working days after it end with Monday 9 March.
    assert_eq!(
        office.snapshot.timers["reading#1/deadline"].due_at,
        Some(at("2026-03-10T00:00:00Z"))
    );
    office.wait(TimeDelta::days(30));
    assert!(office.is_in(&["overdue"]));
    let entry = office.journal.last().unwrap();
    assert_eq!(
        (entry.at, entry.observed_at),
        (at("2026-03-10T00:00:00Z"), Some(office.now))
    );
    office.replays();
}

#[test]
fn lateness_is_decided_by_when_it_was_received_not_by_the_poller() {
    let checker = person("c", &["checker"]);
    let mut office = sent();
    // The poller is late: the clock has run out and has not fired.
    office.now = at("2026-03-12T10:00:00Z");
    let refused = office.act(&checker, "accept").unwrap_err();
    assert_eq!(refused.code, "late");
    let offer = &office.offers(&checker)[0];
    assert_eq!(offer.standing, Standing::Closed(at("2026-03-10T00:00:00Z")));
    let mut act = office.doing(&checker, "accept");
    act.received_at = at("2026-03-10T00:00:00Z");
    office.give(&Event::Act(act)).expect("it was received in time");
}

#[test]
fn a_reminder_goes_to_those_who_are_waited_for() {
    let mut facts = pages(3);
    facts.members.push(super::office::member("c", "checker", "none"));
    let mut office = Office::open(paper(), facts);
    send(&mut office, 2000).unwrap();
    office.wait(TimeDelta::days(5));
    let effects = &office.journal.last().unwrap().effects;
    assert!(
        matches!(&effects[0].kind, EffectKind::EmailPeople { template, people } if template == "hurry" && people == &["c"])
    );
    office.replays();
}

#[test]
fn a_task_of_an_expired_state_is_expired() {
    let mut office = sent();
    office.wait(TimeDelta::days(30));
    let ops = &office.last.as_ref().unwrap().task_ops;
    assert_eq!(
        (ops[0].id.as_str(), &ops[0].task.status),
        ("reading#1/accept", &TaskStatus::Expired)
    );
}

#[test]
fn a_stale_clock_is_noted_and_ignored() {
    let mut office = sent();
    let states = office.snapshot.states.clone();
    let event = Event::Timer {
        timer: "draft#1/deadline".to_owned(),
        due_at: office.now,
    };
    office.give(&event).unwrap();
    assert_eq!(office.snapshot.states, states);
    assert!(office.journal.last().unwrap().trace.notes[0].contains("stale"));
}

#[test]
fn a_changed_setting_moves_the_clock_and_stays_in_its_bounds() {
    let mut office = sent();
    let change = |days| Event::Setting {
        name: "window".to_owned(),
        value: accord_engine::value::Value::Amount(
            days,
            accord_engine::value::UnitWord(accord_engine::definition::scalar::Unit::WorkingDays),
        ),
        actor: person("m", &["manager"]),
        reason: "Snow.".to_owned(),
    };
    office.give(&change(6)).unwrap();
    assert_eq!(
        office.snapshot.timers["reading#1/deadline"].due_at,
        Some(at("2026-03-11T00:00:00Z"))
    );
    assert_eq!(
        office.snapshot.tasks["reading#1/accept"].due_at,
        Some(at("2026-03-11T00:00:00Z"))
    );
    assert_eq!(office.give(&change(1)).unwrap_err().code, "setting");
    office.replays();
}

/// A rule may change what the next condition reads: what goes on by itself waits for a second look,
/// and its `else` waits with it.
#[test]
fn what_goes_on_by_itself_does_not_decide_on_facts_from_before_a_rule() {
    let states = json!({
        "draft": { "on": { "count": { "by": ["manager"], "to": "counted", "do": [ { "run": "count_pages" } ] } } },
        "counted": { "always": [
            { "when": [ { "id": "thick", "if": "pages > 10", "because": "It is thin." } ], "to": "long_paper" },
            { "else": true, "to": "short_paper" },
        ] },
        "long_paper": { "final": "long" },
        "short_paper": { "final": "short" },
        "dropped": { "final": "dropped" },
    });
    let mut office = Office::open(definition(&states), pages(3));
    office.act(&person("m", &["manager"]), "count").unwrap();
    assert!(office.is_in(&["counted"]));
    office.facts = pages(30);
    office.give(&Event::FactsChanged).unwrap();
    assert_eq!(office.snapshot.outcome.as_deref(), Some("long"));
    office.replays();
}

/// What a form chose from was read when it was sent; its answers are not there to be checked again.
#[test]
fn an_act_that_chose_from_a_collection_replays() {
    let mut words = definition(&json!({
        "draft": { "on": { "send": { "by": ["manager"], "collect": "which", "to": "short_paper" } } },
        "short_paper": { "final": "short" },
        "dropped": { "final": "dropped" },
    }));
    words["forms"]["which"] = json!({ "fields": [
        { "id": "bid", "label": "Which bid?", "type": "choice", "options_from": "bids", "required": true },
    ] });
    let mut facts = pages(3);
    let bids = [("ours".to_owned(), "Our bid".to_owned())];
    facts.collections.insert("bids".to_owned(), bids.into_iter().collect());
    let mut office = Office::open(words, facts);
    let mut act = office.doing(&person("m", &["manager"]), "send");
    act.answers.insert("bid".to_owned(), Value::Text("theirs".to_owned()));
    assert_eq!(office.give(&Event::Act(act.clone())).unwrap_err().code, "form");
    act.answers.insert("bid".to_owned(), Value::Text("ours".to_owned()));
    office.give(&Event::Act(act)).unwrap();
    assert!(office.journal[1].facts.collections.contains_key("bids"));
    office.replays();
}
