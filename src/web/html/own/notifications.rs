//! Letters to somebody, how they are written to, their calendar.

use accord_store::wishes::{News, WishRow};

use super::{all, page};
use crate::{
    domain::words,
    service::{
        fault::Fault,
        own::{
            letters::{self, Line},
            wishes,
        },
    },
    views::{
        components::{
            banner::Banner,
            control::{Choice, Options},
            field::Field,
            form::Form,
            link::{Button, ButtonGroup, Link, Weight},
            table::Cell,
            text::{Empty, Inset},
        },
        pages::sheet::{Part, Sheet},
    },
    web::{
        html::{
            lists::{self, Choose, Column, List},
            shell,
        },
        reply::Reply,
        request::Request,
        site::Site,
    },
};

const PATH: &str = "/account/notifications";
const TITLE: &str = "Letters and how we write to you";
const NEWS: &str = "news";
const WANTED: &str = "wanted";
const QUIET: &str = "quiet";
/// So many of the newest letters are listed.
const MOST: i64 = 1_000;

/// The page, or the letters as a file.
///
/// # Errors
/// The database fails.
pub fn show(site: &Site, request: &Request) -> Result<Reply, Fault> {
    if lists::wants_file(request) {
        let lines = letters_of(site, request)?;
        return list(&lines).file(request, lines.iter().collect());
    }
    draw(site, request, None)
}

/// Keeps what somebody wishes.
///
/// # Errors
/// The database fails.
pub fn save(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let news = match request.typed(NEWS) {
        Some("digest") => News::Digest,
        _ => News::AtOnce,
    };
    let wanted = all(request, WANTED);
    let sorts = wishes::sorts(&site.app).into_iter();
    let unwanted: Vec<String> = sorts
        .filter(|sort| !wanted.iter().any(|one| one == sort))
        .map(str::to_owned)
        .collect();
    let unwanted = serde_json::to_string(&unwanted)?;
    let quiet = request.typed(QUIET) == Some("yes");
    let person = &request.session()?.person.id;
    wishes::change(&site.app, request.alliance()?, person, move |row| {
        row.news = news;
        row.unwanted = unwanted;
        row.quiet = quiet;
    })?;
    Ok(Reply::go(format!("{PATH}?saved=yes")))
}

/// Makes the address of a calendar, or another one; it is shown once.
///
/// # Errors
/// The database fails.
pub fn calendar(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let person = &request.session()?.person.id;
    if request.typed("do") == Some("stop") {
        wishes::change(&site.app, request.alliance()?, person, |row| row.calendar = None)?;
        return Ok(Reply::go(format!("{PATH}?saved=yes")));
    }
    let token = wishes::new_calendar(&site.app, request.alliance()?, person)?;
    draw(site, request, Some(&token))
}

fn draw(site: &Site, request: &Request, token: Option<&str>) -> Result<Reply, Fault> {
    let session = request.session()?;
    let wish = wishes::of(&site.app, &session.person.id)?;
    let mut page = page(site, request, TITLE)?;
    page.width = crate::views::components::page::Width::Wide;
    if request.asked("saved").is_some() {
        page.banner = Some(Banner::success("Your choice is saved"));
    }
    let lines = letters_of(site, request)?;
    let written = Part {
        title: Some("Letters to you".to_owned()),
        ..list(&lines).part(request, lines.iter().collect())
    };
    let mut parts = vec![written, choices(site, &wish)];
    parts.push(calendar_part(site, &wish, token));
    parts.push(subscribed(site, request)?);
    let sheet = Sheet {
        parts,
        ..Sheet::new(page, TITLE)
    };
    shell::draw(&sheet)
}

fn letters_of(site: &Site, request: &Request) -> Result<Vec<Line>, Fault> {
    let person = &request.session()?.person.id;
    Ok(letters::list(&site.app, request.alliance()?, person, MOST, 0)?.0)
}

fn list(lines: &[Line]) -> List<'_, &Line> {
    let mut how: Vec<String> = lines.iter().map(|line| line.state.clone()).collect();
    how.sort();
    how.dedup();
    List {
        id: "letters",
        name: "letters",
        path: PATH.to_owned(),
        words: ("letter", "letters"),
        columns: vec![
            Column::text("letter", "Letter", |line: &&Line| line.title.clone()).shown(|line| Cell {
                note: line.news.as_ref().map(|news| format!("News: {news}")),
                ..match &line.href {
                    Some(href) => Cell::link(Link::new(&line.title, href)),
                    None => Cell::new(&line.title),
                }
            }),
            Column::when("written", ("Written", "Written (UK time)"), |line: &&Line| {
                Some(line.at)
            }),
            Column::text("state", "How it stands", |line: &&Line| line.state.clone()),
        ],
        choices: vec![Choose {
            name: "stands",
            label: "How it stands",
            any: "However it stands",
            options: how.into_iter().map(|one| (one.clone(), one)).collect(),
            fits: Box::new(|line, state| line.state == state),
        }],
        usual: "-written",
        empty: Empty {
            title: "We have not written to you yet".to_owned(),
            text: "When we do, each letter stands here, with whether it arrived.".to_owned(),
            link: None,
        },
    }
}

