//! What pages are made of: a typed context for each piece, drawn by the partial of its name.
//!
//! A page's context holds these structs; its template writes `{{> ac-tasks tasks}}`. Words, addresses
//! and states come from the caller; nothing here decides anything. Each component shows itself in
//! every state (`samples`), which is what the gallery shows and the tests judge.

use serde::Serialize;
use serde_json::Value;

pub mod page;

pub mod control;
pub mod field;
pub mod files;
pub mod form;

pub mod answers;
pub mod banner;
pub mod blocked;
pub mod dated;
pub mod errors;
pub mod link;
pub mod paging;
pub mod standing;
pub mod summary;
pub mod table;
pub mod tabs;
pub mod tag;
pub mod tasks;
pub mod text;
pub mod timeline;

pub mod bars;
pub mod changes;
pub mod coverage;
pub mod diagram;
pub mod sparkline;
pub mod stages;
pub mod votes;

mod field_samples;

/// A piece of a page.
pub trait Component: Serialize + Sized {
    /// The partial that draws it: `ac-tasks`.
    const PARTIAL: &'static str;
    /// Its name in the gallery.
    const TITLE: &'static str;
    /// When to use it, in one or two sentences.
    const SAYS: &'static str;

    /// Made-up values for every state, each with the state's name.
    fn samples() -> Vec<(&'static str, Self)>;
}

/// A component as the gallery knows it.
#[derive(Clone, Copy)]
pub struct Kind {
    /// The partial that draws it.
    pub partial: &'static str,
    /// Its name in the gallery.
    pub title: &'static str,
    /// When to use it.
    pub says: &'static str,
    samples: fn() -> Vec<(&'static str, Value)>,
}

impl Kind {
    const fn of<C: Component>() -> Self {
        Self {
            partial: C::PARTIAL,
            title: C::TITLE,
            says: C::SAYS,
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
        f.debug_tuple("Kind").field(&self.partial).finish()
    }
}

fn samples_of<C: Component>() -> Vec<(&'static str, Value)> {
    C::samples()
        .into_iter()
        .map(|(state, sample)| (state, serde_json::to_value(sample).unwrap_or_default()))
        .collect()
}

/// Every component, in the order of the gallery.
pub const COMPONENTS: &[Kind] = &[
    Kind::of::<standing::Standing>(),
    Kind::of::<blocked::Blocked>(),
    Kind::of::<dated::Dated>(),
    Kind::of::<stages::StageTrack>(),
    Kind::of::<link::ButtonGroup>(),
    Kind::of::<field::Field>(),
    Kind::of::<form::Fieldset>(),
    Kind::of::<form::Form>(),
    Kind::of::<errors::ErrorSummary>(),
    Kind::of::<answers::CheckAnswers>(),
    Kind::of::<answers::Confirmation>(),
    Kind::of::<banner::Banner>(),
    Kind::of::<tasks::TaskList>(),
    Kind::of::<summary::SummaryList>(),
    Kind::of::<summary::SummaryCard>(),
    Kind::of::<tag::Tag>(),
    Kind::of::<table::Table>(),
    Kind::of::<paging::Filter>(),
    Kind::of::<paging::Paging>(),
    Kind::of::<tabs::Tabs>(),
    Kind::of::<timeline::Timeline>(),
    Kind::of::<timeline::Journal>(),
    Kind::of::<files::FileList>(),
    Kind::of::<diagram::Diagram>(),
    Kind::of::<coverage::Coverage>(),
    Kind::of::<bars::Bars>(),
    Kind::of::<sparkline::Sparkline>(),
    Kind::of::<votes::Tally>(),
    Kind::of::<text::Inset>(),
    Kind::of::<text::Details>(),
    Kind::of::<text::Empty>(),
    Kind::of::<text::Prose>(),
    Kind::of::<changes::Changes>(),
];
