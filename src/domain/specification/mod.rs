//! A specification is sections of Markdown with stable ids; comments hang on paragraphs.

pub mod comments;
pub mod text;
