//! A long text with many comments: how soon its pages open, and how soon many comments have their answer. Over HTTP,
//! as browsers ask, the page drawn and sent.

use std::{
    net::TcpListener,
    path::Path,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use accord_engine::definition::parse;
use accord_log::SigningKey;
use accord_store::{
    StoreError,
    sections::{self, SectionRow},
};
use anyhow::{Context as _, bail};
use reqwest::{Client, header::COOKIE, redirect::Policy};
use serde_json::{Map, json};
use tokio_util::sync::CancellationToken;

use super::{home, report::Opened};
use crate::{
    cli::rehearse::{Company, Opening, Part, scenario::Scenario},
    domain::host::Origin,
    rng::Rng,
    service::{access::sessions, app::App, authority::Caller, library::Library, reading, sealing::Seals, work::Task},
    web::{
        limits::{Gate, Pace},
        serve::{self, Listen},
        site::{self, Site},
        sites::Sites,
    },
};

/// Sections of the text, those that the play wrote and those that are laid beside them.
const SECTIONS: usize = 40;
/// Comments on them.
const COMMENTS: usize = 500;
/// The fewest times that a page is opened.
const LEAST: usize = 20;
/// What a comment needs, and what its answer does.
const SAY: &str = "comment.add";
const ANSWER: &str = "comment.answer";

/// Where the play leaves a text that people comment on.
#[derive(Debug)]
pub(super) struct Stop<'a> {
    /// The scenario.
    pub(super) play: &'a str,
    /// The heading before which it stops.
    pub(super) before: &'a str,
    /// What it calls the text.
    pub(super) record: &'a str,
}

/// Nothing that is measured is a file.
#[derive(Debug)]
struct NoFiles;

impl site::Files for NoFiles {
    fn get(&self, key: &str) -> anyhow::Result<Vec<u8>> {
        bail!("nothing is kept as {key} while pages are measured")
    }

    fn put(&self, key: &str, _bytes: Vec<u8>) -> anyhow::Result<()> {
        bail!("{key} is not kept while pages are measured")
    }
}

/// Plays up to there, makes the text long, and opens it.
pub(super) fn measure(
    library: &Arc<Library>,
    folder: &Path,
    stop: &Stop<'_>,
    time: Duration,
) -> anyhow::Result<Vec<Opened>> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let origin = format!("http://{}", listener.local_addr()?);
    let (company, alliance) = play(library, folder, &origin, stop)?;
    let (kind, id) = company.record(stop.record)?;
    let app = company.app();
    let whose = |permit: &str| who_may(app, &alliance, (&kind, &id), permit);
    let (speaker, answerer) = (whose(SAY)?, whose(ANSWER)?);
    lengthen(app, &alliance, &id, &speaker)?;
    comment(app, &alliance, &id, &speaker)?;
    let cookie = sessions::begin(app, &answerer.person, "accord bench", true)?;
    let site = Site {
        gate: Arc::new(Gate::new(
            &app.wall,
            Pace {
                requests: u32::MAX,
                ..Pace::default()
            },
            Vec::new(),
        )),
        templates: site::briefs(app)?,
        files: Arc::new(NoFiles),
        demo: None,
        app: app.clone(),
        origin: Origin::parse(&origin)?,
    };
    let token = CancellationToken::new();
    let server = thread::spawn({
        let token = token.clone();
        move || {
            serve::run(
                Arc::new(Sites::of(Arc::new(site))),
                Listen::on(listener)?,
                token,
                |_| {},
            )
        }
    });
    let asker = Asker {
        client: client()?,
        address: format!("{origin}/{kind}/{id}"),
        origin,
        cookie: format!("accord={cookie}"),
        time,
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let measured = runtime.block_on(asker.everything());
    token.cancel();
    match server.join() {
        Ok(ended) => ended?,
        Err(_) => bail!("the server of the measurement ended by itself"),
    }
    measured
}

pub(super) fn client() -> anyhow::Result<Client> {
    // Only this machine is asked, without TLS; the client wants to know of one all the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Ok(Client::builder().redirect(Policy::none()).build()?)
}

/// The play, up to its stop.
fn play(library: &Arc<Library>, folder: &Path, origin: &str, stop: &Stop<'_>) -> anyhow::Result<(Company, String)> {
    let path = format!("workflows/scenarios/{}.yaml", stop.play);
    let text = library
        .shelf
        .get(&path)
        .with_context(|| format!("there is no scenario {path}"))?;
    let scenario = parse::read::<Scenario>(text).value;
    let (seed, starts) = scenario
        .and_then(|one| one.seed.zip(one.starts))
        .with_context(|| format!("{path} goes on from another play; name one that has its own beginning"))?;
    let opening = Opening {
        seed,
        starts,
        url: format!("sqlite:{}", folder.join("text.db").display()),
        origin: origin.to_owned(),
        seals: Seals::for_this_process(),
        signer: SigningKey::from_seed("bench", &Rng::from_system().bytes()).into(),
    };
    let mut company = Company::open(library, &opening, folder)?;
    company.play(
        Part::read(&path, text, (None, Some(stop.before), 0), None)?,
        &mut |_| {},
    )?;
    let alliance = company.app().store.read(accord_store::alliances::all)?;
    let alliance = alliance.into_iter().next().context("nobody is there")?.id;
    Ok((company, alliance))
}

