//! An account that somebody gives by phone, on paper or at a meeting: one person writes it down, a second asks again and
//! types it, and only if both typed the same does it count. Neither is shown what the other typed, and its person gets
//! a letter both times.

use accord_store::{
    accounts_written::{self as rows, WrittenRow},
    people,
};
use chrono::{DateTime, Utc};
use serde_json::json;

use super::{account, note, open};
use crate::{
    domain::involvement::account::Account,
    service::{
        app::{App, Desk},
        authority::{Caller, powers},
        fault::Fault,
        people::{names::Names, second, tell},
        putting_right::POWER,
    },
};

/// Where it is written down and typed again.
pub const PLACE: &str = "/put-right/accounts";
/// The question whose account it is.
pub const WHOSE: &str = "person";
/// The question how it came.
pub const WAY: &str = "way";
const DONE: &str = "done";
const DECLINED: &str = "declined";

/// One that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The id.
    pub id: String,
    /// Whose account it is, by name.
    pub whose: String,
    /// How it came, in words.
    pub way: String,
    /// Who wrote it down.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Why whoever reads cannot type it again; nothing if they can.
    pub because: Option<String>,
}

/// What somebody types.
pub type Typed<'a> = (&'a str, &'a str, &'a str);

/// Whose account may be written down: whoever is paid for their involvement, or has a payment on its way; id and name.
///
/// # Errors
/// The database fails.
pub fn choices(desk: &mut Desk<'_>, caller: &Caller) -> Result<Vec<(String, String)>, Fault> {
    let mut ids = super::payable(desk)?;
    ids.extend(open(desk)?.into_iter().filter_map(|one| one.row.person_id));
    ids.remove(&caller.person);
    let ids: Vec<String> = ids.into_iter().collect();
    let mut out: Vec<(String, String)> = people::several(desk.db, &ids)?
        .into_iter()
        .map(|one| (one.id, one.name))
        .collect();
    out.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
    Ok(out)
}

/// Those that wait, the oldest first.
///
/// # Errors
/// The database fails.
pub fn waiting(desk: &mut Desk<'_>, caller: &Caller) -> Result<Vec<Waiting>, Fault> {
    let mut names = Names::default();
    let mut out = Vec::new();
    for row in rows::waiting(desk.db, &desk.alliance)? {
        let way = desk.app.library.put_right.ways.get(&row.way);
        out.push(Waiting {
            way: way.map_or_else(String::new, |way| way.title.clone()),
            whose: names.of(desk, &row.person_id)?,
            by: names.of(desk, &row.asked_by)?,
            at: row.asked_at.utc(),
            because: because(desk, caller, &row)?,
            id: row.id,
        });
    }
    Ok(out)
}

/// Why somebody does not count as the second person.
fn because(desk: &mut Desk<'_>, caller: &Caller, row: &WrittenRow) -> Result<Option<String>, Fault> {
    Ok(if row.asked_by == caller.person {
        Some("You wrote it down yourself. Somebody else asks again, and types it.".to_owned())
    } else if row.person_id == caller.person {
        Some("It is your own account. You can give it yourself, under “My payments”.".to_owned())
    } else {
        let (first, own) = (row.asked_by.clone(), caller.person.clone());
        second::why_not(desk, &[first], &[own], POWER)?
    })
}

/// Writes an account down for somebody; it waits until a second person has typed the same.
///
/// # Errors
/// The caller may not, a part of it does not fit, or one waits already.
pub fn write(
    app: &App,
    alliance: &str,
    caller: &Caller,
    (person, way): (&str, &str),
    typed: Typed<'_>,
) -> Result<(), Fault> {
    let account = account::read(typed);
    let (caller, person, way) = (caller.clone(), person.to_owned(), way.to_owned());
    app.writing(alliance, move |desk| {
        in_own_name(desk, &caller)?;
        let Some((_, name)) = choices(desk, &caller)?.into_iter().find(|(id, _)| *id == person) else {
            return Err(Fault::field(WHOSE, "Select whose account it is."));
        };
        if !desk.app.library.put_right.ways.contains_key(&way) {
            return Err(Fault::field(WAY, "Select how they told you."));
        }
        let account = account?;
        if rows::waiting(desk.db, &desk.alliance)?
            .iter()
            .any(|row| row.person_id == person)
        {
            return Err(Fault::field(
                WHOSE,
                "One waits for a second person already. Decline that one first if it is wrong.",
            ));
        }
        let id = desk.id();
        let row = WrittenRow {
            sealed: desk.app.seals.seal(&place(&id), &serde_json::to_string(&account)?)?,
            alliance_id: desk.alliance.clone(),
            person_id: person.clone(),
            way,
            asked_by: caller.person.clone(),
            asked_at: desk.now.into(),
            settled_by: None,
            settled_at: None,
            outcome: None,
            id,
        };
        rows::add(desk.db, &row)?;
        note(
            desk,
            &caller,
            None,
            "account_written_down",
            &json!({ "person": person }),
        )?;
        let by = people::load(desk.db, &caller.person)?.map_or_else(String::new, |one| one.name);
        let says = format!(
            "{by} has written down which account to pay you into, as you told them. It counts once a second person has \
             asked you again and typed the same. If you know nothing of it, call us today."
        );
        told(desk, &person, &by, account::PATH, says)?;
        let says = format!(
            "{by} has written down an account for {name}. A second person asks {name} again, and types it; nobody is \
             shown what was typed before."
        );
        for second in second::others(desk, std::slice::from_ref(&caller.person), POWER)? {
            if second != person {
                told(desk, &second, &by, PLACE, says.clone())?;
            }
        }
        Ok(())
    })
}

