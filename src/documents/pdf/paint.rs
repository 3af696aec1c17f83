//! Marks become drawing operators, each of them either marked content of an element or an artifact.

#![expect(
    clippy::float_arithmetic,
    clippy::as_conversions,
    reason = "the PDF library counts in floats; here, at the very edge, whole thousandths of a point become that"
)]

use std::collections::BTreeMap;

use printpdf::{
    Actions, BorderArray, Color, DictItem, FontId, Line, LineDashPattern, LinePoint, LinkAnnotation, Op, PaintMode,
    PdfFontHandle, Point, Polygon, PolygonRing, Pt, Rect, Rgb, TextItem, WindingOrder,
};

use super::furniture::Furniture;
use crate::chart::{Anchor, Dash, Drawing, Shape};
use crate::layout::font::{Face, Fonts};
use crate::layout::piece::{Body, Ground, Mark, Piece, Row, Run};
use crate::layout::structure::{Kid, Structure};
use crate::layout::style::{Look, PAPER};
use crate::layout::{Laid, Link, Mil};
use crate::tone::Tone;

/// Paints all pages, each as its operators; the structure learns where its content is.
pub(super) fn pages(laid: &mut Laid, furniture: &Furniture, look: &Look) -> Vec<Vec<Op>> {
    let count = laid.pages.len();
    let pages = std::mem::take(&mut laid.pages);
    let mut painted = Vec::with_capacity(count);
    for (number, page) in pages.iter().enumerate() {
        let mut painter = Painter {
            ops: Vec::new(),
            structure: &mut laid.structure,
            links: &laid.links,
            page: number,
            mcid: 0,
            annotations: 0,
            open: Open::Nothing,
            again: false,
            fill: None,
        };
        if number > 0 {
            painter.furniture("Header", look.left, 44_000, &furniture.header);
        }
        painter.grounds(page.placed.iter().map(|placed| (placed.y, &placed.piece)), look);
        for placed in &page.placed {
            painter.again = placed.again;
            painter.piece(&placed.piece, look.left, look.top + placed.y);
        }
        painter.again = false;
        painter.footer(furniture, look, count);
        painter.close();
        painted.push(painter.ops);
    }
    laid.pages = pages;
    painted
}

/// The marked content that is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    Content(usize),
    Artifact,
}

struct Painter<'p> {
    ops: Vec<Op>,
    structure: &'p mut Structure,
    links: &'p [Link],
    page: usize,
    mcid: usize,
    annotations: usize,
    open: Open,
    /// Whether what is drawn was drawn before, and so is no content.
    again: bool,
    fill: Option<Tone>,
}

