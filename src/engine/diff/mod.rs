//! What changes between two versions of a workflow, for the people whom it touches.

use std::collections::BTreeMap;

use crate::{
    check::{explore::ground, tour::Tour},
    definition::{
        model::{Deadline, Definition},
        near,
    },
};

/// Sentences, in four groups.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// What can happen from now on.
    pub possible: Vec<String>,
    /// What can no longer happen.
    pub impossible: Vec<String>,
    /// Who, when, under which condition, with what consequence.
    pub changed: Vec<String>,
    /// What is promised, and no longer.
    pub promises: Vec<String>,
}

impl Difference {
    /// Whether nothing that matters to anybody has changed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// As text.
    pub fn text(&self) -> String {
        let groups = [
            ("What becomes possible", &self.possible),
            ("What becomes impossible", &self.impossible),
            ("What changes", &self.changed),
            ("What is promised", &self.promises),
        ];
        let written: Vec<String> = groups
            .iter()
            .filter(|(_, lines)| !lines.is_empty())
            .map(|(title, lines)| {
                format!(
                    "{title}:\n{}\n",
                    lines.iter().map(|line| format!("- {line}\n")).collect::<String>()
                )
            })
            .collect();
        if written.is_empty() {
            "Nothing changes for anybody.\n".to_owned()
        } else {
            written.join("\n")
        }
    }
}

/// Compares two versions of one workflow.
pub fn diff(old: &Definition, new: &Definition) -> Difference {
    let (old, new) = (Tour::of(old), Tour::of(new));
    let mut out = Difference::default();
    states(&old, &new, &mut out);
    ways(&old, &new, &mut out);
    clocks(&old, &new, &mut out);
    decisions(&old, &new, &mut out);
    settings(&old, &new, &mut out);
    forms(&old, &new, &mut out);
    promises(&old, &new, &mut out);
    out
}

fn states(old: &Tour<'_>, new: &Tour<'_>, out: &mut Difference) {
    for place in &new.states {
        match old.state(place.id) {
            None => out.possible.push(format!("It can be \"{}\".", new.title(place.id))),
            Some(before) => {
                let (was, is) = (old.title(place.id), new.title(place.id));
                if was != is {
                    out.changed.push(format!("\"{was}\" is now called \"{is}\"."));
                }
                if before.state.permits != place.state.permits {
                    out.changed
                        .push(format!("In \"{is}\", who may do which other work has changed."));
                }
                if before.state.on_entry != place.state.on_entry || before.state.on_exit != place.state.on_exit {
                    out.changed.push(format!(
                        "What is sent or done on entering or leaving \"{is}\" has changed."
                    ));
                }
            }
        }
    }
    for place in old.states.iter().filter(|place| new.state(place.id).is_none()) {
        out.impossible
            .push(format!("It can no longer be \"{}\".", old.title(place.id)));
    }
    if old.definition.initial != new.definition.initial {
        out.changed
            .push(format!("It begins with \"{}\".", new.title(&new.definition.initial)));
    }
}

/// From, event and target: what a step is for the people who see it.
type Key<'a> = (&'a str, &'a str, Option<&'a str>);

fn keyed<'a>(tour: &Tour<'a>) -> BTreeMap<Key<'a>, Vec<crate::check::tour::Way<'a>>> {
    let mut all: BTreeMap<Key<'a>, Vec<crate::check::tour::Way<'a>>> = BTreeMap::new();
    for way in &tour.ways {
        let from = way.from.map_or("", |number| tour.name(number));
        let key = (from, way.event.unwrap_or("always"), way.transition.to.as_deref());
        all.entry(key).or_default().push(way.clone());
    }
    all
}

fn sentence(tour: &Tour<'_>, key: Key<'_>, way: &crate::check::tour::Way<'_>) -> String {
    let by: Vec<String> = ground::by(tour, way)
        .iter()
        .map(|role| role.replace('_', " "))
        .collect();
    let who = if by.is_empty() {
        "the workflow itself".to_owned()
    } else {
        format!("the {}", near::list(&by, "or"))
    };
    let what = way.transition.title.clone().unwrap_or_else(|| key.1.replace('_', " "));
    let from = if key.0.is_empty() {
        "in every state".to_owned()
    } else {
        format!("in \"{}\"", tour.title(key.0))
    };
    let to = key
        .2
        .map(|to| format!(", which leads to \"{}\"", tour.title(to)))
        .unwrap_or_default();
    format!("{from}, {who}: \"{what}\"{to}")
}

