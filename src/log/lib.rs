//! The journal that shows when it was changed.
//!
//! An entry is canonical JSON; its hash is a leaf of an RFC 6962 Merkle tree, and names the leaf
//! before it. A signed checkpoint (C2SP tlog-checkpoint) that somebody else holds pins everything
//! up to its size. This crate computes and verifies; it stores nothing and asks for no time.
//!
//! The holder of the signing key can still rewrite what came after the last checkpoint that
//! somebody else holds: the log shows change, it does not prevent it.

pub mod canonical;
pub mod chain;
pub mod checkpoint;
pub mod entry;
pub mod frontier;
pub mod hash;
pub mod key;
pub mod proof;
pub mod receipt;
pub mod verify;

pub use crate::{
    chain::{Break, Chain},
    checkpoint::{Checkpoint, Seen},
    entry::Entry,
    frontier::Frontier,
    hash::Hash,
    key::{PublicKey, SigningKey},
    receipt::{Proved, Receipt, ReceiptFault},
    verify::{Fault, Verdict, verify},
};
