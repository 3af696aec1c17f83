//! Work that a permit allows, as a form to fill in.

use accord_store::drafts::{self as rows, DraftRow};
use serde_json::{Map, Value as Json};

use crate::service::{
    app::App,
    authority::Caller,
    drafts::{self, Stamp},
    fault::Fault,
    forms::{self, Choices},
    library::WorkForm,
    sight::{self, Seen},
    subjects::{self, About, promises},
    transition::Loaded,
    typed,
    work::Task,
};

/// What a question about promises chooses from.
const PROMISES: &str = "promises";

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
}

impl Bench {
    fn loaded(&self) -> Result<&Loaded, Fault> {
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
        let given: Map<String, Json> = query
            .iter()
            .filter(|(name, value)| form.about.contains(name) && !value.is_empty())
            .map(|(name, value)| (name.clone(), value.clone().into()))
            .collect();
        let subject = subjects::of(kind)?;
        let mut typed = typed::kept(Some(&form.form), subject.filled(desk, about, permit, &given)?);
        let draft = rows::open_at(desk.db, &caller.person, &loaded.row.id, &place(permit, &given))?;
        if let Some(row) = &draft {
            let kept: Map<String, Json> = serde_json::from_str(&row.answers)?;
            typed.extend(kept);
        }
        let mut collections = subject.collections(desk, about)?;
        // A promise is about whatever it was made about, or rests on: every kind of record has them.
        let open = promises::open(desk, &seen.record)?;
        collections.insert(
            PROMISES.to_owned(),
            open.into_iter().map(|one| (one.id, one.what)).collect(),
        );
        let choices = Choices::of(desk, &form.form, collections)?;
        Ok(Bench {
            says: subject.before_work(desk, about, permit, caller)?,
            permit: permit.to_owned(),
            instance,
            given,
            typed,
            choices,
            draft,
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

/// Does the work, once for each key.
///
/// # Errors
/// What does not fit, or a refusal.
pub fn send(app: &App, caller: &Caller, bench: &Bench, stamp: Stamp, typed: &Map<String, Json>) -> Result<(), Fault> {
    let draft = keep(app, caller, bench, stamp, typed.clone())?;
    if draft.sent_at.is_some() {
        return Ok(());
    }
    let loaded = bench.loaded()?;
    let named = (bench.permit.as_str(), &bench.form.form);
    let mut body = forms::read_work(loaded, app.clock.now(), &bench.choices, named, typed)?;
    for (name, value) in &bench.given {
        // Numbers of paragraphs come as text in a link.
        let number = value.as_str().and_then(|text| text.parse::<u64>().ok());
        body.insert(name.clone(), number.map_or_else(|| value.clone(), Json::from));
    }
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
        .write(move |db| Ok::<_, Fault>(rows::sent(db, &draft.id, &answer.to_string(), now.into())?))
}
