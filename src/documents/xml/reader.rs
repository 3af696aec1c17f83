//! Walking the XML and collecting faults with their places.

use roxmltree::Node;

use crate::fault::Fault;
use crate::tree::Level;

/// Lists and inline marks nest no deeper: nobody reads deeper, and the parser's stack stays small.
const DEEPEST: usize = 8;

pub(super) struct Reader<'x> {
    xml: &'x roxmltree::Document<'x>,
    faults: Vec<Fault>,
    depth: usize,
    last_heading: Option<Level>,
}

impl<'x> Reader<'x> {
    pub(super) fn new(xml: &'x roxmltree::Document<'x>) -> Self {
        Self {
            xml,
            faults: Vec::new(),
            depth: 0,
            last_heading: None,
        }
    }

    pub(super) fn into_faults(mut self) -> Vec<Fault> {
        self.faults.sort_by_key(|fault| (fault.line, fault.column));
        self.faults
    }

    /// Notes a fault at the node's place.
    pub(super) fn fault(&mut self, node: Node<'_, '_>, what: impl Into<String>, mend: impl Into<String>) {
        // A text node begins with the line end before it; the place is where its words begin.
        let lead = node
            .text()
            .filter(|_| node.is_text())
            .map_or(0, |t| t.len() - t.trim_start().len());
        let place = self.xml.text_pos_at(node.range().start.saturating_add(lead));
        self.faults.push(Fault {
            line: place.row.saturating_sub(1).max(1),
            column: place.col,
            what: what.into(),
            mend: mend.into(),
        });
    }

    /// Runs `inside` one level deeper, unless that is too deep.
    pub(super) fn deeper<T: Default>(&mut self, node: Node<'x, 'x>, inside: impl FnOnce(&mut Self) -> T) -> T {
        if self.depth >= DEEPEST {
            self.fault(
                node,
                "This is nested too deep to be read.",
                "Split the list, or use a heading.",
            );
            return T::default();
        }
        self.depth += 1;
        let made = inside(self);
        self.depth -= 1;
        made
    }

    /// Refuses attributes that the element does not have.
    pub(super) fn only(&mut self, node: Node<'x, 'x>, known: &[&str]) {
        for attribute in node.attributes() {
            if !known.contains(&attribute.name()) || attribute.namespace().is_some() {
                let mend = if known.is_empty() {
                    "Take it away: this element has none.".to_owned()
                } else {
                    format!("It may have: {}.", known.join(", "))
                };
                self.fault(
                    node,
                    format!("<{}> has no attribute \"{}\".", name(node), attribute.name()),
                    mend,
                );
            }
        }
    }

    /// The attribute, if it is there and says something.
    pub(super) fn optional(&self, node: Node<'x, 'x>, attribute: &str) -> Option<String> {
        let words = node
            .attribute(attribute)?
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        (!words.is_empty()).then_some(words)
    }

    /// The attribute, which must say something.
    pub(super) fn required(&mut self, node: Node<'x, 'x>, attribute: &str, why: &str) -> String {
        self.optional(node, attribute).unwrap_or_else(|| {
            self.fault(node, format!("<{}> has no \"{attribute}\".", name(node)), why);
            String::new()
        })
    }

    /// The child elements; words between them are a fault.
    pub(super) fn elements(&mut self, node: Node<'x, 'x>) -> Vec<Node<'x, 'x>> {
        let mut found = Vec::new();
        for child in node.children() {
            if child.is_element() {
                found.push(child);
            } else if child.is_pi() {
                self.fault(
                    child,
                    "Processing instructions are not part of a document.",
                    "Take it away.",
                );
            } else if child.is_text() && !child.text().unwrap_or_default().trim().is_empty() {
                self.fault(
                    child,
                    format!("There are words in {} outside any element.", place(node)),
                    "Put them in <p>, or in the element that they belong to.",
                );
            }
        }
        found
    }

    /// Refuses content where there may be none.
    pub(super) fn nothing_inside(&mut self, node: Node<'x, 'x>) {
        if node
            .children()
            .any(|c| c.is_element() || c.text().is_some_and(|t| c.is_text() && !t.trim().is_empty()))
        {
            self.fault(
                node,
                format!("<{}> must be empty.", name(node)),
                "Move the content out of it.",
            );
        }
    }

    /// Refuses an element that does not belong here.
    pub(super) fn misplaced(&mut self, node: Node<'x, 'x>, here: &str, may_be: &str) {
        self.fault(
            node,
            format!("<{}> does not belong in {here}.", name(node)),
            format!("{may_be} may stand here."),
        );
    }

    /// A heading must follow the one before it without leaving a level out: people navigate by them.
    pub(super) fn heading(&mut self, node: Node<'x, 'x>, level: Level) {
        let last = self.last_heading.replace(level);
        if level == Level::One {
            if last.is_some() {
                self.fault(
                    node,
                    "A document has one <h1>, before all other headings.",
                    "Make this an <h2>.",
                );
            }
            return;
        }
        // Without an <h1> in the text the title is shown as one.
        let deepest = last.map_or(2, |l| l.number() + 1);
        if level.number() > deepest {
            self.fault(
                node,
                format!("The heading jumps to <h{}>.", level.number()),
                format!("Make this an <h{deepest}>."),
            );
        }
    }
}

pub(super) fn name<'a>(node: Node<'a, '_>) -> &'a str {
    node.tag_name().name()
}

pub(super) fn place(node: Node<'_, '_>) -> String {
    match name(node) {
        "document" => "the document".into(),
        name => format!("<{name}>"),
    }
}
