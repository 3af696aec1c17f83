//! What comes in, what is committed, and which contracts end soon.

use super::{
    home::record_href,
    lists::{self, Choose, Column, List},
    shell,
};
use crate::{
    domain::words,
    service::{
        fault::Fault,
        money::{self, Committed, Money, PATH, WARNINGS},
    },
    views::{
        components::{
            link::Link,
            page::Width,
            summary::{SummaryList, SummaryRow},
            table::Cell,
            tag::{Tag, Tone},
            text::Empty,
        },
        pages::sheet::{Part, Sheet},
    },
    web::{reply::Reply, request::Request, site::Site},
};

const TITLE: &str = "Money, and contracts that end";

/// The page, or the file of the contracts.
///
/// # Errors
/// The database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let caller = request.caller()?;
    let (money, unseen) = site
        .app
        .reading(request.alliance()?, |desk| money::seen(desk, &caller))?;
    let today = words::local_day(site.app.clock.now());
    let list = list(today);
    if lists::wants_file(request) {
        return list.file(request, money.contracts);
    }
    let mut page = shell::page(site, request, TITLE)?;
    page.width = Width::Wide;
    let summary = sums(&money, today);
    let contracts = Part {
        says: match unseen {
            0 => Vec::new(),
            some => vec![format!(
                "{} that you do not see {} in what is committed, and not in the list.",
                words::count_of(some, "contract", "contracts"),
                if some == 1 { "is" } else { "are" }
            )],
        },
        ..list.part(request, money.contracts)
    };
    shell::draw(&Sheet {
        says: vec![
            "What the commissioners agreed to is noted on a contract, with where they agreed. Once it is, nothing is committed \
             beyond it. Whoever manages contracts gets a letter twelve, nine and six months before one ends, and before the \
             funding itself does."
                .to_owned(),
        ],
        parts: vec![
            Part {
                summary: Some(summary),
                ..Part::bare("sums")
            },
            contracts,
        ],
        ..Sheet::new(page, TITLE)
    })
}

fn sums(money: &Money, today: chrono::NaiveDate) -> SummaryList {
    let ends_within = |months: u32| {
        let soon = money.contracts.iter().filter(|one| {
            let ends = one
                .term
                .filter(|_| one.in_force)
                .and_then(|(_, ends_on)| money::near(today, ends_on));
            ends.is_some_and(|due| due <= months)
        });
        words::whole(i64::try_from(soon.count()).unwrap_or(i64::MAX))
    };
    let mut rows = vec![
        SummaryRow::new(
            "Agreed by the commissioners",
            money.funded.map_or_else(|| "Not noted yet".to_owned(), words::money),
        ),
        SummaryRow::new("Committed by contracts", words::money(money.committed)),
    ];
    if !money.funding.words().is_empty() {
        rows.insert(1, SummaryRow::new("It comes as", money.funding.words()));
    }
    if let Some(ends_on) = money.funding.ends_on {
        rows.push(SummaryRow::new("Funded until", words::day(ends_on)));
        let later = money::beyond(money);
        rows.push(SummaryRow::new(
            "Contracts that run on after that",
            words::whole(i64::try_from(later).unwrap_or(i64::MAX)),
        ));
    }
    if !money.funding.flow_down.is_empty() {
        rows.push(SummaryRow::new(
            "Terms that hosts keep too",
            money.funding.flow_down.clone(),
        ));
    }
    if let Some(funded) = money.funded {
        rows.push(SummaryRow::new(
            "Left",
            words::money(funded.saturating_sub(money.committed)),
        ));
    }
    rows.extend(WARNINGS.map(|months| {
        SummaryRow::new(
            format!("Contracts that end within {months} months"),
            ends_within(months),
        )
    }));
    SummaryList { rows }
}

fn list(today: chrono::NaiveDate) -> List<'static, Committed> {
    let near = move |one: &Committed| {
        one.term
            .filter(|_| one.in_force)
            .and_then(|(_, ends)| money::near(today, ends))
    };
    List {
        id: "contracts",
        name: "contracts-and-money",
        path: PATH.to_owned(),
        words: ("contract", "contracts"),
        columns: vec![
            Column::text("contract", "Contract", |one: &Committed| {
                [one.title.as_str(), &one.reference].join(" ")
            })
            .shown(|one| Cell {
                note: Some(one.reference.clone()),
                ..Cell::link(Link::new(&one.title, record_href(money::KIND, &one.id)))
            }),
            Column::text("host", "Host", |one: &Committed| one.host.clone()),
            Column::money("year", ("A year", "A year (pounds)"), |one: &Committed| one.yearly),
            Column::money(
                "value",
                ("All of its time", "All of its time (pounds)"),
                |one: &Committed| one.value,
            ),
            Column::day("from", "From", |one: &Committed| one.term.map(|term| term.0)),
            Column::day("ends", "Last day", |one: &Committed| one.term.map(|term| term.1)).shown(move |one| {
                let day = one.term.map_or_else(String::new, |term| words::short_day(term.1));
                Cell {
                    tag: near(one).map(|months| {
                        let tone = if months == 6 { Tone::Problem } else { Tone::Attention };
                        Tag::new(format!("Within {months} months"), tone)
                    }),
                    ..Cell::new(day)
                }
            }),
            Column::text("stands", "How it stands", |one: &Committed| {
                if one.in_force { "In force" } else { "Not signed yet" }.to_owned()
            }),
        ],
        choices: vec![Choose {
            name: "within",
            label: "Ends within",
            any: "Any time",
            options: WARNINGS
                .iter()
                .map(|months| (months.to_string(), format!("{months} months")))
                .collect(),
            fits: Box::new(move |one: &Committed, wanted| {
                near(one).is_some_and(|due| wanted.parse().is_ok_and(|most: u32| due <= most))
            }),
        }],
        usual: "ends",
        empty: Empty {
            title: "No contract commits money now".to_owned(),
            text: "The first stands here when its terms are written, after an award.".to_owned(),
            link: Some(Link::new("Procurements", "/procurements")),
        },
    }
}
