//! Figures: a chart's data, its caption and the words for who cannot see it.

use roxmltree::Node;

use super::inline;
use super::reader::{Reader, name};
use crate::tree::{Block, Chart, Cover, Figure, Inline, Number, Plot, Series, Tile};

pub(super) fn figure<'x>(reader: &mut Reader<'x>, node: Node<'x, 'x>) -> Option<Block> {
    reader.only(node, &["alt"]);
    let (mut caption, mut chart, mut title) = (Vec::new(), None, None);
    for child in reader.elements(node) {
        match name(child) {
            "caption" => {
                reader.only(child, &[]);
                caption = inline::all(reader, child);
            }
            "chart" => {
                title = reader.optional(child, "title");
                chart = data(reader, child, title.as_deref());
            }
            _ => reader.misplaced(child, "<figure>", "<caption> and <chart>"),
        }
    }
    if caption.is_empty() {
        caption.extend(title.map(Inline::Text));
    }
    if caption.is_empty() {
        reader.fault(
            node,
            "The figure has no caption.",
            "Add <caption>, or give the chart a title.",
        );
    }
    let Some(chart) = chart else {
        reader.fault(
            node,
            "The figure has no chart.",
            "Add <chart> with at least one number or tile.",
        );
        return None;
    };
    let alt = reader
        .optional(node, "alt")
        .unwrap_or_else(|| crate::chart::describe(&chart));
    Some(Block::Figure(Figure { caption, alt, chart }))
}

fn data<'x>(reader: &mut Reader<'x>, node: Node<'x, 'x>, title: Option<&str>) -> Option<Chart> {
    reader.only(node, &["kind", "unit", "title"]);
    match node.attribute("kind") {
        Some("bar") => plot(reader, node, title).map(Chart::Bars),
        Some("line") => plot(reader, node, title).map(Chart::Lines),
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

fn plot<'x>(reader: &mut Reader<'x>, node: Node<'x, 'x>, title: Option<&str>) -> Option<Plot> {
    let unit = reader.optional(node, "unit").unwrap_or_default();
    let (mut labels, mut series): (Vec<String>, Vec<Series>) = (Vec::new(), Vec::new());
    let children = reader.elements(node);
    // One series needs no name of its own: its points may stand in the chart.
    if children.first().is_some_and(|first| name(*first) == "point") {
        let values = points(reader, "<chart>", children, &mut labels);
        let name = title.unwrap_or("Value").to_owned();
        return (!labels.is_empty()).then_some(Plot {
            unit,
            labels,
            series: vec![Series { name, values }],
        });
    }
    for child in children {
        if name(child) != "series" {
            reader.misplaced(child, "<chart>", "<series>, or <point> alone");
            continue;
        }
        reader.only(child, &["name"]);
        let name = reader.required(child, "name", "Name the series: the key and the table need it.");
        let mut own = Vec::new();
        let inside = reader.elements(child);
        let values = points(reader, "<series>", inside, &mut own);
        if series.is_empty() {
            labels = own;
        } else if labels != own {
            reader.fault(
                child,
                "The series has other labels than the first.",
                "Use the same labels, in the same order.",
            );
        }
        series.push(Series { name, values });
    }
    (!labels.is_empty()).then_some(Plot { unit, labels, series })
}

fn points<'x>(
    reader: &mut Reader<'x>,
    here: &str,
    nodes: Vec<Node<'x, 'x>>,
    labels: &mut Vec<String>,
) -> Vec<Option<Number>> {
    let mut values = Vec::new();
    for point in nodes {
        if name(point) != "point" {
            reader.misplaced(point, here, "<point>");
            continue;
        }
        reader.only(point, &["label", "value"]);
        reader.nothing_inside(point);
        labels.push(reader.required(point, "label", "Name the point."));
        values.push(value(reader, point));
    }
    values
}

/// No value, or words instead of one ("too few to show"), is a gap in the chart.
fn value<'x>(reader: &mut Reader<'x>, point: Node<'x, 'x>) -> Option<Number> {
    let text = reader.optional(point, "value")?;
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let bare: String = text
        .trim_start_matches('£')
        .trim_end_matches('%')
        .chars()
        .filter(|c| *c != ',')
        .collect();
    let number = Number::parse(&bare);
    if number.is_none() {
        reader.fault(
            point,
            format!("\"{text}\" is not a number that can be drawn."),
            "Write digits with at most three decimals and no sign; leave it empty if it is not known.",
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
