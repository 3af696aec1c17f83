//! A contract with a host: its terms, what stands before its signature and its start, its posts.

use std::collections::{BTreeMap, BTreeSet};

use accord_engine::{snapshot::HalfAct, value::Value};
use accord_store::subjects::{self as rows, SubjectRow};
use chrono::NaiveDate;
use indexmap::IndexMap;
use serde_json::{Map, Value as Json, json};

use super::{
    answers::{Filled, above, kept, newest, part, snapshot, text, word},
    bank, brought_in, comments, contract_choices, contract_text, funding, giving, leaving, mobilising, onboarding,
    posts, public_text,
};
use crate::{
    domain::{
        contracts::money,
        onboarding::{checks, pack::NeededBy},
    },
    service::{
        answers,
        app::Desk,
        fault::Fault,
        subjects::{
            About, Beside, Explained, NewSubject, Subject, Values, Work, count, keeping::keep, naming, plain, promises,
            standing, values,
        },
    },
};

/// What a state means in which nothing was signed and nothing will be.
pub(in crate::service) const NEVER_SIGNED: &str = "contract.never_signed";

/// What its forms choose from.
const LISTS: [&str; 13] = [
    "incidents",
    "plan_tasks",
    "post_stages",
    "checks",
    "numbers_to_call",
    "accounts_to_approve",
    "clauses",
    "comments",
    "redactable",
    "lots",
    "hosts",
    "stories",
    "indicators",
];
/// Those of its plan.
const OF_START: [&str; 2] = ["plan_tasks", "post_stages"];
/// Those that the record of its checks knows.
const OF_CHECKS: [&str; 3] = ["checks", "numbers_to_call", "accounts_to_approve"];

/// The kind.
#[derive(Debug, Clone, Copy)]
pub struct Contract;

/// What the two sides have agreed in numbers and dates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::service::subjects) struct Terms {
    pub(in crate::service::subjects) starts_on: Option<NaiveDate>,
    pub(in crate::service::subjects) ends_on: Option<NaiveDate>,
    pub(super) yearly: i64,
    pub(super) may_extend: bool,
    /// Pence that variations have added or taken.
    pub(super) changed_by: i64,
}

impl Terms {
    /// Pence for the whole term, with variations.
    pub(in crate::service::subjects) fn value(self) -> i64 {
        let Some((from, until)) = self.starts_on.zip(self.ends_on) else {
            return 0;
        };
        money::over_term(self.yearly, from, until) + self.changed_by
    }
}

