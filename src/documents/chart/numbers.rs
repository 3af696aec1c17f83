//! The same data as a table: for who cannot see the chart, and for who wants to count.

use crate::tree::{Align, Block, Cell, Chart, Column, Inline, Plot, Table};

/// The data of a chart as a table.
pub(crate) fn table(chart: &Chart) -> Table {
    match chart {
        Chart::Bars(plot) | Chart::Lines(plot) => numbers(plot),
        Chart::Tiles(tiles) => Table {
            caption: None,
            columns: vec![
                column("Where", Align::Left),
                column("Cover", Align::Left),
                column("Notes", Align::Left),
            ],
            rows: tiles
                .iter()
                .map(|tile| vec![head(&tile.label), cell(tile.cover.words()), cell(&tile.note)])
                .collect(),
        },
    }
}

fn numbers(plot: &Plot) -> Table {
    let mut columns = vec![column("For", Align::Left)];
    // A sign stands with every number; any other unit stands once, at the top.
    let heading = |name: &str| match plot.unit.as_str() {
        "" | "£" | "%" => name.to_owned(),
        unit => format!("{name} ({unit})"),
    };
    columns.extend(plot.series.iter().map(|s| column(&heading(&s.name), Align::Right)));
    let rows = plot
        .labels
        .iter()
        .enumerate()
        .map(|(at, label)| {
            let values = plot.series.iter().map(|series| {
                let value = series.values.get(at).copied().flatten();
                cell(&value.map_or_else(|| "not known".to_owned(), |v| super::short(v, &plot.unit)))
            });
            std::iter::once(head(label)).chain(values).collect()
        })
        .collect();
    Table {
        caption: None,
        columns,
        rows,
    }
}

fn column(heading: &str, align: Align) -> Column {
    Column {
        heading: vec![Inline::Text(heading.into())],
        align,
    }
}

fn head(text: &str) -> Cell {
    Cell {
        heads_row: true,
        blocks: words(text),
    }
}

fn cell(text: &str) -> Cell {
    Cell {
        heads_row: false,
        blocks: words(text),
    }
}

fn words(text: &str) -> Vec<Block> {
    if text.is_empty() {
        Vec::new()
    } else {
        vec![Block::Paragraph(vec![Inline::Text(text.into())])]
    }
}
