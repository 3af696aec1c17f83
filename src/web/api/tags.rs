//! Versions of what is read and changed: `ETag`, `If-None-Match`, `If-Match`.
//!
//! The tag of an instance begins with its number, `"7.3fa9…"`: what somebody saw may be older than
//! what is there, and whether that matters is for the service to judge, which knows what happened in
//! between.

use sha2::{Digest as _, Sha256};

use super::problem::Problem;
use crate::{
    domain::hex,
    web::{
        reply::{Body, Reply},
        request::Request,
    },
};

/// The tag of a text, after what it should begin with.
pub fn of(begin: &str, text: &str) -> String {
    let hash = hex(&Sha256::digest(text.as_bytes()));
    let short = hash.get(..16).unwrap_or_default();
    if begin.is_empty() {
        format!("\"{short}\"")
    } else {
        format!("\"{begin}.{short}\"")
    }
}

/// The same answer with a tag over what it says.
#[must_use]
pub fn tagged(mut reply: Reply, begin: &str) -> Reply {
    if let Body::Json(_, text) = &reply.body {
        reply.headers.push(("etag", of(begin, text)));
    }
    reply
}

/// The answer, or that it is what the program has already.
#[must_use]
pub fn unless_known(mut reply: Reply, request: &Request) -> Reply {
    let Some(tag) = tag(&reply) else { return reply };
    let known = request.said.if_none_match.as_deref().unwrap_or_default();
    if known.split(',').map(str::trim).any(|one| one == tag || one == "*") {
        reply.status = 304;
        reply.body = Body::Nothing;
    }
    reply
}

fn tag(reply: &Reply) -> Option<&str> {
    let found = reply.headers.iter().find(|(name, _)| *name == "etag");
    found.map(|(_, tag)| tag.as_str())
}

/// The number of the instance that somebody saw; nothing for `*`, whatever is there now.
///
/// # Errors
/// 428 without `If-Match`; 412 if it is no tag of an instance.
pub fn seen(request: &Request) -> Result<Option<u64>, Box<Problem>> {
    let Some(tag) = &request.said.if_match else {
        return Err(needed());
    };
    if tag.trim() == "*" {
        return Ok(None);
    }
    let number = tag.trim().trim_matches('"').split('.').next();
    number
        .and_then(|number| number.parse().ok().map(Some))
        .ok_or_else(|| Problem::new(412, "stale", "`If-Match` is no version of this; read it again."))
}

/// Sees that `If-Match`, where it is sent, names what is there now.
///
/// # Errors
/// 412 if it does not.
pub fn matches(request: &Request, now: Option<&str>) -> Result<(), Box<Problem>> {
    let Some(wanted) = &request.said.if_match else {
        return Ok(());
    };
    let there = |one: &str| now.is_some_and(|now| one == now || one == "*");
    if wanted.split(',').map(str::trim).any(there) {
        return Ok(());
    }
    let says = "What is there now is not what you saw. Read it again, and go on from that.";
    Err(Problem::new(412, "stale", says))
}

/// A version has to be named.
pub fn needed() -> Box<Problem> {
    let says = "Send `If-Match` with the `ETag` of what you saw, so that nobody's work is lost.";
    Problem::new(428, "version_needed", says)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(if_match: Option<&str>) -> Request {
        let mut request = Request::default();
        request.said.if_match = if_match.map(str::to_owned);
        request
    }

    #[test]
    fn the_number_that_was_seen_is_read() {
        let check = |tag: Option<&str>, expected: Result<Option<u64>, u16>| {
            assert_eq!(seen(&request(tag)).map_err(|problem| problem.status), expected);
        };
        check(Some("\"7.3fa9\""), Ok(Some(7)));
        check(Some("\"7\""), Ok(Some(7)));
        check(Some("*"), Ok(None));
        check(None, Err(428));
        check(Some("W/\"x\""), Err(412));
    }

    #[test]
    fn what_is_named_must_be_there() {
        let check = |tag: Option<&str>, now: Option<&str>, fits: bool| {
            assert_eq!(matches(&request(tag), now).is_ok(), fits, "{tag:?} {now:?}");
        };
        check(None, None, true);
        check(Some("\"a\""), Some("\"a\""), true);
        check(Some("\"b\", \"a\""), Some("\"a\""), true);
        check(Some("*"), Some("\"a\""), true);
        check(Some("*"), None, false);
        check(Some("\"b\""), Some("\"a\""), false);
    }
}
