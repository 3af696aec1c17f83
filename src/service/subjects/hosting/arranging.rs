//! How somebody is paid, as it is written down for a claim: by themselves, or for them.

use accord_store::{beside_people, payments, people};
use serde_json::Value as Json;

use super::answers::word;
use crate::service::{
    app::Desk,
    authority::powers,
    fault::Fault,
    people as people_service,
    subjects::{About, Work, plain},
};

/// The work.
pub(super) const ARRANGE: &str = "payment.arrange";
/// Its question.
const WAY: &str = "way";

/// Writes it down. Whoever is paid hears of it if somebody else did it, and what is in a run stays as the run says:
/// the payroll may have paid by it already.
///
/// # Errors
/// The claim is in a run, or it is not theirs to say.
pub(super) fn arrange(desk: &mut Desk<'_>, about: About<'_>, work: Work<'_>) -> Result<Json, Fault> {
    if let Some(run) = payments::run_of(desk.db, &about.row.id)? {
        let says = format!(
            "This payment is in the run {}, and the payroll may have its file. Whoever pays takes it out of the run \
             first; then it can be changed.",
            run.reference
        );
        return Err(Fault::field(WAY, says));
    }
    let (by, to) = (work.actor.person.clone(), about.row.person_id.clone());
    let Some(paid) = to.filter(|one| *one != by && work.actor.acting_for.as_ref() != Some(one)) else {
        return plain::log(desk, about, work);
    };
    let paid = people::load(desk.db, &paid)?.ok_or(Fault::NotFound("person"))?;
    let chosen = beside_people::supporter(desk.db, &desk.alliance, &paid.id)?;
    let manages = powers::looks_after(&desk.app.library.roles, &work.actor.roles);
    if !manages && paid.email.is_some() && chosen.is_none_or(|row| row.supporter_id != by) {
        return Err(Fault::field(
            WAY,
            "Only they themselves say how they are paid, or the supporter whom they have chosen. They choose one under \
             “Support”.",
        ));
    }
    let by = people::load(desk.db, &by)?.map_or_else(String::new, |one| one.name);
    let says = format!(
        "How “{}” is paid to you was written down for you: “{}”. If that is not what you want, change it there, or \
         tell us at once.",
        about.row.title,
        word(work.body, WAY)
    );
    let path = format!("/{}/{}", about.row.kind, about.row.id);
    people_service::tell(desk, &paid, &by, &path, says)?;
    plain::log(desk, about, work)
}
