//! Names in ops and effects.

use super::Search;
use crate::{
    check::{codes, tour::Deed},
    definition::model::{Claim, Document, Email, Notice, Obligation, RunWith, Start, Tell},
    diagnostic::Diagnostic,
};

impl<'a> Search<'a> {
    pub(super) fn email(&mut self, deed: &Deed<'a>, email: &'a Email) {
        let path = format!("{}.email", deed.path);
        self.mail(&format!("{path}.template"), &email.template);
        self.recipients(&format!("{path}.to"), &email.to);
        let catalogue = self.world.catalogue;
        let chosen = email.to.iter().position(|name| catalogue.by_topic.contains(name));
        let known = catalogue.mail.contains_key(&email.template);
        if let (Some(place), true) = (chosen, known && !catalogue.mail_topics.contains_key(&email.template)) {
            let what = format!("`{}` does not say what it is about.", email.template);
            let told = Diagnostic::error(codes::NO_TOPIC, format!("{path}.to[{place}]"), what);
            let mend = "Write `topic: …` in the head of the template; these readers chose what to hear of.";
            self.found.push(told.mend(mend));
        }
        for (index, name) in email.attach.iter().enumerate() {
            let known: Vec<&str> = self.world.catalogue.documents.keys().map(String::as_str).collect();
            let path = format!("{path}.attach[{index}]");
            self.known(codes::UNKNOWN_DOCUMENT, &path, "document template", name, known);
        }
        if let (Some(clock), Some(from)) = (&email.calendar, deed.from) {
            self.clock_named(&format!("{path}.calendar"), clock, from);
        }
    }

    /// A clock of the state itself, of one that it stands in, or of the one that is entered.
    fn clock_named(&mut self, path: &str, name: &str, _from: usize) {
        let known: Vec<&str> = self.tour.clocks.iter().map(|clock| clock.name).collect();
        self.known(codes::UNKNOWN_CLOCK, path, "clock", name, known);
    }

    pub(super) fn document(&mut self, deed: &Deed<'a>, document: &'a Document) {
        let path = format!("{}.document", deed.path);
        let known = &self.world.catalogue.documents;
        self.template(
            codes::UNKNOWN_DOCUMENT,
            &format!("{path}.template"),
            "document template",
            &document.template,
            known,
        );
        self.recipients(&format!("{path}.readers"), &document.readers);
        if let Some(event) = &document.then {
            self.raised(&format!("{path}.then"), event);
        }
    }

    pub(super) fn notice(&mut self, deed: &Deed<'a>, notice: &'a Notice) {
        let path = format!("{}.notice", deed.path);
        let known = &self.world.catalogue.notices;
        self.template(
            codes::UNKNOWN_NOTICE,
            &format!("{path}.template"),
            "notice template",
            &notice.template,
            known,
        );
        if let Some(event) = &notice.then {
            self.raised(&format!("{path}.then"), event);
        }
    }

    pub(super) fn tell(&mut self, deed: &Deed<'a>, tell: &'a Tell) {
        let path = format!("{}.tell", deed.path);
        let named = usize::from(tell.children.is_some()) + usize::from(tell.parent) + usize::from(tell.link.is_some());
        if named != 1 {
            let told = Diagnostic::error(codes::BAD_EXCLUSIVE, &path, "It is not clear whom this tells.");
            self.found
                .push(told.mend("Write exactly one of `children: name`, `parent: true` and `link: name`."));
        }
        let mut heard_by = Vec::new();
        if let Some(brood) = &tell.children {
            let broods = self.tour.broods();
            let known: Vec<&str> = broods.iter().map(|(name, _)| *name).collect();
            if self.known(
                codes::UNKNOWN_BROOD,
                &format!("{path}.children"),
                "group of children",
                brood,
                known,
            ) {
                let found = broods.iter().find(|(name, _)| name == brood);
                heard_by.extend(found.and_then(|(_, workflow)| self.world.workflow(workflow)));
            }
        }
        if let Some(link) = &tell.link {
            let links = &self.tour.definition.links;
            let known: Vec<&str> = links.keys().map(String::as_str).collect();
            if self.known(codes::UNKNOWN_LINK, &format!("{path}.link"), "link", link, known) {
                heard_by = self.world.meant(self.tour.definition, link);
            }
        }
        for other in heard_by {
            self.heard(&path, &tell.event, other);
        }
    }