impl Painter<'_> {
    fn piece(&mut self, piece: &Piece, x: Mil, y: Mil) {
        match &piece.body {
            Body::Marks(marks) => marks.iter().for_each(|mark| self.mark(mark, x, y)),
            Body::Row(row) => self.row(row, x, y, piece.height),
            Body::PageBreak => {}
        }
    }

    fn row(&mut self, row: &Row, x: Mil, y: Mil, height: Mil) {
        if let Some(fill) = row.fill {
            self.area(x + row.x, y, row.width, height, fill);
        }
        for cell in &row.cells {
            let mut top = y + row.above;
            for (at, piece) in cell.pieces.iter().enumerate() {
                top += if at > 0 { piece.before } else { 0 };
                self.piece(piece, x, top);
                top += piece.height;
            }
        }
        let (thick, tone) = row.rule;
        self.area(x + row.x, y + height - thick, row.width, thick, tone);
    }

    fn mark(&mut self, mark: &Mark, x: Mil, y: Mil) {
        match mark {
            Mark::Line {
                x: start,
                baseline,
                runs,
            } => {
                runs.iter().for_each(|run| self.run(run, x + start, y + baseline));
            }
            Mark::Drawing {
                x: left,
                y: top,
                drawing,
                owner,
            } => {
                self.content(*owner);
                self.drawing(drawing, x + left, y + top);
            }
            Mark::Rule {
                x: left,
                y: top,
                width,
                thick,
                tone,
            } => self.area(x + left, y + top, *width, *thick, *tone),
        }
    }

    fn run(&mut self, run: &Run, x: Mil, baseline: Mil) {
        match run.owner.filter(|_| !self.again) {
            Some(owner) => self.content(owner),
            None => self.artifact(&[]),
        }
        self.text(&run.text, run.face, run.size, run.tone, x + run.x, baseline);
        let Some(link) = run.link.and_then(|at| self.links.get(at)) else {
            return;
        };
        // The underline belongs to the words: without it the link would be known by its colour alone.
        let seen = run.text.trim_end_matches(' ').len() < run.text.len();
        let width = if seen { run.width.max(run.size / 2) } else { run.width };
        self.rectangle(x + run.x, baseline + run.size / 9, width, run.size / 18, run.tone);
        if self.again {
            return;
        }
        let rect = rectangle(x + run.x, baseline - run.size * 9 / 10, width, run.size * 6 / 5);
        let border = Some(BorderArray::Solid([0.0, 0.0, 0.0]));
        let action = Actions::uri(link.href.clone());
        self.ops.push(Op::LinkAnnotation {
            link: LinkAnnotation::new(rect, action, border, None, None),
        });
        self.structure.hold(
            link.element,
            Kid::Annotation {
                page: self.page,
                at: self.annotations,
            },
        );
        self.annotations += 1;
    }

    fn text(&mut self, text: &str, face: Face, size: Mil, tone: Tone, x: Mil, baseline: Mil) {
        self.fill(tone);
        self.ops.push(Op::StartTextSection);
        let font = PdfFontHandle::External(FontId(face.name().into()));
        self.ops.push(Op::SetFont {
            font,
            size: points(size),
        });
        self.ops.push(Op::SetTextCursor {
            pos: point(x, baseline),
        });
        self.ops.push(Op::ShowText {
            items: vec![TextItem::Text(text.to_owned())],
        });
        self.ops.push(Op::EndTextSection);
    }

    fn drawing(&mut self, drawing: &Drawing, x: Mil, y: Mil) {
        for shape in &drawing.shapes {
            match shape {
                Shape::Area {
                    points: corners,
                    fill,
                    edge,
                } => {
                    self.fill(*fill);
                    if let Some(edge) = edge {
                        self.ops.push(Op::SetOutlineColor { col: colour(*edge) });
                        self.ops.push(Op::SetOutlineThickness { pt: points(700) });
                        self.ops.push(Op::SetLineDashPattern {
                            dash: LineDashPattern::solid(),
                        });
                    }
                    let mode = if edge.is_some() {
                        PaintMode::FillStroke
                    } else {
                        PaintMode::Fill
                    };
                    let ring = PolygonRing {
                        points: path(corners, x, y),
                    };
                    let polygon = Polygon {
                        rings: vec![ring],
                        mode,
                        winding_order: WindingOrder::NonZero,
                    };
                    self.ops.push(Op::DrawPolygon { polygon });
                }
                Shape::Line {
                    points: line,
                    tone,
                    thick,
                    dash,
                } => {
                    self.ops.push(Op::SetOutlineColor { col: colour(*tone) });
                    self.ops.push(Op::SetOutlineThickness { pt: points(*thick) });
                    let dash = match dash {
                        Dash::Solid => LineDashPattern::solid(),
                        Dash::Long => LineDashPattern::new(0.0, &[7.0, 4.0]),
                        Dash::Short => LineDashPattern::new(0.0, &[2.0, 3.0]),
                    };
                    self.ops.push(Op::SetLineDashPattern { dash });
                    self.ops.push(Op::DrawLine {
                        line: Line {
                            points: path(line, x, y),
                            is_closed: false,
                        },
                    });
                }
                Shape::Words {
                    x: at,
                    y: baseline,
                    size,
                    anchor,
                    tone,
                    bold,
                    text,
                } => {
                    let face = if *bold { Face::Bold } else { Face::Regular };
                    let width = Fonts::shared().map_or(0, |fonts| fonts.width(face, *size, text));
                    let back = match anchor {
                        Anchor::Start => 0,
                        Anchor::Middle => width / 2,
                        Anchor::End => width,
                    };
                    self.text(text, face, *size, *tone, x + at - back, y + baseline);
                }
            }
        }
    }

    /// The grounds of insets, each as one area behind all of its pieces on this page.
    fn grounds<'g>(&mut self, pieces: impl Iterator<Item = (Mil, &'g Piece)>, look: &Look) {
        let mut spans: BTreeMap<usize, (Ground, Mil, Mil)> = BTreeMap::new();
        for (y, piece) in pieces {
            let Some(ground) = piece.ground else { continue };
            let span = spans.entry(ground.id).or_insert((ground, y, y));
            span.2 = span.2.max(y + piece.height);
        }
        for (ground, from, to) in spans.into_values() {
            let (x, y) = (look.left + ground.x, look.top + from);
            self.area(x, y, ground.width, to - from, ground.fill);
            self.area(x, y, 4_000, to - from, ground.bar);
        }
    }

    fn footer(&mut self, furniture: &Furniture, look: &Look, pages: usize) {
        let (size, line) = (furniture.size, furniture.size * 7 / 5);
        let top = PAPER.1 - look.bottom + 22_000;
        self.area(look.left, top, look.width(), 500, Tone::Rule);
        let mut baseline = top + line + size / 4;
        let mut runs = furniture.footer.clone();
        runs.push(furniture.number(self.page, pages));
        self.furniture("Footer", look.left, baseline, &runs);
        let last = self.page + 1 == pages;
        for text in &furniture.formats {
            baseline += line;
            if last {
                self.content(furniture.formats_element);
                for run in text {
                    self.text(&run.text, run.face, size, Tone::Quiet, look.left + run.x, baseline);
                }
            } else {
                self.furniture("Footer", look.left, baseline, text);
            }
        }
    }

    fn furniture(&mut self, subtype: &str, x: Mil, baseline: Mil, runs: &[Run]) {
        self.artifact(&[("Type", "Pagination"), ("Subtype", subtype)]);
        for run in runs {
            self.text(&run.text, run.face, run.size, Tone::Quiet, x + run.x, baseline);
        }
        self.close();
    }

    /// An area that means nothing.
    fn area(&mut self, x: Mil, y: Mil, width: Mil, height: Mil, tone: Tone) {
        self.artifact(&[]);
        self.rectangle(x, y, width, height, tone);
    }

    fn rectangle(&mut self, x: Mil, y: Mil, width: Mil, height: Mil, tone: Tone) {
        self.fill(tone);
        let mut rectangle = rectangle(x, y, width, height);
        rectangle.mode = Some(PaintMode::Fill);
        self.ops.push(Op::DrawRectangle { rectangle });
    }

    /// What follows is content of the element.
    fn content(&mut self, element: usize) {
        if self.open == Open::Content(element) {
            return;
        }
        self.close();
        self.structure.hold(
            element,
            Kid::Content {
                page: self.page,
                mcid: self.mcid,
            },
        );
        let mcid = DictItem::Int(crate::chart::count(self.mcid));
        self.begin(self.structure.tag(element), [("MCID".to_owned(), mcid)].into());
        self.mcid += 1;
        self.open = Open::Content(element);
    }

    /// What follows is furniture.
    fn artifact(&mut self, properties: &[(&str, &str)]) {
        if self.open == Open::Artifact && properties.is_empty() {
            return;
        }
        self.close();
        let names = properties
            .iter()
            .map(|(key, name)| ((*key).to_owned(), DictItem::Name(name.as_bytes().to_vec())));
        self.begin("Artifact", names.collect());
        self.open = Open::Artifact;
    }

    fn begin(&mut self, tag: &str, map: BTreeMap<String, DictItem>) {
        let properties = DictItem::Dict { map };
        self.ops.push(Op::BeginMarkedContentWithProperties {
            tag: tag.to_owned(),
            properties,
        });
    }

    fn close(&mut self) {
        if self.open != Open::Nothing {
            self.ops.push(Op::EndMarkedContent);
            self.open = Open::Nothing;
        }
    }

    fn fill(&mut self, tone: Tone) {
        if self.fill != Some(tone) {
            self.fill = Some(tone);
            self.ops.push(Op::SetFillColor { col: colour(tone) });
        }
    }
}

/// Thousandths of a point as points.
pub(super) fn points(mil: Mil) -> Pt {
    Pt(mil as f32 / 1000.0)
}

/// From the top of the paper to the foot, where PDF counts from.
fn point(x: Mil, y: Mil) -> Point {
    Point {
        x: points(x),
        y: points(PAPER.1 - y),
    }
}

fn path(line: &[(Mil, Mil)], x: Mil, y: Mil) -> Vec<LinePoint> {
    line.iter()
        .map(|(px, py)| LinePoint {
            p: point(x + px, y + py),
            bezier: false,
        })
        .collect()
}

fn rectangle(x: Mil, y: Mil, width: Mil, height: Mil) -> Rect {
    Rect {
        x: points(x),
        y: points(PAPER.1 - y - height),
        width: points(width),
        height: points(height),
        mode: None,
        winding_order: None,
    }
}

fn colour(tone: Tone) -> Color {
    let [r, g, b] = tone
        .rgb()
        .map(|part| (f32::from(part) / 255.0 * 1000.0).round() / 1000.0);
    Color::Rgb(Rgb {
        r,
        g,
        b,
        icc_profile: None,
    })
}
