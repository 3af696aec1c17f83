//! The specification: text in sections, comments with answers, proposals, formats, blocks.
//!
//! Sections and comments have tables; what is said around them (proposals, invitations, notes of
//! conversations) stands in the record's log.

pub(in crate::service) mod aims;
pub(in crate::service) mod attachments;
mod comments;
mod hearing;
mod hiding;
pub(in crate::service) mod history;
mod nominated;
pub(in crate::service) mod order;
mod other_words;
mod parts;
pub(in crate::service) mod proposals;
mod showing;
mod sign_off;
mod signing;
pub(in crate::service) mod spelling;
mod text;
mod threads;
mod writing;

pub(super) use self::{
    parts::{AsSigned, as_signed, clauses_of},
    sign_off::passed_over,
};

use std::collections::{BTreeMap, BTreeSet};

use accord_engine::{event::Same, snapshot::Snapshot, value::Value};
use accord_store::{
    links,
    sections::{self, CommentRow},
    subjects::SubjectRow,
};
use chrono::{DateTime, NaiveDate, Utc};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use crate::{
    domain::{
        specification::{comments::Disposition, parts::Part},
        words,
    },
    service::{
        aims::{LINK, WRITE, WRITE_FOR},
        app::Desk,
        attachments::{ADD as ATTACH, TAKE_OUT},
        authority::Caller,
        fault::Fault,
        proposals::{ADD, ANSWER},
        subjects::{About, NewSubject, Subject, ToRead, Values, Work, count, data, plain, promises::following, values},
        threads::{ASK_BACK, HIDE, REPLY, SHOW},
    },
};

/// The content that votes bind to.
const TEXT: &str = "specification.text";
/// The rule that lays clauses and indicators beside the text.
const LAY_OUT: &str = "lay_out_texts";
/// The answer that stops a text.
const BLOCK: &str = "block";

/// The kind.
#[derive(Debug, Clone, Copy)]
pub struct Specification;

