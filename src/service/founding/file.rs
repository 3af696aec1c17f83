//! What a founding file says, and the demonstration data with it: an alliance, its areas, the organisations
//! that it begins with, and their people.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A founding file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Founding {
    /// The alliance.
    pub alliance: NewAlliance,
    /// Areas, each a lot.
    #[serde(default)]
    pub networks: Vec<Network>,
    /// Organisations, with their people; others join later, on the pages or from a file.
    pub organisations: Vec<Organisation>,
}

/// An alliance.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAlliance {
    /// In full.
    pub name: String,
    /// What people say; the command line knows it by this.
    pub short_name: String,
    /// The organisation that signs and answers for the money.
    pub lead_body: String,
    /// Where.
    pub city: String,
    /// For questions; it stands in letters and at the foot of pages.
    pub email: String,
    /// For questions, by voice.
    pub phone: String,
    /// With `https://`.
    pub website: String,
    /// One line.
    pub address: String,
    /// The address at which its pages are served, where one installation serves several alliances:
    /// `https://accord.northtown.example`. Without it, the installation's own.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub site: String,
    /// What identifiers of its grants begin with, such as `360G-northtown`; 360Giving gives it on request.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub grants_prefix: String,
    /// What it calls its bodies, by their word in `bodies.yaml`; without it, what stands there.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub bodies: IndexMap<String, String>,
    /// Communities that it wants to reach, whether or not an organisation names them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub communities: Vec<String>,
}

/// A primary care network, or whatever the alliance works in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Network {
    /// A short word; it stays, whatever the name becomes.
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
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// A short word.
    pub id: String,
    /// Its name.
    pub name: String,
    /// One of [`KINDS`].
    pub kind: String,
    /// Where it is written to as an organisation.
    #[serde(default)]
    pub email: Option<String>,
    /// In demonstration data: the real organisation of this name; without it, an invented one.
    #[serde(default)]
    pub real: bool,
    /// Income band: an option of that question of `profile.yaml`.
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
    #[serde(default)]
    pub people: Vec<Person>,
}

/// What an organisation can be to an alliance.
pub const KINDS: [&str; 5] = ["member", "commissioner", "lead_body", "partner", "involvement"];

/// A person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// A short word.
    pub id: String,
    /// Full name.
    pub name: String,
    /// What they do there.
    pub position: String,
    /// Where they are written to, and sign in; demonstration data make one up.
    #[serde(default)]
    pub email: Option<String>,
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

impl Person {
    /// How they are reached.
    pub fn channel(&self) -> &str {
        self.channel.as_deref().unwrap_or("email")
    }
}
