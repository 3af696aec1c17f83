//! `workflows/vocabulary/landscape.yaml`: which organisations count in the landscape, what is called a gap there, and
//! what a file of organisations may hold.

use accord_engine::definition::vocabulary::Catalogue;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ProfileForm, judge::Faults};
use crate::domain::landscape::Gaps;

/// Where it lies.
pub(super) const PATH: &str = "workflows/vocabulary/landscape.yaml";

/// The file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Landscape {
    /// Kinds of organisation that count.
    pub counts: Vec<String>,
    /// An area with so many of them, or more, and no gap is covered; with somebody, in part.
    pub covered: usize,
    /// Bands of income that count as small.
    #[serde(default)]
    pub small: Vec<String>,
    /// Kinds of record whose page leads to the landscape.
    #[serde(default)]
    pub shown_at: Vec<String>,
    /// Fewer than so many is a gap.
    #[serde(default)]
    pub gaps: Gaps,
    /// Communities to be reached, whether or not an organisation names them.
    #[serde(default)]
    pub communities: Vec<String>,
    /// Organisations from a file.
    pub import: Import,
}

/// What a file of organisations may hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Import {
    /// Kinds of organisation that may be added.
    pub kinds: Vec<String>,
    /// The most rows beside the headings.
    pub rows: usize,
    /// The most bytes.
    pub bytes: usize,
}

/// What is wrong with the file.
pub(super) fn judge(file: &Landscape, profile: &ProfileForm, catalogue: &Catalogue, out: &mut Faults) {
    let options = |question: &str| {
        let field = profile.form.fields.iter().find(|field| field.id == question);
        field.map(|field| field.options.clone()).unwrap_or_default()
    };
    let services = options("services");
    for service in file.gaps.area_services.keys() {
        let at = format!("gaps.area_services.{service}#key");
        out.known(&at, "answer to `services` of the profile", service, services.keys());
    }
    let bands = options("income_band");
    out.all_known("small", "band of income of the profile", &file.small, bands.keys());
    out.all_known("shown_at", "kind of record", &file.shown_at, catalogue.subjects.keys());
    for (at, kinds) in [("counts", &file.counts), ("import.kinds", &file.import.kinds)] {
        out.some(at, kinds, "This names no kind of organisation. Name at least one.");
        // A catalogue of before named none.
        if !catalogue.organisations.is_empty() {
            out.all_known(at, "kind of organisation", kinds, catalogue.organisations.keys());
        }
    }
    out.once("communities", &file.communities);
    out.between("covered", file.covered, 1, 10_000);
    out.between("import.rows", file.import.rows, 1, 100_000);
    out.between("import.bytes", file.import.bytes, 1, 50_000_000);
}
