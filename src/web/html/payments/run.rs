//! One run: its payments, the file for the payroll, and that it was paid.

use super::{PATH, TITLE, who_for_what};
use crate::{
    domain::words,
    service::{
        fault::{Fault, FieldError},
        payments::{
            MAKE, making,
            payroll::{self, COLUMNS},
            runs::{self, Line, Paid, Run},
            settle,
        },
    },
    views::{
        components::{
            banner::Banner,
            control::Day,
            field::Field,
            form::{Form, Hidden},
            link::{Button, Link, Weight},
            page::Width,
            summary::{SummaryList, SummaryRow},
            table::{Cell, Column, Table},
            tag::Tag,
        },
        pages::sheet::{Part, Sheet},
    },
    web::{
        html::{
            lists,
            people::{date, day_of, day_typed, with_errors},
            shell,
        },
        reply::Reply,
        request::Request,
        site::Site,
    },
};

/// The question that asks for the day.
const DAY: &str = "paid_on";
const CLAIM: &str = "claim";

/// The page of a run.
pub fn href(id: &str) -> String {
    format!("{PATH}/runs/{id}")
}

/// How a run stands, in a cell.
pub(super) fn stands(one: &Line) -> Cell {
    match one.paid_on {
        Some(on) => Cell::new(words::short_day(on)),
        None => Cell::tag(Tag::attention("Not yet")),
    }
}

/// The page.
///
/// # Errors
/// There is no such run.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let today = day_of(words::local_day(site.app.clock.now()));
    show(site, request, &today, &[])
}

/// The file for the payroll. Whoever opens accounts shows first that it is still they.
///
/// # Errors
/// There is no such run.
pub fn file(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let id = request.param("run");
    if let Some(reply) = shell::stale(site, request.session()?, &href(id)) {
        return Ok(reply);
    }
    let (reference, rows) = payroll::file(&site.app, request.alliance()?, &request.caller()?, id)?;
    lists::file(&reference, COLUMNS, &rows)
}

/// Records that it was paid.
///
/// # Errors
/// There is no such run, or it is recorded already.
pub fn paid(site: &Site, request: &Request) -> Result<Reply, Fault> {
    if let Some(reply) = shell::stale(site, request.session()?, &href(request.param("run"))) {
        return Ok(reply);
    }
    let id = request.param("run");
    let typed = day_typed(request, DAY);
    let wrong = |says: &str| Fault::field(DAY, says);
    let done = match date(&typed) {
        Ok(Some(day)) => settle(&site.app, request.alliance()?, &request.caller()?, id, day),
        Ok(None) => Err(wrong("Enter the day on which the money went.")),
        Err(()) => Err(wrong("Enter a day, such as 5 3 2026.")),
    };
    match done {
        Ok(()) => Ok(Reply::go(format!("{}?paid=yes", href(id)))),
        Err(Fault::Invalid(errors)) => Ok(show(site, request, &typed, &errors)?.with_status(422)),
        Err(other) => Err(other),
    }
}

/// Takes a payment out of it.
///
/// # Errors
/// It is not in it, or the run is paid.
pub fn take_out(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let id = request.param("run");
    let claim = request.typed(CLAIM).unwrap_or_default();
    making::take_out(&site.app, request.alliance()?, &request.caller()?, id, claim)?;
    Ok(Reply::go(format!("{}?out=yes", href(id))))
}

fn show(site: &Site, request: &Request, typed: &Day, errors: &[FieldError]) -> Result<Reply, Fault> {
    let run = site
        .app
        .reading(request.alliance()?, |desk| runs::one(desk, request.param("run")))?;
    let may = request.session()?.has_power(MAKE);
    let open = run.line.paid_on.is_none() && may;
    let mut fields = Vec::new();
    let mut parts = vec![
        Part {
            summary: Some(facts(&run)),
            ..Part::bare("facts")
        },
        Part {
            table: Some(table(site, &run, open)),
            ..Part::new("payments", "Payments in it")
        },
    ];
    if may && !run.claims.is_empty() {
        parts.push(for_the_payroll(site, &run));
    }
    if open && !run.claims.is_empty() {
        let field = Field::date(DAY, "On which day was it paid?", typed.clone())
            .hint("The day on which the money went. Everybody in the run gets their statement with this day.");
        fields = with_errors(vec![field], errors);
        let count = words::count_of(run.claims.len(), "payment", "payments");
        parts.push(Part {
            says: vec![
                "Record it once the payroll has paid. If one of them was not paid, take it out first: it waits again."
                    .to_owned(),
            ],
            forms: vec![Form::new(
                format!("{}/paid", href(&run.line.id)),
                shell::key(site),
                fields.clone(),
                Button::primary(format!("Record {count} as paid")),
            )],
            ..Part::new("paid", "Record that it was paid")
        });
    }
    let title = format!("Run {}", run.line.reference);
    let mut page = shell::with_errors(shell::page(site, request, &title)?, &fields);
    page.width = Width::Wide;
    page.trail = vec![Link::new(TITLE, PATH)];
    page.banner = [
        ("new", "The run is made. Fetch the file, pay it, and record it here"),
        ("paid", "The run is recorded as paid, and everybody in it is told"),
        ("out", "The payment is taken out of the run. It waits again"),
    ]
    .into_iter()
    .find_map(|(word, says)| request.asked(word).map(|_| Banner::success(says)));
    shell::draw(&Sheet {
        parts,
        ..Sheet::new(page, title)
    })
}

