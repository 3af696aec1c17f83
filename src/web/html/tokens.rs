//! Tokens of one's own: what there are, making one, ending one.

use accord_store::tokens::{Reach, TokenRow};
use chrono::{DateTime, Utc};

use super::{
    lists::{self, Choose, Column, List},
    shell,
};
use crate::{
    domain::words,
    service::{
        access::tokens::{self, LONGEST, NewToken},
        fault::{Fault, FieldError},
    },
    views::{
        components::{
            control::{Choice, Control, Options},
            field::Field,
            form::Form,
            link::{Button, Link, Weight},
            page::Width,
            table::Cell,
            text::Empty,
        },
        pages::tokens::{Shown, Tokens},
    },
    web::{reply::Reply, request::Request, site::Site},
};

const NAME: &str = "name";
const REACH: &str = "reach";
const KIND: &str = "kind";
const RECORD: &str = "record";
const DAYS: &str = "days";
const HERE: &str = "/account/tokens";
/// How a token stands.
const GOOD: &str = "Good";
/// The same of one that ran out or was ended.
const OVER: &str = "Over";

/// What there are, and the form for another.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    if lists::wants_file(request) {
        let rows = tokens::list(&site.app, request.alliance()?, &request.session()?.person.id)?;
        return list(site).file(request, rows.iter().collect());
    }
    show(site, request, None, &[])
}

fn show(site: &Site, request: &Request, made: Option<Shown>, errors: &[FieldError]) -> Result<Reply, Fault> {
    let session = request.session()?;
    let is_on = tokens::is_on(&site.app, request.alliance()?)?;
    let rows = tokens::list(&site.app, request.alliance()?, &session.person.id)?;
    let fields = questions(site, request, errors);
    let mut page = shell::page(site, request, "Tokens for programs")?;
    if !errors.is_empty() {
        page = shell::with_errors(page, &fields);
    }
    page.width = Width::Wide;
    page.trail = vec![Link::new(&session.person.name, "/account")];
    shell::draw(&Tokens {
        page,
        is_on,
        made,
        list: list(site).part(request, rows.iter().collect()),
        form: is_on.then(|| Form::new(HERE, shell::key(site), fields, Button::primary("Make a token"))),
    })
}

fn list<'a>(site: &'a Site) -> List<'a, &'a TokenRow> {
    let now = site.app.wall.now();
    List {
        id: "tokens",
        name: "tokens",
        path: HERE.to_owned(),
        words: ("token", "tokens"),
        columns: vec![
            Column::text("name", "Token", |row: &&TokenRow| row.name.clone()),
            Column::text("may", "What it may", |row: &&TokenRow| may(row)),
            Column::when("used", ("Last used", "Last used (UK time)"), |row: &&TokenRow| {
                row.used_at.map(accord_store::Stamp::utc)
            })
            .shown(|row| {
                let used = row.used_at.map(|at| words::stamp(at.utc()));
                Cell::new(used.unwrap_or_else(|| "not used yet".to_owned()))
            }),
            Column::text("stands", "How it stands", move |row: &&TokenRow| {
                stands(row, now).to_owned()
            }),
            Column::when(
                "ends",
                ("Ends, or ended", "Ends, or ended (UK time)"),
                |row: &&TokenRow| Some(row.ended_at.unwrap_or(row.ends_at).utc()),
            ),
            Column::buttons("change", "Change", move |row: &&TokenRow| end_button(site, row, now)),
        ],
        choices: vec![Choose {
            name: "is",
            label: "How it stands",
            any: "Good or ended",
            options: [GOOD, OVER].map(|word| (word.to_lowercase(), word.to_owned())).into(),
            fits: Box::new(move |row, word| stands(row, now).to_lowercase() == word),
        }],
        usual: "stands",
        empty: Empty {
            title: "You have made none".to_owned(),
            text: "A program shows a token to do what you let it do.".to_owned(),
            link: None,
        },
    }
}

fn may(row: &TokenRow) -> String {
    let may = match row.reach {
        Reach::Read => "Read",
        Reach::Draft => "Read and begin to fill in",
        Reach::Act => "Read, fill in and do",
    };
    match (&row.kind, &row.subject_id) {
        (Some(kind), _) => format!("{may}, records of the kind {} only", kind.replace('_', " ")),
        (None, Some(_)) => format!("{may}, one record only"),
        (None, None) => may.to_owned(),
    }
}

