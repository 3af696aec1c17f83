//! `accord pack`: workflows with what they need, as one file that an alliance gives to another.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use anyhow::Context as _;
use clap::builder::NonEmptyStringValueParser;

use super::{incidents::alliance, rehearse};
use crate::{
    clock::{Clock as _, SystemClock},
    config::Config,
    domain::words,
    service::{
        app::App,
        fault::Fault,
        library::{Library, Shelf},
        packs::{
            self, Pack,
            compare::{Fate, Line},
            gather::{self, Label},
            judge::judge,
            take::{self, Choice, Said},
        },
    },
};

/// What is done with one.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Packs {
    /// Puts workflows, and everything that they need, into one file for others.
    Export(Export),
    /// Says what is in a pack, and everything that is wrong with it.
    Check {
        /// The pack.
        file: PathBuf,
        /// Plays its scenarios by it, too.
        #[arg(long)]
        rehearse: bool,
    },
    /// Says what in a pack is new, the same, changed, or in the way of files of one's own.
    Diff {
        /// The pack.
        file: PathBuf,
        /// The alliance, by its short name; without it the only one.
        #[arg(long)]
        alliance: Option<String>,
    },
    /// Takes a pack into the library of an alliance: all of it that is wanted, or nothing.
    Import(Import),
    /// Lists the packs that an alliance has taken in.
    List {
        /// The alliance, by its short name; without it the only one.
        #[arg(long)]
        alliance: Option<String>,
    },
}

/// What goes into a pack, and what is said of it.
#[derive(Debug, clap::Args)]
pub(super) struct Export {
    /// The workflows that it is for.
    #[arg(required = true)]
    workflows: Vec<String>,
    /// The file to write.
    #[arg(long)]
    out: PathBuf,
    /// What it is called; without it, as the first workflow is.
    #[arg(long)]
    name: Option<String>,
    /// What you call this state of it; without it, today.
    #[arg(long)]
    label: Option<String>,
    /// Whose it is; without it, the alliance's name.
    #[arg(long = "of")]
    whose: Option<String>,
    /// What others may do with it.
    #[arg(long, default_value = "Free to use and to change, if you say whose it was.")]
    licence: String,
    /// From the library of this alliance, by its short name; without it, of the installation.
    #[arg(long)]
    alliance: Option<String>,
}

/// What is taken in, for whom, and why.
#[derive(Debug, clap::Args)]
pub(super) struct Import {
    /// The pack.
    file: PathBuf,
    /// The alliance, by its short name; without it the only one.
    #[arg(long)]
    alliance: Option<String>,
    /// Where both have a file of their own: theirs counts.
    #[arg(long)]
    take: Vec<String>,
    /// Where both have a file of their own, or you do not want theirs: yours stays.
    #[arg(long)]
    keep: Vec<String>,
    /// Why, in a sentence. It stays in the journal.
    #[arg(long, value_parser = NonEmptyStringValueParser::new())]
    because: String,
    /// Who says so, for the journal.
    #[arg(long, env = "USER", default_value = "operator", value_parser = NonEmptyStringValueParser::new())]
    by: String,
}

pub(super) fn run(config: &Config, what: &Packs) -> anyhow::Result<ExitCode> {
    match what {
        Packs::Export(wish) => export(config, wish),
        Packs::Check { file, rehearse } => check(config, file, *rehearse),
        Packs::Diff { file, alliance } => diff(config, file, alliance.as_deref()),
        Packs::Import(wish) => import(config, wish),
        Packs::List { alliance } => list(config, alliance.as_deref()),
    }
}

fn read(file: &Path) -> anyhow::Result<Pack> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let called = file
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    packs::read(&called, &bytes)
}

#[expect(clippy::print_stdout, reason = "the command line is what prints")]
fn export(config: &Config, wish: &Export) -> anyhow::Result<ExitCode> {
    let (library, whose) = match &wish.alliance {
        Some(name) => {
            let app = config.look()?;
            let id = alliance(&app, Some(name))?;
            let row = app.store.read(|db| accord_store::alliances::load(db, &id))?;
            (app.of(&id).library.clone(), Some(row.name))
        }
        None => (config.read_library()?, None),
    };
    let today = words::local_day(SystemClock.now());
    let label = Label {
        name: wish
            .name
            .clone()
            .or_else(|| wish.workflows.first().cloned())
            .unwrap_or_default(),
        version: wish.label.clone().unwrap_or_else(|| today.to_string()),
        origin: wish
            .whose
            .clone()
            .or(whose)
            .context("say whose it is, with --of or --alliance")?,
        licence: wish.licence.clone(),
        made_on: today,
    };
    let pack = gather::gather(&library, &wish.workflows, label)?;
    let bytes = pack.write()?;
    // What others could not read is not given to them.
    packs::read("the pack", &bytes)?;
    fs::write(&wish.out, &bytes).with_context(|| format!("cannot write {}", wish.out.display()))?;
    println!("{}: {}", wish.out.display(), about(&pack));
    Ok(ExitCode::SUCCESS)
}

/// `peer-support 2027-1 of Synergy: 120 files, 14 of its own; fingerprint …`.
fn about(pack: &Pack) -> String {
    let own = pack.manifest.files.iter().filter(|one| !one.shipped).count();
    format!(
        "{} {} of {}: {}, {own} of them not as the program brings them; fingerprint {}",
        pack.manifest.name,
        pack.manifest.version,
        pack.manifest.origin,
        words::count_of(pack.files.len(), "file", "files"),
        words::short_hash(&pack.hash())
    )
}

