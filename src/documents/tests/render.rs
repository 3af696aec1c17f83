//! What the document crate promises, tried from outside.
use proptest::prelude::*;

use super::{any, head, parsed};
use crate::pdf::{Style, render};
use crate::tree::Document;

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn every_document_becomes_a_pdf_whose_content_is_all_marked(blocks in any::blocks()) {
        let made = render(&Document { head: head(), blocks }, Style::Standard).expect("a PDF");
        let file = lopdf::Document::load_mem(&made.bytes).expect("readable");
        prop_assert_eq!(file.get_pages().len(), made.pages);
        prop_assert!(super::walk::drawn(&file).iter().all(|d| d.mark != super::walk::Mark::None));
    }
}

#[test]
fn what_cannot_be_shown_is_reported_and_does_not_stop_the_pdf() {
    let made = render(&parsed("<p>Dear 李</p>"), Style::Standard).expect("a PDF");
    assert_eq!(made.missing.len(), 1);
    assert!(made.bytes.starts_with(b"%PDF-1.7"));
}

#[test]
fn an_empty_document_is_still_a_page() {
    assert_eq!(render(&parsed(""), Style::Standard).expect("a PDF").pages, 1);
}

#[test]
fn a_hundred_pages_with_a_table_of_five_hundred_rows() {
    let rows: String = (0..500)
        .map(|n| format!("<tr><th>Row {n}</th><td>some words about it</td><td>{n}</td></tr>"))
        .collect();
    let text = format!(
        "<h2>Chapter</h2><p>{}</p>",
        "words that fill a page of text ".repeat(150)
    )
    .repeat(75);
    let source = format!(
        "{text}<table><thead><tr><th>Name</th><th>What</th><th>No.</th></tr></thead><tbody>{rows}</tbody></table>"
    );
    let document = parsed(&source);
    let start = std::time::Instant::now();
    let made = render(&document, Style::Standard).expect("a PDF");
    println!(
        "{} pages, {} kB, {} ms",
        made.pages,
        made.bytes.len() / 1000,
        start.elapsed().as_millis()
    );
    assert!(made.pages >= 100, "{}", made.pages);
}
