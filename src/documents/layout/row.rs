//! Rows of cells: how tall they are, and how a tall one is parted between two pages.

use super::Mil;
use super::piece::{Piece, Row, RowCell, stack};

impl Row {
    pub(crate) fn height(&self) -> Mil {
        self.above + self.below + self.cells.iter().map(|cell| stack(&cell.pieces)).max().unwrap_or(0)
    }

    /// Parts the row so that the first part is at most `room` tall. Nothing if that would leave a cell of the first
    /// part empty, or a line alone; `force` parts all the same, so that a row taller than a page comes to an end.
    pub(crate) fn part(&self, room: Mil, force: bool) -> Option<(Self, Self)> {
        let room = room - self.above - self.below;
        let (mut first, mut rest) = (self.clone(), self.clone());
        first.cells.clear();
        rest.cells.clear();
        let mut moved = false;
        for cell in &self.cells {
            let taken = taken(&cell.pieces, room, force);
            if taken == 0 && !cell.pieces.is_empty() && !force {
                return None;
            }
            moved |= taken > 0;
            let (here, there) = cell.pieces.split_at_checked(taken)?;
            first.cells.push(RowCell { pieces: here.to_vec() });
            rest.cells.push(RowCell { pieces: there.to_vec() });
        }
        let left = rest.cells.iter().any(|cell| !cell.pieces.is_empty());
        (moved && left).then_some((first, rest))
    }
}

/// How many pieces fit, without parting what belongs together.
fn taken(pieces: &[Piece], room: Mil, force: bool) -> usize {
    let mut tall = 0;
    let mut fits = 0;
    for (at, piece) in pieces.iter().enumerate() {
        tall += piece.height + if at > 0 { piece.before } else { 0 };
        if tall > room {
            break;
        }
        fits = at + 1;
    }
    if fits == pieces.len() {
        return fits;
    }
    let mut kept = fits;
    while kept > 0 && pieces.get(kept - 1).is_some_and(|piece| piece.keep) {
        kept -= 1;
    }
    match (kept, force) {
        (0, true) => fits.max(1),
        _ => kept,
    }
}
