//! Making the tree from the events of the Markdown parser.

use pulldown_cmark::{Alignment, Event, HeadingLevel, Tag, TagEnd};

use crate::tree::{Align, Block, Cell, Column, Inline, Inset, InsetKind, Level, List, ListKind, Table};
use crate::xml::space::tidy;

/// What and how to mend it.
type Trouble = Option<(String, String)>;

/// An element that is still open.
enum Open {
    Root(Vec<Block>),
    Item(Vec<Block>),
    Quote(Vec<Block>),
    List(ListKind, Vec<Vec<Block>>),
    Table(Vec<Align>, Vec<Vec<Vec<Inline>>>),
    Row(Vec<Vec<Inline>>),
    /// Paragraphs, headings, cells and marks, until their end says which.
    Words(Vec<Inline>),
}

pub(super) struct Builder {
    open: Vec<Open>,
    top: u8,
    links: Vec<String>,
    last: u8,
}

impl Builder {
    pub(super) fn new(top: Level) -> Self {
        Self {
            open: vec![Open::Root(Vec::new())],
            top: top.number(),
            links: Vec::new(),
            last: top.number() - 1,
        }
    }

    pub(super) fn finish(mut self) -> Vec<Block> {
        match self.open.drain(..).next() {
            Some(Open::Root(blocks)) => blocks,
            _ => Vec::new(),
        }
    }

    pub(super) fn take(&mut self, event: Event<'_>) -> Trouble {
        match event {
            Event::Start(tag) => return self.start(tag),
            Event::End(end) => return self.end(end),
            Event::Text(text) | Event::Code(text) => self.inline(Inline::Text(text.into_string())),
            Event::SoftBreak => self.inline(Inline::Text(" ".into())),
            Event::HardBreak => self.inline(Inline::Break),
            _ => {}
        }
        None
    }

    fn start(&mut self, tag: Tag<'_>) -> Trouble {
        match tag {
            Tag::Paragraph | Tag::Heading { .. } | Tag::TableCell | Tag::Strong | Tag::Emphasis => self.words(),
            Tag::Link { dest_url, .. } => {
                self.words();
                self.links.push(dest_url.to_string());
                if !crate::xml::may_lead_to(&dest_url) {
                    let mend = "Use a full address that begins with https:, http:, mailto: or tel:.";
                    return Some((format!("A link may not lead to \"{dest_url}\"."), mend.into()));
                }
            }
            Tag::List(first) => {
                self.loose_words();
                let kind = if first.is_some() {
                    ListKind::Numbers
                } else {
                    ListKind::Bullets
                };
                self.open.push(Open::List(kind, Vec::new()));
            }
            Tag::Item => self.open.push(Open::Item(Vec::new())),
            Tag::BlockQuote(_) => self.open.push(Open::Quote(Vec::new())),
            Tag::Table(columns) => {
                let align = |a: &Alignment| {
                    if *a == Alignment::Right {
                        Align::Right
                    } else {
                        Align::Left
                    }
                };
                self.open
                    .push(Open::Table(columns.iter().map(align).collect(), Vec::new()));
            }
            Tag::TableHead | Tag::TableRow => self.open.push(Open::Row(Vec::new())),
            _ => {}
        }
        None
    }

