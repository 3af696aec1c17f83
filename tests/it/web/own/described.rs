//! What somebody says of themselves: theirs to say and to take back, counted and shown to nobody.

use accord::service::own::described;
use serde_json::json;

use crate::web::{browser::Web, reading::open};

const PATH: &str = "/account/about-me";

#[test]
fn what_somebody_says_of_themselves_is_theirs_and_nobody_can_tell_whose_it_is() {
    let web = Web::new();
    let linda = web.signed_in("linda");
    linda.get("/account").says("What I say of myself");
    linda
        .get(PATH)
        .is(200)
        .says("You need not answer")
        .says("I would rather not say");
    linda
        .post(PATH, &[("age", "a hundred")])
        .is(422)
        .says("Choose one of these, or leave it.");
    linda.post(PATH, &[("age", "65_up"), ("language", "")]).is(303);
    let page = linda.get(PATH).is(200);
    assert!(page.body.contains("value=\"65_up\" checked"), "{}", page.body);
    assert!(linda.get("/account/data.json").body.contains("65 or older"));
    // Nothing tells whose it is, or that it was said.
    let person = web.t.person("linda");
    let alliance = web.t.alliance.clone();
    let marks = web.t.app.seals.alias(&alliance, &person).unwrap();
    let row = web
        .t
        .app
        .store
        .read(|db| accord_store::self_descriptions::several(db, &alliance, std::slice::from_ref(&marks)))
        .unwrap()
        .remove(0);
    assert!(!row.mark.contains(&person) && !row.sealed.contains("65_up") && !row.sealed.contains(&person));
    // Taken back, it is gone.
    linda.post(PATH, &[("age", "")]).is(303);
    let said = web.t.at_desk(move |desk| described::of(desk, &person));
    assert!(said.is_empty());
    web.browser().get(PATH).is(303);
}

#[test]
fn who_took_part_stands_beside_the_city_once_enough_have_said_something() {
    let web = Web::new();
    let (_, record) = open(&web);
    let parity = format!("/specification/{record}/parity");
    let ifrah = web.signed_in("ifrah");
    ifrah
        .get(&parity)
        .is(200)
        .says("Who took part, and who lives in Sheffield")
        .says("Too few have said something of themselves");
    let say = json!({ "section": "Who it is for", "paragraph": 1, "text": "Nights matter most." });
    for who in [
        "grace", "danny", "yasmin", "kofi", "jamal", "wei", "hodan", "beverley", "zuzana", "desmond", "nkechi", "imran",
    ] {
        web.t.work(&record, who, "comment.add", say.clone()).unwrap();
    }
    let page = ifrah
        .get(&parity)
        .is(200)
        .says("Ethnic group")
        .says("In the city")
        .says("Census 2021")
        .says("no quota");
    assert!(page.body.contains("79.1%"), "the city's part is said");
    assert!(!page.body.contains("Too few have said something"));
    // Whoever takes it back is not counted any more.
    for who in ["grace", "danny", "yasmin"] {
        assert_eq!(
            web.signed_in(who).post(PATH, &[]).is(303).to(),
            "/account/about-me?saved=yes"
        );
        let person = web.t.person(who);
        let said = web.t.at_desk(move |desk| described::of(desk, &person));
        assert!(said.is_empty(), "{who}: {said:?}");
    }
    ifrah.get(&parity).says("Too few have said something of themselves");
}
