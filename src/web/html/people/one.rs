//! A person: what they were appointed to, where they belong, who acts for whom, invitations.

use chrono::{DateTime, Utc};

use super::{channel, href, shell};
use crate::{
    domain::words,
    service::{
        fault::Fault,
        people::{
            last_day,
            person::{self, Acting, Held, Shown, Standing},
        },
    },
    views::{
        components::{
            form::Form,
            link::{Button, Link, Weight},
            page::Width,
            summary::{SummaryList, SummaryRow},
            table::{Cell, Column, Table},
            tag::{Tag, Tone},
            text::Empty,
        },
        pages::sheet::{Part, Point, Sheet},
    },
    web::{html::home::record_href, reply::Reply, request::Request, site::Site},
};

/// The page.
///
/// # Errors
/// There is nobody of this id here.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (caller, id) = (request.caller()?, request.param("id"));
    let shown = site
        .app
        .reading(request.alliance()?, |desk| person::show(desk, &caller, id))?;
    let mut shell = shell::page(site, request, &shown.person.name)?;
    shell.width = Width::Wide;
    shell.trail = vec![Link::new("People", "/people")];
    let parts = vec![
        details(&shown),
        appointments(&shown),
        delegations(&shown),
        interests(&shown),
        invitations(site, &shown),
    ];
    shell::draw(&Sheet {
        parts,
        ..Sheet::new(shell, &shown.person.name)
    })
}

fn details(shown: &Shown) -> Part {
    let person = &shown.person;
    let or = |text: String, none: &str| if text.is_empty() { none.to_owned() } else { text };
    let organisations = shown.organisations.iter();
    let organisations: Vec<String> = organisations
        .map(|(name, position)| format!("{name}: {position}"))
        .collect();
    let mut rows = vec![
        SummaryRow::new("Reached by", channel(&person.channel)),
        SummaryRow::new("Email address", or(person.email.clone().unwrap_or_default(), "None")),
        SummaryRow::new("Organisation", or(organisations.join("; "), "None")),
        SummaryRow::new("House", or(shown.houses.join(", "), "None")),
    ];
    if let Some(away) = &shown.away {
        rows.push(SummaryRow {
            values: vec![
                words::upper_first(away),
                "Nothing reminds them meanwhile. Nobody needs to know why, and you need not ask.".to_owned(),
            ],
            ..SummaryRow::new("Away", "")
        });
    }
    Part {
        summary: Some(SummaryList { rows }),
        links: vec![
            Link::new("Correct these details", format!("{}/correct", href(&person.id))),
            Link::new("Erase what is held on them", format!("{}/erase", href(&person.id))),
        ],
        ..Part::bare("details")
    }
}

fn appointments(shown: &Shown) -> Part {
    let path = href(&shown.person.id);
    let rows: Vec<Vec<Cell>> = shown.appointments.iter().map(|held| appointment(&path, held)).collect();
    let empty = rows.is_empty().then(|| Empty {
        title: "No appointments yet".to_owned(),
        text: "Without one, they see what everybody sees.".to_owned(),
        link: None,
    });
    let appoint = Link::new("Appoint them to a role", format!("{path}/appoint"));
    Part {
        table: empty.is_none().then(|| Table {
            id: "appointment-rows".to_owned(),
            caption: "What they were appointed to, the newest first".to_owned(),
            columns: [
                "Role",
                "How it stands",
                "Where",
                "From",
                "Last day",
                "By whom, and why",
                "Change",
            ]
            .map(Column::new)
            .into(),
            rows,
            empty: String::new(),
            csv: None,
            paging: None,
        }),
        empty,
        says: match shown.is_reader {
            true => vec!["Nobody appoints themselves: somebody else with this role can appoint you.".to_owned()],
            false => Vec::new(),
        },
        links: if shown.is_reader { Vec::new() } else { vec![appoint] },
        ..Part::new("appointments", "Appointments")
    }
}

