//! Forms as people fill them in: the engine's one validation, with this instance's surroundings.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use accord_engine::{
    calendar::Calendar,
    definition::model::{Field, FieldType, Form},
    forms::{self, Around},
    guard::Env,
    snapshot::Snapshot,
    value::Value,
};
use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use crate::domain::monitoring::nhs_number;
use crate::service::{
    app::Desk,
    fault::{Fault, FieldError},
    subjects::{self, Beside, Explained},
    transition::Loaded,
    uploads,
};

/// Settings and kept values are all that a question may depend on, beside other answers; before
/// anything is started, there are none.
struct Surroundings<'a> {
    snapshot: Option<&'a Snapshot>,
    calendar: &'a Calendar,
    now: DateTime<Utc>,
}

impl<'a> Surroundings<'a> {
    fn of(loaded: &'a Loaded, now: DateTime<Utc>) -> Self {
        Self {
            snapshot: Some(&loaded.snapshot),
            calendar: &loaded.workflow.calendar,
            now,
        }
    }

    const fn free((calendar, now): (&'a Calendar, DateTime<Utc>)) -> Self {
        Self {
            snapshot: None,
            calendar,
            now,
        }
    }
}

impl Env for Surroundings<'_> {
    fn value(&self, name: &str) -> Option<Cow<'_, Value>> {
        let snapshot = self.snapshot?;
        let found = match name.split_once('.') {
            Some(("settings", rest)) => snapshot.settings.get(rest),
            Some(("kept", rest)) => snapshot.kept.get(rest),
            Some(_) | None => None,
        };
        found.map(Cow::Borrowed)
    }

    fn now(&self) -> DateTime<Utc> {
        self.now
    }

    fn calendar(&self) -> &Calendar {
        self.calendar
    }
}

/// What questions choose from, besides their own options.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    /// Collections of the record, by name: key to title.
    pub collections: BTreeMap<String, IndexMap<String, String>>,
    /// Of these, collections of which a page asks for a part now, given what was typed: an answer that names another
    /// member is kept all the same.
    pub narrowed: BTreeMap<String, IndexMap<String, String>>,
    /// What is read beside an option of a collection.
    pub explained: Explained,
    /// People by id, if a question asks for one.
    pub people: IndexMap<String, String>,
    /// Organisations by id, likewise.
    pub organisations: IndexMap<String, String>,
    /// Files that this person has sent here, by id: name and size.
    pub files: IndexMap<String, (String, String)>,
}

impl Choices {
    /// What a form chooses from.
    ///
    /// # Errors
    /// The database fails.
    pub fn of(
        desk: &mut Desk<'_>,
        form: &Form,
        collections: BTreeMap<String, IndexMap<String, String>>,
    ) -> Result<Self, Fault> {
        let asks = |kind: FieldType| {
            let of = |field: &Field| field.kind == kind || field.columns.iter().any(|column| column.kind == kind);
            form.fields.iter().any(of)
        };
        let mut out = Self {
            collections,
            ..Self::default()
        };
        if asks(FieldType::Person) {
            let all = accord_store::people::of_alliance(desk.db, &desk.alliance)?;
            out.people = all.into_iter().map(|one| (one.id, one.name)).collect();
        }
        if asks(FieldType::Organisation) {
            let all = accord_store::organisations::all(desk.db, &desk.alliance)?;
            out.organisations = all.into_iter().map(|one| (one.id, one.name)).collect();
        }
        Ok(out)
    }
}

impl Choices {
    /// What is read beside an option of a column or question.
    pub fn beside(&self, field: &Field, option: &str) -> Option<&Beside> {
        let collection = field.options_from.as_ref().and_then(|name| self.explained.get(name));
        collection.and_then(|all| all.get(option))
    }

    /// What a question may be answered with: value to label; empty if anything.
    pub fn of_field<'a>(&'a self, field: &'a Field) -> &'a IndexMap<String, String> {
        match (&field.options_from, field.kind) {
            (Some(name), _) => {
                let part = self.narrowed.get(name).or_else(|| self.collections.get(name));
                part.unwrap_or(&field.options)
            }
            (None, FieldType::Person) => &self.people,
            (None, FieldType::Organisation) => &self.organisations,
            (None, _) => &field.options,
        }
    }
}

