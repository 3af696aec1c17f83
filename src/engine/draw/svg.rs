//! A picture that can be read on screen, on paper and by a screen reader.

use std::fmt::Write as _;

use super::{
    Arrow, Walk, arrows,
    layout::{LETTER, LINE, Layout, Rect, lay_out, length, wrap},
    xml,
};
use crate::check::tour::Tour;

/// Beside the boxes, for the lanes of arrows that go far.
const LANE: i32 = 16;
/// Around the picture.
const EDGE: i32 = 28;

/// The picture; with a walk, what was walked and what is now stand out.
pub(super) fn draw(tour: &Tour<'_>, walk: &Walk) -> String {
    let arrows = arrows(tour);
    let layout = lay_out(tour, &arrows);
    let mut routes = Routes::new(&layout, walk);
    let mut lines = String::new();
    let mut labels = String::new();
    // Short ways first: what goes far stands further out.
    let span = |arrow: &&Arrow| {
        let at = |state: usize| layout.boxes.get(state).map_or(0, |rect| rect.y);
        (at(arrow.to) - at(arrow.from)).abs()
    };
    let mut near: Vec<&Arrow> = arrows.iter().filter(|arrow| arrow.from != arrow.to).collect();
    near.sort_by_key(span);
    for arrow in near {
        routes.route(tour, &arrows, arrow, &mut lines, &mut labels);
    }
    let left = routes.left + EDGE;
    let right = layout.width + routes.right + EDGE;
    let (width, height) = (left + right, layout.height + 2 * EDGE + LINE);
    let title = xml(&tour.definition.title);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{} {} {width} {height}\" width=\"{width}\" height=\"{height}\" \
         role=\"img\" aria-labelledby=\"chart-title chart-description\" font-family=\"sans-serif\" font-size=\"14\">\n\
         <title id=\"chart-title\">{title}</title>\n<desc id=\"chart-description\">{}</desc>\n",
        -left,
        -EDGE - LINE,
        xml(&(description(tour, &arrows) + &walked(tour, walk)))
    );
    out.push_str(
        "<defs><marker id=\"tip\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"8\" markerHeight=\"8\" \
         orient=\"auto\"><path d=\"M0 0 L10 5 L0 10 z\" fill=\"#1f2a44\"/></marker></defs>\n",
    );
    let _infallible = writeln!(
        out,
        "<rect x=\"{}\" y=\"{}\" width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>",
        -left,
        -EDGE - LINE
    );
    boxes(tour, &layout, walk, &mut out);
    out.push_str("<g fill=\"none\" stroke=\"#1f2a44\" stroke-width=\"1.5\" stroke-linejoin=\"round\">\n");
    out.push_str(&lines);
    out.push_str("</g>\n<g font-size=\"12\" fill=\"#1f2a44\">\n");
    out.push_str(&labels);
    out.push_str("</g>\n</svg>\n");
    out
}

