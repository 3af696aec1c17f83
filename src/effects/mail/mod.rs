//! Email: words and a key make bytes, once; bytes go out, as often as it takes.
//!
//! Nobody can promise that an email arrives exactly once. A message that must arrive is sent again
//! when it is not known whether it went out: the same bytes with the same Message-ID, so that the
//! receiving side can know it again. A message that must not repeat is marked before it is sent.

pub mod arrived;
pub mod calendar;
pub mod compose;
mod deliver;
pub mod ledger;
pub mod maildir;
pub mod smtp;
pub mod transport;
