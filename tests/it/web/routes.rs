//! The table of routes is all there is.

use std::{collections::BTreeSet, fs};

use accord::{
    service::authority::powers::KNOWN,
    web::routes::{Method, Object, ROUTES, Who},
};

#[test]
fn only_the_table_registers_routes() {
    let top = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut folders = vec![top.join("src/web")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("app.rs") {
                let text = fs::read_to_string(&path).unwrap();
                for word in [
                    ".route(",
                    ".service(",
                    "web::resource",
                    "web::scope",
                    ".configure(",
                    "actix_web::get",
                    "#[get",
                ] {
                    if text.contains(word) {
                        found.push(format!("{}: {word}", path.display()));
                    }
                }
            }
        }
    }
    assert!(found.is_empty(), "routes stand in `web::routes` alone: {found:?}");
    // And there, once: the loop over the table.
    let app = fs::read_to_string(top.join("src/web/app.rs")).unwrap();
    assert_eq!(app.matches("web::resource(").count(), 1);
    assert_eq!(app.matches("config.service(").count(), 1);
}

#[test]
fn every_power_that_the_program_asks_for_is_a_power() {
    let known: BTreeSet<&str> = KNOWN.iter().map(|(power, _)| *power).collect();
    assert_eq!(known.len(), KNOWN.len(), "a power stands twice");
    assert!(
        KNOWN.iter().all(|(_, says)| says.ends_with('.')),
        "what a power is for is a sentence"
    );
    let unknown = |power: &&str| !known.contains(power);
    let routed = ROUTES.iter().filter_map(|route| match route.who {
        Who::Power(power) => Some(power),
        _ => None,
    });
    assert_eq!(routed.filter(unknown).collect::<Vec<_>>(), Vec::<&str>::new());
    // Those that the service and the pages name are constants that say so, or stand where they are asked.
    let names = regex_lite::Regex::new(
        r#"(?:has_power\(|told_by\(|\bconst (?:POWER|OFFICE|READS?|MAKE|NAMES|EVERYTHING|SCORES|OPENS|MANAGES|MEND): &str = )"([a-z_.]+)""#,
    )
    .unwrap();
    let mut found = BTreeSet::new();
    let top = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![top.join("service"), top.join("web")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let words = names.captures_iter(&text).map(|one| one[1].to_owned());
            found.extend(words.filter(|word| word.contains('.')));
        }
    }
    assert!(found.len() > 8, "{found:?}");
    let wrong: Vec<_> = found.iter().filter(|word| unknown(&word.as_str())).collect();
    assert!(wrong.is_empty(), "not in `powers::KNOWN`: {wrong:?}");
}

#[test]
fn every_route_says_who_and_what() {
    let mut seen = BTreeSet::new();
    for route in ROUTES {
        let method = match route.method {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Delete => "DELETE",
        };
        assert!(seen.insert((method, route.path)), "{} stands twice", route.path);
        let program = route.path.starts_with("/api/v1/") || route.path == "/api/openapi.json";
        assert_eq!(
            route.api.is_some(),
            program,
            "{} is for programs or it is not",
            route.path
        );
        assert!(
            !matches!(route.who, Who::Token(_)) || program,
            "{} is a page, and a token opens it",
            route.path
        );
        // What is about a thing that belongs to somebody is for somebody.
        let theirs = matches!(route.object, Object::Record | Object::Instance | Object::Own);
        if theirs {
            assert!(
                matches!(route.who, Who::SignedIn | Who::HalfIn | Who::Power(_) | Who::Token(_)),
                "{} is about somebody's thing and open to anybody",
                route.path
            );
        }
        if let Who::Power(power) = route.who {
            let roles = include_str!("../../../workflows/vocabulary/roles.yaml");
            assert!(roles.contains(power), "no role has the power `{power}`");
        }
    }
    let actions: BTreeSet<&str> = ROUTES.iter().map(|route| route.action).collect();
    assert_eq!(actions.len(), ROUTES.len(), "two routes have one action");
}
