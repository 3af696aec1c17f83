//! A running server with clocks of its own, which can be stopped and begun again.

use std::{
    net::{SocketAddr, TcpListener},
    sync::{Arc, Mutex},
    thread::{self, JoinHandle},
    time::Duration,
};

use accord::{
    clock::{Clock as _, VirtualClock},
    domain::host::Origin,
    service::access::sessions,
    web::{
        limits::{Gate, Pace},
        serve::{self, Listen},
        site::{Files, Site},
        sites::Sites,
    },
};
use accord_store::{journal, people};
use chrono::TimeDelta;
use serde_json::{Value as Json, json};
use tokio_util::sync::CancellationToken;

use crate::support::app::TestApp;

/// Files in memory; they outlive a server.
#[derive(Debug, Default, Clone)]
struct Kept(Arc<Mutex<std::collections::BTreeMap<String, Vec<u8>>>>);

impl Files for Kept {
    fn put(&self, key: &str, bytes: Vec<u8>) -> anyhow::Result<()> {
        self.0.lock().unwrap().insert(key.to_owned(), bytes);
        Ok(())
    }

    fn get(&self, key: &str) -> anyhow::Result<Vec<u8>> {
        let kept = self.0.lock().unwrap().get(key).cloned();
        kept.ok_or_else(|| anyhow::anyhow!("nothing is kept as `{key}`"))
    }
}

pub(super) struct Stage {
    t: Option<TestApp>,
    wall: VirtualClock,
    files: Kept,
    address: SocketAddr,
    server: Option<(CancellationToken, JoinHandle<()>)>,
}

impl Stage {
    pub(super) fn new() -> Self {
        let wall = VirtualClock::starting("2026-01-05T09:00:00Z".parse().unwrap());
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let mut stage = Self {
            t: Some(TestApp::sheffield()),
            wall,
            files: Kept::default(),
            address,
            server: None,
        };
        stage.start();
        stage
    }

    pub(super) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    fn t(&self) -> &TestApp {
        self.t.as_ref().unwrap()
    }

    fn start(&mut self) {
        let origin = self.origin();
        let t = self.t.as_mut().unwrap();
        t.app.wall = Arc::new(self.wall.clone());
        t.app.origin = origin.as_str().into();
        let pace = Pace {
            requests: 1_000_000,
            ..Pace::default()
        };
        let site = Arc::new(Site {
            gate: Arc::new(Gate::new(&t.app.wall, pace, Vec::new())),
            origin: Origin::parse(&origin).unwrap(),
            templates: accord::web::site::briefs(&t.app).unwrap(),
            files: Arc::new(self.files.clone()),
            demo: None,
            app: t.app.clone(),
        });
        let token = CancellationToken::new();
        let (stop, address) = (token.clone(), self.address);
        let thread = thread::spawn(move || {
            let listen = Listen {
                patience: Duration::from_millis(200),
                ..Listen::on(TcpListener::bind(address).unwrap()).unwrap()
            };
            serve::run(Arc::new(Sites::of(site)), listen, stop, |_| {}).unwrap();
        });
        self.server = Some((token, thread));
    }

    fn stop(&mut self) {
        if let Some((token, thread)) = self.server.take() {
            token.cancel();
            thread.join().unwrap();
        }
    }

    /// Another process on the same database.
    fn start_again(&mut self) {
        let old = self.t.take().unwrap();
        let (library, seals) = (old.app.library.clone(), old.app.seals.clone());
        let mut t = old.restarted(library);
        t.app.seals = seals;
        self.t = Some(t);
        self.start();
    }

    pub(super) fn answer(&mut self, asked: &Json) -> Json {
        let word = |name: &str| asked[name].as_str().unwrap_or_default().to_owned();
        match word("ask").as_str() {
            // Somebody who is signed in as far as they need to be.
            "cookie" => {
                let person = self.t().person(&word("who"));
                json!(sessions::begin(&self.t().app, &person, "Test", true).unwrap())
            }
            // A specification at its beginning, or where its text is written.
            "idea" => {
                let (instance, record) = self.t().specification();
                json!({ "instance": instance, "record": record })
            }
            "text" => self.text(),
            "act" => {
                let answers = asked["with"].clone();
                self.t()
                    .act(&word("instance"), &word("who"), &word("event"), answers)
                    .unwrap();
                Json::Null
            }
            "work" => {
                let body = asked["with"].clone();
                self.t()
                    .work(&word("record"), &word("who"), &word("permit"), body)
                    .unwrap();
                Json::Null
            }
            "entries" => {
                let (alliance, instance) = (self.t().alliance.clone(), word("instance"));
                let read = |db: &mut accord_store::Db| journal::of_instance(db, &alliance, &instance);
                json!(self.t().app.store.read(read).unwrap().len())
            }
            "people" => {
                let alliance = self.t().alliance.clone();
                let all = self
                    .t()
                    .app
                    .store
                    .read(|db| people::of_alliance(db, &alliance))
                    .unwrap();
                json!(all.iter().filter(|one| one.name == word("named")).count())
            }
            "expire" => {
                self.wall.advance(TimeDelta::hours(13));
                Json::Null
            }
            "stop" => {
                self.stop();
                Json::Null
            }
            "start" => {
                self.start_again();
                json!(self.wall.now().to_rfc3339())
            }
            other => panic!("nobody knows how to `{other}`"),
        }
    }

    fn text(&self) -> Json {
        let t = self.t();
        let (instance, record) = t.specification();
        t.act(&instance, "rachel", "take_forward", json!({ "reason": "Yes." }))
            .unwrap();
        for who in ["grace", "danny", "yasmin", "kofi", "linda"] {
            t.work(&record, "ifrah", "person.invite", json!({ "person": t.person(who) }))
                .unwrap();
        }
        t.say_what_it_is_for(&record);
        let scope = json!({ "fixed": "f", "budget": "£10.00", "payment_agreed": true });
        t.act(&instance, "rachel", "begin_drafting", scope).unwrap();
        let section = json!({ "heading": "Who it is for", "text": "Adults with a mental health problem." });
        t.work(&record, "hodan", "section.edit", section).unwrap();
        json!({ "instance": instance, "record": record })
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.stop();
    }
}
