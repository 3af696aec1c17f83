//! Any document at all, for the properties that hold of every one.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::tree::{
    Address, Align, Block, Cell, Chart, Column, Cover, Figure, Inline, Inset, InsetKind, Level, List, ListKind, Number,
    Pair, Plot, Series, Signature, Table, Tile, headings,
};
use crate::xml::space::tidy;

pub(crate) fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[a-z]{1,9}",
        2 => "[A-ZÁŁŐç£–’½≤0-9]{1,12}",
        1 => "[a-f0-9]{40,90}",
    ]
}

pub(crate) fn words(most: usize) -> impl Strategy<Value = String> {
    vec(word(), 1..=most).prop_map(|words| words.join(" "))
}

fn inlines(most: usize) -> impl Strategy<Value = Vec<Inline>> {
    let one = prop_oneof![
        6 => words(most).prop_map(Inline::Text),
        1 => words(3).prop_map(|w| Inline::Strong(vec![Inline::Text(w)])),
        1 => words(3).prop_map(|w| Inline::Em(vec![Inline::Text(w)])),
        1 => words(3).prop_map(|w| Inline::Link { href: "https://a.example/x".into(), text: vec![Inline::Text(w)] }),
    ];
    // A space between neighbours, so that words stay words.
    vec(one, 1..5).prop_map(|all| {
        let spaced = all
            .into_iter()
            .flat_map(|inline| [inline, Inline::Text(" ".into())])
            .collect();
        tidy(spaced)
    })
}

fn paragraph(most: usize) -> impl Strategy<Value = Block> {
    inlines(most).prop_map(Block::Paragraph)
}

fn list() -> impl Strategy<Value = Block> {
    let kind = prop_oneof![Just(ListKind::Bullets), Just(ListKind::Numbers)];
    (kind, vec(vec(paragraph(20), 1..3), 1..6)).prop_map(|(kind, items)| Block::List(List { kind, items }))
}

fn table() -> impl Strategy<Value = Block> {
    (1_usize..5, 0_usize..12).prop_flat_map(|(wide, tall)| {
        let column = (inlines(3), any::<bool>()).prop_map(|(heading, right)| Column {
            heading,
            align: if right { Align::Right } else { Align::Left },
        });
        let cell = (any::<bool>(), vec(paragraph(60), 0..3)).prop_map(|(heads_row, blocks)| Cell { heads_row, blocks });
        (option::of(inlines(5)), vec(column, wide), vec(vec(cell, wide), tall))
            .prop_map(|(caption, columns, rows)| Block::Table(Table { caption, columns, rows }))
    })
}

fn figure() -> impl Strategy<Value = Block> {
    let plot = (1_usize..9, 1_usize..4).prop_flat_map(|(labels, series)| {
        let value = option::of((0_u32..1_000_000).prop_map(Number::whole));
        let one = (words(2), vec(value, labels)).prop_map(|(name, values)| Series { name, values });
        (vec(words(2), labels), vec(one, series)).prop_map(|(labels, series)| Plot {
            unit: "people".into(),
            labels,
            series,
        })
    });
    let cover = prop_oneof![Just(Cover::Full), Just(Cover::Part), Just(Cover::None)];
    let tile = (words(2), cover, words(3)).prop_map(|(label, cover, note)| Tile { label, cover, note });
    let chart = prop_oneof![
        plot.clone().prop_map(Chart::Bars),
        plot.prop_map(Chart::Lines),
        vec(tile, 1..9).prop_map(Chart::Tiles),
    ];
    (inlines(4), words(8), chart).prop_map(|(caption, alt, chart)| Block::Figure(Figure { caption, alt, chart }))
}

fn pairs() -> impl Strategy<Value = Block> {
    let detail = vec(paragraph(30), 1..3);
    let pair = (inlines(3), vec(detail, 1..3)).prop_map(|(term, details)| Pair { term, details });
    vec(pair, 1..5).prop_map(Block::Pairs)
}

fn block() -> impl Strategy<Value = Block> {
    let signature = (words(2), option::of(words(3)), option::of(words(3))).prop_map(|(name, role, signed)| {
        Block::Signature(Signature {
            name,
            role,
            organisation: None,
            signed,
            mark: None,
        })
    });
    let address = (vec(inlines(2), 1..5), option::of(words(3))).prop_map(|(lines, date)| {
        Block::Address(Address {
            lines,
            date,
            reference: None,
        })
    });
    let inside = prop_oneof![paragraph(60), list(), pairs()];
    let inset = (any::<bool>(), vec(inside, 1..4)).prop_map(|(loud, blocks)| {
        Block::Inset(Inset {
            kind: if loud { InsetKind::Warning } else { InsetKind::Note },
            blocks,
        })
    });
    prop_oneof![
        4 => inlines(6).prop_map(|text| Block::Heading { level: Level::Two, text }),
        6 => paragraph(150),
        2 => list(),
        3 => table(),
        1 => figure(),
        1 => pairs(),
        1 => inset,
        1 => signature,
        1 => address,
        1 => Just(Block::PageBreak),
    ]
}

/// Blocks of a document that a parser would have let in.
pub(crate) fn blocks() -> impl Strategy<Value = Vec<Block>> {
    vec(block(), 0..14).prop_map(headings::with_text)
}
