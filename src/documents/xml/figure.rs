//! Figures: a chart's data, its caption and the words for who cannot see it.

use roxmltree::Node;

use super::inline;
use super::reader::{Reader, name};
use crate::tree::{Block, Chart, Cover, Figure, Number, Plot, Series, Tile};

pub(super) fn figure<'x>(reader: &mut Reader<'x>, node: Node<'x, 'x>) -> Option<Block> {
    reader.only(node, &["alt"]);
    let alt = reader.required(node, "alt", "Say in a sentence what the chart shows.");
    let (mut caption, mut chart) = (Vec::new(), None);
    for child in reader.elements(node) {
        match name(child) {
            "caption" => {
                reader.only(child, &[]);
                caption = inline::all(reader, child);
            }
            "chart" => chart = data(reader, child),
            _ => reader.misplaced(child, "<figure>", "<caption> and <chart>"),
        }
    }
    if caption.is_empty() {
        reader.fault(node, "The figure has no caption.", "Add <caption>.");
    }
    if chart.is_none() {
        reader.fault(
            node,
            "The figure has no chart.",
            "Add <chart> with at least one number or tile.",
        );
    }
    Some(Block::Figure(Figure {
        caption,
        alt,
        chart: chart?,
    }))
}

fn data<'x>(reader: &mut Reader<'x>, node: Node<'x, 'x>) -> Option<Chart> {
    reader.only(node, &["kind", "unit"]);
    match node.attribute("kind") {
        Some("bar") => plot(reader, node).map(Chart::Bars),
        Some("line") => plot(reader, node).map(Chart::Lines),
        Some("tiles") => tiles(reader, node),
        _ => {
            reader.fault(
                node,
                "The chart has no kind that can be drawn.",
                "Use kind=\"bar\", \"line\" or \"tiles\".",
            );
            None
        }
    }
}

fn plot<'x>(reader: &mut Reader<'x>, node: Node<'x, 'x>) -> Option<Plot> {
    let unit = reader.required(node, "unit", "Say what is counted: people, £, %.");
    let (mut labels, mut series): (Vec<String>, Vec<Series>) = (Vec::new(), Vec::new());
    for child in reader.elements(node) {
        if name(child) != "series" {
            reader.misplaced(child, "<chart>", "<series>");
            continue;
        }
        reader.only(child, &["name"]);
        let title = reader.required(child, "name", "Name the series: the key and the table need it.");
        let (mut own, mut values) = (Vec::new(), Vec::new());
        for point in reader.elements(child) {
            if name(point) != "point" {
                reader.misplaced(point, "<series>", "<point>");
                continue;
            }
            reader.only(point, &["label", "value"]);
            reader.nothing_inside(point);
            own.push(reader.required(point, "label", "Name the point."));
            values.push(value(reader, point));
        }
        if series.is_empty() {
            labels = own;
        } else if labels != own {
            reader.fault(
                child,
                "The series has other labels than the first.",
                "Use the same labels, in the same order.",
            );
        }
        series.push(Series { name: title, values });
    }
    (!labels.is_empty()).then_some(Plot { unit, labels, series })
}

/// No value is "not known", which a chart shows as a gap and a table in words.
fn value<'x>(reader: &mut Reader<'x>, point: Node<'x, 'x>) -> Option<Number> {
    let text = reader.optional(point, "value")?;
    let number = Number::parse(&text);
    if number.is_none() {
        reader.fault(
            point,
            format!("\"{text}\" is not a number that can be drawn."),
            "Write digits with at most three decimals, no sign and no commas; leave it empty if not known.",
        );
    }
    number
}

fn tiles<'x>(reader: &mut Reader<'x>, node: Node<'x, 'x>) -> Option<Chart> {
    let mut tiles = Vec::new();
    for child in reader.elements(node) {
        if name(child) != "tile" {
            reader.misplaced(child, "<chart kind=\"tiles\">", "<tile>");
            continue;
        }
        reader.only(child, &["label", "cover", "note"]);
        reader.nothing_inside(child);
        let cover = match child.attribute("cover") {
            Some("full") => Cover::Full,
            Some("part") => Cover::Part,
            Some("none") => Cover::None,
            _ => {
                reader.fault(
                    child,
                    "The tile does not say how well it is covered.",
                    "Use full, part or none.",
                );
                Cover::None
            }
        };
        tiles.push(Tile {
            label: reader.required(child, "label", "Name the place or group."),
            cover,
            note: reader.optional(child, "note").unwrap_or_default(),
        });
    }
    (!tiles.is_empty()).then_some(Chart::Tiles(tiles))
}
