//! Appointing somebody, and ending an appointment.

use super::{date, day_of, day_typed, href, shell, typed, waiting, with_errors};
use crate::{
    domain::words,
    service::{
        fault::{Fault, FieldError},
        people::{
            appointing::{self, Place, Wish},
            person::{self, Held, Standing},
            takes_two,
            two::{self, Change, Outcome},
        },
    },
    views::{
        components::{
            control::{Choice, Control, Day, Options},
            field::{Field, When},
            form::Form,
            link::{Button, Link, Weight},
        },
        pages::asking::Asking,
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// What was typed.
#[derive(Default)]
struct Typed {
    role: String,
    place: String,
    organisation: String,
    reference: String,
    from: Day,
    until: Day,
    reason: String,
}

/// Asks for the role, where, from when and why.
///
/// # Errors
/// There is nobody of this id here.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let typed = Typed {
        from: day_of(words::local_day(site.app.clock.now())),
        ..Typed::default()
    };
    show(site, request, &typed, &[])
}

/// Appoints them.
///
/// # Errors
/// There is nobody of this id here, or the appointment cannot stand beside what they hold.
pub fn appoint(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let typed = Typed {
        role: typed(request, "role"),
        place: typed(request, "place"),
        organisation: typed(request, "organisation"),
        reference: typed(request, "reference"),
        from: day_typed(request, "from"),
        until: day_typed(request, "until"),
        reason: typed(request, "reason"),
    };
    let id = request.param("id");
    let done = match wish(&typed) {
        Ok(wish) => {
            let change = Change::Appoint {
                person: id.to_owned(),
                wish,
            };
            two::ask(&site.app, request.alliance()?, &request.caller()?, change)
        }
        Err(errors) => Err(Fault::Invalid(errors)),
    };
    match done {
        Ok(Outcome::Done(_)) => Ok(Reply::go(href(id))),
        Ok(Outcome::Waits) => Ok(Reply::go(waiting::PATH)),
        Err(Fault::Invalid(errors)) => Ok(show(site, request, &typed, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

fn wish(typed: &Typed) -> Result<Wish, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut wrong = |field: &str, says: &str| {
        errors.push(FieldError {
            field: field.to_owned(),
            says: says.to_owned(),
        });
    };
    if typed.role.is_empty() {
        wrong("role", "Choose the role.");
    }
    let place = match typed.place.as_str() {
        "alliance" => Some(Place::Alliance),
        "organisation" => Some(Place::Organisation(typed.organisation.clone())),
        "record" => Some(Place::Record(typed.reference.clone())),
        _ => {
            wrong("place", "Choose where they hold it.");
            None
        }
    };
    let from = date(&typed.from).ok().flatten();
    if from.is_none() {
        wrong("from", "Enter the first day, such as 6 January 2026.");
    }
    let until = date(&typed.until);
    if until.is_err() {
        wrong(
            "until",
            "Enter the last day, such as 6 January 2027, or leave it empty.",
        );
    }
    if typed.reason.is_empty() {
        wrong("reason", "Enter the reason. It stays in the journal.");
    }
    match (place, from, until) {
        (Some(place), Some(from), Ok(until)) if errors.is_empty() => Ok(Wish {
            role: typed.role.clone(),
            place,
            from,
            until,
            reason: typed.reason.clone(),
        }),
        _ => Err(errors),
    }
}

fn show(site: &Site, request: &Request, typed: &Typed, errors: &[FieldError]) -> Result<Reply, Fault> {
    let (caller, id) = (request.caller()?, request.param("id"));
    let (shown, organisations) = site.app.reading(request.alliance()?, |desk| {
        let shown = person::show(desk, &caller, id)?;
        let all = accord_store::organisations::all(desk.db, &desk.alliance)?;
        Ok::<_, Fault>((shown, all))
    })?;
    let fields = with_errors(questions(site, typed, &organisations), errors);
    let known = &site.app.library.roles;
    let trusted = known
        .roles
        .iter()
        .filter(|(name, _)| takes_two::is_trusted(known, name));
    let trusted: Vec<&str> = trusted.map(|(_, role)| role.title.as_str()).collect();
    let title = "Appoint to a role";
    let mut page = shell::with_errors(shell::page(site, request, title)?, &fields);
    page.back = Some(Link::new("Back", href(id)));
    shell::draw(&Asking {
        page,
        caption: Some(shown.person.name.clone()),
        heading: Some(title.to_owned()),
        says: vec![
            format!(
                "{} gets a letter. The appointment and its reason stand in the journal.",
                shown.person.name
            ),
            format!(
                "It takes two people to appoint somebody as one of these: {}. A second person confirms it.",
                trusted.join(", ")
            ),
        ],
        form: Form::new(
            request.path.clone(),
            shell::key(site),
            fields,
            Button::primary("Appoint them"),
        ),
        links: Vec::new(),
    })
}

fn questions(site: &Site, typed: &Typed, organisations: &[accord_store::organisations::OrganisationRow]) -> Vec<Field> {
    let library = &site.app.library;
    let none = |value: &str| Choice::new("", "Choose one", value.is_empty());
    // What somebody holds by being that person is nobody's to give.
    let given = library.roles.roles.iter().filter(|(_, role)| role.own.is_empty());
    let roles = given.map(|(name, role)| {
        let house = role.house.as_ref().and_then(|house| library.roles.houses.get(house));
        let label = match house {
            Some(house) => format!("{} (house: {house})", role.title),
            None => role.title.clone(),
        };
        Choice::new(name, label, *name == typed.role)
    });
    let places = [
        ("alliance", "In the whole alliance"),
        ("organisation", "In whatever belongs to one organisation"),
        ("record", "At one record and what is below it"),
    ];
    let places = places.map(|(value, label)| Choice::new(value, label, value == typed.place));
    let choices = organisations.iter();
    let choices = choices.map(|one| Choice::new(&one.id, &one.name, one.id == typed.organisation));
    let when = |value: &str, says: &str| When {
        name: "place".to_owned(),
        values: vec![value.to_owned()],
        says: says.to_owned(),
    };
    let select = |first: Choice, rest: Vec<Choice>| Control::Select(Options::one([vec![first], rest].concat()));
    vec![
        Field::new("role", "Role", select(none(&typed.role), roles.collect())),
        Field::options("place", "Where do they hold it?", Options::one(places.into())),
        Field::new(
            "organisation",
            "Organisation",
            select(none(&typed.organisation), choices.collect()),
        )
        .asked_when(when("organisation", "Answer this if they hold it in one organisation.")),
        Field::text("reference", "Reference of the record", &typed.reference)
            .hint("It stands on the record's page, such as SYN-PSF-2026-001.")
            .asked_when(when("record", "Answer this if they hold it at one record.")),
        Field::date("from", "First day", typed.from.clone()),
        Field::date("until", "Last day", typed.until.clone())
            .hint("Leave it empty if no end is agreed.")
            .optional(),
        Field::text("reason", "Why?", &typed.reason).hint("For example, elected on 5 January, minute 7."),
    ]
}

/// Asks why an appointment ends.
///
/// # Errors
/// There is none that runs.
pub fn end_page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    show_end(site, request, &[])
}

/// Ends it.
///
/// # Errors
/// There is none that runs, or nobody would be left who may appoint.
pub fn end(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (id, appointment) = (request.param("id"), request.param("appointment"));
    let why = typed(request, "reason");
    match appointing::end(
        &site.app,
        request.alliance()?,
        &request.caller()?,
        (id, appointment),
        &why,
    ) {
        Ok(()) => Ok(Reply::go(href(id))),
        Err(Fault::Invalid(errors)) => Ok(show_end(site, request, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

fn show_end(site: &Site, request: &Request, errors: &[FieldError]) -> Result<Reply, Fault> {
    let (caller, id) = (request.caller()?, request.param("id"));
    let shown = site
        .app
        .reading(request.alliance()?, |desk| person::show(desk, &caller, id))?;
    let is_it = |held: &&Held| held.row.id == request.param("appointment") && held.standing != Standing::Over;
    let held = shown.appointments.iter().find(is_it).ok_or(Fault::NotFound("page"))?;
    let title = format!("End the appointment as {}", held.title);
    let field = Field::text("reason", "Why does it end?", typed(request, "reason"));
    let fields = with_errors(vec![field], errors);
    let mut page = shell::with_errors(shell::page(site, request, &title)?, &fields);
    page.back = Some(Link::new("Back", href(id)));
    let button = Button::primary("End it today").weighing(Weight::Warning);
    shell::draw(&Asking {
        page,
        caption: Some(shown.person.name.clone()),
        heading: Some(title),
        says: vec![format!(
            "Held at {}. It ends at once. What {} has done stays done, and nobody waits for them in a vote any more.",
            held.place, shown.person.name
        )],
        form: Form::new(request.path.clone(), shell::key(site), fields, button),
        links: Vec::new(),
    })
}
