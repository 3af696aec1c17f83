//! Running text: words, `strong`, `em`, `a`, `br`.

use roxmltree::Node;

use super::reader::{Reader, name, place};
use super::space::tidy;
use crate::tree::Inline;

/// What a link may lead to. Anything else (`javascript:`, `file:`, relative paths that no PDF can follow) is refused.
const SCHEMES: [&str; 4] = ["https:", "http:", "mailto:", "tel:"];

/// Whether a link may lead there.
pub(crate) fn may_lead_to(href: &str) -> bool {
    let begins = |scheme: &&str| {
        href.split_at_checked(scheme.len())
            .is_some_and(|(start, rest)| start.eq_ignore_ascii_case(scheme) && !rest.is_empty())
    };
    SCHEMES.iter().any(begins) && !href.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// The running text in an element that holds nothing else.
pub(super) fn all<'x>(reader: &mut Reader<'x>, node: Node<'x, 'x>) -> Vec<Inline> {
    tidy(of(reader, node, node.children()))
}

/// The running text of some of an element's children, before its white space is put right.
pub(super) fn of<'x>(
    reader: &mut Reader<'x>,
    parent: Node<'x, 'x>,
    children: impl Iterator<Item = Node<'x, 'x>>,
) -> Vec<Inline> {
    let mut inlines = Vec::new();
    for child in children {
        if child.is_text() {
            inlines.push(Inline::Text(child.text().unwrap_or_default().to_owned()));
            continue;
        }
        if !child.is_element() {
            continue;
        }
        match name(child) {
            "strong" => {
                reader.only(child, &[]);
                inlines.push(Inline::Strong(reader.deeper(child, |r| of(r, child, child.children()))));
            }
            "em" => {
                reader.only(child, &[]);
                inlines.push(Inline::Em(reader.deeper(child, |r| of(r, child, child.children()))));
            }
            "a" => inlines.extend(link(reader, child)),
            "br" => {
                reader.only(child, &[]);
                reader.nothing_inside(child);
                inlines.push(Inline::Break);
            }
            _ => reader.misplaced(child, &place(parent), "Words, <strong>, <em>, <a> and <br/>"),
        }
    }
    inlines
}

fn link<'x>(reader: &mut Reader<'x>, node: Node<'x, 'x>) -> Option<Inline> {
    reader.only(node, &["href"]);
    let href = reader.required(node, "href", "Say where the link leads.");
    if !href.is_empty() && !may_lead_to(&href) {
        reader.fault(
            node,
            format!("A link may not lead to \"{href}\"."),
            "Use a full address that begins with https:, http:, mailto: or tel:.",
        );
    }
    let text = reader.deeper(node, |r| of(r, node, node.children()));
    if node.descendants().skip(1).any(|d| d.has_tag_name("a")) {
        reader.fault(
            node,
            "A link holds another link.",
            "Close the first one before the second begins.",
        );
    }
    if tidy(text.clone()).is_empty() {
        reader.fault(node, "A link has no words.", "Write words that say where it leads.");
        return None;
    }
    Some(Inline::Link { href, text })
}
