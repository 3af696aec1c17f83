//! Commands that are given what they cannot use end with a sentence that names it, and never with a trace.

use std::fs;

use super::{Here, run_in};

/// What no command can use, in a folder.
fn here() -> Here {
    let here = Here::new();
    fs::write(here.path("text"), "hello\n").unwrap();
    fs::write(here.path("empty"), "").unwrap();
    fs::write(here.path("bytes"), [0xff, 0xfe, 0x00, 0x9f]).unwrap();
    fs::create_dir(here.path("folder")).unwrap();
    let meeting = concat!(env!("CARGO_MANIFEST_DIR"), "/workflows/meeting.yaml");
    fs::copy(meeting, here.path("meeting.yaml")).unwrap();
    here
}

#[test]
fn files_that_cannot_be_used_are_named() {
    let here = here();
    let mut wrong = Vec::new();
    for file in ["none", "folder", "empty", "bytes", "text"] {
        for arguments in [
            vec!["check", file],
            vec!["draw", file],
            vec!["diff", "meeting.yaml", file],
            vec!["journey", file, "--role", "expert"],
            vec!["rehearse", file],
            vec!["verify", file],
            vec!["verify", "text", "--key", file],
            vec!["restore", "text", "--identity", file, "--to", "new.db"],
        ] {
            let run = here.accord(&arguments);
            let named = run.err.contains(file) || run.err.contains("NOT WHOLE");
            let calm = !run.err.contains("panicked") && !run.err.contains("Error {");
            if run.code == 0 || run.code > 2 || !named || !calm {
                wrong.push(format!("{arguments:?}: {run:#?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn names_that_there_are_not_come_with_the_near_one() {
    let here = here();
    here.accord(&["journey", "meeting.yaml", "--role", "contract_manger"])
        .refused("Did you mean `contract_manager`?");
    here.accord(&["cover", "--workflow", "specfication"])
        .refused("Did you mean `specification`?");
    // What is wrong with a workflow is a failure of whatever shows it, too.
    let text = fs::read_to_string(here.path("meeting.yaml")).unwrap();
    fs::write(here.path("other.yaml"), &text).unwrap();
    for arguments in [
        vec!["draw", "other.yaml"],
        vec!["diff", "meeting.yaml", "other.yaml"],
        vec!["journey", "other.yaml", "--role", "contract_manager"],
        vec!["check", "other.yaml"],
    ] {
        here.accord(&arguments).refused("The file is called `other`");
    }
    here.accord(&["draw", "meeting.yaml", "--as", "mermaid"])
        .done("stateDiagram");
}

#[test]
fn a_database_that_is_none_is_named_and_nothing_is_made() {
    let here = here();
    let mut wrong = Vec::new();
    for database in [
        "sqlite:none.db",
        "sqlite:folder",
        "sqlite:text",
        "sqlite:empty",
        "sqlite:bytes",
    ] {
        for arguments in [
            vec!["ahead", "X-1"],
            vec!["outbox", "list"],
            vec!["outbox", "retry", "x"],
            vec!["incidents", "list"],
            vec!["incidents", "close", "x", "--because", "y"],
            vec!["people", "appoint", "a", "b", "--because", "c"],
            vec!["clock"],
            vec!["clock", "--accept"],
            vec!["belongings"],
            vec!["belongings", "--accept", "seals", "--because", "x"],
        ] {
            let run = run_in(&here.path(""), &arguments, &[("ACCORD_DATABASE", database)]);
            if run.code != 2 || !run.err.contains(database) || run.err.lines().count() != 1 {
                wrong.push(format!("{database} {arguments:?}: {run:#?}"));
            }
        }
        let work = [("ACCORD_DATABASE", database)];
        if database != "sqlite:none.db" && database != "sqlite:empty" {
            run_in(&here.path(""), &["work", "--once"], &work).refused("name");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let mut left: Vec<String> = fs::read_dir(here.path(""))
        .unwrap()
        .map(|one| one.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    assert_eq!(left, ["bytes", "empty", "folder", "meeting.yaml", "text"]);
    here.accord(&["work", "--once"]).done("done");
    here.accord(&["verify", "accord.db"]).refused("no alliance");
}
