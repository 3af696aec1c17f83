//! A file as large as may be sent: how much memory it takes more, and how long, from the first byte to the answer. Over
//! HTTP, as browsers send it, judged, sealed and kept in a folder.

use std::{
    fs,
    net::TcpListener,
    path::Path,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use accord_store::{Store, StoreOptions};
use anyhow::{Context as _, bail};
use reqwest::header::{CONTENT_TYPE, COOKIE, ORIGIN};
use tokio_util::sync::CancellationToken;

use super::{home, report::Uploaded, text};
use crate::{
    cli::serve::Shown,
    clock::SystemClock,
    domain::{host::Origin, papers},
    effects::files::{FileSettings, Files},
    memory,
    rng::Rng,
    service::{access::sessions, app::App, library::Library, seed, transition::Start},
    web::{
        limits::{Gate, Pace},
        serve::{self, Listen},
        site::{self, Site},
        sites::Sites,
    },
};

/// How often one is sent: one person may not send more of them for one thing (`papers::MOST_IN_ALL`).
const TIMES: usize = 4;
/// What asks for a file and nothing else, of whoever has a role.
const FLOW: &str = "\
workflow: bench-upload
title: A file
about: meeting
calendar: CALENDAR
roles: [ROLE]
forms:
  bench_form: { fields: [ { id: file, label: The file, type: file, required: true } ] }
initial: bench_asked
states:
  bench_asked:
    title: Asked for a file
    no_deadline: It is a measurement.
    on:
      bench_send: { title: Send the file, by: [ROLE], collect: bench_form, to: bench_there }
  bench_there: { title: There, final: there }
";

/// The library with such a flow, in which whoever has a role is asked.
fn flow(library: &Library) -> anyhow::Result<Arc<Library>> {
    let calendar = library.shelf.list("workflows/calendars", ".yaml").next();
    let calendar = calendar.context("there is no calendar")?.0;
    let roles: Vec<&str> = library.roles.roles.keys().map(String::as_str).collect();
    let text = FLOW.replace("CALENDAR", calendar).replace("ROLE", &roles.join(", "));
    let shelf = library.shelf.clone().with("workflows/bench-upload.yaml", &text);
    Ok(Arc::new(Library::read(shelf)?))
}

/// Sends it so often, and says what the most of memory was that it took; nothing where the system does not say.
pub(super) fn measure(library: &Library, folder: &Path) -> anyhow::Result<Option<Uploaded>> {
    if peak().is_none() {
        return Ok(None);
    }
    let library = flow(library)?;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let origin = format!("http://{}", listener.local_addr()?);
    let url = format!("sqlite:{}", folder.join("upload.db").display());
    let app = App::new(
        Store::open(&url, StoreOptions::default())?,
        library.clone(),
        Arc::new(SystemClock),
        Rng::from_system(),
        &origin,
    );
    let name = library
        .shelf
        .list("workflows/seed", ".yaml")
        .next()
        .context("there is no seed")?
        .0;
    let alliance = seed::plant(&app, seed::read(&app, name)?)?;
    let started = app.start(Start::of(&alliance, "bench-upload", "A file"))?;
    let address = format!("{origin}/task/{}/act/bench_asked/bench_send?q=file", started.instance);
    // Ours until the server has ended: what keeps files is let go where one may wait.
    let kept = Arc::new(Files::open(&FileSettings::Folder(folder.join("files")))?);
    let site = Site {
        gate: Arc::new(Gate::new(
            &app.wall,
            Pace {
                requests: u32::MAX,
                ..Pace::default()
            },
            Vec::new(),
        )),
        templates: site::briefs(&app)?,
        files: Arc::new(Shown(kept.clone())),
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
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let measured = runtime.block_on(by_somebody(&app, &alliance, (&address, &origin)));
    token.cancel();
    match server.join() {
        Ok(ended) => ended?,
        Err(_) => bail!("the server of the measurement ended by itself"),
    }
    measured.map(Some)
}

async fn by_somebody(app: &App, alliance: &str, (address, origin): (&str, &str)) -> anyhow::Result<Uploaded> {
    for (_, person) in home::people(app, alliance)? {
        let cookie = sessions::begin(app, &person, "accord bench", true)?;
        let sender = Sender {
            address,
            origin,
            cookie: format!("accord={cookie}"),
        };
        if sender.send(1024).await?.is_some() {
            return sender.largest().await;
        }
    }
    bail!("nobody of the seed may send a file")
}

struct Sender<'a> {
    address: &'a str,
    origin: &'a str,
    cookie: String,
}

impl Sender<'_> {
    async fn largest(&self) -> anyhow::Result<Uploaded> {
        let mut all = Vec::new();
        for _ in 0..TIMES {
            let sent = self.send(papers::MOST_BYTES).await?;
            all.push(sent.context("a file was not taken")?);
        }
        let most = all.iter().map(|(more, _)| *more).max().unwrap_or_default();
        let mut taken: Vec<Duration> = all.into_iter().map(|(_, time)| time).collect();
        taken.sort_unstable();
        let half = taken.get(taken.len() / 2).copied().unwrap_or_default();
        Ok(Uploaded {
            bytes: papers::MOST_BYTES,
            times: TIMES,
            more: most,
            millis: u64::try_from(half.as_millis()).unwrap_or(u64::MAX),
        })
    }

    /// Sends a file of so many bytes; how many bytes of memory the process took more at most, and how long it took.
    /// Nothing if it was not taken. What is sent stands in memory before that is looked at.
    async fn send(&self, size: usize) -> anyhow::Result<Option<(u64, Duration)>> {
        let (head, foot) = (
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.mp3\"\r\nContent-Type: audio/mpeg\r\n\r\nID3",
            "\r\n--x--\r\n",
        );
        let mut body = head.as_bytes().to_vec();
        body.resize(head.len() + size.saturating_sub(3), b'a');
        body.extend_from_slice(foot.as_bytes());
        let client = text::client()?;
        let request = client
            .post(self.address)
            .header(COOKIE, self.cookie.as_str())
            .header(ORIGIN, self.origin)
            .header("sec-fetch-site", "same-origin")
            .header(CONTENT_TYPE, "multipart/form-data; boundary=x")
            .body(body);
        memory::give_back();
        let before = begin_peak()?;
        let began = Instant::now();
        let answer = request.send().await?;
        let (taken, status) = (began.elapsed(), answer.status().as_u16());
        let after = peak().context("the system does not say how much memory this takes")?;
        Ok((status == 303).then(|| (after.saturating_sub(before), taken)))
    }
}

/// The most memory that this process took, in bytes; nothing where the system does not say.
fn peak() -> Option<u64> {
    status("VmHWM:")
}

fn status(line: &str) -> Option<u64> {
    let text = fs::read_to_string("/proc/self/status").ok()?;
    let found = text.lines().find_map(|one| one.strip_prefix(line))?;
    let kilobytes: u64 = found.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

/// Begins to look for the most anew, and gives what is taken now.
fn begin_peak() -> anyhow::Result<u64> {
    fs::write("/proc/self/clear_refs", "5").context("the most memory cannot be counted anew")?;
    status("VmRSS:").context("the system does not say how much memory this takes")
}