/// Types it again: if it is the same, it counts from now on.
///
/// # Errors
/// The caller is no second person for it, it differs, or it waits no more.
pub fn confirm(app: &App, alliance: &str, caller: &Caller, id: &str, typed: Typed<'_>) -> Result<(), Fault> {
    let account = account::read(typed)?;
    let (caller, id) = (caller.clone(), id.to_owned());
    app.writing(alliance, move |desk| {
        let row = for_second(desk, &caller, &id)?;
        let first: Account = serde_json::from_str(&desk.app.seals.open(&place(&id), &row.sealed)?)?;
        if first != account {
            return Err(Fault::field(
                "number",
                "This is not what was written down first. Ask them once more. If the first is wrong, decline it, and \
                 write it down anew.",
            ));
        }
        settle(desk, &caller, &row, DONE)?;
        account::put(desk, &row.person_id, &account, "written down by two people")
    })
}

/// Declines it, or takes back what one wrote down: nothing of it is kept.
///
/// # Errors
/// It waits no more.
pub fn decline(app: &App, alliance: &str, caller: &Caller, id: &str) -> Result<(), Fault> {
    let (caller, id) = (caller.clone(), id.to_owned());
    app.writing(alliance, move |desk| {
        in_own_name(desk, &caller)?;
        let row = find(desk, &id)?;
        settle(desk, &caller, &row, DECLINED)?;
        let by = people::load(desk.db, &caller.person)?.map_or_else(String::new, |one| one.name);
        let says = "The account that was written down for you is not used, and nothing of it is kept. You can give yours \
                    under “My payments”, or tell us again.";
        told(desk, &row.person_id, &by, account::PATH, says.to_owned())
    })
}

fn settle(desk: &mut Desk<'_>, caller: &Caller, row: &WrittenRow, outcome: &str) -> Result<(), Fault> {
    let by = (caller.person.as_str(), desk.now.into());
    if !rows::settle(desk.db, (&desk.alliance, &row.id), by, outcome)? {
        return Err(Fault::conflict(
            "Somebody else has answered this. Look at the list again.",
            0,
        ));
    }
    let what = json!({ "person": row.person_id, "written_down_by": row.asked_by, "outcome": outcome });
    note(desk, caller, None, "account_settled", &what)
}

fn find(desk: &mut Desk<'_>, id: &str) -> Result<WrittenRow, Fault> {
    let mut all = rows::waiting(desk.db, &desk.alliance)?.into_iter();
    all.find(|row| row.id == id).ok_or(Fault::NotFound("page"))
}

fn for_second(desk: &mut Desk<'_>, caller: &Caller, id: &str) -> Result<WrittenRow, Fault> {
    in_own_name(desk, caller)?;
    let row = find(desk, id)?;
    match because(desk, caller, &row)? {
        Some(because) => Err(Fault::field("number", because)),
        None => Ok(row),
    }
}

fn in_own_name(desk: &mut Desk<'_>, caller: &Caller) -> Result<(), Fault> {
    powers::judge(desk, caller, POWER)?;
    match caller.acting_for {
        Some(_) => Err(Fault::field(
            WHOSE,
            "This is done in one's own name. Stop acting for somebody else first.",
        )),
        None => Ok(()),
    }
}

fn told(desk: &mut Desk<'_>, person: &str, by: &str, path: &str, says: String) -> Result<(), Fault> {
    match people::load(desk.db, person)?.filter(|to| to.email.is_some()) {
        Some(to) => tell(desk, &to, by, path, says),
        None => Ok(()),
    }
}

/// What it is sealed for.
fn place(id: &str) -> String {
    format!("account_written/{id}")
}
