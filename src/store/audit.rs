//! Walking the journals of a database: to export one, and to see that nothing was changed.

use std::io::{self, Write};

use accord_log::{Break, Chain, Checkpoint, PublicKey, Verdict, verify};
use diesel::prelude::*;

use crate::{
    alliances, checkpoints,
    checkpoints::CheckpointRow,
    db::{Db, on},
    error::StoreError,
    journal::{self, JournalRow},
    schema::{instance, journal as journal_table},
};

/// Entries read at a time: a journal need not fit in memory.
const PAGE: u32 = 1000;

/// What is wrong with a database.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// The journal of an alliance is broken; names the first bad entry.
    #[error("the journal of {alliance}: {at}")]
    #[expect(missing_docs, reason = "said above")]
    Journal { alliance: String, at: Break },
    /// An instance is not where its journal says.
    #[error("instance {instance}: {what}")]
    #[expect(missing_docs, reason = "said above")]
    Instance { instance: String, what: String },
    /// The database cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The export cannot be written.
    #[error("the export cannot be written: {0}")]
    Write(#[from] io::Error),
}

/// Verifies every journal and that each instance is where its journal says. Without `key` the
/// checkpoints are compared but their signatures are not.
///
/// # Errors
/// The first thing that is wrong.
pub fn verify_all(db: &mut Db, key: Option<&PublicKey>) -> Result<Vec<Verdict>, AuditError> {
    let mut verdicts = Vec::new();
    for alliance in alliances::all(db)? {
        verdicts.push(verify_journal(db, &alliance.id, key)?);
    }
    check_instances(db)?;
    Ok(verdicts)
}

/// Verifies one alliance's journal against its hashes, its head and its checkpoints.
///
/// # Errors
/// The first thing that is wrong.
pub fn verify_journal(db: &mut Db, alliance_id: &str, key: Option<&PublicKey>) -> Result<Verdict, AuditError> {
    let broken = |at: Break| AuditError::Journal {
        alliance: alliance_id.to_owned(),
        at,
    };
    let mut chain = Chain::new();
    let mut origin = alliance_id.to_owned();
    walk(db, alliance_id, |step| match step {
        Step::Entry(row) => {
            let text = row.with_entry(chain.last(), |entry| entry.canonical())?;
            let value =
                serde_json::from_str(&text).map_err(|error| broken(chain.bad(format!("is not JSON: {error}"))))?;
            // A body that is JSON but spelled in another way would hash as if it were not.
            if accord_log::canonical::canonical(&value).ok().as_deref() != Some(text.as_str()) {
                return Err(broken(chain.bad("is not spelled as it was written")));
            }
            chain.entry(&value, &row.leaf).map_err(broken)
        }
        Step::Checkpoint(row) => {
            let read = match key {
                Some(key) => Checkpoint::open(&row.note, key).ok(),
                None => Checkpoint::read(&row.note),
            };
            let checkpoint =
                read.ok_or_else(|| broken(chain.bad("has a checkpoint before it that the key has not signed")))?;
            checkpoint.origin.clone_into(&mut origin);
            chain.checkpoint(&checkpoint).map_err(broken)
        }
    })?;
    let head = journal::head(db, alliance_id)?;
    if head.frontier != *chain.frontier() || head.leaf != chain.last() {
        return Err(broken(chain.bad(format!(
            "is missing: the head of the journal speaks of {} entries",
            head.frontier.size()
        ))));
    }
    Ok(chain.verdict(origin))
}

/// Writes an alliance's journal so that anybody can verify it with the public key alone.
///
/// # Errors
/// The database's, or the writer's.
pub fn export(
    db: &mut Db,
    alliance_id: &str,
    origin: &str,
    key: &PublicKey,
    out: &mut dyn Write,
) -> Result<(), AuditError> {
    writeln!(out, "{}", verify::head(origin, key))?;
    let mut previous = accord_log::Hash::empty();
    walk(db, alliance_id, |step| {
        let line = match step {
            Step::Entry(row) => {
                let text = row.with_entry(previous, |entry| entry.canonical())?;
                // The stored leaf, not a fresh one: an export must not mend what it finds.
                previous = row.leaf.parse().unwrap_or_default();
                format!("{{\"entry\":{text},\"leaf\":\"{}\"}}", row.leaf)
            }
            Step::Checkpoint(row) => verify::checkpoint_line(&row.note),
        };
        Ok(writeln!(out, "{line}")?)
    })?;
    let head = journal::head(db, alliance_id)?;
    writeln!(out, "{}", verify::end(head.frontier.size(), head.frontier.root()))?;
    Ok(out.flush()?)
}

enum Step<'a> {
    Entry(&'a JournalRow),
    Checkpoint(&'a CheckpointRow),
}

/// Visits the entries of a journal and its checkpoints, each after the entries that it covers.
fn walk(
    db: &mut Db,
    alliance_id: &str,
    mut visit: impl FnMut(Step<'_>) -> Result<(), AuditError>,
) -> Result<(), AuditError> {
    let mut signed = checkpoints::all(db, alliance_id)?.into_iter().peekable();
    let (mut from, mut entries) = (0_u64, 0_i64);
    loop {
        while let Some(row) = signed.next_if(|row| row.size <= entries) {
            visit(Step::Checkpoint(&row))?;
        }
        let rows = journal::page(db, alliance_id, from, PAGE)?;
        let Some(last) = rows.last() else { break };
        from = u64::try_from(last.position).unwrap_or(u64::MAX).saturating_add(1);
        for row in &rows {
            visit(Step::Entry(row))?;
            entries += 1;
            while let Some(row) = signed.next_if(|row| row.size <= entries) {
                visit(Step::Checkpoint(&row))?;
            }
        }
    }
    // What is signed for more entries than there are.
    signed.try_for_each(|row| visit(Step::Checkpoint(&row)))
}

/// Each instance has the version of its last entry, and each version has one.
fn check_instances(db: &mut Db) -> Result<(), AuditError> {
    use diesel::dsl::{count_star, max, min};
    let mut after = String::new();
    loop {
        let page: Vec<(String, i64)> = on!(db, c => instance::table
            .filter(instance::id.gt(&after))
            .order(instance::id)
            .limit(PAGE.into())
            .select((instance::id, instance::seq))
            .load(c))
        .map_err(StoreError::from)?;
        let Some((last, _)) = page.last() else { return Ok(()) };
        after.clone_from(last);
        let ids: Vec<&str> = page.iter().map(|(id, _)| id.as_str()).collect();
        let told: Vec<(String, i64, Option<i64>, Option<i64>)> = on!(db, c => journal_table::table
            .filter(journal_table::scope.eq_any(&ids))
            .filter(journal_table::seq.is_not_null())
            .group_by(journal_table::scope)
            .select((journal_table::scope, count_star(), min(journal_table::seq), max(journal_table::seq)))
            .load(c))
        .map_err(StoreError::from)?;
        let told: std::collections::HashMap<_, _> = told
            .into_iter()
            .map(|(scope, count, low, high)| (scope, (count, low, high)))
            .collect();
        for (id, seq) in &page {
            if told.get(id) != Some(&(*seq, Some(1), Some(*seq))) {
                return Err(AuditError::Instance {
                    instance: id.clone(),
                    what: format!("is at version {seq}, and its journal does not lead there"),
                });
            }
        }
    }
}
