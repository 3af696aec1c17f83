//! Signing in and out: an address, a code, and for those who decide something else besides.

use accord_store::people::PersonRow;

use super::{public::bidding::contact, shell};
use crate::{
    service::{
        access::{codes, factors, rules, sessions},
        fault::{Fault, FieldError},
    },
    views::{
        components::{
            control::{Control, Input},
            field::Field,
            form::Form,
            link::{Button, Link},
        },
        pages::asking::Asking,
    },
    web::{
        left,
        reply::{Jar, Reply},
        request::{Request, inside},
        site::Site,
    },
};

const ADDRESS: &str = "email";
const CODE: &str = "code";

/// Asks for an address.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    if let Some(session) = &request.session
        && session.is_complete()
    {
        return Ok(Reply::go(inside(request.asked("next"))));
    }
    address_page(site, request, "", &[])
}

/// Sends a code, or does as if.
///
/// # Errors
/// Asked too often.
pub fn ask(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let typed = request.typed(ADDRESS).unwrap_or_default();
    match codes::ask(&site.app, typed, &request.browser) {
        Ok(asked) => {
            let next = encoded(inside(request.asked("next")));
            Ok(Reply::go(format!("/sign-in/code?next={next}")).keeping(Jar::Asking, asked.cookie))
        }
        Err(Fault::Invalid(errors)) => Ok(address_page(site, request, typed, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

fn address_page(site: &Site, request: &Request, typed: &str, errors: &[FieldError]) -> Result<Reply, Fault> {
    let title = "What is your email address?";
    let mut field = Field::new(ADDRESS, title, Control::Line(Input::email(typed)))
        .as_heading()
        .hint("We send a code to it.");
    for error in errors {
        field = field.error(&error.says);
    }
    let fields = vec![field];
    let page = shell::with_errors(shell::page(site, request, title)?, &fields);
    let kept = request.asked(left::KEPT).map_or("", |_| "&kept=yes");
    let action = format!("/sign-in?next={}{kept}", encoded(inside(request.asked("next"))));
    let mut links = Vec::new();
    if site.demo.is_some() {
        let next = encoded(inside(request.asked("next")));
        let words = "Sign in as one of the people of the demonstration";
        links.push(Link::new(words, format!("/demo?next={next}")));
    }
    let kept = request.asked(left::KEPT).is_some();
    let says = kept.then(|| {
        "You have been signed out. What you typed is kept for an hour, for you alone: sign in in this browser, and it \
         stands there again. Nothing was sent. A file has to be chosen again."
            .to_owned()
    });
    shell::draw(&Asking {
        page,
        caption: None,
        heading: None,
        says: says.into_iter().collect(),
        form: Form::new(action, shell::key(site), fields, Button::primary("Send me a code")),
        links,
    })
}

/// Asks for the code. A link in the email fills it in, and no more: nothing happens before the
/// button is pressed.
///
/// # Errors
/// The database fails.
pub fn code_page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    if request.asking.is_none() {
        // The link was opened in another browser: the code is worth nothing here.
        return Ok(Reply::go("/sign-in"));
    }
    let filled: String = request
        .asked(CODE)
        .unwrap_or_default()
        .chars()
        .filter(char::is_ascii_digit)
        .take(rules::CODE_DIGITS)
        .collect();
    show_code_page(site, request, &filled, &[])
}

fn show_code_page(site: &Site, request: &Request, typed: &str, errors: &[FieldError]) -> Result<Reply, Fault> {
    let title = "Check your email";
    let input = Input {
        value: typed.to_owned(),
        ..Input::code()
    };
    let mut field = Field::new(CODE, "What is the code in the email?", Control::Line(input)).hint(format!(
        "{} digits. It can be used for {} minutes, in this browser.",
        rules::CODE_DIGITS,
        rules::CODE.num_minutes()
    ));
    for error in errors {
        field = field.error(&error.says);
    }
    let fields = vec![field];
    let page = shell::with_errors(shell::page(site, request, title)?, &fields);
    let next = encoded(inside(request.asked("next")));
    let reach = contact(&page);
    shell::draw(&Asking {
        page,
        caption: None,
        heading: Some(title.to_owned()),
        says: vec![
            "If the address that you typed is known here, we have sent a code to it. It can take a minute.".to_owned(),
            format!(
                "If no code comes: look among unwanted mail, and whether it is the address that we write to. Who has no \
                 account yet finds at each open opportunity in the register how to get one. Or {}.",
                reach
            ),
        ],
        form: Form::new(
            format!("/sign-in/code?next={next}"),
            shell::key(site),
            fields,
            Button::primary("Continue"),
        ),
        links: vec![
            Link::new(
                "Use another address, or ask for another code",
                format!("/sign-in?next={next}"),
            ),
            Link::new("Register of opportunities", "/register"),
        ],
    })
}

/// Signs in by a code.
///
/// # Errors
/// The database fails.
pub fn code(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let Some(cookie) = &request.asking else {
        return Ok(Reply::go("/sign-in"));
    };
    let typed = request.typed(CODE).unwrap_or_default();
    match codes::answer(&site.app, cookie, typed) {
        Ok(person) => let_in(site, request, &person),
        Err(Fault::Invalid(errors)) => Ok(show_code_page(site, request, "", &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

/// Gives a new session, in place of the one that there was.
///
/// # Errors
/// The database fails.
pub fn let_in(site: &Site, request: &Request, person: &PersonRow) -> Result<Reply, Fault> {
    if let Some(old) = &request.session {
        sessions::end(&site.app, &old.person.id, &old.row.id)?;
    }
    let cookie = sessions::begin(&site.app, &person.id, &request.browser, false)?;
    let back = left::give_back(site, request, &person.id, &cookie)?;
    let next = back.as_deref().unwrap_or_else(|| inside(request.asked("next")));
    // Who needs a second factor is asked for it there; who has set one up without need, here.
    let to = match site.demo.is_none() && !factors::ways(&site.app, &person.id)?.is_empty() {
        true => format!("/sign-in/factor?next={}", encoded(next)),
        false => next.to_owned(),
    };
    let reply = Reply::go(to).keeping(Jar::Session, cookie).forgetting(Jar::Asking);
    Ok(left::done(back.is_some(), reply))
}

/// Signs out.
///
/// # Errors
/// The database fails.
pub fn out(site: &Site, request: &Request) -> Result<Reply, Fault> {
    if let Some(session) = &request.session {
        sessions::end(&site.app, &session.person.id, &session.row.id)?;
    }
    let to = if site.demo.is_some() { "/demo" } else { "/sign-in" };
    let mut reply = Reply::go(to).forgetting(Jar::Session);
    reply
        .headers
        .push(("clear-site-data", "\"cache\", \"storage\"".to_owned()));
    Ok(reply)
}

/// An address as a part of a query.
pub fn encoded(path: &str) -> String {
    form_urlencoded::byte_serialize(path.as_bytes()).collect()
}
