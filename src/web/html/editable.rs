//! A document to write into with one's own word processor: what a bid is asked, for anybody; and one's own draft with
//! the answers so far. It is for taking away: nothing is read from it again.

use accord_engine::definition::model;
use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::{fields, public, rows, steps, task};
use crate::{
    domain::{
        award::proportion,
        editable::{MEDIA, Paper, Piece},
        words,
    },
    service::{
        drafts::Sheet,
        fault::Fault,
        public::bidding::{self, Opportunity},
    },
    views::contexts::parts::Criterion,
    web::{
        reply::{Body, File, Reply},
        request::Request,
        site::Site,
    },
};

/// Where a file says how it comes back.
const BACK: &str = "Write here with others, in your own time. Then copy your answers into the form on the website, one by \
                    one: nothing is sent from this document.";

/// The questions of an open opportunity.
///
/// # Errors
/// There is no such procurement, or bids are not invited in it.
pub fn questions(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let alliance = public::alliance(site, request)?;
    let reference = request.param("reference");
    let found = site.app.reading(&alliance, |desk| bidding::open(desk, reference))?;
    let name = format!("questions-{}.odt", found.published.reference());
    file(&asked(&found), name)
}

/// What is asked, with room for answers.
fn asked(found: &Opportunity) -> Paper {
    let round = &found.round;
    let closing = round
        .timetable
        .iter()
        .filter(|row| row.at.is_some() && row.at == round.dates.bids_close_at);
    let closing = closing.map(|row| format!("Bids close at {}.", row.words));
    let mut pieces = vec![Piece::Text(BACK.to_owned())];
    pieces.extend(closing.map(Piece::Text));
    pieces.push(Piece::Help(format!(
        "Who can bid, what help there is and how to ask: {}",
        round.bidding_url
    )));
    for field in found
        .form
        .iter()
        .flat_map(|form| &form.fields)
        .filter(|field| is_written(field))
    {
        match field.each.is_some() {
            true => {
                pieces.push(Piece::Heading(field.label.clone()));
                pieces.extend(field.help.clone().map(Piece::Help));
                pieces.extend(round.criteria.iter().flat_map(of_criterion));
            }
            false => {
                pieces.extend(heading(field));
                if field.options_from.is_some() && field.kind == model::FieldType::Ranking {
                    let names = round.lots.iter().map(|lot| lot.name.clone());
                    pieces.push(Piece::Points(names.collect()));
                }
                pieces.push(Piece::Answer(Vec::new()));
            }
        }
    }
    if found.form.is_none() {
        pieces.extend(round.criteria.iter().flat_map(of_criterion));
    }
    Paper {
        title: format!("Questions for bidders: {}", round.title),
        by: round.buyer.name.clone(),
        pieces,
    }
}

fn of_criterion(one: &Criterion) -> Vec<Piece> {
    let guidance = one.guidance.trim_end_matches('.');
    let mut out = vec![Piece::Question(one.title.clone()), Piece::Text(one.question.clone())];
    out.extend((!guidance.is_empty()).then(|| Piece::Help(format!("What makes a good answer: {guidance}."))));
    if one.for_each_lot {
        let again = "Answer it for each network that you bid for. Copy the box below for each.";
        out.push(Piece::Help(again.to_owned()));
    }
    let most = one.words.filter(|most| *most > 0);
    out.extend(most.map(|most| match one.for_each_lot {
        true => Piece::Help(format!("{} for each network.", limit(most).trim_end_matches('.'))),
        false => Piece::Help(limit(most)),
    }));
    out.push(Piece::Answer(Vec::new()));
    out
}

fn limit(most: u32) -> String {
    format!("At most {}.", words::count(most.into(), "word", "words"))
}

/// Whether it is answered in words: no box is ticked and no file is sent in a document.
const fn is_written(field: &model::Field) -> bool {
    !matches!(field.kind, model::FieldType::Declaration | model::FieldType::File)
}

/// A question of a form, with its help and its limit.
fn heading(field: &model::Field) -> Vec<Piece> {
    let label = match field.required {
        true => field.label.clone(),
        false => format!("{} (optional)", field.label),
    };
    let mut out = vec![Piece::Heading(label)];
    out.extend(field.help.clone().map(Piece::Help));
    out.extend(field.max_words.map(|most| Piece::Help(limit(most))));
    out
}

/// Whether somebody may take their draft away: where what is sent is sealed, it is long and written with others.
pub(super) fn is_offered(sheet: &Sheet) -> bool {
    sheet.form.as_ref().is_some_and(|(_, form)| form.sealed_until.is_some())
}

/// One's own draft.
///
/// # Errors
/// It is not offered here.
pub fn draft(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (sheet, _) = task::sheet(site, request)?;
    if !is_offered(&sheet) {
        return Err(Fault::NotFound("page"));
    }
    let answers = sheet.shown()?;
    let record = &sheet.seen.record;
    let reference = record.reference.clone().unwrap_or_default();
    let mut pieces = vec![
        Piece::Text(BACK.to_owned()),
        Piece::Help(format!("{reference}, as it was at {}", words::full(sheet.now))),
    ];
    let judged = sheet.judged(&answers)?;
    let form = sheet.form.as_ref().map(|(_, form)| form);
    for field in form.into_iter().flat_map(|form| &form.fields) {
        if is_written(field) && judged.get(&field.id).is_some_and(|one| one.asked) {
            pieces.extend(of_field(&sheet, field, &answers));
        }
    }
    let paper = Paper {
        title: format!("{}: {}", sheet.offer.title, record.title),
        by: record.title.clone(),
        pieces,
    };
    file(&paper, format!("draft-{reference}.odt"))
}

fn of_field(sheet: &Sheet, field: &model::Field, answers: &Map<String, Json>) -> Vec<Piece> {
    let typed = answers.get(&field.id);
    let Some(options) = steps::alone(sheet, field) else {
        let mut out = heading(field);
        out.push(Piece::Answer(fields::words(field, typed, &sheet.choices)));
        return out;
    };
    let mut out = vec![Piece::Heading(field.label.clone())];
    out.extend(field.help.clone().map(Piece::Help));
    out.extend(rows_of(sheet, field, options, typed));
    out
}

/// A row for each option: what is asked there, and what was written.
fn rows_of(
    sheet: &Sheet,
    field: &model::Field,
    options: &IndexMap<String, String>,
    typed: Option<&Json>,
) -> Vec<Piece> {
    let mut out = Vec::new();
    let explained = field.row_of().and_then(|column| {
        let from = column.options_from.as_ref()?;
        sheet.choices.explained.get(from)
    });
    for (option, label) in options {
        out.push(Piece::Question(label.clone()));
        let beside = explained.and_then(|all| all.get(option));
        out.extend(beside.into_iter().flat_map(|one| &one.says).cloned().map(Piece::Text));
        let written = rows::row_words(field, option, typed, &sheet.choices);
        if let Some(most) = beside.and_then(|one| one.most_words) {
            let now = proportion::words(&written.join(" "));
            out.push(Piece::Help(match now {
                0 => limit(most),
                now => format!("{} It has {} now.", limit(most), words::count_of(now, "word", "words")),
            }));
        }
        out.push(Piece::Answer(written));
    }
    out
}

fn file(paper: &Paper, name: String) -> Result<Reply, Fault> {
    let bytes = paper.odt().map_err(|error| anyhow::anyhow!("{error}"))?;
    Ok(Reply::of(
        200,
        Body::File(File {
            kind: MEDIA.to_owned(),
            name: Some(name),
            bytes,
            lasting: false,
        }),
    ))
}
