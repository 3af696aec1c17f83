//! Erasing somebody: two people, what has to be kept, and no byte of them afterwards.

use std::path::Path;

use accord::service::erasure::{after, kept};
use accord_store::{AuditError, audit, person_keys, self_descriptions};
use chrono::TimeDelta;
use serde_json::json;

use super::appointment;
use crate::{
    support::worker,
    web::{
        browser::{Browser, Web},
        reading::open,
    },
};

/// Whom it is about.
const NAME: &str = "Xanthippe \"Xan\" Quillfeather";
/// What tells who they are, wherever it was put.
const WHO: [&str; 8] = [
    "Xanthippe",
    "Quillfeather",
    "x. quillfeather",
    "QUILLFEATHER",
    "07700900461",
    "xq@moor.example",
    "07700 900461",
    "31926819",
];

/// Somebody new with this name, whom Rachel added and appointed.
fn newcomer(web: &Web) -> String {
    let rachel = web.signed_in("rachel");
    let page = rachel.get("/people/new").is(200).body;
    let organisation = page
        .split("<option value=\"")
        .filter_map(|part| part.split('"').next())
        .find(|id| id.len() == 36)
        .unwrap()
        .to_owned();
    let added = rachel.post(
        "/people/new",
        &[
            ("name", NAME),
            ("email", "xq@moor.example"),
            ("channel", "email"),
            ("organisation", &organisation),
            ("position", "Xanthippe's place"),
        ],
    );
    let path = added.is(303).to().to_owned();
    let id = path.rsplit('/').next().unwrap().to_owned();
    let mut role = appointment("expert");
    role.retain(|(name, _)| *name != "reason");
    role.push(("reason", "Xanthippe Quillfeather was elected"));
    assert_eq!(rachel.post(&format!("/people/{id}/appoint"), &role).is(303).to(), path);
    id
}

fn theirs(web: &Web) -> Browser<'_> {
    let browser = web.browser();
    browser.sign_in("xq@moor.example");
    browser
}

/// Gives everything that people give of themselves, and asks to be erased.
fn lives_here(web: &Web) {
    let own = theirs(web);
    own.post(
        "/account/data/details",
        &[
            ("name", "Xanthippe \"Xan\" Quillfeather"),
            ("first_name", "Xanthippe"),
            ("telephone", "07700 900461"),
        ],
    )
    .is(303);
    own.post("/account/about-me", &[("age", "65_up")]).is(303);
    own.post("/account/access", &[("says", "Xanthippe needs a quiet room")]);
    let account = [
        ("name", "Xanthippe Quillfeather"),
        ("sort_code", "20-00-00"),
        ("number", "31926819"),
        ("checked", "yes"),
    ];
    own.post("/account/payments/account", &account).is(303);
    own.post("/account/data/ask", &[("says", "Everything on Xanthippe Quillfeather")])
        .is(303);
}

/// Says something about a text and below what they said, which is hidden with a reason that names them.
fn speaks(web: &Web, id: &str) {
    let (_, record) = open(web);
    let load = |db: &mut accord_store::Db| accord_store::people::load(db, id);
    let handle = web.t.app.store.read(load).unwrap().unwrap().handle;
    let work = |who: &str, permit: &str, body: serde_json::Value| web.t.work(&record, who, permit, body).unwrap();
    let text = format!("{NAME} says nights");
    let body = json!({ "section": "Who it is for", "paragraph": 1, "text": text });
    let comment = work(&handle, "comment.add", body);
    let comment = comment.get("comment").unwrap();
    let body = json!({ "comment": comment, "text": format!("Ask {NAME} for more") });
    let reply = work(&handle, "comment.reply", body);
    let reason = format!("{NAME} named herself");
    work(
        "rachel",
        "comment.hide",
        json!({ "comment": comment, "reason": reason }),
    );
    let body = json!({ "comment": comment, "reply": reply.get("reply").unwrap(), "reason": reason });
    work("rachel", "comment.hide", body);
}

/// Somebody noted them in other spellings.
fn written_otherwise(web: &Web) {
    let row = accord_store::incidents::IncidentRow {
        id: web.t.app.rng.id(web.now()),
        alliance_id: web.t.alliance.clone(),
        instance_id: None,
        what: "x. quillfeather rang, or XANTHIPPE QUILLFEATHER did.".to_owned(),
        detail: "Quillfeather, Xanthippe: 07700900461, +44 7700 900461".to_owned(),
        at: web.now().into(),
        closed_at: None,
        closed_by: None,
        outbox_key: None,
        mend: None,
    };
    let put = move |db: &mut accord_store::Db| accord_store::incidents::open(db, &row);
    web.t.app.store.write(put).unwrap();
}

