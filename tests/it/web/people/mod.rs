//! People and roles: whoever manages the alliance finds, adds, corrects and appoints people; everybody
//! may let somebody act for them.

mod acting_for;
mod erased;
mod given;

use accord::service::outgoing::Outgoing;
use accord_store::{appointments, journal};

use super::browser::{Answer, Web, words};

/// Whom letters of a kind went to, with what they say.
fn told(web: &Web) -> Vec<(String, String)> {
    let letters = web
        .posted()
        .into_iter()
        .filter(|row| row.key.starts_with("access/told/"));
    letters
        .map(|row| match serde_json::from_str(&row.payload).unwrap() {
            Outgoing::Email(letter) => {
                let says = letter.context["access"]["says"].as_str().unwrap().to_owned();
                (letter.to.email, says)
            }
            other => panic!("{other:?}"),
        })
        .collect()
}

/// What was done about people, as the journal has it.
fn written(web: &Web) -> Vec<serde_json::Value> {
    let read = |db: &mut accord_store::Db| journal::page(db, &web.t.alliance, 0, 10_000);
    let rows = web.t.app.store.read(read).unwrap();
    let bodies = rows
        .into_iter()
        .map(|row| serde_json::from_str::<serde_json::Value>(&row.body).unwrap());
    bodies.filter_map(|body| body.get("people").cloned()).collect()
}

fn appointment(role: &str) -> Vec<(&str, &str)> {
    vec![
        ("role", role),
        ("place", "alliance"),
        ("from-day", "5"),
        ("from-month", "1"),
        ("from-year", "2026"),
        ("reason", "Elected on 5 January"),
    ]
}

/// The end of an appointment that a page leads to.
#[track_caller]
fn way_to_end(page: &Answer, title: &str) -> String {
    super::browser::link(&page.body, &format!("End: {title}"))
}

#[test]
fn people_are_found_by_words_and_by_role() {
    let web = Web::new();
    let browser = web.signed_in("rachel");
    browser.get("/people").is(200).says("1 to 25 of");
    let one = browser.get("/people?q=rethink+okafor").is(200).says("1 person");
    one.says("Contract manager");
    let experts = browser.get("/people?role=expert").is(200);
    assert!(!words(&experts.body).contains("Rachel Okafor"), "she is no expert");
    browser
        .get("/people?q=nobody+of+this+name")
        .is(200)
        .says("Nothing fits");
    let csv = browser.get("/people.csv?role=contract_manager").is(200);
    let lines: Vec<&str> = csv.body.lines().collect();
    assert_eq!(lines[0], "Name,Roles,Organisations,Reached by,Email address");
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert!(csv.header("content-disposition").contains("people.csv"));
}

#[test]
fn an_appointment_has_dates_a_reason_a_letter_and_an_entry() {
    let web = Web::new();
    let hugh = web.t.person("hugh");
    let browser = web.signed_in("rachel");
    browser
        .get(&format!("/people/{hugh}"))
        .is(200)
        .says("Signatory of the buyer");
    let path = format!("/people/{hugh}/appoint");
    browser.post(&path, &appointment("certifier")).is(303);
    let page = browser.get(&format!("/people/{hugh}")).is(200);
    for text in [
        "Certifier of a host organisation",
        "Elected on 5 January",
        "Rachel Okafor",
        "5 January 2026",
    ] {
        assert!(words(&page.body).contains(text), "nothing says {text}");
    }
    let letters = told(&web);
    assert_eq!(letters.len(), 1);
    assert!(
        letters[0].0.starts_with("hugh@") && letters[0].1.contains("as Certifier of a host organisation"),
        "{letters:?}"
    );
    let entry = written(&web).pop().unwrap();
    assert_eq!(
        (&entry["done"], &entry["by"]),
        (&"appointed".into(), &web.t.person("rachel").into())
    );
    assert!(!entry.to_string().contains("Hugh"), "ids alone: {entry}");
    // The same once more is not two.
    browser
        .post(&path, &appointment("certifier"))
        .is(422)
        .says("They hold this role there already");
    // It ends, with a reason.
    let end = way_to_end(&page, "Certifier of a host organisation");
    browser.get(&end).is(200).says("It ends at once");
    browser.post(&end, &[]).is(422).says("Enter the reason");
    browser.post(&end, &[("reason", "Moved away")]).is(303);
    browser.get(&end).is(404);
    let now = web.t.app.clock.now().into();
    let held = web
        .t
        .app
        .store
        .read(|db| appointments::of_person(db, &web.t.alliance, &hugh, now))
        .unwrap();
    assert!(held.iter().all(|one| one.role != "certifier"));
    assert_eq!(written(&web).pop().unwrap()["done"], "ended");
}

