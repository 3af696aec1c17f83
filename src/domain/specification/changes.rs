//! What changed between two texts, word by word, for people who are asked to look at it again.
//!
//! Paragraphs and points of lists are matched first, so that a moved word is looked for where it was
//! written; within two that belong together, words are.

use super::text::{paragraphs, points};

/// The most comparisons for one table: beyond it a text counts as written anew.
const MOST: usize = 4_000_000;
/// Two paragraphs belong together if they share so many hundredths of their words.
const ALIKE: usize = 40;

/// Where words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// In both texts.
    Same,
    /// In the new one only.
    Added,
    /// In the old one only.
    TakenOut,
}

/// Words that stand together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Where.
    pub mark: Mark,
    /// The words, with single spaces between them.
    pub text: String,
}

/// A paragraph, or a point of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// A point of a list.
    pub is_point: bool,
    /// Its words, in reading order; what was taken out stands before what was put in its place.
    pub pieces: Vec<Piece>,
}

/// What changed between two sections.
pub fn blocks(old: &str, new: &str) -> Vec<Block> {
    let (old, new) = (lines(old), lines(new));
    let mut out = Vec::new();
    let (mut from, mut to) = (0, 0);
    for (here, there) in common(&old, &new).into_iter().chain([(old.len(), new.len())]) {
        between(part(&old, from, here), part(&new, to, there), &mut out);
        if let Some(line) = old.get(here) {
            out.push(line.block(Mark::Same));
        }
        (from, to) = (here + 1, there + 1);
    }
    out
}

/// What changed between two lines of words.
pub fn words(old: &str, new: &str) -> Vec<Piece> {
    let old: Vec<&str> = old.split_whitespace().collect();
    let new: Vec<&str> = new.split_whitespace().collect();
    let mut out = Vec::new();
    let (mut from, mut to) = (0, 0);
    for (here, there) in common(&old, &new).into_iter().chain([(old.len(), new.len())]) {
        add(&mut out, Mark::TakenOut, part(&old, from, here));
        add(&mut out, Mark::Added, part(&new, to, there));
        add(&mut out, Mark::Same, part(&old, here, here + 1));
        (from, to) = (here + 1, there + 1);
    }
    out
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    is_point: bool,
    text: String,
}

impl Line {
    fn block(&self, mark: Mark) -> Block {
        let text = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        Block {
            is_point: self.is_point,
            pieces: vec![Piece { mark, text }],
        }
    }

    fn is_like(&self, other: &Self) -> bool {
        let (old, new) = (self.text.split_whitespace(), other.text.split_whitespace());
        let (old, new): (Vec<&str>, Vec<&str>) = (old.collect(), new.collect());
        let shared = common(&old, &new).len();
        self.is_point == other.is_point && shared * 200 >= ALIKE * (old.len() + new.len())
    }
}

fn lines(text: &str) -> Vec<Line> {
    let mut out = Vec::new();
    for paragraph in paragraphs(text) {
        if let Some((_, all)) = points(&paragraph) {
            out.extend(all.into_iter().map(|text| Line {
                is_point: true,
                text: text.to_owned(),
            }));
        } else {
            out.push(Line {
                is_point: false,
                text: paragraph,
            });
        }
    }
    out
}

/// Lines that are in neither text as they are: those that are alike are compared word by word.
fn between(old: &[Line], new: &[Line], out: &mut Vec<Block>) {
    let mut left = old;
    for line in new {
        let found = left.iter().position(|one| one.is_like(line));
        match found {
            Some(place) => {
                out.extend(left.iter().take(place).map(|one| one.block(Mark::TakenOut)));
                out.extend(left.get(place).map(|one| Block {
                    is_point: line.is_point,
                    pieces: words(&one.text, &line.text),
                }));
                left = part(left, place + 1, left.len());
            }
            None => out.push(line.block(Mark::Added)),
        }
    }
    out.extend(left.iter().map(|one| one.block(Mark::TakenOut)));
}

fn add(out: &mut Vec<Piece>, mark: Mark, words: &[&str]) {
    if words.is_empty() {
        return;
    }
    let text = words.join(" ");
    match out.last_mut() {
        Some(last) if last.mark == mark => {
            last.text.push(' ');
            last.text.push_str(&text);
        }
        _ => out.push(Piece { mark, text }),
    }
}

/// A part of a slice; what lies beyond its end is left out.
fn part<T>(all: &[T], from: usize, to: usize) -> &[T] {
    let to = to.min(all.len());
    all.get(from.min(to)..to).unwrap_or_default()
}

/// The places of the longest common subsequence, in both, in order.
pub(super) fn common<T: PartialEq>(old: &[T], new: &[T]) -> Vec<(usize, usize)> {
    let before = old.iter().zip(new).take_while(|(one, other)| one == other).count();
    let (rest_old, rest_new) = (part(old, before, old.len()), part(new, before, new.len()));
    let after = rest_old.iter().rev().zip(rest_new.iter().rev());
    let after = after.take_while(|(one, other)| one == other).count();
    let middle_old = part(rest_old, 0, rest_old.len() - after);
    let middle_new = part(rest_new, 0, rest_new.len() - after);
    let mut out: Vec<(usize, usize)> = (0..before).map(|place| (place, place)).collect();
    let middle = longest(middle_old, middle_new).into_iter();
    out.extend(middle.map(|(one, other)| (before + one, before + other)));
    let (end_old, end_new) = (old.len() - after, new.len() - after);
    out.extend((0..after).map(|place| (end_old + place, end_new + place)));
    out
}

/// The same by a table of lengths, filled in from the end.
fn longest<T: PartialEq>(old: &[T], new: &[T]) -> Vec<(usize, usize)> {
    let width = new.len() + 1;
    let size = (old.len() + 1).saturating_mul(width);
    if old.is_empty() || new.is_empty() || size > MOST {
        return Vec::new();
    }
    let mut table = vec![0_u32; size];
    let at = |table: &[u32], row: usize, column: usize| table.get(row * width + column).copied().unwrap_or(0);
    for (row, one) in old.iter().enumerate().rev() {
        for (column, other) in new.iter().enumerate().rev() {
            let best = if one == other {
                at(&table, row + 1, column + 1) + 1
            } else {
                at(&table, row + 1, column).max(at(&table, row, column + 1))
            };
            if let Some(cell) = table.get_mut(row * width + column) {
                *cell = best;
            }
        }
    }
    let mut out = Vec::new();
    let (mut row, mut column) = (0, 0);
    while let (Some(one), Some(other)) = (old.get(row), new.get(column)) {
        if one == other {
            out.push((row, column));
            (row, column) = (row + 1, column + 1);
        } else if at(&table, row + 1, column) >= at(&table, row, column + 1) {
            row += 1;
        } else {
            column += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests;
