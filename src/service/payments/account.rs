//! Where somebody is paid: given, changed and taken away by themselves, sealed, shown to them masked, and opened for
//! the payroll alone. No journal, letter or list says what it is.

use accord_store::{
    pay_details::{self as rows, PayDetailRow},
    payments, people,
};
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use serde_json::{Value as Json, json};

use crate::{
    domain::{involvement::account::Account, words},
    service::{
        access::post,
        app::{App, Desk},
        fault::{Fault, FieldError},
        history,
        people::names::Names,
    },
    views::contexts::access::Access,
};

/// Where one's own payments are.
pub const PATH: &str = "/account/payments";

/// What somebody has given, as they see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Enough to know it by.
    pub masked: String,
    /// Since when.
    pub changed_at: DateTime<Utc>,
    /// It rests until this day, because it replaces another.
    pub rests_until: Option<NaiveDate>,
}

/// That somebody had it opened for a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Who.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// For which run.
    pub run: String,
}

/// The place that an account is sealed for.
fn place(person: &str) -> String {
    format!("pay_detail/{person}")
}

/// What somebody has given, masked; nothing if they have given nothing.
///
/// # Errors
/// It was sealed under another key.
pub fn of(desk: &mut Desk<'_>, person: &str) -> Result<Option<Given>, Fault> {
    let Some(row) = rows::load(desk.db, &desk.alliance, person)? else {
        return Ok(None);
    };
    let account = open(desk, &row)?;
    Ok(Some(Given {
        masked: account.masked(),
        changed_at: row.changed_at.utc(),
        rests_until: rests_until(desk, &row)?,
    }))
}

/// Who has had somebody's account opened, the newest first.
///
/// # Errors
/// The database fails.
pub fn openings(desk: &mut Desk<'_>, person: &str) -> Result<Vec<Opened>, Fault> {
    let mut names = Names::default();
    let mut out = Vec::new();
    for row in rows::openings_of(desk.db, person)? {
        if let Some(run) = payments::load(desk.db, &desk.alliance, &row.run_id)? {
            out.push(Opened {
                by: names.of(desk, &row.opened_by)?,
                at: row.opened_at.utc(),
                run: run.reference,
            });
        }
    }
    Ok(out)
}

/// The same for whoever takes what is held on them away.
///
/// # Errors
/// The database fails.
pub fn held(desk: &mut Desk<'_>, person: &str) -> Result<Json, Fault> {
    let at = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let opened: Vec<Json> = openings(desk, person)?
        .into_iter()
        .map(|one| json!({ "for_the_run": one.run, "at": at(one.at) }))
        .collect();
    let given = of(desk, person)?;
    Ok(json!({
        "account": given.as_ref().map(|given| &given.masked),
        "most_in_one_week_pence": super::weekly::of(desk, person)?,
        "changed_at": given.as_ref().map(|given| at(given.changed_at)),
        "opened_by_somebody_who_pays": opened,
    }))
}

/// The account itself, for the payroll.
pub(super) fn opened(desk: &mut Desk<'_>, person: &str) -> Result<Option<Account>, Fault> {
    match rows::load(desk.db, &desk.alliance, person)? {
        Some(row) => open(desk, &row).map(Some),
        None => Ok(None),
    }
}

fn open(desk: &Desk<'_>, row: &PayDetailRow) -> Result<Account, Fault> {
    let text = desk.app.seals.open(&place(&row.person_id), &row.sealed)?;
    Ok(serde_json::from_str(&text)?)
}

/// Why somebody cannot be paid into an account now; nothing if they can.
pub(super) fn why_not(desk: &mut Desk<'_>, person: &str) -> Result<Option<String>, Fault> {
    let Some(row) = rows::load(desk.db, &desk.alliance, person)? else {
        return Ok(Some(
            "They want it in their account, and have not said which. They give it under “My payments”; or somebody \
             arranges another way with them."
                .to_owned(),
        ));
    };
    Ok(rests_until(desk, &row)?.map(|day| {
        format!(
            "Their account was changed on {}; it is used from {} on, so that there is time to say if it was not them.",
            words::day(words::local_day(row.changed_at.utc())),
            words::day(day)
        )
    }))
}