fn appointment(path: &str, held: &Held) -> Vec<Cell> {
    let row = &held.row;
    let place = match &held.kind {
        Some(kind) => Cell::link(Link::new(&held.place, record_href(kind, &row.scope_id))),
        None => Cell::new(&held.place),
    };
    let end = match held.standing {
        Standing::Over => Cell::new(""),
        Standing::Ahead | Standing::Running => Cell::link(Link::new(
            format!("End: {}", held.title),
            format!("{path}/end/{}", row.id),
        )),
    };
    vec![
        Cell::new(&held.title),
        Cell::tag(tag(held.standing)),
        place,
        Cell::new(day(row.since.utc())),
        Cell::new(
            row.until
                .map_or_else(|| "Open".to_owned(), |at| words::day(last_day(at.utc()))),
        ),
        Cell {
            note: Some(row.reason.clone()),
            ..Cell::new(
                held.by
                    .clone()
                    .unwrap_or_else(|| "When the alliance was set up".to_owned()),
            )
        },
        end,
    ]
}

fn delegations(shown: &Shown) -> Part {
    let path = href(&shown.person.id);
    let table = (!shown.delegations.is_empty()).then(|| Table {
        id: "delegation-rows".to_owned(),
        caption: "Who acts for whom, the newest first".to_owned(),
        columns: [
            "Who acts",
            "How it stands",
            "For whom",
            "From",
            "Last day",
            "Why",
            "Change",
        ]
        .map(Column::new)
        .into(),
        rows: shown.delegations.iter().map(|one| acting(&path, one)).collect(),
        empty: String::new(),
        csv: None,
        paging: None,
    });
    Part {
        empty: table.is_none().then(|| Empty {
            title: "Nobody acts for them, and they act for nobody".to_owned(),
            text: "Somebody can act for them on certain days, such as a holiday. Both get a letter.".to_owned(),
            link: None,
        }),
        table,
        links: vec![Link::new("Let somebody act for them", format!("{path}/delegate"))],
        ..Part::new("delegations", "Acting for somebody else")
    }
}

fn acting(path: &str, one: &Acting) -> Vec<Cell> {
    vec![
        Cell::new(&one.delegate),
        Cell::tag(tag(one.standing)),
        Cell::new(&one.principal),
        Cell::new(day(one.since)),
        Cell::new(words::day(last_day(one.until))),
        Cell::new(&one.reason),
        match one.standing {
            Standing::Over => Cell::new(""),
            Standing::Ahead | Standing::Running => Cell::link(Link::new(
                format!("End: {} for {}", one.delegate, one.principal),
                format!("{path}/delegations/{}/end", one.id),
            )),
        },
    ]
}

fn interests(shown: &Shown) -> Part {
    let points = shown.interests.iter();
    let points: Vec<Point> = points
        .map(|(about, at)| Point::new(format!("{about}, declared on {}", day(*at))))
        .collect();
    Part {
        says: match points.is_empty() {
            true => vec!["They have declared no interest that you may know of.".to_owned()],
            false => {
                vec!["These keep them out of decisions there. What they said is read where it was asked.".to_owned()]
            }
        },
        points,
        ..Part::new("interests", "Interests")
    }
}

fn invitations(site: &Site, shown: &Shown) -> Part {
    let wall = site.app.wall.now();
    let points = shown.invitations.iter().map(|(row, by)| {
        let stands = match row.used_at {
            Some(at) => format!("taken up on {}", day(at.utc())),
            None if row.expires_at.utc() <= wall => format!("not taken up; it ended on {}", day(row.expires_at.utc())),
            None => format!("not taken up yet; good until {}", day(row.expires_at.utc())),
        };
        Point::new(format!("{by} invited them on {}: {stands}", day(row.made_at.utc())))
    });
    let button = Button::primary(format!("Invite {}", shown.person.name)).weighing(Weight::Secondary);
    let form = Form::new(
        format!("{}/invite", href(&shown.person.id)),
        shell::key(site),
        Vec::new(),
        button,
    );
    let has_address = shown.person.email.is_some();
    Part {
        points: points.collect(),
        says: match (has_address, shown.invitations.is_empty()) {
            (false, _) => vec!["They have no email address. Reach them as they wish, and do it with them.".to_owned()],
            (true, true) => {
                vec!["They have not been invited yet. The letter has a way in, good for one use.".to_owned()]
            }
            (true, false) => Vec::new(),
        },
        forms: if has_address { vec![form] } else { Vec::new() },
        ..Part::new("invitations", "Invitations")
    }
}

fn tag(standing: Standing) -> Tag {
    match standing {
        Standing::Ahead => Tag::new("Coming", Tone::Active),
        Standing::Running => Tag::new("Now", Tone::Good),
        Standing::Over => Tag::new("Over", Tone::Quiet),
    }
}

fn day(at: DateTime<Utc>) -> String {
    words::day(words::local_day(at))
}
