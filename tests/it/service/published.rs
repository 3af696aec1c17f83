//! An instance says what it was published with, whatever the files say today.

use std::{collections::BTreeSet, sync::Arc};

use accord::service::{
    library::{Library, Shelf},
    subjects::{self, About},
    transition::Start,
};
use accord_store::{instances, outbox, subjects as subject_rows};
use serde_json::json;

use crate::support::{app::TestApp, worker};

const WORKFLOW: &str = r#"
workflow: lasting-words
title: Words that last
about: contract
calendar: england-and-wales
roles: [contract_manager]
initial: waiting
states:
  waiting:
    title: Waiting
    no_deadline: "Nothing is late here."
    on:
      say_it:
        title: Say it
        by: [contract_manager]
        do:
          - document: { template: lasting, readers: [contract_manager] }
          - email: { template: lasting, to: [contract_manager] }
      end_it: { title: End it, by: [contract_manager], to: over }
  over: { title: Over, final: over }
"#;
const MAIL: &str = "---\ncontext: contract\nsubject: \"Hear this\"\n---\nOf {{contract.title}}: WORDS\n";
/// The last files have a letter that speaks of nothing; earlier letters still do.
const MAIL_OF_WINTER: &str = "---\ncontext: any\nsubject: \"Hear this\"\n---\nWORDS\n";
const DOCUMENT: &str = "---\ncontext: contract\ntitle: \"Lasting\"\nreference: \"L\"\n---\n\
    {{> lasting_piece}}<h2>Clauses</h2>{{> sections contract.clauses}}";

/// The shipped files, and a workflow whose letter, document, piece, layout and first clause say a word.
fn library(word: &str) -> Arc<Library> {
    let built_in = Shelf::built_in();
    let layout = built_in.get("templates/layouts/mail.txt.hbs").unwrap().to_owned();
    let clauses = built_in.get("workflows/clauses/host-agreement.yaml").unwrap();
    let first = clauses.split("body: |\n").nth(1).unwrap().lines().next().unwrap();
    let clauses = clauses.replacen(first, &format!("      The clause says {word}."), 1);
    let mail = if word == "winter" { MAIL_OF_WINTER } else { MAIL };
    let library = Library::read(
        built_in
            .with("workflows/lasting-words.yaml", WORKFLOW)
            .with(
                "templates/mail/lasting.md.hbs",
                &mail.replace("WORDS", &format!("the letter says {word}.")),
            )
            .with("templates/documents/lasting.xml.hbs", DOCUMENT)
            .with(
                "templates/partials/lasting_piece.hbs",
                &format!("<p>The piece says {word}.</p>"),
            )
            .with(
                "templates/layouts/mail.txt.hbs",
                &format!("{layout}The layout says {word}.\n"),
            )
            .with("workflows/clauses/host-agreement.yaml", &clauses),
    )
    .unwrap();
    let file = &library.files["lasting-words"];
    assert!(file.is_proved(), "{:#?}", file.found);
    Arc::new(library)
}

fn start(t: &TestApp) -> String {
    let start = Start::of(&t.alliance, "lasting-words", "Lasting");
    t.app.start(start).unwrap().instance
}

/// Says it; gives the words of the letter and of the document, and the template hashes of the rows.
fn said(t: &TestApp, instance: &str) -> (String, String, BTreeSet<String>) {
    t.act(instance, "rachel", "say_it", json!({})).unwrap();
    finished(t, instance)
}

fn finished(t: &TestApp, instance: &str) -> (String, String, BTreeSet<String>) {
    let (worker, memory) = worker::with_mail(t);
    let drained = worker.drain(t.app.wall.now()).unwrap();
    let rows = t
        .app
        .store
        .read(|db| outbox::of_instance(db, &t.alliance, instance))
        .unwrap();
    assert_eq!((drained.later, drained.dead), (0, 0), "{rows:#?}");
    let letter = worker::text(&memory.sent().last().unwrap().bytes);
    let document = t
        .app
        .store
        .read(|db| accord_store::documents::of_alliance(db, &t.alliance))
        .unwrap()
        .into_iter()
        .rfind(|row| row.instance_id.as_deref() == Some(instance))
        .unwrap();
    let page = String::from_utf8(worker.files.get(&document.html_key).unwrap()).unwrap();
    let hashes = rows.into_iter().map(|row| row.template.unwrap()).collect();
    (letter, page, hashes)
}

