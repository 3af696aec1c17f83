//! Starting something new: who may, where, and what they are asked; the files of `workflows/starts` say
//! it. Pages, programs and rehearsals start by this one path. What is typed before is in
//! [`begun`].

pub mod begun;
mod choosing;

use accord_engine::{
    definition::scalar::Scalar,
    event::Actor,
    refusal::{Reason, Refusal},
    value::Value,
};
use accord_store::subjects::{self as subject_rows, SubjectRow};
use indexmap::IndexMap;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use crate::{
    domain::words,
    service::{
        answers,
        app::{App, Desk},
        authority::{self, Caller},
        fault::Fault,
        forms, history,
        library::{
            File,
            starts::{ORGANISATION, PERSON, Startable, TITLE},
        },
        sight::{self, Seen},
        signals,
        subjects::{About, NewSubject, standing},
        transition::{self, Answer, Start},
    },
};

/// Something to start, and where.
#[derive(Debug, Clone, Serialize)]
pub struct Wanted {
    /// The alliance.
    pub alliance: String,
    /// The workflow's name.
    pub workflow: String,
    /// Kind and id of the record that it is to belong to; nothing if it stands by itself.
    pub above: Option<(String, String)>,
    /// Who starts it.
    pub caller: Caller,
    /// The same key gets the same answer (S16).
    #[serde(skip)]
    pub key: Option<String>,
    /// Question to answer.
    pub answers: Map<String, Json>,
    /// Settings that no question asks for, by name.
    pub settings: IndexMap<String, Value>,
}

/// A workflow that somebody may start here, or will be able to.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// Its name.
    pub workflow: String,
    /// What the link says.
    pub title: String,
    /// When one does this.
    pub says: String,
    /// Why not now; empty if it can be started.
    pub because: Vec<Reason>,
    /// They have begun to fill it in.
    pub begun: bool,
}

/// The place where something is to be started, as one person sees it.
struct Ground {
    /// The record above: what the new one belongs to, or the alliance's own.
    row: SubjectRow,
    /// What they see of it; nothing if the new one stands by itself.
    seen: Option<Seen>,
    actor: Actor,
}

impl Ground {
    fn of(desk: &mut Desk<'_>, caller: &Caller, above: Option<&(String, String)>) -> Result<Self, Fault> {
        if let Some((kind, id)) = above {
            let seen = sight::record(desk, caller, kind, id)?;
            return Ok(Self {
                row: seen.record.clone(),
                actor: seen.actor.clone(),
                seen: Some(seen),
            });
        }
        let row = subject_rows::load(desk.db, &desk.alliance, &desk.alliance.clone())?;
        let about = About {
            row: &row,
            snapshot: None,
        };
        let actor = authority::actor(desk, about, caller)?;
        Ok(Self { row, actor, seen: None })
    }

    /// Whether a workflow belongs to records of this kind at all.
    fn suits(&self, start: &Startable) -> bool {
        match &self.seen {
            Some(seen) => start.below.contains_key(&seen.record.kind),
            None => start.alone,
        }
    }
}

/// What somebody may start, by itself or below a record; with why not, where that can change.
///
/// # Errors
/// The record is not for this person to see, or the database fails.
pub fn offers(
    app: &App,
    alliance: &str,
    caller: &Caller,
    above: Option<&(String, String)>,
) -> Result<Vec<Offer>, Fault> {
    app.reading(alliance, |desk| {
        let ground = Ground::of(desk, caller, above)?;
        let library = desk.app.library.clone();
        let mut out = Vec::new();
        for (workflow, start) in library.starts.iter().filter(|(_, start)| ground.suits(start)) {
            if !holds(start, &ground.actor) || !library.files.get(workflow).is_some_and(File::is_proved) {
                continue;
            }
            out.push(Offer {
                because: judge(desk, &ground, (workflow, start))?,
                begun: begun::at(desk, caller, workflow, &ground.row.id)?.is_some(),
                workflow: workflow.clone(),
                title: start.title.clone(),
                says: start.says.clone(),
            });
        }
        Ok(out)
    })
}

/// Whether somebody may start anything that stands by itself: whether a page has a link that leads there.
///
/// # Errors
/// The database fails.
pub fn anything(app: &App, alliance: &str, caller: &Caller) -> Result<bool, Fault> {
    let starts = &app.of(alliance).library.starts;
    let ground = app.reading(alliance, |desk| Ground::of(desk, caller, None))?;
    Ok(starts
        .values()
        .any(|start| ground.suits(start) && holds(start, &ground.actor)))
}

/// The same below a record that they see.
pub fn anything_below(app: &App, seen: &Seen) -> bool {
    let mut starts = app.library.starts.values();
    starts.any(|start| start.below.contains_key(&seen.record.kind) && holds(start, &seen.actor))
}

fn holds(start: &Startable, actor: &Actor) -> bool {
    start.by.iter().any(|role| actor.roles.contains(role))
}

