//! Bookmarks, nested as the headings are.

use lopdf::{Object, ObjectId};

use super::{Bookmark, dictionary, name, text};
use crate::chart::count;
use crate::layout::Mil;

struct Node<'b> {
    id: ObjectId,
    bookmark: &'b Bookmark,
    kids: Vec<Node<'b>>,
}

impl Node<'_> {
    fn size(&self) -> usize {
        1 + self.kids.iter().map(Node::size).sum::<usize>()
    }
}

/// Writes the outlines; nothing if there are no headings.
pub(super) fn write(file: &mut lopdf::Document, pages: &[ObjectId], bookmarks: &[Bookmark]) -> Option<Object> {
    if bookmarks.is_empty() {
        return None;
    }
    let root = file.new_object_id();
    let mut rest = bookmarks.iter().peekable();
    let nodes = nest(file, &mut rest, 0);
    let total: usize = nodes.iter().map(Node::size).sum();
    let mut dict = dictionary([("Type", name("Outlines")), ("Count", Object::Integer(count(total)))]);
    if let (Some(first), Some(last)) = (nodes.first(), nodes.last()) {
        dict.set("First", Object::Reference(first.id));
        dict.set("Last", Object::Reference(last.id));
    }
    file.set_object(root, dict);
    level(file, pages, &nodes, root);
    Some(Object::Reference(root))
}

/// The bookmarks deeper than `above`, with what is below them.
fn nest<'b>(
    file: &mut lopdf::Document,
    rest: &mut std::iter::Peekable<std::slice::Iter<'b, Bookmark>>,
    above: u8,
) -> Vec<Node<'b>> {
    let mut nodes = Vec::new();
    while let Some(bookmark) = rest.next_if(|next| next.level > above) {
        let id = file.new_object_id();
        let kids = nest(file, rest, bookmark.level);
        nodes.push(Node { id, bookmark, kids });
    }
    nodes
}

fn level(file: &mut lopdf::Document, pages: &[ObjectId], nodes: &[Node<'_>], parent: ObjectId) {
    for (at, node) in nodes.iter().enumerate() {
        let page = pages
            .get(node.bookmark.page)
            .map_or(Object::Null, |id| Object::Reference(*id));
        let to = vec![
            page,
            name("XYZ"),
            Object::Integer(0),
            height(node.bookmark.height),
            Object::Null,
        ];
        let mut dict = dictionary([
            ("Title", text(&node.bookmark.title)),
            ("Parent", Object::Reference(parent)),
            ("Dest", Object::Array(to)),
        ]);
        if let Some(before) = at.checked_sub(1).and_then(|at| nodes.get(at)) {
            dict.set("Prev", Object::Reference(before.id));
        }
        if let Some(next) = nodes.get(at + 1) {
            dict.set("Next", Object::Reference(next.id));
        }
        if let (Some(first), Some(last)) = (node.kids.first(), node.kids.last()) {
            dict.set("First", Object::Reference(first.id));
            dict.set("Last", Object::Reference(last.id));
            dict.set("Count", Object::Integer(count(node.size() - 1)));
        }
        file.set_object(node.id, dict);
        level(file, pages, &node.kids, node.id);
    }
}

/// Whole points do for a place to jump to.
fn height(mil: Mil) -> Object {
    Object::Integer(mil / 1000)
}
