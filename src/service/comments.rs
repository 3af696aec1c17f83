//! What people said about a text, one by one: who waits for an answer, who is not happy with theirs,
//! how the text changed since; and one answer for many.

use std::collections::BTreeMap;

use accord_store::{
    Stamp,
    sections::{self, CommentRow, RevisionRow, SectionRow},
};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value as Json};

use crate::{
    domain::specification::{
        changes::{Block, blocks},
        comments::Disposition,
    },
    service::{
        app::{App, Desk},
        authority::Caller,
        fault::Fault,
        forms,
        sight::{self, Seen},
        threads::{ASK_BACK, HIDE, REPLY, Reply, SHOW, Threads},
        work::Task,
        working::Bench,
    },
};

/// Who answers comments.
pub const ANSWER: &str = "comment.answer";
/// Who writes a comment down for somebody.
const ADD_FOR: &str = "comment.add_for";
/// Who says whether an answer is good.
pub const RATE: &str = "comment.rate";

/// Every comment on a text, as one person may see it.
#[derive(Debug)]
pub struct Heard {
    /// The record, and who reads.
    pub seen: Seen,
    /// In the order in which they were made; the place is the number by which people speak of one.
    pub comments: Vec<Comment>,
    /// Sections: id and heading.
    pub sections: Vec<(String, String)>,
    /// This person may answer now.
    pub may_answer: bool,
    /// This person may say now whether they are happy with answers to their own.
    pub may_rate: bool,
    /// This person may say more now below their own.
    pub may_reply: bool,
    /// This person may ask back now.
    pub may_ask_back: bool,
    /// This person may hide words from others now.
    pub may_hide: bool,
    /// This person may show hidden words again now.
    pub may_show: bool,
}

/// How a comment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// It has no answer yet.
    Waiting,
    /// It has one, and its author has said nothing about it.
    Answered,
    /// Its author is happy with the answer.
    Happy,
    /// Its author is not.
    NotHappy,
}

impl Stands {
    /// Every way, with the word in an address and what people read.
    pub const ALL: [(Self, &'static str, &'static str); 4] = [
        (Self::Waiting, "waiting", "Waits for an answer"),
        (Self::NotHappy, "not-happy", "Not happy with the answer"),
        (Self::Answered, "answered", "Answered"),
        (Self::Happy, "happy", "Happy with the answer"),
    ];

    /// What people read.
    pub fn title(self) -> &'static str {
        let found = Self::ALL.iter().find(|(one, ..)| *one == self);
        found.map_or("", |(_, _, title)| title)
    }
}

/// One comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Its id.
    pub id: String,
    /// 1, 2, 3: stays.
    pub number: usize,
    /// The section that it is about.
    pub section: String,
    /// Its heading now, or as it was.
    pub heading: String,
    /// The paragraph, counted from 1; 0 is the section as a whole.
    pub paragraph: usize,
    /// The words that it is about, as they were.
    pub quote: String,
    /// What was said.
    pub text: String,
    /// The house that said it; nobody's name.
    pub by: String,
    /// The reader said it.
    pub own: bool,
    /// How it came, if it was not typed by its author: `By phone`.
    pub way: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// What became of it.
    pub became: Option<Disposition>,
    /// The answer; empty if there is none, or none was needed.
    pub answer: String,
    /// When it was answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// The section that changed because of it: id and heading.
    pub changed: Option<(String, String)>,
    /// What is missing, in the words of an author who is not happy.
    pub unhappy_because: Option<String>,
    /// How it stands.
    pub stands: Stands,
    /// The comment that said it before: id and number.
    pub same_as: Option<(String, usize)>,
    /// Its words are hidden from others: why.
    pub hidden: Option<String>,
    /// Somebody asks that they be hidden: who, and why.
    pub asked: Option<(String, String)>,
    /// What was said below it, the oldest first.
    pub below: Vec<Reply>,
}

/// One comment, with how the section that it led to has changed since it was made.
#[derive(Debug)]
pub struct Followed {
    /// All of them.
    pub heard: Heard,
    /// This one.
    pub comment: Comment,
    /// The heading of the section that is shown, its id, and its changes since the comment; nothing if it
    /// says what it said.
    pub since: Option<(String, String, Vec<Block>)>,
}

/// Every comment on a record's text.
///
/// # Errors
/// The record is not there, or not for this person.
pub fn all(app: &App, alliance: &str, caller: &Caller, (kind, id): (&str, &str)) -> Result<Heard, Fault> {
    app.reading(alliance, |desk| Ok(heard(desk, caller, (kind, id))?.0))
}

/// Every comment, and every revision of the text, the oldest first.
fn heard(desk: &mut Desk<'_>, caller: &Caller, (kind, id): (&str, &str)) -> Result<(Heard, Vec<RevisionRow>), Fault> {
    let seen = sight::record(desk, caller, kind, id)?;
    let rows = sections::of_subject(desk.db, id)?;
    let past = sections::revisions(desk.db, id)?;
    let headings = headings(&rows, &past);
    let threads = Threads::of(desk, &seen)?;
    let rows_of = sections::comments(desk.db, id)?;
    let numbers: BTreeMap<String, usize> = rows_of.iter().map(|row| row.id.clone()).zip(1..).collect();
    let comments = rows_of.into_iter().zip(1..);
    let comments = comments
        .map(|(row, number)| Comment {
            hidden: threads.hidden(&row.id).map(|row| row.because.clone()),
            asked: threads.asked(&row.id),
            below: threads.below(desk, &row.id),
            same_as: row
                .same_as
                .clone()
                .and_then(|id| numbers.get(&id).map(|number| (id, *number))),
            ..comment(desk, (&seen, &threads), threads.comment(row), number, &headings)
        })
        .collect();
    let may = |permit: &str| seen.may_do(permit);
    let heard = Heard {
        may_answer: may(ANSWER),
        may_rate: may(RATE),
        may_reply: may(REPLY),
        may_ask_back: may(ASK_BACK),
        may_hide: may(HIDE),
        may_show: may(SHOW),
        sections: rows.into_iter().map(|row| (row.id, row.heading)).collect(),
        comments,
        seen,
    };
    Ok((heard, past))
}

