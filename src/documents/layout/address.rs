//! What stands around the text: the sender, the line under the title, the address of a letter, the provenance.

use super::font::Face;
use super::piece::{Mark, Piece};
use super::setter::{Frame, Setter};
use super::structure::ROOT;
use crate::tone::Tone;
use crate::tree::{Address, Block, Document, Head, Inline, Pair};

impl Setter<'_> {
    /// Whose document it is, over a line. Real content: on later pages the header repeats it as furniture.
    pub(super) fn masthead(&mut self, head: &Head, frame: Frame) {
        let size = frame.size * 6 / 5;
        self.words(
            &head.alliance,
            ROOT,
            Frame {
                face: Face::Bold,
                tone: Tone::Accent,
                size,
                gap: 0,
                ..frame
            },
        );
        let rule = Mark::Rule {
            x: frame.x,
            y: 3_000,
            width: frame.width,
            thick: 1_500,
            tone: Tone::Accent,
        };
        self.keep_last();
        self.pieces.push(Piece {
            keep: true,
            ..Piece::marks(0, 4_500, vec![rule])
        });
        self.pieces.push(Piece {
            keep: true,
            ..Piece::space(frame.gap * 2)
        });
    }

    /// Reference and date under a title that is not a letter's.
    pub(super) fn subtitle(&mut self, head: &Head, frame: Frame) {
        let utc = head.issued.map(|at| at.format("%-d %B %Y").to_string());
        let issued = head.issued_on.clone().or(utc);
        let parts: Vec<&str> = head.reference.iter().chain(&issued).map(String::as_str).collect();
        if !parts.is_empty() {
            self.words(
                &parts.join(" · "),
                ROOT,
                Frame {
                    tone: Tone::Quiet,
                    gap: 0,
                    ..frame
                },
            );
            self.keep_last();
            self.pieces.push(Piece {
                keep: true,
                ..Piece::space(frame.gap)
            });
        }
    }

    pub(super) fn address(&mut self, address: &Address, parent: usize, frame: Frame) {
        let element = self.structure.add(parent, "Div");
        if !address.lines.is_empty() {
            let lines = self.structure.add(element, "P");
            let mut text = Vec::new();
            for (at, line) in address.lines.iter().enumerate() {
                if at > 0 {
                    text.push(Inline::Break);
                }
                text.extend(line.iter().cloned());
            }
            self.paragraph(
                &text,
                lines,
                Frame {
                    width: frame.width * 3 / 5,
                    ..frame
                },
            );
            self.pieces.push(Piece::space(frame.gap * 2));
        }
        if let Some(date) = &address.date {
            self.words(date, element, Frame { gap: 0, ..frame });
        }
        if let Some(reference) = &address.reference {
            self.words(
                &format!("Our reference: {reference}"),
                element,
                Frame { gap: 0, ..frame },
            );
        }
        self.pieces.push(Piece::space(frame.gap * 2));
    }

    /// Where the document comes from, in small print at its end.
    pub(super) fn provenance(&mut self, document: &Document, frame: Frame) {
        let small = Frame {
            size: self.look.small,
            gap: self.look.gap * 3 / 5,
            tone: Tone::Quiet,
            ..frame
        };
        let from = self.pieces.len();
        if !document.head.stamps.is_empty() {
            let above = Frame {
                gap: self.look.gap * 4,
                face: Face::Bold,
                ..small
            };
            self.words("About this document", ROOT, above);
            let mut stamps = Vec::new();
            let mut stamp = |label: &str, value: &str| {
                stamps.push(Pair {
                    term: text(label),
                    details: vec![vec![Block::Paragraph(text(value))]],
                });
            };
            if let Some(reference) = &document.head.reference {
                stamp("Reference", reference);
            }
            stamp("Fingerprint of its content (SHA-256)", &document.content_hash());
            for one in &document.head.stamps {
                stamp(&one.label, &one.value);
            }
            self.pairs(&stamps, ROOT, small);
        }
        let last = self.pieces.len().saturating_sub(1);
        self.pieces
            .iter_mut()
            .take(last)
            .skip(from)
            .for_each(|piece| piece.keep = true);
    }
}

fn text(words: &str) -> Vec<Inline> {
    vec![Inline::Text(words.to_owned())]
}
