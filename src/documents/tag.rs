//! The tagging layer: over what the PDF library wrote, it lays the structure tree, outlines, metadata and colour intent
//! that make it PDF/UA-1 and PDF/A-2a.
//!
//! The library's own gaps that are mended here: version 1.3 in the header, no language, no viewer preferences, `Info`
//! with a PDF/X key and the year 1970, an `ID` that different documents share.

mod metadata;
mod outline;
mod profile;
mod stream;
mod tree;

use lopdf::{Dictionary, Object, ObjectId, Stream};

use crate::layout::{Laid, Mil};
use crate::tree::Document;

/// Where a heading is.
pub(crate) struct Bookmark {
    pub(crate) level: u8,
    pub(crate) title: String,
    pub(crate) page: usize,
    /// From the foot of the paper.
    pub(crate) height: Mil,
}

/// Tags a document.
pub(crate) fn tag(
    file: &mut lopdf::Document,
    document: &Document,
    hash: &str,
    laid: &Laid,
    bookmarks: &[Bookmark],
) -> Result<(), lopdf::Error> {
    file.version = "1.7".into();
    let pages: Vec<ObjectId> = file.get_pages().into_values().collect();
    let structure = tree::write(file, laid, &pages)?;
    let outlines = outline::write(file, &pages, bookmarks);
    let info = file.add_object(metadata::info(document));
    let xmp = metadata::xmp(document, hash);
    let xmp_dictionary = dictionary([("Type", name("Metadata")), ("Subtype", name("XML"))]);
    let xmp = file.add_object(Stream::new(xmp_dictionary, xmp.into_bytes()).with_compression(false));
    let intent = profile::intent(file);

    let catalog = file.catalog_mut()?;
    catalog.set("Lang", text(&document.head.lang));
    catalog.set("MarkInfo", dictionary([("Marked", Object::Boolean(true))]));
    catalog.set("StructTreeRoot", structure);
    catalog.set("Metadata", xmp);
    catalog.set(
        "ViewerPreferences",
        dictionary([("DisplayDocTitle", Object::Boolean(true))]),
    );
    catalog.set("OutputIntents", Object::Array(vec![intent]));
    match outlines {
        Some(outlines) => {
            catalog.set("Outlines", outlines);
            catalog.set("PageMode", name("UseOutlines"));
        }
        None => catalog.set("PageMode", name("UseNone")),
    }
    if let Ok(old) = file.trailer.get(b"Info").and_then(Object::as_reference) {
        file.objects.remove(&old);
    }
    file.trailer.set("Info", info);
    // The first 16 bytes of the content hash: the same text is the same document.
    let id = Object::String(bytes(hash), lopdf::StringFormat::Hexadecimal);
    file.trailer.set("ID", Object::Array(vec![id.clone(), id]));
    stream::pack(file)
}

fn bytes(hash: &str) -> Vec<u8> {
    let digits = hash.get(..32).unwrap_or(hash);
    (0..digits.len() / 2)
        .filter_map(|at| digits.get(at * 2..at * 2 + 2))
        .filter_map(|pair| u8::from_str_radix(pair, 16).ok())
        .collect()
}

fn name(name: &str) -> Object {
    Object::Name(name.as_bytes().to_vec())
}

/// Text as PDF keeps it: UTF-16 with a byte order mark, unless it is plain ASCII.
fn text(text: &str) -> Object {
    if text.is_ascii() {
        return Object::String(text.as_bytes().to_vec(), lopdf::StringFormat::Literal);
    }
    let mut bytes = vec![0xfe, 0xff];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, lopdf::StringFormat::Hexadecimal)
}

fn dictionary<const N: usize>(entries: [(&str, Object); N]) -> Dictionary {
    Dictionary::from_iter(entries)
}
