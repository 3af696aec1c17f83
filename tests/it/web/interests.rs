//! The register of interests: everybody's for the board and the office, one's own for everybody else; those that have
//! ended stay.

use accord::service::{app::Desk, authority::manage, fault::Fault};
use accord_store::{appointments::Interest, organisations};

use super::browser::{Web, link, words};
use crate::support::worker;

fn declare(web: &Web, who: &str, handle: &'static str) {
    let person = web.t.person(who);
    let write = move |desk: &mut Desk<'_>| {
        let organisation = organisations::by_handle(desk.db, &desk.alliance, handle)?.unwrap();
        manage::declare_interest(
            desk,
            &person,
            (Interest::Organisation, &organisation.id),
            "A trustee there",
        )?;
        Ok::<_, Fault>(())
    };
    web.t.app.writing(&web.t.alliance, write).unwrap();
}

#[test]
fn interests_are_read_by_whom_they_concern() {
    let web = Web::new();
    web.signed_in("rachel")
        .get("/interests")
        .is(200)
        .says("No interest keeps anybody from anything")
        .says("what has ended stays here");
    declare(&web, "hodan", "burngreave");
    declare(&web, "kofi", "faith-in-mind");
    // Who manages the alliance reads in which organisation somebody has an interest.
    let page = web.signed_in("rachel").get("/interests").is(200).says("2 interests");
    page.says("Kofi Asante").says("Faith in Mind").says("It holds");
    // The board and the auditor do not: it would tell who bids, and who somebody is on the panel.
    for who in ["danny", "vincent", "grace"] {
        let page = web.signed_in(who).get("/interests").is(200);
        assert!(!words(&page.body).contains("Faith in Mind"), "{who}");
    }
    // Everybody else reads their own.
    let kofi = web
        .signed_in("kofi")
        .get("/interests")
        .is(200)
        .says("1 interest")
        .says("your own");
    assert!(!words(&kofi.body).contains("Hodan"));
    for who in ["martin", "yasmin"] {
        let page = web.signed_in(who).get("/interests").is(200);
        assert!(!words(&page.body).contains("Hodan"), "{who}");
    }
    let csv = web.signed_in("rachel").get("/interests?as=csv&holds=now").is(200).body;
    assert!(
        csv.lines().count() == 3 && csv.contains("Hodan Ali,Burngreave Wellbeing Circle,"),
        "{csv}"
    );
    let none = web.signed_in("rachel").get("/interests?holds=before").is(200);
    none.says("Nothing fits");
    web.signed_in("rachel")
        .get("/interests/declared")
        .is(200)
        .says("Nothing was declared that you can read");
}

#[test]
fn both_registers_are_a_paper_of_ones_own() {
    let web = Web::new();
    declare(&web, "hodan", "burngreave");
    declare(&web, "kofi", "faith-in-mind");
    for (who, reads, reads_not) in [
        ("rachel", "Faith in Mind", "your own interests"),
        ("kofi", "Faith in Mind", "Hodan"),
    ] {
        let own = web.signed_in(who);
        own.get("/interests").is(200).says("Make a paper of this");
        let done = own.post("/interests/paper", &[]).is(303).to().to_owned();
        own.get(done.split('#').next().unwrap())
            .is(200)
            .says("Your paper is being made");
        worker::with_mail(&web.t).0.drain(web.now()).unwrap();
        let page = own.get("/interests").is(200);
        let paper = link(&page.body, "Your paper, as a page");
        let shown = own.get(&paper).is(200);
        let text = super::proposals::text(&web, &shown);
        assert!(text.contains(reads) && text.contains("It holds"), "{text}");
        assert!(!text.contains(reads_not), "{text}");
        own.get(&link(&page.body, "Your paper, as a PDF")).is(200);
        web.signed_in("tom").get(&paper).is(404);
    }
}
