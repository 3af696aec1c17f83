//! The running product on a new database in a temporary folder, with Sheffield in it.

use std::{
    path::Path,
    sync::{Arc, LazyLock},
};

use accord::{
    clock::VirtualClock,
    rng::Rng,
    service::{
        app::{App, Desk},
        authority::Caller,
        fault::Fault,
        library::{Library, Shelf},
        seed,
        transition::{Answer, Ask, Command, Start},
        waiting::{self, View},
        work::Task,
    },
};
use accord_store::{Store, StoreError, StoreOptions, people};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value as Json};

/// Read once: every test uses the shipped files.
static LIBRARY: LazyLock<Arc<Library>> = LazyLock::new(|| Arc::new(Library::read(Shelf::built_in()).unwrap()));

/// The product, a clock to move, and the alliance.
pub(crate) struct TestApp {
    pub(crate) app: App,
    pub(crate) clock: VirtualClock,
    pub(crate) alliance: String,
    pub(crate) folder: tempfile::TempDir,
}

fn sheffield(app: &App) -> String {
    seed::plant(app, seed::read(app, "sheffield").unwrap()).unwrap()
}

impl TestApp {
    pub(crate) fn sheffield() -> Self {
        Self::with(LIBRARY.clone())
    }

    /// With files of its own.
    pub(crate) fn with(library: Arc<Library>) -> Self {
        Self::new(library, "2026-01-05T09:00:00Z".parse().unwrap(), sheffield)
    }

    /// On a database in which nothing has been founded.
    pub(crate) fn unfounded() -> Self {
        let nothing = |_: &App| String::new();
        Self::new(LIBRARY.clone(), "2026-01-05T09:00:00Z".parse().unwrap(), nothing)
    }

    /// At another time.
    pub(crate) fn starting(at: DateTime<Utc>) -> Self {
        Self::new(LIBRARY.clone(), at, sheffield)
    }

    /// With data of its own.
    pub(crate) fn beginning(begin: fn(&App) -> String) -> Self {
        Self::new(LIBRARY.clone(), "2026-01-05T09:00:00Z".parse().unwrap(), begin)
    }

    fn new(library: Arc<Library>, at: DateTime<Utc>, begin: fn(&App) -> String) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = VirtualClock::starting(at);
        let app = open(&folder.path().join("test.db"), library, &clock, 7);
        let alliance = begin(&app);
        Self {
            app,
            clock,
            alliance,
            folder,
        }
    }

    /// A database that is there already, with its only alliance.
    pub(crate) fn on(database: &Path) -> Self {
        let clock = VirtualClock::starting("2026-01-05T12:00:00Z".parse().unwrap());
        let app = open(database, LIBRARY.clone(), &clock, 9);
        let alliance = app.store.read(accord_store::alliances::all).unwrap().remove(0).id;
        Self {
            app,
            clock,
            alliance,
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// The program ends and begins again an hour later on the same database, with these files.
    pub(crate) fn restarted(self, library: Arc<Library>) -> Self {
        let Self {
            app,
            clock,
            alliance,
            folder,
        } = self;
        drop(app);
        clock.advance(TimeDelta::hours(1));
        Self {
            app: open(&folder.path().join("test.db"), library, &clock, 8),
            clock,
            alliance,
            folder,
        }
    }

    pub(crate) fn person(&self, handle: &str) -> String {
        self.app
            .store
            .read(|db| people::by_handle(db, handle))
            .unwrap()
            .unwrap()
            .id
    }

    pub(crate) fn caller(&self, handle: &str) -> Caller {
        Caller::own(self.person(handle))
    }

    /// Starts a specification; gives its instance and its record.
    pub(crate) fn specification(&self) -> (String, String) {
        let start = Start::of(&self.alliance, "specification", "Peer support");
        let instance = self.app.start(start).unwrap().instance;
        let row = self
            .app
            .store
            .read(|db| accord_store::instances::load(db, &self.alliance, &instance))
            .unwrap();
        (instance, row.subject_id)
    }

    /// An instance as it now is.
    pub(crate) fn snapshot(&self, instance: &str) -> accord_engine::snapshot::Snapshot {
        let row = self
            .app
            .store
            .read(|db| accord_store::instances::load(db, &self.alliance, instance))
            .unwrap();
        serde_json::from_str(&row.snapshot).unwrap()
    }

    /// An expert writes what a text is for, so that writing it can begin.
    pub(crate) fn say_what_it_is_for(&self, record: &str) {
        let texts = serde_json::json!({ "need": "n", "purpose": "p", "open": "o" });
        self.work(record, "grace", "aim.write", texts).unwrap();
    }

    pub(crate) fn command(&self, instance: &str, by: &str, event: &str, answers: Json) -> Command {
        Command {
            alliance: self.alliance.clone(),
            instance: instance.to_owned(),
            caller: self.caller(by),
            key: None,
            seen: None,
            ask: Ask::Act {
                event: event.to_owned(),
                state: None,
                answers: object(answers),
                reason: None,
            },
        }
    }

    pub(crate) fn act(&self, instance: &str, by: &str, event: &str, answers: Json) -> Result<Answer, Fault> {
        self.app.ask(self.command(instance, by, event, answers))
    }

    pub(crate) fn work(&self, subject: &str, by: &str, permit: &str, body: Json) -> Result<Json, Fault> {
        self.app.work(Task {
            alliance: self.alliance.clone(),
            subject: subject.to_owned(),
            permit: permit.to_owned(),
            caller: self.caller(by),
            key: None,
            body: object(body),
        })
    }

    pub(crate) fn view(&self, instance: &str, by: &str) -> View {
        waiting::view(&self.app, &self.alliance, instance, &self.caller(by)).unwrap()
    }

    /// Does something in one transaction, as the alliance's own office would.
    pub(crate) fn at_desk<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Desk<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> T {
        let (app, alliance) = (self.app.clone(), self.alliance.clone());
        self.app
            .store
            .write(move |db| {
                let now = app.clock.now();
                f(&mut Desk {
                    db,
                    app: &app,
                    alliance,
                    now,
                })
            })
            .unwrap()
    }
}

fn open(database: &Path, library: Arc<Library>, clock: &VirtualClock, seed: u64) -> App {
    let url = format!("sqlite:{}", database.display());
    App::new(
        let_go(&url),
        library,
        Arc::new(clock.clone()),
        Rng::seeded(seed),
        "https://synergy.example",
    )
}

/// The database, once whoever had it before has let go of it: threads of a server that has ended may be a moment
/// behind.
fn let_go(url: &str) -> Store {
    for _ in 0..10_000 {
        match Store::open(url, StoreOptions::default()) {
            Err(StoreError::Open(says)) if says.contains("in use by another") => {
                std::thread::park_timeout(std::time::Duration::from_millis(1));
            }
            opened => return opened.unwrap(),
        }
    }
    panic!("{url} is never let go of");
}

pub(crate) fn object(value: Json) -> Map<String, Json> {
    match value {
        Json::Object(map) => map,
        _ => Map::new(),
    }
}
