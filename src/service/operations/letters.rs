//! The ledger of letters: what went to whom, and what came of it. Never what a letter says.

use std::collections::BTreeMap;

use accord_store::{
    deliveries,
    outbox::{self, LedgerRow, OutboxStatus},
};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::record;
use crate::service::{
    app::{App, Desk},
    authority::{Caller, Standing},
    fault::Fault,
    outgoing::Recipient,
};

/// So many of the newest letters are looked through.
pub const LOOKED_THROUGH: u32 = 1_000;
/// So many at a time: what a letter was written with is long, and is let go before the next are read.
const AT_A_TIME: u32 = 250;

/// What of an outbox row stands in the ledger; the rest of it is passed over.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Envelope {
    Email(Head),
}

#[derive(Deserialize)]
struct Head {
    template: String,
    to: Recipient,
}

/// One letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// When it was put.
    pub at: DateTime<Utc>,
    /// Whom it is for.
    pub name: String,
    /// The address.
    pub address: String,
    /// The template, as a file is called.
    pub template: String,
    /// What it is about: kind, id, title; nothing for letters about signing in.
    pub record: Option<(String, String, String)>,
    /// How it stands, in the words of GOV.UK Notify.
    pub status: String,
    /// It will not go out by itself.
    pub is_dead: bool,
    /// How often it was tried.
    pub tries: i32,
    /// What the last try said.
    pub detail: Option<String>,
}

/// The newest letters with all of these words in name, address, template, reference or status; and how
/// many were left out because they are about something that the reader does not see.
///
/// # Errors
/// It is not for this person, or the store fails.
pub fn find(app: &App, alliance: &str, caller: &Caller, words: &str) -> Result<(Vec<Line>, usize), Fault> {
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    app.reading(alliance, |desk| {
        super::may(desk, caller)?;
        let mut records: BTreeMap<String, Option<(String, String, String)>> = BTreeMap::new();
        let (mut out, mut unseen) = (Vec::new(), 0);
        let standing = Standing::of(desk, caller)?;
        let mut from = 0;
        let mut rows = outbox::newest(desk.db, alliance, "email", (from, AT_A_TIME))?.into_iter();
        while let Some(row) = next(desk, &mut rows, &mut from)? {
            let Ok(Envelope::Email(letter)) = serde_json::from_str(&row.payload) else {
                continue;
            };
            let mut about = None;
            if let Some(instance) = &row.instance_id {
                if !records.contains_key(instance) {
                    let found = record(desk, &standing, instance)?;
                    records.insert(instance.clone(), found);
                }
                about = records.get(instance).cloned().flatten();
                if about.is_none() {
                    unseen += 1;
                    continue;
                }
            }
            let last = match row.status {
                OutboxStatus::Retry | OutboxStatus::Dead => deliveries::of_outbox(desk.db, alliance, &row.key)?.pop(),
                OutboxStatus::Sent | OutboxStatus::Queued | OutboxStatus::Sending => None,
            };
            let status = match (row.status, &last) {
                (OutboxStatus::Sent, _) => "delivered".to_owned(),
                (OutboxStatus::Queued | OutboxStatus::Sending, _) | (OutboxStatus::Retry, None) => "sending".to_owned(),
                (OutboxStatus::Retry | OutboxStatus::Dead, Some(last)) => last.result.clone(),
                (OutboxStatus::Dead, None) => "technical failure".to_owned(),
            };
            let line = Line {
                at: row.created_at.utc(),
                name: letter.to.name,
                address: letter.to.email,
                template: letter.template,
                record: about,
                status,
                is_dead: row.status == OutboxStatus::Dead,
                tries: row.attempts,
                detail: row.last_error,
            };
            let title = line.record.as_ref().map_or("", |(_, _, title)| title);
            let text = [&line.name, &line.address, &line.template, title, &line.status]
                .join("\n")
                .to_lowercase();
            if words.iter().all(|word| text.contains(word)) {
                out.push(line);
            }
        }
        Ok((out, unseen))
    })
}

/// The next row, from the piece at hand or the next piece.
fn next(
    desk: &mut Desk<'_>,
    rows: &mut std::vec::IntoIter<LedgerRow>,
    from: &mut u32,
) -> Result<Option<LedgerRow>, Fault> {
    if let Some(row) = rows.next() {
        return Ok(Some(row));
    }
    *from += AT_A_TIME;
    if *from >= LOOKED_THROUGH {
        return Ok(None);
    }
    *rows = outbox::newest(desk.db, &desk.alliance, "email", (*from, AT_A_TIME))?.into_iter();
    Ok(rows.next())
}
