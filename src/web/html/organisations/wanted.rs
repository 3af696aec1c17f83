//! What part of the register of organisations somebody looks at: in the address, and as a form.

use std::collections::BTreeSet;

use super::PATH;
use crate::{
    service::organisations::listing::{self, Listing, Wanted, kind},
    views::components::{
        control::{Choice, Control, Options},
        field::Field,
        link::Link,
        paging::Filter,
    },
    web::request::Request,
};

/// What the address asks for.
pub(super) fn read(request: &Request) -> Wanted {
    let said = |name: &str| {
        let text = request.asked(name).unwrap_or_default();
        let text: String = text.chars().filter(|c| !c.is_control()).take(100).collect();
        text.trim().to_owned()
    };
    Wanted {
        words: said("q"),
        area: said("area"),
        community: said("community"),
        kind: said("kind"),
        by: said("by"),
        turned: request.asked("turned").is_some(),
    }
}

/// The address of a view, without what is usual.
pub(super) fn address(path: &str, wanted: &Wanted, page: u64) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in [
        ("q", &wanted.words),
        ("area", &wanted.area),
        ("community", &wanted.community),
        ("kind", &wanted.kind),
        ("by", &wanted.by),
    ] {
        if !value.is_empty() && (name != "by" || value == "kind") {
            query.append_pair(name, value);
        }
    }
    if wanted.turned {
        query.append_pair("turned", "yes");
    }
    if page > 1 {
        query.append_pair("page", &page.to_string());
    }
    match query.finish() {
        query if query.is_empty() => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}

/// The form that narrows the list, with what it is narrowed by.
pub(super) fn filter(all: &Listing, wanted: &Wanted) -> Filter {
    let kinds: BTreeSet<&str> = all.lines.iter().map(|line| line.kind.as_str()).collect();
    let kinds: Vec<(String, String)> = kinds.into_iter().map(|word| (word.to_owned(), kind(word))).collect();
    let areas: Vec<(String, String)> = all.areas.iter().map(|(id, name)| (id.clone(), name.clone())).collect();
    let communities: Vec<(String, String)> = listing::communities(&all.lines)
        .into_iter()
        .map(|name| (name.clone(), name))
        .collect();
    let mut chosen = Vec::new();
    let mut without = |title: Option<String>, rest: Wanted| {
        chosen.extend(title.map(|title| Link::new(title, address(PATH, &rest, 1))));
    };
    let title =
        |all: &[(String, String)], value: &str| all.iter().find(|(id, _)| id == value).map(|(_, name)| name.clone());
    let empty = String::new;
    without(
        title(&areas, &wanted.area),
        Wanted {
            area: empty(),
            ..wanted.clone()
        },
    );
    without(
        title(&communities, &wanted.community),
        Wanted {
            community: empty(),
            ..wanted.clone()
        },
    );
    without(
        title(&kinds, &wanted.kind),
        Wanted {
            kind: empty(),
            ..wanted.clone()
        },
    );
    let words = (!wanted.words.is_empty()).then(|| format!("“{}”", wanted.words));
    without(
        words,
        Wanted {
            words: empty(),
            ..wanted.clone()
        },
    );
    Filter {
        title: "Find an organisation".to_owned(),
        action: PATH.to_owned(),
        fields: vec![
            Field::text("q", "Words: a name, a language", &wanted.words),
            select("area", "Area", "Any area", &areas, &wanted.area),
            select(
                "community",
                "Community",
                "Any community",
                &communities,
                &wanted.community,
            ),
            select("kind", "What it is", "Anything", &kinds, &wanted.kind),
        ],
        chosen,
        clear: PATH.to_owned(),
    }
}

fn select(name: &str, label: &str, any: &str, all: &[(String, String)], now: &str) -> Field {
    let any = Choice::new("", any, now.is_empty());
    let options = all.iter().map(|(value, label)| Choice::new(value, label, value == now));
    let options = Options::one(std::iter::once(any).chain(options).collect());
    Field::new(name, label, Control::Select(options))
}
