//! Settings that say nothing that can be done are refused at the start, by the name of the variable.

use super::{Here, run_in};

/// A variable, and what it says.
type Set = (&'static str, &'static str);

/// What is set, and what the refusal names and says.
const NONSENSE: &[(&[Set], &str, &str)] = &[
    (&[("ACCORD_DATABASE", "")], "ACCORD_DATABASE", "is empty"),
    (
        &[("ACCORD_DATABASE", "accord.db")],
        "ACCORD_DATABASE",
        "write `sqlite:path/to/file.db`",
    ),
    (
        &[("ACCORD_DATABASE", "sqlite:/no/such/folder/a.db")],
        "ACCORD_DATABASE",
        "/no/such/folder",
    ),
    (&[("ACCORD_LIBRARY", "nowhere")], "ACCORD_LIBRARY", "nowhere"),
    (&[("ACCORD_SEALS", "")], "ACCORD_SEALS says so", "value is required"),
    (&[("ACCORD_SEALS", ".")], "ACCORD_SEALS", "cannot be read"),
    (&[("ACCORD_SEALS", "text")], "ACCORD_SEALS", "holds no key for seals"),
    (
        &[("ACCORD_SIGNING_KEY", "text")],
        "ACCORD_SIGNING_KEY",
        "holds no signing key",
    ),
    (
        &[("ACCORD_ORIGIN", "accord.example")],
        "ACCORD_ORIGIN",
        "write https://name",
    ),
    (
        &[("ACCORD_ORIGIN", "http://accord.example")],
        "ACCORD_ORIGIN",
        "without https",
    ),
    (&[("ACCORD_SCANNER", "")], "ACCORD_SCANNER", "names no scanner"),
    (
        &[("ACCORD_SCANNER", "clamd:")],
        "ACCORD_SCANNER",
        "clamd:/path/of/socket",
    ),
    (
        &[("ACCORD_SCANNER", "no-such-program -")],
        "ACCORD_SCANNER",
        "no such program",
    ),
    (&[("ACCORD_FILES", "")], "ACCORD_FILES", "is empty"),
    (&[("ACCORD_FILES", "s3:/papers")], "ACCORD_FILES", "s3://BUCKET/PREFIX"),
    (&[("ACCORD_FILES", "text")], "ACCORD_FILES", "`text`"),
    (
        &[("ACCORD_FILES_ENDPOINT", "https://x.example")],
        "ACCORD_FILES_ENDPOINT",
        "is for a bucket",
    ),
    (
        &[BUCKET, KEY, SECRET, ("ACCORD_FILES_ENDPOINT", "rubbish")],
        "ACCORD_FILES_ENDPOINT",
        "https://name:port",
    ),
    (
        &[BUCKET, KEY, SECRET, ("ACCORD_FILES_REGION", "a b")],
        "ACCORD_FILES_REGION",
        "eu-west-2",
    ),
    (
        &[BUCKET, ("ACCORD_FILES_KEY", ""), SECRET],
        "ACCORD_FILES_KEY",
        "is no key",
    ),
    (&[("ACCORD_MAIL", "rubbish")], "ACCORD_MAIL", "write host:port"),
    (
        &[("ACCORD_MAIL", "smtp://mail.example:587")],
        "ACCORD_MAIL",
        "write host:port",
    ),
    (&[("ACCORD_MAIL", "folder:")], "ACCORD_MAIL", "names no folder"),
    (
        &[("ACCORD_MAIL", "folder:text")],
        "ACCORD_MAIL",
        "cannot be written into the folder `text`",
    ),
    (
        &[("ACCORD_MAIL", "mail.example:587")],
        "ACCORD_MAIL_FROM",
        "whom they are from",
    ),
    (
        &[("ACCORD_MAIL_FROM", "rubbish")],
        "ACCORD_MAIL_FROM",
        "is no email address",
    ),
    (
        &[("ACCORD_MAIL_FROM", "Us <a@b.example>")],
        "ACCORD_MAIL_FROM",
        "is no email address",
    ),
    (
        &[MAIL, FROM, ("ACCORD_MAIL_LOGIN", "accord")],
        "ACCORD_MAIL_LOGIN",
        "name:password",
    ),
    (&[MAIL, FROM, ("ACCORD_MAIL_CA", "none")], "ACCORD_MAIL_CA", "`none`"),
    (&[MAIL, FROM, ("ACCORD_MAIL_CA", "text")], "ACCORD_MAIL_CA", "PEM"),
    (
        &[("ACCORD_MAIL_LOGIN", "a:b")],
        "ACCORD_MAIL_LOGIN",
        "are for a mail server",
    ),
    (
        &[("ACCORD_HOOKS_INSIDE", "rubbish")],
        "ACCORD_HOOKS_INSIDE says so",
        "rubbish",
    ),
    (&[("ACCORD_LISTEN", "here")], "ACCORD_LISTEN says so", "here"),
    (&[("ACCORD_LISTEN", "192.0.2.1:80")], "ACCORD_LISTEN", "192.0.2.1:80"),
    (&[("ACCORD_PROXIES", "proxy")], "ACCORD_PROXIES says so", "proxy"),
    (
        &[("ACCORD_WEB_THREADS", "0")],
        "ACCORD_WEB_THREADS says so",
        "from 1 to 64",
    ),
    (
        &[("ACCORD_NO_WORKER", "rubbish")],
        "ACCORD_NO_WORKER says so",
        "rubbish",
    ),
    (
        &[("ACCORD_MAIL_FORM", "a@b.example")],
        "ACCORD_MAIL_FORM",
        "Did you mean ACCORD_MAIL_FROM?",
    ),
    (&[("ACCORD_LOG", "verbose")], "ACCORD_LOG", "debug"),
    (&[("ACCORD_LOG", "accord=loud")], "ACCORD_LOG", "debug"),
];

