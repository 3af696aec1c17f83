//! Adding somebody, and correcting what is known of them.

use super::{channel, href, shell, typed, waiting, with_errors};
use crate::{
    service::{
        fault::{Fault, FieldError},
        people::{
            self,
            change::{CHANNELS, Details, Newcomer},
            two::{self, Change, Outcome},
        },
    },
    views::{
        components::{
            control::{Choice, Control, Input, Options},
            field::Field,
            form::Form,
            link::{Button, Link},
        },
        pages::asking::Asking,
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// Asks who is to be added.
///
/// # Errors
/// The database fails.
pub fn new(site: &Site, request: &Request) -> Result<Reply, Fault> {
    show_new(site, request, &Newcomer::default(), &[])
}

/// Adds them.
///
/// # Errors
/// The database fails.
pub fn add(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let newcomer = Newcomer {
        details: details(request),
        organisation: typed(request, "organisation"),
        position: typed(request, "position"),
    };
    let change = Change::Add(newcomer.clone());
    match two::ask(&site.app, request.alliance()?, &request.caller()?, change) {
        Ok(Outcome::Done(id)) => Ok(Reply::go(href(&id))),
        Ok(Outcome::Waits) => Ok(Reply::go(waiting::PATH)),
        Err(Fault::Invalid(errors)) => Ok(show_new(site, request, &newcomer, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

fn show_new(site: &Site, request: &Request, typed: &Newcomer, errors: &[FieldError]) -> Result<Reply, Fault> {
    let caller = request.caller()?;
    let organisations = site.app.reading(request.alliance()?, |desk| {
        people::may(desk, &caller)?;
        Ok::<_, Fault>(accord_store::organisations::all(desk.db, &desk.alliance)?)
    })?;
    let none = Choice::new("", "Choose one", typed.organisation.is_empty());
    let choices = organisations.iter();
    let choices = choices.map(|one| Choice::new(&one.id, &one.name, one.id == typed.organisation));
    let mut fields = questions(&typed.details);
    fields.push(Field::new(
        "organisation",
        "Organisation that they belong to",
        Control::Select(Options::one(std::iter::once(none).chain(choices).collect())),
    ));
    fields.push(
        Field::text("position", "What they are there", &typed.position).hint("For example, trustee or volunteer."),
    );
    let says = "They get no letter yet. Invite them from their page when they are to come in.";
    ask(
        site,
        request,
        ("Add a person", "Add them", "/people"),
        (fields, errors),
        says,
    )
}

/// Asks what is to be corrected.
///
/// # Errors
/// There is nobody of this id here.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (caller, id) = (request.caller()?, request.param("id"));
    let person = site.app.reading(request.alliance()?, |desk| {
        people::may(desk, &caller)?;
        people::of_alliance(desk, id)
    })?;
    let known = Details {
        name: person.name,
        email: person.email.unwrap_or_default(),
        channel: person.channel,
    };
    show(site, request, &known, &[])
}

/// Corrects it.
///
/// # Errors
/// There is nobody of this id here.
pub fn correct(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (new, id) = (details(request), request.param("id"));
    let change = Change::Correct {
        person: id.to_owned(),
        details: new.clone(),
    };
    match two::ask(&site.app, request.alliance()?, &request.caller()?, change) {
        Ok(Outcome::Done(_)) => Ok(Reply::go(href(id))),
        Ok(Outcome::Waits) => Ok(Reply::go(waiting::PATH)),
        Err(Fault::Invalid(errors)) => Ok(show(site, request, &new, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

fn show(site: &Site, request: &Request, typed: &Details, errors: &[FieldError]) -> Result<Reply, Fault> {
    let back = href(request.param("id"));
    let says = "If the email address changes, we write to the old one as well, and they sign in anew. Where they hold a \
                role, a second person confirms the new address before it counts.";
    let words = ("Correct these details", "Save", back.as_str());
    ask(site, request, words, (questions(typed), errors), says)
}

fn questions(typed: &Details) -> Vec<Field> {
    let channels = CHANNELS.map(|name| Choice::new(name, channel(name), name == typed.channel));
    vec![
        Field::text("name", "Name", &typed.name),
        Field::options("channel", "How are they reached?", Options::one(channels.into())),
        Field::new("email", "Email address", Control::Line(Input::email(&typed.email))).optional(),
    ]
}

fn details(request: &Request) -> Details {
    Details {
        name: typed(request, "name"),
        email: typed(request, "email"),
        channel: typed(request, "channel"),
    }
}

fn ask(
    site: &Site,
    request: &Request,
    (title, button, back): (&str, &str, &str),
    (fields, errors): (Vec<Field>, &[FieldError]),
    says: &str,
) -> Result<Reply, Fault> {
    let fields = with_errors(fields, errors);
    let mut page = shell::with_errors(shell::page(site, request, title)?, &fields);
    page.back = Some(Link::new("Back", back));
    shell::draw(&Asking {
        page,
        caption: None,
        heading: Some(title.to_owned()),
        says: vec![says.to_owned()],
        form: Form::new(request.path.clone(), shell::key(site), fields, Button::primary(button)),
        links: Vec::new(),
    })
}
