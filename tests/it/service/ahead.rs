//! What is foreseen is what then happens when the clock is moved and nobody acts; and looking ahead
//! writes nothing.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::{Arc, LazyLock},
};

use accord::{
    cli::{
        bridge,
        rehearse::{Company, Opening, Part},
    },
    clock::{Clock as _, VirtualClock},
    effects::{
        files::{FileSettings, Files},
        hooks::Reach,
        mail::{compose::Sender, transport::Memory},
        worker::Worker,
    },
    rng::Rng,
    service::{
        app::App,
        clocks,
        library::{Library, Shelf},
        sealing::Seals,
        transition::{
            self, Loaded,
            ahead::{self, Ahead, Ends, What},
        },
    },
};
use accord_engine::{effect::EffectKind, event::Event, journal::JournalEntry};
use accord_log::SigningKey;
use accord_store::{Store, StoreOptions, instances, journal, subjects};
use chrono::{DateTime, TimeDelta, Utc};

static LIBRARY: LazyLock<Arc<Library>> = LazyLock::new(|| Arc::new(Library::read(Shelf::built_in()).unwrap()));

/// Instance (by its id, or where it would stand) to what happens to it, in order.
type Story = BTreeMap<String, Vec<(DateTime<Utc>, String)>>;

/// One step, without what differs from play to play: ids.
fn told(entry: &JournalEntry) -> String {
    let event = match &entry.event {
        None => "begins".to_owned(),
        Some(Event::Timer { timer, .. }) => format!("clock {timer}"),
        Some(Event::Told { event, .. }) => format!("told {event}"),
        Some(Event::Fed { event, .. }) => format!("fed {event}"),
        Some(Event::ChildEnded { child, brood, outcome }) => format!("{brood}/{child} ended {outcome}"),
        Some(Event::FactsChanged) => "looks again".to_owned(),
        Some(other) => format!("{other:?}"),
    };
    let effects: Vec<String> = entry
        .effects
        .iter()
        .map(|effect| match &effect.kind {
            EffectKind::Email(email) => format!("{} to {:?}", email.template, email.to),
            EffectKind::EmailPeople { template, people } => format!("{template} to {people:?}"),
            EffectKind::Document(document) => document.template.clone(),
            EffectKind::Notice(notice) => notice.template.clone(),
            EffectKind::Tell(tell) => format!("tells {}", tell.event),
            EffectKind::Incident { what } => what.clone(),
        })
        .collect();
    format!("{event}: {:?} {effects:?} {:?}", entry.trace.moves, entry.ops)
}

/// A copy of the product at a moment, with a clock and a worker of its own.
struct Fork {
    app: App,
    clock: VirtualClock,
    worker: Worker,
    alliance: String,
}

impl Fork {
    fn of(company: &Company, opening: &Opening, folder: &Path, name: &str) -> Self {
        let copy = folder.join(name);
        company.app().store.backup(&copy, None).unwrap();
        let clock = VirtualClock::starting(company.app().clock.now());
        let app = App::new(
            Store::open(&format!("sqlite:{}", copy.display()), StoreOptions::default()).unwrap(),
            LIBRARY.clone(),
            Arc::new(clock.clone()),
            Rng::seeded(4),
            "https://synergy.example",
        )
        .keeping(opening.seals.clone())
        .signing(opening.signer.clone());
        let files = Files::open(&FileSettings::Folder(folder.to_owned())).unwrap();
        let sender = Sender {
            address: "hello@synergy.example".to_owned(),
            origin: "synergy.example".to_owned(),
        };
        let words = bridge::words(&app).unwrap();
        let mail = Arc::new(Memory::default());
        let worker = bridge::worker(&app, words, Arc::new(files), mail, sender, Reach::Here);
        let alliance = app.store.read(accord_store::alliances::all).unwrap().remove(0).id;
        Self {
            app,
            clock,
            worker,
            alliance,
        }
    }

    /// Nobody acts; clocks run out, each at its own time, and what they lead to goes out.
    fn let_time_pass(&self, until: DateTime<Utc>) {
        loop {
            while clocks::fire_due(&self.app).unwrap() + self.drain() > 0 {}
            let next = clocks::next(&self.app).unwrap().filter(|next| *next <= until);
            match next {
                Some(next) => self.clock.move_to(next.max(self.clock.now())),
                None => return self.clock.move_to(until),
            }
        }
    }

    fn drain(&self) -> usize {
        let drained = self.worker.drain(self.app.wall.now()).unwrap();
        drained.done + drained.fed + drained.dead
    }

