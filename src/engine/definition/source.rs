//! From a path in a definition to its place in the text.

use std::collections::HashMap;

use super::node::{Data, Node};
use crate::diagnostic::{Diagnostic, Span};

/// Where each path of one file stands in its text.
#[derive(Debug, Clone, Default)]
pub struct SourceMap {
    places: HashMap<String, Span>,
}

impl SourceMap {
    /// Reads the places out of a tree. Text and numbers are found at the value, lists and mappings
    /// at their key.
    pub fn of(root: &Node) -> Self {
        let mut map = Self::default();
        map.places.insert(String::new(), Span { len: 0, ..root.span });
        map.add("", root);
        map
    }

    fn add(&mut self, path: &str, node: &Node) {
        match &node.data {
            Data::Map(entries) => {
                for (key, value) in entries {
                    let child = join(path, &key.text);
                    let place = match &value.data {
                        Data::List(_) | Data::Map(_) | Data::Null | Data::Broken => key.span,
                        Data::Bool(_) | Data::Integer(_) | Data::Text(_) => value.span,
                    };
                    self.places.entry(format!("{child}#key")).or_insert(key.span);
                    self.places.entry(child.clone()).or_insert(place);
                    self.add(&child, value);
                }
            }
            Data::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    let child = format!("{path}[{index}]");
                    self.places.entry(child.clone()).or_insert(Span {
                        len: item.span.len.min(1),
                        ..item.span
                    });
                    if matches!(item.data, Data::Text(_) | Data::Integer(_) | Data::Bool(_)) {
                        self.places.insert(child.clone(), item.span);
                    }
                    self.add(&child, item);
                }
            }
            Data::Null | Data::Bool(_) | Data::Integer(_) | Data::Text(_) | Data::Broken => {}
        }
    }

    /// The place of a path, or of its closest ancestor. `…[0]` is also found where the file has
    /// one thing instead of a list of one. A path that ends in `#key` is the place of the key.
    pub fn locate(&self, path: &str) -> Option<Span> {
        let mut path = path;
        loop {
            if let Some(place) = self.places.get(path) {
                return Some(*place);
            }
            let shorter = path.match_indices("[0]").find_map(|(at, item)| {
                let rest = path.get(at + item.len()..)?;
                self.places.get(&format!("{}{rest}", path.get(..at)?))
            });
            if let Some(place) = shorter {
                return Some(*place);
            }
            if path.is_empty() {
                return None;
            }
            path = parent(path);
        }
    }

    /// Gives each diagnostic without a place the place of its path, and puts them in the order of
    /// the text.
    pub fn place(&self, found: &mut [Diagnostic]) {
        for one in found.iter_mut().filter(|one| one.span.is_none()) {
            one.span = self.locate(&one.path);
            if let Some(path) = one.path.strip_suffix("#key") {
                one.path = path.to_owned();
            }
        }
        found.sort_by_key(|one| one.span.map_or((usize::MAX, 0), |span| (span.line, span.column)));
    }
}

/// One step further down.
pub fn join(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}

fn parent(path: &str) -> &str {
    path.rfind(['.', '[', '#'])
        .and_then(|at| path.get(..at))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definition::node;

    #[track_caller]
    fn check(source: &str, path: &str, line: usize, column: usize) {
        let (root, found) = node::read(source);
        assert!(found.is_empty(), "{found:?}");
        let place = SourceMap::of(&root.expect("a tree")).locate(path).expect("a place");
        assert_eq!((place.line, place.column), (line, column), "{path}");
    }

    const FILE: &str = "a:\n  b: [x, y]\n  c:\n    - d: 1\n";

    #[test]
    fn a_value_is_found_at_its_own_place() {
        check(FILE, "a.b[1]", 2, 10);
        check(FILE, "a.c[0].d", 4, 10);
    }

    #[test]
    fn what_is_not_there_is_found_at_its_closest_ancestor() {
        check(FILE, "a.c[0].missing.deeper", 4, 7);
        check(FILE, "nowhere", 1, 1);
    }

    #[test]
    fn one_thing_is_found_as_a_list_of_one() {
        check("a:\n  b: 1\n", "a[0].b", 2, 6);
    }

    #[test]
    fn columns_count_characters_and_starts_count_bytes() {
        let (root, _) = node::read("é: {ü: z}\n");
        let place = SourceMap::of(&root.expect("a tree")).locate("é.ü").expect("a place");
        assert_eq!((place.column, place.start, place.len), (8, 9, 1));
    }
}
