//! One's own payments: what one was paid, how long it takes, and where the money goes.

use super::{page as own_page, week as own_week, with};
use crate::{
    domain::{involvement::account::Account, monitoring::suppression::Shown, words},
    service::{
        fault::{Fault, FieldError},
        payments::{
            KIND,
            account::{self, Given, Opened, PATH},
            days::{self, Mine},
            weekly,
        },
    },
    views::{
        components::{
            banner::Banner,
            control::{Control, Input},
            field::Field,
            form::{Form, Hidden},
            link::{Button, ButtonGroup, Link, Weight},
            page::Width,
            summary::{SummaryList, SummaryRow},
            table::{Cell, Column, Table},
            text::{Details, Empty},
        },
        pages::sheet::{Part, Sheet},
    },
    web::{
        html::{home::record_href, shell},
        reply::Reply,
        request::Request,
        site::Site,
    },
};

pub(super) const TITLE: &str = "My payments";
const GIVE: &str = "/account/payments/account";
const NAME: &str = "name";
const SORT_CODE: &str = "sort_code";
const NUMBER: &str = "number";
/// What was typed was looked at once more: `yes`, or `no` to change it.
const CHECKED: &str = "checked";

/// The page.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let person = request.session()?.person.id.clone();
    let (mine, pace, given, opened, cap) = site.app.reading(request.alliance()?, |desk| {
        Ok::<_, Fault>((
            days::mine(desk, &person)?,
            days::pace(desk)?,
            account::of(desk, &person)?,
            account::openings(desk, &person)?,
            weekly::of(desk, &person)?,
        ))
    })?;
    let other = match &request.session()?.principal {
        Some(other) => {
            let cap = site
                .app
                .reading(request.alliance()?, |desk| weekly::of(desk, &other.id))?;
            Some(own_week::of_another(&other.name, cap))
        }
        None => None,
    };
    let setting = &site.app.library.payments;
    let public = pace.public(setting.figures);
    let mut page = own_page(site, request, TITLE)?;
    page.width = Width::Wide;
    page.banner = [
        ("given", "Where we pay you is saved"),
        ("away", "The account is deleted"),
        ("week", "What you wish in one week is saved"),
    ]
    .into_iter()
    .find_map(|(word, says)| request.asked(word).map(|_| Banner::success(says)));
    let mut sheet = Sheet {
        says: vec![
            "You need not ask to be paid. A payment is offered when you have done something, and you say yes or no to it."
                .to_owned(),
        ],
        parts: vec![
            what_was_paid(&mine),
            where_to(site, given.as_ref(), &opened),
            own_week::part(cap),
            Part {
                says: vec![
                    format!(
                        "From the day on which something was done to the day on which the money went, over the last {} \
                         months, for everybody. Payments that somebody wanted later are left out.",
                        setting.months
                    ),
                    setting.figures.words(),
                ],
                summary: Some(SummaryList {
                    rows: vec![
                        SummaryRow::new("Half took no longer than", in_days(public.middle)),
                        SummaryRow::new("The slowest took", in_days(public.slowest)),
                        SummaryRow::new(
                            format!("People who wait longer than {} working days now", setting.longest),
                            words::upper_first(&public.late.to_string()),
                        ),
                    ],
                }),
                ..Part::new("days", "How long payments take")
            },
        ],
        ..Sheet::new(page, TITLE)
    };
    sheet.parts.extend(other);
    shell::draw(&sheet)
}

fn in_days(shown: Shown) -> String {
    match shown {
        Shown::Number(days) => words::count(days.unsigned_abs(), "working day", "working days"),
        other => words::upper_first(&other.to_string()),
    }
}

