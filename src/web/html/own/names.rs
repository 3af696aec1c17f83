//! How one is named: beside what one says, and where one wrote.

use super::{page as own_page, with};
use crate::{
    service::{
        fault::{Fault, FieldError},
        own::names::{self, AUTHOR, SCREEN, Wished},
    },
    views::{
        components::{banner::Banner, field::Field, form::Form, link::Button},
        pages::sheet::{Part, Sheet},
    },
    web::{html::shell, reply::Reply, request::Request, site::Site},
};

/// Where it is.
pub const PATH: &str = "/account/names";
/// What it is called.
pub const TITLE: &str = "How I am named";

/// Asks.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let person = request.session()?.person.id.clone();
    let wished = site.app.reading(request.alliance()?, |desk| names::of(desk, &person))?;
    draw(site, request, &wished, &[])
}

/// Keeps it.
///
/// # Errors
/// The database fails.
pub fn save(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let typed = |name: &str| request.typed(name).unwrap_or_default().to_owned();
    let wished = Wished {
        screen: typed(SCREEN),
        author: typed(AUTHOR),
    };
    let person = &request.session()?.person.id;
    match names::choose(&site.app, request.alliance()?, person, &wished) {
        Ok(()) => Ok(Reply::go(format!("{PATH}?saved=yes"))),
        Err(Fault::Invalid(errors)) => Ok(draw(site, request, &wished, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

fn draw(site: &Site, request: &Request, wished: &Wished, errors: &[FieldError]) -> Result<Reply, Fault> {
    let mut fields = vec![
        Field::text(SCREEN, "A name beside what you say", &wished.screen)
            .hint(
                "It need not be your own. It stands beside your comments, with your house, for everybody who reads them. \
                 Leave it empty, and your house stands there alone.",
            )
            .optional(),
        Field::text(AUTHOR, "A name where you wrote", &wished.author)
            .hint(
                "It stands among those who wrote a text, on the text itself and on its certificate, which everybody can \
                 read. Leave it empty, and you are not named.",
            )
            .optional(),
    ];
    with(&mut fields, errors);
    let mut page = shell::with_errors(own_page(site, request, TITLE)?, &fields);
    page.banner = request
        .asked("saved")
        .map(|_| Banner::success("How you are named is saved"));
    shell::draw(&Sheet {
        says: vec![
            "Nobody is named here without wishing it: that you take part as an expert by experience says something about \
             you, and is yours to say."
                .to_owned(),
            "You can change it, or take it back, at any time. Papers that are published by then keep what stands in them."
                .to_owned(),
        ],
        parts: vec![Part {
            forms: vec![Form::new(PATH, shell::key(site), fields, Button::primary("Save"))],
            ..Part::bare("names")
        }],
        ..Sheet::new(page, TITLE)
    })
}
