//! What somebody has of their own: where they are signed in, and how they show who they are.

use accord_store::factors::FactorKind;

use super::{
    own::{described, names},
    shell,
};
use crate::{
    domain::words,
    service::{
        access::{
            factors,
            sessions::{self, Session},
        },
        fault::Fault,
        people::{
            last_day,
            person::{self, Standing},
        },
    },
    views::{
        components::{
            form::Form,
            link::{Button, Link, Weight},
        },
        pages::listing::{Line, Listing, Part},
    },
    web::{reply::Reply, request::Request, site::Site},
};

const PERSON: &str = "person";

/// The page.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let session = request.session()?;
    let zone = words::ZONE;
    let mut lines = Vec::new();
    for row in sessions::list(&site.app, &session.person.id)? {
        let here = row.id == session.row.id;
        let since = words::stamp_in(row.begun_at.utc(), zone);
        let button = Button::primary("Sign out there").weighing(Weight::Secondary);
        lines.push(Line {
            link: None,
            text: match here {
                true => format!("{}, since {since}: here", row.browser),
                false => format!("{}, since {since}", row.browser),
            },
            form: (!here).then(|| {
                let action = format!("/account/sessions/{}/end", row.id);
                Form::new(action, shell::key(site), Vec::new(), button)
            }),
        });
    }
    let ways = factors::ways(&site.app, &session.person.id)?;
    let ways = ways
        .into_iter()
        .map(|way| match way.kind {
            FactorKind::App => "An app that shows numbers",
            FactorKind::Password => "A password",
            FactorKind::Card => "A printed card",
            FactorKind::Recovery => "Recovery codes",
        })
        .map(|text| Line {
            link: None,
            text: text.to_owned(),
            form: None,
        })
        .collect();
    let acting = acting(site, session)?;
    let acts_for = delegations(site, request)?;
    let change = Line {
        link: Some(Link::new("Set up another way", "/account/factor?next=/account")),
        text: String::new(),
        form: None,
    };
    let programs = Line {
        link: Some(Link::new("Tokens for programs", "/account/tokens")),
        text: String::new(),
        form: None,
    };
    let own = [
        ("Letters and how we write to you", "/account/notifications"),
        ("Access needs and preferred formats", "/account/access"),
        ("My payments", "/account/payments"),
        ("Who is at my side, and breaks", "/account/support"),
        (names::TITLE, names::PATH),
        (described::TITLE, described::PATH),
        ("What is held on me", "/account/data"),
    ]
    .map(|(text, href)| Line {
        link: Some(Link::new(text, href)),
        text: String::new(),
        form: None,
    });
    let title = session.person.name.clone();
    let part = |title: &str, empty: &str, lines: Vec<Line>| Part {
        title: Some(title.to_owned()),
        empty: empty.to_owned(),
        lines,
    };
    shell::draw(&Listing {
        page: shell::page(site, request, &title)?,
        heading: title,
        says: session.person.email.clone().into_iter().collect(),
        links: Vec::new(),
        parts: vec![
            part("Yours", "", own.into()),
            part("Where you are signed in", "Nowhere.", lines),
            part("How you show that it is you, besides your email", "Nothing yet.", ways),
            part("Change", "", vec![change]),
            part("Programs that act for you", "", vec![programs]),
            part(
                "Acting for somebody else",
                "Nobody has asked you to act for them.",
                acting,
            ),
            part("Who acts for whom, and when", "Nobody acts for you.", acts_for),
        ],
        forms: Vec::new(),
    })
}

/// Who acts for oneself and for whom one acts, now or later, each with its end; and a way to ask for it.
fn delegations(site: &Site, request: &Request) -> Result<Vec<Line>, Fault> {
    let me = request.caller()?.person;
    let all = site
        .app
        .reading(request.alliance()?, |desk| person::acting(desk, &me))?;
    let mut lines: Vec<Line> = all
        .into_iter()
        .filter(|one| one.standing != Standing::Over)
        .map(|one| Line {
            text: format!(
                "from {} to {}. {}",
                words::day(words::local_day(one.since)),
                words::day(last_day(one.until)),
                one.reason
            ),
            link: Some(Link::new(
                format!("{} for {}", one.delegate, one.principal),
                format!("/account/delegations/{}/end", one.id),
            )),
            form: None,
        })
        .collect();
    lines.push(Line {
        link: Some(Link::new("Let somebody act for you", "/account/delegate")),
        text: String::new(),
        form: None,
    });
    Ok(lines)
}

/// For whom one may act today, with buttons.
fn acting(site: &Site, session: &Session) -> Result<Vec<Line>, Fault> {
    let button = |text: String, person: &str| Button {
        name: Some(PERSON.to_owned()),
        value: Some(person.to_owned()),
        ..Button::primary(text).weighing(Weight::Secondary)
    };
    let line = |text: String, button: Button| Line {
        link: None,
        text,
        form: Some(Form::new("/account/act-for", shell::key(site), Vec::new(), button)),
    };
    let mut out = Vec::new();
    for (person, until) in sessions::principals(&site.app, session)? {
        let until = words::stamp_in(until, words::ZONE);
        if session.row.acting_for.as_ref() != Some(&person.id) {
            out.push(line(
                format!("Until {until}"),
                button(format!("Act for {}", person.name), &person.id),
            ));
        }
    }
    if let Some(other) = &session.principal {
        let text = format!("You act for {} at the moment.", other.name);
        out.push(line(text, button("Act for yourself".to_owned(), "")));
    }
    Ok(out)
}

/// Acts for somebody from now on, or for oneself again.
///
/// # Errors
/// There is no delegation.
pub fn act_for(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let person = request.typed(PERSON).filter(|person| !person.is_empty());
    sessions::act_for(&site.app, request.session()?, person)?;
    Ok(Reply::go("/"))
}

/// Signs out somewhere.
///
/// # Errors
/// It is not one of their own sessions.
pub fn end(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let session = request.session()?;
    match sessions::end(&site.app, &session.person.id, request.param("id"))? {
        true => Ok(Reply::go("/account")),
        false => Err(Fault::NotFound("page")),
    }
}

/// Signs out everywhere else.
///
/// # Errors
/// The database fails.
pub fn end_others(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let session = request.session()?;
    sessions::end_others(&site.app, &session.person.id, &session.row.id)?;
    Ok(Reply::go("/account"))
}
