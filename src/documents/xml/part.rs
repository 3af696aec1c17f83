//! Content of items, cells and details: running text, or paragraphs and lists.

use roxmltree::Node;

use super::reader::{Reader, name};
use super::space::tidy;
use super::{block, inline};
use crate::tree::Block;

/// The content of an item, a cell or a detail. Words beside a list are a paragraph of their own.
pub(super) fn content<'x>(reader: &mut Reader<'x>, node: Node<'x, 'x>) -> Vec<Block> {
    reader.deeper(node, |reader| {
        let mut blocks = Vec::new();
        let mut run: Vec<Node<'x, 'x>> = Vec::new();
        for child in node.children() {
            if child.is_element() && matches!(name(child), "p" | "ul" | "ol") {
                paragraph(reader, node, &mut run, &mut blocks);
                blocks.extend(block::simple(reader, child));
            } else {
                run.push(child);
            }
        }
        paragraph(reader, node, &mut run, &mut blocks);
        blocks
    })
}

fn paragraph<'x>(reader: &mut Reader<'x>, parent: Node<'x, 'x>, run: &mut Vec<Node<'x, 'x>>, blocks: &mut Vec<Block>) {
    let words = tidy(inline::of(reader, parent, run.drain(..)));
    if !words.is_empty() {
        blocks.push(Block::Paragraph(words));
    }
}
