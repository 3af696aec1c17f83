//! A return out of a spreadsheet: where each line stands that cannot be taken.

use crate::{
    domain::monitoring::{
        indicators::{Answers, IndicatorSet},
        judging::{self, Problem},
        sheet,
    },
    service::fault::{Fault, FieldError},
};

/// Numbers out of a spreadsheet; every line that cannot be read, and every number that cannot be.
pub(super) fn numbers(set: &IndicatorSet, csv: &str) -> Result<Answers, Fault> {
    let line = |one: sheet::Misread| FieldError {
        field: match one.line {
            0 => "csv".to_owned(),
            line => format!("csv.line {line}"),
        },
        says: match one.line {
            0 => one.says,
            line => format!("Line {line}: {}", one.says),
        },
    };
    let given = sheet::read(set, csv).map_err(|wrong| Fault::Invalid(wrong.into_iter().map(line).collect()))?;
    let wrong = judging::problems(set, &given).impossible;
    if wrong.is_empty() {
        return Ok(given);
    }
    let of = |one: Problem| FieldError {
        field: format!("csv.{}", one.input),
        says: one.says,
    };
    Err(Fault::Invalid(wrong.into_iter().map(of).collect()))
}
