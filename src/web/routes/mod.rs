//! The one table of routes: who may, and how the thing that it is about is found.
//!
//! Each face has its part of it; [`ROUTES`] is all of them, in order. A route that is not there does not exist. `who` is judged before anything is looked at, `object`
//! before the handler runs; the service judges again, by the same rules, when something is done.

mod doing;
mod operations;
mod own;
mod payments;
mod people;
mod programs;
mod public;
mod records;
mod saying;
mod support;

use accord_store::tokens::Reach;

use super::{api::endpoint::Endpoint, html, reply::Reply, request::Request, site::Site};
use crate::service::{access::sessions::Session, fault::Fault};

/// How it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Method {
    Get,
    Post,
    Put,
    Delete,
}

/// Who may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Everyone, signed in or not.
    Anyone,
    /// Whoever has typed the code that was sent to them, also before the second factor.
    HalfIn,
    /// Whoever is signed in as far as their roles ask.
    SignedIn,
    /// Of those, whoever has a role with this power.
    Power(&'static str),
    /// Everyone, in the demonstration only.
    Demonstration,
    /// Whoever shows a token that reaches so far; no cookie counts here.
    Token(Reach),
}

/// What it is about, and so how it is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Object {
    /// Nothing in particular.
    Nothing,
    /// The record `{kind}/{id}`, as far as this person sees it.
    Record,
    /// The instance `{id}`, likewise.
    Instance,
    /// The file `{id}` that somebody sent, if this person may read what it belongs to.
    File,
    /// The document `{id}`, if this person is among its readers.
    Document,
    /// Something of this person's own, found by the handler under their id alone.
    Own,
}

/// A handler: everything that blocks is allowed, nothing that waits.
pub type Run = fn(&Site, &Request) -> Result<Reply, Fault>;

/// Keeps what somebody typed whose session has run out.
pub type Rescue = fn(&Site, &Session, &Request) -> Result<(), Fault>;

/// One route.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// How it is asked.
    pub method: Method,
    /// The address, with `{names}`.
    pub path: &'static str,
    /// What it does, for the log.
    pub action: &'static str,
    /// Who may.
    pub who: Who,
    /// What it is about.
    pub object: Object,
    /// The handler.
    pub run: Run,
    /// It tries to sign somebody in: an address may do that less often.
    pub signs_in: bool,
    /// Anybody may, and it is work for us: an address may do that less often, too.
    pub rare: bool,
    /// Files may come with the form.
    pub files: bool,
    /// What is typed there is in a draft, whose key the service judges: neither kept as a form nor
    /// answered twice by the key alone.
    pub drafted: bool,
    /// What is done when the session has run out.
    pub rescue: Option<Rescue>,
    /// It is for programs: what they send and get.
    pub api: Option<&'static Endpoint>,
}

/// What is done for an address that is no route.
pub const NOTHING_HERE: Route = saying::get("", "nothing", Who::Anyone, Object::Nothing, html::nothing_here);

/// The methods that an address takes, among the routes that are meant: `GET, HEAD, POST`; nothing if there is no such
/// route.
pub fn allowed(pattern: Option<&str>, meant: impl Fn(&Route) -> bool) -> Option<String> {
    let there = ROUTES
        .iter()
        .filter(|route| Some(route.path) == pattern && meant(route));
    let methods: Vec<&str> = there
        .map(|route| match route.method {
            Method::Get => "GET, HEAD",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Delete => "DELETE",
        })
        .collect();
    (!methods.is_empty()).then(|| methods.join(", "))
}

/// The faces, in the order in which their routes are tried: what has any two words for an address comes last.
const FACES: [&[Route]; 9] = [
    public::ROUTES,
    programs::ROUTES,
    own::ROUTES,
    people::ROUTES,
    operations::ROUTES,
    support::ROUTES,
    payments::ROUTES,
    doing::ROUTES,
    records::ROUTES,
];

/// Every route, the more particular before the more general.
pub const ROUTES: &[Route] = &joined();

const fn count() -> usize {
    let (mut faces, mut sum): (&[&[Route]], usize) = (&FACES, 0);
    while let [first, rest @ ..] = faces {
        sum += first.len();
        faces = rest;
    }
    sum
}

#[expect(
    clippy::indexing_slicing,
    reason = "the compiler fills it in: a place that is not there does not compile"
)]
const fn joined() -> [Route; count()] {
    let mut out = [NOTHING_HERE; count()];
    let (mut faces, mut at): (&[&[Route]], usize) = (&FACES, 0);
    while let [first, rest @ ..] = faces {
        let mut here = *first;
        while let [one, more @ ..] = here {
            out[at] = *one;
            at += 1;
            here = more;
        }
        faces = rest;
    }
    out
}