fn choices(site: &Site, wish: &WishRow) -> Part {
    let terms = &site.app.library.subscriptions;
    let together = wish.news == News::Digest;
    let unwanted = wishes::unwanted(wish);
    let sorts = wishes::sorts(&site.app)
        .into_iter()
        .map(|sort| Choice::new(sort, sort, !unwanted.contains(sort)));
    let fields = vec![
        Field::options(
            NEWS,
            "When do you want news?",
            Options::one(vec![
                Choice::new("at_once", "Each when it happens", !together),
                Choice::new(
                    "digest",
                    format!("Together, once a day at {}", spoken(&terms.digest_at)),
                    together,
                ),
            ]),
        ),
        Field::options(WANTED, "Which news do you want?", Options::several(sorts.collect())),
        Field::options(
            QUIET,
            format!("Do you want quiet from {} to {}?", terms.quiet_from, terms.quiet_until),
            Options::yes_no(Some(wish.quiet)),
        )
        .hint("Letters of the night then come in the morning, unless a deadline is near."),
    ];
    Part {
        inset: Some(Inset {
            warning: false,
            paragraphs: vec![
                "Some letters you must get, and they come at once: what you are asked to do, reminders of a deadline, \
                 results, codes, and papers that are yours. News you may have later, or not at all."
                    .to_owned(),
            ],
            link: None,
        }),
        forms: vec![Form::new(PATH, shell::key(site), fields, Button::primary("Save"))],
        ..Part::new("choices", "How we write to you")
    }
}

/// `20:00` as people say it.
fn spoken(time: &str) -> String {
    let read = chrono::NaiveTime::parse_from_str(time, "%H:%M");
    read.map_or_else(|_| time.to_owned(), words::time_of_day)
}

fn calendar_part(site: &Site, wish: &WishRow, token: Option<&str>) -> Part {
    let there = wish.calendar.is_some();
    let mut buttons = vec![Button::secondary(
        if there {
            "Make a new address; the old one stops"
        } else {
            "Make an address for my calendar"
        },
        "do",
        "make",
    )];
    if there {
        buttons.push(Button::secondary("Stop it", "do", "stop").weighing(Weight::Warning));
    }
    let form = Form {
        buttons: ButtonGroup {
            buttons,
            links: Vec::new(),
        },
        ..Form::new(
            "/account/calendar",
            shell::key(site),
            Vec::new(),
            Button::primary("Make it"),
        )
    };
    let mut says = vec![
        "Your calendar program can show what waits for you and what is coming. Give it an address of your own: whoever \
         has the address can read these dates, so keep it to yourself."
            .to_owned(),
    ];
    says.push(match there {
        true => "You have one.".to_owned(),
        false => "You have none.".to_owned(),
    });
    Part {
        says,
        inset: token.map(|token| Inset {
            warning: false,
            paragraphs: vec![
                "This is the address. It is shown this once; copy it into your calendar now.".to_owned(),
                format!("{}/feeds/mine/{token}.ics", site.origin.text()),
            ],
            link: None,
        }),
        forms: vec![form],
        ..Part::new("calendar", "Dates in your calendar")
    }
}

/// What somebody gets as anybody may, under the same address.
fn subscribed(site: &Site, request: &Request) -> Result<Part, Fault> {
    let session = request.session()?;
    let email = session.person.email.clone().unwrap_or_default().to_lowercase();
    let alliance = request.alliance()?;
    let found = site
        .app
        .store
        .read(|db| accord_store::subscriptions::by_address(db, alliance, &email))?;
    let row = found.filter(|row| row.confirmed_at.is_some());
    let ask = Link::new("Get an email when something is published", "/subscriptions");
    let (says, links) = match row {
        Some(row) => {
            let topics = site.app.subscription(&row.stop_key)?.topics;
            let stop = Link::new("Stop these emails", format!("/subscriptions/stop/{}", row.stop_key));
            (format!("{email} is told of: {topics}."), vec![stop])
        }
        None => ("You have asked for none.".to_owned(), vec![ask]),
    };
    Ok(Part {
        says: vec![says],
        links,
        ..Part::new("subscriptions", "What anybody may ask to be told of")
    })
}
