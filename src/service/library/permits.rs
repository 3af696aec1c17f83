//! That what a workflow permits can be done: a permit without a form of work, and without a place where it is
//! used, is one that nobody could use in the browser.

use accord_engine::{
    check::codes,
    definition::model::{Definition, State},
    diagnostic::Diagnostic,
};
use indexmap::IndexMap;

use super::Library;

/// The kind of record that has a text, from which work on its parts is reached.
const TEXT: &str = "specification";

/// Every permit of a definition that nobody could use.
pub(super) fn unusable(library: &Library, definition: &Definition) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    judge(library, definition, "permits", &definition.permits, &mut out);
    states(library, definition, "states", &definition.states, &mut out);
    out
}

fn states(
    library: &Library,
    definition: &Definition,
    path: &str,
    all: &IndexMap<String, State>,
    out: &mut Vec<Diagnostic>,
) {
    for (name, state) in all {
        judge(
            library,
            definition,
            &format!("{path}.{name}.permits"),
            &state.permits,
            out,
        );
        states(
            library,
            definition,
            &format!("{path}.{name}.states"),
            &state.states,
            out,
        );
    }
}

fn judge(
    library: &Library,
    definition: &Definition,
    path: &str,
    permits: &IndexMap<String, Vec<String>>,
    out: &mut Vec<Diagnostic>,
) {
    let about = &definition.about;
    for permit in permits.keys() {
        // What is no permit at all is said by the engine's check.
        let known = library.catalogue.permits.contains_key(permit);
        let reached = |form: &super::WorkForm| form.about.is_empty() || about == TEXT;
        let form = library.work_form(about, permit).is_some_and(reached);
        if !known || form || library.elsewhere.contains_key(permit) {
            continue;
        }
        let what = format!(
            "Nobody could use `{permit}`: no form asks for it on a {}.",
            about.replace('_', " ")
        );
        out.push(Diagnostic {
            mend: Some(format!(
                "Give it a form in workflows/vocabulary/work.yaml (`{permit}` or `{permit}@{about}`), or say under \
                 `elsewhere` there where it is used."
            )),
            ..Diagnostic::error(codes::UNKNOWN_PERMIT, format!("{path}.{permit}#key"), what)
        });
    }
}
