//! `workflows/question-sets/*.yaml`: what bidders are asked. An award rests on these numbers, so none of them may be
//! misspelt, left out or beyond its scale.

use std::collections::BTreeSet;

use super::{Shelf, judge::Faults, read};
use crate::domain::award::{asking::QuestionSet, eligibility::BeforeBidding};

/// Where they lie.
const FOLDER: &str = "workflows/question-sets";

/// Reads every set and judges it; every problem with its place.
pub(super) fn faults(shelf: &Shelf, criteria: &[String]) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, text) in shelf.list(FOLDER, ".yaml") {
        let path = format!("{FOLDER}/{name}.yaml");
        match read::<QuestionSet>(&path, text) {
            Ok(set) => {
                let mut out = Faults::of(shelf, &path);
                judge(name, &set, criteria, &mut out);
                lines.extend(out.lines());
            }
            Err(error) => lines.extend(error.to_string().lines().map(str::to_owned)),
        }
    }
    lines
}

/// What is wrong with a set.
fn judge(name: &str, set: &QuestionSet, criteria: &[String], out: &mut Faults) {
    if set.question_set != name {
        let what = format_args!(
            "The file is called `{name}`, and its set `{}`. Give both one name.",
            set.question_set
        );
        out.say("", what);
    }
    let most = u64::from(set.scale.max);
    out.between("scale.max", set.scale.max, 1, 100);
    if set.scale.words.len() < 2 {
        out.say("scale.words", "Say in words what the worst and the best mark mean.");
    }
    let mut before = None;
    for (index, step) in set.scale.words.iter().enumerate() {
        let at = format!("scale.words[{index}].score");
        out.between(&at, step.score, 0, most);
        if before.is_some_and(|before| step.score <= before) {
            out.say(&at, "Write each mark once, from the worst to the best.");
        }
        before = Some(step.score);
    }
    out.all_known(
        "tie_break",
        "question of this set called",
        &set.tie_break,
        set.criteria.keys(),
    );
    out.between("overall_minimum", set.overall_minimum, 0, 100);
    for (code, one) in &set.criteria {
        let at = format!("criteria.{code}");
        out.between(&format!("{at}.max_words"), one.max_words, 1, 10_000);
        out.between(&format!("{at}.weight"), one.weight, 0, 100);
        if let Some(key) = &one.key_criterion {
            out.known(
                &format!("{at}.key_criterion"),
                "criterion of a regime called",
                key,
                criteria,
            );
        }
        if let Some(least) = one.minimum {
            out.between(&format!("{at}.minimum"), least, 0, most);
        }
    }
    before_bidding(&set.before_bidding, out);
    let sum: u64 = set.criteria.values().map(|one| u64::from(one.weight)).sum();
    if sum != 100 {
        out.say(
            "criteria",
            format_args!("The weights are percent of the whole and add up to {sum}. Make them add up to 100."),
        );
    }
}

/// Whoever reads it decides by it, so nothing of it is left empty.
fn before_bidding(before: &BeforeBidding, out: &mut Faults) {
    let mut ids = BTreeSet::new();
    for (index, one) in before.checks.iter().enumerate() {
        let at = format!("before_bidding.checks[{index}]");
        if !ids.insert(&one.id) {
            out.say(
                &format!("{at}.id"),
                format_args!("`{}` is here twice. Give each check a name of its own.", one.id),
            );
        }
        let known = one
            .id
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if one.id.is_empty() || !known {
            out.say(
                &format!("{at}.id"),
                "Write a short name in small letters, such as `insurance`.",
            );
        }
        for (name, text) in [("ask", &one.ask), ("no", &one.no), ("mend", &one.mend)] {
            if text.trim().is_empty() {
                let what = "Whoever answers “no” reads what it means and what would mend it. Leave none of them empty.";
                out.say(&format!("{at}.{name}"), what);
            }
        }
    }
    for (index, need) in before.needs.iter().enumerate() {
        out.between(
            &format!("before_bidding.needs[{index}].minutes"),
            need.minutes,
            1,
            2_400,
        );
    }
}
