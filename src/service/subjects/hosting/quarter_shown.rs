//! What templates show of a quarterly return.

use accord_engine::value::Value;
use chrono::NaiveDate;

use super::{
    answers::{newest, organisation, parent, part, shown as other, snapshot, text},
    onboarding, quarter,
};
use crate::{
    domain::monitoring::suppression::{Rule, Shown as Masked},
    service::{app::Desk, fault::Fault, subjects::About, words},
    views::contexts::{
        hosting::Contract,
        monitoring::{Return as Shown, Trend, TrendPoint},
        parts::{Measure, Payment, Section},
    },
};

/// What readers are told about masked numbers.
const ROUNDING: &str =
    "Numbers from 1 to 4 are not shown, others are rounded to the nearest 5 wherever people could be recognised.";

/// The whole object.
pub(super) fn shown(desk: &mut Desk<'_>, about: About<'_>) -> Result<Shown, Fault> {
    let date = |name| Ok::<_, Fault>(part::<String>(about.row, name)?.and_then(|on| on.parse::<NaiveDate>().ok()));
    let (from, to) = (date("period_from")?, date("period_to")?);
    let filled = newest(desk, about.row, "figures")?
        .map(|(_, filled)| filled)
        .unwrap_or_default();
    let mut out = Shown {
        reference: about.row.reference.clone().unwrap_or_default(),
        host: organisation(desk, about.row)?
            .as_ref()
            .map(onboarding::host)
            .unwrap_or_default(),
        quarter: from.map(quarter_in_words).unwrap_or_default(),
        from,
        to,
        rounding: ROUNDING.to_owned(),
        status: "open".to_owned(),
        ..Shown::default()
    };
    if let Some(above) = parent(desk, about.row)? {
        let contract: Contract = other(desk, &above)?;
        out.contract = contract.reference;
        out.payment = contract
            .payments
            .into_iter()
            .find(|one| one.due_on > to)
            .unwrap_or_else(Payment::default);
    }
    if let Some(now) = snapshot(desk, about)? {
        out.due_at = now.timers.values().filter_map(|timer| timer.due_at).min();
    }
    out.certified_by = certifier(desk, about)?;
    out.status = match (filled.is_empty(), out.certified_by.is_empty()) {
        (true, _) => "open",
        (false, true) => "being certified",
        (false, false) => "sent",
    }
    .to_owned();
    for (question, title) in [
        ("story", "A story"),
        ("explanation", "Behind the numbers"),
        ("asks", "What would help"),
    ] {
        let said = text(&filled, question);
        if !said.is_empty() {
            out.narrative.push(Section {
                title: title.to_owned(),
                paragraphs: vec![said],
                ..Section::default()
            });
        }
    }
    measures(desk, about, &mut out)?;
    Ok(out)
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

/// Figures with the quarter before and the ratings, and series over the quarters so far.
fn measures(desk: &mut Desk<'_>, about: About<'_>, out: &mut Shown) -> Result<(), Fault> {
    let texts = desk.texts_of(&about.row.id)?;
    let Some(set) = texts.indicators.values().next() else {
        return Ok(());
    };
    let all = quarter::all_of_contract(desk, about.row)?;
    let place = all.iter().position(|one| one.id == about.row.id).unwrap_or(0);
    let mut quarters = Vec::new();
    for (at, row) in all.iter().enumerate().take(place + 1) {
        let label = part::<String>(row, "key")?.unwrap_or_default();
        quarters.push((label, quarter::rated(desk, row, at == 0)?));
    }
    for (id, one) in &set.figures {
        // By name: another quarter may have been published with another set.
        let value = |at: usize| {
            quarters
                .get(at)
                .and_then(|(_, all)| all.iter().find(|rated| rated.0 == *id))
        };
        let (now, before) = (value(place), place.checked_sub(1).and_then(value));
        out.measures.push(Measure {
            code: id.clone(),
            title: one.title.clone(),
            target: one.target.map(|target| target.to_string()).unwrap_or_default(),
            value: now
                .and_then(|one| one.1)
                .map(|number| number.to_string())
                .unwrap_or_default(),
            before: before
                .and_then(|one| one.1)
                .map(|number| number.to_string())
                .unwrap_or_default(),
            rating: now.map(|one| one.2.words().to_lowercase()).unwrap_or_default(),
            ..Measure::default()
        });
        let points: Vec<TrendPoint> = quarters
            .iter()
            .filter_map(|(label, rated)| {
                let raw = rated.iter().find(|one| one.0 == *id)?.1?;
                match Rule::default().count(raw) {
                    Masked::Number(value) => Some(TrendPoint {
                        label: label.clone(),
                        value,
                    }),
                    Masked::Under(_) | Masked::TooFew => None,
                }
            })
            .collect();
        if points.len() > 1 && one.target.is_none() {
            out.trends.push(Trend {
                title: one.title.clone(),
                points,
            });
        }
    }
    Ok(())
}

/// `April to June 2026`.
fn quarter_in_words(from: NaiveDate) -> String {
    let end = crate::domain::contracts::money::quarter_after(from)
        .pred_opt()
        .unwrap_or(from);
    let first = end.checked_sub_months(chrono::Months::new(2)).unwrap_or(from);
    format!(
        "{} to {} ({})",
        first.format("%B"),
        end.format("%B %Y"),
        words::quarter(end)
    )
}
