//! A decision: its question, and the answers that one can give.

use accord_engine::refusal::{Offer, Standing};

use super::{
    home::{record_href, task_href},
    shell,
};
use crate::{
    service::{
        fault::{Fault, FieldError},
        places::{Place, Verb},
        record,
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

/// Asks.
///
/// # Errors
/// There is no such decision open here.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    show(site, request, &[])
}

fn show(site: &Site, request: &Request, errors: &[FieldError]) -> Result<Reply, Fault> {
    let (record, ask, offers) = offers(site, request)?;
    let row = &record.seen.record;
    let back = Link::new("Back", record_href(&row.kind, &row.id));
    let ready: Vec<&Offer> = offers
        .iter()
        .filter(|one| matches!(one.standing, Standing::Ready))
        .collect();
    if ready.is_empty() {
        return cannot(site, request, &offers, ask, back);
    }
    let options = ready.iter().map(|one| Choice::new(&one.event, &one.title, false));
    let mut field = Field::options(OPTION, &ask, Options::one(options.collect())).as_heading();
    for error in errors {
        field = field.error(&error.says);
    }
    let fields = vec![field.hint("You can change your answer until answers are counted.")];
    let mut page = shell::with_errors(shell::page(site, request, &ask)?, &fields);
    page.back = Some(back);
    let action = format!("/task/{}/vote/{}", request.param("id"), request.param("state"));
    shell::draw(&Asking {
        page,
        caption: Some(row.title.clone()),
        heading: None,
        says: Vec::new(),
        form: Form::new(action, shell::key(site), fields, Button::primary("Continue")),
        links: vec![Link::new("Read what it is about", record_href(&row.kind, &row.id))],
    })
}

fn offers(site: &Site, request: &Request) -> Result<(record::Record, String, Vec<Offer>), Fault> {
    let (instance, state) = (request.param("id"), request.param("state"));
    let record = record::of_instance(&site.app, request.alliance()?, &request.caller()?, instance)?;
    let run = record
        .runs
        .iter()
        .find(|one| one.instance == instance)
        .ok_or(Fault::NotFound("page"))?;
    let ask = run
        .asks
        .iter()
        .find(|(known, _)| known == state)
        .map(|(_, ask)| ask.clone());
    let offers: Vec<Offer> = run
        .offers
        .iter()
        .filter(|one| one.vote && one.state == state)
        .cloned()
        .collect();
    if offers.is_empty() {
        return Err(Fault::NotFound("page"));
    }
    Ok((record, ask.unwrap_or_else(|| "What is your answer?".to_owned()), offers))
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
    let (_, _, offers) = offers(site, request)?;
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
