//! What templates may say: one typed object per subject kind.
//!
//! The service layer fills these in and freezes them, as JSON, on the outbox row; templates read
//! them and nothing else. Days are ISO dates and instants RFC 3339, so that a notice can be made
//! from the same object; templates turn them into words with the `date` helper. Money is whole
//! pence. A field that has no value yet is empty, never absent.

pub mod access;
pub mod annual;
pub mod before_bidding;
pub mod bid;
pub mod city;
pub mod contract_lines;
pub mod everywhere;
pub mod grants;
pub mod hosting;
pub mod monitoring;
pub mod parts;
pub mod payments;
pub mod people;
pub mod regime;
pub mod registers;
pub mod review;
pub mod round;
pub mod round_bids;
pub mod round_end;
pub mod specification;
pub mod trace;

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

/// The object of one subject kind.
pub trait Context: Serialize + DeserializeOwned + Default + JsonSchema {
    /// The name of the kind: the word that templates put before the first dot.
    const KIND: &'static str;

    /// Made-up values in every field, for previews and for the test of all templates.
    fn sample() -> Self;
}

/// A subject kind as front matter names it.
#[derive(Clone, Copy)]
pub struct Kind {
    /// `round`.
    pub name: &'static str,
    /// Kinds whose objects a template may use besides: those that this one grows out of.
    pub ancestors: &'static [&'static str],
    schema: fn() -> Value,
    sample: fn() -> Value,
    filled: fn(Map<String, Value>) -> Value,
}

impl Kind {
    const fn of<C: Context>(ancestors: &'static [&'static str]) -> Self {
        Self {
            name: C::KIND,
            ancestors,
            schema: schema_of::<C>,
            sample: sample_of::<C>,
            filled: filled_of::<C>,
        }
    }

    /// An object with every field empty but those that `own` has, as far as they fit.
    pub fn filled(&self, own: Map<String, Value>) -> Value {
        (self.filled)(own)
    }

    /// JSON Schema of its object alone.
    pub fn own_schema(&self) -> Value {
        (self.schema)()
    }

    /// Made-up values of a whole context: common fields, this kind's object and its ancestors'.
    pub fn sample(&self) -> Value {
        let mut whole = match sample_of::<everywhere::Common>() {
            Value::Object(map) => map,
            _ => Map::new(),
        };
        for kind in self.objects() {
            whole.insert(kind.name.to_owned(), (kind.sample)());
        }
        Value::Object(whole)
    }

    /// This kind and its ancestors, as far as they have objects.
    pub fn objects(&self) -> impl Iterator<Item = &'static Kind> {
        let own = self.name;
        let ancestors = self.ancestors;
        KINDS
            .iter()
            .filter(move |kind| kind.name == own || ancestors.contains(&kind.name))
    }
}

impl std::fmt::Debug for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Kind").field(&self.name).finish()
    }
}

/// `context: any`, and the kind `alliance`: the common fields alone.
pub const ANY: Kind = Kind {
    name: "any",
    ancestors: &[],
    schema: schema_of::<everywhere::Common>,
    sample: sample_of::<everywhere::Common>,
    filled: filled_of::<everywhere::Common>,
};

/// Every subject kind that has an object of its own.
pub const KINDS: &[Kind] = &[
    Kind::of::<specification::Specification>(&[]),
    Kind::of::<round::Round>(&["specification"]),
    Kind::of::<review::Clarification>(&["round"]),
    Kind::of::<bid::Bid>(&["round"]),
    Kind::of::<review::Evaluation>(&["round"]),
    Kind::of::<review::Representation>(&["round", "bid"]),
    Kind::of::<review::ConflictDeclaration>(&["round"]),
    Kind::of::<hosting::Onboarding>(&["round"]),
    Kind::of::<hosting::Contract>(&["round", "onboarding"]),
    Kind::of::<monitoring::Return>(&["contract"]),
    Kind::of::<monitoring::ImprovementPlan>(&["contract"]),
    Kind::of::<monitoring::Variation>(&["contract"]),
    Kind::of::<people::InvolvementClaim>(&[]),
    Kind::of::<payments::PaymentRun>(&[]),
    Kind::of::<people::Signature>(&["contract"]),
    Kind::of::<people::Meeting>(&[]),
    Kind::of::<people::FollowUp>(&[]),
    Kind::of::<access::Access>(&[]),
    Kind::of::<trace::Trace>(&[]),
    Kind::of::<registers::Registers>(&[]),
    Kind::of::<annual::AnnualSummary>(&[]),
];

/// The kind that front matter names; nothing for a name that no subject has.
pub fn kind(name: &str) -> Option<&'static Kind> {
    match name {
        "any" | "alliance" => Some(&ANY),
        _ => KINDS.iter().find(|kind| kind.name == name),
    }
}

fn schema_of<C: JsonSchema>() -> Value {
    schemars::SchemaGenerator::default()
        .into_root_schema_for::<C>()
        .to_value()
}

fn sample_of<C: Context>() -> Value {
    serde_json::to_value(C::sample()).unwrap_or_default()
}

fn filled_of<C: Context>(own: Map<String, Value>) -> Value {
    let empty = serde_json::to_value(C::default()).unwrap_or_default();
    let Value::Object(mut whole) = empty else {
        return empty;
    };
    // Nearly always all of them fit; which do not is found out one by one.
    let mut all = whole.clone();
    let known = own.iter().filter(|(name, _)| whole.contains_key(*name));
    all.extend(known.map(|(name, value)| (name.clone(), value.clone())));
    if let Ok(fitting) = C::deserialize(Value::Object(all)) {
        return serde_json::to_value(fitting).unwrap_or_default();
    }
    for (name, value) in own {
        let Some(before) = whole.get(&name).cloned() else {
            continue;
        };
        whole.insert(name.clone(), value);
        if C::deserialize(Value::Object(whole.clone())).is_err() {
            whole.insert(name, before);
        }
    }
    serde_json::to_value(C::deserialize(Value::Object(whole)).unwrap_or_default()).unwrap_or_default()
}

/// A day, for samples.
fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

/// An instant, for samples.
fn instant(text: &str) -> Option<DateTime<Utc>> {
    text.parse().ok()
}
