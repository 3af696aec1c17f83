//! Who is at one's side, and taking a break.

use super::{page as own_page, with};
use crate::{
    service::{
        fault::{Fault, FieldError},
        support::{
            beside::{self, PATH},
            breaks,
        },
    },
    views::{
        components::{
            banner::Banner,
            control::{Choice, Options},
            field::Field,
            form::Form,
            link::{Button, Link, Weight},
        },
        pages::sheet::{Part, Sheet},
    },
    web::{
        html::{
            people::{date, day_typed},
            shell,
        },
        reply::Reply,
        request::Request,
        site::Site,
    },
};

const TITLE: &str = "Who is at my side, and breaks";
const SUPPORTER: &str = "supporter";
const NOBODY: &str = "nobody";
const UNTIL: &str = "until";

/// The page.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    draw(site, request, &[])
}

/// Chooses a supporter, or nobody.
///
/// # Errors
/// The database fails.
pub fn choose(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let person = &request.session()?.person.id;
    let whom = request.typed(SUPPORTER).filter(|id| *id != NOBODY && !id.is_empty());
    done(
        site,
        request,
        beside::choose(&site.app, request.alliance()?, person, whom),
        "chosen",
    )
}

/// Begins a break.
///
/// # Errors
/// The database fails.
pub fn pause(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let person = &request.session()?.person.id;
    let begun = match date(&day_typed(request, UNTIL)) {
        Ok(last) => breaks::begin(&site.app, request.alliance()?, person, last),
        Err(()) => Err(Fault::field(
            UNTIL,
            "Enter a day, such as 6 January 2027, or leave it empty.",
        )),
    };
    done(site, request, begun, "break")
}

/// Ends it.
///
/// # Errors
/// The database fails.
pub fn go_on(site: &Site, request: &Request) -> Result<Reply, Fault> {
    breaks::end(&site.app, request.alliance()?, &request.session()?.person.id)?;
    Ok(Reply::go(format!("{PATH}?done=back")))
}

fn done(site: &Site, request: &Request, result: Result<(), Fault>, word: &str) -> Result<Reply, Fault> {
    match result {
        Ok(()) => Ok(Reply::go(format!("{PATH}?done={word}"))),
        Err(Fault::Invalid(errors)) => Ok(draw(site, request, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

fn draw(site: &Site, request: &Request, errors: &[FieldError]) -> Result<Reply, Fault> {
    let person = request.session()?.person.id.clone();
    let (choices, chosen, away) = site.app.reading(request.alliance()?, |desk| {
        Ok::<_, Fault>((
            beside::choices(desk, &person)?,
            beside::of(desk, &person)?,
            breaks::of(desk, &person)?,
        ))
    })?;
    let mut options: Vec<Choice> = choices
        .iter()
        .map(|one| {
            Choice::new(
                &one.id,
                &one.name,
                chosen.as_ref().is_some_and(|known| known.id == one.id),
            )
        })
        .collect();
    options.push(Choice::new(NOBODY, "Nobody by name", chosen.is_none()));
    let mut who = vec![Field::options(SUPPORTER, "Who is at your side?", Options::one(options))];
    let mut until = vec![
        Field::date(
            UNTIL,
            "The last day of your break, if you know it",
            day_typed(request, UNTIL),
        )
        .optional(),
    ];
    with(&mut who, errors);
    with(&mut until, errors);
    let every: Vec<Field> = who.iter().chain(&until).cloned().collect();
    let mut page = shell::with_errors(own_page(site, request, TITLE)?, &every);
    page.banner = request.asked("done").and_then(|word| {
        Some(Banner::success(match word {
            "chosen" => "Your choice is saved",
            "break" => "You have a break",
            "back" => "You are back. What came meanwhile is on its way to you",
            _ => return None,
        }))
    });
    let side = Part {
        says: vec![
            "They can write down for you what you say by phone or at a meeting, sit beside you, and it is they who ring \
             if a letter does not reach you. They get a letter when you choose them. You can choose anew at any time, \
             and need not say why."
                .to_owned(),
        ],
        links: vec![Link::new("Help that is there now", "/support")],
        forms: vec![Form::new(PATH, shell::key(site), who, Button::primary("Save"))],
        ..Part::new("side", "Who is at your side")
    };
    let rest = match &away {
        Some(row) => Part {
            says: vec![format!("You have a break {}.", breaks::says(row)), MEANWHILE.to_owned()],
            forms: vec![
                Form::new("/account/break/end", shell::key(site), Vec::new(), Button::primary("I am back")),
            ],
            ..Part::new("break", "A break")
        },
        None => Part {
            says: vec![
                "You can take a break whenever you wish, and need not say why. What you have earned is paid all the same."
                    .to_owned(),
                MEANWHILE.to_owned(),
            ],
            forms: vec![Form::new(
                "/account/break",
                shell::key(site),
                until,
                Button::primary("Take a break").weighing(Weight::Secondary),
            )],
            ..Part::new("break", "A break")
        },
    };
    shell::draw(&Sheet {
        parts: vec![side, rest],
        ..Sheet::new(page, TITLE)
    })
}

/// What a break means.
const MEANWHILE: &str = "Meanwhile no letter asks or reminds you; they wait until you are back. What you are asked to \
    decide stays open, and gets more time where its rules allow it. You can still do everything here. Letters that keep \
    your account safe come all the same.";