/// Proposes something for a text that is only an idea, and raises something that is seen to, and something that waits.
fn asks(web: &Web, id: &str) {
    let load = |db: &mut accord_store::Db| accord_store::people::load(db, id);
    let handle = web.t.app.store.read(load).unwrap().unwrap().handle;
    let (_, idea) = web.t.specification();
    let body = json!({ "text": format!("{NAME} would open on Sundays") });
    web.t.work(&idea, &handle, "proposal.add", body).unwrap();
    let siobhan = web.signed_in("siobhan");
    for answer in [Some("Quillfeather was called"), None] {
        let form = [("text", NAME), ("role", "safeguarding_lead"), ("named", "yes")];
        let mine = theirs(web).post("/support/worried", &form).is(303).to().to_owned();
        let theirs = mine.replace("/support/raised/", "/concerns/");
        let theirs = theirs.trim_end_matches("?new=yes");
        if let Some(answer) = answer {
            siobhan.post(theirs, &[("deed", "take")]).is(303);
            siobhan.post(theirs, &[("answer", answer)]).is(303);
        }
    }
}

/// What somebody raised is sealed: it is gone if those whom it reached read it no more.
fn raised_is_gone(web: &Web) {
    let siobhan = web.signed_in("siobhan");
    let list = siobhan.get("/concerns").is(200).body;
    let ways: Vec<String> = list
        .split("href=\"/concerns/")
        .skip(1)
        .filter_map(|part| Some(format!("/concerns/{}", part.split('"').next()?)))
        .collect();
    assert_eq!(ways.len(), 2);
    let mut waited = 0;
    for way in ways {
        let page = siobhan.get(&way).is(200).body;
        if page.contains("Quillfeather") {
            // It waits: it is seen to first, and then it goes.
            waited += 1;
            siobhan.post(&way, &[("deed", "take")]).is(303);
            siobhan.post(&way, &[("answer", "It is seen to")]).is(303);
        }
        siobhan.get(&way).is(200).says("What stood here was erased");
    }
    assert_eq!(waited, 1);
}

fn ends_what_they_hold(web: &Web, id: &str) {
    let rachel = web.signed_in("rachel");
    let page = rachel.get(&format!("/people/{id}")).is(200);
    let way = super::way_to_end(&page, "Expert by experience");
    rachel.post(&way, &[("reason", "Xanthippe asked to leave")]).is(303);
}

fn confirmed(web: &Web, id: &str) {
    let asked = web
        .signed_in("rachel")
        .post(&format!("/people/{id}/erase"), &[("why", "asked")]);
    assert_eq!(asked.is(303).to(), "/people/waiting");
    let tom = web.signed_in("tom");
    let page = tom.get("/people/waiting").is(200).says("It cannot be undone");
    let change = page.body.split("name=\"change\" value=\"").nth(1).unwrap();
    let change = change.split('"').next().unwrap();
    tom.post("/people/waiting", &[("change", change), ("answer", "yes")])
        .is(303);
}

/// Every file below a folder in which one of these stands, and which.
fn found(folder: &Path, words: &[&str]) -> Vec<String> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            out.extend(found(&path, words));
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        for word in words {
            if bytes.windows(word.len()).any(|part| part == word.as_bytes()) {
                out.push(format!("{word} in {}", path.display()));
            }
        }
    }
    out
}

fn verified(web: &Web) {
    let verdicts = web.t.app.store.read(|db| audit::verify_all(db, None).map_err(Verified));
    assert_eq!(verdicts.unwrap().len(), 1);
}