/// Why somebody cannot start it there now; empty if they can.
fn judge(desk: &mut Desk<'_>, ground: &Ground, (workflow, start): (&str, &Startable)) -> Result<Vec<Reason>, Fault> {
    let mut out = Vec::new();
    if let Err(no) = authority::may(&desk.app.library.roles, &ground.actor, &start.by, &start.except) {
        out.extend(no.reasons);
    }
    let wanted = start.below.get(&ground.row.kind).filter(|all| !all.is_empty());
    if let Some(wanted) = wanted.filter(|_| ground.seen.is_some()) {
        let now = standing::of(desk, &ground.row.id)?
            .map(|one| one.means)
            .unwrap_or_default();
        if !now.iter().any(|one| wanted.contains(one)) {
            let known = &desk.app.library.catalogue.meanings;
            let words: Vec<String> = wanted
                .iter()
                .filter_map(|one| known.get(one))
                .map(|text| words::lower_first(text.trim_end_matches('.')))
                .collect();
            out.push(Reason {
                id: "too_early_or_late".to_owned(),
                because: format!("{} is at another stage.", ground.row.title),
                mend: None,
                found: Some(format!("This can be started at: {}.", words.join("; "))),
            });
        }
    }
    if start.once && choosing::under_way(desk, &ground.row.id, workflow)? {
        out.push(Reason {
            id: "under_way".to_owned(),
            because: "It is under way here already. Go on with that one.".to_owned(),
            mend: None,
            found: None,
        });
    }
    Ok(out)
}

impl App {
    /// Starts a workflow as a person asks, by the rules of the file of starts.
    ///
    /// # Errors
    /// It is not theirs to start, not here, or not now; or an answer does not fit.
    pub fn begin(&self, wanted: Wanted) -> Result<Answer, Fault> {
        let alliance = wanted.alliance.clone();
        let (answer, words) = self.writing(&alliance, move |desk| begin(desk, &wanted))?;
        signals::deliver(self, words);
        Ok(answer)
    }
}

/// Words to other instances, each with its key in the outbox.
pub type Words = Vec<(String, crate::service::outgoing::Signal)>;

/// Starts a workflow as a person asks, inside a transaction; gives the words that are to be given right after commit.
///
/// # Errors
/// As [`App::begin`].
pub fn begin(desk: &mut Desk<'_>, wanted: &Wanted) -> Result<(Answer, Words), Fault> {
    if let Some(instance) = begun::became(desk, wanted)? {
        return Ok((transition::answer_of(desk, &instance)?, Words::new()));
    }
    let library = desk.app.library.clone();
    let found = library
        .starts
        .get(&wanted.workflow)
        .zip(library.files.get(&wanted.workflow));
    let (start, file) = found.ok_or(Fault::NotFound("workflow that people start"))?;
    let definition = file.definition.as_ref().ok_or(Fault::NotFound("workflow"))?;
    let ground = Ground::of(desk, &wanted.caller, wanted.above.as_ref())?;
    if !ground.suits(start) {
        return Err(Fault::NotFound("workflow that is started here"));
    }
    let reasons = judge(desk, &ground, (&wanted.workflow, start))?;
    if !reasons.is_empty() {
        return Err(Fault::Refused(Refusal {
            code: "not_offered".to_owned(),
            reasons,
        }));
    }
    let choices = choosing::choices(desk, &wanted.caller, definition, start)?;
    let calendar = library.calendars.get(&definition.calendar);
    let calendar = calendar.ok_or(Fault::NotFound("calendar"))?;
    let named = (wanted.workflow.as_str(), &start.form);
    let mut filled = forms::read_free((calendar, desk.now), &choices, named, &wanted.answers)?;
    let mut new = Start {
        alliance: desk.alliance.clone(),
        workflow: wanted.workflow.clone(),
        settings: wanted.settings.clone(),
        ..Start::default()
    };
    for name in definition.settings.keys() {
        if let Some(json) = filled.remove(name) {
            let scalar: Scalar = serde_json::from_value(json)?;
            new.settings.insert(name.clone(), Value::from(&scalar));
        }
    }
    for link in definition.links.keys() {
        let chosen = filled.remove(link).and_then(|one| one.as_str().map(str::to_owned));
        new.links.extend(chosen.map(|target| (link.clone(), target)));
    }
    let mut text = |name: &str| filled.remove(name).and_then(|one| one.as_str().map(str::to_owned));
    new.subject = NewSubject {
        title: text(TITLE).unwrap_or_default(),
        person: text(PERSON),
        organisation: text(ORGANISATION),
        parent: ground.seen.as_ref().map(|seen| seen.record.clone()),
        started_by: Some(
            wanted
                .caller
                .acting_for
                .as_ref()
                .unwrap_or(&wanted.caller.person)
                .clone(),
        ),
        details: filled,
        ..NewSubject::default()
    };
    let turned = transition::begun(desk, &new)?;
    let instance = turned.answer.instance.clone();
    history::note(
        desk,
        Some(&instance),
        &json!({
            "format": 1,
            "instance": instance,
            "began": {
                "by": new.subject.started_by,
                "hand": wanted.caller.person,
                "workflow": wanted.workflow,
                "answers": answers::fingerprint(&wanted.answers)?,
            },
        }),
    )?;
    begun::done(desk, wanted, &ground.row.id, &instance)?;
    Ok((turned.answer, turned.signals))
}