impl Subject for Specification {
    fn kind(&self) -> &'static str {
        "specification"
    }

    fn facts(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Values, Fault> {
        let own = data(about.row)?;
        let sections = sections::of_subject(desk.db, &about.row.id)?;
        let comments = sections::comments(desk.db, &about.row.id)?;
        let hash = text::prints(desk, about)?.text;
        let delivered = parts::of(&sections, Part::Text);
        let standing = blocks(about.snapshot, &own);
        Ok(values([
            ("sections.count", count(delivered.len())),
            (
                "formats.missing",
                count(other_words::missing(desk, about, &own, &hash)?),
            ),
            ("proposals.unanswered", count(proposals::open(&own).len())),
            (
                "comments.unanswered",
                count(comments.iter().filter(|one| is_open(one)).count()),
            ),
            ("comments.last_answered", last_answered(&comments)),
            ("aims.unwritten", count(aims::unwritten(&own))),
            ("aims.houses", count(aims::houses(&own))),
            ("people.invited", count(log(&own, nominated::INVITE).count())),
            (nominated::NOMINATED, count(nominated::people(&own).len())),
            ("blocks.standing", count(standing.len())),
            (
                "conversation.held",
                Value::Bool(newest(&own, "conversation.note") > newest_block(about.snapshot)),
            ),
        ]))
    }

    fn hashes(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<BTreeMap<String, String>, Fault> {
        Ok([(TEXT.to_owned(), text::prints(desk, about)?.to_string())].into())
    }

    fn same(&self, _desk: &mut Desk<'_>, about: About<'_>) -> Result<Vec<Same>, Fault> {
        Ok(spelling::same(&data(about.row)?))
    }

    fn context(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Json, Fault> {
        Ok(serde_json::to_value(showing::context(desk, about)?)?)
    }

    fn audience(&self, desk: &mut Desk<'_>, about: About<'_>, name: &str) -> Result<Option<Vec<String>>, Fault> {
        let own = data(about.row)?;
        Ok(match name {
            "commenters" => {
                let comments = sections::comments(desk.db, &about.row.id)?;
                let answered = comments
                    .into_iter()
                    .filter(|one| one.answered_at.is_some())
                    .map(|one| one.person_id);
                let proposers = log(&own, ADD).filter_map(by).map(str::to_owned);
                let all: BTreeSet<String> = answered.chain(proposers).collect();
                Some(all.into_iter().collect())
            }
            "proposers" => {
                // Whoever began it, before anybody else: it was their idea.
                let began = own.get("started_by").and_then(Json::as_str);
                let all: BTreeSet<&str> = log(&own, ADD).filter_map(by).chain(began).collect();
                Some(all.into_iter().map(str::to_owned).collect())
            }
            _ => None,
        })
    }

    fn nominated(&self, _desk: &mut Desk<'_>, about: About<'_>) -> Result<BTreeSet<String>, Fault> {
        Ok(nominated::people(&data(about.row)?))
    }

    /// Whoever said something, also where a supporter wrote it down.
    fn took_part(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
        since: Option<DateTime<Utc>>,
    ) -> Result<Vec<String>, Fault> {
        let said = sections::comments(desk.db, &about.row.id)?.into_iter();
        let then = said.filter(|one| since.is_none_or(|since| one.made_at.utc() >= since));
        Ok(then.map(|one| one.person_id).collect())
    }

    /// Whose idea it was is known, so that they hear what becomes of it.
    fn create(&self, _desk: &mut Desk<'_>, new: &NewSubject, row: &mut SubjectRow) -> Result<(), Fault> {
        plain::keep_period(new, row)
    }

    fn filled(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
        permit: &str,
        given: &Map<String, Json>,
    ) -> Result<Map<String, Json>, Fault> {
        if permit == "specification.edit" {
            return Ok([("title".to_owned(), about.row.title.clone().into())]
                .into_iter()
                .collect());
        }
        if permit == other_words::SAY {
            return other_words::filled(desk, about, given);
        }
        if permit == order::ORDER {
            return order::filled(desk, about);
        }
        if [WRITE, WRITE_FOR, LINK].contains(&permit) {
            return Ok(aims::filled(&data(about.row)?, permit));
        }
        let row = writing::section(desk, about, permit, given)?;
        Ok(row
            .map(|row| writing::filled(row.heading, row.text))
            .unwrap_or_default())
    }

    fn filled_before(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
        permit: &str,
        given: &Map<String, Json>,
    ) -> Result<Vec<Map<String, Json>>, Fault> {
        match permit {
            WRITE | WRITE_FOR => Ok(aims::filled_before(&data(about.row)?)),
            _ => writing::filled_before(desk, about, permit, given),
        }
    }

    fn together(
        &self,
        permit: &str,
        base: &Map<String, Json>,
        mine: &Map<String, Json>,
        theirs: &Map<String, Json>,
    ) -> Option<Map<String, Json>> {
        match permit {
            WRITE | WRITE_FOR => aims::together(base, mine, theirs),
            writing::EDIT => writing::together(base, mine, theirs),
            _ => None,
        }
    }

    fn written_on(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
        permit: &str,
        given: &Map<String, Json>,
    ) -> Result<Option<(String, Json)>, Fault> {
        if permit == other_words::SAY {
            return other_words::written_on(desk, about, given);
        }
        if [WRITE, WRITE_FOR].contains(&permit) {
            return Ok(Some(aims::written_on(&data(about.row)?)));
        }
        if permit == order::ORDER {
            return Ok(Some(order::written_on(desk, about)?));
        }
        let row = writing::section(desk, about, permit, given)?;
        Ok(row.map(|row| ("revision".to_owned(), row.revision.into())))
    }

    fn work_due(&self, desk: &mut Desk<'_>, about: About<'_>, permit: &str) -> Result<Option<NaiveDate>, Fault> {
        Ok(match permit {
            ANSWER => proposals::first_due(&data(about.row)?),
            following::MEET_OWN => {
                let all = links::promises(desk.db, &about.row.id)?;
                let open = all.iter().filter(|one| one.met_at.is_none());
                open.filter_map(following::day).min()
            }
            _ => None,
        })
    }

    fn written_by(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
        permit: &str,
        given: &Map<String, Json>,
    ) -> Result<Option<(String, DateTime<Utc>)>, Fault> {
        if [WRITE, WRITE_FOR].contains(&permit) {
            return Ok(aims::written_by(desk, &data(about.row)?));
        }
        let Some(row) = writing::section(desk, about, permit, given)? else {
            return Ok(None);
        };
        // Nobody wrote what came from a file.
        if row.code.is_some() && row.revision == 1 {
            return Ok(None);
        }
        let who = accord_store::people::load(desk.db, &row.edited_by)?;
        Ok(who.map(|person| (person.name, row.edited_at.utc())))
    }

    fn before_work(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
        (permit, given): (&str, &Map<String, Json>),
        caller: &Caller,
    ) -> Result<Vec<String>, Fault> {
        if permit == other_words::SAY {
            return other_words::to_read(desk, about, given);
        }
        if permit == TAKE_OUT {
            return attachments::to_read(desk, about, given);
        }
        if [spelling::PROPOSE, spelling::CONFIRM].contains(&permit) {
            return spelling::to_read(desk, about, permit);
        }
        if permit == order::TAKE_OUT {
            let row = writing::section(desk, about, permit, given)?;
            return Ok(row.as_ref().map(order::to_read).unwrap_or_default());
        }
        let mut out = comments::to_read(desk, about, (permit, given), caller)?;
        out.extend(writing::to_read(desk, about, permit, given)?);
        Ok(out)
    }

    fn before_vote(&self, desk: &mut Desk<'_>, about: About<'_>, person: &str) -> Result<Vec<ToRead>, Fault> {
        signing::to_read(desk, about, person)
    }

    fn collections(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
    ) -> Result<BTreeMap<String, IndexMap<String, String>>, Fault> {
        hearing::collections(desk, about, &hearing::all())
    }

    fn some_collections(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
        names: &BTreeSet<String>,
    ) -> Result<BTreeMap<String, IndexMap<String, String>>, Fault> {
        hearing::collections(desk, about, names)
    }

    fn run(&self, desk: &mut Desk<'_>, about: About<'_>, rule: &str) -> Result<(), Fault> {
        if rule != LAY_OUT {
            return Err(Fault::Internal(anyhow::anyhow!("a specification has no rule `{rule}`")));
        }
        let own = data(about.row)?;
        let began = own.get("started_by").and_then(Json::as_str);
        let by = began.or_else(|| log(&own, nominated::INVITE).find_map(by));
        let by = by.ok_or(Fault::NotFound("whoever began it"))?;
        parts::lay_out(desk, about, by)
    }

    fn work(&self, desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
        match work.permit {
            "specification.edit" => rename(desk, about, work),
            writing::EDIT => text::edit(desk, about, work),
            other_words::SAY => other_words::say(desk, about, work),
            "comment.add" | "comment.add_for" => comments::comment(desk, about, work),
            "comment.answer" => comments::answer(desk, about, work),
            "comment.rate" => comments::rate(desk, about, work),
            ATTACH => attachments::add(desk, about, work),
            TAKE_OUT => attachments::take_out(desk, about, work),
            spelling::PROPOSE => spelling::propose(desk, about, work),
            spelling::CONFIRM => spelling::confirm(desk, about, work),
            order::ORDER => order::put(desk, about, work),
            order::TAKE_OUT => order::take_out(desk, about, work),
            WRITE | WRITE_FOR => aims::write(desk, about, work),
            LINK => aims::link(desk, about, work),
            nominated::INVITE => nominated::invite(desk, about, work),
            ADD => proposals::add(desk, about, work),
            ANSWER => proposals::answer(desk, about, work),
            REPLY | ASK_BACK => threads::reply(desk, about, work),
            HIDE => hiding::hide(desk, about, work),
            SHOW => hiding::show(desk, about, work),
            "format.add" => {
                // A format is of one text: when the text changes, it must be made anew.
                let mut body = work.body.clone();
                body.insert("hash".to_owned(), text::prints(desk, about)?.text.into());
                plain::log(desk, about, Work { body: &body, ..work })
            }
            _ => plain::log(desk, about, work),
        }
    }
}

/// A new name; whatever else is sent is kept with the record.
fn rename(desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
    let Some(title) = work.body.get("title").and_then(Json::as_str) else {
        return plain::log(desk, about, work);
    };
    let row = about.row;
    accord_store::subjects::update(desk.db, &desk.alliance, &row.id, title.trim(), &row.data)?;
    Ok(Json::Object(Map::new()))
}

/// Entries of the record's log under a permit's name.
fn log<'a>(own: &'a Map<String, Json>, permit: &str) -> impl Iterator<Item = &'a Json> {
    own.get("log")
        .and_then(|log| log.get(permit))
        .and_then(Json::as_array)
        .into_iter()
        .flatten()
}

