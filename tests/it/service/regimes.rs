//! Papers of a round say what is true under its rules: the alliance promises no right that only a statute gives, and a
//! relevant authority does not call voluntary what the law prescribes.

use std::{fs, path::Path, sync::Arc};

use accord::{
    cli::rehearse::{self, Beginnings},
    service::library::{Library, Shelf},
};

/// What a play leaves behind as HTML, by its folder: name and text.
fn left(scenario: &str, folders: &[&str]) -> Vec<(String, String)> {
    let library = Arc::new(Library::read(Shelf::built_in()).unwrap());
    let file = format!("workflows/scenarios/{scenario}.yaml");
    let text = library.shelf.get(&file).unwrap().to_owned();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("left");
    rehearse::rehearse_text(&library, &Beginnings::default(), &file, &text, Some(&out)).unwrap();
    let read = |folder: &&str| -> Vec<(String, String)> {
        let all = fs::read_dir(out.join(folder)).unwrap().map(|one| one.unwrap().path());
        all.filter(|path| path.extension().is_some_and(|ending| ending != "pdf"))
            .map(|path| (name(&path), fs::read_to_string(&path).unwrap()))
            .collect()
    };
    folders.iter().flat_map(read).collect()
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

#[track_caller]
fn none_says(all: &[(String, String)], words: &[&str]) {
    for (name, text) in all {
        for word in words {
            assert!(!text.contains(word), "{name} says “{word}”");
        }
    }
}

#[test]
fn the_alliance_promises_no_statutory_right() {
    let all = left("walking-together", &["documents", "notices", "emails"]);
    assert!(all.len() > 100, "{}", all.len());
    none_says(&all, &["regulation 12", "SI 2023/1348", "Independent Patient Choice"]);
    let letter = all.iter().find(|(name, _)| name.contains("-letter-")).unwrap();
    assert!(letter.1.contains("The alliance offers this by choice."), "{}", letter.0);
}

#[test]
fn below_the_thresholds_nobody_is_told_of_the_provider_selection_regime() {
    let all = left("below-threshold", &["documents", "notices", "emails"]);
    let round: Vec<(String, String)> = all.into_iter().filter(|(name, _)| name.starts_with("HILL-")).collect();
    assert!(round.len() > 10, "{}", round.len());
    none_says(
        &round,
        &["regulation", "Regulations 2023", "8 working days", "eight working days"],
    );
}

#[test]
fn what_the_law_prescribes_is_not_called_a_choice_and_notices_begin_as_it_says() {
    for (scenario, fewest) in [("psr-competitive", 3), ("psr-most-suitable", 3), ("psr-direct-c", 2)] {
        let all = left(scenario, &["documents", "notices"]);
        none_says(
            &all,
            &[
                "by its own choice",
                "offers this by choice",
                "as lead accountable body of",
            ],
        );
        let notices: Vec<&(String, String)> = all
            .iter()
            .filter(|(_, text)| text.contains("<title>") && text.contains("Provider Selection Regime (PSR)"))
            .collect();
        assert!(notices.len() >= fewest, "{scenario}: {}", notices.len());
        for (name, text) in notices {
            // Before it stand the alliance's name and the reference.
            let first = text.split("<p>").nth(3).unwrap_or_default();
            assert!(
                first.starts_with("This is a Provider Selection Regime (PSR)"),
                "{name} begins with {first:.80}"
            );
            assert!(
                text.contains("South Yorkshire Integrated Care Board, the relevant authority,"),
                "{name}"
            );
        }
    }
}