#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the command line is what prints"
)]
fn check(config: &Config, file: &Path, plays: bool) -> anyhow::Result<ExitCode> {
    let pack = read(file)?;
    println!("{}", about(&pack));
    println!("It may be used so: {}", pack.manifest.licence);
    println!("For: {}", pack.manifest.workflows.join(", "));
    let base = match &config.library {
        Some(folder) => Shelf::folder(folder).context("ACCORD_LIBRARY")?,
        None => Shelf::built_in(),
    };
    let library = match judge(pack.over(&base, |_| false)) {
        Ok(library) => Arc::new(library),
        Err(lines) => {
            eprintln!("{}", lines.join("\n"));
            println!("{}", words::count_of(lines.len(), "problem", "problems"));
            return Ok(ExitCode::FAILURE);
        }
    };
    println!("Every file of it is right.");
    match plays {
        true => played(&library, &pack),
        false => Ok(ExitCode::SUCCESS),
    }
}

/// Plays the scenarios of a pack by its own rules.
#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the command line is what prints"
)]
fn played(library: &Arc<Library>, pack: &Pack) -> anyhow::Result<ExitCode> {
    let beginnings = rehearse::Beginnings::default();
    let scenarios = pack
        .files
        .iter()
        .filter(|(path, _)| path.starts_with("workflows/scenarios/"));
    let mut stopped = 0;
    for (path, text) in scenarios {
        match rehearse::rehearse_text(library, &beginnings, path, text, None) {
            Ok(report) => println!("{path}: {} steps went as written", report.steps),
            Err(error) => {
                eprintln!("{error:#}");
                stopped += 1;
            }
        }
    }
    Ok(match stopped {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    })
}

#[expect(clippy::print_stdout, reason = "the command line is what prints")]
fn diff(config: &Config, file: &Path, name: Option<&str>) -> anyhow::Result<ExitCode> {
    let (app, pack) = (config.look()?, read(file)?);
    let lines = take::beside(&app, &alliance(&app, name)?, &pack).map_err(plain)?;
    println!("{}\n", about(&pack));
    print!("{}", told(&lines));
    let open = lines.iter().any(|line| line.fate == Fate::Conflict);
    Ok(if open { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Groups of files, with what changes for people.
fn told(lines: &[Line]) -> String {
    let mut out = String::new();
    for (fate, heading) in [
        (Fate::Conflict, "You and the pack both have your own"),
        (Fate::Changed, "Changed by the pack"),
        (Fate::Kept, "Yours stays; theirs is as the program brought it to them"),
        (Fate::New, "New"),
    ] {
        let here: Vec<&Line> = lines.iter().filter(|line| line.fate == fate).collect();
        if here.is_empty() {
            continue;
        }
        out.push_str(&format!("{heading} ({}):\n", here.len()));
        for line in here {
            out.push_str(&format!("  {}\n", line.path));
            for words in line.says.lines().filter(|words| !words.is_empty()) {
                out.push_str(&format!("      {words}\n"));
            }
        }
        out.push('\n');
    }
    let mut count: BTreeMap<bool, usize> = BTreeMap::new();
    for line in lines {
        *count.entry(line.fate == Fate::Same).or_default() += 1;
    }
    let of = |same: bool| count.get(&same).copied().unwrap_or_default();
    out.push_str(&format!(
        "{} the same, {} not.\n",
        words::count_of(of(true), "file", "files"),
        of(false)
    ));
    out
}

#[expect(clippy::print_stdout, reason = "the command line is what prints")]
fn import(config: &Config, wish: &Import) -> anyhow::Result<ExitCode> {
    let (app, pack) = (config.open_there()?, read(&wish.file)?);
    let id = alliance(&app, wish.alliance.as_deref())?;
    let choice = Choice {
        take: wish.take.iter().cloned().collect(),
        keep: wish.keep.iter().cloned().collect(),
    };
    let said = Said {
        by: wish.by.clone(),
        name: wish.by.clone(),
        because: wish.because.clone(),
        asked: None,
    };
    let done = take::take(&app, &id, &pack, &choice, &said)
        .map_err(plain)
        .context("nothing was taken in")?;
    println!("{}", about(&pack));
    println!(
        "{} taken in, {} stay as they were. What is started from now on has them.",
        words::count_of(done.files.len(), "file", "files"),
        done.kept.len()
    );
    Ok(ExitCode::SUCCESS)
}

#[expect(clippy::print_stdout, reason = "the command line is what prints")]
fn list(config: &Config, name: Option<&str>) -> anyhow::Result<ExitCode> {
    let app: App = config.look()?;
    let all = take::all(&app, &alliance(&app, name)?)?;
    if all.is_empty() {
        println!("No pack was taken in: everything is as the installation has it.");
    }
    for row in all {
        println!(
            "{}  {} {} of {}, {}: {}",
            words::local_day(row.taken_at.unwrap_or(row.asked_at).utc()),
            row.name,
            row.version,
            row.origin,
            match &row.taken_by {
                Some(by) => format!("by {by}"),
                None => "waits for a second person".to_owned(),
            },
            row.because
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// The sentences of what is wrong, without the place of a form.
fn plain(fault: Fault) -> anyhow::Error {
    match fault {
        Fault::Invalid(errors) => {
            let says: Vec<String> = errors.into_iter().map(|one| one.says).collect();
            anyhow::anyhow!("{}", says.join("\n"))
        }
        Fault::Internal(error) => error,
        other => other.into(),
    }
}
