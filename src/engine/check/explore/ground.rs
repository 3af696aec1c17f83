//! The chart of a file, and what is known of each edge without knowing facts or people.

use std::collections::BTreeSet;

use crate::{
    chart::{
        Chart, Depth, Descriptor, EdgeId, NodeId, Position,
        build::{Builder, Shape},
        run::done_event,
        select::Cue,
    },
    check::{
        tour::{Place, Tour, Way},
        world::World,
    },
    definition::model::{Definition, Do},
};

/// The event, as a file writes it, that a state with children has come to its end.
pub const DONE: &str = "done";
/// The event that children of `for_each` have ended.
pub const CHILDREN_DONE: &str = "children_done";

/// A file made ready to be explored. Edge numbers are those of [`Tour::ways`], and node numbers
/// those of [`Tour::states`] plus one for the root.
#[derive(Debug)]
pub struct Ground<'a> {
    /// The file.
    pub tour: &'a Tour<'a>,
    /// Its chart.
    pub chart: Chart,
    /// Events that effects give when they have succeeded.
    pub fed: BTreeSet<&'a str>,
    /// Events that other workflows give, or nobody.
    pub told: BTreeSet<&'a str>,
    by_people: Vec<bool>,
    /// Those that other workflows really give.
    heard: BTreeSet<String>,
}

/// What an edge says when it is asked whether it may be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Never.
    No,
    /// Always.
    Yes,
    /// As facts and people will have it.
    Maybe,
}

impl<'a> Ground<'a> {
    /// Builds the chart. Nothing if the shape does not hold; that is told elsewhere.
    pub fn of(tour: &'a Tour<'a>, world: World<'_>) -> Option<Self> {
        let mut builder = Builder::new();
        let mut nodes: Vec<NodeId> = Vec::new();
        for place in &tour.states {
            let parent = match place.parent {
                None => NodeId::ROOT,
                Some(number) => *nodes.get(number)?,
            };
            nodes.push(builder.node(parent, place.id, shape(place)));
        }
        let named = |name: &str| tour.number(name).and_then(|number| nodes.get(number)).copied();
        builder.initial(NodeId::ROOT, vec![named(&tour.definition.initial)?]);
        for (place, node) in tour.states.iter().zip(&nodes) {
            if let Some(first) = &place.state.initial {
                builder.initial(*node, vec![named(first)?]);
            }
            if place.state.history.is_some() {
                builder.initial(*node, vec![beginning(tour, place).and_then(named)?]);
            }
        }
        for way in &tour.ways {
            let source = way
                .from
                .map_or(Some(NodeId::ROOT), |number| nodes.get(number).copied())?;
            let targets = match &way.transition.to {
                None => Vec::new(),
                Some(to) => vec![named(to)?],
            };
            builder.edge(source, descriptors(tour, way), targets, false);
        }
        let by_people = tour.ways.iter().map(|way| !by(tour, way).is_empty()).collect();
        let chart = builder.finish().ok()?;
        let mut ground = Self {
            tour,
            chart,
            fed: BTreeSet::new(),
            told: BTreeSet::new(),
            by_people,
            heard: BTreeSet::new(),
        };
        ground.fed = ground.fed_events();
        ground.heard = told_by_others(tour.definition, world)
            .into_iter()
            .map(str::to_owned)
            .collect();
        ground.told = ground.told_events();
        Some(ground)
    }

