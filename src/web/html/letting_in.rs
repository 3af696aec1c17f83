//! Whether programs are let in, and which of them are told what happens; for whoever manages the
//! alliance.

use super::{
    lists::{self, Column, List},
    shell,
};
use crate::{
    domain::words,
    service::{
        access::tokens,
        fault::{Fault, FieldError},
        hooks::{self, KINDS},
    },
    views::{
        components::{
            control::{Choice, Options},
            field::Field,
            form::Form,
            link::{Button, Link, Weight},
            page::Width,
            table::Cell,
            text::Empty,
        },
        pages::letting_in::{LettingIn, Made},
    },
    web::{reply::Reply, request::Request, site::Site},
};

const ON: &str = "on";
const URL: &str = "url";
const WHAT: &str = "kinds";
const HERE: &str = "/api/settings";

/// The page.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    if lists::wants_file(request) {
        return list(site).file(request, told(site, request)?);
    }
    show(site, request, None, &[])
}

fn show(site: &Site, request: &Request, made: Option<Made>, errors: &[FieldError]) -> Result<Reply, Fault> {
    let alliance = request.alliance()?;
    let is_on = tokens::is_on(&site.app, alliance)?;
    let (says, word, button) = match is_on {
        true => (
            "Programs are let in: people can make tokens, and programs that show one act for them.",
            "no",
            Button::primary("Let no programs in").weighing(Weight::Warning),
        ),
        false => (
            "Programs are not let in. Nobody can make a token, those that there are are worth nothing, and nobody is \
             told.",
            "yes",
            Button::primary("Let programs in"),
        ),
    };
    let button = Button {
        name: Some(ON.to_owned()),
        value: Some(word.to_owned()),
        ..button
    };
    let fields = questions(request, made.is_some(), errors);
    let mut page = shell::page(site, request, "Programs")?;
    if !errors.is_empty() {
        page = shell::with_errors(page, &fields);
    }
    page.trail = vec![Link::new("For programs", "/api")];
    page.width = Width::Wide;
    shell::draw(&LettingIn {
        page,
        says: says.to_owned(),
        switch: Form::new(HERE, shell::key(site), Vec::new(), button),
        made,
        list: list(site).part(request, told(site, request)?),
        form: is_on.then(|| {
            let button = Button::primary("Tell this address");
            Form::new("/api/webhooks", shell::key(site), fields, button)
        }),
    })
}

/// An address that is told, and by whose eyes.
type Told = (hooks::Hook, String);

/// Every address that is told.
fn told(site: &Site, request: &Request) -> Result<Vec<Told>, Fault> {
    let hooks = hooks::list(&site.app, request.alliance()?)?;
    let owners: Vec<String> = hooks.iter().map(|one| one.owner.clone()).collect();
    let people = site.app.store.read(|db| accord_store::people::several(db, &owners))?;
    let name = |id: &str| {
        let found = people.iter().find(|one| one.id == id);
        found.map_or_else(String::new, |one| one.name.clone())
    };
    let named = |one: hooks::Hook| {
        let owner = name(&one.owner);
        (one, owner)
    };
    Ok(hooks.into_iter().map(named).collect())
}

