//! Lines over labels; a number that is not known is a gap, never nought.

use super::axis::Axis;
use super::bars::{base, frame, frame_height, words};
use super::key::{self, Sample};
use super::{Drawing, Mil, Shape, about, count, fold, short};
use crate::tone::Tone;
use crate::tree::Plot;

pub(super) fn draw(plot: &Plot, width: Mil, size: Mil) -> Drawing {
    let mut shapes = Vec::new();
    let axis = Axis::of(plot);
    let top = key::draw(&plot.series, Sample::Line, width, size, &mut shapes) + size * 3 / 2;
    let (left, high) = (frame(plot, &axis, width, size, top, &mut shapes), frame_height(size));
    let foot = top + high;
    let slot = (width - left) / count(plot.labels.len()).max(1);
    let middle = |at: usize| left + slot * count(at) + slot / 2;
    shapes.push(base(left, foot, width));
    for (index, series) in plot.series.iter().enumerate() {
        let mut run: Vec<(Mil, Mil)> = Vec::new();
        let mut points = Vec::new();
        for (at, value) in series.values.iter().enumerate() {
            match value {
                Some(value) => run.push((middle(at), foot - axis.share(*value, high))),
                None => points.push(std::mem::take(&mut run)),
            }
        }
        points.push(run);
        for run in points.iter().filter(|run| run.len() > 1) {
            shapes.push(Shape::Line {
                points: run.clone(),
                tone: Tone::Series(index),
                thick: 1_800,
                dash: key::dash(index),
            });
        }
        for (x, y) in points.into_iter().flatten() {
            shapes.push(key::marker(index, x, y, size * 3 / 10));
        }
        if plot.series.len() == 1 && plot.labels.len() <= 16 {
            for (at, value) in series.values.iter().enumerate() {
                if let Some(value) = value {
                    let y = foot - axis.share(*value, high) - size * 2 / 3;
                    shapes.push(words(middle(at), y, size, short(*value, &plot.unit)));
                }
            }
        }
    }
    // Every label if there is room for it, else every second, third, …
    let widest = plot.labels.iter().map(|l| about(l, size)).max().unwrap_or(0) + size / 2;
    let folds = slot * 3 >= widest
        && plot
            .labels
            .iter()
            .flat_map(|l| l.split(' '))
            .all(|w| about(w, size) <= slot);
    let every = if folds {
        1
    } else {
        usize::try_from(widest / slot.max(1)).unwrap_or(0) + 1
    };
    let mut deepest = 1;
    for (at, label) in plot.labels.iter().enumerate().step_by(every) {
        let lines = fold(label, size, if folds { slot } else { widest });
        deepest = deepest.max(lines.len());
        for (line, text) in lines.into_iter().enumerate() {
            shapes.push(words(
                middle(at),
                foot + size * 3 / 2 + count(line) * size * 5 / 4,
                size,
                text,
            ));
        }
    }
    Drawing {
        width,
        height: foot + size * 3 / 4 + count(deepest) * size * 5 / 4,
        shapes,
    }
}
