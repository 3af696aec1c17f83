//! Pages that are words alone (privacy, help): Markdown that an alliance may write anew, with its own
//! name and addresses filled in.

use std::collections::BTreeMap;

use accord_engine::definition::near;
use handlebars::Handlebars;
use serde::Serialize;

use super::{
    components::text::Markup,
    contexts::{self, Context as _, everywhere::Common},
    escape, letter, library, paths,
    schema::Whole,
};

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

/// Everything that is wrong with a page, each with its line: it is read before anybody asks for it.
pub fn faults(text: &str) -> Vec<(usize, String)> {
    let body = text.split_once('\n').map_or("", |(_, body)| body);
    // The title is the first line of the file, the body what follows it.
    let template = match library::compiled(body, "", 1) {
        Ok(template) => template,
        Err(fault) => return vec![(fault.line.unwrap_or(1), fault.what)],
    };
    let found = paths::read(&template, &BTreeMap::new());
    let whole = Whole::of(&contexts::ANY);
    let mut out: Vec<(usize, String)> = found
        .misuses
        .iter()
        .map(|one| (one.line + 1, one.what.clone()))
        .collect();
    for used in &found.uses {
        let path = used.path.join(".");
        let what = match (used.path.split_first(), whole.check(&used.path)) {
            (Some((first, [_, ..])), Ok(false)) if first == "alliance" => continue,
            (Some((first, [_, ..])), Err(none)) if first == "alliance" => {
                let known: Vec<&str> = none.known.iter().map(String::as_str).collect();
                format!("There is no `{path}`. {}", near::suggest(&none.missing, known))
            }
            _ => {
                format!("There is no `{path}` here. A page of words knows the alliance alone: `{{{{alliance.name}}}}`.")
            }
        };
        out.push((used.line + 1, what));
    }
    if out.is_empty() {
        let sample = serde_json::json!({ "alliance": Common::sample().alliance });
        out.extend(read(text, &sample).err().map(|what| (1, what)));
    }
    out.sort();
    out
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
