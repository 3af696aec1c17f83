//! A declaration of interests, and what follows from it: decided by somebody else.

use std::collections::BTreeMap;

use accord_store::{
    appointments::{self, Interest, InterestRow},
    organisations,
    subjects::SubjectRow,
    submissions,
};
use chrono::NaiveDate;
use serde_json::{Map, Value as Json};

use super::{
    evaluation::below,
    round::{self, book::Book},
};
use crate::{
    service::{
        answers,
        app::Desk,
        fault::Fault,
        subjects::{About, NewSubject, Subject, Values, naming, standing},
    },
    views::contexts::{parts::Pair, review},
};

const OWN: &str = "own_declaration";
/// Only the person whose it is makes a declaration; likewise.
const OTHERS: &str = "others_declaration";
/// The question by which a declaration is known, whatever its form is called.
pub(super) const DECLARED: &str = "kind";

/// The kind.
#[derive(Debug, Clone, Copy)]
pub struct ConflictDeclaration;

impl Subject for ConflictDeclaration {
    fn kind(&self) -> &'static str {
        "conflict_declaration"
    }

    fn facts(&self, _desk: &mut Desk<'_>, _about: About<'_>) -> Result<Values, Fault> {
        Ok(Values::new())
    }

    fn whose(&self, desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Vec<String>, Fault> {
        naming::person(desk, row)
    }

    fn context(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Json, Fault> {
        Ok(serde_json::to_value(context(desk, about)?)?)
    }

    fn audience(&self, _desk: &mut Desk<'_>, about: About<'_>, name: &str) -> Result<Option<Vec<String>>, Fault> {
        Ok((name == "declarer").then(|| about.row.person_id.clone().into_iter().collect()))
    }

    fn excluded(&self, desk: &mut Desk<'_>, about: About<'_>, person: &str) -> Result<BTreeMap<String, String>, Fault> {
        let own = about.row.person_id.as_deref() == Some(person);
        let barred = round::said(desk, if own { OWN } else { OTHERS });
        Ok([barred].into())
    }

    fn create(&self, desk: &mut Desk<'_>, new: &NewSubject, row: &mut SubjectRow) -> Result<(), Fault> {
        row.reference = Some(below(desk, new, "D")?);
        // Named by the key; else whom the record above concerns; else whoever began it.
        if row.person_id.is_none() {
            let above = new.parent.as_ref().and_then(|parent| parent.person_id.clone());
            row.person_id = above.or_else(|| new.started_by.clone());
        }
        // Whose declaration it is decides who may do what; an organisation does not.
        row.organisation_id = None;
        if let Some(parent) = &new.parent {
            row.title = format!("Interests: {}", of_what(desk, parent)?);
        }
        Ok(())
    }

    fn run(&self, desk: &mut Desk<'_>, about: About<'_>, rule: &str) -> Result<(), Fault> {
        match rule {
            "bar_altogether" => bar_altogether(desk, about),
            _ => Err(Fault::Internal(anyhow::anyhow!("a declaration has no rule `{rule}`"))),
        }
    }

    fn run_with(&self, desk: &mut Desk<'_>, about: About<'_>, rule: &str, form: &str) -> Result<(), Fault> {
        match rule {
            "bar_in_part" => bar_in_part(desk, about, form),
            _ => Err(Fault::Internal(anyhow::anyhow!(
                "a declaration has no rule `{rule}` that reads a form"
            ))),
        }
    }
}

/// A declaration as the register of interests shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Declared {
    /// When it was made; nothing while it is awaited.
    pub on: Option<NaiveDate>,
    /// What kind of interest, in the words of the form.
    pub what: String,
    /// In whom.
    pub with_whom: String,
    /// What follows from it, in words; empty while it is not known.
    pub handling: &'static str,
    /// Why.
    pub because: String,
}

/// What a declaration is asked for, in the words of the record above: what is called by somebody's pseudonym there (the
/// scores of one evaluator) is not named beside their name, but by what it belongs to.
pub(in crate::service) fn of_what(desk: &mut Desk<'_>, parent: &SubjectRow) -> Result<String, Fault> {
    let above = match &parent.person_id {
        Some(_) => standing::above(desk, parent, "round")?,
        None => None,
    };
    Ok(above.map_or_else(|| parent.title.clone(), |above| above.title))
}

/// The kind of record that a declaration is.
pub fn kind() -> &'static str {
    ConflictDeclaration.kind()
}

