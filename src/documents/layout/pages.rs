//! Parting pieces into pages.
//!
//! A heading stays with what follows, a paragraph never leaves one line behind or takes one over, a row is parted only
//! if it is tall, and a table that goes on repeats its head.

use std::collections::VecDeque;

use super::Mil;
use super::piece::{Body, Piece, Row};

/// The pieces of one page.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) placed: Vec<Placed>,
}

/// A piece and where its top is, from the top of the text area.
#[derive(Debug)]
pub(crate) struct Placed {
    pub(crate) y: Mil,
    pub(crate) piece: Piece,
    /// A head shown again: furniture, not content.
    pub(crate) again: bool,
}

/// A row is parted only if it is taller than this share of a page (one so-manieth).
const TALL: Mil = 4;

/// Parts pieces into pages of that height. `heads` are the rows that rows refer to by [`Row::head`].
pub(crate) fn paginate(pieces: Vec<Piece>, height: Mil, heads: &[Row]) -> Vec<Page> {
    let mut parting = Parting {
        height,
        heads,
        pages: vec![Page::default()],
        y: 0,
        fresh: true,
    };
    let mut queue: VecDeque<Piece> = pieces.into();
    while let Some(piece) = queue.front() {
        if matches!(piece.body, Body::PageBreak) {
            queue.pop_front();
            parting.turn();
            continue;
        }
        let kept = queue
            .iter()
            .take_while(|p| p.keep && !matches!(p.body, Body::PageBreak))
            .count();
        // What asks to be kept with a page break has nothing to be kept with.
        let ends = queue.get(kept).is_none_or(|p| matches!(p.body, Body::PageBreak));
        parting.place(&mut queue, if ends { kept } else { kept + 1 });
    }
    let mut pages = parting.pages;
    while pages.len() > 1 && pages.last().is_some_and(|page| page.placed.is_empty()) {
        pages.pop();
    }
    pages
}

struct Parting<'h> {
    height: Mil,
    heads: &'h [Row],
    pages: Vec<Page>,
    y: Mil,
    /// Nothing but repeated heads stands on the page yet.
    fresh: bool,
}

impl Parting<'_> {
    /// Begins a new page, unless this one is empty.
    fn turn(&mut self) {
        if !self.fresh {
            self.pages.push(Page::default());
            self.y = 0;
            self.fresh = true;
        }
    }

    fn room(&self) -> Mil {
        self.height - self.y
    }

    /// Places the first pieces of the queue, which belong together, or as many of them as there is room for.
    fn place(&mut self, queue: &mut VecDeque<Piece>, group: usize) {
        let group = group.min(queue.len());
        self.repeat_head(queue.front());
        let mut needs = 0;
        for (at, piece) in queue.iter().take(group).enumerate() {
            needs += piece.height + if self.fresh && at == 0 { 0 } else { piece.before };
        }
        if needs <= self.room() {
            for _ in 0..group {
                self.put_first(queue);
            }
            return;
        }
        // A tall row at the end of the group may be parted, which often lets its heading stay on this page.
        let last = queue.get(group - 1);
        let tall = last.is_some_and(|p| matches!(p.body, Body::Row(_)) && p.height > self.height / TALL);
        let above = needs - last.map_or(0, |p| p.height);
        if tall && above < self.room() {
            let room = self.room() - above;
            if let Some((first, rest)) = parted(queue.get(group - 1), room, false) {
                for _ in 1..group {
                    self.put_first(queue);
                }
                self.put_parted(queue, first, rest);
                return;
            }
        }
        if !self.fresh {
            self.turn();
            return;
        }
        // More than a page belongs together: part it where it must be.
        match parted(queue.front(), self.room(), true) {
            Some((first, rest)) if queue.front().is_some_and(|p| p.height > self.room()) => {
                self.put_parted(queue, first, rest);
            }
            _ => self.put_first(queue),
        }
    }

    fn put_parted(&mut self, queue: &mut VecDeque<Piece>, first: Row, rest: Row) {
        let Some(whole) = queue.pop_front() else { return };
        let (ground, keep) = (whole.ground, whole.keep);
        queue.push_front(Piece {
            ground,
            keep,
            ..Piece::row(0, rest)
        });
        self.put(Piece {
            ground,
            bookmark: whole.bookmark,
            ..Piece::row(whole.before, first)
        });
        self.turn();
    }

    fn put_first(&mut self, queue: &mut VecDeque<Piece>) {
        if let Some(piece) = queue.pop_front() {
            self.put(piece);
        }
    }

    fn put(&mut self, piece: Piece) {
        // Space between blocks is nothing at the top of a page.
        let blank = piece.ground.is_none() && matches!(&piece.body, Body::Marks(marks) if marks.is_empty());
        if self.fresh && blank {
            return;
        }
        if !self.fresh {
            self.y += piece.before;
        }
        self.fresh = false;
        let (y, height) = (self.y, piece.height);
        self.y += height;
        if let Some(page) = self.pages.last_mut() {
            page.placed.push(Placed { y, piece, again: false });
        }
    }

    /// A page that begins with a row of a table begins with the head of that table.
    fn repeat_head(&mut self, next: Option<&Piece>) {
        let Some(Body::Row(row)) = next.map(|piece| &piece.body) else {
            return;
        };
        let Some(head) = row.head.and_then(|head| self.heads.get(head)) else {
            return;
        };
        if !self.fresh || self.y > 0 || head.height() > self.height / 3 {
            return;
        }
        let piece = Piece::row(0, head.clone());
        self.y = piece.height;
        if let Some(page) = self.pages.last_mut() {
            page.placed.push(Placed {
                y: 0,
                piece,
                again: true,
            });
        }
    }
}

fn parted(piece: Option<&Piece>, room: Mil, force: bool) -> Option<(Row, Row)> {
    match &piece?.body {
        Body::Row(row) => row.part(room, force),
        Body::Marks(_) | Body::PageBreak => None,
    }
}
