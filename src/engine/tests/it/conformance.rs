//! Public SCXML fixtures, in a folder outside the repository.

use std::path::{Path, PathBuf};

use super::{charts::Runner, scxml};

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Script {
    initial_configuration: Vec<String>,
    events: Vec<Line>,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    event: Named,
    #[serde(default)]
    after: u64,
    next_configuration: Vec<String>,
}

#[derive(serde::Deserialize)]
struct Named {
    name: String,
}

#[test]
fn conformance() {
    #[expect(
        clippy::disallowed_methods,
        reason = "the folder is told to the test, not to the product"
    )]
    let Ok(folder) = std::env::var("ACCORD_SCXML_FIXTURES") else {
        println!("conformance: skipped (ACCORD_SCXML_FIXTURES is not set)");
        return;
    };
    let mut charts = Vec::new();
    find(Path::new(&folder), &mut charts);
    charts.sort();
    let wrong: Vec<String> = charts.iter().filter_map(|chart| check(chart).err()).collect();
    println!(
        "conformance: {} of {} fixtures pass",
        charts.len() - wrong.len(),
        charts.len()
    );
    assert!(!charts.is_empty(), "there are no fixtures in {folder}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn find(folder: &Path, charts: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.unwrap().path();
        if path.is_dir() {
            find(&path, charts);
        } else if path.extension().is_some_and(|end| end == "scxml") && path.with_extension("json").exists() {
            charts.push(path);
        }
    }
}

fn check(chart: &Path) -> Result<(), String> {
    let plain = scxml::import(&std::fs::read_to_string(chart).unwrap());
    let script = std::fs::read_to_string(chart.with_extension("json")).unwrap();
    let script: Script = serde_json::from_str(&script).expect("a script");
    let fault = |at: &str, is: Vec<String>, ought: &[String]| {
        let mut ought = ought.to_vec();
        ought.sort();
        let same = is == ought;
        same.then_some(())
            .ok_or_else(|| format!("{}: after {at}: {is:?}, ought to be {ought:?}", chart.display()))
    };
    let mut run = Runner::start(&plain).map_err(|e| e.to_string())?;
    fault("the start", run.innermost(), &script.initial_configuration)?;
    for line in script.events {
        run.wait(line.after).map_err(|e| e.to_string())?;
        run.send(&line.event.name).map_err(|e| e.to_string())?;
        fault(&line.event.name, run.innermost(), &line.next_configuration)?;
    }
    Ok(())
}
