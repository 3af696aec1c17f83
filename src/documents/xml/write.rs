//! The canonical form: one way to write a tree, so that its hash means its content.
//!
//! What [`super::parse`] reads from it is the same tree. The head stands first as attributes of the root; issue date
//! and stamps are left out, because they say when and where a text was issued, not what it says.

use crate::tree::{Align, Block, Cell, Chart, Cover, Document, Inline, InsetKind, ListKind, Plot, Table};

/// Writes the canonical form.
pub fn write(document: &Document) -> String {
    let head = &document.head;
    let mut out = Out(String::new());
    out.open(
        "document",
        &[
            ("lang", Some(&head.lang)),
            ("title", Some(&head.title)),
            ("alliance", Some(&head.alliance)),
            ("reference", head.reference.as_ref()),
            ("summary", head.summary.as_ref()),
            ("formats", head.formats.as_ref()),
        ],
    );
    out.0.push('\n');
    for block in &document.blocks {
        out.block(block);
        out.0.push('\n');
    }
    out.close("document");
    out.0
}

/// Writes blocks alone: what [`super::parse`] reads.
#[cfg(test)]
pub(crate) fn blocks(blocks: &[Block]) -> String {
    let mut out = Out(String::new());
    for block in blocks {
        out.block(block);
        out.0.push('\n');
    }
    out.0
}

struct Out(String);

impl Out {
    fn open(&mut self, name: &str, attributes: &[(&str, Option<&String>)]) {
        self.start(name, attributes);
        self.0.push('>');
    }

    fn empty(&mut self, name: &str, attributes: &[(&str, Option<&String>)]) {
        self.start(name, attributes);
        self.0.push_str("/>");
    }

    fn start(&mut self, name: &str, attributes: &[(&str, Option<&String>)]) {
        self.0.push('<');
        self.0.push_str(name);
        for (attribute, value) in attributes {
            if let Some(value) = value {
                self.0.push(' ');
                self.0.push_str(attribute);
                self.0.push_str("=\"");
                escape(value, &mut self.0);
                self.0.push('"');
            }
        }
    }

    fn close(&mut self, name: &str) {
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    fn element(&mut self, name: &str, inlines: &[Inline]) {
        self.open(name, &[]);
        self.inlines(inlines);
        self.close(name);
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => escape(text, &mut self.0),
                Inline::Strong(inner) => self.element("strong", inner),
                Inline::Em(inner) => self.element("em", inner),
                Inline::Link { href, text } => {
                    self.open("a", &[("href", Some(href))]);
                    self.inlines(text);
                    self.close("a");
                }
                Inline::Break => self.0.push_str("<br/>"),
            }
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, text } => self.element(&format!("h{}", level.number()), text),
            Block::Paragraph(text) => self.element("p", text),
            Block::List(list) => {
                let name = match list.kind {
                    ListKind::Bullets => "ul",
                    ListKind::Numbers => "ol",
                };
                self.open(name, &[]);
                for item in &list.items {
                    self.part("li", item);
                }
                self.close(name);
            }
            Block::Table(table) => self.table(table),
            Block::Pairs(pairs) => {
                self.open("dl", &[]);
                for pair in pairs {
                    self.element("dt", &pair.term);
                    for detail in &pair.details {
                        self.part("dd", detail);
                    }
                }
                self.close("dl");
            }
            Block::Figure(figure) => {
                self.open("figure", &[("alt", Some(&figure.alt))]);
                self.element("caption", &figure.caption);
                self.chart(&figure.chart);
                self.close("figure");
            }
            Block::Inset(inset) => {
                let kind = match inset.kind {
                    InsetKind::Note => "note",
                    InsetKind::Warning => "warning",
                };
                self.open("inset", &[("kind", Some(&kind.to_owned()))]);
                for block in &inset.blocks {
                    self.block(block);
                }
                self.close("inset");
            }
            Block::Address(address) => {
                self.open(
                    "address",
                    &[
                        ("date", address.date.as_ref()),
                        ("reference", address.reference.as_ref()),
                    ],
                );
                for (index, line) in address.lines.iter().enumerate() {
                    if index > 0 {
                        self.0.push_str("<br/>");
                    }
                    self.inlines(line);
                }
                self.close("address");
            }
            Block::Signature(signature) => self.empty(
                "signature",
                &[
                    ("name", Some(&signature.name)),
                    ("role", signature.role.as_ref()),
                    ("organisation", signature.organisation.as_ref()),
                    ("signed", signature.signed.as_ref()),
                    ("mark", signature.mark.as_ref()),
                ],
            ),
            Block::PageBreak => self.empty("page-break", &[]),
        }
    }

    fn part(&mut self, name: &str, blocks: &[Block]) {
        self.open(name, &[]);
        for block in blocks {
            self.block(block);
        }
        self.close(name);
    }

    fn table(&mut self, table: &Table) {
        self.open("table", &[]);
        if let Some(caption) = &table.caption {
            self.element("caption", caption);
        }
        self.0.push_str("<thead><tr>");
        for column in &table.columns {
            let align = (column.align == Align::Right).then(|| "right".to_owned());
            self.open("th", &[("align", align.as_ref())]);
            self.inlines(&column.heading);
            self.close("th");
        }
        self.0.push_str("</tr></thead><tbody>");
        for row in &table.rows {
            self.0.push_str("\n<tr>");
            for Cell { heads_row, blocks } in row {
                self.part(if *heads_row { "th" } else { "td" }, blocks);
            }
            self.0.push_str("</tr>");
        }
        self.0.push_str("</tbody></table>");
    }

    fn chart(&mut self, chart: &Chart) {
        let kind = match chart {
            Chart::Bars(_) => "bar",
            Chart::Lines(_) => "line",
            Chart::Tiles(_) => "tiles",
        };
        let kind = kind.to_owned();
        match chart {
            Chart::Bars(plot) | Chart::Lines(plot) => {
                self.open("chart", &[("kind", Some(&kind)), ("unit", Some(&plot.unit))]);
                self.plot(plot);
            }
            Chart::Tiles(tiles) => {
                self.open("chart", &[("kind", Some(&kind))]);
                for tile in tiles {
                    let cover = match tile.cover {
                        Cover::Full => "full",
                        Cover::Part => "part",
                        Cover::None => "none",
                    };
                    let note = Some(&tile.note).filter(|note| !note.is_empty());
                    self.empty(
                        "tile",
                        &[
                            ("label", Some(&tile.label)),
                            ("cover", Some(&cover.to_owned())),
                            ("note", note),
                        ],
                    );
                }
            }
        }
        self.close("chart");
    }

    fn plot(&mut self, plot: &Plot) {
        for series in &plot.series {
            self.open("series", &[("name", Some(&series.name))]);
            for (label, value) in plot.labels.iter().zip(&series.values) {
                let value = value.map(|v| format!("{}.{:03}", v.thousandths() / 1000, v.thousandths() % 1000));
                self.empty("point", &[("label", Some(label)), ("value", value.as_ref())]);
            }
            self.close("series");
        }
    }
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // A parser would turn these into spaces.
            '\t' | '\n' | '\r' => out.push(' '),
            _ => out.push(c),
        }
    }
}
