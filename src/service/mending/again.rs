//! What changes before something is sent again: the address, if a person has another by now, and the
//! words, if somebody says so.

use accord_store::{
    outbox::{self, OutboxRow},
    people,
};
use serde::{Deserialize, Serialize};

use crate::service::{app::Desk, fault::Fault, outgoing::Outgoing};

/// How a dead letter is sent again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Again {
    /// To this address. Without it a person's letter goes to the address that they have today.
    pub to: Option<String>,
    /// With the template as it is today, where the published one cannot be used.
    pub todays_words: bool,
}

/// Changes the row; says what was changed, for the journal (never an address).
pub(super) fn prepare(desk: &mut Desk<'_>, row: &OutboxRow, how: &Again) -> Result<Vec<&'static str>, Fault> {
    let mut outgoing: Outgoing = serde_json::from_str(&row.payload)?;
    let mut changed = Vec::new();
    if let Some(address) = address(desk, &outgoing, how)?
        && let Outgoing::Email(letter) = &mut outgoing
    {
        letter.to.email = address;
        changed.push("address");
    }
    let mut template = row.template.clone();
    if how.todays_words {
        let library = desk.app.library.clone();
        let name = match &outgoing {
            Outgoing::Email(letter) => format!("mail/{}", letter.template),
            Outgoing::Document(order) => format!("documents/{}", order.template),
            Outgoing::Notice(order) => format!("notices/{}", order.template),
            Outgoing::Signal(_)
            | Outgoing::Incident(_)
            | Outgoing::Hook(_)
            | Outgoing::Scan(_)
            | Outgoing::Erase(_) => {
                return Err(Fault::field("todays_words", "This has no words of its own."));
            }
        };
        let hash = library.todays_template(desk.db, &name, desk.now)?;
        if template.as_ref() != Some(&hash) {
            template = Some(hash);
            changed.push("words");
        }
    }
    if !changed.is_empty() {
        // The bytes that were tried are of the old address or the old words.
        outbox::rewrite(
            desk.db,
            &row.key,
            &serde_json::to_string(&outgoing)?,
            template.as_deref(),
        )?;
    }
    Ok(changed)
}

/// Another address than the one that was tried, if there is one.
fn address(desk: &mut Desk<'_>, outgoing: &Outgoing, how: &Again) -> Result<Option<String>, Fault> {
    let Outgoing::Email(letter) = outgoing else {
        return match how.to {
            Some(_) => Err(Fault::field("to", "Only an email has an address.")),
            None => Ok(None),
        };
    };
    let wanted = match (&how.to, &letter.to.person) {
        (Some(given), _) => Some(given.trim().to_owned()),
        (None, Some(person)) => people::load(desk.db, person)?.and_then(|row| row.email),
        (None, None) => None,
    };
    let wanted = wanted.filter(|address| *address != letter.to.email);
    if let Some(address) = &wanted
        && !looks_like_one(address)
    {
        return Err(Fault::field("to", format!("`{address}` is not an email address.")));
    }
    Ok(wanted)
}

/// The mail library judges it in full when the letter is made.
fn looks_like_one(address: &str) -> bool {
    let clean = !address.chars().any(|c| c.is_whitespace() || c.is_control());
    clean
        && address
            .split_once('@')
            .is_some_and(|(name, domain)| !name.is_empty() && domain.contains('.'))
}
