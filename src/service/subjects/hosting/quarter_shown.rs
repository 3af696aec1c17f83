//! What templates show of a quarterly return, exactly as it was reported: it is for the host, its
//! certifier and the contract manager. What leaves them goes through `round::city`.

use accord_engine::{deadline::TimerRole, value::Value};
use accord_store::subjects::SubjectRow;
use chrono::{DateTime, NaiveDate, Utc};

use super::{
    answers::{newest, organisation, parent, part, shown as other, text},
    contract_choices, onboarding, quarter,
};
use crate::{
    domain::{
        monitoring::{indicators::IndicatorSet, judging},
        words,
    },
    service::{
        app::Desk,
        fault::Fault,
        subjects::{
            About,
            standing::{self, Standing},
        },
    },
    views::contexts::{
        hosting::Contract,
        monitoring::{Return as Shown, ReturnQuestion, Trend, TrendPoint},
        parts::{Measure, Pair, Payment, Section},
    },
};

/// The kind of record that says what is paid.
const CONTRACT: &str = "contract";

/// What a reader is told about the numbers before them.
const EXACT: &str = "These numbers are exact. They are for the host, its certifier and the contract manager.";

/// Where a return stands: the first of these meanings that it has, in words.
const STANDS: &[(&str, &str)] = &[
    ("return.accepted", "accepted"),
    ("return.waived", "not needed this time"),
    ("return.submitted", "being read"),
    ("return.certifying", "being certified"),
    ("return.overdue", "overdue"),
    ("return.open", "open"),
];

/// The whole object.
pub(super) fn shown(desk: &mut Desk<'_>, about: About<'_>) -> Result<Shown, Fault> {
    let date = |name| Ok::<_, Fault>(part::<String>(about.row, name)?.and_then(|on| on.parse::<NaiveDate>().ok()));
    let (from, to) = (date("period_from")?, date("period_to")?);
    let mut out = Shown {
        reference: about.row.reference.clone().unwrap_or_default(),
        host: organisation(desk, about.row)?
            .as_ref()
            .map(onboarding::host)
            .unwrap_or_default(),
        quarter: from.map(quarter_in_words).unwrap_or_default(),
        from,
        to,
        ..Shown::default()
    };
    if let Some(above) = parent(desk, about.row)? {
        out.contract = above.reference.unwrap_or_default();
    }
    out.payment = payment(desk, about.row)?.unwrap_or_default();
    if let Some(at) = standing::now(desk, &about.row.id, about.snapshot)? {
        out.due_at = due_at(&at);
        out.status = where_it_stands(&at).to_owned();
        out.submitted_at = at.since("return.submitted");
    }
    out.certified_by = certifier(desk, about)?;
    narrative(desk, about, &mut out)?;
    let texts = desk.texts_of(&about.row.id)?;
    if let Some(set) = texts.indicator_set() {
        out.rounding = format!("{EXACT} Where they are published: {}", set.small_numbers.words());
        questions(desk, about, set, &mut out)?;
        measures(desk, about, set, &mut out)?;
    }
    Ok(out)
}

/// What is paid after the quarter of a return; nothing where no contract says so.
///
/// # Errors
/// The store fails, or what is stored is damaged.
pub(super) fn payment(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Option<Payment>, Fault> {
    let to = part::<String>(row, "period_to")?.and_then(|on| on.parse::<NaiveDate>().ok());
    let Some(above) = parent(desk, row)?.filter(|above| above.kind == CONTRACT) else {
        return Ok(None);
    };
    let contract: Contract = other(desk, &above)?;
    Ok(contract.payments.into_iter().find(|one| one.due_on > to))
}

/// Where a return stands, in words.
pub(in crate::service::subjects) fn where_it_stands(at: &Standing) -> &'static str {
    let stands = STANDS.iter().find(|(meaning, _)| at.is(&[meaning]));
    stands.map_or("over", |(_, words)| words)
}

fn due_at(at: &Standing) -> Option<DateTime<Utc>> {
    let timers = at.snapshot.timers.values();
    let ends = timers.filter(|timer| matches!(timer.role, TimerRole::End(_)));
    ends.filter_map(|timer| timer.due_at).min()
}

/// The day on which the clock that runs now runs out.
pub(in crate::service::subjects) fn due(at: &Standing) -> Option<NaiveDate> {
    due_at(at).map(words::local_day)
}

