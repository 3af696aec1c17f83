//! Kinds of content: what a program takes, and what it sends.

use super::{
    endpoint::{Endpoint, Gives, Takes},
    problem::Problem,
};
use crate::{
    service::{access::secret, fault::Fault},
    web::{reply::Reply, request::Request, site::Site},
};

/// Lets a program's request in before anything of it is read: not too often, and of kinds that are
/// spoken here.
///
/// # Errors
/// The answer to give instead.
pub fn admit(site: &Site, endpoint: &Endpoint, request: &Request) -> Result<(), Box<Reply>> {
    let refused = |problem: Box<Problem>| Box::new(problem.reply(request));
    if let Some(shown) = &request.said.bearer
        && let Err(seconds) = site.gate.token(&secret::hash(shown))
    {
        return Err(refused(Fault::TooMany(seconds).into()));
    }
    check(endpoint, request).map_err(refused)
}

/// Sees that what is sent can be read and what is given will be taken.
fn check(endpoint: &Endpoint, request: &Request) -> Result<(), Box<Problem>> {
    let kinds: &[&str] = match endpoint.gives {
        Gives::Nothing => &[],
        Gives::Json(_) | Gives::Created(_) => &["application/json"],
        Gives::File(kinds) => kinds,
    };
    if !kinds.is_empty() && !kinds.iter().any(|kind| accepts(&request.said.accept, kind)) {
        let says = format!("This address gives {}.", kinds.join(", "));
        return Err(Problem::new(406, "not_acceptable", says));
    }
    let wanted = match endpoint.takes {
        Takes::Nothing => return Ok(()),
        Takes::Json(_) => "application/json",
        Takes::File => "multipart/form-data",
    };
    let sent = request.said.kind.split(';').next().unwrap_or_default().trim();
    if sent.eq_ignore_ascii_case(wanted) {
        Ok(())
    } else {
        Err(Problem::new(415, "media_type", format!("This address takes {wanted}.")))
    }
}

/// Whether an `Accept` header takes a kind; none takes everything. The most particular entry counts.
fn accepts(header: &str, kind: &str) -> bool {
    if header.trim().is_empty() {
        return true;
    }
    let group = kind.split('/').next().unwrap_or_default();
    let best = header
        .split(',')
        .filter_map(|entry| {
            let mut parts = entry.split(';').map(str::trim);
            let range = parts.next()?.to_ascii_lowercase();
            let rank = if range == kind {
                2
            } else if range.strip_suffix("/*") == Some(group) {
                1
            } else if range == "*/*" {
                0
            } else {
                return None;
            };
            let refused = parts
                .filter_map(|part| part.strip_prefix("q="))
                .any(|q| q.starts_with('0') && q.chars().all(|digit| matches!(digit, '0' | '.')));
            Some((rank, !refused))
        })
        .max_by_key(|(rank, _)| *rank);
    best.is_some_and(|(_, takes)| takes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_particular_entry_counts() {
        for (header, takes) in [
            ("", true),
            ("*/*", true),
            ("application/*;q=0.5", true),
            ("text/html, application/json", true),
            ("text/html", false),
            ("application/json;q=0, */*", false),
            ("application/json;q=0.0", false),
            ("application/json;q=0.1", true),
            ("APPLICATION/JSON", true),
        ] {
            assert_eq!(accepts(header, "application/json"), takes, "{header}");
        }
    }
}
