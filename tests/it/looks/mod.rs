//! The pages that people really see: the demonstration, before anything has happened and with a year
//! in it, gone through in a browser as nobody and as one of each sort of people. axe, html-validate, 400 % zoom, keyboard, forced colours and paper find
//! nothing wrong; a picture of each kind of page stays in `target/pages/looks`.
//!
//! A quarter of an hour: it takes part with `ACCORD_BROWSER=full`. `ACCORD_LOOKS_AT="Grace Mensah"`
//! goes through as one person alone.

use std::{net::TcpListener, path::Path, process::Command, sync::Arc, thread, time::Duration};

use accord::{
    cli::demo,
    service::library::{Library, Shelf},
    web::{
        limits::{Gate, Pace},
        serve::{self, Listen},
        site::Site,
        sites::Sites,
    },
};
use tokio_util::sync::CancellationToken;

use crate::pages::browser;

/// Nothing has happened here yet.
const EMPTY: &str = "demonstration: empty\nseed: sheffield\nstarts: 2026-01-05 09:00\nplays: []\n";

/// Goes through a demonstration; says what is wrong with its pages.
fn go_through(name: &str, tools: &Path) -> Result<String, String> {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::built_in().with("workflows/demonstration/empty.yaml", EMPTY);
    let library = Arc::new(Library::read(shelf).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let (site, _worker) = demo::build(&library, folder.path(), name, &origin).unwrap();
    let pace = Pace {
        requests: 1_000_000,
        ..Pace::default()
    };
    let site = Arc::new(Site {
        gate: Arc::new(Gate::new(&site.app.wall, pace, Vec::new())),
        ..site
    });
    let token = CancellationToken::new();
    let server = thread::spawn({
        let token = token.clone();
        move || {
            let listen = Listen {
                patience: Duration::from_secs(1),
                ..Listen::on(listener).unwrap()
            };
            serve::run(Arc::new(Sites::of(site)), listen, token, |_| {}).unwrap();
        }
    });
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let run = Command::new("node")
        .arg(top.join("tests/it/looks/looks.cjs"))
        .arg(&origin)
        .arg(top.join("target/pages/looks").join(name))
        .arg(browser::said("ACCORD_LOOKS_AT").unwrap_or_default())
        .env("NODE_PATH", tools.join("node_modules"))
        .output()
        .unwrap();
    token.cancel();
    server.join().unwrap();
    let (out, err) = (
        String::from_utf8_lossy(&run.stdout).into_owned(),
        String::from_utf8_lossy(&run.stderr),
    );
    match run.status.success() {
        true => Ok(out),
        false => Err(format!("{name}: {out}\n{err}")),
    }
}

#[test]
fn every_page_of_the_demonstration_is_as_it_should_be() {
    if browser::said("ACCORD_BROWSER").as_deref() != Some("full") {
        println!("skipped: ACCORD_BROWSER=full goes through every page of the demonstration");
        return;
    }
    let Some(tools) = browser::tools_or_skip() else { return };
    for name in ["empty", "sheffield"] {
        match go_through(name, &tools) {
            Ok(said) => println!("{said}"),
            Err(wrong) => panic!("{wrong}"),
        }
    }
}
