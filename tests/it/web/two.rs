//! What takes two people: always what gives or moves power, and who speaks for an organisation while bids are open or
//! sealed.

use accord::service::people::operator;
use accord_store::{
    appointments::{self, AppointmentRow, Scope},
    organisations,
};

use super::{
    browser::{Answer, Web, words},
    callbacks::stand,
};
use crate::service::award;

fn bidder(organisation: &str) -> Vec<(&str, &str)> {
    vec![
        ("role", "bidder"),
        ("place", "organisation"),
        ("organisation", organisation),
        ("from-day", "5"),
        ("from-month", "1"),
        ("from-year", "2026"),
        ("reason", "They work there now"),
    ]
}

fn letters(web: &Web) -> usize {
    let rows = web.posted();
    rows.iter().filter(|row| row.key.starts_with("access/told/")).count()
}

#[test]
fn a_manager_alone_changes_nobody_who_speaks_for_an_organisation() {
    let web = Web::new();
    let round = award::round(&web.t);
    let read = |db: &mut accord_store::Db| organisations::by_handle(db, &web.t.alliance, "burngreave");
    let burngreave = web.t.app.store.read(read).unwrap().unwrap().id;
    let hodan = web.t.person("hodan");
    let holds = |role: &str| {
        let now = web.t.app.clock.now().into();
        let held = web
            .t
            .app
            .store
            .read(|db| appointments::of_person(db, &web.t.alliance, &hodan, now))
            .unwrap();
        held.iter().any(|one| one.role == role)
    };
    stand(&web, &round.record, &["closed"]);
    let rachel = web.signed_in("rachel");
    // What does not fit is said at once.
    rachel
        .post(&format!("/people/{hodan}/appoint"), &[("role", "bidder")])
        .is(422);
    let asked = rachel
        .post(&format!("/people/{hodan}/appoint"), &bidder(&burngreave))
        .is(303);
    assert_eq!(asked.to(), "/people/waiting");
    assert!(!holds("bidder"), "nothing was done");
    // The other manager, and the organisation's own people, have been told.
    assert!(letters(&web) >= 3, "{}", letters(&web));
    let list = rachel
        .get("/people/waiting")
        .is(200)
        .says("Hodan Ali is to be Bidding organisation");
    list.says("You asked for this yourself");
    let tom = web.signed_in("tom");
    let page = tom.get("/people/waiting").is(200);
    let change = page
        .body
        .split("name=\"change\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    tom.post("/people/waiting", &[("change", &change)])
        .is(422)
        .says("Select whether you confirm it");
    rachel
        .post("/people/waiting", &[("change", &change), ("answer", "yes")])
        .is(403)
        .says("You asked for this yourself");
    tom.post("/people/waiting", &[("change", &change), ("answer", "yes")])
        .is(303);
    assert!(holds("bidder"));
    tom.get("/people/waiting").is(200).says("Nothing waits");
    tom.post("/people/waiting", &[("change", &change), ("answer", "yes")])
        .is(422);
    // An address, and somebody who acts for another, likewise; a role that confirms nothing is not held back.
    let amina = web.t.person("amina");
    let address = [
        ("name", "Amina Yusuf"),
        ("channel", "email"),
        ("email", "new@burngreave.example"),
    ];
    assert_eq!(
        rachel.post(&format!("/people/{amina}/correct"), &address).is(303).to(),
        "/people/waiting"
    );
    let name = [
        ("name", "Amina A Yusuf"),
        ("channel", "email"),
        ("email", "amina@burngreave.example"),
    ];
    assert_ne!(
        rachel.post(&format!("/people/{amina}/correct"), &name).is(303).to(),
        "/people/waiting"
    );
    let leon = web.t.person("leon");
    let mut wide = bidder("");
    wide.retain(|(name, _)| !["role", "place", "organisation"].contains(name));
    wide.extend([("role", "certifier"), ("place", "alliance")]);
    assert_ne!(
        rachel.post(&format!("/people/{leon}/appoint"), &wide).is(303).to(),
        "/people/waiting"
    );
    // An organisation that does not bid is treated the same: nothing is told by the question.
    let read = |db: &mut accord_store::Db| organisations::by_handle(db, &web.t.alliance, "mens-shed");
    let shed = web.t.app.store.read(read).unwrap().unwrap().id;
    let terence = web.t.person("terence");
    let asked = rachel
        .post(&format!("/people/{terence}/appoint"), &bidder(&shed))
        .is(303);
    assert_eq!(asked.to(), "/people/waiting");
}

#[test]
fn without_a_round_one_is_enough() {
    let web = Web::new();
    let read = |db: &mut accord_store::Db| organisations::by_handle(db, &web.t.alliance, "burngreave");
    let burngreave = web.t.app.store.read(read).unwrap().unwrap().id;
    let hodan = web.t.person("hodan");
    let rachel = web.signed_in("rachel");
    let done = rachel
        .post(&format!("/people/{hodan}/appoint"), &bidder(&burngreave))
        .is(303);
    assert_eq!(done.to(), format!("/people/{hodan}"));
}

/// Answers, as somebody, the change that waits last.
pub(super) fn answer(web: &Web, who: &str, word: &str) -> Answer {
    let browser = web.signed_in(who);
    let rows = web
        .t
        .app
        .store
        .read(|db| accord_store::changes::waiting(db, &web.t.alliance))
        .unwrap();
    let change = &rows.last().unwrap().id;
    browser.post("/people/waiting", &[("change", change), ("answer", word)])
}

fn role(role: &str) -> Vec<(&str, &str)> {
    let mut out = bidder("");
    out.retain(|(name, _)| !["role", "place", "organisation"].contains(name));
    out.extend([("role", role), ("place", "alliance")]);
    out
}

#[test]
fn whoever_asked_takes_it_back_and_the_others_hear() {
    let web = Web::new();
    let gwen = ghost(&web);
    let rachel = web.signed_in("rachel");
    let path = format!("/people/{gwen}/appoint");
    rachel.post(&path, &role("finance")).is(303);
    rachel
        .get("/")
        .is(200)
        .says("A change that you asked for waits for a second person");
    let list = rachel.get("/people/waiting").is(200).says("Take this back");
    assert!(!words(&list.body).contains("Do you confirm it?"));
    let before = letters(&web);
    answer(&web, "rachel", "no").is(303);
    assert!(letters(&web) > before, "whoever was asked to answer hears of it");
    assert!(!holds(&web, &gwen, "finance"));
    rachel.get("/people/waiting").is(200).says("Nothing waits");
    let home = words(&rachel.get("/").is(200).body);
    assert!(!home.contains("waits for a second person"), "{home}");
}

/// Somebody whom Rachel adds with an address of her own choice; gives their id.
fn ghost(web: &Web) -> String {
    let read = |db: &mut accord_store::Db| organisations::by_handle(db, &web.t.alliance, "burngreave");
    let organisation = web.t.app.store.read(read).unwrap().unwrap().id;
    let new = [
        ("name", "Gwen Host"),
        ("channel", "email"),
        ("email", "rachel.too@sheffieldmha.example"),
        ("organisation", organisation.as_str()),
        ("position", "Deputy"),
    ];
    let page = web
        .signed_in("rachel")
        .post("/people/new", &new)
        .is(303)
        .to()
        .to_owned();
    page.rsplit('/').next().unwrap().to_owned()
}

fn holds(web: &Web, person: &str, role: &str) -> bool {
    let now = web.t.app.clock.now().into();
    let read = |db: &mut accord_store::Db| appointments::of_person(db, &web.t.alliance, person, now);
    web.t.app.store.read(read).unwrap().iter().any(|one| one.role == role)
}

/// An appointment as one person alone could make it before it took two.
fn appointed_alone(web: &Web, person: &str, role: &str) {
    let row = AppointmentRow {
        id: format!("{person}-{role}"),
        alliance_id: web.t.alliance.clone(),
        person_id: person.to_owned(),
        role: role.to_owned(),
        scope_kind: Scope::Alliance,
        scope_id: web.t.alliance.clone(),
        since: web.t.app.clock.now().into(),
        until: None,
        reason: "Deputy".to_owned(),
        appointed_by: Some(web.t.person("rachel")),
    };
    web.t
        .app
        .store
        .write(move |db| appointments::appoint(db, &row))
        .unwrap();
}

#[test]
fn a_manager_alone_makes_nobody_who_could_confirm() {
    let web = Web::new();
    let gwen = ghost(&web);
    let rachel = web.signed_in("rachel");
    let path = format!("/people/{gwen}/appoint");
    rachel
        .get(&path)
        .is(200)
        .says("It takes two people to appoint somebody as one of these: Contract manager")
        .says("Supporter, Safeguarding lead")
        .says("Finance, Assurance reviewer");
    for one in ["contract_manager", "supporter", "assurance", "finance"] {
        assert_eq!(rachel.post(&path, &role(one)).is(303).to(), "/people/waiting", "{one}");
        assert!(!holds(&web, &gwen, one));
        answer(&web, "rachel", "yes")
            .is(403)
            .says("You asked for this yourself");
        answer(&web, "tom", "no").is(303);
    }
    // What confirms nothing is given at once; an address of somebody who waits for a role is not changed meanwhile.
    assert_ne!(rachel.post(&path, &role("certifier")).is(303).to(), "/people/waiting");
    rachel.post(&path, &role("contract_manager")).is(303);
    // Whoever confirms sees whom it is for.
    let page = web.signed_in("tom").get("/people/waiting").is(200);
    page.says("Gwen Host signs in with rachel.too@sheffieldmha.example.")
        .says("Rachel Okafor added them here.");
    answer(&web, "tom", "yes").is(303);
    assert!(holds(&web, &gwen, "contract_manager"));
    // A third person has confirmed her: from now on she counts, for what Rachel asks, too.
    let leon = web.t.person("leon");
    rachel
        .post(&format!("/people/{leon}/appoint"), &role("assurance"))
        .is(303);
    let shown = web.signed_in("tom").get("/people/waiting").is(200);
    assert!(!words(&shown.body).contains("Nobody here can confirm"));
    let cookie = accord::service::access::sessions::begin(&web.t.app, &gwen, "Test", true).unwrap();
    let browser = web.browser();
    browser.jar.borrow_mut().insert("__Host-accord".to_owned(), cookie);
    assert!(
        browser
            .get("/people/waiting")
            .is(200)
            .body
            .contains("Yes, I confirm it")
    );
}

#[test]
fn whoever_one_person_alone_has_made_does_not_count_as_a_second() {
    let web = Web::new();
    let gwen = ghost(&web);
    appointed_alone(&web, &gwen, "contract_manager");
    let leon = web.t.person("leon");
    let own = [
        ("name", "Leon Fairweather"),
        ("channel", "email"),
        ("email", "leon.too@rethink.example"),
    ];
    let rachel = web.signed_in("rachel");
    rachel.post(&format!("/people/{leon}/correct"), &own).is(303);
    let cookie = accord::service::access::sessions::begin(&web.t.app, &gwen, "Test", true).unwrap();
    let browser = web.browser();
    browser.jar.borrow_mut().insert("__Host-accord".to_owned(), cookie);
    let page = browser.get("/people/waiting").is(200);
    let page = page.says("You are somebody whom Rachel Okafor added here, appointed, or gave another address to");
    assert!(!page.body.contains("Yes, I confirm it"));
    let rows = web
        .t
        .app
        .store
        .read(|db| accord_store::changes::waiting(db, &web.t.alliance));
    let id = rows.unwrap().remove(0).id;
    let yes = [("change", id.as_str()), ("answer", "yes")];
    browser
        .post("/people/waiting", &yes)
        .is(403)
        .says("do not count as two people");
    answer(&web, "tom", "no").is(303);
    // Nor the other way round: what the one asks, the other does not confirm.
    let terence = web.t.person("terence");
    browser
        .post(&format!("/people/{terence}/appoint"), &role("supporter"))
        .is(303);
    answer(&web, "rachel", "yes").is(403).says("do not count as two people");
    answer(&web, "tom", "yes").is(303);
}

#[test]
fn an_address_and_acting_for_another_always_take_two() {
    let web = Web::new();
    let rachel = web.signed_in("rachel");
    for who in ["leon", "grace", "eleanor", "rachel"] {
        let id = web.t.person(who);
        let address = [
            ("name", "Somebody"),
            ("channel", "email"),
            ("email", "elsewhere@mail.example"),
        ];
        let path = format!("/people/{id}/correct");
        assert_eq!(rachel.post(&path, &address).is(303).to(), "/people/waiting", "{who}");
        // Whose address it is hears of it at the old one, before anybody answers.
        if who == "grace" {
            let told = web.posted().into_iter().filter(|row| row.recipient == id).count();
            assert_eq!(told, 1);
        }
        let page = web.signed_in("tom").get("/people/waiting").is(200);
        page.says("The new address is elsewhere@mail.example.");
        answer(&web, "tom", "no").is(303);
    }
    // Somebody who holds nothing is corrected at once; whoever waits for a role is not.
    let gwen = ghost(&web);
    let address = [
        ("name", "Gwen Host"),
        ("channel", "email"),
        ("email", "gwen@mail.example"),
    ];
    let path = format!("/people/{gwen}/correct");
    assert_eq!(rachel.post(&path, &address).is(303).to(), format!("/people/{gwen}"));
    rachel
        .post(&format!("/people/{gwen}/appoint"), &role("supporter"))
        .is(303);
    let address = [
        ("name", "Gwen Host"),
        ("channel", "email"),
        ("email", "gwen.too@mail.example"),
    ];
    assert_eq!(rachel.post(&path, &address).is(303).to(), "/people/waiting");
    let grace = web.t.person("grace");
    let acts = [
        ("delegate", gwen.as_str()),
        ("from-day", "6"),
        ("from-month", "1"),
        ("from-year", "2026"),
        ("until-day", "9"),
        ("until-month", "1"),
        ("until-year", "2026"),
        ("reason", "Away"),
    ];
    let path = format!("/people/{grace}/delegate");
    rachel.get(&path).is(200).says("so it takes two");
    assert_eq!(rachel.post(&path, &acts).is(303).to(), "/people/waiting");
    let now = web.t.app.clock.now();
    let read = |db: &mut accord_store::Db| appointments::delegations_of(db, &web.t.alliance, &grace);
    assert!(
        web.t
            .app
            .store
            .read(read)
            .unwrap()
            .iter()
            .all(|one| one.until.utc() < now)
    );
    // For oneself nobody else is asked, and only people whom one knows are offered.
    let grace = web.signed_in("grace");
    grace
        .post("/account/delegate", &acts)
        .is(422)
        .says("Choose who is to act");
    let danny = web.t.person("danny");
    let own = acts.map(|(name, value)| match name {
        "delegate" => (name, danny.as_str()),
        _ => (name, value),
    });
    assert_eq!(grace.post("/account/delegate", &own).is(303).to(), "/account");
}

#[test]
fn where_there_are_no_two_the_page_says_how_to_mend_it() {
    let web = Web::new();
    let rachel = web.signed_in("rachel");
    let tom = web.t.person("tom");
    let page = rachel.get(&format!("/people/{tom}")).is(200);
    let end = super::browser::link(&page.body, "End: Contract manager");
    rachel.post(&end, &[("reason", "Left")]).is(303);
    let leon = web.t.person("leon");
    rachel
        .post(&format!("/people/{leon}/appoint"), &role("contract_manager"))
        .is(303);
    rachel
        .get("/people/waiting")
        .is(200)
        .says("Nobody here can confirm this")
        .says("accord people appoint");
    let (app, alliance) = (&web.t.app, web.t.alliance.as_str());
    assert!(operator::appoint(app, alliance, ("nobody@x.example", "contract_manager"), "Needed", "jo").is_err());
    operator::appoint(
        app,
        alliance,
        ("tom", "contract_manager"),
        "There is one manager left",
        "jo",
    )
    .unwrap();
    let page = rachel.get("/people/waiting").is(200);
    assert!(!words(&page.body).contains("Nobody here can confirm this"));
    answer(&web, "tom", "yes").is(303);
    assert!(holds(&web, &leon, "contract_manager"));
    operator::readdress(
        app,
        alliance,
        ("leon", "leon.new@rethink.example"),
        "The old one is gone",
        "jo",
    )
    .unwrap();
    let row = app
        .store
        .read(|db| accord_store::people::load(db, &leon))
        .unwrap()
        .unwrap();
    assert_eq!(row.email.as_deref(), Some("leon.new@rethink.example"));
}
