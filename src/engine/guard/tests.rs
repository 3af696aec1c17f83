//! Conditions: reading, types, values, words.

use std::{borrow::Cow, collections::BTreeMap};

use chrono::{DateTime, Utc};
use indexmap::IndexMap;

use super::*;
use crate::calendar::tests::england;

pub(super) struct World {
    pub(super) values: BTreeMap<String, Value>,
    pub(super) types: BTreeMap<String, Type>,
    calendar: Calendar,
}

impl Env for World {
    fn value(&self, name: &str) -> Option<Cow<'_, Value>> {
        self.values.get(name).map(Cow::Borrowed)
    }

    fn now(&self) -> DateTime<Utc> {
        "2026-04-01T23:30:00Z".parse().unwrap()
    }

    fn calendar(&self) -> &Calendar {
        &self.calendar
    }
}

impl Scope for World {
    fn kind(&self, name: &str) -> Option<Type> {
        self.types.get(name).cloned()
    }

    fn names(&self) -> Vec<String> {
        self.types.keys().cloned().collect()
    }
}

pub(super) fn world() -> World {
    let date = |text: &str| Value::Date(text.parse().unwrap());
    let row = |cost: i64| IndexMap::from([("cost".to_owned(), Value::Money(cost))]);
    let columns = IndexMap::from([("cost".to_owned(), Type::Money)]);
    let all = [
        ("comments.unanswered", Value::Integer(3), Type::Integer),
        ("sections.count", Value::Integer(2), Type::Integer),
        ("text.ready", Value::Bool(false), Type::Boolean),
        ("open", Value::Bool(true), Type::Boolean),
        ("budget", Value::Money(123_450), Type::Money),
        ("lot", Value::Text("Sharrow".into()), Type::Text),
        (
            "lots",
            Value::Texts(vec!["Sharrow".into(), "Manor".into()]),
            Type::Texts,
        ),
        ("published", date("2026-04-02"), Type::Date),
        ("spec.signed_hash", Value::Text("ab".into()), Type::Text),
        ("settings.most", Value::Integer(2), Type::Integer),
        ("form.costs", Value::Rows(vec![row(500), row(0)]), Type::Rows(columns)),
        ("form.start", Value::Nothing, Type::Date),
    ];
    World {
        values: all
            .iter()
            .map(|(name, value, _)| ((*name).into(), value.clone()))
            .collect(),
        types: all.into_iter().map(|(name, _, kind)| (name.into(), kind)).collect(),
        calendar: england(),
    }
}

#[track_caller]
fn holds(text: &str, expected: bool) {
    let expr = parse(text).unwrap();
    check_condition(&expr, &world()).unwrap();
    let judged = evaluate(&expr, "c", &world());
    assert_eq!(judged.held, expected, "{text}: {:?}", judged.tree);
}

#[track_caller]
fn says(text: &str, expected: &str) {
    let expr = parse(text).unwrap();
    check_condition(&expr, &world()).unwrap();
    assert_eq!(found(&evaluate(&expr, "c", &world())), expected);
}

#[track_caller]
fn unreadable(text: &str, at: usize, part: &str) {
    let error = parse(text).unwrap_err();
    assert!(error.message.contains(part), "{}", error.message);
    assert_eq!(error.at.start, at, "{}", error.message);
}

#[track_caller]
fn mistyped(text: &str, at: &str, part: &str) {
    let expr = parse(text).unwrap();
    let errors = check_condition(&expr, &world()).unwrap_err();
    let error = errors.iter().find(|error| error.message.contains(part));
    let error = error.unwrap_or_else(|| panic!("{errors:?}"));
    assert_eq!(&text[error.at.clone()], at, "{errors:?}");
}

