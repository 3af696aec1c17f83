//! A specification is sections of Markdown with stable ids; comments hang on paragraphs.

pub mod aims;
pub mod changes;
pub mod comments;
pub mod merge;
pub mod parts;
pub mod spelling;
pub mod text;
