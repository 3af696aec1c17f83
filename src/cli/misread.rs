//! Settings that say nothing that can be done: refused before anything begins, by the name of the variable.

use std::{env, ffi::OsString, io::Write as _, net::Ipv6Addr, process::ExitCode};

use accord_engine::definition::near;
use anyhow::{Context as _, bail};
use clap::{
    Command, Error,
    error::{ContextKind, ContextValue},
};

use crate::{config::Config, domain::host::Origin, effects::scanner::Scanner};

/// How every setting in the environment begins.
const OURS: &str = "ACCORD_";

/// The one variable that is no option.
const LOG: &str = "ACCORD_LOG";

/// How much is said on the way.
const LEVELS: [&str; 6] = ["error", "warn", "info", "debug", "trace", "off"];

/// Judges what every command is given: our address, the scanner, and names in the environment that are nearly ours.
pub(super) fn judge(config: &Config, line: &Command) -> anyhow::Result<()> {
    let set = env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    unknown(set, &variables(line))?;
    for (setting, empty) in [
        ("ACCORD_SEALS", config.seals.as_os_str().is_empty()),
        ("ACCORD_SIGNING_KEY", config.signing_key.as_os_str().is_empty()),
        ("ACCORD_FILES", config.files.place.trim().is_empty()),
        ("ACCORD_DATABASE", config.database.trim().is_empty()),
    ] {
        if empty {
            bail!("{setting} is empty: name a place, or leave it unset");
        }
    }
    let log = env::var_os(LOG).unwrap_or_default();
    if let Some(part) = log.to_string_lossy().split(',').find(|part| !is_loudness(part.trim())) {
        bail!(
            "{LOG}: `{part}` says nothing: write {}, or one for a part, such as accord=debug,warn",
            LEVELS.join(", ")
        );
    }
    Origin::parse(&config.origin).context("ACCORD_ORIGIN")?;
    if let Some(text) = &config.scanner {
        Scanner::parse(text)?;
    }
    Ok(())
}

/// A level, or a part with a level; what reads it takes any other word for a part that nobody has.
fn is_loudness(part: &str) -> bool {
    let level = part.rsplit_once('=').map_or(part, |(_, level)| level);
    part.is_empty() || LEVELS.contains(&level.to_ascii_lowercase().as_str())
}

/// A variable that nobody reads, and that is nearly one that somebody does.
fn unknown(set: impl Iterator<Item = String>, known: &[String]) -> anyhow::Result<()> {
    for name in set.filter(|name| name.starts_with(OURS) && !known.contains(name)) {
        // What all of them begin with is no likeness.
        let bare = |name: &str| name.strip_prefix(OURS).unwrap_or_default().to_owned();
        let bare_known: Vec<String> = known.iter().map(|one| bare(one)).collect();
        if let Some(meant) = near::closest(&bare(&name), bare_known.iter().map(String::as_str)) {
            bail!("{name} is set, and there is no such setting. Did you mean {OURS}{meant}?");
        }
    }
    Ok(())
}

/// Every variable that some command reads.
pub(super) fn variables(line: &Command) -> Vec<String> {
    let own = line.get_arguments().filter_map(|one| one.get_env());
    let mut all: Vec<String> = own.filter_map(|name| name.to_str()).map(str::to_owned).collect();
    all.extend(line.get_subcommands().flat_map(variables));
    all.push(LOG.to_owned());
    all.sort();
    all.dedup();
    all
}

/// Prints what is wrong with the command line, and which variable says it if none of its words does.
pub(super) fn explain(error: &Error, line: &Command) -> ExitCode {
    // Whoever reads has closed their end: there is nobody to tell.
    let _ = error.print();
    if let Some(ContextValue::String(option)) = error.get(ContextKind::InvalidArg)
        && let Some(name) = variable_of(line, option)
        && !env::args_os().any(|word| is_option(&word, option))
        && env::var_os(&name).is_some()
    {
        let _ = writeln!(
            std::io::stderr(),
            "accord: {} says so, in the environment.",
            name.display()
        );
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

fn variable_of(line: &Command, option: &str) -> Option<OsString> {
    let own = line.get_arguments().find(|one| one.to_string() == option);
    let below = || line.get_subcommands().find_map(|one| variable_of(one, option));
    own.and_then(|one| one.get_env()).map(OsString::from).or_else(below)
}

/// `--listen=x` of `--listen <LISTEN>`.
fn is_option(word: &OsString, option: &str) -> bool {
    let name = option.split([' ', '=']).next().unwrap_or(option);
    word.to_str().is_some_and(|word| word.split('=').next() == Some(name))
}

/// `name:port` as a setting says it, with an address of six in brackets; nothing if it is none.
pub(super) fn place(text: &str) -> Option<(&str, u16)> {
    let (host, port) = text.rsplit_once(':')?;
    let port = port.parse().ok().filter(|port| *port > 0)?;
    let is_name = |host: &str| {
        !host.is_empty()
            && host
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
    };
    match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        Some(six) => six.parse::<Ipv6Addr>().ok().map(|_| (six, port)),
        None => is_name(host).then_some((host, port)),
    }
}

/// How many threads: some, and not as many as would take the machine.
pub(super) fn threads(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(number @ 1..=64) => Ok(number),
        _ => Err("write a whole number from 1 to 64".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_nearly_ours_is_refused() {
        let known = ["ACCORD_MAIL_FROM", "ACCORD_SEALS"].map(str::to_owned);
        let check = |name: &str| unknown([name.to_owned()].into_iter(), &known).map_err(|why| why.to_string());
        for (wrong, right) in [
            ("ACCORD_MAIL_FORM", "ACCORD_MAIL_FROM"),
            ("ACCORD_SEAL", "ACCORD_SEALS"),
        ] {
            let says = check(wrong).unwrap_err();
            assert!(
                says.contains(wrong) && says.contains(&format!("Did you mean {right}?")),
                "{says}"
            );
        }
        for fine in ["ACCORD_SEALS", "ACCORD_VERSION", "PATH", "SEAL"] {
            check(fine).unwrap();
        }
    }

    #[test]
    fn places_are_read() {
        for (text, expected) in [
            ("mail.example:587", Some(("mail.example", 587))),
            ("[::1]:25", Some(("::1", 25))),
            ("mail.example", None),
            ("mail.example:0", None),
            ("mail.example:99999", None),
            (":25", None),
            ("smtp://mail.example:25", None),
            ("a b:25", None),
        ] {
            assert_eq!(place(text), expected, "{text}");
        }
        assert!(threads("0").is_err() && threads("65").is_err() && threads("x").is_err());
        assert_eq!(threads("4"), Ok(4));
    }
}
