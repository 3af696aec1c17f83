//! Journals that released versions have written (S21): whatever the engine has become, each of them still leads to
//! where it led then. A journal that no longer does is a database that nobody can prove any more.
//!
//! What a version has written stays as it is. A new version leaves its own with `ACCORD_BLESS=1`, once.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use accord::{
    cli::rehearse::{self, Beginnings},
    service::library::{File, Library, Shelf},
};
use accord_engine::{
    calendar::Calendar,
    definition::{model::Definition, vocabulary::Roles},
    journal::JournalEntry,
    snapshot::Snapshot,
    step,
    workflow::Workflow,
};
use accord_store::{instances, journal};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::support::app::TestApp;

/// What is played to be kept: a specification and a whole round, contracts with their returns, and claims.
const PLAYS: [&str; 3] = ["walking-together", "return-is-queried", "paying-people"];

/// One life, with all that it ran by.
#[derive(Serialize, Deserialize)]
struct Life {
    workflow: String,
    versions: Vec<Version>,
    journal: Vec<JournalEntry>,
    snapshot: Snapshot,
}

/// A version of a workflow, as it was published.
#[derive(Serialize, Deserialize)]
struct Version {
    hash: String,
    definition: Definition,
    calendar: Calendar,
    roles: Roles,
    templates: IndexMap<String, String>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// The longest life of each workflow in the plays. What is sealed is not in the journal, and so conditions on it cannot
/// be judged again: lives with a sealed form are left out.
fn lives() -> BTreeMap<String, Life> {
    let library = Arc::new(Library::read(Shelf::built_in()).unwrap());
    let mut out: BTreeMap<String, Life> = BTreeMap::new();
    for play in PLAYS {
        let path = format!("workflows/scenarios/{play}.yaml");
        let text = library.shelf.get(&path).unwrap().to_owned();
        let left = tempfile::tempdir().unwrap();
        let to = left.path().join("out");
        rehearse::rehearse_text(&library, &Beginnings::default(), &path, &text, Some(&to)).unwrap();
        let t = TestApp::on(&to.join("rehearsal.db"));
        let sealed = |file: &File| {
            let forms = file.definition.iter().flat_map(|one| one.forms.values());
            forms.into_iter().any(|form| form.sealed_until.is_some())
        };
        for (name, _) in library.files.iter().filter(|(_, file)| !sealed(file)) {
            let rows = t
                .app
                .store
                .read(|db| instances::of_workflow(db, &t.alliance, name))
                .unwrap();
            for id in rows.into_iter().map(|row| row.id) {
                let rows = t
                    .app
                    .store
                    .read(|db| journal::of_instance(db, &t.alliance, &id))
                    .unwrap();
                let journal: Vec<JournalEntry> = rows
                    .iter()
                    .filter_map(|row| serde_json::from_str(&row.body).ok())
                    .collect();
                if out.get(name).is_some_and(|known| known.journal.len() >= journal.len()) {
                    continue;
                }
                let hash = journal.last().unwrap().definition.to_string();
                let (workflow, set) = t
                    .app
                    .reading(&t.alliance, |desk| {
                        let library = desk.app.library.clone();
                        Ok::<_, accord::service::fault::Fault>((
                            library.pinned(desk.db, &hash)?,
                            library.set(desk.db, &hash)?,
                        ))
                    })
                    .unwrap();
                let life = Life {
                    workflow: name.clone(),
                    versions: vec![Version {
                        hash,
                        definition: workflow.definition.clone(),
                        calendar: workflow.calendar.clone(),
                        roles: workflow.roles.clone(),
                        templates: set.templates.clone(),
                    }],
                    journal,
                    snapshot: t.snapshot(&id),
                };
                out.insert(name.clone(), life);
            }
        }
    }
    out
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test's own switch")]
fn journals_of_every_released_version_lead_to_where_they_led() {
    let own = folder().join(env!("CARGO_PKG_VERSION"));
    if std::env::var("ACCORD_BLESS").is_ok() && !own.exists() {
        fs::create_dir_all(&own).unwrap();
        for (name, life) in lives() {
            let text = serde_json::to_string(&life).unwrap();
            fs::write(own.join(format!("{name}.json")), format!("{text}\n")).unwrap();
        }
    }
    assert!(
        own.exists(),
        "tests/golden has nothing of this version: run again with ACCORD_BLESS=1, once, when it is released"
    );
    let mut replayed = 0;
    for version in fs::read_dir(folder()).unwrap() {
        let version = version.unwrap().path();
        if !version.is_dir() {
            continue;
        }
        for file in fs::read_dir(version).unwrap() {
            let file = file.unwrap().path();
            let life: Life = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
            let versions: Vec<Workflow> = life
                .versions
                .into_iter()
                .map(|one| {
                    let made = Workflow::compile(one.definition, one.calendar, one.roles, &one.templates).unwrap();
                    assert_eq!(*made.hash, *one.hash, "{}: its fingerprint", file.display());
                    made
                })
                .collect();
            let version = |hash: &str| versions.iter().find(|one| one.hash == *hash);
            let reached = step::replay_among(version, &life.journal)
                .unwrap_or_else(|wrong| panic!("{}: {wrong}", file.display()));
            assert_eq!(reached, life.snapshot, "{}", file.display());
            replayed += 1;
        }
    }
    println!("{replayed} lives of released versions lead to where they led");
}
