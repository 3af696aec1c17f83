//! What is held on somebody: read it, take it away, correct it, ask for it to be erased.

use super::{page, with};
use crate::{
    domain::words,
    service::{
        fault::{Fault, FieldError},
        own::{
            data,
            details::{self, Details},
            wishes,
        },
    },
    views::{
        components::{
            banner::Banner,
            control::{Control, Input},
            field::Field,
            form::Form,
            link::{Button, Link, Weight},
            summary::{SummaryList, SummaryRow},
        },
        pages::{
            asking::Asking,
            sheet::{Part, Point, Sheet},
        },
    },
    web::{html::shell, reply::Reply, request::Request, site::Site},
};

pub(super) const PATH: &str = "/account/data";
pub(super) const TITLE: &str = "What is held on me";
const NAME: &str = "name";
const FIRST: &str = "first_name";
const TELEPHONE: &str = "telephone";
const EMAIL: &str = "email";
const CODE: &str = "code";
const SAYS: &str = "says";

/// The page.
///
/// # Errors
/// The database fails.
pub fn show(site: &Site, request: &Request) -> Result<Reply, Fault> {
    draw(site, request, None, &[])
}

/// Corrects name and telephone.
///
/// # Errors
/// The database fails.
pub fn correct(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let said = |name: &str| request.typed(name).unwrap_or_default().to_owned();
    let typed = Details {
        name: said(NAME),
        first_name: said(FIRST),
        telephone: said(TELEPHONE),
    };
    match details::correct(&site.app, request.session()?, &typed) {
        Ok(()) => Ok(Reply::go(format!("{PATH}?done=corrected"))),
        Err(Fault::Invalid(errors)) => Ok(draw(site, request, Some(typed), &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

/// Sends a code to a new address.
///
/// # Errors
/// The database fails.
pub fn readdress(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let session = request.session()?;
    if let Some(reply) = shell::stale(site, session, PATH) {
        return Ok(reply);
    }
    match details::ask_address(&site.app, session, request.typed(EMAIL).unwrap_or_default()) {
        Ok(()) => Ok(Reply::go("/account/data/address")),
        Err(Fault::Invalid(errors)) => Ok(draw(site, request, None, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

/// Asks for the code.
///
/// # Errors
/// Nothing waits for one.
pub fn code_page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    code(site, request, request.asked(CODE).unwrap_or_default(), &[])
}

/// Takes the code.
///
/// # Errors
/// The database fails.
pub fn confirm(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let session = request.session()?;
    if let Some(reply) = shell::stale(site, session, PATH) {
        return Ok(reply);
    }
    let typed = request.typed(CODE).unwrap_or_default();
    match details::confirm_address(&site.app, session, typed) {
        Ok(()) => Ok(Reply::go(format!("{PATH}?done=readdressed"))),
        Err(Fault::Invalid(errors)) => Ok(code(site, request, typed, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

fn code(site: &Site, request: &Request, typed: &str, errors: &[FieldError]) -> Result<Reply, Fault> {
    let title = "What is the code in the email?";
    let waiting = details::awaited_address(&site.app, &request.session()?.person.id)?;
    let input = Input {
        value: typed.to_owned(),
        ..Input::code()
    };
    let mut fields = vec![Field::new(CODE, title, Control::Line(input)).as_heading()];
    if let Some(address) = waiting {
        fields = fields
            .into_iter()
            .map(|field| field.hint(format!("We sent it to {address}.")))
            .collect();
    }
    with(&mut fields, errors);
    let mut page = shell::with_errors(shell::page(site, request, title)?, &fields);
    page.back = Some(Link::new("Back", PATH));
    shell::draw(&Asking {
        page,
        caption: None,
        heading: None,
        says: Vec::new(),
        form: Form::new(
            "/account/data/address/confirm",
            shell::key(site),
            fields,
            Button::primary("Change my address"),
        ),
        links: vec![Link::new("Ask for another code", PATH)],
    })
}

/// Erases what only serves to reach somebody.
///
/// # Errors
/// The database fails.
pub fn erase(site: &Site, request: &Request) -> Result<Reply, Fault> {
    data::erase_own(&site.app, request.alliance()?, &request.session()?.person.id)?;
    Ok(Reply::go(format!("{PATH}?done=erased")))
}

/// Asks for the rest to be erased.
///
/// # Errors
/// The database fails.
pub fn ask(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let person = &request.session()?.person.id;
    let says = request.typed(SAYS).unwrap_or_default();
    match data::ask_erasure(&site.app, request.alliance()?, person, says) {
        Ok(()) => Ok(Reply::go(format!("{PATH}?done=asked"))),
        Err(Fault::Invalid(errors)) => Ok(draw(site, request, None, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

fn draw(site: &Site, request: &Request, typed: Option<Details>, errors: &[FieldError]) -> Result<Reply, Fault> {
    let session = request.session()?;
    let wish = wishes::of(&site.app, &session.person.id)?;
    let now = typed.unwrap_or_else(|| Details {
        name: session.person.name.clone(),
        first_name: session.person.first_name.clone(),
        telephone: wish.telephone.unwrap_or_default(),
    });
    let input = |value: &str, typed: &'static str, fills: &'static str| {
        Control::Line(Input {
            typed,
            autocomplete: fills,
            ..Input::text(value)
        })
    };
    let mut fields = vec![
        Field::new(NAME, "Your name", input(&now.name, "text", "name")),
        Field::new(FIRST, "What we call you", input(&now.first_name, "text", "given-name")),
        Field::new(TELEPHONE, "Telephone", input(&now.telephone, "tel", "tel")).optional(),
    ];
    let mut address = vec![
        Field::new(
            EMAIL,
            "New email address",
            Control::Line(Input::email(request.typed(EMAIL).unwrap_or_default())),
        )
        .hint("We send a code there. You sign in with this address from then on."),
    ];
    let mut says = vec![
        Field::long_text(
            SAYS,
            "What you ask for, if it is not everything",
            request.typed(SAYS).unwrap_or_default(),
            None,
        )
        .optional(),
    ];
    with(&mut fields, errors);
    with(&mut address, errors);
    with(&mut says, errors);
    let every: Vec<Field> = [&fields, &address, &says].into_iter().flatten().cloned().collect();
    let mut page = shell::with_errors(page(site, request, TITLE)?, &every);
    page.banner = request.asked("done").and_then(|done| {
        Some(Banner::success(match done {
            "corrected" => "Your details are corrected",
            "readdressed" => "We write to your new address from now on",
            "erased" => "It is erased",
            "asked" => "We have your request, and answer within one month",
            _ => return None,
        }))
    });
    let correct = Part {
        forms: vec![Form::new(
            "/account/data/details",
            shell::key(site),
            fields,
            Button::primary("Save"),
        )],
        ..Part::new("details", "Correct it")
    };
    let email = session.person.email.clone().unwrap_or_default();
    let readdress = Part {
        says: vec![format!("We write to {email}.")],
        forms: vec![Form::new(
            "/account/data/address",
            shell::key(site),
            address,
            Button::primary("Send me the code").weighing(Weight::Secondary),
        )],
        ..Part::new("address", "Change your email address")
    };
    let sheet = Sheet {
        says: vec!["What this service holds on you is yours to see, to take away and to put right.".to_owned()],
        parts: vec![
            Part {
                points: vec![
                    Point::leading(Link::new("Read everything that is held on you", "/account/data/held")),
                    Point::leading(Link::new(
                        "Take it away with the files that you sent (ZIP)",
                        "/account/data.zip",
                    )),
                    Point::leading(Link::new("Take it away for programs (JSON)", "/account/data.json")),
                    Point::leading(Link::new("Why it is held, who sees it, and how long", "/privacy")),
                ],
                ..Part::new("read", "See it")
            },
            correct,
            readdress,
            at_once(site),
            rest(site, request, says)?,
        ],
        ..Sheet::new(page, TITLE)
    };
    shell::draw(&sheet)
}

fn at_once(site: &Site) -> Part {
    let button = Button::primary("Erase these now").weighing(Weight::Warning);
    Part {
        says: vec![
            "Your access needs, your telephone, how you wish to be written to, the address of your calendar, the account \
             that you are paid into, how you wish to be named, what you say of yourself, and what you typed and have not sent. It cannot be undone; you can give them again."
                .to_owned(),
        ],
        forms: vec![Form::new("/account/data/erase", shell::key(site), Vec::new(), button)],
        ..Part::new("erase", "Erase what only serves to reach you")
    }
}

fn rest(site: &Site, request: &Request, says: Vec<Field>) -> Result<Part, Fault> {
    let person = &request.session()?.person.id;
    let asked = data::requests(&site.app, request.alliance()?, person)?;
    let day = |at| words::day(words::local_day(at));
    let rows = asked.iter().map(|one| SummaryRow {
        values: vec![
            if one.says.is_empty() {
                "Everything".to_owned()
            } else {
                one.says.clone()
            },
            match one.settled {
                Some(at) => format!("Settled on {}", day(at)),
                None => "Somebody is looking at it".to_owned(),
            },
        ],
        ..SummaryRow::new(format!("Asked on {}", day(one.at)), "")
    });
    let rows: Vec<SummaryRow> = rows.collect();
    Ok(Part {
        says: vec![
            "What you did as part of a decision is kept for a time, because the law asks who decided what: votes, \
             scores, bids, declared interests, and the journal (Procurement Act 2023, section 98; Provider Selection \
             Regime Regulations 2023, regulation 24). In the journal you are a number; with your name gone, nobody can \
             tell who it was."
                .to_owned(),
            "Everything else can be erased. A person looks at it and answers within one month, with the reason for \
             whatever must stay."
                .to_owned(),
        ],
        summary: (!rows.is_empty()).then_some(SummaryList { rows }),
        forms: vec![Form::new(
            "/account/data/ask",
            shell::key(site),
            says,
            Button::primary("Ask for it to be erased").weighing(Weight::Secondary),
        )],
        ..Part::new("rest", "Ask for the rest to be erased")
    })
}
