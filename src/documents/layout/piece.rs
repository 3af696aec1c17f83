//! Pieces: strips of a page that stand under each other, with what may be parted from what.

use super::Mil;
use super::font::Face;
use crate::chart::Drawing;
use crate::tone::Tone;

/// A strip as wide as the page.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    /// Space above, unless it comes first on a page.
    pub(crate) before: Mil,
    pub(crate) height: Mil,
    /// Whether it must not be the last on a page.
    pub(crate) keep: bool,
    pub(crate) body: Body,
    /// The inset that it stands in.
    pub(crate) ground: Option<Ground>,
    pub(crate) bookmark: Option<Bookmark>,
}

#[derive(Debug, Clone)]
pub(crate) enum Body {
    Marks(Vec<Mark>),
    Row(Row),
    PageBreak,
}

/// Something to draw; `y` counts from the top of its piece.
#[derive(Debug, Clone)]
pub(crate) enum Mark {
    /// Words on a baseline.
    Line { x: Mil, baseline: Mil, runs: Vec<Run> },
    /// A chart.
    Drawing {
        x: Mil,
        y: Mil,
        drawing: Drawing,
        owner: usize,
    },
    /// A line that means nothing.
    Rule {
        x: Mil,
        y: Mil,
        width: Mil,
        thick: Mil,
        tone: Tone,
    },
}

/// Words that look alike.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    /// From the start of the line.
    pub(crate) x: Mil,
    pub(crate) width: Mil,
    pub(crate) text: String,
    pub(crate) face: Face,
    pub(crate) size: Mil,
    pub(crate) tone: Tone,
    /// The element it belongs to; `None` is furniture.
    pub(crate) owner: Option<usize>,
    pub(crate) link: Option<usize>,
}

/// Cells side by side; may be parted between their lines if it is tall.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) cells: Vec<RowCell>,
    pub(crate) above: Mil,
    pub(crate) below: Mil,
    pub(crate) x: Mil,
    pub(crate) width: Mil,
    pub(crate) fill: Option<Tone>,
    /// Thickness and tone of the line under it.
    pub(crate) rule: (Mil, Tone),
    /// The heads that are repeated when a page begins with this row.
    pub(crate) head: Option<usize>,
}

#[derive(Debug, Clone)]
pub(crate) struct RowCell {
    pub(crate) pieces: Vec<Piece>,
}

/// The ground of an inset, drawn behind all its pieces on a page in one go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ground {
    pub(crate) id: usize,
    pub(crate) x: Mil,
    pub(crate) width: Mil,
    pub(crate) fill: Tone,
    pub(crate) bar: Tone,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bookmark {
    pub(crate) level: u8,
    pub(crate) title: String,
}

impl Piece {
    pub(crate) fn marks(before: Mil, height: Mil, marks: Vec<Mark>) -> Self {
        Self {
            before,
            height,
            keep: false,
            body: Body::Marks(marks),
            ground: None,
            bookmark: None,
        }
    }

    pub(crate) fn space(height: Mil) -> Self {
        Self::marks(0, height, Vec::new())
    }

    pub(crate) fn row(before: Mil, row: Row) -> Self {
        let height = row.height();
        Self {
            before,
            height,
            keep: false,
            body: Body::Row(row),
            ground: None,
            bookmark: None,
        }
    }
}

/// How tall pieces are under each other, at the top of something.
pub(crate) fn stack(pieces: &[Piece]) -> Mil {
    pieces
        .iter()
        .enumerate()
        .map(|(at, piece)| piece.height + if at > 0 { piece.before } else { 0 })
        .sum()
}
