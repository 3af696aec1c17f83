//! What an organisation says of itself, for its own people: changing it, and reading what it was.

use serde_json::{Map, Value as Json};

use super::{
    PATH, href,
    one::{on, row},
    shell,
};
use crate::{
    service::{
        fault::{Fault, FieldError},
        organisations::{
            Standing, one,
            profile::{self, Sheet as Profile},
            saving,
        },
    },
    views::{
        components::{
            field::Field,
            form::Form,
            link::{Button, ButtonGroup, Link},
            summary::SummaryList,
            text::Inset,
        },
        pages::{
            asking::Asking,
            sheet::{Part, Sheet},
        },
    },
    web::{html::fields, reply::Reply, request::Request, site::Site},
};

/// Why the office corrects it.
const BECAUSE: &str = "because";

fn open(site: &Site, request: &Request) -> Result<Profile, Fault> {
    let (caller, id) = (request.caller()?, request.param("id"));
    site.app
        .reading(request.alliance()?, |desk| profile::correct(desk, &caller, id))
}

/// The questions, with what is known.
///
/// # Errors
/// There is no such organisation, or whoever asks does not speak for it.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let sheet = open(site, request)?;
    let typed = sheet.typed.clone();
    show(site, request, &sheet, &typed, &[])
}

/// Saves it.
///
/// # Errors
/// As [`page`]; or somebody was quicker.
pub fn save(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let sheet = open(site, request)?;
    let all: Vec<_> = sheet.form.fields.iter().collect();
    let typed = fields::typed(&all, &request.form);
    // A row more, or less: nothing is saved yet.
    if [fields::ADD, fields::TAKE]
        .iter()
        .any(|button| request.typed(button).is_some())
    {
        return show(site, request, &sheet, &typed, &[]);
    }
    let seen = request.typed("ac-version").and_then(|text| text.parse().ok());
    let id = request.param("id");
    let saved = saving::save(
        &site.app,
        request.alliance()?,
        &request.caller()?,
        id,
        saving::Saying {
            typed: typed.clone(),
            seen,
            because: Some(request.typed(BECAUSE).unwrap_or_default().to_owned()),
        },
    );
    match saved {
        Ok(_) => Ok(Reply::go(shell::Did::Saved.at(&href(id)))),
        Err(Fault::Invalid(errors)) => Ok(show(site, request, &sheet, &typed, &errors)?.with_status(422)),
        // What was typed stays on the page, which is now one of the newest version.
        Err(Fault::Conflict(conflict)) => {
            let first = sheet
                .form
                .fields
                .first()
                .map(|field| field.id.clone())
                .unwrap_or_default();
            let says = format!(
                "{} What you typed is still here: save again to put it in place of theirs.",
                conflict.changes.join(" ")
            );
            let errors = [FieldError { field: first, says }];
            Ok(show(site, request, &sheet, &typed, &errors)?.with_status(409))
        }
        Err(other) => Err(other),
    }
}

fn show(
    site: &Site,
    request: &Request,
    sheet: &Profile,
    typed: &Map<String, Json>,
    errors: &[FieldError],
) -> Result<Reply, Fault> {
    let mut questions: Vec<Field> = sheet
        .form
        .fields
        .iter()
        .map(|field| {
            let own: Vec<String> = errors
                .iter()
                .filter(|one| one.field == field.id)
                .map(|one| one.says.clone())
                .collect();
            fields::question(field, typed.get(&field.id), &sheet.choices, &own)
        })
        .collect();
    let is_own = sheet.standing == Standing::Own;
    if !is_own {
        let mut why = Field::long_text(
            BECAUSE,
            "Why do you correct it?",
            request.typed(BECAUSE).unwrap_or_default(),
            None,
        )
        .hint("The organisation reads this.");
        why.errors.extend(
            errors
                .iter()
                .filter(|one| one.field == BECAUSE)
                .map(|one| one.says.clone()),
        );
        questions.push(why);
    }
    let title = match is_own {
        true => sheet
            .form
            .title
            .clone()
            .unwrap_or_else(|| sheet.organisation.name.clone()),
        false => format!("Correct what stands about {}", sheet.organisation.name),
    };
    let back = href(&sheet.organisation.id);
    let mut page = shell::with_errors(shell::page(site, request, &title)?, &questions);
    page.back = Some(Link::new("Back", &back));
    let form = Form {
        version: Some(sheet.version.to_string()),
        buttons: ButtonGroup {
            buttons: vec![Button::primary("Save")],
            links: vec![Link::new("Leave it as it was", &back)],
        },
        ..Form::new(
            request.path.clone(),
            shell::key(site),
            questions,
            Button::primary("Save"),
        )
    };
    shell::draw(&Asking {
        page,
        caption: Some(sheet.organisation.name.clone()),
        heading: Some(title),
        says: vec![match is_own {
            true => {
                "What you say here is used again: forms for bids and checks are filled in from it, and you can change \
                 it there for that one thing. Every version is kept."
            }
            false => {
                "The organisation keeps this itself. Correct what is wrong and say why: it gets a letter with your \
                 reason, and every version is kept. Its telephone number is the organisation's alone to change, \
                 because calls that confirm something go there."
            }
        }
        .to_owned()],
        form,
        links: Vec::new(),
    })
}

/// What stood there in one version.
///
/// # Errors
/// As [`page`]; or there is no such version.
pub fn version(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (caller, id) = (request.caller()?, request.param("id"));
    let sheet = site
        .app
        .reading(request.alliance()?, |desk| profile::open(desk, &caller, id))?;
    let number = request.param("number").parse::<i64>().ok();
    let found = sheet.versions.iter().find(|one| Some(one.number) == number);
    let found = found.ok_or(Fault::NotFound("page"))?;
    let shown = site
        .app
        .reading(request.alliance()?, |desk| one::show(desk, Some(&caller), id))?;
    debug_assert_eq!(shown.standing, Standing::Own, "only its own people open a profile");
    let title = format!("Version {}", found.number);
    let mut page = shell::page(site, request, &title)?;
    page.trail = vec![
        Link::new("Organisations", PATH),
        Link::new(&shown.row.name, href(&shown.row.id)),
    ];
    let newest = found.number == sheet.version;
    let rows = sheet.form.fields.iter().map(|field| row(&shown, field, &found.answers));
    shell::draw(&Sheet {
        caption: Some(shown.row.name.clone()),
        says: vec![format!("Saved by {}.", on(found))],
        parts: vec![Part {
            inset: (!newest).then(|| Inset {
                warning: false,
                paragraphs: vec!["This is what stood here before. Something newer holds now.".to_owned()],
                link: Some(Link::new("What holds now", href(&shown.row.id))),
            }),
            summary: Some(SummaryList { rows: rows.collect() }),
            ..Part::bare("says")
        }],
        ..Sheet::new(page, &title)
    })
}