    fn fed_events(&self) -> BTreeSet<&'a str> {
        let then = self.tour.deeds.iter().filter_map(|deed| match deed.deed {
            Do::Document(document) => document.then.as_deref(),
            Do::Notice(notice) => notice.then.as_deref(),
            _ => None,
        });
        then.collect()
    }

    /// Events that something in this file gives inside a step.
    pub fn given_inside(&self) -> BTreeSet<&'a str> {
        let clocks = self.tour.clocks.iter().filter_map(|clock| clock.clock.then.as_deref());
        let raised = self.tour.deeds.iter().filter_map(|deed| match deed.deed {
            Do::Raise(event) => Some(event.as_str()),
            _ => None,
        });
        let decided = self
            .tour
            .states
            .iter()
            .filter_map(|place| place.state.decision.as_ref())
            .flat_map(|decision| {
                decision
                    .outcomes
                    .keys()
                    .map(String::as_str)
                    .chain([decision.otherwise.as_str()])
                    .chain(decision.too_few.as_deref())
            });
        let mut all: BTreeSet<&str> = clocks.chain(raised).chain(decided).chain([DONE]).collect();
        if self
            .tour
            .states
            .iter()
            .any(|place| place.state.for_each.is_some() || place.state.every.is_some())
        {
            all.insert(CHILDREN_DONE);
        }
        all
    }

    fn told_events(&self) -> BTreeSet<&'a str> {
        let inside = self.given_inside();
        let waiting = self
            .tour
            .ways
            .iter()
            .enumerate()
            .filter(|(number, _)| !self.is_action(*number));
        let events: BTreeSet<&str> = waiting.filter_map(|(_, way)| way.event).collect();
        events
            .into_iter()
            .filter(|event| self.is_told(event) || (!inside.contains(event) && !self.fed.contains(event)))
            .collect()
    }

    /// Whether another workflow of the set gives this event, or the host does.
    pub fn is_told(&self, event: &str) -> bool {
        self.heard.contains(event)
    }

    /// Whether people take this transition.
    pub fn is_action(&self, way: usize) -> bool {
        self.by_people.get(way).copied().unwrap_or_default()
    }

    /// What an edge answers to a cue: to people if `person`, else to the engine.
    pub fn answer(&self, at: &Position, edge: EdgeId, cue: Cue<'_>, person: bool) -> Answer {
        let Some(way) = self.tour.ways.get(edge.index()) else {
            return Answer::No;
        };
        if self.is_action(edge.index()) != person || self.stands_back(at, edge, cue) {
            return Answer::No;
        }
        if person || !way.transition.when.is_empty() {
            Answer::Maybe
        } else {
            Answer::Yes
        }
    }

    /// The transitions of the whole workflow stand back where a state has its own on the event.
    fn stands_back(&self, at: &Position, edge: EdgeId, cue: Cue<'_>) -> bool {
        let chart = &self.chart;
        chart.edge(edge).source == NodeId::ROOT
            && at
                .active
                .iter()
                .flat_map(|node| &chart.node(node).edges)
                .any(|other| cue.reaches(chart.edge(*other), chart))
    }

    /// The states that are active, by number.
    pub fn active(&self, at: &Position) -> Vec<usize> {
        at.active
            .iter()
            .filter_map(|node| node.index().checked_sub(1))
            .collect()
    }
}

/// Who may take a transition: an `else` that does not say, those of the first alternative.
pub fn by<'a>(tour: &Tour<'a>, way: &Way<'a>) -> &'a [String] {
    if !way.transition.otherwise || !way.transition.by.is_empty() {
        return &way.transition.by;
    }
    let first = tour
        .ways
        .iter()
        .find(|other| other.from == way.from && other.event == way.event && other.index == 0);
    first.map(|first| first.transition.by.as_slice()).unwrap_or_default()
}

fn shape(place: &Place<'_>) -> Shape {
    if place.state.history.is_some() {
        Shape::History(Depth::Shallow)
    } else if place.state.final_outcome.is_some() {
        Shape::Final
    } else if place.state.parallel {
        Shape::Parallel
    } else {
        Shape::State
    }
}

/// Where a mark leads that has nothing to remember: to where its parent begins.
fn beginning<'a>(tour: &Tour<'a>, mark: &Place<'a>) -> Option<&'a str> {
    let initial = match mark.parent {
        None => Some(tour.definition.initial.as_str()),
        Some(number) => tour.states.get(number)?.state.initial.as_deref(),
    };
    let first = || {
        tour.states
            .iter()
            .find(|place| place.parent == mark.parent && place.state.history.is_none())
    };
    initial.or_else(|| first().map(|place| place.id))
}

fn descriptors(tour: &Tour<'_>, way: &Way<'_>) -> Vec<Descriptor> {
    match (way.event, way.from) {
        (None, _) => Vec::new(),
        (Some(DONE), from) => {
            let name = from.map(|number| tour.name(number)).unwrap_or_default();
            vec![Descriptor::Exact(done_event(name))]
        }
        (Some(event), _) => vec![Descriptor::Exact(event.to_owned())],
    }
}

/// Events that the other files tell this one.
fn told_by_others<'a>(definition: &Definition, world: World<'a>) -> BTreeSet<&'a str> {
    let noticed = world.catalogue.noticed.get(&definition.about);
    let mut told: BTreeSet<&str> = noticed
        .into_iter()
        .flat_map(|all| all.values().map(String::as_str))
        .collect();
    for other in world.linked {
        let tour = Tour::of(other);
        let broods = tour.broods();
        let is_child = Tour::of(definition)
            .broods()
            .iter()
            .any(|(_, workflow)| *workflow == other.workflow);
        for deed in &tour.deeds {
            let Do::Tell(tell) = deed.deed else { continue };
            let as_child = tell.children.as_ref().is_some_and(|brood| {
                broods
                    .iter()
                    .any(|(name, workflow)| name == brood && *workflow == definition.workflow)
            });
            let as_parent = tell.parent && is_child;
            let linked = tell.link.as_ref().and_then(|link| other.links.get(link));
            if as_child || as_parent || linked.is_some_and(|meant| meant.means(&definition.workflow)) {
                told.insert(tell.event.as_str());
            }
        }
    }
    told
}
