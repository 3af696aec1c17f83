//! A round as large as a city's: so many bidders, lots and evaluators, from the invitation to the letters, played by
//! the same steps as every rehearsal. In full (60 bidders, 15 lots, 5 evaluators, with how long it took) with
//! `ACCORD_LARGE=full cargo test --release --test it large_round -- --nocapture`.

use std::{fmt::Write as _, sync::Arc};

use accord::{
    cli::rehearse::{self, Beginnings},
    service::library::{Library, Shelf},
};

use crate::pages::browser::said;

/// What is asked, with its weight; a set of questions of the library has their texts.
const QUESTIONS: [&str; 7] = [
    "values",
    "reach",
    "support_for_workers",
    "together",
    "starting_safely",
    "led_by_experience",
    "money",
];
const EVALUATORS: [&str; 5] = ["anneka", "linda", "bronwen", "kofi", "wei"];
/// Who else says whether they have an interest.
const OTHERS: [&str; 15] = [
    "moses",
    "ruth",
    "edmund",
    "ruby",
    "malcolm",
    "shirin",
    "grace",
    "danny",
    "hodan",
    "beverley",
    "charlotte",
    "zuzana",
    "desmond",
    "nkechi",
    "imran",
];
const LOTS: [&str; 15] = [
    "city-centre",
    "foundry",
    "gpa1",
    "heeley-plus",
    "hillsborough",
    "network-north",
    "north-2",
    "peak-edge",
    "porter-valley",
    "sapa-5",
    "seven-hills",
    "townships",
    "university",
    "upper-don-valley",
    "west-5",
];
/// How many lots each wants.
const WANTED: usize = 4;
/// The question that is answered for each of them.
const EACH: &str = "reach";
const REASON: &str = "text:good walking";

/// The data of the city with so many small organisations more.
fn seed(shelf: &Shelf, bidders: usize) -> String {
    let data = shelf.get("workflows/seed/sheffield.yaml").unwrap();
    let (before, after) = data.split_once("\nsubscribers:").unwrap();
    let mut out = before.replacen("seed: sheffield", "seed: crowd", 1);
    for number in 0..bidders {
        let income = ["under_10k", "10k_100k", "100k_1m"][number % 3];
        write!(
            out,
            "\n  - {{ id: org-{number}, name: Organisation {number}, kind: member, income: {income}, community_led: {}, \
             people: [ {{ id: who-{number}, name: Person {number}, position: Chair, roles_here: [bidder, host], lead: \
             true }}, {{ id: two-{number}, name: Treasurer {number}, position: Treasurer, roles_here: [certifier] }} ] }}",
            number % 2 == 0
        )
        .unwrap();
    }
    format!("{out}\nsubscribers:{after}")
}

/// The lots that a bidder is for.
fn wanted(bidder: usize) -> Vec<&'static str> {
    (0..WANTED).map(|more| LOTS[(bidder + more * 4) % LOTS.len()]).collect()
}

/// What a bidder answers: most questions once, local reach for each of its lots.
fn asked(bidder: usize) -> Vec<String> {
    let (each, once): (Vec<&str>, Vec<&str>) = QUESTIONS.iter().partition(|one| **one == EACH);
    let by_lot = wanted(bidder)
        .into_iter()
        .flat_map(|lot| each.iter().map(move |one| format!("{one}@{lot}")).collect::<Vec<_>>());
    once.into_iter().map(str::to_owned).chain(by_lot).collect()
}

/// A mark that differs from bid to bid and from evaluator to evaluator, and reaches every minimum.
fn mark(bid: usize, question: usize, evaluator: usize) -> usize {
    3 + (bid * 7 + question * 3 + evaluator) % 3
}

