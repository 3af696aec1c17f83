//! What the files would bring in: line by line, what is new, what stands here already, and what is wrong, with its file,
//! row and column, what was read, and how to mend it. Nothing is written here.

use std::collections::{BTreeMap, BTreeSet};

use accord_store::{organisations, subjects as rows};
use chrono::NaiveDate;
use indexmap::IndexMap;
use serde_json::{Value as Json, json};

use super::{
    columns::{Kind, bare},
    files::{Line, Sheet},
    plan::{From, NewContract, NewPost, NewReturn, Plan},
    typed::{host_of, past, post_is, priced, quarter_begins, several},
};
use crate::{
    domain::{
        cells,
        monitoring::{
            indicators::{Answers, IndicatorSet},
            judging,
        },
        words,
    },
    service::{
        app::Desk,
        fault::Fault,
        organisations::areas,
        subjects::{
            data,
            hosting::{brought_in, posts},
        },
    },
};

/// Kinds of organisation that host.
const HOSTS: [&str; 2] = ["member", "partner"];
/// A contract that lines may be about.
struct Known {
    host: String,
    /// Its record; nothing while it is new itself.
    record: Option<rows::SubjectRow>,
    starts: Option<NaiveDate>,
    returns_from: Option<NaiveDate>,
}

/// What is here, to be held against, and what was said so far.
struct Judge<'a, 'd> {
    desk: &'a mut Desk<'d>,
    set: Option<&'a IndicatorSet>,
    areas: IndexMap<String, String>,
    /// Short word and name of every organisation that may host.
    hosts: Vec<(String, String)>,
    contracts: BTreeMap<String, Known>,
    plan: Plan,
    /// What a file said already, so that nothing is said twice.
    said: BTreeSet<String>,
}

/// Judges tables.
///
/// # Errors
/// The database fails, or what is stored is damaged. What is wrong with the files is in the plan.
pub(super) fn judge(desk: &mut Desk<'_>, set: Option<&IndicatorSet>, sheets: &[Sheet]) -> Result<Plan, Fault> {
    let all = organisations::all(desk.db, &desk.alliance)?;
    let hosts = all.into_iter().filter(|one| HOSTS.contains(&one.kind.as_str()));
    let mut judge = Judge {
        areas: areas(desk)?,
        hosts: hosts.map(|one| (one.handle, one.name)).collect(),
        contracts: known(desk)?,
        desk,
        set,
        plan: Plan::default(),
        said: BTreeSet::new(),
    };
    for sheet in sheets {
        for line in sheet.lines() {
            match sheet.kind {
                Kind::Contracts => judge.contract(line)?,
                Kind::Posts => judge.post(line)?,
                Kind::Returns => judge.past_return(line)?,
            }
        }
    }
    Ok(judge.plan)
}

/// Contracts that were brought in before.
fn known(desk: &mut Desk<'_>) -> Result<BTreeMap<String, Known>, Fault> {
    let mut out = BTreeMap::new();
    for row in rows::of_kind(desk.db, &desk.alliance, super::CONTRACT)? {
        let Some(reference) = brought_in::reference(&row)? else {
            continue;
        };
        let starts = data(&row)?
            .get("starts_on")
            .and_then(Json::as_str)
            .and_then(|on| on.parse().ok());
        let one = Known {
            host: row.title.clone(),
            starts,
            returns_from: brought_in::returns_from(&row)?,
            record: Some(row),
        };
        out.insert(bare_number(&reference), one);
    }
    Ok(out)
}

/// A contract's number without what does not tell two apart.
fn bare_number(text: &str) -> String {
    text.split_whitespace().collect::<String>().to_lowercase()
}

impl Judge<'_, '_> {
    fn from(line: Line<'_>) -> From {
        From {
            file: line.sheet.name.clone(),
            hash: line.sheet.hash.clone(),
            row: line.row.line,
        }
    }

    /// A cell that must be filled in, read; what is wrong with it is said.
    fn read<T>(&mut self, line: Line<'_>, question: &str, read: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        let cell = line.cell(question);
        let found = match cell {
            "" => Err("This cell is empty. Fill it in.".to_owned()),
            given => read(given),
        };
        found
            .map_err(|says| self.plan.wrong.push(line.wrong(question, says)))
            .ok()
    }

    /// Whether a file says something for the first time.
    fn once(&mut self, line: Line<'_>, question: &str, what: String, says: String) -> bool {
        let first = self.said.insert(what);
        if !first {
            self.plan.wrong.push(line.wrong(question, says));
        }
        first
    }

