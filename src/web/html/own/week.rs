//! The most that one wishes to be paid in one week, and what that is for.

use super::{page as own_page, payments::TITLE as PAYMENTS, with};
use crate::{
    domain::words,
    service::{
        fault::{Fault, FieldError},
        payments::{account::PATH as ABOVE, weekly},
    },
    views::{
        components::{
            control::{Control, Input},
            field::Field,
            form::Form,
            link::{Button, Link},
            summary::{SummaryList, SummaryRow},
        },
        pages::sheet::{Part, Sheet},
    },
    web::{html::shell, reply::Reply, request::Request, site::Site},
};

const PATH: &str = "/account/payments/week";
const TITLE: &str = "What is the most that you wish to be paid in one week?";
const CAP: &str = "weekly_cap";

/// What is chosen, on the page of one's payments.
pub(super) fn part(cap: Option<i64>) -> Part {
    let says = cap.map_or_else(|| "No limit".to_owned(), words::money);
    Part {
        summary: Some(SummaryList {
            rows: vec![
                SummaryRow::new("The most in one week", says).change("the most that you are paid in one week", PATH),
            ],
        }),
        ..Part::new("week", "How much in one week")
    }
}

/// What somebody has chosen for whom one acts, because they have asked for that.
pub(super) fn of_another(name: &str, cap: Option<i64>) -> Part {
    let says = cap.map_or_else(|| "No limit".to_owned(), words::money);
    Part {
        says: vec![
            "You act for them, as they asked, so that you can help them with it. They change it themselves.".to_owned(),
        ],
        summary: Some(SummaryList {
            rows: vec![SummaryRow::new("The most that they wish in one week", says)],
        }),
        ..Part::new("their-week", format!("How much in one week for {name}"))
    }
}

/// Asks for it.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let person = request.session()?.person.id.clone();
    let cap = site
        .app
        .reading(request.alliance()?, |desk| weekly::of(desk, &person))?;
    let now = cap.map_or_else(String::new, |pence| {
        words::decimal(pence).trim_end_matches(".00").to_owned()
    });
    draw(site, request, &now, &[])
}

/// Keeps it.
///
/// # Errors
/// The database fails.
pub fn save(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let typed = request.typed(CAP).unwrap_or_default();
    let person = &request.session()?.person.id;
    let done = weekly::typed(typed).and_then(|cap| weekly::choose(&site.app, request.alliance()?, person, cap));
    match done {
        Ok(()) => Ok(Reply::go(format!("{ABOVE}?week=yes"))),
        Err(Fault::Invalid(errors)) => Ok(draw(site, request, typed, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

fn draw(site: &Site, request: &Request, typed: &str, errors: &[FieldError]) -> Result<Reply, Fault> {
    let mut fields = vec![
        Field::new(CAP, "The most in one week", Control::Line(Input::money(typed)))
            .hint("Leave it empty if you wish no limit.")
            .optional(),
    ];
    with(&mut fields, errors);
    let mut page = shell::with_errors(own_page(site, request, TITLE)?, &fields);
    page.trail.push(Link::new(PAYMENTS, ABOVE));
    shell::draw(&Sheet {
        says: site.app.library.payments.weekly.clone(),
        parts: vec![Part {
            forms: vec![Form::new(PATH, shell::key(site), fields, Button::primary("Save"))],
            ..Part::bare("cap")
        }],
        ..Sheet::new(page, TITLE)
    })
}
