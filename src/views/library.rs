//! Every template, compiled once, with what is known about it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use handlebars::{Handlebars, Template, TemplateErrorReason, no_escape};

use super::{
    contexts::Kind,
    escape,
    fault::TemplateFault,
    front::{self, Front},
    functions,
    parts::Parts,
    paths::{self, Found},
    schema::Whole,
    source::{self, Shelf, Source},
};

/// All templates. Made once at the start; cheap to share behind an `Arc`.
pub struct Templates {
    /// Escapes for XML and HTML.
    pub(super) xml: Handlebars<'static>,
    /// Escapes for Markdown.
    pub(super) markdown: Handlebars<'static>,
    /// One line of text, without control characters.
    pub(super) line: Handlebars<'static>,
    /// Text as it is: only for what surrounds the body of an email.
    pub(super) text: Handlebars<'static>,
    entries: BTreeMap<(Shelf, String), Entry>,
}

/// What is known about one template.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) path: String,
    pub(super) front: Front,
    pub(super) kind: &'static Kind,
    pub(super) hash: String,
    pub(super) offset: usize,
    found: Found,
}

/// A field that a template uses, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Used {
    /// `round.bids.[].status`: from the top, `[]` for the members of a list.
    pub path: String,
    /// Line of the file, from 1.
    pub line: usize,
}

impl Templates {
    /// Compiles the shipped templates, with those of `folder` in place of them or beside them.
    ///
    /// # Errors
    /// Every template that cannot be read, with its line.
    pub fn load(folder: Option<&Path>) -> Result<Self, Vec<TemplateFault>> {
        Self::compile(&source::discover(folder)?)
    }

    /// Compiles given templates: for tests and previews.
    ///
    /// # Errors
    /// Every template that cannot be read, with its line.
    pub fn compile(sources: &[Source]) -> Result<Self, Vec<TemplateFault>> {
        let mut faults = Vec::new();
        let mut partials = BTreeMap::new();
        for source in sources.iter().filter(|s| s.shelf == Shelf::Partial) {
            match compiled(&source.text, &source.path, 0) {
                Ok(template) => drop(partials.insert(source.name.clone(), template)),
                Err(fault) => faults.push(fault),
            }
        }
        let mut templates = Self {
            xml: registry(escape::xml, true, &partials),
            markdown: registry(escape::markdown, false, &partials),
            line: registry(escape::one_line, false, &partials),
            text: registry(no_escape, false, &partials),
            entries: BTreeMap::new(),
        };
        for source in sources {
            if let Err(fault) = templates.add(source, sources, &partials) {
                faults.push(fault);
            }
        }
        if faults.is_empty() { Ok(templates) } else { Err(faults) }
    }

    fn add(
        &mut self,
        source: &Source,
        all: &[Source],
        partials: &BTreeMap<String, Template>,
    ) -> Result<(), TemplateFault> {
        match source.shelf {
            Shelf::Partial => return Ok(()),
            Shelf::Layout => {
                let template = compiled(&source.text, &source.path, 0)?;
                let id = format!("layouts/{}", source.name);
                self.text.register_template(&id, template.clone());
                self.xml.register_template(&id, template);
                return Ok(());
            }
            Shelf::Mail | Shelf::Document | Shelf::Notice | Shelf::Brief => {}
        }
        let cut = front::cut(source)?;
        let body = compiled(&cut.body, &source.path, cut.offset)?;
        let mut found = paths::read(&body, partials);
        let id = format!("{}{}", source.shelf.folder(), source.name);
        for (part, text) in cut.front.texts() {
            let template = compiled(text, &source.path, 0).map_err(|fault| TemplateFault {
                what: format!("in the head, {}", fault.what),
                ..fault
            })?;
            let mut in_head = paths::read(&template, partials);
            for used in &mut in_head.uses {
                used.line = 0;
            }
            found.uses.append(&mut in_head.uses);
            self.line.register_template(&format!("{id}#{part}"), template);
        }
        let registry = match source.shelf {
            Shelf::Mail => &mut self.markdown,
            Shelf::Brief => &mut self.line,
            _ => &mut self.xml,
        };
        registry.register_template(&id, body);
        let entry = Entry {
            path: source.path.clone(),
            hash: Parts::of(source, all).hash(),
            front: cut.front,
            kind: cut.kind,
            offset: cut.offset,
            found,
        };
        self.entries.insert((source.shelf, source.name.clone()), entry);
        Ok(())
    }

    pub(super) fn entry(&self, shelf: Shelf, name: &str) -> Result<&Entry, TemplateFault> {
        self.entries.get(&(shelf, name.to_owned())).ok_or_else(|| {
            let known: Vec<&str> = self.of(shelf).map(|(name, _)| name).collect();
            let what = format!("there is no template `{name}`; there are {}", known.join(", "));
            TemplateFault::of(shelf.folder(), what)
        })
    }