impl Subject for Contract {
    fn kind(&self) -> &'static str {
        "contract"
    }

    fn texts(&self) -> &'static [&'static str] {
        &["clauses", "indicators", "mobilisation"]
    }

    fn create(&self, desk: &mut Desk<'_>, new: &NewSubject, row: &mut SubjectRow) -> Result<(), Fault> {
        plain::keep_period(new, row)?;
        brought_in::settle(desk, row)
    }

    fn facts(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Values, Fault> {
        let terms = terms(desk, about)?;
        let date = |on: Option<NaiveDate>| on.map_or(Value::Nothing, Value::Date);
        let missing = match readiness(desk, about.row)? {
            Some(row) => checks::missing(&onboarding::of(&row)?, NeededBy::Start, desk.today()),
            None => 0,
        };
        let unanswered = comments::open(desk, about.row)?.len();
        let mut out = promises::facts(desk, about.row)?;
        out.extend(values([
            ("contract.starts_on", date(terms.starts_on)),
            ("contract.ends_on", date(terms.ends_on)),
            (
                "contract.can_be_extended",
                Value::Bool(terms.may_extend && part::<bool>(about.row, "extended")? != Some(true)),
            ),
            ("funding.covers", Value::Bool(funded(desk, about, 0)?)),
            ("checks.missing_for_start", count(missing)),
            ("posts.filled", count(posts::filled(desk, about.row)?)),
            ("comments.unanswered", count(unanswered)),
            (brought_in::FACT, Value::Bool(brought_in::is_brought_in(about.row)?)),
            (
                "contract.returns_from",
                date(brought_in::returns_from(about.row)?.or(terms.starts_on)),
            ),
        ]));
        Ok(out)
    }

    /// Which networks a host has now is looked up in its whole round: only a step that asks pays for it.
    fn some_facts(&self, desk: &mut Desk<'_>, about: About<'_>, names: &BTreeSet<String>) -> Result<Values, Fault> {
        let mut out = self.facts(desk, about)?;
        if names.iter().any(|name| name.starts_with("handover.")) {
            out.extend(handed_over(desk, about)?);
        }
        Ok(out)
    }

    fn hashes(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<BTreeMap<String, String>, Fault> {
        Ok([("contract.text".to_owned(), contract_text::hash(desk, about)?)].into())
    }

    fn collections(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
    ) -> Result<BTreeMap<String, IndexMap<String, String>>, Fault> {
        self.some_collections(desk, about, &LISTS.map(str::to_owned).into())
    }

    fn some_collections(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
        names: &BTreeSet<String>,
    ) -> Result<BTreeMap<String, IndexMap<String, String>>, Fault> {
        let mut out = BTreeMap::new();
        for name in names {
            if let Some(list) = contract_choices::of(desk, about, name)? {
                out.insert(name.clone(), list);
            }
        }
        if OF_START.iter().any(|name| names.contains(*name)) {
            out.extend(mobilising::lists(desk, about.row)?);
        }
        if OF_CHECKS.iter().any(|name| names.contains(*name)) {
            let row = readiness(desk, about.row)?.unwrap_or_else(|| about.row.clone());
            out.extend(onboarding::lists(&row)?);
        }
        out.retain(|name, _| names.contains(name));
        Ok(out)
    }

    fn whose(&self, desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Vec<String>, Fault> {
        naming::organisation(desk, row)
    }

    fn judge(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
        answers: &IndexMap<String, Value>,
    ) -> Result<Vec<(String, String)>, Fault> {
        brought_in::judge_return(desk, about.row, answers)
    }

    /// Beside each clause stands what it says now: nobody gives other words to what they cannot read.
    fn explained(&self, desk: &mut Desk<'_>, about: About<'_>, _typed: &Map<String, Json>) -> Result<Explained, Fault> {
        let now = contract_text::clauses(desk, about)?;
        let beside = now.into_iter().map(|(number, says)| {
            let beside = Beside { says, most_words: None };
            (number, beside)
        });
        Ok([("clauses".to_owned(), beside.collect())].into())
    }

    fn context(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Json, Fault> {
        Ok(serde_json::to_value(contract_text::shown(desk, about)?)?)
    }

    fn work(&self, desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
        // Checks that are needed by the start may come in when the contract is in force already; bank details change then.
        let of_bank = matches!(work.permit, bank::GIVE | bank::CALL | bank::APPROVE);
        if (of_bank || matches!(work.permit, "check.submit" | "check.review"))
            && let Some(row) = readiness(desk, about.row)?
        {
            let about = About {
                row: &row,
                snapshot: None,
            };
            return onboarding::Onboarding.work(desk, about, work);
        }
        if of_bank {
            let pack = desk.app.library.texts.checks.values().next().cloned();
            bank::work(desk, about.row, &pack.unwrap_or_default(), work)?;
            return Ok(json!({}));
        }
        match work.permit {
            "contract.edit" => return amend(desk, about, work.body),
            "contract.redact" => {
                let text = contract_text::shown(desk, about)?;
                return public_text::leave_out(desk, about.row, &text, work.body);
            }
            "comment.answer" => comments::judge(desk, about.row, work.body)?,
            "mobilisation.progress" => mobilising::judge(desk, about.row, work.body)?,
            "post.update" => posts::judge(work.body)?,
            "handover.record" => leaving::judge(desk, about, work.body)?,
            "funding.agree" => funding::agree(desk, work.body)?,
            _ => {}
        }
        plain::log(desk, about, work)
    }

    fn audience(&self, desk: &mut Desk<'_>, about: About<'_>, name: &str) -> Result<Option<Vec<String>>, Fault> {
        match name {
            "new_host" => giving::new_host(desk, about.row).map(Some),
            _ => Ok(None),
        }
    }

    fn run_with(&self, desk: &mut Desk<'_>, about: About<'_>, rule: &str, _form: &str) -> Result<(), Fault> {
        match rule {
            "give_network" => giving::give(desk, about.row),
            _ => Err(Fault::Internal(anyhow::anyhow!("a contract has no rule `{rule}`"))),
        }
    }

    fn run(&self, desk: &mut Desk<'_>, about: About<'_>, rule: &str) -> Result<(), Fault> {
        match rule {
            "apply_extension" => keep(desk, about.row, &[("extended", true)]),
            "coverage_alarm" => {
                let at = desk.now.to_rfc3339();
                keep(desk, about.row, &[("at_risk_since", at)])
            }
            _ => Err(Fault::Internal(anyhow::anyhow!("a contract has no rule `{rule}`"))),
        }
    }
}

fn handed_over(desk: &mut Desk<'_>, about: About<'_>) -> Result<Values, Fault> {
    Ok(values([
        ("handover.open", count(leaving::open(desk, about)?)),
        ("handover.certified", Value::Bool(leaving::certified(desk, about.row)?)),
    ]))
}

/// The terms as they were given last, with what variations have changed.
pub(in crate::service::subjects) fn terms(desk: &mut Desk<'_>, about: About<'_>) -> Result<Terms, Fault> {
    let now = snapshot(desk, about)?;
    // What a contract was brought in with stands until other terms are agreed here.
    let before = brought_in::terms(about.row)?.unwrap_or_default();
    let date = |field, before| match kept(now.as_ref(), field) {
        Some(Value::Date(date)) => Some(*date),
        _ => before,
    };
    Ok(Terms {
        starts_on: date("starts_on", before.starts_on),
        ends_on: date("ends_on", before.ends_on),
        yearly: match kept(now.as_ref(), "yearly_value") {
            Some(Value::Money(pence)) => *pence,
            _ => before.yearly,
        },
        may_extend: match kept(now.as_ref(), "may_extend") {
            Some(may) => *may == Value::Bool(true),
            None => before.may_extend,
        },
        changed_by: part(about.row, "changed_by")?.unwrap_or(0),
    })
}

/// Whether all contracts together stay within what is funded, with `beside` pence more. Of this
/// contract the terms that were sent last count, whether they stand yet or not: that is what
/// somebody asks about. An alliance that has not said what is funded is not stopped.
pub(super) fn funded(desk: &mut Desk<'_>, of: About<'_>, beside: i64) -> Result<bool, Fault> {
    let row = of.row;
    let alliance = accord_store::alliances::load(desk.db, &desk.alliance)?;
    let own: Map<String, Json> = serde_json::from_str(&alliance.data)?;
    let Some(funded) = own.get(funding::FUNDED).and_then(Json::as_i64) else {
        return Ok(true);
    };
    let mut committed = beside;
    for contract in rows::of_kind(desk.db, &desk.alliance, &row.kind)? {
        // What was never signed commits nobody.
        let at = standing::of(desk, &contract.id)?;
        if contract.id != row.id && at.is_some_and(|at| at.is(&[NEVER_SIGNED])) {
            continue;
        }
        let about = About {
            row: &contract,
            snapshot: None,
        };
        let mut terms = terms(desk, about)?;
        if contract.id == row.id {
            terms = asked(desk, of, terms)?;
        }
        committed += terms.value();
    }
    Ok(committed <= funded)
}

/// The terms that are asked for: those of the act that is being judged, or that waits for a second
/// person. Terms that were declined are gone.
fn asked(desk: &mut Desk<'_>, about: About<'_>, stand: Terms) -> Result<Terms, Fault> {
    let Some(now) = snapshot(desk, about)? else {
        return Ok(stand);
    };
    let mut sent = answers::to_question(desk, &now.instance, "yearly_value")?;
    sent.retain(|(row, _)| {
        let waits = |half: &HalfAct| half.submission.as_ref().is_some_and(|one| one.id == row.id);
        u64::try_from(row.seq).is_ok_and(|seq| seq >= now.seq) || now.awaiting_second.iter().any(waits)
    });
    let Some((row, _)) = sent.pop() else {
        return Ok(stand);
    };
    let sent: Filled = serde_json::from_str(row.answers.as_deref().unwrap_or("{}"))?;
    let date = |field, before| match sent.get(field) {
        Some(Value::Date(date)) => Some(*date),
        _ => before,
    };
    Ok(Terms {
        starts_on: date("starts_on", stand.starts_on),
        ends_on: date("ends_on", stand.ends_on),
        yearly: match sent.get("yearly_value") {
            Some(Value::Money(pence)) => *pence,
            _ => stand.yearly,
        },
        ..stand
    })
}

/// Gives one clause other words in this contract alone. Once somebody has signed, only by saying that what they signed
/// counts no more: the other side then cannot sign it by its fingerprint.
fn amend(desk: &mut Desk<'_>, about: About<'_>, body: &Map<String, Json>) -> Result<Json, Fault> {
    let row = about.row;
    let (clause, words) = (word(body, "clause"), word(body, "text"));
    let voids = body.get("void") == Some(&Json::Bool(true));
    if let Some(signed) = contract_text::signed_now(desk, row)?.filter(|_| !voids) {
        let says = format!(
            "{} has signed this text, so it is locked. Take the document back first, with a reason. Or say below that the \
             signature counts no more: then nobody else can sign it, and it is signed anew.",
            signed.name
        );
        return Err(Fault::field("clause", says));
    }
    let texts = desk.texts_of(&row.id)?;
    let clauses = texts.clauses.values().next().map_or(0, |all| all.parts.len());
    if !clause
        .parse::<usize>()
        .is_ok_and(|number| (1..=clauses).contains(&number))
    {
        return Err(Fault::field("clause", "Choose one of the clauses by its number."));
    }
    if words.trim().is_empty() {
        return Err(Fault::field("text", "Write what the clause is to say."));
    }
    let mut amended = amended(row)?;
    amended.insert(clause.to_owned(), words.to_owned());
    keep(desk, row, &[("amended", amended)])?;
    Ok(json!({}))
}

/// Clauses that say something else in this contract than in the library: number to words.
pub(super) fn amended(row: &SubjectRow) -> Result<BTreeMap<String, String>, Fault> {
    Ok(part(row, "amended")?.unwrap_or_default())
}

/// What the host is asked for before the service starts, as the contract says it.
pub(super) fn asked_before_start(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Vec<String>, Fault> {
    let Some(row) = readiness(desk, row)? else {
        return Ok(Vec::new());
    };
    let asked = onboarding::of(&row)?;
    let before = asked.into_iter().filter(|one| one.needed_by == NeededBy::Start);
    Ok(before.map(|one| format!("{}: {}", one.title, one.asked)).collect())
}

/// The onboarding of the same host in the same round.
pub(super) fn readiness(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Option<SubjectRow>, Fault> {
    let Some(round) = above(desk, row, "round")? else {
        return Ok(None);
    };
    let all = rows::children(desk.db, &desk.alliance, &round.id, "onboarding")?;
    Ok(all.into_iter().rfind(|one| one.organisation_id == row.organisation_id))
}

/// The last day of a contract that ends before its term.
pub(super) fn last_day(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Option<NaiveDate>, Fault> {
    let said = newest(desk, row, "last_day")?;
    Ok(match said.as_ref().and_then(|(_, filled)| filled.get("last_day")) {
        Some(Value::Date(day)) => Some(*day),
        _ => None,
    })
}

/// Why a contract ends, in the words of whoever ended it.
pub(super) fn ending(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<String, Fault> {
    Ok(newest(desk, row, "last_day")?
        .map(|(_, filled)| text(&filled, "reason"))
        .unwrap_or_default())
}