/// How one question stands while a form is being filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judged {
    /// It is asked, given the other answers.
    pub asked: bool,
    /// What is wrong with its answer, or that there is none.
    pub errors: Vec<String>,
}

/// How every question of a form stands, given what has been typed so far.
pub fn judge(
    loaded: &Loaded,
    now: DateTime<Utc>,
    choices: &Choices,
    named: (&str, &Form),
    given: &Map<String, Json>,
) -> IndexMap<String, Judged> {
    judge_in(&Surroundings::of(loaded, now), choices, named, given)
}

/// What can be read of the answers so far.
pub fn readable(
    loaded: &Loaded,
    now: DateTime<Utc>,
    choices: &Choices,
    (name, form): (&str, &Form),
    given: &Map<String, Json>,
) -> IndexMap<String, Value> {
    let env = Surroundings::of(loaded, now);
    let around = Around {
        name,
        env: &env,
        collections: &choices.collections,
    };
    let given = given.iter().map(|(id, value)| (id.clone(), value.clone())).collect();
    forms::readable(form, &given, &around)
}

/// The same for a form that belongs to nothing yet: what is asked before something is started.
pub fn judge_free(
    moment: (&Calendar, DateTime<Utc>),
    choices: &Choices,
    named: (&str, &Form),
    given: &Map<String, Json>,
) -> IndexMap<String, Judged> {
    judge_in(&Surroundings::free(moment), choices, named, given)
}

fn judge_in(
    env: &Surroundings<'_>,
    choices: &Choices,
    (name, form): (&str, &Form),
    given: &Map<String, Json>,
) -> IndexMap<String, Judged> {
    let around = Around {
        name,
        env,
        collections: &choices.collections,
    };
    let given: IndexMap<String, Json> = given
        .iter()
        .filter(|(id, _)| form.fields.iter().any(|field| field.id == **id))
        .map(|(id, value)| (id.clone(), value.clone()))
        .collect();
    let typed = forms::readable(form, &given, &around);
    let mut out: IndexMap<String, Judged> = form
        .fields
        .iter()
        .map(|field| {
            let judged = Judged {
                asked: forms::asked(field, &typed, &around),
                errors: Vec::new(),
            };
            (field.id.clone(), judged)
        })
        .collect();
    for reason in forms::validate(form, &given, &around).err().into_iter().flatten() {
        let field = reason.id.rsplit('.').next().unwrap_or_default();
        if let Some(judged) = out.get_mut(field) {
            judged.errors.push(reason.because);
        }
    }
    for (question, says) in person_numbers(&typed) {
        if let Some(judged) = out.get_mut(&question) {
            judged.errors.push(says);
        }
    }
    out
}

/// Reads and judges what was filled in for a piece of work.
///
/// # Errors
/// Every answer that does not fit, each with a sentence.
pub fn read_work(
    loaded: &Loaded,
    now: DateTime<Utc>,
    choices: &Choices,
    named: (&str, &Form),
    given: &Map<String, Json>,
) -> Result<Map<String, Json>, Fault> {
    read_in(&Surroundings::of(loaded, now), choices, named, given)
}

/// The same for a form that belongs to nothing yet.
///
/// # Errors
/// As [`read_work`].
pub fn read_free(
    moment: (&Calendar, DateTime<Utc>),
    choices: &Choices,
    named: (&str, &Form),
    given: &Map<String, Json>,
) -> Result<Map<String, Json>, Fault> {
    read_in(&Surroundings::free(moment), choices, named, given)
}

fn read_in(
    env: &Surroundings<'_>,
    choices: &Choices,
    (name, form): (&str, &Form),
    given: &Map<String, Json>,
) -> Result<Map<String, Json>, Fault> {
    let around = Around {
        name,
        env,
        collections: &choices.collections,
    };
    let given = given.iter().map(|(id, value)| (id.clone(), value.clone())).collect();
    match forms::validate(form, &given, &around) {
        Ok(answers) => Ok(answers
            .typed
            .into_iter()
            .filter(|(_, value)| *value != Value::Nothing)
            .map(|(id, value)| (id, crate::service::answers::plain_value(value)))
            .collect()),
        Err(reasons) => Err(Fault::Invalid(
            reasons
                .into_iter()
                .map(|reason| FieldError {
                    field: reason.id.rsplit('.').next().unwrap_or_default().to_owned(),
                    says: reason.because,
                })
                .collect(),
        )),
    }
}

