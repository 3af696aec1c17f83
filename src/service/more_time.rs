//! More time for a clock, where its workflow lets people take it.

use accord_engine::{
    deadline::TimerRole,
    definition::{
        model::Deadline,
        scalar::{Amount, Unit},
    },
};
use chrono::{DateTime, Utc};

use crate::service::{
    app::App,
    authority::Caller,
    fault::Fault,
    library::{clock_title, find_state},
    sight::{self, Seen},
    transition::{Answer, Ask, Command, Loaded},
};

/// A clock that somebody may give more time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extendable {
    /// The state.
    pub state: String,
    /// Which of its clocks.
    pub clock: String,
    /// The timer.
    pub timer: String,
    /// What runs out.
    pub what: String,
    /// When, as it stands.
    pub due_at: DateTime<Utc>,
    /// What may be chosen: the words of a file, and of people.
    pub choices: Vec<(String, String)>,
}

/// The clocks of an instance that this person may give more time now.
pub fn extendable(seen: &Seen, loaded: &Loaded) -> Vec<Extendable> {
    let mut out = Vec::new();
    if loaded.is_over() {
        return out;
    }
    for (id, timer) in &loaded.snapshot.timers {
        let Some(state) = find_state(&loaded.workflow.definition, &timer.state) else {
            continue;
        };
        let clock = match timer.clock.as_str() {
            "deadline" => state.deadline.as_ref(),
            named => state.clocks.get(named),
        };
        let extend = clock.and_then(|one| one.extend.as_ref());
        let (Some(extend), Some(due_at)) = (extend, timer.due_at) else {
            continue;
        };
        let held = extend.by.iter().any(|role| seen.actor.roles.contains(role));
        if !held || !matches!(timer.role, TimerRole::End(_)) || !timer.extensions.is_empty() {
            continue;
        }
        out.push(Extendable {
            state: timer.state.to_string(),
            clock: timer.clock.to_string(),
            timer: id.to_string(),
            what: clock_title(state, &timer.clock)
                .or_else(|| state.title.clone())
                .unwrap_or_default(),
            choices: choices(loaded, clock),
            due_at,
        });
    }
    out.retain(|one| !one.choices.is_empty());
    out
}

/// All that may be taken, and half of it.
fn choices(loaded: &Loaded, clock: Option<&Deadline>) -> Vec<(String, String)> {
    let most = clock.and_then(|one| one.extend.as_ref()).map(|extend| &extend.at_most);
    let found = match most {
        Some(Amount::Of(count, unit)) => Some((*count, *unit)),
        Some(Amount::Setting(name)) => {
            let value = loaded.snapshot.settings.get(name);
            value.and_then(|value| match value {
                accord_engine::value::Value::Amount(count, unit) => Some((*count, unit.0)),
                _ => None,
            })
        }
        None => None,
    };
    let Some((count, unit)) = found else { return Vec::new() };
    let mut counts = vec![count];
    if count > 1 {
        counts.insert(0, count.div_ceil(2));
    }
    counts
        .into_iter()
        .map(|count| (words_of_file(count, unit), words(count, unit)))
        .collect()
}

fn words_of_file(count: u32, unit: Unit) -> String {
    format!("{count} {}", unit.word())
}

fn words(count: u32, unit: Unit) -> String {
    let word = unit.word().replace('_', " ");
    let word = if count == 1 { word.trim_end_matches('s') } else { &word };
    format!("{count} {word} more")
}

/// The clock that a page is about.
///
/// # Errors
/// There is none that this person may give more time.
pub fn open(
    app: &App,
    alliance: &str,
    caller: &Caller,
    instance: &str,
    (state, clock): (&str, &str),
) -> Result<(Seen, Extendable), Fault> {
    app.reading(alliance, |desk| {
        let seen = sight::of_instance(desk, caller, instance)?;
        let loaded = seen.running.iter().find(|one| one.row.id == instance);
        let found = loaded.and_then(|loaded| {
            let mut all = extendable(&seen, loaded).into_iter();
            all.find(|one| one.state == state && one.clock == clock)
        });
        let found = found.ok_or(Fault::NotFound("page"))?;
        Ok((seen, found))
    })
}

/// Takes it.
///
/// # Errors
/// It is more than may be taken, or not this person's to take.
pub fn take(
    app: &App,
    alliance: &str,
    caller: &Caller,
    instance: &str,
    what: (&Extendable, &str, &str),
    key: Option<String>,
) -> Result<Answer, Fault> {
    let (clock, by, reason) = what;
    app.ask(Command {
        alliance: alliance.to_owned(),
        instance: instance.to_owned(),
        caller: caller.clone(),
        key,
        seen: None,
        ask: Ask::Extend {
            timer: clock.timer.clone(),
            by: by.to_owned(),
            reason: reason.to_owned(),
        },
    })
}
