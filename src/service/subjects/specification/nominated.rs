//! Whom the working group nominated to write and sign a text: those whom somebody invited who held its role then.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json};

use super::{by, log, word};
use crate::service::{
    app::Desk,
    fault::Fault,
    subjects::{About, Work, plain},
};

/// The permit of whoever invites.
pub(super) const INVITE: &str = "person.invite";
/// The fact whose last word is the role of those who nominate.
pub(super) const NOMINATED: &str = "people.working_group";
/// The roles that whoever invited held then, in the log.
const NAMED_AS: &str = "named_as";

/// Invites somebody; the roles of whoever does it are kept with it.
pub(super) fn invite(desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
    let mut body = work.body.clone();
    body.insert(NAMED_AS.to_owned(), serde_json::to_value(&work.actor.roles)?);
    plain::log(desk, about, Work { body: &body, ..work })
}

/// Everybody who was nominated; nobody nominates themselves.
pub(in crate::service::subjects) fn people(own: &Map<String, Json>) -> BTreeSet<String> {
    let role = NOMINATED.rsplit('.').next().unwrap_or_default();
    let by_the_group = |entry: &&Json| {
        let roles = entry.get(NAMED_AS).and_then(Json::as_array).into_iter().flatten();
        roles.filter_map(Json::as_str).any(|held| held == role) && word(entry, "person") != by(entry)
    };
    let invited = log(own, INVITE).filter(by_the_group);
    invited
        .filter_map(|entry| word(entry, "person"))
        .map(str::to_owned)
        .collect()
}
