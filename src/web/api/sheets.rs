//! Forms to fill in, with what has been filled in so far, as programs get them.

use accord_engine::definition::model::{Field, FieldType, Form as Asked};
use accord_store::drafts::DraftRow;
use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value as Json};

use super::{offers::Standing, problem::Misfit, records::Line, tags};
use crate::service::{
    drafts::{Sheet as Open, WHY},
    fault::Fault,
    forms::{Choices, Judged},
    places::Place,
    typed,
};

/// Something to do, with its form.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Sheet {
    record: Line,
    instance: String,
    /// The instance's version; `If-Match` of what is posted here.
    version: u64,
    verb: String,
    state: String,
    event: String,
    /// The words on the button.
    title: String,
    /// What the decision asks.
    asks: Option<String>,
    standing: Standing,
    /// It wants a reason.
    wants_reason: bool,
    /// It cannot be taken back, and wants a second factor with it.
    wants_factor: bool,
    form: Option<Form>,
    /// What has been answered so far.
    answers: Map<String, Json>,
    /// What does not fit in that, or is missing.
    errors: Vec<Misfit>,
    draft: Option<Draft>,
    /// What a first person did, where this confirms it.
    first: Option<First>,
}

/// A form.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Form {
    name: String,
    title: Option<String>,
    questions: Vec<Question>,
}

/// A question.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Question {
    id: String,
    label: String,
    /// What kind of answer.
    #[serde(rename = "type")]
    kind: FieldType,
    help: Option<String>,
    is_required: bool,
    /// It is asked, given the answers so far.
    is_asked: bool,
    max_words: Option<u32>,
    min: Option<String>,
    max: Option<String>,
    /// A regular expression that the whole answer must match.
    pattern: Option<String>,
    /// What may be answered, where not everything may.
    options: Vec<Choice>,
    /// What it can be filled in with, where nobody has answered it here.
    filled: Option<Filled>,
    /// The columns of a table.
    columns: Vec<Question>,
    /// The column whose options are the rows of the table, one each.
    each: Option<String>,
}

/// An answer that is known already. It counts only when it is sent.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Filled {
    value: Json,
    /// Where it comes from.
    says: String,
}

/// What may be answered.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Choice {
    value: String,
    label: String,
}

/// Something begun and not sent.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Draft {
    /// Its id.
    pub id: String,
    /// The instance that it is about.
    pub instance: String,
    /// What is filled in: verb, state and event, or the work.
    pub place: String,
    /// What has been answered so far.
    pub answers: Map<String, Json>,
    /// The version of the instance that the person saw.
    pub version: i64,
    /// When it was saved.
    pub saved_at: DateTime<Utc>,
}

impl Draft {
    /// A draft as it is stored.
    ///
    /// # Errors
    /// What is stored is damaged.
    pub fn of(row: &DraftRow) -> Result<Self, Fault> {
        Ok(Self {
            id: row.id.clone(),
            instance: row.instance_id.clone(),
            place: row.place.clone(),
            answers: typed::told(serde_json::from_str(&row.answers)?),
            version: row.seen,
            saved_at: row.saved_at.utc(),
        })
    }

    /// The tag of a draft: it changes whenever the draft is saved.
    pub fn tag(row: &DraftRow) -> String {
        tags::of("", &format!("{} {:?} {}", row.id, row.saved_at, row.answers))
    }
}

/// What a first person did.
#[derive(Debug, Serialize, JsonSchema)]
pub struct First {
    name: String,
    answers: Vec<Answered>,
    reason: Option<String>,
}

/// A question and what was answered, in words.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Answered {
    question: String,
    answer: String,
}

impl Sheet {
    /// As this person sees it. `decides` is whether their roles show a second factor.
    ///
    /// # Errors
    /// What is stored is damaged.
    pub fn of(sheet: &Open, place: &Place, decides: bool) -> Result<Self, Fault> {
        let loaded = sheet.loaded()?;
        let answers = sheet.answers()?;
        let judged = sheet.judged(&answers)?;
        Ok(Self {
            record: Line::of(&sheet.seen.record),
            instance: loaded.row.id.clone(),
            version: loaded.snapshot.seq,
            verb: place.verb.word().to_owned(),
            state: match place.state.as_str() {
                "" => "-".to_owned(),
                state => state.to_owned(),
            },
            event: place.event.clone(),
            title: sheet.offer.title.clone(),
            asks: sheet.ask.clone(),
            standing: Standing::of(&sheet.offer.standing),
            wants_reason: sheet.offer.requires_reason,
            wants_factor: sheet.final_act && decides,
            form: sheet
                .form
                .as_ref()
                .map(|(name, form)| Form::of(name, form, &sheet.choices, &judged).filled(sheet)),
            errors: misfits(&judged),
            draft: sheet.draft.as_ref().map(Draft::of).transpose()?,
            answers: typed::told(answers),
            first: sheet.first.as_ref().map(|first| First {
                name: first.name.clone(),
                reason: first.reason.clone(),
                answers: first
                    .answers
                    .iter()
                    .map(|(question, answer)| Answered {
                        question: question.clone(),
                        answer: answer.clone(),
                    })
                    .collect(),
            }),
        })
    }
}

impl Form {
    /// A form with what it chooses from.
    pub fn of(name: &str, form: &Asked, choices: &Choices, judged: &IndexMap<String, Judged>) -> Self {
        let asked = |id: &str| judged.get(id).is_none_or(|one| one.asked);
        Self {
            name: name.to_owned(),
            title: form.title.clone(),
            questions: form
                .fields
                .iter()
                .map(|field| question(field, choices, asked(&field.id)))
                .collect(),
        }
    }
}

impl Form {
    /// The same with what is known already, for questions that nobody has answered.
    fn filled(mut self, sheet: &Open) -> Self {
        for question in &mut self.questions {
            question.filled = sheet.filled.get(&question.id).map(|one| Filled {
                value: typed::tell(one.value.clone()),
                says: one.says.clone(),
            });
        }
        self
    }
}

fn question(field: &Field, choices: &Choices, is_asked: bool) -> Question {
    let options = choices.of_field(field);
    Question {
        id: field.id.clone(),
        label: field.label.clone(),
        kind: field.kind,
        help: field.help.clone(),
        is_required: field.required || field.kind == FieldType::Declaration,
        is_asked,
        max_words: field.max_words,
        min: field.min.as_ref().map(ToString::to_string),
        max: field.max.as_ref().map(ToString::to_string),
        pattern: field.pattern.clone(),
        options: options
            .iter()
            .map(|(value, label)| Choice {
                value: value.clone(),
                label: label.clone(),
            })
            .collect(),
        filled: None,
        each: field.each.clone(),
        columns: field.columns.iter().map(|one| question(one, choices, true)).collect(),
    }
}

/// What does not fit, each with its place in what is sent.
pub fn misfits(judged: &IndexMap<String, Judged>) -> Vec<Misfit> {
    let asked = judged.iter().filter(|(_, one)| one.asked);
    asked
        .flat_map(|(id, one)| {
            let pointer = match id.as_str() {
                WHY => "/reason".to_owned(),
                id => format!("/answers/{id}"),
            };
            one.errors.iter().map(move |says| Misfit {
                pointer: pointer.clone(),
                says: says.clone(),
            })
        })
        .collect()
}
