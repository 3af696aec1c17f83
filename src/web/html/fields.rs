//! Between a form of a workflow file and a page: questions with what was typed, and back.

use std::collections::BTreeMap;

use accord_engine::{
    definition::model::{self, FieldType},
    forms,
};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::{files, rows};
use crate::{
    domain::papers,
    service::{drafts::WHY, forms::Choices},
    views::components::{
        control::{Choice, Control, Day, Declaration, Input, Moment, Options, Ranked, Ranking},
        field::Field,
        files::{SentFile, Upload},
        link::Button,
    },
};

/// A list longer than this opens instead of standing there.
const LONG: usize = 8;
/// The value of a ticked box.
const YES: &str = "yes";

/// What a question may be answered with: value to label; empty if anything.
pub(super) fn choices_of<'a>(choices: &'a Choices, field: &'a model::Field) -> &'a IndexMap<String, String> {
    choices.of_field(field)
}

/// A question of a form, with what was typed so far and what is wrong with it.
pub fn question(field: &model::Field, typed: Option<&Json>, choices: &Choices, errors: &[String]) -> Field {
    one(field, &field.id, typed, choices, errors)
}

pub(super) fn one(
    field: &model::Field,
    name: &str,
    typed: Option<&Json>,
    choices: &Choices,
    errors: &[String],
) -> Field {
    let control = control(field, name, typed, choices);
    let optional = !field.required && field.kind != FieldType::Declaration;
    // The statement stands beside its box: once is enough.
    let label = match field.kind {
        FieldType::Declaration => "Confirm that you agree",
        _ => field.label.as_str(),
    };
    Field {
        id: name.replace('.', "-"),
        name: name.to_owned(),
        hint: field.help.clone(),
        errors: errors.to_vec(),
        optional,
        ..Field::new(name, label, control)
    }
}

fn control(field: &model::Field, name: &str, typed: Option<&Json>, choices: &Choices) -> Control {
    let text = typed.and_then(Json::as_str).unwrap_or_default();
    let part = |part: &str| {
        let found = typed.and_then(|value| value.get(part)).and_then(Json::as_str);
        found.unwrap_or_default().to_owned()
    };
    match field.kind {
        FieldType::Text => Control::Line(Input::text(text)),
        FieldType::LongText => {
            Control::LongText(crate::views::components::control::LongText::new(text, field.max_words))
        }
        FieldType::Number => Control::Line(Input::number(text)),
        // The pound sign stands before the box already.
        FieldType::Money => Control::Line(Input::money(text.trim_start_matches('£'))),
        FieldType::Date => Control::Date(Day {
            day: part("day"),
            month: part("month"),
            year: part("year"),
        }),
        FieldType::Datetime => Control::Datetime(Moment {
            day: part("day"),
            month: part("month"),
            year: part("year"),
            time: part("time"),
        }),
        FieldType::YesNo => Control::Options(Options::yes_no(match text {
            YES => Some(true),
            "no" => Some(false),
            _ => None,
        })),
        FieldType::Declaration => Control::Declaration(Declaration {
            statement: field.label.clone(),
            agreed: text == YES,
        }),
        FieldType::Choice | FieldType::Person | FieldType::Organisation => {
            let mut options = offered(choices.of_field(field), |value| value == text);
            let mut explained = false;
            for option in &mut options {
                let beside = choices.beside(field, &option.value).map(|one| one.says.join(" "));
                explained |= beside.is_some();
                option.hint = beside.or(option.hint.take());
            }
            if options.len() > LONG && !explained {
                // A list that opens would answer with its first line before anybody has chosen.
                options.insert(0, Choice::new("", "Choose one", text.is_empty()));
                Control::Select(Options::one(options))
            } else {
                Control::Options(Options::one(options))
            }
        }
        FieldType::Choices => {
            let chosen: Vec<&str> = typed
                .and_then(Json::as_array)
                .into_iter()
                .flatten()
                .filter_map(Json::as_str)
                .collect();
            Control::Options(Options::several(offered(choices.of_field(field), |value| {
                chosen.contains(&value)
            })))
        }
        FieldType::File => Control::Files(upload(field, name, typed, choices)),
        FieldType::Ranking => Control::Ranking(ranking(choices_of(choices, field), typed)),
        FieldType::Table => Control::Rows(rows::rows(field, name, typed, choices)),
    }
}

