//! `workflows/changeovers/*.yaml`: how records under way go over to another version of their workflow.

use std::collections::BTreeMap;

use accord_engine::{
    changeover::Changeover,
    check::{
        across::{self, Standing},
        world::World,
    },
    definition::model::Definition,
    shared::Word,
    workflow::Workflow,
};

use super::{File, Library, judge::Faults};

/// Where they lie.
pub(super) const FOLDER: &str = "workflows/changeovers";

/// What is wrong with one file. Which versions there are is known where they run: it is judged there.
pub(super) fn judge(
    (name, words): (&String, &Changeover),
    files: &BTreeMap<String, File>,
    library: &Library,
    out: &mut Faults,
) {
    if words.changeover != *name {
        let says = format!(
            "`changeover` is `{}`. A file is called after it: write `changeover: {name}`.",
            words.changeover
        );
        out.say("changeover", says);
    }
    out.known("workflow", "workflow", &words.workflow, files.keys());
    out.some(
        "from",
        &words.from,
        "It leaves no version. Name at least one in `from`.",
    );
    let Some(email) = &words.tells else { return };
    let template = format!("mail/{}", email.template);
    if !library.templates.contains_key(&template) {
        out.say(
            "tells.template",
            format!("There is no template `templates/{template}.md.hbs`."),
        );
    }
    let (roles, audiences) = (&library.roles.roles, &library.catalogue.audiences);
    out.all_known(
        "tells.to",
        "role or audience",
        &email.to,
        roles.keys().chain(audiences.keys()),
    );
}

impl Library {
    /// Which promises of a version would not hold for records that come to it from another, by where they stand there.
    pub fn broken_across(
        &self,
        from: &Workflow,
        to: &Workflow,
        states: &BTreeMap<Word, Word>,
    ) -> BTreeMap<Standing, Vec<String>> {
        let others: Vec<&Definition> = self
            .files
            .values()
            .filter_map(|file| file.definition.as_ref())
            .collect();
        let (old, new) = (world(self, from, &others), world(self, to, &others));
        across::broken((&from.definition, old), (&to.definition, new), states)
    }
}

fn world<'a>(library: &'a Library, workflow: &'a Workflow, linked: &'a [&'a Definition]) -> World<'a> {
    World {
        catalogue: &library.catalogue,
        roles: &library.roles,
        calendar: &workflow.calendar,
        linked,
    }
}
