//! `accord visit`: a running demonstration, used by so many people at once as people use it: each is
//! somebody, opens a page, reads it for a moment, and follows a link that is there.

use std::{
    collections::BTreeMap,
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};
use reqwest::{Client, header::COOKIE, redirect::Policy};

use crate::{domain::words::thousands, rng::Rng};

/// Whom, where, how long.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Settings {
    /// The demonstration.
    #[arg(default_value = "http://127.0.0.1:8080")]
    address: String,
    /// How many people.
    #[arg(long, default_value_t = 50)]
    people: usize,
    /// For how many minutes.
    #[arg(long, default_value_t = 10)]
    minutes: u64,
    /// Seconds that somebody reads a page.
    #[arg(long, default_value_t = 2)]
    reading: u64,
    /// The process of the demonstration, to see how its memory grows.
    #[arg(long)]
    pid: Option<u32>,
    /// End with 1 if the 95th percentile is over 150 ms, a page fails, or memory grows by 5 %.
    #[arg(long)]
    floors: bool,
}

/// Milliseconds: the ceiling of the 95th percentile.
const SLOW: u128 = 150;
/// Percent: the ceiling of what memory may grow by after the first tenth of the time.
const GROWTH: u64 = 5;

/// What one person met: how long each page took, and statuses.
#[derive(Debug, Default)]
struct Met {
    taken: Vec<Duration>,
    statuses: BTreeMap<u16, u64>,
    /// Pages that a link led to and that were not to be had, with who followed it.
    refused: BTreeMap<String, (u16, String)>,
}

impl Met {
    fn answered(&mut self, path: &str, status: u16, person: &str) {
        *self.statuses.entry(status).or_default() += 1;
        if status >= 400 {
            let first = || (status, person.to_owned());
            self.refused.entry(path.to_owned()).or_insert_with(first);
        }
    }
}

#[expect(clippy::print_stdout, reason = "the command line is what prints")]
pub(super) fn run(settings: &Settings) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let time = Duration::from_secs(settings.minutes.max(1) * 60);
    let (met, memory) = runtime.block_on(everybody(settings, time))?;
    let mut taken: Vec<u128> = met.taken.iter().map(Duration::as_millis).collect();
    taken.sort_unstable();
    let at = |hundredths: usize| taken.get(taken.len() * hundredths / 100).copied().unwrap_or_default();
    let failed: u64 = met
        .statuses
        .iter()
        .filter(|(status, _)| **status >= 500)
        .map(|(_, count)| count)
        .sum();
    let other: Vec<String> = met
        .statuses
        .iter()
        .map(|(status, count)| format!("{status}: {}", thousands(*count)))
        .collect();
    println!(
        "{} people, {} pages: half in {} ms, 95 % in {} ms (at most {SLOW}), 99 % in {} ms, slowest {} ms",
        settings.people,
        thousands(u64::try_from(taken.len()).unwrap_or(u64::MAX)),
        at(50),
        at(95),
        at(99),
        taken.last().copied().unwrap_or_default()
    );
    println!("answers by status: {}", other.join(", "));
    for (path, (status, person)) in &met.refused {
        println!("  {status} at {path}, by a link that {person} was shown");
    }
    let growth = memory.map(|(before, after)| {
        let percent = after.saturating_sub(before) * 100 / before.max(1);
        println!(
            "memory of the server: {} kB after the first tenth of the time, {} kB at the end ({percent} % more; under {GROWTH})",
            thousands(before),
            thousands(after)
        );
        percent
    });
    let missed = at(95) > SLOW || failed > 0 || growth.is_some_and(|percent| percent >= GROWTH);
    Ok(match settings.floors && missed {
        true => ExitCode::FAILURE,
        false => ExitCode::SUCCESS,
    })
}

