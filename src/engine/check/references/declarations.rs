//! What is declared at the top of a file: against the catalogue, and whether it is used.

use std::collections::BTreeSet;

use super::Search;
use crate::{
    check::{codes, words},
    definition::{meant::Meant, near},
    diagnostic::Diagnostic,
};

impl Search<'_> {
    pub(super) fn head(&mut self) {
        let definition = self.tour.definition;
        let catalogue = self.world.catalogue;
        let known: Vec<&str> = catalogue.subjects.keys().map(String::as_str).collect();
        self.known(
            codes::UNKNOWN_SUBJECT,
            "about",
            "kind of record",
            &definition.about,
            known,
        );
        if definition.calendar != self.world.calendar.calendar {
            let known = [self.world.calendar.calendar.as_str()];
            self.known(
                codes::UNKNOWN_CALENDAR,
                "calendar",
                "calendar",
                &definition.calendar,
                known,
            );
        }
        for (index, role) in definition.roles.iter().enumerate() {
            let known: Vec<&str> = self.world.roles.roles.keys().map(String::as_str).collect();
            self.known(codes::UNKNOWN_ROLE, &format!("roles[{index}]"), "role", role, known);
        }
        for (name, meant) in &definition.links {
            self.link(&format!("links.{name}"), meant);
        }
        self.permits("permits", &definition.permits);
        self.facts();
    }

    /// Every workflow that a link may mean is there, once.
    fn link(&mut self, path: &str, meant: &Meant) {
        let mut seen = BTreeSet::new();
        for (path, workflow) in meant.places(path) {
            self.workflow(&path, workflow);
            if !seen.insert(workflow) {
                let what = format!("`{workflow}` is named twice.");
                self.found
                    .push(Diagnostic::error(codes::LINK_MEANS, path, what).mend("Name it once."));
            }
        }
        if seen.is_empty() {
            let told = Diagnostic::error(codes::LINK_MEANS, path, "This link means no workflow.");
            self.found
                .push(told.mend("Name the workflow that it means, or each of those that it may mean."));
        }
    }

    fn facts(&mut self) {
        let Some(subject) = self.subject else { return };
        for (name, kind) in &self.tour.definition.facts {
            let path = format!("facts.{name}");
            match subject.facts.get(name) {
                None => {
                    let known = subject.facts.keys().map(String::as_str);
                    let what = format!(
                        "The host supplies no fact `{name}` about `{}`.",
                        self.tour.definition.about
                    );
                    let told = Diagnostic::error(codes::UNKNOWN_FACT, format!("{path}#key"), what);
                    self.found
                        .push(told.mend(near::suggest(name, known.collect::<Vec<_>>())));
                }
                Some(other) if other != kind => {
                    let (here, there) = (words::fact(*kind), words::fact(*other));
                    let what = format!("The fact `{name}` is {here} here, and the host supplies {there}.");
                    let told = Diagnostic::error(codes::FACT_TYPE, path, what);
                    self.found
                        .push(told.mend(format!("Write `{name}: {}`.", words::fact_word(*other))));
                }
                Some(_) => {}
            }
        }
    }

    pub(super) fn forms(&mut self) {
        for (name, form) in &self.tour.definition.forms {
            let path = format!("forms.{name}");
            if let Some(until) = &form.sealed_until {
                self.sealed(&format!("{path}.sealed_until"), until);
            }
            for (index, field) in form.fields.iter().enumerate() {
                if let Some(collection) = field.options_from.as_ref().filter(|_| field.kind.is_chosen()) {
                    self.collection(&format!("{path}.fields[{index}].options_from"), collection);
                }
            }
        }
    }

    /// `state`, or `link.state`.
    fn sealed(&mut self, path: &str, until: &str) {
        let Some((link, state)) = until.split_once('.') else {
            let names = self.tour.state_names();
            self.known(codes::UNKNOWN_STATE, path, "state", until, names);
            return;
        };
        let links = &self.tour.definition.links;
        let known: Vec<&str> = links.keys().map(String::as_str).collect();
        if !self.known(codes::UNKNOWN_LINK, path, "link", link, known) {
            return;
        }
        self.in_each(path, link, state);
    }

    /// Declared and never named.
    pub(super) fn unused(&mut self) {
        let definition = self.tour.definition;
        let text = words::expressions(self.tour);
        let read = |name: &str| text.iter().any(|words| words.contains(name));
        let named = words::amounts(self.tour);
        let mut idle: Vec<(String, String)> = Vec::new();
        for (index, role) in definition.roles.iter().enumerate() {
            if !self.roles_used.contains(role.as_str()) {
                idle.push((format!("roles[{index}]"), format!("The role `{role}`")));
            }
        }
        for name in definition.facts.keys().filter(|name| !read(name)) {
            idle.push((format!("facts.{name}#key"), format!("The fact `{name}`")));
        }
        for name in definition.settings.keys() {
            let full = format!("settings.{name}");
            // The host goes by it, beside what the file says.
            let catalogue = self.world.catalogue;
            let of_host = [&catalogue.days.answer, &catalogue.days.again].contains(&name)
                || catalogue.rule_settings.values().any(|setting| setting == name);
            if !of_host && !read(&full) && !named.contains(&full) {
                idle.push((format!("settings.{name}#key"), format!("The setting `{name}`")));
            }
        }
        for name in definition
            .forms
            .keys()
            .filter(|name| !self.forms_used.contains(name.as_str()))
        {
            idle.push((format!("forms.{name}#key"), format!("The form `{name}`")));
        }
        for (path, what) in idle {
            let told = Diagnostic::warning(codes::UNUSED, path, format!("{what} is declared and never used."));
            self.found.push(told.mend("Use it, or take it away."));
        }
    }
}
