//! The tour of the demonstration: who to be, where to look, and two proofs.

use super::{demo::demo, shell};
use crate::{
    domain::words,
    service::fault::Fault,
    views::{
        components::link::{Button, Link, Weight},
        pages::{
            demo::{Step, Stop, Tour},
            message::{Message, Reason},
        },
    },
    web::{
        reply::Reply,
        request::Request,
        site::{Go, Site, TourStop},
    },
};

const HERE: &str = "/demo/tour";

/// The page.
///
/// # Errors
/// This is no demonstration.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let steps: Vec<Step> = demo(site)?
        .tour()
        .into_iter()
        .zip(1..)
        .map(|(step, number): (_, usize)| Step {
            id: format!("step-{number}"),
            title: format!("{number}. {}", step.title),
            time: match step.minutes {
                1 => "1 minute".to_owned(),
                many => format!("{many} minutes"),
            },
            says: step.says,
            stops: step
                .stops
                .into_iter()
                .zip(1..)
                .map(|(stop, place)| shown(stop, number, place))
                .collect(),
        })
        .collect();
    let mut page = shell::page(site, request, "A tour in ten minutes")?;
    page.back = Some(Link::new("Back to the demonstration", "/demo"));
    let says = match steps.is_empty() {
        true => vec!["This demonstration has no tour.".to_owned()],
        false => vec![
            "Each button makes you somebody and opens the page that is meant; your browser's way back leads here \
             again. Nothing that you do can break anything: start the demonstration again, and it is as it was."
                .to_owned(),
        ],
    };
    shell::draw(&Tour { page, says, steps })
}

fn shown(stop: TourStop, step: usize, place: usize) -> Stop {
    let (action, values) = match stop.go {
        Go::See { person, next } => ("/demo/sign-in-as", vec![("person", person), ("next", next)]),
        Go::Wait(days) => (
            "/demo/clock",
            vec![("days", days.to_string()), ("next", HERE.to_owned())],
        ),
        Go::Check { .. } => (
            "/demo/tour/check",
            vec![("step", step.to_string()), ("stop", place.to_string())],
        ),
        Go::Verify => ("/demo/tour/verify", Vec::new()),
    };
    Stop {
        action: action.to_owned(),
        values: values
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
        button: Button::primary(stop.button).weighing(Weight::Secondary),
        look: stop.look,
    }
}

/// What `accord check` says of a workflow file with a line left out: the file and the line are the
/// tour's, nothing that is sent is read as one.
///
/// # Errors
/// The tour has no such stop.
pub fn check(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let demo = demo(site)?;
    let number = |name: &str| -> Option<usize> { request.typed(name)?.parse::<usize>().ok()?.checked_sub(1) };
    let tour = demo.tour();
    let stop = number("step").and_then(|step| tour.get(step)).zip(number("stop"));
    let stop = stop.and_then(|(step, stop)| step.stops.get(stop));
    let Some(Go::Check { file, without }) = stop.map(|stop| &stop.go) else {
        return Err(Fault::NotFound("page"));
    };
    let checked = demo.check(file, without)?;
    let title = match checked.found.iter().filter(|one| one.is_error()).count() {
        0 => "The file may run".to_owned(),
        1 => "The file may not run, for 1 reason".to_owned(),
        many => format!("The file may not run, for {many} reasons"),
    };
    let reasons = checked.found.into_iter().map(|one| Reason {
        because: match one.span {
            Some(span) => format!("{}, line {}: {}", one.code, span.line, one.what),
            None => format!("{}: {}", one.code, one.what),
        },
        mend: Some([one.why, one.mend].into_iter().flatten().collect::<Vec<_>>().join(" "))
            .filter(|text| !text.is_empty()),
    });
    let says = vec![
        format!("Line {} of {} was left out, in a copy:", checked.line, checked.path),
        checked.left_out,
        "This is what `accord check` says of the copy. A file that breaks a promise is never put into use.".to_owned(),
    ];
    message(site, request, &title, says, reasons.collect())
}

/// What `accord verify` says of the journal, and of a copy with one byte changed.
///
/// # Errors
/// The journal cannot be read.
pub fn verify(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let verified = demo(site)?.verify()?;
    let count = |size: usize| words::thousands(u64::try_from(size).unwrap_or(u64::MAX));
    let whole = match verified.whole {
        Ok((size, root, checkpoints)) => format!(
            "The journal is whole: {} entries, {} signed checkpoints that fit, root {root}.",
            words::thousands(size),
            words::thousands(checkpoints)
        ),
        Err(fault) => format!("The journal is not whole: {fault}."),
    };
    let (was, became) = verified.changed;
    let changed = format!(
        "In a copy, one byte was changed: number {} was `{was}` and became `{became}`.",
        count(verified.place)
    );
    let found = match verified.found {
        Some(fault) => format!("The copy is not whole: {fault}."),
        None => "Nothing was found in the copy: that is a fault of this program.".to_owned(),
    };
    message(
        site,
        request,
        "What one changed byte does",
        vec![whole, changed, found],
        Vec::new(),
    )
}

fn message(
    site: &Site,
    request: &Request,
    title: &str,
    says: Vec<String>,
    reasons: Vec<Reason>,
) -> Result<Reply, Fault> {
    let mut page = shell::page(site, request, title)?;
    page.back = Some(Link::new("Back to the tour", HERE));
    shell::draw(&Message {
        reasons,
        ..Message::new(page, title, says)
    })
}
