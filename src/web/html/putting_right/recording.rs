//! The first of two people: whom it is for, what they could do, what they said, how it came.

use accord_engine::refusal::Standing;
use accord_store::subjects::SubjectRow;
use serde_json::{Map, Value as Json};

use super::{cannot, how, how_form};
use crate::{
    domain::words,
    service::{
        drafts,
        fault::{Fault, FieldError},
        forms::Choices,
        places::Place,
        putting_right::{
            offering::{self, Could, Instead},
            proposing,
        },
    },
    views::{
        components::{
            form::Form,
            link::{Button, Link},
            summary::SummaryList,
        },
        pages::{
            check::Check,
            listing::{Line, Listing, Part},
        },
    },
    web::{
        html::{cannot as standing, check, fields, home::record_href, shell, task},
        problem,
        reply::Reply,
        request::Request,
        site::Site,
    },
};

fn hub(kind: &str, id: &str) -> String {
    format!("/{kind}/{id}/put-right")
}

fn list(
    page: crate::views::components::page::Page,
    heading: String,
    says: Vec<String>,
    parts: Vec<Part>,
) -> Result<Reply, Fault> {
    shell::draw(&Listing {
        page,
        heading,
        says,
        links: Vec::new(),
        parts,
        forms: Vec::new(),
    })
}

/// Whom it is for.
///
/// # Errors
/// It is not theirs to put right.
pub fn whom(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let instance = request.param("id");
    let found = match offering::whom(&site.app, request.alliance()?, &request.caller()?, instance) {
        Ok(found) => found,
        Err(refused @ Fault::Refused(_)) => return cannot(site, request, refused, Link::new("Home", "/")),
        Err(other) => return Err(other),
    };
    let record = &found.seen.record;
    let title = "Who said it?";
    let mut page = shell::page(site, request, title)?;
    page.back = Some(Link::new("Back", hub(&record.kind, &record.id)));
    let line = |(id, name): (&String, &String)| Line {
        link: Some(Link::new(name, format!("/task/{instance}/for/{id}"))),
        text: String::new(),
        form: None,
    };
    let part = Part {
        title: None,
        empty: "There is nothing that two people could record for anybody here now.".to_owned(),
        lines: found.people.iter().map(line).collect(),
    };
    let says = vec![
        format!("It is about: {}.", record.title),
        "These are the people for whom something can be recorded today.".to_owned(),
    ];
    let parts = std::iter::once(part).chain(elsewhere(site, record, &found.instead));
    list(page, title.to_owned(), says, parts.collect())
}

/// What is written down for others in a place of its own: who may, and the way there for whoever may.
fn elsewhere(site: &Site, record: &SubjectRow, all: &[Instead]) -> Option<Part> {
    let line = |one: &Instead| {
        let form = site.app.library.work_form(&record.kind, &one.permit);
        let here = record_href(&record.kind, &record.id);
        let says = one.says.trim_end_matches('.');
        let part = form.and_then(|form| form.about.first());
        let href = match part {
            Some(_) => format!("{here}/text"),
            None => format!("{here}/work/{}", one.permit),
        };
        Line {
            link: one.is_mine.then(|| Link::new(says, href)),
            text: match one.is_mine {
                true => "It needs no second person.".to_owned(),
                false => format!("{says}: {} can, without a second person.", words::list_or(&one.who)),
            },
            form: None,
        }
    };
    (!all.is_empty()).then(|| Part {
        title: Some("What is written down for somebody in another place".to_owned()),
        empty: String::new(),
        lines: all.iter().map(line).collect(),
    })
}

/// What they could do now.
///
/// # Errors
/// It is not theirs to put right.
pub fn theirs(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (instance, person) = (request.param("id"), request.param("person"));
    let found = match offering::theirs(&site.app, request.alliance()?, &request.caller()?, instance, person) {
        Ok(found) => found,
        Err(refused @ Fault::Refused(_)) => {
            return cannot(
                site,
                request,
                refused,
                Link::new("Back", format!("/task/{instance}/for")),
            );
        }
        Err(other) => return Err(other),
    };
    let record = &found.seen.record;
    let title = format!("What did {} say?", found.name);
    let mut page = shell::page(site, request, &title)?;
    page.back = Some(Link::new("Back", format!("/task/{instance}/for")));
    let words = |one: &Could| match &one.ask {
        Some(ask) => format!("{ask} {}", one.offer.title),
        None => one.offer.title.clone(),
    };
    let (can, not): (Vec<&Could>, Vec<&Could>) = found.could.iter().partition(|one| one.can_be_recorded());
    let line = |one: &&Could| Line {
        link: Some(Link::new(
            words(one),
            format!("/task/{instance}/for/{person}/{}", Place::of(&one.offer).path()),
        )),
        text: String::new(),
        form: None,
    };
    let held = |one: &&Could| {
        let mut why = one.because.clone();
        match &one.offer.standing {
            Standing::Blocked(reasons) => why.extend(reasons.iter().map(|one| one.because.clone())),
            Standing::Closed(_) => why.push("The time for this has ended. Nothing is dated back.".to_owned()),
            Standing::Ready | Standing::NotYours(_) | Standing::Waiting { .. } => {}
        }
        Line {
            link: None,
            text: format!("{}: {}", words(one).trim_end_matches('.'), why.join(" ")),
            form: None,
        }
    };
    let mut parts = vec![Part {
        title: Some(format!("What {} could do now", found.name)),
        empty: "There is nothing that two people could record for them here now.".to_owned(),
        lines: can.iter().map(line).collect(),
    }];
    parts.extend(elsewhere(site, record, &found.instead));
    if !found.work.is_empty() {
        let line = |says: &String| Line {
            link: None,
            text: says.clone(),
            form: None,
        };
        parts.push(Part {
            title: Some(format!("What {} does here themselves, and nobody records", found.name)),
            empty: String::new(),
            lines: found.work.iter().map(line).collect(),
        });
    }
    if !not.is_empty() {
        parts.push(Part {
            title: Some("What cannot be recorded, and why".to_owned()),
            empty: String::new(),
            lines: not.iter().map(held).collect(),
        });
    }
    let says = vec![
        format!("It is about: {}.", record.title),
        "It is judged like any other act on the day on which a second person confirms it. A time that has ended stays \
         ended, whenever it was said."
            .to_owned(),
    ];
    list(page, title, says, parts)
}

