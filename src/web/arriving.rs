//! A request as it arrives: who says they send it, and its body, in time and in size.

use std::net::IpAddr;

use actix_web::{HttpMessage as _, HttpRequest, rt::time::timeout, web};
use futures_util::StreamExt as _;

use super::{
    api::endpoint::Takes,
    app::{Id, name_of},
    limits,
    parts::{self, Parts},
    reply::Jar,
    request::{Request, Said},
    routes::{Method, Route},
    site::Site,
};

/// Everything but the body, what the session's cookie holds, and from where.
pub(super) fn read_head(site: &Site, http: &HttpRequest) -> (Request, Option<String>, IpAddr) {
    let header = |name: &str| http.headers().get(name)?.to_str().ok();
    let cookie = |jar: Jar| http.cookie(&name_of(site, jar)).map(|one| one.value().to_owned());
    let peer = http.peer_addr().map_or(IpAddr::from([127, 0, 0, 1]), |addr| addr.ip());
    let from = site.gate.client(peer, header("x-forwarded-for"));
    let accepts = header("accept").unwrap_or_default();
    // Reading a cookie writes into the request's extensions: nothing may be borrowed from there then.
    let id = http.extensions().get::<Id>().map(|id| id.0.clone());
    let request = Request {
        id: id.unwrap_or_default(),
        path: http.uri().path_and_query().map(ToString::to_string).unwrap_or_default(),
        params: http
            .match_info()
            .iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        query: form_urlencoded::parse(http.query_string().as_bytes())
            .into_owned()
            .collect(),
        form: Vec::new(),
        files: Vec::new(),
        session: None,
        asking: cookie(Jar::Asking),
        left: cookie(Jar::Left),
        browser: super::request::browser(header("user-agent").unwrap_or_default()),
        machine: accepts.starts_with("application/json") || accepts.starts_with("application/problem+json"),
        body: Vec::new(),
        said: Said {
            bearer: header("authorization").and_then(token).map(str::to_owned),
            accept: accepts.to_owned(),
            kind: header("content-type").unwrap_or_default().to_owned(),
            if_match: header("if-match").map(str::to_owned),
            if_none_match: header("if-none-match").map(str::to_owned),
            key: header("idempotency-key").map(str::to_owned),
        },
        token: None,
    };
    (request, cookie(Jar::Session), from)
}

/// The token of an `Authorization` header; a header of another kind is a token that is worth nothing.
fn token(header: &str) -> Option<&str> {
    match header.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Some(token.trim()),
        Some(_) | None => Some(""),
    }
}

/// What was sent, in time and in size.
pub(super) async fn read_parts(route: &Route, http: &HttpRequest, body: web::Payload) -> Result<Parts, u16> {
    if route.files && parts::is_multipart(http) {
        return parts::read(http, body).await;
    }
    let bytes = read_body(route, body).await?;
    if route.api.is_some() {
        return Ok(Parts {
            body: bytes,
            ..Parts::default()
        });
    }
    Ok(Parts {
        form: form_urlencoded::parse(&bytes).into_owned().collect(),
        ..Parts::default()
    })
}

/// The body, in time and in size.
async fn read_body(route: &Route, mut body: web::Payload) -> Result<Vec<u8>, u16> {
    let takes_nothing = route.api.is_some_and(|one| matches!(one.takes, Takes::Nothing));
    if route.method == Method::Get || takes_nothing {
        return Ok(Vec::new());
    }
    let whole = async {
        let mut out = Vec::new();
        while let Some(piece) = body.next().await {
            let piece = piece.map_err(|_broken| 400_u16)?;
            if out.len() + piece.len() > limits::FORM {
                return Err(413);
            }
            out.extend_from_slice(&piece);
        }
        Ok(out)
    };
    timeout(limits::BODY, whole).await.unwrap_or(Err(408))
}
