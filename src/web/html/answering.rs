//! The desk at which comments are answered: those that wait, as many as have the same answer at once.

use serde_json::{Map, Value as Json};

use super::{comments as said, fields, home::record_href, shell};
use crate::{
    domain::words,
    service::{
        comments::{self, ANSWER, Answered, Comment, Heard, Stands},
        fault::{Fault, FieldError},
        working::{self, Bench},
    },
    views::{
        components::{
            control::{Choice, Control, Options},
            field::Field,
            form::{Form, Hidden},
            link::{Button, Link},
            paging::Filter,
            text::Empty,
        },
        pages::sheet::{Part, Sheet},
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// The comments that are chosen.
const WHICH: &str = "which";
/// Comments on a page: as many as one can hold in one's head, and go through in one sitting.
const MOST: usize = 40;

/// The desk.
///
/// # Errors
/// The record is not there, or comments are not this person's to answer now.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let desk = open(site, request)?;
    show(site, request, &desk, (&Map::new(), &[]), &[])
}

fn show(
    site: &Site,
    request: &Request,
    (heard, bench): &(Heard, Bench),
    (typed, chosen): (&Map<String, Json>, &[String]),
    errors: &[FieldError],
) -> Result<Reply, Fault> {
    let record = &heard.seen.record;
    let here = record_href(&record.kind, &record.id);
    let section = asked(request);
    let waiting = heard.comments.iter().filter(|one| one.stands == Stands::Waiting);
    let (mut all, mut fitting) = (0, Vec::new());
    for one in waiting {
        all += 1;
        if section.is_none_or(|section| one.section == section) {
            fitting.push(one);
        }
    }
    let total = fitting.len();
    fitting.truncate(MOST);
    let questions = questions(bench, &fitting, typed, chosen, errors);
    let heading = "Answer comments";
    let mut page = shell::with_errors(shell::page(site, request, heading)?, &questions);
    page.trail = shell::below(record);
    page.trail
        .push(Link::new("Comments", said::href(&record.kind, &record.id)));
    let mut part = Part::bare("waiting");
    part.filter = (all > 0).then(|| filter(heard, &here, section));
    if fitting.is_empty() {
        part.empty = Some(nothing(all, &here));
    } else {
        let mut form = Form::new(
            format!("{here}/answering"),
            shell::key(site),
            questions,
            Button::primary("Answer the chosen comments"),
        );
        form.hidden.extend(section.map(|section| Hidden {
            name: "section".to_owned(),
            value: section.to_owned(),
        }));
        part.forms.push(form);
    }
    shell::draw(&Sheet {
        caption: Some(record.title.clone()),
        says: says(request, total, fitting.len()),
        parts: vec![part],
        ..Sheet::new(page, heading)
    })
}

fn open(site: &Site, request: &Request) -> Result<(Heard, Bench), Fault> {
    let place = (request.kind(), request.param("id"));
    let (alliance, caller) = (request.alliance()?, request.caller()?);
    let heard = comments::all(&site.app, alliance, &caller, place)?;
    let bench = working::open(&site.app, alliance, &caller, place, ANSWER, &[])?;
    Ok((heard, bench))
}

/// The section that is looked at, if one is.
fn asked(request: &Request) -> Option<&str> {
    let named = request.typed("section").or_else(|| request.asked("section"));
    named.filter(|section| !section.is_empty())
}

fn says(request: &Request, total: usize, shown: usize) -> Vec<String> {
    let count = |number: usize| words::count_of(number, "comment", "comments");
    let mut out = Vec::new();
    if let Some(done) = request.asked("done").and_then(|text| text.parse::<usize>().ok()) {
        let before = request
            .asked("before")
            .and_then(|text| text.parse::<usize>().ok())
            .unwrap_or(0);
        out.push(format!("You answered {}.", count(done)));
        if before > 0 {
            out.push(format!(
                "{} had an answer already, and keep it.",
                words::upper_first(&count(before))
            ));
        }
    }
    if total > 0 {
        out.push(format!("{} still to be answered.", words::upper_first(&count(total))));
        out.push("Choose those that have the same answer; each person gets it as theirs.".to_owned());
    }
    if total > shown {
        out.push(format!(
            "These are the first {shown}. The next stand here once they are answered."
        ));
    }
    out
}

fn filter(heard: &Heard, here: &str, section: Option<&str>) -> Filter {
    let path = format!("{here}/answering");
    let count = |id: &str| {
        let waiting = heard.comments.iter().filter(|one| one.stands == Stands::Waiting);
        waiting.filter(|one| one.section == id).count()
    };
    let sections = heard.sections.iter().filter(|(id, _)| count(id) > 0);
    let options = sections
        .map(|(id, heading)| Choice::new(id, format!("{heading} ({})", count(id)), section == Some(id.as_str())));
    let any = Choice::new("", "All", section.is_none());
    let options = Options::one(std::iter::once(any).chain(options).collect());
    let title = section.and_then(|section| heard.sections.iter().find(|(id, _)| id == section));
    Filter {
        title: "Find comments".to_owned(),
        fields: vec![Field::new("section", "Section", Control::Select(options))],
        chosen: title
            .map(|(_, heading)| Link::new(heading, path.as_str()))
            .into_iter()
            .collect(),
        clear: path.clone(),
        action: path,
    }
}

fn nothing(all: usize, here: &str) -> Empty {
    let (title, text) = match all {
        0 => ("Every comment has an answer", "Comments stand here as they come in."),
        _ => (
            "No comment on this section waits",
            "Look at another section, or at all of them.",
        ),
    };
    Empty {
        title: title.to_owned(),
        text: text.to_owned(),
        link: Some(Link::new("See comments and their answers", format!("{here}/comments"))),
    }
}

fn questions(
    bench: &Bench,
    waiting: &[&Comment],
    typed: &Map<String, Json>,
    chosen: &[String],
    errors: &[FieldError],
) -> Vec<Field> {
    let choices = waiting.iter().map(|one| {
        let place = match one.paragraph {
            0 => one.heading.clone(),
            number => format!("{}, paragraph {number}", one.heading),
        };
        Choice {
            hint: Some(format!(
                "Comment {}. {} on “{place}”, {}{}",
                one.number,
                one.by,
                words::day(words::local_day(one.at)),
                match one.below.len() {
                    0 => String::new(),
                    more => format!(
                        ". {}",
                        words::upper_first(&words::count_of(
                            more,
                            "thing was said below it",
                            "things were said below it"
                        ))
                    ),
                }
            )),
            ..Choice::new(&one.id, &one.text, chosen.contains(&one.id))
        }
    });
    let which = Field::options(WHICH, "Which comments?", Options::several(choices.collect()));
    let mut out = vec![which];
    let form = &bench.form.form;
    out.extend(
        form.fields
            .iter()
            .map(|field| fields::question(field, typed.get(&field.id), &bench.choices, &[])),
    );
    for error in errors {
        let at = out.iter().position(|field| field.name == error.field).unwrap_or(0);
        if let Some(field) = out.get_mut(at) {
            field.errors.push(error.says.clone());
        }
    }
    out
}

/// Answers the chosen comments.
///
/// # Errors
/// It is not allowed any more.
pub fn send(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let desk = open(site, request)?;
    let (heard, bench) = &desk;
    let all: Vec<_> = bench.form.form.fields.iter().collect();
    let typed = fields::typed(&all, &request.form);
    let known = |id: &String| heard.comments.iter().any(|one| one.id == *id);
    let which = request.form.iter().filter(|(name, _)| name == WHICH);
    let chosen: Vec<String> = which.map(|(_, id)| id.clone()).filter(known).collect();
    if chosen.is_empty() {
        let error = FieldError {
            field: WHICH.to_owned(),
            says: "Select the comments that this answers.".to_owned(),
        };
        return Ok(show(site, request, &desk, (&typed, &chosen), &[error])?.with_status(422));
    }
    match comments::answer_each(&site.app, &request.caller()?, bench, &chosen, &typed) {
        Ok(Answered { now, before }) => {
            let record = &heard.seen.record;
            let mut query = form_urlencoded::Serializer::new(String::new());
            query.append_pair("done", &now.to_string());
            query.append_pair("before", &before.to_string());
            if let Some(section) = asked(request) {
                query.append_pair("section", section);
            }
            let here = record_href(&record.kind, &record.id);
            Ok(Reply::go(format!("{here}/answering?{}", query.finish())))
        }
        Err(Fault::Invalid(errors)) => Ok(show(site, request, &desk, (&typed, &chosen), &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}
