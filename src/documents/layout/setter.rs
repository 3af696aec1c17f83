//! The walk over the tree: each block becomes pieces and elements of the structure.

use super::font::{Face, Fonts};
use super::piece::{Body, Bookmark, Ground, Mark, Piece, Row, Run};
use super::structure::{ROOT, Structure};
use super::style::Look;
use super::wrap::{self, Line, Span};
use super::{Mil, Missing, fit};
use crate::tone::Tone;
use crate::tree::{Align, Block, Document, Inline, Inset, InsetKind, Level, plain};

/// A link: where to, and the element that carries it, whose alternative text is its words.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub(crate) href: String,
    pub(crate) element: usize,
}

/// Where blocks may stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub(super) x: Mil,
    pub(super) width: Mil,
    /// The size of running text.
    pub(super) size: Mil,
    /// The space between blocks.
    pub(super) gap: Mil,
    pub(super) align: Align,
    pub(super) face: Face,
    pub(super) tone: Tone,
}

pub(crate) struct Setter<'s> {
    pub(super) look: &'s Look,
    pub(super) fonts: &'s Fonts,
    pub(super) grounds: usize,
    /// Whether the document is a letter.
    letter: bool,
    pub(crate) pieces: Vec<Piece>,
    pub(crate) heads: Vec<Row>,
    pub(crate) structure: Structure,
    pub(crate) links: Vec<Link>,
    pub(crate) missing: Vec<Missing>,
}

impl<'s> Setter<'s> {
    pub(crate) fn new(look: &'s Look, fonts: &'s Fonts) -> Self {
        Self {
            look,
            fonts,
            grounds: 0,
            letter: false,
            pieces: Vec::new(),
            heads: Vec::new(),
            structure: Structure::new(),
            links: Vec::new(),
            missing: Vec::new(),
        }
    }

    /// The whole document, from the sender's name to the provenance.
    pub(crate) fn document(&mut self, document: &Document) {
        let frame = self.frame();
        self.letter = document.blocks.iter().any(|block| matches!(block, Block::Address(_)));
        self.masthead(&document.head, frame);
        if !document.has_own_title() {
            self.heading(Level::One, &[Inline::Text(document.head.title.clone())], frame);
            self.subtitle(&document.head, frame);
        }
        self.blocks(&document.blocks, ROOT, frame);
        self.provenance(document, frame);
    }

    pub(super) fn frame(&self) -> Frame {
        Frame {
            x: 0,
            width: self.look.width(),
            size: self.look.body,
            gap: self.look.gap,
            align: Align::Left,
            face: Face::Regular,
            tone: Tone::Ink,
        }
    }

    pub(super) fn blocks(&mut self, blocks: &[Block], parent: usize, frame: Frame) {
        for (at, block) in blocks.iter().enumerate() {
            let from = self.pieces.len();
            self.block(block, parent, frame);
            // What announces a list, a table or a figure does not stay behind without it.
            let announces = matches!(block, Block::Paragraph(words) if plain(words).ends_with(':'));
            if announces && blocks.get(at + 1).is_some() && self.pieces.len() > from {
                self.keep_last();
            }
        }
    }

    fn block(&mut self, block: &Block, parent: usize, frame: Frame) {
        match block {
            Block::Heading { level, text } => self.heading(*level, text, frame),
            Block::Paragraph(text) => {
                let element = self.structure.add(parent, "P");
                self.paragraph(text, element, frame);
            }
            Block::List(list) => self.list(list, parent, frame),
            Block::Table(table) => self.table(table, parent, frame),
            Block::Pairs(pairs) => self.pairs(pairs, parent, frame),
            Block::Figure(figure) => self.figure(figure, parent, frame),
            Block::Inset(inset) => self.inset(inset, parent, frame),
            Block::Address(address) => self.address(address, parent, frame),
            Block::Signature(signature) => self.signature(signature, parent, frame),
            Block::PageBreak => {
                self.pieces.push(Piece {
                    body: Body::PageBreak,
                    ..Piece::space(0)
                });
            }
        }
    }

    /// The content of an item, a cell or a detail: one paragraph needs no element of its own.
    pub(super) fn part(&mut self, blocks: &[Block], element: usize, frame: Frame) {
        match blocks {
            [Block::Paragraph(words)] => self.paragraph(words, element, frame),
            _ => self.blocks(blocks, element, frame),
        }
    }

    /// Running text as lines that belong to `element`.
    pub(super) fn paragraph(&mut self, text: &[Inline], element: usize, frame: Frame) {
        let spans = self.spans(text, element, frame);
        let height = self.look.line(frame.size);
        self.lines(&spans, frame, height, frame.gap);
    }

    /// Wraps spans and adds a piece for each line, with no line left alone on either side of a page's end.
    pub(super) fn lines(&mut self, spans: &[Span], frame: Frame, height: Mil, before: Mil) {
        let lines = wrap::wrap(self.fonts, spans, frame.width);
        let count = lines.len();
        for (at, line) in lines.into_iter().enumerate() {
            let mut piece = Piece::marks(
                if at == 0 { before } else { 0 },
                height,
                vec![set(line, frame, height, frame.size)],
            );
            piece.keep = at + 1 < count && (count < 4 || at == 0 || at + 2 == count);
            self.pieces.push(piece);
        }
    }

    pub(super) fn keep_last(&mut self) {
        if let Some(piece) = self.pieces.last_mut() {
            piece.keep = true;
        }
    }

