//! The structure of a document: what each mark on a page means, in reading order.

/// Elements of the structure, by index. The first is the document itself.
#[derive(Debug, Default)]
pub(crate) struct Structure {
    pub(crate) elements: Vec<Element>,
}

/// One element of the structure.
#[derive(Debug)]
pub(crate) struct Element {
    pub(crate) tag: &'static str,
    pub(crate) parent: usize,
    pub(crate) kids: Vec<Kid>,
    pub(crate) alt: Option<String>,
    pub(crate) attribute: Option<Attribute>,
    attached: bool,
}

/// What an element holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kid {
    Element(usize),
    /// Marked content of a page.
    Content {
        page: usize,
        mcid: usize,
    },
    /// An annotation of a page, by its place among them.
    Annotation {
        page: usize,
        at: usize,
    },
}

/// What some elements must say about themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Attribute {
    ColumnScope,
    RowScope,
    Bullets,
    Numbers,
    Unmarked,
}

/// The document itself.
pub(crate) const ROOT: usize = 0;

impl Structure {
    pub(crate) fn new() -> Self {
        let root = Element {
            tag: "Document",
            parent: ROOT,
            kids: Vec::new(),
            alt: None,
            attribute: None,
            attached: true,
        };
        Self { elements: vec![root] }
    }

    /// An element that stands after what its parent holds so far.
    pub(crate) fn add(&mut self, parent: usize, tag: &'static str) -> usize {
        let element = self.add_loose(parent, tag);
        self.attach(element);
        element
    }

    /// An element that takes its place when its first mark is drawn: a link stands amid the words around it.
    pub(crate) fn add_loose(&mut self, parent: usize, tag: &'static str) -> usize {
        self.elements.push(Element {
            tag,
            parent,
            kids: Vec::new(),
            alt: None,
            attribute: None,
            attached: false,
        });
        self.elements.len() - 1
    }

    pub(crate) fn set(&mut self, element: usize, attribute: Attribute) {
        if let Some(element) = self.elements.get_mut(element) {
            element.attribute = Some(attribute);
        }
    }

    pub(crate) fn set_alt(&mut self, element: usize, alt: &str) {
        if let Some(element) = self.elements.get_mut(element) {
            element.alt = Some(alt.to_owned());
        }
    }

    pub(crate) fn tag(&self, element: usize) -> &'static str {
        self.elements.get(element).map_or("P", |e| e.tag)
    }

    /// Notes that the element holds this.
    pub(crate) fn hold(&mut self, element: usize, kid: Kid) {
        self.attach(element);
        if let Some(element) = self.elements.get_mut(element) {
            element.kids.push(kid);
        }
    }

    fn attach(&mut self, element: usize) {
        let parent = match self.elements.get_mut(element) {
            Some(found) if !found.attached => {
                found.attached = true;
                found.parent
            }
            _ => return,
        };
        if let Some(parent) = self.elements.get_mut(parent) {
            parent.kids.push(Kid::Element(element));
        }
    }

    /// Takes away elements that hold nothing and were made only to group.
    pub(crate) fn prune(&mut self) {
        for at in (1..self.elements.len()).rev() {
            let empty = self
                .elements
                .get(at)
                .is_some_and(|e| e.kids.is_empty() && !matches!(e.tag, "TD" | "TH"));
            if empty {
                let parent = self.elements.get(at).map_or(ROOT, |e| e.parent);
                if let Some(parent) = self.elements.get_mut(parent) {
                    parent.kids.retain(|kid| *kid != Kid::Element(at));
                }
            }
        }
    }
}
