//! The register of interests: what keeps whom from what, now and before; and what was declared, by person, as far as
//! the reader may see. A declaration is shown to whoever sees its record, because it may name who bids.

use accord_store::{
    appointments::{self, Interest},
    organisations, subjects as subject_rows,
};
use chrono::{DateTime, Utc};

use crate::service::{
    app::Desk,
    authority::{Caller, Standing, powers},
    fault::Fault,
    people::{self as office, names::Names},
    sight::{self, Sight},
    subjects::conflict_declaration::{self, Declared},
};

/// The power to read everybody's interests.
const READS: &str = "register.read";

/// Something that keeps somebody from something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Whose.
    pub person: String,
    /// In what: an organisation or a record, as far as the reader may know it.
    pub about: String,
    /// Where that stands, if the reader may go there.
    pub href: Option<String>,
    /// Since when.
    pub since: DateTime<Utc>,
    /// When it ended, if it has.
    pub until: Option<DateTime<Utc>>,
}

/// A declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Whose.
    pub person: String,
    /// What it was asked for.
    pub about: String,
    /// Its record.
    pub href: String,
    /// What it says, and what follows.
    pub says: Declared,
}

/// The register, as far as somebody may read it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Register {
    /// What keeps whom from what, the newest first.
    pub held: Vec<Held>,
    /// What was declared, the newest first.
    pub declared: Vec<Line>,
    /// The reader reads everybody's, and not their own alone.
    pub is_whole: bool,
}

/// What somebody may read of it.
///
/// # Errors
/// The database fails.
pub fn register(desk: &mut Desk<'_>, caller: &Caller) -> Result<Register, Fault> {
    let is_whole = powers::has(desk, caller, READS)?;
    let manages = is_whole && powers::has(desk, caller, office::POWER)?;
    let rights = Standing::of(desk, caller)?;
    let mut names = Names::default();
    Ok(Register {
        held: held(desk, &rights, (is_whole, manages), &mut names)?,
        declared: declared(desk, &rights, &mut names)?,
        is_whole,
    })
}

/// What keeps people from something, for a reader of everybody's interests, and for one who manages the alliance.
fn held(
    desk: &mut Desk<'_>,
    rights: &Standing,
    (is_whole, manages): (bool, bool),
    names: &mut Names,
) -> Result<Vec<Held>, Fault> {
    let own = rights.principal();
    let mut out = Vec::new();
    for row in appointments::all_interests(desk.db, &desk.alliance)? {
        // An organisation in which an evaluator has an interest has bid, more often than not: others read of their
        // own interests, and of those in records that they see.
        let is_own = row.person_id == *own;
        let may = is_own || manages || is_whole && row.about_kind == Interest::Subject;
        if !may {
            continue;
        }
        let (about, href) = match row.about_kind {
            Interest::Organisation => {
                let found = organisations::load(desk.db, &row.about_id)?;
                let name = found.map(|one| one.name).unwrap_or_default();
                (name, Some(format!("/organisations/{}", row.about_id)))
            }
            // A record that the reader does not see is not named: a bid would be given away by it.
            Interest::Subject => match sight::if_seen(sight::by_id(desk, rights, &row.about_id))? {
                Some(seen) => {
                    let href = format!("/{}/{}", seen.record.kind, seen.record.id);
                    (seen.record.title, Some(href))
                }
                None if is_own || manages => ("A record that you do not see".to_owned(), None),
                None => continue,
            },
        };
        out.push(Held {
            person: names.of(desk, &row.person_id)?,
            about,
            href,
            since: row.declared_at.utc(),
            until: row.until.map(accord_store::Stamp::utc),
        });
    }
    Ok(out)
}

fn declared(desk: &mut Desk<'_>, rights: &Standing, names: &mut Names) -> Result<Vec<Line>, Fault> {
    let own = rights.principal();
    let mut out = Vec::new();
    for row in subject_rows::of_kind(desk.db, &desk.alliance, conflict_declaration::kind())? {
        let seen = sight::if_seen(sight::by_id(desk, rights, &row.id))?;
        let is_own = row.person_id.as_ref() == Some(own);
        let may = seen.is_some_and(|seen| is_own || seen.sight == Sight::Whole);
        if !may {
            continue;
        }
        let Some(says) = conflict_declaration::declared(desk, &row)? else {
            continue;
        };
        out.push(Line {
            person: match &row.person_id {
                Some(person) => names.of(desk, person)?,
                None => String::new(),
            },
            about: match &row.parent_id {
                Some(parent) => {
                    let parent = subject_rows::load(desk.db, &desk.alliance, parent)?;
                    format!("Interests: {}", conflict_declaration::of_what(desk, &parent)?)
                }
                None => row.title.clone(),
            },
            href: format!("/{}/{}", row.kind, row.id),
            says,
        });
    }
    out.sort_by(|a, b| b.says.on.cmp(&a.says.on).then_with(|| a.person.cmp(&b.person)));
    Ok(out)
}
