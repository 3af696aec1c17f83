//! A decision: its question, and the answers that one can give. Answers are options of a vote, or the ways
//! on from a state, of which somebody takes one.

use accord_engine::refusal::{Offer, Standing};

use super::{
    home::{record_href, task_href},
    question, shell,
};
use crate::{
    domain::words,
    service::{
        deciding,
        fault::{Fault, FieldError},
        places::{Place, Verb},
        readers, record,
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
        pages::{asking::Asking, message::Message, sheet::Point, voting::Voting},
    },
    web::{problem, reply::Reply, request::Request, site::Site},
};

const OPTION: &str = "option";

/// What sort of answers there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// Options of a decision that many take.
    Votes,
    /// Ways on from a state, which one person takes.
    Ways,
}

/// A decision as one person meets it.
struct Decision {
    record: record::Record,
    ask: String,
    offers: Vec<Offer>,
    /// Until when, and what is good to know, in sentences.
    hint: Option<String>,
}

/// Asks for a vote.
///
/// # Errors
/// There is no such decision open here.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    show(site, request, Sort::Votes, &[])
}

/// Asks which way it goes on.
///
/// # Errors
/// There is no way on from there for this person to see.
pub fn ways(site: &Site, request: &Request) -> Result<Reply, Fault> {
    show(site, request, Sort::Ways, &[])
}

fn show(site: &Site, request: &Request, sort: Sort, errors: &[FieldError]) -> Result<Reply, Fault> {
    let decision = decision(site, request, sort)?;
    let row = &decision.record.seen.record;
    let back = Link::new("Back", record_href(&row.kind, &row.id));
    let ready: Vec<&Offer> = decision
        .offers
        .iter()
        .filter(|one| matches!(one.standing, Standing::Ready))
        .collect();
    if ready.is_empty() {
        return cannot(site, request, decision, back);
    }
    match sort {
        Sort::Votes => votes(site, request, &decision, &ready, back, errors),
        Sort::Ways => one_way(site, request, &decision, &ready, back, errors),
    }
}

/// A question that many are asked, with what there is to read first and how to answer in another way.
fn votes(
    site: &Site,
    request: &Request,
    decision: &Decision,
    ready: &[&Offer],
    back: Link,
    errors: &[FieldError],
) -> Result<Reply, Fault> {
    let (instance, state) = (request.param("id"), request.param("state"));
    let before = voting::before(&site.app, request.alliance()?, &request.caller()?, instance, state)?;
    let row = &decision.record.seen.record;
    let here = record_href(&row.kind, &row.id);
    let mut field = Field::options(OPTION, "Your answer", answers(&before, ready));
    for error in errors {
        field = field.error(&error.says);
    }
    field.hint.clone_from(&decision.hint);
    let fields = vec![field];
    let mut page = shell::with_errors(shell::page(site, request, &decision.ask)?, &fields);
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
    read.push(Link::new(more(decision), here));
    shell::draw(&Voting {
        page,
        caption: row.title.clone(),
        heading: decision.ask.clone(),
        says: says(&before),
        read,
        know,
        form: Form::new(action, shell::key(site), fields, Button::primary("Continue")),
        help,
    })
}

/// Ways on, of which one person takes one.
fn one_way(
    site: &Site,
    request: &Request,
    decision: &Decision,
    ready: &[&Offer],
    back: Link,
    errors: &[FieldError],
) -> Result<Reply, Fault> {
    let row = &decision.record.seen.record;
    let options = ready.iter().map(|one| option(site, one));
    let mut field = Field::options(OPTION, &decision.ask, Options::one(options.collect())).as_heading();
    for error in errors {
        field = field.error(&error.says);
    }
    field.hint.clone_from(&decision.hint);
    let fields = vec![field];
    let mut page = shell::with_errors(shell::page(site, request, &decision.ask)?, &fields);
    page.back = Some(back);
    let action = format!("/task/{}/choose/{}", request.param("id"), request.param("state"));
    shell::draw(&Asking {
        page,
        caption: Some(row.title.clone()),
        heading: None,
        says: Vec::new(),
        form: Form::new(action, shell::key(site), fields, Button::primary("Continue")),
        links: vec![Link::new(more(decision), record_href(&row.kind, &row.id))],
    })
}

/// What leads to the record.
fn more(decision: &Decision) -> &'static str {
    match reasons(&decision.offers).is_empty() {
        true => "Read what it is about",
        false => "Read what it is about, and why not everything can be chosen now",
    }
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

