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
        dispatch,
        limits::Pace,
        reply::Body,
        request::{Request, Said},
        routes::{Method, ROUTES, Route, Who},
        site::Site,
        sites::Sites,
    },
};
use accord_log::SigningKey;
use accord_store::{
    Db, appointments, concerns, documents, instances, journal, organisations, outbox, people, recordings, sections,
    subjects, tokens::Reach, uploads,
};

use super::MISSING;
use crate::{
    support::app::TestApp,
    web::browser::{Browser, Web, words},
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
    let pack = crate::web::packs::sent(&web, "rachel");
    let mut things = web
        .t
        .app
        .store
        .read(|db| Ok::<_, accord_store::StoreError>(things(db, &web.t.alliance)))
        .unwrap();
    things.insert("pack".to_owned(), vec![pack]);
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
    // Whatever else the journal names by an id: what was sent, files, appointments.
    for row in journal::page(db, alliance, 0, 10_000).unwrap() {
        named(&serde_json::from_str(&row.body).unwrap(), "entry", &mut put);
    }
    out
}

fn named(json: &serde_json::Value, key: &str, put: &mut impl FnMut(&str, String)) {
    match json {
        serde_json::Value::String(word) if word.len() == 36 && word.matches('-').count() == 4 => {
            put(&format!("journal {key}"), word.clone());
        }
        serde_json::Value::Array(all) => all.iter().for_each(|one| named(one, key, put)),
        serde_json::Value::Object(fields) => {
            for (key, value) in fields
                .iter()
                .filter(|(key, _)| key.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
            {
                named(value, key, put);
            }
        }
        _ => {}
    }
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

/// Somebody at the other alliance's address: nobody, a cookie, or a token. Requests go to where the framework hands
/// them over, so that thousands can be asked.
struct Asker {
    site: Arc<Site>,
    cookie: Option<String>,
    token: Option<String>,
}

impl Asker {
    fn anybody() -> Self {
        Self::anybody_at(HOST)
    }

    fn anybody_at(host: &str) -> Self {
        Self {
            site: Sites::of(TWO.web.site.clone()).at(host).unwrap(),
            cookie: None,
            token: None,
        }
    }

    fn signed_in(who: &str) -> Self {
        Self::signed_in_at(HOST, who)
    }

    fn signed_in_at(host: &str, who: &str) -> Self {
        let out = Self::anybody_at(host);
        let cookie = sessions::begin(&out.site.app, &TWO.web.t.person(who), "Test", true).unwrap();
        Self {
            cookie: Some(cookie),
            ..out
        }
    }

    /// What is said of a thing that takes the place of one name in a route's address: without what was asked for, and
    /// without what differs each time.
    fn ask(&self, route: &Route, name: &str, id: &str, kind: &str) -> String {
        let names = route.path.split('{').skip(1).filter_map(|part| part.split('}').next());
        let params: BTreeMap<String, String> = names
            .map(|known| {
                (
                    known.to_owned(),
                    if known == name { id } else { usual(known, kind) }.to_owned(),
                )
            })
            .collect();
        let path = params.iter().fold(route.path.to_owned(), |path, (name, value)| {
            path.replace(&format!("{{{name}}}"), value)
        });
        let takes = route.api.map(|one| one.takes);
        let request = Request {
            path,
            params,
            said: Said {
                bearer: self.token.clone(),
                if_match: Some("\"1\"".to_owned()),
                kind: match takes {
                    Some(Takes::Json(_)) => "application/json".to_owned(),
                    _ => String::new(),
                },
                ..Said::default()
            },
            body: match takes {
                Some(Takes::Json(_)) => b"{}".to_vec(),
                _ => Vec::new(),
            },
            ..Request::default()
        };
        let reply = dispatch::answer(&self.site, route, request, self.cookie.as_deref());
        let said = match &reply.body {
            Body::Page(html) => words(html),
            Body::Text(text) | Body::Json(_, text) => text.clone(),
            Body::Go(to) => format!("to {to}"),
            Body::Nothing => String::new(),
            Body::File(file) => format!("{:?} {} {}", file.name, file.kind, String::from_utf8_lossy(&file.bytes)),
        };
        format!("{} {}", reply.status, said.replace(id, "…"))
    }

    /// Where something of the first alliance is told apart from what is not there at all; and how much was asked.
    fn finds(&self, routes: impl Iterator<Item = &'static Route>) -> (Vec<String>, usize) {
        let (mut found, mut asked) = (Vec::new(), 0);
        for route in routes {
            for name in ids(route) {
                let mut missing: BTreeMap<&str, String> = BTreeMap::new();
                for (sort, all) in &TWO.things {
                    let kind = sort.strip_prefix("record ").unwrap_or("specification");
                    let missing = missing
                        .entry(kind)
                        .or_insert_with(|| self.ask(route, name, MISSING, kind));
                    let answer = self.ask(route, name, &all[0], kind);
                    asked += 1;
                    if answer != *missing {
                        found.push(format!("{} with a {sort}:\n  {answer}\n  {missing}", route.path));
                    }
                }
            }
        }
        (found, asked)
    }

    #[track_caller]
    fn finds_nothing(&self, who: &str, routes: impl Iterator<Item = &'static Route>) {
        let (found, asked) = self.finds(routes);
        assert!(asked > 500, "{asked}");
        assert!(
            found.is_empty(),
            "{who}: {} of {asked} leak:\n{}",
            found.len(),
            found.join("\n")
        );
    }
}

/// What stands in the other places of an address.
fn usual<'a>(name: &str, kind: &'a str) -> &'a str {
    match name {
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
    }
}

