//! Whether a founding file fits, before anything is written: every problem at once, each at its path.

use std::collections::BTreeSet;

use accord_engine::{
    definition::near,
    forms::{Lines, clean, pence},
};

use super::file::{Founding, KINDS, NewAlliance, Organisation, Person};
use crate::{
    domain::{host::Origin, subscriptions},
    service::{
        authority::powers,
        library::Library,
        people::{self, change::CHANNELS},
    },
};

/// A problem: where (`organisations[0].people[1].roles[0]`), and what, with how to mend it.
pub(super) type Problem = (String, String);

/// How many words are all named where one is not known.
const ALL_NAMED: usize = 30;

/// Every problem of a file; none if an alliance can be founded by it. `is_whole`: all of it could be read, so that it is
/// judged also as a whole.
pub(super) fn faults(file: &Founding, library: &Library, is_whole: bool) -> Vec<Problem> {
    let mut found = Found {
        library,
        areas: file.networks.iter().map(|one| one.id.as_str()).collect(),
        words: BTreeSet::new(),
        addresses: BTreeSet::new(),
        all: Vec::new(),
    };
    found.alliance(&file.alliance);
    found.areas(file);
    for (at, one) in file.organisations.iter().enumerate() {
        found.organisation(&format!("organisations[{at}]"), one);
    }
    if is_whole {
        found.whole(file);
    }
    found.all
}

struct Found<'a> {
    library: &'a Library,
    areas: Vec<&'a str>,
    /// Short words and names that something has already.
    words: BTreeSet<String>,
    addresses: BTreeSet<String>,
    all: Vec<Problem>,
}

impl<'a> Found<'a> {
    fn say(&mut self, path: impl Into<String>, what: impl Into<String>) {
        self.all.push((path.into(), what.into()));
    }

    fn alliance(&mut self, one: &NewAlliance) {
        for (field, text) in [
            ("name", &one.name),
            ("short_name", &one.short_name),
            ("lead_body", &one.lead_body),
            ("city", &one.city),
            ("address", &one.address),
        ] {
            self.text(format!("alliance.{field}"), text);
        }
        if let Err(says) = subscriptions::address(&one.email) {
            self.say("alliance.email", says);
        }
        if !one.phone.chars().any(|c| c.is_ascii_digit()) {
            self.say("alliance.phone", "Write a telephone number that people can call.");
        }
        let prefix = one.grants_prefix.strip_prefix("360G-");
        let known = |rest: &str| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if !one.grants_prefix.is_empty() && !prefix.is_some_and(known) {
            self.say(
                "alliance.grants_prefix",
                "Write it as 360Giving has given it to you, such as `360G-northtown`, or leave it out.",
            );
        }
        let bodies: Vec<&str> = self.library.bodies.bodies.keys().map(String::as_str).collect();
        for (word, title) in &one.bodies {
            self.known(format!("alliance.bodies.{word}"), word, &bodies);
            self.text(format!("alliance.bodies.{word}"), title);
        }
        if !one.site.is_empty()
            && let Err(error) = Origin::parse(&one.site)
        {
            let says =
                "Write where browsers find its pages, such as `https://accord.northtown.example`, or leave it out.";
            self.say("alliance.site", format!("{error}. {says}"));
        }
        if !one.website.starts_with("https://") {
            self.say("alliance.website", "Write the whole address, with `https://`.");
        }
    }

    fn areas(&mut self, file: &Founding) {
        let mut names = BTreeSet::new();
        for (at, one) in file.networks.iter().enumerate() {
            let path = format!("networks[{at}]");
            self.word(format!("{path}.id"), "networks", &one.id);
            self.text(format!("{path}.name"), &one.name);
            if !names.insert(one.name.to_lowercase()) {
                self.say(format!("{path}.name"), "Two networks have this name.");
            }
            if one.population < 0 {
                self.say(
                    format!("{path}.population"),
                    "Write how many people are registered, 0 or more.",
                );
            }
            if pence(&one.value).is_none_or(|value| value < 0) {
                let says = "Write a sum, such as `£38,500.00`, in quotation marks.";
                self.say(format!("{path}.value"), says);
            }
        }
    }

