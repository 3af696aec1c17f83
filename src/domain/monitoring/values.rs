//! Sets of whole numbers from 0 up, as a reader who puts two and two together would keep them.

/// So many that nobody counts them: "no upper end".
const ENDLESS: i64 = 1 << 40;

/// A set: ranges in order, apart from one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Values(Vec<(i64, i64)>);

impl Values {
    /// Every number: nothing is known.
    pub(super) fn any() -> Self {
        Self(vec![(0, ENDLESS)])
    }

    /// One range, ends included.
    pub(super) fn range(from: i64, to: i64) -> Self {
        Self(if from <= to { vec![(from, to)] } else { Vec::new() })
    }

    /// The range and everything above it.
    pub(super) fn from(from: i64) -> Self {
        Self::range(from, ENDLESS)
    }

    /// Ranges in any order.
    pub(super) fn of(mut ranges: Vec<(i64, i64)>) -> Self {
        ranges.retain(|(from, to)| from <= to);
        ranges.sort_unstable();
        let mut out: Vec<(i64, i64)> = Vec::with_capacity(ranges.len());
        for (from, to) in ranges {
            match out.last_mut() {
                Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
                _ => out.push((from, to)),
            }
        }
        Self(out)
    }

    /// Whether nothing is left.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a number is in it.
    pub(super) fn holds(&self, number: i64) -> bool {
        self.0.iter().any(|(from, to)| (*from..=*to).contains(&number))
    }

    /// The least number at or above one.
    pub(super) fn next(&self, at: i64) -> Option<i64> {
        let found = self.0.iter().find(|(_, to)| *to >= at)?;
        Some(found.0.max(at))
    }

    /// Its end, if it has one.
    pub(super) fn most(&self) -> Option<i64> {
        self.0.last().map(|(_, to)| *to).filter(|to| *to < ENDLESS / 2)
    }

    /// How many numbers it has, if all of them lie in a range.
    pub(super) fn count_within(&self, from: i64, to: i64) -> Option<i64> {
        let inside = self.0.iter().all(|(least, most)| *least >= from && *most <= to);
        inside.then(|| self.0.iter().map(|(least, most)| most - least + 1).sum())
    }

    /// What both have.
    pub(super) fn meet(&self, other: &Self) -> Self {
        if let ([(from, to)], [(least, most)]) = (self.0.as_slice(), other.0.as_slice()) {
            return Self::range(*from.max(least), *to.min(most));
        }
        let mut out = Vec::new();
        for (from, to) in &self.0 {
            for (least, most) in &other.0 {
                out.push((*from.max(least), *to.min(most)));
            }
        }
        Self::of(out)
    }

    /// What one has or the other.
    pub(super) fn join(&self, other: &Self) -> Self {
        Self::of(self.0.iter().chain(&other.0).copied().collect())
    }

    /// Every sum of a number of one and a number of the other.
    pub(super) fn plus(&self, other: &Self) -> Self {
        self.each(other, |(from, to), (least, most)| (from + least, to + most))
    }

    /// Every difference.
    pub(super) fn minus(&self, other: &Self) -> Self {
        self.each(other, |(from, to), (least, most)| (from - most, to - least))
    }

    fn each(&self, other: &Self, of: impl Fn((i64, i64), (i64, i64)) -> (i64, i64)) -> Self {
        let within = |n: i64| n.clamp(-ENDLESS, ENDLESS);
        if let ([one], [two]) = (self.0.as_slice(), other.0.as_slice()) {
            let (from, to) = of(*one, *two);
            return Self::range(within(from), within(to));
        }
        let pairs = self.0.iter().flat_map(|one| other.0.iter().map(|two| of(*one, *two)));
        Self::of(pairs.map(|(from, to)| (within(from), within(to))).collect())
    }
}
