//! What one person alone cannot give, and what does not come back: roles that decide or read what others may not,
//! people who were erased, ways in that were sent to another address.

use accord::service::outgoing::Outgoing;
use accord_store::{appointments, people, person_keys};

use super::{appointment, told};
use crate::web::browser::Web;

fn holds(web: &Web, person: &str, role: &str) -> bool {
    let now = web.t.app.clock.now().into();
    let read = |db: &mut accord_store::Db| appointments::of_person(db, &web.t.alliance, person, now);
    let held = web.t.app.store.read(read).unwrap();
    held.iter().any(|one| one.role == role)
}

#[test]
fn a_role_that_decides_or_reads_what_others_may_not_takes_two() {
    let web = Web::new();
    let hugh = web.t.person("hugh");
    let rachel = web.signed_in("rachel");
    let library = web.t.app.library.clone();
    let kept = library.roles.roles.iter().filter(|(_, role)| role.takes_two);
    let mut kept: Vec<&str> = kept.map(|(name, _)| name.as_str()).collect();
    let reached = library.support.ways.values().flat_map(|way| &way.reaches);
    kept.extend(reached.map(String::as_str));
    assert!(kept.len() > 5, "{kept:?}");
    for role in kept {
        let sent = rachel.post(&format!("/people/{hugh}/appoint"), &appointment(role));
        // Some do not fit beside what he holds; none is given.
        if sent.status == 303 {
            assert_eq!(sent.to(), "/people/waiting", "{role}");
        }
        assert!(
            !holds(&web, &hugh, role) || role == "lead_body_signatory",
            "{role} was given by one person"
        );
    }
    let done = told(&web)
        .into_iter()
        .filter(|(_, says)| says.contains("was appointed") || says.contains("were appointed"));
    assert_eq!(done.count(), 0, "nothing was done");
}

#[test]
fn whoever_holds_such_a_role_hears_who_else_does() {
    let web = Web::new();
    let hugh = web.t.person("hugh");
    web.signed_in("rachel")
        .post(&format!("/people/{hugh}/appoint"), &appointment("auditor"))
        .is(303);
    let tom = web.signed_in("tom");
    let page = tom.get("/people/waiting").is(200);
    let change = page.body.split("name=\"change\" value=\"").nth(1).unwrap();
    let change = change.split('"').next().unwrap();
    tom.post("/people/waiting", &[("change", change), ("answer", "yes")])
        .is(303);
    assert!(holds(&web, &hugh, "auditor"));
    let letters = told(&web);
    let others: Vec<_> = letters
        .iter()
        .filter(|(_, says)| says.contains("You hold this role too"))
        .collect();
    assert!(!others.is_empty(), "{letters:?}");
    assert!(others.iter().all(|(to, _)| !to.starts_with("hugh@")), "{others:?}");
}

#[test]
fn whoever_was_erased_comes_back_under_no_old_id() {
    let web = Web::new();
    let id = web.t.person("hugh");
    let mark = {
        let (id, alliance, now) = (id.clone(), web.t.alliance.clone(), web.now().into());
        person_keys::PersonKeyRow {
            person_id: id,
            alliance_id: alliance,
            sealed: String::new(),
            made_at: now,
            erased_at: Some(now),
            identity: None,
            kept_until: None,
            because: String::new(),
            destroyed_at: Some(now),
        }
    };
    web.t.app.store.write(move |db| person_keys::put(db, &mark)).unwrap();
    let rachel = web.signed_in("rachel");
    let page = format!("/people/{id}");
    let shown = rachel.get(&page).is(200).says("add them as somebody new");
    for way in ["/correct", "/appoint", "/delegate"] {
        assert!(!shown.body.contains(&format!("{page}{way}\"")), "{way} is offered");
    }
    let before = web.t.app.store.read(|db| people::load(db, &id)).unwrap();
    let again = [
        ("name", "Zebedee"),
        ("email", "stranger@elsewhere.example"),
        ("channel", "email"),
    ];
    let mut refused = rachel.post(&format!("{page}/correct"), &again);
    if refused.status == 303 {
        // It takes two to change the address of somebody who holds a role; the second finds the same.
        let tom = web.signed_in("tom");
        let waiting = tom.get("/people/waiting").is(200);
        let change = waiting.body.split("name=\"change\" value=\"").nth(1).unwrap();
        let change = change.split('"').next().unwrap();
        refused = tom.post("/people/waiting", &[("change", change), ("answer", "yes")]);
    }
    refused.is(403).says("add them as somebody new");
    assert_eq!(web.t.app.store.read(|db| people::load(db, &id)).unwrap(), before);
    rachel
        .post(&format!("{page}/appoint"), &appointment("certifier"))
        .is(403)
        .says("add them as somebody new");
    rachel.post(&format!("{page}/invite"), &[]).is(404);
}

