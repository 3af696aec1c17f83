//! What stands on every page: header, footer, page numbers. Furniture, but for the sentence about other formats, which
//! is real text on the last page.

use crate::layout::font::{Face, Fonts};
use crate::layout::structure::ROOT;
use crate::layout::style::Look;
use crate::layout::{Laid, Mil, Setter, lines_of};
use crate::tone::Tone;
use crate::tree::{Document, Inline};

use crate::layout::piece::Run;

/// Lines for the margins of every page.
pub(super) struct Furniture {
    /// From the second page on.
    pub(super) header: Vec<Run>,
    /// Left in the footer.
    pub(super) footer: Vec<Run>,
    /// How to ask for another format, and the element that it becomes on the last page.
    pub(super) formats: Vec<Vec<Run>>,
    /// That element.
    pub(super) formats_element: usize,
    pub(super) size: Mil,
    fonts: &'static Fonts,
    width: Mil,
}

impl Furniture {
    pub(super) fn of(document: &Document, hash: &str, look: &Look, fonts: &'static Fonts, laid: &mut Laid) -> Self {
        let size = look.small.min(14_000);
        let head = &document.head;
        let short = hash.get(..12).unwrap_or(hash);
        let mut margin = Margin {
            laid,
            look,
            fonts,
            size,
        };
        let header = margin.line(&format!("{} · {}", head.alliance, head.title), look.width());
        let footer = match &head.reference {
            Some(reference) => format!("{reference} · content {short}"),
            None => format!("content {short}"),
        };
        let footer = margin.line(&footer, look.width() * 3 / 4);
        let formats = head.formats.as_ref().map(|text| margin.lines(text)).unwrap_or_default();
        let formats_element = laid.structure.add_loose(ROOT, "P");
        Self {
            header,
            footer,
            formats,
            formats_element,
            size,
            fonts,
            width: look.width(),
        }
    }

    /// `Page 2 of 7`, to the right.
    pub(super) fn number(&self, page: usize, of: usize) -> Run {
        let text = format!("Page {} of {of}", page + 1);
        let width = self.fonts.width(Face::Regular, self.size, &text);
        Run {
            x: self.width - width,
            width,
            text,
            face: Face::Regular,
            size: self.size,
            tone: Tone::Quiet,
            owner: None,
            link: None,
        }
    }
}

struct Margin<'m> {
    laid: &'m mut Laid,
    look: &'m Look,
    fonts: &'static Fonts,
    size: Mil,
}

impl Margin<'_> {
    fn lines(&mut self, text: &str) -> Vec<Vec<Run>> {
        let mut setter = Setter::new(self.look, self.fonts);
        let lines = lines_of(
            &mut setter,
            &[Inline::Text(text.to_owned())],
            self.size,
            self.look.width(),
        );
        self.laid.missing.append(&mut setter.missing);
        lines
    }

    /// One line, cut short with an ellipsis if it does not fit.
    fn line(&mut self, text: &str, width: Mil) -> Vec<Run> {
        let mut kept: Vec<char> = text.chars().collect();
        let mut shown = text.to_owned();
        while kept.len() > 1 && self.fonts.width(Face::Regular, self.size, &shown) > width {
            kept.pop();
            shown = format!("{}…", kept.iter().collect::<String>().trim_end());
        }
        self.lines(&shown).into_iter().next().unwrap_or_default()
    }
}
