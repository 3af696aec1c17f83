//! Tables: columns as wide as their words need, heads that repeat, rows that part only if they are tall.

use super::Mil;
use super::font::Face;
use super::piece::{Piece, Row, RowCell};
use super::setter::{Frame, Setter};
use super::structure::Attribute;
use super::wrap;
use crate::chart::count;
use crate::tone::Tone;
use crate::tree::{Block, Inline, Table};

impl Setter<'_> {
    pub(super) fn table(&mut self, table: &Table, parent: usize, frame: Frame) {
        let element = self.structure.add(parent, "Table");
        let from = self.pieces.len();
        let size = self.look.table.min(frame.size);
        let frame = Frame {
            size,
            gap: frame.gap * 3 / 5,
            ..frame
        };
        if let Some(caption) = &table.caption {
            let caption_element = self.structure.add(element, "Caption");
            let bold = Frame {
                face: Face::Bold,
                size: frame.size * 21 / 20,
                gap: self.look.gap * 5 / 4,
                ..frame
            };
            self.paragraph(caption, caption_element, bold);
            self.pieces.iter_mut().skip(from).for_each(|piece| piece.keep = true);
        }
        let pad = size * 9 / 20;
        let columns = self.columns(table, frame, size);
        let head = self.head(table, element, &columns, frame, pad);
        let body = self.structure.add(element, "TBody");
        let none = [Block::Paragraph(vec![Inline::Text("None".into())])];
        if table.rows.is_empty() {
            let cells = (0..table.columns.len()).map(|at| (false, if at == 0 { &none[..] } else { &[] }));
            self.body_row(table, body, &columns, cells, (frame, pad, head));
        }
        for row in &table.rows {
            let cells = row.iter().map(|cell| (cell.heads_row, cell.blocks.as_slice()));
            self.body_row(table, body, &columns, cells, (frame, pad, head));
        }
        self.keep_rows(from);
        self.pieces.push(Piece::space(self.look.gap / 2));
    }

    /// A small table stays whole; the last row of a larger one does not go on to the next page alone.
    fn keep_rows(&mut self, from: usize) {
        let last = self.pieces.len().saturating_sub(1);
        let height: Mil = self.pieces.iter().skip(from).map(|piece| piece.height).sum();
        let first = if height < self.look.page_height() / 3 {
            from
        } else {
            last.saturating_sub(1).max(from)
        };
        self.pieces
            .iter_mut()
            .take(last)
            .skip(first)
            .for_each(|piece| piece.keep = true);
    }

    /// The head row; returns its number among the heads that can be repeated.
    fn head(&mut self, table: &Table, element: usize, columns: &[(Mil, Mil)], frame: Frame, pad: Mil) -> usize {
        let thead = self.structure.add(element, "THead");
        let tr = self.structure.add(thead, "TR");
        let mut cells = Vec::new();
        for (column, (x, width)) in table.columns.iter().zip(columns) {
            let th = self.structure.add(tr, "TH");
            self.structure.set(th, Attribute::ColumnScope);
            let frame = Frame {
                x: *x,
                width: *width,
                align: column.align,
                face: Face::Bold,
                gap: 0,
                ..frame
            };
            cells.push(RowCell {
                pieces: self.aside(|s| s.paragraph(&column.heading, th, frame)),
            });
        }
        let row = Row {
            cells,
            above: pad,
            below: pad,
            x: frame.x,
            width: frame.width,
            fill: Some(Tone::Tint),
            rule: (1_000, Tone::Accent),
            head: None,
        };
        self.heads.push(row.clone());
        self.pieces.push(Piece {
            keep: true,
            ..Piece::row(self.look.gap * 3 / 5, row)
        });
        self.heads.len() - 1
    }

    fn body_row<'b>(
        &mut self,
        table: &Table,
        body: usize,
        columns: &[(Mil, Mil)],
        cells: impl Iterator<Item = (bool, &'b [Block])>,
        (frame, pad, head): (Frame, Mil, usize),
    ) {
        let tr = self.structure.add(body, "TR");
        let mut made = Vec::new();
        for (((heads_row, blocks), (x, width)), column) in cells.zip(columns).zip(&table.columns) {
            let element = self.structure.add(tr, if heads_row { "TH" } else { "TD" });
            if heads_row {
                self.structure.set(element, Attribute::RowScope);
            }
            let face = if heads_row { Face::Bold } else { Face::Regular };
            let frame = Frame {
                x: *x,
                width: *width,
                align: column.align,
                face,
                ..frame
            };
            made.push(RowCell {
                pieces: self.aside(|s| s.part(blocks, element, frame)),
            });
        }
        let row = Row {
            cells: made,
            above: pad,
            below: pad,
            x: frame.x,
            width: frame.width,
            fill: None,
            rule: (500, Tone::Rule),
            head: Some(head),
        };
        self.pieces.push(Piece::row(0, row));
    }

    /// Where each column begins and how wide its words may be.
    fn columns(&mut self, table: &Table, frame: Frame, size: Mil) -> Vec<(Mil, Mil)> {
        let gutter = size * 3 / 5;
        let inner = frame.width - gutter * 2 * count(table.columns.len());
        let (mut least, mut most) = (Vec::new(), Vec::new());
        for (at, column) in table.columns.iter().enumerate() {
            let head = self.measure(
                &column.heading,
                Frame {
                    face: Face::Bold,
                    ..frame
                },
            );
            let cells = table.rows.iter().filter_map(|row| row.get(at));
            let widths: Vec<_> = cells
                .map(|cell| self.extent(&cell.blocks, cell.heads_row, frame))
                .collect();
            least.push(widths.iter().map(|w| w.0).chain([head.0]).max().unwrap_or(0).max(size));
            most.push(widths.iter().map(|w| w.1).chain([head.1]).max().unwrap_or(0).max(size));
        }
        let mut x = frame.x;
        let mut columns = Vec::new();
        for width in share(&least, &most, inner) {
            columns.push((x + gutter, width));
            x += width + gutter * 2;
        }
        columns
    }

    fn extent(&mut self, blocks: &[Block], heads_row: bool, frame: Frame) -> (Mil, Mil) {
        let face = if heads_row { Face::Bold } else { Face::Regular };
        let mut widest = (0, 0);
        for block in blocks {
            let (least, most) = match block {
                Block::Paragraph(words) => self.measure(words, Frame { face, ..frame }),
                Block::List(list) => {
                    let inner: Vec<_> = list.items.iter().map(|i| self.extent(i, heads_row, frame)).collect();
                    let indent = frame.size * 2;
                    let of = |pick: fn(&(Mil, Mil)) -> Mil| inner.iter().map(pick).max().unwrap_or(0) + indent;
                    (of(|w| w.0), of(|w| w.1))
                }
                _ => (0, 0),
            };
            widest = (widest.0.max(least), widest.1.max(most));
        }
        widest
    }

    /// Measures without leaving elements, links or reports behind: the words are set again for the page.
    fn measure(&mut self, words: &[Inline], frame: Frame) -> (Mil, Mil) {
        let (elements, links, missing) = (
            self.structure.elements.len(),
            self.links.len(),
            std::mem::take(&mut self.missing),
        );
        let spans = self.spans(words, 0, frame);
        self.structure.elements.truncate(elements);
        self.links.truncate(links);
        self.missing = missing;
        wrap::extent(self.fonts, &spans)
    }
}

