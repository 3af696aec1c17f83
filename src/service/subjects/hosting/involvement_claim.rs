//! A payment that a person is offered for what they did.

use std::collections::BTreeMap;

use accord_engine::{definition::model::Form, value::Value};
use accord_store::{pay_details, payments, people, subjects::SubjectRow};
use serde_json::Value as Json;

use super::{
    answers::{chosen, part},
    arranging::{ARRANGE, arrange},
    claims::{self, done_on, expenses, units, way},
};
use crate::{
    domain::{involvement::rates, words},
    service::{
        app::Desk,
        fault::Fault,
        payments::{READ, weekly},
        subjects::{About, NewSubject, Subject, Values, Work, keeping::keep, naming, plain, standing, values},
    },
    views::contexts::people::{ClaimLine, InvolvementClaim as Shown},
};

/// What everyone who is paid is told.
const ADVICE: &str = "A payment counts as income; money for travel, care and access does not. Free \
and independent advice on benefits and tax: Citizens Advice, 0800 144 8848; we can also put you in touch with \
somebody before you say yes.";

/// Why it is another sum than the rate card says, in the record.
const REASON: &str = "reason";
/// Who offered it by hand, in the record.
const OFFERED_BY: &str = "started_by";
/// The exclusion of whoever did.
const OWN_OFFER: &str = "own_offer";
/// Whoever is paid does not approve it, change its sum or record it as paid.
const OWN_CLAIM: &str = "own_claim";

/// The question how they would like to be paid.
const WAY: &str = "way";

/// What a state means in which it has been paid.
const PAID: &str = "claim.paid";

/// The kind.
#[derive(Debug, Clone, Copy)]
pub struct InvolvementClaim;

