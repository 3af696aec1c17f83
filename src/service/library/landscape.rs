//! `workflows/vocabulary/landscape.yaml`: which organisations count in the landscape, what is called a gap there, and
//! what a file of organisations may hold.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ProfileForm;
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

/// What is wrong with the file; nothing if it fits.
pub(super) fn faults(file: &Landscape, profile: &ProfileForm) -> Vec<String> {
    let mut out = Vec::new();
    let options = |question: &str| {
        let field = profile.form.fields.iter().find(|field| field.id == question);
        field.map(|field| field.options.clone()).unwrap_or_default()
    };
    let services = options("services");
    for service in file
        .gaps
        .area_services
        .keys()
        .filter(|word| !services.contains_key(*word))
    {
        out.push(format!(
            "{PATH}: `gaps.area_services` names `{service}`, which `services` of the profile does not offer."
        ));
    }
    let bands = options("income_band");
    for band in file.small.iter().filter(|word| !bands.contains_key(*word)) {
        out.push(format!(
            "{PATH}: `small` names `{band}`, which is no band of the profile."
        ));
    }
    if file.counts.is_empty() {
        out.push(format!(
            "{PATH}: `counts` names no kind of organisation, so that nothing would count."
        ));
    }
    if file.covered == 0 {
        out.push(format!(
            "{PATH}: `covered` is 0, so that an area without anybody would be covered; write 1 or more."
        ));
    }
    if file.import.kinds.is_empty() || file.import.rows == 0 || file.import.bytes == 0 {
        out.push(format!(
            "{PATH}: `import` wants at least one kind, one row and one byte."
        ));
    }
    out
}
