//! The shipped scenarios, and what is said of one that does not go as written.

use std::sync::Arc;

use accord::{
    cli::{
        cover,
        rehearse::{self, Beginnings, Stopped, shown::Keep},
    },
    service::library::{Library, Shelf},
};

use crate::support::app::TestApp;

fn library() -> Arc<Library> {
    Arc::new(Library::read(Shelf::built_in()).unwrap())
}

/// Every shipped scenario goes as written and everything that it sends or makes can be sent and made;
/// together they show every way, condition, clock and reminder of every shipped workflow; and no small
/// fault in one of these files would pass unnoticed.
#[test]
fn the_shipped_scenarios_show_everything_and_would_notice_every_fault() {
    let library = library();
    let scenarios: Vec<(String, String)> = library
        .shelf
        .list("workflows/scenarios", ".yaml")
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .collect();
    assert!(scenarios.len() > 20);
    let covered = cover::cover(&library, Keep::Lives, &scenarios);
    let mut wrong: Vec<String> = covered.stopped.iter().map(|error| format!("{error:#}")).collect();
    wrong.extend(covered.dead.iter().cloned());
    for (name, shown) in &covered.shown {
        assert!(shown.counts().1 > 5, "{name} has no parts to show");
        wrong.extend(shown.missing().map(|part| format!("{name}: {part}")));
        let found = cover::faults(&library, name, &covered.lives);
        // Where nobody does anything, nobody can do it wrongly.
        let acted_in = library.files[name].text.contains("by: [");
        assert!(found.noticed > 0 || !acted_in, "no fault of {name} was tried");
        let unnoticed = found.unnoticed.iter();
        wrong.extend(unnoticed.map(|says| format!("{name}: nobody would notice that {says}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The gate can fail: a play that shows a part of one workflow leaves the rest to be named.
#[test]
fn what_a_play_leaves_out_is_named_and_its_faults_are_not_noticed() {
    let library = library();
    let text = "scenario: x\ntitle: X\nseed: sheffield\nstarts: 2026-01-05 09:00\nsteps:\n  - start: meeting\n    as: one\n    title: One\n    by: rachel\n  - act: call_off\n    on: one\n    by: rachel\n    with: { reason: Nobody can come. }\n";
    let covered = cover::cover(&library, Keep::Lives, &[("x.yaml".to_owned(), text.to_owned())]);
    assert!(covered.stopped.is_empty(), "{:?}", covered.stopped);
    let missing: Vec<String> = covered.shown["meeting"].missing().map(ToString::to_string).collect();
    assert!(missing.contains(&"in `planned`, nobody took `send_invitations`".to_owned()));
    assert!(missing.contains(&"the condition `has_agenda` never stood in anyone's way".to_owned()));
    assert!(missing.contains(&"the clock `starts` of `invited` never ran out".to_owned()));
    assert!(!missing.contains(&"in `planned`, nobody took `call_off`".to_owned()));
    let found = cover::faults(&library, "meeting", &covered.lives);
    let says = "`send_invitations` in planned does not ask for `has_agenda`".to_owned();
    assert!(found.unnoticed.contains(&says), "{:?}", found.unnoticed);
    assert_eq!(found.noticed, 1, "that calling it off leads elsewhere");
}

#[test]
fn a_step_that_goes_otherwise_is_named_with_its_place() {
    let text = "scenario: x\ntitle: X\nseed: sheffield\nstarts: 2026-01-05 09:00\nsteps:\n  - start: specification\n    as: spec\n    title: Spec\n    by: ifrah\n  - expect: { state: signed_off }\n    on: spec\n";
    let error = rehearse::rehearse_text(&library(), &Beginnings::default(), "x.yaml", text, None).unwrap_err();
    let stopped = error.downcast_ref::<Stopped>().unwrap();
    assert_eq!((stopped.step, stopped.span.map(|span| span.line)), (2, Some(10)));
    assert!(
        stopped.what.contains("is in idea, not in signed_off"),
        "{}",
        stopped.what
    );
}

/// Papers and notices that the plays leave behind have no holes in them.
#[test]
fn nothing_that_is_published_has_a_hole() {
    let library = library();
    let mut wrong = Vec::new();
    let beginnings = Beginnings::default();
    for (name, least) in [
        ("peer-support-framework", 50),
        ("walking-together", 6),
        ("psr-competitive", 20),
        ("psr-most-suitable", 6),
        ("psr-direct-c", 6),
        ("annual-summary", 2),
        ("below-threshold", 6),
        ("late-bids", 6),
        ("specification", 6),
        ("override-in-public", 6),
        ("in-other-words", 1),
        ("paying-people", 6),
        ("four-pi", 3),
        ("a-board-meeting", 4),
    ] {
        let file = format!("workflows/scenarios/{name}.yaml");
        let text = library.shelf.get(&file).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("left");
        rehearse::rehearse_text(&library, &beginnings, &file, text, Some(&out)).unwrap();
        let mut papers = 0;
        for path in pages(&out) {
            let html = std::fs::read_to_string(&path).unwrap();
            papers += 1;
            let holes = [
                "<dd>, as lead accountable body",
                "<td>None</td>",
                "<dd>None</dd>",
                "to be agreed to",
                "<td></td>\n<td></td>",
                "<dd></dd>",
                "undefined",
                "{{",
            ];
            for hole in holes.iter().filter(|hole| html.contains(**hole)) {
                wrong.push(format!("{}: {hole}", path.display()));
            }
            let bare = regex_lite::Regex::new("</h[23]>\\s*<h2|</h[23]>\\s*</main>").unwrap();
            wrong.extend(
                bare.find(&html)
                    .map(|found| format!("{}: {}", path.display(), found.as_str())),
            );
        }
        assert!(papers >= least, "{name} left {papers}");
        if name == "peer-support-framework" {
            scoring_is_paid_for_each_bid(&out.join("rehearsal.db"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whoever scored, and the card is for, is offered the card's sum for each bid, for the round, and not under the name on their sheet.
fn scoring_is_paid_for_each_bid(database: &std::path::Path) {
    let t = TestApp::on(database);
    let read = |db: &mut accord_store::Db| accord_store::subjects::of_kind(db, &t.alliance, "involvement_claim");
    let mut counted = 0;
    for row in t.app.store.read(read).unwrap() {
        let said: serde_json::Value = serde_json::from_str(&row.data).unwrap();
        if said["unit"] != "one bid" {
            continue;
        }
        let units = said["units"].as_i64().unwrap();
        assert!(units > 1, "{said}");
        assert_eq!(said["pence"].as_i64().unwrap(), units * 3750, "{said}");
        assert!(
            !said["about"].as_str().unwrap().contains("Expert by experience"),
            "{said}"
        );
        counted += 1;
    }
    assert_eq!(
        counted, 2,
        "experts by experience, and nobody whose employer pays them for it"
    );
}

fn pages(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let paper = || path.to_string_lossy().contains("documents") || path.to_string_lossy().contains("notices");
        if path.is_dir() {
            out.extend(pages(&path));
        } else if path.extension().is_some_and(|ending| ending == "html") && paper() {
            out.push(path);
        }
    }
    out
}

#[test]
fn a_word_that_no_step_knows_is_named_with_its_place() {
    let text = "scenario: x\ntitle: X\nseed: sheffield\nstarts: 2026-01-05 09:00\nsteps:\n  - begin: specification\n";
    let error = rehearse::rehearse_text(&library(), &Beginnings::default(), "x.yaml", text, None).unwrap_err();
    assert!(error.to_string().contains("x.yaml:6:"), "{error}");
}
