//! Payments, for those who pay: what waits, the runs, how long it takes, and what to look at.

pub mod lists;
pub mod run;

use super::{own, shell};
use crate::{
    domain::{involvement::pace::Pace, words},
    service::{
        fault::{Fault, FieldError},
        payments::{
            self, Claim, KIND, MAKE,
            making::{self, WHICH, Waiting},
            runs,
        },
    },
    views::{
        components::{
            control::{Choice, Options},
            field::Field,
            form::Form,
            link::{Button, Link},
            page::Width,
            summary::{SummaryList, SummaryRow},
            table::{Cell, Column, Table},
            tag::Tag,
            text::Empty,
        },
        pages::sheet::{Part, Sheet},
    },
    web::{html::home::record_href, reply::Reply, request::Request, site::Site},
};

/// Where it is.
pub const PATH: &str = "/payments";
pub(super) const TITLE: &str = "Payments";
/// Runs on this page; all of them have one of their own.
const RUNS: usize = 5;

/// The page.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    show(site, request, None, &[])
}

/// Makes a run of what was chosen.
///
/// # Errors
/// Somebody was as quick, or the database fails.
pub fn make(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let chosen = own::all(request, WHICH);
    match making::make(&site.app, request.alliance()?, &request.caller()?, &chosen) {
        Ok(id) => Ok(Reply::go(format!("{}?new=yes", run::href(&id)))),
        Err(Fault::Invalid(errors)) => Ok(show(site, request, Some(&chosen), &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

fn show(site: &Site, request: &Request, chosen: Option<&[String]>, errors: &[FieldError]) -> Result<Reply, Fault> {
    let caller = request.caller()?;
    let (waiting, to_approve, all, (pace, odd)) = site.app.reading(request.alliance()?, |desk| {
        Ok::<_, Fault>((
            making::waiting(desk, &caller)?,
            making::to_approve(desk)?,
            runs::all(desk)?,
            payments::overview(desk, &caller)?,
        ))
    })?;
    let may = request.session()?.has_power(MAKE);
    let (ready, not_yet): (Vec<Waiting>, Vec<Waiting>) = waiting.into_iter().partition(|one| one.why_not.is_none());
    let mut fields = Vec::new();
    let mut first = Part::new("waiting", "Approved, and not paid yet");
    if ready.is_empty() {
        first.empty = Some(Empty {
            title: "Nothing waits to be paid".to_owned(),
            text: "A payment stands here once its person has said yes and it was approved.".to_owned(),
            link: None,
        });
    } else if may {
        fields = vec![question(&ready, chosen)];
        own::with(&mut fields, errors);
        first.forms = vec![Form::new(
            PATH,
            shell::key(site),
            fields.clone(),
            Button::primary("Make a run of these"),
        )];
    } else {
        first.table = Some(table(
            &ready,
            "ready",
            &words::count_of(ready.len(), "payment", "payments"),
            false,
        ));
    }
    let mut parts = vec![first];
    if !not_yet.is_empty() {
        parts.push(Part {
            table: Some(table(
                &not_yet,
                "not-yet-rows",
                &format!(
                    "{}, and why not",
                    words::upper_first(&words::count_of(not_yet.len(), "payment", "payments"))
                ),
                true,
            )),
            ..Part::new("not-yet", "What cannot go into a run yet")
        });
    }
    if !to_approve.is_empty() {
        parts.push(Part {
            says: vec![
                "Their people have said yes; a contract manager approves them. Then they can go into a run.".to_owned(),
            ],
            table: Some(table(
                &to_approve,
                "to-approve-rows",
                &format!(
                    "{} to approve",
                    words::upper_first(&words::count_of(to_approve.len(), "payment", "payments"))
                ),
                false,
            )),
            ..Part::new("to-approve", "Waiting to be approved")
        });
    }
    parts.push(latest(&all));
    parts.push(how_long(site, pace));
    parts.push(lists::worth_a_look(&odd));
    let mut page = shell::with_errors(shell::page(site, request, TITLE)?, &fields);
    // What was refused although nothing waits any more has no question to stand beside.
    let says = match fields.is_empty() {
        true => errors.iter().map(|one| one.says.clone()).collect(),
        false => Vec::new(),
    };
    page.width = Width::Wide;
    shell::draw(&Sheet {
        says: says.into_iter().chain([summary(&ready)]).collect(),
        parts,
        ..Sheet::new(page, TITLE)
    })
}

fn summary(ready: &[Waiting]) -> String {
    let sum = ready.iter().map(|one| one.claim.sum()).fold(0, i64::saturating_add);
    let late = ready.iter().filter(|one| one.is_late).count();
    let mut says = match ready.len() {
        0 => "People are paid in runs: a run is one file for the payroll, and is recorded as paid once.".to_owned(),
        count => format!(
            "{} can go into a run, {} together.",
            words::upper_first(&words::count_of(count, "payment", "payments")),
            words::money(sum)
        ),
    };
    if late > 0 {
        says.push_str(&format!(" {} late.", words::upper_first(&counted_is(late))));
    }
    says
}

fn counted_is(late: usize) -> String {
    match late {
        1 => "one of them is".to_owned(),
        more => format!("{} of them are", words::number(u64::try_from(more).unwrap_or(u64::MAX))),
    }
}

/// Which payments: all of them are chosen at first, because that is what is done mostly.
fn question(ready: &[Waiting], chosen: Option<&[String]>) -> Field {
    let choices = ready.iter().map(|one| {
        let claim = &one.claim;
        let is_chosen = chosen.is_none_or(|chosen| chosen.contains(&claim.id));
        Choice::new(
            &claim.id,
            format!("{}, {}: {}", claim.name, claim.activity, words::money(claim.sum())),
            is_chosen,
        )
        .hint(hint(one))
    });
    Field::options(
        WHICH,
        "Which payments go into this run?",
        Options::several(choices.collect()),
    )
}

fn hint(one: &Waiting) -> String {
    let claim = &one.claim;
    let mut says = vec![claim.about.clone()];
    says.extend(claim.done_on.map(|on| format!("done on {}", words::day(on))));
    says.extend(since(one));
    if claim.expenses > 0 {
        says.push(format!("with {} of expenses", words::money(claim.expenses)));
    }
    says.extend(claim.way.clone().map(|way| words::upper_first(&way)));
    says.retain(|part| !part.is_empty());
    says.join("; ")
}

/// How long ago the activity was, and that it is late.
fn since(one: &Waiting) -> Option<String> {
    let days = one.days?;
    let ago = match days {
        0 => "today".to_owned(),
        days => format!(
            "{} ago",
            words::count(days.unsigned_abs(), "working day", "working days")
        ),
    };
    Some(if one.is_late { format!("{ago}: late") } else { ago })
}

fn table(rows: &[Waiting], id: &str, caption: &str, why: bool) -> Table {
    let mut columns = ["Who", "What for", "Done on", "How"].map(Column::new).to_vec();
    columns.push(Column::new("Sum").number());
    if why {
        columns.push(Column::new("Why not"));
    }
    let line = |one: &Waiting| {
        let claim = &one.claim;
        let mut cells = who_for_what(claim).to_vec();
        cells.extend([
            Cell {
                tag: one.is_late.then(|| Tag::attention("Late")),
                ..Cell::new(claim.done_on.map_or_else(String::new, words::short_day))
            },
            Cell::new(words::upper_first(claim.way.as_deref().unwrap_or("not known yet"))),
            Cell::new(words::money(claim.sum())),
        ]);
        if why {
            cells.push(Cell::new(one.why_not.clone().unwrap_or_default()));
        }
        cells
    };
    Table {
        id: id.to_owned(),
        caption: caption.to_owned(),
        columns,
        rows: rows.iter().map(line).collect(),
        empty: String::new(),
        csv: None,
        paging: None,
    }
}

/// Whose a payment is, and what for: the first cells of its row.
pub(super) fn who_for_what(claim: &Claim) -> [Cell; 2] {
    [
        Cell::link(Link::new(&claim.name, record_href(KIND, &claim.id))),
        Cell {
            note: Some(claim.about.clone()).filter(|about| !about.is_empty()),
            ..Cell::new(&claim.activity)
        },
    ]
}

fn latest(all: &[runs::Line]) -> Part {
    // One that was emptied is over, and stands in the list of all.
    let live: Vec<&runs::Line> = all
        .iter()
        .filter(|one| one.paid_on.is_some() || one.claims > 0)
        .collect();
    let rows = live.iter().copied().take(RUNS).map(|one| {
        vec![
            Cell::link(Link::new(&one.reference, run::href(&one.id))),
            Cell::new(words::short_day(words::local_day(one.made_at))),
            Cell::new(words::whole(i64::try_from(one.claims).unwrap_or(i64::MAX))),
            Cell::new(words::money(one.sum)),
            run::stands(one),
        ]
    });
    let mut columns = ["Run", "Made on"].map(Column::new).to_vec();
    columns.extend([
        Column::new("Payments").number(),
        Column::new("Sum").number(),
        Column::new("Paid on"),
    ]);
    Part {
        table: Some(Table {
            id: "runs-rows".to_owned(),
            caption: "The newest runs".to_owned(),
            columns,
            rows: rows.collect(),
            empty: "No run was made yet. The first stands here once you make one.".to_owned(),
            csv: None,
            paging: None,
        }),
        links: (all.len() > RUNS || all.len() > live.len())
            .then(|| Link::new("All runs", format!("{PATH}/runs")))
            .into_iter()
            .collect(),
        ..Part::new("runs", "Runs")
    }
}

/// How long it takes, in full: those who pay see every payment anyway.
fn how_long(site: &Site, pace: Pace) -> Part {
    let setting = &site.app.library.payments;
    let days = |days: Option<i64>| {
        days.map_or_else(
            || "No payment yet".to_owned(),
            |days| words::count(days.unsigned_abs(), "working day", "working days"),
        )
    };
    Part {
        says: vec![format!(
            "From the day of the activity to the day of the payment, over the last {} months. Those who are paid see the \
             same on their own page, where there are enough of them that nobody can be recognised.",
            setting.months
        )],
        summary: Some(SummaryList {
            rows: vec![
                SummaryRow::new("Half took no longer than", days(pace.middle)),
                SummaryRow::new("The slowest took", days(pace.slowest)),
                SummaryRow::new(
                    format!("Wait longer than {} working days now", setting.longest),
                    words::count_of(pace.late, "person", "people"),
                ),
                SummaryRow::new(
                    "Counted from",
                    format!(
                        "{} to {}",
                        words::count_of(pace.payments, "payment", "payments"),
                        words::count_of(pace.people, "person", "people")
                    ),
                ),
            ],
        }),
        ..Part::new("days", "Days to payment")
    }
}
