//! Bars: upright while the labels fit under them, lying when they do not.

use super::axis::Axis;
use super::key::{self, Sample};
use super::{Anchor, Dash, Drawing, Mil, Shape, about, count, fold, rectangle, short};
use crate::tone::Tone;
use crate::tree::Plot;

/// More bars than this, and their numbers would run into each other.
const MOST_NUMBERED: usize = 24;

pub(super) fn draw(plot: &Plot, width: Mil, size: Mil) -> Drawing {
    let slot = width * 9 / 10 / count(plot.labels.len()).max(1);
    let longest = plot
        .labels
        .iter()
        .flat_map(|l| l.split_whitespace())
        .map(|w| about(w, size))
        .max()
        .unwrap_or(0);
    let tall = plot.labels.iter().map(|l| fold(l, size, slot).len()).max().unwrap_or(0);
    if longest <= slot && tall <= 3 {
        upright(plot, width, size, tall)
    } else {
        lying(plot, width, size)
    }
}

fn upright(plot: &Plot, width: Mil, size: Mil, label_lines: usize) -> Drawing {
    let mut shapes = Vec::new();
    let axis = Axis::of(plot);
    let top = key::draw(&plot.series, Sample::Block, width, size, &mut shapes) + size * 3 / 2;
    let (left, high) = (frame(plot, &axis, width, size, top, &mut shapes), frame_height(size));
    let foot = top + high;
    let slot = (width - left) / count(plot.labels.len()).max(1);
    let bar = (slot * 7 / 10 / count(plot.series.len()).max(1)).min(size * 5);
    let numbered = plot.labels.len() * plot.series.len() <= MOST_NUMBERED;
    for (at, label) in plot.labels.iter().enumerate() {
        let middle = left + slot * count(at) + slot / 2;
        let mut x = middle - bar * count(plot.series.len()) / 2;
        for (index, series) in plot.series.iter().enumerate() {
            if let Some(Some(value)) = series.values.get(at) {
                let rise = axis.share(*value, high);
                shapes.push(rectangle(
                    x,
                    foot - rise,
                    bar - bar / 12,
                    rise,
                    Tone::Series(index),
                    None,
                ));
                if numbered {
                    shapes.push(words(
                        x + bar / 2,
                        foot - rise - size / 3,
                        size,
                        short(*value, &plot.unit),
                    ));
                }
            } else if numbered {
                shapes.push(words(x + bar / 2, foot - size / 3, size, "–".into()));
            }
            x += bar;
        }
        for (line, text) in fold(label, size, slot).into_iter().enumerate() {
            shapes.push(words(
                middle,
                foot + size * 3 / 2 + count(line) * size * 5 / 4,
                size,
                text,
            ));
        }
    }
    shapes.push(base(left, foot, width));
    Drawing {
        width,
        height: foot + size * 3 / 4 + count(label_lines.max(1)) * size * 5 / 4,
        shapes,
    }
}

fn lying(plot: &Plot, width: Mil, size: Mil) -> Drawing {
    let mut shapes = Vec::new();
    let axis = Axis::of(plot);
    let mut y = key::draw(&plot.series, Sample::Block, width, size, &mut shapes);
    let left = key::room(plot.labels.iter().map(String::as_str), size, width * 2 / 5) + size / 2;
    let long = (width - left) * 85 / 100;
    let bar = if plot.series.len() > 1 {
        size * 11 / 10
    } else {
        size * 7 / 5
    };
    let start = y;
    for (at, label) in plot.labels.iter().enumerate() {
        let lines = fold(label, size, left - size / 2);
        let needs = (bar * count(plot.series.len())).max(count(lines.len()) * size * 6 / 5);
        for (line, text) in lines.iter().enumerate() {
            let above = (needs - count(lines.len()) * size * 6 / 5) / 2;
            let (x, y) = (
                left - size / 2,
                y + above + size * 95 / 100 + count(line) * size * 6 / 5,
            );
            shapes.push(Shape::Words {
                x,
                y,
                size,
                anchor: Anchor::End,
                tone: Tone::Ink,
                bold: false,
                text: text.clone(),
            });
        }
        let mut own = y + (needs - bar * count(plot.series.len())) / 2;
        for (index, series) in plot.series.iter().enumerate() {
            let value = series.values.get(at).copied().flatten();
            let run = value.map_or(0, |v| axis.share(v, long));
            if run > 0 {
                shapes.push(rectangle(left, own, run, bar - bar / 10, Tone::Series(index), None));
            }
            shapes.push(Shape::Words {
                x: left + run + size / 3,
                y: own + bar / 2 + size * 3 / 10,
                size,
                anchor: Anchor::Start,
                tone: Tone::Ink,
                bold: false,
                text: value.map_or_else(|| "not known".to_owned(), |v| short(v, &plot.unit)),
            });
            own += bar;
        }
        y += needs + size * 3 / 5;
    }
    shapes.push(Shape::Line {
        points: vec![(left, start), (left, y - size * 3 / 5)],
        tone: Tone::Quiet,
        thick: 800,
        dash: Dash::Solid,
    });
    Drawing {
        width,
        height: y,
        shapes,
    }
}

/// How high the field of values is.
pub(super) fn frame_height(size: Mil) -> Mil {
    size * 14
}

/// Draws the lines and numbers of the axis; returns where the field begins.
pub(super) fn frame(plot: &Plot, axis: &Axis, width: Mil, size: Mil, top: Mil, shapes: &mut Vec<Shape>) -> Mil {
    let marks: Vec<_> = axis.marks().collect();
    let texts: Vec<String> = marks.iter().map(|m| short(*m, &plot.unit)).collect();
    let left = key::room(texts.iter().map(String::as_str), size, width / 4) + size / 2;
    let high = frame_height(size);
    for (mark, text) in marks.iter().zip(texts) {
        let y = top + high - axis.share(*mark, high);
        shapes.push(Shape::Line {
            points: vec![(left, y), (width, y)],
            tone: Tone::Rule,
            thick: 500,
            dash: Dash::Solid,
        });
        shapes.push(Shape::Words {
            x: left - size / 2,
            y: y + size * 3 / 10,
            size,
            anchor: Anchor::End,
            tone: Tone::Quiet,
            bold: false,
            text,
        });
    }
    left
}

pub(super) fn base(left: Mil, y: Mil, width: Mil) -> Shape {
    Shape::Line {
        points: vec![(left, y), (width, y)],
        tone: Tone::Quiet,
        thick: 800,
        dash: Dash::Solid,
    }
}

pub(super) fn words(x: Mil, y: Mil, size: Mil, text: String) -> Shape {
    Shape::Words {
        x,
        y,
        size,
        anchor: Anchor::Middle,
        tone: Tone::Ink,
        bold: false,
        text,
    }
}
