//! The `cel` crate as an oracle: on the common subset, random programs give the same result.

use cel::{Context, Program};
use proptest::prelude::*;

use super::{check, evaluate, parse, tests::world, value};
use crate::value::Value;

/// A random program of a type, as text.
fn number() -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        (0_i64..12).prop_map(|n| n.to_string()),
        Just("a".to_owned()),
        Just("b".to_owned()),
        Just("9223372036854775807".to_owned()),
        Just("size(names)".to_owned()),
        Just("size(word)".to_owned()),
    ];
    leaf.prop_recursive(4, 24, 2, |inner| {
        prop_oneof![
            (inner.clone(), prop_oneof!["[-+*/%]"], inner.clone()).prop_map(|(x, op, y)| format!("({x} {op} {y})")),
            (inner.clone(), prop_oneof!["[-+*]"], inner.clone()).prop_map(|(x, op, y)| format!("{x} {op} {y}")),
            inner.prop_map(|x| format!("-({x})")),
        ]
    })
    .boxed()
}

fn condition() -> BoxedStrategy<String> {
    let compare = prop_oneof![Just("=="), Just("!="), Just("<"), Just("<="), Just(">"), Just(">=")];
    let leaf = prop_oneof![
        Just("true".to_owned()),
        Just("false".to_owned()),
        Just("yes".to_owned()),
        Just("no".to_owned()),
        (number(), compare, number()).prop_map(|(x, op, y)| format!("{x} {op} {y}")),
        prop_oneof!["[xyz]"].prop_map(|letter| format!("'{letter}' in names")),
        prop_oneof!["[xyz]"].prop_map(|letter| format!("word == '{letter}'")),
        prop_oneof!["[xyz]"].prop_map(|letter| format!("names.all(n, n == '{letter}')")),
        prop_oneof!["[xyz]"].prop_map(|letter| format!("names.exists(n, n == '{letter}' || 1 / a == 1)")),
        (number(), number()).prop_map(|(x, y)| format!("{x} in [{y}, a, 3]")),
    ];
    leaf.prop_recursive(4, 32, 2, |inner| {
        prop_oneof![
            (inner.clone(), prop_oneof![Just("&&"), Just("||")], inner.clone())
                .prop_map(|(x, op, y)| format!("({x} {op} {y})")),
            (inner.clone(), prop_oneof![Just("&&"), Just("||")], inner.clone())
                .prop_map(|(x, op, y)| format!("{x} {op} {y}")),
            inner.prop_map(|x| format!("!({x})")),
        ]
    })
    .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn the_same_as_cel(text in condition(), a in -3_i64..4, b in -3_i64..4, yes: bool, no: bool,
                       names in proptest::collection::vec("[xyz]", 0..4), word in "[xyz]") {
        let mut context = Context::default();
        context.add_variable_from_value("a", a);
        context.add_variable_from_value("b", b);
        context.add_variable_from_value("yes", yes);
        context.add_variable_from_value("no", no);
        context.add_variable_from_value("names", names.clone());
        context.add_variable_from_value("word", word.clone());
        let cel = Program::compile(&text).unwrap().execute(&context);

        let mut world = world();
        for (name, value) in [("a", Value::Integer(a)), ("b", Value::Integer(b)), ("yes", Value::Bool(yes)),
                              ("no", Value::Bool(no)), ("names", Value::Texts(names)), ("word", Value::Text(word))] {
            world.types.insert(name.to_owned(), match &value {
                Value::Integer(_) => super::Type::Integer,
                Value::Bool(_) => super::Type::Boolean,
                Value::Texts(_) => super::Type::Texts,
                _ => super::Type::Text,
            });
            world.values.insert(name.to_owned(), value);
        }
        let Ok(expr) = parse(&text) else {
            // Ours has limits that CEL has not.
            prop_assert!(text.len() > 400, "{text}: {:?}", parse(&text));
            return Ok(());
        };
        prop_assert!(check(&expr, &world).is_ok(), "{text}: {:?}", check(&expr, &world));
        let ours = value(&expr, &world);
        match (&cel, &ours) {
            (Ok(cel::Value::Bool(theirs)), Ok(Value::Bool(mine))) => prop_assert_eq!(theirs, mine, "{}", text),
            (Err(_), Err(_)) => prop_assert!(!evaluate(&expr, "c", &world).held),
            _ => prop_assert!(false, "{text}: cel {cel:?}, ours {ours:?}"),
        }
    }
}
