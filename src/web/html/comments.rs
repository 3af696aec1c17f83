//! What people said about a text: as a list, to be found by how it stands, and one by one with what
//! became of it.

use super::{
    changes::grouped,
    fields,
    home::record_href,
    lists::{self, Choose, Column, List},
    shell,
    sign_in::encoded,
    threads,
};
use crate::{
    domain::words,
    service::{
        comments::{self, ANSWER, Comment, Followed, Heard, RATE, Stands},
        fault::Fault,
        forms::Choices,
    },
    views::{
        components::{
            changes::Changes,
            form::Form,
            link::{Button, Link},
            page::{Page, Width},
            summary::{SummaryList, SummaryRow},
            table::Cell,
            tag::{Tag, Tone},
            text::{Empty, Inset},
        },
        pages::sheet::{Part, Sheet},
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// Words of a comment that a row shows.
const SHORT: usize = 24;

/// Where the comments on a record's text stand.
pub fn href(kind: &str, id: &str) -> String {
    format!("{}/comments", record_href(kind, id))
}

/// The list, as a page or as a file.
///
/// # Errors
/// The record is not there, or not for this person.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let place = (request.kind(), request.param("id"));
    let heard = comments::all(&site.app, request.alliance()?, &request.caller()?, place)?;
    let list = list(&heard);
    let rows: Vec<&Comment> = heard.comments.iter().collect();
    if lists::wants_file(request) {
        return list.file(request, rows);
    }
    let record = &heard.seen.record;
    let heading = format!("What people said about {}", record.title);
    let part = list.part(request, rows);
    shell::draw(&Sheet {
        caption: record.reference.clone(),
        says: counts(&heard),
        parts: vec![Part {
            links: ways(&heard),
            ..part
        }],
        ..Sheet::new(around(site, request, &heard, &heading)?, heading)
    })
}

fn around(site: &Site, request: &Request, heard: &Heard, title: &str) -> Result<Page, Fault> {
    let record = &heard.seen.record;
    let mut page = shell::page(site, request, title)?;
    page.width = Width::Wide;
    page.trail = shell::below(record);
    Ok(page)
}

/// How many wait, and how many are not happy: what a signer ought to know before anything else.
fn counts(heard: &Heard) -> Vec<String> {
    let of = |stands: Stands| heard.comments.iter().filter(|one| one.stands == stands).count();
    let all = heard.comments.len();
    if all == 0 {
        return Vec::new();
    }
    let count = |number: usize| words::count_of(number, "comment", "comments");
    let mut out = vec![match of(Stands::Waiting) {
        0 => format!("{} came in, and each has an answer.", words::upper_first(&count(all))),
        waiting => format!(
            "{} came in; {waiting} still to be answered.",
            words::upper_first(&count(all))
        ),
    }];
    let hidden = heard.comments.iter().filter(|one| one.hidden.is_some()).count();
    out.extend((hidden > 0).then(|| {
        format!(
            "The words of {} are hidden from others, with the reason in their place.",
            count(hidden)
        )
    }));
    out.extend(match of(Stands::NotHappy) {
        0 => None,
        1 => Some("One person is not happy with their answer.".to_owned()),
        many => Some(format!("{many} people are not happy with their answers.")),
    });
    out
}

fn ways(heard: &Heard) -> Vec<Link> {
    let record = &heard.seen.record;
    let here = record_href(&record.kind, &record.id);
    let mut out = vec![Link::new("Read the text", format!("{here}/text"))];
    if heard.may_answer && heard.comments.iter().any(|one| one.stands == Stands::Waiting) {
        out.insert(0, Link::new("Answer comments", format!("{here}/answering")));
    }
    out
}

fn list(heard: &Heard) -> List<'_, &Comment> {
    let record = &heard.seen.record;
    let path = href(&record.kind, &record.id);
    let (one, other) = (path.clone(), path.clone());
    List {
        id: "comments",
        name: "comments",
        path,
        words: ("comment", "comments"),
        columns: vec![
            Column::text("text", "What was said", |row: &&Comment| row.text.clone()).shown(move |row| Cell {
                note: Some(format!("Comment {}. {}", row.number, by(row))),
                ..Cell::link(Link::new(short(&row.text), format!("{one}/{}", row.id)))
            }),
            Column::text("section", "About", |row: &&Comment| row.heading.clone()),
            Column::text("stands", "How it stands", |row: &&Comment| {
                row.stands.title().to_owned()
            })
            .shown(|row| Cell::tag(Tag::new(row.stands.title(), tone(row.stands)))),
            Column::text("answer", "Answer", answer).shown(move |row| Cell {
                note: row.changed.as_ref().map(|(_, heading)| format!("Changed: {heading}")),
                ..Cell::new(short(&answer(row)))
            }),
            Column::when("when", ("Said", "Said (UK time)"), |row: &&Comment| Some(row.at)),
            Column::number("number", "Number", |row: &&Comment| i64::try_from(row.number).ok()),
        ],
        choices: vec![
            Choose {
                name: "stands",
                label: "How it stands",
                any: "All",
                options: Stands::ALL
                    .iter()
                    .map(|(_, word, title)| ((*word).to_owned(), (*title).to_owned()))
                    .collect(),
                fits: Box::new(|row, value| {
                    let found = Stands::ALL.iter().find(|(_, word, _)| *word == value);
                    found.is_some_and(|(stands, ..)| row.stands == *stands)
                }),
            },
            Choose {
                name: "section",
                label: "Section",
                any: "All",
                options: heard.sections.clone(),
                fits: Box::new(|row, value| row.section == value),
            },
            Choose {
                name: "whose",
                label: "Whose",
                any: "Everybody's",
                options: vec![("mine".to_owned(), "Yours".to_owned())],
                fits: Box::new(|row, _| row.own),
            },
            Choose {
                name: "words",
                label: "Words",
                any: "All",
                options: vec![("hidden".to_owned(), "Hidden from others".to_owned())],
                fits: Box::new(|row, _| row.hidden.is_some()),
            },
        ],
        usual: "number",
        empty: Empty {
            title: "Nobody has commented yet".to_owned(),
            text: "While a text is open for comment, each paragraph of it has a link to say something about it. \
                   Every comment stands here with its answer."
                .to_owned(),
            link: Some(Link::new("Read the text", other.replace("/comments", "/text"))),
        },
    }
}

