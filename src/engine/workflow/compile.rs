//! From the words of a file to a chart and what belongs to its nodes and edges.

use std::{collections::BTreeSet, fmt::Write as _};

use indexmap::IndexMap;
use sha2::{Digest as _, Sha256};

use super::{
    Clock, Deed, Place, Recurring, Test, Way, Workflow,
    layout::{Laid, lay_out},
};
use crate::{
    calendar::Calendar,
    chart::{Descriptor, NodeId, build::Builder, run::done_event},
    definition::{
        model::{Condition, Deadline, Definition, Do, State, Transition},
        scalar::Alternatives,
        vocabulary::Roles,
    },
    diagnostic::{Diagnostic, Severity},
    effect::EffectKind,
    guard::{self, Expr},
    shared::{Shared, Word},
};

/// The event, as a file writes it, that a state with children has come to its end.
const DONE: &str = "done";
/// What a transition without an event is called in a trace.
const ALWAYS: &str = "always";

/// Faults, as they are found.
#[derive(Default)]
pub(super) struct Faults(Vec<Diagnostic>);

impl Faults {
    pub(super) fn add(&mut self, path: &str, what: impl Into<String>) {
        self.0.push(Diagnostic {
            code: "WF0001".to_owned(),
            severity: Severity::Error,
            path: path.to_owned(),
            span: None,
            what: what.into(),
            why: None,
            mend: None,
        });
    }

    fn expr(&mut self, text: &str, path: &str) -> Option<Expr> {
        match guard::parse(text) {
            Ok(expr) => Some(expr),
            Err(error) => {
                self.add(path, error.message);
                None
            }
        }
    }
}

pub(super) fn compile(
    definition: Definition,
    calendar: Calendar,
    roles: Roles,
    templates: &IndexMap<String, String>,
) -> Result<Workflow, Vec<Diagnostic>> {
    let mut compiler = Compiler {
        facts: definition.facts.keys().cloned().collect(),
        links: definition.links.keys().cloned().collect(),
        ..Compiler::default()
    };
    let mut builder = Builder::new();
    let laid = lay_out(&definition, &mut builder, &mut compiler.faults);
    compiler.places.push(Place {
        title: definition.title.clone(),
        permits: definition.permits.clone(),
        ..Place::default()
    });
    for one in &laid {
        let place = compiler.place(one, &definition);
        compiler.places.push(place);
    }
    for one in &laid {
        compiler.ways_of(one, &laid, &mut builder);
    }
    for (event, alternatives) in &definition.on {
        let from = From {
            node: NodeId::ROOT,
            name: "",
            path: &format!("on.{event}"),
        };
        compiler.alternatives(&from, event, &alternatives.0, &laid, &mut builder);
    }
    let chart = builder.finish().map_err(|all| {
        for fault in all {
            compiler.faults.add("states", fault);
        }
    });
    let calendar_hash = Word::from(calendar.hash());
    let hash = hash(&definition, &calendar_hash, templates).into();
    match chart {
        Ok(chart) if compiler.faults.0.is_empty() => Ok(Workflow {
            definition,
            hash,
            calendar,
            calendar_hash,
            roles,
            chart,
            broods: broods(&compiler.places, &compiler.ways),
            places: compiler.places,
            ways: compiler.ways,
        }),
        Ok(_) | Err(()) => Err(compiler.faults.0),
    }
}

/// S19: comments and layout do not count, what is referred to does. Keys are sorted, as in any
/// `serde_json::Value`.
fn hash(definition: &Definition, calendar: &str, templates: &IndexMap<String, String>) -> String {
    let whole = serde_json::json!({ "definition": definition, "calendar": calendar, "templates": templates });
    let mut hex = String::new();
    for byte in Sha256::digest(canonical(&whole)) {
        let _infallible = write!(hex, "{byte:02x}");
    }
    hex
}

/// JSON with sorted keys, whatever the features of `serde_json` in the build.
fn canonical(value: &serde_json::Value) -> String {
    use serde_json::Value as J;
    match value {
        J::Object(map) => {
            let sorted: std::collections::BTreeMap<_, _> = map.iter().collect();
            let parts: Vec<String> = sorted
                .into_iter()
                .map(|(key, value)| format!("{}:{}", J::String(key.clone()), canonical(value)))
                .collect();
            format!("{{{}}}", parts.join(","))
        }
        J::Array(all) => format!("[{}]", all.iter().map(canonical).collect::<Vec<_>>().join(",")),
        J::Null | J::Bool(_) | J::Number(_) | J::String(_) => value.to_string(),
    }
}

