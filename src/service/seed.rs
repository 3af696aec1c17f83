//! Demonstration data from a file: an alliance with its organisations, people and roles.

use accord_store::{
    alliances::{self, AllianceRow},
    appointments::Scope,
    subjects::{self as subject_rows, SubjectRow},
};
use anyhow::Context as _;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

use crate::service::{
    app::{App, Desk},
    authority::manage::{self, NewOrganisation, NewPerson},
    fault::Fault,
    library, subscriptions,
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
}

/// An alliance.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names say it")]
pub struct NewAlliance {
    /// A short word.
    pub id: String,
    pub name: String,
    pub short_name: String,
    pub lead_body: String,
    pub city: String,
    pub email: String,
    pub phone: String,
    pub website: String,
    pub address: String,
    pub reference_prefix: String,
    pub rate_card: String,
}

/// A primary care network.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Network {
    /// A short word.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// People registered.
    pub population: i64,
    /// A year of one peer support worker: `£38,500.00`.
    pub value: String,
    /// Languages spoken.
    #[serde(default)]
    pub languages: Vec<String>,
    /// Whether somebody has checked that this is so.
    pub verified: bool,
}

/// An organisation.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// A short word.
    pub id: String,
    /// Its name.
    pub name: String,
    /// `member`, `commissioner`, `lead_body`, `partner`, `involvement`.
    pub kind: String,
    /// The real organisation of this name; without it, an invented one.
    #[serde(default)]
    pub real: bool,
    /// Income band: `under_10k`, `10k_100k`, `100k_1m`, `1m_10m`, `over_10m`.
    #[serde(default)]
    pub income: Option<String>,
    /// Most trustees are from the community.
    #[serde(default)]
    pub community_led: bool,
    /// Networks it works in.
    #[serde(default)]
    pub networks: Vec<String>,
    /// What it offers: options of that question of `profile.yaml`.
    #[serde(default)]
    pub services: Vec<String>,
    /// Communities it comes from or serves.
    #[serde(default)]
    pub communities: Vec<String>,
    /// Languages it works in, beside English.
    #[serde(default)]
    pub languages: Vec<String>,
    /// What it says of itself beside: questions of `profile.yaml` with answers.
    #[serde(default)]
    pub says: IndexMap<String, String>,
    /// Its people.
    pub people: Vec<Person>,
}

/// A person.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// A short word.
    pub id: String,
    /// Full name.
    pub name: String,
    /// What they do there.
    pub position: String,
    /// Roles in the whole alliance.
    #[serde(default)]
    pub roles: Vec<String>,
    /// Roles in whatever belongs to the organisation.
    #[serde(default)]
    pub roles_here: Vec<String>,
    /// How to reach them: `email` (the default), `phone`, `post`, `supporter`.
    #[serde(default)]
    pub channel: Option<String>,
    /// Gets what is sent to the organisation.
    #[serde(default)]
    pub lead: bool,
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
    let app = app.clone();
    app.store.clone().write(move |db| {
        let now = app.clock.now();
        let mut desk = Desk {
            db,
            app: &app,
            alliance: app.rng.id(now),
            now,
        };
        alliance(&mut desk, &seed)?;
        for organisation in seed.organisations {
            plant_organisation(&mut desk, organisation)?;
        }
        for one in seed.subscribers {
            let request = subscriptions::Request {
                address: one.email,
                name: one.name,
                topics: one.topics,
            };
            subscriptions::plant(&mut desk, &request)?;
        }
        Ok(desk.alliance)
    })
}

fn alliance(desk: &mut Desk<'_>, seed: &Seed) -> Result<(), Fault> {
    let mut data = serde_json::to_value(&seed.alliance)?;
    if let Json::Object(data) = &mut data {
        data.insert("demonstration".to_owned(), seed.says.clone().into());
        data.insert("networks".to_owned(), serde_json::to_value(&seed.networks)?);
    }
    let row = AllianceRow {
        id: desk.alliance.clone(),
        short_name: seed.alliance.short_name.clone(),
        name: seed.alliance.name.clone(),
        data: data.to_string(),
        created_at: desk.now.into(),
    };
    alliances::insert(desk.db, &row)?;
    // The alliance is also a record, so that what belongs to nothing else can belong to it.
    let record = SubjectRow {
        id: desk.alliance.clone(),
        alliance_id: desk.alliance.clone(),
        kind: "alliance".to_owned(),
        reference: None,
        title: row.name,
        parent_id: None,
        organisation_id: None,
        person_id: None,
        data: json!({ "networks": seed.networks }).to_string(),
        created_at: desk.now.into(),
    };
    Ok(subject_rows::insert(desk.db, &record)?)
}

fn plant_organisation(desk: &mut Desk<'_>, new: Organisation) -> Result<(), Fault> {
    let mut profile = Map::new();
    for (name, list) in [
        ("networks", &new.networks),
        ("services", &new.services),
        ("communities", &new.communities),
        ("languages", &new.languages),
    ] {
        profile.insert(name.to_owned(), list.clone().into());
    }
    profile.insert("invented".to_owned(), (!new.real).into());
    profile.extend(new.says.into_iter().map(|(question, answer)| (question, answer.into())));
    let organisation = manage::add_organisation(
        desk,
        NewOrganisation {
            email: Some(format!("office@{}.example", new.id)),
            handle: new.id.clone(),
            name: new.name,
            kind: new.kind,
            income_band: new.income,
            community_led: new.community_led,
            profile,
        },
    )?;
    for person in new.people {
        plant_person(desk, &new.id, &organisation, person)?;
    }
    Ok(())
}

fn plant_person(desk: &mut Desk<'_>, domain: &str, organisation: &str, new: Person) -> Result<(), Fault> {
    let channel = new.channel.unwrap_or_else(|| "email".to_owned());
    let email = (channel == "email").then(|| format!("{}@{domain}.example", new.id));
    let person = manage::add_person(
        desk,
        NewPerson {
            handle: new.id,
            name: new.name,
            email,
            channel,
        },
    )?;
    manage::join(desk, &person, organisation, &new.position, new.lead)?;
    let alliance = desk.alliance.clone();
    for role in &new.roles {
        manage::appoint(desk, &person, role, (Scope::Alliance, &alliance), "Demonstration data")?;
    }
    for role in &new.roles_here {
        manage::appoint(
            desk,
            &person,
            role,
            (Scope::Organisation, organisation),
            "Demonstration data",
        )?;
    }
    Ok(())
}
