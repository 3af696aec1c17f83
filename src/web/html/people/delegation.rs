//! Letting somebody act for a person: their own doing, or by whoever manages the alliance.

use super::{date, day_of, day_typed, href, shell, typed, waiting, with_errors};
use crate::{
    domain::words,
    service::{
        fault::{Fault, FieldError},
        people::{
            self,
            delegations::{self, Wish},
            person::{self, Standing},
            two::{self, Change, Outcome},
        },
    },
    views::{
        components::{
            control::{Choice, Control, Day, Options},
            field::Field,
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
    delegate: String,
    from: Day,
    until: Day,
    reason: String,
}

/// Whose it is, and where one goes afterwards: one's own account, or a person's page.
fn whose(request: &Request) -> Result<(String, String), Fault> {
    Ok(match request.param("id") {
        id if request.path.starts_with("/people/") => (id.to_owned(), href(id)),
        _ => (request.caller()?.person, "/account".to_owned()),
    })
}

/// Asks who, from when to when, and why.
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

/// Lets them.
///
/// # Errors
/// There is nobody of this id here, or it is refused.
pub fn begin(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let typed = Typed {
        delegate: typed(request, "delegate"),
        from: day_typed(request, "from"),
        until: day_typed(request, "until"),
        reason: typed(request, "reason"),
    };
    let (principal, after) = whose(request)?;
    let done = match wish(&typed) {
        Ok(wish) => {
            let change = Change::Delegate { principal, wish };
            two::ask(&site.app, request.alliance()?, &request.caller()?, change)
        }
        Err(errors) => Err(Fault::Invalid(errors)),
    };
    match done {
        Ok(Outcome::Done(_)) => Ok(Reply::go(after)),
        Ok(Outcome::Waits) => Ok(Reply::go(waiting::PATH)),
        Err(Fault::Invalid(errors)) => Ok(show(site, request, &typed, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

fn wish(typed: &Typed) -> Result<Wish, Vec<FieldError>> {
    let (from, until) = (date(&typed.from).ok().flatten(), date(&typed.until).ok().flatten());
    let wrong = [
        ("delegate", typed.delegate.is_empty(), "Choose who is to act."),
        ("from", from.is_none(), "Enter the first day, such as 6 January 2026."),
        ("until", until.is_none(), "Enter the last day, such as 20 January 2026."),
        (
            "reason",
            typed.reason.is_empty(),
            "Enter the reason. It stays in the journal.",
        ),
    ];
    let errors = wrong
        .into_iter()
        .filter(|(_, is, _)| *is)
        .map(|(field, _, says)| FieldError {
            field: field.to_owned(),
            says: says.to_owned(),
        });
    let errors: Vec<FieldError> = errors.collect();
    match (from, until) {
        (Some(from), Some(until)) if errors.is_empty() => Ok(Wish {
            delegate: typed.delegate.clone(),
            from,
            until,
            reason: typed.reason.clone(),
        }),
        _ => Err(errors),
    }
}

fn show(site: &Site, request: &Request, typed: &Typed, errors: &[FieldError]) -> Result<Reply, Fault> {
    let (principal, after) = whose(request)?;
    let own = after == "/account";
    let caller = request.caller()?;
    let (person, names) = site.app.reading(request.alliance()?, |desk| {
        if !own {
            people::may(desk, &caller)?;
        }
        let person = people::of_alliance(desk, &principal)?;
        let all = delegations::offered(desk, &caller, &principal)?;
        Ok::<_, Fault>((person, all))
    })?;
    let title = match own {
        true => "Let somebody act for you".to_owned(),
        false => format!("Let somebody act for {}", person.name),
    };
    let none = Choice::new("", "Choose one", typed.delegate.is_empty());
    let names = names
        .iter()
        .map(|one| Choice::new(&one.id, &one.name, one.id == typed.delegate));
    let fields = vec![
        Field::new(
            "delegate",
            "Who is to act?",
            Control::Select(Options::one(std::iter::once(none).chain(names).collect())),
        ),
        Field::date("from", "First day", typed.from.clone()),
        Field::date("until", "Last day", typed.until.clone()),
        Field::text("reason", "Why?", &typed.reason).hint("For example, on leave. Both of you read it."),
    ];
    let fields = with_errors(fields, errors);
    let mut page = shell::with_errors(shell::page(site, request, &title)?, &fields);
    page.back = Some(Link::new("Back", &after));
    shell::draw(&Asking {
        page,
        caption: None,
        heading: Some(title),
        says: std::iter::once(
            "What they do is written down as done by them, acting for the other. What keeps either of the two out of \
             something keeps out both. Both get a letter."
                .to_owned(),
        )
        .chain(own.then(|| {
            "You can choose people of your own organisations, and people with whom you decide. For somebody else, ask a \
             contract manager: it takes two of them."
                .to_owned()
        }))
        .chain((!own).then(|| {
            format!(
                "{} has not asked for this here, so it takes two: a second person confirms it. They can also ask for it \
                 themselves, under “Account”.",
                person.name
            )
        }))
        .collect(),
        form: Form::new(
            request.path.clone(),
            shell::key(site),
            fields,
            Button::primary("Let them act"),
        ),
        links: Vec::new(),
    })
}

/// Asks whether a delegation is to end.
///
/// # Errors
/// There is none that is still to run.
pub fn end_page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (whom, after) = whose(request)?;
    let caller = request.caller()?;
    let all = site.app.reading(request.alliance()?, |desk| {
        if after != "/account" {
            people::may(desk, &caller)?;
        }
        person::acting(desk, &whom)
    })?;
    let one = all
        .into_iter()
        .find(|one| one.id == request.param("delegation") && one.standing != Standing::Over)
        .ok_or(Fault::NotFound("page"))?;
    let title = "End this today";
    let mut page = shell::page(site, request, title)?;
    page.back = Some(Link::new("Back", after));
    let button = Button::primary(title).weighing(Weight::Warning);
    shell::draw(&Asking {
        page,
        caption: None,
        heading: Some(title.to_owned()),
        says: vec![format!(
            "{} may act for {} until {}. Both get a letter when it ends.",
            one.delegate,
            one.principal,
            words::day(people::last_day(one.until))
        )],
        form: Form::new(request.path.clone(), shell::key(site), Vec::new(), button),
        links: Vec::new(),
    })
}

/// Ends it.
///
/// # Errors
/// There is none that is still to run.
pub fn end(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (whom, after) = whose(request)?;
    let id = request.param("delegation");
    delegations::end(&site.app, request.alliance()?, &request.caller()?, &whom, id)?;
    Ok(Reply::go(after))
}
