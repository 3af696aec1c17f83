//! A decision: its question, and the answers that one can give. Answers are options of a vote, or the ways
//! on from a state, of which somebody takes one.

use accord_engine::refusal::{Offer, Standing};

use super::{
    home::{record_href, task_href},
    question, shell,
};
use crate::{
    service::{
        deciding,
        fault::{Fault, FieldError},
        places::{Place, Verb},
        readers, record,
    },
    views::{
        components::{
            control::{Choice, Options},
            field::Field,
            form::Form,
            link::{Button, Link},
        },
        pages::{asking::Asking, message::Message},
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
    let options = ready.iter().map(|one| option(site, one));
    let mut field = Field::options(OPTION, &decision.ask, Options::one(options.collect())).as_heading();
    for error in errors {
        field = field.error(&error.says);
    }
    field.hint.clone_from(&decision.hint);
    let fields = vec![field];
    let mut page = shell::with_errors(shell::page(site, request, &decision.ask)?, &fields);
    page.back = Some(back);
    let verb = match sort {
        Sort::Votes => "vote",
        Sort::Ways => "choose",
    };
    let action = format!("/task/{}/{verb}/{}", request.param("id"), request.param("state"));
    let more = match reasons(&decision.offers).is_empty() {
        true => "Read what it is about",
        false => "Read what it is about, and why not everything can be chosen now",
    };
    shell::draw(&Asking {
        page,
        caption: Some(row.title.clone()),
        heading: None,
        says: Vec::new(),
        form: Form::new(action, shell::key(site), fields, Button::primary("Continue")),
        links: vec![Link::new(more, record_href(&row.kind, &row.id))],
    })
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
