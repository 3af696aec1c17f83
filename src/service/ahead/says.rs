//! One step that would happen, in sentences: titles, roles and headings, never names of a file.

use accord_engine::{
    deadline::TimerRole,
    definition::{
        model::{Definition, Email},
        near,
    },
    effect::{EffectKind, Move, Op},
    event::Event,
    step::Step,
};
use accord_store::{StoreError, people, subjects as subject_rows};

use crate::{
    service::{
        app::Desk,
        fault::Fault,
        library::{clock_title, find_state},
        transition::{
            Loaded,
            ahead::{Doubt, Happening, What},
        },
    },
    views::source::Shelf,
};

/// The most people that are named.
const NAMED: usize = 4;

/// A happening in sentences.
#[derive(Debug, Default)]
pub(super) struct Says {
    pub(super) what: String,
    pub(super) follows: Vec<String>,
    pub(super) because: Vec<String>,
    pub(super) unsure: Vec<String>,
}

/// Puts one into words.
///
/// # Errors
/// The store fails.
pub(super) fn of(desk: &mut Desk<'_>, one: &Happening) -> Result<Says, Fault> {
    let derived = one
        .timer()
        .and_then(|timer| timer.derive(&one.after.workflow.calendar).ok().flatten());
    let mut says = Says {
        what: what(desk, one),
        because: derived.map(|found| found.derivation).unwrap_or_default(),
        unsure: one.doubts.iter().map(|doubt| unsure(desk, doubt)).collect(),
        ..Says::default()
    };
    match &one.what {
        What::Step(step) => says.follows = follows(desk, one, step)?,
        What::Hidden(_) => says
            .unsure
            .push("What follows depends on the answers, which nobody sees before they are counted.".to_owned()),
        What::Stuck(_) => says
            .unsure
            .push("What comes of it cannot be known before: it depends on what people do until then.".to_owned()),
    }
    Ok(says)
}

/// What runs out, or what it hears of.
fn what(desk: &Desk<'_>, one: &Happening) -> String {
    let definition = &one.after.workflow.definition;
    let Some(timer) = one.timer() else {
        return match &one.what {
            What::Step(step) if step.entry.event.is_none() => format!("{} begins", definition.title),
            What::Step(_) | What::Hidden(_) | What::Stuck(_) => "It goes on by itself".to_owned(),
        };
    };
    let state = find_state(definition, &timer.state);
    let title = state
        .and_then(|one| one.title.clone())
        .unwrap_or_else(|| plain(&timer.state));
    let ask = state.and_then(|one| one.decision.as_ref()?.ask.clone());
    match &timer.role {
        TimerRole::Remind => format!("A reminder: {title}"),
        TimerRole::End(_) if ask.is_some() => format!("The time to decide is over: {}", ask.unwrap_or_default().trim()),
        TimerRole::End(_) | TimerRole::Send(_) => match state.and_then(|state| clock_title(state, &timer.clock)) {
            Some(clock) => clock,
            None => format!("The time is over: {title}"),
        },
        TimerRole::Period(_) => {
            let every = state.and_then(|one| one.every.as_ref());
            let next = every.and_then(|every| desk.app.library.title(&every.start));
            format!("The next is due: {}", next.unwrap_or_else(|| plain(&timer.clock)))
        }
        TimerRole::Release(_) => "What was done last can no longer be taken back".to_owned(),
    }
}

fn follows(desk: &mut Desk<'_>, one: &Happening, step: &Step) -> Result<Vec<String>, Fault> {
    let after = &one.after;
    let definition = &after.workflow.definition;
    let state = one.timer().and_then(|timer| find_state(definition, &timer.state));
    let is_decision = state.is_some_and(|state| state.decision.is_some());
    let mut out = moves(definition, step);
    for op in &step.entry.ops {
        out.extend(done(desk, definition, op));
    }
    let titles = Titles::of(desk, after)?;
    for effect in &step.entry.effects {
        out.extend(sent(desk, &titles, &effect.kind, is_decision)?);
    }
    if out.is_empty() && matches!(step.entry.event, Some(Event::Timer { .. })) {
        out.push("Nothing changes by it.".to_owned());
    }
    Ok(out)
}

/// Where it goes, through whatever it passes on the way.
fn moves(definition: &Definition, step: &Step) -> Vec<String> {
    let entered: Vec<(String, bool)> = step
        .entry
        .trace
        .moves
        .iter()
        .filter_map(|one| match one {
            Move::Entered(state) => {
                let found = find_state(definition, state)?;
                Some((found.title.clone()?, found.final_outcome.is_some()))
            }
            Move::Left(_) | Move::Took { .. } => None,
        })
        .collect();
    let Some((last, _)) = entered.last() else {
        return Vec::new();
    };
    vec![match step.snapshot.outcome.is_some() {
        true => format!("It ends: {last}."),
        false if entered.len() == 1 => format!("It goes on to: {last}."),
        false => {
            let way: Vec<&str> = entered.iter().map(|(title, _)| title.as_str()).collect();
            format!("It goes on to: {}.", way.join(", then "))
        }
    }]
}

