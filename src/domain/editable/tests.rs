//! What is in the file: the kind, headings, lists, answers.

use super::*;
use crate::domain::papers;

fn paper() -> Paper {
    Paper {
        title: "Questions & answers".to_owned(),
        by: "Synergy".to_owned(),
        pieces: vec![
            Piece::Heading("Your answers".to_owned()),
            Piece::Question("Who is <reached>?".to_owned()),
            Piece::Help("At most 350 words.".to_owned()),
            Piece::Answer(vec!["One line\nand another\u{1}".to_owned()]),
            Piece::Question("What else?".to_owned()),
            Piece::Answer(Vec::new()),
            Piece::Points(vec!["First".to_owned(), "Second".to_owned()]),
        ],
    }
}

/// The text of a file inside; it is not packed, so it is there to be read.
fn inside(bytes: &[u8], from: &str, to: &str) -> String {
    let text = String::from_utf8_lossy(bytes);
    let start = text.find(from).unwrap();
    let end = text[start..].find(to).unwrap() + start + to.len();
    text[start..end].to_owned()
}

#[test]
fn it_is_taken_where_people_send_files() {
    let bytes = paper().odt().unwrap();
    assert_eq!(papers::judge("questions.odt", &bytes), Ok(MEDIA));
    // What kind of file it is stands where programs look for it.
    assert_eq!(&bytes[38..38 + MEDIA.len()], MEDIA.as_bytes());
    assert_eq!(bytes, paper().odt().unwrap());
}

#[test]
fn headings_lists_and_answers_are_what_they_are() {
    let bytes = paper().odt().unwrap();
    for (from, to) in [
        ("<office:document-content", "</office:document-content>"),
        ("<office:document-styles", "</office:document-styles>"),
        ("<office:document-meta", "</office:document-meta>"),
        ("<manifest:manifest ", "</manifest:manifest>"),
    ] {
        let text = inside(&bytes, from, to);
        roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    }
    let content = inside(&bytes, "<office:document-content", "</office:document-content>");
    let content = roxmltree::Document::parse(&content).unwrap();
    let texts = |tag: &str| -> Vec<String> {
        let all = content.descendants().filter(|node| node.tag_name().name() == tag);
        all.map(|node| node.text().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(
        texts("h"),
        ["Questions & answers", "Your answers", "Who is <reached>?", "What else?"]
    );
    assert_eq!(texts("list-item").len(), 2);
    assert_eq!(
        texts("p"),
        [
            "At most 350 words.",
            "One line",
            "and another",
            "[Write your answer here]",
            "First",
            "Second"
        ]
    );
}