    fn contract(&mut self, line: Line<'_>) -> Result<(), Fault> {
        let before = self.plan.wrong.len();
        let reference = self.read(line, "reference", |cell| Ok(cell.to_owned()));
        let hosts = self.hosts.clone();
        let host = self.read(line, "host", |cell| host_of(&hosts, cell));
        let areas = self.areas.clone();
        let networks = several(&areas, line.cell("networks"));
        let networks = networks
            .map_err(|says| self.plan.wrong.push(line.wrong("networks", says)))
            .ok();
        let others = line.cell("other_lots");
        if networks.as_ref().is_some_and(Vec::is_empty) && others.is_empty() {
            let says = "Say which networks it is for, or what else under “Other services”, such as a post for the whole \
                        city.";
            self.plan.wrong.push(line.wrong("networks", says));
        }
        let starts = self.read(line, "starts_on", cells::day);
        let ends = self.read(line, "ends_on", cells::day);
        let yearly = self.read(line, "yearly_value", priced);
        let may_extend = self.read(line, "may_extend", cells::yes_no);
        let today = self.desk.today();
        let signed = self.read(line, "signed_on", |cell| past(cell, today));
        let kept_at = self.read(line, "kept_at", |cell| Ok(cell.to_owned()));
        let here_from = match line.cell("returns_from") {
            "" => None,
            _ => self.read(line, "returns_from", quarter_begins),
        };
        if let (Some(starts), Some(ends)) = (starts, ends) {
            if ends < starts {
                let says = format!(
                    "It ends before it begins, on {}. Look at both days.",
                    words::day(starts)
                );
                self.plan.wrong.push(line.wrong("ends_on", says));
            } else if ends < today {
                let says = "It has ended. Only contracts that run are brought in; take this line out.";
                self.plan.wrong.push(line.wrong("ends_on", says));
            }
        }
        let Some(reference) = reference else { return Ok(()) };
        let number = bare_number(&reference);
        let says = format!("{reference} stands in these files more than once. Leave one line of it.");
        if !self.once(line, "reference", format!("contract/{number}"), says) || self.plan.wrong.len() > before {
            // What else is said about it is not wrong because of that.
            self.contracts.entry(number).or_insert(Known {
                host: String::new(),
                record: None,
                starts: None,
                returns_from: None,
            });
            return Ok(());
        }
        let (Some((handle, name)), Some(networks), Some(starts), Some(ends), Some(yearly)) =
            (host, networks, starts, ends, yearly)
        else {
            return Ok(());
        };
        let from = Self::from(line);
        let lots: Vec<&str> = others
            .split([';', '\n'])
            .map(str::trim)
            .filter(|one| !one.is_empty())
            .collect();
        let mut answers = json!({
            "reference": reference, "host": handle, "networks": networks, "starts_on": starts.to_string(),
            "ends_on": ends.to_string(), "yearly_value": words::money(yearly),
            "may_extend": if may_extend == Some(true) { "yes" } else { "no" },
            "signed_on": signed.map(|on| on.to_string()), "kept_at": kept_at, "other_lots": lots.join("\n"),
            "source": format!("{}, row {}, SHA-256 {}", from.file, from.row, from.hash),
        });
        if let (Some(first), Some(map)) = (here_from, answers.as_object_mut()) {
            map.insert("returns_from".to_owned(), first.to_string().into());
        }
        if let Some(here) = self.contracts.get(&number).and_then(|one| one.record.clone()) {
            return self.stands(line, &here, &answers);
        }
        let first = here_from.unwrap_or_else(|| brought_in::quarter_of(today)).max(starts);
        self.contracts.insert(
            number,
            Known {
                host: name.clone(),
                record: None,
                starts: Some(starts),
                returns_from: Some(first),
            },
        );
        self.plan.contracts.push(NewContract {
            reference,
            host: name,
            answers: answers.as_object().cloned().unwrap_or_default(),
            from,
        });
        Ok(())
    }

    /// A contract that is here: the same line once more changes nothing, another is not taken for a correction.
    fn stands(&mut self, line: Line<'_>, here: &rows::SubjectRow, answers: &Json) -> Result<(), Fault> {
        let own = data(here)?;
        let pence = own.get("yearly_value").and_then(Json::as_i64).map(words::money);
        let yes = own
            .get("may_extend")
            .and_then(Json::as_bool)
            .map(|yes| if yes { "yes" } else { "no" });
        let before = |question: &str| match question {
            "yearly_value" => pence.clone().unwrap_or_default(),
            "may_extend" => yes.unwrap_or_default().to_owned(),
            _ => own.get(question).and_then(Json::as_str).unwrap_or_default().to_owned(),
        };
        let asked = [
            "host",
            "starts_on",
            "ends_on",
            "yearly_value",
            "may_extend",
            "signed_on",
        ];
        let mut found = Vec::new();
        for question in asked {
            let said = answers.get(question).and_then(Json::as_str).unwrap_or_default();
            if said != before(question) {
                let says = format!(
                    "This contract is here already, as {}, with another answer: {}. Change it on its page, or leave the \
                     line as it was.",
                    here.reference.clone().unwrap_or_default(),
                    before(question)
                );
                found.push(line.wrong(question, says));
            }
        }
        self.plan.same += usize::from(found.is_empty());
        self.plan.wrong.extend(found);
        Ok(())
    }