/// Headings of every section that there is or was.
fn headings(rows: &[SectionRow], past: &[RevisionRow]) -> BTreeMap<String, String> {
    let past = past.iter().map(|row| (&row.section_id, &row.heading));
    let all = past.chain(rows.iter().map(|row| (&row.id, &row.heading)));
    all.map(|(id, heading)| (id.clone(), heading.clone())).collect()
}

fn comment(
    desk: &Desk<'_>,
    (seen, threads): (&Seen, &Threads),
    row: CommentRow,
    number: usize,
    headings: &BTreeMap<String, String>,
) -> Comment {
    let person = seen.actor.acting_for.as_ref().unwrap_or(&seen.actor.person);
    let houses = &desk.app.library.roles.houses;
    let house = row.house.as_ref().and_then(|house| houses.get(house)).cloned();
    let became = row.disposition.as_deref().and_then(Disposition::parse);
    let heading = |id: &str| headings.get(id).cloned().unwrap_or_default();
    Comment {
        number,
        heading: heading(&row.section_id),
        paragraph: usize::try_from(row.paragraph).unwrap_or(0),
        by: threads.by(
            &row.person_id,
            house.unwrap_or_else(|| "Somebody who takes part".to_owned()),
        ),
        own: row.person_id == *person,
        at: row.made_at.utc(),
        answer: row.answer.unwrap_or_default(),
        answered_at: row.answered_at.map(Stamp::utc),
        changed: row.changed_section.map(|id| {
            let words = heading(&id);
            (id, words)
        }),
        stands: match (became.is_none_or(Disposition::is_open), row.content_with_answer) {
            (true, _) => Stands::Waiting,
            (false, None) => Stands::Answered,
            (false, Some(true)) => Stands::Happy,
            (false, Some(false)) => Stands::NotHappy,
        },
        id: row.id,
        section: row.section_id,
        quote: row.quote,
        text: row.text,
        way: row.way.map(|way| way_in_words(desk, &seen.record.kind, way)),
        unhappy_because: row.unhappy_because,
        became,
        same_as: None,
        hidden: None,
        asked: None,
        below: Vec::new(),
    }
}

/// How it came, as the form asks it.
fn way_in_words(desk: &Desk<'_>, kind: &str, way: String) -> String {
    let form = desk.app.library.work_form(kind, ADD_FOR).map(|work| &work.form);
    let field = form.and_then(|form| form.fields.iter().find(|field| field.id == "way"));
    let title = field.and_then(|field| field.options.get(&way));
    title.map_or(way, ToString::to_string)
}

/// One comment, and what became of the words that it was about.
///
/// # Errors
/// It is not there, or not for this person.
pub fn one(app: &App, alliance: &str, caller: &Caller, record: (&str, &str), comment: &str) -> Result<Followed, Fault> {
    app.reading(alliance, |desk| {
        let (heard, revisions) = heard(desk, caller, record)?;
        let found = heard.comments.iter().find(|one| one.id == comment).cloned();
        let found = found.ok_or(Fault::NotFound("comment"))?;
        let shown = found.changed.clone();
        let (id, heading) = shown.unwrap_or_else(|| (found.section.clone(), found.heading.clone()));
        let of_section = revisions.iter().filter(|row| row.section_id == id);
        let then = of_section.clone().rfind(|row| row.edited_at.utc() <= found.at);
        let then = then.filter(|row| !row.removed).map_or("", |row| row.text.as_str());
        let now = of_section.clone().next_back();
        let now = now.filter(|row| !row.removed).map_or("", |row| row.text.as_str());
        Ok(Followed {
            since: (then != now).then(|| (heading, id, blocks(then, now))),
            comment: found,
            heard,
        })
    })
}

/// What came of one answer for many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Answered {
    /// So many got it.
    pub now: usize,
    /// So many had an answer already, and keep it.
    pub before: usize,
}

/// Gives one answer to many comments, all of them or, where something does not fit, none.
///
/// # Errors
/// What does not fit, or a refusal.
pub fn answer_each(
    app: &App,
    caller: &Caller,
    bench: &Bench,
    comments: &[String],
    typed: &Map<String, Json>,
) -> Result<Answered, Fault> {
    let loaded = bench.loaded()?;
    let named = (bench.permit.as_str(), &bench.form.form);
    let body = forms::read_work(loaded, app.clock.now(), &bench.choices, named, typed)?;
    let each = comments.iter().map(|id| {
        let mut body = body.clone();
        body.insert("comment".to_owned(), id.clone().into());
        body.insert("only_open".to_owned(), true.into());
        Task {
            alliance: loaded.row.alliance_id.clone(),
            subject: bench.seen.record.id.clone(),
            permit: bench.permit.clone(),
            caller: caller.clone(),
            key: None,
            body,
        }
    });
    let overtaken = |fault: &Fault| match fault {
        Fault::Invalid(errors) => errors.iter().all(|one| one.field == "comment"),
        _ => false,
    };
    let done = app.work_each(each.collect(), overtaken)?;
    Ok(Answered {
        now: done,
        before: comments.len() - done,
    })
}