/// The names in brackets of a path that stand for something that is somebody's.
fn ids(route: &Route) -> Vec<&'static str> {
    const WORDS: [&str; 12] = [
        "kind", "list", "verb", "state", "event", "clock", "seq", "number", "permit", "workflow", "way", "year",
    ];
    let names = route.path.split('{').skip(1).filter_map(|part| part.split('}').next());
    names.filter(|name| !WORDS.contains(name)).collect()
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
    Asker::signed_in("rachel-2").finds_nothing("rachel", pages());
}

#[test]
fn whoever_takes_part_in_one_alliance_finds_nothing_of_another() {
    for who in ["meera-2", "vincent-2", "grace-2", "amina-2", "anneka-2"] {
        Asker::signed_in(who).finds_nothing(who, pages().filter(|route| route.method == Method::Get));
    }
}

#[test]
fn nobody_who_is_not_signed_in_finds_anything_of_another() {
    Asker::anybody().finds_nothing("anybody", pages().filter(|route| matches!(route.who, Who::Anyone)));
}

#[test]
fn a_program_of_one_alliance_finds_nothing_of_another() {
    let asker = Asker {
        token: Some(token(&elsewhere_id(), "rachel-2")),
        ..Asker::anybody()
    };
    asker.finds_nothing("a program", super::of_programs());
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

#[test]
fn what_is_signed_in_at_one_address_is_worth_nothing_at_another() {
    let here = TWO.web.signed_in("rachel");
    let page = here.get("/people");
    assert_eq!(page.status, 200, "{}", page.to());
    let there = TWO.web.browser_at(HOST);
    there.jar.borrow_mut().clone_from(&here.jar.borrow());
    let away = there.get("/people").is(303);
    assert!(away.to().starts_with("/sign-in?"), "{}", away.to());
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
    let posted = |alliance: &str| {
        let rows = TWO.web.t.app.store.read(|db| outbox::page(db, alliance, None, 10_000));
        rows.unwrap().into_iter().filter(|row| row.key.starts_with("access/"))
    };
    let code = |host: &'static str, alliance: &str| {
        let before: BTreeSet<String> = posted(alliance).map(|row| row.key).collect();
        let browser = TWO.web.browser_at(host);
        browser
            .post("/sign-in", &[("email", "amina@burngreave.example")])
            .is(303);
        let letter = posted(alliance).find(|row| !before.contains(&row.key)).unwrap();
        (browser, letter)
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
    let page = TWO.web.browser_at(HOST).get("/register").is(200);
    assert!(page.body.contains("The Elsewhere Alliance"));
}

#[test]
fn at_its_own_address_all_of_it_is_there() {
    let things = || pages().filter(|route| route.method == Method::Get);
    let (found, _) = Asker::signed_in_at("accord.example", "rachel").finds(things());
    assert!(found.len() > 150, "{}: {}", found.len(), found.join("\n"));
    let public = things().filter(|route| matches!(route.who, Who::Anyone));
    let (found, _) = Asker::anybody_at("accord.example").finds(public);
    assert!(found.len() > 5, "{}: {}", found.len(), found.join("\n"));
}
