//! One run: its payments, the file for the payroll, and that it was paid.

use super::{PATH, TITLE, who_for_what};
use crate::{
    domain::words,
    service::{
        fault::{Fault, FieldError},
        payments::{
            MAKE,
            making::{self, SURE},
            paper,
            payroll::{self, COLUMNS},
            runs::{self, Done, Line, Paid, Run},
            settle,
        },
    },
    views::{
        components::{
            banner::Banner,
            control::{Control, Day, Declaration},
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
/// How many payments whoever records a run has seen in it.
const COUNT: &str = "payments";
/// That the page was shown which asks whether the payroll knows.
const ASKED: &str = "asked";

/// The page of a run.
pub fn href(id: &str) -> String {
    format!("{PATH}/runs/{id}")
}

/// How a run stands, in a cell.
pub(super) fn stands(one: &Line) -> Cell {
    match one.paid_on {
        Some(on) => Cell::new(words::short_day(on)),
        None if one.claims == 0 => Cell::new("Empty, and closed"),
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
    let seen = request.typed(COUNT).and_then(|count| count.parse().ok()).unwrap_or(0);
    let done = match date(&typed) {
        Ok(Some(day)) => settle(&site.app, request.alliance()?, &request.caller()?, (id, seen), day),
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
    let sure = request.typed(SURE) == Some("yes");
    match making::take_out(&site.app, request.alliance()?, &request.caller()?, id, claim, sure) {
        Ok(()) => Ok(Reply::go(format!("{}?out=yes", href(id)))),
        Err(Fault::Invalid(errors)) => are_you_sure(site, request, (id, claim), &errors),
        Err(other) => Err(other),
    }
}

/// The file was fetched with it: the payroll may pay it all the same, and it would be paid twice.
fn are_you_sure(
    site: &Site,
    request: &Request,
    (id, claim): (&str, &str),
    errors: &[FieldError],
) -> Result<Reply, Fault> {
    let run = site.app.reading(request.alliance()?, |desk| runs::one(desk, id))?;
    let one = run.claims.iter().find(|one| one.claim.id == claim);
    let one = one.ok_or(Fault::NotFound("page"))?;
    let title = format!("Does the payroll know that {} is taken out?", one.claim.name);
    let agreed = Field::new(
        SURE,
        "Confirm it",
        Control::Declaration(Declaration {
            statement: "I have told the payroll not to pay this, or not to use the file that they have.".to_owned(),
            agreed: false,
        }),
    );
    // What is missing is said only to whoever has pressed the button of this page.
    let errors = if request.typed(ASKED).is_some() { errors } else { &[] };
    let fields = with_errors(vec![agreed], errors);
    let mut page = shell::with_errors(shell::page(site, request, &title)?, &fields);
    page.trail = vec![
        Link::new(TITLE, PATH),
        Link::new(format!("Run {}", run.line.reference), href(id)),
    ];
    let button = Button::primary("Take it out of the run").weighing(Weight::Warning);
    let mut form = Form::new(format!("{}/take-out", href(id)), shell::key(site), fields, button);
    form.buttons.links = vec![Link::new("Leave it in the run", href(id))];
    for (name, value) in [(CLAIM, claim), (ASKED, "yes")] {
        form.hidden.push(Hidden {
            name: name.to_owned(),
            value: value.to_owned(),
        });
    }
    let says = vec![
        format!(
            "The file of this run was fetched with {} for {}, {}, in it. If the payroll uses that file, the money goes all \
             the same; and if the payment is put into another run, it goes twice.",
            words::money(one.claim.sum()),
            one.claim.name,
            one.claim.activity
        ),
        "That it was taken out after the file was fetched is written down on the page of the run.".to_owned(),
    ];
    let drawn = shell::draw(&Sheet {
        says,
        parts: vec![Part {
            forms: vec![form],
            ..Part::bare("sure")
        }],
        ..Sheet::new(page, title)
    })?;
    Ok(drawn.with_status(422))
}

fn show(site: &Site, request: &Request, typed: &Day, errors: &[FieldError]) -> Result<Reply, Fault> {
    let (run, paper) = site.app.reading(request.alliance()?, |desk| {
        let id = request.param("run");
        Ok::<_, Fault>((runs::one(desk, id)?, paper::of(desk, id)?))
    })?;
    let may = request.session()?.has_power(MAKE);
    let open = run.line.paid_on.is_none() && may;
    let mut fields = Vec::new();
    let mut parts = vec![
        Part {
            summary: Some(facts(&run)),
            links: paper
                .map(|id| Link::new("What was paid, as a paper to keep", format!("/documents/{id}")))
                .into_iter()
                .collect(),
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
            forms: vec![Form {
                hidden: vec![Hidden {
                    name: COUNT.to_owned(),
                    value: run.claims.len().to_string(),
                }],
                ..Form::new(
                    format!("{}/paid", href(&run.line.id)),
                    shell::key(site),
                    fields.clone(),
                    Button::primary(format!("Record {count} as paid")),
                )
            }],
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
                (None, _) if line.claims == 0 => {
                    "Nothing is left in it: it is closed, and nothing is paid by it".to_owned()
                }
                (None, _) => "Not yet".to_owned(),
            },
        ),
    ];
    let at = |step: &runs::Step| format!("by {}, {}", step.by, words::stamp_in(step.at, words::ZONE));
    let (mut fetched, mut taken_out) = (Vec::new(), Vec::new());
    for step in &run.steps {
        match &step.what {
            Done::Fetched { with_accounts } => fetched.push(match with_accounts {
                true => format!("{}, with accounts", at(step)),
                false => at(step),
            }),
            Done::TakenOut { what, after_file } => taken_out.push(match after_file {
                true => format!("{what}: {}, after the file was fetched", at(step)),
                false => format!("{what}: {}", at(step)),
            }),
        }
    }
    for (key, values) in [("File fetched", fetched), ("Taken out", taken_out)] {
        if !values.is_empty() {
            rows.push(SummaryRow {
                values,
                ..SummaryRow::new(key, "")
            });
        }
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
        empty: "No payment is left in this run.".to_owned(),
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
    let mut says = vec![match (run.line.paid_on, accounts) {
        (Some(_), _) => "The run is paid: the file says what was paid to whom, and holds no account any more.".to_owned(),
        (None, 0) => "The file holds no account: nobody in this run is paid into one.".to_owned(),
        (None, _) => {
            "The file holds the accounts of those who are paid into one. Give it to the payroll and delete it. Each time \
             it is fetched is written down, and whoever’s account it holds sees by whom."
                .to_owned()
        }
    }];
    if run.line.paid_on.is_none() && accounts > 0 {
        says.push(
            "Sort codes are six digits and account numbers eight, as payroll systems take them. Load the file into \
             yours as it is. A spreadsheet that opens it by itself drops zeros at the front: to look at it there, import \
             it and choose “text” for these two columns, and do not save it from there."
                .to_owned(),
        );
    }
    if run.was_fetched() && run.line.paid_on.is_none() {
        says.push("It was fetched before: two copies that are both used pay everybody twice.".to_owned());
    }
    Part {
        says,
        forms: vec![Form::new(
            format!("{}/file", href(&run.line.id)),
            shell::key(site),
            Vec::new(),
            Button::primary("Fetch the file for the payroll (CSV)").weighing(Weight::Secondary),
        )],
        ..Part::new("payroll", "For the payroll")
    }
}
