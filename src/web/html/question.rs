//! A page of questions of a form: one, or for staff several, or a row of a table.

use accord_engine::definition::model::FieldType;
use chrono::{DateTime, Utc};
use serde_json::{Map, Value as Json};

use super::{copy, editable, fields, home::record_href, record, rows, shell, steps, task};
use crate::{
    domain::words,
    service::{
        drafts::{Sheet, WHY},
        earlier::beside,
        elsewhere,
        fault::Fault,
        places::Place,
        spoken,
    },
    views::{
        components::{
            field::Field,
            form::Form,
            link::{Button, ButtonGroup, Link},
            summary::{SummaryList, SummaryRow},
            text::Details,
        },
        pages::{
            asking::Asking,
            message::{Message, Words},
            weighing::Weighing,
        },
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// The button that saves and leaves.
pub(super) const LEAVE: &str = "ac-leave";
/// The questions that stand on a page, one word each.
pub(super) const ASKED: &str = "ac-asked";

/// What a page shows.
pub(super) struct Showing<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) place: &'a Place,
    /// Questions, or one row of a table.
    pub(super) on_page: &'a [&'a str],
    /// What they are filled in with.
    pub(super) answers: &'a Map<String, Json>,
    /// What is wrong, by question.
    pub(super) errors: &'a [(String, Vec<String>)],
}

/// The questions of a page as they are shown.
struct Drawn {
    questions: Vec<Field>,
    /// What is read before them.
    says: Vec<String>,
    /// The row of a table that the page is about.
    row: Option<String>,
    /// What was answered to the same question before, to copy from.
    earlier: Vec<Details>,
}

impl Showing<'_> {
    fn wrong(&self, id: &str) -> &[String] {
        let found = self.errors.iter().find(|(known, _)| known == id);
        found.map_or(&[][..], |(_, all)| all.as_slice())
    }

    fn drawn(&self) -> Drawn {
        let mut out = Drawn {
            questions: Vec::new(),
            says: self.sheet.ask.clone().into_iter().chain(until(self.sheet)).collect(),
            row: None,
            earlier: Vec::new(),
        };
        let (sheet, answers) = (self.sheet, self.answers);
        for id in self.on_page {
            if *id == WHY {
                out.questions.push(fields::why(answers.get(WHY), self.wrong(id)));
            } else if let Some((field, option, label)) = steps::row(sheet, id) {
                out.row = Some(label.to_owned());
                out.says
                    .extend(rows::beside(field, option, &sheet.choices).iter().cloned());
                out.says.extend(field.help.clone());
                out.earlier.extend(earlier(sheet, option, label));
                let before = answers.get(&field.id);
                let mut row = rows::row(field, option, before, &sheet.choices, self.wrong(id));
                rows::wrong_in_row(&mut row, id, self.errors);
                out.questions.extend(row);
            } else if let Some(field) = steps::field(sheet, id) {
                let before = answers.get(*id);
                let mut question = fields::question(field, before, &sheet.choices, self.wrong(id));
                rows::wrong_at(&mut question, self.errors);
                question.prefilled = sheet.filled_from(id, before).map(str::to_owned);
                out.questions.push(question);
            }
        }
        out
    }

    /// The questions, by id; a row stands for its table.
    fn asked(&self) -> Vec<&str> {
        let mut out = Vec::new();
        for id in self.on_page {
            out.push(steps::row(self.sheet, id).map_or(*id, |(field, _, _)| field.id.as_str()));
        }
        out
    }

    /// The form with its keys, without where one goes on.
    fn form(&self, site: &Site, request: &Request, questions: Vec<Field>) -> Result<Form, Fault> {
        let sheet = self.sheet;
        let here = task::here(request, self.place);
        let from_check = from_check(request);
        let first = self.on_page.first().copied().unwrap_or_default();
        let loaded = sheet.loaded()?;
        let version = sheet.seen_version().unwrap_or(loaded.snapshot.seq);
        let draft = sheet.draft.as_ref();
        let key = draft.map_or_else(|| shell::key(site), |one| one.id.clone());
        let asked = self.asked();
        let leave = Button::secondary("Save and come back later", LEAVE, "yes");
        Ok(Form {
            version: Some(version.to_string()),
            base: Some(mark(sheet, &asked)?),
            asked: Some(asked.join(" ")),
            autosave: Some(format!("{here}/save?q={first}")),
            saved: draft.map(|one| format!("Saved at {}.", spoken::clock_time(one.saved_at.utc()))),
            buttons: ButtonGroup {
                buttons: vec![Button::primary("Continue"), leave],
                links: Vec::new(),
            },
            ..Form::new(
                format!("{here}?q={first}{from_check}"),
                key,
                questions,
                Button::primary("Continue"),
            )
        })
    }
}

