//! Pages that are words alone (privacy, help): Markdown that an alliance may write anew, with its own
//! name and addresses filled in.

use handlebars::Handlebars;
use serde::Serialize;

use super::{components::text::Markup, escape, letter};

/// The words of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// Its first line, without the `#`.
    pub title: String,
    /// The rest.
    pub html: Markup,
}

/// Reads a page: `# Title` on its first line, then Markdown. What is filled in is only ever words.
///
/// # Errors
/// A sentence that names what is wrong.
pub fn read(text: &str, context: &impl Serialize) -> Result<Wording, String> {
    let (first, body) = text.split_once('\n').unwrap_or((text, ""));
    let title = first
        .strip_prefix("# ")
        .ok_or("the first line is the title: `# Privacy`")?;
    let mut filled = Handlebars::new();
    filled.set_strict_mode(true);
    filled.register_escape_fn(escape::markdown);
    let markdown = filled
        .render_template(body, context)
        .map_err(|error| error.to_string())?;
    Ok(Wording {
        title: title.trim().to_owned(),
        html: Markup::of_our_own(letter::faces(&markdown)?.html),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_filled_in_is_words() {
        let context = json!({ "alliance": { "name": "A <b> *c*" } });
        let read = read("# Privacy\n\n## For {{alliance.name}}\n", &context).unwrap();
        assert_eq!(read.title, "Privacy");
        assert_eq!(read.html, Markup::of_our_own("<h2>For A &lt;b&gt; *c*</h2>\n"));
        assert!(super::read("Privacy\n", &context).is_err());
        assert!(super::read("# P\n{{alliance.nothing}}", &context).is_err());
    }
}
