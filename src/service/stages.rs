//! The stages of a process, as a track shows them.

use accord_engine::{definition::model::State, shared::Word};
use chrono::{DateTime, Utc};

use crate::service::{record::Stage, transition::Loaded};

/// Where it has been (the last `before` of it), where it is, and where it goes from here if all goes
/// the first way that is waited for (`after` steps of it at most). Stages without a `title` are left out; of several with
/// one title there is one.
pub fn track(
    loaded: &Loaded,
    (before, after): (usize, usize),
    title: impl Fn(&State) -> Option<String>,
) -> Vec<(String, Stage)> {
    let (definition, snapshot) = (&loaded.workflow.definition, &loaded.snapshot);
    let mut been: Vec<(&Word, DateTime<Utc>)> = snapshot
        .entered
        .iter()
        .filter(|(name, _)| definition.states.contains_key(name.as_str()) && !snapshot.states.contains(name))
        .map(|(name, entry)| (name, entry.at))
        .collect();
    // What was passed at one instant stands in the order of the file, which is that of the process.
    been.sort_by_key(|(name, at)| (*at, definition.states.get_index_of(name.as_str())));
    let mut out: Vec<(String, Stage)> = Vec::new();
    let mut put = |name: &str, stage: Stage| {
        let Some(title) = definition.states.get(name).and_then(&title) else {
            return;
        };
        // Several states may have one public name; what is now counts for all of them.
        match out.iter_mut().find(|(known, _)| *known == title) {
            Some((_, known)) if stage == Stage::Now => *known = stage,
            Some(_) => {}
            None => out.push((title, stage)),
        }
    };
    for (name, _) in been.iter().skip(been.len().saturating_sub(before)) {
        put(name, Stage::Done);
    }
    let mut states = snapshot.states.iter();
    let Some(now) = states.find(|name| definition.states.contains_key(name.as_str())) else {
        return out;
    };
    put(now, Stage::Now);
    let mut next = now.as_str();
    let mut seen = vec![next];
    for _ in 0..after {
        let ways = definition
            .states
            .get(next)
            .into_iter()
            .flat_map(|state| state.on.values());
        // What nobody is waited for to do leads aside: it is shown once somebody has gone there.
        let ordinary = ways.flat_map(|all| &all.0).filter(|one| one.waits != Some(false));
        let targets = ordinary.filter_map(|one| one.to.as_deref());
        let mut ahead = targets.filter(|to| definition.states.contains_key(*to) && !snapshot.entered.contains_key(*to));
        let Some(to) = ahead.find(|to| !seen.contains(to)) else {
            break;
        };
        put(to, Stage::Ahead);
        seen.push(to);
        next = to;
    }
    out
}
