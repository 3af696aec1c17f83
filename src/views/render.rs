//! A frozen context and a template make a text.

use handlebars::{Handlebars, RenderError};
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
    /// Notices: the tag of the release.
    pub ocds: Option<String>,
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
        let subject = self.head(entry, &id, "subject", context)?;
        let action = match &entry.front.action {
            None => None,
            Some(_) => Some(Action {
                label: self.head(entry, &id, "label", context)?,
                url: web_address(entry, self.head(entry, &id, "url", context)?)?,
            }),
        };
        let markdown = fill(&self.markdown, entry, &id, context)?;
        let faces = letter::faces(&markdown).map_err(|what| TemplateFault::of(&entry.path, what))?;
        let text = surround(&subject, &faces.text, action.as_ref(), entry.front.optional, context);
        let html = surround(&subject, &faces.html, action.as_ref(), entry.front.optional, context);
        Ok(Mail {
            text: fill(&self.text, entry, "layouts/mail.txt", &text)?,
            html: fill(&self.xml, entry, "layouts/mail.html", &html)?,
            subject,
            action,
            class: entry.front.class,
            optional: entry.front.optional,
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

    fn page(&self, shelf: Shelf, name: &str, context: &Value) -> Result<Rendered, TemplateFault> {
        let entry = self.entry(shelf, name)?;
        let id = format!("{}{name}", shelf.folder());
        Ok(Rendered {
            title: self.head(entry, &id, "title", context)?,
            reference: self.head(entry, &id, "reference", context)?,
            xml: fill(&self.xml, entry, &id, context)?,
            readers: entry.front.readers.clone(),
            ocds: entry.front.ocds.clone(),
            template_hash: entry.hash.clone(),
        })
    }

    fn head(&self, entry: &Entry, id: &str, part: &str, context: &Value) -> Result<String, TemplateFault> {
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

/// What the layouts read: the context, and what was made from the template.
fn surround(subject: &str, body: &str, action: Option<&Action>, optional: bool, context: &Value) -> Value {
    let mut whole: Map<String, Value> = context.as_object().cloned().unwrap_or_default();
    whole.insert("subject".into(), subject.into());
    whole.insert("body".into(), body.into());
    whole.insert("optional".into(), optional.into());
    let action = action.map_or(Value::Null, |a| serde_json::json!({ "label": a.label, "url": a.url }));
    whole.insert("action".into(), action);
    Value::Object(whole)
}

fn fill(registry: &Handlebars<'_>, entry: &Entry, id: &str, context: &Value) -> Result<String, TemplateFault> {
    registry.render(id, context).map_err(|e| located(entry, id, &e))
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