/// A declaration for the register; nothing if it was never asked for by a process.
///
/// # Errors
/// The database fails, or what is stored is damaged.
pub fn declared(desk: &mut Desk<'_>, row: &SubjectRow) -> Result<Option<Declared>, Fault> {
    let Some(at) = standing::of(desk, &row.id)? else {
        return Ok(None);
    };
    let mut out = Declared::default();
    let mut said = Map::new();
    for one in submissions::of_instance(desk.db, &desk.alliance, &at.row.id)? {
        let given = answers::of(&one)?;
        if given.contains_key(DECLARED) {
            out.on = Some(round::day(one.at.utc()));
            said = given;
        } else {
            out.because = answers::text(&given, "reason");
        }
    }
    let workflow = desk.app.library.pinned(desk.db, &at.row.definition)?;
    let word = answers::text(&said, DECLARED);
    let fields = workflow.definition.forms.values().flat_map(|form| &form.fields);
    let label = fields
        .filter(|field| field.id == DECLARED)
        .find_map(|field| field.options.get(&word).cloned());
    out.what = label.unwrap_or(word);
    out.with_whom = answers::text(&said, "with_whom");
    out.handling = round::handling(&at, &said);
    Ok(Some(out))
}

/// The declaration that was made last: whatever says what kind of interest it is.
fn given(desk: &mut Desk<'_>, instance: &str) -> Result<Map<String, Json>, Fault> {
    let last = answers::to_question(desk, instance, DECLARED)?.pop();
    Ok(last.map(|(_, given)| given).unwrap_or_default())
}

/// From the organisations that the declaration names. Names are matched by words that people
/// write; one that nobody knows bars from nothing, and whoever assesses it sees that.
fn bar_in_part(desk: &mut Desk<'_>, about: About<'_>, form: &str) -> Result<(), Fault> {
    let Some(snapshot) = about.snapshot else {
        return Ok(());
    };
    let forms = submissions::of_form(desk.db, &desk.alliance, &snapshot.instance, form)?;
    let said = forms.last().map_or_else(|| Ok(Map::new()), answers::of)?;
    let with_whom = answers::text(&said, "with_whom").to_lowercase();
    for one in organisations::all(desk.db, &desk.alliance)? {
        if with_whom.contains(&one.name.to_lowercase()) || with_whom.split([' ', ',', ';']).any(|w| w == one.handle) {
            bar(desk, about, (Interest::Organisation, one.id), &with_whom)?;
        }
    }
    Ok(())
}

/// From everything about the round (or whatever else the declaration belongs to).
fn bar_altogether(desk: &mut Desk<'_>, about: About<'_>) -> Result<(), Fault> {
    let top = match standing::above(desk, about.row, "round")? {
        Some(round) => Some(round.id),
        None => about.row.parent_id.clone(),
    };
    match top {
        Some(id) => bar(desk, about, (Interest::Subject, id), "steps aside altogether"),
        None => Ok(()),
    }
}

fn bar(desk: &mut Desk<'_>, about: About<'_>, from: (Interest, String), what: &str) -> Result<(), Fault> {
    let Some(person_id) = about.row.person_id.clone() else {
        return Ok(());
    };
    let row = InterestRow {
        id: desk.id(),
        alliance_id: desk.alliance.clone(),
        person_id,
        about_kind: from.0,
        about_id: from.1,
        what: what.to_owned(),
        declared_at: desk.now.into(),
        until: None,
    };
    Ok(appointments::declare(desk.db, &row)?)
}

fn context(desk: &mut Desk<'_>, about: About<'_>) -> Result<review::ConflictDeclaration, Fault> {
    let person = about.row.person_id.clone().unwrap_or_default();
    let mut out = review::ConflictDeclaration {
        reference: about.row.reference.clone().unwrap_or_default(),
        ..review::ConflictDeclaration::default()
    };
    if let Some(round) = standing::above(desk, about.row, "round")? {
        let book = Book::open(desk, &round, None)?;
        out.person = round::name_of(desk, &book, &person)?;
        let seat = book.seats.iter().find(|seat| seat.person_id == person);
        let role = seat.and_then(|seat| desk.app.library.roles.roles.get(&seat.role));
        out.role = role.map(|role| role.title.to_lowercase()).unwrap_or_default();
        out.about = round.title;
    }
    let Some(at) = standing::of(desk, &about.row.id)? else {
        return Ok(out);
    };
    let rows = submissions::of_instance(desk.db, &desk.alliance, &at.row.id)?;
    for row in &rows {
        let said = answers::of(row)?;
        if said.contains_key(DECLARED) {
            out.declared_on = Some(round::day(row.at.utc()));
            out.interests = vec![Pair {
                name: answers::text(&said, DECLARED),
                value: [answers::text(&said, "with_whom"), answers::text(&said, "details")]
                    .into_iter()
                    .filter(|text| !text.is_empty())
                    .collect::<Vec<_>>()
                    .join(": "),
            }];
        } else {
            out.reasons = answers::text(&said, "reason");
            out.assessed_by = accord_store::people::load(desk.db, &row.person_id)?
                .map(|one| one.name)
                .unwrap_or_default();
        }
    }
    let said = given(desk, &at.row.id)?;
    out.handling = round::handling(&at, &said).to_owned();
    if answers::text(&said, DECLARED) == "none" {
        out.interests.clear();
    }
    Ok(out)
}