    fn end(&mut self, end: TagEnd) -> Trouble {
        match end {
            TagEnd::Paragraph => {
                let words = tidy(self.closed_words());
                self.block((!words.is_empty()).then_some(Block::Paragraph(words)));
            }
            TagEnd::Heading(level) => return self.heading(level),
            TagEnd::Strong => {
                let inner = self.closed_words();
                self.inline(Inline::Strong(inner));
            }
            TagEnd::Emphasis => {
                let inner = self.closed_words();
                self.inline(Inline::Em(inner));
            }
            TagEnd::Link => {
                let text = self.closed_words();
                let href = self.links.pop().unwrap_or_default();
                if tidy(text.clone()).is_empty() {
                    return Some((
                        "A link has no words.".into(),
                        "Write words that say where it leads.".into(),
                    ));
                }
                self.inline(Inline::Link { href, text });
            }
            TagEnd::Item => {
                self.loose_words();
                if let Some(Open::Item(blocks)) = self.open.pop()
                    && let Some(Open::List(_, items)) = self.open.last_mut()
                    && !blocks.is_empty()
                {
                    items.push(blocks);
                }
            }
            TagEnd::List(_) => {
                if let Some(Open::List(kind, items)) = self.open.pop() {
                    self.block((!items.is_empty()).then_some(Block::List(List { kind, items })));
                }
            }
            TagEnd::BlockQuote(_) => {
                if let Some(Open::Quote(blocks)) = self.open.pop() {
                    let inset = Inset {
                        kind: InsetKind::Note,
                        blocks,
                    };
                    self.block((!inset.blocks.is_empty()).then_some(Block::Inset(inset)));
                }
            }
            TagEnd::TableCell => {
                let words = tidy(self.closed_words());
                if let Some(Open::Row(cells)) = self.open.last_mut() {
                    cells.push(words);
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                if let Some(Open::Row(cells)) = self.open.pop()
                    && let Some(Open::Table(_, rows)) = self.open.last_mut()
                {
                    rows.push(cells);
                }
            }
            TagEnd::Table => {
                if let Some(Open::Table(align, rows)) = self.open.pop() {
                    self.block(Some(Block::Table(table(&align, rows))));
                }
            }
            _ => {}
        }
        None
    }

    fn heading(&mut self, level: HeadingLevel) -> Trouble {
        let text = tidy(self.closed_words());
        let own = match level {
            HeadingLevel::H1 => 0,
            HeadingLevel::H2 => 1,
            HeadingLevel::H3 => 2,
            HeadingLevel::H4 | HeadingLevel::H5 | HeadingLevel::H6 => 3,
        };
        // A heading below the first may not leave a level out; people who write in a form are not sent back for it.
        let level = (self.top + own).min(self.last + 1).min(4);
        self.last = level;
        if text.is_empty() {
            return Some((
                "A heading has no words.".into(),
                "Write them, or take the # away.".into(),
            ));
        }
        if self.open.len() > 1 {
            self.block(Some(Block::Paragraph(vec![Inline::Strong(text)])));
        } else {
            self.block(Some(Block::Heading {
                level: Level::of(level),
                text,
            }));
        }
        None
    }

    fn words(&mut self) {
        self.open.push(Open::Words(Vec::new()));
    }

    fn closed_words(&mut self) -> Vec<Inline> {
        match self.open.pop() {
            Some(Open::Words(words)) => words,
            Some(other) => {
                self.open.push(other);
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    /// Words in a tight item stand outside a paragraph; they become one when something else begins.
    fn loose_words(&mut self) {
        if matches!(self.open.last(), Some(Open::Words(_))) {
            let words = tidy(self.closed_words());
            self.block((!words.is_empty()).then_some(Block::Paragraph(words)));
        }
    }

    fn inline(&mut self, inline: Inline) {
        if !matches!(self.open.last(), Some(Open::Words(_))) {
            self.words();
        }
        if let Some(Open::Words(words)) = self.open.last_mut() {
            words.push(inline);
        }
    }

    fn block(&mut self, block: Option<Block>) {
        if let (Some(Open::Root(blocks) | Open::Item(blocks) | Open::Quote(blocks)), Some(block)) =
            (self.open.last_mut(), block)
        {
            blocks.push(block);
        }
    }
}

fn table(align: &[Align], rows: Vec<Vec<Vec<Inline>>>) -> Table {
    let mut rows = rows.into_iter();
    let head = rows.next().unwrap_or_default();
    let columns = head
        .into_iter()
        .zip(align)
        .map(|(heading, align)| Column { heading, align: *align })
        .collect();
    let cell = |words: Vec<Inline>| Cell {
        heads_row: false,
        blocks: if words.is_empty() {
            Vec::new()
        } else {
            vec![Block::Paragraph(words)]
        },
    };
    let rows = rows.map(|cells| cells.into_iter().map(cell).collect()).collect();
    Table {
        caption: None,
        columns,
        rows,
    }
}
