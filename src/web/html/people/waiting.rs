//! Changes of people, roles and addresses that wait for a second person.

use super::shell;
use crate::{
    domain::words,
    service::{
        fault::{Fault, FieldError},
        people::two::{self, Waiting},
    },
    views::{
        components::{
            control::{Choice, Options},
            errors::ErrorSummary,
            field::Field,
            form::{Form, Hidden},
            link::{Button, Link},
            text::{Empty, Inset},
        },
        pages::sheet::{Part, Sheet},
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// Where they are.
pub const PATH: &str = two::PLACE;
const CHANGE: &str = "change";
const ANSWER: &str = "answer";

/// The list, each with its question.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    show(site, request, &[])
}

/// Confirms or declines one.
///
/// # Errors
/// It was asked by whoever answers, or cannot be done any more.
pub fn answer(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let change = request.typed(CHANGE).unwrap_or_default();
    let yes = match request.typed(ANSWER) {
        Some("yes") => {
            if let Some(reply) = shell::stale(site, request.session()?, PATH) {
                return Ok(reply);
            }
            true
        }
        Some("no") => false,
        _ => {
            let error = FieldError {
                field: format!("{ANSWER}-{change}"),
                says: "Select whether you confirm it.".to_owned(),
            };
            return Ok(show(site, request, &[error])?.with_status(422));
        }
    };
    match two::answer(&site.app, request.alliance()?, &request.caller()?, change, yes) {
        Ok(()) => Ok(Reply::go(PATH)),
        Err(Fault::Invalid(errors)) => Ok(show(site, request, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

fn show(site: &Site, request: &Request, errors: &[FieldError]) -> Result<Reply, Fault> {
    let caller = request.caller()?;
    let all = site
        .app
        .reading(request.alliance()?, |desk| two::waiting(desk, &caller))?;
    let title = "Changes that wait for a second person";
    let mut page = shell::page(site, request, title)?;
    page.trail = vec![Link::new("People", super::PATH)];
    let mut parts: Vec<Part> = all.iter().map(|one| part(site, one, errors)).collect();
    let fields: Vec<Field> = parts
        .iter()
        .flat_map(|part| &part.forms)
        .flat_map(|form| form.fields.clone())
        .collect();
    page.errors = ErrorSummary::of(&fields);
    let gone: Vec<String> = errors
        .iter()
        .filter(|one| one.field == CHANGE)
        .map(|one| one.says.clone())
        .collect();
    if !gone.is_empty() {
        parts.insert(
            0,
            Part {
                inset: Some(Inset {
                    warning: true,
                    paragraphs: gone,
                    link: None,
                }),
                ..Part::bare("gone")
            },
        );
    }
    if all.is_empty() {
        parts.push(Part {
            empty: Some(Empty {
                title: "Nothing waits".to_owned(),
                text: "What somebody asks for stands here until a second person has answered.".to_owned(),
                link: None,
            }),
            ..Part::bare("none")
        });
    }
    shell::draw(&Sheet {
        says: vec![
            "It always takes two people to give a role that manages, pays, decides, opens bids or reads what is raised at \
             “Support”, to change the address by which somebody with a role signs in, to let somebody act for another \
             who has not asked for it, and to erase what is held on somebody. So \
             nobody alone can become the second of two people, or act as somebody else."
                .to_owned(),
            "While bids are open or sealed, it also takes two to change who speaks for an organisation. The rule is the \
             same for every organisation, whether it bids or not."
                .to_owned(),
            "Whom it is about gets a letter when it is asked, and when it is answered. You do not count as a second \
             person for somebody who added you here, appointed you or changed your address, unless a third person has \
             confirmed that."
                .to_owned(),
        ],
        parts,
        ..Sheet::new(page, title)
    })
}

fn part(site: &Site, one: &Waiting, errors: &[FieldError]) -> Part {
    let asked = format!(
        "Asked by {} on {}.",
        one.by,
        words::day(words::local_day(one.row.asked_at.utc()))
    );
    let mut says = vec![asked];
    says.extend(one.beside.clone());
    let mut forms = Vec::new();
    match &one.because {
        Some(because) => says.push(format!("{because} Somebody else with your role answers.")),
        None => forms.push(form(site, one, errors)),
    }
    if one.own {
        forms.push(taking_back(site, one));
    }
    let nobody = one.nobody.then(|| Inset {
        warning: true,
        paragraphs: vec![
            "Nobody here can confirm this: there is no second person for it in this role. Whoever runs the server can \
             appoint one, with “accord people appoint”, or change an address, with “accord people address”."
                .to_owned(),
        ],
        link: Some(Link::new("How to reach us", "/help")),
    });
    Part {
        inset: nobody,
        says,
        forms,
        ..Part::new(format!("change-{}", one.row.id), &one.says)
    }
}

/// For whoever asked: it can be asked for again, so it is not asked twice whether they mean it.
fn taking_back(site: &Site, one: &Waiting) -> Form {
    let button = Button::secondary("Take this back", CHANGE, &one.row.id);
    let mut form = Form::new(PATH, shell::key(site), Vec::new(), button);
    form.hidden.push(Hidden {
        name: ANSWER.to_owned(),
        value: "no".to_owned(),
    });
    form
}

fn form(site: &Site, one: &Waiting, errors: &[FieldError]) -> Form {
    let options = vec![
        Choice::new("yes", "Yes, I confirm it", false).hint(
            "You have asked the person, or somebody whom you know at their organisation, and the address is theirs.",
        ),
        Choice::new("no", "No, it does not happen", false),
    ];
    let id = format!("{ANSWER}-{}", one.row.id);
    let mut field = Field::options(&id, "Do you confirm it?", Options::one(options));
    field.name = ANSWER.to_owned();
    for error in errors.iter().filter(|error| error.field == id) {
        field = field.error(&error.says);
    }
    let mut button = Button::primary("Send");
    button.name = Some(CHANGE.to_owned());
    button.value = Some(one.row.id.clone());
    Form::new(PATH, shell::key(site), vec![field], button)
}