    fn heading(&mut self, level: Level, text: &[Inline], frame: Frame) {
        let at = usize::from(level.number() - 1);
        let size = self.look.headings.get(at).copied().unwrap_or(self.look.body);
        // The subject of a letter is no title page.
        let size = if level == Level::One && self.letter {
            size * 3 / 4
        } else {
            size
        };
        let tag = ["H1", "H2", "H3", "H4"].get(at).copied().unwrap_or("H4");
        let tone = if level == Level::Four { Tone::Ink } else { Tone::Accent };
        let element = self.structure.add(ROOT, tag);
        let frame = Frame {
            size,
            face: Face::Bold,
            tone,
            ..frame
        };
        let spans = self.spans(text, element, frame);
        let height = Look::heading_line(size);
        let before = match level {
            Level::Two => self.look.gap * 11 / 4,
            Level::One | Level::Three => self.look.gap * 2,
            Level::Four => self.look.gap * 3 / 2,
        };
        let from = self.pieces.len();
        self.lines(&spans, frame, height, before);
        for piece in self.pieces.iter_mut().skip(from) {
            piece.keep = true;
        }
        if let Some(piece) = self.pieces.get_mut(from) {
            piece.bookmark = Some(Bookmark {
                level: level.number(),
                title: plain(text),
            });
        }
        if level == Level::One {
            self.pieces.push(Piece {
                keep: true,
                ..Piece::space(self.look.gap / 2)
            });
        }
    }

    fn inset(&mut self, inset: &Inset, parent: usize, frame: Frame) {
        let element = self.structure.add(parent, "Div");
        let (fill, bar) = match inset.kind {
            InsetKind::Note => (Tone::Tint, Tone::Accent),
            InsetKind::Warning => (Tone::AlarmTint, Tone::Alarm),
        };
        self.grounds += 1;
        let ground = Ground {
            id: self.grounds,
            x: frame.x,
            width: frame.width,
            fill,
            bar,
        };
        let pad = frame.size * 6 / 5;
        let from = self.pieces.len();
        let inner = Frame {
            x: frame.x + pad + 4_000,
            width: frame.width - pad * 2 - 4_000,
            ..frame
        };
        self.pieces.push(Piece {
            before: frame.gap * 3 / 2,
            keep: true,
            ..Piece::space(pad * 2 / 3)
        });
        self.blocks(&inset.blocks, element, inner);
        if let Some(first) = self.pieces.get_mut(from + 1) {
            first.before = 0;
        }
        self.keep_last();
        self.pieces.push(Piece::space(pad * 2 / 3));
        for piece in self.pieces.iter_mut().skip(from) {
            piece.ground = Some(ground);
        }
        self.pieces.push(Piece::space(frame.gap / 2));
    }

    /// The spans of running text; links become elements that take their place when they are drawn.
    pub(super) fn spans(&mut self, text: &[Inline], element: usize, frame: Frame) -> Vec<Span> {
        let mut spans = Vec::new();
        self.collect(
            text,
            Wear {
                face: frame.face,
                tone: frame.tone,
                owner: element,
                link: None,
            },
            frame,
            &mut spans,
        );
        spans
    }

    fn collect(&mut self, text: &[Inline], wear: Wear, frame: Frame, spans: &mut Vec<Span>) {
        for inline in text {
            match inline {
                Inline::Text(words) => {
                    for fitted in fit::fit(self.fonts, wear.face, words, &mut self.missing) {
                        spans.push(Span::Text {
                            text: fitted.text,
                            face: fitted.face,
                            size: frame.size,
                            tone: wear.tone,
                            owner: Some(wear.owner),
                            link: wear.link,
                        });
                    }
                }
                Inline::Strong(inner) => self.collect(
                    inner,
                    Wear {
                        face: wear.face.bold(),
                        ..wear
                    },
                    frame,
                    spans,
                ),
                Inline::Em(inner) => self.collect(
                    inner,
                    Wear {
                        face: wear.face.oblique(),
                        ..wear
                    },
                    frame,
                    spans,
                ),
                Inline::Link { href, text } => {
                    let owner = self.structure.add_loose(wear.owner, "Link");
                    self.structure.set_alt(owner, &plain(text));
                    self.links.push(Link {
                        href: href.clone(),
                        element: owner,
                    });
                    let link = Some(self.links.len() - 1);
                    self.collect(
                        text,
                        Wear {
                            tone: Tone::Link,
                            owner,
                            link,
                            ..wear
                        },
                        frame,
                        spans,
                    );
                }
                Inline::Break => spans.push(Span::Break),
            }
        }
    }
}

/// How words look and whose they are.
#[derive(Debug, Clone, Copy)]
struct Wear {
    face: Face,
    tone: Tone,
    owner: usize,
    link: Option<usize>,
}

/// A line in its place: numbers stand right, and capitals stand in the middle of the line's height.
pub(super) fn set(line: Line, frame: Frame, height: Mil, size: Mil) -> Mark {
    let x = match frame.align {
        Align::Left => frame.x,
        Align::Right => frame.x + (frame.width - line.width).max(0),
    };
    Mark::Line {
        x,
        baseline: (height + size * 7 / 10) / 2,
        runs: line.runs,
    }
}

/// Lines of small quiet words for the margins.
pub(crate) fn lines_of(setter: &mut Setter<'_>, text: &[Inline], size: Mil, width: Mil) -> Vec<Vec<Run>> {
    let frame = Frame {
        size,
        width,
        tone: Tone::Quiet,
        ..setter.frame()
    };
    let spans = setter.spans(text, ROOT, frame);
    wrap::wrap(setter.fonts, &spans, width)
        .into_iter()
        .map(|line| line.runs)
        .collect()
}
