//! The pseudo-code of W3C SCXML 1.0, Appendix D, transcribed procedure by procedure, with its names.
//! Slow and plain on purpose: it is what the engine is compared with.

use std::collections::{HashMap, VecDeque};

use accord_engine::chart::{Depth, build::Shape, run::BUDGET};

use super::charts::{Deed, Plain};

type State = usize;
type Transition = usize;

pub(crate) struct Interpreter<'a> {
    doc: &'a Plain,
    pub(crate) configuration: Vec<State>,
    history_value: HashMap<State, Vec<State>>,
    internal_queue: VecDeque<String>,
    running: bool,
    pub(crate) turn: u32,
    pub(crate) log: Vec<String>,
}

impl<'a> Interpreter<'a> {
    pub(crate) fn interpret(doc: &'a Plain) -> Option<Self> {
        let mut me = Self {
            doc,
            configuration: Vec::new(),
            history_value: HashMap::new(),
            internal_queue: VecDeque::new(),
            running: true,
            turn: 0,
            log: Vec::new(),
        };
        // enterStates([doc.initial.transition])
        me.enter_targets(&[(0, me.initial(0), true)], &[]);
        me.finish_macrostep()?;
        Some(me)
    }

    /// mainEventLoop, from `externalQueue.dequeue()`. `None`: more microsteps than the budget.
    pub(crate) fn external(&mut self, event: &str) -> Option<()> {
        self.turn += 1;
        if !self.running {
            return Some(());
        }
        let enabled = self.select_transitions(event);
        if enabled.is_empty() {
            return Some(());
        }
        self.microstep(&enabled);
        self.finish_macrostep()
    }

    fn finish_macrostep(&mut self) -> Option<()> {
        let mut left = BUDGET;
        let mut macrostep_done = false;
        while self.running && !macrostep_done {
            let mut enabled = self.select_eventless_transitions();
            if enabled.is_empty() {
                match self.internal_queue.pop_front() {
                    None => macrostep_done = true,
                    Some(internal_event) => enabled = self.select_transitions(&internal_event),
                }
            }
            if !macrostep_done {
                left = left.checked_sub(1)?;
            }
            if !enabled.is_empty() {
                self.microstep(&enabled);
            }
        }
        if !self.running {
            self.internal_queue.clear();
        }
        Some(())
    }

    fn select_eventless_transitions(&self) -> Vec<Transition> {
        self.select(|me, t| me.doc.edges[t].events.is_empty())
    }

    fn select_transitions(&self, event: &str) -> Vec<Transition> {
        self.select(|me, t| me.doc.edges[t].events.iter().any(|word| name_match(word, event)))
    }