/// The answers, how it came, and the button.
///
/// # Errors
/// It is not offered to them.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (sheet, place) = task::sheet(site, request)?;
    if let Some(reply) = standing::not_ready(site, request, &sheet)? {
        return Ok(reply);
    }
    show(site, request, &sheet, &place, &Map::new(), &[])
}

fn show(
    site: &Site,
    request: &Request,
    sheet: &drafts::Sheet,
    place: &Place,
    typed: &Map<String, Json>,
    errors: &[FieldError],
) -> Result<Reply, Fault> {
    let here = task::here(request, place);
    let (rows, unfit) = check::answered(sheet, &sheet.answers()?, &here)?;
    let form = how_form(site)?;
    let known = |id: &str| form.fields.iter().any(|field| field.id == id);
    let mut questions = Vec::new();
    for field in &form.fields {
        let own: Vec<String> = errors
            .iter()
            .filter(|one| one.field == field.id)
            .map(|one| one.says.clone())
            .collect();
        questions.push(fields::question(field, typed.get(&field.id), &Choices::default(), &own));
    }
    let title = "Check what they said";
    let mut page = shell::with_errors(shell::page(site, request, title)?, &questions);
    page.back = Some(Link::new(
        "Back",
        format!("/task/{}/for/{}", request.param("id"), request.param("person")),
    ));
    let mut says: Vec<String> = sheet.ask.clone().into_iter().collect();
    says.push(sheet.offer.title.clone());
    says.extend(unfit.into_iter().map(|(_, says)| says));
    says.extend(
        errors
            .iter()
            .filter(|one| !known(&one.field))
            .map(|one| one.says.clone()),
    );
    says.dedup();
    let key = sheet
        .draft
        .as_ref()
        .map_or_else(|| shell::key(site), |one| one.id.clone());
    shell::draw(&Check {
        page,
        caption: sheet.seen.record.title.clone(),
        heading: title.to_owned(),
        says,
        about: None,
        answers: (!rows.is_empty()).then_some(SummaryList { rows }),
        then: vec![
            "A second person sees all of this and confirms it, or does not. Until then nothing happens.".to_owned(),
            "Whoever said it gets a letter with what was recorded, and how to object.".to_owned(),
        ],
        form: Form::new(
            format!("{here}/check"),
            key,
            questions,
            Button::primary("Write it down"),
        ),
    })
}

/// Writes it down.
///
/// # Errors
/// The database fails.
pub fn send(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (alliance, caller) = (request.alliance()?, request.caller()?);
    let stamp = task::stamp(request);
    // A second press comes after the first has written it down.
    if let Ok(row) = drafts::of(&site.app, &caller.person, &stamp.key)
        && row.sent_at.is_some()
    {
        return Ok(Reply::go(format!("/put-right/{}", row.id)));
    }
    let (sheet, place) = task::sheet(site, request)?;
    let (instance, person) = (request.param("id"), request.param("person"));
    let kept = task::kept(request, &place);
    let draft = drafts::keep(&site.app, alliance, &caller, instance, &kept, stamp, Map::new())?;
    let form = how_form(site)?;
    let all: Vec<_> = form.fields.iter().collect();
    let typed = fields::typed(&all, &request.form);
    let sheet = drafts::Sheet {
        draft: Some(draft.clone()),
        ..sheet
    };
    match proposing::propose(
        &site.app,
        alliance,
        &caller,
        (instance, person),
        &place,
        how(&typed),
        &draft,
    ) {
        Ok(id) => Ok(Reply::go(format!("/put-right/{id}"))),
        Err(Fault::Invalid(errors)) => Ok(show(site, request, &sheet, &place, &typed, &errors)?.with_status(422)),
        Err(Fault::Refused(refusal)) => {
            let reasons = refusal.reasons.into_iter().map(problem::reason).collect();
            standing::page(
                site,
                request,
                &sheet,
                "This cannot be recorded now",
                Vec::new(),
                reasons,
            )
        }
        Err(other) => Err(other),
    }
}
