//! Tables: one head row, and as many cells in every row as the head has.

use roxmltree::Node;

use super::reader::{Reader, name};
use super::{inline, part};
use crate::tree::{Align, Block, Cell, Column, Table};

pub(super) fn table<'x>(reader: &mut Reader<'x>, node: Node<'x, 'x>) -> Option<Block> {
    reader.only(node, &[]);
    let (mut caption, mut columns, mut rows) = (None, Vec::new(), Vec::new());
    for child in reader.elements(node) {
        match name(child) {
            "caption" => {
                reader.only(child, &[]);
                caption = Some(inline::all(reader, child)).filter(|words| !words.is_empty());
            }
            "thead" => columns = head(reader, child),
            "tbody" => {
                reader.only(child, &[]);
                rows.extend(body(reader, child));
            }
            _ => reader.misplaced(child, "<table>", "<caption>, <thead> and <tbody>"),
        }
    }
    if columns.is_empty() {
        reader.fault(
            node,
            "The table has no column headings.",
            "Begin it with <thead><tr><th>…</th></tr></thead>.",
        );
        return None;
    }
    let wide = columns.len();
    for (row, cells) in rows
        .iter()
        .filter(|(_, cells): &&(Node<'_, '_>, Vec<Cell>)| cells.len() != wide)
    {
        reader.fault(
            *row,
            format!("The row has {} cells and the head has {wide}.", cells.len()),
            "Give every row one cell for each column.",
        );
    }
    let rows = rows.into_iter().map(|(_, cells)| cells).collect();
    Some(Block::Table(Table { caption, columns, rows }))
}

fn head<'x>(reader: &mut Reader<'x>, node: Node<'x, 'x>) -> Vec<Column> {
    reader.only(node, &[]);
    let rows = reader.elements(node);
    if rows.len() != 1 {
        reader.fault(node, "<thead> must hold one <tr>.", "Say each column's heading once.");
    }
    let mut columns = Vec::new();
    for row in rows.into_iter().take(1) {
        reader.only(row, &[]);
        for cell in reader.elements(row) {
            columns.extend(column(reader, cell));
        }
    }
    columns
}

fn column<'x>(reader: &mut Reader<'x>, node: Node<'x, 'x>) -> Option<Column> {
    if name(node) != "th" {
        reader.misplaced(node, "<thead>", "Only <th>");
        return None;
    }
    reader.only(node, &["align", "scope"]);
    if node.attribute("scope").is_some_and(|scope| scope != "col") {
        reader.fault(
            node,
            "A <th> in <thead> heads a column.",
            "Write scope=\"col\", or leave it out.",
        );
    }
    let align = match node.attribute("align") {
        None | Some("left") => Align::Left,
        Some("right") => Align::Right,
        Some(other) => {
            reader.fault(
                node,
                format!("Cells cannot stand \"{other}\"."),
                "Use left, or right for numbers.",
            );
            Align::Left
        }
    };
    let heading = inline::all(reader, node);
    if heading.is_empty() {
        reader.fault(node, "A column has no heading.", "Name it, even if only \"Notes\".");
    }
    Some(Column { heading, align })
}

fn body<'x>(reader: &mut Reader<'x>, node: Node<'x, 'x>) -> Vec<(Node<'x, 'x>, Vec<Cell>)> {
    let mut rows = Vec::new();
    for row in reader.elements(node) {
        if name(row) != "tr" {
            reader.misplaced(row, "<tbody>", "Only <tr>");
            continue;
        }
        reader.only(row, &[]);
        let mut cells = Vec::new();
        for cell in reader.elements(row) {
            let heads_row = match name(cell) {
                "td" => {
                    reader.only(cell, &[]);
                    false
                }
                "th" => {
                    reader.only(cell, &["scope"]);
                    if cell.attribute("scope").is_some_and(|scope| scope != "row") {
                        reader.fault(
                            cell,
                            "A <th> in <tbody> heads its row.",
                            "Write scope=\"row\", or leave it out.",
                        );
                    }
                    true
                }
                _ => {
                    reader.misplaced(cell, "<tr>", "Only <td> and <th>");
                    continue;
                }
            };
            cells.push(Cell {
                heads_row,
                blocks: part::content(reader, cell),
            });
        }
        rows.push((row, cells));
    }
    rows
}
