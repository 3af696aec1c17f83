//! A frozen context and a template make a text.

use handlebars::{Context, Handlebars, RenderError};
use serde_json::{Map, Value};

use super::{
    escape,
    fault::TemplateFault,
    front::Class,
    letter,
    library::{Entry, Templates},
    source::Shelf,
};

/// An email, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// One line.
    pub subject: String,
    /// The whole message for programs that show text.
    pub text: String,
    /// The whole message as a page.
    pub html: String,
    /// The one thing to do.
    pub action: Option<Action>,
    /// What may happen when it is not known whether it went out.
    pub class: Class,
    /// The person may switch it off.
    pub optional: bool,
    /// The template, for the ledger.
    pub template_hash: String,
}

/// The button of an email.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// Its words.
    pub label: String,
    /// In full.
    pub url: String,
}

/// A document or a notice, in words: what the document tree is read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// One line.
    pub title: String,
    /// What people quote.
    pub reference: String,
    /// The body, in the strict subset.
    pub xml: String,
    /// Who may read it when the workflow does not say.
    pub readers: Vec<String>,
    /// It is Easy Read.
    pub easy_read: bool,
    /// Notices: the tag of the release.
    pub ocds: Option<String>,
    /// Notices about grants: the open data are grants.
    pub giving: bool,
    /// The template, for the record.
    pub template_hash: String,
}

impl Templates {
    /// An email.
    ///
    /// # Errors
    /// What the template asks for that the context does not have, or may not say.
    pub fn render_mail(&self, name: &str, context: &Value) -> Result<Mail, TemplateFault> {
        let entry = self.entry(Shelf::Mail, name)?;
        let id = format!("mail/{name}");
        // One copy of the context for all parts of the message: it is far larger than they are.
        let mut whole = wrapped(entry, context)?;
        let subject = self.head(entry, &id, "subject", &whole)?;
        let action = match &entry.front.action {
            None => None,
            Some(_) => Some(Action {
                label: self.head(entry, &id, "label", &whole)?,
                url: web_address(entry, self.head(entry, &id, "url", &whole)?)?,
            }),
        };
        let markdown = fill(&self.markdown, entry, &id, &whole)?;
        let faces = letter::faces(&markdown).map_err(|what| TemplateFault::of(&entry.path, what))?;
        surround(&mut whole, &subject, action.as_ref(), entry.front.may_be_unwanted());
        put(&mut whole, "body", faces.text.into());
        let text = fill(&self.text, entry, "layouts/mail.txt", &whole)?;
        put(&mut whole, "body", faces.html.into());
        let html = fill(&self.xml, entry, "layouts/mail.html", &whole)?;
        Ok(Mail {
            text,
            html,
            subject,
            action,
            class: entry.front.class,
            optional: entry.front.may_be_unwanted(),
            template_hash: entry.hash.clone(),
        })
    }

    /// A document.
    ///
    /// # Errors
    /// As [`Templates::render_mail`].
    pub fn render_document(&self, name: &str, context: &Value) -> Result<Rendered, TemplateFault> {
        self.page(Shelf::Document, name, context)
    }

    /// A notice.
    ///
    /// # Errors
    /// As [`Templates::render_mail`].
    pub fn render_notice(&self, name: &str, context: &Value) -> Result<Rendered, TemplateFault> {
        self.page(Shelf::Notice, name, context)
    }

    /// A record in a few lines: label and words. Lines without words are left out; a kind without a
    /// brief has none.
    ///
    /// # Errors
    /// As [`Templates::render_mail`], or a line is no `Label: words`.
    pub fn render_brief(&self, kind: &str, context: &Value) -> Result<Vec<(String, String)>, TemplateFault> {
        let Ok(entry) = self.entry(Shelf::Brief, kind) else {
            return Ok(Vec::new());
        };
        let said = fill(&self.line, entry, &format!("briefs/{kind}"), &wrapped(entry, context)?)?;
        let lines = said.lines().map(escape::one_line).filter(|line| !line.is_empty());
        let mut out = Vec::new();
        for line in lines {
            let Some((label, words)) = line.split_once(':') else {
                let what = format!("`{line}` is not written as `Label: words`");
                return Err(TemplateFault::of(&entry.path, what));
            };
            if !words.trim().is_empty() {
                out.push((label.trim().to_owned(), words.trim().to_owned()));
            }
        }
        Ok(out)
    }

