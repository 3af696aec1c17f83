//! From "what I asked" to "where it is now": what somebody said about a text or asked for when they signed
//! it, step by step, and every promise that came with the signatures.

mod comments;
pub mod papers;
mod promised;

use accord_store::{instances, links};
use chrono::{DateTime, NaiveDate, Utc};

use crate::service::{
    app::{App, Desk},
    authority::{Caller, Standing},
    fault::Fault,
    record,
    sight::{self, Seen},
    subjects::{
        promises::{MEET, following, later, showing},
        standing,
    },
};

/// What a signed text means in the catalogue's words.
const SIGNED: &str = "specification.signed";

/// What became of what was asked for.
#[derive(Debug)]
pub struct Traces {
    /// The record, and who reads.
    pub seen: Seen,
    /// What the reader asked for, the newest first.
    pub own: Vec<Trace>,
    /// Every promise, the oldest first.
    pub promises: Vec<Promise>,
    /// The reader may say who keeps a promise, and by when.
    pub may_plan: bool,
    /// The reader may record that one is met.
    pub may_meet: bool,
    /// The reader may say that theirs is met.
    pub may_meet_own: bool,
    /// The reader may say whether what they asked for was kept.
    pub may_judge: bool,
    /// The reader may say whether what they asked for is still so.
    pub may_judge_later: bool,
    /// Their paper of all this, if one was made: its document.
    pub paper: Option<String>,
}

/// How somebody asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// With a comment.
    Comment,
    /// With a condition, when they signed.
    Condition,
    /// With a proposal.
    Proposal,
}

/// Something that somebody asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// Its id.
    pub id: String,
    /// What it was.
    pub asked: Asked,
    /// In their words.
    pub words: String,
    /// What happened, in order; what has not happened yet stands last, without a day.
    pub steps: Vec<Step>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// When; nothing if it is still to come.
    pub at: Option<DateTime<Utc>>,
    /// What.
    pub what: String,
    /// More, in the words of whoever did it; may be empty.
    pub more: String,
    /// Where: words and an address.
    pub links: Vec<(String, String)>,
}

impl Step {
    fn done(at: DateTime<Utc>, what: impl Into<String>, more: impl Into<String>) -> Self {
        Self {
            at: Some(at),
            what: what.into(),
            more: more.into(),
            links: Vec::new(),
        }
    }

    fn to_come(what: impl Into<String>, more: impl Into<String>) -> Self {
        Self {
            at: None,
            ..Self::done(DateTime::<Utc>::MIN_UTC, what, more)
        }
    }
}

/// A promise, as everybody who takes part may read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// What has to happen.
    pub what: String,
    /// The house that asked for it; nobody's name.
    pub house: String,
    /// When it has to have happened, as a sentence.
    pub gate: String,
    /// When it was met.
    pub met_at: Option<DateTime<Utc>>,
    /// How we know; may be empty.
    pub evidence: String,
    /// The reader asked for it.
    pub own: bool,
    /// Its id.
    pub id: String,
    /// Who sees to it, by name or by house; nothing while nobody does.
    pub keeper: Option<String>,
    /// The reader sees to it.
    pub theirs: bool,
    /// By which day.
    pub due_on: Option<NaiveDate>,
    /// That day has passed, and it is not met.
    pub late: bool,
    /// It was a proposal that was taken.
    pub proposed: bool,
    /// What whoever asked says: whether it was kept, and their words; nothing if they have not said.
    pub word: Option<(bool, String)>,
    /// When they said it.
    pub word_at: Option<DateTime<Utc>>,
    /// They can say it now.
    pub to_judge: bool,
    /// What they say long after: whether it is still so, and their words; nothing if they have not said.
    pub later: Option<(bool, String)>,
    /// When they said that.
    pub later_at: Option<DateTime<Utc>>,
    /// They can say that now.
    pub to_judge_later: bool,
    /// Files that show how it was kept: id, and what each is.
    pub files: Vec<(String, String)>,
    /// The reader may add one.
    pub may_show: bool,
}

/// What became of what was asked for about a record.
///
/// # Errors
/// The record is not there, or not for this person.
pub fn open(app: &App, alliance: &str, caller: &Caller, place: (&str, &str)) -> Result<Traces, Fault> {
    app.reading(alliance, |desk| read(desk, caller, place))
}

/// The same at a desk.
///
/// # Errors
/// As [`open`].
pub fn read(desk: &mut Desk<'_>, caller: &Caller, (kind, id): (&str, &str)) -> Result<Traces, Fault> {
    let seen = sight::record(desk, caller, kind, id)?;
    let person = seen.actor.acting_for.as_ref().unwrap_or(&seen.actor.person).clone();
    let signed = standing::of(desk, id)?.and_then(|one| one.since(SIGNED));
    let resting = resting(desk, caller, id)?;
    let mut own = comments::of(desk, id, &person, signed)?;
    let mut promises = Vec::new();
    let may_show = seen.may_do(showing::SHOW);
    for row in links::promises(desk.db, id)? {
        let mut promise = promised::shown(desk, &row, &person)?;
        promise.may_show = may_show && showing::may(desk, &seen.record, &row, &person)?;
        let is_condition = promise.own && row.proposal.is_none();
        own.extend(is_condition.then(|| promised::condition(&row, &promise, &resting)));
        promises.push((row.proposal, promise));
    }
    own.extend(promised::proposals(&seen.record, &person, &promises, &resting)?);
    own.sort_by_key(|one| std::cmp::Reverse(one.steps.first().and_then(|step| step.at)));
    let may = |permit: &str| seen.may_do(permit);
    Ok(Traces {
        may_plan: may(following::PLAN),
        may_meet: may(MEET),
        may_meet_own: may(following::MEET_OWN),
        may_judge: may(following::JUDGE),
        may_judge_later: may(later::JUDGE_LATER),
        paper: papers::newest(desk, &seen.record, &person)?,
        promises: promises.into_iter().map(|(_, promise)| promise).collect(),
        own,
        seen,
    })
}

/// What rests on the text, as far as the reader sees it: title, where it is, address.
fn resting(desk: &mut Desk<'_>, caller: &Caller, id: &str) -> Result<Vec<(String, String)>, Fault> {
    let mut out = Vec::new();
    let rights = Standing::of(desk, caller)?;
    for instance in instances::of_subject(desk.db, &desk.alliance, id)? {
        for link in links::towards(desk.db, &instance.id)? {
            let Some(seen) = sight::if_seen(sight::of_instance_for(desk, &rights, &link.instance_id))? else {
                continue;
            };
            let now = seen
                .running
                .first()
                .map(|one| record::now(one, seen.sight))
                .unwrap_or_default();
            let words = format!("{}: {now}", seen.record.title);
            out.push((words, format!("/{}/{}", seen.record.kind, seen.record.id)));
        }
    }
    Ok(out)
}