#[track_caller]
fn check(said: &(String, String, BTreeSet<String>), word: &str, not: &str) {
    for part in ["letter", "layout"] {
        assert!(said.0.contains(&format!("{part} says {word}.")), "{}", said.0);
    }
    for part in ["piece", "clause"] {
        assert!(said.1.contains(&format!("{part} says {word}.")), "{}", said.1);
    }
    assert!(said.0.contains("Of Lasting: "), "{}", said.0);
    assert!(!said.0.contains(not) && !said.1.contains(not), "{}{}", said.0, said.1);
}

#[test]
fn an_old_instance_says_the_old_words_after_the_files_changed_and_after_a_restart() {
    let t = TestApp::with(library("spring"));
    let old = start(&t);
    let first = said(&t, &old);
    check(&first, "spring", "autumn");

    let t = t.restarted(library("autumn"));
    let new = start(&t);
    let again = said(&t, &old);
    check(&again, "spring", "autumn");
    check(&said(&t, &new), "autumn", "spring");
    // The rows of one instance name the same templates for ever; those of the other name others.
    assert_eq!(first.2.len(), 2);
    assert_eq!(first.2, again.2);
    let pinned = |id: &str| t.app.store.read(|db| instances::load(db, &t.alliance, id)).unwrap();
    assert_ne!(pinned(&old).definition, pinned(&new).definition);

    // Nothing is left of the first files but the store.
    let t = t.restarted(library("winter"));
    check(&said(&t, &old), "spring", "winter");
    check(&said(&t, &new), "autumn", "winter");
}

#[test]
fn what_waited_in_the_outbox_leaves_in_the_words_of_its_day() {
    let t = TestApp::with(library("spring"));
    let old = start(&t);
    t.act(&old, "rachel", "say_it", json!({})).unwrap();
    let t = t.restarted(library("autumn"));
    check(&finished(&t, &old), "spring", "autumn");
}

#[test]
fn a_record_keeps_the_clauses_that_it_was_published_with() {
    let t = TestApp::with(library("spring"));
    let old = start(&t);
    let t = t.restarted(library("autumn"));
    let clauses = t.at_desk(move |desk| {
        let row = instances::load(desk.db, &desk.alliance, &old)?;
        let record = subject_rows::load(desk.db, &desk.alliance, &row.subject_id)?;
        let about = About {
            row: &record,
            snapshot: None,
        };
        subjects::of("contract")?.context(desk, about)
    });
    let first = clauses.pointer("/clauses/0/paragraphs/0").unwrap().as_str().unwrap();
    assert!(first.starts_with("The clause says spring."), "{first}");
}

#[test]
fn a_changed_piece_changes_what_it_belongs_to_and_nothing_else() {
    let hashes = |library: &Library| -> Vec<(String, String)> {
        library
            .files
            .iter()
            .map(|(name, file)| (name.clone(), file.workflow.as_ref().unwrap().hash.to_string()))
            .collect()
    };
    let shipped = Library::read(Shelf::built_in()).unwrap();
    let changed = |path: &str, text: &str| {
        let other = Library::read(Shelf::built_in().with(path, text)).unwrap();
        let (before, after) = (hashes(&shipped), hashes(&other));
        before
            .into_iter()
            .zip(after)
            .filter(|(before, after)| before != after)
            .map(|(before, _)| before.0)
            .collect::<Vec<_>>()
    };
    let people = shipped.shelf.get("templates/partials/meeting_people.hbs").unwrap();
    assert_eq!(
        changed("templates/partials/meeting_people.hbs", &format!("{people} ")),
        ["meeting"]
    );
    let clauses = shipped.shelf.get("workflows/clauses/host-agreement.yaml").unwrap();
    assert_eq!(
        changed("workflows/clauses/host-agreement.yaml", &format!("{clauses}# \n")),
        ["contract"]
    );
}