fn play(shelf: &Shelf, bidders: usize) -> String {
    let small = shelf.get("workflows/scenarios/walking-together.yaml").unwrap();
    let (signed, _) = small.split_once("\n  - say: The round is prepared").unwrap();
    let mut out = signed.replacen("seed: sheffield", "seed: crowd", 1).replacen(
        "scenario: walking-together",
        "scenario: large",
        1,
    );
    out.push_str(PREPARED);
    let lots: Vec<String> = LOTS.iter().map(|lot| format!("[{lot}, {lot}, 3850000]")).collect();
    out = out.replace("LOTS", &lots.join(", "));
    for number in 0..bidders {
        write!(out, "\n  - {{ act: start_bid, on: round, by: who-{number} }}").unwrap();
    }
    for who in EVALUATORS.iter().chain(&OTHERS) {
        write!(
            out,
            "\n  - {{ act: declare, on: round/declarations/{who}, by: {who}, with: {{ kind: none, honest: true }} }}"
        )
        .unwrap();
    }
    out.push_str("\n  - until: 2026-04-13 15:00");
    for number in 0..bidders {
        let wanted = wanted(number);
        let answers: Vec<String> = asked(number)
            .iter()
            .map(|one| format!("{one}: \"text:walking\""))
            .collect();
        write!(
            out,
            "\n  - act: submit\n    on: round/bids/org-{number}\n    by: who-{number}\n    with: {{ lots: [{}], most_lots: \
             4, price: \"£36,000.00\", can_start: 2026-09-01, answers: {{ columns: [question, answer], rows: {{ {} }} }}, \
             true_and_fair: true }}",
            wanted.join(", "),
            answers.join(", ")
        )
        .unwrap();
    }
    out.push_str(OPENED);
    let all: Vec<String> = (0..bidders).map(|number| format!("[org-{number}]")).collect();
    let named: Vec<String> = (0..bidders).map(|number| format!("org-{number}")).collect();
    out = out.replace("BIDS", &all.join(", "));
    for (place, who) in EVALUATORS.iter().enumerate() {
        write!(
            out,
            "\n  - {{ act: declare, on: round/evaluations/{who}/declarations/1, by: {who}, with: {{ kind: none, honest: \
             true }} }}"
        )
        .unwrap();
        for bid in 0..bidders {
            let rows: Vec<String> = asked(bid)
                .iter()
                .enumerate()
                .map(|(question, code)| format!("[{code}, {}, \"{REASON}\"]", mark(bid, question, place)))
                .collect();
            write!(
                out,
                "\n  - {{ act: score_a_bid, on: round/evaluations/{who}, by: {who}, with: {{ bid: org-{bid}, scores: {{ \
                 columns: [question, score, reason], rows: [{}] }} }} }}",
                rows.join(", ")
            )
            .unwrap();
        }
        write!(out, "\n  - {{ act: lock, on: round/evaluations/{who}, by: {who} }}").unwrap();
    }
    for bid in 0..bidders {
        let rows: Vec<String> = asked(bid)
            .iter()
            .enumerate()
            .map(|(question, code)| format!("[{code}, {}, \"{REASON}\"]", mark(bid, question, bid % 5)))
            .collect();
        write!(
            out,
            "\n  - act: agree_score\n    on: round\n    by: moses\n    with: {{ bid: org-{bid} }}\n    each: {{ columns: \
             [question, score, reason], rows: [{}] }}",
            rows.join(", ")
        )
        .unwrap();
    }
    out.push_str(AWARDED);
    out.replace("LETTERS", &named.join(", "))
}