/// Somebody who may do this piece of work on a text now.
fn who_may(app: &App, alliance: &str, record: (&str, &str), permit: &str) -> anyhow::Result<Caller> {
    for (_, person) in home::people(app, alliance)? {
        let caller = Caller::own(person);
        if let Ok(text) = reading::open(app, alliance, &caller, record, &[permit])
            && text.may.iter().any(|one| one == permit)
        {
            return Ok(caller);
        }
    }
    bail!("nobody may use `{permit}` where the play stops; name another heading")
}

/// Lays sections beside those that there are.
fn lengthen(app: &App, alliance: &str, record: &str, by: &Caller) -> anyhow::Result<()> {
    let now = app.clock.now();
    let (alliance, record, by) = (alliance.to_owned(), record.to_owned(), by.person.clone());
    let ids: Vec<String> = (0..SECTIONS).map(|_| app.rng.id(now)).collect();
    app.store.write(move |db| {
        let there = sections::of_subject(db, &record)?;
        let (text, position) = match there.first() {
            Some(one) => (one.part.clone(), there.iter().map(|one| one.position).max()),
            None => (String::new(), None),
        };
        let have = there.iter().filter(|one| one.part == text).count();
        for (id, number) in ids.into_iter().zip(1_i32..).skip(have) {
            let row = SectionRow {
                id,
                alliance_id: alliance.clone(),
                subject_id: record.clone(),
                position: position.unwrap_or_default() + number,
                heading: format!("Section {number}"),
                text: words(number),
                revision: 1,
                removed: false,
                edited_by: by.clone(),
                edited_at: now.into(),
                part: text.clone(),
                code: None,
            };
            sections::put(db, &row, "")?;
        }
        Ok::<_, StoreError>(())
    })?;
    Ok(())
}

/// Six paragraphs.
fn words(number: i32) -> String {
    let all = (1..=6).map(|one| format!("Paragraph {one} of section {number}, {}.", "word for word ".repeat(12)));
    all.collect::<Vec<_>>().join("\n\n")
}

/// Comments on them, one after another.
fn comment(app: &App, alliance: &str, record: &str, by: &Caller) -> anyhow::Result<()> {
    let all = app.store.read(|db| sections::of_subject(db, record))?;
    let places: Vec<&str> = all.iter().map(|one| one.id.as_str()).collect();
    let tasks = places.iter().cycle().take(COMMENTS).zip(1..).map(|(section, number)| {
        let about = [
            ("section", json!(section)),
            ("paragraph", json!(1)),
            ("text", json!(format!("Number {number}: say it in fewer words."))),
        ];
        Task {
            alliance: alliance.to_owned(),
            subject: record.to_owned(),
            permit: SAY.to_owned(),
            caller: by.clone(),
            key: None,
            body: about
                .map(|(name, value)| (name.to_owned(), value))
                .into_iter()
                .collect::<Map<_, _>>(),
        }
    });
    let done = app.work_each(tasks.collect(), |_| false)?;
    anyhow::ensure!(done == COMMENTS, "{done} of {COMMENTS} comments could be made");
    Ok(())
}

/// Somebody who answers comments, with a browser's patience.
struct Asker {
    client: Client,
    address: String,
    origin: String,
    cookie: String,
    time: Duration,
}

impl Asker {
    async fn everything(&self) -> anyhow::Result<Vec<Opened>> {
        let mut out = Vec::new();
        for (what, place) in [
            ("The text with every comment", "text"),
            ("Comments and their answers", "comments"),
            ("The desk where they are answered", "answering"),
        ] {
            let mut taken = Vec::new();
            let began = Instant::now();
            while began.elapsed() < self.time || taken.len() < LEAST {
                let one = Instant::now();
                self.page(place).await?;
                taken.push(one.elapsed());
            }
            out.push(Opened::of(what, taken));
        }
        let mut taken = Vec::new();
        loop {
            let page = self.page("answering").await?;
            let which: Vec<&str> = values(&page, "which").collect();
            if which.is_empty() {
                break;
            }
            let one = Instant::now();
            self.answer(&page, &which).await?;
            taken.push(one.elapsed());
        }
        anyhow::ensure!(!taken.is_empty(), "no comment could be answered");
        out.push(Opened::of("One answer for as many as the desk shows", taken));
        Ok(out)
    }

    async fn page(&self, place: &str) -> anyhow::Result<String> {
        let asked = self
            .client
            .get(format!("{}/{place}", self.address))
            .header(COOKIE, &self.cookie);
        let answer = asked.send().await?;
        let status = answer.status();
        let page = answer.text().await?;
        anyhow::ensure!(status.is_success(), "{place} answers {status}");
        Ok(page)
    }

    async fn answer(&self, page: &str, which: &[&str]) -> anyhow::Result<()> {
        let key = values(page, "ac-key").next().context("the desk has no form")?;
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("ac-key", key).append_pair("disposition", "accepted");
        form.append_pair("answer", "We do.");
        for one in which {
            form.append_pair("which", one);
        }
        let sent = self
            .client
            .post(format!("{}/answering", self.address))
            .header(COOKIE, &self.cookie)
            .header("sec-fetch-site", "same-origin")
            .header("origin", &self.origin)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form.finish());
        let status = sent.send().await?.status();
        anyhow::ensure!(
            status.is_redirection(),
            "answering {} comments answers {status}",
            which.len()
        );
        Ok(())
    }
}

/// Values of the fields of this name.
fn values<'a>(page: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let before = format!("name=\"{name}\" value=\"");
    let parts: Vec<&str> = page.split(before.as_str()).skip(1).collect();
    parts.into_iter().filter_map(|rest| rest.split('"').next())
}
