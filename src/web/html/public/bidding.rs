//! How to bid, for an organisation that nobody here knows yet: who can, until when, how to get an account,
//! how to ask and what help there is; and the form that asks for an account.

use serde_json::Value as Json;

use super::alliance;
use crate::{
    domain::words,
    service::{
        access::asking::Wish,
        fault::{Fault, FieldError},
        public::{
            Published, procurement,
            register::{self, Row, Sort},
        },
        spoken,
    },
    views::{
        components::{
            control::{Control, Input},
            field::Field,
            form::Form,
            link::{Button, Link},
            page::Page,
            summary::{SummaryList, SummaryRow},
        },
        pages::{asking::Asking, message::Message, sheet::Part},
    },
    web::{html::shell, reply::Reply, request::Request, site::Site},
};

const ORGANISATION: &str = "organisation";
const NAME: &str = "name";
const ADDRESS: &str = "address";
const TELEPHONE: &str = "telephone";
const NOTE: &str = "note";

/// What somebody reads who has found an open opportunity: everything on one page.
pub(super) fn how(
    site: &Site,
    request: &Request,
    shell: &Page,
    (published, lines): (&Published, &[Row]),
    tender: Option<&Json>,
) -> Part {
    let here = format!("/register/{}", published.reference());
    let record = format!("/{}/{}", published.record.kind, published.record.id);
    let line = lines.iter().find(|line| line.sort == Sort::Opportunity);
    let instant = |path: &str| {
        let text = tender?.pointer(path)?.as_str()?;
        let at = chrono::DateTime::parse_from_rfc3339(text).ok()?.to_utc();
        Some(spoken::clock(at, words::ZONE, site.app.clock.now()).full)
    };
    let text = |path: &str| {
        let text = tender?.pointer(path)?.as_str()?;
        (!text.trim().is_empty()).then(|| text.to_owned())
    };
    let contact = contact(shell);
    let signed_in = request.session.is_some();
    let account = match signed_in {
        true => "You have one: go to the page of the round, and press “Start a bid”.".to_owned(),
        false => format!(
            "If your organisation has one, sign in. If not, ask for one with the form below, or {contact}. It costs \
             nothing, and commits you to nothing."
        ),
    };
    let who = "Voluntary, community and social enterprise organisations of any size, alone or with partners.";
    let who = match text("/eligibilityCriteria") {
        Some(more) => format!("{who} {more}"),
        None => who.to_owned(),
    };
    let rows = [
        ("Who can bid", Some(who)),
        (
            "For which networks",
            line.map(|line| line.places.clone()).filter(|all| !all.is_empty()),
        ),
        (
            "Money for the whole term",
            line.and_then(|line| line.value).map(words::money),
        ),
        ("What is asked", text("/awardCriteriaDetails")),
        ("What it takes", text("/submissionMethodDetails")),
        ("Questions until", instant("/enquiryPeriod/endDate")),
        ("Bids until", instant("/tenderPeriod/endDate")),
        ("An account", Some(account)),
        (
            "How to ask a question",
            Some(format!(
                "With an account: on the page of the round. Without: {contact}. Every answer goes to everyone, without \
                 your name."
            )),
        ),
        (
            "Help",
            Some(format!(
                "Help with the process is on offer to everyone alike, from people who do not score, also by phone: \
                 {contact}."
            )),
        ),
    ];
    let rows = rows
        .into_iter()
        .filter_map(|(key, value)| Some(SummaryRow::new(key, value?)));
    let mut links = vec![Link::new(
        "Can we bid? Find out in five minutes, without an account",
        format!("{here}/can-we-bid"),
    )];
    links.extend(ways_in(signed_in, &here, record, "Sign in and start a bid"));
    Part {
        summary: Some(SummaryList { rows: rows.collect() }),
        links,
        ..Part::new("bidding", "How to bid")
    }
}

/// The same for grants, which nobody bids for: how much, until when, what it takes, whom to ask.
pub(super) fn how_to_apply(site: &Site, request: &Request, shell: &Page, published: &Published, call: &Json) -> Part {
    let here = format!("/register/{}", published.reference());
    let record = format!("/{}/{}", published.record.kind, published.record.id);
    let text = |name: &str| {
        let text = call.get(name)?.as_str()?;
        (!text.trim().is_empty()).then(|| text.to_owned())
    };
    let closes = text("closes").and_then(|at| chrono::DateTime::parse_from_rfc3339(&at).ok());
    let closes = closes.map(|at| spoken::clock(at.to_utc(), words::ZONE, site.app.clock.now()).full);
    let sum = |name: &str| register::pence(call, &format!("/{name}/amount")).map(words::money);
    let contact = contact(shell);
    let signed_in = request.session.is_some();
    let account = match signed_in {
        true => "You have one: go to the page of the round, and press “Start an application”.".to_owned(),
        false => format!(
            "If your organisation has one, sign in. If not, ask for one with the form below, or {contact}. It costs \
             nothing, and commits you to nothing."
        ),
    };
    let rows = [
        ("Who can apply", text("who")),
        (
            "How much",
            sum("smallest")
                .zip(sum("largest"))
                .map(|(least, most)| format!("{least} to {most} for each organisation")),
        ),
        ("What it takes", text("effort")),
        ("Until when", closes),
        ("An account", Some(account)),
        (
            "Rather by phone, or with help",
            Some(format!(
                "Everyone can answer by phone, and everyone gets the same help, from people who do not decide: {contact}."
            )),
        ),
    ];
    let rows = rows
        .into_iter()
        .filter_map(|(key, value)| Some(SummaryRow::new(key, value?)));
    Part {
        summary: Some(SummaryList { rows: rows.collect() }),
        links: ways_in(signed_in, &here, record, "Sign in and start an application"),
        ..Part::new("applying", "How to apply")
    }
}

