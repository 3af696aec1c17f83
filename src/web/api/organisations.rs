//! Organisations, as far as the token's owner may know them; what an organisation says of itself, for its
//! own people.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::{
    endpoint::{Endpoint, Gives, Kind, Parameter, Takes, json, read, schema},
    paging::{self, CURSOR, LIMIT, Page},
    problem::{Answer, Problem},
    records::Line,
};
use crate::{
    service::{
        fault::Fault,
        organisations::{
            Standing,
            listing::{self, Wanted},
            one, profile, saving,
        },
        typed,
    },
    web::{caller, request::Request, site::Site},
};

const PART: &str = "Organisations";

/// The register.
pub const ALL: Endpoint = Endpoint {
    query: &[
        Parameter {
            name: "q",
            says: "All of these words somewhere.",
            kind: Kind::Text,
        },
        Parameter {
            name: "area",
            says: "Only those that work in the area of this id.",
            kind: Kind::Text,
        },
        Parameter {
            name: "community",
            says: "Only those that name this community.",
            kind: Kind::Text,
        },
        Parameter {
            name: "kind",
            says: "Only of this kind: `member`, `commissioner`.",
            kind: Kind::Text,
        },
        LIMIT,
        CURSOR,
    ],
    gives: Gives::Json(schema::<Page<Organisation>>),
    says: "By name.",
    ..Endpoint::new(PART, "Organisations", all)
};
/// One.
pub const ONE: Endpoint = Endpoint {
    gives: Gives::Json(schema::<Whole>),
    says: "What it says of itself, its people and what it takes part in, each as far as this person may know. Bids \
           are seen by nobody else before they are opened.",
    ..Endpoint::new(PART, "An organisation", one_of_them)
};
/// What it says of itself.
pub const PROFILE: Endpoint = Endpoint {
    gives: Gives::Json(schema::<Profile>),
    says: "For whoever speaks for the organisation.",
    ..Endpoint::new(PART, "What my organisation says of itself", profile_of)
};
/// Changes it.
pub const SAVE: Endpoint = Endpoint {
    takes: Takes::Json(schema::<Saving>),
    gives: Gives::Json(schema::<Profile>),
    says: "All answers, in place of those before; `version` is the one that was read. Every version stays.",
    ..Endpoint::new(PART, "Change what my organisation says of itself", save)
};

/// An organisation in the list.
#[derive(Debug, Serialize, JsonSchema)]
struct Organisation {
    id: String,
    name: String,
    /// `member`, `commissioner`, `lead_body`, `partner`, `involvement`.
    kind: String,
    /// Ids of the areas that it works in.
    areas: Vec<String>,
    communities: Vec<String>,
    /// Beside English.
    languages: Vec<String>,
    is_community_led: bool,
    website: Option<String>,
    /// Its address in this API.
    address: String,
}

/// An organisation.
#[derive(Debug, Serialize, JsonSchema)]
struct Whole {
    id: String,
    name: String,
    kind: String,
    /// Question to answer. A number of a register has the right format; nobody has looked it up.
    says: Map<String, Json>,
    people: Vec<Person>,
    records: Vec<Line>,
    /// This person speaks for it.
    is_own: bool,
}

/// Somebody of an organisation.
#[derive(Debug, Serialize, JsonSchema)]
struct Person {
    name: String,
    position: String,
    is_lead_contact: bool,
}

/// What an organisation says of itself.
#[derive(Debug, Serialize, JsonSchema)]
struct Profile {
    version: i64,
    answers: Map<String, Json>,
}

/// What it is to say from now on.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Saving {
    version: i64,
    answers: Map<String, Json>,
}

fn all(site: &Site, request: &Request) -> Answer {
    let said = |name: &str| request.asked(name).unwrap_or_default().to_owned();
    let wanted = Wanted {
        words: said("q"),
        area: said("area"),
        community: said("community"),
        kind: said("kind"),
    };
    let most = paging::limit(request)?;
    let after = paging::after(request, "organisations")?;
    let caller = request.caller()?;
    let found = site
        .app
        .reading(request.alliance()?, |desk| listing::all(desk, Some(&caller)))?;
    let lines = listing::select(found.lines, &wanted);
    let from = match &after {
        Some(id) => lines
            .iter()
            .position(|line| line.id == *id)
            .map_or(lines.len(), |at| at + 1),
        None => 0,
    };
    let more = lines.len() > from + most;
    let items: Vec<Organisation> = lines
        .into_iter()
        .skip(from)
        .take(most)
        .map(|line| Organisation {
            address: format!("/api/v1/organisations/{}", line.id),
            website: Some(line.website).filter(|text| !text.is_empty()),
            id: line.id,
            name: line.name,
            kind: line.kind,
            areas: line.networks,
            communities: line.communities,
            languages: line.languages,
            is_community_led: line.community_led,
        })
        .collect();
    let last = items.last().filter(|_| more).map(|one| one.id.clone());
    paging::page(request, "organisations", items, last.as_deref())
}

fn one_of_them(site: &Site, request: &Request) -> Answer {
    // A narrowed token reads of an organisation what everybody may.
    let caller = (!caller::is_narrowed(request)).then(|| request.caller()).transpose()?;
    let id = request.param("id");
    let (shown, lines) = site.app.reading(request.alliance()?, |desk| {
        let shown = one::show(desk, caller.as_ref(), id)?;
        let mut lines = Vec::new();
        for below in &shown.records {
            match caller::within(desk, request, &below.record) {
                Ok(()) => lines.push(Line::of(&below.record)),
                Err(Fault::NotFound(_)) => {}
                Err(other) => return Err(other),
            }
        }
        Ok::<_, Fault>((shown, lines))
    })?;
    json(&Whole {
        is_own: shown.standing == Standing::Own,
        people: shown
            .people
            .into_iter()
            .map(|one| Person {
                name: one.name,
                position: one.position,
                is_lead_contact: one.lead,
            })
            .collect(),
        records: lines,
        id: shown.row.id,
        name: shown.row.name,
        kind: shown.row.kind,
        says: shown.answers,
    })
}

fn profile_of(site: &Site, request: &Request) -> Answer {
    if caller::is_narrowed(request) {
        return Err(Problem::not_found());
    }
    let (caller, id) = (request.caller()?, request.param("id"));
    let sheet = site
        .app
        .reading(request.alliance()?, |desk| profile::open(desk, &caller, id))?;
    json(&Profile {
        version: sheet.version,
        answers: typed::told(sheet.typed),
    })
}

fn save(site: &Site, request: &Request) -> Answer {
    let saving: Saving = read(request)?;
    let (alliance, caller, id) = (request.alliance()?, request.caller()?, request.param("id"));
    if caller::is_narrowed(request) {
        // A token for one record, or one kind, reaches no organisation.
        return Err(Problem::not_found());
    }
    let form = &site.app.library.profile.form;
    let answers = typed::kept(Some(form), saving.answers);
    let saying = saving::Saying {
        typed: answers,
        seen: Some(saving.version),
        because: None,
    };
    saving::save(&site.app, alliance, &caller, id, saying)?;
    profile_of(site, request)
}
