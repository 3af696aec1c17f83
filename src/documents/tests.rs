//! Tests of the crate. What a document must look like is in `sources/`.

mod any;
mod breakages;
mod faults;
mod html;
mod markdown;
mod pages;
mod render;
mod tagged;
mod text;
mod tree;
mod validated;
mod validator;
mod walk;

use crate::tree::{Document, Head};

pub(crate) const LETTER: &str = include_str!("tests/sources/letter.xml");
pub(crate) const REPORT: &str = include_str!("tests/sources/report.xml");

/// A head with everything in it.
pub(crate) fn head() -> Head {
    let mut head = Head::new("A report – with “quotes” & signs", "Sheffield Peer Support Alliance");
    head.reference = Some("PSF-2026-003".into());
    head.summary = Some("What happened in a quarter.".into());
    head.formats = Some("For another format, ring 0114 496 0000.".into());
    head.issued = chrono::DateTime::from_timestamp(1_795_000_000, 0);
    head.stamps = vec![crate::tree::Stamp {
        label: "Version".into(),
        value: "3".into(),
    }];
    head
}

#[track_caller]
pub(crate) fn parsed(source: &str) -> Document {
    crate::xml::parse(source, head()).unwrap_or_else(|faults| panic!("{faults}"))
}
