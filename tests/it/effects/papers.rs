//! Documents and notices, from the outbox to the files.

use std::sync::Arc;

use accord::{
    effects::mail::transport::Memory,
    service::outgoing::{DocumentOrder, NoticeOrder, Outgoing},
    views::{
        contexts,
        source::{Shelf, Source},
    },
};
use accord_store::{documents, outbox::OutboxStatus};

use super::{
    bench::{Bench, start},
    letters::letter,
};

fn source(path: &str, text: &str) -> Source {
    let shelf = if path.starts_with("documents/") {
        Shelf::Document
    } else {
        Shelf::Notice
    };
    Source {
        shelf,
        name: path.split(['/', '.']).nth(1).unwrap().to_owned(),
        path: path.to_owned(),
        text: text.to_owned(),
    }
}

fn bench(memory: &Memory) -> Bench {
    let shelf = [
        source(
            "documents/test_report.xml.hbs",
            "---\ncontext: round\ntitle: \"Report of {{round.title}}\"\nreference: \"SYN-{{round.reference}}-report\"\n---\n\
             <h2>Lots</h2><p>{{round.description}}</p>\
             <table><caption>Lots</caption><thead><tr><th>Lot</th></tr></thead>\
             <tbody>{{#each round.lots}}<tr><td>{{name}}</td></tr>{{/each}}</tbody></table>",
        ),
        source(
            "notices/test_award.xml.hbs",
            "---\ncontext: round\ntitle: \"Intention to award\"\nreference: \"SYN-{{round.reference}}-N5\"\nocds: award\n---\n\
             <p>{{round.regime.sentence}}</p>",
        ),
        source(
            "documents/test_broken.xml.hbs",
            "---\ncontext: round\ntitle: T\nreference: R\n---\n<p>one</p>\n<script>x</script>\n",
        ),
    ];
    Bench::with(Arc::new(memory.clone()), &shelf)
}

fn order(template: &str) -> Outgoing {
    Outgoing::Document(Box::new(DocumentOrder {
        template: template.to_owned(),
        readers: vec!["board_vcse".to_owned()],
        then: None,
        about: letter("A", "a@x.example").about,
        context: contexts::kind("round").unwrap().sample(),
    }))
}

fn documents_of(bench: &Bench) -> Vec<documents::DocumentRow> {
    bench.worker.store.read(|db| documents::of_alliance(db, "a1")).unwrap()
}

#[test]
fn a_document_is_a_page_and_a_pdf_and_goes_with_its_letter() {
    let memory = Memory::default();
    let bench = bench(&memory);
    bench.put("d", &order("test_report"));
    let mut with = letter("Amina", "amina@x.example");
    with.attach = vec!["d".to_owned()];
    bench.post("e", with);
    bench.drain_all();
    let made = documents_of(&bench);
    assert_eq!(made.len(), 1);
    assert_eq!((made[0].version, made[0].readers.as_str()), (1, "[\"board_vcse\"]"));
    assert_eq!(made[0].flagged, None);
    let html = String::from_utf8(bench.worker.files.get(&made[0].html_key).unwrap()).unwrap();
    assert!(
        html.contains("<h1>Report of Sheffield Peer Support Framework</h1>"),
        "{html}"
    );
    let pdf = bench.worker.files.get(made[0].pdf_key.as_ref().unwrap()).unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    let sent = String::from_utf8(memory.sent()[0].bytes.clone()).unwrap();
    assert!(sent.contains("filename=\"SYN-PSF-2026-001-report-v1.pdf\""));
}

#[test]
fn other_words_are_the_next_version_and_the_same_words_are_not() {
    let bench = bench(&Memory::default());
    bench.put("d1", &order("test_report"));
    bench.put("d2", &order("test_report"));
    bench.drain_all();
    let versions: Vec<i32> = documents_of(&bench).iter().map(|row| row.version).collect();
    assert_eq!(versions, [1]);
    let Outgoing::Document(mut other) = order("test_report") else {
        unreachable!()
    };
    other.context["round"]["description"] = "Peer support in every network".into();
    bench.put("d3", &Outgoing::Document(other));
    bench.drain_all();
    let versions: Vec<i32> = documents_of(&bench).iter().map(|row| row.version).collect();
    assert_eq!(versions, [1, 2]);
}

#[test]
fn a_character_that_no_font_shows_flags_the_pdf_and_the_page_goes_out() {
    let memory = Memory::default();
    let bench = bench(&memory);
    let Outgoing::Document(mut odd) = order("test_report") else {
        unreachable!()
    };
    odd.context["round"]["description"] = "Peer support \u{12000} here".into();
    bench.put("d", &Outgoing::Document(odd));
    let mut with = letter("Amina", "amina@x.example");
    with.attach = vec!["d".to_owned()];
    bench.post("e", with);
    bench.drain_all();
    let made = documents_of(&bench);
    assert!(made[0].flagged.as_ref().unwrap().contains("U+12000"), "{made:?}");
    assert_eq!(bench.incidents().len(), 1);
    let sent = String::from_utf8(memory.sent()[0].bytes.clone()).unwrap();
    assert!(sent.contains("SYN-PSF-2026-001-report-v1.html") && !sent.contains(".pdf"));
}

#[test]
fn a_text_that_is_no_document_is_dead_at_once_and_so_is_its_letter() {
    let bench = bench(&Memory::default());
    bench.put("d", &order("test_broken"));
    let mut with = letter("Amina", "amina@x.example");
    with.attach = vec!["d".to_owned()];
    bench.post("e", with);
    bench.drain_all();
    assert_eq!(
        (bench.row("d").status, bench.row("d").attempts),
        (OutboxStatus::Dead, 1)
    );
    assert!(bench.row("d").last_error.unwrap().contains("script"));
    assert_eq!(bench.row("e").status, OutboxStatus::Dead);
    assert_eq!(bench.incidents().len(), 2);
}

#[test]
fn a_notice_is_also_data() {
    let bench = bench(&Memory::default());
    let mut context = contexts::kind("round").unwrap().sample();
    // A round in which somebody buys; one of grants is told as grants.
    context["round"]["grants"] = serde_json::Value::Null;
    let notice = Outgoing::Notice(Box::new(NoticeOrder {
        template: "test_award".to_owned(),
        then: None,
        about: letter("A", "a@x.example").about,
        context,
    }));
    bench.put("n", &notice);
    bench.worker.drain(start()).unwrap();
    let made = documents_of(&bench);
    assert_eq!(
        (made[0].kind.as_str(), made[0].readers.as_str()),
        ("notice", "[\"public\"]")
    );
    let data = bench.worker.files.get(made[0].data_key.as_ref().unwrap()).unwrap();
    let package: serde_json::Value = serde_json::from_slice(&data).unwrap();
    let release = &package["releases"][0];
    assert_eq!(release["ocid"], "ocds-213czf-PSF-2026-001");
    assert_eq!(release["awards"][0]["status"], "pending");
    assert_eq!(release["awards"][0]["value"]["amount"], 120_000.0);
    assert!(
        package["publisher"]["name"]
            .as_str()
            .unwrap()
            .contains("not registered")
    );
    assert!(bench.folder().join("files").join(made[0].html_key.as_str()).exists());
}
