//! Accessible HTML: a page that stands alone, and the blocks alone for a web page or a mail.
//!
//! Only elements that assistive technology knows; one `h1`; a chart is a picture with a name and a description, and its
//! numbers stand in a table under it. The style sheet is small, works without colour and prints on A4.

mod block;
mod escape;
mod svg;

use crate::{
    pdf::Style,
    tree::{Document, Inline, plain},
};
use escape::Html;

const SHEET: &str = include_str!("html/sheet.css");

/// Where a fragment goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// Into a page of ours: charts as pictures with their numbers under them.
    Page,
    /// Into a mail: no pictures, because mail programs hide them; the numbers stay.
    Mail,
}

/// Writes a page that stands alone.
pub fn page(document: &Document) -> String {
    page_in(document, Style::Standard)
}

/// The same in a style: large letters, or large letters and much room.
pub fn page_in(document: &Document, style: Style) -> String {
    let head = &document.head;
    let mut out = Html::new(Setting::Page);
    out.raw("<!DOCTYPE html>\n");
    out.open("html", &[("lang", &head.lang)]);
    out.raw("\n<head>\n<meta charset=\"utf-8\">\n");
    out.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.element("title", &format!("{} – {}", head.title, head.alliance));
    out.raw("\n");
    if let Some(summary) = &head.summary {
        out.open("meta", &[("name", "description"), ("content", summary)]);
        out.raw("\n");
    }
    out.raw("<style>\n");
    out.raw(SHEET);
    out.raw("</style>\n</head>\n");
    out.raw(match style {
        Style::Standard => "<body>",
        Style::LargePrint => "<body class=\"large\">",
        Style::EasyRead => "<body class=\"easy\">",
    });
    out.raw("\n<header>");
    out.element("p", &head.alliance);
    if let Some(reference) = &head.reference {
        out.element("p", reference);
    }
    out.raw("</header>\n<main>\n");
    if !document.has_own_title() {
        out.element("h1", &head.title);
        out.raw("\n");
    }
    out.blocks(&document.blocks);
    out.raw("</main>\n<footer>\n");
    footer(document, &mut out);
    out.raw("</footer>\n</body>\n</html>\n");
    out.into_string()
}

/// Writes the blocks alone. Ids in them begin with `prefix`, so that two fragments can stand on one page.
pub fn fragment(document: &Document, setting: Setting, prefix: &str) -> String {
    let mut out = Html::new(setting);
    out.prefix = prefix.to_owned();
    out.blocks(&document.blocks);
    out.into_string()
}

/// Writes one run of inline text.
pub fn inline(inlines: &[Inline]) -> String {
    let mut out = Html::new(Setting::Page);
    out.inlines(inlines);
    out.into_string()
}

fn footer(document: &Document, out: &mut Html) {
    if let Some(formats) = &document.head.formats {
        out.element("p", formats);
        out.raw("\n");
    }
    out.raw("<h2>About this document</h2>\n<dl>\n");
    let mut stamp = |label: &str, value: &str| {
        out.raw("<div>");
        out.element("dt", label);
        out.element("dd", value);
        out.raw("</div>\n");
    };
    if let Some(reference) = &document.head.reference {
        stamp("Reference", reference);
    }
    if let Some(issued) = &document.head.issued_at {
        stamp("Issued", issued);
    } else if let Some(issued) = document.head.issued {
        stamp("Issued", &issued.format("%-d %B %Y, %H:%M UTC").to_string());
    }
    stamp("Fingerprint of its content (SHA-256)", &document.content_hash());
    for one in &document.head.stamps {
        stamp(&one.label, &one.value);
    }
    out.raw("</dl>\n");
}

/// An id made of a heading's words.
fn slug(inlines: &[Inline]) -> String {
    let mut slug = String::new();
    for c in plain(inlines).chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}