    /// The number of a contract that is here or in the files.
    fn contract_of(&mut self, line: Line<'_>) -> Option<String> {
        let reference = self.read(line, "reference", |cell| Ok(cell.to_owned()))?;
        if self.contracts.contains_key(&bare_number(&reference)) {
            return Some(reference);
        }
        let says = format!(
            "No contract {reference} is in these files, and none was brought in before. Look at the number, or send the \
             file of contracts with this one."
        );
        self.plan.wrong.push(line.wrong("reference", says));
        None
    }

    fn post(&mut self, line: Line<'_>) -> Result<(), Fault> {
        let before = self.plan.wrong.len();
        let reference = self.contract_of(line);
        let post = self.read(line, "post", |cell| Ok(cell.to_owned()));
        let now = self.read(line, "now", post_is);
        let today = self.desk.today();
        let since = self.read(line, "since", |cell| past(cell, today));
        let (Some(reference), Some(post), Some(now), Some(since)) = (reference, post, now, since) else {
            return Ok(());
        };
        let number = bare_number(&reference);
        let says =
            format!("The post “{post}” of {reference} stands in these files more than once. Name each another way.");
        if !self.once(line, "post", format!("post/{number}/{}", bare(&post)), says) || self.plan.wrong.len() > before {
            return Ok(());
        }
        let body = json!({ "post": post, "now": now, "since": since.to_string() });
        if let Some(here) = self.contracts.get(&number).and_then(|one| one.record.as_ref())
            && posts::stands(here, &post, now, since)?
        {
            self.plan.same += 1;
            return Ok(());
        }
        self.plan.posts.push(NewPost {
            reference,
            body: body.as_object().cloned().unwrap_or_default(),
            from: Self::from(line),
        });
        Ok(())
    }

    fn past_return(&mut self, line: Line<'_>) -> Result<(), Fault> {
        let before = self.plan.wrong.len();
        let reference = self.contract_of(line);
        let quarter = self.read(line, "quarter_from", cells::quarter);
        let figures = self.figures(line);
        let (Some(reference), Some(quarter)) = (reference, quarter) else {
            return Ok(());
        };
        let number = bare_number(&reference);
        let Some(contract) = self.contracts.get(&number) else {
            return Ok(());
        };
        let host = contract.host.clone();
        if let Some(says) = brought_in::outside(quarter, (contract.starts, contract.returns_from)) {
            self.plan.wrong.push(line.wrong("quarter_from", says));
        }
        let record = contract.record.clone();
        let says = format!("A return of {reference} for this quarter stands in these files more than once.");
        if !self.once(line, "quarter_from", format!("return/{number}/{quarter}"), says)
            || self.plan.wrong.len() > before
        {
            return Ok(());
        }
        if let Some(here) = record
            && let Some(given) = brought_in::figures_of(self.desk, &here, quarter)?
        {
            match given == figures {
                true => self.plan.same += 1,
                false => {
                    let says = format!("A return of {host} for this quarter is here already, with other numbers.");
                    self.plan.wrong.push(line.wrong("quarter_from", says));
                }
            }
            return Ok(());
        }
        self.plan.returns.push(NewReturn {
            reference,
            quarter,
            figures,
            from: Self::from(line),
        });
        Ok(())
    }

    /// The numbers of a return; what cannot be is said beside its cell. What was not counted then is left out.
    fn figures(&mut self, line: Line<'_>) -> Answers {
        let mut out = Answers::new();
        let label = |set: Option<&IndicatorSet>, id: &str| {
            let input = set.and_then(|set| set.inputs.get(id));
            input.map_or_else(|| id.to_owned(), |input| input.label.clone())
        };
        let mut any = false;
        for (id, cell) in line.numbers() {
            any = true;
            match cells::whole(cell) {
                Ok(number) => {
                    out.insert(id.to_owned(), number);
                }
                Err(says) => self.plan.wrong.push(line.at(&label(self.set, id), cell, says)),
            }
        }
        if !any {
            let says =
                "This line has no number in any column that is known. Take it out, or fill in what was reported.";
            self.plan.wrong.push(line.wrong("quarter_from", says));
        }
        if let Some(set) = self.set {
            for one in judging::problems(set, &out).impossible {
                let read = out.get(&one.input).map(ToString::to_string).unwrap_or_default();
                self.plan
                    .wrong
                    .push(line.at(&label(self.set, &one.input), &read, one.says));
            }
        }
        out
    }
}
