//! An account that somebody gives by phone or on paper: written down here by one person, typed again by a second.

use crate::{
    domain::words,
    service::{
        fault::{Fault, FieldError},
        payments::written::{self, PLACE, WAY, WHOSE, Waiting},
    },
    views::{
        components::{
            banner::Banner,
            control::{Choice, Control, Input, Options},
            field::Field,
            form::Form,
            link::{Button, Link, Weight},
            summary::{SummaryList, SummaryRow},
            text::{Empty, Inset},
        },
        pages::sheet::{Part, Point, Sheet},
    },
    web::{
        html::{own, shell},
        reply::Reply,
        request::Request,
        site::Site,
    },
};

/// What it is called.
pub(super) const TITLE: &str = "Accounts that people give by phone or on paper";
const NAME: &str = "name";
const SORT_CODE: &str = "sort_code";
const NUMBER: &str = "number";
const DEED: &str = "deed";
const DECLINE: &str = "decline";

/// Those that wait, and the form for another.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    draw(site, request, &[])
}

/// Writes one down.
///
/// # Errors
/// The database fails.
pub fn write(site: &Site, request: &Request) -> Result<Reply, Fault> {
    if let Some(reply) = shell::stale(site, request.session()?, PLACE) {
        return Ok(reply);
    }
    let typed = |name: &str| request.typed(name).unwrap_or_default();
    let about = (typed(WHOSE), typed(WAY));
    let caller = request.caller()?;
    match written::write(&site.app, request.alliance()?, &caller, about, account(request)) {
        Ok(()) => Ok(Reply::go(format!("{PLACE}?new=yes"))),
        Err(Fault::Invalid(errors)) => Ok(draw(site, request, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

/// One that waits, to be typed again or declined.
///
/// # Errors
/// It waits no more.
pub fn one(site: &Site, request: &Request) -> Result<Reply, Fault> {
    again(site, request, &[])
}

/// Types it again, or declines it.
///
/// # Errors
/// It waits no more.
pub fn settle(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let id = request.param("account");
    if let Some(reply) = shell::stale(site, request.session()?, &href(id)) {
        return Ok(reply);
    }
    let (alliance, caller) = (request.alliance()?, request.caller()?);
    let (done, word) = match request.typed(DEED) {
        Some(DECLINE) => (written::decline(&site.app, alliance, &caller, id), "declined"),
        _ => (
            written::confirm(&site.app, alliance, &caller, id, account(request)),
            "confirmed",
        ),
    };
    match done {
        Ok(()) => Ok(Reply::go(format!("{PLACE}?{word}=yes"))),
        Err(Fault::Invalid(errors)) => Ok(again(site, request, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

fn href(id: &str) -> String {
    format!("{PLACE}/{id}")
}

fn account(request: &Request) -> written::Typed<'_> {
    let typed = |name: &str| request.typed(name).unwrap_or_default();
    (typed(NAME), typed(SORT_CODE), typed(NUMBER))
}

/// What is asked of an account. It is never filled in: a page that is left open shows nobody's number.
fn questions() -> Vec<Field> {
    let digits = || Control::Line(Input::number(""));
    vec![
        Field::text(NAME, "Name on the account", "").hint("As their bank writes it."),
        Field::new(SORT_CODE, "Sort code", digits()).hint("Six digits, such as 20-00-00."),
        Field::new(NUMBER, "Account number", digits()).hint("Eight digits."),
    ]
}

fn draw(site: &Site, request: &Request, errors: &[FieldError]) -> Result<Reply, Fault> {
    let caller = request.caller()?;
    let (waiting, people) = site.app.reading(request.alliance()?, |desk| {
        Ok::<_, Fault>((written::waiting(desk, &caller)?, written::choices(desk, &caller)?))
    })?;
    let typed = |name: &str| request.typed(name).unwrap_or_default();
    let ways = site.app.library.put_right.ways.iter();
    let ways = ways.map(|(word, way)| Choice::new(word, &way.title, typed(WAY) == word));
    let mut whose = vec![Choice::new("", "Choose one", typed(WHOSE).is_empty())];
    whose.extend(
        people
            .iter()
            .map(|(id, name)| Choice::new(id, name, typed(WHOSE) == id)),
    );
    let mut fields = vec![
        Field::new(WHOSE, "Whose account is it?", Control::Select(Options::one(whose))),
        Field::options(WAY, "How did they tell you?", Options::one(ways.collect())),
    ];
    fields.extend(questions());
    own::with(&mut fields, errors);
    let mut page = shell::with_errors(shell::page(site, request, TITLE)?, &fields);
    page.trail = vec![Link::new("Put right", "/put-right")];
    page.banner = [
        (
            "new",
            "It is written down. It counts once a second person has typed the same",
        ),
        (
            "confirmed",
            "Both typed the same: they are paid into this account from now on",
        ),
        ("declined", "It is not used, and nothing of it is kept"),
    ]
    .into_iter()
    .find_map(|(word, says)| request.asked(word).map(|_| Banner::success(says)));
    shell::draw(&Sheet {
        says: vec![
            "For people who do not give it here themselves. One person writes it down; a second asks them again, and types \
             it without seeing what the first typed. Only if both are the same does it count. They get a letter both times."
                .to_owned(),
        ],
        parts: vec![
            Part {
                points: waiting.iter().map(line).collect(),
                empty: waiting.is_empty().then(|| Empty {
                    title: "Nothing waits".to_owned(),
                    text: "What is written down waits here for a second person.".to_owned(),
                    link: None,
                }),
                ..Part::new("waiting", "Waiting to be typed again")
            },
            Part {
                says: vec!["Read it back to them digit by digit before you send it.".to_owned()],
                forms: vec![Form::new(PLACE, shell::key(site), fields, Button::primary("Write it down"))],
                ..Part::new("write", "Write one down")
            },
        ],
        ..Sheet::new(page, TITLE)
    })
}

fn line(one: &Waiting) -> Point {
    Point {
        link: Some(Link::new(format!("The account of {}", one.whose), href(&one.id))),
        text: format!(
            "{}. Written down by {}, {}",
            one.way,
            one.by,
            words::stamp_in(one.at, words::ZONE)
        ),
    }
}

fn again(site: &Site, request: &Request, errors: &[FieldError]) -> Result<Reply, Fault> {
    let (caller, id) = (request.caller()?, request.param("account"));
    let all = site
        .app
        .reading(request.alliance()?, |desk| written::waiting(desk, &caller))?;
    let one = all
        .into_iter()
        .find(|one| one.id == id)
        .ok_or(Fault::NotFound("page"))?;
    let title = format!("The account of {}", one.whose);
    let mut fields = questions();
    own::with(&mut fields, errors);
    let mut page = shell::with_errors(shell::page(site, request, &title)?, &fields);
    page.trail = vec![Link::new("Put right", "/put-right"), Link::new(TITLE, PLACE)];
    let facts = SummaryList {
        rows: vec![
            SummaryRow::new("How it came", &one.way),
            SummaryRow::new(
                "Written down by",
                format!("{}, {}", one.by, words::stamp_in(one.at, words::ZONE)),
            ),
        ],
    };
    let decline = Form::new(
        href(id),
        shell::key(site),
        Vec::new(),
        Button::secondary("It is wrong: do not use it", DEED, DECLINE).weighing(Weight::Warning),
    );
    let type_again = match &one.because {
        Some(because) => Part {
            inset: Some(Inset {
                warning: false,
                paragraphs: vec![because.clone()],
                link: None,
            }),
            ..Part::bare("cannot")
        },
        None => Part {
            says: vec![format!(
                "Ask {} again, on a number that you know, and type what they say.",
                one.whose
            )],
            forms: vec![Form::new(
                href(id),
                shell::key(site),
                fields,
                Button::primary("It is the same: use it"),
            )],
            ..Part::new("again", "Type it again")
        },
    };
    shell::draw(&Sheet {
        parts: vec![
            Part {
                summary: Some(facts),
                ..Part::bare("facts")
            },
            type_again,
            Part {
                forms: vec![decline],
                ..Part::new("decline", "If it is wrong")
            },
        ],
        ..Sheet::new(page, title)
    })
}
