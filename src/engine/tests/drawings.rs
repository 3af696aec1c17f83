//! Pictures, journeys and differences of the good definitions.

#![expect(clippy::expect_used, reason = "these are tests")]

use std::{fs, path::Path};

use accord_engine::{
    definition::{model::Definition, parse::read, vocabulary::Roles},
    diff::diff,
    draw::{Format, Walk, draw, draw_walked},
    journey::journey,
};

fn tests() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests")
}

fn text(name: &str) -> String {
    fs::read_to_string(tests().join(format!("good-definitions/{name}.yaml"))).expect("a text")
}

fn definition(text: &str) -> Definition {
    read(text).value.expect("a definition")
}

fn all() -> Vec<Definition> {
    let folder = fs::read_dir(tests().join("good-definitions")).expect("the folder");
    let texts = folder
        .flatten()
        .map(|entry| fs::read_to_string(entry.path()).expect("a text"));
    texts.map(|text| definition(&text)).collect()
}

#[test]
fn pictures_are_well_formed_and_described() {
    for one in all() {
        let svg = draw(&one, Format::Svg);
        let tree = roxmltree::Document::parse(&svg).expect("well-formed XML");
        let described = tree
            .descendants()
            .find(|node| node.has_tag_name("desc") || node.tag_name().name() == "desc");
        let words = described.and_then(|node| node.text()).expect("a description");
        assert!(words.starts_with("It begins with "), "{words}");
        assert!(!svg.contains("NaN") && !svg.contains("@font-face"));
    }
}

#[test]
fn no_two_boxes_of_one_parent_overlap() {
    for one in all() {
        let svg = draw(&one, Format::Svg);
        let tree = roxmltree::Document::parse(&svg).expect("well-formed XML");
        let number = |node: &roxmltree::Node<'_, '_>, name: &str| -> i32 {
            node.attribute(name)
                .and_then(|value| value.parse().ok())
                .unwrap_or_default()
        };
        let rects: Vec<(i32, i32, i32, i32)> = tree
            .descendants()
            .filter(|node| node.tag_name().name() == "rect" && node.attribute("rx").is_some())
            .map(|node| {
                (
                    number(&node, "x"),
                    number(&node, "y"),
                    number(&node, "width"),
                    number(&node, "height"),
                )
            })
            .collect();
        let holds = |a: &(i32, i32, i32, i32), b: &(i32, i32, i32, i32)| {
            a.0 <= b.0 && a.1 <= b.1 && a.0 + a.2 >= b.0 + b.2 && a.1 + a.3 >= b.1 + b.3
        };
        for (nth, a) in rects.iter().enumerate() {
            for b in rects.iter().skip(nth + 1) {
                let apart = a.0 + a.2 <= b.0 || b.0 + b.2 <= a.0 || a.1 + a.3 <= b.1 || b.1 + b.3 <= a.1;
                assert!(apart || holds(a, b) || holds(b, a), "{}: {a:?} and {b:?}", one.workflow);
            }
        }
    }
}

#[test]
fn scxml_has_every_state_and_names_only_states() {
    for one in all() {
        let text = draw(&one, Format::Scxml);
        let tree = roxmltree::Document::parse(&text).expect("well-formed XML");
        let ids: Vec<&str> = tree.descendants().filter_map(|node| node.attribute("id")).collect();
        for target in tree.descendants().filter_map(|node| node.attribute("target")) {
            assert!(ids.contains(&target), "{}: {target}", one.workflow);
        }
        assert!(one.states.keys().all(|state| ids.contains(&state.as_str())));
    }
}

#[test]
fn xstate_is_json_with_the_same_states() {
    for one in all() {
        let machine: serde_json::Value = serde_json::from_str(&draw(&one, Format::Xstate)).expect("JSON");
        let states = machine.get("states").and_then(|all| all.as_object()).expect("states");
        assert!(one.states.keys().all(|state| states.contains_key(state)));
    }
}

#[test]
fn mermaid_names_every_state() {
    for one in all() {
        let text = draw(&one, Format::Mermaid);
        assert!(text.contains("stateDiagram-v2"));
        assert!(
            one.states.keys().all(|state| text.contains(&format!(" as {state}\n"))),
            "{text}"
        );
    }
}

#[test]
fn a_journey_says_what_when_and_what_then() {
    let told = journey(&definition(&text("choice")), "guest", &Roles::default());
    for part in [
        "You are asked to decide",
        "10 working days",
        "Silence never counts as a yes",
        "## Everybody chooses",
    ] {
        assert!(told.contains(part), "{part} is not in\n{told}");
    }
    let told = journey(&definition(&text("leave")), "clerk", &Roles::default());
    for part in [
        "You are asked to: \"Send it\"",
        "Then it is \"Being read\"",
        "Not before this is put right",
    ] {
        assert!(told.contains(part), "{part} is not in\n{told}");
    }
}

#[test]
fn a_difference_is_told_in_plain_english() {
    let old = text("leave");
    let new = old
        .replace("default: 10 working_days", "default: 15 working_days")
        .replace("requires_reason: true", "requires_reason: false")
        .replace("time_over: { to: lapsed }", "time_over: { to: reading }")
        .replace(
            "by: [reader]\n        needs_second",
            "by: [reader, clerk]\n        needs_second",
        );
    let told = diff(&definition(&old), &definition(&new)).text();
    for part in [
        "The clerk may now do this too",
        "it was 10 working days and is now 15 working days",
        "no reason is asked for any more",
        "What becomes impossible",
    ] {
        assert!(told.contains(part), "{part} is not in\n{told}");
    }
    assert!(diff(&definition(&old), &definition(&old)).is_empty());
}

#[test]
fn what_was_walked_stands_out_and_is_told() {
    for one in all() {
        let plain = draw(&one, Format::Svg);
        assert_eq!(
            draw_walked(&one, &Walk::default()),
            plain,
            "nothing walked, nothing marked"
        );
        let first = one.initial.to_string();
        let walk = Walk {
            now: [first.clone()].into(),
            been: one.states.keys().map(ToString::to_string).collect(),
            ..Walk::default()
        };
        let svg = draw_walked(&one, &walk);
        roxmltree::Document::parse(&svg).expect("well-formed XML");
        assert_eq!(
            svg.matches("stroke-width=\"4\"/>").count() + svg.matches("stroke-width=\"4\" stroke-dasharray").count(),
            1
        );
        assert_eq!(
            svg.matches(" l4 4 l7 -9").count(),
            one.states.len() - 1,
            "all others are ticked"
        );
        assert!(svg.contains("Framed, because it is there now: "));
    }
}