fn ways(old: &Tour<'_>, new: &Tour<'_>, out: &mut Difference) {
    let (before, after) = (keyed(old), keyed(new));
    for (key, all) in &after {
        match (before.get(key), all.first()) {
            (None, Some(way)) => out.possible.push(upper(&format!("{}.", sentence(new, *key, way)))),
            (Some(was), Some(_)) => {
                for (one, other) in was.iter().zip(all) {
                    changed_way((old, one), (new, other), *key, out);
                }
            }
            (_, None) => {}
        }
    }
    for (key, all) in before.iter().filter(|(key, _)| !after.contains_key(*key)) {
        if let Some(way) = all.first() {
            out.impossible.push(upper(&format!("{}.", sentence(old, *key, way))));
        }
    }
}

type Side<'t, 'a> = (&'t Tour<'a>, &'t crate::check::tour::Way<'a>);

fn changed_way(old: Side<'_, '_>, new: Side<'_, '_>, key: Key<'_>, out: &mut Difference) {
    let (was, is) = (old.1.transition, new.1.transition);
    let place = sentence(new.0, key, new.1);
    let (by_was, by_is) = (ground::by(old.0, old.1), ground::by(new.0, new.1));
    for role in by_is.iter().filter(|role| !by_was.contains(role)) {
        out.possible
            .push(format!("The {} may now do this too: {place}.", role.replace('_', " ")));
    }
    for role in by_was.iter().filter(|role| !by_is.contains(role)) {
        out.impossible.push(format!(
            "The {} may no longer do this: {place}.",
            role.replace('_', " ")
        ));
    }
    for condition in &is.when {
        match was.when.iter().find(|one| one.id == condition.id) {
            None => out
                .impossible
                .push(format!("{} unless `{}`.", upper(&place), condition.test)),
            Some(before) if before.test != condition.test => {
                out.changed.push(format!(
                    "{}: the condition `{}` is now `{}`.",
                    upper(&place),
                    before.test,
                    condition.test
                ));
            }
            Some(_) => {}
        }
    }
    for condition in was
        .when
        .iter()
        .filter(|one| !is.when.iter().any(|other| other.id == one.id))
    {
        out.possible
            .push(format!("{} even if not `{}`.", upper(&place), condition.test));
    }
    let mut say = |changed: bool, what: &str| {
        if changed {
            out.changed.push(format!("{}: {what}.", upper(&place)));
        }
    };
    say(was.except != is.except, "who must step aside has changed");
    say(
        was.needs_second != is.needs_second,
        match &is.needs_second {
            Some(_) => "a second person must now confirm, or another one",
            None => "no second person confirms any more",
        },
    );
    say(
        was.requires_reason != is.requires_reason,
        if is.requires_reason {
            "a reason is now asked for"
        } else {
            "no reason is asked for any more"
        },
    );
    say(was.collect != is.collect, "the form to fill in has changed");
    say(
        was.undo_within != is.undo_within,
        "how long it can be taken back has changed",
    );
    say(was.effects != is.effects, "what is sent or done then has changed");
}

/// A clock without what it is called.
fn counted(clock: &Deadline) -> Deadline {
    Deadline {
        title: None,
        ..clock.clone()
    }
}

