//! An evaluator scores bids: a reason that is too short is told where it is written, what was scored is marked and
//! shown again, and Home says what cannot be done yet.

use accord::service::{subjects::NewSubject, transition::Start};
use accord_store::{bids, instances, subjects as subject_rows};
use serde_json::json;

use super::browser::{Browser, Web, words};
use crate::service::award;

/// Twenty words and more.
const WHY: &str = "It says plainly what happens from the first message on, who does it, how they are looked after, \
                   and what people said of it.";

/// Kofi scores a bid of Burngreave's: the instance of his scores.
fn scoring(web: &Web) -> String {
    let round = award::round(&web.t);
    let (bid, _) = award::bid(&web.t, &round, "burngreave");
    let at = web.now();
    web.t.act(&bid, "amina", "submit", award::answers()).unwrap();
    let (opened, rounds) = (bid.clone(), round.record.clone());
    web.t.at_desk(move |desk| {
        accord::service::sealing::open_form(desk, &opened, "bid")?;
        for row in bids::of_round(desk.db, &rounds)? {
            let row = bids::BidRow {
                opened_at: Some(at.into()),
                eligible: Some(true),
                lots: json!(["foundry"]).to_string(),
                ..row
            };
            bids::change(desk.db, &row)?;
        }
        Ok(())
    });
    let (alliance, record, kofi) = (web.t.alliance.clone(), round.record.clone(), web.t.person("kofi"));
    let parent = web.t.app.store.read(|db| subject_rows::load(db, &alliance, &record));
    let start = Start {
        alliance: alliance.clone(),
        workflow: "evaluation".to_owned(),
        subject: NewSubject {
            parent: Some(parent.unwrap()),
            person: Some(kofi),
            ..NewSubject::default()
        },
        ..Start::default()
    };
    let started = web.t.app.start(start).unwrap();
    let (alliance, parent) = (web.t.alliance.clone(), started.instance.clone());
    let below = web
        .t
        .app
        .store
        .read(|db| instances::children(db, &alliance, &parent, None));
    let declaration = below.unwrap().remove(0).id;
    web.t
        .act(
            &declaration,
            "kofi",
            "declare",
            json!({ "kind": "none", "honest": true }),
        )
        .unwrap();
    started.instance
}

fn scored(kofi: &Browser<'_>, path: &str, question: &str, why: &str) -> super::browser::Answer {
    let page = kofi.get(&format!("{path}?q=scores.{question}")).is(200);
    let (key, version) = (page.hidden("ac-key"), page.hidden("ac-version"));
    kofi.post(
        &format!("{path}?q=scores.{question}"),
        &[
            ("ac-key", key.as_str()),
            ("ac-version", version.as_str()),
            ("scores.row.score", "4"),
            ("scores.row.reason", why),
        ],
    )
}

#[test]
fn a_short_reason_is_told_where_it_is_written_and_what_was_scored_is_shown_again() {
    let web = Web::new();
    let instance = scoring(&web);
    let kofi = web.signed_in("kofi");
    let home = kofi.get("/").is(200).says("Score a bid").says("Lock your scores");
    home.says("Some answers have no score or no reason yet.")
        .says("Cannot start yet");
    // The register of interests names what it was declared for, and no pseudonym beside a name.
    let declared = web.signed_in("rachel").get("/interests/declared").is(200);
    let declared = words(
        &declared
            .says("Interests: Sheffield Peer Support Framework")
            .says("Kofi Asante")
            .body,
    );
    assert!(!declared.contains("Expert by experience 1"), "{declared}");
    let path = format!("/task/{instance}/act/scoring/score_a_bid");
    let page = kofi
        .get(&path)
        .is(200)
        .says("You have not scored any of the 1 bid yet.");
    let key = page.says("Not scored yet").hidden("ac-key");
    let chosen = [("ac-key", key.as_str()), ("bid", "burngreave")];
    kofi.post(&format!("{path}?q=bid"), &chosen).is(303);
    let short = scored(&kofi, &path, "values", "Good and plain.").is(422);
    // What was begun about one bid never becomes another's.
    let other = [("ac-key", key.as_str()), ("bid", "heeley")];
    kofi.post(&format!("{path}?q=bid"), &other)
        .is(422)
        .says("You have begun to score another bid");
    let short = short.says("Say why in 20 words or more: the bidder reads it. There are 3 words so far.");
    assert!(short.body.contains("href=\"#scores-row-reason\""), "{}", short.body);
    let rows: Vec<_> = [
        "values",
        "reach@foundry",
        "support_for_workers",
        "together",
        "starting_safely",
    ]
    .into_iter()
    .chain(["led_by_experience", "money"])
    .map(|question| json!({ "question": question, "score": 4, "reason": WHY }))
    .collect();
    let sheet = json!({ "bid": "burngreave", "scores": rows });
    let mut brief = sheet.clone();
    brief["scores"][2]["reason"] = "Good.".into();
    assert!(web.t.act(&instance, "kofi", "score_a_bid", brief).is_err());
    web.t.act(&instance, "kofi", "score_a_bid", sheet).unwrap();
    let page = kofi.get(&format!("{path}?q=bid")).is(200);
    page.says("You have scored 1 of 1 bid. You can lock your scores now.")
        .says("Scored. You can look at your scores again, and change them");
    kofi.get(&format!("{path}?q=scores.reach@foundry")).is(200).says(WHY);
    // Sent from the page: it says how far the scoring is, and leads to the next bid.
    for question in [
        "values",
        "reach@foundry",
        "support_for_workers",
        "together",
        "starting_safely",
    ]
    .into_iter()
    .chain(["led_by_experience", "money"])
    {
        scored(&kofi, &path, question, WHY).is(303);
    }
    let check = kofi.get(&format!("{path}/check")).is(200);
    let (key, version) = (check.hidden("ac-key"), check.hidden("ac-version"));
    let sent = kofi
        .post(&format!("{path}/check"), &[("ac-key", &key), ("ac-version", &version)])
        .is(303);
    let page = kofi.get(sent.to()).is(200).says("You have scored 1 of 1 bid.");
    assert!(page.body.contains(&path), "{}", words(&page.body));
    let home = words(&kofi.get("/").is(200).body);
    assert!(!home.contains("Cannot start yet"), "{home}");
}
