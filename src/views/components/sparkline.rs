//! A small line: how one number went.

use serde::Serialize;

use super::{Component, bars::Measured};

/// A line over some periods, with the same in a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sparkline {
    /// What it shows: "People supported".
    pub caption: String,
    /// The last number, in words.
    pub now: String,
    /// How it went, in a sentence: "12, 15, 19 and 22 over four quarters."
    pub says: String,
    /// Points as SVG wants them, `0,24 40,18`; a gap where a number is not known begins a new line.
    pub lines: Vec<String>,
    /// Points that stand alone between gaps.
    pub dots: Vec<Point>,
    /// The last point, if it is known.
    pub end: Option<Point>,
}

/// A place in the drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Point {
    pub x: u64,
    pub y: u64,
}

const WIDTH: u64 = 150;
const HEIGHT: u64 = 32;
/// Around the line, so that its ends are not cut.
const EDGE: u64 = 6;

impl Sparkline {
    /// A line over numbers, oldest first, from nought to the greatest.
    pub fn new(caption: impl Into<String>, numbers: &[Measured]) -> Self {
        let most = numbers.iter().filter_map(|one| one.value).max().unwrap_or(1).max(1);
        let steps = u64::try_from(numbers.len()).unwrap_or(1).saturating_sub(1).max(1);
        let mut lines: Vec<Vec<Point>> = vec![Vec::new()];
        for (place, number) in (0_u64..).zip(numbers) {
            match (number.value, lines.last_mut()) {
                (Some(value), Some(line)) => line.push(Point {
                    x: EDGE + place * WIDTH / steps,
                    y: EDGE + HEIGHT - value * HEIGHT / most,
                }),
                _ => lines.push(Vec::new()),
            }
        }
        let end = lines.last().and_then(|line| line.last().copied());
        let dots = lines.iter().filter(|line| line.len() == 1).flatten().copied().collect();
        let lines = lines.iter().filter(|line| line.len() > 1).map(|line| {
            let points: Vec<String> = line.iter().map(|point| format!("{},{}", point.x, point.y)).collect();
            points.join(" ")
        });
        let said: Vec<String> = numbers
            .iter()
            .map(|one| format!("{}: {}", one.label, one.words))
            .collect();
        Self {
            caption: caption.into(),
            now: numbers.last().map(|one| one.words.clone()).unwrap_or_default(),
            says: format!("{}.", said.join("; ")),
            lines: lines.collect(),
            dots,
            end,
        }
    }
}

impl Component for Sparkline {
    const PARTIAL: &'static str = "ac-spark";
    const TITLE: &'static str = "Sparkline";
    const SAYS: &'static str =
        "How one number went over some quarters. The numbers are read out, and stand in the title.";

    fn samples() -> Vec<(&'static str, Self)> {
        let numbers = |values: &[Option<u64>]| {
            let quarters = ["July", "October", "January", "April"];
            let measured = quarters.iter().zip(values).map(|(quarter, value)| Measured {
                label: (*quarter).to_owned(),
                value: *value,
                words: value.map_or_else(|| "not known".into(), |value| value.to_string()),
                marked: false,
            });
            measured.collect::<Vec<_>>()
        };
        vec![
            (
                "whole",
                Self::new("People supported", &numbers(&[Some(12), Some(15), Some(19), Some(22)])),
            ),
            (
                "with a gap",
                Self::new(
                    "Hours of peer support",
                    &numbers(&[Some(310), None, Some(290), Some(402)]),
                ),
            ),
            (
                "nothing known",
                Self::new("People waiting", &numbers(&[None, None, None, None])),
            ),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(values: &[Option<u64>], expected: &[&str]) {
        let numbers: Vec<Measured> = values
            .iter()
            .map(|value| Measured {
                label: String::new(),
                value: *value,
                words: String::new(),
                marked: false,
            })
            .collect();
        assert_eq!(Sparkline::new("x", &numbers).lines, expected);
    }

    #[test]
    fn what_is_not_known_is_a_gap_and_never_nought() {
        check(&[Some(0), Some(10)], &["6,38 156,6"]);
        check(
            &[Some(10), Some(10), None, Some(5), Some(10)],
            &["6,6 43,6", "118,22 156,6"],
        );
        check(&[None, Some(3)], &[]);
        check(&[], &[]);
    }
}
