//! What the document crate promises, tried from outside.
use super::head;
use crate::xml::parse;

#[track_caller]
fn check(source: &str, expected: &[&str]) {
    let faults = parse(source, head())
        .map(|_| ())
        .expect_err("this ought to be refused")
        .0;
    let found: Vec<String> = faults
        .iter()
        .map(|f| format!("{}:{} {}", f.line, f.column, f.what))
        .collect();
    assert_eq!(found, expected);
    assert!(faults.iter().all(|fault| !fault.mend.is_empty()));
}

#[test]
fn an_unknown_element_is_a_fault_at_its_place() {
    check(
        "<p>one</p>\n  <blink>two</blink>",
        &["2:3 <blink> does not belong in the document."],
    );
    check("<p>one <u>two</u></p>", &["1:8 <u> does not belong in <p>."]);
}

#[test]
fn an_unknown_attribute_is_a_fault() {
    check("<p style=\"x\">one</p>", &["1:1 <p> has no attribute \"style\"."]);
    check("<p onclick=\"x\">one</p>", &["1:1 <p> has no attribute \"onclick\"."]);
}

#[test]
fn all_faults_are_found_at_once_in_order() {
    check(
        "<p><u>a</u></p>\n<ul><p>b</p></ul>\nloose",
        &[
            "1:4 <u> does not belong in <p>.",
            "2:5 <p> does not belong in <ul>.",
            "3:1 There are words in the document outside any element.",
        ],
    );
}

#[test]
fn what_is_not_xml_is_located() {
    let faults = parse("<p>one</p>\n<p>two</q>", head()).expect_err("not XML").0;
    assert_eq!((faults.len(), faults[0].line), (1, 2));
}

#[test]
fn the_root_cannot_be_closed_from_inside() {
    assert!(parse("</document><document>", head()).is_err());
}

#[test]
fn entities_are_not_declared() {
    assert!(parse("<!DOCTYPE p [<!ENTITY a \"b\">]><p>&a;</p>", head()).is_err());
    assert!(parse("<p>&nbsp;</p>", head()).is_err());
}

#[test]
fn headings_leave_no_level_out() {
    check("<h3>deep</h3>", &["1:1 The heading jumps to <h3>."]);
    check("<h2>a</h2><h4>b</h4>", &["1:11 The heading jumps to <h4>."]);
    check(
        "<h2>a</h2><h1>b</h1>",
        &["1:11 A document has one <h1>, before all other headings."],
    );
}

#[test]
fn links_lead_to_safe_places_and_have_words() {
    check(
        "<p><a href=\"javascript:alert(1)\">x</a></p>",
        &["1:4 A link may not lead to \"javascript:alert(1)\"."],
    );
    check(
        "<p><a href=\"/relative\">x</a></p>",
        &["1:4 A link may not lead to \"/relative\"."],
    );
    check(
        "<p><a href=\"https://a.example\"> </a></p>",
        &["1:4 A link has no words."],
    );
    check("<p><a>x</a></p>", &["1:4 <a> has no \"href\"."]);
}

#[test]
fn a_table_is_square_and_has_headings() {
    check(
        "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>",
        &["1:59 The row has 1 cells and the head has 2."],
    );
    check(
        "<table><tbody><tr><td>1</td></tr></tbody></table>",
        &["1:1 The table has no column headings."],
    );
    check(
        "<table><thead><tr><th></th></tr></thead></table>",
        &["1:19 A column has no heading."],
    );
}

#[test]
fn a_figure_has_a_caption_and_a_chart() {
    check(
        "<figure><chart kind=\"tiles\"><tile label=\"a\" cover=\"full\"/></chart></figure>",
        &["1:1 The figure has no caption."],
    );
    check(
        "<figure><caption>c</caption></figure>",
        &["1:1 The figure has no chart."],
    );
}

#[test]
fn numbers_of_a_chart_are_plain() {
    check(
        "<figure alt=\"a\"><caption>c</caption><chart kind=\"bar\" unit=\"£\">\n<series name=\"s\"><point label=\"l\" value=\"-1\"/></series></chart></figure>",
        &["2:18 \"-1\" is not a number that can be drawn."],
    );
}

#[test]
fn nesting_has_an_end() {
    let deep = format!("<p>{}x{}</p>", "<em>".repeat(2_000), "</em>".repeat(2_000));
    assert!(parse(&deep, head()).is_err());
}

#[test]
fn characters_that_xml_forbids_do_not_stop_a_letter() {
    let document = parse("<p>a\u{b}b</p>", head()).expect("it is shown as a replacement");
    assert_eq!(document.blocks.len(), 1);
}