fn clocks(old: &Tour<'_>, new: &Tour<'_>, out: &mut Difference) {
    let find = |tour: &Tour<'_>, state: &str, name: &str| -> Option<Deadline> {
        let clock = tour
            .clocks
            .iter()
            .find(|clock| clock.name == name && tour.name(clock.of) == state)?;
        Some(counted(clock.clock))
    };
    let length = |clock: &Deadline| {
        let within = clock.within.as_ref().map(|amount| amount.to_string().replace('_', " "));
        within
            .or_else(|| clock.rule.clone())
            .or_else(|| clock.at.clone())
            .unwrap_or_default()
    };
    for clock in &new.clocks {
        let state = new.name(clock.of);
        let title = new.title(state);
        match find(old, state, clock.name) {
            None if old.state(state).is_some() => {
                out.changed
                    .push(format!("\"{title}\" now has a time of {}.", length(clock.clock)));
            }
            Some(was) if was != counted(clock.clock) => {
                let (a, b) = (length(&was), length(clock.clock));
                let what = if a == b {
                    "how its time is counted, reminded or extended has changed".to_owned()
                } else {
                    format!("its time was {a} and is now {b}")
                };
                out.changed.push(format!("\"{title}\": {what}."));
            }
            Some(_) | None => {}
        }
    }
    for clock in &old.clocks {
        let state = old.name(clock.of);
        if new.state(state).is_some() && find(new, state, clock.name).is_none() {
            out.changed.push(format!(
                "\"{}\" no longer has a time of {}.",
                new.title(state),
                length(clock.clock)
            ));
        }
    }
}

fn decisions(old: &Tour<'_>, new: &Tour<'_>, out: &mut Difference) {
    for place in &new.states {
        let was = old.state(place.id).and_then(|before| before.state.decision.as_ref());
        let (Some(was), Some(is)) = (was, &place.state.decision) else {
            continue;
        };
        let title = new.title(place.id);
        if was.who != is.who || was.except != is.except {
            out.changed.push(format!("Who decides in \"{title}\" has changed."));
        }
        if was.options != is.options || was.groups != is.groups {
            out.changed
                .push(format!("What may be answered in \"{title}\" has changed."));
        }
        for (outcome, rule) in &is.outcomes {
            if was.outcomes.get(outcome) != Some(rule) {
                out.changed.push(format!(
                    "In \"{title}\", what it takes for \"{}\" has changed.",
                    outcome.replace('_', " ")
                ));
            }
        }
        if was.count != is.count
            || was.binds != is.binds
            || was.carried_by != is.carried_by
            || was.blind != is.blind
            || was.electorate != is.electorate
        {
            out.changed
                .push(format!("How the answers in \"{title}\" are counted has changed."));
        }
    }
}

fn settings(old: &Tour<'_>, new: &Tour<'_>, out: &mut Difference) {
    for (name, is) in &new.definition.settings {
        if let Some(was) = old.definition.settings.get(name)
            && (was.default != is.default || was.min != is.min || was.max != is.max)
        {
            let words = name.replace('_', " ");
            let what = if was.default == is.default {
                "what it may be set to has changed".to_owned()
            } else {
                format!("it was {} and is now {}", was.default, is.default).replace('_', " ")
            };
            out.changed.push(format!("The setting \"{words}\": {what}."));
        }
    }
}

fn forms(old: &Tour<'_>, new: &Tour<'_>, out: &mut Difference) {
    for (name, is) in &new.definition.forms {
        let Some(was) = old.definition.forms.get(name) else {
            continue;
        };
        let title = is.title.clone().unwrap_or_else(|| name.replace('_', " "));
        for field in is
            .fields
            .iter()
            .filter(|field| !was.fields.iter().any(|other| other.id == field.id))
        {
            out.changed
                .push(format!("The form \"{title}\" now asks: \"{}\"", field.label));
        }
        for field in was
            .fields
            .iter()
            .filter(|field| !is.fields.iter().any(|other| other.id == field.id))
        {
            out.changed
                .push(format!("The form \"{title}\" no longer asks: \"{}\"", field.label));
        }
    }
}

fn promises(old: &Tour<'_>, new: &Tour<'_>, out: &mut Difference) {
    let (was, is) = (&old.definition.guarantees, &new.definition.guarantees);
    for one in is.iter().filter(|one| !was.contains(one)) {
        out.promises.push(format!("Now: {}", one.says.trim()));
    }
    for one in was.iter().filter(|one| !is.contains(one)) {
        out.promises.push(format!("No longer: {}", one.says.trim()));
    }
}

fn upper(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}
