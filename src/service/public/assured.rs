//! What every process promises, how the promise holds on every way through it, and the certificate that says so: in plain
//! words, for everybody, made from the files that run.

use accord_engine::definition::{
    meant::Meant,
    model::{Definition, Guarantee, Need, Transition},
};

use crate::service::library::{Library, find_state, states};

/// A process with what it promises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assured {
    /// Its name in addresses.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// What is promised, and how that holds.
    pub promises: Vec<Promise>,
    /// The fingerprint of the rules.
    pub hash: String,
    /// How many situations were looked at.
    pub situations: usize,
    /// The version of the program that looked.
    pub checked_by: String,
}

/// Something promised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// As a person would say it.
    pub says: String,
    /// What was proved, in a sentence.
    pub how: String,
}

/// Every process that may run and promises something, by title.
pub fn all(library: &Library) -> Vec<Assured> {
    let mut out: Vec<Assured> = library
        .files
        .values()
        .filter(|file| file.is_proved())
        .filter_map(|file| {
            let (definition, certificate) = (file.definition.as_ref()?, file.certificate.as_ref()?);
            Some(Assured {
                name: definition.workflow.clone(),
                title: definition.title.clone(),
                promises: promises(library, definition),
                hash: certificate.definition_hash.clone(),
                situations: certificate.configurations,
                checked_by: certificate.checked_by.clone(),
            })
        })
        .filter(|one| !one.promises.is_empty())
        .collect();
    out.sort_by(|a, b| a.title.cmp(&b.title));
    out
}

/// What one process promises.
pub fn promises(library: &Library, definition: &Definition) -> Vec<Promise> {
    let one = |guarantee: &Guarantee| Promise {
        says: guarantee.says.trim().to_owned(),
        how: how(library, definition, guarantee),
    };
    definition.guarantees.iter().map(one).collect()
}

fn how(library: &Library, definition: &Definition, one: &Guarantee) -> String {
    if let Some(never) = &one.never {
        return format!(
            "Where time runs out at “{}”, it never comes to “{}” before a person has acted.",
            stage(definition, &never.lapse_of),
            stage(definition, &never.leads_to)
        );
    }
    let guarded = match (&one.before, &one.before_action) {
        (Some(state), _) => format!("it comes to “{}”", stage(definition, state)),
        (None, Some(event)) => format!("“{}” can be done", act(definition, event)),
        (None, None) => "it ends".to_owned(),
    };
    let said = |needs: &[Need], word: &str| {
        let all: Vec<String> = needs.iter().map(|need| needed(library, definition, need)).collect();
        all.join(word)
    };
    let all = [said(&one.needs_all, ", and "), said(&one.needs_any, ", or ")];
    let all: Vec<String> = all.into_iter().filter(|part| !part.is_empty()).collect();
    let since = match &one.since {
        Some(state) => format!(", each time after “{}”", stage(definition, state)),
        None => String::new(),
    };
    format!("On every way{since}, before {guarded}: {}.", all.join(", and "))
}

fn needed(library: &Library, definition: &Definition, need: &Need) -> String {
    match need {
        Need::Decided(decided) => {
            let state = find_state(definition, &decided.state);
            let question = state.and_then(|state| state.decision.as_ref()?.ask.clone());
            let question = question.unwrap_or_else(|| stage(definition, &decided.state));
            format!(
                "“{}” was decided, with the outcome “{}”",
                question.trim(),
                plain(&decided.outcome)
            )
        }
        Need::Entered(state) => format!("it was at “{}”", stage(definition, state)),
        Need::Taken(event) => format!("this was done: “{}”", act(definition, event)),
        Need::RanOut(state) => format!("the whole time of “{}” was given", stage(definition, state)),
        Need::Held(id) => match because(definition, id) {
            Some(because) => format!("it was checked that this is not so: “{}”", because.trim()),
            None => format!("the condition “{}” held", plain(id)),
        },
        Need::Linked(linked) => {
            let meant = definition.links.get(&linked.link).into_iter().flat_map(Meant::names);
            let others: Vec<&Definition> = meant
                .filter_map(|name| library.files.get(name)?.definition.as_ref())
                .collect();
            let (title, reached) = match others.as_slice() {
                [] => (plain(&linked.link), plain(&linked.reached)),
                [other] => (other.title.clone(), stage(other, &linked.reached)),
                // In each of several it is called what it is called there; the first says what is meant.
                [first, ..] => (plain(&linked.link), stage(first, &linked.reached)),
            };
            let same = if linked.same_hash {
                ", for the very text that is used"
            } else {
                ""
            };
            format!("“{title}” had come to “{reached}”{same}")
        }
    }
}

fn stage(definition: &Definition, name: &str) -> String {
    find_state(definition, name)
        .and_then(|state| state.title.clone())
        .unwrap_or_else(|| plain(name))
}

fn acts(definition: &Definition) -> impl Iterator<Item = (&String, &Transition)> {
    let inner = states(definition)
        .into_iter()
        .filter_map(|name| find_state(definition, name))
        .map(|state| &state.on);
    std::iter::once(&definition.on).chain(inner).flat_map(|on| {
        on.iter()
            .flat_map(|(event, all)| all.0.iter().map(move |one| (event, one)))
    })
}

fn act(definition: &Definition, event: &str) -> String {
    let mut all = acts(definition).filter(|(name, _)| *name == event);
    all.find_map(|(_, one)| one.title.clone())
        .unwrap_or_else(|| plain(event))
}

fn because(definition: &Definition, id: &str) -> Option<String> {
    let mut all = acts(definition).flat_map(|(_, one)| &one.when);
    all.find(|one| one.id == id).map(|one| one.because.clone())
}

fn plain(name: &str) -> String {
    name.replace(['_', '-'], " ")
}
