//! Filling something in over time: what was typed is kept, and sent once.

use accord_engine::{
    deadline::TimerRole,
    definition::model::{FieldType, Form},
    refusal::Offer,
    step,
};
use accord_store::{
    StoreError,
    drafts::{self, DraftRow},
    people, submissions,
};
use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use crate::service::{
    app::{App, Desk},
    authority::Caller,
    facts,
    fault::Fault,
    forms::{self, Choices, Judged},
    library::transitions,
    places::{Place, Verb},
    prefill::{self, Filled},
    sight::{self, Seen},
    spoken, subjects,
    transition::{Answer, Ask, Command, Loaded},
    typed,
};

/// The question "why", where an action asks for a reason beside its form.
pub const WHY: &str = "why";

/// What a first person did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct First {
    /// Who.
    pub name: String,
    /// Question and answer, in words.
    pub answers: Vec<(String, String)>,
    /// Why, if they said.
    pub reason: Option<String>,
}

/// Something to fill in, as one person sees it now.
#[derive(Debug)]
pub struct Sheet {
    /// The record and its instances.
    pub seen: Seen,
    /// Which of the instances: its place in `seen.running`.
    pub instance: usize,
    /// What is offered.
    pub offer: Offer,
    /// The form, if there is one.
    pub form: Option<(String, Form)>,
    /// What the decision asks, for a vote.
    pub ask: Option<String>,
    /// What has been typed so far.
    pub draft: Option<DraftRow>,
    /// What questions choose from.
    pub choices: Choices,
    /// What stands there before anything is typed: it counts once somebody goes on from its page.
    pub prefilled: Map<String, Json>,
    /// Of these, answers that a file says where to take from, with where they come from.
    pub filled: IndexMap<String, Filled>,
    /// What a first person did and filled in, where a second confirms: question and answer.
    pub first: Option<First>,
    /// It cannot be taken back, and is done by a role that shows a second factor.
    pub final_act: bool,
    /// Business time.
    pub now: DateTime<Utc>,
}

impl Sheet {
    /// The instance.
    ///
    /// # Errors
    /// It is gone; it is not.
    pub fn loaded(&self) -> Result<&Loaded, Fault> {
        self.seen.running.get(self.instance).ok_or(Fault::NotFound("page"))
    }

    /// Whether the form asks for files.
    pub fn has_files(&self) -> bool {
        let mut fields = self.form.iter().flat_map(|(_, form)| &form.fields);
        fields.any(|field| field.kind == FieldType::File)
    }

    /// Until when it is open, if a clock ends it.
    pub fn until(&self) -> Option<DateTime<Utc>> {
        let timers = self.loaded().ok()?.snapshot.timers.values();
        let ends =
            timers.filter(|timer| matches!(timer.role, TimerRole::End(_)) && timer.state.as_str() == self.offer.state);
        ends.filter_map(|timer| timer.due_at).min()
    }

    /// What was typed.
    ///
    /// # Errors
    /// What is stored is damaged.
    pub fn answers(&self) -> Result<Map<String, Json>, Fault> {
        read(self.draft.as_ref())
    }

    /// What the pages show: what was typed, and beside it what stands there before.
    ///
    /// # Errors
    /// What is stored is damaged.
    pub fn shown(&self) -> Result<Map<String, Json>, Fault> {
        let mut out = self.answers()?;
        for (id, before) in &self.prefilled {
            let fields = self.form.iter().flat_map(|(_, form)| &form.fields);
            let mut keys = fields
                .filter(|field| field.id == *id)
                .filter_map(|field| field.row_of());
            match (out.get_mut(id), before, keys.next()) {
                (None, ..) => drop(out.insert(id.clone(), before.clone())),
                (Some(Json::Array(typed)), Json::Array(rows), Some(key)) => {
                    let known: Vec<Json> = typed.iter().filter_map(|row| row.get(&key.id).cloned()).collect();
                    let new = |row: &&Json| row.get(&key.id).is_some_and(|key| !known.contains(key));
                    typed.extend(rows.iter().filter(new).cloned());
                }
                (Some(_), ..) => {}
            }
        }
        Ok(out)
    }

