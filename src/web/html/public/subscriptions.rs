//! Asking to be told by email, without an account: an address, a code that is typed, one step to stop.

use super::alliance;
use crate::{
    service::{
        fault::{Fault, FieldError},
        organisations,
        subscriptions::Request as Asked,
    },
    views::{
        components::{
            control::{Choice, Control, Input, Options},
            field::Field,
            form::Form,
            link::{Button, Link, Weight},
        },
        pages::{asking::Asking, message::Message},
    },
    web::{html::shell, reply::Reply, request::Request, site::Site},
};

const PATH: &str = "/subscriptions";
const ADDRESS: &str = "address";
const NAME: &str = "name";
const TOPICS: &str = "topics";
const AREAS: &str = "areas";
const CODE: &str = "code";

/// Asks for an address and what to hear of.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    ask(site, request, &[])
}

/// Sends a code.
///
/// # Errors
/// The database fails.
pub fn send(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let wanted = Asked {
        address: request.typed(ADDRESS).unwrap_or_default().to_owned(),
        name: request.typed(NAME).unwrap_or_default().to_owned(),
        topics: chosen(request, TOPICS),
        areas: chosen(request, AREAS),
    };
    match site.app.subscribe(&alliance(site, request)?, &wanted) {
        Ok(id) => Ok(Reply::go(format!("{PATH}/{id}"))),
        Err(Fault::Invalid(errors)) => Ok(ask(site, request, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

fn chosen(request: &Request, question: &str) -> Vec<String> {
    let all = request.form.iter().filter(|(name, _)| name == question);
    all.map(|(_, value)| value.clone()).collect()
}

fn ask(site: &Site, request: &Request, errors: &[FieldError]) -> Result<Reply, Fault> {
    let title = "Get an email when something is published";
    let (wanted, places) = (chosen(request, TOPICS), chosen(request, AREAS));
    let areas = site.app.reading(&alliance(site, request)?, organisations::areas)?;
    let areas = areas
        .iter()
        .map(|(id, name)| Choice::new(id, name, places.contains(id)));
    let topics = &site.app.library.subscriptions.topics;
    let options = topics
        .iter()
        .map(|(name, topic)| Choice::new(name, &topic.title, wanted.contains(name)).hint(&topic.says));
    let mut fields = vec![
        Field::options(
            TOPICS,
            "What would you like to hear of?",
            Options::several(options.collect()),
        ),
        Field::options(AREAS, "For which networks?", Options::several(areas.collect()))
            .hint("Choose none to hear of all.")
            .optional(),
        Field::new(
            ADDRESS,
            "Your email address",
            Control::Line(Input::email(request.typed(ADDRESS).unwrap_or_default())),
        ),
        Field::text(NAME, "What we call you", request.typed(NAME).unwrap_or_default()).optional(),
    ];
    with(&mut fields, errors);
    let page = shell::with_errors(shell::page(site, request, title)?, &fields);
    shell::draw(&Asking {
        page,
        caption: None,
        heading: Some(title.to_owned()),
        says: vec![
            "We send a code to the address first, so that nobody can sign anybody else up. Every email has a link that \
             stops them; then we forget the address."
                .to_owned(),
        ],
        form: Form::new(PATH, shell::key(site), fields, Button::primary("Send me the code")),
        links: vec![Link::new("What we keep, and how long", "/privacy")],
    })
}

fn with(fields: &mut [Field], errors: &[FieldError]) {
    for field in fields {
        let mine = errors.iter().filter(|one| one.field == field.id);
        field.errors = mine.map(|one| one.says.clone()).collect();
    }
}

/// Asks for the code; a link in the letter fills it in, and does nothing else.
///
/// # Errors
/// The database fails.
pub fn code_page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    code(site, request, request.asked(CODE).unwrap_or_default(), &[])
}

/// Takes the code.
///
/// # Errors
/// The database fails.
pub fn confirm(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let typed = request.typed(CODE).unwrap_or_default();
    match site
        .app
        .confirm_subscription(&alliance(site, request)?, request.param("id"), typed)
    {
        Ok(()) => {
            let title = "You will hear from us";
            let says = "We write when something is published that you asked for. Each email says how to stop them.";
            shell::draw(&Message {
                links: vec![Link::new(
                    "Register of opportunities, awards and contracts",
                    "/register",
                )],
                ..Message::new(shell::page(site, request, title)?, title, vec![says.to_owned()])
            })
        }
        Err(Fault::Invalid(errors)) => Ok(code(site, request, typed, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

fn code(site: &Site, request: &Request, typed: &str, errors: &[FieldError]) -> Result<Reply, Fault> {
    let title = "What is the code in the email?";
    let input = Input {
        value: typed.to_owned(),
        ..Input::code()
    };
    let mut fields = vec![
        Field::new(CODE, title, Control::Line(input))
            .as_heading()
            .hint("Six digits. The email can take a few minutes; look among unwanted mail, too."),
    ];
    with(&mut fields, errors);
    let mut page = shell::with_errors(shell::page(site, request, title)?, &fields);
    page.back = Some(Link::new("Back", PATH));
    let here = format!("{PATH}/{}", request.param("id"));
    shell::draw(&Asking {
        page,
        caption: None,
        heading: None,
        says: Vec::new(),
        form: Form::new(here, shell::key(site), fields, Button::primary("Continue")),
        links: vec![Link::new("Ask for another code", PATH)],
    })
}

/// Asks whether to stop: a program that opens links stops nothing.
///
/// # Errors
/// Nothing stands under the key.
pub fn stop_page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let key = request.param("key");
    let choice = site.app.subscription(key)?;
    let title = "Stop these emails";
    let says = format!("{} is told of: {}.", choice.address, choice.topics);
    shell::draw(&Message {
        form: Some(Form::new(
            format!("{PATH}/stop/{key}"),
            shell::key(site),
            Vec::new(),
            Button::primary("Stop them, and forget the address").weighing(Weight::Warning),
        )),
        links: vec![Link::new("Keep them", "/register")],
        ..Message::new(shell::page(site, request, title)?, title, vec![says])
    })
}

/// Stops; also what a mail program asks with one request (RFC 8058).
///
/// # Errors
/// The database fails.
pub fn stop(site: &Site, request: &Request) -> Result<Reply, Fault> {
    site.app.unsubscribe(request.param("key"))?;
    let title = "You will hear no more";
    let says = "The emails have stopped, and the address is forgotten.".to_owned();
    shell::draw(&Message {
        links: vec![Link::new("Ask for them again", PATH)],
        ..Message::new(shell::page(site, request, title)?, title, vec![says])
    })
}
