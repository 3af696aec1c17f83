//! Home while many tasks are open: for whoever manages everything, and for others.

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use accord_store::{Store, StoreOptions, Synchronous, appointments, bench};
use anyhow::Context as _;

use super::report::Visit;
use crate::{
    clock::SystemClock,
    rng::Rng,
    service::{
        app::App, authority::Caller, inbox, library::Library, readers, seed, subjects::NewSubject, transition::Start,
    },
};

/// Records that are begun by the service before they are copied.
const BEGUN: usize = 40;
/// The fewest times that a page is made.
const LEAST: usize = 20;

/// Fills a database with so many open tasks, and makes Home for one person of each sort that the
/// demonstration data has.
pub(super) fn measure(library: &Arc<Library>, folder: &Path, tasks: u32, time: Duration) -> anyhow::Result<Vec<Visit>> {
    let url = format!("sqlite:{}", folder.join("home.db").display());
    // The disk is not what is measured.
    let options = StoreOptions {
        synchronous: Synchronous::Never,
        ..StoreOptions::default()
    };
    let store = Store::open(&url, options)?;
    let app = App::new(
        store,
        library.clone(),
        Arc::new(SystemClock),
        Rng::from_system(),
        "http://localhost",
    );
    let name = library
        .shelf
        .list("workflows/seed", ".yaml")
        .next()
        .context("there is no seed")?
        .0;
    let alliance = seed::plant(&app, seed::read(&app, name)?)?;
    // Whatever can be begun with a title alone.
    let startable = library
        .files
        .keys()
        .find_map(|workflow| begin(&app, &alliance, workflow, 0).ok().map(|()| workflow));
    let workflow = startable.context("no workflow can be begun with a title alone")?;
    for number in 1..BEGUN {
        begin(&app, &alliance, workflow, number)?;
    }
    let open = app.store.write(move |db| bench::crowd(db, tasks))?;
    let open = u64::try_from(open)?;
    people(&app, &alliance)?
        .into_iter()
        .map(|(who, person)| {
            let caller = Caller::own(person);
            let lines = inbox::home(&app, &alliance, &caller)?;
            let mut taken = Vec::new();
            let began = Instant::now();
            while began.elapsed() < time || taken.len() < LEAST {
                let one = Instant::now();
                inbox::home(&app, &alliance, &caller)?;
                taken.push(u64::try_from(one.elapsed().as_micros()).unwrap_or(u64::MAX));
            }
            taken.sort_unstable();
            let at = |hundredths: usize| taken.get(taken.len() * hundredths / 100).copied().unwrap_or_default();
            Ok(Visit {
                who,
                tasks: open,
                lines: lines.on_you.len() + lines.on_others.len() + lines.coming.len() + lines.lately.len(),
                p50: at(50),
                p99: at(99),
            })
        })
        .collect()
}

fn begin(app: &App, alliance: &str, workflow: &str, number: usize) -> anyhow::Result<()> {
    app.start(Start {
        alliance: alliance.to_owned(),
        workflow: workflow.to_owned(),
        subject: NewSubject {
            title: format!("Number {number}"),
            ..NewSubject::default()
        },
        ..Start::default()
    })?;
    Ok(())
}

/// The first person of each role that is held in the whole alliance.
pub(super) fn people(app: &App, alliance: &str) -> anyhow::Result<Vec<(String, String)>> {
    let now = app.clock.now().into();
    let running = app.store.read(|db| appointments::all_running(db, alliance, now))?;
    let mut out: Vec<(String, String)> = Vec::new();
    for one in running {
        let title = readers::role_titles(&app.library, std::slice::from_ref(&one.role)).join(", ");
        if !out.iter().any(|(known, _)| *known == title) {
            out.push((title, one.person_id));
        }
    }
    out.sort();
    Ok(out)
}
