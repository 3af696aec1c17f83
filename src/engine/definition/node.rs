//! A YAML file as a tree in which every key and value knows its place.
//!
//! The tree is what lets `parse` report every problem at once: serde stops at the first.
//! It reads strictly: `true` and `false` are the only booleans, there are no anchors, aliases,
//! tags or second documents, and size and depth are bounded.

use serde_saphyr::granit_parser::{self, Event, Parser, ScalarStyle};

use crate::{
    check::codes::{self, Code},
    diagnostic::{Diagnostic, Span},
};

/// The largest file, in bytes.
pub const MOST_BYTES: usize = 256 * 1024;
/// The deepest nesting.
pub const MOST_DEEP: usize = 32;

/// A value and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it is.
    pub data: Data,
    /// Where it is.
    pub span: Span,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Data {
    Null,
    Bool(bool),
    Integer(i64),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Key, Node)>),
    /// Already reported; whoever meets it says nothing more.
    Broken,
}

/// A key and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// As written.
    pub text: String,
    /// Where it is.
    pub span: Span,
}

impl Data {
    /// What it is, for a sentence.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "true or false",
            Self::Integer(_) => "a number",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Map(_) => "a mapping",
            Self::Broken => "something unreadable",
        }
    }
}

/// A collection that is being read.
enum Open {
    List(Vec<Node>, Span),
    Map {
        entries: Vec<(Key, Node)>,
        key: Option<Key>,
        span: Span,
    },
}

struct Reader {
    stack: Vec<Open>,
    root: Option<Node>,
    found: Vec<Diagnostic>,
}

/// Reads the text. Without a tree if the text is not YAML at all.
pub fn read(source: &str) -> (Option<Node>, Vec<Diagnostic>) {
    let mut reader = Reader {
        stack: Vec::new(),
        root: None,
        found: Vec::new(),
    };
    if source.len() > MOST_BYTES {
        let start = Span {
            line: 1,
            column: 1,
            start: 0,
            len: 0,
        };
        reader.report(codes::TOO_LARGE, start, "This file is larger than 256 KiB.");
        return (None, reader.found);
    }
    let mut documents = 0_u32;
    for event in Parser::new_from_str(source) {
        let (event, span) = match event {
            Ok((event, span)) => (event, place(span.start, span.end)),
            Err(error) => {
                let at = place(*error.marker(), *error.marker());
                let told = Diagnostic::error(
                    codes::NOT_YAML,
                    "",
                    format!("This is not well-formed YAML: {}.", error.info()),
                )
                .mend(hint(source, at))
                .at(at);
                reader.found.push(told);
                return (None, reader.found);
            }
        };
        if matches!(event, Event::DocumentStart(..)) {
            documents += 1;
            if documents > 1 {
                reader.report(
                    codes::DOCUMENTS,
                    span,
                    "A second document begins here; a file holds one.",
                );
                break;
            }
        }
        if reader.take(event, span).is_err() {
            return (None, reader.found);
        }
    }
    let empty = matches!(&reader.root, None | Some(Node { data: Data::Null, .. }));
    if empty {
        let start = Span {
            line: 1,
            column: 1,
            start: 0,
            len: 0,
        };
        reader.report(codes::EMPTY_FILE, start, "This file holds nothing.");
        return (None, reader.found);
    }
    (reader.root, reader.found)
}

/// The nesting is too deep to go on.
struct Enough;