/// What an address says further of somebody who came from the page that shows all answers.
pub(super) fn from_check(request: &Request) -> &'static str {
    match request.asked("from") {
        Some("check") => "&from=check",
        Some(_) | None => "",
    }
}

/// Until when something is open, as a sentence.
pub(super) fn until(sheet: &Sheet) -> Option<String> {
    Some(open_until(sheet.until()?, sheet.now))
}

/// The same of a moment at which a clock ends.
pub(super) fn open_until(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let clock = spoken::clock(at, words::ZONE, now);
    match at > now {
        true => format!("This is open until {}, UK time.", clock.full),
        false => format!("This was due by {}. You can still do it.", clock.full),
    }
}

/// A mark of what these questions are filled in with; files are not typed.
pub(super) fn mark(sheet: &Sheet, asked: &[&str]) -> Result<String, Fault> {
    let is_file = |id: &str| steps::field(sheet, id).is_some_and(|field| field.kind == FieldType::File);
    let typed = asked.iter().copied().filter(|id| !is_file(id));
    Ok(elsewhere::mark(&sheet.answers()?, typed))
}

/// The page.
///
/// # Errors
/// The database fails.
pub(super) fn show(site: &Site, request: &Request, showing: &Showing<'_>) -> Result<Reply, Fault> {
    let record = &showing.sheet.seen.record;
    let Drawn {
        mut questions,
        mut says,
        row,
        earlier,
    } = showing.drawn();
    if !request.param("person").is_empty() {
        let words = "You write down what somebody else says, in their words. A second person confirms it.";
        says.insert(0, words.to_owned());
    }
    if matches!(standing(showing)?.0, None | Some(0)) {
        says.extend(showing.sheet.reads.iter().cloned());
    }
    let judged = judged(site, request, showing)?;
    let alone = questions.len() == 1 && row.is_none() && judged.is_none();
    if alone && let Some(only) = questions.first_mut() {
        only.heading = true;
    }
    let title = match questions.first() {
        Some(only) if alone => only.label.clone(),
        _ => row.unwrap_or_else(|| heading(showing.sheet)),
    };
    let mut page = shell::with_errors(shell::page(site, request, &title)?, &questions);
    page.back = Some(back(request, showing)?);
    let caption = caption(showing)?;
    let form = Form {
        beside: earlier,
        ..showing.form(site, request, questions)?
    };
    let mut links = vec![Link::new(
        format!("What this is about: {}", record.title),
        record_href(&record.kind, &record.id),
    )];
    if copy::is_locked(site, request, showing.sheet)? {
        let href = format!("{}/copy", task::here(request, showing.place));
        links.push(Link::new("Begin from a copy that I saved", href));
    }
    if editable::is_offered(showing.sheet) && request.param("person").is_empty() {
        let href = format!("{}/draft.odt", task::here(request, showing.place));
        links.push(Link::new(
            "Take all questions and your answers away as a document (ODT)",
            href,
        ));
    }
    match judged {
        Some(about) => shell::draw(&Weighing {
            page,
            caption,
            heading: title,
            says,
            about,
            form,
            links,
        }),
        None => shell::draw(&Asking {
            page,
            caption: Some(caption),
            heading: (!alone).then_some(title),
            says,
            form,
            links,
        }),
    }
}

/// What the organisation answered to the same question before; whoever reads it copies what still holds.
fn earlier(sheet: &Sheet, option: &str, label: &str) -> Vec<Details> {
    let said = beside(&sheet.earlier, option, label).into_iter();
    said.map(|one| Details {
        summary: format!("What you wrote to “{}” before, in {}", one.title, one.at),
        paragraphs: one.text.split("\n\n").map(str::to_owned).collect(),
        open: false,
    })
    .collect()
}

/// What is judged, on the first page of the questions.
fn judged(site: &Site, request: &Request, showing: &Showing<'_>) -> Result<Option<SummaryList>, Fault> {
    match standing(showing)?.0 {
        None | Some(0) if request.param("person").is_empty() => about(site, request, showing.sheet),
        _ => Ok(None),
    }
}

