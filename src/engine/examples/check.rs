//! Checks workflow files: `cargo run -p accord-engine --example check -- workflows/*.yaml`.
//!
//! Reads `workflows/vocabulary/roles.yaml`, `workflows/vocabulary/catalogue.yaml` (or the file
//! named by `--catalogue`, YAML or JSON), `workflows/calendars/*.yaml` and the front matter of
//! `templates/{mail,documents,notices}` under the current folder; templates are not looked for while
//! there are none. The other files of `workflows/` are there for links and children.

#![expect(clippy::print_stdout, reason = "this is a command")]

use std::{fs, path::Path, process::ExitCode, time::Instant};

use accord_engine::{
    calendar::Calendar,
    check,
    definition::{
        model::Definition,
        parse::{Parsed, read},
        vocabulary::{Catalogue, Roles},
    },
};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

struct File {
    name: String,
    parsed: Parsed<Definition>,
}

fn load<T: DeserializeOwned + JsonSchema>(name: &str) -> Parsed<T> {
    let parsed = read(&fs::read_to_string(name).unwrap_or_default());
    for one in &parsed.found {
        println!("{name}:{one}");
    }
    parsed
}

fn folder(path: &str) -> Vec<String> {
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.path().display().to_string()).collect();
    names.retain(|name| name.ends_with(".yaml"));
    names.sort();
    names
}

/// Template names with their `context`, from the front matter.
fn templates(folder: &str, into: &mut IndexMap<String, String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().display().to_string();
        let Some((stem, "md.hbs" | "xml.hbs")) = name.split_once('.') else {
            continue;
        };
        let text = fs::read_to_string(entry.path()).unwrap_or_default();
        let context = text.lines().find_map(|line| line.strip_prefix("context:"));
        into.insert(stem.to_owned(), context.unwrap_or("any").trim().to_owned());
    }
}

/// A calendar that knows no holiday, until there is one.
fn no_calendar(name: &str) -> Calendar {
    println!("no calendar `{name}` in workflows/calendars; counting rules are not looked for");
    Calendar {
        calendar: name.to_owned(),
        title: String::new(),
        zone: "Europe/London".to_owned(),
        source: String::new(),
        weekend: Vec::new(),
        years: IndexMap::new(),
        rules: IndexMap::new(),
    }
}

fn main() -> ExitCode {
    let mut names: Vec<String> = std::env::args().skip(1).collect();
    let mut catalogue = "workflows/vocabulary/catalogue.yaml".to_owned();
    if let Some(at) = names.iter().position(|name| name == "--catalogue") {
        catalogue = names.drain(at..).nth(1).unwrap_or_default();
    }
    let mut catalogue: Catalogue = load(&catalogue).value.unwrap_or_default();
    templates("templates/mail", &mut catalogue.mail);
    templates("templates/documents", &mut catalogue.documents);
    templates("templates/notices", &mut catalogue.notices);
    let mut ignored: Vec<&str> = Vec::new();
    for (known, code) in [
        (&catalogue.mail, "WF0303"),
        (&catalogue.documents, "WF0304"),
        (&catalogue.notices, "WF0305"),
    ] {
        ignored.extend(known.is_empty().then_some(code));
    }
    let roles: Roles = load("workflows/vocabulary/roles.yaml").value.unwrap_or_default();
    let calendars: Vec<Calendar> = folder("workflows/calendars")
        .iter()
        .filter_map(|name| load(name).value)
        .collect();
    let own = |name: &str| Path::new(name).canonicalize().ok();
    let others = folder("workflows");
    let others = others
        .iter()
        .filter(|other| !names.iter().any(|name| own(name) == own(other)));
    let siblings: Vec<Definition> = others
        .filter_map(|name| read(&fs::read_to_string(name).unwrap_or_default()).value)
        .collect();
    let files: Vec<File> = names
        .into_iter()
        .map(|name| File {
            parsed: load(&name),
            name,
        })
        .collect();
    let set: Vec<&Definition> = files
        .iter()
        .filter_map(|file| file.parsed.value.as_ref())
        .chain(&siblings)
        .collect();
    let mut errors = 0;
    for file in &files {
        let before = Instant::now();
        errors += file.parsed.found.iter().filter(|one| one.is_error()).count();
        let Some(definition) = &file.parsed.value else { continue };
        let calendar = calendars
            .iter()
            .find(|one| one.calendar == definition.calendar)
            .cloned();
        if calendar.is_none() {
            ignored.push("WF0309");
        }
        let calendar = calendar.unwrap_or_else(|| no_calendar(&definition.calendar));
        let (mut found, certificate) = check::check(definition, &catalogue, &roles, &calendar, &set);
        found.retain(|one| !ignored.contains(&one.code.as_str()));
        file.parsed.source.place(&mut found);
        for one in &found {
            println!("{}:{one}", file.name);
        }
        errors += found.iter().filter(|one| one.is_error()).count();
        let proved = certificate.map_or_else(
            || "no certificate".to_owned(),
            |one| {
                format!(
                    "{} situations, {} guarantees proved",
                    one.configurations,
                    one.guarantees.len()
                )
            },
        );
        println!(
            "{}: {} found, {proved}, in {:?}",
            file.name,
            found.len(),
            before.elapsed()
        );
    }
    println!("{errors} errors");
    if errors == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