fn what_was_paid(mine: &[Mine]) -> Part {
    let mut part = Part::new("paid", "Your payments");
    if mine.is_empty() {
        part.empty = Some(Empty {
            title: "No payment yet".to_owned(),
            text: "The first stands here when you have commented, signed, scored or come to a meeting.".to_owned(),
            link: None,
        });
        return part;
    }
    let rows = mine.iter().map(|one| {
        vec![
            Cell {
                note: Some(one.about.clone()).filter(|about| !about.is_empty()),
                ..Cell::link(Link::new(&one.activity, record_href(KIND, &one.id)))
            },
            Cell::new(one.done_on.map_or_else(String::new, words::short_day)),
            Cell::new(words::money(one.sum)),
            Cell {
                note: match one.paid_on {
                    Some(on) => Some(format!("Paid on {}", words::day(on))),
                    None => one.is_over_week.then(|| {
                        "With it you would get more in one week than you chose: it is kept for a later one".to_owned()
                    }),
                },
                ..Cell::new(&one.stands)
            },
            Cell::new(one.days.map_or_else(String::new, |days| {
                words::count(days.unsigned_abs(), "working day", "working days")
            })),
        ]
    });
    let mut columns = ["What for", "Done on"].map(Column::new).to_vec();
    columns.extend([
        Column::new("Sum").number(),
        Column::new("How it stands"),
        Column::new("How long it took"),
    ]);
    part.table = Some(Table {
        id: "paid-rows".to_owned(),
        caption: words::count_of(mine.len(), "payment", "payments"),
        columns,
        rows: rows.collect(),
        empty: String::new(),
        csv: None,
        paging: None,
    });
    part
}

fn where_to(site: &Site, given: Option<&Given>, opened: &[Opened]) -> Part {
    let mut rows = Vec::new();
    match given {
        None => rows.push(SummaryRow::new("Account", "None given").change("the account that you are paid into", GIVE)),
        Some(given) => {
            let mut says = vec![
                given.masked.clone(),
                format!("Since {}", words::day(words::local_day(given.changed_at))),
            ];
            says.extend(given.rests_until.map(|day| {
                format!(
                    "It is new, and used from {} on. If it was not you who changed it, call us today.",
                    words::day(day)
                )
            }));
            rows.push(
                SummaryRow {
                    values: says,
                    ..SummaryRow::new("Account", "")
                }
                .change("the account that you are paid into", GIVE),
            );
        }
    }
    let seen: Vec<String> = opened
        .iter()
        .map(|one| {
            format!(
                "{}, for the run {}, {}",
                one.by,
                one.run,
                words::stamp_in(one.at, words::ZONE)
            )
        })
        .collect();
    rows.push(match seen.is_empty() {
        true => SummaryRow::new("Opened by", "Nobody"),
        false => SummaryRow {
            values: seen,
            ..SummaryRow::new("Opened by", "")
        },
    });
    let away = given.map(|_| {
        Form::new(
            format!("{GIVE}/take-away"),
            shell::key(site),
            Vec::new(),
            Button::primary("Delete my account number").weighing(Weight::Secondary),
        )
    });
    Part {
        summary: Some(SummaryList { rows }),
        details: vec![who_sees_it()],
        forms: away.into_iter().collect(),
        ..Part::new("where", "Where the money goes")
    }
}

fn who_sees_it() -> Details {
    Details {
        summary: "Who sees this?".to_owned(),
        paragraphs: vec![
            "Those who pay, in the file for the payroll, when a payment of yours is in it; each time is written above. \
             Nobody else does: not contract managers, not supporters. You yourself see only the end of it, so that \
             nobody reads it over your shoulder."
                .to_owned(),
            "It is locked with a key that is not kept in the database, and it is in no letter and no journal.".to_owned(),
            "You need not give an account. Say how you would like to be paid when you say yes to a payment: a voucher or \
             cash will do. A payment can count as income; ask for free advice first if you get benefits."
                .to_owned(),
        ],
        open: false,
    }
}

/// Asks for the account.
///
/// # Errors
/// The database fails.
pub fn form(site: &Site, request: &Request) -> Result<Reply, Fault> {
    draw(site, request, &[])
}

