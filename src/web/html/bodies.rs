//! The bodies of the alliance: seats filled and vacant, terms that end, what they decide, when they are looked at again.

use super::{decisions, interests, lists, people, public::alliance, shell};
use crate::{
    domain::words,
    service::{
        access::sessions::Session,
        bodies::{self, Member, Near, Shown, Sort, Way},
        fault::Fault,
    },
    views::{
        components::{
            link::Link,
            page::Width,
            summary::{SummaryList, SummaryRow},
            table::{Cell, Column, Table},
            tag::{Tag, Tone},
            text::Inset,
        },
        pages::sheet::{Part, Point, Sheet},
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// Where it stands.
pub const PATH: &str = "/bodies";
const TITLE: &str = "Who sits where";
/// The columns of the file.
const COLUMNS: [&str; 9] = [
    "Body",
    "Seat",
    "Seats",
    "Filled",
    "Vacant",
    "Terms that end soon",
    "Who, and until when",
    "Quorum",
    "Looked at again on",
];

/// The page, or the file of it.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let caller = request.known().map(Session::caller);
    let alliance = alliance(site, request)?;
    let (all, channels) = site.app.reading(&alliance, |desk| {
        Ok::<_, Fault>((bodies::all(desk, caller.as_ref())?, bodies::ways(desk)))
    })?;
    if lists::wants_file(request) {
        return lists::file("bodies", &COLUMNS, &rows(&all));
    }
    let manages = request
        .known()
        .is_some_and(|session| session.has_power("alliance.manage"));
    let mut page = shell::page(site, request, TITLE)?;
    page.width = Width::Wide;
    let mut parts = vec![Part {
        links: ways(caller.is_some()),
        ..Part::bare("ways")
    }];
    for one in &all {
        parts.push(about(site, one));
        parts.extend(decides(one));
        parts.extend(seats(one, manages));
    }
    parts.extend(taking_part(&channels));
    shell::draw(&Sheet {
        says: vec![
            "The bodies of this alliance, their seats and terms, what they decide, and when somebody looks again \
             whether it is still right. Seats are read from the appointments, decisions from the rules that run."
                .to_owned(),
        ],
        parts,
        ..Sheet::new(page, TITLE)
    })
}

fn ways(is_known: bool) -> Vec<Link> {
    let mut out = vec![
        Link::new("What was decided", decisions::PATH),
        Link::new("Who decides what, and when", "/process"),
    ];
    if is_known {
        out.push(Link::new("Who has an interest in what", interests::PATH));
    }
    out.push(Link::new("Download the seats (CSV)", format!("{PATH}?as=csv")));
    out
}

/// What a body is, and what of it wants somebody's attention.
fn about(site: &Site, one: &Shown) -> Part {
    let body = &one.body;
    let mut rows: Vec<SummaryRow> = one
        .seats
        .iter()
        .map(|sort| SummaryRow::new(&sort.title, filled(sort)))
        .collect();
    rows.push(SummaryRow::new(
        "A term lasts",
        words::count(u64::from(body.term), "month", "months"),
    ));
    rows.push(SummaryRow::new(
        "What it agrees at a meeting",
        format!(
            "At least {} take part",
            words::count_of(body.quorum, "member", "members")
        ),
    ));
    if !body.meets.is_empty() {
        rows.push(SummaryRow::new("It meets", &body.meets));
    }
    let review = words::day(body.review_on);
    rows.push(SummaryRow::new(
        "Looked at again on",
        match one.review {
            Near::Past => format!("{review}: that day has passed"),
            Near::Soon | Near::Far => review,
        },
    ));
    let attention = attention(site, one);
    Part {
        says: vec![body.says.clone()],
        inset: (!attention.is_empty()).then_some(Inset {
            warning: false,
            paragraphs: attention,
            link: None,
        }),
        summary: Some(SummaryList { rows }),
        ..Part::new(&one.word, &body.title)
    }
}

/// What it decides, each with the rules that say how.
fn decides(one: &Shown) -> Option<Part> {
    let points = one.decides.iter().map(|(name, title, question)| Point {
        link: Some(Link::new(question, format!("/process/{name}"))),
        text: format!("({title})"),
    });
    (!one.decides.is_empty()).then(|| Part {
        says: vec!["It decides, alone or with others:".to_owned()],
        points: points.collect(),
        ..Part::bare(format!("{}-decides", one.word))
    })
}

/// The ways in which people take part, and when somebody looks whether each still works.
fn taking_part(all: &[Way]) -> Option<Part> {
    let row = |one: &Way| {
        vec![
            Cell {
                note: Some(one.channel.says.clone()),
                ..Cell::new(&one.channel.title)
            },
            Cell {
                tag: match one.review {
                    Near::Far => None,
                    Near::Soon => Some(Tag::new("Soon", Tone::Attention)),
                    Near::Past => Some(Tag::new("Overdue", Tone::Attention)),
                },
                ..Cell::new(words::day(one.channel.review_on))
            },
        ]
    };
    (!all.is_empty()).then(|| Part {
        says: vec![
            "Ways in which people take part and are heard. By its day somebody looks whether each still works; it is a \
             task of theirs before."
                .to_owned(),
        ],
        table: Some(Table {
            id: "channel-rows".to_owned(),
            caption: "Ways of taking part".to_owned(),
            columns: ["Way", "Looked at again by"].map(Column::new).into(),
            rows: all.iter().map(row).collect(),
            empty: String::new(),
            csv: None,
            paging: None,
        }),
        ..Part::new("channels", "How people take part")
    })
}

/// "7 of 7 seats filled", "1 of 2 seats filled; 1 vacant".
fn filled(sort: &Sort) -> String {
    let all = words::count_of(sort.seats, "seat", "seats");
    let mut out = format!("{} of {all} filled", sort.filled);
    match sort.seats.checked_sub(sort.filled) {
        Some(0) => {}
        Some(vacant) => out.push_str(&format!("; {vacant} vacant")),
        None => out.push_str("; more people hold the role than there are seats"),
    }
    if sort.ending > 0 {
        out.push_str(&format!(
            "; {} or soon",
            words::count_of(sort.ending, "term has ended", "terms have ended")
        ));
    }
    out
}

fn attention(site: &Site, one: &Shown) -> Vec<String> {
    let days = site.app.library.bodies.remind.days;
    let mut out = Vec::new();
    let vacant: usize = one
        .seats
        .iter()
        .map(|sort| sort.seats.saturating_sub(sort.filled))
        .sum();
    if vacant > 0 {
        out.push(format!(
            "{} vacant.",
            words::upper_first(&words::count_of(vacant, "seat is", "seats are"))
        ));
    }
    let ending: usize = one.seats.iter().map(|sort| sort.ending).sum();
    if ending > 0 {
        let terms = words::upper_first(&words::count_of(ending, "term ends", "terms end"));
        out.push(format!("{terms} within {days} days, or ended already."));
    }
    match one.review {
        Near::Far => {}
        Near::Soon => out.push("Its terms of reference are to be looked at again soon.".to_owned()),
        Near::Past => out.push("Its terms of reference should have been looked at again by now.".to_owned()),
    }
    out
}

/// Who sits, for whoever may know.
fn seats(one: &Shown, manages: bool) -> Option<Part> {
    let known: Vec<(&str, &Member)> = one
        .seats
        .iter()
        .filter_map(|sort| Some((sort.title.as_str(), sort.members.as_ref()?)))
        .flat_map(|(title, members)| members.iter().map(move |member| (title, member)))
        .collect();
    (!known.is_empty()).then(|| {
        let rows = known.into_iter().map(|(title, member)| {
            let named = match manages {
                true => Cell::link(Link::new(&member.name, people::href(&member.person))),
                false => Cell::new(&member.name),
            };
            vec![
                named,
                Cell::new(title),
                Cell::new(words::day(member.since)),
                Cell {
                    tag: match member.near {
                        Near::Far => None,
                        Near::Soon => Some(Tag::new("Ends soon", Tone::Attention)),
                        Near::Past => Some(Tag::new("Has ended", Tone::Attention)),
                    },
                    ..Cell::new(words::day(member.until))
                },
            ]
        });
        Part {
            table: Some(Table {
                id: format!("{}-rows", one.word),
                caption: format!("Who sits on the {}; whoever leaves first stands first", one.body.title),
                columns: ["Who", "Seat", "Since", "Term ends"].map(Column::new).into(),
                rows: rows.collect(),
                empty: String::new(),
                csv: None,
                paging: None,
            }),
            ..Part::bare(format!("{}-seats", one.word))
        }
    })
}

fn rows(all: &[Shown]) -> Vec<Vec<String>> {
    let of = |one: &Shown| -> Vec<Vec<String>> {
        let row = |sort: &Sort| {
            let members = sort.members.iter().flatten();
            let members: Vec<String> = members.map(|one| format!("{} ({})", one.name, one.until)).collect();
            vec![
                one.body.title.clone(),
                sort.title.clone(),
                sort.seats.to_string(),
                sort.filled.to_string(),
                sort.seats.saturating_sub(sort.filled).to_string(),
                sort.ending.to_string(),
                members.join("; "),
                one.body.quorum.to_string(),
                one.body.review_on.to_string(),
            ]
        };
        one.seats.iter().map(row).collect()
    };
    all.iter().flat_map(of).collect()
}
