//! What was typed: kept under its key, thrown away, and sent once.

use accord_store::{
    StoreError,
    drafts::{self, DraftRow},
};
use serde_json::{Map, Value as Json};

use super::{WHY, read, shelf};
use crate::service::{
    app::App,
    authority::Caller,
    fault::Fault,
    places::{Place, Verb},
    transition::{Answer, Ask, Command},
};

/// The key and the version that came with what was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Made when the page was shown; becomes the draft's id.
    pub key: String,
    /// The version of the instance that the page showed.
    pub version: Option<u64>,
    /// A mark of what the page was filled in with.
    pub shown: Option<String>,
    /// A mark of what was there already, where one writes over it.
    pub rests: Option<String>,
}

impl Stamp {
    /// What a browser says, as far as it can be what we gave it.
    pub fn read(key: Option<&str>, version: Option<&str>, base: Option<&str>) -> Self {
        let fits = |key: &&str| key.len() <= 64 && key.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
        let base = base.filter(fits).filter(|base| !base.is_empty());
        let (shown, rests) = base.map_or((None, None), |base| match base.split_once('-') {
            Some((shown, rests)) => (Some(shown.to_owned()), Some(rests.to_owned())),
            None => (Some(base.to_owned()), None),
        });
        Self {
            key: key.filter(fits).unwrap_or_default().to_owned(),
            version: version.and_then(|text| text.parse().ok()),
            shown,
            rests,
        }
    }
}

/// Keeps what was typed; begins a draft if there is none. Gives it: also one that is sent already,
/// when the same page is sent twice.
///
/// # Errors
/// The database fails.
pub fn keep(
    app: &App,
    alliance: &str,
    caller: &Caller,
    instance: &str,
    place: &str,
    stamp: Stamp,
    typed: Map<String, Json>,
) -> Result<DraftRow, Fault> {
    let worker = app.clone();
    let (alliance, caller) = (alliance.to_owned(), caller.clone());
    let (instance, place) = (instance.to_owned(), place.to_owned());
    app.store.write(move |db| {
        let now = worker.clock.now();
        let twice = drafts::load(db, &caller.person, &stamp.key);
        if let Ok(row) = twice
            && row.sent_at.is_some()
            && row.place == place
            && row.instance_id == instance
        {
            return Ok(row);
        }
        if let Some(mut row) = shelf::found(&worker, drafts::open_at(db, &caller.person, &instance, &place)?)? {
            let mut answers = read(Some(&row))?;
            answers.extend(typed);
            row.answers = Json::Object(answers).to_string();
            row.saved_at = now.into();
            let kept = shelf::sealed(&worker, &row.id, &row.answers)?;
            drafts::save(db, &row.id, &kept, row.seen, now.into())?;
            if let Some(rests) = stamp.rests.filter(|rests| row.base.as_ref() != Some(rests)) {
                drafts::rest_on(db, &row.id, &rests)?;
                row.base = Some(rests);
            }
            return Ok(row);
        }
        let of = accord_store::instances::load(db, &alliance, &instance)?;
        // A page that another person opened on the same computer, or one gone back to, brings a key that is taken.
        let is_new = !stamp.key.is_empty() && !drafts::is_taken(db, &stamp.key)?;
        let row = DraftRow {
            id: if is_new { stamp.key } else { worker.rng.id(now) },
            alliance_id: alliance,
            person_id: caller.person.clone(),
            acting_for: caller.acting_for.clone(),
            instance_id: instance,
            place,
            answers: Json::Object(typed).to_string(),
            seen: stamp
                .version
                .and_then(|seen| i64::try_from(seen).ok())
                .unwrap_or(of.seq),
            begun_at: now.into(),
            saved_at: now.into(),
            sent_at: None,
            answer: None,
            base: stamp.rests,
        };
        drafts::begin(db, &shelf::put_away(&worker, &row)?)?;
        Ok(row)
    })
}

/// Goes on with a draft from the version that is stored now, because the person has read what
/// changed.
///
/// # Errors
/// It is not theirs, or the database fails.
pub fn go_on(app: &App, alliance: &str, person: &str, draft: &str) -> Result<(), Fault> {
    let now = app.clock.now();
    let (alliance, person, draft) = (alliance.to_owned(), person.to_owned(), draft.to_owned());
    app.store.write(move |db| {
        let row = drafts::load(db, &person, &draft)?;
        let of = accord_store::instances::load(db, &alliance, &row.instance_id)?;
        drafts::save(db, &row.id, &row.answers, of.seq, now.into())?;
        Ok::<_, Fault>(())
    })
}

/// Throws a draft away.
///
/// # Errors
/// The database fails.
pub fn discard(app: &App, person: &str, draft: &str) -> Result<bool, Fault> {
    let (person, draft) = (person.to_owned(), draft.to_owned());
    app.store.write(move |db| Ok(drafts::discard(db, &person, &draft)?))
}

/// One of a person's drafts, sent or not.
///
/// # Errors
/// It is not theirs.
pub fn of(app: &App, person: &str, draft: &str) -> Result<DraftRow, Fault> {
    let found = app.store.read(|db| drafts::load(db, person, draft));
    match found {
        Ok(row) => shelf::opened(app, row),
        Err(StoreError::NotFound { .. }) => Err(Fault::NotFound("page")),
        Err(other) => Err(other.into()),
    }
}

/// Sends a draft. A second press gets the first answer.
///
/// # Errors
/// What does not fit, a refusal with every reason, or what changed since the person began.
pub fn send(app: &App, caller: &Caller, place: &Place, draft: &DraftRow, ask: Ask) -> Result<Answer, Fault> {
    if let Some(answer) = draft.answer.as_ref().filter(|_| draft.sent_at.is_some()) {
        return Ok(serde_json::from_str(answer)?);
    }
    debug_assert_eq!(place.path(), draft.place, "a draft is sent from its own page");
    let command = Command {
        alliance: draft.alliance_id.clone(),
        instance: draft.instance_id.clone(),
        caller: caller.clone(),
        key: Some(draft.id.clone()),
        seen: u64::try_from(draft.seen).ok(),
        ask,
    };
    let answer = app.ask(command)?;
    let (id, words, now) = (draft.id.clone(), serde_json::to_string(&answer)?, app.clock.now());
    app.store
        .write(move |db| Ok::<_, Fault>(drafts::sent(db, &id, &words, now.into())?))?;
    Ok(answer)
}

/// What is asked of the instance when a draft is sent: the answers in the forms that the engine
/// reads, and the reason.
pub fn asked(place: &Place, answers: &Map<String, Json>) -> Ask {
    let mut typed = answers.clone();
    let reason = typed
        .remove(WHY)
        .and_then(|why| why.as_str().map(str::to_owned))
        .filter(|why| !why.trim().is_empty());
    let state = Some(place.state.clone()).filter(|state| !state.is_empty());
    match place.verb {
        Verb::Act => Ask::Act {
            event: place.event.clone(),
            state,
            answers: typed,
            reason,
        },
        Verb::Vote => Ask::Vote {
            state: place.state.clone(),
            option: place.event.clone(),
            answers: typed,
            reason,
        },
        Verb::Confirm => Ask::Second {
            state: place.state.clone(),
            event: place.event.clone(),
            confirm: typed.get("confirm").and_then(Json::as_str) != Some("no"),
        },
    }
}
