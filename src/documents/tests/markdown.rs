//! What the document crate promises, tried from outside.
use super::head;
use crate::html::{Setting, fragment};
use crate::markdown::parse;
use crate::tree::Level;

#[track_caller]
fn check(source: &str, expected: &str) {
    let document = parse(source, head(), Level::Two).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(fragment(&document, Setting::Mail, "").trim(), expected.trim());
}

#[test]
fn headings_are_shifted_under_the_page() {
    check("# One\n\n## Two", "<h2 id=\"one\">One</h2>\n<h3 id=\"two\">Two</h3>");
}

#[test]
fn marks_links_and_breaks() {
    check(
        "Dear **Jo**,\n*please* [read it](https://a.example/x)  \nnow.",
        "<p>Dear <strong>Jo</strong>, <em>please</em> <a href=\"https://a.example/x\">read it</a><br>now.</p>",
    );
}

#[test]
fn tight_and_nested_lists() {
    check(
        "- one\n- two\n  1. in two\n",
        "<ul>\n<li>one</li>\n<li>two\n<ol>\n<li>in two</li>\n</ol>\n</li>\n</ul>",
    );
}

#[test]
fn a_quote_is_an_inset_and_a_table_a_table() {
    check("> said", "<div class=\"inset\">\n<p>said</p>\n</div>");
    check(
        "| a | b |\n|---|--:|\n| 1 | 2 |\n",
        "<table>\n<thead>\n<tr><th scope=\"col\">a</th><th scope=\"col\" class=\"number\">b</th></tr>\n</thead>\n\
         <tbody>\n<tr><td>1</td><td class=\"number\">2</td></tr>\n</tbody>\n</table>",
    );
}

#[test]
fn html_pictures_and_code_are_refused_at_their_place() {
    for (source, line) in [
        ("a\n\n<b>x</b>", 3),
        ("x <i>y</i>", 1),
        ("![p](https://a.example)", 1),
        ("    code", 1),
    ] {
        let faults = parse(source, head(), Level::Two).expect_err("refused").0;
        assert_eq!(faults[0].line, line, "{source}");
    }
    assert!(parse("[x](javascript:1)", head(), Level::Two).is_err());
}
