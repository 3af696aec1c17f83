//! The second factor: setting it up, and showing it.

use accord_store::factors::FactorKind;

use super::{
    shell,
    sign_in::encoded,
    ways::{self, Asked},
};
use crate::{
    service::{
        access::{
            factors::{self, Way},
            sessions::{self, Session},
        },
        fault::{Fault, FieldError},
    },
    views::{
        components::{
            control::{Control, Input},
            field::Field,
            form::Form,
            link::{Button, Link},
        },
        pages::{asking::Asking, message::Message},
    },
    web::{
        reply::{Jar, Reply},
        request::{Request, inside},
        site::Site,
    },
};

const FACTOR: &str = "factor";

/// Asks for it; sends somebody who has none to choose one.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let session = request.session()?;
    let ways = factors::ways(&site.app, &session.person.id)?;
    let next = encoded(inside(request.asked("next")));
    if ways.is_empty() && site.demo.is_none() {
        return Ok(Reply::go(format!("/account/factor?next={next}")));
    }
    ask(site, request, &ways, &[])
}

fn ask(site: &Site, request: &Request, ways: &[Way], errors: &[FieldError]) -> Result<Reply, Fault> {
    let way = chosen(request, ways);
    let title = "Show that it is you";
    let mut fields = Vec::new();
    let mut links = Vec::new();
    let next = encoded(inside(request.asked("next")));
    if let Some(way) = way {
        let mut field = question(way);
        for error in errors {
            field = field.error(&error.says);
        }
        fields.push(field);
        for other in ways.iter().filter(|one| one.id != way.id) {
            let words = match other.kind {
                FactorKind::App => "Use the app instead",
                FactorKind::Password => "Use your password instead",
                FactorKind::Card => "Use your printed card instead",
                FactorKind::Recovery => "Use a recovery code instead",
            };
            links.push(Link::new(
                words,
                format!("/sign-in/factor?way={}&next={next}", other.id),
            ));
        }
    }
    let page = shell::with_errors(shell::page(site, request, title)?, &fields);
    let mut says = vec!["People who decide, open or pay show a second thing besides the code.".to_owned()];
    if !request.session()?.decides {
        // They chose it themselves, and are let in without it.
        says = vec!["You have set this up yourself. A bid that you begin after it needs no call.".to_owned()];
        links.push(Link::new(
            "Go on with the code from your email alone",
            inside(request.asked("next")),
        ));
    }
    if site.demo.is_some() && way.is_none() {
        says.push("In the demonstration this is a button.".to_owned());
    }
    let id = way.map_or("", |way| way.id.as_str());
    shell::draw(&Asking {
        page,
        caption: None,
        heading: Some(title.to_owned()),
        says,
        form: Form::new(
            format!("/sign-in/factor?way={id}&next={next}"),
            shell::key(site),
            fields,
            Button::primary("Continue"),
        ),
        links,
    })
}

fn chosen<'a>(request: &Request, ways: &'a [Way]) -> Option<&'a Way> {
    let wanted = request.asked("way").unwrap_or_default();
    ways.iter().find(|way| way.id == wanted).or(ways.first())
}

fn question(way: &Way) -> Field {
    match way.kind {
        FactorKind::App => Field::new(FACTOR, "What number does the app show?", Control::Line(Input::code()))
            .hint("6 digits. The number changes every half minute."),
        FactorKind::Password => Field::new(
            FACTOR,
            "What is your password?",
            Control::Line(password("current-password")),
        ),
        FactorKind::Card => Field::text(FACTOR, format!("What is code number {} on your card?", way.number), "")
            .hint("Cross it out afterwards: each code works once."),
        FactorKind::Recovery => Field::text(FACTOR, "What is one of your recovery codes?", "").hint("Each works once."),
    }
}

fn password(autocomplete: &'static str) -> Input {
    Input {
        typed: "password",
        autocomplete,
        ..Input::text("")
    }
}

/// Judges what was typed; a right answer gives the session a new cookie.
///
/// # Errors
/// This way rests, or the database fails.
pub fn show(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let session = request.session()?;
    let ways = factors::ways(&site.app, &session.person.id)?;
    match chosen(request, &ways) {
        Some(way) => {
            let typed = request.typed(FACTOR).unwrap_or_default();
            match factors::check(&site.app, &session.person.id, way, typed) {
                Ok(()) => raised(site, request, session),
                Err(Fault::Invalid(errors)) => Ok(ask(site, request, &ways, &errors)?.with_status(422)),
                Err(other) => Err(other),
            }
        }
        None if site.demo.is_some() => raised(site, request, session),
        None => Err(Fault::NotFound("page")),
    }
}

fn raised(site: &Site, request: &Request, session: &Session) -> Result<Reply, Fault> {
    let cookie = sessions::raise(&site.app, session)?;
    Ok(Reply::go(inside(request.asked("next"))).keeping(Jar::Session, cookie))
}

/// Who may set one up: somebody who has none yet, or who has just shown the one they have.
fn may_choose(site: &Site, session: &Session) -> Result<bool, Fault> {
    let none = factors::ways(&site.app, &session.person.id)?.is_empty();
    let shown = session.row.factor_at.is_some() && session.is_fresh(site.app.wall.now());
    Ok(none || shown)
}

