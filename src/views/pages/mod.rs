//! Pages: a template in `templates/pages`, its typed context, and the layout round both.
//!
//! A new page is a struct here that is a [`Context`], a line in [`PAGES`], and a template that stands
//! inside `{{#> page}} … {{/page}}` and draws its components with `{{> ac-tasks tasks}}`.
//!
//! The registry is strict: a page that asks for a field that its context does not have is a fault,
//! and a test draws every page from its sample. Pages are part of the program and cannot be replaced
//! from a folder, unlike emails and documents: what a page must not leave out is a promise.

use std::{collections::BTreeMap, sync::LazyLock};

use handlebars::{Handlebars, Helper, HelperResult, Output, RenderContext, RenderError, RenderErrorReason};
use serde::Serialize;
use serde_json::Value;

use super::{assets, escape, fault::TemplateFault, functions, source};

pub mod error;
pub mod gallery;

pub mod asking;
pub mod beside;
pub mod check;
pub mod demo;
pub mod done;
pub mod home;
pub mod listing;
pub mod message;
pub mod reading;
pub mod record;
pub mod sheet;
pub mod voting;

pub mod letting_in;
pub mod programs;
pub mod tokens;
pub mod weighing;

/// A page's context.
pub trait Context: Serialize {
    /// The template: `gallery` for `templates/pages/gallery.hbs`.
    const TEMPLATE: &'static str;

    /// Made-up values: one for each state of the page (full, empty, with errors), with the state's name.
    fn samples() -> Vec<(&'static str, Self)>
    where
        Self: Sized;
}

/// A page as the list of pages knows it.
#[derive(Clone, Copy)]
pub struct Kind {
    /// Its template.
    pub template: &'static str,
    samples: fn() -> Vec<(&'static str, Value)>,
}

impl Kind {
    const fn of<C: Context>() -> Self {
        Self {
            template: C::TEMPLATE,
            samples: samples_of::<C>,
        }
    }

    /// Every state of it, with its name.
    pub fn samples(&self) -> Vec<(&'static str, Value)> {
        (self.samples)()
    }
}

impl std::fmt::Debug for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Kind").field(&self.template).finish()
    }
}

fn samples_of<C: Context>() -> Vec<(&'static str, Value)> {
    C::samples()
        .into_iter()
        .map(|(state, sample)| (state, serde_json::to_value(sample).unwrap_or_default()))
        .collect()
}

/// Every page that there is; each has a template, and each template stands here.
pub const PAGES: &[Kind] = &[
    Kind::of::<gallery::Gallery>(),
    Kind::of::<error::ErrorPage>(),
    Kind::of::<asking::Asking>(),
    Kind::of::<check::Check>(),
    Kind::of::<done::Done>(),
    Kind::of::<home::Home>(),
    Kind::of::<listing::Listing>(),
    Kind::of::<message::Message>(),
    Kind::of::<reading::Reading>(),
    Kind::of::<beside::Beside>(),
    Kind::of::<record::Record>(),
    Kind::of::<demo::Demo>(),
    Kind::of::<demo::Inbox>(),
    Kind::of::<demo::Tour>(),
    Kind::of::<sheet::Sheet>(),
    Kind::of::<voting::Voting>(),
    Kind::of::<letting_in::LettingIn>(),
    Kind::of::<programs::Programs>(),
    Kind::of::<tokens::Tokens>(),
    Kind::of::<weighing::Weighing>(),
];

static REGISTRY: LazyLock<Result<Handlebars<'static>, Vec<TemplateFault>>> = LazyLock::new(registry);

/// `{{asset "accord.css"}}`: the address of an asset.
fn asset(
    helper: &Helper<'_>,
    _: &Handlebars<'_>,
    _: &handlebars::Context,
    _: &mut RenderContext<'_, '_>,
    out: &mut dyn Output,
) -> HelperResult {
    let name = helper
        .param(0)
        .and_then(|param| param.value().as_str())
        .unwrap_or_default();
    let address =
        assets::address(name).ok_or_else(|| RenderErrorReason::Other(format!("there is no asset `{name}`")))?;
    Ok(out.write(address)?)
}

fn registry() -> Result<Handlebars<'static>, Vec<TemplateFault>> {
    let mut handlebars = Handlebars::new();
    handlebars.set_strict_mode(true);
    handlebars.set_prevent_indent(true);
    handlebars.register_escape_fn(escape::xml);
    functions::register(&mut handlebars, true);
    handlebars.register_helper("asset", Box::new(asset));
    let mut faults = Vec::new();
    let mut without: BTreeMap<&str, ()> = PAGES.iter().map(|kind| (kind.template, ())).collect();
    for piece in source::pages() {
        let known = match &piece.page {
            Some(page) => without.remove(page.as_str()).is_some(),
            None => true,
        };
        if !known {
            faults.push(TemplateFault::of(
                &piece.path,
                "has no typed context in `views::pages::PAGES`",
            ));
        }
        if let Err(error) = handlebars.register_template_string(&piece.id, &piece.text) {
            faults.push(TemplateFault {
                line: error.pos().map(|(line, _)| line),
                column: error.pos().map(|(_, column)| column),
                ..TemplateFault::of(&piece.path, error.reason().to_string())
            });
        }
    }
    for missing in without.into_keys() {
        faults.push(TemplateFault::of(
            &format!("pages/{missing}.hbs"),
            "is named in `views::pages::PAGES` and is not there",
        ));
    }
    if faults.is_empty() { Ok(handlebars) } else { Err(faults) }
}

/// Compiles every page; a server calls it once at its start.
///
/// # Errors
/// Every template that cannot be read or has no context, and every context without a template.
pub fn check() -> Result<(), Vec<TemplateFault>> {
    REGISTRY.as_ref().map(|_| ()).map_err(Clone::clone)
}

/// A whole page. `name` is the template's; the context is the page's own struct.
///
/// # Errors
/// What the template asks for that the context does not have.
pub fn render(name: &str, context: &impl Serialize) -> Result<String, TemplateFault> {
    draw(&format!("pages/{name}"), context)
}

/// One component alone, by its partial: for the gallery, and for parts of a page that are sent alone.
///
/// # Errors
/// As [`render`].
pub fn piece(partial: &str, context: &impl Serialize) -> Result<String, TemplateFault> {
    draw(partial, context)
}

fn draw(id: &str, context: &impl Serialize) -> Result<String, TemplateFault> {
    let registry = REGISTRY.as_ref().map_err(|faults| {
        faults
            .first()
            .cloned()
            .unwrap_or_else(|| TemplateFault::of(id, "templates cannot be read"))
    })?;
    registry.render(id, context).map_err(|error| located(id, &error))
}

fn located(id: &str, error: &RenderError) -> TemplateFault {
    TemplateFault {
        line: error.line_no,
        column: error.column_no,
        ..TemplateFault::of(
            &format!("{}.hbs", error.template_name.as_deref().unwrap_or(id)),
            error.to_string(),
        )
    }
}
