//! Words for people: templates, and what they may say. The only place that names handlebars.
//!
//! A template is a file in `templates/`, found by its folder; its head names the subject kind whose
//! object it reads. A page is a template with a typed context of its own. Rendering is a pure function of the
//! template and of the frozen context: no clock, no database, no settings.

pub mod library;
pub mod render;

pub mod assets;
pub mod components;
pub mod pages;

pub mod contexts;
pub mod fault;
pub mod parts;
pub mod source;

pub mod escape;
pub mod feeds;
pub mod front;
pub mod letter;
pub mod paths;
pub mod reference;
pub mod schema;
pub mod subject;
pub mod uses;

pub mod wording;

mod functions;
