//! Two alliances in one installation. Everything of one, asked for at the address of the other by people of every kind,
//! answers as if it were not there: each route × each sort of thing that the first has.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, LazyLock},
};

use accord::{
    cli::rehearse::{Company, Opening, Part},
    clock::VirtualClock,
    rng::Rng,
    service::{
        access::{
            sessions::{self, Found},
            tokens::{self, NewToken},
        },
        founding::{self, Founding},
        library::{Library, Shelf},
        outgoing::Outgoing,
        sealing::Seals,
        seed,
    },
    web::{
        api::endpoint::Takes,
        limits::Pace,
        routes::{Method, Object, ROUTES, Route, Who},
    },
};
use accord_log::SigningKey;
use accord_store::{
    Db, appointments, concerns, documents, instances, organisations, outbox, people, recordings, sections, subjects,
    tokens::Reach, uploads,
};

use super::MISSING;
use crate::{
    support::app::TestApp,
    web::browser::{Answer, Browser, Web, words},
};

const HOST: &str = "elsewhere.example";

/// What the first alliance has: sorts of things, each with one id or more.
type Things = BTreeMap<String, Vec<String>>;

struct Two {
    web: Web,
    things: Things,
    /// Words that stand in the first alliance alone.
    names: BTreeSet<String>,
}

/// A year of one alliance, and another founded beside it, with people of the same addresses and other names.
fn two() -> Two {
    let scenario = "workflows/scenarios/peer-support-framework.yaml";
    let library = Arc::new(Library::read(Shelf::built_in()).unwrap());
    let text = library.shelf.get(scenario).unwrap().to_owned();
    let folder = tempfile::tempdir().unwrap();
    let opening = Opening {
        seed: "sheffield".to_owned(),
        starts: "2026-01-05 09:00".to_owned(),
        url: format!("sqlite:{}", folder.path().join("two.db").display()),
        origin: "https://accord.example".to_owned(),
        seals: Seals::for_this_process(),
        signer: SigningKey::from_seed("apart", &Rng::seeded(3).bytes()).into(),
    };
    let mut company = Company::open(&library, &opening, folder.path()).unwrap();
    let part = Part::read(scenario, &text, (None, None, 0), None).unwrap();
    company.play(part, &mut |_| {}).unwrap();
    let app = company.app().clone();
    let alliance = app.store.read(|db| app.first(db)).unwrap();
    let at = VirtualClock::starting(app.clock.now());
    let web = Web::over_with(
        TestApp {
            app,
            clock: at,
            alliance,
            folder,
        },
        Pace {
            requests: u32::MAX,
            sign_ins: u32::MAX,
            token: u32::MAX,
        },
    );
    let things = web
        .t
        .app
        .store
        .read(|db| Ok::<_, accord_store::StoreError>(things(db, &web.t.alliance)))
        .unwrap();
    let names = names(&web);
    let file = elsewhere(&web);
    founding::found(&web.t.app, file, "the tests", true).unwrap();
    Two { web, things, names }
}

/// The same people under other names, at another address.
fn elsewhere(web: &Web) -> Founding {
    let seed = seed::read(&web.t.app, "sheffield").unwrap();
    let mut file = Founding {
        alliance: seed.alliance,
        networks: seed.networks,
        organisations: seed.organisations,
    };
    "Elsewhere".clone_into(&mut file.alliance.short_name);
    "The Elsewhere Alliance".clone_into(&mut file.alliance.name);
    "Elsewhere Trust".clone_into(&mut file.alliance.lead_body);
    "hello@elsewhere.example".clone_into(&mut file.alliance.email);
    file.alliance.site = format!("https://{HOST}");
    for (at, network) in file.networks.iter_mut().enumerate() {
        network.name = format!("Area {at}");
    }
    let mut number = 0;
    for (at, one) in file.organisations.iter_mut().enumerate() {
        one.name = format!("Other organisation {at}");
        one.says.clear();
        let domain = format!("{}.example", one.id);
        for person in &mut one.people {
            number += 1;
            person.name = format!("Other Person{number}");
            if person.channel() == "email" && person.email.is_none() {
                person.email = Some(format!("{}@{domain}", person.id));
            }
        }
    }
    file
}

