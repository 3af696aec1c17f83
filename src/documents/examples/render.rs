//! Renders a file of blocks, to look at: `cargo run -p accord-documents --example render -- in.xml out [large|easy]`
//! writes `out.html` and `out.pdf`.

use std::error::Error;
use std::fs;

use accord_documents::pdf::Style;
use accord_documents::tree::{Head, Stamp};
use accord_documents::{html, pdf, xml};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (from, to) = (
        arguments.next().ok_or("which file?")?,
        arguments.next().ok_or("write where?")?,
    );
    let style = match arguments.next().as_deref() {
        Some("large") => Style::LargePrint,
        Some("easy") => Style::EasyRead,
        _ => Style::Standard,
    };
    let mut head = Head::new("A document to look at", "Sheffield Peer Support Alliance");
    head.reference = Some("PSF-2026-003".into());
    head.formats = Some("For this document in large print, Easy Read or another language, ring 0114 496 0000.".into());
    head.issued = chrono::DateTime::from_timestamp(1_795_000_000, 0);
    if arguments.next().is_none() {
        head.stamps = vec![Stamp {
            label: "Version".into(),
            value: "3".into(),
        }];
    }
    let document = xml::parse(&fs::read_to_string(from)?, head)?;
    fs::write(format!("{to}.html"), html::page(&document))?;
    let made = pdf::render(&document, style)?;
    fs::write(format!("{to}.pdf"), made.bytes)?;
    if made.missing.is_empty() {
        Ok(())
    } else {
        Err(format!("cannot be shown: {:?}", made.missing).into())
    }
}
