//! Every name that a file uses exists, and is of the kind that is needed.

use std::collections::BTreeSet;

use super::{
    codes::{self, Code},
    tour::{Clock, Deed, Tour, Way},
    world::World,
};
use crate::{
    definition::{
        model::{Do, MoreTime},
        near,
        vocabulary::SubjectKind,
    },
    diagnostic::Diagnostic,
};

mod decisions;
mod declarations;
mod deeds;
mod guarantees;

/// A search for names.
pub struct Search<'a> {
    tour: &'a Tour<'a>,
    world: World<'a>,
    subject: Option<&'a SubjectKind>,
    roles_used: BTreeSet<&'a str>,
    forms_used: BTreeSet<&'a str>,
    found: Vec<Diagnostic>,
}

/// Everything that is named and not there, and what is there and not named.
pub fn check(tour: &Tour<'_>, world: World<'_>) -> Vec<Diagnostic> {
    let mut search = Search {
        tour,
        world,
        subject: world.catalogue.subjects.get(&tour.definition.about),
        roles_used: BTreeSet::new(),
        forms_used: BTreeSet::new(),
        found: Vec::new(),
    };
    search.head();
    search.states();
    for way in &tour.ways {
        search.way(way);
    }
    for deed in &tour.deeds {
        search.deed(deed);
    }
    for clock in &tour.clocks {
        search.clock(clock);
    }
    search.decisions();
    search.guarantees();
    search.forms();
    search.unused();
    search.found
}

impl<'a> Search<'a> {
    /// A name that must be one of the known.
    fn known<'k, I>(&mut self, code: Code, path: &str, what: &str, name: &str, known: I) -> bool
    where
        I: IntoIterator<Item = &'k str> + Clone,
    {
        if known.clone().into_iter().any(|one| one == name) {
            return true;
        }
        let told = Diagnostic::error(code, path, format!("There is no {what} `{name}`."));
        self.found.push(told.mend(near::suggest(name, known)));
        false
    }

    /// Roles of this file.
    fn roles(&mut self, path: &str, roles: &'a [String]) {
        for (index, role) in roles.iter().enumerate() {
            self.role(&format!("{path}[{index}]"), role);
        }
    }

    fn role(&mut self, path: &str, role: &'a str) {
        self.roles_used.insert(role);
        let listed = self.tour.definition.roles.iter().any(|one| one == role);
        if listed {
            return;
        }
        if self.world.roles.roles.contains_key(role) {
            let what = format!("The role `{role}` is used here and not listed under `roles`.");
            let told = Diagnostic::error(codes::UNLISTED_ROLE, path, what);
            self.found
                .push(told.mend(format!("Add `{role}` to `roles` at the top of the file.")));
        } else {
            let known: Vec<&str> = self.tour.definition.roles.iter().map(String::as_str).collect();
            self.known(codes::UNKNOWN_ROLE, path, "role", role, known);
        }
    }

    /// Roles of this file, or audiences.
    fn recipients(&mut self, path: &str, all: &'a [String]) {
        for (index, name) in all.iter().enumerate() {
            let path = format!("{path}[{index}]");
            if self.world.catalogue.audiences.contains_key(name) {
                continue;
            }
            if self.world.roles.roles.contains_key(name) {
                self.role(&path, name);
                continue;
            }
            let roles = self.tour.definition.roles.iter().map(String::as_str);
            let audiences = self.world.catalogue.audiences.keys().map(String::as_str);
            let known: Vec<&str> = roles.chain(audiences).collect();
            self.known(codes::UNKNOWN_AUDIENCE, &path, "role or audience", name, known);
        }
    }

    fn permits(&mut self, path: &str, permits: &'a indexmap::IndexMap<String, Vec<String>>) {
        for (permit, roles) in permits {
            let path = format!("{path}.{permit}");
            let catalogue = self.world.catalogue;
            let known: Vec<&str> = catalogue.permits.keys().map(String::as_str).collect();
            self.known(codes::UNKNOWN_PERMIT, &format!("{path}#key"), "permit", permit, known);
            self.roles(&path, roles);
        }
    }

    fn exclusions(&mut self, path: &str, all: &[String]) {
        for (index, name) in all.iter().enumerate() {
            let known: Vec<&str> = self.world.catalogue.exclusions.keys().map(String::as_str).collect();
            self.known(
                codes::UNKNOWN_EXCLUSION,
                &format!("{path}[{index}]"),
                "exclusion",
                name,
                known,
            );
        }
    }

    fn form(&mut self, path: &str, form: &'a str) {
        self.forms_used.insert(form);
        let known: Vec<&str> = self.tour.definition.forms.keys().map(String::as_str).collect();
        self.known(codes::UNKNOWN_FORM, path, "form", form, known);
    }

    fn mail(&mut self, path: &str, name: &str) {
        let catalogue = self.world.catalogue;
        self.template(codes::UNKNOWN_MAIL, path, "mail template", name, &catalogue.mail);
    }

    fn template(
        &mut self,
        code: Code,
        path: &str,
        what: &str,
        name: &str,
        known: &'a indexmap::IndexMap<String, String>,
    ) {
        if !self.known(
            code,
            path,
            what,
            name,
            known.keys().map(String::as_str).collect::<Vec<_>>(),
        ) {
            return;
        }
        let about = self.tour.definition.about.as_str();
        let context = known.get(name).map_or("any", String::as_str);
        if context != "any" && context != about {
            let what = format!("The {what} `{name}` is written for `{context}`, and this file is about `{about}`.");
            let told = Diagnostic::warning(codes::TEMPLATE_CONTEXT, path, what);
            self.found
                .push(told.mend("Use it only if every record of this kind belongs to one of those."));
        }
    }