    fn running(&self, record: &str) -> Vec<Loaded> {
        self.app
            .reading(&self.alliance, |desk| {
                let rows = instances::of_subject(desk.db, &desk.alliance, record)?;
                let look = |row: &instances::InstanceRow| transition::look(desk.db, desk.app, &desk.alliance, &row.id);
                rows.iter()
                    .map(look)
                    .collect::<Result<Vec<_>, accord::service::fault::Fault>>()
            })
            .unwrap()
    }

    fn entries(&self, instance: &str) -> Vec<JournalEntry> {
        let rows = self
            .app
            .store
            .read(|db| journal::of_instance(db, &self.alliance, instance))
            .unwrap();
        rows.iter()
            .filter_map(|row| serde_json::from_str(&row.body).ok())
            .collect()
    }

    /// What has happened to these instances, and to those that began below them, since.
    fn happened(&self, known: &BTreeMap<String, u64>) -> Story {
        let mut out = Story::new();
        let mut wanted: Vec<(String, String, u64)> =
            known.iter().map(|(id, seq)| (id.clone(), id.clone(), *seq)).collect();
        while let Some((id, name, seq)) = wanted.pop() {
            let since = self.entries(&id).into_iter().filter(|entry| entry.seq > seq);
            let told: Vec<_> = since.map(|entry| (entry.at, told(&entry))).collect();
            if !told.is_empty() {
                out.insert(name.clone(), told);
            }
            let children = self
                .app
                .store
                .read(|db| instances::children(db, &self.alliance, &id, None))
                .unwrap();
            for child in children.into_iter().filter(|child| !known.contains_key(&child.id)) {
                let (brood, key) = (child.brood.unwrap(), child.child_key.unwrap());
                wanted.push((child.id, format!("{name}/{brood}/{key}"), 0));
            }
        }
        out
    }
}

/// What is foreseen for what is looked at, by the same names; and the instances of which nothing can be
/// said from some step on.
fn foreseen(ahead: &Ahead) -> (Story, BTreeSet<String>) {
    let (mut out, mut names, mut open) = (Story::new(), BTreeMap::new(), BTreeSet::new());
    for one in ahead.happenings.iter().filter(|one| one.is_within) {
        let row = &one.after.row;
        let name = match (&row.parent_id, &row.brood, &row.child_key) {
            (Some(parent), Some(brood), Some(key)) if one.is_new => {
                let above = names.get(parent).unwrap_or(parent);
                format!("{above}/{brood}/{key}")
            }
            _ => row.id.clone(),
        };
        names.insert(row.id.clone(), name.clone());
        match &one.what {
            What::Step(step) => out
                .entry(name.clone())
                .or_insert_with(Vec::new)
                .push((one.at, told(&step.entry))),
            What::Hidden(_) | What::Stuck(_) => _ = open.insert(name.clone()),
        }
        if !one.doubts.is_empty() {
            open.insert(name);
        }
    }
    (out, open)
}

/// Looks ahead at a record, lets the time pass, and compares.
#[track_caller]
fn check(fork: &Fork, record: &(String, String), least: usize) {
    let (kind, id) = record;
    let running = fork.running(id);
    let written = || {
        fork.app
            .store
            .read(|db| journal::latest(db, &fork.alliance, 1))
            .unwrap()
    };
    let before = written();
    let ahead = fork
        .app
        .reading(&fork.alliance, |desk| ahead::ahead(desk, &running))
        .unwrap();
    let again = fork
        .app
        .reading(&fork.alliance, |desk| ahead::ahead(desk, &running))
        .unwrap();
    let (told, open) = foreseen(&ahead);
    assert_eq!(told, foreseen(&again).0, "{kind}: it is the same twice");
    assert_eq!(before, written(), "{kind}: nothing was written");
    assert!(ahead.happenings.len() >= least, "{kind}: {told:#?}");
    let last = ahead.happenings.last().map(|one| one.at).unwrap_or(fork.clock.now());
    // Of what comes at the very end, some may be beyond what was looked at.
    let (until, limit) = match ahead.ends {
        Ends::Quiet => (fork.clock.now() + TimeDelta::days(400), DateTime::<Utc>::MAX_UTC),
        Ends::Far(until) => (until, DateTime::<Utc>::MAX_UTC),
        Ends::Many => (last, last),
    };
    let mut known = BTreeMap::new();
    let mut down: Vec<Loaded> = running;
    while let Some(one) = down.pop() {
        let rows = fork
            .app
            .store
            .read(|db| instances::children(db, &fork.alliance, &one.row.id, None))
            .unwrap();
        for row in rows {
            down.push(
                fork.app
                    .reading(&fork.alliance, |desk| {
                        transition::look(desk.db, desk.app, &desk.alliance, &row.id)
                    })
                    .unwrap(),
            );
        }
        known.insert(one.row.id.clone(), one.snapshot.seq);
    }
    fork.let_time_pass(until);
    let happened = fork.happened(&known);
    let cut = |story: &Story| -> Story {
        let lines = story.iter().filter(|(name, _)| !open.contains(*name));
        lines
            .map(|(name, all)| {
                (
                    name.clone(),
                    all.iter().filter(|(at, _)| *at < limit).cloned().collect::<Vec<_>>(),
                )
            })
            .filter(|(_, all)| !all.is_empty())
            .collect()
    };
    let (told, happened) = (cut(&told), cut(&happened));
    for (name, lines) in &told {
        assert_eq!(
            Some(lines),
            happened.get(name),
            "{kind} {name}: foreseen, and what happened"
        );
    }
    for name in happened.keys() {
        assert!(
            told.contains_key(name),
            "{kind} {name} was not foreseen: {:#?}",
            happened[name]
        );
    }
}