/// Each option with the place that was typed, or that its position in a list gives it.
fn ranking(options: &IndexMap<String, String>, typed: Option<&Json>) -> Ranking {
    let place = |value: &str| match typed {
        Some(Json::Object(places)) => places.get(value).and_then(Json::as_str).unwrap_or_default().to_owned(),
        Some(Json::Array(all)) => all
            .iter()
            .position(|one| one.as_str() == Some(value))
            .map_or_else(String::new, |index| (index + 1).to_string()),
        _ => String::new(),
    };
    let options = options.iter();
    Ranking {
        options: options
            .map(|(value, label)| Ranked {
                value: value.clone(),
                label: label.clone(),
                place: place(value),
            })
            .collect(),
    }
}

/// A control for files. Where one is asked for, a new one takes the place of what was sent before.
fn upload(field: &model::Field, name: &str, typed: Option<&Json>, choices: &Choices) -> Upload {
    let several = field.takes_several();
    let ids = files::ids(typed);
    let sent = ids.iter().filter_map(|id| {
        let (file, size) = choices.files.get(id)?;
        let which = if several {
            format!("{name}.{id}")
        } else {
            name.to_owned()
        };
        Some(SentFile {
            name: file.clone(),
            size: size.clone(),
            href: format!("/files/{id}"),
            remove: Some(Button::secondary(format!("Take {file} away"), TAKE, which)),
        })
    });
    let kinds = if field.spoken {
        papers::LIMITS_SPOKEN
    } else {
        papers::LIMITS
    };
    let limits = match several {
        true => format!("Up to {} files. {kinds}", field.most_files()),
        false => kinds.to_owned(),
    };
    Upload {
        sent: sent.collect(),
        accept: papers::endings(field.spoken),
        several,
        limits,
        ..Upload::default()
    }
}

fn offered(options: &IndexMap<String, String>, chosen: impl Fn(&str) -> bool) -> Vec<Choice> {
    options
        .iter()
        .map(|(value, label)| Choice::new(value, label, chosen(value)))
        .collect()
}

/// The name of the button that adds a row; its value is the table.
pub const ADD: &str = "ac-add";
/// The name of the button that takes a row away; its value is the table and the row.
pub const TAKE: &str = "ac-take";

/// "Why?", where an action asks for a reason.
pub fn why(typed: Option<&Json>, errors: &[String]) -> Field {
    let text = typed.and_then(Json::as_str).unwrap_or_default();
    let field = Field::long_text(WHY, "Why?", text, None).hint("The people whom it concerns read this.");
    Field {
        errors: errors.to_vec(),
        ..field
    }
}

/// What was typed into these questions, as drafts keep it. Questions that were not on the page are
/// left out.
pub fn typed(fields: &[&model::Field], form: &[(String, String)]) -> Map<String, Json> {
    fields
        .iter()
        // Files come another way, and stay until they are taken away.
        .filter(|field| field.kind != FieldType::File)
        .map(|field| (field.id.clone(), value(field, &field.id, form)))
        .collect()
}

pub(super) fn value(field: &model::Field, name: &str, form: &[(String, String)]) -> Json {
    let first = |name: &str| {
        let found = form.iter().find(|(known, _)| known == name);
        found.map_or(String::new(), |(_, value)| value.replace("\r\n", "\n"))
    };
    match field.kind {
        FieldType::Date | FieldType::Datetime => {
            let parts: &[&str] = match field.kind {
                FieldType::Datetime => &["day", "month", "year", "time"],
                _ => &["day", "month", "year"],
            };
            parts
                .iter()
                .map(|part| ((*part).to_owned(), Json::String(first(&format!("{name}-{part}")))))
                .collect()
        }
        FieldType::Choices => {
            let chosen = form.iter().filter(|(known, _)| known == name);
            chosen.map(|(_, value)| Json::String(value.clone())).collect()
        }
        FieldType::Ranking => {
            let prefix = format!("{name}.");
            let places = form.iter();
            places
                .filter_map(|(known, place)| Some((known.strip_prefix(&prefix)?, place)))
                .map(|(option, place)| (option.to_owned(), Json::String(place.clone())))
                .collect()
        }
        FieldType::Table => rows::table(field, name, form),
        FieldType::Text
        | FieldType::LongText
        | FieldType::Number
        | FieldType::Money
        | FieldType::Choice
        | FieldType::YesNo
        | FieldType::File
        | FieldType::Person
        | FieldType::Organisation
        | FieldType::Declaration => Json::String(first(name)),
    }
}

