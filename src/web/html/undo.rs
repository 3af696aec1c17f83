//! Taking back what one has just done, while its effects are still held.

use super::{home::record_href, shell, task};
use crate::{
    domain::words,
    service::{
        fault::{Fault, FieldError},
        held::{self, Held},
        sight::Seen,
    },
    views::{
        components::{
            field::Field,
            form::Form,
            link::{Button, Link, Weight},
        },
        pages::asking::Asking,
    },
    web::{reply::Reply, request::Request, site::Site},
};

const REASON: &str = "reason";

fn found(site: &Site, request: &Request) -> Result<(Seen, Held), Fault> {
    let seq = request
        .param("seq")
        .parse()
        .map_err(|_no_number| Fault::NotFound("page"))?;
    held::open(
        &site.app,
        request.alliance()?,
        &request.caller()?,
        request.param("id"),
        seq,
    )
}

/// Asks why.
///
/// # Errors
/// There is nothing of this person's to take back.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (seen, held) = found(site, request)?;
    show(site, request, &seen, &held, &[])
}

fn show(site: &Site, request: &Request, seen: &Seen, held: &Held, errors: &[FieldError]) -> Result<Reply, Fault> {
    let title = "Take it back";
    let record = &seen.record;
    let mut field = Field::text(REASON, "Why do you take it back?", "");
    for error in errors {
        field = field.error(&error.says);
    }
    let fields = vec![field];
    let mut page = shell::with_errors(shell::page(site, request, title)?, &fields);
    page.back = Some(Link::new("Back", record_href(&record.kind, &record.id)));
    let until = words::stamp_in(held.until, words::ZONE);
    shell::draw(&Asking {
        page,
        caption: Some(record.title.clone()),
        heading: Some(title.to_owned()),
        says: vec![format!("Nothing has gone out yet. It goes out at {until}.")],
        form: Form::new(
            request.path.clone(),
            shell::key(site),
            fields,
            Button::primary(title).weighing(Weight::Warning),
        ),
        links: Vec::new(),
    })
}

/// Takes it back.
///
/// # Errors
/// It has gone out meanwhile.
pub fn take(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (seen, held) = found(site, request)?;
    let reason = request.typed(REASON).unwrap_or_default().trim();
    if reason.is_empty() {
        let error = FieldError {
            field: REASON.to_owned(),
            says: "Say why you take it back; it is written down.".to_owned(),
        };
        return Ok(show(site, request, &seen, &held, &[error])?.with_status(422));
    }
    let key = Some(task::stamp(request).key).filter(|key| !key.is_empty());
    let (alliance, caller) = (request.alliance()?, request.caller()?);
    held::take_back(
        &site.app,
        alliance,
        &caller,
        request.param("id"),
        (held.seq, reason),
        key,
    )?;
    Ok(Reply::go(record_href(&seen.record.kind, &seen.record.id)))
}