fn things(db: &mut Db, alliance: &str) -> Things {
    let mut out = Things::new();
    let mut put = |sort: &str, id: String| {
        let all = out.entry(sort.to_owned()).or_default();
        if all.len() < 2 && !all.contains(&id) {
            all.push(id);
        }
    };
    put("alliance", alliance.to_owned());
    let records = subjects::at_the_top(db, alliance, 500).unwrap();
    let mut waiting = records;
    let mut seen = Vec::new();
    while let Some(row) = waiting.pop() {
        waiting.extend(subjects::below(db, alliance, &row.id, 500).unwrap());
        seen.push(row);
    }
    for row in &seen {
        put(&format!("record {}", row.kind), row.id.clone());
        if let Some(reference) = &row.reference {
            put("reference", reference.clone());
        }
        for instance in instances::of_subject(db, alliance, &row.id).unwrap() {
            put(&format!("instance {}", instance.workflow), instance.id.clone());
            for upload in uploads::of_instance(db, &instance.id).unwrap() {
                put("file", upload.id);
            }
        }
        for comment in sections::comments(db, &row.id).unwrap() {
            put("comment", comment.id);
            put("section", comment.section_id);
        }
        for promise in accord_store::links::promises(db, &row.id).unwrap() {
            put("promise", promise.id);
        }
    }
    for row in documents::of_alliance(db, alliance).unwrap() {
        put(&format!("document {}", row.kind), row.id.clone());
        put("document hash", row.hash.clone());
        put("document reference", row.reference.clone());
        put("document path", row.html_key.clone());
    }
    for row in organisations::all(db, alliance).unwrap() {
        put("organisation", row.id);
        put("organisation handle", row.handle);
    }
    for row in people::of_alliance(db, alliance).unwrap() {
        for held in appointments::ever_of_person(db, alliance, &row.id).unwrap() {
            put("appointment", held.id);
        }
        for held in appointments::delegations_of(db, alliance, &row.id).unwrap() {
            put("delegation", held.id);
        }
        put("person", row.id);
    }
    for row in recordings::of_alliance(db, alliance, false, 100).unwrap() {
        put("recording", row.id);
    }
    for row in concerns::all(db, alliance).unwrap() {
        put("concern", row.id);
    }
    for row in outbox::page(db, alliance, None, 100).unwrap() {
        put("letter", row.key);
    }
    out
}

/// Names of people and organisations of the first alliance.
fn names(web: &Web) -> BTreeSet<String> {
    let read = |db: &mut Db| {
        let mut out: BTreeSet<String> = people::of_alliance(db, &web.t.alliance)?
            .into_iter()
            .map(|one| one.name)
            .collect();
        out.extend(organisations::all(db, &web.t.alliance)?.into_iter().map(|one| one.name));
        Ok::<_, accord_store::StoreError>(out)
    };
    web.t.app.store.read(read).unwrap()
}

static TWO: LazyLock<Two> = LazyLock::new(two);

/// The part of a path in brackets that a thing's id takes, and the rest as it mostly is.
fn addressed(route: &Route, name: &str, id: &str, kind: &str) -> String {
    let path = route.path.replace(&format!("{{{name}}}"), id);
    let mut out = String::new();
    let mut rest = path.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        let (word, more) = after.split_once('}').unwrap();
        out.push_str(before);
        out.push_str(match word {
            "kind" => kind,
            "list" => "contract",
            "verb" => "act",
            "state" => "idea",
            "event" => "take_forward",
            "clock" => "deadline",
            "seq" | "number" => "1",
            "permit" => "specification.edit",
            "workflow" => "specification",
            "way" => "worried",
            "year" => "2026",
            "reference" => "NONE-1",
            "key" | "token" => "0000",
            "name" => "none.css",
            _ => MISSING,
        });
        rest = more;
    }
    out + rest
}

/// The names in brackets of a path that stand for something that is somebody's.
fn ids(route: &Route) -> Vec<&'static str> {
    const WORDS: [&str; 12] = [
        "kind", "list", "verb", "state", "event", "clock", "seq", "number", "permit", "workflow", "way", "year",
    ];
    let names = route.path.split('{').skip(1).filter_map(|part| part.split('}').next());
    names.filter(|name| !WORDS.contains(name)).collect()
}

fn ask(browser: &Browser<'_>, route: &Route, path: &str) -> Answer {
    match route.method {
        Method::Get => browser.get(path),
        Method::Post if route.api.is_none() => browser.post(path, &[]),
        Method::Post | Method::Put | Method::Delete => browser.send(super::method(route), path, None, &[]),
    }
}

/// What an answer says, without what was asked and what differs each time.
fn told(answer: &Answer, id: &str) -> String {
    let mut said = match answer.body.starts_with('{') {
        true => {
            let mut json: serde_json::Value = serde_json::from_str(&answer.body).unwrap_or_default();
            json["request_id"] = serde_json::Value::Null;
            json.to_string()
        }
        false => words(&answer.body),
    };
    said = said.replace(id, "…");
    format!("{} {} {said}", answer.status, answer.to().replace(id, "…"))
}