/// What was answered before, and what is paid.
fn says(before: &Before) -> Vec<String> {
    let mut out = Vec::new();
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

fn option(site: &Site, offer: &Offer) -> Choice {
    let choice = Choice::new(&offer.event, &offer.title, false);
    match &offer.needs_second {
        Some(role) => {
            let who = readers::role_titles(&site.app.library, std::slice::from_ref(role)).join(", ");
            choice.hint(format!("A second person confirms it: {who}."))
        }
        None => choice,
    }
}

fn decision(site: &Site, request: &Request, sort: Sort) -> Result<Decision, Fault> {
    let (instance, state) = (request.param("id"), request.param("state"));
    let record = record::of_instance(&site.app, request.alliance()?, &request.caller()?, instance)?;
    let run = record.runs.iter().find(|one| one.instance == instance);
    let loaded = record.seen.running.iter().find(|one| one.row.id == instance);
    let (Some(run), Some(loaded)) = (run, loaded) else {
        return Err(Fault::NotFound("page"));
    };
    let definition = &loaded.workflow.definition;
    let fits = |offer: &&Offer| match sort {
        Sort::Votes => offer.vote,
        Sort::Ways => !offer.vote && !offer.second && deciding::leads_on(definition, state, &offer.event),
    };
    let here = run.offers.iter().filter(|one| one.state == state);
    let offers: Vec<Offer> = here.filter(fits).cloned().collect();
    if offers.is_empty() {
        return Err(Fault::NotFound("page"));
    }
    let asked = run.asks.iter().find(|(known, _)| known == state);
    let ask = match sort {
        Sort::Votes => asked.map_or_else(|| "What is your answer?".to_owned(), |(_, ask)| ask.clone()),
        Sort::Ways => deciding::question(definition, state),
    };
    let until = deciding::until(loaded, state).map(|at| question::open_until(at, site.app.clock.now()));
    let change = match sort {
        Sort::Votes => Some("You can change your answer until answers are counted.".to_owned()),
        Sort::Ways => None,
    };
    let hint: Vec<String> = until.into_iter().chain(change).collect();
    Ok(Decision {
        hint: (!hint.is_empty()).then(|| hint.join(" ")),
        record,
        ask,
        offers,
    })
}

/// Why some of the answers cannot be given now, each reason once.
fn reasons(offers: &[Offer]) -> Vec<crate::views::pages::message::Reason> {
    let mut out = Vec::new();
    for offer in offers {
        if let Standing::Blocked(all) = &offer.standing {
            for one in all.iter().cloned().map(problem::reason) {
                if !out.contains(&one) {
                    out.push(one);
                }
            }
        }
    }
    out
}

fn cannot(site: &Site, request: &Request, decision: Decision, back: Link) -> Result<Reply, Fault> {
    let title = "This is not yours to answer now";
    let message = Message {
        reasons: reasons(&decision.offers),
        links: vec![back],
        ..Message::new(shell::page(site, request, title)?, title, vec![decision.ask])
    };
    Ok(shell::draw(&message)?.with_status(403))
}

/// Goes on with an answer: to its questions, or to the check.
///
/// # Errors
/// There is no such decision open here.
pub fn chosen(site: &Site, request: &Request) -> Result<Reply, Fault> {
    go(site, request, Sort::Votes)
}

/// Goes on with a way: to its questions, or to the check.
///
/// # Errors
/// There is no way on from there for this person to see.
pub fn way(site: &Site, request: &Request) -> Result<Reply, Fault> {
    go(site, request, Sort::Ways)
}

fn go(site: &Site, request: &Request, sort: Sort) -> Result<Reply, Fault> {
    let decision = decision(site, request, sort)?;
    let option = request.typed(OPTION).unwrap_or_default();
    if !decision.offers.iter().any(|one| one.event == option) {
        let error = FieldError {
            field: OPTION.to_owned(),
            says: "Select an answer.".to_owned(),
        };
        return Ok(show(site, request, sort, &[error])?.with_status(422));
    }
    let place = Place {
        verb: match sort {
            Sort::Votes => Verb::Vote,
            Sort::Ways => Verb::Act,
        },
        state: request.param("state").to_owned(),
        event: option.to_owned(),
    };
    Ok(Reply::go(task_href(request.param("id"), &place)))
}
