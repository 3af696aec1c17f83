//! Each block as HTML.

use super::Setting;
use super::escape::Html;
use super::slug;
use crate::chart;
use crate::tree::{Address, Align, Block, Chart, Figure, Inline, InsetKind, List, ListKind, Signature, Table, plain};

impl Html {
    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
            self.raw("\n");
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, text } => {
                let name = format!("h{}", level.number());
                let id = self.id(&slug(text));
                self.open(&name, &[("id", &id)]);
                self.inlines(text);
                self.close(&name);
            }
            Block::Paragraph(text) => self.around("p", text),
            Block::List(list) => self.list(list),
            Block::Table(table) => self.table(table),
            Block::Pairs(pairs) => {
                self.raw("<dl>\n");
                for pair in pairs {
                    self.raw("<div>");
                    self.around("dt", &pair.term);
                    for detail in &pair.details {
                        self.part("dd", &[], detail);
                    }
                    self.raw("</div>\n");
                }
                self.raw("</dl>");
            }
            Block::Figure(figure) => self.figure(figure),
            Block::Inset(inset) => {
                let class = match inset.kind {
                    InsetKind::Note => "inset",
                    InsetKind::Warning => "inset warning",
                };
                self.open("div", &[("class", class)]);
                self.raw("\n");
                self.blocks(&inset.blocks);
                self.raw("</div>");
            }
            Block::Address(address) => self.address(address),
            Block::Signature(signature) => self.signature(signature),
            Block::PageBreak => self.raw("<div class=\"page-break\"></div>"),
        }
    }

    pub(super) fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.text(text),
                Inline::Strong(inner) => self.around("strong", inner),
                Inline::Em(inner) => self.around("em", inner),
                Inline::Link { href, text } => {
                    self.open("a", &[("href", href)]);
                    // A telephone number is not parted at the end of a line.
                    match href.get(..4) {
                        Some("tel:") => self.text(&plain(text).replace(' ', "\u{a0}")),
                        _ => self.inlines(text),
                    }
                    self.close("a");
                }
                Inline::Break => self.raw("<br>"),
            }
        }
    }

    fn around(&mut self, name: &str, inlines: &[Inline]) {
        self.open(name, &[]);
        self.inlines(inlines);
        self.close(name);
    }

    /// An element whose single paragraph needs no `p`.
    fn part(&mut self, name: &str, attributes: &[(&str, &str)], blocks: &[Block]) {
        self.open(name, attributes);
        match blocks {
            [Block::Paragraph(words)] => self.inlines(words),
            [Block::Paragraph(words), rest @ ..] if rest.iter().all(|b| matches!(b, Block::List(_))) => {
                self.inlines(words);
                self.raw("\n");
                self.blocks(rest);
            }
            _ => self.blocks(blocks),
        }
        self.close(name);
    }

    fn list(&mut self, list: &List) {
        let name = match list.kind {
            ListKind::Bullets => "ul",
            ListKind::Numbers => "ol",
        };
        self.open(name, &[]);
        self.raw("\n");
        for item in &list.items {
            self.part("li", &[], item);
            self.raw("\n");
        }
        self.close(name);
    }

    /// A table wider than the screen scrolls in a box of its own, which the keyboard can reach and which has a name.
    fn table(&mut self, table: &Table) {
        if self.setting == Setting::Mail {
            return self.bare_table(table, None);
        }
        let caption = table.caption.as_ref().map(|_| self.id("table"));
        let name = match &caption {
            Some(id) => ("aria-labelledby", id.as_str()),
            None => ("aria-label", "Table"),
        };
        self.open(
            "div",
            &[("class", "scroll"), ("role", "group"), name, ("tabindex", "0")],
        );
        self.bare_table(table, caption.as_deref());
        self.raw("</div>");
    }

    fn bare_table(&mut self, table: &Table, id: Option<&str>) {
        // Where rows are shown as cards, a browser no longer takes them for a table by itself.
        let is_page = self.setting == Setting::Page;
        let role = |name: &'static str| is_page.then_some(("role", name));
        self.open("table", role("table").as_slice());
        self.raw("\n");
        if let Some(caption) = &table.caption {
            let id = id.map(|id| ("id", id));
            self.open("caption", id.as_slice());
            self.inlines(caption);
            self.close("caption");
            self.raw("\n");
        }
        self.open("thead", role("rowgroup").as_slice());
        self.raw("\n");
        self.open("tr", role("row").as_slice());
        for column in &table.columns {
            let mut attributes = vec![("scope", "col")];
            attributes.extend(role("columnheader"));
            attributes.extend((column.align == Align::Right).then_some(("class", "number")));
            self.open("th", &attributes);
            self.inlines(&column.heading);
            self.close("th");
        }
        self.raw("</tr>\n</thead>\n");
        self.open("tbody", role("rowgroup").as_slice());
        self.raw("\n");
        if table.rows.is_empty() {
            self.open("tr", role("row").as_slice());
            self.open("td", role("cell").as_slice());
            self.raw("None</td>");
            for _ in table.columns.iter().skip(1) {
                self.open("td", role("cell").as_slice());
                self.raw("</td>");
            }
            self.raw("</tr>\n");
        }
        for row in &table.rows {
            self.open("tr", role("row").as_slice());
            for (cell, column) in row.iter().zip(&table.columns) {
                let label = plain(&column.heading);
                let mut attributes = Vec::new();
                match cell.heads_row {
                    true => {
                        attributes.push(("scope", "row"));
                        attributes.extend(role("rowheader"));
                    }
                    false => {
                        attributes.extend(role("cell"));
                        attributes.extend((is_page && !label.is_empty()).then_some(("data-label", label.as_str())));
                    }
                }
                if column.align == Align::Right {
                    attributes.push(("class", "number"));
                }
                self.part(if cell.heads_row { "th" } else { "td" }, &attributes, &cell.blocks);
            }
            self.raw("</tr>\n");
        }
        self.raw("</tbody>\n</table>");
    }

    fn figure(&mut self, figure: &Figure) {
        self.figures += 1;
        self.raw("<figure>\n");
        self.around("figcaption", &figure.caption);
        self.raw("\n");
        let numbers = chart::table(&figure.chart);
        match self.setting {
            Setting::Page => {
                self.svg(figure);
                // Tiles are words already, but not in an order that a screen reader can walk.
                let offer = match figure.chart {
                    Chart::Bars(_) | Chart::Lines(_) => "Show the numbers as a table",
                    Chart::Tiles(_) => "Show this as a table",
                };
                self.raw("\n<details>\n");
                self.element("summary", offer);
                self.raw("\n");
                self.table(&numbers);
                self.raw("\n</details>");
            }
            Setting::Mail => {
                self.element("p", &figure.alt);
                self.raw("\n");
                self.table(&numbers);
            }
        }
        self.raw("\n</figure>");
    }

    fn address(&mut self, address: &Address) {
        self.raw("<div class=\"letter\">\n");
        if !address.lines.is_empty() {
            self.raw("<p>");
            for (index, line) in address.lines.iter().enumerate() {
                if index > 0 {
                    self.raw("<br>\n");
                }
                self.inlines(line);
            }
            self.raw("</p>\n");
        }
        for (label, value) in [("Date", &address.date), ("Our reference", &address.reference)] {
            if let Some(value) = value {
                self.raw("<p>");
                self.text(label);
                self.raw(": ");
                self.text(value);
                self.raw("</p>\n");
            }
        }
        self.raw("</div>");
    }

    fn signature(&mut self, signature: &Signature) {
        self.raw("<div class=\"signature\">\n");
        match &signature.signed {
            Some(signed) => self.element("p", &format!("Signed {signed}")),
            None => self.raw("<p>Signed: <span class=\"line\"></span></p>"),
        }
        self.raw("\n<p>");
        self.raw("<strong>");
        self.text(&signature.name);
        self.raw("</strong>");
        for line in signature
            .role
            .iter()
            .chain(&signature.organisation)
            .chain(&signature.mark)
        {
            self.raw("<br>\n");
            self.text(line);
        }
        self.raw("</p>\n</div>");
    }
}