fn boxes(tour: &Tour<'_>, layout: &Layout, walk: &Walk, out: &mut String) {
    for (number, place) in tour.states.iter().enumerate() {
        let Some(rect) = layout.boxes.get(number) else { continue };
        let state = place.state;
        let (fill, dash, round) = match (&state.final_outcome, state.states.is_empty(), place.parent.is_some()) {
            (Some(_), _, _) => ("#dfe7ef", "", 18),
            (None, true, _) => ("#ffffff", "", 6),
            (None, false, _) => ("#f5f7fa", "", 6),
        };
        let (now, been) = (walk.now.contains(place.id), walk.been.contains(place.id));
        let (fill, thick) = match (now, been) {
            (true, _) => ("#fdeec2", "4"),
            (false, true) => ("#dcefe0", "1.5"),
            (false, false) => (fill, "1.5"),
        };
        let dash = if place
            .parent
            .and_then(|up| tour.states.get(up))
            .is_some_and(|up| up.state.parallel)
        {
            " stroke-dasharray=\"6 4\""
        } else {
            dash
        };
        let Rect { x, y, w, h } = *rect;
        let _infallible = writeln!(
            out,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"{round}\" fill=\"{fill}\" stroke=\"#1f2a44\" stroke-width=\"{thick}\"{dash}/>"
        );
        if been && !now {
            // A tick as well: colour alone says nothing to many people, nor on paper.
            let _infallible = writeln!(
                out,
                "<path d=\"M{} {} l4 4 l7 -9\" fill=\"none\" stroke=\"#1f2a44\" stroke-width=\"2\"/>",
                x + w - 17,
                y + 11
            );
        }
        if state.final_outcome.is_some() {
            let _infallible = writeln!(
                out,
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"15\" fill=\"none\" stroke=\"#1f2a44\"/>",
                x + 4,
                y + 4,
                w - 8,
                h - 8
            );
        }
        let bold = if state.states.is_empty() && !now {
            ""
        } else {
            " font-weight=\"bold\""
        };
        for (nth, line) in wrap(&tour.title(place.id), 24).iter().enumerate() {
            let _infallible = writeln!(
                out,
                "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" fill=\"#1f2a44\"{bold}>{}</text>",
                x + w / 2,
                y + 24 + length(nth) * LINE,
                xml(line)
            );
        }
    }
    if let Some(rect) = tour
        .number(&tour.definition.initial)
        .and_then(|first| layout.boxes.get(first))
    {
        let x = rect.x + rect.w / 2;
        let _infallible = writeln!(
            out,
            "<circle cx=\"{x}\" cy=\"-22\" r=\"5\" fill=\"#1f2a44\"/><path d=\"M{x} -17 V-2\" stroke=\"#1f2a44\" stroke-width=\"1.5\" marker-end=\"url(#tip)\"/>"
        );
    }
}

/// Lanes that are in use beside the boxes.
struct Routes<'l> {
    layout: &'l Layout,
    walk: &'l Walk,
    left: i32,
    right: i32,
    nth: i32,
}

impl<'l> Routes<'l> {
    fn new(layout: &'l Layout, walk: &'l Walk) -> Self {
        Self {
            layout,
            walk,
            left: 0,
            right: 0,
            nth: 0,
        }
    }

    fn route(&mut self, tour: &Tour<'_>, all: &[Arrow], arrow: &Arrow, lines: &mut String, labels: &mut String) {
        let (Some(from), Some(to)) = (self.layout.boxes.get(arrow.from), self.layout.boxes.get(arrow.to)) else {
            return;
        };
        self.nth += 1;
        let share = |rect: &Rect, state: usize, outgoing: bool| {
            let at = |one: &&Arrow| if outgoing { one.from == state } else { one.to == state };
            let mine: Vec<&Arrow> = all.iter().filter(|one| one.from != one.to).filter(at).collect();
            let nth = mine
                .iter()
                .position(|one| std::ptr::eq(*one, arrow))
                .unwrap_or_default();
            rect.x + rect.w * (length(nth) + 1) / (length(mine.len()) + 1)
        };
        let (x1, x2) = (share(from, arrow.from, true), share(to, arrow.to, false));
        let (bottom, top) = (from.y + from.h, to.y);
        let step = 6 + (self.nth % 4) * 5;
        let words = wrap(&arrow.label, 30);
        let name = |number| tour.name(number).to_owned();
        let heavy = match self.walk.taken.contains(&(name(arrow.from), name(arrow.to))) {
            true => " stroke-width=\"3.5\"",
            false => "",
        };
        let free = top > bottom && !self.is_crossed(tour, arrow, x1, bottom, top);
        if free {
            let turn = bottom + (top - bottom) / 2;
            let _infallible = writeln!(
                lines,
                "<path d=\"M{x1} {bottom} C{x1} {turn} {x2} {turn} {x2} {}\"{heavy} marker-end=\"url(#tip)\"/>",
                top - 1
            );
            write_label(
                labels,
                (x1 + x2) / 2,
                turn - length(words.len()) * 7 + (self.nth % 3 - 1) * 10,
                &words,
                "middle",
            );
            return;
        }
        // Far, or back: down into the gap, along a lane beside everything, and in from above.
        let wide = length(words.iter().map(|line| line.chars().count()).max().unwrap_or_default()) * (LETTER - 1);
        let back = top <= bottom;
        let lane = if back {
            self.layout.width + self.right + LANE
        } else {
            -(self.left + LANE)
        };
        let (out, inn) = (bottom + step, top - step - 8);
        let _infallible = writeln!(
            lines,
            "<path d=\"M{x1} {bottom} V{out} H{lane} V{inn} H{x2} V{}\"{heavy} marker-end=\"url(#tip)\"/>",
            top - 1
        );
        let middle = (out + inn) / 2 - length(words.len()) * 7;
        if back {
            write_label(labels, lane + 5, middle, &words, "start");
            self.right += LANE + wide + 8;
        } else {
            write_label(labels, lane - 5, middle, &words, "end");
            self.left += LANE + wide + 8;
        }
    }