impl Reader {
    fn report(&mut self, code: Code, span: Span, what: impl Into<String>) {
        self.found.push(Diagnostic::error(code, "", what).at(span));
    }

    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), Enough> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse(anchor != 0, tag.is_some(), span);
                let data = match style {
                    ScalarStyle::Plain => plain(&text),
                    _ => Data::Text(text.clone().into_owned()),
                };
                self.put(Node { data, span }, Some(text.into_owned()));
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.refuse(anchor != 0, tag.is_some(), span);
                self.open(Open::List(Vec::new(), span), span)?;
            }
            Event::MappingStart(_, anchor, tag) => {
                self.refuse(anchor != 0, tag.is_some(), span);
                let open = Open::Map {
                    entries: Vec::new(),
                    key: None,
                    span,
                };
                self.open(open, span)?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(),
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.refuse(true, false, span);
                self.put(
                    Node {
                        data: Data::Broken,
                        span,
                    },
                    Some(String::new()),
                );
            }
            _ => {}
        }
        Ok(())
    }

    fn refuse(&mut self, anchor: bool, tag: bool, span: Span) {
        if !anchor && !tag {
            return;
        }
        let what = if anchor {
            "An anchor (`&name`) or alias (`*name`)"
        } else {
            "A tag (`!name`)"
        };
        let told = Diagnostic::error(codes::ANCHOR, "", format!("{what} is not used in workflow files."))
            .mend("Write the value out where it is needed.")
            .at(span);
        self.found.push(told);
    }

    fn open(&mut self, open: Open, span: Span) -> Result<(), Enough> {
        if self.stack.len() >= MOST_DEEP {
            self.report(codes::TOO_DEEP, span, "This is nested deeper than 32 levels.");
            return Err(Enough);
        }
        self.stack.push(open);
        Ok(())
    }

    fn close(&mut self) {
        let node = match self.stack.pop() {
            Some(Open::List(items, span)) => Node {
                data: Data::List(items),
                span,
            },
            Some(Open::Map { entries, span, .. }) => Node {
                data: Data::Map(entries),
                span,
            },
            None => return,
        };
        self.put(node, None);
    }

    /// A node is a key where a mapping waits for one, and a value elsewhere.
    fn put(&mut self, node: Node, raw: Option<String>) {
        let span = node.span;
        let complaint = match self.stack.last_mut() {
            None => {
                self.root = Some(node);
                None
            }
            Some(Open::List(items, _)) => {
                items.push(node);
                None
            }
            Some(Open::Map { entries, key, .. }) => match (key.take(), raw) {
                (Some(known), _) => entry(entries, known, node),
                (None, Some(text)) => {
                    *key = Some(Key { text, span });
                    None
                }
                (None, None) => {
                    *key = Some(Key {
                        text: String::new(),
                        span,
                    });
                    let what = format!("A key is plain text; this is {}.", node.data.kind());
                    Some(Diagnostic::error(codes::KEY_NOT_TEXT, "", what).at(span))
                }
            },
        };
        self.found.extend(complaint);
    }
}

/// Adds an entry; the first of two with one key stays.
fn entry(entries: &mut Vec<(Key, Node)>, key: Key, node: Node) -> Option<Diagnostic> {
    if let Some((first, _)) = entries.iter().find(|(other, _)| other.text == key.text) {
        let what = format!(
            "`{}` is written twice here, first in line {}.",
            key.text, first.span.line
        );
        let told = Diagnostic::error(codes::DUPLICATE_KEY, "", what).mend("Keep one of them, or put them together.");
        return Some(told.at(key.span));
    }
    entries.push((key, node));
    None
}

/// What an unquoted scalar means.
fn plain(text: &str) -> Data {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let leading_zero = digits.len() > 1 && digits.starts_with('0');
    match text {
        "" | "~" | "null" => Data::Null,
        "true" => Data::Bool(true),
        "false" => Data::Bool(false),
        _ if !leading_zero && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) => {
            text.parse().map_or_else(|_| Data::Text(text.to_owned()), Data::Integer)
        }
        _ => Data::Text(text.to_owned()),
    }
}

fn place(start: granit_parser::Marker, end: granit_parser::Marker) -> Span {
    let from = start.byte_offset().unwrap_or_default();
    let to = end.byte_offset().unwrap_or(from).max(from);
    Span {
        line: start.line().max(1),
        column: start.col().saturating_add(1),
        start: from,
        len: to.saturating_sub(from),
    }
}

/// What most often lies behind text that is not YAML.
fn hint(source: &str, at: Span) -> &'static str {
    let line = source.lines().nth(at.line.saturating_sub(1)).unwrap_or_default();
    if line.contains('\t') {
        "Indent with spaces; a tab is not allowed."
    } else if line.matches(": ").count() > 1 {
        "Put text that holds a colon between quotes."
    } else if line.matches('"').count() % 2 == 1 {
        "A quotation mark is opened and not closed."
    } else {
        "Look at the indentation, quotes and brackets of this line and the one before."
    }
}
