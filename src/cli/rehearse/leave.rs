//! What a rehearsal leaves behind.

use std::{fmt::Write as _, fs, path::Path};

use accord_log::PublicKey;
use accord_store::{audit, documents, journal, outbox};

use super::{Report, scenario::Scenario, stage::Stage};
use crate::{clock::Clock as _, domain::words, service::checkpoints};

/// Journal, summary and the report.
pub(super) fn everything(stage: &mut Stage, scenario: &Scenario, out: Option<&Path>) -> anyhow::Result<Report> {
    stage.settle()?;
    let (lines, key) = signed_journal(stage)?;
    let entries = stage
        .app
        .store
        .read(|db| journal::head(db, &stage.alliance))?
        .frontier
        .size();
    let zone = words::zone(&stage.calendar.zone);
    let day = |at: chrono::DateTime<chrono::Utc>| words::day(at.with_timezone(&zone).date_naive());
    let report = Report {
        title: scenario.title.clone(),
        steps: stage.played,
        days: (day(stage.began), day(stage.clock.now())),
        letters: stage.post.count("email"),
        documents: stage.post.count("document"),
        notices: stage.post.count("notice"),
        dead: dead(stage)?,
        entries: usize::try_from(entries)?,
        shown: stage.shown.so_far(),
        took_ms: 0,
        out: out.map(Path::to_owned),
    };
    if out.is_some() {
        fs::write(stage.folder.join("journal.jsonl"), lines)?;
        fs::write(stage.folder.join("journal.key"), format!("{key}\n"))?;
        fs::write(stage.folder.join("summary.md"), summary(stage, scenario, &report))?;
        part_notices(stage)?;
        fs::write(stage.folder.join("index.html"), index(stage, scenario)?)?;
    }
    Ok(report)
}

/// The whole journal with its checkpoints, in the form that `accord verify` reads, and the key that
/// they are signed with: one of rehearsals, that nobody else trusts.
fn signed_journal(stage: &Stage) -> anyhow::Result<(Vec<u8>, PublicKey)> {
    checkpoints::sign_all(&stage.app)?;
    let public = stage.app.signer.public();
    let mut lines = Vec::new();
    stage.app.reading(&stage.alliance, |desk| {
        let origin = checkpoints::origin(desk)?;
        audit::export(desk.db, &stage.alliance, &origin, &public, &mut lines)?;
        Ok::<_, anyhow::Error>(())
    })?;
    Ok((lines, public))
}

/// Dead letters, each with its reason once.
fn dead(stage: &Stage) -> anyhow::Result<Vec<String>> {
    let rows = stage.app.store.read(|db| outbox::dead_letters(db, &stage.alliance))?;
    let mut out: Vec<String> = rows
        .into_iter()
        .map(|row| format!("{}: {}", row.kind, row.last_error.unwrap_or_default()))
        .collect();
    out.sort();
    out.dedup();
    Ok(out)
}

/// Notices lie beside documents in the store of files; a person looks for them in a folder of their
/// own.
fn part_notices(stage: &Stage) -> anyhow::Result<()> {
    let rows = stage.app.store.read(|db| documents::of_alliance(db, &stage.alliance))?;
    for row in rows.into_iter().filter(|row| row.kind == "notice") {
        for key in [Some(row.html_key), row.pdf_key, row.data_key].into_iter().flatten() {
            let to = stage.folder.join(key.replacen("documents/", "notices/", 1));
            if let Some(parent) = to.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::rename(stage.folder.join(&key), to)?;
        }
    }
    Ok(())
}

/// A page that leads to everything.
fn index(stage: &Stage, scenario: &Scenario) -> anyhow::Result<String> {
    let mut out = format!(
        "<!doctype html><html lang=\"en-GB\"><meta charset=\"utf-8\"><title>{0}</title><h1>{0}</h1>\
         <p><a href=\"summary.md\">What happened</a> · <a href=\"journal.jsonl\">The journal</a></p>",
        scenario.title
    );
    for part in ["documents", "notices", "emails"] {
        let mut names: Vec<String> = fs::read_dir(stage.folder.join(part))
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .collect();
        names.sort();
        write!(out, "<h2>{part} ({})</h2><ul>", names.len())?;
        for name in names {
            write!(out, "<li><a href=\"{part}/{name}\">{name}</a></li>")?;
        }
        out.push_str("</ul>");
    }
    Ok(out)
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
