//! What an outbox row holds: everything that the worker needs, frozen at commit.
//!
//! Rendering is a pure function of this and of the template; nothing is looked up again.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::service::app::Desk;

/// The body of one outbox row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outgoing {
    /// An email to one person.
    Email(Box<Letter>),
    /// A document, HTML and PDF.
    Document(Box<DocumentOrder>),
    /// A notice: HTML, PDF, OCDS.
    Notice(Box<NoticeOrder>),
    /// A word from one instance to another; delivered by `service::signals`.
    Signal(Signal),
    /// Somebody must look.
    Incident(Incident),
    /// Something that a program is told.
    Hook(Hook),
    /// A file that a scanner is asked about.
    Scan(Scan),
    /// What is left of somebody who was erased, in files and letters.
    Erase(Box<Erase>),
}

impl Outgoing {
    /// The word in the outbox for what it is.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Email(_) => "email",
            Self::Document(_) => "document",
            Self::Notice(_) => "notice",
            Self::Signal(_) => "signal",
            Self::Incident(_) => "incident",
            Self::Hook(_) => "webhook",
            Self::Scan(_) => "scan",
            Self::Erase(_) => "erase",
        }
    }
}

/// An email to one person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Letter {
    /// `templates/mail/<template>.md.hbs`.
    pub template: String,
    /// Who gets it.
    pub to: Recipient,
    /// Outbox keys of the documents (made by the same step, before) that go with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attach: Vec<String>,
    /// A date for their calendar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<CalendarDate>,
    /// Where it comes from.
    pub about: About,
    /// The template's whole context, `recipient` included.
    pub context: serde_json::Value,
}

/// Somebody who gets an email.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// The person's id; `None` for a mailbox without a person.
    pub person: Option<String>,
    /// The full name.
    pub name: String,
    /// What the letter calls them.
    pub first_name: String,
    /// The organisation they belong to; empty without one.
    #[serde(default)]
    pub organisation: String,
    /// The address.
    pub email: String,
    /// Why they get it: `You are on the partnership board.`
    #[serde(default)]
    pub why: String,
    /// Where they stop these letters in one step; for subscribers alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop: Option<String>,
    /// The address at which they answer this letter; nothing for that of the alliance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<String>,
}

/// An entry for a calendar program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarDate {
    /// Stable, so that a moved date replaces the old one.
    pub uid: String,
    /// Grows with each change of the date.
    pub sequence: u64,
    /// What is due.
    pub title: String,
    /// When it begins, or is due.
    pub at: DateTime<Utc>,
    /// When it ends, for a meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTime<Utc>>,
    /// Where, for a meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

/// A document to be made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DocumentOrder {
    /// `templates/documents/<template>.xml.hbs`.
    pub template: String,
    /// Roles, audiences, `public`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readers: Vec<String>,
    /// The event to give back when it has been made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub then: Option<String>,
    /// Where it comes from.
    pub about: About,
    /// The template's whole context.
    pub context: serde_json::Value,
}

/// A notice to be published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NoticeOrder {
    /// `templates/notices/<template>.xml.hbs`.
    pub template: String,
    /// The event to give back when it has been published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub then: Option<String>,
    /// Where it comes from.
    pub about: About,
    /// The template's whole context.
    pub context: serde_json::Value,
}

/// What a piece of outgoing work belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// The alliance.
    pub alliance: String,
    /// The instance whose step made it.
    pub instance: String,
    /// The step.
    pub seq: u64,
    /// The kind of record, and the record.
    pub subject_kind: String,
    /// The record's id.
    pub subject: String,
    /// Business time of the step.
    pub at: DateTime<Utc>,
    /// The definition that the instance is pinned to.
    pub definition: String,
}

impl About {
    /// For a letter that belongs to the alliance and to no record.
    pub fn of_alliance(desk: &Desk<'_>) -> Self {
        Self {
            alliance: desk.alliance.clone(),
            instance: String::new(),
            seq: 0,
            subject_kind: "alliance".to_owned(),
            subject: desk.alliance.clone(),
            at: desk.wall(),
            definition: String::new(),
        }
    }
}

/// A word to an instance, given in a transaction of its own right after commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signal {
    /// The alliance.
    pub alliance: String,
    /// The instance that is told.
    pub to: String,
    /// What it is told.
    pub word: Word,
}

/// What an instance is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words of `engine::event::Event`")]
pub enum Word {
    Told {
        event: String,
        from: String,
    },
    ChildEnded {
        child: String,
        brood: String,
        outcome: String,
    },
    Fed {
        event: String,
        effect: String,
    },
    FactsChanged,
}

/// Something that a program is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hook {
    /// The subscription; its secret is looked up when it is told.
    pub webhook: String,
    /// Where it went when it was put, for the ledger.
    pub url: String,
    /// What it says: the bytes of every try.
    pub body: String,
}

/// A file that a scanner is asked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scan {
    /// The file.
    pub upload: String,
    /// Where its sealed bytes are.
    pub stored: String,
}

/// What is to be erased once the letters about it are out. `texts` is emptied when that is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erase {
    /// Whom, by id.
    pub person: String,
    /// What tells who they were: name, address, telephone.
    pub texts: Vec<String>,
    /// Files that go.
    pub files: Vec<String>,
    /// Pages of papers about them, in whose place a page says that it was erased.
    pub pages: Vec<String>,
}

/// Something that a person must look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// What happened, one sentence.
    pub what: String,
    /// Where it comes from.
    pub about: About,
}
