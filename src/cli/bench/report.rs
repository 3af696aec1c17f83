//! The figures, as a table for people and as JSON.

use std::{
    fmt::{self, Display},
    time::Duration,
};

use accord_store::bench::{Figure, Line};
use serde::Serialize;

use super::{Settings, floors};
use crate::domain::words::thousands;

/// Everything that was measured.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Report {
    pub(super) machine: Machine,
    /// How long each measurement took, and how often it was repeated.
    pub(super) seconds: String,
    pub(super) rounds: usize,
    pub(super) instances: u64,
    pub(super) durable: Vec<Line>,
    pub(super) steps: Vec<Steps>,
    pub(super) percentiles: Vec<Percentile>,
    pub(super) home: Vec<Visit>,
    pub(super) text: Vec<Opened>,
    pub(super) upload: Option<Uploaded>,
    /// What was not measured, and why.
    pub(super) skipped: Vec<String>,
}

/// Where it was measured.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Machine {
    /// As the processor calls itself, where the system says so.
    pub(super) processor: Option<String>,
    pub(super) cores: usize,
    pub(super) system: &'static str,
    /// Whether this program was built to be fast.
    pub(super) optimised: bool,
}

/// One kind of step in memory.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Steps {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) per_second: u64,
    /// In a second of one core's time: what other programs take of the machine does not count.
    pub(super) per_core_second: u64,
}

/// Home as one person sees it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Visit {
    /// What they do.
    pub(super) who: String,
    /// Tasks that are open in the alliance.
    pub(super) tasks: u64,
    /// Lines on the page.
    pub(super) lines: usize,
    /// Microseconds, the page not drawn yet: median, and slowest of a hundred.
    pub(super) p50: u64,
    pub(super) p99: u64,
}

/// A page of a long text with many comments, asked for over HTTP.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Opened {
    pub(super) what: &'static str,
    /// How often.
    pub(super) times: usize,
    /// Microseconds from the request to the last byte: median, and slowest of a hundred.
    pub(super) p50: u64,
    pub(super) p99: u64,
}

/// A file as large as may be sent.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Uploaded {
    pub(super) bytes: usize,
    /// How often.
    pub(super) times: usize,
    /// How many bytes of memory the program took more than before, at most.
    pub(super) more: u64,
    /// From the first byte to the answer, at the median.
    pub(super) millis: u64,
}

impl Opened {
    pub(super) fn of(what: &'static str, mut taken: Vec<Duration>) -> Self {
        taken.sort_unstable();
        let at = |hundredths: usize| {
            let found = taken.get(taken.len() * hundredths / 100).copied().unwrap_or_default();
            u64::try_from(found.as_micros()).unwrap_or(u64::MAX)
        };
        Self {
            what,
            times: taken.len(),
            p50: at(50),
            p99: at(99),
        }
    }
}

/// One client on SQLite with so many instances stored.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Percentile {
    pub(super) instances: u64,
    #[serde(flatten)]
    pub(super) figure: Figure,
    pub(super) filled_in_seconds: u64,
}

impl Machine {
    pub(super) fn this() -> Self {
        let about = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let named = about
            .lines()
            .find_map(|line| line.strip_prefix("model name")?.split_once(':'));
        Self {
            processor: named.map(|(_, name)| name.trim().to_owned()),
            cores: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            system: std::env::consts::OS,
            optimised: !cfg!(debug_assertions),
        }
    }
}

impl Report {
    pub(super) fn new(machine: Machine, settings: &Settings) -> Self {
        let millis = settings.time.as_millis();
        Self {
            machine,
            seconds: format!("{}.{:03}", millis / 1000, millis % 1000)
                .trim_end_matches('0')
                .trim_end_matches('.')
                .to_owned(),
            rounds: settings.rounds,
            instances: settings.instances,
            durable: Vec::new(),
            steps: Vec::new(),
            percentiles: Vec::new(),
            home: Vec::new(),
            text: Vec::new(),
            upload: None,
            skipped: Vec::new(),
        }
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Machine {
            processor,
            cores,
            system,
            optimised,
        } = &self.machine;
        let processor = processor.as_deref().unwrap_or("unnamed processor");
        writeln!(
            f,
            "{processor}, {cores} cores, {system}. Each figure is the median of {} × {} s.",
            self.rounds, self.seconds
        )?;
        if !optimised {
            writeln!(
                f,
                "This is an unoptimised build: the figures say little. Build with --release."
            )?;
        }
        if !self.steps.is_empty() {
            self.steps(f)?;
        }
        if !self.durable.is_empty() {
            self.durable(f)?;
        }
        if !self.percentiles.is_empty() {
            self.percentiles(f)?;
        }
        if !self.home.is_empty() {
            self.home(f)?;
        }
        if !self.text.is_empty() {
            self.text(f)?;
        }
        if let Some(one) = &self.upload {
            let megabytes = |bytes: u64| bytes.div_ceil(1024 * 1024);
            writeln!(
                f,
                "\nA file of {} MB, sent {} times; at most {} MB of memory more\n  {} MB more, and half of them in {} ms",
                one.bytes / (1024 * 1024),
                one.times,
                megabytes(floors::UPLOAD),
                megabytes(one.more),
                one.millis
            )?;
        }
        for sentence in &self.skipped {
            writeln!(f, "\n{sentence}")?;
        }
        Ok(())
    }
}

