//! Lists with hanging labels, and pairs of names and what they stand for.

use super::font::Face;
use super::piece::{Body, Mark, Piece, Row, RowCell};
use super::setter::{Frame, Setter};
use super::structure::Attribute;
use super::wrap::Line;
use super::{Mil, piece::Run, setter};
use crate::tone::Tone;
use crate::tree::{List, ListKind, Pair};

impl Setter<'_> {
    pub(super) fn list(&mut self, list: &List, parent: usize, frame: Frame) {
        let element = self.structure.add(parent, "L");
        let (attribute, labels): (_, Vec<String>) = match list.kind {
            ListKind::Bullets => (Attribute::Bullets, list.items.iter().map(|_| "•".to_owned()).collect()),
            ListKind::Numbers => (
                Attribute::Numbers,
                (1..=list.items.len()).map(|number| format!("{number}.")).collect(),
            ),
        };
        self.structure.set(element, attribute);
        let size = frame.size;
        let widest = labels
            .iter()
            .map(|l| self.fonts.width(Face::Regular, size, l))
            .max()
            .unwrap_or(0);
        let indent = widest + size * 7 / 10;
        let gap = frame.gap;
        for (at, (item, label)) in list.items.iter().zip(labels).enumerate() {
            let li = self.structure.add(element, "LI");
            let (lbl, body) = (self.structure.add(li, "Lbl"), self.structure.add(li, "LBody"));
            let from = self.pieces.len();
            let inner = Frame {
                x: frame.x + indent,
                width: frame.width - indent,
                gap: gap * 2 / 5,
                ..frame
            };
            self.part(item, body, inner);
            let height = self.look.line(size);
            if self.pieces.len() == from {
                self.pieces.push(Piece::marks(0, height, Vec::new()));
            }
            let text_frame = Frame { width: widest, ..frame };
            let mark = self.label(&label, lbl, text_frame, height);
            if let Some(piece) = self.pieces.get_mut(from) {
                piece.before = if at == 0 { gap * 3 / 5 } else { gap * 2 / 5 };
                if let Body::Marks(marks) = &mut piece.body {
                    marks.insert(0, mark);
                }
            }
        }
    }

    fn label(&self, label: &str, owner: usize, frame: Frame, height: Mil) -> Mark {
        let width = self.fonts.width(Face::Regular, frame.size, label);
        // The space after the label is not seen, but parts it from the text for who copies or hears it.
        let run = Run {
            x: 0,
            width,
            text: format!("{label} "),
            face: Face::Regular,
            size: frame.size,
            tone: Tone::Accent,
            owner: Some(owner),
            link: None,
        };
        setter::set(Line { runs: vec![run], width }, frame, height, frame.size)
    }

    /// Names and what they stand for, side by side, or the second under the first in large print.
    pub(super) fn pairs(&mut self, pairs: &[Pair], parent: usize, frame: Frame) {
        let element = self.structure.add(parent, "L");
        self.structure.set(element, Attribute::Unmarked);
        for (at, pair) in pairs.iter().enumerate() {
            let li = self.structure.add(element, "LI");
            let (lbl, body) = (self.structure.add(li, "Lbl"), self.structure.add(li, "LBody"));
            let term = Frame {
                face: Face::Bold,
                gap: 0,
                ..frame
            };
            let detail = Frame {
                gap: frame.gap * 2 / 5,
                ..frame
            };
            let before = if at == 0 { frame.gap } else { 0 };
            if self.look.side_by_side {
                let left = frame.width * 34 / 100;
                let term = Frame {
                    width: left - 12_000,
                    ..term
                };
                let term = self.aside(|s| s.paragraph(&pair.term, lbl, term));
                let detail = Frame {
                    x: frame.x + left,
                    width: frame.width - left,
                    ..detail
                };
                let details = self.aside(|s| s.details(pair, body, detail));
                self.pieces
                    .push(Piece::row(before, row(frame, vec![term, details], frame.size / 3)));
            } else {
                let both = self.aside(|s| {
                    s.paragraph(&pair.term, lbl, term);
                    s.keep_last();
                    s.details(pair, body, detail);
                });
                self.pieces
                    .push(Piece::row(before, row(frame, vec![both], frame.size / 3)));
            }
        }
    }

    fn details(&mut self, pair: &Pair, body: usize, frame: Frame) {
        match pair.details.as_slice() {
            [one] => self.part(one, body, frame),
            several => {
                for detail in several {
                    self.blocks(detail, body, frame);
                }
            }
        }
    }

    /// Makes pieces apart from the main run, for a cell.
    pub(super) fn aside(&mut self, make: impl FnOnce(&mut Self)) -> Vec<Piece> {
        let main = std::mem::take(&mut self.pieces);
        make(self);
        std::mem::replace(&mut self.pieces, main)
    }
}

fn row(frame: Frame, cells: Vec<Vec<Piece>>, pad: Mil) -> Row {
    Row {
        cells: cells.into_iter().map(|pieces| RowCell { pieces }).collect(),
        above: pad,
        below: pad,
        x: frame.x,
        width: frame.width,
        fill: None,
        rule: (500, Tone::Rule),
        head: None,
    }
}
