//! A place to sign, or the record of a signature. It is never parted.

use super::font::Face;
use super::piece::{Mark, Piece};
use super::setter::{Frame, Setter};
use crate::tone::Tone;
use crate::tree::{Inline, Signature};

impl Setter<'_> {
    pub(super) fn signature(&mut self, signature: &Signature, parent: usize, frame: Frame) {
        let element = self.structure.add(parent, "Div");
        let from = self.pieces.len();
        let close = Frame { gap: 0, ..frame };
        match &signature.signed {
            Some(signed) => {
                let first = Frame {
                    gap: frame.gap * 2,
                    tone: Tone::Quiet,
                    ..frame
                };
                self.words(&format!("Signed {signed}"), element, first);
            }
            None => {
                let first = Frame {
                    gap: frame.gap * 2,
                    tone: Tone::Quiet,
                    ..frame
                };
                self.words("Signed", element, first);
                let (height, width) = (self.look.body * 4, frame.width.min(self.look.body * 22));
                let rule = Mark::Rule {
                    x: frame.x,
                    y: height - 4_000,
                    width,
                    thick: 700,
                    tone: Tone::Ink,
                };
                self.pieces.push(Piece::marks(0, height, vec![rule]));
            }
        }
        self.words(
            &signature.name,
            element,
            Frame {
                face: Face::Bold,
                ..close
            },
        );
        for line in signature.role.iter().chain(&signature.organisation) {
            self.words(line, element, close);
        }
        if let Some(mark) = &signature.mark {
            self.words(
                mark,
                element,
                Frame {
                    size: self.look.small,
                    tone: Tone::Quiet,
                    ..close
                },
            );
        }
        let last = self.pieces.len().saturating_sub(1);
        self.pieces
            .iter_mut()
            .take(last)
            .skip(from)
            .for_each(|piece| piece.keep = true);
    }

    /// One line of plain words as a paragraph of its own.
    pub(super) fn words(&mut self, text: &str, parent: usize, frame: Frame) {
        let element = self.structure.add(parent, "P");
        self.paragraph(&[Inline::Text(text.to_owned())], element, frame);
    }
}