/// An answer in words, for check pages: one line each; none if nothing was answered.
pub fn words(field: &model::Field, typed: Option<&Json>, choices: &Choices) -> Vec<String> {
    let label = |value: &str| {
        choices
            .of_field(field)
            .get(value)
            .cloned()
            .unwrap_or_else(|| value.to_owned())
    };
    match typed {
        None | Some(Json::Null) => Vec::new(),
        Some(Json::String(text)) if text.trim().is_empty() => Vec::new(),
        Some(Json::String(text)) => match field.kind {
            FieldType::YesNo => vec![if text == YES { "Yes" } else { "No" }.to_owned()],
            FieldType::Declaration => vec!["Agreed".to_owned()],
            FieldType::Date => vec![match forms::read_date(text) {
                Some(date) => crate::domain::words::day(date),
                None => text.clone(),
            }],
            FieldType::Money => vec![match forms::pence(text.trim()) {
                Some(pence) => crate::domain::words::money(pence),
                None => format!("£{}", text.trim_start_matches('£')),
            }],
            FieldType::Choice | FieldType::Person | FieldType::Organisation => vec![label(text)],
            FieldType::File => {
                let found = choices.files.get(text);
                vec![found.map_or_else(|| "A file".to_owned(), |(name, size)| format!("{name}, {size}"))]
            }
            FieldType::Text
            | FieldType::LongText
            | FieldType::Number
            | FieldType::Datetime
            | FieldType::Choices
            | FieldType::Ranking
            | FieldType::Table => text.lines().map(str::to_owned).collect(),
        },
        Some(Json::Object(places)) if field.kind == FieldType::Ranking => {
            let place = |text: &Json| text.as_str()?.trim().parse::<u32>().ok();
            let placed = places.iter().filter_map(|(option, text)| Some((place(text)?, option)));
            let ranked: BTreeMap<u32, &String> = placed.collect();
            ranked
                .into_values()
                .zip(1..)
                .map(|(option, n)| format!("{n}. {}", label(option)))
                .collect()
        }
        Some(Json::Object(parts)) => {
            let said: Vec<&str> = ["day", "month", "year", "time"]
                .iter()
                .filter_map(|part| parts.get(*part)?.as_str())
                .filter(|text| !text.trim().is_empty())
                .collect();
            let date = forms::read_date(&forms::joined(parts)).filter(|_| !parts.contains_key("time"));
            if let Some(date) = date {
                vec![crate::domain::words::day(date)]
            } else if said.is_empty() {
                Vec::new()
            } else {
                vec![said.join(" ")]
            }
        }
        Some(Json::Array(_)) if field.row_of().is_some() => rows::said(field, typed, choices),
        Some(Json::Array(all)) if field.kind == FieldType::Table => {
            let rows = all.iter().map(|row| {
                let cells = field.columns.iter().map(|column| {
                    let said = words(column, row.get(&column.id), choices).join(" ");
                    format!("{}: {said}", column.label)
                });
                cells.collect::<Vec<_>>().join("; ")
            });
            rows.collect()
        }
        Some(Json::Array(all)) if field.kind == FieldType::Ranking => {
            let options = all.iter().filter_map(Json::as_str).zip(1..);
            options.map(|(option, n)| format!("{n}. {}", label(option))).collect()
        }
        Some(Json::Array(all)) if field.kind == FieldType::File => {
            let file = |id: &str| {
                let found = choices.files.get(id);
                found.map_or_else(|| "A file".to_owned(), |(name, size)| format!("{name}, {size}"))
            };
            all.iter().filter_map(Json::as_str).map(file).collect()
        }
        Some(Json::Array(all)) => all.iter().filter_map(Json::as_str).map(label).collect(),
        Some(Json::Bool(_) | Json::Number(_)) => typed.map(ToString::to_string).into_iter().collect(),
    }
}
