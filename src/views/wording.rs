//! Pages that are words alone (privacy, help): Markdown that an alliance may write anew, with its own
//! name and addresses filled in.

use std::collections::BTreeMap;

use accord_engine::definition::near;
use handlebars::Handlebars;
use serde::Serialize;
use serde_json::Value;

use super::{
    components::text::Markup,
    contexts::{self, Context as _, everywhere::Common},
    escape, letter, library, paths,
    schema::Whole,
};

/// What a page calls how long things are kept.
pub const KEEP: &str = "keep";

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

/// Everything that is wrong with a page, each with its line: it is read before anybody asks for it. `keep`: how long
/// what is kept, in words, as the page will be given it.
pub fn faults(text: &str, keep: &Value) -> Vec<(usize, String)> {
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
            (Some((first, rest)), _) if first == KEEP => match missing(keep, rest) {
                None => continue,
                Some(what) => format!("There is no `{path}`. {what}"),
            },
            (Some((first, [_, ..])), Err(none)) if first == "alliance" => {
                let known: Vec<&str> = none.known.iter().map(String::as_str).collect();
                format!("There is no `{path}`. {}", near::suggest(&none.missing, known))
            }
            _ => {
                format!(
                    "There is no `{path}` here. A page of words knows the alliance and how long things are kept: \
                     `{{{{alliance.name}}}}`, `{{{{keep.codes}}}}`."
                )
            }
        };
        out.push((used.line + 1, what));
    }
    if out.is_empty() {
        let sample = serde_json::json!({ "alliance": Common::sample().alliance, KEEP: keep });
        out.extend(read(text, &sample).err().map(|what| (1, what)));
    }
    out.sort();
    out
}

/// What of a path is not there, with the near word; nothing if it leads to words.
fn missing(keep: &Value, path: &[String]) -> Option<String> {
    let mut at = keep;
    for word in path {
        let known: Vec<&str> = at.as_object()?.keys().map(String::as_str).collect();
        match at.get(word) {
            Some(next) => at = next,
            None => return Some(near::suggest(word, known)),
        }
    }
    (!at.is_string()).then(|| "Name one word of it.".to_owned())
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

    #[test]
    fn how_long_is_named_by_words_that_there_are() {
        let keep = json!({ "codes": "1 day", "decisions": { "years": "12 years" } });
        let faults = |text: &str| super::faults(text, &keep);
        assert_eq!(faults("# P\n{{keep.codes}}, {{keep.decisions.years}}\n"), []);
        for wrong in ["{{keep.code}}", "{{keep.decisions}}", "{{keep}}", "{{kept.codes}}"] {
            assert_eq!(faults(&format!("# P\n\n{wrong}\n")).len(), 1, "{wrong}");
        }
    }
}
