//! The strict XML subset: the way a document template comes in, and the canonical form that is hashed and kept.
//!
//! A source is a run of blocks, without a root and without a declaration:
//!
//! | element | holds | attributes |
//! |---|---|---|
//! | `h1`–`h4` | inline | |
//! | `p` | inline | |
//! | `ul`, `ol` | `li` | |
//! | `li`, `dd`, `td`, `th` in `tbody` | inline, or `p`, `ul`, `ol` | `th`: `scope="row"` |
//! | `table` | `caption`?, `thead` (one `tr` of `th`), `tbody` (`tr` of `th`, `td`) | |
//! | `th` in `thead` | inline | `align="right"` for numbers, `scope="col"` |
//! | `dl` | `dt` and `dd` | |
//! | `figure` | `caption`, `chart` | `alt`; made from the data if left out |
//! | `chart` | `series` of `point`, or `point` alone, or `tile` | `kind="bar\|line\|tiles"`, `unit`, `title` in place of a caption |
//! | `series`, `point`, `tile` | nothing (`series`: `point`) | `name`; `label`, `value`; `label`, `cover="full\|part\|none"`, `note` |
//! | `inset` | `p`, `ul`, `ol`, `dl` | `kind="note\|warning"` |
//! | `address` | inline, lines parted by `br` | `date`, `reference` |
//! | `signature` | nothing | `name`, `role`, `organisation`, `signed`, `mark` |
//! | `page-break` | nothing | |
//! | inline | text, `strong`, `em`, `a`, `br` | `a`: `href` |
//!
//! Anything else is a fault with its place. Empty paragraphs, lists and items are dropped, and headings that have
//! nothing under them, because a template with conditions makes them; everything that would mislead a reader is
//! refused.

mod block;
mod figure;
mod inline;
mod part;
mod reader;
pub(crate) mod space;
mod table;
mod write;

use crate::fault::{Fault, Faults};
use crate::tree::{Document, Head, headings};

pub(crate) use inline::may_lead_to;
#[cfg(test)]
pub(crate) use write::blocks as write_blocks;
pub use write::write;

/// Reads a document's blocks.
///
/// # Errors
/// All faults found, in the order of their places; or the one that keeps the source from being XML at all.
pub fn parse(source: &str, head: Head) -> Result<Document, Faults> {
    // The root stands on a line of its own, so that columns stay true and lines are one too high.
    let wrapped = format!("<document>\n{}\n</document>", allowed(source));
    let xml = roxmltree::Document::parse(&wrapped).map_err(|error| {
        let place = error.pos();
        Faults(vec![Fault {
            line: place.row.saturating_sub(1).max(1),
            column: place.col,
            what: format!("This is not well-formed: {error}."),
            mend: "Close every element, and write & as &amp; and < as &lt;.".into(),
        }])
    })?;
    let mut reader = reader::Reader::new(&xml);
    let blocks = headings::with_text(block::document(&mut reader, xml.root_element()));
    let faults = reader.into_faults();
    if faults.is_empty() {
        Ok(Document { head, blocks })
    } else {
        Err(Faults(faults))
    }
}

/// What people type may hold characters that XML forbids. They become the replacement character, which writers show
/// and the PDF reports, so that they never stop a letter.
fn allowed(source: &str) -> String {
    source
        .chars()
        .map(|c| match c {
            '\t' | '\n' | '\r' => c,
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => char::REPLACEMENT_CHARACTER,
            _ => c,
        })
        .collect()
}
