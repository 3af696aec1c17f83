//! What an organisation reads before it decides whether to bid, with or without an account.
//!
//! It is read from the round itself, and only while bids are invited: what stands there was published with the
//! invitation and can be changed by nobody without being published again. Of bids it says nothing.

use accord_engine::definition::model::{Do, Form, OncePer};
use accord_store::{documents::DocumentRow, instances};

use super::{Published, procurement};
use crate::{
    service::{
        app::Desk,
        fault::Fault,
        library::{find_state, states},
        subjects::{self, About},
        transition::{self, Loaded},
    },
    views::contexts::round::Round,
};

/// Something that organisations can bid for now.
#[derive(Debug, Clone)]
pub struct Opportunity {
    /// What was published of it.
    pub published: Published,
    /// What is asked for, by whom, until when.
    pub round: Round,
    /// What a bid is written into.
    pub form: Option<Form>,
    /// The same in other words (Easy Read), each with what it is called; the newest of each.
    pub papers: Vec<(String, DocumentRow)>,
}

/// An opportunity by its reference.
///
/// # Errors
/// There is none, nothing of it is public, or bids are not invited: the same answer.
pub fn open(desk: &mut Desk<'_>, reference: &str) -> Result<Opportunity, Fault> {
    let published = super::one(desk, reference)?;
    let mut inviting = None;
    for row in instances::of_subject(desk.db, &desk.alliance, &published.record.id)? {
        let loaded = transition::look(desk.db, desk.app, &desk.alliance, &row.id)?;
        if !loaded.is_over() && procurement::is_open(&loaded) {
            inviting = Some(loaded);
        }
    }
    let inviting = inviting.ok_or(Fault::NotFound("page"))?;
    let about = About {
        row: &published.record,
        snapshot: None,
    };
    let said = subjects::of(&published.record.kind)?.context(desk, about)?;
    let form = form(desk, &inviting);
    let known = &desk.app.library.catalogue.told_before;
    let papers = published.documents().into_iter().filter_map(|row| {
        let called = known.get(&row.template)?;
        Some((called.clone(), row.clone()))
    });
    Ok(Opportunity {
        round: serde_json::from_value(said)?,
        form,
        papers: papers.collect(),
        published,
    })
}

/// The sealed form of whatever an organisation starts once in this process: what starts now starts by today's file.
fn form(desk: &Desk<'_>, inviting: &Loaded) -> Option<Form> {
    let definition = &inviting.workflow.definition;
    let of_states = states(definition)
        .into_iter()
        .filter_map(|name| find_state(definition, name));
    let started = of_states
        .flat_map(|state| state.on.values())
        .flat_map(|on| &on.0)
        .flat_map(|act| &act.effects)
        .find_map(|one| match one {
            Do::Start(start) if start.once_per == OncePer::Organisation => Some(start.workflow.clone()),
            _ => None,
        });
    let file = desk.app.library.files.get(&started?)?;
    let mut forms = file.definition.as_ref()?.forms.values();
    forms.find(|form| form.sealed_until.is_some()).cloned()
}
