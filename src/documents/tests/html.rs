//! What the document crate promises, tried from outside.
use super::parsed;
use crate::html::{Setting, fragment, page};

#[track_caller]
fn check(source: &str, expected: &str) {
    assert_eq!(fragment(&parsed(source), Setting::Page, "").trim(), expected.trim());
}

#[test]
fn running_text_is_escaped_and_its_space_collapsed() {
    check(
        "<p>  Fish &amp; <strong> chips </strong>\n for &lt;£5&gt; &quot;now&quot; </p>",
        "<p>Fish &amp; <strong>chips </strong>for &lt;£5&gt; &quot;now&quot;</p>",
    );
}

#[test]
fn headings_have_ids_that_differ() {
    check(
        "<h2>What happens next</h2><p>a</p><h2>What happens next</h2><p>b</p>",
        "<h2 id=\"what-happens-next\">What happens next</h2>\n<p>a</p>\n<h2 id=\"what-happens-next-2\">What happens next</h2>\n<p>b</p>",
    );
}

#[test]
fn an_item_of_one_paragraph_needs_no_p() {
    check(
        "<ul><li>one</li><li><p>two</p></li></ul>",
        "<ul>\n<li>one</li>\n<li>two</li>\n</ul>",
    );
}

#[test]
fn lists_nest_in_items() {
    check(
        "<ol><li>one <ul><li>in one</li></ul></li></ol>",
        "<ol>\n<li>one\n<ul>\n<li>in one</li>\n</ul>\n</li>\n</ol>",
    );
}

#[test]
fn a_table_has_scopes_and_numbers_stand_right() {
    check(
        "<table><caption>Money</caption><thead><tr><th>Who</th><th align=\"right\">Pence</th></tr></thead>
         <tbody><tr><th>Jo</th><td>12</td></tr></tbody></table>",
        "<div class=\"scroll\" role=\"group\" aria-labelledby=\"table\" tabindex=\"0\"><table role=\"table\">\n<caption id=\"table\">Money</caption>\n\
         <thead role=\"rowgroup\">\n<tr role=\"row\"><th scope=\"col\" role=\"columnheader\">Who</th>\
         <th scope=\"col\" role=\"columnheader\" class=\"number\">Pence</th></tr>\n</thead>\n<tbody role=\"rowgroup\">\n\
         <tr role=\"row\"><th scope=\"row\" role=\"rowheader\">Jo</th>\
         <td role=\"cell\" data-label=\"Pence\" class=\"number\">12</td></tr>\n</tbody>\n</table></div>",
    );
}

#[test]
fn a_table_without_rows_says_so() {
    check(
        "<table><thead><tr><th>Who</th><th>When</th></tr></thead><tbody></tbody></table>",
        "<div class=\"scroll\" role=\"group\" aria-label=\"Table\" tabindex=\"0\"><table role=\"table\">\n<thead role=\"rowgroup\">\n\
         <tr role=\"row\"><th scope=\"col\" role=\"columnheader\">Who</th><th scope=\"col\" role=\"columnheader\">When</th></tr>\n\
         </thead>\n<tbody role=\"rowgroup\">\n<tr role=\"row\"><td role=\"cell\">None</td><td role=\"cell\"></td></tr>\n</tbody>\n</table></div>",
    );
}

#[test]
fn what_conditions_leave_empty_is_dropped() {
    check(
        "<p> </p><ul><li></li></ul><inset><p></p></inset><p>left</p>",
        "<p>left</p>",
    );
}

#[test]
fn a_chart_is_a_picture_with_words_and_a_table() {
    let html = fragment(
        &parsed(
            "<figure alt=\"It doubled.\"><caption>Visits</caption><chart kind=\"bar\" unit=\"%\">
             <series name=\"All\"><point label=\"Q1\" value=\"10\"/><point label=\"Q2\" value=\"\"/></series></chart></figure>",
        ),
        Setting::Page,
        "a-",
    );
    for part in [
        "role=\"img\" aria-labelledby=\"a-figure-1-title a-figure-1\"",
        "<title id=\"a-figure-1-title\">Visits</title><desc id=\"a-figure-1\">It doubled.</desc>",
        "<summary>Show the numbers as a table</summary>",
        "<th scope=\"row\" role=\"rowheader\">Q1</th><td role=\"cell\" data-label=\"All\" class=\"number\">10%</td>",
        "<th scope=\"row\" role=\"rowheader\">Q2</th><td role=\"cell\" data-label=\"All\" class=\"number\">not known</td>",
    ] {
        assert!(html.contains(part), "{part}\nis not in\n{html}");
    }
}

#[test]
fn a_mail_has_no_pictures() {
    let html = fragment(&parsed(super::REPORT), Setting::Mail, "");
    assert!(!html.contains("<svg") && !html.contains("<details"));
    assert!(html.contains("the smallest is 80 and over with 61"));
}

#[test]
fn a_page_has_one_h1_and_a_language() {
    for source in [super::LETTER, super::REPORT, "<p>short</p>"] {
        let html = page(&parsed(source));
        assert_eq!(html.matches("<h1").count(), 1);
        assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"en-GB\">"));
    }
}

#[test]
fn a_page_carries_reference_hash_and_stamps() {
    let document = parsed("<p>short</p>");
    let html = page(&document);
    assert!(html.contains(&document.content_hash()));
    assert!(html.contains("<dt>Version</dt><dd>3</dd>"));
    assert!(html.contains("<dt>Reference</dt><dd>PSF-2026-003</dd>"));
}

#[test]
fn a_chart_without_alt_describes_itself() {
    let html = fragment(
        &parsed(
            "<figure><chart kind=\"line\" title=\"Trend\"><point label=\"Q1\" value=\"£1,065.50\"/><point label=\"Q2\" value=\"too few\"/></chart></figure>",
        ),
        Setting::Page,
        "",
    );
    assert!(html.contains("<figcaption>Trend</figcaption>"));
    assert!(html.contains(">Line chart. Trend: 1,065.5 for Q1.</desc>"));
}
