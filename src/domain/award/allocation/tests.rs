//! The allocation against every possible one.

use proptest::prelude::*;

use super::*;

fn request(bid: &str, lots: &[(&str, i64)]) -> Request {
    Request {
        bid: bid.to_owned(),
        lots: lots.iter().map(|(lot, score)| ((*lot).to_owned(), *score)).collect(),
        most_wanted: None,
        least_viable: 1,
    }
}

fn lots(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[track_caller]
fn check(lots: &[String], requests: &[Request], cap: u32, expected: &[(&str, &str)]) {
    let expected: Offers = expected
        .iter()
        .map(|(lot, bid)| ((*lot).to_owned(), (*bid).to_owned()))
        .collect();
    assert_eq!(allocate(lots, requests, cap).offers, expected);
}

#[test]
fn the_best_bid_has_the_lot() {
    check(
        &lots(&["north"]),
        &[request("a", &[("north", 70_00)]), request("b", &[("north", 71_00)])],
        4,
        &[("north", "b")],
    );
}

#[test]
fn the_cap_spreads_lots_and_says_so() {
    let (all, bids) = (
        lots(&["north", "south"]),
        [
            request("a", &[("north", 90_00), ("south", 80_00)]),
            request("b", &[("south", 60_00)]),
        ],
    );
    check(&all, &bids, 1, &[("north", "a"), ("south", "b")]);
    let result = allocate(&all, &bids, 1);
    assert_eq!(
        result.without_cap,
        BTreeMap::from([("south".to_owned(), Some("a".to_owned()))])
    );
    assert!(result.explanation["south"][0].contains("the most that one organisation may hold"));
}

#[test]
fn coverage_comes_before_score() {
    let bids = [
        request("a", &[("north", 90_00), ("south", 70_00)]),
        request("b", &[("north", 60_00)]),
    ];
    check(&lots(&["north", "south"]), &bids, 1, &[("north", "b"), ("south", "a")]);
}

#[test]
fn a_lot_that_nobody_wants_is_said_to_be_uncovered() {
    let result = allocate(&lots(&["north", "south"]), &[request("a", &[("north", 90_00)])], 4);
    assert_eq!(result.uncovered, ["south"]);
    assert!(result.explanation["south"][0].starts_with("No bid"));
}

#[test]
fn fewer_than_viable_is_none() {
    let mut big = request("big", &[("north", 90_00), ("south", 90_00)]);
    big.least_viable = 2;
    let small = request("small", &[("south", 95_00)]);
    check(
        &lots(&["north", "south"]),
        &[big.clone(), small.clone()],
        4,
        &[("north", "big"), ("south", "big")],
    );
    check(&lots(&["north", "south"]), &[big, small], 1, &[("south", "small")]);
}

/// Every way to give each lot to one of those who ask, or to nobody.
fn exhaustive(all: &[String], requests: &[Request], cap: u32) -> (usize, i128, i128) {
    let mut best = (0, 0, 0);
    let ways = requests.len() + 1;
    for mut code in 0..ways.pow(u32::try_from(all.len()).unwrap()) {
        let mut offers = Offers::new();
        let mut possible = true;
        for lot in all {
            let choice = code % ways;
            code /= ways;
            if let Some(request) = requests.get(choice) {
                possible &= request.lots.iter().any(|(name, _)| name == lot);
                offers.insert(lot.clone(), request.bid.clone());
            }
        }
        let fits = requests.iter().all(|one| {
            let held = held(&offers, &one.bid);
            held <= cap.min(one.most_wanted.unwrap_or(cap)) && (held == 0 || held >= one.least_viable)
        });
        if possible && fits {
            best = best.max(worth(&offers, requests));
        }
    }
    best
}

fn some_request(bid: usize) -> impl Strategy<Value = Request> {
    let order = Just(vec!["l0", "l1", "l2", "l3", "l4"]).prop_shuffle();
    (
        order,
        prop::collection::vec(60_00_i64..64_00, 5),
        0_usize..=5,
        prop::option::of(1_u32..4),
        1_u32..4,
    )
        .prop_map(move |(order, scores, count, most_wanted, least_viable)| Request {
            bid: format!("b{bid}"),
            lots: order
                .into_iter()
                .zip(scores)
                .take(count)
                .map(|(lot, score)| (lot.to_owned(), score))
                .collect(),
            most_wanted,
            least_viable,
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn no_other_allocation_is_better(a in some_request(0), b in some_request(1), c in some_request(2), cap in 1_u32..4) {
        let all = lots(&["l0", "l1", "l2", "l3", "l4"]);
        let requests = [a, b, c];
        let result = allocate(&all, &requests, cap);
        prop_assert!(result.exact);
        prop_assert_eq!(worth(&result.offers, &requests), exhaustive(&all, &requests, cap));
        for request in &requests {
            let held = held(&result.offers, &request.bid);
            prop_assert!(held == 0 || held >= request.least_viable);
        }
    }
}
