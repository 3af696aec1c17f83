//! An invitation: who is invited, and how they will show who they are. Programs that open every link change
//! nothing; what does not fit is said before the invitation is used up.

use accord_store::people::PersonRow;

use super::{
    factor, shell, sign_in,
    ways::{self, Asked},
};
use crate::{
    service::{
        access::{factors, invitations, rules, sessions},
        fault::{Fault, FieldError},
    },
    views::{
        components::{
            field::Field,
            form::Form,
            link::{Button, Link},
        },
        pages::{asking::Asking, message::Message},
    },
    web::{
        reply::{Jar, Reply},
        request::Request,
        site::Site,
    },
};

/// Says who is invited, and asks how they will show who they are, if they have not chosen before.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    match invitations::look(&site.app, request.param("token")) {
        Ok(person) => show(site, request, &person, &[]),
        Err(Fault::NotFound(_)) => over(site, request),
        Err(other) => Err(other),
    }
}

/// Says the same of an invitation that was taken up, that is too old and that never was, and the way on from each.
fn over(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let title = "This invitation cannot be used any more";
    let days = rules::INVITATION.num_days();
    let says = vec![
        format!("An invitation is taken up once, and within {days} days."),
        "If you have come in by it before, sign in: your email address is all that you need to begin.".to_owned(),
        "If you have not, ask whoever invited you, or us, for a new one.".to_owned(),
    ];
    let page = shell::page(site, request, title)?;
    let ask = format!("mailto:{}", page.site.email);
    let message = Message {
        links: vec![Link::new("Sign in", "/sign-in"), Link::new("Write to us", ask)],
        ..Message::new(page, title, says)
    };
    Ok(shell::draw(&message)?.with_status(404))
}

fn show(site: &Site, request: &Request, person: &PersonRow, errors: &[FieldError]) -> Result<Reply, Fault> {
    let heading = format!("Welcome, {}", person.first_name);
    let fields = questions(site, request, person, errors)?;
    let mut says = vec![
        "You are invited to take part. The next page shows what is asked of you, if anything is.".to_owned(),
        "You can ask for another format, for more time, or for somebody to go through it with you.".to_owned(),
    ];
    if !fields.is_empty() {
        says.push(
            "Each time that you sign in, we send a code to your email address. Choose what you show besides. You can \
             change it later, under your name."
                .to_owned(),
        );
    }
    shell::draw(&Asking {
        page: shell::with_errors(shell::page(site, request, &heading)?, &fields),
        caption: None,
        heading: Some(heading),
        says,
        form: Form::new(
            format!("/invitation/{}", request.param("token")),
            shell::key(site),
            fields,
            Button::primary("Come in"),
        ),
        links: Vec::new(),
    })
}

/// What is asked: nothing of somebody who has chosen before.
fn questions(site: &Site, request: &Request, person: &PersonRow, errors: &[FieldError]) -> Result<Vec<Field>, Fault> {
    if !factors::ways(&site.app, &person.id)?.is_empty() {
        return Ok(Vec::new());
    }
    let asked = match sessions::must_show(&site.app, &person.id)? {
        true => Asked::Must,
        false => Asked::May,
    };
    let chosen = request.typed(ways::KIND).unwrap_or_default();
    let title = "How will you show that it is you?";
    Ok(ways::questions(title, chosen, asked, errors))
}

/// Takes it up, with the way that was chosen.
///
/// # Errors
/// The database fails.
pub fn take_up(site: &Site, request: &Request) -> Result<Reply, Fault> {
    match taken_up(site, request) {
        Err(Fault::NotFound(_)) => over(site, request),
        other => other,
    }
}

fn taken_up(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let token = request.param("token");
    let person = invitations::look(&site.app, token)?;
    if questions(site, request, &person, &[])?.is_empty() {
        let person = invitations::take_up(&site.app, token)?;
        return sign_in::let_in(site, request, &person);
    }
    let must = sessions::must_show(&site.app, &person.id)?;
    let chosen = request.typed(ways::KIND).unwrap_or_default();
    let password = request.typed(ways::PASSWORD).unwrap_or_default();
    let fits = match chosen {
        "app" | "card" => Ok(()),
        ways::PASSWORD => factors::fits(password),
        ways::LATER if !must => Ok(()),
        _ => Err(Fault::field(ways::KIND, "Select how you will show that it is you.")),
    };
    match fits {
        Ok(()) => {}
        Err(Fault::Invalid(errors)) => return Ok(show(site, request, &person, &errors)?.with_status(422)),
        Err(other) => return Err(other),
    }
    let person = invitations::take_up(&site.app, token)?;
    chosen_way(site, request, &person, chosen, password)
}

/// Lets somebody in who has chosen. What they set up here, they have shown.
fn chosen_way(
    site: &Site,
    request: &Request,
    person: &PersonRow,
    chosen: &str,
    password: &str,
) -> Result<Reply, Fault> {
    if let Some(old) = &request.session {
        sessions::end(&site.app, &old.person.id, &old.row.id)?;
    }
    let shown = matches!(chosen, ways::PASSWORD | "card");
    if chosen == ways::PASSWORD {
        factors::set_password(&site.app, &person.id, password)?;
    }
    let codes = match chosen {
        "card" => factors::make_card(&site.app, &person.id)?,
        _ => Vec::new(),
    };
    let cookie = sessions::begin(&site.app, &person.id, &request.browser, shown)?;
    match chosen {
        "card" => factor::codes_page(site, request, "Print this card", cookie, &codes),
        "app" => {
            let page = shell::page(site, request, "Set the app up")?;
            let name = person.email.as_deref().unwrap_or(&person.handle);
            let begun = factors::begin_app(&site.app, &person.id, name, &page.site.alliance)?;
            let page = factor::confirm_page(site, request, Some(&begun), &[])?;
            Ok(page.keeping(Jar::Session, cookie))
        }
        _ => Ok(Reply::go("/").keeping(Jar::Session, cookie)),
    }
}