/// Ways in that were sent, the oldest first.
fn ways_in(web: &Web) -> Vec<String> {
    let letters = web.posted().into_iter();
    letters
        .filter_map(|row| match serde_json::from_str(&row.payload).unwrap() {
            Outgoing::Email(letter) => letter.context.pointer("/access/link")?.as_str().map(str::to_owned),
            _ => None,
        })
        .filter_map(|link| Some(format!("/invitation/{}", link.split("/invitation/").nth(1)?)))
        .collect()
}

#[test]
fn a_way_in_that_went_astray_ends_with_the_next_one_and_with_another_address() {
    let web = Web::new();
    let rachel = web.signed_in("rachel");
    let page = rachel.get("/people/new").is(200).body;
    let organisation = page
        .split("<option value=\"")
        .filter_map(|part| part.split('"').next())
        .find(|id| id.len() == 36)
        .unwrap()
        .to_owned();
    let newcomer = |email: &'static str| {
        [
            ("name", "Ottilie Marchbank"),
            ("email", email),
            ("channel", "email"),
            ("organisation", organisation.as_str()),
            ("position", "Trustee"),
        ]
    };
    let person = rachel
        .post("/people/new", &newcomer("wrong@example.org"))
        .is(303)
        .to()
        .to_owned();
    rachel.post(&format!("{person}/invite"), &[]).is(303);
    rachel.post(&format!("{person}/invite"), &[]).is(303);
    let sent = ways_in(&web);
    assert_eq!(sent.len(), 2);
    let nobody = web.browser();
    nobody.get(&sent[0]).is(404).says("cannot be used any more");
    nobody.get(&sent[1]).is(200);
    let corrected = [
        ("name", "Ottilie Marchbank"),
        ("email", "right@example.org"),
        ("channel", "email"),
    ];
    rachel.post(&format!("{person}/correct"), &corrected).is(303);
    nobody.get(&sent[1]).is(404).says("cannot be used any more");
    nobody
        .post(
            &sent[1],
            &[("kind", "password"), ("password", "four words that are long")],
        )
        .is(404);
    rachel.post(&format!("{person}/invite"), &[]).is(303);
    nobody.get(ways_in(&web).last().unwrap()).is(200);
}

#[test]
fn a_name_has_nothing_in_it_that_nobody_sees() {
    let web = Web::new();
    let rachel = web.signed_in("rachel");
    let page = rachel.get("/people/new").is(200).body;
    let organisation = page
        .split("<option value=\"")
        .filter_map(|part| part.split('"').next())
        .find(|id| id.len() == 36)
        .unwrap()
        .to_owned();
    let add = |name: &str, email: &str| {
        let form = [
            ("name", name),
            ("email", email),
            ("channel", "email"),
            ("organisation", organisation.as_str()),
            ("position", "Trustee"),
        ];
        rachel.post("/people/new", &form)
    };
    for unseen in ["\u{200b}", " \u{202e}\u{feff} ", "…"] {
        add(unseen, "unseen@example.org").is(422).says("Enter their name");
    }
    let page = add("Ann\u{202e}e \u{200b}Ó Sé\r\nBcc: x", "anne@example.org")
        .is(303)
        .to()
        .to_owned();
    rachel.get(&page).is(200).says("Anne Ó Sé Bcc: x");
}
