//! Who may sit on a panel, and from when they read bids; what whoever bids reads of a round.

use accord::service::{
    authority::manage,
    fault::Fault,
    sight::{self, Sight},
};
use accord_store::{
    appointments::{Interest, Scope},
    bids,
};
use serde_json::json;

use super::{
    browser::{Web, words},
    callbacks::stand,
};
use crate::service::award::{self, Round};

const OPEN: [&str; 2] = ["published", "taking_questions"];

fn name(web: &Web, round: &Round, by: &str, who: &str, role: &str) -> Result<(), Fault> {
    let seat = json!({ "person": who, "role": role });
    web.t.work(&round.record, by, "panel.name", seat).map(|_| ())
}

/// How much somebody sees of a record; nothing if it is not there for them.
fn sees(web: &Web, who: &str, kind: &'static str, record: &str) -> Option<Sight> {
    let (caller, record) = (web.t.caller(who), record.to_owned());
    web.t.at_desk(move |desk| {
        let found = sight::if_seen(sight::record(desk, &caller, kind, &record))?;
        Ok(found.map(|seen| seen.sight))
    })
}

#[test]
fn nobody_who_may_bid_is_named_for_the_panel_and_nobody_by_themselves() {
    let web = Web::new();
    let round = award::round(&web.t);
    stand(&web, &round.record, &OPEN);
    // Heeley bids and Burngreave does not: the answer is the same, so it tells of no bid.
    web.t.act(&round.instance, "martin", "start_bid", json!({})).unwrap();
    let says = |who: &str| name(&web, &round, "rachel", who, "evaluator").unwrap_err().to_string();
    let mate = says("beverley");
    assert!(mate.contains("may bid") && mate.contains("Name somebody"), "{mate}");
    for other in ["martin", "amina", "hodan", "sagal"] {
        assert_eq!(says(other), mate, "{other}");
    }
    assert!(says("rachel").contains("themselves"));
    let (wei, record) = (web.t.person("wei"), round.record.clone());
    web.t
        .at_desk(move |desk| manage::declare_interest(desk, &wei, (Interest::Subject, &record), "A friend bids."));
    assert!(says("wei").contains("interest"));
    // Whom nobody may name is not offered either.
    let form = web
        .signed_in("rachel")
        .get(&format!("/round/{}/work/panel.name", round.record))
        .is(200);
    let form = form.says("Kofi Asante");
    let offered = words(&form.body);
    for who in ["Beverley Nkemelu", "Hodan Ali", "Wei Zhang"] {
        assert!(!offered.contains(who), "{who}");
    }
    name(&web, &round, "rachel", "kofi", "evaluator").unwrap();
}

#[test]
fn whoever_may_bid_learns_what_is_asked_when_everybody_does() {
    let web = Web::new();
    let round = award::round(&web.t);
    let may_bid = json!({ "may_bid": ["burngreave"] });
    web.t.work(&round.record, "rachel", "round.edit", may_bid).unwrap();
    let name = "Say who you are to us.";
    let proposal =
        json!({ "code": "hello", "title": name, "question": name, "max_words": 50, "weight": 0, "why": "It helps." });
    let says = web.t.work(&round.record, "hodan", "weight.propose", proposal.clone());
    assert!(says.is_err(), "an organisation that may bid weighs nothing");
    assert_eq!(sees(&web, "hodan", "round", &round.record), Some(Sight::Part));
    assert_eq!(sees(&web, "grace", "round", &round.record), Some(Sight::Whole));
    web.t.work(&round.record, "grace", "weight.propose", proposal).unwrap();
    // No page of hers, no paper and no answer of the programs has a question's words or weight.
    let hodan = web.signed_in("hodan");
    for path in ["", "/documents", "/history", "/work/weight.propose"] {
        let page = hodan.get(&format!("/round/{}{path}", round.record));
        assert!(!page.body.contains(name), "{path}");
        assert!(!page.body.contains("led by experience"), "{path}");
    }
    stand(&web, &round.record, &OPEN);
    assert_eq!(sees(&web, "hodan", "round", &round.record), Some(Sight::Part));
}