/// What is done beside.
fn done(desk: &Desk<'_>, definition: &Definition, op: &Op) -> Option<String> {
    let library = &desk.app.library;
    let workflow = |name: &str| library.title(name).unwrap_or_else(|| plain(name));
    let form = |name: &str| {
        let found = definition.forms.get(name).and_then(|form| form.title.clone());
        found.unwrap_or_else(|| plain(name))
    };
    Some(match op {
        Op::StartChild(child) if child.title == child.key => format!("It begins: {}.", workflow(&child.workflow)),
        Op::StartChild(child) => format!("It begins: {}, {}.", workflow(&child.workflow), child.title),
        Op::EndChildren { keys, .. } => match keys.len() {
            1 => "What is still open below it ends with it.".to_owned(),
            many => format!("{many} things that are still open below it end with it."),
        },
        Op::Seal { form: name } => format!("Nobody can read any more: {}.", form(name)),
        Op::Unseal { form: name } => format!("It can be read from then on: {}.", form(name)),
        Op::Claim { .. } => "Whoever took part is offered a payment.".to_owned(),
        Op::Obligation { .. } => "The promises that came with the answers are written down.".to_owned(),
        Op::Run { rule, .. } => {
            let says = library.catalogue.rules.get(rule)?;
            format!("By rule: {}", says.trim())
        }
    })
}

/// What goes out.
fn sent(desk: &mut Desk<'_>, titles: &Titles, kind: &EffectKind, is_decision: bool) -> Result<Option<String>, Fault> {
    let heading = |desk: &Desk<'_>, shelf, name: &str| desk.app.library.heading(shelf, name, |kind| titles.get(kind));
    Ok(Some(match kind {
        EffectKind::Email(email) => {
            let subject = heading(desk, Shelf::Mail, &email.template);
            format!(
                "A letter to {}: “{subject}”{}",
                whom(desk, email),
                with(desk, titles, email)
            )
        }
        EffectKind::EmailPeople { template, people } => {
            let subject = heading(desk, Shelf::Mail, template);
            // Who has answered is not told before the answers are counted.
            let whom = match is_decision {
                true => "whoever has not answered by then".to_owned(),
                false => named(desk, people)?,
            };
            format!("A letter to {whom}: “{subject}”.")
        }
        EffectKind::Document(document) => {
            format!(
                "A document is made: {}.",
                heading(desk, Shelf::Document, &document.template)
            )
        }
        EffectKind::Notice(notice) => {
            format!(
                "A notice is published: {}.",
                heading(desk, Shelf::Notice, &notice.template)
            )
        }
        EffectKind::Incident { what } => format!("Somebody has to look at it: {what}"),
        // Whoever is told says so in a sentence of its own.
        EffectKind::Tell(_) => return Ok(None),
    }))
}

fn with(desk: &Desk<'_>, titles: &Titles, email: &Email) -> String {
    let library = &desk.app.library;
    let papers = email.attach.iter();
    let papers: Vec<String> = papers
        .map(|name| library.heading(Shelf::Document, name, |kind| titles.get(kind)))
        .collect();
    match papers.is_empty() {
        true => ".".to_owned(),
        false => format!(", with: {}.", near::list(&papers, "and")),
    }
}

/// Roles by their titles, audiences by the catalogue's words.
fn whom(desk: &Desk<'_>, email: &Email) -> String {
    let library = &desk.app.library;
    let names: Vec<String> = email
        .to
        .iter()
        .map(|name| {
            let role = library.roles.roles.get(name).map(|role| role.title.clone());
            let audience = || library.catalogue.audiences.get(name).map(|says| audience(says));
            role.or_else(audience).unwrap_or_else(|| plain(name))
        })
        .collect();
    near::list(&names, "and")
}

/// `Whoever is paid.` as part of a sentence.
fn audience(says: &str) -> String {
    let words = says.split(';').next().unwrap_or(says).trim().trim_end_matches('.');
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn named(desk: &mut Desk<'_>, ids: &[String]) -> Result<String, Fault> {
    let rows = people::several(desk.db, ids)?;
    let mut names: Vec<String> = rows.into_iter().map(|row| row.name).collect();
    names.sort();
    Ok(match names.len() {
        0 => "nobody".to_owned(),
        1..=NAMED => near::list(&names, "and"),
        many => format!("{many} people"),
    })
}

fn unsure(desk: &Desk<'_>, doubt: &Doubt) -> String {
    match doubt {
        Doubt::Rule(rule) => {
            let says = desk.app.library.catalogue.rules.get(rule);
            format!(
                "It depends on what comes of this before: {}",
                says.map_or_else(|| plain(rule), |text| text.trim().to_owned())
            )
        }
        Doubt::Begun(title) => format!("What becomes of what begins there is not looked at: {title}."),
    }
}

/// Titles of a record and of those above it, by kind.
struct Titles(Vec<(String, String)>);

impl Titles {
    fn of(desk: &mut Desk<'_>, after: &Loaded) -> Result<Self, Fault> {
        let mut out = vec![(after.record.kind.clone(), after.record.title.clone())];
        let mut next = after.record.parent_id.clone();
        while let Some(id) = next.take() {
            let row = match subject_rows::load(desk.db, &desk.alliance, &id) {
                Ok(row) => row,
                // One that would only begin by then has no row; what is above it is not looked for.
                Err(StoreError::NotFound { .. }) => break,
                Err(other) => return Err(other.into()),
            };
            out.push((row.kind, row.title));
            next = row.parent_id;
        }
        Ok(Self(out))
    }

    fn get(&self, kind: &str) -> Option<String> {
        // Letters call the record itself by what runs on it.
        let found = match kind {
            "instance" => self.0.first(),
            kind => self.0.iter().find(|(one, _)| one == kind),
        };
        found.map(|(_, title)| title.clone())
    }
}

fn plain(name: &str) -> String {
    name.replace('_', " ")
}