#[derive(Default)]
struct Compiler {
    /// Names of facts, and of links, whose facts begin with them.
    facts: BTreeSet<String>,
    links: BTreeSet<String>,
    faults: Faults,
    places: Vec<Place>,
    ways: Vec<Way>,
}

/// Where a group of alternatives leaves from.
struct From<'a> {
    node: NodeId,
    name: &'a str,
    path: &'a str,
}

impl Compiler {
    fn place(&mut self, laid: &Laid<'_>, definition: &Definition) -> Place {
        let Laid { name, state, path, .. } = laid;
        let clocks = state
            .deadline
            .iter()
            .map(|words| ("deadline", words, format!("{path}.deadline")))
            .chain(
                state
                    .clocks
                    .iter()
                    .map(|(clock, words)| (clock.as_str(), words, format!("{path}.clocks.{clock}"))),
            )
            .map(|(clock, words, path)| self.clock(clock, words, &path))
            .collect();
        Place {
            name: (*name).into(),
            title: state.title.clone().unwrap_or_else(|| (*name).to_owned()),
            means: state.means.clone(),
            permits: state.permits.clone(),
            on_entry: self.deeds(&state.on_entry, &format!("{path}.on_entry")),
            on_exit: self.deeds(&state.on_exit, &format!("{path}.on_exit")),
            clocks,
            decision: state.decision.clone(),
            for_each: state.for_each.clone(),
            every: self.every(state, path),
            asks: asks(state),
            unseals: definition
                .forms
                .iter()
                .filter(|(_, form)| form.sealed_until.as_deref() == Some(name))
                .map(|(form, _)| form.clone())
                .collect(),
            outcome: state.final_outcome.clone(),
            can_pause: laid.can_pause,
        }
    }

    fn clock(&mut self, name: &str, words: &Deadline, path: &str) -> Clock {
        Clock {
            name: name.into(),
            then: words.then.as_ref().map(Word::from),
            words: words.clone(),
            at: words
                .at
                .as_ref()
                .and_then(|text| self.faults.expr(text, &format!("{path}.at"))),
        }
    }

    fn every(&mut self, state: &State, path: &str) -> Option<Recurring> {
        let words = state.every.as_ref()?;
        Some(Recurring {
            start: words.start.clone(),
            name: words.name.as_str().into(),
            each: words.each,
            from: self.faults.expr(&words.from, &format!("{path}.every.from"))?,
            until: self.faults.expr(&words.until, &format!("{path}.every.until"))?,
            outlive: words.outlive,
        })
    }

    fn deeds(&mut self, all: &[Do], path: &str) -> Vec<Deed> {
        all.iter()
            .enumerate()
            .map(|(index, deed)| match deed {
                Do::Set(values) => Deed::Set(
                    values
                        .iter()
                        .filter_map(|(name, text)| {
                            let path = format!("{path}[{index}].set.{name}");
                            Some((name.clone(), self.faults.expr(text, &path)?))
                        })
                        .collect(),
                ),
                Do::Email(email) => Deed::Send(EffectKind::Email(email.clone().into())),
                Do::Document(document) => Deed::Send(EffectKind::Document(document.clone().into())),
                Do::Notice(notice) => Deed::Send(EffectKind::Notice(notice.clone().into())),
                Do::Tell(tell) => Deed::Send(EffectKind::Tell(tell.clone().into())),
                other => Deed::Other(other.clone()),
            })
            .collect()
    }