    /// Whether a third box lies between.
    fn is_crossed(&self, tour: &Tour<'_>, arrow: &Arrow, x: i32, bottom: i32, top: i32) -> bool {
        let in_line =
            |state: usize| tour.line(arrow.from).any(|up| up == state) || tour.line(arrow.to).any(|up| up == state);
        let to = self.layout.boxes.get(arrow.to).copied().unwrap_or_default();
        let (left, right) = (x.min(to.x), x.max(to.x + to.w));
        self.layout.boxes.iter().enumerate().any(|(number, rect)| {
            !in_line(number) && rect.y < top && rect.y + rect.h > bottom && rect.x < right && rect.x + rect.w > left
        })
    }
}

/// Words on a white ground, so that lines behind them do not hurt.
fn write_label(out: &mut String, x: i32, y: i32, words: &[String], anchor: &str) {
    for (nth, line) in words.iter().enumerate() {
        let y = y + length(nth) * 15 + 12;
        let _infallible = writeln!(
            out,
            "<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" stroke=\"#ffffff\" stroke-width=\"4\" paint-order=\"stroke\">{}</text>",
            xml(line)
        );
    }
}

/// What the picture shows, in sentences.
fn description(tour: &Tour<'_>, arrows: &[Arrow]) -> String {
    let title = |number: usize| tour.title(tour.name(number));
    let mut out = format!("It begins with {}.", tour.title(&tour.definition.initial));
    for (number, place) in tour.states.iter().enumerate() {
        let ways: Vec<String> = arrows
            .iter()
            .filter(|arrow| arrow.from == number)
            .map(|arrow| format!("{} leads to {}", arrow.label, title(arrow.to)))
            .collect();
        if place.state.final_outcome.is_some() {
            let _infallible = write!(out, " {} is an end.", title(number));
        } else if !ways.is_empty() {
            let _infallible = write!(out, " From {}: {}.", title(number), ways.join("; "));
        }
    }
    let anywhere = tour.ways.iter().filter(|way| way.from.is_none()).filter_map(|way| {
        let to = way.transition.to.as_ref()?;
        let what = way
            .transition
            .title
            .clone()
            .or_else(|| way.event.map(|event| event.replace('_', " ")))?;
        Some(format!("{what} leads to {}", tour.title(to)))
    });
    let anywhere: Vec<String> = anywhere.collect();
    if !anywhere.is_empty() {
        let _infallible = write!(out, " From everywhere: {}.", anywhere.join("; "));
    }
    out
}

/// What stands out, in sentences; nothing without a walk.
fn walked(tour: &Tour<'_>, walk: &Walk) -> String {
    let titles = |wanted: &dyn Fn(&str) -> bool| {
        let found = tour.states.iter().filter(|place| wanted(place.id));
        found.map(|place| tour.title(place.id)).collect::<Vec<_>>().join(", ")
    };
    let been = titles(&|id| walk.been.contains(id) && !walk.now.contains(id));
    let now = titles(&|id| walk.now.contains(id));
    let mut out = String::new();
    for (label, words) in [
        ("Ticked, because it has been there", been),
        ("Framed, because it is there now", now),
    ] {
        if !words.is_empty() {
            let _infallible = write!(out, " {label}: {words}.");
        }
    }
    out
}
