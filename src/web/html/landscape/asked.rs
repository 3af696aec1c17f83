//! What is asked of the landscape by its address, and the addresses of other views of it.

use crate::{
    domain::landscape::has,
    service::landscape::{Landscape, Wanted},
    views::components::{
        control::{Choice, Control, Options},
        field::Field,
        link::Link,
        paging::Filter,
    },
    web::request::Request,
};

use super::{PATH, href_for, organisations};

/// The longest value that is looked at.
const LONGEST: usize = 100;
const AREA: &str = "area";
const COMMUNITY: &str = "community";
const SERVICE: &str = "service";
const LANGUAGE: &str = "language";
const LED: &str = "led";
const SIZE: &str = "size";
/// Which file.
const FILE: &str = "of";
/// The file of gaps.
pub(super) const GAPS: &str = "gaps";
/// The file of areas.
pub(super) const AREAS: &str = "networks";
/// The file of communities.
pub(super) const COMMUNITIES: &str = "communities";

/// What is asked.
#[derive(Debug, Clone, Default)]
pub(super) struct Asked {
    /// What is looked for.
    pub(super) wanted: Wanted,
    path: String,
    file: String,
}

impl Asked {
    /// Reads it from the address.
    pub(super) fn read(request: &Request) -> Self {
        let said = |name: &str| {
            let text = request.asked(name).unwrap_or_default();
            text.chars()
                .filter(|c| !c.is_control())
                .take(LONGEST)
                .collect::<String>()
        };
        Self {
            wanted: Wanted {
                area: said(AREA),
                community: said(COMMUNITY),
                service: said(SERVICE),
                language: said(LANGUAGE),
                is_led: said(LED) == "yes",
                is_small: said(SIZE) == "small",
            },
            path: match request.param("id") {
                "" => PATH.to_owned(),
                record => href_for(record),
            },
            file: said(FILE),
        }
    }

    /// Which file is asked for.
    pub(super) fn file(&self) -> &str {
        &self.file
    }

    fn pairs(&self) -> Vec<(&'static str, &str)> {
        let wanted = &self.wanted;
        [
            (AREA, wanted.area.as_str()),
            (COMMUNITY, wanted.community.as_str()),
            (SERVICE, wanted.service.as_str()),
            (LANGUAGE, wanted.language.as_str()),
            (LED, if wanted.is_led { "yes" } else { "" }),
            (SIZE, if wanted.is_small { "small" } else { "" }),
        ]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .collect()
    }

    fn address(path: &str, pairs: &[(&str, &str)]) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(pairs);
        match query.finish() {
            query if query.is_empty() => path.to_owned(),
            query => format!("{path}?{query}"),
        }
    }

    /// This view as a file.
    pub(super) fn as_file(&self, which: &str) -> String {
        let mut pairs = self.pairs();
        pairs.extend([(FILE, which), ("as", "csv")]);
        Self::address(&self.path, &pairs)
    }

    /// The organisations that are counted in an area.
    pub(super) fn organisations(&self, area: &str) -> String {
        let mut pairs = self.pairs();
        pairs.retain(|(name, _)| ![AREA, LANGUAGE, SIZE].contains(name));
        // The list has words for languages, and no choice.
        if !self.wanted.language.is_empty() {
            pairs.push(("q", &self.wanted.language));
        }
        pairs.push((AREA, area));
        Self::address(organisations::PATH, &pairs)
    }

    /// The organisations of a community.
    pub(super) fn of_community(community: &str) -> String {
        Self::address(organisations::PATH, &[(COMMUNITY, community)])
    }

    /// The questions, and what is asked for now.
    pub(super) fn filter(&self, seen: &Landscape) -> Filter {
        let wanted = &self.wanted;
        let areas: Vec<(String, String)> = seen
            .areas
            .iter()
            .map(|one| (one.id.clone(), one.name.clone()))
            .collect();
        let services: Vec<(String, String)> = seen
            .services
            .iter()
            .map(|(word, name)| (word.clone(), name.clone()))
            .collect();
        let same =
            |all: &[String]| -> Vec<(String, String)> { all.iter().map(|one| (one.clone(), one.clone())).collect() };
        let led = vec![("yes".to_owned(), "Only those led by their community".to_owned())];
        let is_led = if wanted.is_led { "yes" } else { "" };
        let small = vec![("small".to_owned(), "Only small ones".to_owned())];
        let is_small = if wanted.is_small { "small" } else { "" };
        let mut questions = vec![
            (AREA, "Network", "Every network", areas, wanted.area.as_str()),
            (
                COMMUNITY,
                "Community",
                "Every community",
                same(&seen.communities),
                &wanted.community,
            ),
            (SERVICE, "What is offered", "Anything", services, &wanted.service),
            (
                LANGUAGE,
                "Language",
                "Any language",
                same(&seen.languages),
                &wanted.language,
            ),
            (LED, "Who leads it", "Anybody", led, is_led),
        ];
        if seen.knows_income {
            questions.push((SIZE, "Income", "Any income", small, is_small));
        }
        let mut fields = Vec::new();
        let mut chosen = Vec::new();
        for (name, label, any, options, now) in questions {
            let first = Choice::new("", any, now.is_empty());
            let rest = options
                .iter()
                .map(|(value, title)| Choice::new(value, title, has(&[now.to_owned()], value)));
            let options_shown = Options::one(std::iter::once(first).chain(rest).collect());
            fields.push(Field::new(name, label, Control::Select(options_shown)));
            if let Some((_, title)) = options.iter().find(|(value, _)| has(&[now.to_owned()], value)) {
                let mut pairs = self.pairs();
                pairs.retain(|(other, _)| *other != name);
                chosen.push(Link::new(title, Self::address(&self.path, &pairs)));
            }
        }
        Filter {
            title: "Look for less".to_owned(),
            action: self.path.clone(),
            fields,
            chosen,
            clear: self.path.clone(),
        }
    }
}