fn list<'a>(site: &'a Site) -> List<'a, Told> {
    List {
        id: "webhooks",
        name: "webhooks",
        path: HERE.to_owned(),
        words: ("address", "addresses"),
        columns: vec![
            Column::text("address", "Address", |(one, _): &Told| one.url.clone()).shown(|(one, _)| {
                let until = one.old_until.map(|until| words::stamp_in(until, words::ZONE));
                Cell {
                    note: until.map(|until| format!("The secret before this one counts until {until}.")),
                    ..Cell::new(&one.url)
                }
            }),
            Column::text("told", "What it is told", |(one, _): &Told| {
                let told = KINDS
                    .iter()
                    .filter(|(kind, _)| one.kinds.iter().any(|known| known == kind));
                told.map(|(_, title)| *title).collect::<Vec<_>>().join("; ")
            }),
            Column::text("owner", "As who may see it", |(_, owner): &Told| owner.clone()),
            Column::buttons("change", "Change", |(one, _): &Told| {
                let form = |end: &str, text: String| {
                    let button = Button::primary(text).weighing(Weight::Secondary);
                    let action = format!("/api/webhooks/{}/{end}", one.id);
                    Form::new(action, shell::key(site), Vec::new(), button)
                };
                Cell::buttons(vec![
                    form("rotate", format!("Make a new secret for {}", one.url)),
                    form("end", format!("Tell {} no more", one.url)),
                ])
            }),
        ],
        choices: Vec::new(),
        usual: "address",
        empty: Empty {
            title: "Nobody is told".to_owned(),
            text: "An address that is told stands here.".to_owned(),
            link: None,
        },
    }
}

fn questions(request: &Request, is_fresh: bool, errors: &[FieldError]) -> Vec<Field> {
    let form: &[(String, String)] = if is_fresh { &[] } else { &request.form };
    let chosen = |kind: &str| form.iter().any(|(name, value)| name == WHAT && value == kind);
    let choices = KINDS
        .iter()
        .map(|(kind, title)| Choice::new(*kind, *title, chosen(kind)));
    let url = form.iter().find(|(name, _)| name == URL);
    let url = url.map_or("", |(_, value)| value.as_str());
    let mut fields = vec![
        Field::text(URL, "Which address is told?", url).hint("It begins with https://."),
        Field::options(WHAT, "What is it told?", Options::several(choices.collect())),
    ];
    for field in &mut fields {
        let own = errors.iter().filter(|one| one.field == field.id);
        field.errors.extend(own.map(|one| one.says.clone()));
    }
    fields
}

/// Lets programs in, or no more.
///
/// # Errors
/// The database fails.
pub fn switch(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let session = request.session()?;
    if let Some(word @ ("yes" | "no")) = request.typed(ON) {
        tokens::switch(&site.app, request.alliance()?, &session.person.id, word == "yes")?;
    }
    Ok(Reply::go(HERE))
}

/// Tells an address from now on, and shows its secret once.
///
/// # Errors
/// The database fails.
pub fn subscribe(site: &Site, request: &Request) -> Result<Reply, Fault> {
    if let Some(reply) = shell::stale(site, request.session()?, HERE) {
        return Ok(reply);
    }
    let url = request.typed(URL).unwrap_or_default();
    let kinds: Vec<String> = request
        .form
        .iter()
        .filter(|(name, _)| name == WHAT)
        .map(|(_, value)| value.clone())
        .collect();
    match hooks::subscribe(&site.app, request.session()?, url, &kinds) {
        Ok((secret, _)) => {
            let title = url.trim().to_owned();
            show(site, request, Some(Made { title, secret }), &[])
        }
        Err(Fault::Invalid(errors)) => Ok(show(site, request, None, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

/// Makes a new secret, and shows it once.
///
/// # Errors
/// The database fails.
pub fn rotate(site: &Site, request: &Request) -> Result<Reply, Fault> {
    if let Some(reply) = shell::stale(site, request.session()?, HERE) {
        return Ok(reply);
    }
    let id = request.param("id");
    let all = hooks::list(&site.app, request.alliance()?)?;
    let url = all.into_iter().find(|one| one.id == id).map(|one| one.url);
    match hooks::rotate(&site.app, request.session()?, id)? {
        Some(secret) => {
            let title = url.unwrap_or_default();
            show(site, request, Some(Made { title, secret }), &[])
        }
        None => Ok(Reply::go(HERE)),
    }
}

/// Tells an address no more.
///
/// # Errors
/// The database fails.
pub fn end(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let session = request.session()?;
    hooks::end(&site.app, request.alliance()?, &session.person.id, request.param("id"))?;
    Ok(Reply::go(HERE))
}
