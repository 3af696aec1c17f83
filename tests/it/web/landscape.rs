//! The landscape: where there is what, the gaps in words, and the way from a record and back.

use std::sync::Arc;

use accord::service::library::{Library, Shelf};

use super::browser::{Web, words};

const FILE: &str = "workflows/vocabulary/landscape.yaml";

#[test]
fn everybody_sees_where_there_is_what_and_what_is_missing() {
    let web = Web::new();
    let public = web.browser();
    let page = public
        .get("/landscape")
        .is(200)
        .says("of 15 networks have 2 organisations or more, and nothing missing")
        .says("; 1 thing missing")
        .says("No community-led organisation in Porter Valley.")
        .says("No organisation in Foundry works in Slovak.")
        .says("No organisation for this community: Black African.")
        .says("Nobody has looked it up".to_lowercase().as_str());
    // The office's own matters are told to nobody here.
    assert!(!words(&page.body).contains("£10,000") && !words(&page.body).contains("small, by income"));
    let own = web
        .signed_in("ifrah")
        .get("/landscape?size=small")
        .is(200)
        .says("25 member organisations,");
    assert!(!words(&own.body).contains("small, by income"));
    let office = web
        .signed_in("rachel")
        .get("/landscape?size=small")
        .is(200)
        .says("small, by income");
    office.says("of 25 member organisations").says("Only small ones");
    // What is looked for counts alone; what is not looked for is not missing.
    let roma = public
        .get("/landscape?community=Roma&service=interpreting")
        .is(200)
        .says("1 of 25 member organisations")
        .says("None of those that you look for works in City Centre")
        .says("What is missing is counted with all of them");
    let gaps = |query: &str| {
        let csv = public.get(&format!("/landscape?of=gaps&as=csv{query}")).is(200);
        csv.body.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let (all, porter) = (gaps(""), gaps("&service=interpreting&area=porter-valley"));
    assert!(
        porter.len() > 1 && porter.iter().all(|line| all.contains(line)),
        "{porter:?}"
    );
    assert!(
        roma.body
            .contains("/organisations?community=Roma&amp;service=interpreting&amp;area=sapa-5")
    );
    public
        .get("/landscape?area=darnall")
        .is(200)
        .says("There is no such network");
    let csv = public.get("/landscape?of=gaps&as=csv&area=porter-valley").is(200);
    assert!(
        csv.body
            .contains("network,Porter Valley,No community-led organisation in Porter Valley.\r\n")
    );
    let csv = public.get("/landscape?of=networks&as=csv").is(200);
    assert_eq!(csv.body.lines().count(), 16);
    let csv = public.get("/landscape?of=communities&as=csv&led=yes").is(200);
    assert!(csv.body.contains("Roma,1,1,Roma Futures Together"), "{}", csv.body);
}

#[test]
fn a_text_that_is_to_be_written_leads_to_the_gaps_and_back() {
    let web = Web::new();
    let (_, record) = web.t.specification();
    let rachel = web.signed_in("rachel");
    let path = format!("/landscape/for/{record}");
    let page = rachel.get(&format!("/specification/{record}")).is(200);
    assert!(page.body.contains(&path));
    let page = rachel.get(&format!("{path}?led=yes")).is(200).says("You came from");
    assert!(page.body.contains(&format!("href=\"/specification/{record}\"")));
    assert!(
        page.body.contains(&format!("action=\"{path}\"")),
        "a filter does not lose the way back"
    );
    // Whoever does not see the record learns nothing of it, and sees the landscape.
    for browser in [web.signed_in("amina"), web.browser()] {
        let page = browser.get(&path).is(200).says("Network by network");
        assert!(!page.body.contains(&record) || !words(&page.body).contains("You came from"));
    }
}

#[test]
fn what_is_a_gap_is_the_alliance_s_to_say() {
    let text = Shelf::built_in().get(FILE).unwrap().to_owned();
    let asks_for_less = text
        .replace("area_led: 1", "area_led: 0")
        .replace("covered: 2", "covered: 1");
    let library = Library::read(Shelf::built_in().with(FILE, &asks_for_less)).unwrap();
    let web = Web::with(Arc::new(library));
    let page = web
        .browser()
        .get("/landscape")
        .is(200)
        .says("networks have 1 organisation or more");
    assert!(!words(&page.body).contains("No community-led organisation in"));
    for (from, to, says) in [
        (
            "one_to_one: 1",
            "one_to_two: 1",
            "There is no answer to `services` of the profile `one_to_two`",
        ),
        ("counts: [member]", "counts: []", "names no kind of organisation"),
        ("covered: 2", "covered: 0", "`covered` is 0"),
        (
            "small: [under_10k",
            "small: [under_9k",
            "There is no band of income of the profile `under_9k`",
        ),
        ("rows: 500", "rows: 0", "`rows` is 0"),
    ] {
        let wrong = Library::read(Shelf::built_in().with(FILE, &text.replace(from, to))).unwrap_err();
        assert!(wrong.to_string().contains(says), "{wrong}");
    }
}
