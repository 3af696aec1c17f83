//! A new installation: a founding file, the alliance that comes of it, and its first deeds.

use std::fs;

use super::{Run, run_in};

fn found(folder: &tempfile::TempDir, text: &str, args: &[&str]) -> Run {
    fs::write(folder.path().join("alliance.yaml"), text).unwrap();
    let mut all = vec!["found", "alliance.yaml"];
    all.extend_from_slice(args);
    run_in(folder.path(), &all, &[("USER", "kit")])
}

fn example() -> String {
    fs::read_to_string("workflows/founding/example.yaml").unwrap()
}

#[test]
fn the_example_is_written_out_and_fits() {
    let folder = tempfile::tempdir().unwrap();
    let run = run_in(folder.path(), &["found", "--example"], &[]);
    assert_eq!(run.out, example());
    found(&folder, &example(), &["--check"]).done("2 networks, 2 organisations, 3 people");
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "only looking at a file makes nothing: {left:?}");
}

#[test]
fn every_problem_is_told_with_its_place_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    for (old, new, said) in [
        ("roles: [expert]", "roles: [expertt]", "Did you mean `expert`?"),
        (
            "email: alex@mind.example",
            "email: sam@mind.example",
            "Two people have this address.",
        ),
        (
            "email: alex@mind.example",
            "email: alex",
            "alliance.yaml:40:84: Enter an email address",
        ),
        ("channel: phone, ", "", "Jo Bailey has no address. Write `email:`"),
        ("channel: phone", "channel: pigeon", "`pigeon` is not known here."),
        (
            "id: west",
            "id: east",
            "alliance.yaml:29:11: Two of the networks are called `east`.",
        ),
        (
            "bodies: { working_group:",
            "bodies: { working_grup:",
            "`working_grup` is not known here.",
        ),
        ("id: west", "id: West Side", "small letters, digits and hyphens"),
        (
            "\"£38,500.00\", languages: [English],",
            "much, languages: [English],",
            "Write a sum, such as",
        ),
        (
            "kind: lead_body",
            "kind: partner",
            "One organisation is the `lead_body`",
        ),
        (
            "short_name: Northtown ",
            "short_name: \" \" ",
            "Nothing is written after `short_name`",
        ),
        ("https://alliance", "alliance", "with `https://`"),
        (
            "roles: [contract_manager]",
            "roles: [expert]",
            "Nobody could manage the alliance.",
        ),
        (
            "roles: [expert]",
            "roles: [expert, board_vcse]",
            "Nobody sits in two houses.",
        ),
        (
            "lead_body: Northtown Mind ",
            "leadbody: Northtown Mind ",
            "alliance.yaml:14:3",
        ),
    ] {
        let text = example().replace(old, new);
        assert_ne!(text, example(), "{old}");
        let run = found(&folder, &text, &[]).refused(said);
        assert!(run.err.contains("alliance.yaml:"), "{run:#?}");
        assert!(!folder.path().join("accord.db").exists());
    }
    run_in(folder.path(), &["found", "nothing.yaml"], &[]).refused("cannot read nothing.yaml");
}

#[test]
fn words_are_judged_beside_a_broken_structure() {
    let folder = tempfile::tempdir().unwrap();
    let text = example()
        .replace("lead_body: Northtown Mind ", "leadbody: Northtown Mind ")
        .replace("roles: [expert]", "roles: [pilot]")
        .replace("kind: lead_body", "kind: leed_body")
        .replace("email: alex@mind.example", "email: alex")
        .replace("https://alliance", "alliance");
    let run = found(&folder, &text, &["--check"]).refused("alliance.yaml:14:3");
    for said in [
        "Did you mean `lead_body`?",
        "with `https://`",
        "`leed_body` is not known here. Did you mean `lead_body`?",
        "alliance.yaml:40:84: Enter an email address",
        // Every role that there is, because none is near.
        "`pilot` is not known here. It may be `contract_manager`, `expert`,",
        "or `auditor`.",
    ] {
        assert!(run.err.contains(said), "{said}: {run:#?}");
    }
    for not in ["Nobody could manage", "has no address", "Write the lead body"] {
        assert!(!run.err.contains(not), "{not}: {run:#?}");
    }
    let lines: Vec<usize> = run
        .err
        .lines()
        .filter_map(|line| line.split_once("alliance.yaml:")?.1.split(':').next()?.parse().ok())
        .collect();
    assert!(lines.len() > 4 && lines.is_sorted(), "{lines:?}: {run:#?}");
}

#[test]
fn an_alliance_is_founded_once_invited_and_changed_with_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let run = found(&folder, &example(), &[]).done("Northtown Alliance for Mental Health is founded");
    assert!(run.out.contains("2 invitations are in the outbox"), "{run:#?}");
    found(&folder, &example(), &[]).refused("has the alliance “Northtown” already");

    let letters = [("ACCORD_MAIL", "folder:letters"), ("ACCORD_LOG", "accord=debug")];
    let run = run_in(folder.path(), &["work", "--once"], &letters).done("0 given up");
    assert!(run.err.contains("DEBUG"), "{run:#?}");
    assert!(!run.err.contains('\u{1b}'), "colours are for a terminal: {run:#?}");
    let mut names: Vec<_> = fs::read_dir(folder.path().join("letters"))
        .unwrap()
        .map(|one| one.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["00001-alex-mind-example.eml", "00002-sam-mind-example.eml"]);

    let moved = example()
        .replace("East Northtown", "East End")
        .replace("960000", "960001");
    found(&folder, &moved, &["--again"]).refused("--because");
    let look = ["--again", "--check"];
    found(&folder, &moved, &look).done("Would change: phone, network East End. Nothing was written.");
    found(&folder, &moved, &look).done("Would change: phone, network East End.");
    let grown = moved.replace("Jo Bailey", "Jude Bailey").replace("id: jo", "id: jude");
    found(&folder, &grown, &look).done("Not added: Jude Bailey.");
    let same = found(&folder, &example(), &look).done("Nothing differs");
    assert!(!same.out.contains("Not added"), "{same:#?}");
    found(&folder, &moved, &["--again", "--because", "New office"]).done("Changed: phone, network East End.");
    found(&folder, &moved, &["--again", "--because", "New office"]).done("Nothing differs");
    let fewer = moved
        .lines()
        .filter(|line| !line.contains("id: west"))
        .collect::<Vec<_>>()
        .join("\n");
    found(&folder, &fewer, &["--again", "--because", "x"]).refused("has no network `west` any more");
    let other = moved.replace("short_name: Northtown ", "short_name: Southtown ");
    found(&folder, &other, &["--again", "--because", "x"]).refused("there is no alliance “Southtown”");
    run_in(folder.path(), &["verify", "accord.db"], &[]).done("whole. 2 entries");
}