const PREPARED: &str = r#"
  - say: The round is prepared
  - until: 2026-02-23 09:00
  - start: alliance-framework
    as: round
    title: A large round
    by: rachel
    links: { spec: spec }
    with: { series: LARGE, years: 2, most_answers: 600 }
  - { do: lot.edit, on: round, by: rachel, with: { lots: { columns: [code, name, yearly_value], rows: [LOTS] } } }
  - { do: question.edit, on: round, by: rachel, with: { set: peer-support-2026 } }
  - { do: weight.propose, on: round, by: grace, with: { code: led_by_experience, weight: 15, why: "If we do not lead, the rest is words." } }
  - { do: question.edit, on: round, by: rachel, with: { code: values, weight: 15 } }
  - do: round.edit
    on: round
    by: rachel
    with: { words_reason: "One set of answers counts for every network.", timetable: { questions_day: "2026-03-24", answers_day: "2026-03-31", closing_day: "2026-04-14" } }
  - do: panel.name
    on: round
    by: rachel
    with: { seats: { columns: [person, role], rows: [[anneka, evaluator], [linda, evaluator], [bronwen, evaluator], [wei, evaluator], [moses, moderator], [ruth, opener], [edmund, opener], [ruby, award_member], [malcolm, award_member], [shirin, award_expert]] } }
  - { do: panel.name, on: round, by: marek, with: { person: kofi, role: evaluator } }
  - act: ask_to_agree
    on: round
    by: rachel
    with: { purchaser: "@rethink", relevant_authority: false, contracting_authority: false, head_contract: Clause 14, rationale: An open round is fair to many., checked_by: "@hugh", voluntary: true, buyer_is: A charity that leads an alliance, health_care: true, cpv: "85323000", lifetime_value: "£48,000.00", decided_by: "@rachel" }
  - { vote: agree, on: round, by: [grace, danny, hodan, beverley, charlotte, zuzana, desmond, nkechi, imran] }
  - { card: make, on: round, by: [ruth, edmund, pritpal] }
  - until: 2026-03-02 10:00
  - { act: publish, on: round, by: rachel }
  - { second: publish, on: round, by: grace }"#;

const OPENED: &str = r#"
  - until: 2026-04-15 10:00
  - { card: show, on: round, by: [ruth, edmund] }
  - { act: open_bids, on: round, by: ruth }
  - { second: open_bids, on: round, by: edmund }
  - do: bid.check
    on: round
    by: siobhan
    with: { eligible: true, reason: "Rules and accounts seen." }
    each: { columns: [bid], rows: [BIDS] }
  - { act: begin_scoring, on: round, by: rachel }"#;

const AWARDED: &str = r#"
  - { act: close_moderation, on: round, by: moses }
  - { do: obligation.meet, on: round, by: rachel, with: { promise: Boots can be borrowed., evidence: "A shelf of boots." } }
  - { act: draw_between_equals, on: round, by: rachel, with: { witness: "@vincent", explained: true } }
  - { second: draw_between_equals, on: round, by: vincent }
  - { act: recommend, on: round, by: rachel, with: { summary: "As the rule says.", small_organisations: "Two thirds are small." } }
  - { vote: approve, on: round, by: [grace, danny, hodan, beverley, charlotte, zuzana, desmond, nkechi, imran] }
  - { do: letter.read, on: round, by: rachel, with: { letters: [LETTERS] } }
  - { do: letter.read, on: round, by: grace, with: { letters: [LETTERS] } }
  - { act: send_letters, on: round, by: rachel }
  - expect: { state: standstill, notices: [intention_to_award], documents: [award_report_public, letter_awarded] }
    on: round
"#;

#[test]
fn a_large_round_goes_from_the_invitation_to_every_letter() {
    let bidders = if said("ACCORD_LARGE").as_deref() == Some("full") {
        60
    } else {
        6
    };
    let built_in = Shelf::built_in();
    let (crowd, text) = (seed(&built_in, bidders), play(&built_in, bidders));
    let library = Arc::new(Library::read(built_in.with("workflows/seed/crowd.yaml", &crowd)).unwrap());
    let report = rehearse::rehearse_text(&library, &Beginnings::default(), "large.yaml", &text, None)
        .unwrap_or_else(|stopped| panic!("{stopped:#}"));
    assert_eq!(report.dead, Vec::<String>::new());
    assert!(report.letters > bidders * 5, "{}", report.letters);
    println!(
        "{bidders} bidders, {} lots, {} evaluators: {} steps, {} letters, {} documents in {} ms",
        LOTS.len(),
        EVALUATORS.len(),
        report.steps,
        report.letters,
        report.documents,
        report.took_ms
    );
}
