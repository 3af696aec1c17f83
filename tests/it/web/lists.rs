//! Lists: sorted, filtered and paged by their addresses, and the same rows as a file.

use accord::service::{library, transition::Start};
use serde_json::json;

use super::{
    answering_pay,
    browser::{Web, words},
};

/// The first cells of a list's file.
fn firsts(body: &str) -> Vec<&str> {
    let rows = body.lines().skip(1);
    rows.map(|line| line.split(',').next().unwrap()).collect()
}

/// Thirty specifications, begun one after the other, named backwards.
fn thirty(web: &Web) {
    for number in (10..40).rev() {
        let start = Start::of(&web.t.alliance, "specification", &format!("=Text {number}"));
        web.t.app.start(start).unwrap();
        web.t.clock.advance(chrono::TimeDelta::minutes(1));
    }
}

#[test]
fn a_list_is_paged_sorted_and_found_by_its_address() {
    let web = Web::new();
    thirty(&web);
    let rachel = web.signed_in("rachel");
    let page = rachel
        .get("/procurements")
        .is(200)
        .says("1 to 25 of 30")
        .says("30 procurements");
    let said = words(&page.body);
    assert!(
        said.contains("=Text 10") && !said.contains("=Text 39"),
        "the newest first"
    );
    let next = rachel.get("/procurements?page=2").is(200).says("26 to 30 of 30");
    assert!(words(&next.body).contains("=Text 39"));
    rachel
        .get("/procurements?page=99&sort=nonsense")
        .is(200)
        .says("26 to 30 of 30");
    let sorted = rachel.get("/procurements?sort=-title").is(200);
    assert!(sorted.body.contains("aria-sort=\"descending\""));
    assert!(words(&sorted.body).contains("=Text 39") && !words(&sorted.body).contains("=Text 10"));
    rachel
        .get("/procurements?q=%3Dtext+39")
        .is(200)
        .says("1 procurement")
        .says("“=text 39”");
    rachel.get("/procurements?state=over").is(200).says("Nothing fits");
}

#[test]
fn the_file_has_the_same_rows_and_nothing_that_runs() {
    let web = Web::new();
    thirty(&web);
    let rachel = web.signed_in("rachel");
    let file = rachel.get("/procurements?as=csv&sort=title").is(200);
    assert!(file.header("content-type").starts_with("text/csv"));
    assert!(file.header("content-disposition").contains("procurements.csv"));
    let cells = firsts(&file.body);
    assert_eq!(cells.len(), 30, "all of what is asked for, not one page: {cells:?}");
    assert_eq!((cells[0], cells[29]), ("'=Text 10", "'=Text 39"));
    // By the same rules: who sees no row of the page has none in the file.
    let amina = web.signed_in("amina");
    amina
        .get("/procurements")
        .is(200)
        .says("You take part in nothing at the moment");
    let none = amina.get("/procurements?as=csv").is(200);
    assert_eq!(firsts(&none.body), [""; 0]);
}

#[test]
fn kinds_with_a_list_of_their_own_stand_there_and_not_among_procurements() {
    let web = Web::new();
    web.t.specification();
    let (_, payment) = answering_pay::offered(&web, "danny");
    for who in ["danny", "rachel"] {
        let who = web.signed_in(who);
        let all = who.get("/procurements").is(200).says("Payments for taking part");
        assert!(!all.body.contains(&payment), "a payment is no procurement");
        let own = who.get("/procurements/involvement_claim").is(200).says("1 record");
        assert!(own.body.contains(&payment));
        let file = who.get("/procurements/involvement_claim?as=csv").is(200);
        assert_eq!(firsts(&file.body).len(), 1);
    }
    // Somebody else's payment: no link, and an empty page.
    let amina = web.signed_in("amina");
    let all = amina.get("/procurements").is(200);
    assert!(!all.body.contains("Payments for taking part"));
    amina
        .get("/procurements/involvement_claim")
        .is(200)
        .says("There is nothing here that you take part in");
    amina.get("/procurements/specification").is(404);
}

#[test]
fn everything_of_a_record_has_a_view_and_a_file() {
    let web = Web::new();
    let (instance, record) = web.t.specification();
    web.t
        .act(&instance, "rachel", "take_forward", json!({ "reason": "Yes." }))
        .unwrap();
    let path = format!("/specification/{record}");
    let rachel = web.signed_in("rachel");
    for (tab, says) in [
        ("", "Overview"),
        ("/documents", "There are no documents that you can open yet"),
        ("/below", "belongs to it"),
        ("/people", "Rachel Okafor"),
        ("/history", "Take it forward"),
    ] {
        rachel.get(&format!("{path}{tab}")).is(200).says(says).says("Path");
    }
    let order = |address: &str| {
        let file = rachel.get(&format!("{path}/history?as=csv{address}")).is(200);
        file.body.lines().nth(1).unwrap().to_owned()
    };
    assert!(order("").contains("Take it forward"), "the newest first");
    assert!(order("&sort=when").contains("It began"), "the oldest first");
    assert!(order("&q=began").contains("It began"), "found by words");
    for stranger in ["amina", "diane"] {
        let browser = web.signed_in(stranger);
        for tab in ["/documents", "/below", "/people", "/history"] {
            browser.get(&format!("{path}{tab}")).is(404);
            browser.get(&format!("{path}{tab}?as=csv")).is(404);
        }
    }
}

#[test]
fn home_is_grouped_by_how_pressing_it_is_and_has_it_all_as_a_list() {
    let web = Web::new();
    thirty(&web);
    let rachel = web.signed_in("rachel");
    rachel
        .get("/")
        .is(200)
        .says("Later, or without a date")
        .says("Everything that waits, as a list")
        .says("Show one procurement");
    web.t.clock.advance(chrono::TimeDelta::days(9));
    rachel.get("/").is(200).says("Due in the next seven days");
    let list = rachel
        .get("/waiting?whose=you")
        .is(200)
        .says("What becomes of this idea?");
    assert!(list.body.contains("whose=you&amp;as=csv"), "{}", list.body);
    let file = rachel.get("/waiting?whose=you&due=soon&as=csv").is(200);
    assert!(firsts(&file.body).iter().all(|cell| !cell.is_empty()));
    assert!(firsts(&file.body).len() > 10);
}

/// What waits for a second person has taken no way yet: it is called by its button all the same.
#[test]
fn every_act_is_called_by_its_button() {
    let web = Web::new();
    let mut named = 0;
    for file in web.t.app.library.files.values() {
        let definition = file.definition.as_ref().unwrap();
        for state in library::states(definition) {
            for (event, all) in &library::find_state(definition, state).unwrap().on {
                if all.0.iter().any(|one| !one.by.is_empty()) {
                    assert!(library::act_title(definition, "", event).is_some(), "{state}: {event}");
                    named += 1;
                }
            }
        }
    }
    assert!(named > 100);
}
