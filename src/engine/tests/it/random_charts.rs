//! On random charts the engine does exactly what the pseudo-code of SCXML does, in the same order.

use accord_engine::chart::{Depth, build::Shape};
use proptest::prelude::*;

use super::{
    charts::{Deed, Plain, PlainEdge, PlainNode, Runner},
    reference::Interpreter,
};

const EVENTS: [&str; 4] = ["a", "b", "a.b", "c"];
const WORDS: [&str; 6] = ["a", "b", "a.b", "c", "*", "a.*"];

/// One random number per choice: a chart is read off a tape, so that proptest can shrink it.
struct Tape<'a>(std::slice::Iter<'a, u16>);

impl Tape<'_> {
    fn pick(&mut self, below: usize) -> usize {
        usize::from(self.0.next().copied().unwrap_or(0)) % below.max(1)
    }
}

fn chart(tape: &[u16]) -> Plain {
    let mut tape = Tape(tape.iter());
    let mut plain = Plain {
        nodes: vec![node(String::new(), None, Shape::State)],
        edges: Vec::new(),
    };
    grow(&mut plain, 0, 0, &mut tape);
    beginnings(&mut plain, &mut tape);
    let real: Vec<usize> = (1..plain.nodes.len()).collect();
    for _ in 0..tape.pick(14) + 2 {
        let source = real[tape.pick(real.len())];
        if !matches!(plain.nodes[source].shape, Shape::State | Shape::Parallel) {
            continue;
        }
        // Now and then no event at all; such an edge is rarely allowed, or nothing would come to rest.
        let eventless = tape.pick(7) == 0;
        plain.edges.push(PlainEdge {
            source,
            events: if eventless {
                Vec::new()
            } else {
                vec![WORDS[tape.pick(WORDS.len())].to_owned()]
            },
            targets: if tape.pick(6) == 0 {
                Vec::new()
            } else {
                vec![real[tape.pick(real.len())]]
            },
            internal: tape.pick(4) == 0,
            content: deeds(&mut tape),
            allowed: if eventless {
                0b0100_0000_1000_0010
            } else {
                u16::try_from(tape.pick(0xffff)).unwrap() | 0b1010
            },
        });
    }
    plain
}

fn node(name: String, parent: Option<usize>, shape: Shape) -> PlainNode {
    PlainNode {
        name,
        parent,
        shape,
        initial: Vec::new(),
        begins: Vec::new(),
        entry: Vec::new(),
        exit: Vec::new(),
    }
}

fn deeds(tape: &mut Tape<'_>) -> Vec<Deed> {
    match tape.pick(5) {
        0 => vec![Deed::Raise(EVENTS[tape.pick(EVENTS.len())].to_owned())],
        _ => Vec::new(),
    }
}

fn grow(plain: &mut Plain, parent: usize, depth: usize, tape: &mut Tape<'_>) {
    let wide = if depth == 0 { 2 + tape.pick(3) } else { tape.pick(4) };
    for place in 0..wide {
        let is_last = place + 1 == wide;
        let in_parallel = plain.nodes[parent].shape == Shape::Parallel;
        let shape = match tape.pick(8) {
            0 | 1 if depth < 3 => Shape::Parallel,
            2 if depth > 0 && place > 0 && !in_parallel => Shape::History(Depth::Shallow),
            3 if depth > 0 && place > 0 => Shape::History(Depth::Deep),
            4 | 5 if !in_parallel && is_last && place > 0 => Shape::Final,
            _ => Shape::State,
        };
        let me = plain.nodes.len();
        let mut new = node(format!("s{me}"), Some(parent), shape);
        if matches!(shape, Shape::State | Shape::Parallel) {
            new.entry = deeds(tape);
            new.exit = deeds(tape);
        }
        plain.nodes.push(new);
        match shape {
            Shape::State if depth < 3 => grow(plain, me, depth + 1, tape),
            // A parallel state without regions is no parallel state.
            Shape::Parallel => {
                for _ in 0..2 {
                    let region = plain.nodes.len();
                    plain.nodes.push(node(format!("s{region}"), Some(me), Shape::State));
                    grow(plain, region, depth + 2, tape);
                }
            }
            Shape::State | Shape::Final | Shape::History(_) => {}
        }
    }
}

fn beginnings(plain: &mut Plain, tape: &mut Tape<'_>) {
    for me in 0..plain.nodes.len() {
        let is_mark = matches!(plain.nodes[me].shape, Shape::History(_));
        let within = if is_mark { plain.nodes[me].parent.unwrap() } else { me };
        let children: Vec<usize> = (1..plain.nodes.len())
            .filter(|c| plain.nodes[*c].parent == Some(within))
            .filter(|c| !matches!(plain.nodes[*c].shape, Shape::History(_)))
            .collect();
        let compound = plain.nodes[me].shape == Shape::State;
        if (compound || is_mark) && !children.is_empty() && (is_mark || tape.pick(2) == 0) {
            plain.nodes[me].initial = vec![children[tape.pick(children.len())]];
            plain.nodes[me].begins = deeds(tape);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_engine_does_what_the_reference_does(
        tape in proptest::collection::vec(any::<u16>(), 20..160),
        events in proptest::collection::vec(0..EVENTS.len(), 0..12),
    ) {
        let plain = chart(&tape);
        let (engine, reference) = (Runner::start(&plain), Interpreter::interpret(&plain));
        prop_assert_eq!(engine.is_ok(), reference.is_some());
        let (Ok(mut engine), Some(mut reference)) = (engine, reference) else { return Ok(()) };
        for event in events {
            let (one, other) = (engine.send(EVENTS[event]), reference.external(EVENTS[event]));
            prop_assert_eq!(one.is_ok(), other.is_some());
            if one.is_err() {
                return Ok(());
            }
            let mut active = reference.configuration.clone();
            active.sort_unstable();
            prop_assert_eq!(engine.active(), active);
            prop_assert_eq!(&engine.log, &reference.log);
        }
    }
}
