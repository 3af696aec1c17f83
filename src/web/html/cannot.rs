//! Why something that is offered here cannot be done by this person, or not now.

use accord_engine::refusal::Standing;

use super::{home::record_href, shell};
use crate::{
    domain::words,
    service::{drafts::Sheet, fault::Fault, readers, spoken},
    views::{
        components::link::Link,
        pages::message::{Message, Reason},
    },
    web::{problem, reply::Reply, request::Request, site::Site},
};

/// Says why something that is offered here cannot be done by this person now; nothing if it can.
///
/// # Errors
/// The database fails.
pub fn not_ready(site: &Site, request: &Request, sheet: &Sheet) -> Result<Option<Reply>, Fault> {
    let (title, says, reasons) = match &sheet.offer.standing {
        Standing::Ready => return Ok(None),
        Standing::Blocked(reasons) => {
            let reasons = reasons.iter().cloned().map(problem::reason).collect();
            ("This cannot be done yet", Vec::new(), reasons)
        }
        Standing::NotYours(roles) => {
            let who = readers::role_titles(&site.app.library, roles).join(", ");
            (
                "This is for other people to do",
                vec![format!("It is for: {who}.")],
                Vec::new(),
            )
        }
        Standing::Closed(at) => {
            let clock = spoken::clock(*at, words::ZONE, site.app.clock.now());
            (
                "The time for this has ended",
                vec![format!("It ended at {}.", clock.full)],
                Vec::new(),
            )
        }
        Standing::Waiting { missing, .. } => {
            let who = readers::role_titles(&site.app.library, missing).join(", ");
            (
                "This waits for a second person",
                vec![format!("It is done, and waits for: {who}.")],
                Vec::new(),
            )
        }
    };
    page(site, request, sheet, title, says, reasons).map(Some)
}

/// A page that says so, and that nothing typed is lost.
///
/// # Errors
/// The database fails.
pub fn page(
    site: &Site,
    request: &Request,
    sheet: &Sheet,
    title: &str,
    says: Vec<String>,
    reasons: Vec<Reason>,
) -> Result<Reply, Fault> {
    let record = &sheet.seen.record;
    let mut lines = says;
    if sheet.draft.is_some() {
        lines.push("What you typed is kept.".to_owned());
    }
    let mut page = shell::page(site, request, title)?;
    page.back = Some(Link::new("Back", record_href(&record.kind, &record.id)));
    let message = Message {
        caption: Some(format!("{}: {}", record.title, sheet.offer.title)),
        reasons,
        links: vec![Link::new(
            format!("Look at {}", record.title),
            record_href(&record.kind, &record.id),
        )],
        ..Message::new(page, title, lines)
    };
    Ok(shell::draw(&message)?.with_status(403))
}
