//! What waits on the person, on others, what is coming, and what they did.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    endpoint::{Endpoint, Gives, Version, json, schema},
    problem::Answer,
    records::Line,
    tags,
};
use crate::{
    service::inbox::{self, Item},
    web::{caller, request::Request, site::Site},
};

/// My tasks.
pub const ALL: Endpoint = Endpoint {
    gives: Gives::Json(schema::<Tasks>),
    version: Version::Tagged,
    says: "As Home shows them: at most 25 of each list, the most urgent first.",
    ..Endpoint::new("Me", "My tasks", all)
};

/// What there is to do.
#[derive(Debug, Serialize, JsonSchema)]
struct Tasks {
    /// Asked of this person.
    on_me: Vec<Task>,
    /// More is asked than is listed.
    more_on_me: bool,
    /// Asked of others, in what they take part in.
    on_others: Vec<Task>,
    /// Dates ahead.
    coming: Vec<Task>,
    /// What they did lately.
    lately: Vec<Task>,
}

/// One task, date or deed.
#[derive(Debug, Serialize, JsonSchema)]
struct Task {
    /// What is asked, or happened.
    what: String,
    record: Line,
    instance: String,
    /// Where it is done, if this person can do it: an address of this API. Of a decision it is the
    /// instance, whose offers have the answers.
    address: Option<String>,
    /// Until when, or when.
    at: Option<DateTime<Utc>>,
    /// Whom it waits for.
    whom: String,
    /// Something has been typed already.
    is_begun: bool,
    /// So many others are just like it, and are not listed; 10 stands for 10 or more.
    alike: usize,
}

fn all(site: &Site, request: &Request) -> Answer {
    let home = inbox::home(&site.app, request.alliance()?, &request.caller()?)?;
    let list = |items: Vec<Item>| -> Result<Vec<Task>, crate::service::fault::Fault> {
        site.app.reading(request.alliance()?, |desk| {
            let mut out = Vec::new();
            for item in items {
                match caller::within(desk, request, &item.record) {
                    Ok(()) => out.push(task(item)),
                    Err(crate::service::fault::Fault::NotFound(_)) => {}
                    Err(other) => return Err(other),
                }
            }
            Ok(out)
        })
    };
    let reply = json(&Tasks {
        on_me: list(home.on_you)?,
        more_on_me: home.more,
        on_others: list(home.on_others)?,
        coming: list(home.coming)?,
        lately: list(home.lately)?,
    })?;
    Ok(tags::tagged(reply, ""))
}

fn task(item: Item) -> Task {
    let here = format!("/api/v1/instances/{}", item.instance);
    Task {
        address: match (&item.place, &item.decision, item.choice()) {
            (Some(place), ..) => Some(format!("{here}/{}", place.path())),
            (None, Some(_), _) | (None, None, Some(_)) => Some(here),
            (None, None, None) => None,
        },
        what: item.what,
        record: Line::of(&item.record),
        instance: item.instance,
        at: item.at,
        whom: item.whom,
        is_begun: item.begun,
        alike: item.more,
    }
}
