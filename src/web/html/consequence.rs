//! What follows from an act, said before it is done: who confirms it, who is told, where it leads.

use accord_engine::definition::model::{Do, Transition};

use crate::{
    service::{drafts::Sheet, fault::Fault, library, readers, subjects},
    web::{request::Request, site::Site},
};

/// What happens when it is sent, a sentence each.
///
/// # Errors
/// Nobody is signed in, or the record is of no known kind.
pub(super) fn of(site: &Site, request: &Request, sheet: &Sheet) -> Result<Vec<String>, Fault> {
    let mut out = Vec::new();
    let sealed = sheet.form.as_ref().is_some_and(|(_, form)| form.sealed_until.is_some());
    if sealed && request.caller()?.code_alone {
        let kind = subjects::of(&sheet.seen.record.kind)?;
        out.extend(kind.sent_with_code_alone().map(str::to_owned));
    }
    if let Some(role) = &sheet.offer.needs_second {
        let who = readers::role_titles(&site.app.library, std::slice::from_ref(role)).join(", ");
        out.push(format!(
            "A second person must confirm it: {who}. Until then nothing happens."
        ));
    }
    let definition = &sheet.loaded()?.workflow.definition;
    let acts = library::transitions(definition, &sheet.offer.state, &sheet.offer.event);
    let notices = |one: &&Transition| one.effects.iter().any(|deed| matches!(deed, Do::Notice(_)));
    if !sheet.offer.vote && acts.iter().any(notices) {
        out.push(
            "A notice goes out to the public with it, and by email to whoever it concerns. It cannot be taken back."
                .to_owned(),
        );
    }
    let next = sheet
        .offer
        .leads_to
        .as_ref()
        .and_then(|state| library::find_state(definition, state).cloned());
    if let Some(state) = next {
        out.extend(state.title.map(|title| format!("Next: {title}.")));
        out.extend(state.next);
        out.extend(
            state
                .final_outcome
                .is_some()
                .then(|| "It ends with this: you cannot go on from there.".to_owned()),
        );
    }
    if sheet.offer.vote {
        out.push("You can change your answer until answers are counted.".to_owned());
    }
    Ok(out)
}
