//! What the document crate promises, tried from outside.
use proptest::prelude::*;

use super::{any, head, parsed};
use crate::tree::{Document, Number};
use crate::xml;

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_again(blocks in any::blocks()) {
        let source = xml::write_blocks(&blocks);
        let read = xml::parse(&source, head()).map_err(|faults| TestCaseError::fail(faults.to_string()))?;
        prop_assert_eq!(read.blocks, blocks);
    }

    #[test]
    fn nothing_that_people_type_makes_the_parser_panic(source in ".{0,200}") {
        let _ = xml::parse(&source, head());
        let _ = crate::markdown::parse(&source, head(), crate::tree::Level::Two);
    }
}

#[test]
fn the_hash_is_of_the_content_alone() {
    let document = parsed("<p>one</p>");
    let mut later = document.clone();
    later.head.issued = None;
    later.head.stamps.clear();
    assert_eq!(document.content_hash(), later.content_hash());
    let mut other = document.clone();
    other.head.title.push('!');
    assert_ne!(document.content_hash(), other.content_hash());
    assert_ne!(
        document.content_hash(),
        Document {
            blocks: Vec::new(),
            head: head()
        }
        .content_hash()
    );
}

#[test]
fn space_between_elements_does_not_change_the_hash() {
    assert_eq!(
        parsed("<p>one</p><p>two</p>").content_hash(),
        parsed("\n<p> one </p>\n\n<p>two\n</p>").content_hash()
    );
}

#[test]
fn numbers_are_exact() {
    for (text, shown) in [
        ("0", "0"),
        ("1250", "1,250"),
        ("12.5", "12.5"),
        ("1000000.125", "1,000,000.125"),
    ] {
        assert_eq!(Number::parse(text).expect("a number").to_string(), shown);
    }
    for text in [
        "",
        ".5",
        "5.",
        "-1",
        "+1",
        "1e3",
        "1,000",
        "0.0001",
        "NaN",
        "9999999999999",
    ] {
        assert_eq!(Number::parse(text), None, "{text}");
    }
}
