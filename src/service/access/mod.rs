//! Signing in: who somebody is, shown by a code that is sent to them and, for those who decide, by
//! something else that they have.
//!
//! Everything here goes by the time on the wall: moving business time signs nobody out. Secrets are
//! kept as hashes (or sealed, where they must be read again), and nothing that comes back says
//! whether an address is anybody's.

pub mod asking;
pub mod codes;
pub mod factors;
pub mod invitations;
pub mod post;
pub mod rules;
pub mod secret;
pub mod sessions;
pub mod tokens;