    /// Where the answer comes from that stands beside a question, if it is the one that it was filled in with.
    pub fn filled_from(&self, id: &str, stands: Option<&Json>) -> Option<&str> {
        let filled = self.filled.get(id).filter(|one| stands == Some(&one.value));
        filled.map(|one| one.says.as_str())
    }

    /// How every question stands now, given what was typed.
    ///
    /// # Errors
    /// The instance is gone; it is not.
    pub fn judged(&self, answers: &Map<String, Json>) -> Result<IndexMap<String, Judged>, Fault> {
        let mut out = match &self.form {
            Some((name, form)) => forms::judge(self.loaded()?, self.now, &self.choices, (name, form), answers),
            None => IndexMap::new(),
        };
        if self.offer.requires_reason {
            let given = answers.get(WHY).and_then(Json::as_str).unwrap_or_default();
            let errors = match given.trim().is_empty() {
                true => vec!["Say why; it is written down beside what you do.".to_owned()],
                false => Vec::new(),
            };
            out.insert(WHY.to_owned(), Judged { asked: true, errors });
        }
        Ok(out)
    }

    /// The version to act on: the one that the person saw when they began.
    pub fn seen_version(&self) -> Option<u64> {
        self.draft.as_ref().and_then(|one| u64::try_from(one.seen).ok())
    }
}

/// What a person may fill in at a place now; also where it cannot be sent yet.
///
/// # Errors
/// It is not offered here, or not for this person to see.
pub fn open(app: &App, alliance: &str, caller: &Caller, instance: &str, place: &Place) -> Result<Sheet, Fault> {
    app.reading(alliance, |desk| {
        let seen = sight::of_instance(desk, caller, instance)?;
        sheet(desk, caller, seen, instance, (place, &place.path()))
    })
}

/// The same as somebody has it who is told by phone or on paper what another person says: `seen` is the record
/// with that person as who acts, `kept` where what the other types is kept.
///
/// # Errors
/// As [`open`].
pub(super) fn sheet(
    desk: &mut Desk<'_>,
    caller: &Caller,
    seen: Seen,
    instance: &str,
    (place, kept): (&Place, &str),
) -> Result<Sheet, Fault> {
    let found = seen.running.iter().position(|one| one.row.id == instance);
    let index = found.ok_or(Fault::NotFound("page"))?;
    let loaded = seen.running.get(index).ok_or(Fault::NotFound("page"))?;
    let definition = &loaded.workflow.definition;
    let now = desk.now;
    let (offers, _) = facts::judge(desk, loaded.facts(), |known| {
        step::offers_as_known(&loaded.workflow, &loaded.snapshot, &seen.actor, known, now)
    })?;
    let offer = offers
        .into_iter()
        .find(|offer| place.fits(offer))
        .ok_or(Fault::NotFound("page"))?;
    let form = offer
        .form
        .as_ref()
        .and_then(|name| Some((name.clone(), definition.forms.get(name)?.clone())));
    let ask = crate::service::library::find_state(definition, &offer.state)
        .and_then(|state| state.decision.as_ref()?.ask.clone())
        .filter(|_| offer.vote);
    let draft = drafts::open_at(desk.db, &caller.person, instance, kept)?;
    let typed = read(draft.as_ref())?;
    let mut filled = match &form {
        Some((name, form)) => prefill::of(desk, &seen, loaded, (name, form))?,
        None => IndexMap::new(),
    };
    filled.retain(|id, _| !typed.contains_key(id));
    Ok(Sheet {
        instance: index,
        final_act: final_act(desk, loaded, &seen, &offer),
        first: first(desk, loaded, place)?,
        prefilled: match &form {
            Some((_, form)) => {
                let kind = subjects::of(&seen.record.kind)?;
                let mut out = typed::kept(Some(form), kind.prefilled(desk, loaded.about(), form, &typed)?);
                for (id, one) in &filled {
                    out.entry(id.clone()).or_insert_with(|| one.value.clone());
                }
                out
            }
            None => Map::new(),
        },
        filled,
        choices: match &form {
            Some((_, form)) => {
                let kind = subjects::of(&seen.record.kind)?;
                let collections = kind.collections(desk, loaded.about())?;
                Choices {
                    explained: kind.explained(desk, loaded.about(), &typed)?,
                    ..Choices::of(desk, form, collections)?
                }
            }
            None => Choices::default(),
        },
        now: desk.now,
        offer,
        form,
        ask,
        draft,
        seen,
    })
}

