//! Work that a permit allows, as a form to fill in.

use std::collections::BTreeSet;

use accord_store::drafts::{self as rows, DraftRow};
use serde_json::{Map, Value as Json};

use crate::{
    domain::words,
    service::{
        app::App,
        authority::Caller,
        drafts::{self, Stamp},
        elsewhere,
        fault::{Conflict, Fault},
        forms::{self, Choices},
        library::WorkForm,
        nothing::PROMISES,
        sight::{self, Seen},
        subjects::{self, About, promises},
        transition::Loaded,
        typed,
        work::Task,
    },
};

/// A form of work, as one person may fill it in now.
#[derive(Debug)]
pub struct Bench {
    /// The record.
    pub seen: Seen,
    /// Which of its instances allows the work: its place in `seen.running`.
    pub instance: usize,
    /// The permit.
    pub permit: String,
    /// The form.
    pub form: WorkForm,
    /// What came with the link.
    pub given: Map<String, Json>,
    /// What the form is filled in with: what was typed before, else what is there now.
    pub typed: Map<String, Json>,
    /// What they read first.
    pub says: Vec<String>,
    /// What questions choose from.
    pub choices: Choices,
    /// What was typed before.
    pub draft: Option<DraftRow>,
    /// What is there already, and who wrote it last, in a sentence.
    pub there: There,
}

/// What a form of work writes over.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct There {
    /// As the form would be filled in without any draft.
    pub answers: Map<String, Json>,
    /// Who wrote it and when: a sentence; nothing if nobody is known.
    pub by: Option<String>,
    /// What is sent with it, so that nobody is written over.
    pub at: Option<(String, Json)>,
}

/// How a piece of work was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// As it was typed.
    AsTyped,
    /// Together with what somebody else had written meanwhile.
    Together,
}

impl Bench {
    /// A mark of everything that the form shows: what was typed before, and what is there.
    ///
    /// # Errors
    /// What is stored is damaged.
    pub fn mark(&self) -> Result<String, Fault> {
        let shown = elsewhere::mark(&self.kept()?, self.questions());
        Ok(format!("{shown}-{}", self.rests()))
    }

    fn rests(&self) -> String {
        elsewhere::mark(&self.there.answers, self.questions())
    }

    fn questions(&self) -> impl Iterator<Item = &str> {
        self.form.form.fields.iter().map(|field| field.id.as_str())
    }

    /// What was typed before.
    ///
    /// # Errors
    /// What is stored is damaged.
    pub fn kept(&self) -> Result<Map<String, Json>, Fault> {
        drafts::read(self.draft.as_ref())
    }

    /// Whether somebody has written there since this person began.
    pub fn overwritten(&self) -> bool {
        let began = self.draft.as_ref().and_then(|row| row.base.as_ref());
        began.is_some_and(|base| *base != self.rests())
    }

    /// The questions that this person answered otherwise in another window meanwhile.
    ///
    /// # Errors
    /// What is stored is damaged.
    pub fn elsewhere(&self, stamp: &Stamp, typed: &Map<String, Json>) -> Result<Vec<String>, Fault> {
        match self.draft {
            Some(_) => Ok(elsewhere::changed(&self.kept()?, stamp.shown.as_deref(), typed)),
            None => Ok(Vec::new()),
        }
    }

    /// What somebody else has written there since the page was shown, if it is not what is sent.
    fn clashes(&self, stamp: &Stamp, typed: &Map<String, Json>) -> bool {
        let moved = stamp.rests.as_ref().is_some_and(|shown| *shown != self.rests());
        moved && elsewhere::mark(typed, self.questions()) != self.rests()
    }

    /// The instance that allows it.
    pub(super) fn loaded(&self) -> Result<&Loaded, Fault> {
        self.seen.running.get(self.instance).ok_or(Fault::NotFound("page"))
    }

    /// Where what is typed is kept: the permit and what it is about.
    pub fn place(&self) -> String {
        place(&self.permit, &self.given)
    }
}