#[test]
fn a_role_alone_opens_no_bid() {
    let web = Web::new();
    let round = award::round(&web.t);
    name(&web, &round, "yasmin", "kofi", "evaluator").unwrap();
    let (_, bid) = award::bid(&web.t, &round, "burngreave");
    award::bid(&web.t, &round, "heeley-hub");
    let (martin, record, opened) = (web.t.person("martin"), round.record.clone(), bid.clone());
    web.t.at_desk(move |desk| {
        manage::appoint(desk, &martin, "evaluator", (Scope::Subject, &record), "by mistake")?;
        let mut row = bids::load(desk.db, &opened)?;
        row.opened_at = Some(desk.now.into());
        Ok(bids::change(desk.db, &row)?)
    });
    assert_eq!(sees(&web, "kofi", "bid", &bid), None, "he has not declared");
    for who in ["kofi", "martin"] {
        let begun = web
            .t
            .act(&round.instance, who, "declare_new_interest", json!({}))
            .unwrap();
        let none = json!({ "kind": "none", "honest": true });
        web.t.act(&begun.started[0], who, "declare", none).unwrap();
    }
    assert_eq!(sees(&web, "kofi", "bid", &bid), Some(Sight::Whole));
    assert_eq!(sees(&web, "martin", "bid", &bid), None, "his organisation bids");
    assert_eq!(sees(&web, "amina", "bid", &bid), Some(Sight::Whole), "it is hers");
}

#[test]
fn whoever_bids_or_could_reads_of_an_open_round_what_a_bidder_reads() {
    let web = Web::new();
    let round = award::round(&web.t);
    name(&web, &round, "rachel", "moses", "moderator").unwrap();
    stand(&web, &round.record, &OPEN);
    web.t.act(&round.instance, "pauline", "start_bid", json!({})).unwrap();
    // Both are VCSE partners as well; one bids, the other could.
    for who in ["pauline", "laila"] {
        assert_eq!(sees(&web, who, "round", &round.record), Some(Sight::Part), "{who}");
        let browser = web.signed_in(who);
        for page in ["", "/people", "/history", "/history?as=csv", "/path", "/ahead"] {
            let got = browser.get(&format!("/round/{}{page}", round.record));
            let said = words(&got.body);
            for hidden in ["Moses Whitaker", "Start a bid,", "Start a bid\""] {
                assert!(!said.contains(hidden), "{who}{page}: {hidden}");
            }
        }
        let api = browser.get(&format!("/round/{}/history?as=csv", round.record));
        assert!(!api.body.contains("Start a bid"), "{who}");
    }
    // Experts see the round whole, and learn of no bid that was begun; a manager may count them.
    let history = |who: &str| {
        web.signed_in(who)
            .get(&format!("/round/{}/history?as=csv", round.record))
            .is(200)
            .body
    };
    assert!(!history("grace").contains("Start a bid"));
    assert!(history("rachel").contains("Start a bid"));
    stand(&web, &round.record, &["opened"]);
    assert_eq!(
        sees(&web, "pauline", "round", &round.record),
        Some(Sight::Part),
        "she bids"
    );
    assert_eq!(
        sees(&web, "laila", "round", &round.record),
        Some(Sight::Whole),
        "she does not"
    );
}

#[test]
fn nobody_reads_in_passing_who_else_takes_part() {
    let web = Web::new();
    let round = award::round(&web.t);
    let martin = web.signed_in("martin");
    let page = martin.get("/account/delegate").is(200).says("Beverley Nkemelu");
    for who in ["Moses Whitaker", "Kofi Asante", "Anneka Visser"] {
        assert!(!words(&page.body).contains(who), "{who}");
    }
    // On a bid stand those who could open it, not everybody with a role there.
    let (_, bid) = award::bid(&web.t, &round, "heeley-hub");
    let people = martin.get(&format!("/bid/{bid}/people")).is(200).says("Martin Sorsby");
    for who in ["Hodan Ali", "Grace Mensah", "Rachel Okafor", "Ruth Adeyemi"] {
        assert!(!words(&people.body).contains(who), "{who}");
    }
    // Whoever named somebody for a seat stands beside the appointment.
    name(&web, &round, "rachel", "wei", "evaluator").unwrap();
    let wei = web.signed_in("rachel").get(&format!("/people/{}", web.t.person("wei")));
    assert!(words(&wei.is(200).body).contains("Rachel Okafor"));
}
