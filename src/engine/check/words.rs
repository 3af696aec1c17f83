//! Words for types, and the names that expressions read.

use std::collections::BTreeSet;

use super::tour::Tour;
use crate::definition::{
    model::{Do, FactType},
    scalar::{Amount, Number, Share},
};

/// A type, with its article.
pub fn fact(kind: FactType) -> &'static str {
    match kind {
        FactType::Boolean => "true or false",
        FactType::Integer => "a whole number",
        FactType::Money => "money",
        FactType::Text => "text",
        FactType::Date => "a date",
        FactType::Instant => "an instant",
        FactType::Texts => "a list of texts",
    }
}

/// A type, as it is written in a file.
pub fn fact_word(kind: FactType) -> &'static str {
    match kind {
        FactType::Boolean => "boolean",
        FactType::Integer => "integer",
        FactType::Money => "money",
        FactType::Text => "text",
        FactType::Date => "date",
        FactType::Instant => "instant",
        FactType::Texts => "texts",
    }
}

/// Every expression of a file, with its path.
pub fn all_expressions<'a>(tour: &Tour<'a>) -> Vec<(String, &'a str)> {
    let mut all = Vec::new();
    for way in &tour.ways {
        for (index, condition) in way.transition.when.iter().enumerate() {
            all.push((format!("{}.when[{index}].if", way.path), condition.test.as_str()));
        }
    }
    for deed in &tour.deeds {
        if let Do::Set(values) = deed.deed {
            all.extend(
                values
                    .iter()
                    .map(|(name, text)| (format!("{}.set.{name}", deed.path), text.as_str())),
            );
        }
    }
    for clock in &tour.clocks {
        all.extend(
            clock
                .clock
                .at
                .iter()
                .map(|text| (format!("{}.at", clock.path), text.as_str())),
        );
    }
    for place in &tour.states {
        if let Some(every) = &place.state.every {
            all.push((format!("{}.every.from", place.path), every.from.as_str()));
            all.push((format!("{}.every.until", place.path), every.until.as_str()));
        }
    }
    for (name, form) in &tour.definition.forms {
        for (index, field) in form.fields.iter().enumerate() {
            let path = format!("forms.{name}.fields[{index}].show_when");
            all.extend(field.show_when.iter().map(|text| (path.clone(), text.as_str())));
        }
    }
    all
}

/// The dotted words of every expression; more than its names, never fewer.
pub fn expressions(tour: &Tour<'_>) -> Vec<BTreeSet<String>> {
    all_expressions(tour)
        .into_iter()
        .map(|(_, text)| {
            let word = |c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.');
            text.split(word)
                .flat_map(|one| {
                    let shorter = one.rsplit_once('.').map(|(head, _)| head.to_owned());
                    std::iter::once(one.to_owned()).chain(shorter)
                })
                .collect()
        })
        .collect()
}

/// `settings.x` where amounts, numbers and shares name them.
pub fn amounts(tour: &Tour<'_>) -> BTreeSet<String> {
    uses(tour)
        .into_iter()
        .map(|(_, name, _)| format!("settings.{name}"))
        .collect()
}

/// What kind of setting is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Wanted {
    Amount,
    Number,
    Share,
}

/// Settings named outside expressions: path, name, and what is needed there.
pub fn uses<'a>(tour: &Tour<'a>) -> Vec<(String, &'a str, Wanted)> {
    let mut all = Vec::new();
    let mut amount = |path: String, one: &'a Amount| {
        if let Amount::Setting(name) = one {
            all.push((path, name.as_str(), Wanted::Amount));
        }
    };
    for deed in &tour.deeds {
        if let Do::MoreTime(more) = deed.deed {
            amount(format!("{}.more_time.by", deed.path), &more.by);
        }
    }
    for clock in &tour.clocks {
        if let Some(within) = &clock.clock.within {
            amount(format!("{}.within", clock.path), within);
        }
        for (index, left) in clock.clock.remind_with_left.iter().enumerate() {
            amount(format!("{}.remind_with_left[{index}]", clock.path), left);
        }
        if let Some(extend) = &clock.clock.extend {
            amount(format!("{}.extend.at_most", clock.path), &extend.at_most);
        }
    }
    for way in &tour.ways {
        if let Some(undo) = &way.transition.undo_within {
            amount(format!("{}.undo_within", way.path), undo);
        }
    }
    for place in &tour.states {
        let Some(decision) = &place.state.decision else {
            continue;
        };
        for (outcome, rule) in &decision.outcomes {
            let path = format!("{}.decision.outcomes.{outcome}", place.path);
            let counted = rule
                .any
                .iter()
                .map(|(key, number)| (format!("{path}.any.{key}"), number));
            let counted = counted.chain(
                rule.all
                    .iter()
                    .map(|(key, number)| (format!("{path}.all.{key}"), number)),
            );
            let counted = counted.chain(rule.quorum.iter().map(|number| (format!("{path}.quorum"), number)));
            let counted = counted.chain(
                rule.including
                    .iter()
                    .map(|(key, number)| (format!("{path}.including.{key}"), number)),
            );
            let each = rule.each_house.iter().flat_map(|each| each.quorum.iter());
            let counted = counted.chain(each.map(|(key, number)| (format!("{path}.each_house.quorum.{key}"), number)));
            for (path, number) in counted {
                if let Number::Setting(name) = number {
                    all.push((path, name.as_str(), Wanted::Number));
                }
            }
            let each = rule.each_house.iter().flat_map(|each| each.share.iter());
            let shares = rule
                .share
                .iter()
                .map(|(key, share)| (format!("{path}.share.{key}"), share));
            for (path, share) in
                shares.chain(each.map(|(key, share)| (format!("{path}.each_house.share.{key}"), share)))
            {
                if let Share::Setting(name) = share {
                    all.push((path, name.as_str(), Wanted::Share));
                }
            }
        }
    }
    all
}
