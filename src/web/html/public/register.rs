//! The public register: opportunities, awards and contracts.

use super::{alliance, day, open_data, packages};
use crate::{
    domain::{sheets, words},
    service::{
        fault::Fault,
        public::{
            self, procurement,
            register::{self, COLUMNS, Row, Sort, Wanted, cells},
        },
    },
    views::{
        components::{
            control::{Choice, Control, Options},
            field::Field,
            link::Link,
            page::Width,
            paging::{Filter, Paging},
            table::{Cell, Column, Order, Table},
            tag::{Tag, Tone},
            text::Empty,
        },
        pages::sheet::{Part, Point, Sheet},
    },
    web::{html::shell, reply::Reply, request::Request, site::Site},
};

const PATH: &str = "/register";
/// Lines on a page.
const SIZE: usize = 25;

/// The list.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let wanted = wanted(request);
    let rows = register::select(rows(site, request)?, &wanted);
    let mut shell = shell::page(site, request, "Register")?;
    shell.width = Width::Wide;
    let here: usize = request.asked("page").and_then(|text| text.parse().ok()).unwrap_or(1);
    let total = rows.len();
    let last = total.div_ceil(SIZE).max(1);
    let here = here.clamp(1, last);
    let shown = rows.iter().skip((here - 1) * SIZE).take(SIZE);
    let none = total == 0 && wanted == Wanted::default();
    let list = Part {
        filter: (!none).then(|| filter(&wanted)),
        table: (!none).then(|| Table {
            id: "register-rows".to_owned(),
            caption: format!("{} in the register", words::count(whole(total), "line", "lines")),
            columns: columns(&wanted),
            rows: shown.map(line).collect(),
            empty: "Nothing in the register fits. Ask for less, or show all.".to_owned(),
            csv: Some(address("/register.csv", &wanted, 1)),
            paging: Paging::new("Register", whole(total), whole(SIZE), whole(here), |page| {
                address(PATH, &wanted, page)
            }),
        }),
        empty: none.then(|| Empty {
            title: "Nothing has been published yet".to_owned(),
            text: "The first line comes when a text is agreed, or when bids are invited. You can ask to be told."
                .to_owned(),
            link: Some(Link::new("Get an email when something is published", "/subscriptions")),
        }),
        ..Part::bare("list")
    };
    let ways = Part {
        points: vec![
            Point::leading(Link::new("All notices", "/notices")),
            Point::leading(Link::new(
                "Feed of notices, for news readers (Atom)",
                "/feeds/notices.atom",
            )),
            Point::leading(Link::new("Dates, for your calendar (iCalendar)", "/feeds/dates.ics")),
            Point::leading(Link::new("Get an email when something is published", "/subscriptions")),
            Point::leading(Link::new("Who decides what, and when", "/process")),
        ],
        ..Part::new("ways", "Keep an eye on it")
    };
    let sheet = Sheet {
        says: vec![
            "What this alliance is preparing, what organisations can bid for, who was chosen, and what was signed. \
             Everything here was published in a notice; each line leads to where it says so."
                .to_owned(),
        ],
        parts: vec![list, ways],
        ..Sheet::new(shell, "Register")
    };
    shell::draw(&sheet)
}

/// The same lines as a file.
///
/// # Errors
/// The database fails.
pub fn csv(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let rows = register::select(rows(site, request)?, &wanted(request));
    let rows: Vec<Vec<String>> = rows.iter().map(cells).collect();
    let text = sheets::write(&COLUMNS, &rows).map_err(|error| anyhow::anyhow!("{error}"))?;
    let mut reply = open_data("text/csv; charset=utf-8; header=present", text);
    let name = crate::web::reply::attachment("register.csv");
    reply.headers.push(("content-disposition", name));
    Ok(reply)
}

/// Every line of the register.
fn rows(site: &Site, request: &Request) -> Result<Vec<Row>, Fault> {
    let alliance = alliance(site, request)?;
    let all = site.app.reading(&alliance, |desk| {
        let mut out = Vec::new();
        for one in public::all(desk)? {
            let now = procurement::runs(desk, &one)?.into_iter().find_map(|run| run.now);
            out.push((one, now.unwrap_or_default()));
        }
        Ok::<_, Fault>(out)
    })?;
    Ok(all
        .iter()
        .flat_map(|(one, now)| register::rows(one, now, &packages(site, one)))
        .collect())
}

