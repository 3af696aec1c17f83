//! A decision: its question, and the answers that one can give.

use accord_engine::refusal::{Offer, Standing};

use super::{
    home::{record_href, task_href},
    shell,
};
use crate::{
    domain::words,
    service::{
        fault::{Fault, FieldError},
        places::{Place, Verb},
        record, spoken,
        voting::{self, Before},
    },
    views::{
        components::{
            control::{Choice, Options},
            field::Field,
            form::Form,
            link::{Button, Link},
            page::Page,
        },
        pages::{message::Message, sheet::Point, voting::Voting},
    },
    web::{problem, reply::Reply, request::Request, site::Site},
};

const OPTION: &str = "option";

/// Asks.
///
/// # Errors
/// There is no such decision open here.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    show(site, request, &[])
}

fn show(site: &Site, request: &Request, errors: &[FieldError]) -> Result<Reply, Fault> {
    let (record, offers) = offers(site, request)?;
    let (instance, state) = (request.param("id"), request.param("state"));
    let before = voting::before(&site.app, request.alliance()?, &request.caller()?, instance, state)?;
    let row = &record.seen.record;
    let here = record_href(&row.kind, &row.id);
    let back = Link::new("Back", here.as_str());
    let ready: Vec<&Offer> = offers
        .iter()
        .filter(|one| matches!(one.standing, Standing::Ready))
        .collect();
    if ready.is_empty() {
        return cannot(site, request, &offers, before.ask, back);
    }
    let mut field = Field::options(OPTION, "Your answer", answers(&before, &ready));
    for error in errors {
        field = field.error(&error.says);
    }
    let fields = vec![field.hint("You can change your answer until answers are counted.")];
    let mut page = shell::with_errors(shell::page(site, request, &before.ask)?, &fields);
    page.back = Some(back);
    let help = help(&page, &before, instance);
    let action = format!("/task/{instance}/vote/{state}");
    let mut read: Vec<Link> = Vec::new();
    let mut know = Vec::new();
    for one in &before.to_read {
        match &one.at {
            Some(at) => read.push(Link::new(&one.words, format!("{here}{at}"))),
            None => know.push(one.words.clone()),
        }
    }
    read.push(Link::new("See where it stands, its dates and its documents", here));
    shell::draw(&Voting {
        page,
        caption: row.title.clone(),
        heading: before.ask.clone(),
        says: says(site, &before),
        read,
        know,
        form: Form::new(action, shell::key(site), fields, Button::primary("Continue")),
        help,
    })
}

/// The answers that can be given now: the usual ones, and the others under a line of their own.
fn answers(before: &Before, ready: &[&Offer]) -> Options {
    let choice = |offer: &&&Offer| {
        let known = before.options.get(&offer.event);
        let chosen = before.chosen.as_ref() == Some(&offer.event);
        Choice {
            hint: known.and_then(|answer| answer.says.clone()),
            ..Choice::new(&offer.event, &offer.title, chosen)
        }
    };
    let is_other = |offer: &&&Offer| before.options.get(&offer.event).is_some_and(|answer| answer.other);
    let usual = ready
        .iter()
        .filter(|offer| !is_other(offer))
        .map(|offer| choice(&offer));
    let others = ready.iter().filter(is_other).map(|offer| choice(&offer));
    Options::one(usual.collect()).with_others("Other answers", others.collect())
}

/// Until when, what was answered before, and what is paid.
fn says(site: &Site, before: &Before) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(at) = before.until {
        let clock = spoken::clock(at, words::ZONE, site.app.clock.now());
        out.push(format!("Answer by {}.", clock.full));
    }
    let answered = before.chosen.as_ref().and_then(|option| before.options.get(option));
    if let Some(title) = answered.and_then(|answer| answer.title.as_ref()) {
        out.push(format!("You have answered “{title}”. It counts unless you change it."));
    }
    if let Some(pay) = before.pay {
        out.push(format!(
            "You are paid {} for this, whatever you answer: about {} of reading and thinking. You need not claim it.",
            words::money(pay.pence),
            hours(pay.minutes)
        ));
    }
    out
}

fn hours(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (1, 0) => "an hour".to_owned(),
        (hours, 0) => format!("{hours} hours"),
        _ => format!("{minutes} minutes"),
    }
}

/// Other ways for whom this one is not easy.
fn help(page: &Page, before: &Before, instance: &str) -> Vec<Point> {
    let mut out: Vec<Point> = before
        .more_time
        .iter()
        .map(|one| {
            let href = format!("/task/{instance}/more-time/{}/{}", one.state, one.clock);
            Point {
                text: "You need not say why.".to_owned(),
                ..Point::leading(Link::new("Ask for more time", href))
            }
        })
        .collect();
    let (email, by) = (
        &page.site.email,
        "somebody writes down what you say, and reads it back to you.",
    );
    out.push(Point::new(match &page.site.telephone {
        Some(telephone) => format!("Call {telephone}, or email {email} to be called: {by}"),
        None => format!("Email {email} to be called: {by}"),
    }));
    out.push(Point {
        text: "Easy Read, large print, audio, somebody beside you.".to_owned(),
        ..Point::leading(Link::new("Tell us what you need", "/account/access"))
    });
    out
}

fn offers(site: &Site, request: &Request) -> Result<(record::Record, Vec<Offer>), Fault> {
    let (instance, state) = (request.param("id"), request.param("state"));
    let record = record::of_instance(&site.app, request.alliance()?, &request.caller()?, instance)?;
    let run = record
        .runs
        .iter()
        .find(|one| one.instance == instance)
        .ok_or(Fault::NotFound("page"))?;
    let offers: Vec<Offer> = run
        .offers
        .iter()
        .filter(|one| one.vote && one.state == state)
        .cloned()
        .collect();
    if offers.is_empty() {
        return Err(Fault::NotFound("page"));
    }
    Ok((record, offers))
}

fn cannot(site: &Site, request: &Request, offers: &[Offer], ask: String, back: Link) -> Result<Reply, Fault> {
    let title = "This is not yours to answer now";
    let mut reasons = Vec::new();
    for offer in offers {
        if let Standing::Blocked(all) = &offer.standing {
            for one in all.iter().cloned().map(problem::reason) {
                if !reasons.contains(&one) {
                    reasons.push(one);
                }
            }
        }
    }
    let message = Message {
        reasons,
        links: vec![back],
        ..Message::new(shell::page(site, request, title)?, title, vec![ask])
    };
    Ok(shell::draw(&message)?.with_status(403))
}

/// Goes on with an answer: to its questions, or to the check.
///
/// # Errors
/// There is no such decision open here.
pub fn chosen(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (_, offers) = offers(site, request)?;
    let option = request.typed(OPTION).unwrap_or_default();
    if !offers.iter().any(|one| one.event == option) {
        let error = FieldError {
            field: OPTION.to_owned(),
            says: "Select an answer.".to_owned(),
        };
        return Ok(show(site, request, &[error])?.with_status(422));
    }
    let place = Place {
        verb: Verb::Vote,
        state: request.param("state").to_owned(),
        event: option.to_owned(),
    };
    Ok(Reply::go(task_href(request.param("id"), &place)))
}
