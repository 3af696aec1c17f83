//! A meeting: its agenda, its date, who came.

use accord_engine::value::Value;
use accord_store::{
    instances, people,
    subjects::{self as rows, SubjectRow},
};
use chrono::{DateTime, NaiveDate, Utc};
use indexmap::IndexMap;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};

use super::{
    answers::{Filled, log, newest, part, table, text, word},
    claims, follow_up,
};
use crate::{
    domain::words,
    service::{
        app::Desk,
        fault::Fault,
        subjects::{About, Subject, Values, count, data, plain, standing, values},
    },
    views::contexts::{
        monitoring::Action,
        parts::{DecisionRecord, Pair},
        people::{AgendaItem, Meeting as Shown},
    },
};

/// What a payment for coming is.
const CLAIM: &str = "involvement_claim";

/// The kind.
#[derive(Debug, Clone, Copy)]
pub struct Meeting;

impl Subject for Meeting {
    fn kind(&self) -> &'static str {
        "meeting"
    }

    fn facts(&self, _desk: &mut Desk<'_>, about: About<'_>) -> Result<Values, Fault> {
        let items: Vec<Json> = part(about.row, "agenda")?.unwrap_or_default();
        let starts = starts_at(about)?;
        Ok(values([
            ("agenda.items", count(items.len())),
            ("meeting.starts_at", starts.map_or(Value::Nothing, Value::Instant)),
            ("attendance.recorded", count(came(about)?)),
        ]))
    }

    fn audience(&self, _desk: &mut Desk<'_>, about: About<'_>, name: &str) -> Result<Option<Vec<String>>, Fault> {
        if name != "attendees" {
            return Ok(None);
        }
        let invited: BTreeSet<String> = log(about.row, "person.invite")?
            .iter()
            .map(|one| word(one, "person").to_owned())
            .collect();
        Ok(Some(invited.into_iter().filter(|id| !id.is_empty()).collect()))
    }

    /// What was agreed, by its number in the minutes.
    fn collections(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
    ) -> Result<BTreeMap<String, IndexMap<String, String>>, Fault> {
        let agreed = follow_up::all_agreed(desk, about.row)?;
        let numbered = agreed
            .into_iter()
            .zip(1..)
            .map(|(one, number): (_, u32)| (number.to_string(), one.what));
        Ok([(follow_up::ACTIONS.to_owned(), numbered.collect())].into())
    }

    /// Whoever came, however it was written down.
    fn took_part(
        &self,
        _desk: &mut Desk<'_>,
        about: About<'_>,
        _since: Option<DateTime<Utc>>,
    ) -> Result<Vec<String>, Fault> {
        let all = log(about.row, "attendance.record")?;
        let came = all.iter().filter(|one| word(one, "apologies").is_empty());
        Ok(came.map(|one| word(one, "person").to_owned()).collect())
    }

    fn context(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Json, Fault> {
        let Json::Object(mut plain) = plain::filled("meeting", about.row)? else {
            return Ok(Json::Null);
        };
        plain.remove("items");
        let mut out: Shown = serde_json::from_value(Json::Object(plain))?;
        out.starts_at = starts_at(about)?;
        let minutes = newest(desk, about.row, "summary")?
            .map(|(_, filled)| filled)
            .unwrap_or_default();
        let titles: Vec<Json> = data(about.row)?
            .remove("agenda")
            .and_then(|a| a.as_array().cloned())
            .unwrap_or_default();
        for (item, number) in titles.iter().zip(1..) {
            out.items.push(AgendaItem {
                number,
                title: item.get("title").and_then(Json::as_str).unwrap_or_default().to_owned(),
                brought_by: item
                    .get("brought_by")
                    .and_then(Json::as_str)
                    .unwrap_or_default()
                    .to_owned(),
                ..AgendaItem::default()
            });
        }
        item_by_item(&minutes, &mut out.items);
        let said: Vec<String> = ["summary", "decisions"]
            .into_iter()
            .map(|question| text(&minutes, question))
            .filter(|words| !words.is_empty())
            .collect();
        // What is said of the whole meeting stands before its items.
        if let Some(first) = out.items.first_mut() {
            first.minutes.paragraphs.splice(..0, said);
        }
        out.paid = paid(desk, about.row)?;
        let done = done(desk, about.row)?;
        for one in follow_up::all_agreed(desk, about.row)? {
            out.actions.push(Action {
                done_on: done.get(&one.what).copied(),
                text: one.what,
                owner: one.who,
                due_on: one.due_on,
            });
        }
        for entry in log(about.row, "attendance.record")? {
            let id = word(&entry, "person");
            let name = people::load(desk.db, id)?.map_or_else(|| id.to_owned(), |one| one.name);
            let pair = |words: &str| Pair {
                name: name.clone(),
                value: words.to_owned(),
            };
            match word(&entry, "apologies") {
                "" => out.present.push(pair(word(&entry, "role"))),
                words => out.apologies.push(pair(words)),
            }
            let interest = word(&entry, "interest");
            if !interest.is_empty() {
                out.interests.push(pair(interest));
            }
        }
        Ok(serde_json::to_value(out)?)
    }
}

/// What of it is done, and on which day.
fn done(desk: &mut Desk<'_>, meeting: &SubjectRow) -> Result<BTreeMap<String, NaiveDate>, Fault> {
    let mut out = BTreeMap::new();
    for below in rows::children(desk.db, &desk.alliance, &meeting.id, follow_up::KIND)? {
        for one in instances::of_subject(desk.db, &desk.alliance, &below.id)? {
            let standing = standing::read(desk, one)?;
            if let Some(at) = standing.since("follow_up.done") {
                out.insert(below.title.clone(), words::local_day(at));
            }
        }
    }
    Ok(out)
}

/// People recorded as having come; apologies are recorded in the same list.
fn came(about: About<'_>) -> Result<usize, Fault> {
    let all = log(about.row, "attendance.record")?;
    Ok(all.iter().filter(|one| word(one, "apologies").is_empty()).count())
}

/// Puts what was said and decided about an item of the agenda below that item.
fn item_by_item(minutes: &Filled, items: &mut [AgendaItem]) {
    for row in table(minutes, "items") {
        let words = |name: &str| row.get(name).map(crate::service::spoken::value).unwrap_or_default();
        let Some(Value::Integer(number)) = row.get("item") else {
            continue;
        };
        let Some(item) = items.iter_mut().find(|one| i64::from(one.number) == *number) else {
            continue;
        };
        item.minutes.paragraphs.push(words("said"));
        let decided = words("decided");
        if !decided.is_empty() {
            item.decision = Some(DecisionRecord {
                question: words("question"),
                outcome: decided,
                reasons: words("reasons"),
                ..DecisionRecord::default()
            });
        }
    }
}

fn starts_at(about: About<'_>) -> Result<Option<DateTime<Utc>>, Fault> {
    Ok(part::<String>(about.row, "starts_at")?.and_then(|at| at.parse().ok()))
}

/// How many were offered a payment for coming, and how much together; nothing where nobody was. Not who: their papers
/// say so to each of them.
fn paid(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<String, Fault> {
    let offered = standing::below(desk, &row.id, CLAIM)?;
    let mut sum = 0_i64;
    for (claim, _) in &offered {
        sum = sum.saturating_add(claims::terms(claim)?.pence);
    }
    Ok(match offered.len() {
        0 => String::new(),
        many => {
            let who = words::count_of(many, "person was", "people were");
            format!("{who} offered a payment for it, {} together", words::money(sum))
        }
    })
}
