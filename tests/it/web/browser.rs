//! A site with Sheffield in it, and browsers that keep cookies.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use accord::{
    clock::{Clock, VirtualClock},
    domain::host::Origin,
    service::{homes::Homes, library::Library, outgoing::Outgoing},
    web::{
        app::app,
        limits::{Gate, Pace},
        site::{Files, Site},
        sites::Sites,
    },
};
use accord_store::outbox;
use actix_web::{rt::System, test};
use chrono::TimeDelta;

use crate::support::app::TestApp;

/// Files in memory; one that nobody kept says its own name.
#[derive(Debug, Default)]
struct NoFiles(Mutex<BTreeMap<String, Vec<u8>>>);

impl Files for NoFiles {
    fn put(&self, key: &str, bytes: Vec<u8>) -> anyhow::Result<()> {
        self.0.lock().unwrap().insert(key.to_owned(), bytes);
        Ok(())
    }

    fn get(&self, key: &str) -> anyhow::Result<Vec<u8>> {
        let kept = self.0.lock().unwrap().get(key).cloned();
        Ok(kept.unwrap_or_else(|| format!("<p>{key}</p>").into_bytes()))
    }
}

/// A site; its wall clock and its business clock move apart.
pub(crate) struct Web {
    pub(crate) t: TestApp,
    pub(crate) wall: VirtualClock,
    pub(crate) site: Arc<Site>,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, Vec<String>>,
    pub(crate) body: String,
}

impl Answer {
    /// Where it sends one; empty if nowhere.
    pub(crate) fn to(&self) -> &str {
        self.header("location")
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        let found = self.headers.get(name).and_then(|all| all.first());
        found.map_or("", String::as_str)
    }

    #[track_caller]
    pub(crate) fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", words(&self.body));
        self
    }

    #[track_caller]
    pub(crate) fn says(self, text: &str) -> Self {
        let said = words(&self.body);
        assert!(said.contains(text), "nothing says `{text}`: {said}");
        self
    }

    /// The value of a hidden field.
    #[track_caller]
    pub(crate) fn hidden(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        let (_, rest) = self
            .body
            .split_once(&start)
            .unwrap_or_else(|| panic!("no field {name}"));
        rest.split('"').next().unwrap().to_owned()
    }
}

/// A page without its tags.
pub(crate) fn words(html: &str) -> String {
    let main = html.split_once("<main").map_or(html, |(_, rest)| rest);
    let main = main.split("</main>").next().unwrap_or_default();
    let mut out = String::new();
    let mut inside = true;
    for c in main.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                out.push(' ');
            }
            c if !inside => out.push(c),
            _ => {}
        }
    }
    let out = out.split_whitespace().collect::<Vec<_>>().join(" ");
    out.replace("&#x27;", "'").replace("&quot;", "\"").replace("&amp;", "&")
}

impl Web {
    pub(crate) fn new() -> Self {
        Self::paced(Pace::default())
    }

    /// A site with files of its own.
    pub(crate) fn with(library: Arc<Library>) -> Self {
        Self::of(TestApp::with(library), Pace::default())
    }

    /// A site on what was begun before.
    pub(crate) fn over(t: TestApp) -> Self {
        Self::of(t, Pace::default())
    }

    pub(crate) fn over_with(t: TestApp, pace: Pace) -> Self {
        Self::of(t, pace)
    }

    pub(crate) fn paced(pace: Pace) -> Self {
        Self::of(TestApp::sheffield(), pace)
    }

    /// The same, where files wait for a scanner's word.
    pub(crate) fn scanning(library: Arc<Library>) -> Self {
        let mut t = TestApp::with(library);
        t.app.scans = true;
        Self::of(t, Pace::default())
    }

    /// The same, where letters are answered at this address.
    pub(crate) fn answered_at(ours: &str) -> Self {
        let mut t = TestApp::sheffield();
        t.app = t.app.clone().answered_at(Some(ours));
        Self::of(t, Pace::default())
    }

    /// A site on which nothing has been founded.
    pub(crate) fn unfounded() -> Self {
        Self::of(TestApp::unfounded(), Pace::default())
    }

    fn of(mut t: TestApp, pace: Pace) -> Self {
        let wall = VirtualClock::starting("2026-01-05T09:00:00Z".parse().unwrap());
        t.app.wall = Arc::new(wall.clone());
        t.app.origin = "https://accord.example".into();
        // Whoever looked before saw another address and another clock.
        t.app.homes = Homes::default();
        let site = Site {
            gate: Arc::new(Gate::new(&t.app.wall, pace, Vec::new())),
            origin: Origin::parse("https://accord.example").unwrap(),
            templates: accord::web::site::briefs(&t.app).unwrap(),
            files: Arc::new(NoFiles::default()),
            demo: None,
            app: t.app.clone(),
        };
        Self {
            site: Arc::new(site),
            wall,
            t,
        }
    }

