//! Reads an SCXML file without a data model. Lives in the tests: the product reads no XML.

use std::collections::HashMap;

use accord_engine::chart::build::Shape;

use super::charts::{Deed, Plain, PlainEdge, PlainNode, shape_of};

type Xml<'a, 'input> = roxmltree::Node<'a, 'input>;

/// Source, events, targets by name, whether internal, content.
type Written = (usize, Vec<String>, String, bool, Vec<Deed>);

#[derive(Default)]
struct Importer {
    nodes: Vec<PlainNode>,
    names: HashMap<String, usize>,
    /// Transitions as written, with their source.
    written: Vec<Written>,
    /// Initial targets by name.
    beginnings: Vec<(usize, String)>,
}

pub(crate) fn import(text: &str) -> Plain {
    let document = roxmltree::Document::parse(text).expect("XML");
    let mut importer = Importer::default();
    importer.state(document.root_element(), None, Shape::State);
    for (node, words) in std::mem::take(&mut importer.beginnings) {
        importer.nodes[node].initial = importer.targets(&words);
    }
    let edges = std::mem::take(&mut importer.written)
        .into_iter()
        .map(|(source, events, targets, internal, content)| PlainEdge {
            source,
            events,
            targets: importer.targets(&targets),
            internal,
            content,
            allowed: u16::MAX,
        })
        .collect();
    Plain {
        nodes: importer.nodes,
        edges,
    }
}

impl Importer {
    fn targets(&self, words: &str) -> Vec<usize> {
        words.split_whitespace().map(|word| self.names[word]).collect()
    }

    fn state(&mut self, xml: Xml<'_, '_>, parent: Option<usize>, shape: Shape) {
        let me = self.nodes.len();
        let name = xml
            .attribute("id")
            .map_or_else(|| format!("unnamed.{me}"), str::to_owned);
        self.names.insert(name.clone(), me);
        self.nodes.push(PlainNode {
            name: if parent.is_none() { String::new() } else { name },
            parent,
            shape,
            initial: Vec::new(),
            begins: Vec::new(),
            entry: Vec::new(),
            exit: Vec::new(),
        });
        if let Some(words) = xml.attribute("initial") {
            self.beginnings.push((me, words.to_owned()));
        }
        for child in xml.children().filter(Xml::is_element) {
            self.part(child, me, shape);
        }
    }

    fn part(&mut self, child: Xml<'_, '_>, me: usize, shape: Shape) {
        match child.tag_name().name() {
            "state" => self.state(child, Some(me), Shape::State),
            "parallel" => self.state(child, Some(me), Shape::Parallel),
            "final" => self.state(child, Some(me), Shape::Final),
            "history" => self.state(child, Some(me), shape_of(child.attribute("type"))),
            "onentry" => self.nodes[me].entry.extend(content(child)),
            "onexit" => self.nodes[me].exit.extend(content(child)),
            "initial" => {
                let way = child.children().find(Xml::is_element).expect("a transition");
                self.begins(way, me);
            }
            "transition" if matches!(shape, Shape::History(_)) => self.begins(child, me),
            "transition" => {
                let words = |name| child.attribute(name).unwrap_or_default();
                let events = words("event").split_whitespace().map(str::to_owned).collect();
                let internal = child.attribute("type") == Some("internal");
                self.written
                    .push((me, events, words("target").to_owned(), internal, content(child)));
            }
            other => panic!("<{other}> is not known here"),
        }
    }

    fn begins(&mut self, way: Xml<'_, '_>, me: usize) {
        self.beginnings.push((me, way.attribute("target").unwrap().to_owned()));
        self.nodes[me].begins = content(way);
    }
}

fn content(xml: Xml<'_, '_>) -> Vec<Deed> {
    xml.children()
        .filter(Xml::is_element)
        .filter_map(|deed| {
            let event = || deed.attribute("event").unwrap().to_owned();
            match deed.tag_name().name() {
                "raise" => Some(Deed::Raise(event())),
                "send" => Some(Deed::Send {
                    event: event(),
                    after_ms: deed
                        .attribute("delay")
                        .map_or(0, |text| text.strip_suffix("ms").unwrap().parse().unwrap()),
                }),
                "log" => None,
                other => panic!("<{other}> is not known here"),
            }
        })
        .collect()
}
