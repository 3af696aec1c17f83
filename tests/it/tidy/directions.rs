//! Who may know whom.

use super::source::{code, shipped};

/// Where a word may occur, and why.
struct Rule {
    word: &'static str,
    only_in: &'static [&'static str],
    why: &'static str,
}

const RULES: &[Rule] = &[
    Rule {
        word: "diesel",
        only_in: &["src/store/"],
        why: "only the store knows SQL",
    },
    Rule {
        word: "actix",
        only_in: &["src/web/"],
        why: "only the web knows its framework",
    },
    Rule {
        word: "lettre::",
        only_in: &["src/effects/"],
        why: "only effects send mail",
    },
    Rule {
        word: "printpdf::",
        only_in: &["src/documents/"],
        why: "only the document crate draws",
    },
    Rule {
        word: "object_store::",
        only_in: &["src/effects/"],
        why: "only effects keep files",
    },
    Rule {
        word: "accord_documents::",
        only_in: &["src/effects/"],
        why: "only effects make documents",
    },
    Rule {
        word: "handlebars::",
        only_in: &["src/views/"],
        why: "only views fill in templates",
    },
    Rule {
        word: "step::step(",
        only_in: &["src/service/transition", "src/engine/"],
        why: "one path decides: service::transition, inside a write",
    },
    Rule {
        word: "crate::effects",
        only_in: &["src/effects/", "src/cli/"],
        why: "the service writes outbox rows and never calls an effect; the command line puts the parts together",
    },
    Rule {
        word: "crate::cli",
        only_in: &["src/cli/", "src/main.rs"],
        why: "nothing calls a face",
    },
    Rule {
        word: "crate::web",
        only_in: &["src/web/", "src/cli/"],
        why: "nothing calls a face",
    },
];

#[test]
fn parts_know_only_whom_they_may() {
    let mut broken = Vec::new();
    for file in shipped() {
        for rule in RULES {
            if rule.only_in.iter().any(|place| file.path.starts_with(place)) {
                continue;
            }
            for (number, line) in file.text.lines().enumerate() {
                if code(line).contains(rule.word) {
                    broken.push(format!(
                        "{}:{} names `{}`: {}",
                        file.path,
                        number + 1,
                        rule.word,
                        rule.why
                    ));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_engine_is_pure_and_knows_nothing_of_the_trade() {
    let reach = [
        "std::fs",
        "std::net",
        "std::env",
        "std::io",
        "std::time",
        "std::thread",
        "Utc::now",
        "rand::",
        "tokio",
    ];
    let trade = ["procure", "tender", "bidder", "supplier", "commissioner", "contract"];
    let mut broken = Vec::new();
    for file in shipped()
        .into_iter()
        .filter(|file| file.path.starts_with("src/engine/"))
    {
        for (number, line) in file.text.lines().enumerate() {
            let line = code(line);
            for word in reach.iter().filter(|word| line.contains(**word)) {
                broken.push(format!("{}:{} reaches for `{word}`", file.path, number + 1));
            }
            let lower = line.to_lowercase();
            for word in trade.iter().filter(|word| lower.contains(**word)) {
                broken.push(format!("{}:{} knows the word `{word}`", file.path, number + 1));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
