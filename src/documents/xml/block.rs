//! Blocks: headings, paragraphs, lists, pairs, insets, addresses, signatures.

use roxmltree::Node;

use super::reader::{Reader, name};
use super::space::lines;
use super::{figure, inline, part, table};
use crate::tree::{Address, Block, Inset, InsetKind, Level, List, ListKind, Pair, Signature};

const BLOCKS: &str =
    "<h1>–<h4>, <p>, <ul>, <ol>, <table>, <dl>, <figure>, <inset>, <address>, <signature> and <page-break/>";

/// The blocks of the whole document.
pub(super) fn document<'x>(reader: &mut Reader<'x>, root: Node<'x, 'x>) -> Vec<Block> {
    let mut blocks = Vec::new();
    for node in reader.elements(root) {
        blocks.extend(match name(node) {
            "h1" => heading(reader, node, Level::One),
            "h2" => heading(reader, node, Level::Two),
            "h3" => heading(reader, node, Level::Three),
            "h4" => heading(reader, node, Level::Four),
            "table" => table::table(reader, node),
            "figure" => figure::figure(reader, node),
            "inset" => inset(reader, node),
            "address" => address(reader, node),
            "signature" => Some(signature(reader, node)),
            "page-break" => {
                reader.only(node, &[]);
                reader.nothing_inside(node);
                Some(Block::PageBreak)
            }
            "p" | "ul" | "ol" | "dl" => simple(reader, node),
            _ => {
                reader.misplaced(node, "the document", BLOCKS);
                None
            }
        });
    }
    blocks
}

/// A paragraph, a list or pairs; nothing if it is empty.
pub(super) fn simple<'x>(reader: &mut Reader<'x>, node: Node<'x, 'x>) -> Option<Block> {
    reader.only(node, &[]);
    match name(node) {
        "p" => {
            let words = inline::all(reader, node);
            (!words.is_empty()).then_some(Block::Paragraph(words))
        }
        "ul" => list(reader, node, ListKind::Bullets),
        "ol" => list(reader, node, ListKind::Numbers),
        _ => pairs(reader, node),
    }
}

fn heading<'x>(reader: &mut Reader<'x>, node: Node<'x, 'x>, level: Level) -> Option<Block> {
    reader.only(node, &[]);
    reader.heading(node, level);
    let text = inline::all(reader, node);
    if text.is_empty() {
        reader.fault(node, "A heading has no words.", "Write them, or take the heading away.");
        return None;
    }
    Some(Block::Heading { level, text })
}

fn list<'x>(reader: &mut Reader<'x>, node: Node<'x, 'x>, kind: ListKind) -> Option<Block> {
    let mut items = Vec::new();
    for child in reader.elements(node) {
        if name(child) != "li" {
            reader.misplaced(child, &super::reader::place(node), "Only <li>");
            continue;
        }
        reader.only(child, &[]);
        let blocks = part::content(reader, child);
        if !blocks.is_empty() {
            items.push(blocks);
        }
    }
    (!items.is_empty()).then_some(Block::List(List { kind, items }))
}

fn pairs<'x>(reader: &mut Reader<'x>, node: Node<'x, 'x>) -> Option<Block> {
    let mut pairs: Vec<Pair> = Vec::new();
    for child in reader.elements(node) {
        match name(child) {
            "dt" => {
                reader.only(child, &[]);
                let term = inline::all(reader, child);
                if term.is_empty() {
                    reader.fault(child, "<dt> has no words.", "Name what the <dd> after it says.");
                }
                pairs.push(Pair {
                    term,
                    details: Vec::new(),
                });
            }
            "dd" => {
                reader.only(child, &[]);
                let detail = part::content(reader, child);
                match pairs.last_mut() {
                    Some(pair) => pair.details.push(detail),
                    None => reader.fault(child, "<dd> comes before any <dt>.", "Begin with a <dt>."),
                }
            }
            _ => reader.misplaced(child, "<dl>", "Only <dt> and <dd>"),
        }
    }
    if pairs.iter().any(|pair| pair.details.is_empty()) {
        reader.fault(node, "A <dt> has no <dd>.", "Write at least one <dd> after each <dt>.");
    }
    (!pairs.is_empty()).then_some(Block::Pairs(pairs))
}

fn inset<'x>(reader: &mut Reader<'x>, node: Node<'x, 'x>) -> Option<Block> {
    reader.only(node, &["kind"]);
    let kind = match node.attribute("kind") {
        None | Some("note") => InsetKind::Note,
        Some("warning") => InsetKind::Warning,
        Some(other) => {
            reader.fault(
                node,
                format!("There is no inset of kind \"{other}\"."),
                "Use note or warning.",
            );
            InsetKind::Note
        }
    };
    let mut blocks = Vec::new();
    for child in reader.elements(node) {
        match name(child) {
            "p" | "ul" | "ol" | "dl" => blocks.extend(simple(reader, child)),
            _ => reader.misplaced(child, "<inset>", "<p>, <ul>, <ol> and <dl>"),
        }
    }
    (!blocks.is_empty()).then_some(Block::Inset(Inset { kind, blocks }))
}

fn address<'x>(reader: &mut Reader<'x>, node: Node<'x, 'x>) -> Option<Block> {
    reader.only(node, &["date", "reference"]);
    let lines = lines(&inline::all(reader, node));
    let (date, reference) = (reader.optional(node, "date"), reader.optional(node, "reference"));
    let says_something = !lines.is_empty() || date.is_some() || reference.is_some();
    says_something.then_some(Block::Address(Address { lines, date, reference }))
}

fn signature<'x>(reader: &mut Reader<'x>, node: Node<'x, 'x>) -> Block {
    reader.only(node, &["name", "role", "organisation", "signed", "mark"]);
    reader.nothing_inside(node);
    Block::Signature(Signature {
        name: reader.required(node, "name", "Say who signs."),
        role: reader.optional(node, "role"),
        organisation: reader.optional(node, "organisation"),
        signed: reader.optional(node, "signed"),
        mark: reader.optional(node, "mark"),
    })
}
