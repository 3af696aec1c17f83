//! Layout: from the tree to pages of marks, and to the structure that says what each mark means.
//!
//! All lengths are whole thousandths of a point ([`Mil`]). Whole numbers rather than floats, because the same document
//! must give the same bytes on every machine, and because sums of whole numbers do not drift over a hundred pages.
//! Floats begin where a mark is handed to the PDF library, in `pdf::paint`, and nowhere else.
//!
//! The same walk over the tree makes marks and structure, so that what is drawn and what is read aloud cannot differ.

mod address;
mod figure;
mod fit;
pub(crate) mod font;
mod list;
mod pages;
pub(crate) mod piece;
mod row;
mod setter;
mod signature;
pub(crate) mod structure;
pub(crate) mod style;
mod table;
mod wrap;

pub(crate) use crate::chart::Mil;
pub(crate) use pages::Page;
pub(crate) use setter::{Link, Setter, lines_of};

use crate::tree::Document;
use font::Fonts;
use structure::Structure;
use style::Look;

/// A document laid out: pages, structure, links, bookmarks, and what could not be shown.
pub(crate) struct Laid {
    pub(crate) pages: Vec<Page>,
    pub(crate) structure: Structure,
    pub(crate) links: Vec<Link>,
    pub(crate) missing: Vec<Missing>,
}

/// A character that no embedded font can show, and the words around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The character.
    pub character: char,
    /// The text it stands in, cut short.
    pub context: String,
}

/// Lays a document out.
pub(crate) fn lay(document: &Document, look: &Look, fonts: &Fonts) -> Laid {
    let mut setter = Setter::new(look, fonts);
    setter.document(document);
    let (pieces, heads) = (std::mem::take(&mut setter.pieces), std::mem::take(&mut setter.heads));
    let pages = pages::paginate(pieces, look.page_height(), &heads);
    Laid {
        pages,
        structure: setter.structure,
        links: setter.links,
        missing: setter.missing,
    }
}