/// Shows what was typed, to be checked; keeps it, sealed, once it was.
///
/// # Errors
/// The database fails.
pub fn give(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let session = request.session()?;
    if let Some(reply) = shell::stale(site, session, GIVE) {
        return Ok(reply);
    }
    let typed = |name: &str| request.typed(name).unwrap_or_default();
    let parts = (typed(NAME), typed(SORT_CODE), typed(NUMBER));
    match request.typed(CHECKED) {
        Some("yes") => {}
        Some(_) => return draw(site, request, &[]),
        None => {
            return match account::read(parts) {
                Ok(account) => check(site, request, &account),
                Err(Fault::Invalid(errors)) => Ok(draw(site, request, &errors)?.with_status(422)),
                Err(other) => Err(other),
            };
        }
    }
    match account::give(&site.app, request.alliance()?, &session.person.id, parts) {
        Ok(()) => Ok(Reply::go(format!("{PATH}?given=yes"))),
        Err(Fault::Invalid(errors)) => Ok(draw(site, request, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

/// Shows what was typed once more: money that goes to another account is hard to get back. Nothing is kept yet.
fn check(site: &Site, request: &Request, account: &Account) -> Result<Reply, Fault> {
    let title = "Check the account before you save it";
    let mut page = own_page(site, request, title)?;
    page.trail.push(Link::new(TITLE, PATH));
    let mut form = Form::new(GIVE, shell::key(site), Vec::new(), Button::primary("Save"));
    let parts = [
        (NAME, &account.name),
        (SORT_CODE, &account.sort_code),
        (NUMBER, &account.number),
    ];
    form.hidden = parts
        .iter()
        .map(|(name, value)| Hidden {
            name: (*name).to_owned(),
            value: (*value).clone(),
        })
        .collect();
    form.buttons = ButtonGroup {
        buttons: vec![
            Button::secondary("Save this account", CHECKED, "yes").weighing(Weight::Primary),
            Button::secondary("Change it", CHECKED, "no"),
        ],
        links: vec![Link::new("Do not save it", PATH)],
    };
    shell::draw(&Sheet {
        says: vec![
            "Hold it against your bank card, your banking app or a letter from your bank. What you are paid goes to this \
             account, and it can be hard to get back from another."
                .to_owned(),
        ],
        parts: vec![Part {
            summary: Some(SummaryList {
                rows: vec![
                    SummaryRow::new("Name on the account", &account.name),
                    SummaryRow::new("Sort code", &account.sort_code),
                    SummaryRow::new("Account number", &account.number),
                ],
            }),
            forms: vec![form],
            ..Part::bare("check")
        }],
        ..Sheet::new(page, title)
    })
}

/// Forgets it.
///
/// # Errors
/// The database fails.
pub fn take_away(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let session = request.session()?;
    if let Some(reply) = shell::stale(site, session, GIVE) {
        return Ok(reply);
    }
    account::take_away(&site.app, request.alliance()?, &session.person.id)?;
    Ok(Reply::go(format!("{PATH}?away=yes")))
}

fn draw(site: &Site, request: &Request, errors: &[FieldError]) -> Result<Reply, Fault> {
    let title = "Which account do we pay you into?";
    let typed = |name: &str| request.typed(name).unwrap_or_default();
    let digits = |name: &str| Control::Line(Input::number(typed(name)));
    let mut fields = vec![
        Field::text(NAME, "Name on the account", typed(NAME)).hint("As your bank writes it."),
        Field::new(SORT_CODE, "Sort code", digits(SORT_CODE)).hint("Six digits, such as 20-00-00."),
        Field::new(NUMBER, "Account number", digits(NUMBER)).hint("Eight digits."),
    ];
    with(&mut fields, errors);
    let mut page = shell::with_errors(own_page(site, request, title)?, &fields);
    page.trail.push(Link::new(TITLE, PATH));
    let person = request.session()?.person.id.clone();
    let given = site
        .app
        .reading(request.alliance()?, |desk| account::of(desk, &person))?;
    let says = match given {
        Some(_) => {
            "What stood here before is not shown, and goes when you save this. You get a letter that it was changed."
        }
        None => "You see it once more before it is saved. Then you get a letter that says so, without the number.",
    };
    shell::draw(&Sheet {
        says: vec![says.to_owned()],
        parts: vec![Part {
            details: vec![who_sees_it()],
            forms: vec![Form::new(GIVE, shell::key(site), fields, Button::primary("Continue"))],
            ..Part::bare("account")
        }],
        ..Sheet::new(page, title)
    })
}
