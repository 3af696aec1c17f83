//! What is held on somebody: all of it to take away, what only serves to reach them erased at once, the
//! rest asked for. Other people's names are left out; what others said about them is theirs.

use accord_store::{
    Stamp,
    incidents::{self, IncidentRow},
    journal, needs as need_rows, organisation_files, organisations, outbox,
    own::{self as rows, DataRequestRow},
    pay_details, people, public_names, running_files, subjects as subject_rows, weekly_caps, wishes as wish_rows,
};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value as Json, json};

use super::{described, letters, names};
use crate::service::{
    app::{App, Desk},
    drafts::shelf,
    fault::{Fault, FieldError},
    history,
    payments::account,
    support::{beside, breaks},
    uploads::secret,
};

/// The most letters of a request.
const LONGEST: usize = 2_000;
/// The most letters (of the postman's sort) that are listed.
const MOST: i64 = 100_000;

/// Everything that is held on one person in one alliance, in words for people and programs.
///
/// # Errors
/// The database fails, or what is stored is damaged.
pub fn export(app: &App, alliance: &str, person: &str) -> Result<Json, Fault> {
    app.reading(alliance, |desk| read(desk, person))
}

fn read(desk: &mut Desk<'_>, person: &str) -> Result<Json, Fault> {
    let row = people::load(desk.db, person)?.ok_or(Fault::NotFound("person"))?;
    let wish = wish_rows::load(desk.db, person)?;
    let need = need_rows::several(desk.db, &desk.alliance, &[person.to_owned()])?;
    let held = rows::everything(desk.db, &desk.alliance, person)?;
    let drafts = held.drafts.iter().map(|row| shelf::opened(desk.app, row.clone()));
    let drafts = drafts.collect::<Result<Vec<_>, _>>()?;
    let files = held
        .uploads
        .iter()
        .map(|row| secret::named(&desk.app.seals, row.clone()));
    let files = files.collect::<anyhow::Result<Vec<_>>>()?;
    let mut out = Map::new();
    let mut put = |name: &str, value: Json| drop(out.insert(name.to_owned(), value));
    put("made_at", at(desk.wall().into()).into());
    put(
        "person",
        json!({
            "name": row.name, "first_name": row.first_name, "email": row.email, "channel": row.channel,
            "telephone": wish.as_ref().and_then(|wish| wish.telephone.clone()), "known_since": at(row.created_at),
        }),
    );
    put(
        "wishes",
        wish.map_or(Json::Null, |wish| {
            json!({
                "news": wish.news.word(), "unwanted": parsed(&wish.unwanted), "quiet": wish.quiet,
                "has_calendar_address": wish.calendar.is_some(), "changed_at": at(wish.changed_at),
            })
        }),
    );
    put(
        "access_needs",
        need.into_iter()
            .map(|need| json!({ "chosen": parsed(&need.chosen), "says": need.says, "changed_at": at(need.changed_at) }))
            .collect(),
    );
    put("where_you_are_paid", account::held(desk, person)?);
    let named = names::of(desk, person)?;
    put(
        "how_you_are_named",
        json!({ "beside_what_you_say": named.screen, "where_you_wrote": named.author }),
    );
    put("how_you_describe_yourself", described::held(desk, person)?);
    let supporter = beside::of(desk, person)?.map(|one| one.name);
    let away = breaks::of(desk, person)?.map(|row| json!({ "since": at(row.since), "until": row.until.map(at) }));
    put("support", json!({ "at_your_side": supporter, "break": away }));
    let mut organisations_held = Vec::new();
    for one in held.memberships {
        let name = organisations::load(desk.db, &one.organisation_id)?.map(|found| found.name);
        organisations_held.push(json!({
            "organisation": name, "position": one.position, "lead_contact": one.lead_contact,
            "since": at(one.since), "until": one.until.map(at),
        }));
    }
    put("organisations", organisations_held.into());
    let roles = &desk.app.library.roles.roles;
    let role = |name: &str| {
        roles
            .get(name)
            .map_or_else(|| name.to_owned(), |known| known.title.clone())
    };
    put(
        "roles",
        held.appointments
            .iter()
            .map(|one| {
                json!({
                    "role": role(&one.role), "since": at(one.since), "until": one.until.map(at), "reason": one.reason,
                })
            })
            .collect(),
    );
    put(
        "acting_for_others_or_by_others",
        held.delegations
            .iter()
            .map(|one| {
                let how = if one.principal_id == person {
                    "somebody acts for you"
                } else {
                    "you act for somebody"
                };
                json!({ "how": how, "since": at(one.since), "until": at(one.until), "reason": one.reason })
            })
            .collect(),
    );
    put(
        "interests",
        held.interests
            .iter()
            .map(|one| json!({ "what": one.what, "declared_at": at(one.declared_at), "until": one.until.map(at) }))
            .collect(),
    );
    put(
        "forms_sent",
        held.submissions
            .iter()
            .map(|one| {
                let answers = match (&one.answers, one.sealed) {
                    (Some(answers), _) => parsed(answers),
                    (None, true) => "sealed: nobody can read it before it is opened".into(),
                    (None, false) => Json::Null,
                };
                json!({ "form": one.form, "at": at(one.at), "answers": answers, "reason": one.reason, "hash": one.hash })
            })
            .collect(),
    );
    put(
        "comments",
        held.comments
            .iter()
            .map(|one| {
                json!({
                    "about_the_words": one.quote, "says": one.text, "at": at(one.made_at),
                    "became": one.disposition, "answer": one.answer, "content_with_the_answer": one.content_with_answer,
                })
            })
            .collect(),
    );
    put(
        "said_below_comments",
        held.replies
            .iter()
            .map(|one| json!({ "says": one.text, "at": at(one.made_at) }))
            .collect(),
    );
    put(
        "scores",
        held.scores
            .iter()
            .map(|one| json!({ "marks": one.marks, "reason": one.reason, "dissent": one.dissent, "at": at(one.at) }))
            .collect(),
    );
    put(
        "drafts_not_sent",
        drafts
            .iter()
            .map(|one| json!({ "answers": parsed(&one.answers), "begun_at": at(one.begun_at), "saved_at": at(one.saved_at) }))
            .collect(),
    );
    put(
        "begun_and_not_started",
        held.beginnings
            .iter()
            .map(|one| json!({ "answers": parsed(&one.answers), "begun_at": at(one.begun_at), "saved_at": at(one.saved_at) }))
            .collect(),
    );
    put(
        "recorded_for_you_by_others",
        held.recordings
            .iter()
            .map(|one| {
                json!({
                    "what": one.title, "answers": parsed(&one.answers), "how_it_came": one.way, "said_on": one.said_on,
                    "at": at(one.recorded_at), "became": one.status.word(),
                })
            })
            .collect(),
    );
    put(
        "files_sent",
        files
            .iter()
            .map(|one| json!({ "name": one.name, "bytes": one.size, "hash": one.hash, "at": at(one.sent_at) }))
            .collect(),
    );
    put(
        "files_of_organisations_sent",
        organisation_files::of_person(desk.db, &desk.alliance, person)?
            .iter()
            .map(|one| {
                json!({
                    "name": one.name, "at": at(one.sent_at), "confirmed_at": one.done_at.map(at), "added": one.added,
                    "changed": one.changed, "left_out": one.left_out,
                })
            })
            .collect(),
    );
    put(
        "files_of_what_ran_before_sent",
        running_files::of_person(desk.db, &desk.alliance, person)?
            .iter()
            .map(|one| {
                json!({
                    "name": one.name, "at": at(one.sent_at), "confirmed_at": one.done_at.map(at),
                    "contracts": one.contracts, "posts": one.posts, "returns": one.returns,
                })
            })
            .collect(),
    );
    put(
        "what_is_kept_about_you",
        held.records
            .iter()
            .map(|one| {
                json!({
                    "kind": one.kind.replace('_', " "), "reference": one.reference, "title": one.title,
                    "at": at(one.created_at), "holds": parsed(&one.data),
                })
            })
            .collect(),
    );
    put(
        "signed_in",
        held.sessions
            .iter()
            .map(|one| {
                json!({
                    "browser": one.browser, "since": at(one.begun_at), "last_seen": at(one.seen_at),
                    "ended": one.ended_at.map(at),
                })
            })
            .collect(),
    );
    put("letters", letters_to(desk, person)?);
    put("what_you_did", did(desk, person)?);
    put(
        "requests",
        rows::requests(desk.db, &desk.alliance, person)?
            .into_iter()
            .map(|(one, settled)| json!({ "says": one.says, "at": at(one.asked_at), "settled": settled.map(at) }))
            .collect(),
    );
    Ok(Json::Object(out))
}