fn things_look_missing(browser: &Browser<'_>, who: &str, routes: impl Iterator<Item = &'static Route>) {
    let mut found = Vec::new();
    for route in routes {
        for name in ids(route) {
            for (sort, all) in &TWO.things {
                let kind = sort.strip_prefix("record ").unwrap_or("specification");
                let missing = told(&ask(browser, route, &addressed(route, name, MISSING, kind)), MISSING);
                for id in all.iter().take(1) {
                    let path = addressed(route, name, &encoded(id), kind);
                    let answer = told(&ask(browser, route, &path), &encoded(id));
                    if answer != missing {
                        found.push(format!("{who} at {path} ({sort}):\n  {answer}\n  {missing}"));
                    }
                }
            }
        }
    }
    assert!(found.is_empty(), "{} leaks:\n{}", found.len(), found.join("\n"));
}

fn encoded(id: &str) -> String {
    form_urlencoded::byte_serialize(id.as_bytes()).collect()
}

#[test]
fn there_is_much_to_look_for() {
    let sorts = TWO.things.len();
    assert!(sorts > 40, "{sorts}: {:?}", TWO.things.keys());
}

fn pages() -> impl Iterator<Item = &'static Route> {
    ROUTES.iter().filter(|route| route.api.is_none())
}

#[test]
fn whoever_manages_one_alliance_finds_nothing_of_another() {
    let rachel = TWO.web.signed_in_at(HOST, "rachel-2");
    rachel.get("/people").is(200).says("Other Person");
    things_look_missing(&rachel, "rachel", pages());
}

#[test]
fn whoever_pays_and_whoever_looks_on_find_nothing_of_another() {
    for who in ["meera-2", "vincent-2"] {
        let browser = TWO.web.signed_in_at(HOST, who);
        browser.get("/").is(200);
        things_look_missing(&browser, who, pages().filter(|route| route.method == Method::Get));
    }
}

#[test]
fn whoever_takes_part_in_one_alliance_finds_nothing_of_another() {
    for who in ["grace-2", "hodan-2", "amina-2", "anneka-2", "diane-2", "leon-2"] {
        let browser = TWO.web.signed_in_at(HOST, who);
        browser.get("/").is(200);
        let things = pages().filter(|route| !matches!(route.object, Object::Nothing | Object::Own));
        things_look_missing(&browser, who, things.filter(|route| route.method == Method::Get));
    }
}

#[test]
fn nobody_who_is_not_signed_in_finds_anything_of_another() {
    let anyone = pages().filter(|route| matches!(route.who, Who::Anyone));
    things_look_missing(&TWO.web.browser_at(HOST), "anybody", anyone);
}

/// A token of somebody's, where programs are let in.
fn token(alliance: &str, who: &str) -> String {
    let app = TWO.web.t.app.of(alliance);
    let person = TWO.web.t.person(who);
    tokens::switch(app, alliance, &person, true).unwrap();
    let cookie = sessions::begin(app, &person, "Test", true).unwrap();
    let Found::Open(session) = sessions::find(app, &cookie).unwrap() else {
        panic!("{who} is not signed in")
    };
    let new = NewToken {
        name: "Test".to_owned(),
        reach: Reach::Act,
        kind: None,
        record: None,
        days: 30,
    };
    tokens::make(app, &session, new).unwrap().0
}

fn elsewhere_id() -> String {
    let found = TWO
        .web
        .t
        .app
        .store
        .read(|db| accord_store::alliances::by_short_name(db, "Elsewhere"));
    found.unwrap().unwrap().id
}

fn ask_with(token: &str, route: &Route, path: &str) -> Answer {
    let authorization = format!("Bearer {token}");
    let mut headers = vec![("if-match", "\"1\""), ("authorization", authorization.as_str())];
    let body = match route.api.unwrap().takes {
        Takes::Nothing => None,
        Takes::Json(_) => Some(("application/json", "{}".to_owned())),
        Takes::File => Some(("multipart/form-data; boundary=x", "--x--\r\n".to_owned())),
    };
    if let Some((kind, _)) = &body {
        headers.push(("content-type", kind));
    }
    let body = body.map(|(_, text)| text);
    TWO.web
        .browser_at(HOST)
        .send(super::method(route), path, body, &headers)
}