fn tone(stands: Stands) -> Tone {
    match stands {
        Stands::Waiting => Tone::Active,
        Stands::NotHappy => Tone::Attention,
        Stands::Answered => Tone::Quiet,
        Stands::Happy => Tone::Good,
    }
}

fn by(row: &Comment) -> String {
    if row.own { "You".to_owned() } else { row.by.clone() }
}

fn answer(row: &&Comment) -> String {
    match row.became {
        Some(became) => format!("{}. {}", became.title(), row.answer).trim().to_owned(),
        None => String::new(),
    }
}

/// The first words of something long.
pub(super) fn short(text: &str) -> String {
    let mut all = text.split_whitespace();
    let first: Vec<&str> = all.by_ref().take(SHORT).collect();
    let more = if all.next().is_some() { "…" } else { "" };
    format!("{}{more}", first.join(" "))
}

/// One comment: what was said, what was answered, how the text changed since, and whether its author is
/// happy with it.
///
/// # Errors
/// It is not there, or not for this person.
pub fn one(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let place = (request.kind(), request.param("id"));
    let (alliance, caller) = (request.alliance()?, request.caller()?);
    let followed = comments::one(&site.app, alliance, &caller, place, request.param("comment"))?;
    let (heard, comment) = (&followed.heard, &followed.comment);
    let record = &heard.seen.record;
    let heading = format!("Comment {}", comment.number);
    let mut page = around(site, request, heard, &heading)?;
    page.width = Width::Reading;
    page.trail.push(Link::new("Comments", href(&record.kind, &record.id)));
    let mut parts = vec![said(heard, comment)];
    parts.push(became(heard, comment));
    parts.extend(threads::below(heard, comment));
    parts.extend(since(&followed));
    parts.extend(happiness(site, heard, comment));
    shell::draw(&Sheet {
        caption: Some(record.title.clone()),
        parts,
        ..Sheet::new(page, heading)
    })
}