fn by(entry: &Json) -> Option<&str> {
    entry.get("by").and_then(Json::as_str)
}

fn at(entry: &Json) -> Option<DateTime<Utc>> {
    entry.get("at").and_then(Json::as_str)?.parse().ok()
}

fn newest(own: &Map<String, Json>, permit: &str) -> Option<DateTime<Utc>> {
    log(own, permit).filter_map(at).max()
}

fn word<'a>(entry: &'a Json, field: &str) -> Option<&'a str> {
    entry.get(field).and_then(Json::as_str)
}

fn is_open(comment: &CommentRow) -> bool {
    comment
        .disposition
        .as_deref()
        .and_then(Disposition::parse)
        .is_none_or(Disposition::is_open)
}

/// The day of the newest answer.
fn last_answered(comments: &[CommentRow]) -> Value {
    let last = comments.iter().filter_map(|one| one.answered_at).max();
    last.map_or(Value::Nothing, |at| Value::Date(words::local_day(at.utc())))
}

/// People whose last vote in the last ballot is a block that they have not withdrawn since.
fn blocks<'a>(snapshot: Option<&'a Snapshot>, own: &Map<String, Json>) -> Vec<&'a str> {
    let mut standing: BTreeMap<&str, DateTime<Utc>> = BTreeMap::new();
    for vote in snapshot.and_then(last_with_blocks).into_iter().flat_map(|b| &b.votes) {
        if vote.option == BLOCK && !vote.void {
            standing.insert(&vote.person, vote.at);
        } else {
            standing.remove(vote.person.as_str());
        }
    }
    for entry in log(own, "block.withdraw") {
        let (person, withdrawn) = (by(entry).unwrap_or_default(), at(entry));
        if standing.get(person).is_some_and(|voted| Some(*voted) < withdrawn) {
            standing.remove(person);
        }
    }
    standing.into_keys().collect()
}

fn newest_block(snapshot: Option<&Snapshot>) -> Option<DateTime<Utc>> {
    let ballot = snapshot.and_then(last_with_blocks)?;
    ballot.votes.iter().filter(|v| v.option == BLOCK).map(|v| v.at).max()
}

fn last_with_blocks(snapshot: &Snapshot) -> Option<&accord_engine::decision::Ballot> {
    snapshot
        .ballots
        .values()
        .map(|ballot| &**ballot)
        .filter(|ballot| ballot.votes.iter().any(|vote| vote.option == BLOCK))
        .max_by_key(|ballot| ballot.opened_at)
}
