//! What went wrong: what waits for somebody, one of them with the ways to mend it, and what was seen to.

use chrono::{DateTime, Utc};

use super::{PATH, listed, shell};
use crate::{
    domain::words,
    service::{
        fault::{Fault, FieldError},
        mending::ToMend,
        operations::repairs::{self, Repair, Seen},
    },
    views::{
        components::{
            control::{Choice, Options},
            field::{Field, When},
            form::Form,
            link::{Button, Link},
            table::Cell,
            text::Empty,
        },
        pages::asking::Asking,
    },
    web::{
        html::lists::{Choose, Column, List},
        reply::Reply,
        request::Request,
        site::Site,
    },
};

/// A line of the list.
struct Row {
    /// What happened, and where it can be mended while it waits.
    what: String,
    href: Option<String>,
    reason: String,
    about: String,
    since: DateTime<Utc>,
    who: String,
    /// Whether it waits, or when it was seen to.
    state: String,
}

impl Row {
    fn waiting(one: &ToMend) -> Self {
        Self {
            what: one.what.clone(),
            href: Some(format!("{PATH}/incidents/{}", one.incident)),
            reason: one.reason.clone(),
            about: one.about.clone(),
            since: one.since,
            who: one.people.join(", "),
            state: WAITS.to_owned(),
        }
    }

    fn seen_to(one: &Seen) -> Self {
        let at = |at| words::stamp_in(at, words::ZONE);
        let closed = one.closed_at.map_or_else(String::new, at);
        let by = match one.by.is_empty() {
            true => String::new(),
            false => format!(" by {}", one.by),
        };
        Self {
            what: one.what.clone(),
            href: None,
            reason: one.because.clone(),
            about: String::new(),
            since: one.at,
            who: String::new(),
            state: format!("Was seen to on {closed}{by}"),
        }
    }
}

/// How it stands until somebody has seen to it.
const WAITS: &str = "Waits";

/// The list, or the file.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (alliance, caller) = (request.alliance()?, request.caller()?);
    let open = repairs::waiting(&site.app, alliance, &caller)?;
    let closed = repairs::seen_to(&site.app, alliance, &caller)?;
    let rows: Vec<Row> = open
        .iter()
        .map(Row::waiting)
        .chain(closed.iter().map(Row::seen_to))
        .collect();
    let says = match open.is_empty() && !closed.is_empty() {
        true => vec!["Nothing waits for anybody.".to_owned()],
        false => Vec::new(),
    };
    listed(site, request, ("What went wrong", says), &list(), rows)
}

fn list() -> List<'static, Row> {
    List {
        id: "incidents",
        name: "incidents",
        path: format!("{PATH}/incidents"),
        words: ("thing that went wrong", "things that went wrong"),
        columns: vec![
            Column::text("what", "What happened", |row: &Row| row.what.clone()).shown(|row| Cell {
                href: row.href.clone(),
                ..Cell::new(&row.what)
            }),
            Column::text("reason", "Why", |row: &Row| row.reason.clone()),
            Column::text("about", "About", |row: &Row| row.about.clone()),
            Column::when("since", ("Since", "Since (UK time)"), |row: &Row| Some(row.since)),
            Column::text("who", "Who can mend it", |row: &Row| row.who.clone()),
            Column::text("state", "How it stands", |row: &Row| row.state.clone()),
        ],
        choices: vec![Choose {
            name: "stands",
            label: "How it stands",
            any: "Waiting, or seen to",
            options: vec![
                ("waiting".to_owned(), "Waiting".to_owned()),
                ("seen".to_owned(), "Seen to".to_owned()),
            ],
            fits: Box::new(|row, stands| (row.state == WAITS) == (stands == "waiting")),
        }],
        usual: "state",
        empty: Empty {
            title: "Nothing waits for anybody".to_owned(),
            text: "What cannot be sent, or goes wrong otherwise, stands here until somebody has seen to it.".to_owned(),
            link: None,
        },
    }
}

/// One of them.
///
/// # Errors
/// It waits no more.
pub fn one(site: &Site, request: &Request) -> Result<Reply, Fault> {
    show(site, request, &[])
}

/// Mends it.
///
/// # Errors
/// It waits no more, or is not this person's to mend.
pub fn mend(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let typed = |name: &str| request.typed(name).unwrap_or_default();
    let because = typed("because").to_owned();
    let repair = match typed("done") {
        "again" => Some(Repair::SendAgain { todays_words: false }),
        "words" => Some(Repair::SendAgain { todays_words: true }),
        "drop" => Some(Repair::Drop(because)),
        "close" => Some(Repair::Close(because)),
        _ => None,
    };
    let done = match repair {
        Some(repair) => repairs::mend(
            &site.app,
            request.alliance()?,
            &request.caller()?,
            request.param("incident"),
            &repair,
        ),
        None => Err(Fault::field("done", "Choose what is to be done.")),
    };
    match done {
        Ok(()) => Ok(Reply::go(format!("{PATH}/incidents"))),
        Err(Fault::Invalid(errors)) => Ok(show(site, request, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

fn show(site: &Site, request: &Request, errors: &[FieldError]) -> Result<Reply, Fault> {
    let one = repairs::one(
        &site.app,
        request.alliance()?,
        &request.caller()?,
        request.param("incident"),
    )?;
    let mut fields = questions(request, &one);
    for error in errors {
        // What is said of something that is not asked here stands with the first question.
        let at = fields.iter().position(|field| field.name == error.field).unwrap_or(0);
        if let Some(field) = fields.get_mut(at) {
            field.errors.push(error.says.clone());
        }
    }
    let mut page = shell::with_errors(shell::page(site, request, &one.what)?, &fields);
    page.back = Some(Link::new("Back", format!("{PATH}/incidents")));
    let mut says: Vec<String> = [&one.reason, &one.how]
        .into_iter()
        .filter(|text| !text.is_empty())
        .cloned()
        .collect();
    if let Some(letter) = one.letter.as_ref().filter(|letter| !letter.to.is_empty()) {
        says.push(format!(
            "It was for {}, and was tried {}. If the address is wrong, correct it on the person's page first: it then \
             goes to the new one.",
            letter.to,
            words::count(u64::try_from(letter.tries).unwrap_or(0), "time", "times")
        ));
    }
    shell::draw(&Asking {
        page,
        caption: Some(one.about.clone()),
        heading: Some(one.what.clone()),
        says,
        form: Form::new(request.path.clone(), shell::key(site), fields, Button::primary("Do it")),
        links: Vec::new(),
    })
}

fn questions(request: &Request, one: &ToMend) -> Vec<Field> {
    let chosen = request.typed("done").unwrap_or_default();
    let ways: &[(&str, &str)] = match one.letter {
        Some(_) => &[
            ("again", "Send it again, as it was"),
            ("words", "Send it again, with the words of today"),
            ("drop", "Do not send it"),
        ],
        None => &[("close", "Somebody has seen to it")],
    };
    let reasoned = if one.letter.is_some() { "drop" } else { "close" };
    let choices = ways
        .iter()
        .map(|(value, label)| Choice::new(*value, *label, *value == chosen));
    let when = When {
        name: "done".to_owned(),
        values: vec![reasoned.to_owned()],
        says: "Answer this if it is not to be sent, or was seen to.".to_owned(),
    };
    vec![
        Field::options("done", "What is to be done?", Options::one(choices.collect())),
        Field::text(
            "because",
            "What was done, or why not?",
            request.typed("because").unwrap_or_default(),
        )
        .hint("It stays in the journal.")
        .asked_when(when),
    ]
}
