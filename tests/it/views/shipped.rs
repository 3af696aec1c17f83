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