fn narrative(desk: &mut Desk<'_>, about: About<'_>, out: &mut Shown) -> Result<(), Fault> {
    let contract = parent(desk, about.row)?;
    let gone = contract
        .as_ref()
        .map(contract_choices::withdrawn)
        .transpose()?
        .unwrap_or_default();
    for (question, title) in [
        ("story", "A story"),
        ("explanation", "Behind the numbers"),
        ("asks", "What would help"),
        ("thanks", "What went well"),
        ("alliance_does", "What the alliance does"),
        ("issues", "What is still open"),
    ] {
        let said = newest(desk, about.row, question)?.map(|(_, filled)| text(&filled, question));
        let said = said.unwrap_or_default();
        // A story that was taken back stands nowhere any more.
        if question == "story" && gone.contains(&about.row.id) {
            continue;
        }
        if !said.is_empty() {
            out.narrative.push(Section {
                title: title.to_owned(),
                paragraphs: vec![said],
                ..Section::default()
            });
        }
    }
    Ok(())
}

fn certifier(desk: &mut Desk<'_>, about: About<'_>) -> Result<String, Fault> {
    let Some((person, filled)) = newest(desk, about.row, "checked")? else {
        return Ok(String::new());
    };
    if filled.get("checked") != Some(&Value::Bool(true)) {
        return Ok(String::new());
    }
    Ok(accord_store::people::load(desk.db, &person)?
        .map(|one| one.name)
        .unwrap_or_default())
}

/// Every question with the number that stands there: sent, else written, else carried from the
/// return before; and what does not fit.
fn questions(desk: &mut Desk<'_>, about: About<'_>, set: &IndicatorSet, out: &mut Shown) -> Result<(), Fault> {
    let before = quarter::last_sent(desk, about.row)?;
    let (sent, draft) = (quarter::sent(desk, about.row)?, quarter::draft(about.row)?);
    let given = if sent.is_empty() { &draft } else { &sent };
    out.reported = !sent.is_empty();
    for (id, input) in &set.inputs {
        let carried = input.carried_from.as_ref().and_then(|from| before.get(from));
        let (label, value) = input.say(given.get(id).or(carried).copied());
        out.questions.push(ReturnQuestion {
            code: id.clone(),
            label,
            definition: input.definition.clone(),
            value,
            before: input.say(before.get(id).copied()).1,
        });
    }
    if !given.is_empty() {
        let found = judging::problems(set, given);
        let known = judging::Known {
            before,
            payment: (out.payment.amount > 0).then_some(out.payment.amount),
        };
        let unusual = judging::unusual(set, given, &known);
        let label = |id: String| set.inputs.get(&id).map_or(id, |input| input.label.clone());
        out.problems = [found.missing, found.impossible, found.unequal, unusual]
            .into_iter()
            .flatten()
            .map(|one| Pair {
                name: label(one.input),
                value: one.says,
            })
            .collect();
    }
    Ok(())
}

/// Figures with the quarter before and the ratings, and series over the quarters so far.
fn measures(desk: &mut Desk<'_>, about: About<'_>, set: &IndicatorSet, out: &mut Shown) -> Result<(), Fault> {
    let all = quarter::all_of_contract(desk, about.row)?;
    let place = all.iter().position(|one| one.id == about.row.id).unwrap_or(0);
    let mut quarters = Vec::new();
    for (at, row) in all.iter().enumerate().take(place + 1) {
        let to = part::<String>(row, "period_to")?.and_then(|on| on.parse().ok());
        let label = to.map(words::quarter).unwrap_or_default();
        quarters.push((label, quarter::rated(desk, row, at == 0)?));
    }
    for (id, one) in &set.figures {
        // By name: another quarter may have been published with another set.
        let value = |at: usize| {
            let (_, all) = quarters.get(at)?;
            all.iter().find(|rated| rated.0 == *id)
        };
        let (now, before) = (value(place), place.checked_sub(1).and_then(value));
        let said = |number: Option<i64>| number.map(|number| one.say(number)).unwrap_or_default();
        out.measures.push(Measure {
            code: id.clone(),
            title: one.title.clone(),
            target: one.target_in_words(),
            value: said(now.and_then(|rated| rated.1)),
            before: said(before.and_then(|rated| rated.1)),
            rating: now.map(|rated| rated.2.words().to_lowercase()).unwrap_or_default(),
            ..Measure::default()
        });
        let points = quarters.iter().map(|(label, rated)| TrendPoint {
            label: label.clone(),
            value: rated.iter().find(|rated| rated.0 == *id).and_then(|rated| rated.1),
        });
        if one.trend && quarters.len() > 1 {
            out.trends.push(Trend {
                title: one.title.clone(),
                unit: one.unit().to_owned(),
                points: points.collect(),
            });
        }
    }
    Ok(())
}

/// `April to June 2026 (Q1 2026-27)`.
pub(in crate::service::subjects) fn quarter_in_words(from: NaiveDate) -> String {
    let end = crate::domain::contracts::money::quarter_after(from)
        .pred_opt()
        .unwrap_or(from);
    let first = end.checked_sub_months(chrono::Months::new(2)).unwrap_or(from);
    format!("{} ({})", words::months(first, end), words::quarter(end))
}
