//! `accord found`: a new installation's alliance, from a file.

use std::{fs, path::PathBuf, process::ExitCode};

use anyhow::Context as _;

use crate::{
    config::Config,
    service::founding::{self, Again, Founding},
};

/// What to found it from.
#[derive(Debug, clap::Args)]
pub(super) struct Settings {
    /// The founding file: who the alliance is, its networks, its first organisations, who manages it. Later,
    /// organisations of every kind but the lead body are added from a file on the page `/organisations/import`.
    #[arg(required_unless_present = "example")]
    file: Option<PathBuf>,
    /// Writes a file to begin with, and does nothing else: `accord found --example > alliance.yaml`.
    #[arg(long)]
    example: bool,
    /// Only says whether the file fits, and touches no database; with `--again`, what would change there.
    #[arg(long, conflicts_with = "another")]
    check: bool,
    /// Takes over the alliance's details and networks from the file into the alliance that there is. Its organisations
    /// and people are kept on the pages: those of the file that are not there are named, and not added. Say why with
    /// `--because`, or look first with `--check`.
    #[arg(long, conflicts_with = "another")]
    again: bool,
    /// Founds one more alliance in a database that has one.
    #[arg(long)]
    another: bool,
    /// Why something changes. It stays in the journal.
    #[arg(long)]
    because: Option<String>,
    /// Who says so, for the journal and the letters of invitation.
    #[arg(long, env = "USER", default_value = "whoever runs this service")]
    by: String,
}

#[expect(clippy::print_stdout, reason = "the command line is what prints")]
pub(super) fn run(config: &Config, settings: &Settings) -> anyhow::Result<ExitCode> {
    let library = config.read_library()?;
    let path = match &settings.file {
        Some(path) if !settings.example => path,
        Some(_) | None => {
            let example = library.shelf.get(founding::EXAMPLE);
            print!(
                "{}",
                example.with_context(|| format!("{} is missing", founding::EXAMPLE))?
            );
            return Ok(ExitCode::SUCCESS);
        }
    };
    let text = fs::read_to_string(path).with_context(|| {
        format!(
            "cannot read {}: a founding file is a file of text (UTF-8)",
            path.display()
        )
    })?;
    let file = founding::read(&path.display().to_string(), &text, &library)?;
    drop(library);
    if settings.check && !settings.again {
        println!(
            "{}: an alliance can be founded by it ({}).",
            path.display(),
            counts(&file)
        );
        return Ok(ExitCode::SUCCESS);
    }
    let app = config.open()?;
    if settings.again {
        // Without a reason nothing is written.
        let why = (!settings.check).then(|| settings.because.as_deref().unwrap_or_default());
        let done = founding::again(&app, file, why, &settings.by).context("nothing was changed")?;
        println!("{}", said_of(&done, settings.check));
        return Ok(ExitCode::SUCCESS);
    }
    let (name, said) = (file.alliance.name.clone(), counts(&file));
    let done = founding::found(&app, file, &settings.by, settings.another).context("nothing was founded")?;
    println!("{name} is founded: {said}.");
    println!(
        "{} in the outbox: `accord serve` or `accord work` sends what waits there.",
        match done.invited {
            1 => "One invitation is".to_owned(),
            more => format!("{more} invitations are"),
        }
    );
    println!(
        "{} {}: sign in at {}/sign-in with a code that comes by email.",
        if done.managers.len() == 1 {
            "It is managed by"
        } else {
            "They manage it:"
        },
        done.managers.join(", "),
        app.of(&done.alliance).origin
    );
    if done.managers.len() == 1 {
        println!(
            "Some things take two who manage it. Add a second under “People”; until then `accord people appoint` is \
             the way."
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// What changed, or would; and who is not added.
fn said_of(done: &Again, would: bool) -> String {
    let mut out = match done.changed.as_slice() {
        [] => "Nothing differs in the alliance's details and networks.".to_owned(),
        all if would => format!("Would change: {}. Nothing was written.", all.join(", ")),
        all => format!("Changed: {}.", all.join(", ")),
    };
    if !done.not_added.is_empty() {
        out.push_str(&format!(
            "\nNot added: {}. Organisations and people are added on the pages, under “Organisations” (or from a file \
             there) and “People”.",
            done.not_added.join(", ")
        ));
    }
    out
}

/// `15 networks, 3 organisations, 5 people`.
fn counts(file: &Founding) -> String {
    let all = file.organisations.iter().map(|one| one.people.len()).sum();
    let said = |count: usize, one: &str, many: &str| match count {
        1 => format!("one {one}"),
        _ => format!("{count} {many}"),
    };
    [
        said(file.networks.len(), "network", "networks"),
        said(file.organisations.len(), "organisation", "organisations"),
        said(all, "person", "people"),
    ]
    .join(", ")
}
