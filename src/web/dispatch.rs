//! From a request to an answer: who asks, whether they may, the handler, and what went wrong.

use accord_store::alliances;

use super::{
    api,
    caller::{self, Verdict},
    left, once, problem,
    reply::{Body, Jar, Reply},
    request::Request,
    routes::{Method, Route},
    site::Site,
};
use crate::service::{
    access::sessions::{self, Found, Session},
    fault::Fault,
    kept_forms::{self, KeptForm},
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
    let ran_out = expired.is_some();
    if request.session.is_none() && !FOR_OPERATORS.contains(&route.action) {
        match site.app.store.read(alliances::all) {
            Ok(all) if all.is_empty() => return unfounded(site, &request),
            Ok(_) => {}
            Err(error) => return problem::reply(site, &request, error.into()),
        }
    }
    let reply = match run(site, route, &request, expired) {
        Ok(reply) => reply,
        Err(fault) => problem::reply(site, &request, fault),
    };
    // A cookie that is worth nothing any more is taken away, unless there is a new one. One that has
    // run out still says whose words arrive from a page that stands open.
    let renewed = reply.cookies.iter().any(|one| one.jar == Jar::Session);
    if cookie.is_some() && request.session.is_none() && !ran_out && !renewed {
        return reply.forgetting(Jar::Session);
    }
    reply
}

/// Routes that answer whatever is in the database.
const FOR_OPERATORS: [&str; 3] = ["health", "ready", "asset"];

/// There is nobody yet whose site this is.
fn unfounded(site: &Site, request: &Request) -> Reply {
    let says = "No alliance has been founded on this server yet. Whoever runs it does that with the command `accord \
                found`; the README says how, under “Run it for real”.";
    problem::refused(site, request, 503, "There is nothing here yet", says)
}

/// What is said of something that did not arrive, to whoever sent it: with their own way on, if they are signed in.
pub fn turned_away(site: &Site, mut request: Request, cookie: Option<&str>, status: u16) -> Reply {
    if let Err(fault) = find(site, cookie, &mut request) {
        return problem::reply(site, &request, fault);
    }
    let title = match status {
        413 => "That was too large",
        405 => "That is not done at this address",
        408 => "That took too long to arrive",
        _ => "That did not arrive whole",
    };
    let says = match status {
        413 => {
            "A file has to be smaller than 25MB, and all files of one page together smaller than 32MB. Go back and \
                choose a smaller one. What was saved before is kept."
        }
        405 => "Open the page, and use its links and buttons.",
        _ => "Go back and try again. What was saved before is kept.",
    };
    problem::refused(site, &request, status, title, says)
}

type Expired = Option<Box<Session>>;

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
        Verdict::Go => once::run(site, route, request),
        Verdict::SignIn => {
            let Some(session) = expired else {
                let away = away(route, request, "/sign-in");
                return Ok(match left::keep(site, route, request)? {
                    Some(cookie) => says_kept(away).keeping(Jar::Left, cookie),
                    None => away,
                });
            };
            if let Some(rescue) = route.rescue {
                rescue(site, &session, request)?;
            } else if let Some(kept) = kept(site, route, request, &session)? {
                return Ok(sign_in_for(&kept));
            }
            let away = away(route, request, "/sign-in");
            Ok(if left::has_words(route, request) {
                says_kept(away)
            } else {
                away
            })
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

/// A form that no draft holds is kept until its sender has signed in again; gives where.
fn kept(site: &Site, route: &Route, request: &Request, session: &Session) -> Result<Option<String>, Fault> {
    if route.drafted || !left::has_words(route, request) {
        return Ok(None);
    }
    let form = KeptForm {
        path: request.path.clone(),
        fields: request.form.clone(),
    };
    let id = kept_forms::keep(&site.app, &session.person.id, &form)?;
    Ok(Some(format!("/kept/{id}")))
}

fn sign_in_for(next: &str) -> Reply {
    let next = form_urlencoded::byte_serialize(next.as_bytes()).collect::<String>();
    says_kept(Reply::go(format!("/sign-in?next={next}")))
}

/// The page that asks to sign in says that nothing is lost.
fn says_kept(mut reply: Reply) -> Reply {
    if let Body::Go(to) = &mut reply.body {
        to.push_str(&format!("&{}=yes", left::KEPT));
    }
    reply
}
