//! `accord cover`: what scenarios show of the workflows, and what none of them shows.
//!
//! With `--faults`, small faults are put into each workflow, one at a time, and the lives that were
//! played are lived again: a fault that no life would have noticed is one that nobody rehearses.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    process::ExitCode,
    sync::{Arc, Mutex, PoisonError},
};

use accord_engine::{
    coverage::Coverage,
    definition::near,
    mutation::{self, life},
};
use anyhow::bail;

mod alike;

use super::{
    complain, reading,
    rehearse::{
        self, Beginnings,
        shown::{Keep, Life, Sight},
    },
};
use crate::{config::Config, service::library::Library};

/// What the plays came to.
#[derive(Debug, Default)]
pub struct Covered {
    /// For each workflow of the library, by its name; and every life, if they were kept.
    pub shown: BTreeMap<String, Coverage>,
    /// Lives, of every play.
    pub lives: Vec<(String, Life)>,
    /// Plays that did not go as written.
    pub stopped: Vec<anyhow::Error>,
    /// Letters, documents and notices that could not be sent or made: the play, and why.
    pub dead: Vec<String>,
}

/// What became of the faults that were put into one workflow.
#[derive(Debug, Default)]
pub struct Faults {
    /// Those that the checks refuse to run at all.
    pub refused: usize,
    /// Those that a life would have noticed, of this workflow or, where that has the same, of another about the same
    /// kind of record.
    pub noticed: usize,
    /// Those that nobody would have noticed, as sentences.
    pub unnoticed: Vec<String>,
    /// Those that a life of this workflow itself would have noticed, as sentences.
    says: BTreeSet<String>,
}

/// Plays scenarios (path and text), as many at a time as there are processors, and counts what they
/// show of every workflow of the library.
pub fn cover(library: &Arc<Library>, keep: Keep, scenarios: &[(String, String)]) -> Covered {
    let every = library.files.iter().filter_map(|(name, file)| {
        let workflow = file.workflow.as_deref()?;
        Some((name.clone(), Coverage::of(workflow)))
    });
    let covered = Mutex::new(Covered {
        shown: every.collect(),
        ..Covered::default()
    });
    let beginnings = Beginnings::keeping(keep);
    spread(scenarios, |(path, text)| {
        let outcome = rehearse::rehearse_text(library, &beginnings, path, text, None);
        let mut covered = covered.lock().unwrap_or_else(PoisonError::into_inner);
        match outcome {
            Ok(report) => {
                let dead = report.dead.iter().map(|why| format!("{path}: {why}"));
                covered.dead.extend(dead);
                covered.add(report.shown);
            }
            Err(error) => covered.stopped.push(error),
        }
    });
    let mut covered = covered.into_inner().unwrap_or_else(PoisonError::into_inner);
    alike::count(library, &mut covered.shown);
    covered
}

impl Covered {
    fn add(&mut self, sight: Sight) {
        for (name, shown) in &sight.coverage {
            self.shown.entry(name.clone()).or_default().add(shown);
        }
        self.lives.extend(sight.lives);
    }
}

/// Puts one fault after another into a workflow of the library, and sees whether a life notices. A fault that would
/// be noticed in another workflow, at the same place and in the same words, is noticed in this one.
pub fn faults(library: &Library, name: &str, lives: &[(String, Life)]) -> Faults {
    let mut found = own_faults(library, name, lives);
    if !found.unnoticed.is_empty() {
        for (_, (other, _)) in alike::others(library, name) {
            let theirs = own_faults(library, other, lives);
            let before = found.unnoticed.len();
            found.unnoticed.retain(|says| !theirs.says.contains(says));
            found.noticed += before - found.unnoticed.len();
        }
    }
    found
}