    fn organisation(&mut self, path: &str, one: &'a Organisation) {
        self.word(format!("{path}.id"), "organisations", &one.id);
        self.text(format!("{path}.name"), &one.name);
        if !self.words.insert(format!("the name {}", one.name.to_lowercase())) {
            self.say(format!("{path}.name"), "Two organisations have this name.");
        }
        self.known(format!("{path}.kind"), &one.kind, &KINDS);
        if let Some(Err(says)) = one.email.as_deref().map(subscriptions::address) {
            self.say(format!("{path}.email"), says);
        }
        let income = one.income.as_slice();
        for (question, answers) in [("income_band", income), ("services", &one.services)] {
            let field = match question {
                "income_band" => "income",
                other => other,
            };
            let options = self.options(question);
            for (at, answer) in answers.iter().enumerate() {
                let place = if field == "income" {
                    String::new()
                } else {
                    format!("[{at}]")
                };
                self.known(format!("{path}.{field}{place}"), answer, &options);
            }
        }
        let areas = self.areas.clone();
        for (at, area) in one.networks.iter().enumerate() {
            self.known(format!("{path}.networks[{at}]"), area, &areas);
        }
        let library = self.library;
        let questions: Vec<&str> = library
            .profile
            .form
            .fields
            .iter()
            .map(|field| field.id.as_str())
            .collect();
        for question in one.says.keys() {
            self.known(format!("{path}.says.{question}#key"), question, &questions);
        }
        for (at, person) in one.people.iter().enumerate() {
            self.person(&format!("{path}.people[{at}]"), person);
        }
    }

    fn person(&mut self, path: &str, one: &Person) {
        self.word(format!("{path}.id"), "people", &one.id);
        self.text(format!("{path}.name"), &one.name);
        self.text(format!("{path}.position"), &one.position);
        self.known(format!("{path}.channel"), one.channel(), &CHANNELS);
        match one.email.as_deref().map(subscriptions::address) {
            None if one.channel() == "email" => {
                let says = "Write `email:`, where they are written to and sign in, or another `channel:`.";
                self.say(path, format!("{} has no address. {says}", one.name));
            }
            None => {}
            Some(Err(says)) => self.say(format!("{path}.email"), says),
            Some(Ok(address)) if self.addresses.contains(&address) => {
                let says =
                    "Two people have this address. Each needs one of their own: whoever reads it is that person.";
                self.say(format!("{path}.email"), says);
            }
            Some(Ok(address)) => drop(self.addresses.insert(address)),
        }
        let library = self.library;
        let given = library.roles.roles.iter().filter(|(_, role)| role.own.is_empty());
        let known: Vec<&str> = given.map(|(name, _)| name.as_str()).collect();
        let mut houses = BTreeSet::new();
        for (list, roles) in [("roles", &one.roles), ("roles_here", &one.roles_here)] {
            for (at, role) in roles.iter().enumerate() {
                let place = format!("{path}.{list}[{at}]");
                self.known(place.clone(), role, &known);
                houses.extend(library.roles.roles.get(role).and_then(|role| role.house.as_deref()));
                if houses.len() > 1 {
                    self.say(place, "Nobody sits in two houses. Leave one of the roles out.");
                    houses.clear();
                }
            }
        }
    }

    /// What is to be said of the file as a whole.
    fn whole(&mut self, file: &Founding) {
        let of = |kind: &str| file.organisations.iter().filter(|one| one.kind == kind).count();
        if of("lead_body") != 1 {
            let says = format!(
                "One organisation is the `lead_body`, which signs and answers for the money; here are {}.",
                of("lead_body")
            );
            self.say("organisations", says);
        }
        let managing = powers::holders(&self.library.roles, people::POWER);
        let manages = |one: &Person| one.email.is_some() && one.roles.iter().any(|role| managing.contains(role));
        if !file.organisations.iter().flat_map(|one| &one.people).any(manages) {
            let says = format!(
                "Nobody could manage the alliance. Give somebody who has an email address `roles: [{}]`; two are \
                 better, because some things take two.",
                managing.first().map_or("…", String::as_str)
            );
            self.say("organisations", says);
        }
    }

    fn text(&mut self, path: String, text: &str) {
        if clean(text, Lines::One).trim().is_empty() {
            let word = path.rsplit('.').next().unwrap_or_default().replace('_', " ");
            self.say(path, format!("Write the {word}."));
        }
    }

    /// A short word that nothing of its sort has yet.
    fn word(&mut self, path: String, sort: &str, word: &str) {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if word.is_empty() || word.len() > 40 || !word.chars().all(fits) {
            self.say(
                path,
                "Write a short word of small letters, digits and hyphens, such as `heeley-hub`.",
            );
        } else if !self.words.insert(format!("{sort} {word}")) {
            self.say(path, format!("Two of the {sort} are called `{word}`."));
        }
    }

    fn known(&mut self, path: String, word: &str, known: &[&str]) {
        if !known.contains(&word) {
            let all: Vec<String> = known.iter().map(|one| format!("`{one}`")).collect();
            let hint = match near::closest(word, known.iter().copied()) {
                None if (1..=ALL_NAMED).contains(&all.len()) => format!("It may be {}.", near::list(&all, "or")),
                _ => near::suggest(word, known.iter().copied()),
            };
            self.say(path, format!("`{word}` is not known here. {hint}"));
        }
    }

    /// The options of a question of the profile.
    fn options(&self, question: &str) -> Vec<&'a str> {
        let fields = &self.library.profile.form.fields;
        let field = fields.iter().find(|field| field.id == question);
        field
            .into_iter()
            .flat_map(|field| field.options.keys().map(String::as_str))
            .collect()
    }
}
