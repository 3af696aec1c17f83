//! Settings: frozen when an instance starts, changed on the record, never out of their bounds.

use std::cmp::Ordering;

use indexmap::IndexMap;

use crate::{refusal::Refusal, value::Value, workflow::Workflow};

/// The settings that an instance starts with: the defaults, and what is given instead.
pub(super) fn frozen(workflow: &Workflow, given: &IndexMap<String, Value>) -> Result<IndexMap<String, Value>, Refusal> {
    let mut settings: IndexMap<String, Value> = workflow
        .definition
        .settings
        .iter()
        .map(|(name, setting)| (name.clone(), Value::from(&setting.default)))
        .collect();
    let mut reasons = Vec::new();
    for (name, value) in given {
        if let Err(refusal) = change(workflow, &mut settings, name, value) {
            reasons.extend(refusal.reasons);
        }
    }
    if reasons.is_empty() {
        return Ok(settings);
    }
    Err(Refusal {
        code: "setting".to_owned(),
        reasons,
    })
}

/// Changes a setting, within its bounds.
pub(super) fn change(
    workflow: &Workflow,
    settings: &mut IndexMap<String, Value>,
    name: &str,
    value: &Value,
) -> Result<(), Refusal> {
    let no = |because: String| {
        let mut refusal = Refusal::because("setting", because);
        if let Some(reason) = refusal.reasons.first_mut() {
            reason.id = format!("settings.{name}");
        }
        Err(refusal)
    };
    let Some(setting) = workflow.definition.settings.get(name) else {
        return no(format!("There is no setting `{name}`."));
    };
    let default = Value::from(&setting.default);
    if compare(value, &default).is_none() {
        return no(format!(
            "`{name}` is of another kind than {value}; write it like {default}."
        ));
    }
    for (bound, wrong, word) in [
        (&setting.min, Ordering::Less, "least"),
        (&setting.max, Ordering::Greater, "most"),
    ] {
        if let Some(bound) = bound.as_ref().map(Value::from)
            && compare(value, &bound) == Some(wrong)
        {
            return no(format!("`{name}` cannot be {value}; the {word} is {bound}."));
        }
    }
    settings.insert(name.to_owned(), value.clone());
    Ok(())
}

/// Compares two values of one kind.
fn compare(one: &Value, other: &Value) -> Option<Ordering> {
    match (one, other) {
        (Value::Bool(a), Value::Bool(b)) => Some(a.cmp(b)),
        (Value::Integer(a), Value::Integer(b)) | (Value::Money(a), Value::Money(b)) => Some(a.cmp(b)),
        (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
        (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
        (Value::Amount(a, unit), Value::Amount(b, other)) => (unit == other).then(|| a.cmp(b)),
        (Value::Share(a, b), Value::Share(c, d)) => {
            let left = u64::from(*a).saturating_mul(u64::from(*d));
            Some(left.cmp(&u64::from(*c).saturating_mul(u64::from(*b))))
        }
        _ => None,
    }
}