    /// Names and subject kinds of the templates of one shelf: what a catalogue lists.
    pub fn of(&self, shelf: Shelf) -> impl Iterator<Item = (&str, &str)> {
        self.entries
            .iter()
            .filter(move |((on, _), _)| *on == shelf)
            .map(|((_, name), entry)| (name.as_str(), entry.front.context.as_str()))
    }

    /// The head of a template.
    pub fn front(&self, shelf: Shelf, name: &str) -> Option<&Front> {
        self.entries.get(&(shelf, name.to_owned())).map(|entry| &entry.front)
    }

    /// [`Parts::hash`]: of a template with everything that it includes, hex.
    pub fn hash(&self, shelf: Shelf, name: &str) -> Option<&str> {
        self.entries
            .get(&(shelf, name.to_owned()))
            .map(|entry| entry.hash.as_str())
    }

    /// Every field that a template uses, its head and its partials included.
    pub fn paths(&self, shelf: Shelf, name: &str) -> Vec<Used> {
        self.entries
            .get(&(shelf, name.to_owned()))
            .map(|entry| {
                let used = entry.found.uses.iter().map(|used| Used {
                    path: used.path.join("."),
                    line: entry.line(used.line),
                });
                used.collect()
            })
            .unwrap_or_default()
    }

    /// The records that a template speaks of: the kinds whose objects it uses.
    pub fn speaks_of(&self, shelf: Shelf, name: &str) -> BTreeSet<&'static str> {
        let Some(entry) = self.entries.get(&(shelf, name.to_owned())) else {
            return BTreeSet::new();
        };
        let uses = |kind: &str| {
            entry
                .found
                .uses
                .iter()
                .any(|used| used.path.first().is_some_and(|first| first == kind))
        };
        entry
            .kind
            .objects()
            .map(|one| one.name)
            .filter(|kind| uses(kind))
            .collect()
    }

    /// Fields that do not exist, and things that templates may not do.
    pub fn check(&self) -> Vec<TemplateFault> {
        let mut faults = Vec::new();
        let mut schemas: BTreeMap<&str, Whole> = BTreeMap::new();
        for entry in self.entries.values() {
            let schema = schemas.entry(entry.kind.name).or_insert_with(|| Whole::of(entry.kind));
            for misuse in &entry.found.misuses {
                faults.push(TemplateFault::at(&entry.path, entry.line(misuse.line), &misuse.what));
            }
            for used in &entry.found.uses {
                let path = used.path.join(".");
                let what = match schema.check(&used.path) {
                    Err(none) => format!("`{path}`: {none}"),
                    Ok(is_whole) if is_whole && used.written => {
                        format!("`{path}` is more than words: name the field of it that is meant, or list its members")
                    }
                    Ok(_) => continue,
                };
                faults.push(TemplateFault::at(&entry.path, entry.line(used.line), what));
            }
        }
        faults
    }

    /// Made-up values for a template.
    pub fn sample(&self, shelf: Shelf, name: &str) -> Option<serde_json::Value> {
        self.entries
            .get(&(shelf, name.to_owned()))
            .map(|entry| entry.kind.sample())
    }
}

impl std::fmt::Debug for Templates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.entries.keys()).finish()
    }
}

impl Entry {
    /// The line of the file for a line of the body; heads count as line 1.
    pub(super) fn line(&self, line: usize) -> usize {
        if line == 0 { 1 } else { line + self.offset }
    }
}

fn registry(
    escape: impl Fn(&str) -> String + Send + Sync + 'static,
    marked: bool,
    partials: &BTreeMap<String, Template>,
) -> Handlebars<'static> {
    let mut handlebars = Handlebars::new();
    handlebars.set_strict_mode(true);
    handlebars.set_prevent_indent(true);
    handlebars.register_escape_fn(escape);
    functions::register(&mut handlebars, marked);
    for (name, template) in partials {
        handlebars.register_template(name, template.clone());
    }
    handlebars
}

pub(super) fn compiled(text: &str, path: &str, offset: usize) -> Result<Template, TemplateFault> {
    Template::compile(text).map_err(|e| {
        let (line, column) = e.pos().unzip();
        TemplateFault {
            line: line.map(|line| line + offset),
            column,
            ..TemplateFault::of(path, said(e.reason()))
        }
    })
}

/// The parser's list of what it expected helps nobody.
fn said(reason: &TemplateErrorReason) -> String {
    match reason {
        TemplateErrorReason::InvalidSyntax(_) => {
            "the braces cannot be read here, or a block that was opened before is not closed".to_owned()
        }
        other => other.to_string(),
    }
}