    pub(crate) fn browser(&self) -> Browser<'_> {
        self.browser_at("accord.example")
    }

    /// A browser at another address of the installation.
    pub(crate) fn browser_at(&self, host: &'static str) -> Browser<'_> {
        Browser {
            web: Some(self),
            at: At {
                site: self.site.clone(),
                host,
            },
            jar: RefCell::default(),
        }
    }

    /// Somebody who is signed in as far as they need to be.
    pub(crate) fn signed_in(&self, handle: &str) -> Browser<'_> {
        self.signed_in_at("accord.example", handle)
    }

    /// The same at another address of the installation.
    pub(crate) fn signed_in_at(&self, host: &'static str, handle: &str) -> Browser<'_> {
        let browser = self.browser_at(host);
        let person = self.t.person(handle);
        let cookie = accord::service::access::sessions::begin(&self.t.app, &person, "Test", true).unwrap();
        browser.jar.borrow_mut().insert("__Host-accord".to_owned(), cookie);
        browser
    }

    pub(crate) fn advance(&self, by: TimeDelta) {
        self.wall.advance(by);
    }

    /// Everything that was put in the outbox, in order.
    pub(crate) fn posted(&self) -> Vec<outbox::OutboxRow> {
        let read = |db: &mut accord_store::Db| outbox::page(db, &self.t.alliance, None, 10_000);
        let mut rows = self.t.app.store.read(read).unwrap();
        rows.sort_by(|a, b| (a.created_at, a.place, &a.key).cmp(&(b.created_at, b.place, &b.key)));
        rows
    }

    /// The code in the last letter about signing in.
    pub(crate) fn code(&self) -> Option<String> {
        let mut rows = self.posted().into_iter().rev();
        let last = rows.find(|row| row.key.starts_with("access/"))?;
        match serde_json::from_str(&last.payload).unwrap() {
            Outgoing::Email(letter) => {
                let code = letter.context["access"]["code"].as_str()?.to_owned();
                Some(code.replace(' ', ""))
            }
            other => panic!("{other:?}"),
        }
    }

    /// Now, on the wall.
    pub(crate) fn now(&self) -> chrono::DateTime<chrono::Utc> {
        self.wall.now()
    }
}

/// Keeps cookies, says where it comes from.
pub(crate) struct Browser<'a> {
    web: Option<&'a Web>,
    at: At,
    pub(crate) jar: RefCell<BTreeMap<String, String>>,
}

/// A site, and what it is called.
#[derive(Clone)]
pub(crate) struct At {
    site: Arc<Site>,
    host: &'static str,
}

impl At {
    pub(crate) fn demo(site: Arc<Site>) -> Self {
        Self {
            site,
            host: "127.0.0.1:8080",
        }
    }

    /// The site of a test, for threads of its own.
    pub(crate) fn of(web: &Web) -> Self {
        Self {
            site: web.site.clone(),
            host: "accord.example",
        }
    }

    pub(crate) fn site(&self) -> &Site {
        &self.site
    }
}

/// The last address before some words.
#[track_caller]
pub(crate) fn link(body: &str, words: &str) -> String {
    let (before, _) = body
        .split_once(words)
        .unwrap_or_else(|| panic!("nothing says `{words}`: {}", self::words(body)));
    let href = before.rsplit("href=\"").next().unwrap();
    let href = href.split('"').next().unwrap();
    href.replace("&amp;", "&").replace("&#x3D;", "=")
}

impl Browser<'static> {
    pub(crate) fn at(at: &At) -> Self {
        Self {
            web: None,
            at: at.clone(),
            jar: RefCell::default(),
        }
    }
}

impl Browser<'_> {
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None, &[])
    }

    pub(crate) fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(form);
        self.send("POST", path, Some(body.finish()), &[("sec-fetch-site", "same-origin")])
    }

    pub(crate) fn send(&self, method: &str, path: &str, body: Option<String>, headers: &[(&str, &str)]) -> Answer {
        let cookies: Vec<String> = self
            .jar
            .borrow()
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        // No two things happen at one instant.
        if let Some(web) = self.web {
            web.wall.advance(TimeDelta::milliseconds(1));
        }
        let At { site, host } = self.at.clone();
        let answer = System::new().block_on(async move {
            let service = test::init_service(app(Arc::new(Sites::of(site)))).await;
            let mut request = test::TestRequest::default()
                .method(method.parse().unwrap())
                .uri(path)
                .insert_header(("host", host));
            for (name, value) in headers {
                request = request.insert_header((*name, *value));
            }
            if !cookies.is_empty() {
                request = request.insert_header(("cookie", cookies.join("; ")));
            }
            if let Some(body) = body {
                let kind = headers.iter().find(|(name, _)| *name == "content-type");
                let kind = kind.map_or("application/x-www-form-urlencoded", |(_, kind)| *kind);
                request = request.insert_header(("content-type", kind)).set_payload(body);
            }
            let response = test::call_service(&service, request.to_request()).await;
            let status = response.status().as_u16();
            let mut headers: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for (name, value) in response.headers() {
                let value = value.to_str().unwrap().to_owned();
                headers.entry(name.as_str().to_owned()).or_default().push(value);
            }
            let body = String::from_utf8_lossy(&test::read_body(response).await).into_owned();
            Answer { status, headers, body }
        });
        for cookie in answer.headers.get("set-cookie").into_iter().flatten() {
            let (name, rest) = cookie.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if value.is_empty() {
                self.jar.borrow_mut().remove(name);
            } else {
                self.jar.borrow_mut().insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        self.jar.borrow().get(name).cloned()
    }

    /// Asks for a code and types it.
    pub(crate) fn sign_in(&self, email: &str) -> Answer {
        self.post("/sign-in", &[("email", email)]).is(303);
        let code = self.web.and_then(Web::code).expect("a code was sent");
        self.post("/sign-in/code", &[("code", &code)])
    }
}
