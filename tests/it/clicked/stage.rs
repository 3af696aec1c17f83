//! A running server on a play: the service plays up to a heading, whoever drives a browser goes on from there.

use std::{
    net::TcpListener,
    path::Path,
    sync::Arc,
    thread::{self, JoinHandle},
    time::Duration,
};

use accord::{
    cli::rehearse::{Company, Opening, Part, scenario::Scenario},
    domain::host::Origin,
    rng::Rng,
    service::{
        library::{Library, Shelf},
        sealing::Seals,
    },
    web::{
        limits::{Gate, Pace},
        serve::{self, Listen},
        site::Site,
        sites::Sites,
    },
};
use accord_engine::definition::parse;
use accord_log::SigningKey;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use super::hands::Disk;

/// A play with its server.
pub(crate) struct Stage {
    pub(crate) company: Company,
    pub(crate) origin: String,
    path: String,
    text: String,
    server: Option<(CancellationToken, JoinHandle<()>)>,
    _folder: TempDir,
}

impl Stage {
    /// The scenario at its beginning: where it goes on from another, that one is played up to there.
    pub(crate) fn of(scenario: &str) -> Self {
        Self::on(Shelf::built_in(), format!("workflows/scenarios/{scenario}.yaml"))
    }

    /// The same with a scenario of the test's own.
    pub(crate) fn playing(text: &str) -> Self {
        let path = "workflows/scenarios/ground.yaml";
        Self::on(Shelf::built_in().with(path, text), path.to_owned())
    }

    fn on(shelf: Shelf, path: String) -> Self {
        let library = Arc::new(Library::read(shelf).unwrap());
        let text = library.shelf.get(&path).unwrap().to_owned();
        let earlier = parse::read::<Scenario>(&text).value.unwrap().follows;
        let earlier = earlier.map(|follows| {
            let path = format!("workflows/scenarios/{}.yaml", follows.scenario);
            let text = library.shelf.get(&path).unwrap().to_owned();
            (
                Part::read(&path, &text, (None, Some(&follows.up_to), 0), None).unwrap(),
                text,
            )
        });
        let begins = earlier.as_ref().map_or(&text, |(_, text)| text);
        let starts = begins.lines().find_map(|line| line.strip_prefix("starts: "));
        let starts = starts.expect("a scenario of its own says when it starts").trim();
        let folder = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let opening = Opening {
            seed: "sheffield".to_owned(),
            starts: starts.to_owned(),
            url: format!("sqlite:{}", folder.path().join("clicked.db").display()),
            origin: origin.clone(),
            seals: Seals::for_this_process(),
            signer: SigningKey::from_seed("clicked", &Rng::seeded(2027).bytes()).into(),
        };
        let mut company = Company::open(&library, &opening, folder.path()).unwrap();
        let server = serve(&company, listener, &origin, folder.path());
        if let Some((part, _)) = earlier {
            company.play(part, &mut |_| {}).unwrap();
        }
        Self {
            company,
            origin,
            path,
            text,
            server: Some(server),
            _folder: folder,
        }
    }

    /// A part of the scenario: from a heading, before another, and some steps more.
    pub(crate) fn part(&self, from: Option<&str>, before: Option<&str>, and: usize) -> Part {
        Part::read(&self.path, &self.text, (from, before, and), None).unwrap()
    }
}

fn serve(company: &Company, listener: TcpListener, origin: &str, folder: &Path) -> (CancellationToken, JoinHandle<()>) {
    let app = company.app().clone();
    let pace = Pace {
        requests: 1_000_000,
        ..Pace::default()
    };
    let site = Arc::new(Site {
        gate: Arc::new(Gate::new(&app.wall, pace, Vec::new())),
        origin: Origin::parse(origin).unwrap(),
        templates: accord::web::site::briefs(&app).unwrap(),
        files: Arc::new(Disk(folder.to_owned())),
        demo: None,
        app,
    });
    let token = CancellationToken::new();
    let stop = token.clone();
    let thread = thread::spawn(move || {
        let listen = Listen {
            patience: Duration::from_secs(1),
            ..Listen::on(listener).unwrap()
        };
        serve::run(Arc::new(Sites::of(site)), listen, stop, |_| {}).unwrap();
    });
    (token, thread)
}

impl Drop for Stage {
    fn drop(&mut self) {
        if let Some((token, thread)) = self.server.take() {
            token.cancel();
            let _ = thread.join();
        }
    }
}
