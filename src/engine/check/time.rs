//! Every wait for people has an end, and every clock can be counted.

use super::{
    codes,
    tour::{Clock, Place, Tour},
    words::{self, Wanted},
};
use crate::{
    calendar::Calendar,
    definition::{
        model::Transition,
        scalar::{Amount, Scalar, Unit},
    },
    diagnostic::Diagnostic,
};

/// Everything of that kind.
pub fn check(tour: &Tour<'_>, calendar: &Calendar) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for clock in &tour.clocks {
        one_way(clock, &mut found);
        ends(clock, &mut found);
        reminders(tour, calendar, clock, &mut found);
        reaches_nobody(tour, clock, &mut found);
        purpose(tour, clock, &mut found);
        called(clock, &mut found);
    }
    for (number, place) in tour.states.iter().enumerate() {
        waits(tour, number, place, &mut found);
    }
    settings(tour, &mut found);
    found
}

fn one_way(clock: &Clock<'_>, found: &mut Vec<Diagnostic>) {
    let one = clock.clock;
    let ways = [one.within.is_some(), one.at.is_some(), one.rule.is_some()];
    if ways.iter().filter(|there| **there).count() != 1 {
        let told = Diagnostic::error(
            codes::BAD_CLOCK,
            &clock.path,
            "It is not clear how long this clock runs.",
        );
        found.push(told.mend("Write exactly one of `within`, `at` and `rule`."));
    }
    let counting = one.starts.is_some() || one.counts.is_some() || one.ends.is_some();
    if one.rule.is_some() && counting {
        let told = Diagnostic::error(
            codes::BAD_CLOCK,
            &clock.path,
            "A counting rule says itself how it counts.",
        );
        found.push(told.mend("Take `starts`, `counts` and `ends` away, or the rule."));
    }
    if one.at.is_some() && (one.starts.is_some() || one.counts.is_some()) {
        let told = Diagnostic::error(
            codes::BAD_CLOCK,
            &clock.path,
            "A clock that ends `at` an instant counts nothing.",
        );
        found.push(told.mend("Take `starts` and `counts` away, or use `within`."));
    }
}

fn ends(clock: &Clock<'_>, found: &mut Vec<Diagnostic>) {
    let Some(ends) = &clock.clock.ends else { return };
    let path = format!("{}.ends", clock.path);
    if ends == "end_of_day" {
        return;
    }
    match local_time(ends) {
        None => {
            let what = format!("`{ends}` is not an end of a day.");
            let told = Diagnostic::error(codes::BAD_TIME, path, what);
            found.push(told.mend("Write `end_of_day`, or a local time such as \"17:00\"."));
        }
        Some((1, _)) => {
            let what = format!("{ends} lies in the hour that the clocks change.");
            let told = Diagnostic::error(codes::CLOCK_CHANGE_HOUR, path, what)
                .why("On one Sunday of the year it does not exist, and on another it comes twice.");
            found.push(told.mend("Choose a time before 01:00, or 02:00 and later."));
        }
        Some(_) => {}
    }
}

/// `HH:MM`, with two digits each.
fn local_time(text: &str) -> Option<(u32, u32)> {
    let (hours, minutes) = text.split_once(':')?;
    let digits =
        |part: &str| (part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())?;
    let (hours, minutes): (u32, u32) = (digits(hours)?, digits(minutes)?);
    (hours < 24 && minutes < 60).then_some((hours, minutes))
}

/// An amount, with the setting's default looked up.
fn looked_up(tour: &Tour<'_>, amount: &Amount) -> Option<(u32, Unit)> {
    match amount {
        Amount::Of(count, unit) => Some((*count, *unit)),
        Amount::Setting(name) => match tour.definition.settings.get(name)?.default {
            Scalar::Amount(count, unit) => Some((count, unit)),
            _ => None,
        },
    }
}

/// The shortest and the longest that it can be, in minutes. Five working days are a week at least.
fn minutes(amount: (u32, Unit)) -> (u64, u64) {
    let (count, day) = (u64::from(amount.0), 24 * 60);
    match amount.1 {
        Unit::Minutes => (count, count),
        Unit::Hours => (count * 60, count * 60),
        Unit::Days => (count * day, count * day),
        Unit::Weeks => (count * 7 * day, count * 7 * day),
        Unit::WorkingDays => (count * day, (count * 7 / 5 + 12) * day),
        Unit::Months => (count * 28 * day, count * 31 * day),
    }
}

fn reminders(tour: &Tour<'_>, calendar: &Calendar, clock: &Clock<'_>, found: &mut Vec<Diagnostic>) {
    let one = clock.clock;
    if one.remind_with_left.is_empty() != one.remind.is_none() {
        let (what, mend) = if one.remind.is_none() {
            (
                "There are reminders, and no email to send.",
                "Add `remind: <mail template>`.",
            )
        } else {
            (
                "There is an email to remind with, and no time to send it.",
                "Add `remind_with_left: [2 working_days]`.",
            )
        };
        found.push(Diagnostic::error(codes::REMINDER_WITHOUT_MAIL, &clock.path, what).mend(mend));
    }
    let of_rule = one
        .rule
        .as_ref()
        .and_then(|rule| calendar.rules.get(rule))
        .map(|rule| &rule.within);
    let Some(budget) = one
        .within
        .as_ref()
        .or(of_rule)
        .and_then(|amount| looked_up(tour, amount))
    else {
        return;
    };
    if budget.0 == 0 {
        let told = Diagnostic::error(
            codes::ZERO_TIME,
            format!("{}.within", clock.path),
            "This clock gives no time at all.",
        );
        found.push(told.mend("Give people time, or leave the state at once with `always`."));
    }
    for (index, left) in one.remind_with_left.iter().enumerate() {
        let Some(left) = looked_up(tour, left) else { continue };
        let same = left.1 == budget.1;
        let outside = if same {
            left.0 >= budget.0
        } else {
            minutes(left).0 >= minutes(budget).1
        };
        if outside || left.0 == 0 {
            let what = format!(
                "A reminder with {} {} left does not lie inside {} {}.",
                left.0,
                left.1.word(),
                budget.0,
                budget.1.word()
            );
            let told = Diagnostic::error(
                codes::REMINDER_OUTSIDE,
                format!("{}.remind_with_left[{index}]", clock.path),
                what,
            );
            found.push(told.mend("Remind with less time left than the clock gives, and more than none."));
        }
    }
}