impl Report {
    fn steps(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "\nSteps in memory, a second of one core's time (of the clock on the wall); floor"
        )?;
        for (one, floor) in floors::of_steps(&self.steps) {
            let floor = floor.map(thousands).unwrap_or_default();
            let wall = format!("({})", thousands(one.per_second));
            let core = thousands(one.per_core_second);
            writeln!(f, "  {:<10} {core:>10} {wall:>12} {floor:>9}   {}", one.name, one.about)?;
        }
        Ok(())
    }

    fn durable(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "\nDurable actions a second, beside the same statements in a bare loop; {} instances stored",
            thousands(self.instances)
        )?;
        writeln!(
            f,
            "  {:<10} {:>7} {:>9} {:>9} {:>9} {:>7} {:>7} {:>9} {:>9} {:>9}",
            "", "clients", "actions", "bare ×", "bare", "times", "floor", "half", "99 %", "slowest"
        )?;
        for line in &self.durable {
            let floor = floors::of_line(line).map(floors::times).unwrap_or_default();
            writeln!(
                f,
                "  {:<10} {:>7} {:>9} {:>9} {:>9} {:>7} {floor:>7} {}",
                line.database,
                line.clients,
                thousands(line.store.per_second),
                line.bare_clients,
                thousands(line.bare.per_second),
                floors::times(line.percent),
                latencies(&line.store),
            )?;
        }
        Ok(())
    }

    fn percentiles(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\nOne client on SQLite with so many instances stored")?;
        writeln!(
            f,
            "  {:<18} {:>9} {:>9} {:>9} {:>9}",
            "", "actions", "half", "99 %", "slowest"
        )?;
        for one in &self.percentiles {
            let about = latencies(&one.figure);
            let actions = thousands(one.figure.per_second);
            writeln!(
                f,
                "  {:<18} {actions:>9} {about}   filled in {} s",
                thousands(one.instances),
                one.filled_in_seconds
            )?;
        }
        if let Some(ratio) = floors::growth(&self.percentiles) {
            writeln!(
                f,
                "  99 %: {} times; at most {}",
                floors::times(ratio),
                floors::times(floors::GROWTH)
            )?;
        }
        Ok(())
    }

    fn home(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tasks = self.home.iter().map(|one| one.tasks).max().unwrap_or_default();
        writeln!(
            f,
            "\nHome while {} tasks are open; half at most {}",
            thousands(tasks),
            millis(floors::HOME)
        )?;
        writeln!(f, "  {:<44} {:>7} {:>9} {:>9}", "", "lines", "half", "99 %")?;
        for one in &self.home {
            let (half, most) = (millis(one.p50), millis(one.p99));
            writeln!(f, "  {:<44} {:>7} {half:>9} {most:>9}", one.who, one.lines)?;
        }
        Ok(())
    }
}

impl Report {
    fn text(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "\nA text of 40 sections with 500 comments; half of each page at most {}",
            millis(floors::TEXT)
        )?;
        writeln!(f, "  {:<44} {:>7} {:>9} {:>9}", "", "times", "half", "99 %")?;
        for one in &self.text {
            let (half, most) = (millis(one.p50), millis(one.p99));
            writeln!(f, "  {:<44} {:>7} {half:>9} {most:>9}", one.what, one.times)?;
        }
        Ok(())
    }
}

fn latencies(figure: &Figure) -> String {
    let [half, most, slowest] = [figure.p50, figure.p99, figure.slowest].map(millis);
    format!("{half:>9} {most:>9} {slowest:>9}")
}

/// Microseconds as `1.23 ms`.
fn millis(micros: u64) -> String {
    format!("{}.{:02} ms", micros / 1000, micros % 1000 / 10)
}
