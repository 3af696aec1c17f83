//! Forms that end in an empty list: what must be chosen, and there is nothing to choose. Nobody is led into such
//! a form; the page says that there is nothing.

use std::collections::{BTreeMap, BTreeSet};

use accord_engine::{
    definition::model::{Field, Form},
    refusal::{Offer, Reason, Standing},
};
use indexmap::IndexMap;

use crate::service::{
    app::Desk,
    fault::Fault,
    sight::Seen,
    subjects::{self, promises},
    transition::Loaded,
};

/// What a question about promises chooses from.
pub const PROMISES: &str = "promises";

/// Blocks what is offered and could only end in an empty list.
///
/// # Errors
/// The database fails.
pub fn block(desk: &mut Desk<'_>, seen: &Seen, loaded: &Loaded, offers: &mut [Offer]) -> Result<(), Fault> {
    for offer in offers.iter_mut().filter(|one| one.standing == Standing::Ready) {
        let form = offer
            .form
            .as_ref()
            .and_then(|name| loaded.workflow.definition.forms.get(name));
        if let Some(form) = form
            && let Some(reason) = to_choose(desk, seen, loaded, form)?
        {
            offer.standing = Standing::Blocked(vec![reason]);
        }
    }
    Ok(())
}

/// Why a form cannot be answered now: a required question chooses from an empty list.
///
/// # Errors
/// The database fails.
pub fn to_choose(desk: &mut Desk<'_>, seen: &Seen, loaded: &Loaded, form: &Form) -> Result<Option<Reason>, Fault> {
    let required: Vec<&Field> = form
        .fields
        .iter()
        .filter(|field| field.required && field.show_when.is_none() && field.options_from.is_some())
        .collect();
    let names: BTreeSet<String> = required.iter().filter_map(|field| field.options_from.clone()).collect();
    if names.is_empty() {
        return Ok(None);
    }
    let mut lists: BTreeMap<String, IndexMap<String, String>> =
        subjects::of(&seen.record.kind)?.some_collections(desk, loaded.about(), &names)?;
    if names.contains(PROMISES) {
        let open = promises::open(desk, &seen.record)?;
        lists.insert(
            PROMISES.to_owned(),
            open.into_iter().map(|one| (one.id, one.what)).collect(),
        );
    }
    let empty = |field: &&&Field| {
        let list = field.options_from.as_ref().and_then(|name| lists.get(name));
        list.is_none_or(IndexMap::is_empty)
    };
    Ok(required.iter().find(empty).map(|field| Reason {
        id: format!("nothing_to_choose.{}", field.id),
        because: format!("There is nothing to choose now for ‘{}’.", field.label),
        mend: None,
        found: None,
    }))
}