    fn select(&self, answers: impl Fn(&Self, Transition) -> bool) -> Vec<Transition> {
        let mut enabled = Vec::new();
        for state in in_document_order(&self.configuration) {
            if !self.is_atomic_state(state) {
                continue;
            }
            let line = std::iter::once(state).chain(self.get_proper_ancestors(state, None));
            'loop_: for s in line {
                for t in self.transitions(s) {
                    if answers(self, t) && self.doc.edges[t].is_allowed(self.turn) {
                        if !enabled.contains(&t) {
                            enabled.push(t);
                        }
                        break 'loop_;
                    }
                }
            }
        }
        self.remove_conflicting_transitions(&enabled)
    }

    fn remove_conflicting_transitions(&self, enabled: &[Transition]) -> Vec<Transition> {
        let mut filtered: Vec<Transition> = Vec::new();
        for &t1 in enabled {
            let mut t1_preempted = false;
            let mut to_remove = Vec::new();
            for &t2 in &filtered {
                let set1 = self.compute_exit_set(&[t1]);
                if self.compute_exit_set(&[t2]).iter().any(|s| set1.contains(s)) {
                    if self.is_descendant(self.doc.edges[t1].source, self.doc.edges[t2].source) {
                        to_remove.push(t2);
                    } else {
                        t1_preempted = true;
                        break;
                    }
                }
            }
            if !t1_preempted {
                filtered.retain(|t| !to_remove.contains(t));
                filtered.push(t1);
            }
        }
        filtered
    }

    fn microstep(&mut self, enabled: &[Transition]) {
        self.exit_states(enabled);
        for &t in enabled {
            self.log.push(format!(">{t}"));
            self.execute(&self.doc.edges[t].content);
        }
        self.enter_states(enabled);
    }

    fn exit_states(&mut self, enabled: &[Transition]) {
        let mut states_to_exit = self.compute_exit_set(enabled);
        states_to_exit.sort_unstable_by(|a, b| b.cmp(a));
        for &s in &states_to_exit {
            for h in self.histories(s) {
                let deep = self.doc.nodes[h].shape == Shape::History(Depth::Deep);
                let f = |s0: &State| {
                    if deep {
                        self.is_atomic_state(*s0) && self.is_descendant(*s0, s)
                    } else {
                        self.doc.nodes[*s0].parent == Some(s)
                    }
                };
                let value = self.configuration.iter().copied().filter(f).collect();
                self.history_value.insert(h, in_document_order_owned(value));
            }
        }
        for s in states_to_exit {
            self.log.push(format!("-{s}"));
            self.execute(&self.doc.nodes[s].exit);
            self.configuration.retain(|x| *x != s);
        }
    }

    fn compute_exit_set(&self, transitions: &[Transition]) -> Vec<State> {
        let mut states_to_exit = Vec::new();
        for &t in transitions {
            if self.doc.edges[t].targets.is_empty() {
                continue;
            }
            let domain = self.get_transition_domain(t);
            for &s in &self.configuration {
                if domain.is_some_and(|d| self.is_descendant(s, d)) && !states_to_exit.contains(&s) {
                    states_to_exit.push(s);
                }
            }
        }
        states_to_exit
    }

    fn enter_states(&mut self, enabled: &[Transition]) {
        let ways: Vec<(State, Vec<State>, bool)> = enabled
            .iter()
            .map(|&t| (t, self.doc.edges[t].targets.clone(), false))
            .collect();
        self.enter_targets(&ways, enabled);
    }

    /// enterStates and computeEntrySet; the document's initial transition has the root as domain.
    fn enter_targets(&mut self, ways: &[(usize, Vec<State>, bool)], _enabled: &[Transition]) {
        let mut to_enter: Vec<State> = Vec::new();
        let mut default_entry: Vec<State> = Vec::new();
        let mut default_history: HashMap<State, Vec<Deed>> = HashMap::new();
        for (t, targets, is_initial) in ways {
            for &s in targets {
                self.add_descendant_states_to_enter(s, &mut to_enter, &mut default_entry, &mut default_history);
            }
            let ancestor = if *is_initial {
                Some(0)
            } else {
                self.get_transition_domain(*t)
            };
            for s in self.get_effective_target_states(targets) {
                self.add_ancestor_states_to_enter(s, ancestor, &mut to_enter, &mut default_entry, &mut default_history);
            }
        }
        for s in in_document_order_owned(to_enter) {
            // A set, in the recommendation: a state that is entered while it is active is there once.
            if !self.configuration.contains(&s) {
                self.configuration.push(s);
            }
            self.log.push(format!("+{s}"));
            self.execute(&self.doc.nodes[s].entry);
            if default_entry.contains(&s) {
                self.execute(&self.doc.nodes[s].begins);
            }
            if let Some(content) = default_history.get(&s) {
                self.execute(content);
            }
            if self.is_final_state(s) {
                self.done(s);
            }
        }
    }

    fn done(&mut self, s: State) {
        let parent = self.doc.nodes[s].parent.unwrap();
        if parent == 0 {
            self.running = false;
            return;
        }
        self.raise_done(parent);
        let grandparent = self.doc.nodes[parent].parent.unwrap();
        if self.is_parallel_state(grandparent)
            && self
                .child_states(grandparent)
                .iter()
                .all(|c| self.is_in_final_state(*c))
        {
            self.raise_done(grandparent);
        }
    }

    fn raise_done(&mut self, s: State) {
        self.log.push(format!("={s}"));
        self.internal_queue
            .push_back(format!("done.state.{}", self.doc.nodes[s].name));
    }

    fn add_descendant_states_to_enter(
        &self,
        state: State,
        to_enter: &mut Vec<State>,
        default_entry: &mut Vec<State>,
        default_history: &mut HashMap<State, Vec<Deed>>,
    ) {
        if self.is_history_state(state) {
            let parent = self.doc.nodes[state].parent.unwrap();
            let targets = match self.history_value.get(&state) {
                Some(value) => value.clone(),
                None => {
                    default_history.insert(parent, self.doc.nodes[state].begins.clone());
                    self.doc.nodes[state].initial.clone()
                }
            };
            for &s in &targets {
                self.add_descendant_states_to_enter(s, to_enter, default_entry, default_history);
            }
            for &s in &targets {
                self.add_ancestor_states_to_enter(s, Some(parent), to_enter, default_entry, default_history);
            }
            return;
        }
        add(to_enter, state);
        if self.is_compound_state(state) {
            add(default_entry, state);
            for s in self.initial(state) {
                self.add_descendant_states_to_enter(s, to_enter, default_entry, default_history);
            }
            for s in self.initial(state) {
                self.add_ancestor_states_to_enter(s, Some(state), to_enter, default_entry, default_history);
            }
        } else if self.is_parallel_state(state) {
            for child in self.child_states(state) {
                if !to_enter.iter().any(|s| self.is_descendant(*s, child)) {
                    self.add_descendant_states_to_enter(child, to_enter, default_entry, default_history);
                }
            }
        }
    }

    fn add_ancestor_states_to_enter(
        &self,
        state: State,
        ancestor: Option<State>,
        to_enter: &mut Vec<State>,
        default_entry: &mut Vec<State>,
        default_history: &mut HashMap<State, Vec<Deed>>,
    ) {
        for anc in self.get_proper_ancestors(state, ancestor) {
            if anc == 0 {
                continue;
            }
            add(to_enter, anc);
            if self.is_parallel_state(anc) {
                for child in self.child_states(anc) {
                    if !to_enter.iter().any(|s| self.is_descendant(*s, child)) {
                        self.add_descendant_states_to_enter(child, to_enter, default_entry, default_history);
                    }
                }
            }
        }
    }

    fn is_in_final_state(&self, s: State) -> bool {
        if self.is_compound_state(s) {
            self.child_states(s)
                .iter()
                .any(|c| self.is_final_state(*c) && self.configuration.contains(c))
        } else if self.is_parallel_state(s) {
            self.child_states(s).iter().all(|c| self.is_in_final_state(*c))
        } else {
            false
        }
    }

    fn get_transition_domain(&self, t: Transition) -> Option<State> {
        let edge = &self.doc.edges[t];
        let tstates = self.get_effective_target_states(&edge.targets);
        if tstates.is_empty() {
            None
        } else if edge.internal
            && self.is_compound_state(edge.source)
            && tstates.iter().all(|s| self.is_descendant(*s, edge.source))
        {
            Some(edge.source)
        } else {
            let mut states = vec![edge.source];
            states.extend(tstates);
            Some(self.find_lcca(&states))
        }
    }

    fn find_lcca(&self, states: &[State]) -> State {
        self.get_proper_ancestors(states[0], None)
            .into_iter()
            .filter(|anc| *anc == 0 || self.is_compound_state(*anc))
            .find(|anc| states[1..].iter().all(|s| self.is_descendant(*s, *anc)))
            .unwrap()
    }

    fn get_effective_target_states(&self, targets: &[State]) -> Vec<State> {
        let mut found = Vec::new();
        for &s in targets {
            if !self.is_history_state(s) {
                add(&mut found, s);
            } else if let Some(value) = self.history_value.get(&s) {
                value.iter().for_each(|s| add(&mut found, *s));
            } else {
                for s in self.get_effective_target_states(&self.doc.nodes[s].initial) {
                    add(&mut found, s);
                }
            }
        }
        found
    }

    fn get_proper_ancestors(&self, state1: State, state2: Option<State>) -> Vec<State> {
        let mut found = Vec::new();
        let mut up = self.doc.nodes[state1].parent;
        while let Some(s) = up {
            if Some(s) == state2 {
                break;
            }
            found.push(s);
            up = self.doc.nodes[s].parent;
        }
        found
    }

    fn is_descendant(&self, state1: State, state2: State) -> bool {
        self.get_proper_ancestors(state1, None).contains(&state2)
    }

    fn child_states(&self, s: State) -> Vec<State> {
        (0..self.doc.nodes.len())
            .filter(|c| self.doc.nodes[*c].parent == Some(s) && !self.is_history_state(*c))
            .collect()
    }

    fn histories(&self, s: State) -> Vec<State> {
        (0..self.doc.nodes.len())
            .filter(|c| self.doc.nodes[*c].parent == Some(s) && self.is_history_state(*c))
            .collect()
    }

    fn transitions(&self, s: State) -> Vec<Transition> {
        (0..self.doc.edges.len())
            .filter(|t| self.doc.edges[*t].source == s)
            .collect()
    }

    fn initial(&self, s: State) -> Vec<State> {
        match self.doc.nodes[s].initial.as_slice() {
            [] => self.child_states(s).into_iter().take(1).collect(),
            some => some.to_vec(),
        }
    }

    fn is_history_state(&self, s: State) -> bool {
        matches!(self.doc.nodes[s].shape, Shape::History(_))
    }

    fn is_final_state(&self, s: State) -> bool {
        self.doc.nodes[s].shape == Shape::Final
    }

    fn is_parallel_state(&self, s: State) -> bool {
        self.doc.nodes[s].shape == Shape::Parallel
    }

    fn is_compound_state(&self, s: State) -> bool {
        self.doc.nodes[s].shape == Shape::State && !self.child_states(s).is_empty()
    }

    fn is_atomic_state(&self, s: State) -> bool {
        self.is_final_state(s) || (self.doc.nodes[s].shape == Shape::State && self.child_states(s).is_empty())
    }

    fn execute(&mut self, content: &[Deed]) {
        for deed in content {
            if let Deed::Raise(event) = deed {
                self.internal_queue.push_back(event.clone());
            }
        }
    }
}

fn name_match(descriptor: &str, event: &str) -> bool {
    let wanted: Vec<&str> = descriptor.split('.').filter(|token| *token != "*").collect();
    let tokens: Vec<&str> = event.split('.').collect();
    tokens.starts_with(&wanted)
}

fn add(set: &mut Vec<State>, s: State) {
    if !set.contains(&s) {
        set.push(s);
    }
}

fn in_document_order(states: &[State]) -> Vec<State> {
    in_document_order_owned(states.to_vec())
}

fn in_document_order_owned(mut states: Vec<State>) -> Vec<State> {
    states.sort_unstable();
    states
}
