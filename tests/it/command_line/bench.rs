//! `accord bench`: what it writes, and what it says of settings that make no sense. How fast the
//! machine is, no test judges.

use serde_json::Value;

use super::{Run, run_in};

fn bench(args: &[&str]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let all: Vec<&str> = std::iter::once("bench").chain(args.iter().copied()).collect();
    run_in(folder.path(), &all, &[])
}

#[test]
fn figures_come_with_the_machine_and_with_the_bare_loop_beside_them() {
    let quick = ["--time", "0.02", "--rounds", "1", "--instances", "20"];
    let args = [&["steps", "sqlite", "--sqlite-clients", "1,3", "--json"], &quick[..]].concat();
    let figures: Value = serde_json::from_str(&bench(&args).done("{").out).unwrap();

    assert_eq!(figures["instances"], 20);
    assert!(figures["machine"]["cores"].as_u64() > Some(0), "{figures}");
    let durable = figures["durable"].as_array().unwrap();
    let clients: Vec<_> = durable.iter().filter_map(|one| one["clients"].as_u64()).collect();
    assert_eq!(clients, [1, 3]);
    for one in durable {
        for side in ["store", "bare"] {
            let figure = &one[side];
            assert!(figure["per_second"].as_u64() > Some(0), "{one}");
            assert!(figure["p50"].as_u64() <= figure["p99"].as_u64(), "{one}");
            assert!(figure["p99"].as_u64() <= figure["slowest"].as_u64(), "{one}");
        }
    }
    let steps = figures["steps"].as_array().unwrap();
    assert!(steps.iter().any(|one| one["name"] == "act"), "{figures}");
    assert!(
        steps.iter().all(|one| one["per_second"].as_u64() > Some(0)),
        "{figures}"
    );
}

#[test]
fn settings_that_make_no_sense_are_refused_in_words() {
    for (args, said) in [
        (["sqlite", "--time", "0"], "a measurement takes some time"),
        (["sqlite", "--sqlite-clients", "0"], "not a whole number above 0"),
        (["sqlite", "--rounds", "none"], "is not a whole number above 0"),
    ] {
        bench(&args).refused(said);
    }
}