fn letters_to(desk: &mut Desk<'_>, person: &str) -> Result<Json, Fault> {
    let rows = outbox::of_recipient(desk.db, &desk.alliance, person, MOST, 0)?;
    Ok(rows
        .iter()
        .map(|row| {
            let (title, _) = letters::about(desk.app, row);
            json!({ "title": title, "at": at(row.created_at), "state": row.status.word() })
        })
        .collect())
}

/// What they did, in the words of buttons, with the number of the entry in the journal.
fn did(desk: &mut Desk<'_>, person: &str) -> Result<Json, Fault> {
    let mut out = Vec::new();
    for row in journal::naming(desk.db, &desk.alliance, person)? {
        let Some(what) = history::did(desk, &row, person)? else {
            continue;
        };
        let instance = accord_store::instances::load(desk.db, &desk.alliance, &row.scope).ok();
        let record = match instance {
            Some(instance) => Some(subject_rows::load(desk.db, &desk.alliance, &instance.subject_id)?.title),
            None => None,
        };
        out.push(json!({ "what": what, "in": record, "at": at(row.at), "entry": row.position }));
    }
    Ok(out.into())
}

fn at(stamp: Stamp) -> String {
    let at: DateTime<Utc> = stamp.utc();
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn parsed(text: &str) -> Json {
    serde_json::from_str(text).unwrap_or_else(|_| text.into())
}

/// Erases at once what only serves to reach somebody, to pay them or to help them take part: needs, wishes, the
/// telephone, the calendar's address, the account, drafts. Gives how many drafts.
///
/// # Errors
/// The database fails.
pub fn erase_own(app: &App, alliance: &str, person: &str) -> Result<usize, Fault> {
    let person = person.to_owned();
    app.writing(alliance, move |desk| {
        need_rows::forget(desk.db, &desk.alliance, &person)?;
        pay_details::forget(desk.db, &desk.alliance, &person)?;
        weekly_caps::forget(desk.db, &desk.alliance, &person)?;
        public_names::forget(desk.db, &desk.alliance, &person)?;
        described::forget(desk, &person)?;
        wish_rows::forget(desk.db, &person)?;
        rows::forget_address_change(desk.db, &person)?;
        let drafts = rows::forget_drafts(desk.db, &desk.alliance, &person)?;
        history::note(
            desk,
            None,
            &json!({ "own": { "erased": "wishes, names, needs, account, what they said of themselves and drafts", "person": person } }),
        )?;
        Ok(drafts)
    })
}

/// Asks for the rest to be erased: somebody is asked to look at it, by name.
///
/// # Errors
/// It is too long, or one is being looked at already.
pub fn ask_erasure(app: &App, alliance: &str, person: &str, says: &str) -> Result<(), Fault> {
    let says = says.trim().replace("\r\n", "\n");
    let refused = |says: &str| {
        Fault::Invalid(vec![FieldError {
            field: "says".to_owned(),
            says: says.to_owned(),
        }])
    };
    if says.chars().count() > LONGEST {
        return Err(refused("What you ask for must be 2,000 letters or fewer."));
    }
    let person = person.to_owned();
    app.writing(alliance, move |desk| {
        let before = rows::requests(desk.db, &desk.alliance, &person)?;
        if before.iter().any(|(_, settled)| settled.is_none()) {
            return Err(refused(
                "You have asked already, and somebody is looking at it. Call us if it takes too long.",
            ));
        }
        let name = people::load(desk.db, &person)?.map(|row| row.name).unwrap_or_default();
        let incident = IncidentRow {
            id: desk.id(),
            alliance_id: desk.alliance.clone(),
            instance_id: None,
            what: format!("{name} asks for what is held on them to be erased."),
            detail: if says.is_empty() {
                "They said nothing more.".to_owned()
            } else {
                says.clone()
            },
            at: desk.now.into(),
            closed_at: None,
            closed_by: None,
            outbox_key: None,
            mend: Some(
                "Open them under “People” and choose “Erase what is held on them”: it says what goes and what has to be \
                 kept, a second person confirms it, and they get a letter. If they ask for less, do that, write to them \
                 within one month what was done and why, and close this."
                    .to_owned(),
            ),
        };
        incidents::open(desk.db, &incident)?;
        let row = DataRequestRow {
            id: desk.id(),
            alliance_id: desk.alliance.clone(),
            person_id: person.clone(),
            says,
            incident_id: incident.id,
            asked_at: desk.now.into(),
        };
        rows::ask(desk.db, &row)?;
        history::note(desk, None, &json!({ "own": { "asked": "erasure", "person": person } }))
    })
}

/// What somebody asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// In their words; empty for everything.
    pub says: String,
    /// When.
    pub at: DateTime<Utc>,
    /// When it was settled.
    pub settled: Option<DateTime<Utc>>,
}

/// What somebody asked, the newest first.
///
/// # Errors
/// The database fails.
pub fn requests(app: &App, alliance: &str, person: &str) -> Result<Vec<Asked>, Fault> {
    let found = app.store.read(|db| rows::requests(db, alliance, person))?;
    let asked = found.into_iter().map(|(row, settled)| Asked {
        says: row.says,
        at: row.asked_at.utc(),
        settled: settled.map(Stamp::utc),
    });
    Ok(asked.collect())
}
