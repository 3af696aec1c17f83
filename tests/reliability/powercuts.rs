//! Power cuts on SQLite: only what was fsynced survives.
//!
//! A killed process leaves its writes in the kernel's memory, so `kill -9` cannot see a commit that
//! was never on the disk. `powercut.c`, loaded before the C library, copies a file to a second
//! folder whenever it is fsynced; the cut kills the worker and goes on from that folder alone. The
//! control shows that it bites: with `synchronous = NORMAL` acknowledged actions must be lost.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use accord_store::{Store, StoreOptions};

use crate::{
    Size,
    ledger::{Ledger, begin},
};

pub fn with_full_sync(size: Size) -> String {
    let cuts = size.of(6, 100);
    let Some(told) = cut(cuts, "full") else {
        return skipped();
    };
    assert_eq!(told.lost, 0, "acknowledged actions were lost");
    assert!(told.acked > 0, "nothing was done, so nothing was shown");
    format!(
        "{cuts} power cuts, {} actions acknowledged, 0 lost, 0 twice",
        told.acked
    )
}

pub fn control(size: Size) -> String {
    let cuts = size.of(8, 30);
    let Some(told) = cut(cuts, "normal") else {
        return skipped();
    };
    assert!(told.lost > 0, "the control lost nothing: the cuts do not bite");
    format!(
        "{cuts} power cuts with synchronous = NORMAL, {} actions acknowledged, {} lost, as they must be",
        told.acked, told.lost
    )
}

fn skipped() -> String {
    let required = std::env::var("ACCORD_TEST_REQUIRE").is_ok_and(|what| what.contains("powercuts"));
    assert!(
        !required,
        "ACCORD_TEST_REQUIRE asks for power cuts and there is no C compiler"
    );
    "skipped: there is no C compiler".to_owned()
}

struct Told {
    acked: u64,
    lost: u64,
}

fn cut(cuts: usize, sync: &str) -> Option<Told> {
    let home = tempfile::tempdir().unwrap();
    let shim = shim(home.path())?;
    let (mut ledger, mut lost) = (Ledger::default(), 0);
    let mut live = home.path().join("0");
    fs::create_dir(&live).unwrap();
    begin(&Store::open(&url(&live), StoreOptions::default()).unwrap());
    for round in 0..cuts {
        // The closed file is what the disk has when the worker starts.
        let disk = home.path().join(format!("{}", round + 1));
        copy(&live, &disk);
        let mut worker = ledger.clone().worker(&url(&live));
        worker
            .env("LD_PRELOAD", &shim)
            .env("ACCORD_POWERCUT_LIVE", &live)
            .env("ACCORD_POWERCUT_DISK", &disk)
            .env("ACCORD_RELIABILITY_SYNC", sync);
        ledger.run_and_kill(&mut worker, round);
        fs::remove_dir_all(&live).unwrap();
        let store = Store::open(&url(&disk), StoreOptions::default()).unwrap();
        let difference = ledger.compare(&store);
        lost += difference.lost;
        live = disk;
    }
    let store = Store::open(&url(&live), StoreOptions::default()).unwrap();
    store.backup(&home.path().join("copy.db"), None).unwrap();
    Some(Told {
        acked: ledger.total,
        lost,
    })
}

fn url(folder: &Path) -> String {
    format!("sqlite:{}/accord.db", folder.display())
}

/// The files as they are, but not the shared memory, which no disk keeps.
fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if !name.ends_with("-shm") && !name.ends_with(".lock") {
            fs::copy(&path, to.join(name)).unwrap();
        }
    }
}

/// Compiles the shim; `None` where there is no C compiler.
fn shim(folder: &Path) -> Option<PathBuf> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/reliability/powercut.c");
    let shim = folder.join("powercut.so");
    let made = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o"])
        .arg(&shim)
        .arg(source)
        .arg("-ldl")
        .output();
    match made {
        Ok(output) if output.status.success() => Some(shim),
        Ok(output) => panic!("powercut.c: {}", String::from_utf8_lossy(&output.stderr)),
        Err(_) => None,
    }
}
