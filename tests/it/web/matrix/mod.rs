//! Every route × people in every position × a thing that is theirs, that is others', and that is not.

mod apart;
mod powers;
mod programs;

use std::sync::{Arc, LazyLock};

use accord::{
    service::{
        app::Desk,
        authority::manage,
        fault::Fault,
        library::{Library, Shelf},
    },
    web::{
        api::endpoint::Takes,
        routes::{Method, Object, ROUTES, Route, Who},
    },
};
use accord_store::{
    appointments::Scope,
    documents::{self, DocumentRow},
    incidents::{self, IncidentRow},
    payments::{self, PaymentRunRow},
    tokens::Reach,
};

use super::browser::{Answer, Browser, Web, words};

const MISSING: &str = "01900000-0000-7000-8000-000000000000";

/// A site with a specification that waits for a contract manager, and a document for experts.
struct Scene {
    web: Web,
    instance: String,
    record: String,
    document: String,
}

/// A file of changeovers, of which there is none in the shipped library. It need not fit to be there.
const CHANGEOVER: &str = "clearer";

static LIBRARY: LazyLock<Arc<Library>> = LazyLock::new(|| {
    let text = format!(
        "changeover: {CHANGEOVER}\nworkflow: specification\nfrom: [0123456789ab]\nto: 0123456789ab\nbecause: Clearer.\n"
    );
    let path = format!("workflows/changeovers/{CHANGEOVER}.yaml");
    Arc::new(Library::read(Shelf::built_in().with(&path, &text)).unwrap())
});

impl Scene {
    fn new() -> Self {
        let web = Web::with(LIBRARY.clone());
        let (instance, record) = web.t.specification();
        let row = DocumentRow {
            id: "01900000-0000-7000-8000-00000000000d".to_owned(),
            alliance_id: web.t.alliance.clone(),
            subject_id: Some(record.clone()),
            instance_id: Some(instance.clone()),
            outbox_key: None,
            kind: "document".to_owned(),
            template: "specification".to_owned(),
            reference: "SPEC".to_owned(),
            version: 1,
            title: "The text".to_owned(),
            hash: "0".to_owned(),
            html_key: "text.html".to_owned(),
            pdf_key: Some("text.pdf".to_owned()),
            data_key: None,
            readers: "[\"expert\"]".to_owned(),
            flagged: None,
            created_at: web.now().into(),
        };
        let document = row.id.clone();
        web.t.app.store.write(move |db| documents::put(db, &row)).unwrap();
        Self {
            web,
            instance,
            record,
            document,
        }
    }

    /// The route's address about a thing; `there` is whether the thing exists.
    fn address(&self, route: &Route, there: bool) -> String {
        let id = match (there, route.object) {
            (false, _) | (true, Object::Nothing | Object::Own | Object::File) => MISSING,
            (true, Object::Record) => &self.record,
            (true, Object::Instance) => &self.instance,
            (true, Object::Document) => &self.document,
        };
        route
            .path
            .replace("{id}", id)
            .replace("{kind}", "specification")
            .replace("{list}", "contract")
            .replace("{verb}", "act")
            .replace("{state}", "idea")
            .replace("{event}", "take_forward")
            .replace("{clock}", "deadline")
            .replace("{seq}", "1")
            .replace("{permit}", "specification.edit")
            .replace("{draft}", MISSING)
            .replace("{reference}", "NONE-1")
            .replace("{key}", "0000")
            .replace("{token}", "0000")
            .replace("{number}", "1")
            .replace("{appointment}", MISSING)
            .replace("{delegation}", MISSING)
            .replace("{incident}", MISSING)
            .replace("{run}", MISSING)
            .replace("{pack}", MISSING)
            .replace("{person}", &self.web.t.person("grace"))
            .replace("{recording}", MISSING)
            .replace("{comment}", MISSING)
            .replace("{concern}", MISSING)
            .replace("{account}", MISSING)
            .replace("{message}", MISSING)
            .replace("{promise}", MISSING)
            .replace("{way}", "worried")
            .replace("{file}", MISSING)
            .replace("{submission}", MISSING)
            .replace("{workflow}", "specification")
            .replace("{changeover}", CHANGEOVER)
            .replace("{name}", "none.css")
    }

