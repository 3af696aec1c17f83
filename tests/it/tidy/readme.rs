//! README says what the program has: every variable of the environment, every command.

use std::fs;

use super::source::top;

#[test]
fn the_readme_names_every_setting_and_no_other() {
    let text = fs::read_to_string(top().join("README.md")).unwrap();
    let is_part = |c: char| c.is_ascii_uppercase() || c == '_';
    let named: Vec<&str> = text
        .split(|c| !is_part(c))
        .filter(|word| word.starts_with("ACCORD_"))
        .collect();
    let settings = accord::cli::variables();
    let missing: Vec<&String> = settings
        .iter()
        .filter(|name| name.starts_with("ACCORD_") && !named.contains(&name.as_str()))
        .collect();
    assert!(missing.is_empty(), "README.md does not name {missing:?}");
    // Of those that only the tests read, the README says which.
    let of_tests = [
        "ACCORD_TEST_REQUIRE",
        "ACCORD_API_TOOLS",
        "ACCORD_BROWSER_TOOLS",
        "ACCORD_BROWSER",
        "ACCORD_CLICK_FROM",
        "ACCORD_RELIABILITY",
        "ACCORD_ACT",
    ];
    let gone: Vec<&&str> = named
        .iter()
        .filter(|name| !of_tests.contains(name) && !settings.iter().any(|one| one == *name))
        .collect();
    assert!(
        gone.is_empty(),
        "README.md names {gone:?}, and there is no such setting"
    );
}

#[test]
fn the_readme_names_every_command() {
    let text = fs::read_to_string(top().join("README.md")).unwrap();
    let commands = accord::cli::commands();
    let missing: Vec<&String> = commands
        .iter()
        .filter(|name| !text.contains(&format!("accord {name}")) && !text.contains(&format!("-- {name}")))
        .collect();
    assert!(missing.is_empty(), "README.md does not name {missing:?}");
}
