//! Words that arrive when nobody is signed in any more: kept for whom the page was shown to, and put where they
//! belong once that person has signed in in the same browser.

use super::{
    reply::{Jar, Reply},
    request::Request,
    routes::{Method, ROUTES, Route, Who},
    site::Site,
};
use crate::service::{
    access::sessions::{self, Found},
    fault::Fault,
    kept_forms::{self, KeptForm},
    left_words::{self, LeftForm},
};

/// What a form says of whom its page was shown to.
pub(crate) const SHOWN_TO: &str = "ac-for";
/// In the address of the page that asks to sign in: what was typed is kept.
pub(crate) const KEPT: &str = "kept";

/// Whether somebody sends words of theirs, at a route for people who are signed in.
pub(crate) fn has_words(route: &Route, request: &Request) -> bool {
    let own = |name: &str| name.starts_with("ac-");
    let mut words = request
        .form
        .iter()
        .filter(|(name, value)| !own(name) && !value.trim().is_empty());
    route.method == Method::Post && matches!(route.who, Who::SignedIn | Who::Power(_)) && words.next().is_some()
}

/// Keeps what was sent by nobody who is known; gives what the browser's cookie is to hold.
///
/// # Errors
/// The database fails.
pub(crate) fn keep(site: &Site, route: &Route, request: &Request) -> Result<Option<String>, Fault> {
    let Some(mark) = request.typed(SHOWN_TO).filter(|_| !request.machine) else {
        return Ok(None);
    };
    if !has_words(route, request) {
        return Ok(None);
    }
    let form = LeftForm {
        action: route.action.to_owned(),
        path: request.path.clone(),
        params: request.params.clone(),
        fields: request.form.clone(),
    };
    left_words::keep(&site.app, request.left.as_deref(), mark, &form)
}

/// Puts what this browser holds for somebody who has just signed in (`session` is their new cookie) where it
/// belongs; gives where that is.
///
/// # Errors
/// The database fails.
pub(crate) fn give_back(site: &Site, request: &Request, person: &str, session: &str) -> Result<Option<String>, Fault> {
    let Some(cookie) = &request.left else { return Ok(None) };
    let forms = left_words::take(&site.app, cookie, person)?;
    let Found::Open(session) = sessions::find(&site.app, session)? else {
        return Ok(None);
    };
    let mut to = None;
    for form in forms {
        let route = ROUTES
            .iter()
            .find(|one| one.action == form.action && one.method == Method::Post);
        let rescue = route.and_then(|route| route.rescue);
        let Some(rescue) = rescue.filter(|_| !form.path.is_empty()) else {
            let kept = KeptForm {
                path: form.path,
                fields: form.fields,
            };
            to = Some(format!("/kept/{}", kept_forms::keep(&site.app, person, &kept)?));
            continue;
        };
        let query = form.path.split_once('?').map_or("", |(_, query)| query);
        let again = Request {
            query: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            params: form.params,
            form: form.fields,
            path: form.path.clone(),
            ..Request::default()
        };
        match rescue(site, &session, &again) {
            Ok(()) => to = Some(form.path.replacen("/save", "", 1)),
            // It was about something that is not there for them any more: the page says so.
            Err(Fault::NotFound(_)) => to = Some(form.path),
            Err(other) => return Err(other),
        }
    }
    Ok(to)
}

/// The same answer, without the cookie once it has done its work; what waits for somebody else goes on waiting.
pub(crate) fn done(given_back: bool, reply: Reply) -> Reply {
    match given_back {
        true => reply.forgetting(Jar::Left),
        false => reply,
    }
}
