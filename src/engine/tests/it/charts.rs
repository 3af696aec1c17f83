//! A chart written down plainly, from which both the engine's chart and the reference are made.

use std::collections::VecDeque;

use accord_engine::chart::{
    Chart, Depth, Descriptor, EdgeId, NodeId, Position,
    build::{Builder, Shape},
    run::{Host, Raised, Restless},
    select::Cue,
    take::Happening,
};

/// What executable content may do: there is no data model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Deed {
    Raise(String),
    Send { event: String, after_ms: u64 },
}

#[derive(Debug, Clone)]
pub(crate) struct PlainNode {
    pub(crate) name: String,
    pub(crate) parent: Option<usize>,
    pub(crate) shape: Shape,
    pub(crate) initial: Vec<usize>,
    pub(crate) begins: Vec<Deed>,
    pub(crate) entry: Vec<Deed>,
    pub(crate) exit: Vec<Deed>,
}

#[derive(Debug, Clone)]
pub(crate) struct PlainEdge {
    pub(crate) source: usize,
    /// As written: `*`, `foo`, `foo.*`; none for an eventless edge.
    pub(crate) events: Vec<String>,
    pub(crate) targets: Vec<usize>,
    pub(crate) internal: bool,
    pub(crate) content: Vec<Deed>,
    /// Bit `n % 16` says whether the edge is allowed during the n-th external event.
    pub(crate) allowed: u16,
}

/// Node 0 is the root.
#[derive(Debug, Clone)]
pub(crate) struct Plain {
    pub(crate) nodes: Vec<PlainNode>,
    pub(crate) edges: Vec<PlainEdge>,
}

impl PlainEdge {
    pub(crate) fn is_allowed(&self, turn: u32) -> bool {
        self.allowed >> (turn % 16) & 1 == 1
    }
}

impl Plain {
    pub(crate) fn chart(&self) -> Chart {
        let mut builder = Builder::new();
        let mut ids = vec![NodeId::ROOT];
        for node in &self.nodes[1..] {
            ids.push(builder.node(ids[node.parent.unwrap()], &node.name, node.shape));
        }
        for (index, node) in self.nodes.iter().enumerate() {
            if !node.initial.is_empty() {
                builder.initial(ids[index], node.initial.iter().map(|i| ids[*i]).collect());
            }
        }
        for edge in &self.edges {
            let targets = edge.targets.iter().map(|i| ids[*i]).collect();
            let events = edge.events.iter().map(|word| descriptor(word)).collect();
            builder.edge(ids[edge.source], events, targets, edge.internal);
        }
        builder.finish().expect("the chart is well formed")
    }
}

fn descriptor(word: &str) -> Descriptor {
    match word {
        "*" => Descriptor::Any,
        _ => Descriptor::Prefix(word.strip_suffix(".*").unwrap_or(word).to_owned()),
    }
}

/// The engine running a plain chart, with a log of all that happened.
pub(crate) struct Runner<'a> {
    plain: &'a Plain,
    chart: Chart,
    pub(crate) at: Position,
    pub(crate) turn: u32,
    pub(crate) log: Vec<String>,
    /// Delayed events: due, and the event.
    pub(crate) delayed: Vec<(u64, String)>,
    pub(crate) now: u64,
}

struct Desk<'a> {
    plain: &'a Plain,
    turn: u32,
    now: u64,
    log: &'a mut Vec<String>,
    delayed: &'a mut Vec<(u64, String)>,
}

impl Desk<'_> {
    fn perform(&mut self, content: &[Deed], raised: &mut VecDeque<Raised>) {
        for deed in content {
            match deed {
                Deed::Raise(event) => raised.push_back(Raised::new(event)),
                Deed::Send { event, after_ms } => self.delayed.push((self.now + after_ms, event.clone())),
            }
        }
    }
}

impl Host for Desk<'_> {
    fn allows(&mut self, edge: EdgeId, _cue: Cue<'_>) -> bool {
        self.plain.edges[edge.index()].is_allowed(self.turn)
    }

    fn happens(&mut self, what: Happening, raised: &mut VecDeque<Raised>) {
        match what {
            Happening::Left(node) => {
                self.log.push(format!("-{}", node.index()));
                self.perform(&self.plain.nodes[node.index()].exit, raised);
            }
            Happening::Took(edge) => {
                self.log.push(format!(">{}", edge.index()));
                self.perform(&self.plain.edges[edge.index()].content, raised);
            }
            Happening::Entered { node, .. } => {
                self.log.push(format!("+{}", node.index()));
                self.perform(&self.plain.nodes[node.index()].entry, raised);
            }
            Happening::Began(node) | Happening::Defaulted(node) => {
                self.perform(&self.plain.nodes[node.index()].begins, raised);
            }
            Happening::Done(node) => self.log.push(format!("={}", node.index())),
        }
    }
}

impl<'a> Runner<'a> {
    pub(crate) fn start(plain: &'a Plain) -> Result<Self, Restless> {
        let mut runner = Self {
            plain,
            chart: plain.chart(),
            at: Position::default(),
            turn: 0,
            log: Vec::new(),
            delayed: Vec::new(),
            now: 0,
        };
        runner.at = runner.chart.clone().start(&mut runner.desk())?;
        Ok(runner)
    }

    fn desk(&mut self) -> Desk<'_> {
        Desk {
            plain: self.plain,
            turn: self.turn,
            now: self.now,
            log: &mut self.log,
            delayed: &mut self.delayed,
        }
    }

    pub(crate) fn send(&mut self, event: &str) -> Result<(), Restless> {
        self.turn += 1;
        let (chart, at) = (self.chart.clone(), self.at.clone());
        if let Some(next) = chart.send(&at, event, &mut self.desk())? {
            self.at = next;
        }
        Ok(())
    }

    /// Moves the clock and gives the delayed events that are due, one by one.
    pub(crate) fn wait(&mut self, millis: u64) -> Result<(), Restless> {
        let until = self.now + millis;
        loop {
            self.delayed.sort_by_key(|(due, _)| *due);
            if self.delayed.first().is_none_or(|(due, _)| *due > until) {
                break;
            }
            let (due, event) = self.delayed.remove(0);
            self.now = due;
            self.send(&event)?;
        }
        self.now = until;
        Ok(())
    }

    /// Indices of active states.
    pub(crate) fn active(&self) -> Vec<usize> {
        self.at.active.iter().map(NodeId::index).collect()
    }

    /// Names of active states without active children, sorted.
    pub(crate) fn innermost(&self) -> Vec<String> {
        let mut names: Vec<String> = self
            .at
            .active
            .iter()
            .map(|id| self.chart.node(id))
            .filter(|node| node.children.is_empty())
            .map(|node| node.name.to_string())
            .collect();
        names.sort();
        names
    }
}

pub(crate) fn shape_of(word: Option<&str>) -> Shape {
    Shape::History(if word == Some("deep") {
        Depth::Deep
    } else {
        Depth::Shallow
    })
}
