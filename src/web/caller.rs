//! Who asks, and whether they may: the one judgement before any handler runs.

use accord_store::subjects::SubjectRow;

use super::{
    request::Request,
    routes::{Object, Route, Who},
    site::Site,
};
use crate::service::{
    access::{sessions::Session, tokens},
    app::Desk,
    fault::Fault,
    readers, sight, uploads,
};

/// What is to be done with a request before its handler.
#[derive(Debug)]
pub enum Verdict {
    /// The handler runs.
    Go,
    /// Somebody must sign in first.
    SignIn,
    /// Somebody must show a second factor first.
    Factor,
}

/// Judges by the route's entry.
///
/// # Errors
/// Not this person's: it looks as if there were nothing.
pub fn judge(site: &Site, route: &Route, request: &Request) -> Result<Verdict, Fault> {
    let nothing = Err(Fault::NotFound("page"));
    match route.who {
        Who::Anyone => {}
        Who::Demonstration if site.demo.is_some() => {}
        Who::HalfIn => {
            if request.session.is_none() {
                return Ok(Verdict::SignIn);
            }
        }
        Who::Token(_) if request.token.is_some() => {}
        Who::Demonstration | Who::Token(_) => return nothing,
        Who::SignedIn | Who::Power(_) => match &request.session {
            None => return Ok(Verdict::SignIn),
            Some(session) if !session.is_complete() => return Ok(Verdict::Factor),
            Some(session) => {
                if let Who::Power(power) = route.who
                    && !session.has_power(power)
                {
                    return nothing;
                }
            }
        },
    }
    object(site, route, request).map(|()| Verdict::Go)
}

/// Finds what the route is about, as this person: what cannot be found is not there.
fn object(site: &Site, route: &Route, request: &Request) -> Result<(), Fault> {
    let id = request.param("id");
    match route.object {
        Object::Nothing | Object::Own => Ok(()),
        Object::Record => at_desk(site, request, |desk, session| {
            let seen = sight::record(desk, &session.caller(), request.kind(), id)?;
            within(desk, request, &seen.record)
        }),
        Object::Instance => at_desk(site, request, |desk, session| {
            let seen = sight::of_instance(desk, &session.caller(), id)?;
            within(desk, request, &seen.record)
        }),
        Object::File => {
            let session = request.session()?;
            let row = uploads::find(&site.app, &session.row.alliance_id, &session.caller(), id)?;
            at_desk(site, request, |desk, _| {
                let of = accord_store::instances::load(desk.db, &desk.alliance, &row.instance_id)?;
                within_record(desk, request, &of.subject_id)
            })
        }
        Object::Document => site.app.store.read(|db| {
            let alliance = match &request.session {
                Some(session) => session.row.alliance_id.clone(),
                None => site.app.first(db)?,
            };
            let mut desk = site.app.desk(db, &alliance);
            let caller = request.session.as_ref().map(Session::caller);
            let row = readers::document(&mut desk, caller.as_ref(), id)?;
            match &row.subject_id {
                Some(record) if !readers::is_public(&row) => within_record(&mut desk, request, record),
                Some(_) | None => Ok(()),
            }
        }),
    }
}

/// Whether a token, if one is shown, reaches a record: its owner may have narrowed it.
///
/// # Errors
/// It does not: it looks as if there were nothing.
pub fn within(desk: &mut Desk<'_>, request: &Request, record: &SubjectRow) -> Result<(), Fault> {
    match &request.token {
        Some(token) if !tokens::covers(desk, token, record)? => Err(Fault::NotFound("page")),
        Some(_) | None => Ok(()),
    }
}

/// Whether a token is shown that its owner has narrowed to a kind or to a record: it reaches nothing else of
/// theirs, not what they say for an organisation, nor where they are signed in.
pub fn is_narrowed(request: &Request) -> bool {
    let token = request.token.as_ref();
    token.is_some_and(|token| token.kind.is_some() || token.subject_id.is_some())
}

fn within_record(desk: &mut Desk<'_>, request: &Request, id: &str) -> Result<(), Fault> {
    let record = accord_store::subjects::load(desk.db, &desk.alliance, id)?;
    within(desk, request, &record)
}

fn at_desk(
    site: &Site,
    request: &Request,
    f: impl FnOnce(&mut Desk<'_>, &Session) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let session = request.session()?;
    site.app.reading(&session.row.alliance_id, |desk| f(desk, session))
}
