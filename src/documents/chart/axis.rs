//! The axis of values: steps that people count in.

use crate::tree::{Number, Plot};

/// The steps of an axis from nought to at least the largest value.
pub(super) struct Axis {
    pub(super) step: i64,
    pub(super) top: i64,
}

impl Axis {
    /// Steps of 1, 2 or 5 times a power of ten, at most five of them.
    pub(super) fn of(plot: &Plot) -> Self {
        let largest = plot
            .series
            .iter()
            .flat_map(|s| &s.values)
            .flatten()
            .map(|n| n.thousandths())
            .max()
            .unwrap_or(0);
        // Counts of people have no halves.
        let whole = plot
            .series
            .iter()
            .flat_map(|s| &s.values)
            .flatten()
            .all(|n| n.thousandths() % 1000 == 0);
        let mut power: i64 = if whole { 1000 } else { 1 };
        loop {
            for step in [power, power * 2, power * 5] {
                if step * 5 >= largest {
                    let steps = (largest + step - 1) / step;
                    return Self {
                        step,
                        top: steps.max(1) * step,
                    };
                }
            }
            power *= 10;
        }
    }

    /// The marks, from nought up.
    pub(super) fn marks(&self) -> impl Iterator<Item = Number> + '_ {
        (0..=self.top / self.step).map(|n| Number::from_thousandths(n * self.step))
    }

    /// How much of `length` a value takes.
    pub(super) fn share(&self, value: Number, length: i64) -> i64 {
        i64::try_from(i128::from(value.thousandths()) * i128::from(length) / i128::from(self.top)).unwrap_or(length)
    }
}