#[test]
fn conditions_hold_or_do_not() {
    for text in [
        "sections.count > 0",
        "comments.unanswered == 3 && open",
        "text.ready || open",
        "!text.ready",
        "budget >= money('£1,234.50') && budget < money('£2000')",
        "budget * 2 == money('£2469.00')",
        "budget / money('£10.00') == 123",
        "1 + 2 * 3 - 4 == 3 && 7 % 4 == 3 && -7 / 2 == -3",
        "(1 + 2) * 3 == 9",
        "lot in ['Manor', 'Sharrow'] && lot in lots && !('Burngreave' in lots)",
        "2 in [1, sections.count]",
        "size(lots) == 2 && size(lot) == 7",
        "lots.exists(l, l == 'Manor') && !lots.all(l, l == 'Manor')",
        "form.costs.all(row, row.cost >= money('£0')) && form.costs.exists(row, row.cost > money('£4'))",
        "has(lot) && !has(form.start)",
        // British summer time has begun: it is already the 2nd.
        "today() == date('2026-04-02') && today() == published",
        "working_days_between(published, date('2026-04-10')) == 4",
        "days_between(published, date('2026-04-10')) == 8 && days_between(date('2026-04-10'), published) == -8",
        "now() <= now() && \"it's\" != 'it\\'s so'",
        // What cannot be known does not matter where the rest decides.
        "open || form.start == today()",
        "form.start == today() || open",
    ] {
        holds(text, true);
    }
    for text in [
        "form.start == today()",
        "form.start == today() && open",
        "1 / 0 == 1",
        "sections.count > 2",
    ] {
        holds(text, false);
    }
}

#[test]
fn an_error_is_not_true_and_neither_is_its_opposite() {
    for text in [
        "!(form.start == today())",
        "9223372036854775807 + 1 > 0 || false",
        "5 % (sections.count - 2) == 0",
        "working_days_between(published, date('2031-01-01')) > 0",
    ] {
        holds(text, false);
        assert!(evaluate(&parse(text).unwrap(), "c", &world()).fault().is_some());
    }
    let judged = evaluate(&parse("sections.count + 1").unwrap(), "c", &world());
    assert!(!judged.held && judged.fault().unwrap().contains("yes or no"));
}

#[test]
fn a_refusal_names_what_was_found_and_what_must_be() {
    says("comments.unanswered == 0", "comments.unanswered is 3; it must be 0");
    says(
        "open && comments.unanswered == 0",
        "comments.unanswered is 3; it must be 0",
    );
    says(
        "comments.unanswered <= settings.most",
        "comments.unanswered is 3; it must be at most 2 (settings.most)",
    );
    says("text.ready", "text.ready is no; it must be yes");
    says("!open", "open is yes; it must be no");
    says("!(sections.count > 1)", "sections.count is 2; it must be at most 1");
    says("5 < sections.count", "sections.count is 2; it must be more than 5");
    says(
        "lot in ['Manor', 'Fir Vale']",
        "lot is ‘Sharrow’; it must be one of 'Manor', 'Fir Vale'",
    );
    says(
        "budget > money('£2000')",
        "budget is £1,234.50; it must be more than £2,000.00",
    );
    says(
        "text.ready || sections.count > 4",
        "text.ready is no; it must be yes, or sections.count is 2; it must be more than 4",
    );
    says("text.ready && sections.count > 4", "text.ready is no; it must be yes");
    says(
        "form.costs.all(r, r.cost > money('£1'))",
        "r.cost is £0.00; it must be more than £1.00",
    );
    says("has(form.start)", "form.start is not known yet");
    says("form.start == today()", "`form.start` is not known yet");
    says("open", "");
}

