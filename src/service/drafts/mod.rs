//! Filling something in over time: what was typed is kept, and sent once.

mod keeping;
pub mod shelf;

use accord_engine::{
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

pub use self::keeping::{Stamp, asked, discard, go_on, keep, of, send};
use crate::service::{
    app::{App, Desk},
    authority::Caller,
    deciding,
    earlier::{self, Earlier},
    facts,
    fault::Fault,
    forms::{self, Choices, Judged},
    library::transitions,
    nothing,
    places::{Place, Verb},
    prefill::{self, Filled},
    sight::{self, Seen},
    spoken, subjects,
    transition::Loaded,
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
    /// What is read before its first question.
    pub reads: Vec<String>,
    /// What the person's own organisation answered before, in records of the same kind.
    pub earlier: Earlier,
    /// What the decision asks, for a vote.
    pub ask: Option<String>,
    /// What has been typed so far.
    pub draft: Option<DraftRow>,
    /// What questions choose from.
    pub choices: Choices,
    /// What a new version begins with: a copy of what was sent last, as pages keep it. It counts without anybody
    /// going through it, until something else is typed.
    pub copied: Map<String, Json>,
    /// What stands there before anything is typed: it counts once somebody goes on from its page.
    pub prefilled: Map<String, Json>,
    /// Of these, answers that a file says where to take from, with where they come from.
    pub filled: IndexMap<String, Filled>,
    /// What a first person did and filled in, where a second confirms: question and answer.
    pub first: Option<First>,
    /// It cannot be taken back, and is done by a role that shows a second factor.
    pub final_act: bool,
    /// Until when it can be sent, where no clock of the process says so.
    pub closes: Option<DateTime<Utc>>,
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
        deciding::until(self.loaded().ok()?, &self.offer.state).or(self.closes)
    }

    /// What would be sent now: what was typed, over the copy that a new version begins with.
    ///
    /// # Errors
    /// What is stored is damaged.
    pub fn answers(&self) -> Result<Map<String, Json>, Fault> {
        let mut out = self.copied.clone();
        out.extend(read(self.draft.as_ref())?);
        Ok(out)
    }

    /// What is sent: the answers without rows of tables that are not asked any more, such as those for a network that
    /// was taken out of a bid.
    pub fn sent(&self, mut answers: Map<String, Json>) -> Map<String, Json> {
        for field in self.form.iter().flat_map(|(_, form)| &form.fields) {
            let Some(column) = field.row_of().filter(|column| column.options_from.is_some()) else {
                continue;
            };
            let known = self.choices.of_field(column);
            if let Some(Json::Array(rows)) = answers.get_mut(&field.id) {
                rows.retain(|row| {
                    let key = row.get(&column.id).and_then(Json::as_str);
                    key.is_none_or(|key| known.contains_key(key))
                });
            }
        }
        answers
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
        let mut out = sheet(desk, caller, seen, instance, (place, &place.path()))?;
        let tables = out.form.iter().flat_map(|(_, form)| &form.fields);
        if tables.into_iter().any(|field| field.row_of().is_some()) {
            out.earlier = earlier::of(desk, caller, &out.seen)?;
        }
        Ok(out)
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
    let mut offer = offers
        .into_iter()
        .find(|offer| place.fits(offer))
        .ok_or(Fault::NotFound("page"))?;
    nothing::block(desk, &seen, loaded, std::slice::from_mut(&mut offer))?;
    let form = offer
        .form
        .as_ref()
        .and_then(|name| Some((name.clone(), definition.forms.get(name)?.clone())));
    let ask = crate::service::library::find_state(definition, &offer.state)
        .and_then(|state| state.decision.as_ref()?.ask.clone())
        .filter(|_| offer.vote);
    let draft = shelf::found(desk.app, drafts::open_at(desk.db, &caller.person, instance, kept)?)?;
    let copied = match &form {
        Some((_, form)) => {
            let before = subjects::of(&seen.record.kind)?.copied(desk, loaded.about(), form)?;
            typed::stored(Some(form), before)
        }
        None => Map::new(),
    };
    let mut typed = copied.clone();
    typed.extend(read(draft.as_ref())?);
    let mut filled = match &form {
        Some((name, form)) => prefill::of(desk, &seen, loaded, (name, form))?,
        None => IndexMap::new(),
    };
    filled.retain(|id, _| !typed.contains_key(id));
    Ok(Sheet {
        instance: index,
        earlier: Earlier::new(),
        final_act: final_act(desk, loaded, &seen, &offer),
        first: first(desk, loaded, place)?,
        prefilled: match &form {
            Some((_, form)) => {
                let kind = subjects::of(&seen.record.kind)?;
                let mut out = typed::stored(Some(form), kind.prefilled(desk, loaded.about(), form, &typed)?);
                for (id, one) in &filled {
                    out.entry(id.clone()).or_insert_with(|| one.value.clone());
                }
                out
            }
            None => Map::new(),
        },
        filled,
        reads: match &form {
            Some((_, form)) => subjects::of(&seen.record.kind)?.before_form(desk, loaded.about(), form)?,
            None => Vec::new(),
        },
        choices: match &form {
            Some((_, form)) => {
                let kind = subjects::of(&seen.record.kind)?;
                let collections = kind.collections(desk, loaded.about())?;
                Choices {
                    narrowed: kind.still_asked(desk, loaded.about(), &typed, &collections)?,
                    explained: kind.explained(desk, loaded.about(), &typed)?,
                    ..Choices::of(desk, form, collections)?
                }
            }
            None => Choices::default(),
        },
        closes: match &form {
            Some((_, form)) => subjects::of(&seen.record.kind)?.closes(desk, loaded.about(), form)?,
            None => None,
        },
        copied,
        now: desk.now,
        offer,
        form,
        ask,
        draft,
        seen,
    })
}

/// What is wrong with answers that only the kind of record can know: where in the form (`figures.waiting`), and a
/// sentence. What cannot be read yet is left out.
///
/// # Errors
/// The database fails.
pub fn misfits(
    app: &App,
    alliance: &str,
    sheet: &Sheet,
    answers: &Map<String, Json>,
) -> Result<Vec<(String, String)>, Fault> {
    let Some((name, form)) = &sheet.form else {
        return Ok(Vec::new());
    };
    let loaded = sheet.loaded()?;
    let typed = forms::readable(loaded, sheet.now, &sheet.choices, (name, form), answers);
    app.reading(alliance, |desk| {
        subjects::of(&sheet.seen.record.kind)?.judge(desk, loaded.about(), &typed)
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

/// What was typed into a draft; nothing without one.
pub(super) fn read(draft: Option<&DraftRow>) -> Result<Map<String, Json>, Fault> {
    match draft {
        Some(row) => {
            serde_json::from_str(&row.answers).map_err(|e| StoreError::Damaged(format!("a draft: {e}")).into())
        }
        None => Ok(Map::new()),
    }
}
