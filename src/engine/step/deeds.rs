//! What is done on the way: ops, effects and events of a file's `do`, `on_entry` and `on_exit`.

use std::collections::VecDeque;

use super::{judge::once_key, run::Run};
use crate::{
    chart::run::Raised,
    definition::model::{Do, Obligation, Start},
    effect::{Op, StartChild},
    guard,
    shared::{Shared, Word},
    snapshot::Brood,
    workflow::{Deed, Way},
};

impl Run<'_> {
    /// Does what a state or a transition says, in order.
    pub(super) fn perform(&mut self, deeds: &[Deed], state: &Word, raised: &mut VecDeque<Raised>) {
        for deed in deeds {
            match deed {
                Deed::Set(values) => {
                    for (name, expr) in values {
                        match guard::value(expr, &self.view()) {
                            Ok(value) => {
                                self.next.kept.to_mut().insert(name.clone(), value);
                            }
                            Err(fault) => self.incident(state, format!("`{name}` could not be set: {fault}")),
                        }
                    }
                }
                Deed::Send(kind) => self.emit(state, kind.clone()),
                Deed::Other(words) => self.perform_one(words, state, raised),
            }
        }
    }

    fn perform_one(&mut self, words: &Do, state: &Word, raised: &mut VecDeque<Raised>) {
        match words {
            // These became [`Deed::Send`] and [`Deed::Set`] when the workflow was compiled.
            Do::Email(_) | Do::Document(_) | Do::Notice(_) | Do::Tell(_) | Do::Set(_) => {}
            Do::Start(start) => self.start_beside(start, state),
            Do::Seal(form) => {
                self.next.sealed.to_mut().insert(form.clone());
                self.ops.push(Op::Seal { form: form.clone() });
            }
            Do::Unseal(form) => {
                self.next.sealed.to_mut().remove(form);
                self.ops.push(Op::Unseal { form: form.clone() });
            }
            Do::Claim(claim) => {
                let person = claim.people.is_empty().then(|| self.person()).flatten();
                let person = person.map(str::to_owned);
                self.ops.push(Op::Claim {
                    claim: claim.clone(),
                    person,
                });
            }
            Do::Obligation(obligation) => self.promise(obligation, state),
            Do::MoreTime(more) => self.give_time(more, state),
            Do::Raise(event) => raised.push_back(Raised::new(event.as_str())),
            Do::Run(rule) => self.ops.push(Op::Run {
                rule: rule.clone(),
                form: None,
            }),
            Do::RunWith(run) => self.ops.push(Op::Run {
                rule: run.rule.clone(),
                form: Some(run.form.clone()),
            }),
        }
    }

    /// Another workflow beside this one. It outlives the state in which it was started.
    fn start_beside(&mut self, start: &Start, state: &Word) {
        let bid = self.bid;
        let children: Vec<(String, String)> = match &start.collection {
            Some(collection) => self
                .known
                .collection(collection)
                .into_iter()
                .flatten()
                .map(|(key, title)| (key.clone(), title.clone()))
                .collect(),
            None => {
                let key = bid
                    .and_then(|bid| once_key(start, bid.actor))
                    .map_or_else(|| self.next.seq.to_string(), str::to_owned);
                vec![(key.clone(), key)]
            }
        };
        let brood = self.next.children.entry(start.name.as_str().into()).or_insert_with(|| {
            Shared::from(Brood {
                state: state.clone(),
                workflow: start.workflow.clone(),
                outlive: true,
                ..Brood::default()
            })
        });
        let brood = brood.to_mut();
        for (key, title) in children {
            if brood.members.insert(key.clone(), None).is_none() {
                self.ops.push(Op::StartChild(StartChild {
                    brood: start.name.clone(),
                    key,
                    title,
                    workflow: start.workflow.clone(),
                    person: bid.map(|bid| bid.actor.person.clone()),
                    submission: bid.and_then(|bid| Some(bid.submission?.id.clone())),
                    period: None,
                }));
            }
        }
    }

    /// A promise out of the form of this act; after a decision, out of every counted vote that came
    /// with that form.
    fn promise(&mut self, obligation: &Obligation, state: &str) {
        let mut made: Vec<(Option<String>, Option<String>)> = Vec::new();
        match self
            .submission()
            .filter(|submission| submission.form == obligation.from)
        {
            Some(submission) => made.push((Some(submission.id.clone()), self.person().map(str::to_owned))),
            None => made.extend(self.promises_of_votes(&obligation.from, state)),
        }
        for (submission, person) in made {
            self.ops.push(Op::Obligation {
                obligation: obligation.clone(),
                submission,
                person,
            });
        }
    }

    /// Keeps the answers that the form marks, for conditions and for the journal.
    pub(super) fn keep_answers(&mut self, way: &Way) {
        let (Some(name), Some(bid)) = (&way.collect, self.bid) else {
            return;
        };
        let Some(form) = self.workflow.definition.forms.get(name) else {
            return;
        };
        for field in form.fields.iter().filter(|field| field.keep) {
            if let Some(value) = bid.answers.get(&field.id) {
                let kept = self.next.kept.to_mut();
                kept.insert(format!("{name}.{}", field.id), value.clone());
            }
        }
    }
}
