//! How somebody describes themselves, if they choose to.

use super::{page as own_page, with};
use crate::{
    service::{
        fault::{Fault, FieldError},
        own::described::{self, Answers},
    },
    views::{
        components::{
            banner::Banner,
            control::{Choice, Options},
            field::Field,
            form::Form,
            link::Button,
            text::{Details, Empty},
        },
        pages::sheet::{Part, Sheet},
    },
    web::{html::shell, reply::Reply, request::Request, site::Site},
};

/// Where it is.
pub const PATH: &str = "/account/about-me";
/// What it is called.
pub const TITLE: &str = "What I say of myself";

/// Asks.
///
/// # Errors
/// The database fails, or another key sealed what is kept.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let person = request.session()?.person.id.clone();
    let said = site
        .app
        .reading(request.alliance()?, |desk| described::of(desk, &person))?;
    draw(site, request, &said, &[])
}

/// Keeps it, or takes it back.
///
/// # Errors
/// The database fails.
pub fn save(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let questions = site.app.library.city.questions.keys();
    let said: Answers = questions
        .map(|word| (word.clone(), request.typed(word).unwrap_or_default().to_owned()))
        .collect();
    let person = &request.session()?.person.id;
    match described::choose(&site.app, request.alliance()?, person, said.clone()) {
        Ok(()) => Ok(Reply::go(format!("{PATH}?saved=yes"))),
        Err(Fault::Invalid(errors)) => Ok(draw(site, request, &said, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

fn draw(site: &Site, request: &Request, said: &Answers, errors: &[FieldError]) -> Result<Reply, Fault> {
    let city = &site.app.library.city;
    let mut fields: Vec<Field> = city
        .questions
        .iter()
        .map(|(word, question)| {
            let answer = said.get(word).map_or("", String::as_str);
            let groups = question.groups.iter();
            let nothing = Choice::new("", "I would rather not say", answer.is_empty());
            let choices = groups
                .map(|(value, group)| Choice::new(value, &group.title, answer == value.as_str()))
                .chain([nothing]);
            Field::options(word, &question.asks, Options::one(choices.collect()))
        })
        .collect();
    with(&mut fields, errors);
    let mut page = shell::with_errors(own_page(site, request, TITLE)?, &fields);
    page.banner = request.asked("saved").map(|_| Banner::success("It is saved"));
    let mut part = Part::bare("about-me");
    if fields.is_empty() {
        part.empty = Some(Empty {
            title: "Nothing is asked".to_owned(),
            text: "This alliance compares nobody with anybody.".to_owned(),
            link: None,
        });
    } else {
        part.details = vec![Details {
            summary: "Who sees this?".to_owned(),
            paragraphs: vec![
                "Nobody. It is counted together with what others said, and only the count is shown, and no small number."
                    .to_owned(),
                "It is kept apart from your name, and sealed. The journal does not say that you answered. If you take it \
                 back, or leave, it goes at once."
                    .to_owned(),
            ],
            open: true,
        }];
        part.forms = vec![Form::new(PATH, shell::key(site), fields, Button::primary("Save"))];
    }
    shell::draw(&Sheet {
        says: vec![format!(
            "You need not answer, and nothing depends on it. It helps to see whether those who take part are like those \
             who live in {}, so that others can be asked who are missing.",
            city.name
        )],
        parts: vec![part],
        ..Sheet::new(page, TITLE)
    })
}
