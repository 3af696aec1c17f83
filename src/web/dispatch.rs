//! From a request to an answer: who asks, whether they may, the handler, and what went wrong.

use super::{
    api,
    caller::{self, Verdict},
    problem,
    reply::{Body, Jar, Reply},
    request::Request,
    routes::{Method, Route},
    site::Site,
};
use crate::service::{
    access::sessions::{self, Found},
    fault::Fault,
};

/// Answers. `cookie` is what the browser's session cookie holds.
pub fn answer(site: &Site, route: &Route, mut request: Request, cookie: Option<&str>) -> Reply {
    if let Some(endpoint) = route.api {
        return api::program::answer(site, route, endpoint, request);
    }
    let expired = match find(site, cookie, &mut request) {
        Ok(expired) => expired,
        Err(fault) => return problem::reply(site, &request, fault),
    };
    let reply = match run(site, route, &request, expired) {
        Ok(reply) => reply,
        Err(fault) => problem::reply(site, &request, fault),
    };
    // A cookie that is worth nothing any more is taken away, unless there is a new one.
    let renewed = reply.cookies.iter().any(|one| one.jar == Jar::Session);
    if cookie.is_some() && request.session.is_none() && !renewed {
        return reply.forgetting(Jar::Session);
    }
    reply
}

type Expired = Option<Box<sessions::Session>>;

fn find(site: &Site, cookie: Option<&str>, request: &mut Request) -> Result<Expired, Fault> {
    let Some(cookie) = cookie else { return Ok(None) };
    match sessions::find(&site.app, cookie)? {
        Found::Nobody => Ok(None),
        Found::Expired(session) => Ok(Some(session)),
        Found::Open(session) => {
            request.session = Some(*session);
            Ok(None)
        }
    }
}

fn run(site: &Site, route: &Route, request: &Request, expired: Expired) -> Result<Reply, Fault> {
    match caller::judge(site, route, request)? {
        Verdict::Go => (route.run)(site, request),
        Verdict::SignIn => {
            if let (Some(session), Some(rescue)) = (expired, route.rescue) {
                rescue(site, &session, request)?;
            }
            Ok(away(route, request, "/sign-in"))
        }
        Verdict::Factor => Ok(away(route, request, "/sign-in/factor")),
    }
}

/// Sends somebody to sign in, and back afterwards.
fn away(route: &Route, request: &Request, to: &str) -> Reply {
    if request.machine {
        return Reply::of(401, Body::Json("application/problem+json", problem::signed_out()));
    }
    let back = match route.method {
        Method::Get => request.path.as_str(),
        // What was posted is kept; the page that it was posted from is asked again.
        Method::Post | Method::Put | Method::Delete => request.path.trim_end_matches("/save"),
    };
    let back = form_urlencoded::byte_serialize(back.as_bytes()).collect::<String>();
    Reply::go(format!("{to}?next={back}"))
}
