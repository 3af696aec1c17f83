//! Files decide, and only files that are proved.

use accord::service::{
    library::{Library, Shelf},
    subjects,
};

#[test]
fn every_kind_of_the_catalogue_is_known_to_the_service() {
    let library = Library::read(Shelf::built_in()).unwrap();
    for kind in library.catalogue.subjects.keys() {
        assert!(subjects::of(kind).is_ok(), "nobody knows `{kind}`");
    }
}

#[test]
fn a_workflow_with_a_problem_is_kept_and_may_not_run() {
    let broken = "workflow: broken\ntitle: Broken\nabout: meeting\ncalendar: england-and-wales\nroles: []\ninitial: gone\nstates:\n  here: { final: done }\n";
    let library = Library::read(Shelf::built_in().with("workflows/broken.yaml", broken)).unwrap();
    let file = &library.files["broken"];
    assert!(!file.is_proved());
    assert!(file.found.iter().any(|one| one.span.is_some()));
}

#[test]
fn every_further_clock_has_a_title_that_pages_can_show() {
    let library = Library::read(Shelf::built_in()).unwrap();
    for file in library.files.values() {
        let untitled = file.found.iter().find(|one| one.code == "WF0811");
        assert!(untitled.is_none(), "{}: {untitled:?}", file.path);
    }
}

#[test]
fn every_seed_and_rate_card_can_be_read() {
    let library = Library::read(Shelf::built_in()).unwrap();
    assert!(library.rate_card("2026-06-01".parse().unwrap()).is_some());
    assert!(library.rate_card("2020-06-01".parse().unwrap()).is_none());
}

#[test]
fn a_role_that_is_kept_out_by_what_nobody_knows_is_said_to_be_so() {
    let shelf = Shelf::built_in();
    let roles = shelf.get("workflows/vocabulary/roles.yaml").unwrap();
    let broken = roles.replace(
        "kept_out_by: [bidding, could_bid, conflicted]",
        "kept_out_by: [bidding, could_bid, conflicting]",
    );
    let error = Library::read(shelf.clone().with("workflows/vocabulary/roles.yaml", &broken)).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("called `conflicting`. Did you mean `conflicted`?"),
        "{error}"
    );
}

#[test]
fn a_permit_that_nobody_could_use_is_refused() {
    let shelf = Shelf::built_in();
    let library = Library::read(shelf.clone()).unwrap();
    let unusable = |library: &Library, name: &str| -> Vec<String> {
        let found = library.files[name].found.iter();
        found
            .map(|one| one.what.clone())
            .filter(|what| what.contains("Nobody could use"))
            .collect()
    };
    for name in library.files.keys() {
        assert_eq!(unusable(&library, name), Vec::<String>::new(), "{name}");
    }
    // A form that is reached from a text is none where there is no text.
    let meeting = shelf.get("workflows/meeting.yaml").unwrap();
    let broken = meeting.replace(
        "attendance.record: [contract_manager]",
        "comment.rate: [contract_manager]",
    );
    let library = Library::read(shelf.with("workflows/meeting.yaml", &broken)).unwrap();
    assert_eq!(
        unusable(&library, "meeting"),
        ["Nobody could use `comment.rate`: no form asks for it on a meeting."]
    );
    assert!(!library.files["meeting"].is_proved());
}
