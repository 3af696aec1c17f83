//! A reader who knows the rule and can try every table there could be learns no small number.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

const ROUNDED: Rule = Rule {
    least: 5,
    step: 5,
    least_base: 10,
    keep_possible: 2,
};
const EXACT: Rule = Rule { step: 1, ..ROUNDED };

fn equation(left: &[usize], right: &[usize]) -> Equation {
    Equation {
        left: left.to_vec(),
        right: right.to_vec(),
    }
}

/// A total, then its parts.
fn total(rule: Rule, parts: &[i64]) -> String {
    let mut cells = vec![parts.iter().sum::<i64>()];
    cells.extend(parts);
    let places: Vec<usize> = (1..=parts.len()).collect();
    said(rule, &cells, &[], &[equation(&[0], &places)])
}

fn said(rule: Rule, raw: &[i64], hidden: &[usize], equations: &[Equation]) -> String {
    let cells: Vec<Cell> = raw
        .iter()
        .enumerate()
        .map(|(place, raw)| Cell {
            raw: *raw,
            published: !hidden.contains(&place),
        })
        .collect();
    let shown = publish(rule, &cells, equations);
    let words = shown
        .iter()
        .map(|one| one.map_or_else(|| "-".to_owned(), |one| one.to_string()));
    words.collect::<Vec<_>>().join(", ")
}

#[track_caller]
fn check(rule: Rule, parts: &[i64], expected: &str) {
    assert_eq!(total(rule, parts), expected, "{parts:?}");
}

#[test]
fn large_numbers_are_shown_as_they_are() {
    check(ROUNDED, &[41, 35, 26], "100, 40, 35, 25");
    check(EXACT, &[41, 35, 26], "102, 41, 35, 26");
    check(ROUNDED, &[41, 0, 26], "65, 40, 0, 25");
}

#[test]
fn one_small_number_beside_large_ones_is_safe_when_they_are_rounded() {
    check(ROUNDED, &[41, 35, 3], "80, 40, 35, under 5");
    check(ROUNDED, &[12, 2], "15, 10, under 5");
}

#[test]
fn without_rounding_another_part_gives_way_where_it_must_and_the_total_stays() {
    check(EXACT, &[200, 40, 3], "243, 200, not shown, under 5");
    check(EXACT, &[200, 3], "203, not shown, under 5");
    check(EXACT, &[200, 40, 30, 3, 2], "275, 200, 40, 30, under 5, under 5");
}

#[test]
fn parts_that_would_add_up_to_a_small_number_are_not_all_shown() {
    // Four times "under 5" with a total "under 5" could only be 1, 1, 1, 1.
    check(ROUNDED, &[1, 1, 1, 1], "under 5, under 5, under 5, under 5, not shown");
    // 5, 1 and 1 are the only numbers that are shown as 5, under 5, under 5 and add up to about 5.
    let shown = total(ROUNDED, &[5, 1, 1]);
    assert!(shown.contains("not shown"), "{shown}");
}

#[test]
fn a_figure_that_is_worked_out_through_hidden_ones_counts_as_known() {
    // supported = opening + starters; opening + starters = closing + endings; only supported,
    // closing and endings are shown. 20 and 17 would tell that 3 people are left.
    let equations = [equation(&[0], &[1, 2]), equation(&[1, 2], &[3, 4])];
    let shown = said(EXACT, &[20, 12, 8, 17, 3], &[1, 2], &equations);
    assert_eq!(shown, "20, -, -, not shown, under 5");
}

/// Every table of so many numbers that add up to less than `most`.
fn tables(count: u32, most: i64) -> impl Iterator<Item = Vec<i64>> {
    (0..most.pow(count))
        .map(move |number| (0..count).map(|place| number / most.pow(place) % most).collect())
        .filter(move |table: &Vec<i64>| table.iter().sum::<i64>() < most)
}