    /// Something that went wrong.
    fn incident(&self) -> String {
        let (id, alliance, now) = (
            self.web.t.app.rng.id(self.web.now()),
            self.web.t.alliance.clone(),
            self.web.now(),
        );
        let row = IncidentRow {
            id: id.clone(),
            alliance_id: alliance,
            instance_id: None,
            what: "Something went wrong.".to_owned(),
            detail: String::new(),
            at: now.into(),
            closed_at: None,
            closed_by: None,
            outbox_key: None,
            mend: None,
        };
        self.web.t.app.store.write(move |db| incidents::open(db, &row)).unwrap();
        id
    }

    /// A run of payments.
    fn run(&self) -> String {
        let row = PaymentRunRow {
            id: self.web.t.app.rng.id(self.web.now()),
            alliance_id: self.web.t.alliance.clone(),
            reference: "PAY-1".to_owned(),
            made_by: self.web.t.person("colin"),
            made_at: self.web.now().into(),
            paid_on: None,
            paid_by: None,
            recorded_at: None,
        };
        let id = row.id.clone();
        self.web.t.app.store.write(move |db| payments::add(db, &row)).unwrap();
        id
    }

    /// An appointment and a delegation of somebody, made for the asking.
    fn of_person(&self, person: &str) -> (String, String) {
        let (alliance, principal, tom) = (
            self.web.t.alliance.clone(),
            person.to_owned(),
            self.web.t.person("diane"),
        );
        let write = move |desk: &mut Desk<'_>| {
            let place = (Scope::Alliance, desk.alliance.clone());
            let held = manage::appoint(desk, &principal, "commissioner", (place.0, &place.1), "Test")?;
            manage::delegate(desk, &principal, &tom, desk.now + chrono::TimeDelta::days(2), "Test")?;
            let last = accord_store::appointments::delegations_of(desk.db, &desk.alliance, &principal)?;
            let open = last.into_iter().find(|one| one.until.utc() > desk.now);
            Ok::<_, Fault>((held, open.unwrap().id))
        };
        self.web.t.app.writing(&alliance, write).unwrap()
    }

    fn ask(&self, browser: &Browser<'_>, route: &Route, there: bool) -> Answer {
        let path = self.address(route, there);
        match route.method {
            Method::Get => browser.get(&path),
            Method::Post if route.api.is_none() => browser.post(&path, &[]),
            Method::Post | Method::Put | Method::Delete => browser.send(method(route), &path, None, &[]),
        }
    }

    /// The same for a program; its body is as the route wants it, and names a version.
    fn ask_with(&self, token: Option<&str>, route: &Route, there: bool) -> Answer {
        let path = self.address(route, there);
        let authorization = token.map(|token| format!("Bearer {token}")).unwrap_or_default();
        let mut headers = vec![("if-match", "\"1\"")];
        if token.is_some() {
            headers.push(("authorization", authorization.as_str()));
        }
        let body = match route.api.expect("a route for programs").takes {
            Takes::Nothing => None,
            Takes::Json(_) => Some(("application/json", "{}".to_owned())),
            Takes::File => Some(("multipart/form-data; boundary=x", "--x--\r\n".to_owned())),
        };
        if let Some((kind, _)) = &body {
            headers.push(("content-type", kind));
        }
        self.web
            .browser()
            .send(method(route), &path, body.map(|(_, text)| text), &headers)
    }

    /// A token that may do everything that its owner may.
    fn token(&self, who: &str, reach: Reach) -> String {
        super::api::token(&self.web, who, reach)
    }
}

