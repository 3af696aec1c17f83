//! Where each state stands: layers from the beginning downwards, children within their parents.
//!
//! Whole numbers only, so that the same file gives the same picture on every machine.

use super::Arrow;
use crate::check::tour::Tour;

/// Between boxes, side by side.
const BESIDE: i32 = 36;
/// Between layers, where arrows turn.
const BETWEEN: i32 = 74;
/// Around the children of a box.
const AROUND: i32 = 26;
/// The height of a line of text.
pub(super) const LINE: i32 = 18;
/// The width of a letter, generously.
pub(super) const LETTER: i32 = 8;

/// A rectangle.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Rect {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) w: i32,
    pub(super) h: i32,
}

/// The boxes of all states, by number, and the size of the whole.
pub(super) struct Layout {
    pub(super) boxes: Vec<Rect>,
    pub(super) width: i32,
    pub(super) height: i32,
}

/// A number of things as a length; a picture has fewer than two thousand million.
pub(super) fn length(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX / 64)
}

/// A title in lines of at most so many letters.
pub(super) fn wrap(text: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Lays everything out, from the innermost boxes outwards.
pub(super) fn lay_out(tour: &Tour<'_>, arrows: &[Arrow]) -> Layout {
    let mut boxes = vec![Rect::default(); tour.states.len()];
    // A child comes after its parent, so going backwards every box is sized before its parent.
    for number in (0..tour.states.len()).rev() {
        let title = tour.title(tour.name(number));
        let lines = wrap(&title, 24);
        let widest = lines.iter().map(|line| line.chars().count()).max().unwrap_or_default();
        let (inner_w, inner_h) = inside(tour, arrows, Some(number), &mut boxes);
        let own_w = (length(widest) * LETTER + 24).max(96);
        let own_h = length(lines.len()) * LINE + 20;
        if let Some(rect) = boxes.get_mut(number) {
            rect.w = if inner_w > 0 {
                (inner_w + 2 * AROUND).max(own_w)
            } else {
                own_w
            };
            rect.h = if inner_h > 0 { own_h + inner_h + AROUND } else { own_h };
        }
    }
    let (width, height) = inside(tour, arrows, None, &mut boxes);
    // Children stand relative to their parents until here.
    for number in 0..tour.states.len() {
        let parent = tour.states.get(number).and_then(|place| place.parent);
        let title = parent.map(|parent| length(wrap(&tour.title(tour.name(parent)), 24).len()) * LINE + 20);
        let from = parent.and_then(|parent| boxes.get(parent)).copied().unwrap_or_default();
        if let Some(rect) = boxes.get_mut(number) {
            rect.x += from.x + if parent.is_some() { AROUND } else { 0 };
            rect.y += from.y + title.unwrap_or_default();
        }
    }
    Layout { boxes, width, height }
}

/// Places the children of one parent relative to it; gives the size that they need.
fn inside(tour: &Tour<'_>, arrows: &[Arrow], parent: Option<usize>, boxes: &mut [Rect]) -> (i32, i32) {
    let children: Vec<usize> = (0..tour.states.len())
        .filter(|child| tour.states.get(*child).is_some_and(|place| place.parent == parent))
        .collect();
    if children.is_empty() {
        return (0, 0);
    }
    let child_of = |state: usize| tour.line(state).find(|up| children.contains(up));
    let edges: Vec<(usize, usize)> = arrows
        .iter()
        .filter_map(|arrow| Some((child_of(arrow.from)?, child_of(arrow.to)?)))
        .filter(|(from, to)| from != to)
        .collect();
    let parallel = parent
        .and_then(|number| tour.states.get(number))
        .is_some_and(|place| place.state.parallel);
    let layers = if parallel {
        vec![children]
    } else {
        layers(tour, parent, &children, &edges)
    };
    let size = |layer: &[usize], boxes: &[Rect]| {
        let rects = layer.iter().filter_map(|child| boxes.get(*child));
        let width: i32 = rects.clone().map(|rect| rect.w + BESIDE).sum();
        (width - BESIDE, rects.map(|rect| rect.h).max().unwrap_or_default())
    };
    let width = layers
        .iter()
        .map(|layer| size(layer, boxes).0)
        .max()
        .unwrap_or_default();
    let mut y = 0;
    for layer in &layers {
        let (own, height) = size(layer, boxes);
        let mut x = (width - own) / 2;
        for child in layer {
            if let Some(rect) = boxes.get_mut(*child) {
                // Of one height, so that an arrow that leaves one box does not cross its neighbour.
                (rect.x, rect.y, rect.h) = (x, y, height);
                x += rect.w + BESIDE;
            }
        }
        y += height + BETWEEN;
    }
    (width, y - BETWEEN)
}

/// Children by their distance from the beginning; each layer in the order of what leads to it.
fn layers(tour: &Tour<'_>, parent: Option<usize>, children: &[usize], edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let initial = match parent.and_then(|number| tour.states.get(number)) {
        None => tour.number(&tour.definition.initial),
        Some(place) => place.state.initial.as_deref().and_then(|first| tour.number(first)),
    };
    let first = initial
        .filter(|first| children.contains(first))
        .or_else(|| children.first().copied());
    let mut layers: Vec<Vec<usize>> = vec![first.into_iter().collect()];
    let mut placed: Vec<usize> = first.into_iter().collect();
    loop {
        let mut next: Vec<usize> = Vec::new();
        for from in layers.last().into_iter().flatten() {
            for (_, to) in edges.iter().filter(|(source, _)| source == from) {
                if !placed.contains(to) {
                    placed.push(*to);
                    next.push(*to);
                }
            }
        }
        if next.is_empty() {
            break;
        }
        layers.push(next);
    }
    let rest: Vec<usize> = children
        .iter()
        .copied()
        .filter(|child| !placed.contains(child))
        .collect();
    if !rest.is_empty() {
        layers.push(rest);
    }
    // A broad layer would make everything small: break it.
    layers
        .into_iter()
        .flat_map(|layer| layer.chunks(5).map(<[usize]>::to_vec).collect::<Vec<_>>())
        .collect()
}
