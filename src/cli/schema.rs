//! `accord schema`: the JSON Schema of the files that people write.

use std::process::ExitCode;

use accord_engine::{
    calendar::Calendar,
    definition::{
        model::Definition,
        schema,
        vocabulary::{Catalogue, Roles},
    },
};

use super::rehearse::scenario::Scenario;
use crate::{
    domain::{award::asking::QuestionSet, involvement::rates::RateCard},
    service::{founding::Founding, seed::Seed},
};

/// Kinds of file.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(super) enum Kind {
    Workflow,
    Roles,
    Catalogue,
    Calendar,
    RateCard,
    QuestionSet,
    Scenario,
    Seed,
    Founding,
}

#[expect(clippy::print_stdout, reason = "the command line is what prints")]
pub(super) fn run(kind: Kind) -> anyhow::Result<ExitCode> {
    let schema = match kind {
        Kind::Workflow => schema::of::<Definition>(),
        Kind::Roles => schema::of::<Roles>(),
        Kind::Catalogue => schema::of::<Catalogue>(),
        Kind::Calendar => schema::of::<Calendar>(),
        Kind::RateCard => schema::of::<RateCard>(),
        Kind::QuestionSet => schema::of::<QuestionSet>(),
        Kind::Scenario => schema::of::<Scenario>(),
        Kind::Seed => schema::of::<Seed>(),
        Kind::Founding => schema::of::<Founding>(),
    };
    println!("{}", serde_json::to_string_pretty(&schema)?);
    Ok(ExitCode::SUCCESS)
}