#[test]
fn what_cannot_stand_together_is_refused_with_who_can_mend_it() {
    let web = Web::new();
    let browser = web.signed_in("rachel");
    let grace = web.t.person("grace");
    let refused = browser
        .post(&format!("/people/{grace}/appoint"), &appointment("board_vcse"))
        .is(403);
    refused
        .says("nobody sits in two")
        .says("Contract manager: End that appointment first");
    let own = format!("/people/{}/appoint", web.t.person("rachel"));
    browser
        .post(&own, &appointment("auditor"))
        .is(403)
        .says("Nobody appoints themselves");
    assert!(written(&web).is_empty() && told(&web).is_empty(), "nothing was done");
}

#[test]
fn answers_that_do_not_fit_are_kept_and_named() {
    let web = Web::new();
    let hugh = web.t.person("hugh");
    let browser = web.signed_in("rachel");
    let path = format!("/people/{hugh}/appoint");
    browser.get(&path).is(200);
    let page = browser.post(&path, &[("reason", "Because & so")]).is(422);
    let page = page
        .says("Choose the role.")
        .says("Choose where they hold it.")
        .says("Enter the first day");
    assert!(page.body.contains("Because &amp; so"), "what was typed is kept");
    for (name, value, says) in [
        ("from-year", "2025", "Enter today or a later day"),
        ("role", "emperor", "Choose a role from the list"),
        ("place", "organisation", "Choose the organisation"),
        ("place", "record", "Enter a reference"),
        ("until-day", "31", "Enter the last day"),
    ] {
        let mut form = appointment("auditor");
        form.retain(|(known, _)| *known != name);
        form.push((name, value));
        browser.post(&path, &form).is(422).says(says);
    }
}

#[test]
fn somebody_is_always_left_who_can_appoint() {
    let web = Web::new();
    let browser = web.signed_in("rachel");
    let tom = format!("/people/{}", web.t.person("tom"));
    let end = way_to_end(&browser.get(&tom), "Contract manager");
    browser.post(&end, &[("reason", "Left")]).is(303);
    let own = format!("/people/{}", web.t.person("rachel"));
    let end = way_to_end(&browser.get(&own), "Contract manager");
    browser
        .post(&end, &[("reason", "Left")])
        .is(403)
        .says("Nobody else would be left");
    // Whose appointment has ended manages nothing from that moment on.
    web.signed_in("tom").get("/people").is(404);
}

#[test]
fn somebody_is_added_and_corrected() {
    let web = Web::new();
    let browser = web.signed_in("rachel");
    browser.get("/people/new").is(200);
    browser.post("/people/new", &[]).is(422).says("Enter their name");
    let read = |db: &mut accord_store::Db| accord_store::organisations::by_handle(db, &web.t.alliance, "burngreave");
    let organisation = web.t.app.store.read(read).unwrap().unwrap().id;
    let form = |email: &'static str| {
        [
            ("name", "Dr Zoë Q'uist"),
            ("channel", "email"),
            ("email", email),
            ("organisation", organisation.as_str()),
            ("position", "Trustee"),
        ]
    };
    browser
        .post("/people/new", &form("amina@burngreave.example"))
        .is(422)
        .says("Somebody has this address already");
    let page = browser
        .post("/people/new", &form(" Zoe@Burngreave.example"))
        .is(303)
        .to()
        .to_owned();
    browser
        .get(&page)
        .is(200)
        .says("zoe@burngreave.example")
        .says("Trustee")
        .says("not been invited");
    browser.post(&format!("{page}/invite"), &[]).is(303);
    browser
        .get(&page)
        .is(200)
        .says("Rachel Okafor invited them")
        .says("not taken up yet");
    // Another address: both hear of it, and whoever was signed in is not any more.
    let amina = web.signed_in("amina");
    amina.get("/").is(200);
    let path = format!("/people/{}/correct", web.t.person("amina"));
    browser.get(&path).is(200);
    let changed = [
        ("name", "Amina Yusuf"),
        ("channel", "email"),
        ("email", "new@burngreave.example"),
    ];
    browser.post(&path, &changed).is(303);
    amina.get("/").is(200);
    crate::web::two::answer(&web, "tom", "yes").is(303);
    let mut to: Vec<String> = told(&web).into_iter().map(|(to, _)| to).collect();
    to.sort();
    to.dedup();
    let told = ["amina@burngreave.example", "new@burngreave.example"];
    assert!(told.iter().all(|one| to.contains(&(*one).to_owned())), "{to:?}");
    amina.get("/").is(303);
    let entry = written(&web)
        .into_iter()
        .rfind(|one| one["done"] == "corrected")
        .unwrap();
    assert_eq!(entry["what"]["changed"][0], "address");
    assert!(
        !entry.to_string().contains("burngreave.example"),
        "no address in the journal: {entry}"
    );
}