/// Gives the columns with the shortest words what these need, and what is left to the others in equal parts.
fn level(least: &[Mil], width: Mil) -> Vec<Mil> {
    let mut order: Vec<(usize, Mil)> = least.iter().copied().enumerate().collect();
    order.sort_by_key(|(_, least)| *least);
    let mut left = width;
    let mut given: Vec<(usize, Mil)> = Vec::new();
    for (place, (column, least)) in order.iter().enumerate() {
        let columns = count(order.len() - place);
        let own = (*least).min(left / columns.max(1));
        left -= own;
        given.push((*column, own));
    }
    given.sort_by_key(|(column, _)| *column);
    given.into_iter().map(|(_, width)| width).collect()
}

/// Shares a width among columns. Columns that would like less than their share get what they like; of the rest, each
/// gets what its longest word needs, and more in proportion to what it would like. If not even the words fit, the
/// longest ones are broken and no others: a fingerprint must not break the words beside it.
fn share(least: &[Mil], most: &[Mil], width: Mil) -> Vec<Mil> {
    let (needed, wanted): (Mil, Mil) = (least.iter().sum(), most.iter().sum());
    if needed >= width {
        return level(least, width);
    }
    if wanted <= width {
        return most.iter().map(|m| m + (width - wanted) * m / wanted.max(1)).collect();
    }
    let mut given: Vec<Option<Mil>> = vec![None; most.len()];
    loop {
        let used: Mil = given.iter().flatten().sum();
        let open = given.iter().filter(|g| g.is_none()).count();
        let needed: Mil = least
            .iter()
            .zip(&given)
            .filter(|(_, g)| g.is_none())
            .map(|(l, _)| l)
            .sum();
        let share = (width - used) / count(open).max(1);
        // A column may have what it likes only if the words of the others still fit.
        let modest = given
            .iter_mut()
            .zip(least.iter().zip(most))
            .find(|(given, (least, most))| {
                given.is_none() && **most <= share && used + needed - **least + **most <= width
            });
        match modest {
            Some((given, (_, most))) => *given = Some(*most),
            None => break,
        }
    }
    let used: Mil = given.iter().flatten().sum();
    let open = |of: &[Mil]| {
        of.iter()
            .zip(&given)
            .filter(|(_, g)| g.is_none())
            .map(|(w, _)| w)
            .sum::<Mil>()
    };
    let (spare, wish) = (width - used - open(least), open(most) - open(least));
    let rest = |(l, m): (&Mil, &Mil)| l + (m - l) * spare / wish.max(1);
    given
        .iter()
        .zip(least.iter().zip(most))
        .map(|(given, both)| given.unwrap_or_else(|| rest(both)))
        .collect()
}
