//! What the document crate promises, tried from outside.
use proptest::prelude::*;

use super::{any, head, parsed};
use crate::layout::font::Fonts;
use crate::layout::piece::{Body, Mark, Piece};
use crate::layout::style::{Look, Style};
use crate::layout::{Laid, Mil, lay};
use crate::tree::{Block, Cell, Chart, Document, Inline, plain};

fn laid(document: &Document, style: Style) -> (Laid, Look) {
    let look = Look::of(style);
    (lay(document, &look, Fonts::shared().expect("fonts")), look)
}

/// Every line on every page with its place: page, left, right, top, text.
fn lines(laid: &Laid) -> Vec<(usize, Mil, Mil, Mil, String)> {
    let mut found = Vec::new();
    for (page, sheet) in laid.pages.iter().enumerate() {
        for placed in sheet.placed.iter().filter(|placed| !placed.again) {
            collect(&placed.piece, placed.y, page, &mut found);
        }
    }
    found
}

fn collect(piece: &Piece, y: Mil, page: usize, found: &mut Vec<(usize, Mil, Mil, Mil, String)>) {
    match &piece.body {
        Body::Marks(marks) => {
            for mark in marks {
                if let Mark::Line { x, baseline, runs } = mark {
                    let right = runs.iter().map(|run| x + run.x + run.width).max().unwrap_or(*x);
                    let text = runs.iter().map(|run| run.text.as_str()).collect();
                    found.push((page, *x, right, y + baseline, text));
                }
            }
        }
        Body::Row(row) => {
            for cell in &row.cells {
                let mut top = y + row.above;
                for (at, piece) in cell.pieces.iter().enumerate() {
                    top += if at > 0 { piece.before } else { 0 };
                    collect(piece, top, page, found);
                    top += piece.height;
                }
            }
        }
        Body::PageBreak => {}
    }
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// All words of a block that must be found on the pages, in order, without spaces.
pub(crate) fn expected(blocks: &[Block]) -> Vec<String> {
    let mut all = Vec::new();
    for block in blocks {
        match block {
            Block::Heading { text, .. } | Block::Paragraph(text) => all.push(plain(text)),
            Block::List(list) => list.items.iter().for_each(|item| all.extend(expected(item))),
            Block::Table(table) => {
                all.extend(table.caption.iter().map(|c| plain(c)));
                all.extend(table.columns.iter().map(|c| plain(&c.heading)));
                for Cell { blocks, .. } in table.rows.iter().flatten() {
                    all.extend(expected(blocks));
                }
            }
            Block::Pairs(pairs) => {
                for pair in pairs {
                    all.push(plain(&pair.term));
                    pair.details.iter().for_each(|detail| all.extend(expected(detail)));
                }
            }
            Block::Figure(figure) => {
                all.push(plain(&figure.caption));
                match &figure.chart {
                    Chart::Bars(plot) | Chart::Lines(plot) => all.extend(plot.labels.clone()),
                    Chart::Tiles(tiles) => all.extend(tiles.iter().map(|tile| tile.label.clone())),
                }
            }
            Block::Inset(inset) => all.extend(expected(&inset.blocks)),
            Block::Address(address) => all.extend(address.lines.iter().map(|line| plain(line))),
            Block::Signature(signature) => all.push(signature.name.clone()),
            Block::PageBreak => {}
        }
    }
    all.iter().map(|text| squeezed(text)).collect()
}

fn style() -> impl Strategy<Value = Style> {
    prop_oneof![Just(Style::Standard), Just(Style::LargePrint), Just(Style::EasyRead)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_drawn_outside_the_margins(blocks in any::blocks(), style in style()) {
        let (laid, look) = laid(&Document { head: head(), blocks }, style);
        for (page, left, right, top, text) in lines(&laid) {
            // A column narrower than a letter may be a letter too wide, no more.
            prop_assert!(left >= 0 && right <= look.width() + look.body, "{page} {left}..{right} {text}");
            prop_assert!(top >= 0 && top <= look.page_height(), "{page} {top} {text}");
        }
    }

    #[test]
    fn every_word_is_on_a_page(blocks in any::blocks(), style in style()) {
        let wanted = expected(&blocks);
        let (laid, _) = laid(&Document { head: head(), blocks }, style);
        prop_assert_eq!(&laid.missing, &[]);
        let mut runs: std::collections::BTreeMap<usize, String> = std::collections::BTreeMap::new();
        let found: String = lines(&laid).into_iter().map(|(.., text)| squeezed(&text)).collect();
        // Cells are read one by one; a parted row mixes their lines, so words are looked for by element.
        owned(&laid, &mut runs);
        for text in wanted {
            let by_element = runs.values().any(|run| run.contains(&text));
            prop_assert!(by_element || found.contains(&text), "{} is on no page", text);
        }
    }
}

/// The words of each element, links with the element they stand in.
fn owned(laid: &Laid, words: &mut std::collections::BTreeMap<usize, String>) {
    fn walk(piece: &Piece, laid: &Laid, words: &mut std::collections::BTreeMap<usize, String>) {
        match &piece.body {
            Body::Marks(marks) => {
                for mark in marks {
                    let Mark::Line { runs, .. } = mark else { continue };
                    for run in runs {
                        let owner = run.owner.expect("content");
                        let element = &laid.structure.elements[owner];
                        let owner = if element.tag == "Link" { element.parent } else { owner };
                        words.entry(owner).or_default().push_str(&squeezed(&run.text));
                    }
                }
            }
            Body::Row(row) => row
                .cells
                .iter()
                .flat_map(|c| &c.pieces)
                .for_each(|p| walk(p, laid, words)),
            Body::PageBreak => {}
        }
    }
    for placed in laid
        .pages
        .iter()
        .flat_map(|page| &page.placed)
        .filter(|placed| !placed.again)
    {
        walk(&placed.piece, laid, words);
    }
}

fn long_table(rows: usize) -> String {
    let row = |n| {
        format!(
            "<tr><th>Row {n}</th><td>{}</td><td>{n}</td></tr>",
            "some words ".repeat(n % 9 + 1)
        )
    };
    let rows: String = (0..rows).map(row).collect();
    format!(
        "<h2>Before</h2><table><caption>Long</caption><thead><tr><th>Name</th><th>What</th><th align=\"right\">No.</th></tr>\
         </thead><tbody>{rows}</tbody></table>"
    )
}

#[test]
fn a_table_repeats_its_head_on_every_page_it_goes_on_to() {
    let (laid, _) = laid(&parsed(&long_table(200)), Style::Standard);
    assert!(laid.pages.len() > 4);
    for page in laid.pages.iter().skip(1).take(laid.pages.len() - 2) {
        assert!(
            page.placed.first().is_some_and(|first| first.again),
            "the head comes first"
        );
    }
}

#[test]
fn a_row_taller_than_a_page_goes_on_and_loses_nothing() {
    let words: Vec<String> = (0..2_000).map(|n| format!("word{n}")).collect();
    let source = format!(
        "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>short</td><td>{}</td></tr></tbody></table>",
        words.join(" ")
    );
    let (laid, _) = laid(&parsed(&source), Style::Standard);
    let found: String = lines(&laid).into_iter().map(|(.., text)| text).collect();
    assert!(laid.pages.len() >= 2 && words.iter().all(|word| found.contains(word)));
}

#[test]
fn a_short_row_is_not_parted() {
    let (laid, _) = laid(&parsed(&long_table(120)), Style::Standard);
    let all = lines(&laid);
    for n in 0..120 {
        let page = |text: &str| all.iter().find(|line| line.4.trim() == text).map(|line| line.0);
        assert_eq!(page(&format!("Row {n}")), page(&n.to_string()), "row {n}");
    }
}

#[test]
fn a_heading_is_never_last_on_a_page() {
    for lines_before in 20..60 {
        let before: String = (0..lines_before).map(|n| format!("<p>line {n}</p>")).collect();
        let source = format!(
            "{before}<h2>The heading</h2><p>{}</p>",
            "and what follows it ".repeat(40)
        );
        let (laid, _) = laid(&parsed(&source), Style::Standard);
        let all = lines(&laid);
        let at = all
            .iter()
            .position(|line| line.4.contains("The heading"))
            .expect("the heading");
        assert_eq!(all[at].0, all[at + 2].0, "two lines follow it on its page");
    }
}

#[test]
fn no_line_of_a_paragraph_stands_alone() {
    for lines_before in 20..50 {
        let before: String = (0..lines_before).map(|n| format!("<p>line {n}</p>")).collect();
        let source = format!("{before}<p>{}</p>", "zz ".repeat(250));
        let (laid, _) = laid(&parsed(&source), Style::Standard);
        let mut counts = std::collections::BTreeMap::new();
        for line in lines(&laid).iter().filter(|line| line.4.contains("zz")) {
            *counts.entry(line.0).or_insert(0) += 1;
        }
        assert!(counts.values().all(|count| *count >= 2), "{counts:?}");
    }
}

#[test]
fn a_character_that_cannot_be_shown_is_reported_with_its_place() {
    let (laid, _) = laid(
        &parsed("<p>Dear 李 and family, welcome</p><p>שלום</p>"),
        Style::Standard,
    );
    assert_eq!(laid.missing[0].character, '李');
    assert_eq!(laid.missing[0].context, "Dear 李 and family, welcome");
    assert!(laid.missing.iter().any(|missing| missing.character == 'ש'));
}

#[test]
fn letters_with_accents_apart_are_composed() {
    let (laid, _) = laid(&parsed("<p>Ko\u{30b}va\u{301}ri</p>"), Style::Standard);
    assert_eq!(laid.missing, []);
    assert!(lines(&laid).iter().any(|line| line.4 == "Kővári"));
}

#[test]
fn inline_text_is_never_lost_between_faces() {
    let document = Document {
        head: head(),
        blocks: vec![Block::Paragraph(vec![Inline::Strong(vec![Inline::Text(
            "a → b ☐ c".into(),
        )])])],
    };
    let (laid, _) = laid(&document, Style::Standard);
    assert!(lines(&laid).iter().any(|line| line.4 == "a → b ☐ c"));
}