    fn heard(&mut self, path: &str, event: &str, other: &'a crate::definition::model::Definition) {
        let tour = crate::check::tour::Tour::of(other);
        if tour.ways.iter().any(|way| way.event == Some(event)) {
            return;
        }
        let known: Vec<&str> = tour.ways.iter().filter_map(|way| way.event).collect();
        let what = format!("Nothing in `{}` takes the event `{event}`.", other.workflow);
        let told = Diagnostic::error(codes::UNHEARD, format!("{path}.event"), what);
        self.found
            .push(told.mend(crate::definition::near::suggest(event, known)));
    }

    pub(super) fn start(&mut self, deed: &Deed<'a>, start: &'a Start) {
        let path = format!("{}.start", deed.path);
        self.workflow(&format!("{path}.workflow"), &start.workflow);
        if let Some(collection) = &start.collection {
            self.collection(&format!("{path}.for"), collection);
        }
    }

    pub(super) fn claim(&mut self, deed: &Deed<'a>, claim: &'a Claim) {
        let path = format!("{}.claim", deed.path);
        let known: Vec<&str> = self.world.catalogue.activities.iter().map(String::as_str).collect();
        self.known(
            codes::UNKNOWN_ACTIVITY,
            &format!("{path}.activity"),
            "activity",
            &claim.activity,
            known,
        );
        self.roles(&format!("{path}.for"), &claim.people);
        if let Some(each) = &claim.each {
            self.collection(&format!("{path}.each"), each);
        }
    }

    pub(super) fn run(&mut self, deed: &Deed<'a>, rule: &'a str) {
        let path = format!("{}.run", deed.path);
        if !self.catalogued(&path, rule) {
            return;
        }
        if self.world.catalogue.inputs.contains_key(rule) {
            let what = format!("`{rule}` reads what somebody filled in, and no form is named.");
            let told = Diagnostic::error(codes::RULE_INPUT, path.clone(), what);
            let mend = format!("Write `run_with: {{ rule: {rule}, form: … }}`.");
            self.found.push(told.mend(mend));
        }
        let reads = self.world.catalogue.rule_settings.get(rule);
        if let Some(setting) = reads.filter(|one| !self.tour.definition.settings.contains_key(*one)) {
            let what = format!("`{rule}` reads the setting `{setting}`, which this workflow does not have.");
            let told = Diagnostic::error(codes::RULE_INPUT, path, what);
            self.found
                .push(told.mend(format!("Add `{setting}` to `settings`, with a default.")));
        }
    }

    pub(super) fn run_with(&mut self, deed: &Deed<'a>, run: &'a RunWith) {
        let path = format!("{}.run_with", deed.path);
        if !self.catalogued(&format!("{path}.rule"), &run.rule) {
            return;
        }
        self.form(&format!("{path}.form"), &run.form);
        let Some(wanted) = self.world.catalogue.inputs.get(&run.rule) else {
            let what = format!("`{}` reads no form.", run.rule);
            let told = Diagnostic::error(codes::RULE_INPUT, path, what);
            self.found.push(told.mend(format!("Write `run: {}`.", run.rule)));
            return;
        };
        let Some(form) = self.tour.definition.forms.get(&run.form) else {
            return;
        };
        let has = |wanted: &String| form.fields.iter().any(|field| field.id == *wanted);
        let missing: Vec<&str> = wanted.iter().filter(|one| !has(one)).map(String::as_str).collect();
        if !missing.is_empty() {
            let what = format!(
                "`{}` reads `{}`, which the form `{}` does not ask.",
                run.rule,
                missing.join("`, `"),
                run.form
            );
            let told = Diagnostic::error(codes::RULE_INPUT, format!("{path}.form"), what);
            self.found
                .push(told.mend("Add the question to the form, or name the form that has it."));
        }
    }

    fn catalogued(&mut self, path: &str, rule: &'a str) -> bool {
        let known: Vec<&str> = self.world.catalogue.rules.keys().map(String::as_str).collect();
        self.known(codes::UNKNOWN_RULE, path, "rule", rule, known)
    }

    pub(super) fn obligation(&mut self, deed: &Deed<'a>, obligation: &'a Obligation) {
        let path = format!("{}.obligation", deed.path);
        self.form(&format!("{path}.from"), &obligation.from);
        for (index, gate) in obligation.gates.iter().enumerate() {
            let known: Vec<&str> = self.world.catalogue.gates.keys().map(String::as_str).collect();
            self.known(
                codes::UNKNOWN_GATE,
                &format!("{path}.gates[{index}]"),
                "gate",
                gate,
                known,
            );
        }
    }
}