/// Plays a scenario to each heading in turn, and there looks ahead at records.
fn play(scenario: &str, stages: &[(&str, &[(&str, usize)])]) {
    let path = format!("workflows/scenarios/{scenario}.yaml");
    let text = LIBRARY.shelf.get(&path).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let opening = Opening {
        seed: "sheffield".to_owned(),
        starts: "2026-01-05 09:00".to_owned(),
        url: format!("sqlite:{}", folder.path().join("play.db").display()),
        origin: "https://synergy.example".to_owned(),
        seals: Seals::for_this_process(),
        signer: SigningKey::from_seed("ahead", &Rng::seeded(5).bytes()).into(),
    };
    let mut company = Company::open(&LIBRARY, &opening, folder.path()).unwrap();
    let mut from = None;
    for (number, (heading, records)) in stages.iter().enumerate() {
        let part = Part::read(&path, text, (from, Some(heading), 0), None).unwrap();
        company.play(part, &mut |_| {}).unwrap();
        from = Some(*heading);
        for (name, least) in *records {
            let file = format!("{number}-{}.db", name.replace('/', "-"));
            let fork = Fork::of(&company, &opening, folder.path(), &file);
            check(&fork, &company.record(name).unwrap(), *least);
        }
    }
}

#[test]
fn a_specification_goes_on_as_was_foreseen() {
    play(
        "specification",
        &[
            ("Writing", &[("spec", 0)]),
            ("Comments", &[("spec", 1)]),
            ("Both houses are asked", &[("spec", 2)]),
            ("The block is talked through, and the text changes", &[("spec", 2)]),
        ],
    );
}

#[test]
fn a_round_and_contracts_go_on_as_was_foreseen() {
    play(
        "peer-support-framework",
        &[
            ("The round is prepared", &[("spec", 1)]),
            ("Bids come in", &[("round", 2)]),
            (
                "Each evaluator declares once more, with the bidders' names before them, and scores alone",
                &[("round", 2)],
            ),
            (
                "The board decides, without the two whose organisations bid",
                &[("round", 1)],
            ),
            ("The first return", &[("round", 4)]),
        ],
    );
}

/// What began is said of the record that it would belong to, by its title.
#[test]
fn a_record_that_is_over_has_nothing_to_come() {
    let t = crate::support::app::TestApp::sheffield();
    let (instance, record) = t.specification();
    let caller = t.caller("rachel");
    let (_, found) = accord::service::ahead::open(&t.app, &t.alliance, &caller, "specification", &record).unwrap();
    let found = found.unwrap();
    assert!(!found.lines.is_empty());
    assert!(found.lines.iter().all(|line| !line.what.contains('_')), "{found:#?}");
    t.act(
        &instance,
        "rachel",
        "set_aside",
        serde_json::json!({ "reason": "Not now." }),
    )
    .unwrap();
    let (_, found) = accord::service::ahead::open(&t.app, &t.alliance, &caller, "specification", &record).unwrap();
    assert_eq!(found.unwrap().lines, []);
    let rows = t.app.store.read(|db| subjects::at_the_top(db, &t.alliance, 9)).unwrap();
    assert_eq!(rows.len(), 1);
}
