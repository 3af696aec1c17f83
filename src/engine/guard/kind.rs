//! The types of values.

use indexmap::IndexMap;

use crate::definition::{
    model::{FactType, Field, FieldType},
    scalar::Scalar,
};

/// The type of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Type {
    Boolean,
    Integer,
    Money,
    Text,
    Date,
    Instant,
    Amount,
    Share,
    Texts,
    /// A table: column to type.
    Rows(IndexMap<String, Type>),
}

impl Type {
    /// In words, with an article.
    pub const fn words(&self) -> &'static str {
        match self {
            Self::Boolean => "yes or no",
            Self::Integer => "a whole number",
            Self::Money => "an amount of money",
            Self::Text => "text",
            Self::Date => "a date",
            Self::Instant => "an instant",
            Self::Amount => "an amount of time",
            Self::Share => "a share",
            Self::Texts => "a list of texts",
            Self::Rows(_) => "a table",
        }
    }

    /// The type of the answer to a question.
    pub fn of_field(field: &Field) -> Self {
        match field.kind {
            FieldType::Number => Self::Integer,
            FieldType::Money => Self::Money,
            FieldType::Date => Self::Date,
            FieldType::Datetime => Self::Instant,
            FieldType::Choices | FieldType::Ranking => Self::Texts,
            FieldType::File if field.takes_several() => Self::Texts,
            FieldType::YesNo | FieldType::Declaration => Self::Boolean,
            FieldType::Table => Self::Rows(
                field
                    .columns
                    .iter()
                    .map(|column| (column.id.clone(), Self::of_field(column)))
                    .collect(),
            ),
            FieldType::Text
            | FieldType::LongText
            | FieldType::Choice
            | FieldType::File
            | FieldType::Person
            | FieldType::Organisation => Self::Text,
        }
    }

    /// The type of a setting, from its default.
    pub const fn of_scalar(scalar: &Scalar) -> Self {
        match scalar {
            Scalar::Bool(_) => Self::Boolean,
            Scalar::Integer(_) => Self::Integer,
            Scalar::Money(_) => Self::Money,
            Scalar::Amount(..) => Self::Amount,
            Scalar::Share(..) => Self::Share,
            Scalar::Date(_) => Self::Date,
            Scalar::Text(_) => Self::Text,
        }
    }
}

impl From<FactType> for Type {
    fn from(fact: FactType) -> Self {
        match fact {
            FactType::Boolean => Self::Boolean,
            FactType::Integer => Self::Integer,
            FactType::Money => Self::Money,
            FactType::Text => Self::Text,
            FactType::Date => Self::Date,
            FactType::Instant => Self::Instant,
            FactType::Texts => Self::Texts,
        }
    }
}