fn own_faults(library: &Library, name: &str, lives: &[(String, Life)]) -> Faults {
    let Some(definition) = library.files.get(name).and_then(|file| file.definition.as_ref()) else {
        return Faults::default();
    };
    let lives: Vec<&(String, Life)> = lives.iter().filter(|(_, life)| life.workflow == name).collect();
    let found = Mutex::new(Faults::default());
    spread(&mutation::mutants(definition), |mutant| {
        let text = serde_json::to_string(&mutant.definition).unwrap_or_default();
        let file = library.judge(name, &text);
        let workflow = file.workflow.as_ref().filter(|_| file.is_proved());
        let noticed = workflow.map(|altered| {
            let notices = |(instance, life): &&(String, Life)| life::noticed(altered, instance, &life.attempts);
            lives.iter().any(notices)
        });
        let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
        match noticed {
            None => found.refused += 1,
            Some(true) => {
                found.noticed += 1;
                found.says.insert(mutant.says.clone());
            }
            Some(false) => found.unnoticed.push(mutant.says.clone()),
        }
    });
    let mut found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    found.unnoticed.sort();
    found
}

/// Does something with each of a list, on all processors.
fn spread<T: Sync>(all: &[T], work: impl Fn(&T) + Sync) {
    let waiting = Mutex::new(all.iter());
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).next();
    let hands = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..hands {
            scope.spawn(|| {
                while let Some(one) = next() {
                    work(one);
                }
            });
        }
    });
}

/// What the command line asks for.
#[derive(Debug, clap::Args)]
pub(super) struct Wish {
    /// Scenario files; without any, those of the library.
    scenarios: Vec<PathBuf>,
    /// Say it of this workflow only; may be given several times.
    #[arg(long = "workflow")]
    only: Vec<String>,
    /// Put small faults into the workflows, and say which of them no play would have noticed.
    #[arg(long)]
    faults: bool,
}

#[expect(clippy::print_stdout, reason = "the command line is what prints")]
pub(super) fn run(config: &Config, wish: &Wish) -> anyhow::Result<ExitCode> {
    let library = config.read_library()?;
    if let Some(name) = wish.only.iter().find(|name| !library.files.contains_key(*name)) {
        let known: Vec<&str> = library.files.keys().map(String::as_str).collect();
        bail!("there is no workflow `{name}`. {}", near::suggest(name, known));
    }
    let scenarios = scenarios(&library, &wish.scenarios)?;
    let keep = if wish.faults { Keep::Lives } else { Keep::Coverage };
    let covered = cover(&library, keep, &scenarios);
    for error in &covered.stopped {
        complain::about(error);
    }
    for dead in &covered.dead {
        println!("could not be sent or made: {dead}");
    }
    let mut whole = covered.stopped.is_empty() && covered.dead.is_empty();
    for (name, shown) in &covered.shown {
        if !wish.only.is_empty() && !wish.only.contains(name) {
            continue;
        }
        let (seen, of) = shown.counts();
        println!("{name}: {seen} of {of} shown");
        for part in shown.missing() {
            whole = false;
            println!("  {part}");
        }
        if wish.faults {
            let found = faults(&library, name, &covered.lives);
            let all = found.refused + found.noticed + found.unnoticed.len();
            println!(
                "{name}: {all} faults: {} refused by the checks, {} noticed, {} not",
                found.refused,
                found.noticed,
                found.unnoticed.len()
            );
            for says in &found.unnoticed {
                whole = false;
                println!("  nobody would notice that {says}");
            }
        }
    }
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The scenarios that were named, or all of the library: path and text.
fn scenarios(library: &Library, files: &[PathBuf]) -> anyhow::Result<Vec<(String, String)>> {
    if files.is_empty() {
        let all = library.shelf.list("workflows/scenarios", ".yaml");
        return Ok(all.map(|(name, text)| (name.to_owned(), text.to_owned())).collect());
    }
    files
        .iter()
        .map(|path| {
            let text = reading::text(path, "a scenario")?;
            Ok((path.display().to_string(), text))
        })
        .collect()
}
