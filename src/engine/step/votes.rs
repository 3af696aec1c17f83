//! Decisions inside a step: opening, voting, and the count (S9).

use std::collections::VecDeque;

use super::{
    judge::{Bid, Stage, Verdict, form_faults, in_words, over},
    run::{Mode, Run},
    view::View,
};
use crate::{
    chart::{NodeId, run::Raised},
    decision::{self, Ballot, Cast, Poll, Recusal, Verdict as Count},
    definition::model::{Count as When, Decision},
    effect::EffectKind,
    refusal::Reason,
    shared::{Shared, Word},
    snapshot::{Task, TaskKind, TaskStatus},
    workflow::Place,
};

/// Whether time has ended for the count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Time {
    Runs,
    Ended,
}

/// An open decision, as a view shows it.
pub(super) fn open_ballot<'a>(view: &View<'a>, place: &'a Place) -> Option<(&'a Decision, &'a Ballot)> {
    let ballot = view.snapshot.ballots.get(&place.name)?;
    let active = view.snapshot.states.contains(&place.name);
    let open = active && ballot.outcome.is_none();
    place.decision.as_ref().filter(|_| open).map(|rules| (rules, &**ballot))
}

/// Whether the person may give this answer in this decision, and if not, all the reasons.
pub(super) fn judge_vote(view: &View<'_>, place: &Place, option: &str, bid: &Bid<'_>, mode: Mode) -> Verdict {
    let mut verdict = Verdict::default();
    let mut no = |code, reason| verdict.reasons.push((code, reason));
    let Some((rules, ballot)) = open_ballot(view, place) else {
        no("closed", Reason::new("closed", "Nothing is being decided there now."));
        return verdict;
    };
    let Some(answer) = rules.options.get(option) else {
        no(
            "not_offered",
            Reason::new("option", format!("`{option}` is not one of the answers.")),
        );
        return verdict;
    };
    let voter = bid.actor.acting_for.as_ref().unwrap_or(&bid.actor.person);
    match ballot.electors.iter().find(|elector| elector.person == *voter) {
        None => {
            no("not_yours", super::judge::not_yours(view.workflow, &rules.who));
            return verdict;
        }
        Some(elector) if elector.recused.is_some() => {
            no(
                "blocked",
                Reason::new("recused", "You have stepped aside from this decision."),
            );
        }
        Some(_) => {}
    }
    for (name, why) in bid
        .actor
        .exclusions
        .iter()
        .filter(|(name, _)| rules.except.contains(name))
    {
        no("blocked", Reason::new(name.as_str(), why.as_str()));
    }
    let ended = over(view.snapshot, bid.received_at).find(|(state, event, _)| *state == place.name && event.is_none());
    if let Some((_, _, due)) = ended {
        let because = format!("The count closed at {}.", in_words(view, due));
        no("late", Reason::new("late", because));
    }
    if let Some(form) = &answer.collect
        && bid.stage == Stage::Sending
        && mode == Mode::Live
    {
        for reason in form_faults(view, form, bid) {
            no("form", reason);
        }
    }
    verdict
}