    fn states(&mut self) {
        for place in &self.tour.states {
            self.permits(&format!("{}.permits", place.path), &place.state.permits);
            if let Some(means) = &place.state.means {
                let known: Vec<&str> = self.world.catalogue.meanings.keys().map(String::as_str).collect();
                self.known(
                    codes::UNKNOWN_MEANING,
                    &format!("{}.means", place.path),
                    "meaning",
                    means,
                    known,
                );
            }
            if let Some(each) = &place.state.for_each {
                let path = format!("{}.for_each", place.path);
                self.collection(&format!("{path}.in"), &each.collection);
                self.workflow(&format!("{path}.start"), &each.start);
            }
            if let Some(every) = &place.state.every {
                self.workflow(&format!("{}.every.start", place.path), &every.start);
            }
        }
    }

    fn collection(&mut self, path: &str, name: &str) {
        if let Some(subject) = self.subject {
            let known: Vec<&str> = subject.collections.keys().map(String::as_str).collect();
            self.known(codes::UNKNOWN_COLLECTION, path, "collection", name, known);
        }
    }

    fn workflow(&mut self, path: &str, name: &str) {
        if name == self.tour.definition.workflow {
            return;
        }
        let known: Vec<&str> = self.world.linked.iter().map(|one| one.workflow.as_str()).collect();
        self.known(codes::UNKNOWN_WORKFLOW, path, "workflow", name, known);
    }

    fn way(&mut self, way: &Way<'a>) {
        let (path, transition) = (&way.path, way.transition);
        if let Some(to) = &transition.to {
            let names = self.tour.state_names();
            self.known(codes::UNKNOWN_TARGET, &format!("{path}.to"), "state", to, names);
        }
        self.roles(&format!("{path}.by"), &transition.by);
        self.exclusions(&format!("{path}.except"), &transition.except);
        if let Some(form) = &transition.collect {
            self.form(&format!("{path}.collect"), form);
        }
        if let Some(role) = &transition.needs_second {
            self.role(&format!("{path}.needs_second"), role);
        }
        for (index, condition) in transition.when.iter().enumerate() {
            if let Some(mend) = &condition.mend {
                self.recipients(
                    &format!("{path}.when[{index}].mend.who"),
                    std::slice::from_ref(&mend.who),
                );
            }
        }
    }

    fn clock(&mut self, clock: &Clock<'a>) {
        let path = &clock.path;
        if let Some(rule) = &clock.clock.rule {
            let known: Vec<&str> = self.world.calendar.rules.keys().map(String::as_str).collect();
            self.known(
                codes::UNKNOWN_RULE_OF_TIME,
                &format!("{path}.rule"),
                "counting rule",
                rule,
                known,
            );
        }
        if let Some(mail) = &clock.clock.remind {
            self.mail(&format!("{path}.remind"), mail);
        }
        self.recipients(&format!("{path}.remind_to"), &clock.clock.remind_to);
        if let Some(extend) = &clock.clock.extend {
            self.roles(&format!("{path}.extend.by"), &extend.by);
            if let Some(mail) = &extend.tell {
                self.mail(&format!("{path}.extend.tell"), mail);
            }
        }
    }

    fn deed(&mut self, deed: &Deed<'a>) {
        match deed.deed {
            Do::Email(email) => self.email(deed, email),
            Do::Document(document) => self.document(deed, document),
            Do::Notice(notice) => self.notice(deed, notice),
            Do::Tell(tell) => self.tell(deed, tell),
            Do::Start(start) => self.start(deed, start),
            Do::Seal(form) => self.form(&format!("{}.seal", deed.path), form),
            Do::Unseal(form) => self.form(&format!("{}.unseal", deed.path), form),
            Do::Claim(claim) => self.claim(deed, claim),
            Do::Obligation(obligation) => self.obligation(deed, obligation),
            Do::Raise(event) => self.raised(&format!("{}.raise", deed.path), event),
            Do::Run(rule) => self.run(deed, rule),
            Do::RunWith(run) => self.run_with(deed, run),
            Do::MoreTime(more) => self.more_time(deed, more),
            Do::Set(_) => {}
        }
    }

    /// A state that has a deadline.
    fn more_time(&mut self, deed: &Deed<'a>, more: &MoreTime) {
        let with_deadline = self.tour.clocks.iter().filter(|clock| clock.name == "deadline");
        let mut known: Vec<&str> = with_deadline
            .filter_map(|clock| Some(self.tour.states.get(clock.of)?.id))
            .collect();
        known.sort_unstable();
        known.dedup();
        let path = format!("{}.more_time.of", deed.path);
        self.known(codes::UNKNOWN_STATE, &path, "state with a deadline", &more.of, known);
    }

    /// An event that something in the file must take.
    fn raised(&mut self, path: &str, event: &str) {
        let mut known: Vec<&str> = self.tour.ways.iter().filter_map(|way| way.event).collect();
        known.sort_unstable();
        known.dedup();
        self.known(codes::UNKNOWN_EVENT, path, "transition on", event, known);
    }
}