/// The day from which an account is used that replaces another; nothing once it has come.
fn rests_until(desk: &Desk<'_>, row: &PayDetailRow) -> Result<Option<NaiveDate>, Fault> {
    if !row.replaces {
        return Ok(None);
    }
    let changed = words::local_day(row.changed_at.utc());
    let day = rested(desk, changed, desk.app.library.payments.rests)?;
    Ok(Some(day).filter(|day| *day > desk.today()))
}

/// The day from which an account is used that was changed on a day and rests so many working days.
///
/// # Errors
/// The calendar of payments is not there, or does not know the year.
pub fn rested(desk: &Desk<'_>, changed: NaiveDate, days: u32) -> Result<NaiveDate, Fault> {
    let library = &desk.app.library;
    let calendar = library.calendars.get(&library.payments.calendar);
    let calendar = calendar.ok_or_else(|| anyhow::anyhow!("there is no calendar `{}`", library.payments.calendar))?;
    Ok(calendar.add_working_days(changed, days).map_err(anyhow::Error::from)?)
}

/// Reads an account as it was typed.
///
/// # Errors
/// A part of it does not fit.
pub fn read((name, sort_code, number): (&str, &str, &str)) -> Result<Account, Fault> {
    Account::typed(name, sort_code, number).map_err(|wrong| {
        let one = |(field, says): (&str, &str)| FieldError {
            field: field.to_owned(),
            says: says.to_owned(),
        };
        Fault::Invalid(wrong.into_iter().map(one).collect())
    })
}

/// Puts down where somebody is paid, in place of what stood there.
///
/// # Errors
/// A part of it does not fit.
pub fn give(app: &App, alliance: &str, person: &str, typed: (&str, &str, &str)) -> Result<(), Fault> {
    let account = read(typed)?;
    let person = person.to_owned();
    app.writing(alliance, move |desk| put(desk, &person, &account, "given"))
}

/// Puts it down, and tells its person; `done` is how it came, for the journal.
pub(super) fn put(desk: &mut Desk<'_>, person: &str, account: &Account, done: &str) -> Result<(), Fault> {
    let before = rows::load(desk.db, &desk.alliance, person)?;
    let was = before.as_ref().map(|row| open(desk, row)).transpose()?;
    if was.as_ref() == Some(account) {
        return Ok(());
    }
    let row = PayDetailRow {
        sealed: desk.app.seals.seal(&place(person), &serde_json::to_string(account)?)?,
        alliance_id: desk.alliance.clone(),
        changed_at: desk.now.into(),
        // Taken away and given anew is a change as well.
        replaces: rows::ever(desk.db, &desk.alliance, person)?,
        person_id: person.to_owned(),
    };
    rows::put(desk.db, &row)?;
    let says = match row.replaces {
        true => "You have changed the account that we pay you into.",
        false => "You have told us which account we pay you into.",
    };
    told(desk, person, done, says)
}

/// Forgets where somebody is paid.
///
/// # Errors
/// The database fails.
pub fn take_away(app: &App, alliance: &str, person: &str) -> Result<(), Fault> {
    let person = person.to_owned();
    app.writing(alliance, move |desk| {
        if rows::forget(desk.db, &desk.alliance, &person)? {
            let says = "We have deleted the account that we paid you into. Until you give us another one, we ask you \
                        how you would like to be paid.";
            told(desk, &person, "taken away", says)?;
        }
        Ok(())
    })
}

/// Writes down that it changed, and tells its person: nothing of what it is stands in either.
fn told(desk: &mut Desk<'_>, person: &str, done: &str, says: &str) -> Result<(), Fault> {
    history::note(desk, None, &json!({ "own": { "account": done, "person": person } }))?;
    let Some(to) = people::load(desk.db, person)?.filter(|to| to.email.is_some()) else {
        return Ok(());
    };
    let access = Access {
        link: format!("{}{PATH}", desk.app.origin),
        says: says.to_owned(),
        ..Access::default()
    };
    let key = format!("account/{}", desk.id());
    post::put(desk, &key, ("paid_into", "this is about how we pay you"), &to, access)
}
