//! Where there is what: the organisations that count, by area and by community, and the gaps. Made of what
//! organisations say of themselves for everybody to read, so that everybody may see it; which of them are small is for
//! whoever manages the alliance.

use std::collections::BTreeMap;

use accord_store::alliances;
use serde_json::Value as Json;

use super::organisations::listing;
use crate::{
    domain::landscape::{self as rules, Area, Ground, Line, Organisation},
    service::{
        aims::LINK,
        app::Desk,
        authority::{Caller, Standing},
        fault::Fault,
        founding,
        sight::{self, Seen},
    },
};

/// The language that everybody works in.
const USUAL: &str = "English";

/// What is looked for; empty for anything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The id of an area.
    pub area: String,
    /// A community.
    pub community: String,
    /// The word of something that is offered.
    pub service: String,
    /// A language.
    pub language: String,
    /// Led by their community alone.
    pub is_led: bool,
    /// Small ones alone; for whoever may know of incomes.
    pub is_small: bool,
}

/// What the landscape shows.
#[derive(Debug, Clone, Default)]
pub struct Landscape {
    /// Areas, in the alliance's order; all of them, whatever is looked for.
    pub areas: Vec<Area>,
    /// Every community, whatever is looked for.
    pub communities: Vec<String>,
    /// Every language that is spoken or worked in.
    pub languages: Vec<String>,
    /// Words for what is offered, to what people call it.
    pub services: BTreeMap<String, String>,
    /// The organisations that count and fit.
    pub organisations: Vec<Organisation>,
    /// How many count, whether or not they fit.
    pub counted: usize,
    /// Area by area, of those that are looked for.
    pub by_area: Vec<Line>,
    /// Community by community, likewise.
    pub by_community: Vec<Line>,
    /// The reader may know how large each is.
    pub knows_income: bool,
    /// The record from whose page somebody came, if they see it: kind, id, title.
    pub from: Option<(String, String, String)>,
    /// The reader may say which gaps that record answers.
    pub may_link: bool,
}

/// The landscape, as far as it is looked for.
///
/// # Errors
/// The database fails, or what is stored is damaged.
pub fn look(desk: &mut Desk<'_>, caller: Option<&Caller>, wanted: &Wanted, from: &str) -> Result<Landscape, Fault> {
    let library = desk.app.library.clone();
    let settings = &library.landscape;
    let mut out = Landscape {
        areas: areas(desk)?,
        services: services(desk),
        ..Landscape::default()
    };
    let lines = listing::all(desk, caller)?.lines;
    // One's own income is no reason to count anybody's.
    out.knows_income = !lines.is_empty() && lines.iter().all(|line| line.income.is_some());
    let small = |line: &listing::Line| line.income.as_ref().is_some_and(|band| settings.small.contains(band));
    let knows = out.knows_income;
    let all: Vec<Organisation> = lines
        .into_iter()
        .filter(|line| settings.counts.contains(&line.kind))
        .map(|line| Organisation {
            is_small: knows && small(&line),
            id: line.id,
            name: line.name,
            areas: line.networks,
            communities: line.communities,
            languages: line.languages,
            services: line.services,
            is_led: line.community_led,
        })
        .collect();
    out.counted = all.len();
    out.communities = rules::communities(
        &[settings.communities.as_slice(), &founding::said(desk)?.communities].concat(),
        &all,
    );
    let spoken: Vec<String> = out.areas.iter().flat_map(|area| area.languages.clone()).collect();
    let worked: Vec<String> = all.iter().flat_map(|one| one.languages.clone()).collect();
    out.languages = each_once(spoken.into_iter().chain(worked));
    let wanted_here = Wanted {
        is_small: wanted.is_small && knows,
        ..wanted.clone()
    };
    out.organisations = all.iter().filter(|one| fits(one, &wanted_here)).cloned().collect();
    let ground = Ground {
        areas: &out.areas,
        communities: &out.communities,
        gaps: &settings.gaps,
        services: &out.services,
    };
    // What is not looked for is not missing: gaps are those of everybody, whatever is looked for.
    let of_all = (rules::by_area(ground, &all), rules::by_community(ground, &all));
    out.by_area = with_gaps(rules::by_area(ground, &out.organisations), of_all.0);
    out.by_community = with_gaps(rules::by_community(ground, &out.organisations), of_all.1);
    out.by_area
        .retain(|line| wanted.area.is_empty() || line.id == wanted.area);
    let is_wanted = |line: &Line| wanted.community.is_empty() || line.id == wanted.community;
    out.by_community.retain(is_wanted);
    if let (Some(caller), false) = (caller, from.is_empty()) {
        let seen = record(desk, caller, from)?;
        out.may_link = seen.as_ref().is_some_and(|seen| seen.may_do(LINK));
        out.from = seen.map(|seen| (seen.record.kind, seen.record.id, seen.record.title));
    }
    Ok(out)
}

/// Lines as far as something is looked for, with the gaps that there are.
fn with_gaps(mut lines: Vec<Line>, of_all: Vec<Line>) -> Vec<Line> {
    let mut gaps: BTreeMap<String, Vec<String>> = of_all.into_iter().map(|line| (line.id, line.gaps)).collect();
    for line in &mut lines {
        line.gaps = gaps.remove(&line.id).unwrap_or_default();
    }
    lines
}

/// A record that leads here and that somebody sees; nothing else is told of.
fn record(desk: &mut Desk<'_>, caller: &Caller, id: &str) -> Result<Option<Seen>, Fault> {
    let rights = Standing::of(desk, caller)?;
    let seen = sight::if_seen(sight::by_id(desk, &rights, id))?;
    Ok(seen.filter(|seen| desk.app.library.landscape.shown_at.contains(&seen.record.kind)))
}

fn fits(one: &Organisation, wanted: &Wanted) -> bool {
    (wanted.area.is_empty() || one.areas.contains(&wanted.area))
        && (wanted.community.is_empty() || rules::has(&one.communities, &wanted.community))
        && (wanted.service.is_empty() || one.services.contains(&wanted.service))
        && (wanted.language.is_empty() || rules::has(&one.languages, &wanted.language))
        && (!wanted.is_led || one.is_led)
        && (!wanted.is_small || one.is_small)
}

/// Words for what is offered, to what people call it: the profile's own options.
pub fn services(desk: &Desk<'_>) -> BTreeMap<String, String> {
    let fields = &desk.app.library.profile.form.fields;
    let field = fields.iter().find(|field| field.id == "services");
    field.into_iter().flat_map(|field| field.options.clone()).collect()
}

fn areas(desk: &mut Desk<'_>) -> Result<Vec<Area>, Fault> {
    let data: Json = serde_json::from_str(&alliances::load(desk.db, &desk.alliance)?.data)?;
    let all = data.get("networks").and_then(Json::as_array);
    let area = |one: &Json| {
        let word = |name: &str| one.get(name).and_then(Json::as_str).map(str::to_owned);
        let languages = one.get("languages").and_then(Json::as_array);
        let languages = languages.into_iter().flatten().filter_map(Json::as_str);
        Some(Area {
            id: word("id")?,
            name: word("name")?,
            people: one.get("population").and_then(Json::as_i64).unwrap_or_default(),
            languages: languages.filter(|one| *one != USUAL).map(str::to_owned).collect(),
        })
    };
    Ok(all.into_iter().flatten().filter_map(area).collect())
}

fn each_once(all: impl Iterator<Item = String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for one in all {
        if !rules::has(&out, &one) {
            out.push(one);
        }
    }
    out.sort_by_key(|one| one.to_lowercase());
    out
}