/// Whether an act is for good, and done in a role that asks for a second factor.
pub(super) fn final_act(desk: &Desk<'_>, loaded: &Loaded, seen: &Seen, offer: &Offer) -> bool {
    if offer.vote {
        // Answers can be changed until they are counted.
        return false;
    }
    let found = transitions(&loaded.workflow.definition, &offer.state, &offer.event);
    let known = &desk.app.library.roles.roles;
    found.iter().any(|one| {
        let by = one.by.iter().chain(&one.needs_second);
        let mut decides = by
            .filter(|role| seen.actor.roles.contains(role))
            .filter_map(|role| known.get(role));
        one.undo_within.is_none() && !one.effects.is_empty() && decides.any(|role| role.second_factor)
    })
}

/// What the first of two people did, where this is the second's word.
fn first(desk: &mut Desk<'_>, loaded: &Loaded, place: &Place) -> Result<Option<First>, Fault> {
    let halves = loaded.snapshot.awaiting_second.iter();
    let half = halves
        .filter(|_| place.verb == Verb::Confirm)
        .find(|half| half.state == place.state && half.event == place.event);
    let Some(half) = half else { return Ok(None) };
    let name = people::load(desk.db, &half.first.person)?.map(|one| one.name);
    let mut out = First {
        name: name.unwrap_or_default(),
        ..First::default()
    };
    if let Some(submitted) = &half.submission {
        let row = submissions::load(desk.db, &desk.alliance, &submitted.id)?;
        let form = loaded.workflow.definition.forms.get(&submitted.form);
        for (id, value) in crate::service::answers::typed(row.answers.as_deref())? {
            let field = form.and_then(|form| form.fields.iter().find(|field| field.id == id));
            let label = field.map_or(id.clone(), |field| field.label.clone());
            out.answers.push((label, spoken::value(&value)));
        }
        out.reason = row.reason;
    }
    Ok(Some(out))
}

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
        let now = worker.wall.now();
        let twice = drafts::load(db, &caller.person, &stamp.key);
        if let Ok(row) = twice
            && row.sent_at.is_some()
            && row.place == place
            && row.instance_id == instance
        {
            return Ok(row);
        }
        if let Some(mut row) = drafts::open_at(db, &caller.person, &instance, &place)? {
            let mut answers = read(Some(&row))?;
            answers.extend(typed);
            row.answers = Json::Object(answers).to_string();
            row.saved_at = now.into();
            drafts::save(db, &row.id, &row.answers, row.seen, now.into())?;
            if let Some(rests) = stamp.rests.filter(|rests| row.base.as_ref() != Some(rests)) {
                drafts::rest_on(db, &row.id, &rests)?;
                row.base = Some(rests);
            }
            return Ok(row);
        }
        let of = accord_store::instances::load(db, &alliance, &instance)?;
        let row = DraftRow {
            id: if stamp.key.is_empty() {
                worker.rng.id(now)
            } else {
                stamp.key
            },
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
        drafts::begin(db, &row)?;
        Ok(row)
    })
}

/// Goes on with a draft from the version that is stored now, because the person has read what
/// changed.
///
/// # Errors
/// It is not theirs, or the database fails.
pub fn go_on(app: &App, alliance: &str, person: &str, draft: &str) -> Result<(), Fault> {
    let now = app.wall.now();
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
    app.store
        .read(|db| drafts::load(db, person, draft))
        .map_err(|error| match error {
            StoreError::NotFound { .. } => Fault::NotFound("page"),
            other => other.into(),
        })
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
    let (id, words, now) = (draft.id.clone(), serde_json::to_string(&answer)?, app.wall.now());
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

/// What was typed into a draft; nothing without one.
pub(super) fn read(draft: Option<&DraftRow>) -> Result<Map<String, Json>, Fault> {
    match draft {
        Some(row) => {
            serde_json::from_str(&row.answers).map_err(|e| StoreError::Damaged(format!("a draft: {e}")).into())
        }
        None => Ok(Map::new()),
    }
}