fn place(permit: &str, given: &Map<String, Json>) -> String {
    let about: Vec<&str> = given.values().filter_map(Json::as_str).collect();
    format!("work/{permit}/{}", about.join("/"))
}

/// Where what is typed for a piece of work is kept, given what came with the link.
///
/// # Errors
/// There is no such form.
pub fn place_of(app: &App, kind: &str, permit: &str, query: &[(String, String)]) -> Result<String, Fault> {
    let form = app.library.work_form(kind, permit).ok_or(Fault::NotFound("page"))?;
    Ok(place(permit, &given(form, query)))
}

fn given(form: &WorkForm, query: &[(String, String)]) -> Map<String, Json> {
    let named = query
        .iter()
        .filter(|(name, value)| form.about.contains(name) && !value.is_empty());
    named
        .map(|(name, value)| (name.clone(), value.clone().into()))
        .collect()
}

/// A form of work on a record.
///
/// # Errors
/// There is no such form, it is not allowed now, or not to this person: the same answer.
pub fn open(
    app: &App,
    alliance: &str,
    caller: &Caller,
    (kind, id): (&str, &str),
    permit: &str,
    query: &[(String, String)],
) -> Result<Bench, Fault> {
    let form = app
        .library
        .work_form(kind, permit)
        .ok_or(Fault::NotFound("page"))?
        .clone();
    app.reading(alliance, |desk| {
        let seen = sight::record(desk, caller, kind, id)?;
        let allowed = seen.running.iter().position(|one| seen.may_work(one, permit));
        let instance = allowed.ok_or(Fault::NotFound("page"))?;
        let loaded = seen.running.get(instance).ok_or(Fault::NotFound("page"))?;
        let about = About {
            row: &seen.record,
            snapshot: Some(&loaded.snapshot),
        };
        let given = given(&form, query);
        let subject = subjects::of(kind)?;
        let mut typed = typed::stored(Some(&form.form), subject.filled(desk, about, permit, &given)?);
        let there = There {
            by: subject
                .written_by(desk, about, permit, &given)?
                .map(|(name, at)| format!("{name} wrote here last: {}.", words::stamp_in(at, words::ZONE))),
            at: subject.written_on(desk, about, permit, &given)?,
            answers: typed.clone(),
        };
        let draft = rows::open_at(desk.db, &caller.person, &loaded.row.id, &place(permit, &given))?;
        let draft = drafts::shelf::found(desk.app, draft)?;
        typed.extend(drafts::read(draft.as_ref())?);
        let mut collections = subject.collections(desk, about)?;
        let asked = form.form.fields.iter().filter_map(|field| field.options_from.clone());
        let more: BTreeSet<String> = asked.filter(|name| !collections.contains_key(name)).collect();
        if !more.is_empty() {
            collections.extend(subject.some_collections(desk, about, &more)?);
        }
        // A promise is about whatever it was made about, or rests on: every kind of record has them.
        let open = promises::open(desk, &seen.record)?;
        collections.insert(
            PROMISES.to_owned(),
            open.into_iter().map(|one| (one.id, one.what)).collect(),
        );
        let mut choices = Choices {
            narrowed: subject.still_asked(desk, about, &typed, &collections)?,
            explained: subject.explained(desk, about, &typed)?,
            ..Choices::of(desk, &form.form, collections)?
        };
        let people: Vec<String> = choices.people.keys().cloned().collect();
        let left_out = subject.not_to_choose(desk, about, permit, caller, &people)?;
        choices.people.retain(|id, _| !left_out.contains(id));
        Ok(Bench {
            says: subject.before_work(desk, about, (permit, &given), caller)?,
            permit: permit.to_owned(),
            instance,
            given,
            typed,
            choices,
            draft,
            there,
            form,
            seen,
        })
    })
}

/// Keeps what is being typed.
///
/// # Errors
/// The database fails.
pub fn keep(
    app: &App,
    caller: &Caller,
    bench: &Bench,
    stamp: Stamp,
    typed: Map<String, Json>,
) -> Result<DraftRow, Fault> {
    let loaded = bench.loaded()?;
    drafts::keep(
        app,
        &loaded.row.alliance_id,
        caller,
        &loaded.row.id,
        &bench.place(),
        stamp,
        typed,
    )
}

