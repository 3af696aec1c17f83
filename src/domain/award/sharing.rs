//! Bids shared out among evaluators, so that nobody reads more than they have time for, and every bid is read by
//! enough people, experts by experience among them (domain.md 5.11).

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

/// Somebody who scores.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// Who.
    pub person: String,
    /// An expert by experience.
    pub expert: bool,
    /// Bids that they may not read.
    pub barred: BTreeSet<String>,
}

/// How many read each bid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// In all.
    pub readers: usize,
    /// Of these, experts by experience at least.
    pub experts: usize,
}

/// A bid for which there are too few readers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TooFew {
    /// The bid.
    pub bid: String,
    /// Experts are what is missing.
    pub of_experts: bool,
}

/// Who reads which bid, each given with how many answers it has. Whoever has fewest answers to score is given the next,
/// in the order in which they are listed; the bids that the fewest may read come first, and of these the longest. The
/// same lists give the same shares.
///
/// # Errors
/// A bid has too few people who may read it.
pub fn share(
    bids: &[(String, usize)],
    readers: &[Reader],
    wanted: Wanted,
) -> Result<BTreeMap<String, Vec<String>>, TooFew> {
    let may = |bid: &str| -> Vec<&Reader> { readers.iter().filter(|one| !one.barred.contains(bid)).collect() };
    let mut order: Vec<&(String, usize)> = bids.iter().collect();
    order.sort_by_key(|(bid, answers)| (may(bid).len(), Reverse(*answers)));
    let mut load: BTreeMap<&str, usize> = BTreeMap::new();
    let mut out = BTreeMap::new();
    for (bid, answers) in order {
        let mut chosen: Vec<&Reader> = Vec::new();
        for (of_experts, count) in [(true, wanted.experts), (false, wanted.readers)] {
            while chosen.len() < count {
                let free = may(bid)
                    .into_iter()
                    .filter(|one| !chosen.iter().any(|known| known.person == one.person));
                let free = free.filter(|one| one.expert || !of_experts);
                let least = free.min_by_key(|one| load.get(one.person.as_str()).copied().unwrap_or(0));
                let Some(next) = least else {
                    let bid = bid.clone();
                    return Err(TooFew { bid, of_experts });
                };
                *load.entry(&next.person).or_default() += answers;
                chosen.push(next);
            }
        }
        let people = chosen.into_iter().map(|one| one.person.clone());
        out.insert(bid.clone(), people.collect());
    }
    Ok(out)
}

/// How long scoring so many answers takes, at so many minutes for each, in words; empty for none.
pub fn time_for(answers: usize, minutes_an_answer: u32) -> String {
    let each = usize::try_from(minutes_an_answer).unwrap_or(usize::MAX);
    let minutes = answers.saturating_mul(each);
    match (minutes, minutes.div_ceil(60)) {
        (0, _) => String::new(),
        (1..=60, _) => "about an hour".to_owned(),
        (_, hours) => format!("about {hours} hours"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(person: &str, expert: bool, barred: &[&str]) -> Reader {
        Reader {
            person: person.to_owned(),
            expert,
            barred: barred.iter().map(|bid| (*bid).to_owned()).collect(),
        }
    }

    fn bids(count: usize) -> Vec<(String, usize)> {
        (0..count).map(|number| (format!("b{number}"), 7)).collect()
    }

    /// The most and the fewest bids of one reader, and that each bid has whom it needs.
    #[track_caller]
    fn check(count: usize, readers: &[Reader], wanted: (usize, usize), expected: Result<(usize, usize), (&str, bool)>) {
        let wanted = Wanted {
            readers: wanted.0,
            experts: wanted.1,
        };
        let shared = share(&bids(count), readers, wanted);
        let found = shared
            .as_ref()
            .map_err(|few| (few.bid.as_str(), few.of_experts))
            .map(|shared| {
                for (bid, people) in shared {
                    let known: Vec<&Reader> = readers.iter().filter(|one| people.contains(&one.person)).collect();
                    assert_eq!(known.len(), wanted.readers, "{bid}");
                    assert!(known.iter().filter(|one| one.expert).count() >= wanted.experts, "{bid}");
                    assert!(known.iter().all(|one| !one.barred.contains(bid)), "{bid}");
                }
                let load = readers
                    .iter()
                    .map(|one| shared.values().filter(|people| people.contains(&one.person)).count());
                (load.clone().max().unwrap(), load.min().unwrap())
            });
        assert_eq!(found, expected);
    }

    #[test]
    fn shares_are_even_and_every_bid_has_its_experts() {
        let six = [
            reader("a", true, &[]),
            reader("b", true, &[]),
            reader("c", true, &[]),
            reader("d", true, &[]),
            reader("e", false, &[]),
            reader("f", false, &[]),
        ];
        check(60, &six, (3, 2), Ok((31, 29)));
        check(7, &six, (3, 2), Ok((4, 3)));
        check(1, &six[..3], (3, 2), Ok((1, 1)));
    }

    #[test]
    fn whoever_reads_a_long_bid_reads_fewer() {
        let two = [reader("a", false, &[]), reader("d", false, &[])];
        let bids: Vec<(String, usize)> = [("long", 20), ("b", 7), ("c", 7)]
            .map(|(bid, answers)| (bid.to_owned(), answers))
            .into();
        let wanted = Wanted { readers: 1, experts: 0 };
        let shared = share(&bids, &two, wanted).unwrap();
        let of = |bid: &str| shared[bid].first().map(String::as_str);
        assert_eq!((of("long"), of("b"), of("c")), (Some("a"), Some("d"), Some("d")));
    }

    #[test]
    fn whoever_is_barred_reads_others() {
        let four = [
            reader("a", true, &["b0"]),
            reader("b", true, &[]),
            reader("c", true, &[]),
            reader("d", false, &[]),
        ];
        check(4, &four, (3, 2), Ok((3, 3)));
        check(1, &four[..2], (2, 1), Err(("b0", false)));
        check(
            1,
            &[reader("a", true, &["b0"]), reader("d", false, &[])],
            (1, 1),
            Err(("b0", true)),
        );
    }

    #[test]
    fn time_is_said_in_hours() {
        let check = |answers, expected: &str| assert_eq!(time_for(answers, 10), expected);
        check(0, "");
        check(3, "about an hour");
        check(6, "about an hour");
        check(7, "about 2 hours");
        check(42, "about 7 hours");
    }
}