#[test]
fn a_program_of_one_alliance_finds_nothing_of_another() {
    let token = token(&elsewhere_id(), "rachel-2");
    let mut found = Vec::new();
    for route in super::of_programs() {
        for name in ids(route) {
            for (sort, all) in &TWO.things {
                let kind = sort.strip_prefix("record ").unwrap_or("specification");
                let missing = told(
                    &ask_with(&token, route, &addressed(route, name, MISSING, kind)),
                    MISSING,
                );
                let id = encoded(&all[0]);
                let answer = told(&ask_with(&token, route, &addressed(route, name, &id, kind)), &id);
                if answer != missing {
                    found.push(format!("{} with {sort}:\n  {answer}\n  {missing}", route.path));
                }
            }
        }
    }
    assert!(found.is_empty(), "{} leaks:\n{}", found.len(), found.join("\n"));
}

#[test]
fn what_is_signed_in_at_one_address_is_worth_nothing_at_another() {
    let here = TWO.web.signed_in("rachel");
    here.get("/people").is(200);
    let there = TWO.web.browser_at(HOST);
    there.jar.borrow_mut().clone_from(&here.jar.borrow());
    assert!(there.get("/people").is(303).to().starts_with("/sign-in"));
    let token = token(&TWO.web.t.alliance, "rachel");
    token_is(&token, "accord.example", 200);
    token_is(&token, HOST, 401);
}

fn token_is(token: &str, host: &'static str, status: u16) {
    let authorization = format!("Bearer {token}");
    let headers = [("authorization", authorization.as_str())];
    TWO.web
        .browser_at(host)
        .send("GET", "/api/v1/me", None, &headers)
        .is(status);
}

/// Every page that has no part of something in its address, as somebody.
fn nothing_is_named(browser: &Browser<'_>, who: &str) {
    let mut found = Vec::new();
    let ids: BTreeSet<&String> = TWO
        .things
        .iter()
        .filter(|(sort, _)| sort.as_str() != "letter")
        .flat_map(|(_, all)| all)
        .collect();
    for route in ROUTES
        .iter()
        .filter(|route| route.method == Method::Get && !route.path.contains('{'))
    {
        let answer = browser.get(route.path);
        assert!(answer.status < 500, "{who}: {}: {}", route.path, answer.body);
        for name in TWO.names.iter().chain(ids.iter().copied().filter(|id| id.len() > 30)) {
            if answer.body.contains(name.as_str()) {
                found.push(format!("{who}: {} names {name}", route.path));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn no_page_of_one_alliance_names_anybody_or_anything_of_another() {
    nothing_is_named(&TWO.web.browser_at(HOST), "anybody");
    for who in ["rachel-2", "vincent-2", "meera-2", "grace-2", "leon-2", "amina-2"] {
        nothing_is_named(&TWO.web.signed_in_at(HOST, who), who);
    }
    // The names are there to be found.
    let page = TWO.web.signed_in("rachel").get("/people");
    assert!(TWO.names.iter().any(|name| page.body.contains(name.as_str())));
}

#[test]
fn one_address_is_a_person_in_each_alliance() {
    let code = |host: &'static str, alliance: &str| {
        let browser = TWO.web.browser_at(host);
        browser
            .post("/sign-in", &[("email", "amina@burngreave.example")])
            .is(303);
        let rows = TWO
            .web
            .t
            .app
            .store
            .read(|db| outbox::page(db, alliance, None, 10_000))
            .unwrap();
        let last = rows
            .into_iter()
            .filter(|row| row.key.starts_with("access/"))
            .max_by_key(|row| row.created_at)
            .unwrap();
        (browser, last)
    };
    let (elsewhere, first) = (elsewhere_id(), TWO.web.t.alliance.clone());
    for (host, alliance, who) in [("accord.example", first, "amina"), (HOST, elsewhere, "amina-2")] {
        let (browser, row) = code(host, &alliance);
        assert_eq!(row.recipient, TWO.web.t.person(who));
        let Outgoing::Email(letter) = serde_json::from_str(&row.payload).unwrap() else {
            panic!()
        };
        let access = &letter.context["access"];
        let link = access["link"].as_str().unwrap();
        assert!(link.starts_with(&format!("https://{host}/")), "{link}");
        let digits = access["code"].as_str().unwrap().replace(' ', "");
        browser.post("/sign-in/code", &[("code", &digits)]).is(303);
        let name = match who {
            "amina" => "Amina",
            _ => "Other Person",
        };
        assert!(browser.get("/account").is(200).body.contains(name));
    }
}

#[test]
fn an_address_that_is_nobodys_is_not_served() {
    TWO.web.browser_at("third.example").get("/register").is(421);
    TWO.web.browser_at(HOST).get("/register").is(200).says("Elsewhere");
}
