//! The register of interests: everybody's for the board and the office, one's own for everybody else; those that have
//! ended stay.

use accord::service::{app::Desk, authority::manage, fault::Fault};
use accord_store::{appointments::Interest, organisations};

use super::browser::{Web, words};

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