    fn ways_of(&mut self, laid: &Laid<'_>, all: &[Laid<'_>], builder: &mut Builder) {
        for (event, Alternatives(alternatives)) in &laid.state.on {
            let from = From {
                node: laid.node,
                name: laid.name,
                path: &format!("{}.on.{event}", laid.path),
            };
            self.alternatives(&from, event, alternatives, all, builder);
        }
        let from = From {
            node: laid.node,
            name: laid.name,
            path: &format!("{}.always", laid.path),
        };
        self.alternatives(&from, ALWAYS, &laid.state.always, all, builder);
    }

    fn alternatives(
        &mut self,
        from: &From<'_>,
        event: &str,
        alternatives: &[Transition],
        all: &[Laid<'_>],
        builder: &mut Builder,
    ) {
        let first = alternatives.first();
        for (index, words) in alternatives.iter().enumerate() {
            let path = match alternatives {
                [_] => from.path.to_owned(),
                _ => format!("{}[{index}]", from.path),
            };
            let targets = match &words.to {
                None => Vec::new(),
                Some(to) => match all.iter().find(|laid| laid.name == to) {
                    Some(laid) => vec![laid.node],
                    None => {
                        self.faults
                            .add(&format!("{path}.to"), format!("There is no state `{to}`."));
                        Vec::new()
                    }
                },
            };
            let events = match event {
                ALWAYS => Vec::new(),
                DONE => vec![Descriptor::Exact(done_event(from.name))],
                _ => vec![Descriptor::Exact(event.to_owned())],
            };
            builder.edge(from.node, events, targets, false);
            let way = self.way(from, event, index, words, &path, first);
            self.ways.push(way);
        }
    }

    /// An `else` that does not say who, is for those whom the first alternative is for, with its form.
    fn way(
        &mut self,
        from: &From<'_>,
        event: &str,
        index: usize,
        words: &Transition,
        path: &str,
        first: Option<&Transition>,
    ) -> Way {
        let like = match first {
            Some(first) if words.otherwise && words.by.is_empty() => first,
            Some(_) | None => words,
        };
        let title = words.title.as_ref().or_else(|| first?.title.as_ref());
        Way {
            state: from.name.into(),
            event: event.into(),
            index,
            title: title.cloned().unwrap_or_else(|| event.replace('_', " ")),
            by: like.by.clone(),
            except: like.except.clone(),
            tests: words
                .when
                .iter()
                .enumerate()
                .filter_map(|(n, condition)| self.test(condition, &format!("{path}.when[{n}].if")))
                .collect(),
            collect: words.collect.clone().or_else(|| like.collect.clone()),
            requires_reason: words.requires_reason || like.requires_reason,
            needs_second: words.needs_second.clone().or_else(|| like.needs_second.clone()),
            undo_within: words.undo_within.clone(),
            to: words.to.clone(),
            deeds: self.deeds(&words.effects, &format!("{path}.do")),
        }
    }

    fn is_fact(&self, name: &str) -> bool {
        let head = name.split_once('.').map(|(head, _)| head);
        self.facts.contains(name) || head.is_some_and(|head| self.links.contains(head))
    }

    fn test(&mut self, condition: &Condition, path: &str) -> Option<Test> {
        let expr = self.faults.expr(&condition.test, path)?;
        let names = guard::names(&expr);
        Some(Test {
            id: condition.id.as_str().into(),
            reads_form: names.iter().any(|name| name.starts_with("form.")),
            reads_facts: names.iter().any(|name| self.is_fact(name)),
            expr,
            because: condition.because.clone(),
            mend: condition.mend.clone(),
        })
    }
}

/// Whom a state waits for. In a state with children, only where the file says so.
fn asks(state: &State) -> IndexMap<Word, Shared<Vec<String>>> {
    let mut asks: IndexMap<Word, Shared<Vec<String>>> = IndexMap::new();
    for (event, Alternatives(alternatives)) in &state.on {
        for words in alternatives {
            if words.waits.unwrap_or(state.states.is_empty()) && !words.by.is_empty() {
                let roles = asks.entry(event.into()).or_default().to_mut();
                for role in &words.by {
                    if !roles.contains(role) {
                        roles.push(role.clone());
                    }
                }
            }
        }
    }
    asks
}

/// Every name that a state or an act gives to children.
fn broods(places: &[Place], ways: &[Way]) -> BTreeSet<String> {
    let started = |deeds: &[Deed]| {
        deeds
            .iter()
            .filter_map(|deed| match deed {
                Deed::Other(Do::Start(start)) => Some(start.name.clone()),
                Deed::Other(_) | Deed::Send(_) | Deed::Set(_) => None,
            })
            .collect::<Vec<_>>()
    };
    let of_places = places.iter().flat_map(|place| {
        let mut names = started(&place.on_entry);
        names.extend(started(&place.on_exit));
        names.extend(place.for_each.iter().map(|children| children.name.clone()));
        names.extend(place.every.iter().map(|every| every.name.to_string()));
        names
    });
    of_places
        .chain(ways.iter().flat_map(|way| started(&way.deeds)))
        .collect()
}
