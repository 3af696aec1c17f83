//! What answers are typed into, or chosen from.

use serde::Serialize;

use super::{field::Field, files::Upload, link::Button};

/// The control of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Control {
    /// One line: text, number, money.
    Line(Input),
    /// Several lines.
    LongText(LongText),
    /// A day, in three parts.
    Date(Day),
    /// A day and a time.
    Datetime(Moment),
    /// Radios or checkboxes: choice, choices, yes or no, few people or organisations.
    Options(Options),
    /// A list that opens: many people, organisations or other choices.
    Select(Options),
    /// Files.
    Files(Upload),
    /// A statement to agree to.
    Declaration(Declaration),
    /// A place for each that is wanted, the favourite first.
    Ranking(Ranking),
    /// Rows of questions: a table that is filled in.
    Rows(Rows),
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Input {
    /// As it was typed.
    pub value: String,
    /// `text`, `email`, `tel` or `password`.
    pub typed: &'static str,
    /// The keyboard of a telephone: `text`, `numeric`, `decimal`.
    pub keyboard: &'static str,
    /// What browsers may fill in: `name`, `email`, `one-time-code`; `off` for the rest.
    pub autocomplete: &'static str,
    /// How long the answer usually is.
    pub length: Length,
    /// Stands before: `£`.
    pub before: Option<String>,
    /// Stands behind: `hours a week`.
    pub behind: Option<String>,
}

/// How long an answer usually is; the width of its box says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Length {
    /// A few digits.
    Short,
    /// An amount, a code, a post code.
    Medium,
    /// A name, an address, a sentence.
    Long,
}

impl Input {
    /// Text.
    pub fn text(value: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            typed: "text",
            keyboard: "text",
            autocomplete: "off",
            length: Length::Long,
            before: None,
            behind: None,
        }
    }

    /// A whole number. Not `type=number`: scrolling would change it, and letters could not be reported.
    pub fn number(value: impl Into<String>) -> Self {
        Self {
            keyboard: "numeric",
            length: Length::Short,
            ..Self::text(value)
        }
    }

    /// Pounds and pence.
    pub fn money(value: impl Into<String>) -> Self {
        Self {
            keyboard: "decimal",
            length: Length::Medium,
            before: Some("£".into()),
            ..Self::text(value)
        }
    }

    /// An email address.
    pub fn email(value: impl Into<String>) -> Self {
        Self {
            typed: "email",
            autocomplete: "email",
            ..Self::text(value)
        }
    }

    /// The code of an email or an authenticator.
    pub fn code() -> Self {
        Self {
            keyboard: "numeric",
            autocomplete: "one-time-code",
            length: Length::Medium,
            ..Self::text("")
        }
    }
}

/// Several lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LongText {
    /// As it was typed.
    pub value: String,
    /// Lines that are seen at once.
    pub lines: u32,
    /// The most words.
    pub most: Option<u32>,
    /// Words now, counted as the engine counts.
    pub words: u64,
}

impl LongText {
    /// A text; its words are counted here.
    pub fn new(value: impl Into<String>, most: Option<u32>) -> Self {
        use accord_engine::forms::{Lines, clean, words};
        let value = value.into();
        let count = u64::try_from(words(&clean(&value, Lines::Many))).unwrap_or(u64::MAX);
        let lines = most.map_or(5, |most| (most / 25).clamp(4, 12));
        Self {
            value,
            lines,
            most,
            words: count,
        }
    }
}

/// A day in three parts, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Day {
    pub day: String,
    pub month: String,
    pub year: String,
}

/// A day and a time, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Moment {
    pub day: String,
    pub month: String,
    pub year: String,
    pub time: String,
}

/// What may be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Options {
    /// Any number may be chosen.
    pub several: bool,
    /// Side by side where there is room: only for two short ones.
    pub inline: bool,
    /// In order.
    pub options: Vec<Choice>,
    /// Answers that stand under a line of their own, which opens.
    pub others: Option<Others>,
}

/// Answers that fewer people look for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Others {
    /// The line: "Other answers".
    pub title: String,
    /// Open at first: one of them is chosen.
    pub open: bool,
    /// In order.
    pub options: Vec<Choice>,
}

/// One thing to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// One sentence more.
    pub hint: Option<String>,
    /// It is chosen.
    pub chosen: bool,
}

impl Choice {
    /// Something to choose.
    pub fn new(value: impl Into<String>, label: impl Into<String>, chosen: bool) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: None,
            chosen,
        }
    }

    /// The same with a sentence more.
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: Some(hint.into()),
            ..self
        }
    }
}

impl Options {
    /// One of these.
    pub fn one(options: Vec<Choice>) -> Self {
        Self {
            several: false,
            inline: false,
            options,
            others: None,
        }
    }

    /// The same, with others under a line that opens.
    #[must_use]
    pub fn with_others(self, title: impl Into<String>, options: Vec<Choice>) -> Self {
        let others = Others {
            title: title.into(),
            open: options.iter().any(|one| one.chosen),
            options,
        };
        Self {
            others: (!others.options.is_empty()).then_some(others),
            ..self
        }
    }

    /// Any of these.
    pub fn several(options: Vec<Choice>) -> Self {
        Self {
            several: true,
            ..Self::one(options)
        }
    }

    /// Yes or no; nothing is chosen beforehand.
    pub fn yes_no(answer: Option<bool>) -> Self {
        let yes = Choice::new("yes", "Yes", answer == Some(true));
        let no = Choice::new("no", "No", answer == Some(false));
        Self {
            inline: true,
            ..Self::one(vec![yes, no])
        }
    }
}

/// A statement to agree to: the question's label is the heading, this the statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Declaration {
    /// What one agrees to, beside the box.
    pub statement: String,
    /// Agreed.
    pub agreed: bool,
}

/// What may be put in order. Numbers that are typed, since dragging is not for everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ranking {
    /// In the order in which they are offered.
    pub options: Vec<Ranked>,
}

/// One thing to put in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ranked {
    /// What is sent: the box is named after the question and this.
    pub value: String,
    /// What is read.
    pub label: String,
    /// As it was typed; empty if it is not wanted.
    pub place: String,
}

/// Rows of questions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rows {
    /// The rows so far; at least one, perhaps empty.
    pub rows: Vec<Row>,
    /// Adds a row: a button of the form.
    pub add: Option<Button>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// "Cost 2", or what the row is about.
    pub title: String,
    /// What counts here, in a sentence.
    pub hint: Option<String>,
    /// Sent along: which row it is, where it is not asked. Name and value.
    pub hidden: Option<(String, String)>,
    /// One question for each column.
    pub fields: Vec<Field>,
    /// Takes the row away.
    pub remove: Option<Button>,
}
