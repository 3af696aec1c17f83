//! How the start of a service is prepared: the plan with how each task stands, posts, networks, and what is looked at
//! before the first day.

use super::{page, tabled, work};
use crate::{
    domain::words,
    service::{
        fault::Fault,
        hosting::{self, Hosted},
    },
    views::{
        components::{
            table::Cell,
            tag::{Tag, Tone},
        },
        contexts::contract_lines::PlanRow,
        pages::sheet::{Part, Sheet},
    },
    web::{
        html::{lists, shell},
        reply::Reply,
        request::Request,
        site::Site,
    },
};

/// What leads here.
pub(super) const WAY: &str = "How the start is prepared, and who is in post";

/// The page, or the plan as a file.
///
/// # Errors
/// The contract is not there, or not for this person.
pub fn show(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let found = hosting::contract(&site.app, request.alliance()?, &request.caller()?, request.param("id"))?;
    if lists::wants_file(request) {
        let row = |one: &PlanRow| {
            let due = one.due_on.map(|on| on.to_string()).unwrap_or_default();
            [&one.title, &one.owner, &due, &one.status, &one.note]
                .map(Clone::clone)
                .into()
        };
        let rows: Vec<Vec<String>> = found.contract.plan.iter().map(row).collect();
        return lists::file("plan", &["What", "Who", "By", "How it stands", "Noted last"], &rows);
    }
    let heading = format!("Getting ready: {}", found.contract.host.name);
    shell::draw(&Sheet {
        caption: found.seen.record.reference.clone(),
        says: says(&found),
        parts: vec![plan(&found, request), before(&found), posts(&found), networks(&found)],
        ..Sheet::new(page(site, request, &found.seen, &heading)?, heading)
    })
}

fn says(found: &Hosted) -> Vec<String> {
    let first = match found.contract.starts_on {
        Some(on) => format!(
            "The first day by the contract is {}. The service starts on the later of that day and the day after everything \
             is there that has to be there first.",
            words::day(on)
        ),
        None => "The first day is not agreed yet, so that no task has a day.".to_owned(),
    };
    let late = found.contract.late_tasks.len();
    let open = found.contract.plan.iter().filter(|one| one.is_red).count();
    let stands = match (found.contract.plan.is_empty(), late, open) {
        (true, ..) => {
            "There is no plan here: the contract began before there was one, or ran before it was known here."
                .to_owned()
        }
        (_, 0, 0) => "Nothing in the plan is late or stuck.".to_owned(),
        (_, 0, _) => format!(
            "The service is past its start. Of {} nobody has said that it was done.",
            words::count_of(open, "task of the plan", "tasks of the plan")
        ),
        _ => format!("{} late, or stuck.", words::count_of(late, "task is", "tasks are")),
    };
    vec![first, stands]
}

fn plan(found: &Hosted, request: &Request) -> Part {
    let cells = |one: &PlanRow| {
        let tone = match (one.is_done, one.is_red) {
            (true, _) => Tone::Good,
            (_, true) => Tone::Problem,
            _ if one.status.starts_with("Amber") => Tone::Attention,
            _ => Tone::Active,
        };
        vec![
            Cell {
                note: Some(one.note.clone()).filter(|note| !note.is_empty()),
                ..Cell::new(&one.title)
            },
            Cell::new(&one.owner),
            Cell::new(one.due_on.map(words::day).unwrap_or_default()),
            Cell::tag(Tag::new(&one.status, tone)),
        ]
    };
    let rows: Vec<Vec<Cell>> = found.contract.plan.iter().map(cells).collect();
    let mut part = tabled(
        "plan",
        ("What is done by when", "Tasks"),
        &["What", "Who", "By", "How it stands"],
        rows,
        "There is no plan for this contract.",
    );
    if let Some(table) = &mut part.table {
        let path = request.path.split('?').next().unwrap_or_default();
        table.csv = (!table.rows.is_empty()).then(|| format!("{path}?as=csv"));
    }
    part.links = work(&found.seen, "mobilisation.progress", "Say how a task stands")
        .into_iter()
        .collect();
    part
}

fn before(found: &Hosted) -> Part {
    let rows = found.contract.before_start.iter();
    let rows = rows.map(|one| {
        let tone = if one.value == "Yes" {
            Tone::Good
        } else {
            Tone::Attention
        };
        vec![Cell::new(&one.name), Cell::tag(Tag::new(&one.value, tone))]
    });
    tabled(
        "before",
        ("What is looked at before the start", "Before the first day"),
        &["What", "Is it there?"],
        rows.collect(),
        "Nothing has to be looked at.",
    )
}

fn posts(found: &Hosted) -> Part {
    let rows = found.contract.posts.iter().map(|one| {
        let networks = match one.networks.is_empty() {
            true => "Not said".to_owned(),
            false => words::list(&one.networks),
        };
        vec![
            Cell {
                note: Some(one.worker.clone()).filter(|worker| !worker.is_empty()),
                ..Cell::new(&one.post)
            },
            Cell::new(networks),
            Cell::tag(Tag::new(&one.now, if one.in_post { Tone::Good } else { Tone::Quiet })),
            Cell::new(one.since.map(words::day).unwrap_or_default()),
        ]
    });
    Part {
        says: vec![
            "A post names the networks that it serves, and a short name that its host chose for whoever fills it: one worker \
             in two networks is one. Nobody's own name, past or health stands here."
                .to_owned(),
        ],
        links: work(&found.seen, "post.update", "Say how far a post is").into_iter().collect(),
        ..tabled(
            "posts",
            ("Posts of peer workers", "Posts"),
            &["Post", "Networks", "How far it is", "Since"],
            rows.collect(),
            "No post has been recorded yet.",
        )
    }
}

fn networks(found: &Hosted) -> Part {
    let or = |said: &str, nothing: &str| {
        if said.is_empty() {
            nothing.to_owned()
        } else {
            said.to_owned()
        }
    };
    let rows = found.contract.networks.iter().map(|one| {
        vec![
            Cell::new(&one.network),
            Cell::new(or(&one.lead, "Not named yet")),
            Cell::new(or(&one.space, "Not said yet")),
            Cell::new(or(&one.pathway, "Not written down yet")),
        ]
    });
    Part {
        links: work(&found.seen, "network.prepare", "Say what is agreed with a network")
            .into_iter()
            .collect(),
        ..tabled(
            "networks",
            ("What is agreed with each network", "Networks"),
            &[
                "Network",
                "Who leads on it there",
                "Where a worker sits",
                "How people come",
            ],
            rows.collect(),
            "No network is named.",
        )
    }
}
