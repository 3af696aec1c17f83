//! "Can we bid?": everything that a small organisation needs to decide whether to bid, on one page, without an
//! account. Of what it says of itself nothing is kept.

mod parts;

use super::{alliance, bidding};
use crate::{
    domain::{
        award::eligibility::{Said, Verdict, verdict},
        words,
    },
    service::{
        fault::{Fault, FieldError},
        public::bidding as opportunity,
    },
    views::{
        components::{
            control::{Choice, Control, Options},
            field::Field,
            form::Form,
            link::{Button, Link},
            summary::{SummaryList, SummaryRow},
            text::Inset,
        },
        contexts::{before_bidding::BidCheck, round::Round},
        pages::sheet::{Part, Sheet},
    },
    web::{html::shell, reply::Reply, request::Request, site::Site},
};

const TITLE: &str = "Can we bid?";
/// The part that says what the answers come to; a form that is sent leads there.
const FOUND: &str = "found";
/// Before the name of a check, as a question of the form.
const CHECK: &str = "check-";

/// The page.
///
/// # Errors
/// There is no such procurement, or bids are not invited in it.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    show(site, request, &[], &[])
}

/// The same page, with what the answers come to.
///
/// # Errors
/// As [`page`].
pub fn check(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let found = open(site, request)?;
    let checks = &found.round.before_bidding.checks;
    let answers: Vec<Option<Said>> = checks
        .iter()
        .map(|one| Said::of(request.typed(&field_of(one)).unwrap_or_default()))
        .collect();
    let missing: Vec<FieldError> = checks
        .iter()
        .zip(&answers)
        .filter(|(_, said)| said.is_none())
        .map(|(one, _)| FieldError {
            field: field_of(one),
            says: format!("Choose an answer to ‘{}’", one.ask),
        })
        .collect();
    let reply = show(site, request, &answers, &missing)?;
    Ok(reply.with_status(if missing.is_empty() { 200 } else { 422 }))
}

fn open(site: &Site, request: &Request) -> Result<opportunity::Opportunity, Fault> {
    let alliance = alliance(site, request)?;
    let reference = request.param("reference");
    site.app.reading(&alliance, |desk| opportunity::open(desk, reference))
}

fn field_of(check: &BidCheck) -> String {
    format!("{CHECK}{}", check.id)
}

fn show(site: &Site, request: &Request, said: &[Option<Said>], errors: &[FieldError]) -> Result<Reply, Fault> {
    let found = open(site, request)?;
    let round = &found.round;
    let here = format!("/register/{}", found.published.reference());
    let fields = questions(round, said, errors);
    let mut page = shell::page(site, request, &format!("{TITLE} {}", round.title))?;
    page.trail = vec![Link::new("Register", "/register"), Link::new(&round.title, &here)];
    page = shell::with_errors(page, &fields);
    let contact = bidding::contact(&page);
    let mut all = Vec::new();
    let answered: Option<Vec<Said>> = said.iter().copied().collect();
    if let Some(answered) = answered.filter(|all| !all.is_empty()) {
        all.push(verdict_part(round, &answered, &contact));
    }
    all.extend(parts::changed(round));
    all.push(parts::in_short(round));
    if !fields.is_empty() {
        let action = format!("{here}/can-we-bid#{FOUND}");
        all.push(Part {
            says: vec!["Answer for your organisation as it is today. Nobody keeps or sees your answers.".to_owned()],
            forms: vec![Form::new(
                action,
                shell::key(site),
                fields,
                Button::primary("See what it comes to"),
            )],
            ..Part::new("check", "Ask yourselves")
        });
    }
    all.extend(parts::keeps_out(round));
    all.extend(parts::takes(round));
    all.push(parts::asked(round, found.form.as_ref()));
    all.push(parts::money(round));
    all.push(parts::dates(round));
    all.push(parts::help(round, &contact));
    all.push(parts::papers(&found, &here));
    all.push(parts::go_on(request, &found, &here));
    let sheet = Sheet {
        caption: Some(format!("{} {}", round.title, round.reference)),
        says: vec![
            round.description.clone(),
            "This page says in five minutes whether your organisation can bid, what it takes, what it pays and how to \
             ask. You need no account."
                .to_owned(),
        ]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect(),
        parts: all,
        ..Sheet::new(page, TITLE)
    };
    shell::draw(&sheet)
}

/// The checks as questions of a form.
fn questions(round: &Round, said: &[Option<Said>], errors: &[FieldError]) -> Vec<Field> {
    let checks = round.before_bidding.checks.iter().enumerate();
    let mut fields: Vec<Field> = checks
        .map(|(number, one)| {
            let now = said.get(number).copied().flatten();
            let choices = [(Said::Yes, "Yes"), (Said::No, "No"), (Said::Unsure, "I do not know")];
            let choices = choices.map(|(answer, label)| Choice::new(answer.word(), label, now == Some(answer)));
            let options = Options {
                inline: true,
                ..Options::one(choices.into())
            };
            Field::new(field_of(one), &one.ask, Control::Options(options))
        })
        .collect();
    for field in &mut fields {
        let mine = errors.iter().filter(|one| one.field == field.id);
        field.errors = mine.map(|one| one.says.clone()).collect();
    }
    fields
}

/// What the answers come to, and what would mend what is missing.
fn verdict_part(round: &Round, said: &[Said], contact: &str) -> Part {
    let checks = &round.before_bidding.checks;
    let all: Vec<(bool, Said)> = checks.iter().zip(said).map(|(one, said)| (one.stops, *said)).collect();
    let things = |count: usize| words::count_of(count, "thing", "things");
    let says = match verdict(&all) {
        Verdict::CanBid => "Yes. By what you say, your organisation can bid.".to_owned(),
        Verdict::CanBidAndMend(later) => format!(
            "Yes. By what you say, your organisation can bid. {} can wait, and below is what helps.",
            things(later)
        ),
        Verdict::FindOut(unsure) => format!(
            "Perhaps. Find out {} first; the rest does not keep you from bidding.",
            things(unsure)
        ),
        Verdict::NotYet(no) => format!(
            "Not as things stand, because of {}. Below is what would mend it, also for the next round.",
            things(no)
        ),
    };
    let rows = checks.iter().zip(said).filter(|(_, said)| **said != Said::Yes);
    let rows = rows.map(|(one, said)| SummaryRow {
        values: vec![
            match said {
                Said::Unsure => format!("If the answer is no: {}", words::lower_first(&one.no)),
                Said::No | Said::Yes => one.no.clone(),
            },
            format!("What would mend it: {}", words::lower_first(&one.mend)),
        ],
        ..SummaryRow::new(&one.ask, "")
    });
    let rows: Vec<SummaryRow> = rows.collect();
    Part {
        inset: Some(Inset {
            warning: false,
            paragraphs: vec![
                says,
                format!(
                    "It decides nothing: whether a bid is eligible is looked at by people, once bids are opened. If you are not sure, {contact}."
                ),
            ],
            link: None,
        }),
        summary: (!rows.is_empty()).then_some(SummaryList { rows }),
        ..Part::new(FOUND, "What your answers come to")
    }
}