async fn everybody(settings: &Settings, time: Duration) -> anyhow::Result<(Met, Option<(u64, u64)>)> {
    // Only this machine is asked, without TLS; the client wants to know of one all the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = Client::builder().redirect(Policy::none()).build()?;
    let page = client.get(format!("{}/demo", settings.address)).send().await;
    let page = page
        .with_context(|| format!("nobody answers at {}", settings.address))?
        .text()
        .await?;
    let people: Vec<String> = page
        .split("name=\"person\" value=\"")
        .skip(1)
        .filter_map(|rest| Some(rest.split('"').next()?.to_owned()))
        .collect();
    if people.is_empty() {
        bail!("{} is no demonstration that is ready", settings.address);
    }
    let until = Instant::now() + time;
    let mut all = Vec::new();
    for (number, person) in people.iter().cycle().take(settings.people).enumerate() {
        let (client, address, person) = (client.clone(), settings.address.clone(), person.clone());
        let reading = Duration::from_secs(settings.reading);
        let seed = u64::try_from(number).unwrap_or_default();
        all.push(tokio::spawn(async move {
            somebody(&client, &address, &person, (until, reading, seed)).await
        }));
    }
    tokio::time::sleep(time / 10).await;
    let before = settings.pid.and_then(resident);
    let mut met = Met::default();
    for one in all {
        let one = one.await??;
        met.taken.extend(one.taken);
        met.refused.extend(one.refused);
        for (status, count) in one.statuses {
            *met.statuses.entry(status).or_default() += count;
        }
    }
    Ok((met, before.zip(settings.pid.and_then(resident))))
}

async fn somebody(
    client: &Client,
    address: &str,
    person: &str,
    (until, reading, seed): (Instant, Duration, u64),
) -> anyhow::Result<Met> {
    let rng = Rng::seeded(seed);
    let signed_in = client
        .post(format!("{address}/demo/sign-in-as"))
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(format!("person={person}"))
        .send()
        .await?;
    let cookie = signed_in
        .headers()
        .get("set-cookie")
        .context("nobody could be signed in")?;
    let cookie = cookie.to_str()?.split(';').next().unwrap_or_default().to_owned();
    let mut met = Met::default();
    let mut path = "/".to_owned();
    // People do not all begin at once.
    let [part] = rng.bytes::<1>();
    tokio::time::sleep(reading * u32::from(part) / 256).await;
    while Instant::now() < until {
        let began = Instant::now();
        let answer = client
            .get(format!("{address}{path}"))
            .header(COOKIE, &cookie)
            .send()
            .await?;
        let status = answer.status().as_u16();
        let body = answer.text().await?;
        met.taken.push(began.elapsed());
        met.answered(&path, status, person);
        path = next(&body, &rng);
        tokio::time::sleep(reading).await;
    }
    Ok(met)
}

/// A link of the page, any of them; Home where there is none.
fn next(body: &str, rng: &Rng) -> String {
    let links: Vec<&str> = body
        .split("href=\"/")
        .skip(1)
        .filter_map(|rest| rest.split(['"', '#']).next())
        .filter(|link| !link.starts_with("assets/") && !link.starts_with("demo") && !link.ends_with("/pdf"))
        .collect();
    let place = usize::from(u16::from_le_bytes(rng.bytes::<2>())).checked_rem(links.len());
    let found = place.and_then(|place| links.get(place));
    found.map_or_else(
        || "/".to_owned(),
        |link| format!("/{}", link.replace("&amp;", "&").replace("&#x3D;", "=")),
    )
}

/// Kilobytes of a process that are in memory.
fn resident(pid: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_follows_links_of_ours_and_never_leaves() {
        let rng = Rng::seeded(1);
        let body = r##"<a href="/assets/x.css"><a href="/demo/tour"><a href="https://x.example/"><a href="/round/1?a=1&amp;b#c">"##;
        assert_eq!(next(body, &rng), "/round/1?a=1&b");
        assert_eq!(next("", &rng), "/");
    }
}
