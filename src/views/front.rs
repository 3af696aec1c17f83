//! The head of a template: YAML between two lines of `---`.

use serde::Deserialize;

use super::{
    contexts::{self, Kind},
    fault::TemplateFault,
    source::{Shelf, Source},
};

/// What a template says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Front {
    /// The subject kind whose object it reads, or `any`.
    pub context: String,
    /// Documents and notices: the title, a template of its own.
    #[serde(default)]
    pub title: Option<String>,
    /// Documents and notices: what people quote; a template of its own.
    #[serde(default)]
    pub reference: Option<String>,
    /// Documents: who may read it when the workflow does not say.
    #[serde(default)]
    pub readers: Vec<String>,
    /// Documents: they are Easy Read, so page and PDF have large letters and much room.
    #[serde(default)]
    pub easy_read: bool,
    /// Mail: the subject, a template of its own.
    #[serde(default)]
    pub subject: Option<String>,
    /// Mail: the one thing to do.
    #[serde(default)]
    pub action: Option<ActionFront>,
    /// Mail: what may happen when it is not known whether it went out.
    #[serde(default)]
    pub class: Class,
    /// Mail: the person may switch it off, so the message says how.
    #[serde(default)]
    pub optional: bool,
    /// Mail: it tells of something and asks nothing, so a person may have it later, or not at all; the
    /// words under which they choose.
    #[serde(default)]
    pub news: Option<String>,
    /// Mail: what it is about, for those who chose what to hear of; a topic of the subscriptions' file.
    #[serde(default)]
    pub topic: Option<String>,
    /// Mail: what somebody writes back to it is this piece of work on the record; a permit.
    #[serde(default)]
    pub replies: Option<String>,
    /// Notices: the tag of the OCDS release.
    #[serde(default)]
    pub ocds: Option<String>,
    /// Notices about grants, which nobody buys: the open data are grants, as 360Giving has them.
    #[serde(default)]
    pub giving: bool,
}

impl Front {
    /// Mail: the person may switch it off.
    pub const fn may_be_unwanted(&self) -> bool {
        self.optional || self.news.is_some()
    }

    /// The parts that are templates of their own, by their names.
    pub fn texts(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let action = self.action.as_ref();
        [
            ("subject", self.subject.as_deref()),
            ("title", self.title.as_deref()),
            ("reference", self.reference.as_deref()),
            ("label", action.map(|a| a.label.as_str())),
            ("url", action.map(|a| a.url.as_str())),
        ]
        .into_iter()
        .filter_map(|(part, text)| Some((part, text?)))
    }
}

/// The button of an email.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActionFront {
    /// Its words.
    pub label: String,
    /// Where it leads; the subject's page unless said.
    #[serde(default = "page")]
    pub url: String,
}

fn page() -> String {
    "{{url}}".to_owned()
}

/// What may happen when it is not known whether a message went out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// It is sent again: the same bytes, the same Message-ID.
    #[default]
    MustArrive,
    /// It is not: marked before it is sent.
    MustNotRepeat,
}

/// A template cut in two.
#[derive(Debug, Clone)]
pub struct Cut {
    /// The head.
    pub front: Front,
    /// Its kind.
    pub kind: &'static Kind,
    /// The rest.
    pub body: String,
    /// The line of the file on which the body begins, less one.
    pub offset: usize,
}

/// Cuts the head off and reads it.
///
/// # Errors
/// What is wrong with the head, with its line.
pub fn cut(source: &Source) -> Result<Cut, TemplateFault> {
    let path = source.path.as_str();
    let rest = source
        .text
        .strip_prefix("---\n")
        .ok_or_else(|| TemplateFault::at(path, 1, "begins with a head: YAML between two lines of `---`"))?;
    let (head, body) = rest
        .split_once("\n---\n")
        .ok_or_else(|| TemplateFault::at(path, 1, "the head has no end: a second line of `---`"))?;
    let front: Front = serde_saphyr::from_str(head).map_err(|e| {
        let line = e.location().and_then(|l| usize::try_from(l.line()).ok());
        TemplateFault {
            line: line.map(|line| line + 1),
            ..TemplateFault::of(path, e.render_with_formatter(&serde_saphyr::UserMessageFormatter))
        }
    })?;
    let kind = contexts::kind(&front.context).ok_or_else(|| {
        let known: Vec<&str> = contexts::KINDS.iter().map(|kind| kind.name).collect();
        let what = format!(
            "`context: {}` is no subject; write any, {}",
            front.context,
            known.join(", ")
        );
        TemplateFault::at(path, line_of(head, "context") + 1, what)
    })?;
    fits(source, &front)?;
    Ok(Cut {
        front,
        kind,
        body: body.to_owned(),
        offset: head.lines().count() + 2,
    })
}

/// Whether the head has what the shelf needs and nothing that belongs to another.
fn fits(source: &Source, front: &Front) -> Result<(), TemplateFault> {
    let mail = source.shelf == Shelf::Mail;
    let paper = matches!(source.shelf, Shelf::Document | Shelf::Notice);
    let needs = [
        ("subject", front.subject.is_some(), mail),
        ("title", front.title.is_some(), paper),
        ("reference", front.reference.is_some(), paper),
        (
            "ocds",
            front.ocds.is_some(),
            source.shelf == Shelf::Notice && !front.giving,
        ),
    ];
    if front.giving && source.shelf != Shelf::Notice {
        let what = format!("`giving` does not belong in {}", source.shelf.folder());
        return Err(TemplateFault::at(&source.path, line_of(&source.text, "giving"), what));
    }
    for (name, there) in [
        ("topic", front.topic.is_some()),
        ("news", front.news.is_some()),
        ("replies", front.replies.is_some()),
    ] {
        if there && !mail {
            let what = format!("`{name}` does not belong in {}", source.shelf.folder());
            return Err(TemplateFault::at(&source.path, line_of(&source.text, name), what));
        }
    }
    if front.easy_read && source.shelf != Shelf::Document {
        let what = format!("`easy_read` does not belong in {}", source.shelf.folder());
        return Err(TemplateFault::at(
            &source.path,
            line_of(&source.text, "easy_read"),
            what,
        ));
    }
    for (name, there, wanted) in needs {
        if wanted && !there {
            return Err(TemplateFault::at(&source.path, 1, format!("the head needs `{name}`")));
        }
        if there && !wanted {
            let what = format!("`{name}` does not belong in {}", source.shelf.folder());
            return Err(TemplateFault::at(&source.path, line_of(&source.text, name), what));
        }
    }
    Ok(())
}

fn line_of(text: &str, key: &str) -> usize {
    text.lines()
        .position(|line| line.starts_with(key))
        .map_or(1, |place| place + 1)
}
