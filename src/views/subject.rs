//! What a letter is called, without the rest of it: for lists of letters.

use handlebars::Handlebars;
use serde_json::Value;

use super::{
    escape, front, functions,
    source::{Shelf, Source},
};

/// The subject of a letter, in today's words; nothing if the letter does not say enough any more (a
/// code that was sent is forgotten).
pub fn subject(sources: &[Source], template: &str, context: &Value) -> Option<String> {
    let mut mail = sources.iter().filter(|one| one.shelf == Shelf::Mail);
    let source = mail.find(|one| one.name == template)?;
    let words = front::cut(source).ok()?.front.subject?;
    let mut line = Handlebars::new();
    line.set_strict_mode(true);
    line.register_escape_fn(escape::one_line);
    functions::register(&mut line, false);
    let said = line.render_template(&words, context).ok()?;
    Some(escape::one_line(&said)).filter(|said| !said.is_empty())
}
