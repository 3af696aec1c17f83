//! What workflows are about. One file for each kind of record; `README.md` here says how to add
//! one.
//!
//! A kind says what is true of a record (facts, collections, content hashes), who its audiences
//! are, what its letters may say, and does the work that `permits` allow and `run` asks for. It
//! never asks which state an instance is in: that is the workflow file's business.

pub mod annual_summary;
mod counted;
mod given;
pub mod hosting;
mod keeping;
pub mod naming;
pub mod plain;
pub mod promises;
pub mod round;
pub mod specification;
pub mod standing;
mod to_read;
mod votes;

pub mod bid;
pub mod clarification;
pub mod conflict_declaration;
pub mod evaluation;
pub mod representation;

pub use counted::{count, values};
pub use given::{NewSubject, Work};
pub use to_read::{Beside, Explained, ToRead};

use std::collections::{BTreeMap, BTreeSet};

use accord_engine::{
    definition::model::Form,
    event::{Actor, Same},
    snapshot::Snapshot,
    value::Value,
};
use accord_store::subjects::SubjectRow;
use chrono::{DateTime, NaiveDate, Utc};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use crate::service::{app::Desk, authority::Caller, earlier::Said, fault::Fault, opening::Lock};

/// Facts by name.
pub type Values = BTreeMap<String, Value>;

/// A record, and the instance that is being stepped, if one is.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// The record.
    pub row: &'a SubjectRow,
    /// The instance as it was before this step; for facts about its ballots.
    pub snapshot: Option<&'a Snapshot>,
}

/// Collections by name: key to title.
pub type Collections = BTreeMap<String, IndexMap<String, String>>;

/// One kind of record.
pub trait Subject: Send + Sync {
    /// The word of the catalogue.
    fn kind(&self) -> &'static str;

