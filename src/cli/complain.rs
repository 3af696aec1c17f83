//! Errors and diagnostics, with the place in the file.

use accord_engine::diagnostic::{Diagnostic, Severity};
use miette::{LabeledSpan, MietteDiagnostic, NamedSource, Report};

use super::rehearse::Stopped;

/// Prints an error with its causes.
#[expect(clippy::print_stderr, reason = "the command line is what prints")]
pub(super) fn about(error: &anyhow::Error) {
    if let Some(stopped) = error.downcast_ref::<Stopped>() {
        eprintln!("{:?}", report_of_stop(stopped));
        return;
    }
    eprintln!("accord: {error:#}");
}

/// One diagnostic, with the lines of the file around it.
pub(super) fn report(path: &str, text: &str, found: &Diagnostic) -> Report {
    let mut out = MietteDiagnostic::new(found.what.clone())
        .with_code(found.code.clone())
        .with_severity(match found.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
        });
    let help = [found.why.as_deref(), found.mend.as_deref()]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ");
    if !help.is_empty() {
        out = out.with_help(help);
    }
    match found.span {
        Some(span) => out = out.with_label(LabeledSpan::at(span.start..span.start + span.len, "here")),
        None => out = out.with_url(format!("{path} ({})", found.path)),
    }
    Report::new(out).with_source_code(NamedSource::new(path, text.to_owned()))
}

fn report_of_stop(stopped: &Stopped) -> Report {
    let mut out =
        MietteDiagnostic::new(format!("Step {} did not go as written.", stopped.step)).with_help(stopped.what.clone());
    if let Some(span) = stopped.span {
        out = out.with_label(LabeledSpan::at(span.start..span.start + span.len, "this step"));
    }
    Report::new(out).with_source_code(NamedSource::new(&stopped.path, stopped.text.clone()))
}
