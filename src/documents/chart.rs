//! Charts as shapes: one drawing for the SVG and for the PDF, so that both readers see the same.
//!
//! Lengths are whole thousandths of a point, `y` grows downwards. Widths of words are estimated, because the HTML's
//! font is the reader's own; labels are therefore anchored, and given more room than they need.

mod axis;
mod bars;
mod describe;
mod key;
mod lines;
mod numbers;
mod tiles;

use crate::tone::Tone;
use crate::tree::{Chart, Number};

pub(crate) use describe::describe;
pub(crate) use numbers::table;

/// Thousandths of a point.
pub(crate) type Mil = i64;

/// Shapes in a box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Drawing {
    pub(crate) width: Mil,
    pub(crate) height: Mil,
    pub(crate) shapes: Vec<Shape>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A filled area; edged, if a tone says so.
    Area {
        points: Vec<(Mil, Mil)>,
        fill: Tone,
        edge: Option<Tone>,
    },
    /// An open line.
    Line {
        points: Vec<(Mil, Mil)>,
        tone: Tone,
        thick: Mil,
        dash: Dash,
    },
    /// Words on a baseline.
    Words {
        x: Mil,
        y: Mil,
        size: Mil,
        anchor: Anchor,
        tone: Tone,
        bold: bool,
        text: String,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dash {
    Solid,
    Long,
    Short,
}

/// Draws a chart into that width with words of that size; nothing if it would not fit on a page, and then the table of
/// its numbers has to do.
pub(crate) fn draw(chart: &Chart, width: Mil, size: Mil, tallest: Mil) -> Option<Drawing> {
    let drawing = match chart {
        Chart::Bars(plot) => bars::draw(plot, width, size),
        Chart::Lines(plot) => lines::draw(plot, width, size),
        Chart::Tiles(tiles) => tiles::draw(tiles, width, size),
    };
    (drawing.height <= tallest).then_some(drawing)
}

/// A number as people write it in that unit: `£1,200`, `80%`, `12 people`.
pub(crate) fn in_unit(number: Number, unit: &str) -> String {
    match unit {
        "£" => format!("£{}", pounds(number)),
        "%" => format!("{number}%"),
        "" => number.to_string(),
        _ => format!("{number} {unit}"),
    }
}

/// Pounds with pence, or without if there are none.
fn pounds(number: Number) -> String {
    match number.thousandths() % 1000 / 10 {
        0 => Number::from_thousandths(number.thousandths() / 1000 * 1000).to_string(),
        pence => format!(
            "{}.{pence:02}",
            Number::from_thousandths(number.thousandths() / 1000 * 1000)
        ),
    }
}

/// What stands at an axis or a bar: the unit only if it is a sign.
fn short(number: Number, unit: &str) -> String {
    match unit {
        "£" | "%" => in_unit(number, unit),
        _ => number.to_string(),
    }
}

fn rectangle(x: Mil, y: Mil, width: Mil, height: Mil, fill: Tone, edge: Option<Tone>) -> Shape {
    Shape::Area {
        points: vec![(x, y), (x + width, y), (x + width, y + height), (x, y + height)],
        fill,
        edge,
    }
}

/// An estimate of how wide words come out, on the generous side.
fn about(text: &str, size: Mil) -> Mil {
    count(text.chars().count()) * size * 64 / 100
}

pub(crate) fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX / 1_000_000_000)
}

/// Parts words into lines of about that width.
fn fold(text: &str, size: Mil, width: Mil) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if about(line, size) + about(word, size) + size / 2 <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