/// What a form chooses from, by the name of the collection: each key with its words.
pub type Collections = BTreeMap<String, IndexMap<String, String>>;

/// What may be chosen in a form as the record is now.
///
/// # Errors
/// The store fails, or what is stored is damaged.
pub fn to_choose_from(desk: &mut Desk<'_>, loaded: &Loaded, form: &Form) -> Result<Collections, Fault> {
    let chosen: BTreeSet<String> = form.chooses_from().map(str::to_owned).collect();
    if chosen.is_empty() {
        return Ok(Collections::new());
    }
    subjects::of(&loaded.record.kind)?.some_collections(desk, loaded.about(), &chosen)
}

/// Reads and judges what was filled in.
///
/// # Errors
/// Every answer that does not fit, each with a sentence.
pub fn read(
    desk: &mut Desk<'_>,
    loaded: &Loaded,
    name: &str,
    form: &Form,
    given: &Map<String, Json>,
) -> Result<IndexMap<String, Value>, Fault> {
    let choices = to_choose_from(desk, loaded, form)?;
    read_choosing(desk, loaded, (name, form), &choices, given)
}

/// The same where what may be chosen is at hand.
///
/// # Errors
/// Every answer that does not fit, each with a sentence.
pub fn read_choosing(
    desk: &mut Desk<'_>,
    loaded: &Loaded,
    (name, form): (&str, &Form),
    choices: &Collections,
    given: &Map<String, Json>,
) -> Result<IndexMap<String, Value>, Fault> {
    let kind = subjects::of(&loaded.record.kind)?;
    let env = Surroundings::of(loaded, desk.now);
    let around = Around {
        name,
        env: &env,
        collections: choices,
    };
    let given = given.iter().map(|(id, value)| (id.clone(), value.clone())).collect();
    let wrong: Vec<FieldError> = match forms::validate(form, &given, &around) {
        Ok(answers) => {
            let mut wrong = kind.judge(desk, loaded.about(), &answers.typed)?;
            wrong.extend(files_refused(desk, form, &answers.typed)?);
            wrong.extend(person_numbers(&answers.typed));
            if wrong.is_empty() {
                return Ok(answers.typed);
            }
            let at = |(place, says)| FieldError {
                field: format!("{name}.{place}"),
                says,
            };
            wrong.into_iter().map(at).collect()
        }
        Err(reasons) => reasons
            .into_iter()
            .map(|reason| FieldError {
                field: reason.id,
                says: reason.because,
            })
            .collect(),
    };
    Err(Fault::Invalid(wrong))
}

/// Answers in words that hold an NHS number, by question: none may enter, whatever the form is about.
pub fn person_numbers(answers: &IndexMap<String, Value>) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for (question, value) in answers {
        let found = match value {
            Value::Text(text) => nhs_number::found_in(text),
            Value::Texts(all) => all.iter().find_map(|text| nhs_number::found_in(text)),
            Value::Rows(rows) => rows.iter().zip(1..).find_map(|(row, number)| {
                let cells = row.values();
                let mut texts = cells.filter_map(|cell| match cell {
                    Value::Text(text) => Some(text),
                    _ => None,
                });
                let number: i32 = number;
                texts
                    .any(|text| nhs_number::occurs_in(text))
                    .then(|| format!("Row {number}: {}", nhs_number::SAYS))
            }),
            _ => None,
        };
        out.extend(found.map(|says| (question.clone(), says)));
    }
    out
}

/// Files among the answers that were refused, by question.
fn files_refused(
    desk: &mut Desk<'_>,
    form: &Form,
    answers: &IndexMap<String, Value>,
) -> Result<Vec<(String, String)>, Fault> {
    let mut out = Vec::new();
    for field in form.fields.iter().filter(|field| field.kind == FieldType::File) {
        let ids = match answers.get(&field.id) {
            Some(Value::Text(one)) => vec![one.clone()],
            Some(Value::Texts(all)) => all.clone(),
            _ => Vec::new(),
        };
        let said = uploads::refused(desk, &ids)?;
        out.extend(said.into_iter().map(|says| (field.id.clone(), says)));
    }
    Ok(out)
}
