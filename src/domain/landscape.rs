//! Where there is what, and where there is nothing: organisations by area and by community, and the gaps in words.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::words;

/// An organisation that counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Organisation {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Ids of the areas that it works in.
    pub areas: Vec<String>,
    /// Whom it comes from, or serves.
    pub communities: Vec<String>,
    /// Languages beside English.
    pub languages: Vec<String>,
    /// Words for what it offers.
    pub services: Vec<String>,
    /// Most of its trustees are from the community that it serves.
    pub is_led: bool,
    /// Its income is small; never for whoever may not know.
    pub is_small: bool,
}

/// An area of the city.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Area {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// People registered there; 0 if it is not known.
    pub people: i64,
    /// Languages spoken there, beside English.
    pub languages: Vec<String>,
}

/// Fewer than so many is a gap; 0 is never one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Gaps {
    /// Organisations in an area.
    pub area: usize,
    /// Of these, led by their community.
    pub area_led: usize,
    /// Of these, working in a language that is spoken there.
    pub area_language: usize,
    /// Of these, offering something: its word to the number.
    pub area_services: BTreeMap<String, usize>,
    /// Organisations of a community, in the whole city.
    pub community: usize,
    /// Of these, led by it.
    pub community_led: usize,
}

/// What is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// Areas, in the alliance's order.
    pub areas: &'a [Area],
    /// Communities, each once.
    pub communities: &'a [String],
    /// What is called a gap.
    pub gaps: &'a Gaps,
    /// Words for what is offered, to what people call it.
    pub services: &'a BTreeMap<String, String>,
}

/// An area or a community, and what there is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// The id of an area; the name of a community.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Places in the list of organisations.
    pub here: Vec<usize>,
    /// How many of them are led by their community.
    pub led: usize,
    /// Sentences: what is missing.
    pub gaps: Vec<String>,
}

/// Each area: who is there, and what is not.
pub fn by_area(ground: Ground<'_>, all: &[Organisation]) -> Vec<Line> {
    let line = |area: &Area| {
        let mut line = line(all, (&area.id, &area.name), |one| one.areas.contains(&area.id));
        let there = || line.here.iter().filter_map(|place| all.get(*place));
        let (gaps, name) = (ground.gaps, &area.name);
        let mut found = Vec::new();
        found.extend(few(line.here.len(), gaps.area, "organisation", &format!("in {name}")));
        // Where nobody is, nothing else is there either: once is enough.
        if !line.here.is_empty() {
            found.extend(few(
                line.led,
                gaps.area_led,
                "community-led organisation",
                &format!("in {name}"),
            ));
            for language in &area.languages {
                let speak = there().filter(|one| has(&one.languages, language)).count();
                let place = format!("in {name} works in {language}");
                found.extend(few(speak, gaps.area_language, "organisation", &place));
            }
            for (service, least) in &gaps.area_services {
                let offer = there().filter(|one| one.services.contains(service)).count();
                let title = ground.services.get(service).unwrap_or(service);
                let place = format!("in {name} offers {}", words::lower_first(title));
                found.extend(few(offer, *least, "organisation", &place));
            }
        }
        line.gaps = found;
        line
    };
    ground.areas.iter().map(line).collect()
}

/// Each community: who comes from it or serves it, and what is missing.
pub fn by_community(ground: Ground<'_>, all: &[Organisation]) -> Vec<Line> {
    let line = |name: &String| {
        let mut line = line(all, (name, name), |one| has(&one.communities, name));
        let of = format!("for this community: {name}");
        let mut found = Vec::new();
        found.extend(few(line.here.len(), ground.gaps.community, "organisation", &of));
        if !line.here.is_empty() {
            found.extend(few(
                line.led,
                ground.gaps.community_led,
                "community-led organisation",
                &of,
            ));
        }
        line.gaps = found;
        line
    };
    ground.communities.iter().map(line).collect()
}

/// Every community that is to be reached or is named by somebody, in order, each once however it is written.
pub fn communities(wanted: &[String], all: &[Organisation]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for name in wanted.iter().chain(all.iter().flat_map(|one| &one.communities)) {
        if !has(&out, name) {
            out.push(name.clone());
        }
    }
    out.sort_by_key(|name| name.to_lowercase());
    out
}