fn stands(row: &TokenRow, now: DateTime<Utc>) -> &'static str {
    match row.ended_at.is_none() && row.ends_at.utc() > now {
        true => GOOD,
        false => OVER,
    }
}

fn end_button(site: &Site, row: &TokenRow, now: DateTime<Utc>) -> Cell {
    if stands(row, now) == OVER {
        return Cell::default();
    }
    let button = Button::primary(format!("End {}", row.name)).weighing(Weight::Secondary);
    let action = format!("{HERE}/{}/end", row.id);
    Cell::buttons(vec![Form::new(action, shell::key(site), Vec::new(), button)])
}

fn questions(site: &Site, request: &Request, errors: &[FieldError]) -> Vec<Field> {
    let typed = |name: &str| request.typed(name).unwrap_or_default();
    let reach = |word: &str, label: &str| Choice::new(word, label, typed(REACH) == word);
    let subjects = &site.app.library.catalogue.subjects;
    let mut kinds = vec![Choice::new("", "Every kind", typed(KIND).is_empty())];
    kinds.extend(
        subjects
            .iter()
            .map(|(kind, one)| Choice::new(kind, &one.title, typed(KIND) == kind)),
    );
    let days = |days: &str, label: &str| Choice::new(days, label, typed(DAYS) == days);
    let mut fields = vec![
        Field::text(NAME, "What is it for?", typed(NAME)).hint("So that you know it again, such as “Our spreadsheet”."),
        Field::options(
            REACH,
            "What may it do?",
            Options::one(vec![
                reach("read", "Read what I may read"),
                reach("draft", "Also begin to fill in, for me to send"),
                reach("act", "Also do what I may do"),
            ]),
        ),
        Field::new(KIND, "Only records of one kind?", Control::Select(Options::one(kinds))).optional(),
        Field::text(RECORD, "Only one record?", typed(RECORD))
            .hint("Its reference. What stands below it comes with it.")
            .optional(),
        Field::options(
            DAYS,
            "How long is it good for?",
            Options::one(vec![days("7", "A week"), days("90", "90 days"), days("365", "A year")]),
        ),
    ];
    for field in &mut fields {
        let own = errors.iter().filter(|one| one.field == field.id);
        field.errors.extend(own.map(|one| one.says.clone()));
    }
    fields
}

/// Makes one, and shows it once.
///
/// # Errors
/// The alliance lets no programs in.
pub fn make(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let session = request.session()?;
    if let Some(reply) = shell::stale(site, session, HERE) {
        return Ok(reply);
    }
    let typed = |name: &str| request.typed(name).map(str::trim).filter(|text| !text.is_empty());
    let Some(reach) = typed(REACH).and_then(|word| word.parse().ok()) else {
        let errors = Fault::field(REACH, "Select what it may do.");
        return refused(site, request, errors);
    };
    let new = NewToken {
        name: typed(NAME).unwrap_or_default().to_owned(),
        reach,
        kind: typed(KIND).map(str::to_owned),
        record: typed(RECORD).map(str::to_owned),
        days: typed(DAYS).and_then(|days| days.parse().ok()).unwrap_or(LONGEST + 1),
    };
    match tokens::make(&site.app, session, new) {
        Ok((secret, row)) => {
            let made = Shown {
                name: row.name,
                secret,
                example: format!("curl -H 'Authorization: Bearer TOKEN' {}/api/v1/me", site.origin.text()),
            };
            // What was typed is done with.
            let fresh = Request {
                session: Some(session.clone()),
                path: request.path.clone(),
                ..Request::default()
            };
            show(site, &fresh, Some(made), &[])
        }
        Err(fault) => refused(site, request, fault),
    }
}

fn refused(site: &Site, request: &Request, fault: Fault) -> Result<Reply, Fault> {
    match fault {
        Fault::Invalid(errors) => Ok(show(site, request, None, &errors)?.with_status(422)),
        other => Err(other),
    }
}

/// Ends one.
///
/// # Errors
/// It is not one of their own that is still good.
pub fn end(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let person = &request.session()?.person.id;
    match tokens::end(&site.app, request.alliance()?, person, request.param("id"))? {
        true => Ok(Reply::go(HERE)),
        false => Err(Fault::NotFound("page")),
    }
}