/// How somebody goes on from here, with an account or without.
fn ways_in(signed_in: bool, here: &str, record: String, start: &str) -> Vec<Link> {
    match signed_in {
        true => vec![Link::new("Go to the page of the round", record)],
        false => vec![
            Link::new("Ask for an account", format!("{here}/account")),
            Link::new(start, format!("/sign-in?next={record}")),
        ],
    }
}

/// How to reach the alliance, within a sentence.
pub(in crate::web::html) fn contact(shell: &Page) -> String {
    match &shell.site.telephone {
        Some(telephone) => format!("write to {} or call {telephone}", shell.site.email),
        None => format!("write to {}", shell.site.email),
    }
}

/// Asks who wishes to bid.
///
/// # Errors
/// There is no such procurement, or bids are not invited in it.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    ask(site, request, &[])
}

/// Tells whoever looks after organisations.
///
/// # Errors
/// As [`page`]; the database fails.
pub fn send(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let title = open(site, request)?;
    let typed = |name: &str| request.typed(name).unwrap_or_default().to_owned();
    let wish = Wish {
        organisation: typed(ORGANISATION),
        name: typed(NAME),
        address: typed(ADDRESS),
        telephone: typed(TELEPHONE),
        note: typed(NOTE),
    };
    let reference = request.param("reference");
    match site.app.ask_for_account(&alliance(site, request)?, reference, &wish) {
        Ok(()) => {
            let heading = "We have your message";
            let page = shell::page(site, request, heading)?;
            let says = vec![
                format!(
                    "Somebody of the alliance writes to {} or calls you about {title}.",
                    wish.address.trim()
                ),
                format!("If you hear nothing within two working days, {}.", contact(&page)),
            ];
            shell::draw(&Message {
                links: vec![Link::new(format!("Back to {title}"), format!("/register/{reference}"))],
                ..Message::new(page, heading, says)
            })
        }
        Err(Fault::Invalid(errors)) => Ok(ask(site, request, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

/// The title of what bids are invited for.
fn open(site: &Site, request: &Request) -> Result<String, Fault> {
    let alliance = alliance(site, request)?;
    let reference = request.param("reference");
    let found = site.app.reading(&alliance, |desk| procurement::open(desk, reference))?;
    match found.runs.iter().any(|run| run.open) {
        true => Ok(found.published.record.title),
        false => Err(Fault::NotFound("page")),
    }
}

fn ask(site: &Site, request: &Request, errors: &[FieldError]) -> Result<Reply, Fault> {
    let title = open(site, request)?;
    let typed = |name: &str| request.typed(name).unwrap_or_default().to_owned();
    let mut fields = vec![
        Field::text(ORGANISATION, "What is your organisation called?", typed(ORGANISATION)),
        Field::text(NAME, "What is your name?", typed(NAME)),
        Field::new(
            ADDRESS,
            "Your email address",
            Control::Line(Input::email(typed(ADDRESS))),
        )
        .hint("We write to it, and you sign in with it. There is no password."),
        Field::text(TELEPHONE, "A telephone number", typed(TELEPHONE)).optional(),
        Field::long_text(
            NOTE,
            "Is there anything that would help you to take part?",
            typed(NOTE),
            None,
        )
        .optional(),
    ];
    for field in &mut fields {
        let mine = errors.iter().filter(|one| one.field == field.id);
        field.errors = mine.map(|one| one.says.clone()).collect();
    }
    let heading = "Ask for an account";
    let mut page = shell::with_errors(shell::page(site, request, heading)?, &fields);
    let here = format!("/register/{}", request.param("reference"));
    page.back = Some(Link::new("Back", &here));
    let says = vec![
        format!(
            "To take part in {title}, an organisation has an account here. Somebody of the alliance reads this and answers you."
        ),
        "What you write is used for this alone.".to_owned(),
    ];
    shell::draw(&Asking {
        page,
        caption: Some(title),
        heading: Some(heading.to_owned()),
        says,
        form: Form::new(
            format!("{here}/account"),
            shell::key(site),
            fields,
            Button::primary("Send"),
        ),
        links: vec![Link::new("What we keep, and how long", "/privacy")],
    })
}
