//! Tiles: how well each place is covered, in colour, in words, and with an edge for the grey printer.

use super::{Anchor, Drawing, Mil, Shape, count, fold, rectangle};
use crate::tone::Tone;
use crate::tree::{Cover, Tile};

pub(super) fn draw(tiles: &[Tile], width: Mil, size: Mil) -> Drawing {
    let gap = size * 4 / 5;
    let columns = (width / (size * 14)).clamp(1, 4);
    let wide = (width - gap * (columns - 1)) / columns;
    let inner = wide - size * 2;
    let mut shapes = Vec::new();
    let mut y = 0;
    for row in tiles.chunks(usize::try_from(columns).unwrap_or(1)) {
        let lines: Vec<[Vec<String>; 3]> = row
            .iter()
            .map(|t| {
                [
                    fold(&t.label, size, inner),
                    fold(t.cover.words(), size, inner),
                    fold(&t.note, size, inner),
                ]
            })
            .collect();
        let deepest = lines
            .iter()
            .map(|l| l.iter().map(Vec::len).sum::<usize>())
            .max()
            .unwrap_or(0);
        let high = count(deepest) * size * 13 / 10 + size * 3 / 2;
        for (at, (tile, lines)) in row.iter().zip(&lines).enumerate() {
            let x = count(at) * (wide + gap);
            let (fill, edge, bar) = match tile.cover {
                Cover::Full => (Tone::Tint, Tone::Series(0), wide),
                Cover::Part => (Tone::Paper, Tone::Series(0), wide / 2),
                Cover::None => (Tone::Paper, Tone::Quiet, 0),
            };
            shapes.push(rectangle(x, y, wide, high, fill, Some(edge)));
            if bar > 0 {
                shapes.push(rectangle(x, y, bar, size / 3, Tone::Series(0), None));
            }
            let mut line = y + size * 17 / 10;
            for (kind, texts) in lines.iter().enumerate() {
                for text in texts {
                    shapes.push(Shape::Words {
                        x: x + size,
                        y: line,
                        size,
                        anchor: Anchor::Start,
                        tone: if kind == 2 { Tone::Quiet } else { Tone::Ink },
                        bold: kind == 0,
                        text: text.clone(),
                    });
                    line += size * 13 / 10;
                }
            }
        }
        y += high + gap;
    }
    Drawing {
        width,
        height: (y - gap).max(0),
        shapes,
    }
}