impl Run<'_> {
    /// Opens the decision of a state that is entered.
    pub(super) fn open_ballot(&mut self, node: NodeId, place: &Place, occurrence: u32, raised: &mut VecDeque<Raised>) {
        let Some(rules) = &place.decision else { return };
        let bound_to = rules.binds.as_ref().and_then(|name| self.known.hash(name)).cloned();
        let ballot = decision::open(rules, self.known.members(), occurrence, self.now, bound_to);
        let due_at = self.due_of(node);
        for elector in ballot.electors.iter().filter(|elector| elector.recused.is_none()) {
            let task = self.vote_task(place, &elector.person, due_at);
            self.put_task(task_id(place, occurrence, &elector.person), task);
        }
        self.next.ballots.insert(place.name.clone(), ballot.into());
        self.count(place, Time::Runs, raised);
    }

    fn vote_task(&self, place: &Place, person: &str, due_at: Option<chrono::DateTime<chrono::Utc>>) -> Task {
        Task {
            state: place.name.clone(),
            event: place.name.clone(),
            kind: TaskKind::Vote,
            roles: Shared::default(),
            person: Some(person.to_owned()),
            status: TaskStatus::Open,
            opened_at: self.now,
            due_at,
        }
    }

    /// Puts a vote that was judged on the record.
    pub(super) fn cast(&mut self, place: &Place, option: &str, raised: &mut VecDeque<Raised>) {
        let (Some(rules), Some(bid)) = (&place.decision, self.bid) else {
            return;
        };
        let principal = bid.actor.acting_for.as_ref();
        let vote = Cast {
            person: principal.unwrap_or(&bid.actor.person).clone(),
            cast_by: principal.map(|_| bid.actor.person.clone()),
            option: option.to_owned(),
            at: bid.received_at,
            submission: bid.submission.cloned(),
        };
        let person = vote.person.clone();
        let Some(ballot) = self.next.ballots.get_mut(&place.name) else {
            return;
        };
        let occurrence = ballot.occurrence;
        if let Err(reason) = decision::cast(rules, ballot.to_mut(), vote) {
            self.refused.push(("blocked", reason));
            return;
        }
        // What was answered is the ballot's to say; a task only says that it was.
        self.end_task(
            &task_id(place, occurrence, &person),
            TaskStatus::Completed("voted".into()),
        );
        self.count(place, Time::Runs, raised);
    }

    /// Counts, and raises the outcome if there is one: everyone has answered, time has ended, nobody
    /// could change it any more, or nobody could reach it any more.
    pub(super) fn count(&mut self, place: &Place, time: Time, raised: &mut VecDeque<Raised>) {
        let Some(rules) = &place.decision else { return };
        let Some(ballot) = self
            .next
            .ballots
            .get(&place.name)
            .filter(|ballot| ballot.outcome.is_none())
        else {
            return;
        };
        let poll = match Poll::of(rules, ballot, &self.next.settings) {
            Ok(poll) => poll,
            Err(fault) => {
                let what = format!("The decision `{}` cannot be counted: {fault}", place.name);
                return self.incident(&place.name, what);
            }
        };
        let reachable = poll.reachable();
        let verdict = if !reachable {
            Some(Count::TooFew)
        } else if time == Time::Ended || poll.complete() {
            Some(poll.now())
        } else if rules.count == When::AsSoonAsKnown {
            poll.known()
        } else {
            None
        };
        let Some(verdict) = verdict else { return };
        let event = verdict.event(rules).to_owned();
        if !reachable {
            let what = format!(
                "So few people can vote in `{}` that no outcome can be reached.",
                place.title
            );
            self.incident(&place.name, what);
        }
        if let Some(ballot) = self.next.ballots.get_mut(&place.name) {
            ballot.to_mut().outcome = Some(event.clone());
        }
        let status = match time {
            Time::Ended => TaskStatus::Expired,
            Time::Runs => TaskStatus::Superseded,
        };
        for id in self.tasks_of(&place.name, |task| task.kind == TaskKind::Vote) {
            self.end_task(&id, status.clone());
        }
        if let Some(node) = self.workflow.chart.named(&place.name) {
            raised.push_back(Raised::for_line_of(event, node));
        }
    }

    /// Looks at every open decision again: who is excluded now, and whether the text is the same (S8).
    pub(super) fn look_again(&mut self, raised: &mut VecDeque<Raised>) {
        let workflow = self.workflow;
        for state in self.next.states.clone() {
            let Some(place) = workflow.state(&state) else { continue };
            let Some(rules) = &place.decision else { continue };
            let Some(mut ballot) = self.next.ballots.remove(&state) else {
                continue;
            };
            if ballot.outcome.is_none() {
                let changes = decision::refresh(rules, ballot.to_mut(), self.known.members());
                self.electorate_changed(place, ballot.occurrence, changes);
                if let Some(name) = &rules.binds {
                    let hash = self.known.hash(name).map(String::as_str);
                    let same = self.known.same(name, rules.carried_by.as_deref());
                    let rebound = decision::rebind(ballot.to_mut(), hash, &same);
                    self.votes_carried(place, &rebound.carried);
                    self.votes_voided(place, rules, &ballot, rebound.voided);
                }
            }
            self.next.ballots.insert(state, ballot);
            self.count(place, Time::Runs, raised);
        }
    }

    fn electorate_changed(&mut self, place: &Place, occurrence: u32, changes: Vec<Recusal>) {
        for change in changes {
            match change {
                Recusal::Out { person, reason } => {
                    self.end_task(&task_id(place, occurrence, &person), TaskStatus::Withdrawn);
                    self.note(format!("{person} no longer votes in `{}`: {reason}.", place.name));
                }
                Recusal::In { person } => {
                    self.reopen(place, occurrence, &person);
                    self.note(format!("{person} votes in `{}`.", place.name));
                }
            }
        }
    }

    fn reopen(&mut self, place: &Place, occurrence: u32, person: &str) {
        let due_at = self
            .workflow
            .chart
            .named(&place.name)
            .and_then(|node| self.due_of(node));
        let task = self.vote_task(place, person, due_at);
        self.put_task(task_id(place, occurrence, person), task);
    }

    fn votes_carried(&mut self, place: &Place, carried: &[String]) {
        if !carried.is_empty() {
            self.note(format!(
                "It was confirmed that the text means what it meant, so {} given in `{}` {} for it as it now is: {}.",
                if carried.len() == 1 { "the vote" } else { "the votes" },
                place.name,
                if carried.len() == 1 { "counts" } else { "count" },
                carried.join(", ")
            ));
        }
    }

    fn votes_voided(&mut self, place: &Place, rules: &Decision, ballot: &Ballot, voided: Vec<String>) {
        if voided.is_empty() {
            return;
        }
        self.note(format!(
            "The text has changed, so {} given in `{}` no longer count: {}.",
            if voided.len() == 1 { "the vote" } else { "the votes" },
            place.name,
            voided.join(", ")
        ));
        for person in &voided {
            if ballot
                .electors
                .iter()
                .any(|one| one.person == *person && one.recused.is_none())
            {
                self.reopen(place, ballot.occurrence, person);
            }
        }
        if let Some(template) = rules.tell_voided.clone() {
            let people = voided;
            self.emit(&place.name, EffectKind::EmailPeople { template, people });
        }
    }

    /// The counted votes of a decision that came with a form: submission and voter.
    pub(super) fn promises_of_votes(&self, form: &str, state: &str) -> Vec<(Option<String>, Option<String>)> {
        let Some(ballot) = self.next.ballots.get(state) else {
            return Vec::new();
        };
        let last = |person: &str| {
            ballot
                .votes
                .iter()
                .rev()
                .find(|vote| !vote.void && vote.person == person)
        };
        ballot
            .electors
            .iter()
            .filter(|elector| elector.recused.is_none())
            .filter_map(|elector| last(&elector.person)?.submission.as_ref().map(|sent| (elector, sent)))
            .filter(|(_, sent)| sent.form == form)
            .map(|(elector, sent)| (Some(sent.id.clone()), Some(elector.person.clone())))
            .collect()
    }
}

fn task_id(place: &Place, occurrence: u32, person: &str) -> Word {
    format!("{}#{occurrence}/vote/{person}", place.name).into()
}
