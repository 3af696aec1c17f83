//! What went wrong, for programs: RFC 9457, with a stable code, every reason, and where each answer
//! that does not fit stands.

use accord_engine::refusal::Refusal;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    service::fault::Fault,
    web::{
        reply::{Body, Reply},
        request::Request,
        routes,
    },
};

/// What a handler for programs gives.
pub type Answer = Result<Reply, Box<Problem>>;

/// `application/problem+json`.
pub const KIND: &str = "application/problem+json";

/// A problem.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct Problem {
    /// Where the code is explained.
    #[serde(rename = "type")]
    pub kind: String,
    /// The code in words; the same for every problem with this code.
    pub title: String,
    /// The status of the answer.
    pub status: u16,
    /// What happened this time, in sentences for a person.
    pub detail: String,
    /// A word for programs; it does not change. Refusals carry the workflow's own: `blocked`, `late`.
    pub code: String,
    /// Everything that stands in the way, not the first alone.
    pub reasons: Vec<Reason>,
    /// What does not fit in what was sent, each with its place.
    pub errors: Vec<Misfit>,
    /// What happened since the version that was seen.
    pub changes: Vec<String>,
    /// To be named when asking for help.
    pub request_id: String,
    /// Seconds to wait before the next try.
    #[serde(skip)]
    wait: Option<u64>,
    /// Further headers.
    #[serde(skip)]
    headers: Vec<(&'static str, String)>,
    /// What the log is told, for a fault of ours.
    #[serde(skip)]
    cause: Option<String>,
}

/// One reason why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Reason {
    /// The condition.
    pub id: String,
    /// A sentence.
    pub because: String,
    /// What was found.
    pub found: Option<String>,
    /// Who can put it right, and how.
    pub mend: Option<Mend>,
}

/// Who can put something right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Mend {
    /// The role.
    pub who: String,
    /// How.
    pub how: String,
}

/// What does not fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Misfit {
    /// Its place in what was sent (RFC 6901): `/answers/budget`.
    pub pointer: String,
    /// A sentence that says how to mend it.
    pub says: String,
}

/// Code, and what it means, for people who write programs.
pub const CODES: &[(&str, &str)] = &[
    ("bad_json", "The body is no JSON."),
    ("bad_form", "The body is JSON of another form than the document says."),
    ("bad_query", "A part of the query cannot be read."),
    ("bad_cursor", "The cursor is none of ours, or of another list."),
    (
        "bad_key",
        "The idempotency key is empty, too long, or has other characters than visible ASCII.",
    ),
    (
        "not_authenticated",
        "No token was shown, or one that is worth nothing (any more).",
    ),
    (
        "reach",
        "The token does not reach so far: it may read only, or begin and not do.",
    ),
    (
        "factor_needed",
        "The act cannot be taken back, and its role shows a second factor: send `factor`.",
    ),
    (
        "not_found",
        "There is no such thing, or it is not for this person; nobody can tell which.",
    ),
    (
        "method",
        "The address is right and the method is not; `Allow` says which there are.",
    ),
    ("not_acceptable", "`Accept` names nothing that this address gives."),
    ("too_slow", "The body took too long to arrive."),
    (
        "conflict",
        "Somebody was quicker, or the same request is being worked on.",
    ),
    (
        "stale",
        "`If-Match` names a version that has gone; `changes` says what happened since.",
    ),
    ("too_large", "The body is larger than this address takes."),
    ("media_type", "The body is of a kind that this address does not take."),
    (
        "invalid",
        "Answers do not fit; `errors` says where and how to mend each.",
    ),
    ("key_reused", "The idempotency key came with another request before."),
    ("version_needed", "Send `If-Match` with the `ETag` of what you saw."),
    ("too_many", "Too many requests; `Retry-After` says how long to wait."),
    ("internal", "A fault of ours, written down under `request_id`."),
    (
        "unavailable",
        "Something that is needed cannot be reached now; try again.",
    ),
    ("not_yours", "This is for other people to do."),
    ("blocked", "Conditions are not met; `reasons` has every one of them."),
    ("closed", "The time for this has ended."),
    ("late", "The time for this has ended."),
    ("waiting", "It is done, and waits for a second person."),
    ("not_offered", "This cannot be done at this stage."),
    ("over", "The process has ended."),
];

impl Problem {
    /// One with a code and what happened.
    pub fn new(status: u16, code: &str, detail: impl Into<String>) -> Box<Self> {
        let known = CODES.iter().find(|(known, _)| *known == code);
        Box::new(Self {
            kind: format!("/api#{code}"),
            title: known.map_or("This cannot be done now.", |(_, title)| title).to_owned(),
            status,
            detail: detail.into(),
            code: code.to_owned(),
            ..Self::default()
        })
    }

    /// The same with a header.
    #[must_use]
    pub fn with(mut self: Box<Self>, name: &'static str, value: String) -> Box<Self> {
        self.headers.push((name, value));
        self
    }

    /// The same with every reason.
    #[must_use]
    pub fn because(mut self: Box<Self>, reasons: Vec<Reason>) -> Box<Self> {
        if self.detail.is_empty() {
            let all: Vec<&str> = reasons.iter().map(|one| one.because.as_str()).collect();
            self.detail = all.join(" ");
        }
        self.reasons = reasons;
        self
    }

