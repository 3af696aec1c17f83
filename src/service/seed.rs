//! Demonstration data from a file: an alliance with its organisations, people and roles, founded like any other,
//! with addresses that are made up.

use std::collections::BTreeMap;

use accord_store::people;
use anyhow::Context as _;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::service::{
    app::App,
    fault::Fault,
    founding::{self, Founding, Marks, Network, NewAlliance, Organisation},
    library,
    own::described::{self, Answers},
    subscriptions,
};

/// `workflows/seed/*.yaml`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Seed {
    /// The file's name without the ending.
    pub seed: String,
    /// What it is; shown wherever the data are.
    pub says: String,
    /// The alliance.
    pub alliance: NewAlliance,
    /// Areas, each a lot.
    #[serde(default)]
    pub networks: Vec<Network>,
    /// Organisations, with their people.
    pub organisations: Vec<Organisation>,
    /// Who else gets public notices by email.
    #[serde(default)]
    pub subscribers: Vec<Subscriber>,
    /// What people say of themselves who chose to: a person's short word, and their answers to the city's file.
    #[serde(default)]
    pub described: BTreeMap<String, Answers>,
}

/// A mailbox that asked for public notices.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Subscriber {
    pub name: String,
    pub email: String,
    /// What they asked to hear of.
    pub topics: Vec<String>,
}

/// Reads a seed of the library.
///
/// # Errors
/// There is none of this name, or it cannot be read: says every problem with its place.
pub fn read(app: &App, name: &str) -> anyhow::Result<Seed> {
    let path = format!("workflows/seed/{name}.yaml");
    let text = app
        .library
        .shelf
        .get(&path)
        .with_context(|| format!("there is no seed {path}"))?;
    library::read(&path, text)
}

/// Puts a seed into the store, in one transaction; gives the alliance's id.
///
/// # Errors
/// The alliance is there already, a role is unknown, or the store fails.
pub fn plant(app: &App, seed: Seed) -> Result<String, Fault> {
    app.writing(&app.rng.id(app.clock.now()), move |desk| {
        let marks = Marks {
            says: Some(seed.says),
            reason: "Demonstration data".to_owned(),
        };
        let file = Founding {
            alliance: seed.alliance,
            networks: seed.networks,
            organisations: seed.organisations.into_iter().map(addressed).collect(),
        };
        founding::put(desk, &file, &marks)?;
        for one in seed.subscribers {
            let request = subscriptions::Request {
                address: one.email,
                name: one.name,
                topics: one.topics,
                areas: Vec::new(),
            };
            subscriptions::plant(desk, &request)?;
        }
        for (word, answers) in seed.described {
            let person = people::by_handle(desk.db, &word)?.ok_or(Fault::NotFound("person"))?;
            described::put(desk, &person.id, answers)?;
        }
        Ok(desk.alliance.clone())
    })
}

/// With addresses under names that nobody can have (RFC 2606), where the data give none.
fn addressed(mut one: Organisation) -> Organisation {
    let domain = format!("{}.example", one.id);
    one.email.get_or_insert_with(|| format!("office@{domain}"));
    for person in &mut one.people {
        if person.channel() == "email" && person.email.is_none() {
            person.email = Some(format!("{}@{domain}", person.id));
        }
    }
    one
}
