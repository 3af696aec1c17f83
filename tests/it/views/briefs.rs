//! What records are in a few lines.

use accord::views::{contexts::KINDS, library::Templates, source::Shelf};

use super::shipped::shipped;

#[test]
fn every_kind_of_record_has_a_brief_and_it_says_something() {
    let templates = shipped();
    // These are no records: letters about signing in, the paper of a run of payments, that of what was asked for, and that
    // of both registers.
    for kind in KINDS
        .iter()
        .filter(|kind| !["access", "payment_run", "trace", "registers"].contains(&kind.name))
    {
        let lines = templates.render_brief(kind.name, &kind.sample()).unwrap();
        assert!(lines.len() > 1, "{}: {lines:?}", kind.name);
        for (label, words) in lines {
            assert!(
                label.len() < 80 && !words.contains('\n'),
                "{}: {label}: {words}",
                kind.name
            );
        }
    }
}

#[test]
fn a_text_of_several_lines_is_one_and_nothing_is_no_line() {
    let templates = shipped();
    let mut context = templates.sample(Shelf::Brief, "involvement_claim").unwrap();
    context["involvement_claim"]["note"] = "One.\nTwo: three.".into();
    context["involvement_claim"]["method"] = "".into();
    let lines = templates.render_brief("involvement_claim", &context).unwrap();
    assert!(
        lines
            .iter()
            .any(|(label, words)| label == "A question or a reason" && words == "One. Two: three."),
        "{lines:?}"
    );
    assert!(!lines.iter().any(|(label, _)| label == "How it is paid"), "{lines:?}");
    assert!(templates.render_brief("unknown", &context).unwrap().is_empty());
}

#[test]
fn a_line_without_a_label_is_a_located_fault() {
    let source =
        accord::views::source::Source::new("briefs/meeting.txt.hbs", "---\ncontext: meeting\n---\nJust words\n");
    let templates = Templates::compile(&[source.unwrap()]).unwrap();
    let fault = templates
        .render_brief("meeting", &serde_json::json!({}))
        .unwrap_err()
        .to_string();
    assert!(
        fault.contains("briefs/meeting.txt.hbs") && fault.contains("`Label: words`"),
        "{fault}"
    );
}
