//! What one would say about a chart on the telephone, when its author has not said it.

use super::in_unit;
use crate::tree::{Chart, Cover, Number, Plot, Series, Tile};

/// A sentence or two about the data: where it begins and ends, and what stands out.
pub(crate) fn describe(chart: &Chart) -> String {
    match chart {
        Chart::Bars(plot) => said("Bar chart.", plot),
        Chart::Lines(plot) => said("Line chart.", plot),
        Chart::Tiles(tiles) => {
            let of = |cover| tiles.iter().filter(|t: &&Tile| t.cover == cover).count();
            let (full, part, none) = (of(Cover::Full), of(Cover::Part), of(Cover::None));
            format!(
                "Of {}, {full} covered, {part} partly covered and {none} not covered.",
                tiles.len()
            )
        }
    }
}

fn said(kind: &str, plot: &Plot) -> String {
    std::iter::once(kind.to_owned())
        .chain(plot.series.iter().map(|s| series(s, plot)))
        .collect::<Vec<_>>()
        .join(" ")
}

fn series(series: &Series, plot: &Plot) -> String {
    let known: Vec<(&String, Number)> = plot
        .labels
        .iter()
        .zip(&series.values)
        .filter_map(|(label, value)| Some((label, (*value)?)))
        .collect();
    let say = |(label, value): &(&String, Number)| format!("{} for {label}", in_unit(*value, &plot.unit));
    match known.as_slice() {
        [] => format!("{}: no number is known.", series.name),
        [one] => format!("{}: {}.", series.name, say(one)),
        all if all.len() <= 4 => {
            format!(
                "{}: {}.",
                series.name,
                all.iter().map(say).collect::<Vec<_>>().join(", ")
            )
        }
        [first, .., last] => {
            let highest = known
                .iter()
                .max_by_key(|(_, value)| *value)
                .map_or_else(String::new, say);
            let lowest = known
                .iter()
                .min_by_key(|(_, value)| *value)
                .map_or_else(String::new, say);
            format!(
                "{}: from {} to {}; highest {highest}, lowest {lowest}.",
                series.name,
                say(first),
                say(last)
            )
        }
    }
}