/// What one person and another wrote, put together, if both can stand: what they began from is looked for
/// among what the form was filled in with before.
fn together(
    app: &App,
    bench: &Bench,
    stamp: &Stamp,
    typed: &Map<String, Json>,
) -> Result<Option<Map<String, Json>>, Fault> {
    let (Some(shown), loaded) = (&stamp.rests, bench.loaded()?) else {
        return Ok(None);
    };
    let kind = subjects::of(&bench.seen.record.kind)?;
    let past = app.reading(&loaded.row.alliance_id, |desk| {
        kind.filled_before(desk, loaded.about(), &bench.permit, &bench.given)
    })?;
    let mut past = past.into_iter().map(|one| typed::stored(Some(&bench.form.form), one));
    let base = past.find(|one| elsewhere::mark(one, bench.questions()) == *shown);
    Ok(base.and_then(|base| kind.together(&bench.permit, &base, typed, &bench.there.answers)))
}

/// Does the work, once for each key. What somebody else has written there meanwhile is put together with
/// it, where both can stand.
///
/// # Errors
/// What does not fit, a refusal, or that somebody else has written there meanwhile.
pub fn send(app: &App, caller: &Caller, bench: &Bench, stamp: Stamp, typed: &Map<String, Json>) -> Result<Sent, Fault> {
    if bench.form.secret {
        return send_secret(app, caller, bench, typed);
    }
    let both = match bench.clashes(&stamp, typed) {
        true => Some(together(app, bench, &stamp, typed)?),
        false => None,
    };
    let draft = keep(app, caller, bench, stamp, typed.clone())?;
    if draft.sent_at.is_some() {
        return Ok(Sent::AsTyped);
    }
    let loaded = bench.loaded()?;
    let (typed, sent) = match &both {
        None => (typed, Sent::AsTyped),
        Some(Some(both)) => (both, Sent::Together),
        Some(None) => {
            return Err(Fault::Conflict(Conflict {
                changes: bench.there.by.clone().into_iter().collect(),
                now: loaded.snapshot.seq,
            }));
        }
    };
    let named = (bench.permit.as_str(), &bench.form.form);
    let mut body = forms::read_work(loaded, app.clock.now(), &bench.choices, named, typed)?;
    for (name, value) in &bench.given {
        // Numbers of paragraphs come as text in a link.
        let number = value.as_str().and_then(|text| text.parse::<u64>().ok());
        body.insert(name.clone(), number.map_or_else(|| value.clone(), Json::from));
    }
    body.extend(bench.there.at.clone());
    let answer = app.work(Task {
        alliance: loaded.row.alliance_id.clone(),
        subject: bench.seen.record.id.clone(),
        permit: bench.permit.clone(),
        caller: caller.clone(),
        key: Some(draft.id.clone()),
        body,
    })?;
    let now = app.wall.now();
    app.store
        .write(move |db| Ok::<_, Fault>(rows::sent(db, &draft.id, &answer.to_string(), now.into())?))?;
    Ok(sent)
}

/// The same for what is kept nowhere before: no draft, and no key under which it could be found. What the journal holds is
/// a hash, which a number of few digits could be guessed from; so something nobody can guess stands beside it.
fn send_secret(app: &App, caller: &Caller, bench: &Bench, typed: &Map<String, Json>) -> Result<Sent, Fault> {
    let loaded = bench.loaded()?;
    let named = (bench.permit.as_str(), &bench.form.form);
    let mut body = forms::read_work(loaded, app.clock.now(), &bench.choices, named, typed)?;
    body.insert("salt".to_owned(), app.rng.id(app.clock.now()).into());
    app.work(Task {
        alliance: loaded.row.alliance_id.clone(),
        subject: bench.seen.record.id.clone(),
        permit: bench.permit.clone(),
        caller: caller.clone(),
        key: None,
        body,
    })?;
    Ok(Sent::AsTyped)
}