/// Groups tables by what is published of them, and looks for a cell that is small in all tables of
/// a group and the same in all. Groups at the edge of what was tried are left out: they go on.
fn no_small_number_is_known(
    rule: Rule,
    tables: impl Iterator<Item = Vec<i64>>,
    edge: i64,
    published: impl Fn(&[i64]) -> Vec<Option<Shown>>,
) {
    let mut groups: BTreeMap<Vec<Option<Shown>>, Vec<Vec<i64>>> = BTreeMap::new();
    for table in tables {
        groups.entry(published(&table)).or_default().push(table);
    }
    let mut tried = 0;
    for (shown, tables) in &groups {
        if tables.iter().any(|table| table[0] >= edge) {
            continue;
        }
        tried += 1;
        for place in 0..tables[0].len() {
            let mut values: Vec<i64> = tables.iter().map(|table| table[place]).collect();
            values.sort_unstable();
            values.dedup();
            let small = values.iter().all(|value| (1..rule.least).contains(value));
            assert!(
                !small || values.len() >= 2,
                "cell {place} can only be {values:?} in {shown:?}"
            );
        }
    }
    assert!(tried > 5, "only {tried} groups were whole");
}

#[track_caller]
fn parts_keep_their_secret(rule: Rule, count: u32, most: i64) {
    let places: Vec<usize> = (1..=usize::try_from(count).unwrap()).collect();
    let equations = [equation(&[0], &places)];
    no_small_number_is_known(
        rule,
        tables(count, most).map(|parts| [vec![parts.iter().sum()], parts].concat()),
        most - rule.step,
        |table| {
            let cells = table.iter().map(|raw| Cell {
                raw: *raw,
                published: true,
            });
            publish(rule, &cells.collect::<Vec<_>>(), &equations)
        },
    );
}

#[test]
fn nobody_learns_a_small_part_from_a_rounded_total() {
    parts_keep_their_secret(ROUNDED, 2, 32);
    parts_keep_their_secret(ROUNDED, 3, 17);
}

#[test]
fn nobody_learns_a_small_part_from_an_exact_total() {
    parts_keep_their_secret(EXACT, 2, 20);
    parts_keep_their_secret(EXACT, 3, 12);
    parts_keep_their_secret(Rule { least: 4, ..EXACT }, 4, 9);
}

#[test]
fn nobody_learns_a_small_number_through_sums_that_share_their_parts() {
    // Two hosts report openings and starters; people supported are shown for each and for the city,
    // starters for the city alone.
    let equations = [
        equation(&[0], &[2, 3]),
        equation(&[2], &[4, 5]),
        equation(&[3], &[6, 7]),
        equation(&[1], &[5, 7]),
    ];
    for (rule, most) in [(ROUNDED, 14), (EXACT, 9)] {
        no_small_number_is_known(
            rule,
            tables(4, most).map(|n| {
                let (one, two) = (n[0] + n[1], n[2] + n[3]);
                vec![one + two, n[1] + n[3], one, two, n[0], n[1], n[2], n[3]]
            }),
            most - rule.step,
            |table| {
                let cells: Vec<Cell> = table
                    .iter()
                    .enumerate()
                    .map(|(place, raw)| Cell {
                        raw: *raw,
                        published: place < 4,
                    })
                    .collect();
                publish(rule, &cells, &equations)
            },
        );
    }
}

proptest! {
    #[test]
    fn a_number_that_is_shown_is_right(parts in prop::collection::vec(0_i64..60, 1..7), step in 1_i64..7) {
        let rule = Rule { step, ..ROUNDED };
        let raw = [vec![parts.iter().sum::<i64>()], parts].concat();
        let cells: Vec<Cell> = raw.iter().map(|raw| Cell { raw: *raw, published: true }).collect();
        let places: Vec<usize> = (1..raw.len()).collect();
        let shown = publish(rule, &cells, &[equation(&[0], &places)]);
        for (raw, shown) in raw.iter().zip(shown) {
            let shown = shown.unwrap();
            prop_assert!(shown == rule.count(*raw) || shown == Shown::Withheld);
        }
        // Where nothing is small, nothing is left out.
    }

    #[test]
    fn where_nothing_can_be_small_nothing_is_left_out(parts in prop::collection::vec(20_i64..60, 1..7)) {
        let raw = [vec![parts.iter().sum::<i64>()], parts].concat();
        let cells: Vec<Cell> = raw.iter().map(|raw| Cell { raw: *raw, published: true }).collect();
        let places: Vec<usize> = (1..raw.len()).collect();
        let shown = publish(ROUNDED, &cells, &[equation(&[0], &places)]);
        prop_assert!(shown.iter().all(|one| one.is_some_and(|one| one.number().is_some())));
    }
}