/// What the record says, where an answer judges it. A form with a row for each of something is where a record is
/// written, and needs no copy of itself beside it.
pub(super) fn about(site: &Site, request: &Request, sheet: &Sheet) -> Result<Option<SummaryList>, Fault> {
    let mut fields = sheet.form.iter().flat_map(|(_, form)| &form.fields);
    match fields.any(|field| field.row_of().is_some()) {
        true => Ok(None),
        false => record::about(site, request, &sheet.seen),
    }
}

/// The same person answered otherwise in another window: both are shown, and nothing is kept before
/// they have chosen.
///
/// # Errors
/// The database fails.
pub(super) fn elsewhere(
    site: &Site,
    request: &Request,
    showing: &Showing<'_>,
    differs: &[String],
) -> Result<Reply, Fault> {
    let sheet = showing.sheet;
    let kept = sheet.answers()?;
    let at = sheet.draft.as_ref().map(|one| spoken::clock_time(one.saved_at.utc()));
    let rows = differs.iter().map(|id| match steps::field(sheet, id) {
        Some(field) => SummaryRow {
            values: fields::words(field, kept.get(id), &sheet.choices),
            ..SummaryRow::new(&field.label, "")
        },
        None => SummaryRow::new("Why?", kept.get(id).and_then(Json::as_str).unwrap_or_default()),
    });
    let title = "You changed this in another window";
    let message = Message {
        words: vec![Words {
            title: "What you wrote in the other window".to_owned(),
            list: SummaryList { rows: rows.collect() },
        }],
        form_title: Some("What you wrote here".to_owned()),
        form: Some(showing.form(site, request, showing.drawn().questions)?),
        caption: Some(sheet.seen.record.title.clone()),
        ..Message::new(
            shell::page(site, request, title)?,
            title,
            vec![
                format!("The other window was saved at {}.", at.unwrap_or_default()),
                "Nothing is lost: change what you wrote here until it says what you mean, and go on.".to_owned(),
            ],
        )
    };
    Ok(shell::draw(&message)?.with_status(409))
}

/// Whether this person gets all questions on one page: whoever manages things does it often.
pub(super) fn together(site: &Site, sheet: &Sheet) -> bool {
    let known = &site.app.library.roles.roles;
    let mut held = sheet.seen.actor.roles.iter().filter_map(|role| known.get(role));
    let manages = held.any(|role| role.powers.iter().any(|power| power.ends_with(".manage")));
    let tables = sheet.form.iter().flat_map(|(_, form)| &form.fields);
    manages && !tables.into_iter().any(|field| field.kind == FieldType::Table)
}

/// What is done, as the heading of a page with several questions.
pub(super) fn heading(sheet: &Sheet) -> String {
    let titled = sheet.form.as_ref().and_then(|(_, form)| form.title.clone());
    titled.unwrap_or_else(|| sheet.offer.title.clone())
}

/// Where a page stands among all that are asked: from 0, and how many there are.
fn standing(showing: &Showing<'_>) -> Result<(Option<usize>, Vec<String>), Fault> {
    let judged = showing.sheet.judged(&showing.sheet.answers()?)?;
    let asked = steps::of(showing.sheet, &judged);
    let first = showing.on_page.first().copied();
    let at = asked.iter().position(|id| Some(id.as_str()) == first);
    Ok((at, asked))
}

/// What a page belongs to; and how far it is, where there are several.
fn caption(showing: &Showing<'_>) -> Result<String, Fault> {
    let title = &showing.sheet.seen.record.title;
    let (at, asked) = standing(showing)?;
    Ok(match at {
        Some(at) if showing.on_page.len() == 1 && asked.len() > 1 => {
            format!("{title}: question {} of {}", at + 1, asked.len())
        }
        Some(_) | None => title.clone(),
    })
}

/// One question back, or the record.
fn back(request: &Request, showing: &Showing<'_>) -> Result<Link, Fault> {
    let here = task::here(request, showing.place);
    if request.asked("from") == Some("check") {
        return Ok(Link::new("Back", format!("{here}/check")));
    }
    let (at, asked) = standing(showing)?;
    let before = at.and_then(|at| at.checked_sub(1)).and_then(|at| asked.get(at));
    Ok(match before {
        Some(before) => Link::new("Back", format!("{here}?q={before}")),
        None => {
            let record = &showing.sheet.seen.record;
            Link::new("Back", record_href(&record.kind, &record.id))
        }
    })
}
