//! What somebody sent after their session had run out, from a page that keeps no drafts: it is shown
//! to them once they have signed in again, and sent when they say so.

use super::shell;
use crate::{
    service::{
        fault::Fault,
        kept_forms::{self, KeptForm},
    },
    views::{
        components::{
            form::{Form, Hidden},
            link::{Button, Link},
            summary::{SummaryList, SummaryRow},
        },
        pages::message::{Message, Words},
    },
    web::{left, reply::Reply, request::Request, site::Site},
};

/// The page.
///
/// # Errors
/// It is not theirs, or was thrown away.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let kept = kept_forms::open(&site.app, &request.caller()?.person, request.param("form"))?;
    let title = "You were signed out before this was sent";
    let key = kept.fields.iter().find(|(name, _)| name == "ac-key");
    let key = key.map_or_else(|| shell::key(site), |(_, key)| key.clone());
    let hidden = kept
        .fields
        .iter()
        .filter(|(name, _)| !["ac-key", left::SHOWN_TO].contains(&name.as_str()));
    let hidden = hidden.map(|(name, value)| Hidden {
        name: name.clone(),
        value: value.clone(),
    });
    let message = Message {
        words: vec![Words {
            title: "What you typed".to_owned(),
            list: SummaryList { rows: rows(&kept) },
        }],
        form: Some(Form {
            hidden: hidden.collect(),
            ..Form::new(kept.path.clone(), key, Vec::new(), Button::primary("Send it now"))
        }),
        links: vec![Link::new("Begin again on an empty page", kept.path.clone())],
        ..Message::new(
            shell::page(site, request, title)?,
            title,
            vec!["What you typed is kept, and nothing was sent. You can send it now as it is.".to_owned()],
        )
    };
    shell::draw(&message)
}

/// What was typed, in words. What was chosen from a list may be a sign that says nothing to people.
fn rows(kept: &KeptForm) -> Vec<SummaryRow> {
    let typed = kept.fields.iter().filter(|(name, value)| {
        let is_sign = value.len() >= 32 && value.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
        !name.starts_with("ac-") && !value.trim().is_empty() && !is_sign
    });
    let mut rows: Vec<SummaryRow> = typed
        .map(|(name, value)| SummaryRow {
            values: value.lines().map(str::to_owned).collect(),
            ..SummaryRow::new(spoken(name), "")
        })
        .collect();
    // A name tells answers apart; one alone needs none of ours.
    if let [only] = rows.as_mut_slice() {
        only.key = "Your words".to_owned();
    }
    rows
}

/// `first_name` as `First name`.
fn spoken(name: &str) -> String {
    let words = name.replace(['_', '-', '.'], " ");
    let mut letters = words.chars();
    let first: String = letters.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}", letters.as_str())
}
