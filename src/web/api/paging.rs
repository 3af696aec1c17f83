//! Long lists in pieces. A cursor is opaque: it says where the next piece begins, in a list that may
//! grow meanwhile.

use schemars::JsonSchema;
use serde::Serialize;

use super::{
    endpoint::{Kind, Parameter, json},
    problem::{Answer, Problem},
};
use crate::{domain::hex, web::request::Request};

/// The most of one piece.
const MOST: usize = 200;
/// How many there are if nobody says.
const USUAL: usize = 50;

/// `limit` and `cursor`.
pub const LIMIT: Parameter = Parameter {
    name: "limit",
    says: "How many at most; 50 if it is not said.",
    kind: Kind::Whole(200),
};
/// Where to go on.
pub const CURSOR: Parameter = Parameter {
    name: "cursor",
    says: "Where to go on: what `next` said.",
    kind: Kind::Text,
};

/// A piece of a list.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "{T}List")]
pub struct Page<T> {
    /// What there is, in order.
    pub items: Vec<T>,
    /// The cursor of the next piece; nothing if this was the last. `Link` has the address.
    pub next: Option<String>,
}

/// How many are asked for.
///
/// # Errors
/// It is no number from 1 to 200.
pub fn limit(request: &Request) -> Result<usize, Box<Problem>> {
    let Some(text) = request.asked("limit") else {
        return Ok(USUAL);
    };
    let number = text.parse().ok().filter(|number| (1..=MOST).contains(number));
    number.ok_or_else(|| {
        let says = format!("`limit` is a whole number from 1 to {MOST}.");
        Problem::new(400, "bad_query", says)
    })
}

/// Where the list goes on, as the list itself says it; nothing at its beginning.
///
/// # Errors
/// It is no cursor of this list.
pub fn after(request: &Request, list: &str) -> Result<Option<String>, Box<Problem>> {
    let Some(text) = request.asked("cursor") else {
        return Ok(None);
    };
    let place = decode(text).and_then(|plain| plain.strip_prefix(&format!("{list}:")).map(str::to_owned));
    let bad = || {
        Problem::new(
            400,
            "bad_cursor",
            "This is no cursor of this list. Begin again without it.",
        )
    };
    place.map(Some).ok_or_else(bad)
}

/// A piece, with where the next one begins.
///
/// # Errors
/// A fault of ours.
pub fn page<T: Serialize>(request: &Request, list: &str, items: Vec<T>, next: Option<&str>) -> Answer {
    let next = next.map(|place| hex(format!("{list}:{place}").as_bytes()));
    let mut reply = json(&Page {
        items,
        next: next.clone(),
    })?;
    if let Some(cursor) = next {
        let path = request.path.split('?').next().unwrap_or_default();
        let mut query = form_urlencoded::Serializer::new(String::new());
        let others = request.query.iter().filter(|(name, _)| name != "cursor");
        query.extend_pairs(others).append_pair("cursor", &cursor);
        let link = format!("<{path}?{}>; rel=\"next\"", query.finish());
        reply.headers.push(("link", link));
    }
    Ok(reply)
}

fn decode(text: &str) -> Option<String> {
    let bytes = text.as_bytes().chunks(2).map(|two| {
        let digits = str::from_utf8(two).ok().filter(|two| two.len() == 2)?;
        u8::from_str_radix(digits, 16).ok()
    });
    String::from_utf8(bytes.collect::<Option<Vec<u8>>>()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_of_its_list() {
        let cursor = hex(b"records:abc");
        let asked = |list: &str, cursor: &str| {
            let request = Request {
                query: vec![("cursor".to_owned(), cursor.to_owned())],
                ..Request::default()
            };
            after(&request, list).map_err(|problem| problem.code)
        };
        assert_eq!(asked("records", &cursor), Ok(Some("abc".to_owned())));
        for bad in [cursor.as_str(), "xyz", "", "f", "é"] {
            assert_eq!(asked("notices", bad), Err("bad_cursor".to_owned()), "{bad}");
        }
    }
}