    /// There is no such thing, or it is not for whoever asks.
    pub fn not_found() -> Box<Self> {
        Self::new(404, "not_found", "There is nothing here, or it is for other people.")
    }

    /// The same with every answer below a part of what was sent: `/answers/budget` for `budget`.
    #[must_use]
    pub fn within(mut self: Box<Self>, part: &str) -> Box<Self> {
        for one in &mut self.errors {
            one.pointer = format!("{part}{}", one.pointer);
        }
        self
    }

    /// What was in the way is the version: it was asked for by `If-Match`.
    #[must_use]
    pub fn of_version(mut self: Box<Self>) -> Box<Self> {
        if self.code == "conflict" {
            let changes = std::mem::take(&mut self.changes);
            self = Self::new(412, "stale", std::mem::take(&mut self.detail));
            self.changes = changes;
        }
        self
    }

    /// As an answer. A fault of ours is logged, once.
    pub fn reply(mut self, request: &Request) -> Reply {
        if let Some(cause) = &self.cause {
            tracing::error!(request.id = request.id, error = cause, "a request failed");
        }
        self.request_id.clone_from(&request.id);
        let text = serde_json::to_string(&self).unwrap_or_else(|_| "{}".to_owned());
        let mut reply = Reply::of(self.status, Body::Json(KIND, text));
        if let Some(seconds) = self.wait {
            reply.headers.push(("retry-after", seconds.to_string()));
        }
        if self.status == 401 {
            reply.headers.push(("www-authenticate", "Bearer".to_owned()));
        }
        reply.headers.append(&mut self.headers);
        reply
    }
}

/// The place of an answer: `form.table.2` is `/table/2`, a bare name `/name`.
fn pointer(field: &str) -> String {
    let place = field.split_once('.').map_or(field, |(_, rest)| rest);
    let parts: Vec<String> = place
        .split('.')
        .map(|part| part.replace('~', "~0").replace('/', "~1"))
        .collect();
    format!("/{}", parts.join("/"))
}

/// A reason as it is told.
pub fn reason(one: accord_engine::refusal::Reason) -> Reason {
    Reason {
        id: one.id,
        because: one.because,
        found: one.found,
        mend: one.mend.map(|mend| Mend {
            who: mend.who,
            how: mend.how,
        }),
    }
}

impl From<Refusal> for Box<Problem> {
    fn from(refusal: Refusal) -> Self {
        let reasons = refusal.reasons.into_iter().map(reason).collect();
        Problem::new(403, &refusal.code, "").because(reasons)
    }
}

impl From<Fault> for Box<Problem> {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Refused(refusal) => refusal.into(),
            Fault::NotFound(_) => Problem::not_found(),
            Fault::Conflict(conflict) => {
                let mut problem = Problem::new(409, "conflict", conflict.to_string());
                problem.changes = conflict.changes;
                problem
            }
            Fault::Invalid(errors) => {
                let all: Vec<&str> = errors.iter().map(|one| one.says.as_str()).collect();
                let mut problem = Problem::new(422, "invalid", all.join(" "));
                problem.errors = errors
                    .into_iter()
                    .map(|one| Misfit {
                        pointer: pointer(&one.field),
                        says: one.says,
                    })
                    .collect();
                problem
            }
            Fault::TooMany(seconds) => {
                let mut problem = Problem::new(429, "too_many", Fault::TooMany(seconds).to_string());
                problem.wait = Some(seconds);
                problem
            }
            Fault::Unavailable(why) => {
                tracing::warn!(why, "something is not available now");
                let mut problem = Problem::new(503, "unavailable", "Nothing is lost. Try again in a minute.");
                problem.wait = Some(60);
                problem
            }
            Fault::Internal(error) => {
                let mut problem = Problem::new(500, "internal", "This is our mistake, and it has been written down.");
                problem.cause = Some(format!("{error:#}"));
                problem
            }
        }
    }
}

impl From<serde_json::Error> for Box<Problem> {
    fn from(error: serde_json::Error) -> Self {
        Fault::from(error).into()
    }
}

impl From<anyhow::Error> for Box<Problem> {
    fn from(error: anyhow::Error) -> Self {
        Fault::from(error).into()
    }
}

/// For an address or a method that is no route for programs.
pub fn no_route(pattern: Option<&str>, request: &Request) -> Reply {
    let Some(allow) = routes::allowed(pattern, |route| route.api.is_some()) else {
        return Problem::not_found().reply(request);
    };
    let says = format!("This address takes {allow}.");
    Problem::new(405, "method", says).with("allow", allow).reply(request)
}

/// For a request that was turned away before a handler could run.
pub fn turned_away(status: u16, says: &str, request: &Request) -> Reply {
    let code = match status {
        408 => "too_slow",
        413 => "too_large",
        _ => "bad_form",
    };
    Problem::new(status, code, says).reply(request)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_pointers() {
        for (field, expected) in [
            ("budget", "/budget"),
            ("bid.budget", "/budget"),
            ("bid.posts.2", "/posts/2"),
            ("a.b/c~d", "/b~1c~0d"),
        ] {
            assert_eq!(pointer(field), expected);
        }
    }

    #[test]
    fn every_code_is_explained_once() {
        let mut seen = std::collections::BTreeSet::new();
        for (code, says) in CODES {
            assert!(seen.insert(code) && says.ends_with('.'), "{code}");
        }
    }
}
