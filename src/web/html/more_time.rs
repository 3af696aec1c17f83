//! More time, for whoever the workflow lets take it: no reason is asked of anybody.

use super::{home::record_href, shell, task};
use crate::{
    domain::words,
    service::spoken,
    service::{
        fault::{Fault, FieldError},
        more_time::{self, Extendable},
        sight::Seen,
    },
    views::{
        components::{
            control::{Choice, Options},
            field::Field,
            form::Form,
            link::{Button, Link},
        },
        pages::asking::Asking,
    },
    web::{reply::Reply, request::Request, site::Site},
};

const BY: &str = "by";
const REASON: &str = "reason";

fn found(site: &Site, request: &Request) -> Result<(Seen, Extendable), Fault> {
    let clock = (request.param("state"), request.param("clock"));
    more_time::open(
        &site.app,
        request.alliance()?,
        &request.caller()?,
        request.param("id"),
        clock,
    )
}

/// Asks how much.
///
/// # Errors
/// There is no clock here that this person may give more time.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (seen, clock) = found(site, request)?;
    show(site, request, &seen, &clock, &[])
}

fn show(
    site: &Site,
    request: &Request,
    seen: &Seen,
    clock: &Extendable,
    errors: &[FieldError],
) -> Result<Reply, Fault> {
    let title = "How much more time do you need?";
    let record = &seen.record;
    let options = clock
        .choices
        .iter()
        .map(|(value, label)| Choice::new(value, label, false));
    let mut field = Field::options(BY, title, Options::one(options.collect())).as_heading();
    for error in errors {
        field = field.error(&error.says);
    }
    let due = spoken::clock(clock.due_at, words::ZONE, site.app.clock.now());
    let field = field.hint(format!("{}: until {} as it stands.", clock.what, due.full));
    let why = Field::text(REASON, "Is there anything that people need to know?", "").optional();
    let fields = vec![field, why];
    let mut page = shell::with_errors(shell::page(site, request, title)?, &fields);
    page.back = Some(Link::new("Back", record_href(&record.kind, &record.id)));
    let action = request.path.split('?').next().unwrap_or_default().to_owned();
    shell::draw(&Asking {
        page,
        caption: Some(record.title.clone()),
        heading: None,
        says: Vec::new(),
        form: Form::new(action, shell::key(site), fields, Button::primary("Take more time")),
        links: Vec::new(),
    })
}

/// Takes it.
///
/// # Errors
/// There is no clock here that this person may give more time.
pub fn take(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (seen, clock) = found(site, request)?;
    let by = request.typed(BY).unwrap_or_default();
    if !clock.choices.iter().any(|(value, _)| value == by) {
        let error = FieldError {
            field: BY.to_owned(),
            says: "Select how much more time you need.".to_owned(),
        };
        return Ok(show(site, request, &seen, &clock, &[error])?.with_status(422));
    }
    let reason = request.typed(REASON).unwrap_or_default();
    let key = Some(task::stamp(request).key).filter(|key| !key.is_empty());
    let what = (&clock, by, reason);
    more_time::take(
        &site.app,
        request.alliance()?,
        &request.caller()?,
        request.param("id"),
        what,
        key,
    )?;
    Ok(Reply::go(
        shell::Did::MoreTime.at(&record_href(&seen.record.kind, &seen.record.id)),
    ))
}