/// A reminder goes to those who are waited for. Where nobody is, it needs to be told whom to reach.
fn reaches_nobody(tour: &Tour<'_>, clock: &Clock<'_>, found: &mut Vec<Diagnostic>) {
    let one = clock.clock;
    if one.remind.is_none() || !one.remind_to.is_empty() {
        return;
    }
    let within = |number: &usize| tour.line(*number).any(|above| above == clock.of);
    let waits = (0..tour.states.len()).filter(within).any(|number| {
        tour.states.get(number).is_some_and(|place| {
            let ways = place.state.on.values().flat_map(|all| &all.0);
            place.state.decision.is_some() || ways.into_iter().any(|way| is_waited_for(place, way))
        })
    });
    if !waits {
        let told = Diagnostic::error(
            codes::REMINDER_TO_NOBODY,
            format!("{}.remind", clock.path),
            "Nobody would get this reminder.",
        )
        .why("A reminder goes to those who are waited for, and here nobody is.");
        found.push(told.mend("Add `remind_to: [<role or audience>]`."));
    }
}

fn purpose(tour: &Tour<'_>, clock: &Clock<'_>, found: &mut Vec<Diagnostic>) {
    let Some(place) = tour.states.get(clock.of) else { return };
    let closes_count = clock.name == "deadline" && place.state.decision.is_some();
    match &clock.clock.then {
        Some(_) if closes_count => {
            let told = Diagnostic::error(
                codes::DECISION_THEN,
                format!("{}.then", clock.path),
                "The end of a decision's clock closes the count.",
            )
            .why("What happens then is an outcome, or `otherwise`.");
            found.push(told.mend("Take `then` away."));
        }
        None if !closes_count && clock.clock.remind.is_none() => {
            let told = Diagnostic::warning(
                codes::CLOCK_WITHOUT_END,
                &clock.path,
                "Nothing happens when this clock ends.",
            );
            found.push(told.mend("Add `then: <event>` and a transition on it."));
        }
        Some(_) | None => {}
    }
}

/// A state's own clock is called by the state's title; a further one needs a title of its own.
fn called(clock: &Clock<'_>, found: &mut Vec<Diagnostic>) {
    if clock.name != "deadline" && clock.clock.title.is_none() {
        let told = Diagnostic::warning(
            codes::CLOCK_WITHOUT_TITLE,
            &clock.path,
            "Pages would show this clock by its name in the file.",
        );
        found.push(told.mend("Add `title: <what runs out>`."));
    }
}

/// Whether people are waited for: their act, in a state's own `on`, that does not say otherwise.
pub fn is_waited_for(place: &Place<'_>, transition: &Transition) -> bool {
    !transition.by.is_empty() && transition.waits.unwrap_or(place.state.states.is_empty())
}

fn waits(tour: &Tour<'_>, number: usize, place: &Place<'_>, found: &mut Vec<Diagnostic>) {
    let state = place.state;
    if state.final_outcome.is_some() || state.history.is_some() {
        return;
    }
    let acts = state
        .on
        .values()
        .flat_map(|all| &all.0)
        .any(|one| is_waited_for(place, one));
    if !acts && state.decision.is_none() {
        return;
    }
    let clocked = |at: usize| {
        let Some(place) = tour.states.get(at) else { return false };
        let state = place.state;
        state.no_deadline.is_some() || state.deadline.is_some() || !state.clocks.is_empty()
    };
    let own = state.decision.is_none() || state.deadline.is_some() || state.no_deadline.is_some();
    if tour.line(number).any(clocked) && own {
        return;
    }
    let what = format!(
        "People are waited for in \"{}\" without a deadline.",
        tour.title(place.id)
    );
    let told = Diagnostic::error(codes::NO_DEADLINE, &place.path, what);
    found.push(told.mend("Add `deadline`, or say why there is none: `no_deadline: \"…\"`."));
}

/// Settings named where an amount, a number or a share is needed.
fn settings(tour: &Tour<'_>, found: &mut Vec<Diagnostic>) {
    let known: Vec<&str> = tour.definition.settings.keys().map(String::as_str).collect();
    for (path, name, wanted) in words::uses(tour) {
        let Some(setting) = tour.definition.settings.get(name) else {
            let what = format!("There is no setting `{name}`.");
            let told = Diagnostic::error(codes::UNKNOWN_SETTING, path, what);
            found.push(told.mend(crate::definition::near::suggest(name, known.clone())));
            continue;
        };
        let (fits, needed) = match wanted {
            Wanted::Amount => (matches!(setting.default, Scalar::Amount(..)), "an amount of time"),
            Wanted::Number => (matches!(setting.default, Scalar::Integer(0..)), "a whole number"),
            Wanted::Share => (matches!(setting.default, Scalar::Share(..)), "a share such as 3/4"),
        };
        if !fits {
            let what = format!(
                "The setting `{name}` is {}, and {needed} is needed here.",
                setting.default
            );
            found.push(
                Diagnostic::error(codes::SETTING_KIND, path, what).mend("Use another setting, or change its default."),
            );
        }
    }
}
