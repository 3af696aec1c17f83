//! Plain text: the text part of a mail, made from the same tree as its HTML part.

use crate::tree::{Block, Cell, Chart, Document, Inline, List, ListKind, Plot, Table, plain};

/// Writes the blocks as plain text; lines are not wrapped, because mail programs do that better.
pub fn write(document: &Document) -> String {
    let mut out = String::new();
    blocks(&document.blocks, "", &mut out);
    while out.ends_with("\n\n") {
        out.pop();
    }
    out
}

fn blocks(all: &[Block], indent: &str, out: &mut String) {
    for block in all {
        match block {
            Block::Heading { text, .. } | Block::Paragraph(text) => paragraph(&words(text), indent, out),
            Block::List(list) => items(list, indent, out),
            Block::Table(table) => rows(table, indent, out),
            Block::Pairs(pairs) => {
                for pair in pairs {
                    let details: Vec<String> = pair.details.iter().map(|d| flat(d)).collect();
                    paragraph(&format!("{}: {}", words(&pair.term), details.join("; ")), indent, out);
                }
            }
            Block::Figure(figure) => {
                paragraph(&format!("{}. {}", plain(&figure.caption), figure.alt), indent, out);
                chart(&figure.chart, indent, out);
            }
            Block::Inset(inset) => blocks(&inset.blocks, &format!("{indent}| "), out),
            Block::Address(address) => {
                let lines: Vec<String> = address.lines.iter().map(|l| words(l)).collect();
                paragraph(&lines.join("\n"), indent, out);
                for line in address.date.iter().chain(&address.reference) {
                    paragraph(line, indent, out);
                }
            }
            Block::Signature(signature) => {
                let signed = signature
                    .signed
                    .as_ref()
                    .map_or_else(|| "Signed: ____".into(), |s| format!("Signed {s}"));
                let who = [
                    Some(&signature.name),
                    signature.role.as_ref(),
                    signature.organisation.as_ref(),
                ];
                let who: Vec<&str> = who.into_iter().flatten().map(String::as_str).collect();
                paragraph(&format!("{signed}\n{}", who.join(", ")), indent, out);
            }
            Block::PageBreak => {}
        }
    }
}

fn paragraph(text: &str, indent: &str, out: &mut String) {
    for line in text.split('\n') {
        out.push_str(indent);
        out.push_str(line);
        out.push('\n');
    }
    out.push_str(indent.trim_end());
    out.push('\n');
}

fn items(list: &List, indent: &str, out: &mut String) {
    for (index, item) in list.items.iter().enumerate() {
        let label = match list.kind {
            ListKind::Bullets => "- ".to_owned(),
            ListKind::Numbers => format!("{}. ", index + 1),
        };
        let mut inner = String::new();
        blocks(item, &format!("{indent}{}", " ".repeat(label.len())), &mut inner);
        let inner = inner.trim_end();
        out.push_str(indent);
        out.push_str(&label);
        out.push_str(inner.get(indent.len() + label.len()..).unwrap_or(inner));
        out.push('\n');
    }
    out.push_str(indent.trim_end());
    out.push('\n');
}

fn rows(table: &Table, indent: &str, out: &mut String) {
    if let Some(caption) = &table.caption {
        paragraph(&words(caption), indent, out);
    }
    if table.rows.is_empty() {
        paragraph("None", indent, out);
    }
    for row in &table.rows {
        let cells: Vec<String> = table
            .columns
            .iter()
            .zip(row)
            .map(|(column, Cell { blocks, .. })| format!("{}: {}", plain(&column.heading), flat(blocks)))
            .collect();
        paragraph(&cells.join("\n"), indent, out);
    }
}

fn chart(chart: &Chart, indent: &str, out: &mut String) {
    match chart {
        Chart::Bars(plot) | Chart::Lines(plot) => numbers(plot, indent, out),
        Chart::Tiles(tiles) => {
            let lines: Vec<String> = tiles
                .iter()
                .map(|t| {
                    [t.label.as_str(), t.cover.words(), &t.note]
                        .into_iter()
                        .filter(|w| !w.is_empty())
                        .collect()
                })
                .map(|words: Vec<&str>| words.join(": "))
                .collect();
            paragraph(&lines.join("\n"), indent, out);
        }
    }
}

fn numbers(plot: &Plot, indent: &str, out: &mut String) {
    let mut lines = Vec::new();
    for series in &plot.series {
        for (label, value) in plot.labels.iter().zip(&series.values) {
            let value = value.map_or_else(|| "not known".to_owned(), |v| crate::chart::in_unit(v, &plot.unit));
            lines.push(format!("{}, {label}: {value}", series.name));
        }
    }
    paragraph(&lines.join("\n"), indent, out);
}

/// The words of some blocks on one line.
fn flat(all: &[Block]) -> String {
    let mut inner = String::new();
    blocks(all, "", &mut inner);
    inner
        .split('\n')
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The words, with the address after a link, because plain text cannot hide it.
fn words(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) => out.push_str(text),
            Inline::Strong(inner) | Inline::Em(inner) => out.push_str(&words(inner)),
            Inline::Link { href, text } => {
                let text = words(text);
                let shown = href
                    .strip_prefix("mailto:")
                    .or_else(|| href.strip_prefix("tel:"))
                    .unwrap_or(href);
                out.push_str(&text);
                if text != shown {
                    out.push_str(" (");
                    out.push_str(shown);
                    out.push(')');
                }
            }
            Inline::Break => out.push('\n'),
        }
    }
    out
}
