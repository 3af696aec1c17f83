//! Figures: caption, chart, and the numbers behind it as a table.

use super::font::Face;
use super::piece::{Mark, Piece};
use super::setter::{Frame, Setter};
use crate::chart;
use crate::tree::Figure;

impl Setter<'_> {
    pub(super) fn figure(&mut self, figure: &Figure, parent: usize, frame: Frame) {
        let caption = self.structure.add(parent, "P");
        let from = self.pieces.len();
        let bold = Frame {
            face: Face::Bold,
            gap: frame.gap * 5 / 4,
            ..frame
        };
        self.paragraph(&figure.caption, caption, bold);
        let size = self.look.small;
        let tallest = self.look.page_height() * 3 / 4;
        if let Some(drawing) = chart::draw(&figure.chart, frame.width, size, tallest) {
            self.pieces.iter_mut().skip(from).for_each(|piece| piece.keep = true);
            let owner = self.structure.add(parent, "Figure");
            self.structure.set_alt(owner, &figure.alt);
            let height = drawing.height;
            let mark = Mark::Drawing {
                x: frame.x,
                y: 0,
                drawing,
                owner,
            };
            self.pieces.push(Piece::marks(frame.gap * 4 / 5, height, vec![mark]));
        } else {
            let words = self.structure.add(parent, "P");
            self.paragraph(&[crate::tree::Inline::Text(figure.alt.clone())], words, frame);
        }
        self.table(&chart::table(&figure.chart), parent, Frame { size, ..frame });
    }
}
