//! Looking ahead, compared with trying every completion, on random decisions.

use indexmap::IndexMap;
use proptest::prelude::*;

use super::*;
use crate::definition::{
    model::{Decision, EachHouse, OutcomeRule},
    scalar::{Number, Share},
};

const OPTIONS: [&str; 5] = ["yes", "maybe", "no", "abstain", "stand_aside"];
const KEYS: [&str; 5] = ["yes", "no", "support", "doubt", "maybe"];

fn key() -> impl Strategy<Value = String> {
    (0_usize..KEYS.len()).prop_map(|index| KEYS[index].to_owned())
}

fn numbers() -> impl Strategy<Value = IndexMap<String, Number>> {
    proptest::collection::vec((key(), (0_u32..4).prop_map(Number::Of)), 0..3).prop_map(IndexMap::from_iter)
}

fn shares() -> impl Strategy<Value = IndexMap<String, Share>> {
    let share = (1_u32..5, 0_u32..4).prop_map(|(top, more)| Share::Of(top, top + more));
    proptest::collection::vec((key(), share), 0..3).prop_map(IndexMap::from_iter)
}

fn rule() -> impl Strategy<Value = OutcomeRule> {
    let house = proptest::option::of(prop_oneof!["a", "b"]);
    let quorum = proptest::option::of((0_u32..4).prop_map(Number::Of));
    let each = proptest::option::of((shares(), 0_u32..3, 0_u32..3));
    let including = proptest::option::of((0_u32..3).prop_map(Number::Of));
    (house, numbers(), numbers(), shares(), quorum, each, including).prop_map(
        |(house, any, all, share, quorum, each, including)| OutcomeRule {
            house,
            any,
            all,
            share,
            quorum,
            each_house: each.map(|(share, a, b)| EachHouse {
                share,
                quorum: IndexMap::from([("a".to_owned(), Number::Of(a)), ("b".to_owned(), Number::Of(b))]),
            }),
            including: including.into_iter().map(|number| ("x".to_owned(), number)).collect(),
        },
    )
}

fn decision(outcomes: Vec<OutcomeRule>) -> Decision {
    let mut decision: Decision = serde_saphyr::from_str(
        "
who: [x, y]
options: { yes: {}, maybe: {}, no: {}, abstain: {}, stand_aside: {} }
groups: { support: [yes, maybe], doubt: [maybe, no] }
outcomes: {}
otherwise: lapse
",
    )
    .unwrap();
    decision.outcomes = outcomes
        .into_iter()
        .enumerate()
        .map(|(index, rule)| (format!("o{index}"), rule))
        .collect();
    decision
}

fn ballot(electors: &[(bool, bool, usize)]) -> Ballot {
    let now = "2026-04-01T10:00:00Z".parse().unwrap();
    let mut ballot = Ballot {
        occurrence: 1,
        opened_at: now,
        electors: Shared::default(),
        bound_to: None,
        votes: Vec::new(),
        outcome: None,
    };
    for (index, (house, role, option)) in electors.iter().enumerate() {
        let person = format!("p{index}");
        ballot.electors.to_mut().push(Elector {
            person: person.clone(),
            roles: vec![if *role { "x" } else { "y" }.to_owned()],
            house: Some(if *house { "a" } else { "b" }.to_owned()),
            recused: None,
        });
        push(&mut ballot, &person, *option);
    }
    ballot
}

fn push(ballot: &mut Ballot, person: &str, option: usize) {
    if let Some(option) = OPTIONS.get(option) {
        let vote = Vote {
            person: person.to_owned(),
            cast_by: None,
            option: (*option).to_owned(),
            at: ballot.opened_at,
            on: None,
            submission: None,
            void: false,
            carried: Vec::new(),
        };
        ballot.votes.push(vote.into());
    }
}

/// The verdicts of every way in which these people may choose.
fn every(rules: &Decision, ballot: &Ballot, people: &[String]) -> Vec<Verdict> {
    let mut found = Vec::new();
    for number in 0..6_usize.pow(u32::try_from(people.len()).unwrap()) {
        let mut ballot = ballot.clone();
        let mut rest = number;
        for person in people {
            push(&mut ballot, person, rest % 6);
            rest /= 6;
        }
        let now = tally(rules, &ballot, &IndexMap::new()).unwrap().now;
        if !found.contains(&now) {
            found.push(now);
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn foresight_is_exact(rules in proptest::collection::vec(rule(), 1..4),
                          answered in proptest::collection::vec((any::<bool>(), any::<bool>(), 0_usize..5), 0..4),
                          silent in proptest::collection::vec((any::<bool>(), any::<bool>(), Just(9_usize)), 0..=3)) {
        let rules = decision(rules);
        let ballot = ballot(&[answered, silent].concat());
        let found = tally(&rules, &ballot, &IndexMap::new()).unwrap();
        let verdicts = every(&rules, &ballot, &found.waiting);
        let known = (verdicts.len() == 1).then(|| verdicts[0].clone());
        prop_assert_eq!(&found.known, &known, "{:?}", verdicts);

        // Reachable: all who are not recused are free, whatever they have said so far.
        let may: Vec<String> = ballot.electors.iter().map(|one| one.person.clone())
            .filter(|person| !found.recused.contains(person)).collect();
        if may.len() <= 3 {
            let mut blank = ballot.clone();
            blank.votes.retain(|vote| found.recused.contains(&vote.person));
            let any = every(&rules, &blank, &may).iter().any(|verdict| *verdict != Verdict::Otherwise);
            prop_assert_eq!(found.reachable, any);
        }
    }
}

#[test]
fn a_large_electorate_is_seen_through_at_once() {
    let rules = super::tests::sign_off();
    let electors: Vec<_> = (0..200).map(|n| (n % 2 == 0, n % 3 == 0, 9)).collect();
    let mut ballot = ballot(&electors);
    for elector in ballot.electors.to_mut() {
        let house = if elector.house.as_deref() == Some("a") {
            "lived_experience"
        } else {
            "vcse"
        };
        elector.house = Some(house.to_owned());
    }
    let found = tally(&rules, &ballot, &super::tests::settings()).unwrap();
    assert!(found.reachable && found.known.is_none());
}
