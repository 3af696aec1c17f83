//! Access needs and preferred formats.

use super::{all, page, with};
use crate::{
    domain::needs::COMMON,
    service::{
        fault::{Fault, FieldError},
        own::needs::{self, Needs},
    },
    views::{
        components::{
            banner::Banner,
            control::{Choice, Options},
            field::Field,
            form::Form,
            link::Button,
            text::Details,
        },
        pages::sheet::{Part, Sheet},
    },
    web::{html::shell, reply::Reply, request::Request, site::Site},
};

const PATH: &str = "/account/access";
const TITLE: &str = "Access needs and preferred formats";
const CHOSEN: &str = "chosen";
const SAYS: &str = "says";

/// What somebody needs.
///
/// # Errors
/// The database fails.
pub fn show(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let session = request.session()?;
    let said = needs::of(&site.app, request.alliance()?, &session.person.id)?;
    draw(site, request, &said, &[])
}

/// Keeps it.
///
/// # Errors
/// The database fails.
pub fn save(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let session = request.session()?;
    let said = Needs {
        chosen: all(request, CHOSEN),
        says: request.typed(SAYS).unwrap_or_default().to_owned(),
    };
    match needs::change(&site.app, request.alliance()?, &session.person.id, said.clone()) {
        Ok(()) => Ok(Reply::go(format!("{PATH}?saved=yes"))),
        Err(Fault::Invalid(errors)) => Ok(draw(site, request, &said, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

fn draw(site: &Site, request: &Request, said: &Needs, errors: &[FieldError]) -> Result<Reply, Fault> {
    let common = COMMON.map(|(word, title)| Choice::new(word, title, said.chosen.iter().any(|one| one == word)));
    let mut fields = vec![
        Field::options(CHOSEN, "What helps you to take part", Options::several(common.into())).optional(),
        Field::long_text(SAYS, "Anything else, in your own words", &said.says, None)
            .hint("Which language; what to do and what to avoid. Leave out diagnoses: nobody needs them.")
            .optional(),
    ];
    with(&mut fields, errors);
    let mut page = shell::with_errors(page(site, request, TITLE)?, &fields);
    if request.asked("saved").is_some() {
        page.banner = Some(Banner::success("What you need is saved"));
    }
    let sheet = Sheet {
        says: vec![
            "Say once what you need, and you need not say it again. You can change it or take it back at any time."
                .to_owned(),
        ],
        parts: vec![Part {
            details: vec![Details {
                summary: "Who sees this?".to_owned(),
                paragraphs: vec![
                    "People who arrange meetings and support (contract managers and supporters) see it beside your \
                     name, on the procurements and meetings in which you take part."
                        .to_owned(),
                    "Nobody else does: not bidders, not evaluators, not the public. The journal says that you changed \
                     it, not what it says."
                        .to_owned(),
                ],
                open: true,
            }],
            forms: vec![Form::new(PATH, shell::key(site), fields, Button::primary("Save"))],
            ..Part::bare("needs")
        }],
        ..Sheet::new(page, TITLE)
    };
    shell::draw(&sheet)
}
