//! Rounds of two or three bids.

use super::*;

fn rules(seed: Option<&str>) -> Rules {
    let criterion = |id: &str, minimum| Criterion {
        id: id.to_owned(),
        weight: 50,
        max: 5,
        minimum,
    };
    Rules {
        criteria: vec![criterion("reach", Some(3)), criterion("led", None)],
        whole: 100,
        tie_break: vec!["led".to_owned()],
        overall_minimum: 60,
        cap: 4,
        seed: seed.map(str::to_owned),
    }
}

fn entrant(bid: &str, lots: &[&str], reach: u32, led: u32) -> Entrant {
    Entrant {
        bid: bid.to_owned(),
        lots: lots.iter().map(|lot| (*lot).to_owned()).collect(),
        most_wanted: None,
        least_viable: 1,
        marks: [("reach".to_owned(), reach), ("led".to_owned(), led)].into(),
        by_lot: BTreeMap::new(),
    }
}

fn lots(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[track_caller]
fn check(entrants: &[Entrant], seed: Option<&str>, lot: &str, offered: Option<&str>, tied: bool) {
    let outcome = work_out(&lots(&["north", "south"]), entrants, &rules(seed)).unwrap();
    let one = &outcome.lots[lot];
    assert_eq!((one.offered.as_deref(), one.tied), (offered, tied), "{one:?}");
}

#[test]
fn the_higher_score_has_the_lot_and_the_other_is_next() {
    let bids = [entrant("a", &["north"], 4, 4), entrant("b", &["north"], 5, 4)];
    check(&bids, None, "north", Some("b"), false);
    let outcome = work_out(&lots(&["north"]), &bids, &rules(None)).unwrap();
    let order = &outcome.lots["north"].order;
    assert_eq!(order.iter().map(|one| one.bid.as_str()).collect::<Vec<_>>(), ["b", "a"]);
    let next = next_in_line(order, &["b".to_owned()].into(), &BTreeMap::new(), 4);
    assert_eq!(next.as_deref(), Some("a"));
}

#[test]
fn equal_totals_go_by_the_published_order() {
    let bids = [entrant("a", &["north"], 5, 3), entrant("b", &["north"], 3, 5)];
    check(&bids, None, "north", Some("b"), false);
}

#[test]
fn what_nothing_decides_waits_for_a_draw() {
    let bids = [entrant("a", &["north"], 4, 4), entrant("b", &["north"], 4, 4)];
    let first = work_out(&lots(&["north"]), &bids, &rules(None)).unwrap();
    assert!(first.lots["north"].tied);
    let drawn = |seed| {
        let outcome = work_out(&lots(&["north"]), &bids, &rules(Some(seed))).unwrap();
        assert!(!outcome.lots["north"].tied);
        outcome.lots["north"].offered.clone()
    };
    assert_eq!(drawn("witnessed"), drawn("witnessed"));
    let both: BTreeSet<_> = ["1", "2", "3", "4", "5", "6", "7", "8"].map(drawn).into();
    assert_eq!(both.len(), 2, "a draw that always falls the same way is none");
}

#[test]
fn a_lot_that_nobody_wants_has_no_offer() {
    check(&[entrant("a", &["north"], 4, 4)], None, "south", None, false);
}

#[test]
fn who_misses_a_minimum_has_no_place() {
    let bids = [entrant("low", &["north"], 2, 5), entrant("poor", &["north"], 3, 2)];
    check(&bids, None, "north", None, false);
    let outcome = work_out(&lots(&["north"]), &bids, &rules(None)).unwrap();
    assert_eq!(outcome.lots["north"].order, []);
}

#[test]
fn whoever_needs_two_lots_has_two_or_none() {
    let needs_two = Entrant {
        least_viable: 2,
        ..entrant("a", &["north", "south"], 5, 4)
    };
    let offered = |names: &[&str]| -> Vec<Option<String>> {
        let outcome = work_out(&lots(names), std::slice::from_ref(&needs_two), &rules(None)).unwrap();
        names.iter().map(|lot| outcome.lots[*lot].offered.clone()).collect()
    };
    assert_eq!(offered(&["north"]), [None]);
    assert_eq!(
        offered(&["north", "south"]),
        [Some("a".to_owned()), Some("a".to_owned())]
    );
}

/// The same, with what it is marked for each lot beside: reach is answered for each.
fn local(bid: &str, led: u32, reach: &[(&str, u32)]) -> Entrant {
    Entrant {
        lots: reach.iter().map(|(lot, _)| (*lot).to_owned()).collect(),
        marks: [("led".to_owned(), led)].into(),
        by_lot: reach
            .iter()
            .map(|(lot, mark)| ((*lot).to_owned(), [("reach".to_owned(), *mark)].into()))
            .collect(),
        ..entrant(bid, &[], 0, 0)
    }
}

#[test]
fn a_lot_is_decided_by_its_own_total() {
    let bids = [
        local("a", 4, &[("north", 5), ("south", 3)]),
        local("b", 4, &[("north", 3), ("south", 5)]),
    ];
    check(&bids, None, "north", Some("a"), false);
    check(&bids, None, "south", Some("b"), false);
    let outcome = work_out(&lots(&["north", "south"]), &bids, &rules(None)).unwrap();
    let points = |lot: &str| -> Vec<(String, String)> {
        let order = outcome.lots[lot].order.iter();
        order.map(|one| (one.bid.clone(), one.points.clone())).collect()
    };
    let pair = |bid: &str, points: &str| (bid.to_owned(), points.to_owned());
    assert_eq!(points("north"), [pair("a", "90.00"), pair("b", "70.00")]);
    assert_eq!(points("south"), [pair("b", "90.00"), pair("a", "70.00")]);
}

#[test]
fn a_minimum_missed_in_one_lot_keeps_a_bid_in_the_other() {
    let bids = [
        local("a", 5, &[("north", 2), ("south", 4)]),
        local("b", 3, &[("north", 3), ("south", 3)]),
    ];
    check(&bids, None, "north", Some("b"), false);
    check(&bids, None, "south", Some("a"), false);
    let outcome = work_out(&lots(&["north", "south"]), &bids, &rules(None)).unwrap();
    assert_eq!(outcome.lots["north"].order.len(), 1, "a reached no place in the north");
}

#[test]
fn an_answer_for_a_lot_without_a_mark_is_missed() {
    let bids = [local("a", 5, &[("north", 4)])];
    let mut without = bids[0].clone();
    without.lots.push("south".to_owned());
    let error = work_out(&lots(&["north", "south"]), &[without], &rules(None));
    assert_eq!(error, Err(ScoringError::Missing("reach".to_owned())));
}
