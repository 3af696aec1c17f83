//! A chart as SVG with a name and a description.

use super::escape::Html;
use crate::chart::{self, Anchor, Dash, Mil, Shape};
use crate::tone::Tone;
use crate::tree::{Figure, plain};

const WIDTH: Mil = 640_000;
const SIZE: Mil = 14_000;
const TALLEST: Mil = 4_000_000;

impl Html {
    /// Draws the chart; what is too tall to be taken in at a glance stays a table.
    pub(super) fn svg(&mut self, figure: &Figure) {
        let Some(drawing) = chart::draw(&figure.chart, WIDTH, SIZE, TALLEST) else {
            self.element("p", &figure.alt);
            return;
        };
        let number = self.figures;
        let (title, description) = (
            self.id(&format!("figure-{number}-title")),
            self.id(&format!("figure-{number}")),
        );
        let view = format!("0 -2 {} {}", points(drawing.width), points(drawing.height + 4_000));
        let named = format!("{title} {description}");
        self.open(
            "svg",
            &[
                ("viewBox", view.as_str()),
                ("role", "img"),
                ("aria-labelledby", named.as_str()),
            ],
        );
        self.open("title", &[("id", &title)]);
        self.text(&plain(&figure.caption));
        self.close("title");
        self.open("desc", &[("id", &description)]);
        self.text(&figure.alt);
        self.close("desc");
        self.raw("\n");
        for shape in &drawing.shapes {
            self.shape(shape);
            self.raw("\n");
        }
        self.raw("</svg>");
    }

    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Area { points, fill, edge } => {
                let (path, fill) = (path(points, true), colour(*fill));
                let edge = edge.map(colour).unwrap_or_else(|| "none".into());
                self.open(
                    "path",
                    &[("d", path.as_str()), ("fill", fill.as_str()), ("stroke", edge.as_str())],
                );
                self.close("path");
            }
            Shape::Line {
                points: line,
                tone,
                thick,
                dash,
            } => {
                let (path, tone, thick) = (path(line, false), colour(*tone), points(*thick));
                let mut attributes = vec![
                    ("d", path.as_str()),
                    ("fill", "none"),
                    ("stroke", tone.as_str()),
                    ("stroke-width", &thick),
                ];
                match dash {
                    Dash::Solid => {}
                    Dash::Long => attributes.push(("stroke-dasharray", "7 4")),
                    Dash::Short => attributes.push(("stroke-dasharray", "2 3")),
                }
                self.open("path", &attributes);
                self.close("path");
            }
            Shape::Words {
                x,
                y,
                size,
                anchor,
                tone,
                bold,
                text,
            } => {
                let (x, y, size, tone) = (points(*x), points(*y), points(*size), colour(*tone));
                let anchor = match anchor {
                    Anchor::Start => "start",
                    Anchor::Middle => "middle",
                    Anchor::End => "end",
                };
                let mut attributes = vec![
                    ("x", x.as_str()),
                    ("y", y.as_str()),
                    ("font-size", size.as_str()),
                    ("text-anchor", anchor),
                    ("fill", tone.as_str()),
                ];
                if *bold {
                    attributes.push(("font-weight", "bold"));
                }
                self.open("text", &attributes);
                self.text(text);
                self.close("text");
            }
        }
    }
}

fn path(line: &[(Mil, Mil)], closed: bool) -> String {
    let mut path = String::new();
    for (index, (x, y)) in line.iter().enumerate() {
        path.push(if index == 0 { 'M' } else { 'L' });
        path.push_str(&format!("{} {}", points(*x), points(*y)));
    }
    if closed {
        path.push('Z');
    }
    path
}

/// Thousandths of a point in decimals, without noughts that say nothing.
fn points(mil: Mil) -> String {
    let sign = if mil < 0 { "-" } else { "" };
    let written = format!("{sign}{}.{:03}", mil.abs() / 1000, mil.abs() % 1000);
    written.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn colour(tone: Tone) -> String {
    let [red, green, blue] = tone.rgb();
    format!("#{red:02x}{green:02x}{blue:02x}")
}
