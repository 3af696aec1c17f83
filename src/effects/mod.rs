//! What leaves the house: emails, documents, notices, files. Runs after commit, from outbox rows,
//! with no transaction open; doing one twice is harmless.
//!
//! Effects decide nothing and look nothing up that the row has not frozen, apart from documents
//! that the same step has made. The service never calls this; the command line puts them together.

pub mod worker;

pub mod documents;
pub mod files;
pub mod giving;
pub mod hooks;
pub mod mail;
pub mod ocds;
pub mod scanner;
