//! Who the program acts for, where they are signed in, and their tokens.

use accord_store::{
    sessions::SessionRow,
    tokens::{Reach, TokenRow},
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    endpoint::{Endpoint, Gives, json, schema},
    paging::Page,
    problem::{Answer, Problem},
};
use crate::{
    service::{
        access::{sessions, tokens},
        readers,
    },
    web::{
        caller,
        reply::{Body, Reply},
        request::Request,
        site::Site,
    },
};

const PART: &str = "Me";

/// Who am I.
pub const ME: Endpoint = Endpoint {
    gives: Gives::Json(schema::<Me>),
    says: "The person whose token this is, their roles, and what the token may.",
    ..Endpoint::new(PART, "Who am I", me)
};
/// Where I am signed in.
pub const SESSIONS: Endpoint = Endpoint {
    gives: Gives::Json(schema::<Page<Session>>),
    ..Endpoint::new(PART, "Where I am signed in", sessions)
};
/// Signs out somewhere.
pub const END_SESSION: Endpoint = Endpoint::new(PART, "Sign out somewhere", end_session);
/// My tokens.
pub const TOKENS: Endpoint = Endpoint {
    gives: Gives::Json(schema::<Page<Token>>),
    says: "Without what programs show: that is told once, on the page where a token is made.",
    ..Endpoint::new(PART, "My tokens", tokens)
};
/// Ends a token.
pub const END_TOKEN: Endpoint = Endpoint {
    says: "Every token may end itself, so that what has leaked can be stopped at once; one that may act ends others too.",
    ..Endpoint::new(PART, "End a token", end_token)
};

/// The person whose token this is.
#[derive(Debug, Serialize, JsonSchema)]
struct Me {
    id: String,
    name: String,
    email: Option<String>,
    /// The alliance.
    alliance: String,
    roles: Vec<Role>,
    token: Token,
}

/// A role.
#[derive(Debug, Serialize, JsonSchema)]
struct Role {
    id: String,
    title: String,
}

/// A token, without what programs show.
#[derive(Debug, Serialize, JsonSchema)]
struct Token {
    id: String,
    name: String,
    /// `read`, `draft` or `act`; each includes those before.
    reach: String,
    /// Only records of this kind.
    kind: Option<String>,
    /// Only this record, and what stands below it.
    record: Option<String>,
    made_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    used_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
}

impl Token {
    fn of(row: &TokenRow) -> Self {
        Self {
            id: row.id.clone(),
            name: row.name.clone(),
            reach: row.reach.word().to_owned(),
            kind: row.kind.clone(),
            record: row.subject_id.clone(),
            made_at: row.made_at.utc(),
            ends_at: row.ends_at.utc(),
            used_at: row.used_at.map(accord_store::Stamp::utc),
            ended_at: row.ended_at.map(accord_store::Stamp::utc),
        }
    }
}

/// A place where somebody is signed in.
#[derive(Debug, Serialize, JsonSchema)]
struct Session {
    id: String,
    browser: String,
    begun_at: DateTime<Utc>,
    seen_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
}

impl From<SessionRow> for Session {
    fn from(row: SessionRow) -> Self {
        Self {
            id: row.id,
            browser: row.browser,
            begun_at: row.begun_at.utc(),
            seen_at: row.seen_at.utc(),
            ends_at: row.ends_at.utc(),
        }
    }
}

fn me(site: &Site, request: &Request) -> Answer {
    let session = request.session()?;
    let token = request.token.as_ref().ok_or_else(Problem::not_found)?;
    let roles: Vec<String> = session.roles.iter().cloned().collect();
    let titles = readers::role_titles(&site.app.library, &roles);
    json(&Me {
        id: session.person.id.clone(),
        name: session.person.name.clone(),
        email: session.person.email.clone(),
        alliance: session.row.alliance_id.clone(),
        roles: roles
            .into_iter()
            .zip(titles)
            .map(|(id, title)| Role { id, title })
            .collect(),
        token: Token::of(token),
    })
}

/// Whose business it is where somebody is signed in, and by which tokens: not that of a token for one record.
fn not_narrowed(request: &Request) -> Result<(), Box<Problem>> {
    if caller::is_narrowed(request) {
        let says = "This token is for one record or one kind of record, and reaches nothing else.";
        return Err(Problem::new(403, "reach", says));
    }
    Ok(())
}

fn sessions(site: &Site, request: &Request) -> Answer {
    not_narrowed(request)?;
    let rows = sessions::list(&site.app, &request.session()?.person.id)?;
    json(&Page {
        items: rows.into_iter().map(Session::from).collect(),
        next: None,
    })
}

fn end_session(site: &Site, request: &Request) -> Answer {
    not_narrowed(request)?;
    let person = &request.session()?.person.id;
    done(sessions::end(&site.app, person, request.param("id"))?)
}

fn tokens(site: &Site, request: &Request) -> Answer {
    let rows = tokens::list(&site.app, request.alliance()?, &request.session()?.person.id)?;
    json(&Page {
        items: rows.iter().map(Token::of).collect(),
        next: None,
    })
}

fn end_token(site: &Site, request: &Request) -> Answer {
    let person = &request.session()?.person.id;
    let own = request.token.as_ref().ok_or_else(Problem::not_found)?;
    if own.id != request.param("id") && (!own.reach.includes(Reach::Act) || caller::is_narrowed(request)) {
        let says = "This token may end itself, and no other.";
        return Err(Problem::new(403, "reach", says));
    }
    done(tokens::end(
        &site.app,
        request.alliance()?,
        person,
        request.param("id"),
    )?)
}

/// It was there and is done; or it was not.
pub fn done(there: bool) -> Answer {
    match there {
        true => Ok(Reply::of(204, Body::Nothing)),
        false => Err(Problem::not_found()),
    }
}
