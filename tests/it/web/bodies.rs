//! Bodies: seats filled and vacant, terms and reviews that come near, and letters about them, once.

use std::sync::Arc;

use accord::service::{
    bodies::{reminding, reviews},
    library::{Library, Shelf},
};
use accord_store::journal;

use super::browser::{Web, words};

const FILE: &str = "workflows/vocabulary/bodies.yaml";

fn with(change: &[(&str, &str)]) -> Result<Library, anyhow::Error> {
    let mut text = Shelf::built_in().get(FILE).unwrap().to_owned();
    for (from, to) in change {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    Library::read(Shelf::built_in().with(FILE, &text))
}

#[test]
fn everybody_reads_how_many_sit_and_the_board_reads_who() {
    let web = Web::with(Arc::new(with(&[("seats: 7", "seats: 8")]).unwrap()));
    let page = web
        .browser()
        .get("/bodies")
        .is(200)
        .says("Partnership board")
        .says("7 of 8 seats filled; 1 vacant")
        .says("2 of 2 seats filled")
        .says("At least 5 members take part")
        .says("30 September 2027")
        .says("Should the alliance go ahead with this text");
    for hidden in ["Hodan", "Grace"] {
        assert!(!words(&page.body).contains(hidden), "everybody reads {hidden}");
    }
    for who in ["rachel", "hodan", "grace", "vincent"] {
        web.signed_in(who)
            .get("/bodies")
            .is(200)
            .says("Hodan Ali")
            .says("Term ends");
    }
    let martin = web.signed_in("martin").get("/bodies").is(200);
    assert!(!words(&martin.body).contains("Hodan"));
    let csv = web.browser().get("/bodies?as=csv").is(200).body;
    assert!(
        csv.contains("Partnership board,\"Board member, VCSE seat\",8,7,1,0,,5,2027-09-30"),
        "{csv}"
    );
    let csv = web.signed_in("rachel").get("/bodies?as=csv").is(200).body;
    assert!(csv.contains("Hodan Ali (20"), "{csv}");
}

#[test]
fn what_comes_near_is_told_once() {
    let near = with(&[
        ("days: 60", "days: 800"),
        ("review_on: 2027-06-30", "review_on: 2020-06-30"),
    ]);
    let web = Web::with(Arc::new(near.unwrap()));
    let page = web.signed_in("rachel").get("/bodies").is(200).says("Ends soon");
    page.says("that day has passed")
        .says("should have been looked at again by now");
    let sent = reminding::send_due(&web.t.app).unwrap();
    assert!(sent > 0);
    assert_eq!(reminding::send_due(&web.t.app).unwrap(), 0, "nobody is told twice");
    let keys: Vec<String> = web.posted().into_iter().map(|row| row.key).collect();
    let rachel = web.t.person("rachel");
    let grace = web.t.person("grace");
    assert!(
        keys.iter()
            .any(|key| key.starts_with("access/review/board/2027-09-30/") && key.ends_with(&rachel))
    );
    assert!(
        keys.iter()
            .any(|key| key.starts_with("access/term/") && key.ends_with(&grace))
    );
    assert!(
        !keys.iter().any(|key| key.starts_with("access/review/working_group")),
        "what has passed is on the page"
    );
    let read = |db: &mut accord_store::Db| journal::page(db, &web.t.alliance, 0, 10_000);
    let rows = web.t.app.store.read(read).unwrap();
    assert!(rows.iter().any(|row| row.body.contains("\"reminded\"")));
    // Each review becomes a task, once: of bodies, and of ways in which people take part.
    let begun = reviews::start_due(&web.t.app).unwrap();
    assert!(begun >= 4, "{begun}");
    assert_eq!(reviews::start_due(&web.t.app).unwrap(), 0, "once");
    let managers = ["rachel", "tom"].map(|who| web.signed_in(who).get("/").is(200).body);
    assert!(
        managers
            .iter()
            .any(|page| page.contains("Look again at: Comments on drafts"))
    );
    web.browser()
        .get("/bodies")
        .is(200)
        .says("A concern past the lead body")
        .says("30 November 2027");
}

#[test]
fn a_file_that_does_not_fit_says_so() {
    for (from, to, says) in [
        ("role: working_group", "role: workers", "There is no role `workers`"),
        ("quorum: 5", "quorum: 10", "has 9 seats and a quorum of 10"),
        ("term: 36", "term: 0", "`term` is 0"),
        ("to: [contract_manager]", "to: []", "tells nobody"),
        (
            "workflow: follow-up",
            "workflow: follow-ups",
            "There is no workflow `follow-ups`",
        ),
    ] {
        let wrong = with(&[(from, to)]).unwrap_err();
        assert!(wrong.to_string().contains(says), "{wrong}");
    }
}
