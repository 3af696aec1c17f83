//! The structure tree, and the way back from marked content and annotations to it.

use std::collections::BTreeMap;

use lopdf::{Object, ObjectId};

use super::{dictionary, name, text};
use crate::chart::count;
use crate::layout::Laid;
use crate::layout::structure::{Attribute, Element, Kid, ROOT};

/// Writes the tree; returns a reference to its root.
pub(super) fn write(file: &mut lopdf::Document, laid: &Laid, pages: &[ObjectId]) -> Result<Object, lopdf::Error> {
    let elements = &laid.structure.elements;
    let ids: Vec<ObjectId> = elements.iter().map(|_| file.new_object_id()).collect();
    let root = file.new_object_id();
    let mut writing = Writing {
        file,
        laid,
        pages,
        ids,
        root,
        back: BTreeMap::new(),
        annotations: Vec::new(),
    };
    let mut open = vec![ROOT];
    while let Some(at) = open.pop() {
        if let Some(element) = elements.get(at) {
            writing.element(at, element)?;
            open.extend(element.kids.iter().filter_map(|kid| match kid {
                Kid::Element(inner) => Some(*inner),
                Kid::Content { .. } | Kid::Annotation { .. } => None,
            }));
        }
    }
    writing.root()
}

struct Writing<'w> {
    file: &'w mut lopdf::Document,
    laid: &'w Laid,
    pages: &'w [ObjectId],
    ids: Vec<ObjectId>,
    root: ObjectId,
    /// For each page, the element of each marked content.
    back: BTreeMap<usize, BTreeMap<usize, ObjectId>>,
    /// The elements of the annotations, whose numbers follow those of the pages.
    annotations: Vec<ObjectId>,
}

impl Writing<'_> {
    fn id(&self, element: usize) -> ObjectId {
        self.ids.get(element).copied().unwrap_or(self.root)
    }

    fn page(&self, page: usize) -> Object {
        self.pages.get(page).map_or(Object::Null, |id| Object::Reference(*id))
    }

    fn element(&mut self, at: usize, element: &Element) -> Result<(), lopdf::Error> {
        let own = self.id(at);
        let mut kids = Vec::with_capacity(element.kids.len());
        for kid in &element.kids {
            kids.push(match *kid {
                Kid::Element(inner) => Object::Reference(self.id(inner)),
                Kid::Content { page, mcid } => {
                    self.back.entry(page).or_default().insert(mcid, own);
                    Object::Dictionary(dictionary([
                        ("Type", name("MCR")),
                        ("Pg", self.page(page)),
                        ("MCID", Object::Integer(count(mcid))),
                    ]))
                }
                Kid::Annotation { page, at } => self.annotation(page, at, own, element)?,
            });
        }
        let parent = if at == ROOT { self.root } else { self.id(element.parent) };
        let mut dict = dictionary([
            ("Type", name("StructElem")),
            ("S", name(element.tag)),
            ("P", Object::Reference(parent)),
            ("K", Object::Array(kids)),
        ]);
        if let Some(alt) = element.alt.as_ref().filter(|_| element.tag == "Figure") {
            dict.set("Alt", text(alt));
        }
        if let Some(attribute) = element.attribute {
            dict.set("A", says(attribute));
        }
        self.file.set_object(own, dict);
        Ok(())
    }

    /// A link: the annotation learns its element and its words, and is printed with the page.
    fn annotation(&mut self, page: usize, at: usize, own: ObjectId, element: &Element) -> Result<Object, lopdf::Error> {
        let number = count(self.pages.len() + self.annotations.len());
        self.annotations.push(own);
        let page_id = self.pages.get(page).copied().unwrap_or(self.root);
        let annots = self
            .file
            .get_dictionary_mut(page_id)?
            .get_mut(b"Annots")?
            .as_array_mut()?;
        let slot = annots.get_mut(at).ok_or(lopdf::Error::ObjectNotFound(page_id))?;
        let mut annotation = slot.as_dict()?.clone();
        annotation.set("StructParent", Object::Integer(number));
        annotation.set("F", Object::Integer(4));
        annotation.set("Contents", text(element.alt.as_deref().unwrap_or("Link")));
        let id = self.file.add_object(annotation);
        let annots = self
            .file
            .get_dictionary_mut(page_id)?
            .get_mut(b"Annots")?
            .as_array_mut()?;
        if let Some(slot) = annots.get_mut(at) {
            *slot = Object::Reference(id);
        }
        Ok(Object::Dictionary(dictionary([
            ("Type", name("OBJR")),
            ("Pg", self.page(page)),
            ("Obj", Object::Reference(id)),
        ])))
    }

    fn root(self) -> Result<Object, lopdf::Error> {
        let mut numbers = Vec::new();
        for (page, id) in self.pages.iter().enumerate() {
            let dict = self.file.get_dictionary_mut(*id)?;
            dict.set("StructParents", Object::Integer(count(page)));
            dict.set("Tabs", name("S"));
            let elements = self
                .back
                .get(&page)
                .map(|m| m.values().map(|id| Object::Reference(*id)).collect());
            numbers.push(Object::Integer(count(page)));
            numbers.push(Object::Array(elements.unwrap_or_default()));
        }
        for (at, element) in self.annotations.iter().enumerate() {
            numbers.push(Object::Integer(count(self.pages.len() + at)));
            numbers.push(Object::Reference(*element));
        }
        let back = self.file.add_object(dictionary([("Nums", Object::Array(numbers))]));
        let document = self.id(ROOT);
        let next = count(self.pages.len() + self.annotations.len());
        debug_assert!(
            self.laid.structure.elements.len() == self.ids.len(),
            "one id for each element"
        );
        self.file.set_object(
            self.root,
            dictionary([
                ("Type", name("StructTreeRoot")),
                ("K", Object::Array(vec![Object::Reference(document)])),
                ("ParentTree", Object::Reference(back)),
                ("ParentTreeNextKey", Object::Integer(next)),
            ]),
        );
        Ok(Object::Reference(self.root))
    }
}

fn says(attribute: Attribute) -> Object {
    let (owner, key, value) = match attribute {
        Attribute::ColumnScope => ("Table", "Scope", "Column"),
        Attribute::RowScope => ("Table", "Scope", "Row"),
        Attribute::Bullets => ("List", "ListNumbering", "Disc"),
        Attribute::Numbers => ("List", "ListNumbering", "Decimal"),
        Attribute::Unmarked => ("List", "ListNumbering", "None"),
    };
    Object::Dictionary(dictionary([("O", name(owner)), (key, name(value))]))
}
