//! What people are asked to fill in, in the words of a file.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::is_false;
use crate::definition::scalar::Scalar;

/// A form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Shown above the questions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The questions, in order.
    pub fields: Vec<Field>,
    /// Unreadable until this state of this workflow, or `link.state` of a linked one, is entered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed_until: Option<String>,
}

impl Form {
    /// The collections that its questions, and the columns of its tables, choose from.
    pub fn chooses_from(&self) -> impl Iterator<Item = &str> {
        let columns = self.fields.iter().flat_map(|field| &field.columns);
        let all = self.fields.iter().chain(columns);
        all.filter_map(|field| field.options_from.as_deref())
    }
}

/// A question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Unique in the form.
    pub id: String,
    /// The question as the person reads it.
    pub label: String,
    /// What kind of answer.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// One short sentence of help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// Must be answered.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// The most words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_words: Option<u32>,
    /// The most files of a question that asks for a file; one if it does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<u32>,
    /// The least (number, money in pounds such as `£10.00`, date).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<Scalar>,
    /// The most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<Scalar>,
    /// Only sound or video: a file that somebody speaks in.
    #[serde(default, skip_serializing_if = "is_false")]
    pub spoken: bool,
    /// A regular expression that the whole answer must match.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// What to say when the pattern does not match.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern_says: Option<String>,
    /// What may be chosen: value to label.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub options: IndexMap<String, String>,
    /// The collection of the catalogue to choose from, instead of `options`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub options_from: Option<String>,
    /// The columns of a table.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<Field>,
    /// A table with one row for each option of this column, its first: people fill in the others, and
    /// can neither add rows nor choose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub each: Option<String>,
    /// Asked only if this expression (over `form.*`) holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_when: Option<String>,
    /// Filled in from there until the person has answered: a source of the catalogue (`last_answer`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefill: Option<String>,
    /// Kept in the snapshot and the journal as it is. Never for personal data.
    #[serde(default, skip_serializing_if = "is_false")]
    pub keep: bool,
}

/// The most files that any question may ask for.
pub const MOST_FILES: u32 = 20;

impl Field {
    /// Whether it asks for files, and may get more than one.
    pub fn takes_several(&self) -> bool {
        self.kind == FieldType::File && self.most_files() > 1
    }

    /// The most files that it takes.
    pub fn most_files(&self) -> u32 {
        self.at_most.unwrap_or(1).clamp(1, MOST_FILES)
    }

    /// The column whose options are the rows, if this is a table that has a row for each.
    pub fn row_of(&self) -> Option<&Self> {
        let each = self.each.as_ref()?;
        self.columns.first().filter(|column| column.id == *each)
    }
}

/// What kind of answer a question takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum FieldType {
    Text,
    LongText,
    Number,
    /// Typed as pounds and pence, held in pence.
    Money,
    Date,
    /// Local date and time, UK.
    Datetime,
    Choice,
    Choices,
    /// Several, the favourite first: a list in order, or a place (1, 2, 3) for each that is wanted.
    Ranking,
    YesNo,
    File,
    Person,
    Organisation,
    /// A statement to agree to; the only answer that passes is yes.
    Declaration,
    Table,
}

impl FieldType {
    /// Whether answers are chosen from a list that the question gives.
    pub const fn is_chosen(self) -> bool {
        matches!(self, Self::Choice | Self::Choices | Self::Ranking)
    }
}
