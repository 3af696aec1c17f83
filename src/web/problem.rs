//! What went wrong, as a page with a way on, or as a problem (RFC 9457) for programs.

use accord_engine::refusal::Refusal;
use serde_json::json;

use super::{
    api,
    html::shell,
    reply::{Body, Reply},
    request::Request,
    site::Site,
};
use crate::{
    service::fault::{Fault, wait},
    views::{
        components::{blocked::Reason as Blocked, link::Link},
        pages::{
            self,
            error::ErrorPage,
            message::{Message, Reason},
        },
    },
};

/// A fault as it is told: status, title, sentences.
struct Told {
    status: u16,
    code: &'static str,
    title: &'static str,
    says: Vec<String>,
    reasons: Vec<Reason>,
    wait: Option<u64>,
}

impl Told {
    fn new(status: u16, code: &'static str, title: &'static str, says: Vec<String>) -> Self {
        Self {
            status,
            code,
            title,
            says,
            reasons: Vec::new(),
            wait: None,
        }
    }
}

/// The answer to a fault. One of ours is logged, once, and says nothing of itself.
pub fn reply(site: &Site, request: &Request, fault: Fault) -> Reply {
    if request.is_for_programs() {
        return Box::<api::problem::Problem>::from(fault).reply(request);
    }
    let told = tell(request, fault);
    let mut reply = if request.machine {
        Reply::of(
            told.status,
            Body::Json("application/problem+json", machine(request, &told)),
        )
    } else {
        Reply::page(page(site, request, &told)).with_status(told.status)
    };
    if let Some(seconds) = told.wait {
        reply.headers.push(("retry-after", seconds.to_string()));
    }
    reply
}

/// Something that was refused before a handler could run.
pub fn refused(site: &Site, request: &Request, status: u16, title: &'static str, says: &str) -> Reply {
    if request.is_for_programs() {
        return api::problem::turned_away(status, title, request);
    }
    let told = Told::new(status, "refused", title, vec![says.to_owned()]);
    Reply::page(page(site, request, &told)).with_status(status)
}

/// For a program whose session has run out.
pub fn signed_out() -> String {
    json!({ "type": "about:blank", "title": "Signed out", "status": 401, "code": "signed_out" }).to_string()
}

/// For a script whose page was changed in another window.
pub fn elsewhere() -> String {
    json!({ "type": "about:blank", "title": "Changed in another window", "status": 409, "code": "elsewhere" })
        .to_string()
}

fn tell(request: &Request, fault: Fault) -> Told {
    match fault {
        Fault::Refused(refusal) => refusal_told(refusal),
        Fault::NotFound(_) => Told::new(
            404,
            "not_found",
            "This page is not here",
            vec![
                "If you typed the address, check it. If you followed a link, what it led to may have moved, or is \
                 for other people."
                    .to_owned(),
            ],
        ),
        Fault::Conflict(conflict) => {
            let mut says = conflict.changes;
            says.push("What you typed is kept. Go back, look at what is there now, and go on.".to_owned());
            Told::new(409, "conflict", "Somebody was quicker", says)
        }
        Fault::Invalid(errors) => Told::new(
            422,
            "invalid",
            "Something that was sent does not fit",
            errors.into_iter().map(|one| one.says).collect(),
        ),
        Fault::TooMany(seconds) => Told {
            wait: Some(seconds),
            ..Told::new(
                429,
                "too_many",
                "You have tried this too often",
                vec![
                    Fault::TooMany(seconds).to_string(),
                    "If you need help before that, write to us or call.".to_owned(),
                ],
            )
        },
        Fault::Unavailable(why) => {
            tracing::warn!(request.id = request.id, why, "something is not available now");
            let says = vec!["Nothing is lost. Try again in a minute.".to_owned()];
            Told {
                wait: Some(60),
                ..Told::new(503, "unavailable", "This does not work at the moment", says)
            }
        }
        Fault::Internal(error) => {
            tracing::error!(
                request.id = request.id,
                error = format!("{error:#}"),
                "a request failed"
            );
            let says = vec![
                "This is our mistake, and it has been written down. What you typed on pages that save is kept."
                    .to_owned(),
                format!("Try again. If it happens again, tell us this number: {}", request.id),
            ];
            Told::new(500, "internal", "Something went wrong here", says)
        }
    }
}

fn refusal_told(refusal: Refusal) -> Told {
    let title = match refusal.code.as_str() {
        "not_yours" => "This is for other people to do",
        "late" | "closed" => "The time for this has ended",
        "over" => "This is over",
        _ => "This cannot be done now",
    };
    Told {
        reasons: refusal.reasons.into_iter().map(reason).collect(),
        ..Told::new(403, "refused", title, Vec::new())
    }
}

/// A reason with who can mend it.
pub fn reason(one: accord_engine::refusal::Reason) -> Reason {
    Reason {
        because: one.because,
        mend: one.mend.map(|mend| format!("{}: {}", role_words(&mend.who), mend.how)),
    }
}

/// The same for a page that lists what stands in the way.
pub fn blocked(one: accord_engine::refusal::Reason) -> Blocked {
    let who = one.mend.as_ref().map(|mend| role_words(&mend.who));
    let how = one.mend.map(|mend| mend.how);
    Blocked {
        because: one.because,
        found: how,
        who: who.into_iter().collect(),
        mend: None,
        promise: false,
    }
}

fn role_words(role: &str) -> String {
    let who = role.replace('_', " ");
    let mut letters = who.chars();
    let upper: String = letters.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    format!("{upper}{}", letters.as_str())
}

fn page(site: &Site, request: &Request, told: &Told) -> String {
    let Ok(shell) = shell::page(site, request, told.title) else {
        return bare(told);
    };
    let way = match request.session {
        Some(_) => Link::new("Go to Home", "/"),
        None => Link::new("Sign in", "/sign-in"),
    };
    let drawn = match told.code {
        "not_found" => {
            let page = ErrorPage::not_found(shell);
            let page = if request.session.is_none() { page.way(way) } else { page };
            pages::render("error", &page)
        }
        "too_many" => {
            let wait = told.wait.map(wait).unwrap_or_default();
            pages::render("error", &ErrorPage::too_many(shell, &wait))
        }
        "internal" => pages::render("error", &ErrorPage::our_fault(shell, &request.id)),
        _ => {
            let message = Message {
                reasons: told.reasons.clone(),
                links: vec![way],
                ..Message::new(shell, told.title, told.says.clone())
            };
            pages::render("message", &message)
        }
    };
    drawn.unwrap_or_else(|fault| {
        tracing::error!(request.id = request.id, %fault, "the page of a problem could not be drawn");
        bare(told)
    })
}

/// When not even a page can be drawn: the database is away, or a template is broken.
fn bare(told: &Told) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"en-GB\"><head><meta charset=\"utf-8\"><title>{title}</title></head>\
         <body><main><h1>{title}</h1><p>Try again in a minute. If it goes on, write to us or call.</p>\
         <p><a href=\"/\">Go to Home</a></p></main></body></html>",
        title = told.title
    )
}

fn machine(request: &Request, told: &Told) -> String {
    let reasons: Vec<&str> = told.reasons.iter().map(|one| one.because.as_str()).collect();
    json!({
        "type": "about:blank",
        "title": told.title,
        "status": told.status,
        "code": told.code,
        "detail": told.says.join(" "),
        "errors": reasons,
        "request_id": request.id,
    })
    .to_string()
}
