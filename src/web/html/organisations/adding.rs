//! Adding one organisation, without a file.

use super::{PATH, href, shell};
use crate::{
    service::{
        fault::{Fault, FieldError},
        organisations::{
            self,
            import::alone::{self, Newcomer},
        },
    },
    views::{
        components::{
            control::{Choice, Control, Input, LongText, Options},
            field::Field,
            form::Form,
            link::{Button, Link},
        },
        pages::asking::Asking,
    },
    web::{html::people::with_errors, reply::Reply, request::Request, site::Site},
};

/// Where it is asked.
pub(super) const HERE: &str = "/organisations/new";
const TITLE: &str = "Add an organisation";
const AREAS: &str = "areas";
const BECAUSE: &str = "because";

/// Asks what is to be added.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    show(site, request, &Newcomer::default(), &[])
}

/// Adds it, and leads to its page.
///
/// # Errors
/// The database fails.
pub fn add(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let typed = |name: &str| request.typed(name).unwrap_or_default().to_owned();
    let areas = request.form.iter().filter(|(name, _)| name == AREAS);
    let new = Newcomer {
        name: typed("name"),
        kind: typed("kind"),
        email: typed("email"),
        telephone: typed("telephone"),
        areas: areas.map(|(_, value)| value.clone()).collect(),
    };
    let because = typed(BECAUSE);
    match alone::add_one(&site.app, request.alliance()?, &request.caller()?, &new, &because) {
        Ok(id) => Ok(Reply::go(href(&id))),
        Err(Fault::Invalid(errors)) => Ok(show(site, request, &new, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

fn show(site: &Site, request: &Request, typed: &Newcomer, errors: &[FieldError]) -> Result<Reply, Fault> {
    let areas = site.app.reading(request.alliance()?, organisations::areas)?;
    let kinds = alone::kinds(&site.app).into_iter();
    let kinds = kinds.map(|(word, label)| {
        let chosen = word == typed.kind;
        Choice::new(word, label, chosen)
    });
    let areas = areas.into_iter().map(|(id, name)| {
        let chosen = typed.areas.contains(&id);
        Choice::new(id, name, chosen)
    });
    let because = request.typed(BECAUSE).unwrap_or_default();
    let fields = vec![
        Field::text("name", "Its name", &typed.name),
        Field::options("kind", "What is it?", Options::one(kinds.collect())),
        Field::new("email", "Email address", Control::Line(Input::email(&typed.email)))
            .hint("Letters to the organisation go there. Later its own people change it, and nobody else.")
            .optional(),
        Field::text("telephone", "Telephone", &typed.telephone).optional(),
        Field::options(AREAS, "Where does it work?", Options::several(areas.collect())).optional(),
        Field::new(
            BECAUSE,
            "Why is it added?",
            Control::LongText(LongText::new(because, None)),
        ),
    ];
    let fields = with_errors(fields, errors);
    let mut page = shell::with_errors(shell::page(site, request, TITLE)?, &fields);
    page.trail = vec![Link::new("Organisations", PATH)];
    shell::draw(&Asking {
        page,
        caption: None,
        heading: Some(TITLE.to_owned()),
        says: vec![
            "It stands in the register at once. The rest its own people say on its page: add them under People, and \
             invite them."
                .to_owned(),
        ],
        form: Form::new(HERE, shell::key(site), fields, Button::primary("Add it")),
        links: vec![Link::new("Add several from a file", "/organisations/import")],
    })
}
