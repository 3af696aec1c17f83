//! Markdown as a way in: mail bodies and text that people write in forms.
//!
//! Headings are shifted so that they stand under the page's own; raw HTML, images, rules and code blocks are refused.
//! Tables need a head, as they do in the XML form.

mod build;

use pulldown_cmark::{Event, Options, Parser};

use crate::fault::{Fault, Faults};
use crate::tree::{Document, Head, Level};

/// Reads Markdown. A heading of level 1 becomes `top`, one of level 2 the next deeper, and so on.
///
/// # Errors
/// All faults found, in the order of their places.
pub fn parse(source: &str, head: Head, top: Level) -> Result<Document, Faults> {
    let mut builder = build::Builder::new(top);
    let mut faults = Vec::new();
    for (event, range) in Parser::new_ext(source, Options::ENABLE_TABLES).into_offset_iter() {
        let refused = refusal(&event).map(|(what, mend)| (what.to_owned(), mend.to_owned()));
        if let Some((what, mend)) = refused.or_else(|| builder.take(event)) {
            let (line, column) = place(source, range.start);
            faults.push(Fault {
                line,
                column,
                what,
                mend,
            });
        }
    }
    if faults.is_empty() {
        Ok(Document {
            head,
            blocks: builder.finish(),
        })
    } else {
        Err(Faults(faults))
    }
}

fn refusal(event: &Event<'_>) -> Option<(&'static str, &'static str)> {
    use pulldown_cmark::Tag;
    match event {
        Event::Html(_) | Event::InlineHtml(_) => Some((
            "HTML is not part of the text.",
            "Take it away, or write \\< for the sign itself.",
        )),
        Event::Start(Tag::Image { .. }) => Some(("Pictures are not part of the text.", "Say it in words.")),
        Event::Start(Tag::CodeBlock(_)) => Some((
            "This would be shown as program code.",
            "Begin the line without spaces or backquotes.",
        )),
        Event::Rule => Some(("A line across says nothing to who cannot see it.", "Use a heading.")),
        _ => None,
    }
}

fn place(source: &str, offset: usize) -> (u32, u32) {
    let before = source.get(..offset).unwrap_or(source);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |rest| rest.chars().count()) + 1;
    (
        u32::try_from(line).unwrap_or(u32::MAX),
        u32::try_from(column).unwrap_or(u32::MAX),
    )
}
