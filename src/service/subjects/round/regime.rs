//! By which rules a round runs, as its papers say it: the file has it by workflow, so that no Rust knows a statute.

use std::collections::BTreeSet;

use accord_engine::{
    deadline::{self, Rule},
    definition::scalar::{Amount, Unit},
    value::Value,
};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value as Json};

use super::{book::Book, buying, edit::KEY_CRITERION};
use crate::{
    service::{
        answers,
        app::Desk,
        fault::Fault,
        library::{find_state, regimes, states},
        subjects::standing::Standing,
    },
    views::contexts::{
        parts::Criterion,
        regime::{KeyCriterion, Regime},
    },
};

/// What the state means whose clock is the standstill.
const STANDSTILL: &str = "round.standstill";

/// What the file says of the workflow that runs this round; nothing for a workflow that is not there.
pub(super) fn of(desk: &Desk<'_>, book: &Book) -> Option<regimes::Regime> {
    let workflow = &book.standing.as_ref()?.row.workflow;
    desk.app.library.regimes.regimes.get(workflow).cloned()
}

/// Whether there is somebody whom a bidder can ask after the buyer has looked again.
pub(in crate::service::subjects) fn has_panel(desk: &Desk<'_>, book: &Book) -> bool {
    of(desk, book).is_some_and(|regime| !regime.panel.is_empty())
}

/// The same for papers. A workflow that the file does not name goes by its own title, and claims nothing.
///
/// # Errors
/// The store fails, or what is stored is damaged.
pub(super) fn shown(desk: &mut Desk<'_>, book: &Book, buyer: &str) -> Result<Regime, Fault> {
    let alliance = accord_store::alliances::load(desk.db, &desk.alliance)?.name;
    let lead_body = buying::lead_body(desk)?.name;
    let Some(regime) = of(desk, book) else {
        let workflow = book
            .standing
            .as_ref()
            .map(|at| at.row.workflow.clone())
            .unwrap_or_default();
        return Ok(Regime {
            name: desk.app.library.title(&workflow).unwrap_or_default(),
            publisher: format!("{lead_body}, as lead accountable body of {alliance}"),
            decider: format!("the partnership board of {alliance}"),
            ..Regime::default()
        });
    };
    let said = regime.named(buyer, &lead_body, &alliance);
    Ok(Regime {
        name: said.name,
        sentence: said.sentence,
        statutory: said.statutory,
        method: said.method,
        above_threshold: said.above_threshold,
        legal_basis: said.legal_basis,
        publisher: said.publisher,
        decider: said.decider,
        review: said.review,
        panel: said.panel,
    })
}

/// How many of the criteria that the regime wants considered no question with a weight belongs to.
pub(super) fn unasked(desk: &Desk<'_>, book: &Book) -> usize {
    let asked: BTreeSet<String> = book
        .questions
        .iter()
        .filter(|one| one.weight > 0)
        .filter_map(|one| serde_json::from_str::<Map<String, Json>>(&one.data).ok())
        .map(|data| answers::text(&data, KEY_CRITERION))
        .collect();
    let wanted = of(desk, book).map(|regime| regime.criteria).unwrap_or_default();
    wanted.keys().filter(|key| !asked.contains(*key)).count()
}

/// The criteria that the regime wants considered, in its order, with what they weigh.
pub(super) fn weighed(regime: Option<&regimes::Regime>, questions: &[Criterion]) -> Vec<KeyCriterion> {
    let titles = regime.into_iter().flat_map(|regime| regime.criteria.values());
    titles
        .map(|title| {
            let own = || questions.iter().filter(|one| one.key_criterion == *title);
            KeyCriterion {
                title: title.clone(),
                weight: own().map(|one| one.weight).sum(),
                questions: own().map(|one| one.title.clone()).collect(),
            }
        })
        .collect()
}

/// How long the standstill of this workflow is (`8 working days`), and when it would end if it began to be counted now.
/// Nothing for a workflow that has none.
///
/// # Errors
/// What is stored is damaged.
pub(super) fn standstill(desk: &mut Desk<'_>, at: &Standing) -> Result<(String, Option<DateTime<Utc>>), Fault> {
    let workflow = desk.app.library.pinned(desk.db, &at.row.definition)?;
    let definition = &workflow.definition;
    let clock = states(definition)
        .into_iter()
        .filter_map(|name| find_state(definition, name))
        .filter(|state| state.means.as_deref() == Some(STANDSTILL))
        .find_map(|state| state.deadline.as_ref());
    let calendar = desk.app.library.calendars.get(&definition.calendar);
    let (Some(clock), Some(calendar)) = (clock, calendar) else {
        return Ok((String::new(), None));
    };
    let by_rule = clock.rule.as_ref().and_then(|rule| calendar.rules.get(rule));
    let Some((count, unit)) = by_rule
        .map(|rule| &rule.within)
        .or(clock.within.as_ref())
        .and_then(|within| {
            match (
                within,
                at.snapshot
                    .settings
                    .get(within.to_string().trim_start_matches("settings.")),
            ) {
                (Amount::Of(count, unit), _) => Some((*count, *unit)),
                (Amount::Setting(_), Some(Value::Amount(count, unit))) => Some((*count, unit.0)),
                (Amount::Setting(_), _) => None,
            }
        })
    else {
        return Ok((String::new(), None));
    };
    let rule = match &clock.rule {
        Some(name) => Rule::named(name, calendar).ok(),
        None => Some(Rule::within(count, unit)),
    };
    // A day beyond the years that the calendar knows is no fault of a paper: it then says how long, and not until when.
    let end = rule.and_then(|rule| deadline::instant(&rule, desk.now, &[], &[], calendar).ok().flatten());
    Ok((said(count, unit), end))
}

fn said(count: u32, unit: Unit) -> String {
    let unit = unit.word().replace('_', " ");
    match count {
        1 => format!("1 {}", unit.trim_end_matches('s')),
        _ => format!("{count} {unit}"),
    }
}