fn said(heard: &Heard, comment: &Comment) -> Part {
    let record = &heard.seen.record;
    let place = match comment.paragraph {
        0 => comment.heading.clone(),
        number => format!("{}, paragraph {number}", comment.heading),
    };
    let mut rows = vec![
        SummaryRow::new("About", place),
        SummaryRow::new("Said by", by(comment)),
        SummaryRow::new("When", words::stamp(comment.at)),
    ];
    if !comment.quote.is_empty() {
        rows.insert(1, SummaryRow::new("The words as they were", &comment.quote));
    }
    if let Some(way) = &comment.way {
        let how = format!("{way}. Somebody else wrote it down, and read it back to them.");
        rows.push(SummaryRow::new("How it came", how));
    }
    let (notice, veil) = threads::veil(heard, comment);
    let mut links = vec![Link::new(
        "Read that section",
        format!("{}/text#s-{}", record_href(&record.kind, &record.id), comment.section),
    )];
    links.extend(veil);
    Part {
        says: notice.into_iter().flat_map(|one| one.paragraphs).collect(),
        inset: Some(Inset {
            warning: false,
            paragraphs: vec![comment.text.clone()],
            link: None,
        }),
        summary: Some(SummaryList { rows }),
        links,
        ..Part::new("said", "What was said")
    }
}

fn became(heard: &Heard, comment: &Comment) -> Part {
    let record = &heard.seen.record;
    let here = record_href(&record.kind, &record.id);
    let mut part = Part::new("answer", "What was answered");
    if let Some(became) = comment.became {
        part.says.push(format!("{}.", became.title()));
        part.says
            .extend(Some(comment.answer.clone()).filter(|answer| !answer.trim().is_empty()));
        part.says.extend(
            comment
                .answered_at
                .map(|at| format!("Answered on {}.", words::day(words::local_day(at)))),
        );
    } else {
        part.says
            .push("It has no answer yet. It gets one, with a reason, before anybody is asked to sign.".to_owned());
    }
    part.links.extend(threads::same_as(heard, comment));
    if let Some((id, heading)) = &comment.changed {
        let link = Link::new(
            format!("Read what says it now: {heading}"),
            format!("{here}/text#s-{id}"),
        );
        part.links.push(link);
    }
    if heard.may_answer {
        let words = if comment.became.is_some() {
            "Answer it again"
        } else {
            "Answer it"
        };
        part.links.push(Link::new(
            words,
            format!("{here}/work/{ANSWER}?comment={}", encoded(&comment.id)),
        ));
    }
    part
}

fn since(followed: &Followed) -> Option<Part> {
    let (heading, _, blocks) = followed.since.as_ref()?;
    Some(Part {
        says: vec![format!(
            "{heading} has changed since this was said. Words that were added are underlined, words that were taken \
             out are struck through."
        )],
        changes: Some(Changes {
            groups: grouped(blocks),
        }),
        ..Part::new("since", "How the text has changed since")
    })
}

/// What its author says about the answer, or may say.
fn happiness(site: &Site, heard: &Heard, comment: &Comment) -> Option<Part> {
    let title = "Is the answer good?";
    let whose = if comment.own { "You are" } else { "Whoever said it is" };
    let mut part = match comment.stands {
        Stands::Waiting => return None,
        Stands::Happy => Part {
            says: vec![format!("{whose} happy with it.")],
            ..Part::new("judged", title)
        },
        Stands::NotHappy => Part {
            says: [
                Some(format!(
                    "{whose} not happy with it. The people who are asked to sign see that."
                )),
                comment
                    .unhappy_because
                    .clone()
                    .map(|because| format!("What is missing: {because}")),
            ]
            .into_iter()
            .flatten()
            .collect(),
            ..Part::new("judged", title)
        },
        Stands::Answered => Part {
            says: vec!["Nothing has been said about the answer yet.".to_owned()],
            ..Part::new("judged", title)
        },
    };
    if comment.own && heard.may_rate {
        let record = &heard.seen.record;
        let form = &site.app.library.work_form(&record.kind, RATE)?.form;
        let questions = form.fields.iter();
        let questions = questions
            .map(|field| fields::question(field, None, &Choices::default(), &[]))
            .collect();
        let action = format!(
            "{}/work/{RATE}?comment={}",
            record_href(&record.kind, &record.id),
            encoded(&comment.id)
        );
        if comment.stands == Stands::Answered {
            part.says =
                vec!["Only you can say this. The people who are asked to sign see it, without your name.".to_owned()];
        }
        part.forms
            .push(Form::new(action, shell::key(site), questions, Button::primary("Send")));
    }
    Some(part)
}