#[test]
fn what_cannot_be_read_is_shown_where_it_stands() {
    unreadable("", 0, "stops here");
    unreadable("a ==", 4, "stops here");
    unreadable("a = 1", 2, "`==`");
    unreadable("a & b", 2, "`&&`");
    unreadable("a ? b : c", 2, "alternatives");
    unreadable("(a", 2, "`)` is missing");
    unreadable("a b", 2, "cannot stand here");
    unreadable("1 < a < 3", 6, "chained");
    unreadable("sizes(a)", 0, "Did you mean `size`?");
    unreadable("size(a, b)", 0, "takes 1 argument");
    unreadable("a.map(x, x)", 0, "only `all` and `exists`");
    unreadable("a.all(x, b.all(y, y == x))", 9, "within one another");
    unreadable("a > 1.5", 5, "no decimals");
    unreadable("a > £5", 4, "money('£10.00')");
    unreadable("a == 'open", 5, "no closing");
    unreadable("99999999999999999999 > a", 0, "too large");
    unreadable("a && in", 5, "`in` cannot stand");
    unreadable("a.", 2, "after this dot");
    unreadable("a é b", 2, "no meaning");
    unreadable(&format!("{}1", "(".repeat(40)), 24, "nested");
    unreadable(&"!".repeat(40), 24, "nested");
    unreadable(&"1+".repeat(900), 0, "more than 256 parts");
    unreadable(&" ".repeat(3_000), 0, "longer than");
}

#[test]
fn what_does_not_fit_is_shown_where_it_stands() {
    mistyped(
        "comments.unanswerd == 0",
        "comments.unanswerd",
        "Did you mean `comments.unanswered`?",
    );
    mistyped("sections.count", "sections.count", "A condition is yes or no");
    mistyped("open && sections.count", "sections.count", "`&&` joins conditions");
    mistyped("budget > 5", "budget > 5", "money('£10.00')");
    mistyped("budget + 5 > budget", "budget + 5", "does not go between");
    mistyped("budget * budget > budget", "budget * budget", "does not go between");
    mistyped(
        "published == '2026-04-01'",
        "published == '2026-04-01'",
        "date('2026-04-01')",
    );
    mistyped("published + 1 == today()", "published + 1", "days_between");
    mistyped("lot < 'M'", "lot < 'M'", "has none");
    mistyped("lots == 'M'", "lots == 'M'", "Use `in`");
    mistyped("date('1 April') == published", "date('1 April')", "is not a date");
    mistyped("budget == money('10')", "money('10')", "is not money");
    mistyped("now() == today()", "now() == today()", "days_between");
    mistyped("has(1 + 1)", "1 + 1", "give it a name");
    mistyped("lot.all(x, true)", "lot", "not a list");
    mistyped(
        "form.costs.all(r, r.price > money('£1'))",
        "r.price",
        "no column `price`",
    );
    mistyped("!sections.count", "sections.count", "`!`");
    mistyped("1 in ['a']", "'a'", "looked for");
    let both = check(&parse("nothing == 1 && nobody == 2").unwrap(), &world()).unwrap_err();
    assert_eq!(both.len(), 2, "every error is reported: {both:?}");
}

#[test]
fn names_and_conjuncts_can_be_asked_for() {
    let expr = parse("open && (lots.all(l, l == lot) || has(form.start)) && spec.signed_hash == 'x'").unwrap();
    let names: Vec<String> = names(&expr).into_iter().collect();
    assert_eq!(names, ["form.start", "lot", "lots", "open", "spec.signed_hash"]);
    let parts: Vec<&str> = expr.conjuncts().into_iter().map(|node| node.text.as_str()).collect();
    assert_eq!(
        parts,
        [
            "open",
            "(lots.all(l, l == lot) || has(form.start))",
            "spec.signed_hash == 'x'"
        ]
    );
}

#[test]
fn work_is_bounded() {
    let mut world = world();
    let many = (0..60_000).map(|n| n.to_string()).collect();
    world.values.insert("lots".into(), Value::Texts(many));
    let judged = evaluate(&parse("lots.all(l, l != 'x' && l != 'y')").unwrap(), "c", &world);
    assert_eq!(judged.fault(), Some("there is too much to look at"));
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_or_refused_without_a_panic(text in "[-a-z0-9 .()'!&|=<>+*/%,\\[\\]£\\\\]{0,60}") {
        if let Ok(expr) = parse(&text) {
            let _ = check(&expr, &world());
            let judged = evaluate(&expr, "c", &world());
            let _ = found(&judged);
            // A part that is cut out can be read again, and is the same.
            for part in expr.conjuncts() {
                proptest::prop_assert!(parse(&part.text).is_ok());
            }
        }
    }
}