/// Whether a list has a word, however it is written.
pub fn has(all: &[String], word: &str) -> bool {
    all.iter()
        .any(|one| one.trim().to_lowercase() == word.trim().to_lowercase())
}

fn line(all: &[Organisation], (id, name): (&str, &str), fits: impl Fn(&Organisation) -> bool) -> Line {
    let here: Vec<usize> = all
        .iter()
        .zip(0..)
        .filter(|(one, _)| fits(one))
        .map(|(_, place)| place)
        .collect();
    let led = here
        .iter()
        .filter_map(|place| all.get(*place))
        .filter(|one| one.is_led)
        .count();
    Line {
        id: id.to_owned(),
        name: name.to_owned(),
        here,
        led,
        gaps: Vec::new(),
    }
}

/// "No organisation in Foundry works in Urdu." or, where some are there, "Only 1 organisation …; at least 2 are wanted."
fn few(found: usize, least: usize, what: &str, rest: &str) -> Option<String> {
    match found {
        found if found >= least => None,
        0 => Some(format!("No {what} {rest}.")),
        found => {
            let count = words::count_of(found, what, &format!("{what}s"));
            Some(format!("Only {count} {rest}; at least {least} are wanted."))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(all: &[&str]) -> Vec<String> {
        all.iter().map(|one| (*one).to_owned()).collect()
    }

    fn organisation(name: &str, areas: &[&str], communities: &[&str], is_led: bool) -> Organisation {
        Organisation {
            name: name.to_owned(),
            areas: words(areas),
            communities: words(communities),
            languages: words(&["Somali"]),
            services: words(&["groups"]),
            is_led,
            ..Organisation::default()
        }
    }

    fn area(id: &str, languages: &[&str]) -> Area {
        Area {
            id: id.to_owned(),
            name: super::words::upper_first(id),
            languages: words(languages),
            ..Area::default()
        }
    }

    #[test]
    fn gaps_are_said_in_words() {
        let all = [
            organisation("A", &["foundry", "heeley"], &["Somali"], true),
            organisation("B", &["darnall"], &["Roma"], false),
        ];
        let areas = [
            area("foundry", &["somali", "Urdu"]),
            area("heeley", &[]),
            area("darnall", &[]),
            area("townships", &["Polish"]),
        ];
        let named = communities(&words(&["Roma", "Eritrean"]), &all);
        assert_eq!(named, ["Eritrean", "Roma", "Somali"]);
        let gaps = Gaps {
            area: 1,
            area_led: 1,
            area_language: 1,
            area_services: [("groups".to_owned(), 1), ("one_to_one".to_owned(), 1)].into(),
            community: 1,
            community_led: 1,
        };
        let services = [("one_to_one".to_owned(), "One-to-one support".to_owned())].into();
        let ground = Ground {
            areas: &areas,
            communities: &named,
            gaps: &gaps,
            services: &services,
        };
        let said: Vec<Vec<String>> = by_area(ground, &all).into_iter().map(|one| one.gaps).collect();
        assert_eq!(
            said,
            [
                vec![
                    "No organisation in Foundry works in Urdu.",
                    "No organisation in Foundry offers one-to-one support.",
                ],
                vec!["No organisation in Heeley offers one-to-one support."],
                vec![
                    "No community-led organisation in Darnall.",
                    "No organisation in Darnall offers one-to-one support.",
                ],
                vec!["No organisation in Townships."],
            ]
        );
        let said: Vec<String> = by_community(ground, &all)
            .into_iter()
            .flat_map(|one| one.gaps)
            .collect();
        assert_eq!(
            said,
            [
                "No organisation for this community: Eritrean.",
                "No community-led organisation for this community: Roma.",
            ]
        );
        let more = Gaps {
            area: 2,
            ..Gaps::default()
        };
        let lines = by_area(Ground { gaps: &more, ..ground }, &all);
        assert_eq!(
            lines[2].gaps,
            ["Only 1 organisation in Darnall; at least 2 are wanted."]
        );
        let none = Gaps::default();
        assert!(
            by_area(Ground { gaps: &none, ..ground }, &all)
                .iter()
                .all(|one| one.gaps.is_empty())
        );
    }
}
