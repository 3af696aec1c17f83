//! Every template that ships, against made-up values.

use accord::views::{library::Templates, source::Shelf};

pub(super) fn shipped() -> Templates {
    Templates::load(None).unwrap_or_else(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        panic!("{}", lines.join("\n"))
    })
}

#[test]
fn every_field_that_a_template_uses_exists() {
    let faults: Vec<String> = shipped().check().iter().map(ToString::to_string).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_email_reads_well() {
    let templates = shipped();
    let mut faults = Vec::new();
    for (name, _) in templates.of(Shelf::Mail) {
        let sample = templates.sample(Shelf::Mail, name).unwrap();
        match templates.render_mail(name, &sample) {
            Err(fault) => faults.push(fault.to_string()),
            Ok(mail) => {
                let body = mail.text.split("\n--\n").next().unwrap_or_default();
                let words = body.split_whitespace().count();
                if words > 120 {
                    faults.push(format!("mail/{name} has {words} words; the most is 120"));
                }
                if mail.subject.chars().count() > 90 {
                    faults.push(format!("the subject of mail/{name} is longer than 90 characters"));
                }
                if mail.text.contains("{{") || mail.html.contains("{{") {
                    faults.push(format!("mail/{name} lets braces through"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_document_and_notice_is_well_formed() {
    let templates = shipped();
    let mut faults = Vec::new();
    for shelf in [Shelf::Document, Shelf::Notice] {
        for (name, _) in templates.of(shelf) {
            let sample = templates.sample(shelf, name).unwrap();
            let made = match shelf {
                Shelf::Document => templates.render_document(name, &sample),
                _ => templates.render_notice(name, &sample),
            };
            match made {
                Err(fault) => faults.push(fault.to_string()),
                Ok(page) => {
                    let whole = format!("<document>{}</document>", page.xml);
                    if let Err(e) = roxmltree::Document::parse(&whole) {
                        faults.push(format!("{}{name}: {e}", shelf.folder()));
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn an_invitation_says_what_was_said_against_a_text_that_the_board_went_ahead_with() {
    let templates = shipped();
    let mut sample = templates.sample(Shelf::Document, "invitation_to_tender").unwrap();
    let signed = templates.render_document("invitation_to_tender", &sample).unwrap().xml;
    assert!(
        signed.contains("each house signed it on") && !signed.contains("said against it"),
        "{signed}"
    );
    sample["round"]["specification"]["override_by_board"] = serde_json::json!({ "on": "2026-04-01", "reason": "The service cannot wait.", "votes": "7 go ahead, 2 did not answer" });
    sample["round"]["specification"]["blocks"] =
        serde_json::json!([{ "house": "Lived experience", "reason": "Nobody is there at night.", "resolution": "" }]);
    let passed_over = templates.render_document("invitation_to_tender", &sample).unwrap().xml;
    for said in [
        "It was not passed by both houses",
        "Lived experience",
        "Nobody is there at night.",
        "The service cannot wait.",
        "7 go ahead",
    ] {
        assert!(passed_over.contains(said), "{said}: {passed_over}");
    }
    assert!(!passed_over.contains("each house signed"), "{passed_over}");
}