    /// The folders of `workflows/` whose texts bind a record of this kind: what was published with its
    /// workflow stays, when the files change.
    fn texts(&self) -> &'static [&'static str] {
        &[]
    }

    /// Every fact that the catalogue lists for this kind. One that is left out is read from the
    /// record's own data (`facts`), and is nothing-yet (0, no, empty) if that has none.
    fn facts(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Values, Fault>;

    /// Those of the facts that a step asks for. A kind of which some facts cost much looks up only
    /// these; more than was asked for does no harm.
    fn some_facts(&self, desk: &mut Desk<'_>, about: About<'_>, _names: &BTreeSet<String>) -> Result<Values, Fault> {
        self.facts(desk, about)
    }

    /// Members of the collections that the catalogue lists: key to title.
    fn collections(
        &self,
        _desk: &mut Desk<'_>,
        _about: About<'_>,
    ) -> Result<BTreeMap<String, IndexMap<String, String>>, Fault> {
        Ok(BTreeMap::new())
    }

    /// Those of the collections that a step or a form asks for, as [`Subject::some_facts`].
    fn some_collections(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
        _names: &BTreeSet<String>,
    ) -> Result<BTreeMap<String, IndexMap<String, String>>, Fault> {
        self.collections(desk, about)
    }

    /// Of these collections, those of which only a part is asked, given what is typed: the answers for a network that a
    /// bid is not for are not. What was typed there before stays in the draft, and is not sent.
    fn still_asked(
        &self,
        _desk: &mut Desk<'_>,
        _about: About<'_>,
        _typed: &Map<String, Json>,
        _collections: &Collections,
    ) -> Result<Collections, Fault> {
        Ok(Collections::new())
    }

    /// What somebody reads beside an option of a collection while a form is filled in: by collection
    /// and option, paragraphs. `typed` is what they have filled in so far.
    fn explained(
        &self,
        _desk: &mut Desk<'_>,
        _about: About<'_>,
        _typed: &Map<String, Json>,
    ) -> Result<Explained, Fault> {
        Ok(Explained::new())
    }

    /// Hashes of the contents that decisions may bind to, hex.
    fn hashes(&self, _desk: &mut Desk<'_>, _about: About<'_>) -> Result<BTreeMap<String, String>, Fault> {
        Ok(BTreeMap::new())
    }

    /// Contents of which somebody confirmed that a change means the same: what decisions may carry votes over by.
    fn same(&self, _desk: &mut Desk<'_>, _about: About<'_>) -> Result<Vec<Same>, Fault> {
        Ok(Vec::new())
    }

    /// The object that templates find under the kind's name: a struct of `views::contexts`.
    fn context(&self, desk: &mut Desk<'_>, about: About<'_>) -> Result<Json, Fault>;

    /// Whose it is, and for how much: what tells records of one title apart, for whoever sees all of them.
    fn whose(&self, _desk: &mut Desk<'_>, _row: &SubjectRow) -> Result<Vec<String>, Fault> {
        Ok(Vec::new())
    }

    /// What a record of this kind is called for the person whom it concerns, where its title says who that is.
    fn own_title(&self) -> Option<&'static str> {
        None
    }

    /// The people of one of the catalogue's audiences; `None` if this kind does not know it.
    fn audience(&self, _desk: &mut Desk<'_>, _about: About<'_>, _name: &str) -> Result<Option<Vec<String>>, Fault> {
        Ok(None)
    }

    /// Who took part in something here since an instant though the journal names somebody else: they came to a
    /// meeting, or said something that another wrote down. They are paid like those who did it themselves.
    fn took_part(
        &self,
        _desk: &mut Desk<'_>,
        _about: About<'_>,
        _since: Option<DateTime<Utc>>,
    ) -> Result<Vec<String>, Fault> {
        Ok(Vec::new())
    }

    /// Who takes part here because the body that speaks for marginalised communities nominated them.
    fn nominated(&self, _desk: &mut Desk<'_>, _about: About<'_>) -> Result<BTreeSet<String>, Fault> {
        Ok(BTreeSet::new())
    }

    /// Exclusions, beside declared interests, that bar a person here: name to reason.
    fn excluded(
        &self,
        _desk: &mut Desk<'_>,
        _about: About<'_>,
        _person: &str,
    ) -> Result<BTreeMap<String, String>, Fault> {
        Ok(BTreeMap::new())
    }

    /// The same for several people at once; every step asks it of everyone who may act.
    fn excluded_each(
        &self,
        desk: &mut Desk<'_>,
        about: About<'_>,
        people: &[String],
    ) -> Result<BTreeMap<String, BTreeMap<String, String>>, Fault> {
        let one = |person: &String| Ok((person.clone(), self.excluded(desk, about, person)?));
        people.iter().map(one).collect()
    }

    /// Organisations whose people may do a piece of work here as well as those of the record's own: a
    /// partner confirms its part in somebody else's bid.
    fn beside(&self, _desk: &mut Desk<'_>, _about: About<'_>, _permit: &str) -> Result<Vec<String>, Fault> {
        Ok(Vec::new())
    }

    /// What an earlier record of this kind says, for its own people: answers with their questions.
    fn said_before(&self, _desk: &mut Desk<'_>, _row: &SubjectRow) -> Result<Vec<Said>, Fault> {
        Ok(Vec::new())
    }

    /// Takes out of the objects of records above what this kind's readers must not see, and puts in
    /// what its letters need beside.
    fn narrow(&self, _desk: &mut Desk<'_>, about: About<'_>, above: &mut Map<String, Json>) -> Result<(), Fault> {
        if about.row.kind != "round" {
            bid::others_unseen(above);
        }
        Ok(())
    }

    /// Nobody may know that a record of this kind exists before its day, but those whose it is: what tells of one
    /// tells nobody else.
    fn is_secret(&self) -> bool {
        false
    }

    /// Exclusions that tell, now, of records that nobody may know of: whether somebody is kept from an act by one
    /// of these is shown to nobody else.
    fn telling(&self, _desk: &mut Desk<'_>, _about: About<'_>) -> Result<&'static [&'static str], Fault> {
        Ok(&[])
    }

    /// Whether there is nothing to see here yet for somebody, whatever roles they hold.
    fn hidden(&self, _desk: &mut Desk<'_>, _about: About<'_>, _actor: &Actor) -> Result<bool, Fault> {
        Ok(false)
    }

    /// Roles that show somebody nothing of what is written in bids here, though they hold them: no paper, and of a kind
    /// that is secret no record either.
    fn withheld(&self, _desk: &mut Desk<'_>, _about: About<'_>, _actor: &Actor) -> Result<BTreeSet<String>, Fault> {
        Ok(BTreeSet::new())
    }

    /// Whether somebody reads what concerns everyone here and no more, whatever roles they hold.
    fn reads_as_outsider(&self, _desk: &mut Desk<'_>, _about: About<'_>, _actor: &Actor) -> Result<bool, Fault> {
        Ok(false)
    }

    /// Who of these people is named to a reader as a house is, and not as a person.
    fn unnamed(
        &self,
        _desk: &mut Desk<'_>,
        _about: About<'_>,
        _reader: &Actor,
        _people: &[String],
    ) -> Result<BTreeSet<String>, Fault> {
        Ok(BTreeSet::new())
    }

    /// Whom of these people a piece of work must not name: they are not offered.
    fn not_to_choose(
        &self,
        _desk: &mut Desk<'_>,
        _about: About<'_>,
        _permit: &str,
        _caller: &Caller,
        _people: &[String],
    ) -> Result<BTreeSet<String>, Fault> {
        Ok(BTreeSet::new())
    }

    /// Fills in what is special about a new record, before it is stored.
    fn create(&self, _desk: &mut Desk<'_>, _new: &NewSubject, _row: &mut SubjectRow) -> Result<(), Fault> {
        Ok(())
    }

    /// The same for a record that is only looked ahead to: nothing is read or written, and no number is
    /// used up.
    fn imagine(&self, new: &NewSubject, row: &mut SubjectRow) -> Result<(), Fault> {
        plain::keep_period(new, row)
    }

    /// The power of those who see a part of such records and still have to know whose each is, and its few lines:
    /// nobody can pay "a payment".
    fn told_by(&self) -> Option<&'static str> {
        None
    }

    /// What is wrong with answers to a form that only this kind can know: the place in the form
    /// (`figures.waiting`; `scores.values.reason` for one box of a row), and a sentence that says how to mend it.
    fn judge(
        &self,
        _desk: &mut Desk<'_>,
        _about: About<'_>,
        _answers: &IndexMap<String, Value>,
    ) -> Result<Vec<(String, String)>, Fault> {
        Ok(Vec::new())
    }

    /// What locks the sealed form of such a record beside the server's key: opening cards. Nothing, where two people
    /// open it without.
    fn locked_by(&self, _desk: &mut Desk<'_>, _about: About<'_>) -> Result<Option<Lock>, Fault> {
        Ok(None)
    }

    /// Does what a permit allows; that the person has the permit has been judged.
    fn work(&self, desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
        plain::log(desk, about, work)
    }

    /// Until when a piece of work is to be done that no clock of the workflow stands for.
    fn work_due(&self, _desk: &mut Desk<'_>, _about: About<'_>, _permit: &str) -> Result<Option<NaiveDate>, Fault> {
        Ok(None)
    }

    /// What a form of work is filled in with at first: a section as it now is.
    fn filled(
        &self,
        _desk: &mut Desk<'_>,
        _about: About<'_>,
        _permit: &str,
        _given: &Map<String, Json>,
    ) -> Result<Map<String, Json>, Fault> {
        Ok(Map::new())
    }

    /// What is read before the first question of an act's form: how far somebody is with what it is part of.
    fn before_form(&self, _desk: &mut Desk<'_>, _about: About<'_>, _form: &Form) -> Result<Vec<String>, Fault> {
        Ok(Vec::new())
    }

    /// An answer that cannot be changed to what is typed now, because others that are kept and not sent belong to it:
    /// the question, and a sentence.
    fn holds_on(&self, _kept: &Map<String, Json>, _typed: &Map<String, Json>) -> Option<(String, String)> {
        None
    }

    /// What the form of an act shows before somebody has typed anything there: numbers carried over, what a
    /// supporter wrote down for them. It counts once they go on from its page, and not before.
    fn prefilled(
        &self,
        _desk: &mut Desk<'_>,
        _about: About<'_>,
        _form: &Form,
        _typed: &Map<String, Json>,
    ) -> Result<Map<String, Json>, Fault> {
        Ok(Map::new())
    }

    /// What a new version of a form begins with, as it is stored: a copy of what was sent last, for whoever sends the
    /// next. It counts as it stands, so that a change of one answer loses no other.
    fn copied(&self, _desk: &mut Desk<'_>, _about: About<'_>, _form: &Form) -> Result<Map<String, Json>, Fault> {
        Ok(Map::new())
    }

    /// What was filled in has just been sealed: what is kept of it elsewhere is not to outlive that.
    fn shut(&self, _desk: &mut Desk<'_>, _about: About<'_>) -> Result<(), Fault> {
        Ok(())
    }

    /// Until when a form can be sent, where another record's clock ends it.
    fn closes(&self, _desk: &mut Desk<'_>, _about: About<'_>, _form: &Form) -> Result<Option<DateTime<Utc>>, Fault> {
        Ok(None)
    }

    /// What the form of a piece of work was filled in with before, the newest first: what a page may have
    /// shown to somebody who has been writing for a while.
    fn filled_before(
        &self,
        _desk: &mut Desk<'_>,
        _about: About<'_>,
        _permit: &str,
        _given: &Map<String, Json>,
    ) -> Result<Vec<Map<String, Json>>, Fault> {
        Ok(Vec::new())
    }

    /// What one person wrote and what another wrote meanwhile, both made from `base`, put together; `None`
    /// where people have to choose.
    fn together(
        &self,
        _permit: &str,
        _base: &Map<String, Json>,
        _mine: &Map<String, Json>,
        _theirs: &Map<String, Json>,
    ) -> Option<Map<String, Json>> {
        None
    }

    /// What is sent with a piece of work so that it can be judged, in its own transaction, whether somebody
    /// has written there since: a name and a value.
    fn written_on(
        &self,
        _desk: &mut Desk<'_>,
        _about: About<'_>,
        _permit: &str,
        _given: &Map<String, Json>,
    ) -> Result<Option<(String, Json)>, Fault> {
        Ok(None)
    }

    /// Who wrote last where a piece of work writes, and when.
    fn written_by(
        &self,
        _desk: &mut Desk<'_>,
        _about: About<'_>,
        _permit: &str,
        _given: &Map<String, Json>,
    ) -> Result<Option<(String, DateTime<Utc>)>, Fault> {
        Ok(None)
    }

    /// What somebody reads before they do a piece of work, given what came with the link: paragraphs.
    fn before_work(
        &self,
        _desk: &mut Desk<'_>,
        _about: About<'_>,
        (_permit, _given): (&str, &Map<String, Json>),
        _caller: &Caller,
    ) -> Result<Vec<String>, Fault> {
        Ok(Vec::new())
    }

    /// What there is to read before somebody answers a question that many are asked.
    fn before_vote(&self, _desk: &mut Desk<'_>, _about: About<'_>, _person: &str) -> Result<Vec<ToRead>, Fault> {
        Ok(Vec::new())
    }

    /// What somebody reads before they send a sealed form and have shown nothing but a code from an
    /// email; nothing where that makes no difference.
    fn sent_with_code_alone(&self) -> Option<&'static str> {
        None
    }

    /// Runs a rule that a workflow asks for.
    fn run(&self, _desk: &mut Desk<'_>, _about: About<'_>, rule: &str) -> Result<(), Fault> {
        Err(Fault::Internal(anyhow::anyhow!(
            "`{}` has no rule `{rule}`",
            self.kind()
        )))
    }

    /// Runs a rule over a form, which the workflow names: what was filled in there last, or since
    /// the rule last ran.
    fn run_with(&self, _desk: &mut Desk<'_>, _about: About<'_>, rule: &str, _form: &str) -> Result<(), Fault> {
        Err(Fault::Internal(anyhow::anyhow!(
            "`{}` has no rule `{rule}` that reads a form",
            self.kind()
        )))
    }
}

/// Every kind.
const KINDS: &[&dyn Subject] = &[
    &plain::Plain("alliance"),
    &specification::Specification,
    &round::Round,
    &clarification::Clarification,
    &bid::Bid,
    &evaluation::Evaluation,
    &representation::Representation,
    &hosting::Onboarding,
    &hosting::Contract,
    &hosting::Return,
    &hosting::ImprovementPlan,
    &hosting::Variation,
    &hosting::InvolvementClaim,
    &conflict_declaration::ConflictDeclaration,
    &hosting::Signature,
    &hosting::Meeting,
    &hosting::FollowUp,
    &annual_summary::AnnualSummary,
];

/// The kind with this word.
///
/// # Errors
/// There is none.
pub fn of(kind: &str) -> Result<&'static dyn Subject, Fault> {
    let found = KINDS.iter().copied().find(|one| one.kind() == kind);
    found.ok_or(Fault::NotFound("kind of record"))
}

/// The words of every kind.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|one| one.kind())
}

/// A record's own JSON.
///
/// # Errors
/// It is not an object: stored data is damaged.
pub fn data(row: &SubjectRow) -> Result<Map<String, Json>, Fault> {
    Ok(serde_json::from_str(&row.data)?)
}