fn facts(run: &Run) -> SummaryList {
    let line = &run.line;
    let mut rows = vec![
        SummaryRow::new("Sum", words::money(line.sum)),
        SummaryRow::new("Payments", words::whole(i64::try_from(line.claims).unwrap_or(i64::MAX))),
        SummaryRow::new(
            "Made",
            format!("by {}, {}", line.made_by, words::stamp_in(line.made_at, words::ZONE)),
        ),
        SummaryRow::new(
            "Paid",
            match (line.paid_on, &run.paid_by) {
                (Some(on), Some(by)) => format!("on {}, as {by} recorded", words::day(on)),
                (Some(on), None) => format!("on {}", words::day(on)),
                (None, _) => "Not yet".to_owned(),
            },
        ),
    ];
    if !run.opened.is_empty() {
        let opened = run
            .opened
            .iter()
            .map(|(by, at)| format!("by {by}, {}", words::stamp_in(*at, words::ZONE)));
        rows.push(SummaryRow {
            values: opened.collect(),
            ..SummaryRow::new("Accounts opened", "")
        });
    }
    SummaryList { rows }
}

fn table(site: &Site, run: &Run, open: bool) -> Table {
    let mut columns = vec![
        Column::new("Who"),
        Column::new("What for"),
        Column::new("Done on"),
        Column::new("How"),
        Column::new("Expenses").number(),
        Column::new("Sum").number(),
    ];
    if open {
        columns.push(Column::new("Change"));
    }
    let line = |one: &Paid| {
        let claim = &one.claim;
        let mut cells = who_for_what(claim).to_vec();
        cells.extend([
            Cell::new(claim.done_on.map_or_else(String::new, words::short_day)),
            Cell {
                tag: (open && one.is_paid).then(|| Tag::attention("Paid by itself already")),
                ..Cell::new(words::upper_first(claim.way.as_deref().unwrap_or_default()))
            },
            Cell::new(words::money(claim.expenses)),
            Cell::new(words::money(claim.sum())),
        ]);
        if open {
            cells.push(Cell::buttons(vec![out_of(site, run, one)]));
        }
        cells
    };
    Table {
        id: "payments-rows".to_owned(),
        caption: words::count_of(run.claims.len(), "payment", "payments"),
        columns,
        rows: run.claims.iter().map(line).collect(),
        empty: "No payment is left in this run. Make another one.".to_owned(),
        csv: None,
        paging: None,
    }
}

fn out_of(site: &Site, run: &Run, one: &Paid) -> Form {
    let button = Button::primary(format!("Take {} out", one.claim.name)).weighing(Weight::Secondary);
    let mut form = Form::new(
        format!("{}/take-out", href(&run.line.id)),
        shell::key(site),
        Vec::new(),
        button,
    );
    form.hidden.push(Hidden {
        name: CLAIM.to_owned(),
        value: one.claim.id.clone(),
    });
    form
}

fn for_the_payroll(site: &Site, run: &Run) -> Part {
    let accounts = run.claims.iter().filter(|one| one.claim.wants_account).count();
    let says = match (run.line.paid_on, accounts) {
        (Some(_), _) => "The run is paid: the file says what was paid to whom, and holds no account any more.".to_owned(),
        (None, 0) => "The file holds no account: nobody in this run is paid into one.".to_owned(),
        (None, _) => {
            "The file holds the accounts of those who are paid into one. Give it to the payroll and delete it. Each time \
             it is fetched is written down, and whoever’s account it holds sees by whom."
                .to_owned()
        }
    };
    Part {
        says: vec![says],
        forms: vec![Form::new(
            format!("{}/file", href(&run.line.id)),
            shell::key(site),
            Vec::new(),
            Button::primary("Fetch the file for the payroll (CSV)").weighing(Weight::Secondary),
        )],
        ..Part::new("payroll", "For the payroll")
    }
}
