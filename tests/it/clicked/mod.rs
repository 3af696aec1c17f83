//! Scenarios clicked through in a browser: the same steps that a rehearsal asks of the service are
//! found on people's own pages, filled in and sent, with JavaScript and without; what should then be
//! the case is looked at as in a rehearsal, and every page on the way is judged.
//!
//! Takes part when Chromium, Node and three packages of npm are there; `ACCORD_TEST_REQUIRE=browser`
//! makes their absence a failure. Screenshots stay in `target/pages/clicked`.

mod hands;

use std::{net::TcpListener, path::Path, sync::Arc, thread, time::Duration};

use accord::{
    cli::rehearse::{Company, Opening, Part},
    rng::Rng,
    service::{
        library::{Library, Shelf},
        sealing::Seals,
    },
    web::{
        host::Origin,
        limits::{Gate, Pace},
        serve::{self, Listen},
        site::Site,
    },
};
use accord_log::SigningKey;
use tokio_util::sync::CancellationToken;

use self::hands::{Chromium, Disk, Tally};
use crate::pages::browser;

/// Plays a scenario from its beginning to a heading, and some steps more, in a browser.
fn click(scenario: &str, before: Option<&str>, and: usize, script: bool) -> Option<Tally> {
    let tools = browser::tools_or_skip()?;
    let library = Arc::new(Library::read(Shelf::built_in()).unwrap());
    let path = format!("workflows/scenarios/{scenario}.yaml");
    let text = library.shelf.get(&path).unwrap();
    // Whoever mends a late step need not click through all before it: the service plays up to there.
    let from = browser::said("ACCORD_CLICK_FROM");
    let part = Part::read(&path, text, (from.as_deref(), before, and), None).unwrap();
    let starts = text.lines().find_map(|line| line.strip_prefix("starts: "));
    let starts = starts.expect("a scenario of its own says when it starts");
    let folder = tempfile::tempdir().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let opening = Opening {
        seed: "sheffield".to_owned(),
        starts: starts.trim().to_owned(),
        url: format!("sqlite:{}", folder.path().join("clicked.db").display()),
        origin: origin.clone(),
        seals: Seals::for_this_process(),
        signer: SigningKey::from_seed("clicked", &Rng::seeded(2027).bytes()).into(),
    };
    let mut company = Company::open(&library, &opening, folder.path()).unwrap();
    let app = company.app().clone();
    let pace = Pace {
        requests: 1_000_000,
        ..Pace::default()
    };
    let site = Arc::new(Site {
        gate: Gate::new(&app.wall, pace, Vec::new()),
        origin: Origin::parse(&origin).unwrap(),
        templates: accord::web::site::briefs(&app).unwrap(),
        files: Arc::new(Disk(folder.path().to_owned())),
        demo: None,
        app: app.clone(),
    });
    let token = CancellationToken::new();
    let server = thread::spawn({
        let token = token.clone();
        move || {
            let listen = Listen {
                patience: Duration::from_secs(1),
                ..Listen::on(listener)?
            };
            serve::run(site, listen, token, |_| {})
        }
    });
    let shots = Path::new(env!("CARGO_MANIFEST_DIR")).join(match script {
        true => "target/pages/clicked",
        false => "target/pages/clicked-without-script",
    });
    if from.is_some() {
        let before = Part::read(&path, text, (None, from.as_deref(), 0), None).unwrap();
        company.play(before, &mut |_| {}).unwrap();
    }
    let chromium = Chromium::start(&tools, &app, (&origin, &shots), script);
    let tally = chromium.tally();
    company.lend(Box::new(chromium));
    let outcome = company.play(part, &mut |heading| println!("{heading}"));
    drop(company);
    token.cancel();
    server.join().unwrap().unwrap();
    let tally = tally.lock().unwrap().clone();
    println!("{tally:?}");
    outcome.unwrap_or_else(|error| panic!("{error:#}\n{}", tally.wrong.join("\n")));
    assert!(tally.wrong.is_empty(), "{}", tally.wrong.join("\n"));
    Some(tally)
}

/// From the idea to the first return that is accepted: a specification with a block, a round with ten
/// bids, an award that is looked at again, hosts that get ready. A quarter of an hour each on a busy
/// machine: they take part with `ACCORD_BROWSER=full`.
fn click_the_peer_support_framework(script: bool) {
    if browser::said("ACCORD_BROWSER").as_deref() != Some("full") {
        println!("skipped: ACCORD_BROWSER=full clicks through the whole Peer Support Framework");
        return;
    }
    if let Some(tally) = click("peer-support-framework", Some("The first return"), 10, script) {
        assert!(tally.people >= 8, "{tally:?}");
        assert!(tally.deeds > 200, "{tally:?}");
    }
}

#[test]
fn the_peer_support_framework_is_clicked_through_by_its_people() {
    click_the_peer_support_framework(true);
}

#[test]
fn the_peer_support_framework_is_clicked_through_without_javascript() {
    click_the_peer_support_framework(false);
}

/// The short way, without any JavaScript: a specification from the idea to both houses' signature.
#[test]
fn a_specification_is_clicked_through_without_javascript() {
    if let Some(tally) = click("specification", None, 0, false) {
        assert!(tally.people >= 8, "{tally:?}");
    }
}

/// Whoever is paid: offered less than the floor, put right by two people, taken, and approved; without any JavaScript.
#[test]
fn a_payment_is_clicked_through_without_javascript() {
    let before = Some("Into an account that nobody has given yet");
    if let Some(tally) = click("paying-people", before, 0, false) {
        assert!(tally.people >= 4, "{tally:?}");
    }
}
