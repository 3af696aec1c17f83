//! The key: which series is which.

use super::{Anchor, Dash, Mil, Shape, about, count, rectangle};
use crate::tone::Tone;
use crate::tree::Series;

/// How the key shows a series.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sample {
    Block,
    Line,
}

/// Draws the key from the top; returns its height. One series needs none.
pub(super) fn draw(series: &[Series], sample: Sample, width: Mil, size: Mil, shapes: &mut Vec<Shape>) -> Mil {
    if series.len() < 2 {
        return 0;
    }
    let (swatch, gap) = (size * 2, size);
    let (mut x, mut y) = (0, 0);
    for (index, one) in series.iter().enumerate() {
        let wide = swatch + size / 2 + about(&one.name, size) + gap;
        if x > 0 && x + wide > width {
            x = 0;
            y += size * 3 / 2;
        }
        match sample {
            Sample::Block => shapes.push(rectangle(x, y, swatch, size, Tone::Series(index), None)),
            Sample::Line => {
                let middle = y + size / 2;
                shapes.push(Shape::Line {
                    points: vec![(x, middle), (x + swatch, middle)],
                    tone: Tone::Series(index),
                    thick: 1_800,
                    dash: dash(index),
                });
                shapes.push(marker(index, x + swatch / 2, middle, size / 3));
            }
        }
        shapes.push(Shape::Words {
            x: x + swatch + size / 2,
            y: y + size * 9 / 10,
            size,
            anchor: Anchor::Start,
            tone: Tone::Ink,
            bold: false,
            text: one.name.clone(),
        });
        x += wide;
    }
    y + size * 5 / 2
}

/// Lines differ in dash as well as in colour.
pub(super) fn dash(index: usize) -> Dash {
    match index % 3 {
        0 => Dash::Solid,
        1 => Dash::Long,
        _ => Dash::Short,
    }
}

/// Points differ in shape as well as in colour.
pub(super) fn marker(index: usize, x: Mil, y: Mil, r: Mil) -> Shape {
    let points = match index % 3 {
        0 => vec![(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)],
        1 => vec![
            (x, y - r * 3 / 2),
            (x + r * 3 / 2, y),
            (x, y + r * 3 / 2),
            (x - r * 3 / 2, y),
        ],
        _ => vec![(x, y - r * 3 / 2), (x + r * 3 / 2, y + r), (x - r * 3 / 2, y + r)],
    };
    Shape::Area {
        points,
        fill: Tone::Series(index),
        edge: Some(Tone::Paper),
    }
}

/// The widest of some labels, but no more than that share of the whole.
pub(super) fn room<'a>(labels: impl Iterator<Item = &'a str>, size: Mil, most: Mil) -> Mil {
    labels
        .map(|label| about(label, size))
        .max()
        .unwrap_or(0)
        .min(most)
        .max(count(1) * size)
}