/// Offers the ways.
///
/// # Errors
/// The database fails.
pub fn choose(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let session = request.session()?;
    if !may_choose(site, session)? {
        return Ok(Reply::go(format!("/sign-in/factor?next={}", encoded(&request.path))));
    }
    choices(site, request, &[])
}

fn choices(site: &Site, request: &Request, errors: &[FieldError]) -> Result<Reply, Fault> {
    let title = "How will you show that it is you?";
    let chosen = request.typed(ways::KIND).unwrap_or_default();
    let mut fields = ways::questions(title, chosen, Asked::Must, errors);
    if let Some(first) = fields.first_mut() {
        first.heading = true;
    }
    let page = shell::with_errors(shell::page(site, request, title)?, &fields);
    let next = encoded(inside(request.asked("next")));
    shell::draw(&Asking {
        page,
        caption: None,
        heading: None,
        says: Vec::new(),
        form: Form::new(
            format!("/account/factor?next={next}"),
            shell::key(site),
            fields,
            Button::primary("Continue"),
        ),
        links: Vec::new(),
    })
}

/// Sets one up.
///
/// # Errors
/// The database fails.
pub fn make(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let session = request.session()?;
    if !may_choose(site, session)? {
        return Err(Fault::NotFound("page"));
    }
    let person = &session.person;
    match request.typed(ways::KIND).unwrap_or_default() {
        "app" => {
            let page = shell::page(site, request, "Set the app up")?;
            let name = person.email.as_deref().unwrap_or(&person.handle);
            let begun = factors::begin_app(&site.app, &person.id, name, &page.site.alliance)?;
            confirm_page(site, request, Some(&begun), &[])
        }
        ways::PASSWORD => {
            let typed = request.typed(ways::PASSWORD).unwrap_or_default();
            match factors::set_password(&site.app, &person.id, typed) {
                Ok(()) => raised(site, request, session),
                Err(Fault::Invalid(errors)) => Ok(choices(site, request, &errors)?.with_status(422)),
                Err(other) => Err(other),
            }
        }
        "card" => {
            let codes = factors::make_card(&site.app, &person.id)?;
            let cookie = sessions::raise(&site.app, session)?;
            codes_page(site, request, "Print this card", cookie, &codes)
        }
        _ => {
            let error = FieldError {
                field: ways::KIND.to_owned(),
                says: "Select how you will show that it is you.".to_owned(),
            };
            Ok(choices(site, request, &[error])?.with_status(422))
        }
    }
}

/// Asks for a number that the app shows, with the key of one that was just begun.
///
/// # Errors
/// The database fails.
pub(super) fn confirm_page(
    site: &Site,
    request: &Request,
    begun: Option<&factors::Enrolment>,
    errors: &[FieldError],
) -> Result<Reply, Fault> {
    let title = "Set the app up";
    let mut field =
        Field::new(FACTOR, "What number does the app show?", Control::Line(Input::code())).hint("6 digits.");
    for error in errors {
        field = field.error(&error.says);
    }
    let fields = vec![field];
    let page = shell::with_errors(shell::page(site, request, title)?, &fields);
    let (says, links) = match begun {
        Some(begun) => (
            vec![
                "In the app, choose to add an account by typing a key, and type this key:".to_owned(),
                begun.secret.clone(),
                "It is shown this once.".to_owned(),
            ],
            vec![Link::new(
                "Open the app on this device with the key filled in",
                begun.link.clone(),
            )],
        ),
        None => (Vec::new(), vec![Link::new("Begin again", "/account/factor")]),
    };
    let next = encoded(inside(request.asked("next")));
    shell::draw(&Asking {
        page,
        caption: None,
        heading: Some(title.to_owned()),
        says,
        form: Form::new(
            format!("/account/factor/confirm?next={next}"),
            shell::key(site),
            fields,
            Button::primary("Continue"),
        ),
        links,
    })
}

/// Finishes setting an app up.
///
/// # Errors
/// None was begun, or the database fails.
pub fn confirm(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let session = request.session()?;
    if !may_choose(site, session)? {
        return Err(Fault::NotFound("page"));
    }
    let typed = request.typed(FACTOR).unwrap_or_default();
    match factors::confirm_app(&site.app, &session.person.id, typed) {
        Ok(codes) => {
            let cookie = sessions::raise(&site.app, session)?;
            codes_page(site, request, "Keep these recovery codes", cookie, &codes)
        }
        Err(Fault::Invalid(errors)) => Ok(confirm_page(site, request, None, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

/// Shows codes once. The factor was shown by making it: `cookie` is that of a session that says so.
///
/// # Errors
/// The database fails.
pub(super) fn codes_page(
    site: &Site,
    request: &Request,
    title: &str,
    cookie: String,
    codes: &[String],
) -> Result<Reply, Fault> {
    let mut says = vec!["They are shown this once. Print them, or copy them to a safe place.".to_owned()];
    says.extend(codes.iter().zip(1..).map(|(code, number)| format!("{number}. {code}")));
    let message = Message {
        links: vec![Link::new("I have kept them: go on", inside(request.asked("next")))],
        ..Message::new(shell::page(site, request, title)?, title, says)
    };
    Ok(shell::draw(&message)?.keeping(Jar::Session, cookie))
}
