//! What a rehearsal leaves behind.

use std::{fmt::Write as _, fs, path::Path};

use accord_store::journal;
use serde_json::json;

use super::{Report, scenario::Scenario, stage::Stage};
use crate::{clock::Clock as _, service::words};

/// Journal, summary and the report.
pub(super) fn everything(stage: &mut Stage, scenario: &Scenario, out: Option<&Path>) -> anyhow::Result<Report> {
    stage.settle()?;
    let mut lines = String::new();
    let mut entries = 0;
    loop {
        let from = u64::try_from(entries)?;
        let page = stage
            .app
            .store
            .read(|db| journal::page(db, &stage.alliance, from, 500))?;
        if page.is_empty() {
            break;
        }
        for row in page {
            entries += 1;
            let line = json!({
                "position": row.position, "scope": row.scope, "seq": row.seq, "at": row.at.utc().to_rfc3339(),
                "body": serde_json::from_str::<serde_json::Value>(&row.body)?,
                "request": row.request_key, "request_hash": row.request_hash, "answer": row.answer,
                "leaf": row.leaf,
            });
            writeln!(lines, "{line}")?;
        }
    }
    let zone = words::zone(&stage.calendar.zone);
    let day = |at: chrono::DateTime<chrono::Utc>| words::day(at.with_timezone(&zone).date_naive());
    let report = Report {
        title: scenario.title.clone(),
        steps: stage.played,
        days: (day(stage.began), day(stage.clock.now())),
        letters: stage.post.count("email"),
        documents: stage.post.count("document"),
        notices: stage.post.count("notice"),
        entries,
        took_ms: 0,
        out: out.map(Path::to_owned),
    };
    if out.is_some() {
        fs::write(stage.folder.join("journal.jsonl"), lines)?;
        fs::write(stage.folder.join("summary.md"), summary(stage, scenario, &report))?;
    }
    Ok(report)
}

fn summary(stage: &Stage, scenario: &Scenario, report: &Report) -> String {
    let mut out = format!("# {}\n\n", scenario.title);
    if let Some(says) = &scenario.says {
        out.push_str(says.trim());
        out.push_str("\n\n");
    }
    // Writing to a string cannot fail.
    let _ = writeln!(
        out,
        "From {} to {}: {} steps, {} letters, {} documents, {} notices, {} journal entries.\n",
        report.days.0, report.days.1, report.steps, report.letters, report.documents, report.notices, report.entries
    );
    out.push_str(&stage.told.join("\n"));
    out.push('\n');
    out
}
