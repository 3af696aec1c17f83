//! Rounds that hang by a thread, and rounds that do not.

use super::*;

fn rules(weights: [u32; 2]) -> Rules {
    let criterion = |id: &str, weight| Criterion {
        id: id.to_owned(),
        weight,
        max: 5,
        minimum: None,
    };
    Rules {
        criteria: vec![criterion("walk", weights[0]), criterion("led", weights[1])],
        whole: 100,
        tie_break: vec!["led".to_owned()],
        overall_minimum: 0,
        cap: 4,
        seed: None,
    }
}

fn entrant(bid: &str, walk: u32, led: u32) -> Entrant {
    Entrant {
        bid: bid.to_owned(),
        lots: vec!["north".to_owned()],
        most_wanted: None,
        least_viable: 1,
        marks: [("walk".to_owned(), walk), ("led".to_owned(), led)].into(),
        by_lot: BTreeMap::new(),
    }
}

/// A scorer, as `bid: walk, led`.
fn given(marks: &[(&str, u32, u32)]) -> Given {
    let each = |(bid, walk, led): &(&str, u32, u32)| {
        let of = |question: &str, mark| (((*bid).to_owned(), question.to_owned()), mark);
        [of("walk", *walk), of("led", *led)]
    };
    marks.iter().flat_map(each).collect()
}

/// The trials that would have changed who is offered the lot.
#[track_caller]
fn check(bids: &[Entrant], weights: [u32; 2], scorers: &[Given], expected: &[(Trial, Option<&str>)]) {
    let found = tried(&["north".to_owned()], bids, &rules(weights), scorers).unwrap();
    let changed: Vec<(Trial, Option<String>)> = found
        .into_iter()
        .filter_map(|one| Some((one.trial, one.others.into_iter().next()?.1)))
        .collect();
    let expected: Vec<(Trial, Option<String>)> = expected
        .iter()
        .map(|(trial, bid)| (trial.clone(), bid.map(str::to_owned)))
        .collect();
    assert_eq!(changed, expected);
}

#[test]
fn a_clear_winner_stays_whoever_is_left_out() {
    let scorers = [given(&[("a", 5, 5), ("b", 2, 2)]), given(&[("a", 4, 5), ("b", 3, 2)])];
    check(&[entrant("a", 5, 5), entrant("b", 2, 2)], [50, 50], &scorers, &[]);
}

#[test]
fn one_scorer_can_make_the_difference() {
    let scorers = [
        given(&[("a", 5, 5), ("b", 1, 1)]),
        given(&[("a", 3, 3), ("b", 4, 4)]),
        given(&[("a", 3, 3), ("b", 4, 4)]),
    ];
    check(
        &[entrant("a", 4, 4), entrant("b", 3, 3)],
        [50, 50],
        &scorers,
        &[(Trial::Without(0), Some("b"))],
    );
}

#[test]
fn a_weight_can_make_the_difference() {
    // 48 × 5 and 52 × 4 against 48 × 4 and 52 × 5, of which the second has four hundredths more.
    let bids = [entrant("a", 5, 4), entrant("b", 4, 5)];
    check(
        &bids,
        [48, 52],
        &[],
        &[
            (Trial::Heavier("walk".to_owned()), Some("a")),
            (Trial::Lighter("led".to_owned()), Some("a")),
        ],
    );
}

#[test]
fn scorers_who_stood_aside_from_a_bid_leave_means_exact() {
    // Two scored `a`, three scored `b`: thirds and halves meet on a scale six times as long.
    let scorers = [
        given(&[("a", 4, 4), ("b", 3, 3)]),
        given(&[("a", 3, 4), ("b", 4, 3)]),
        given(&[("b", 3, 5)]),
    ];
    check(
        &[entrant("a", 4, 4), entrant("b", 3, 3)],
        [50, 50],
        &scorers,
        &[(Trial::Without(0), Some("b"))],
    );
}

#[test]
fn an_answer_that_nobody_else_marked_is_not_tried() {
    let found = tried(
        &["north".to_owned()],
        &[entrant("a", 4, 4)],
        &rules([50, 50]),
        &[given(&[("a", 4, 4)])],
    )
    .unwrap();
    let without = |one: &&Finding| matches!(one.trial, Trial::Without(_));
    assert_eq!(found.iter().filter(without).count(), 0);
}