const fn method(route: &Route) -> &'static str {
    match route.method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Delete => "DELETE",
    }
}

fn of_programs() -> impl Iterator<Item = &'static Route> {
    ROUTES.iter().filter(|route| route.api.is_some())
}

fn of_things() -> impl Iterator<Item = &'static Route> {
    ROUTES
        .iter()
        .filter(|route| route.api.is_none())
        .filter(|route| matches!(route.object, Object::Record | Object::Instance | Object::Document))
}

#[test]
fn nobody_gets_past_signing_in() {
    let scene = Scene::new();
    for route in ROUTES.iter().filter(|route| route.api.is_none()) {
        let answer = scene.ask(&scene.web.browser(), route, true);
        match route.who {
            Who::Anyone => assert!(!answer.to().starts_with("/sign-in?"), "{}", route.path),
            Who::Demonstration => assert_eq!(answer.status, 404, "{} is for demonstrations", route.path),
            Who::Token(_) => panic!("{} is for programs and has no endpoint", route.path),
            Who::HalfIn | Who::SignedIn | Who::Power(_) => {
                assert_eq!(answer.status, 303, "{}", route.path);
                assert!(
                    answer.to().starts_with("/sign-in?next="),
                    "{}: {}",
                    route.path,
                    answer.to()
                );
            }
        }
    }
}

#[test]
fn a_code_alone_is_not_enough_for_who_decides() {
    let scene = Scene::new();
    for route in ROUTES
        .iter()
        .filter(|route| matches!(route.who, Who::SignedIn | Who::Power(_)))
    {
        let browser = scene.web.browser();
        browser.sign_in("rachel@rethink.example");
        let answer = scene.ask(&browser, route, true);
        assert_eq!(answer.status, 303, "{}", route.path);
        assert!(
            answer.to().starts_with("/sign-in/factor"),
            "{}: {}",
            route.path,
            answer.to()
        );
        scene.web.advance(chrono::TimeDelta::minutes(16));
    }
}

#[test]
fn what_is_foreign_looks_missing() {
    let scene = Scene::new();
    // A bidder, an evaluator, a commissioner and an auditor take no part in writing a specification.
    for who in ["amina", "anneka", "diane", "pritpal"] {
        let browser = scene.web.signed_in(who);
        for route in of_things() {
            let (foreign, missing) = (scene.ask(&browser, route, true), scene.ask(&browser, route, false));
            assert_eq!(foreign.status, 404, "{who}: {}", route.path);
            assert_eq!(missing.status, 404, "{who}: {}", route.path);
            assert_eq!(words(&foreign.body), words(&missing.body), "{who}: {}", route.path);
            let names = |answer: &Answer| answer.headers.keys().cloned().collect::<Vec<_>>();
            assert_eq!(names(&foreign), names(&missing), "{who}: {}", route.path);
        }
    }
}

#[test]
fn what_is_theirs_is_there() {
    let scene = Scene::new();
    // Whoever writes it together sees it; whoever must act can.
    for (who, task) in [
        ("rachel", 200),
        ("tom", 200),
        ("grace", 403),
        ("hodan", 403),
        ("ifrah", 403),
    ] {
        let browser = scene.web.signed_in(who);
        browser
            .get(&format!("/specification/{}", scene.record))
            .is(200)
            .says("What is happening");
        browser
            .get(&format!("/task/{}/act/idea/take_forward", scene.instance))
            .is(task);
    }
    // A document is for its readers: experts here, and those who manage.
    for (who, status) in [("grace", 200), ("rachel", 200), ("hodan", 404), ("amina", 404)] {
        let browser = scene.web.signed_in(who);
        browser.get(&format!("/documents/{}", scene.document)).is(status);
        browser.get(&format!("/documents/{}/pdf", scene.document)).is(status);
    }
    scene
        .web
        .browser()
        .get(&format!("/documents/{}", scene.document))
        .is(404);
}