#[derive(Debug)]
struct Verified(#[expect(dead_code, reason = "a test that fails shows it")] AuditError);

impl From<accord_store::StoreError> for Verified {
    fn from(error: accord_store::StoreError) -> Self {
        Self(error.into())
    }
}

#[test]
fn afterwards_no_byte_of_them_is_left_and_the_journal_verifies() {
    let web = Web::new();
    let (worker, mail) = worker::with_mail(&web.t);
    let id = newcomer(&web);
    lives_here(&web);
    speaks(&web, &id);
    written_otherwise(&web);
    asks(&web, &id);
    worker.drain(web.now()).unwrap();
    assert!(
        !found(web.t.folder.path(), &["Quillfeather"]).is_empty(),
        "the search finds what is there"
    );
    // What stands in the way is said, and why has to be chosen.
    let rachel = web.signed_in("rachel");
    let page = format!("/people/{id}/erase");
    rachel.get(&page).is(200).says("End that appointment first");
    rachel
        .post(&page, &[("why", "asked")])
        .is(403)
        .says("End that appointment first");
    ends_what_they_hold(&web, &id);
    rachel.get(&page).is(200).says("Nothing has to be kept");
    rachel.post(&page, &[]).is(422).says("Select why it is to be erased");
    confirmed(&web, &id);
    worker.drain(web.now()).unwrap();
    let last = mail
        .sent()
        .into_iter()
        .map(|one| worker::text(&one.bytes))
        .find(|text| text.contains("is erased"));
    assert!(
        last.unwrap()
            .contains("The key to what the journal says about you is destroyed")
    );
    assert_eq!(found(web.t.folder.path(), &WHO), Vec::<String>::new());
    verified(&web);
    raised_is_gone(&web);
    // They are on no list; what they did is somebody's who has left.
    assert!(!rachel.get("/people?q=left").body.contains(&id));
    rachel
        .get(&format!("/people/{id}"))
        .is(200)
        .says("Somebody who has left");
    rachel.get(&page).is(200).says("They were erased before");
    rachel.get("/operations/incidents").is(200);
    assert!(theirs(&web).get("/account/data").is(303).to().starts_with("/sign-in"));
    let key = web.t.app.store.read(|db| person_keys::load(db, &id)).unwrap().unwrap();
    assert!(key.sealed.is_empty() && key.identity.is_none() && key.destroyed_at.is_some());
    let mark = web.t.app.seals.alias(&web.t.alliance, &id).unwrap();
    let said = web
        .t
        .app
        .store
        .read(|db| self_descriptions::several(db, &web.t.alliance, std::slice::from_ref(&mark)));
    assert_eq!(said.unwrap(), [], "what they said of themselves is gone");
}

#[test]
fn who_was_paid_is_kept_sealed_for_its_time_and_no_longer() {
    let web = Web::new();
    let (worker, _mail) = worker::with_mail(&web.t);
    let id = newcomer(&web);
    lives_here(&web);
    let details = json!({ "activity": "read_document", "done_on": "2026-01-05", "about": "The clauses" });
    let start = accord::service::transition::Start {
        subject: accord::service::subjects::NewSubject {
            person: Some(id.clone()),
            started_by: Some(web.t.person("rachel")),
            details: details.as_object().unwrap().clone(),
            ..accord::service::subjects::NewSubject::default()
        },
        ..accord::service::transition::Start::of(&web.t.alliance, "involvement-claim", "")
    };
    let claim = web.t.app.start(start).unwrap().instance;
    ends_what_they_hold(&web, &id);
    let rachel = web.signed_in("rachel");
    rachel
        .post(&format!("/people/{id}/erase"), &[("why", "long_enough")])
        .is(403)
        .says("is about them and still open");
    let read = |db: &mut accord_store::Db| accord_store::instances::load(db, &web.t.alliance, &claim);
    assert!(web.t.app.store.read(read).is_ok());
    web.t.clock.advance(TimeDelta::days(200));
    accord::service::clocks::fire_due(&web.t.app).unwrap();
    worker.drain(web.now()).unwrap();
    rachel
        .get(&format!("/people/{id}/erase"))
        .is(200)
        .says("Tax law asks what was paid to whom, for six years");
    confirmed(&web, &id);
    worker.drain(web.now()).unwrap();
    assert_eq!(
        found(web.t.folder.path(), &WHO),
        Vec::<String>::new(),
        "sealed is not readable"
    );
    let identify = || kept::identify(&web.t.app, &web.t.alliance, &id, ("The tax office asks", "root"));
    assert!(identify().unwrap().contains("Quillfeather"));
    // Whoever runs the server says why; on its day the key is destroyed.
    assert!(kept::identify(&web.t.app, &web.t.alliance, &id, (" ", "root")).is_err());
    assert_eq!(kept::destroy_due(&web.t.app).unwrap(), 0);
    web.t.clock.advance(TimeDelta::days(6 * 366));
    assert_eq!(kept::destroy_due(&web.t.app).unwrap(), 1);
    assert!(identify().is_err());
    verified(&web);
}

#[test]
fn a_copy_that_is_put_back_brings_nobody_back() {
    let web = Web::new();
    let (worker, _mail) = worker::with_mail(&web.t);
    let id = newcomer(&web);
    let remembered = vec![(web.t.alliance.clone(), id.clone())];
    worker.drain(web.now()).unwrap();
    assert_eq!(after::again(&web.t.app, &remembered).unwrap(), 1);
    assert_eq!(after::again(&web.t.app, &remembered).unwrap(), 0, "once");
    worker.drain(web.now()).unwrap();
    assert_eq!(found(web.t.folder.path(), &WHO), Vec::<String>::new());
    let marks = std::fs::read_to_string(web.t.folder.path().join("files/erased.txt")).unwrap();
    assert_eq!(marks, format!("{} {id}\n", web.t.alliance), "files remember whom");
    verified(&web);
}
