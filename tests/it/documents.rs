//! Every shipped document and notice, from its template to a compliant PDF.

use std::process::{Command, Stdio};

use accord::views::{library::Templates, source::Shelf};
use accord_documents::pdf::{Style, render};
use accord_documents::tree::{Document, Head};
use accord_documents::{html, xml};

const SCRIPT: &str = "
import sys, page
for path in sys.argv[1:]:
    for profile in ('ua1', '2a'):
        for failure in page.validate_pdf(path, profile=profile).failures:
            print(path.rsplit('/', 1)[-1], failure.rule_id, failure.message)
";

/// Every shipped document, filled in with the samples of its context. Faults of all of them are told at once.
fn shipped() -> Vec<(String, Document)> {
    let templates = Templates::load(None).expect("the shipped templates");
    let (mut documents, mut faults) = (Vec::new(), Vec::new());
    for shelf in [Shelf::Document, Shelf::Notice] {
        let names: Vec<String> = templates.of(shelf).map(|(name, _)| name.to_owned()).collect();
        for name in names {
            let context = templates.sample(shelf, &name).expect("a sample");
            let rendered = match shelf {
                Shelf::Notice => templates.render_notice(&name, &context),
                _ => templates.render_document(&name, &context),
            }
            .expect("rendered");
            let mut head = Head::new(rendered.title, "Sheffield Peer Support Alliance");
            head.reference = Some(rendered.reference);
            match xml::parse(&rendered.xml, head) {
                Ok(document) => documents.push((name, document)),
                Err(found) => faults.push(format!("{name}:\n{found}")),
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    documents
}

#[test]
fn every_shipped_document_is_a_page_with_one_h1() {
    for (name, document) in shipped() {
        assert_eq!(html::page(&document).matches("<h1").count(), 1, "{name}");
    }
}

#[test]
fn every_shipped_document_is_a_compliant_pdf_in_every_style() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut paths = Vec::new();
    for (name, document) in shipped() {
        for style in [Style::Standard, Style::LargePrint, Style::EasyRead] {
            let made = render(&document, style).expect("a PDF");
            assert_eq!(made.missing, [], "{name}");
            let path = folder.path().join(format!("{}-{style:?}.pdf", name.replace('/', "-")));
            std::fs::write(&path, made.bytes).expect("written");
            paths.push(path);
        }
    }
    if !Command::new("python3")
        .args(["-c", "import page"])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|s| s.success())
    {
        #[expect(clippy::disallowed_methods, reason = "what a test run demands is said from outside")]
        let required = std::env::var("ACCORD_TEST_REQUIRE").is_ok_and(|all| all.split(',').any(|one| one == "pdf"));
        assert!(
            !required,
            "ACCORD_TEST_REQUIRE=pdf, but python3 with page-validation is not installed"
        );
        println!("skipped: python3 with page-validation is not installed");
        return;
    }
    let said = Command::new("python3")
        .args(["-c", SCRIPT])
        .args(&paths)
        .output()
        .expect("python3");
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    assert_eq!(String::from_utf8_lossy(&said.stdout), "");
}
