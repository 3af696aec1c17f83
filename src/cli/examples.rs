//! What stands under the help of each command: how it is started, as people do.

use clap::Command;

/// A command and lines to type.
const EXAMPLES: &[(&str, &[&str])] = &[
    (
        "check",
        &[
            "accord check",
            "accord check workflows/bid.yaml",
            "accord --library /etc/accord check",
        ],
    ),
    (
        "draw",
        &[
            "accord draw workflows/bid.yaml > bid.svg",
            "accord draw workflows/bid.yaml --as mermaid",
        ],
    ),
    ("diff", &["accord diff old/bid.yaml workflows/bid.yaml"]),
    (
        "journey",
        &["accord journey workflows/specification.yaml --role expert"],
    ),
    (
        "ahead",
        &[
            "accord ahead PSF-2026-001",
            "accord --database sqlite:out/rehearsal.db ahead PSF-2026-001",
        ],
    ),
    (
        "rehearse",
        &["accord rehearse workflows/scenarios/peer-support-framework.yaml --out out/"],
    ),
    (
        "serve",
        &[
            "accord serve",
            "accord --database sqlite:/var/lib/accord/accord.db --origin https://accord.example \\",
            "       --seals /etc/accord/seals --signing-key /etc/accord/key --files /var/lib/accord/files \\",
            "       serve --mail mail.example:587 --mail-from accord@synergy.example",
        ],
    ),
    ("demo", &["accord demo", "accord demo --port 9000 --keep ~/accord-demo"]),
    (
        "cover",
        &[
            "accord cover --workflow contract",
            "accord cover workflows/scenarios/outage.yaml --faults",
        ],
    ),
    (
        "found",
        &[
            "accord found --example > alliance.yaml",
            "accord found --check alliance.yaml",
            "accord found alliance.yaml",
            "accord found second.yaml --another",
        ],
    ),
    (
        "import",
        &[
            "accord import --templates .",
            "accord import contracts.csv posts.csv returns.csv --by you@example.org",
            "accord import contracts.csv posts.csv returns.csv --by you@example.org --confirm",
        ],
    ),
    (
        "pack",
        &[
            "accord pack export alliance-framework --out peer-support.zip --of \"The Synergy alliance\"",
            "accord pack check peer-support.zip --rehearse",
            "accord pack diff peer-support.zip --alliance Somerset",
            "accord pack import peer-support.zip --alliance Somerset --because \"As the board agreed on 4 May.\"",
        ],
    ),
    ("work", &["accord work", "accord work --once"]),
    (
        "outbox",
        &[
            "accord outbox list",
            "accord outbox retry KEY --to name@example.org",
            "accord outbox drop KEY --because \"Told by phone.\"",
        ],
    ),
    (
        "incidents",
        &[
            "accord incidents list",
            "accord incidents close ID --because \"The disk was full.\"",
        ],
    ),
    (
        "changeover",
        &[
            "accord changeover contract --draft > workflows/changeovers/contract-2027.yaml",
            "accord changeover contract-2027",
            "accord changeover contract-2027 --apply --because \"As the board agreed on 4 May.\"",
            "accord changeover contract-2027 --back --because \"It was too early.\"",
        ],
    ),
    (
        "incoming",
        &["accord incoming --to replies+k3mpx7@accord.example < message.eml"],
    ),
    (
        "people",
        &[
            "accord people appoint jo@example.org contract_manager --because \"The only one has left.\"",
            "accord people address jo@example.org jo@new.example --because \"The old one is gone.\"",
        ],
    ),
    ("clock", &["accord clock", "accord clock --accept"]),
    (
        "belongings",
        &[
            "accord belongings",
            "accord belongings --accept files --because \"The disk is lost.\"",
        ],
    ),
    (
        "verify",
        &[
            "accord verify accord.db --key accord.key.pub",
            "accord verify out/journal.jsonl --seen \"1042 · 5f2c9a1b7d03e4f2\"",
        ],
    ),
    (
        "verify-receipt",
        &["accord verify-receipt receipt-PSF-2026-001-B-MXTR-1.json --key accord.key.pub"],
    ),
    ("backup", &["accord backup --to accord-2026-11-30.age --for age1…"]),
    (
        "restore",
        &["accord restore accord-2026-11-30.age --identity identity.txt --to accord.db"],
    ),
    ("bench", &["accord bench", "accord bench sqlite --rounds 5 --floors"]),
    (
        "visit",
        &["accord visit --people 50 --minutes 10 http://127.0.0.1:8080"],
    ),
    ("schema", &["accord schema workflow > workflow.json"]),
];

/// The same command line, with examples under the help of each command.
pub(super) fn under(form: Command) -> Command {
    EXAMPLES.iter().fold(form, |form, (name, lines)| {
        let shown: Vec<String> = lines.iter().map(|line| format!("  {line}")).collect();
        let word = match lines {
            [_] => "Example",
            _ => "Examples",
        };
        let text = format!("{word}:\n{}", shown.join("\n"));
        match form.find_subcommand(name) {
            Some(_) => form.mut_subcommand(*name, |one| one.after_help(text)),
            None => form,
        }
    })
}