const BUCKET: (&str, &str) = ("ACCORD_FILES", "s3://papers");
const KEY: (&str, &str) = ("ACCORD_FILES_KEY", "key");
const SECRET: (&str, &str) = ("ACCORD_FILES_SECRET", "hush");
const MAIL: (&str, &str) = ("ACCORD_MAIL", "127.0.0.1:25");
const FROM: (&str, &str) = ("ACCORD_MAIL_FROM", "accord@synergy.example");

#[test]
fn nonsense_is_refused_by_the_name_of_the_variable() {
    let founded = Here::new();
    std::fs::copy("workflows/founding/example.yaml", founded.path("alliance.yaml")).unwrap();
    founded.accord(&["found", "alliance.yaml"]).done("");
    let mut wrong = Vec::new();
    for (settings, names, says) in NONSENSE {
        let here = Here::new();
        for file in ["accord.db", "accord.key", "accord.seals"] {
            std::fs::copy(founded.path(file), here.path(file)).unwrap();
        }
        std::fs::write(here.path("text"), "words\n").unwrap();
        let run = run_in(&here.path(""), &["serve"], settings);
        let told = run.err.contains(names) && run.err.contains(says);
        let clean = !run.err.contains("panicked") && !run.err.contains("hush");
        if run.code != 2 || !told || !clean {
            wrong.push(format!("{settings:?}: {run:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let here = Here::new();
    let threads = [("ACCORD_THREADS", "0")];
    run_in(&here.path(""), &["work", "--once"], &threads).refused("ACCORD_THREADS says so");
}

#[test]
fn a_password_in_the_address_of_the_database_is_not_repeated() {
    let here = Here::new();
    for url in [
        "postgres://accord:hush@127.0.0.1:1/accord",
        "postgres://accord:hush@db.example/accord",
        "mysql://accord:hush@db.example/accord",
    ] {
        let run = run_in(&here.path(""), &["work", "--once"], &[("ACCORD_DATABASE", url)]).refused("ACCORD_DATABASE");
        assert!(!run.err.contains("hush"), "{run:#?}");
    }
}
