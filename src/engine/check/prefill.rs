//! What questions are filled in from: a source that there is, with the kind of answer that is asked.

use super::{codes, tour::Tour, world::World};
use crate::{
    definition::{
        model::{Field, FieldType},
        near,
    },
    diagnostic::Diagnostic,
};

/// Everything of that kind.
pub fn check(tour: &Tour<'_>, world: World<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (name, form) in &tour.definition.forms {
        for (index, field) in form.fields.iter().enumerate() {
            let path = format!("forms.{name}.fields[{index}]");
            found.extend(question(&path, field, world));
            for (place, column) in field
                .columns
                .iter()
                .enumerate()
                .filter(|(_, one)| one.prefill.is_some())
            {
                let what = format!("`{}` is a column, and columns are not filled in.", column.id);
                let told = Diagnostic::error(codes::PREFILL_UNFIT, format!("{path}.columns[{place}].prefill"), what);
                found.push(told.mend("Fill in the whole table, or take `prefill` away."));
            }
        }
    }
    found
}

fn question(path: &str, field: &Field, world: World<'_>) -> Option<Diagnostic> {
    let name = field.prefill.as_ref()?;
    let path = format!("{path}.prefill");
    let Some(source) = world.catalogue.prefill.get(name) else {
        let known: Vec<&str> = world.catalogue.prefill.keys().map(String::as_str).collect();
        let what = format!(
            "There is nothing called `{name}` that `{}` could be filled in from.",
            field.id
        );
        let told = Diagnostic::error(codes::UNKNOWN_SOURCE, path, what);
        return Some(told.mend(near::suggest(name, known)));
    };
    let mend = match field.kind {
        FieldType::Declaration | FieldType::File => {
            "Take `prefill` away: somebody agrees, or sends a file, each time anew.".to_owned()
        }
        kind => match source.kind {
            Some(given) if !fits(given, kind) => {
                format!("Ask for the type `{}`, or fill it in from something else.", word(given))
            }
            Some(_) | None => return None,
        },
    };
    let what = format!("`{}` cannot be filled in from `{name}`.", field.id);
    Some(Diagnostic::error(codes::PREFILL_UNFIT, path, what).mend(mend))
}

/// Whether an answer of one kind may stand in a question of another.
fn fits(given: FieldType, asked: FieldType) -> bool {
    given == asked || (given, asked) == (FieldType::Text, FieldType::LongText)
}

/// The word of a file for a kind of answer.
fn word(kind: FieldType) -> String {
    let text = serde_json::to_value(kind).ok();
    text.and_then(|one| one.as_str().map(str::to_owned)).unwrap_or_default()
}
