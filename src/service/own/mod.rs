//! What somebody has of their own: letters, how they are written to, what they need, what is held on
//! them. Everything here is found under the person's own id, never by one that a request brings.

pub mod data;
pub mod dates;
pub mod described;
pub mod details;
pub mod digest;
pub mod letters;
pub mod names;
pub mod needs;
pub mod wishes;
