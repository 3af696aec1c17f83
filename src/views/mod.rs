//! Words for people: templates, and what they may say. The only place that names handlebars.

pub mod contexts;
pub mod reference;
pub mod schema;
