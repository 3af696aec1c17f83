//! A wrong template says where and what.

use accord::views::{
    library::Templates,
    source::{Shelf, Source},
};

fn source(path: &str, text: &str) -> Source {
    let (shelf, ending) = match path.split_once('/').unwrap().0 {
        "mail" => (Shelf::Mail, ".md.hbs"),
        "documents" => (Shelf::Document, ".xml.hbs"),
        "notices" => (Shelf::Notice, ".xml.hbs"),
        _ => (Shelf::Partial, ".hbs"),
    };
    let name = path.rsplit('/').next().unwrap().strip_suffix(ending).unwrap();
    Source {
        shelf,
        name: name.to_owned(),
        path: path.to_owned(),
        text: text.to_owned(),
    }
}

#[track_caller]
fn check(path: &str, text: &str, expected: &str) {
    let partial = source("partials/bid.hbs", "{{reference}} {{nothing}}");
    let found: Vec<String> = match Templates::compile(&[source(path, text), partial]) {
        Err(faults) => faults.iter().map(ToString::to_string).collect(),
        Ok(templates) => templates.check().iter().map(ToString::to_string).collect(),
    };
    assert!(
        found.iter().any(|fault| fault.starts_with(expected)),
        "expected {expected}\nfound {found:#?}"
    );
}

const HEAD: &str = "---\ncontext: round\nsubject: Hello\n---\n";

#[test]
fn a_head_is_needed() {
    check(
        "mail/a.md.hbs",
        "Hello",
        "templates/mail/a.md.hbs:1: begins with a head",
    );
    check(
        "mail/a.md.hbs",
        "---\ncontext: any\n",
        "templates/mail/a.md.hbs:1: the head has no end",
    );
}

#[test]
fn a_head_says_only_what_is_known() {
    let text = "---\ncontext: any\nsubject: Hello\ncolour: red\n---\nHello\n";
    check("mail/a.md.hbs", text, "templates/mail/a.md.hbs:4: ");
    check(
        "mail/a.md.hbs",
        "---\nsubject: x\ncontext: lorry\n---\nHello\n",
        "templates/mail/a.md.hbs:3: `context: lorry` is no subject",
    );
    check(
        "mail/a.md.hbs",
        "---\ncontext: any\n---\nHello\n",
        "templates/mail/a.md.hbs:1: the head needs `subject`",
    );
    check(
        "mail/a.md.hbs",
        "---\ncontext: any\nsubject: x\nocds: award\n---\nHello\n",
        "templates/mail/a.md.hbs:4: `ocds` does not belong in mail/",
    );
}

#[test]
fn a_field_that_does_not_exist_is_found_without_rendering() {
    let at = |line: u32, rest: &str| format!("templates/mail/a.md.hbs:{line}: {rest}");
    check(
        "mail/a.md.hbs",
        &format!("{HEAD}Hello\n{{{{round.titel}}}}\n"),
        &at(6, "`round.titel`: there is no `titel` in `round`"),
    );
    check(
        "mail/a.md.hbs",
        &format!("{HEAD}{{{{#each round.bids as |b|}}}}\n{{{{b.nam}}}}{{{{/each}}}}\n"),
        &at(6, "`round.bids.[].nam`: there is no `nam`"),
    );
    check(
        "mail/a.md.hbs",
        &format!("{HEAD}{{{{#each round.bids}}}}{{{{#if (eq ../round.x 1)}}}}y{{{{/if}}}}{{{{/each}}}}"),
        &at(5, "`round.x`: there is no `x`"),
    );
    check(
        "mail/a.md.hbs",
        &format!("{HEAD}{{{{#each round.bids}}}}{{{{> bid}}}}{{{{/each}}}}"),
        &at(5, "`round.bids.[].nothing`"),
    );
    check(
        "mail/a.md.hbs",
        "---\ncontext: round\nsubject: \"{{bid.x}}\"\n---\nHello\n",
        &at(1, "`bid.x`: there is no `bid` in `the context`"),
    );
}

#[test]
fn syntax_and_forbidden_things_are_located() {
    let at = |line: u32, rest: &str| format!("templates/mail/a.md.hbs:{line}:{rest}");
    check(
        "mail/a.md.hbs",
        &format!("{HEAD}\n{{{{#if x}}}}\n"),
        &at(7, "1: the braces cannot be read here, or a block"),
    );
    check(
        "mail/a.md.hbs",
        &format!("{HEAD}\n{{{{{{round.title}}}}}}\n"),
        &at(6, " write two braces"),
    );
    check(
        "mail/a.md.hbs",
        &format!("{HEAD}{{{{> none}}}}"),
        &at(5, " there is no partials/none.hbs"),
    );
}