fn line(row: &Row) -> Vec<Cell> {
    let href = format!("{PATH}/{}", row.procurement);
    let title = match row.sort {
        Sort::Planned | Sort::Opportunity => row.title.clone(),
        Sort::Award | Sort::Contract => row.organisation.clone(),
    };
    let quiet = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let tag = match row.sort {
        Sort::Planned => Tag::new(row.sort.title(), Tone::Quiet),
        Sort::Opportunity => Tag::new(row.sort.title(), Tone::Active),
        Sort::Award | Sort::Contract => Tag::new(row.sort.title(), Tone::Good),
    };
    vec![
        Cell {
            note: quiet(&match row.sort {
                Sort::Planned | Sort::Opportunity => row.reference.clone(),
                Sort::Award | Sort::Contract => format!("{} · {}", row.title, row.reference),
            }),
            ..Cell::link(Link::new(title, href))
        },
        Cell::tag(tag),
        Cell {
            note: quiet(&row.places),
            ..Cell::new(&row.status)
        },
        Cell::new(row.value.map(words::money).unwrap_or_default()),
        Cell::new(row.ends.map(words::day).unwrap_or_default()),
        Cell::new(day(row.published)),
    ]
}

fn columns(wanted: &Wanted) -> Vec<Column> {
    let by = match wanted.by.as_str() {
        "" => "published",
        other => other,
    };
    let sorted = |text: &str, name: &str| {
        let mine = by == name;
        let next = Wanted {
            by: name.to_owned(),
            turned: mine && !wanted.turned,
            ..wanted.clone()
        };
        // The newest first is the usual order, so that one goes down.
        let down = (name == "published") != wanted.turned;
        let now = mine.then_some(if down { Order::Descending } else { Order::Ascending });
        Column::new(text).sorted(address(PATH, &next, 1), now)
    };
    vec![
        sorted("What", "title"),
        Column::new("Sort"),
        Column::new("How it stands"),
        sorted("Money", "value").number(),
        sorted("Ends, or closes", "ends"),
        sorted("Published", "published"),
    ]
}

fn filter(wanted: &Wanted) -> Filter {
    let any = Choice::new("", "Everything", wanted.sort.is_none());
    let sorts = Sort::ALL.map(|sort| Choice::new(sort.word(), sort.title(), wanted.sort == Some(sort)));
    let without = |wanted: Wanted| address(PATH, &wanted, 1);
    let mut chosen = Vec::new();
    if let Some(sort) = wanted.sort {
        let rest = Wanted {
            sort: None,
            ..wanted.clone()
        };
        chosen.push(Link::new(sort.title(), without(rest)));
    }
    if !wanted.words.is_empty() {
        let rest = Wanted {
            words: String::new(),
            ..wanted.clone()
        };
        chosen.push(Link::new(format!("“{}”", wanted.words), without(rest)));
    }
    Filter {
        title: "Filter the register".to_owned(),
        action: PATH.to_owned(),
        fields: vec![
            Field::text("q", "Words: a name, a network, a reference", &wanted.words),
            Field::new(
                "what",
                "What to show",
                Control::Select(Options::one(std::iter::once(any).chain(sorts).collect())),
            ),
        ],
        chosen,
        clear: PATH.to_owned(),
    }
}

fn wanted(request: &Request) -> Wanted {
    let sort = request.asked("what").unwrap_or_default();
    let said = request.asked("q").unwrap_or_default();
    Wanted {
        sort: Sort::ALL.into_iter().find(|one| one.word() == sort),
        words: said
            .chars()
            .filter(|c| !c.is_control())
            .take(100)
            .collect::<String>()
            .trim()
            .to_owned(),
        by: request.asked("by").unwrap_or_default().to_owned(),
        turned: request.asked("turned").is_some(),
    }
}

/// The address of a view, without what is usual.
fn address(path: &str, wanted: &Wanted, page: u64) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if let Some(sort) = wanted.sort {
        query.append_pair("what", sort.word());
    }
    if !wanted.words.is_empty() {
        query.append_pair("q", &wanted.words);
    }
    if ["title", "value", "ends", "published"].contains(&wanted.by.as_str()) {
        query.append_pair("by", &wanted.by);
    }
    if wanted.turned {
        query.append_pair("turned", "yes");
    }
    if page > 1 {
        query.append_pair("page", &page.to_string());
    }
    let query = query.finish();
    match query.is_empty() {
        true => path.to_owned(),
        false => format!("{path}?{query}"),
    }
}

fn whole(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
