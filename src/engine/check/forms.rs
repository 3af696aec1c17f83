//! Settings and questions that fit together.

use std::cmp::Ordering;

use super::{codes, tour::Tour};
use crate::{
    definition::{
        model::{Field, FieldType, MOST_FILES, Setting},
        scalar::Scalar,
    },
    diagnostic::Diagnostic,
};

/// Everything of that kind.
pub fn check(tour: &Tour<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (name, setting) in &tour.definition.settings {
        bounds(&format!("settings.{name}"), name, setting, &mut found);
    }
    for (name, form) in &tour.definition.forms {
        let path = format!("forms.{name}.fields");
        if form.fields.is_empty() {
            let told = Diagnostic::error(codes::EMPTY_FORM, &path, format!("The form `{name}` has no questions."));
            found.push(told.mend("Add one, or leave the form out."));
        }
        questions(&path, &form.fields, &mut found);
    }
    found
}

/// The questions of one form, which need not be a workflow's, at a path of its file.
pub fn questions(path: &str, fields: &[Field], found: &mut Vec<Diagnostic>) {
    for (index, field) in fields.iter().enumerate() {
        question(&format!("{path}[{index}]"), field, true, found);
    }
}

/// Which of two literals of one kind is more; none if they are of different kinds.
pub fn compare(one: &Scalar, other: &Scalar) -> Option<Ordering> {
    match (one, other) {
        (Scalar::Integer(a), Scalar::Integer(b)) | (Scalar::Money(a), Scalar::Money(b)) => Some(a.cmp(b)),
        (Scalar::Amount(a, unit), Scalar::Amount(b, other)) if unit == other => Some(a.cmp(b)),
        (Scalar::Share(a, b), Scalar::Share(c, d)) => {
            Some((u64::from(*a) * u64::from(*d)).cmp(&(u64::from(*c) * u64::from(*b))))
        }
        (Scalar::Date(a), Scalar::Date(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

fn bounds(path: &str, name: &str, setting: &Setting, found: &mut Vec<Diagnostic>) {
    let sides = [
        ("min", &setting.min, Ordering::Less, "less than the least"),
        ("max", &setting.max, Ordering::Greater, "more than the most"),
    ];
    for (key, bound, wrong, words) in sides {
        let Some(bound) = bound else { continue };
        match compare(&setting.default, bound) {
            None => {
                let what = format!(
                    "`{key}` of `{name}` is {bound}, and its default is {}.",
                    setting.default
                );
                let told = Diagnostic::error(codes::BOUND_KIND, format!("{path}.{key}"), what);
                found.push(told.mend("Write both in the same kind and unit."));
            }
            Some(order) if order == wrong => {
                let what = format!("The default of `{name}`, {}, is {words}, {bound}.", setting.default);
                found.push(
                    Diagnostic::error(codes::DEFAULT_OUTSIDE, format!("{path}.default"), what)
                        .mend("Change one of them."),
                );
            }
            Some(_) => {}
        }
    }
    crossed(path, setting.min.as_ref(), setting.max.as_ref(), found);
}

fn crossed(path: &str, min: Option<&Scalar>, max: Option<&Scalar>, found: &mut Vec<Diagnostic>) {
    if let (Some(min), Some(max)) = (min, max)
        && compare(min, max) == Some(Ordering::Greater)
    {
        let what = format!("The least, {min}, is more than the most, {max}.");
        found.push(Diagnostic::error(codes::BOUNDS_CROSSED, format!("{path}.min"), what).mend("Change one of them."));
    }
}

fn question(path: &str, field: &Field, outermost: bool, found: &mut Vec<Diagnostic>) {
    let chosen = field.kind.is_chosen();
    let offers = usize::from(!field.options.is_empty()) + usize::from(field.options_from.is_some());
    if chosen && offers != 1 {
        let what = format!("It is not clear what may be chosen in `{}`.", field.id);
        found.push(
            Diagnostic::error(codes::NO_OPTIONS, path, what).mend("Add `options` or `options_from`, one of them."),
        );
    }
    let words = matches!(field.kind, FieldType::Text | FieldType::LongText);
    let measured = matches!(field.kind, FieldType::Number | FieldType::Money | FieldType::Date);
    let needless = [
        ("options", !field.options.is_empty() && !chosen),
        ("options_from", field.options_from.is_some() && !chosen),
        ("max_words", field.max_words.is_some() && !words),
        ("at_most", field.at_most.is_some() && field.kind != FieldType::File),
        ("spoken", field.spoken && field.kind != FieldType::File),
        ("pattern", field.pattern.is_some() && !words),
        ("pattern_says", field.pattern_says.is_some() && field.pattern.is_none()),
        ("min", field.min.is_some() && !measured),
        ("max", field.max.is_some() && !measured),
        ("columns", !field.columns.is_empty() && field.kind != FieldType::Table),
    ];
    for (key, _) in needless.iter().filter(|(_, there)| *there) {
        let what = format!("`{}` has `{key}`, and its type has no use for it.", field.id);
        let told = Diagnostic::error(codes::NEEDLESS_OPTIONS, format!("{path}.{key}"), what);
        found.push(told.mend(format!("Take `{key}` away, or change `type`.")));
    }
    for (key, bound) in [("min", &field.min), ("max", &field.max)] {
        let Some(bound) = bound.as_ref().filter(|_| measured) else {
            continue;
        };
        let fits = match field.kind {
            FieldType::Money => matches!(bound, Scalar::Money(_)),
            FieldType::Date => match bound {
                Scalar::Date(_) => true,
                Scalar::Text(word) => word == "today",
                _ => false,
            },
            _ => matches!(bound, Scalar::Integer(_)),
        };
        if !fits {
            let what = format!(
                "`{key}` of `{}` is {bound}, which its type cannot be measured by.",
                field.id
            );
            let told = Diagnostic::error(codes::BOUND_KIND, format!("{path}.{key}"), what);
            found.push(told.mend("Numbers by `10`, money by \"£10.00\", dates by 2026-04-01 or `today`."));
        }
    }
    if let Some(most) = field.at_most.filter(|most| !(1..=MOST_FILES).contains(most)) {
        let what = format!("`{}` asks for {most} files at most.", field.id);
        let told = Diagnostic::error(codes::BOUND_KIND, format!("{path}.at_most"), what);
        found.push(told.mend(format!("Write a number from 1 to {MOST_FILES}.")));
    }
    crossed(path, field.min.as_ref(), field.max.as_ref(), found);
    if let Some(pattern) = &field.pattern
        && let Err(error) = regex_lite::Regex::new(pattern)
    {
        let what = format!("`{pattern}` is not a regular expression: {error}.");
        found.push(Diagnostic::error(codes::BAD_PATTERN, format!("{path}.pattern"), what));
    }
    let personal = matches!(
        field.kind,
        FieldType::Text | FieldType::LongText | FieldType::Person | FieldType::File
    );
    if field.keep && personal {
        let what = format!(
            "`{}` may hold something personal, and `keep` puts it into the journal for good.",
            field.id
        );
        let told = Diagnostic::warning(codes::KEEP_PERSONAL, format!("{path}.keep"), what);
        found.push(told.mend("Keep numbers, money, dates and choices only."));
    }
    if let Some(each) = &field.each
        && !field.row_of().is_some_and(|column| column.kind == FieldType::Choice)
    {
        let what = format!(
            "`{each}` is not the first column of `{}`, with options to choose from.",
            field.id
        );
        let told = Diagnostic::error(codes::NO_ROWS, format!("{path}.each"), what);
        found.push(told.mend("Name the first column, and let it be of the type `choice`."));
    }
    if field.kind == FieldType::Table && outermost {
        if field.columns.is_empty() {
            let told = Diagnostic::error(
                codes::NO_COLUMNS,
                path,
                format!("The table `{}` has no columns.", field.id),
            );
            found.push(told.mend("Add `columns`."));
        }
        for (index, column) in field.columns.iter().enumerate() {
            question(&format!("{path}.columns[{index}]"), column, false, found);
        }
    } else if field.kind == FieldType::Table {
        found.push(Diagnostic::error(
            codes::NO_COLUMNS,
            path,
            "A table cannot stand in a table.",
        ));
    }
}
