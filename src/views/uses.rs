//! Which parts of its records a text speaks of: what is put away with a letter holds those, and not all
//! that is known of a record. Less to carry, and less of others for anybody to come upon.

use std::collections::{BTreeMap, BTreeSet};

use handlebars::Template;
use serde_json::{Map, Value};

use super::{
    front,
    parts::Parts,
    paths,
    source::{Shelf, Source},
};

/// Fields by the object that they are of: `round` to `bids` and `lots`; nothing where the text takes the
/// object as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Uses(BTreeMap<String, Option<BTreeSet<String>>>);

impl Uses {
    /// Reads a template with its head and the pieces that it includes; nothing if it cannot be read.
    pub fn of(source: &Source, all: &[Source]) -> Option<Self> {
        let included = Parts::of(source, all).0;
        let mut partials = BTreeMap::new();
        for one in all.iter().filter(|one| one.shelf == Shelf::Partial) {
            if included.contains_key(&one.path) {
                partials.insert(one.name.clone(), Template::compile(&one.text).ok()?);
            }
        }
        let cut = front::cut(source).ok()?;
        let round_it = all.iter().filter(|one| one.shelf == Shelf::Layout);
        let round_it = round_it.filter(|one| included.contains_key(&one.path));
        let texts = cut.front.texts().map(|(_, text)| text);
        let texts = texts.chain(round_it.map(|one| one.text.as_str()));
        let mut out = Self::default();
        for text in [cut.body.as_str()].into_iter().chain(texts) {
            let template = Template::compile(text).ok()?;
            for used in paths::read(&template, &partials).uses {
                out.add(&used.path);
            }
        }
        Some(out)
    }

    fn add(&mut self, path: &[String]) {
        let mut steps = path.iter();
        let Some(object) = steps.next() else { return };
        let known = self.0.entry(object.clone()).or_insert_with(|| Some(BTreeSet::new()));
        match steps.next() {
            None => *known = None,
            Some(field) => {
                if let Some(fields) = known {
                    fields.insert(field.clone());
                }
            }
        }
    }

    /// A copy of an object without the lists and objects in it that the text does not speak of. What is one
    /// word stays: a text that is mended later may need it.
    pub fn kept(&self, object: &str, whole: &Value) -> Value {
        let none = Some(BTreeSet::new());
        match (self.0.get(object).unwrap_or(&none), whole) {
            (Some(fields), Value::Object(all)) => {
                let is_kept = |name: &String, value: &Value| {
                    fields.contains(name) || !matches!(value, Value::Array(_) | Value::Object(_))
                };
                let kept = all.iter().filter(|(name, value)| is_kept(name, value));
                Value::Object(
                    kept.map(|(name, value)| (name.clone(), value.clone()))
                        .collect::<Map<_, _>>(),
                )
            }
            _ => whole.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(body: &str, expected: &Value) {
        let head = "---\ncontext: round\nsubject: \"{{round.dates.opened_at}}\"\nclass: must_arrive\n---\n";
        let all = [
            Source::new("mail/a.md.hbs", &format!("{head}{body}")).unwrap(),
            Source::new("partials/each_lot.hbs", "{{#each lots}}{{name}}{{/each}}").unwrap(),
        ];
        let uses = Uses::of(&all[0], &all).expect("it can be read");
        let round = json!({ "title": "A", "lots": [1], "bids": [2], "dates": {}, "counts": {} });
        assert_eq!(uses.kept("round", &round), *expected, "{body}");
    }

    #[test]
    fn lists_that_nobody_reads_of_are_left_behind() {
        check("", &json!({ "title": "A", "dates": {} }));
        check(
            "{{#each round.bids}}{{name}}{{/each}}",
            &json!({ "title": "A", "dates": {}, "bids": [2] }),
        );
        check(
            "{{> each_lot round}}",
            &json!({ "title": "A", "lots": [1], "bids": [2], "dates": {}, "counts": {} }),
        );
        check(
            "{{#if (some @root.round.lots)}}x{{/if}}",
            &json!({ "title": "A", "lots": [1], "dates": {} }),
        );
    }
}
