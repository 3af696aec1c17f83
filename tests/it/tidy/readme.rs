//! The READMEs say what there is: every variable of the environment, every command, every sort of file.

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
        "ACCORD_LARGE",
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
fn the_readme_names_every_command_and_each_has_an_example() {
    let text = fs::read_to_string(top().join("README.md")).unwrap();
    let commands = accord::cli::commands();
    let missing: Vec<&String> = commands
        .iter()
        .map(|(name, _)| name)
        .filter(|name| !text.contains(&format!("accord {name}")) && !text.contains(&format!("-- {name}")))
        .collect();
    assert!(missing.is_empty(), "README.md does not name {missing:?}");
    for (name, under) in &commands {
        assert!(
            under.contains(&format!("accord {name}")) || under.contains(&format!(" {name} ")),
            "{name}: {under}"
        );
    }
}

#[test]
fn the_workflows_readme_names_every_sort_of_file() {
    let text = fs::read_to_string(top().join("workflows/README.md")).unwrap();
    let mut missing = Vec::new();
    for (folder, ending) in [("workflows", "/*."), ("workflows/vocabulary", "")] {
        for entry in fs::read_dir(top().join(folder)).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            let said = match (entry.path().is_dir(), ending) {
                (true, _) if name == "vocabulary" || name == "schema" => continue,
                (true, ending) => format!("`{name}{ending}"),
                (false, "") => format!("`vocabulary/{name}`"),
                // Workflows, and this file.
                (false, _) => continue,
            };
            if !text.contains(&said) {
                missing.push(said);
            }
        }
    }
    assert!(missing.is_empty(), "workflows/README.md does not name {missing:?}");
}

#[test]
fn the_templates_readme_names_every_folder() {
    let text = fs::read_to_string(top().join("templates/README.md")).unwrap();
    for entry in fs::read_dir(top().join("templates")).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let named = !entry.path().is_dir() || text.contains(&format!("`{name}/"));
        assert!(named, "templates/README.md does not name {name}");
    }
}
