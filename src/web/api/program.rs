//! From a program's request to its answer: the token, what it reaches, the key that makes a second
//! try harmless, the handler.

use accord_store::answers::{self, Key};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{
    endpoint::{Endpoint, Version},
    problem::{Answer, Problem},
    tags,
};
use crate::{
    domain::hex,
    service::{access::tokens, fault::Fault},
    web::{
        caller,
        reply::{Body, Reply},
        request::Request,
        routes::{Method, Route, Who},
        site::Site,
    },
};

/// The most characters of an idempotency key.
const KEY: usize = 200;

/// Answers.
pub fn answer(site: &Site, route: &Route, endpoint: &Endpoint, mut request: Request) -> Reply {
    match run(site, route, endpoint, &mut request) {
        Ok(reply) => reply,
        Err(problem) => problem.reply(&request),
    }
}

fn run(site: &Site, route: &Route, endpoint: &Endpoint, request: &mut Request) -> Answer {
    // No name of ours has such characters, and not every database bears them.
    let odd = |text: &String| text.chars().any(char::is_control);
    if request.params.values().any(odd) || request.query.iter().any(|(_, value)| odd(value)) {
        return Err(Problem::not_found());
    }
    let_in(site, route, request)?;
    caller::judge(site, route, request)?;
    let reply = match (&request.said.key, &request.session) {
        (Some(key), Some(session)) if route.method == Method::Post => {
            let person = session.person.id.clone();
            once(site, endpoint, request, &person, key)?
        }
        _ => (endpoint.run)(site, request)?,
    };
    Ok(match endpoint.version {
        Version::Tagged => tags::unless_known(reply, request),
        Version::None | Version::Wanted | Version::Needed => reply,
    })
}

/// Finds out for whom the program acts, and whether it may here.
fn let_in(site: &Site, route: &Route, request: &mut Request) -> Result<(), Box<Problem>> {
    let needed = match route.who {
        Who::Token(reach) => Some(reach),
        Who::Anyone | Who::HalfIn | Who::SignedIn | Who::Power(_) | Who::Demonstration => None,
    };
    let found = match &request.said.bearer {
        Some(shown) => tokens::find(&site.app, shown)?,
        None => None,
    };
    let Some(bearer) = found else {
        let alliance = site.app.store.read(|db| site.app.first(db))?;
        if !tokens::is_on(&site.app, &alliance)? {
            return Err(Problem::not_found());
        }
        if needed.is_some() || request.said.bearer.is_some() {
            let says = "Send `Authorization: Bearer …` with a token that has not ended; make one at /account/tokens.";
            return Err(Problem::new(401, "not_authenticated", says));
        }
        return Ok(());
    };
    if let Some(reach) = needed.filter(|reach| !bearer.token.reach.includes(*reach)) {
        let says = format!(
            "This token may `{}` and this needs one that may `{}`.",
            bearer.token.reach.word(),
            reach.word()
        );
        return Err(Problem::new(403, "reach", says));
    }
    request.session = Some(bearer.session);
    request.token = Some(bearer.token);
    Ok(())
}

/// What is kept of an answer.
#[derive(Serialize, Deserialize)]
struct Kept {
    status: u16,
    kind: String,
    text: String,
    headers: Vec<(String, String)>,
}

/// Does it once for a key: the same request gets the same answer. What did nothing is not kept.
fn once(site: &Site, endpoint: &Endpoint, request: &Request, person: &str, key: &str) -> Answer {
    if key.is_empty() || key.len() > KEY || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        let says = format!("An idempotency key is 1 to {KEY} visible ASCII characters.");
        return Err(Problem::new(400, "bad_key", says));
    }
    let (who, name, hash, now) = (person.to_owned(), key.to_owned(), hash(request), site.app.wall.now());
    let known = site
        .app
        .store
        .write(move |db| answers::begin(db, &who, &name, &hash, now))
        .map_err(Fault::from)?;
    match known {
        Key::New => {}
        Key::Answered(text) => return Ok(again(serde_json::from_str(&text)?)),
        Key::InHand => {
            let says = "The same request is being worked on. Ask again in a moment.";
            return Err(Problem::new(409, "conflict", says));
        }
        Key::Other => {
            let says = "This idempotency key came with another request before. Take a new one.";
            return Err(Problem::new(422, "key_reused", says));
        }
    }
    let answer = (endpoint.run)(site, request);
    let kept = answer.as_ref().ok().and_then(kept);
    let (who, name) = (person.to_owned(), key.to_owned());
    site.app
        .store
        .write(move |db| match kept {
            Some(text) => answers::keep(db, &who, &name, &text),
            None => answers::forget(db, &who, &name),
        })
        .map_err(Fault::from)?;
    answer
}

fn kept(reply: &Reply) -> Option<String> {
    let (kind, text) = match &reply.body {
        Body::Json(kind, text) => ((*kind).to_owned(), text.clone()),
        Body::Nothing => (String::new(), String::new()),
        Body::Page(_) | Body::Go(_) | Body::File(_) | Body::Text(_) => return None,
    };
    let headers = reply.headers.iter();
    let kept = Kept {
        status: reply.status,
        kind,
        text,
        headers: headers
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect(),
    };
    serde_json::to_string(&kept).ok()
}

fn again(kept: Kept) -> Reply {
    let body = match kept.kind.as_str() {
        "" => Body::Nothing,
        _ => Body::Json("application/json", kept.text),
    };
    let mut reply = Reply::of(kept.status, body);
    for known in ["etag", "location"] {
        let found = kept.headers.iter().find(|(name, _)| name == known);
        reply.headers.extend(found.map(|(_, value)| (known, value.clone())));
    }
    reply.headers.push(("idempotency-replayed", "true".to_owned()));
    reply
}

/// Everything that makes a request this one.
fn hash(request: &Request) -> String {
    let mut hash = Sha256::new();
    let mut add = |bytes: &[u8]| {
        hash.update(bytes.len().to_be_bytes());
        hash.update(bytes);
    };
    add(request.path.as_bytes());
    add(&request.body);
    for (name, value) in &request.form {
        add(name.as_bytes());
        add(value.as_bytes());
    }
    for file in &request.files {
        add(file.field.as_bytes());
        add(file.name.as_bytes());
        add(&file.bytes);
    }
    hex(&hash.finalize())
}

/// The key under which the service does it once: made from the program's own, or new.
pub fn key(site: &Site, request: &Request) -> Result<String, Fault> {
    let Some(own) = &request.said.key else {
        return Ok(site.app.rng.id(site.app.wall.now()));
    };
    let person = &request.session()?.person.id;
    let hash = hex(&Sha256::digest(format!("{person}\n{own}")));
    Ok(hash.get(..40).unwrap_or_default().to_owned())
}