impl Subject for InvolvementClaim {
    fn kind(&self) -> &'static str {
        "involvement_claim"
    }

    fn create(&self, desk: &mut Desk<'_>, new: &NewSubject, row: &mut SubjectRow) -> Result<(), Fault> {
        priced(desk, new, row)
    }

    fn facts(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Values, Fault> {
        let below = part::<bool>(about.row, "below_floor")?.unwrap_or(false);
        Ok(values([
            ("claim.below_floor", Value::Bool(below)),
            ("claim.in_run", Value::Bool(waits_in_a_run(desk, about.row)?)),
            ("claim.over_weekly_cap", Value::Bool(weekly::is_over(desk, about)?)),
            ("bank.recorded", Value::Bool(can_be_paid(desk, about.row)?)),
        ]))
    }

    /// Whoever offered it by hand does not approve it, and nobody decides about their own.
    fn excluded(&self, desk: &mut Desk<'_>, about: About<'_>, person: &str) -> Result<BTreeMap<String, String>, Fault> {
        let offered = part::<String>(about.row, OFFERED_BY)?.as_deref() == Some(person);
        let paid = about.row.person_id.as_deref() == Some(person);
        let known = &desk.app.library.catalogue.exclusions;
        let barred = [(OWN_OFFER, offered), (OWN_CLAIM, paid)];
        let barred = barred.into_iter().filter(|(_, is)| *is);
        Ok(barred
            .filter_map(|(name, _)| Some((name.to_owned(), known.get(name)?.clone())))
            .collect())
    }

    fn audience(&self, _desk: &mut Desk<'_>, about: About<'_>, name: &str) -> Result<Option<Vec<String>>, Fault> {
        Ok((name == "claimant").then(|| about.row.person_id.clone().into_iter().collect()))
    }

    fn told_by(&self) -> Option<&'static str> {
        Some(READ)
    }

    fn whose(&self, desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Vec<String>, Fault> {
        let mut out = naming::person(desk, row)?;
        let pence = part::<i64>(row, "pence")?.unwrap_or(0);
        out.push(words::money(pence + expenses(desk, row)?));
        Ok(out)
    }

    fn context(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Json, Fault> {
        let person = match &about.row.person_id {
            Some(id) => people::load(desk.db, id)?.map(|one| one.name).unwrap_or_default(),
            None => String::new(),
        };
        let pence = part::<i64>(about.row, "pence")?.unwrap_or(0);
        let on = done_on(about.row)?;
        let word = |name| Ok::<_, Fault>(part::<String>(about.row, name)?.unwrap_or_default());
        let expenses = expenses(desk, about.row)?;
        let units = units(about.row)?;
        let mut lines = vec![ClaimLine {
            on,
            activity: format!("{}, {}", word("activity_title")?, word("about")?),
            quantity: match units {
                1 => word("unit")?,
                more => format!("{more} times {}", word("unit")?),
            },
            rate: pence / units,
            amount: pence,
        }];
        if expenses > 0 {
            lines.push(ClaimLine {
                on,
                activity: "Travel, care or access".to_owned(),
                quantity: "as spent".to_owned(),
                rate: expenses,
                amount: expenses,
            });
        }
        let terms = claims::terms(about.row)?;
        let floor = desk.app.library.rate_cards.get(&terms.card).cloned();
        let way = way(desk, about.row)?.map_or_else(String::new, |way| way.says().to_owned());
        let at = standing::now(desk, &about.row.id, about.snapshot)?;
        let paid_at = at.and_then(|at| at.since(PAID));
        let run = payments::run_of(desk.db, &about.row.id)?;
        let paid_on = run.and_then(|run| run.paid_on?.parse().ok());
        let out = Shown {
            reference: about.row.reference.clone().unwrap_or_default(),
            person,
            from: on,
            to: on,
            lines,
            total: pence + expenses,
            method: chosen(desk, about.row, "way", &way)?,
            paid_on: paid_at.map(|at| paid_on.unwrap_or_else(|| words::local_day(at))),
            advice: ADVICE.to_owned(),
            time: word("time")?,
            an_hour: claims::an_hour(desk, &terms),
            floor: floor.as_ref().map_or(0, |card| card.floor_pence_per_hour),
            floor_source: floor.map_or_else(String::new, |card| card.floor_source),
            receipts: claims::receipts(desk, about.row)?,
            note: word(REASON)?,
            status: if paid_at.is_some() { "paid" } else { "waiting" }.to_owned(),
        };
        Ok(serde_json::to_value(out)?)
    }

    /// What they have said yes to in this week: said where they decide, and nowhere that anybody else reads.
    fn before_form(&self, desk: &mut Desk<'_>, about: About<'_>, form: &Form) -> Result<Vec<String>, Fault> {
        if !form.fields.iter().any(|field| field.id == WAY) {
            return Ok(Vec::new());
        }
        weekly::before_yes(desk, about)
    }

    fn work(&self, desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
        match work.permit {
            ARRANGE => arrange(desk, about, work),
            _ => plain::log(desk, about, work),
        }
    }

    fn run(&self, desk: &mut Desk<'_>, about: About<'_>, rule: &str) -> Result<(), Fault> {
        if rule == "above_limit_once" {
            return keep(desk, about.row, &[(claims::ABOVE, Json::from(true))]);
        }
        if rule != "raise_to_floor" {
            return Err(Fault::Internal(anyhow::anyhow!("a claim has no rule `{rule}`")));
        }
        let library = desk.app.library.clone();
        let activity = part::<String>(about.row, "activity")?.unwrap_or_default();
        let on = done_on(about.row)?.unwrap_or_else(|| desk.today());
        // What was agreed says nothing of the hours: it may have been nothing at all.
        let least = library.rate_card(on).and_then(|card| rates::least(card, &activity));
        let least =
            least.ok_or_else(|| Fault::Internal(anyhow::anyhow!("no rate card knows the activity `{activity}`")))?;
        let pence = part::<i64>(about.row, "pence")?.unwrap_or(0);
        keep(
            desk,
            about.row,
            &[
                ("pence", Json::from(least.max(pence))),
                ("below_floor", Json::from(false)),
            ],
        )
    }
}

/// A payment that somebody offers by hand names the activity: what it pays stands in the rate card of the
/// day, unless something else was agreed.
fn priced(desk: &Desk<'_>, new: &NewSubject, row: &mut SubjectRow) -> Result<(), Fault> {
    let mut own = new.details.clone();
    let Some(activity) = own.get("activity").and_then(Json::as_str).map(str::to_owned) else {
        return Ok(());
    };
    if own.contains_key("pence_per_hour") {
        return Ok(());
    }
    let on = own.get("done_on").and_then(Json::as_str).and_then(|on| on.parse().ok());
    let card = desk.app.library.rate_card(on.unwrap_or_else(|| desk.today()));
    let card = card.ok_or_else(|| Fault::field("done_on", "No rate card was in force on that day. Check the day."))?;
    let agreed = own.get("pence").and_then(Json::as_i64);
    let found = card
        .activities
        .get(&activity)
        .zip(rates::agreed(card, &activity, agreed));
    let (rate, offer) = found.ok_or_else(|| Fault::field("activity", "Select an activity of the rate card."))?;
    let usual = rates::agreed(card, &activity, None).map_or(offer.pence, |usual| usual.pence);
    let reason = own.get(REASON).and_then(Json::as_str).unwrap_or_default();
    if offer.pence > usual && reason.trim().is_empty() {
        let says = format!(
            "Say why it is more than the {} that the rate card says: others who did the same may ask.",
            words::money(usual)
        );
        return Err(Fault::field(REASON, says));
    }
    own.extend([
        ("activity_title".to_owned(), rate.title.clone().into()),
        ("unit".to_owned(), rate.unit.clone().into()),
        ("time".to_owned(), rate.time().into()),
        ("pence".to_owned(), offer.pence.into()),
        ("pence_per_hour".to_owned(), offer.pence_per_hour.into()),
        ("below_floor".to_owned(), offer.below_floor.into()),
        ("rate_card".to_owned(), card.rate_card.clone().into()),
        (OFFERED_BY.to_owned(), new.started_by.clone().into()),
    ]);
    if row.title.is_empty() {
        row.title.clone_from(&rate.title);
    }
    row.data = Json::Object(own).to_string();
    Ok(())
}

/// Whether it stands in a run that is not recorded as paid: the run pays it, and nobody by itself.
fn waits_in_a_run(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<bool, Fault> {
    Ok(payments::run_of(desk.db, &row.id)?.is_some_and(|run| run.paid_on.is_none()))
}

/// Whether there is a way to pay it. An account that nobody has given is none.
fn can_be_paid(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<bool, Fault> {
    let Some(way) = way(desk, row)? else {
        return Ok(false);
    };
    if !way.wants_account(&desk.app.library.payments) {
        return Ok(true);
    }
    match &row.person_id {
        Some(person) => Ok(pay_details::load(desk.db, &desk.alliance, person)?.is_some()),
        None => Ok(false),
    }
}