    fn page(&self, shelf: Shelf, name: &str, context: &Value) -> Result<Rendered, TemplateFault> {
        let entry = self.entry(shelf, name)?;
        let id = format!("{}{name}", shelf.folder());
        let whole = wrapped(entry, context)?;
        Ok(Rendered {
            title: self.head(entry, &id, "title", &whole)?,
            reference: self.head(entry, &id, "reference", &whole)?,
            xml: fill(&self.xml, entry, &id, &whole)?,
            readers: entry.front.readers.clone(),
            easy_read: entry.front.easy_read,
            ocds: entry.front.ocds.clone(),
            giving: entry.front.giving,
            template_hash: entry.hash.clone(),
        })
    }

    fn head(&self, entry: &Entry, id: &str, part: &str, context: &Context) -> Result<String, TemplateFault> {
        let said = fill(&self.line, entry, &format!("{id}#{part}"), context)?;
        let said = escape::one_line(&said);
        if said.is_empty() {
            return Err(TemplateFault::at(&entry.path, 1, format!("`{part}` comes out empty")));
        }
        Ok(said)
    }
}

fn web_address(entry: &Entry, url: String) -> Result<String, TemplateFault> {
    if url.starts_with("https://") || url.starts_with("http://") {
        Ok(url)
    } else {
        let what = format!("the action leads to `{url}`, which is not a full address");
        Err(TemplateFault::at(&entry.path, 1, what))
    }
}

fn wrapped(entry: &Entry, context: &Value) -> Result<Context, TemplateFault> {
    Context::wraps(context).map_err(|e| TemplateFault::of(&entry.path, e.to_string()))
}

/// What the layouts read beside the context: what was made from the template.
fn surround(whole: &mut Context, subject: &str, action: Option<&Action>, optional: bool) {
    let action = action.map_or(Value::Null, |a| serde_json::json!({ "label": a.label, "url": a.url }));
    put(whole, "subject", subject.into());
    put(whole, "optional", optional.into());
    let choose = choose(whole.data());
    put(whole, "choose", choose.into());
    put(whole, "action", action);
}

/// Where the reader of a letter chooses which letters they get: on the site that its page is on.
pub fn choose(context: &Value) -> String {
    let url = context.get("url").and_then(Value::as_str).unwrap_or_default();
    let (scheme, rest) = url.split_once("://").unwrap_or(("https", ""));
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    format!("{scheme}://{host}/account/notifications")
}

fn put(whole: &mut Context, name: &str, value: Value) {
    let data = whole.data_mut();
    if !data.is_object() {
        *data = Value::Object(Map::new());
    }
    if let Value::Object(map) = data {
        map.insert(name.to_owned(), value);
    }
}

fn fill(registry: &Handlebars<'_>, entry: &Entry, id: &str, context: &Context) -> Result<String, TemplateFault> {
    registry
        .render_with_context(id, context)
        .map_err(|e| located(entry, id, &e))
}

fn located(entry: &Entry, id: &str, error: &RenderError) -> TemplateFault {
    let in_body = !id.contains('#') && error.template_name.as_deref().is_none_or(|name| name == id);
    let line = match error.line_no {
        Some(line) if in_body => entry.line(line),
        Some(_) | None => 1,
    };
    let what = match error.reason() {
        handlebars::RenderErrorReason::MissingVariable(Some(path)) => {
            format!("`{path}` does not exist here; write it with `default` if it may be missing")
        }
        other => other.to_string(),
    };
    TemplateFault {
        column: error.column_no.filter(|_| in_body),
        ..TemplateFault::at(&entry.path, line, what)
    }
}
