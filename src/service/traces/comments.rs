//! What somebody said about a text, and what became of each.

use accord_store::sections;
use chrono::{DateTime, Utc};

use super::{Asked, Step, Trace};
use crate::{
    domain::specification::comments::Disposition,
    service::{app::Desk, fault::Fault},
};

/// Each comment of a person, step by step. `signed`: when the text was signed off.
pub(super) fn of(
    desk: &mut Desk<'_>,
    id: &str,
    person: &str,
    signed: Option<DateTime<Utc>>,
) -> Result<Vec<Trace>, Fault> {
    let revisions = sections::revisions(desk.db, id)?;
    let heading = |section: &str| {
        let last = revisions.iter().rfind(|row| row.section_id == section);
        last.map(|row| row.heading.clone()).unwrap_or_default()
    };
    let mut out = Vec::new();
    for row in sections::comments(desk.db, id)?
        .into_iter()
        .filter(|row| row.person_id == person)
    {
        let at = row.made_at.utc();
        let here = format!("/specification/{id}/comments/{}", row.id);
        let mut steps = vec![Step::done(
            at,
            format!("You said this about “{}”", heading(&row.section_id)),
            "",
        )];
        let became = row.disposition.as_deref().and_then(Disposition::parse);
        match (became, row.answered_at) {
            (Some(became), Some(answered)) => {
                let answer = row.answer.clone().unwrap_or_default();
                let step = Step::done(answered.utc(), format!("It was answered: {}", became.title()), answer);
                steps.push(step);
            }
            _ => steps.push(Step::to_come(
                "An answer",
                "It gets one, with a reason, before anybody is asked to sign.",
            )),
        }
        let section = row.changed_section.as_ref().unwrap_or(&row.section_id);
        let changed = revisions
            .iter()
            .filter(|one| one.section_id == *section && one.edited_at.utc() > at);
        steps.extend(changed.map(|one| {
            let what = match one.removed {
                true => format!("“{}” was taken out", one.heading),
                false => format!("“{}” was changed", one.heading),
            };
            Step {
                links: vec![("the page of your comment".to_owned(), here.clone())],
                ..Step::done(one.edited_at.utc(), what, one.why.clone())
            }
        }));
        let awaited = became.is_some_and(Disposition::changes_text) && row.changed_section.is_none();
        if awaited && !steps.iter().any(|step| !step.links.is_empty()) {
            steps.push(Step::to_come(
                "A change of the text",
                "It was agreed, and has not been written yet.",
            ));
        }
        match signed.filter(|signed| *signed > at) {
            Some(signed) => steps.push(Step::done(signed, "The text was signed off", "")),
            None => steps.push(Step::to_come("Signing off", "Both houses are asked, each on its own.")),
        }
        steps.sort_by_key(|step| (step.at.is_none(), step.at));
        out.push(Trace {
            id: row.id,
            asked: Asked::Comment,
            words: row.text,
            steps,
        });
    }
    Ok(out)
}
