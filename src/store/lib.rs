//! Everything that knows SQL: SQLite by default, PostgreSQL by setting, one code base.
//!
//! A store function takes `&mut Db` and plain arguments, and gives rows. It judges nothing: who
//! may do what is decided above. One action is one [`Store::write`]; nothing here sends mail,
//! reads files of the product or asks for the time.

mod among;
mod db;
pub mod error;
mod prepared;
pub mod schema;
pub mod stamp;
mod text_enum;

mod address;
pub mod migrate;
mod pool;
mod postgres;
mod sqlite;
mod store;
mod writer;

pub mod accounts_written;
pub mod alliances;
pub mod answers;
pub mod appointments;
pub mod audit;
pub mod backup;
pub mod beginnings;
pub mod belongings;
pub mod bench;
pub mod beside_people;
pub mod bids;
pub mod blobs;
pub mod calls;
pub mod certificates;
pub mod changes;
pub mod checkpoints;
pub mod clocks;
pub mod codes;
pub mod concerns;
pub mod counters;
pub mod deliveries;
pub mod documents;
pub mod drafts;
pub mod erasures;
pub mod factors;
pub mod incidents;
pub mod instances;
pub mod jobs;
pub mod journal;
pub mod kept_forms;
pub mod left_forms;
pub mod library_files;
pub mod links;
pub mod mentions;
pub mod needs;
pub mod opening_cards;
pub mod organisation_files;
pub mod organisations;
pub mod outages;
pub mod outbox;
pub mod own;
pub mod pay_details;
pub mod payments;
pub mod people;
pub mod person_changes;
pub mod person_keys;
pub mod profiles;
pub mod promise_files;
pub mod public_names;
pub mod recordings;
pub mod replies;
pub mod retention;
pub mod rounds;
pub mod running_files;
pub mod scores;
pub mod section_words;
pub mod sections;
pub mod self_descriptions;
pub mod sessions;
pub mod subjects;
pub mod submissions;
pub mod subscriptions;
pub mod task_lists;
pub mod tasks;
pub mod threads;
pub mod timers;
pub mod tokens;
pub mod uploads;
pub mod webhooks;
pub mod weekly_caps;
pub mod wishes;

pub use crate::{
    audit::AuditError,
    backup::Backup,
    db::Db,
    error::StoreError,
    stamp::Stamp,
    store::{Migrate, PlainRemote, Store, StoreOptions, Synchronous},
};
