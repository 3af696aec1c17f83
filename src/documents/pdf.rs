//! The PDF face: PDF/UA-1 and PDF/A-2a, with the same bytes for the same document.

mod furniture;
mod paint;

use std::sync::OnceLock;

use printpdf::{FontId, Mm, ParsedFont, PdfDocument, PdfFont, PdfPage, PdfSaveOptions, Rect};

use crate::layout::font::{Face, Fonts};
use crate::layout::style::{Look, PAPER};
use crate::layout::{self, Page};
use crate::tag;
use crate::tree::Document;

pub use crate::layout::Missing;
pub use crate::layout::style::Style;

/// A finished PDF.
#[derive(Debug, Clone)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// What no embedded font can show. If there is any, a person has to look before the PDF goes out; the HTML need
    /// not wait.
    pub missing: Vec<Missing>,
    /// [`Document::content_hash`], which also stands in the footer.
    pub content_hash: String,
}

/// Why there is no PDF. None of these depends on the document.
#[derive(Debug, thiserror::Error)]
pub enum PdfFault {
    /// The program was built with a broken font.
    #[error("an embedded font cannot be read")]
    Font,
    /// The PDF library made a document that cannot be tagged.
    #[error("the PDF library made something unexpected: {0}")]
    Structure(#[from] lopdf::Error),
    /// Writing to memory failed.
    #[error("the PDF cannot be written: {0}")]
    Write(#[from] std::io::Error),
}

/// Renders a document.
///
/// # Errors
/// Only if the program itself is broken; whatever the document holds becomes a PDF.
pub fn render(document: &Document, style: Style) -> Result<Pdf, PdfFault> {
    let fonts = Fonts::shared().ok_or(PdfFault::Font)?;
    let look = Look::of(style);
    let mut laid = layout::lay(document, &look, fonts);
    let content_hash = document.content_hash();
    let furniture = furniture::Furniture::of(document, &content_hash, &look, fonts, &mut laid);
    let painted = paint::pages(&mut laid, &furniture, &look);
    laid.structure.prune();

    let mut file = PdfDocument::new(&document.head.title);
    for (face, font) in Face::ALL.into_iter().zip(parsed_fonts().ok_or(PdfFault::Font)?) {
        file.resources
            .fonts
            .map
            .insert(FontId(face.name().into()), PdfFont::new(font.clone()));
    }
    let pages = painted.len();
    file.pages = painted.into_iter().map(sheet).collect();
    let mut file = file.to_lopdf_document(&PdfSaveOptions::default(), &mut Vec::new());
    let bookmarks = bookmarks(&laid.pages, &look);
    tag::tag(&mut file, document, &content_hash, &laid, &bookmarks)?;
    let mut bytes = Vec::new();
    file.save_to(&mut bytes)?;
    Ok(Pdf {
        bytes,
        pages,
        missing: laid.missing,
        content_hash,
    })
}

fn sheet(ops: Vec<printpdf::Op>) -> PdfPage {
    let paper = Rect::from_wh(paint::points(PAPER.0), paint::points(PAPER.1));
    let mut page = PdfPage::new(Mm(0.0), Mm(0.0), ops);
    page.media_box = paper.clone();
    page.trim_box = paper.clone();
    page.crop_box = paper;
    page
}

/// The faces as the PDF library wants them, read once.
fn parsed_fonts() -> Option<&'static [ParsedFont]> {
    static PARSED: OnceLock<Option<Vec<ParsedFont>>> = OnceLock::new();
    let read = || {
        Face::ALL
            .iter()
            .map(|face| ParsedFont::from_bytes(face.bytes(), 0, &mut Vec::new()))
            .collect()
    };
    PARSED.get_or_init(read).as_deref()
}

/// Where each heading is: level, words, page, height from the foot of the paper.
fn bookmarks(pages: &[Page], look: &Look) -> Vec<tag::Bookmark> {
    let mut found = Vec::new();
    for (page, sheet) in pages.iter().enumerate() {
        for placed in &sheet.placed {
            if let Some(bookmark) = &placed.piece.bookmark {
                found.push(tag::Bookmark {
                    level: bookmark.level,
                    title: bookmark.title.clone(),
                    page,
                    height: PAPER.1 - look.top - placed.y + 6_000,
                });
            }
        }
    }
    found
}
