//! What stands below comments, and which words are hidden from whom. Hidden words stay: their author and
//! whoever may show them again read them, others read why they do not, and the comment still gets its answer.

use std::collections::BTreeMap;

use accord_store::{
    people,
    sections::CommentRow,
    threads::{self, HiddenRow, ReplyRow},
};
use chrono::{DateTime, Utc};

use crate::{
    domain::words,
    service::{app::Desk, authority::Caller, comments::ANSWER, fault::Fault, own::names, sight::Seen},
};

/// Whoever commented says more.
pub const REPLY: &str = "comment.reply";
/// Whoever answers asks back, or says more.
pub const ASK_BACK: &str = "comment.ask_back";
/// Who hides words from others.
pub const HIDE: &str = "comment.hide";
/// Who shows them again, and reads them meanwhile.
pub const SHOW: &str = "comment.show";
/// Who reads hidden words, because they answer them or may show them again.
const READERS: [&str; 4] = [SHOW, HIDE, ANSWER, ASK_BACK];
/// Who says it where nobody's house can be named.
const NOBODY: &str = "Somebody who takes part";
/// Who says it where it is said for the alliance.
const ANSWERERS: &str = "Those who answer";

/// Everything below the comments on one record, as one reader may have it.
#[derive(Debug, Default)]
pub struct Threads {
    replies: Vec<ReplyRow>,
    hidden: BTreeMap<String, HiddenRow>,
    /// Words that somebody asks to be hidden: who, and why.
    asked: BTreeMap<String, (String, String)>,
    person: Option<String>,
    sees: bool,
    /// Those who wish to be named beside what they say.
    names: BTreeMap<String, String>,
}

/// Something that was said below a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Its id.
    pub id: String,
    /// The house, or that it is said for those who answer; nobody's name.
    pub by: String,
    /// The reader said it.
    pub own: bool,
    /// What was said, or what stands in its place.
    pub text: String,
    /// Its words are hidden from others.
    pub hidden: bool,
    /// Somebody asks that they be hidden: who, and why.
    pub asked: Option<(String, String)>,
    /// When.
    pub at: DateTime<Utc>,
}

impl Threads {
    /// For one reader of a record.
    ///
    /// # Errors
    /// The database fails.
    pub fn of(desk: &mut Desk<'_>, seen: &Seen) -> Result<Self, Fault> {
        let person = seen.actor.acting_for.as_ref().unwrap_or(&seen.actor.person);
        Ok(Self {
            replies: threads::of_subject(desk.db, &seen.record.id)?,
            person: Some(person.clone()),
            sees: reads(seen),
            names: names::on_screen(desk)?,
            asked: asked(desk, &seen.record.id)?,
            ..Self::public(desk, &seen.record.id)?
        })
    }

    /// For somebody who is about to do a piece of work with a comment.
    ///
    /// # Errors
    /// The database fails.
    pub fn for_work(desk: &mut Desk<'_>, subject: &str, permit: &str, caller: &Caller) -> Result<Self, Fault> {
        Ok(Self {
            person: Some(caller.acting_for.as_ref().unwrap_or(&caller.person).clone()),
            sees: READERS.contains(&permit),
            ..Self::public(desk, subject)?
        })
    }

    /// For a paper that anybody may read: hidden words are hidden, and what stands below comments is left out.
    ///
    /// # Errors
    /// The database fails.
    pub fn public(desk: &mut Desk<'_>, subject: &str) -> Result<Self, Fault> {
        let hidden = threads::hidden(desk.db, subject)?.into_iter();
        Ok(Self {
            hidden: hidden.map(|row| (row.what_id.clone(), row)).collect(),
            ..Self::default()
        })
    }

    /// Who said something: the house, with a name where its author wishes one to stand there.
    pub fn by(&self, author: &str, house: String) -> String {
        match self.names.get(author) {
            Some(name) => format!("{name}, {house}"),
            None => house,
        }
    }

    /// How words are hidden, if they are.
    pub fn hidden(&self, what: &str) -> Option<&HiddenRow> {
        self.hidden.get(what)
    }

    /// Who asks that words be hidden, and why; they stand until a second person agrees.
    pub fn asked(&self, what: &str) -> Option<(String, String)> {
        self.asked.get(what).cloned()
    }

    /// Whether the reader reads the words of somebody all the same.
    pub fn reads(&self, what: &str, author: &str) -> bool {
        self.sees || self.person.as_deref() == Some(author) || !self.hidden.contains_key(what)
    }

    /// Words as the reader may have them.
    pub fn words(&self, what: &str, author: &str, text: &str) -> String {
        match self.hidden.get(what) {
            Some(row) if !self.reads(what, author) => in_place(row),
            _ => text.to_owned(),
        }
    }

    /// A comment as the reader may have it.
    pub fn comment(&self, mut row: CommentRow) -> CommentRow {
        if !self.reads(&row.id, &row.person_id) {
            row.text = self.words(&row.id, &row.person_id, &row.text);
            row.unhappy_because = None;
        }
        row
    }

    /// How much stands below a comment.
    pub fn count(&self, comment: &str) -> usize {
        self.replies.iter().filter(|row| row.comment_id == comment).count()
    }

    /// What stands below a comment, the oldest first.
    pub fn below(&self, desk: &Desk<'_>, comment: &str) -> Vec<Reply> {
        let houses = &desk.app.library.roles.houses;
        let all = self.replies.iter().filter(|row| row.comment_id == comment);
        all.map(|row| Reply {
            id: row.id.clone(),
            by: match &row.house {
                None => ANSWERERS.to_owned(),
                Some(house) => {
                    let house = houses.get(house).cloned().unwrap_or_else(|| NOBODY.to_owned());
                    self.by(&row.person_id, house)
                }
            },
            own: self.person.as_ref() == Some(&row.person_id),
            text: self.words(&row.id, &row.person_id, &row.text),
            hidden: self.hidden.contains_key(&row.id),
            asked: self.asked.get(&row.id).cloned(),
            at: row.made_at.utc(),
        })
        .collect()
    }
}

/// What is asked to be hidden, by id, with the name of whoever asks.
fn asked(desk: &mut Desk<'_>, subject: &str) -> Result<BTreeMap<String, (String, String)>, Fault> {
    let mut out = BTreeMap::new();
    for row in threads::asked(desk.db, subject)? {
        let name = people::load(desk.db, &row.asked_by)?.map_or_else(|| "Somebody".to_owned(), |one| one.name);
        out.insert(row.what_id, (name, row.because));
    }
    Ok(out)
}

fn reads(seen: &Seen) -> bool {
    READERS.iter().any(|permit| seen.may_do(permit))
}

/// What others read in place of words.
fn in_place(row: &HiddenRow) -> String {
    format!(
        "These words are hidden since {}: {}",
        words::day(words::local_day(row.hidden_at.utc())),
        row.because.trim()
    )
}
