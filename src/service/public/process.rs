//! Who decides what, and when: a workflow file in plain English, for everybody. Made from the
//! definition that runs, so it cannot say anything else than what happens.

use accord_engine::{
    definition::{
        model::{Deadline, Decision, Definition, Do, OutcomeRule, State, Transition},
        near,
        scalar::{Amount, Number, Share},
    },
    value::Value,
};
use indexmap::IndexMap;

use crate::service::{fault::Fault, library::Library, readers};

/// One process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    /// Its name in addresses.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// What it is for.
    pub says: String,
    /// Its stages, in the order of the file.
    pub stages: Vec<Stage>,
    /// What is promised, and proved to hold on every way through it.
    pub promises: Vec<String>,
    /// The fingerprint of the file.
    pub hash: String,
    /// How many situations were looked at for the proof.
    pub situations: usize,
}

/// One stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// What it is.
    pub title: String,
    /// The stage that it is part of.
    pub within: Option<String>,
    /// Who does, decides or may do what; how long it takes; what comes next.
    pub lines: Vec<String>,
}

/// Every process that may run: name, title, what it is for.
pub fn all(library: &Library) -> Vec<(String, String, String)> {
    let proved = library.files.values().filter(|file| file.is_proved());
    let mut out: Vec<_> = proved
        .filter_map(|file| file.definition.as_ref())
        .map(|one| {
            (
                one.workflow.clone(),
                one.title.clone(),
                one.says.clone().unwrap_or_default(),
            )
        })
        .collect();
    out.sort_by(|a, b| a.1.cmp(&b.1));
    out
}

/// One process.
///
/// # Errors
/// There is none of this name that may run.
pub fn one(library: &Library, name: &str) -> Result<Process, Fault> {
    let found = library.files.get(name).filter(|file| file.is_proved());
    let (file, definition) = found
        .and_then(|file| Some((file, file.definition.as_ref()?)))
        .ok_or(Fault::NotFound("page"))?;
    let guide = Guide {
        library,
        definition,
        settings: None,
    };
    let mut stages = Vec::new();
    for state in definition.states.values() {
        guide.stage(state, None, &mut stages);
    }
    let anywhere = guide.acts(definition.on.values().flat_map(|all| &all.0));
    if !anywhere.is_empty() {
        stages.push(Stage {
            title: "At any time".to_owned(),
            within: None,
            lines: anywhere,
        });
    }
    let certificate = file.certificate.as_ref();
    Ok(Process {
        name: name.to_owned(),
        title: definition.title.clone(),
        says: definition.says.clone().unwrap_or_default(),
        stages,
        promises: definition.guarantees.iter().map(|one| one.says.clone()).collect(),
        hash: certificate.map(|one| one.definition_hash.clone()).unwrap_or_default(),
        situations: certificate.map_or(0, |one| one.configurations),
    })
}

/// What an outcome of a decision needed, in words, by the numbers that held for one procurement.
pub fn needed(
    library: &Library,
    definition: &Definition,
    settings: &IndexMap<String, Value>,
    (decision, outcome): (&Decision, &str),
) -> Vec<String> {
    let guide = Guide {
        library,
        definition,
        settings: Some(settings),
    };
    let rule = decision.outcomes.get(outcome);
    rule.map(|rule| guide.rule(decision, rule)).unwrap_or_default()
}

struct Guide<'a> {
    library: &'a Library,
    definition: &'a Definition,
    /// The numbers of one procurement; without them, those that are used unless one says otherwise.
    settings: Option<&'a IndexMap<String, Value>>,
}

impl Guide<'_> {
    fn stage(&self, state: &State, within: Option<&str>, out: &mut Vec<Stage>) {
        let title = state.title.clone();
        let mut lines = Vec::new();
        if let Some(decision) = &state.decision {
            lines.extend(self.decision(state, decision));
        }
        let own = state.on.values().flat_map(|all| &all.0);
        lines.extend(self.acts(own));
        for (permit, roles) in &state.permits {
            // What a permit allows is said in the catalogue; one without a sentence is of no interest here.
            if let Some(says) = self.library.catalogue.permits.get(permit) {
                let says = says.trim().trim_end_matches('.');
                lines.push(format!("{} may: {says}.", self.who(roles)));
            }
        }
        for clock in state.deadline.iter().chain(state.clocks.values()) {
            lines.extend(self.clock(clock));
        }
        lines.extend(
            state
                .no_deadline
                .as_ref()
                .map(|why| format!("No deadline: {}", why.trim())),
        );
        lines.extend(state.next.as_ref().map(|next| format!("Next: {}", next.trim())));
        if let Some(title) = title.clone().filter(|_| !lines.is_empty()) {
            out.push(Stage {
                title,
                within: within.map(str::to_owned),
                lines,
            });
        }
        let within = title.as_deref().or(within);
        for inner in state.states.values() {
            self.stage(inner, within, out);
        }
    }

    /// What people do, one line for each button; what only clocks and rules do is told elsewhere.
    fn acts<'t>(&self, all: impl Iterator<Item = &'t Transition>) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for one in all.filter(|one| !one.by.is_empty()) {
            let Some(title) = &one.title else { continue };
            let mut line = format!("{} may: {title}", self.who(&one.by));
            if one.requires_reason {
                line.push_str(", and must say why");
            }
            if let Some(second) = &one.needs_second {
                line.push_str(&format!(
                    "; a second person confirms it ({})",
                    self.who(std::slice::from_ref(second))
                ));
            }
            line.push('.');
            if one.effects.iter().any(|deed| matches!(deed, Do::Notice(_))) {
                line.push_str(" A notice goes out to the public with it.");
            }
            line.extend(one.says.iter().map(|says| format!(" {}", says.trim())));
            if !out.contains(&line) {
                out.push(line);
            }
        }
        out
    }

    fn decision(&self, state: &State, decision: &Decision) -> Vec<String> {
        let ask = decision
            .ask
            .clone()
            .unwrap_or_else(|| state.title.clone().unwrap_or_default());
        let mut out = vec![format!("{} decide together: “{}”", self.who(&decision.who), ask.trim())];
        let answers: Vec<String> = decision
            .options
            .iter()
            .map(|(name, one)| one.title.clone().unwrap_or_else(|| plain(name)))
            .collect();
        out.push(format!("They may answer: {}.", near::list(&answers, "or")));
        if decision.blind {
            out.push("Nobody sees the answers before they are counted.".to_owned());
        }
        for (outcome, rule) in &decision.outcomes {
            let needs = self.rule(decision, rule);
            if needs.is_empty() {
                continue;
            }
            let leads = state
                .on
                .get(outcome)
                .and_then(|all| all.0.iter().find_map(|one| one.to.as_ref()));
            let leads = leads
                .and_then(|to| crate::service::library::find_state(self.definition, to)?.title.clone())
                .unwrap_or_else(|| plain(outcome));
            out.push(format!("It becomes “{leads}” if {}.", needs.join(", and ")));
        }
        out.push("Silence never counts as a yes.".to_owned());
        out
    }

    /// What an outcome needs, in the words of the options.
    fn rule(&self, decision: &Decision, rule: &OutcomeRule) -> Vec<String> {
        let mut out = Vec::new();
        let several = |all: Vec<String>, word: &str| near::list(&all, word);
        if !rule.any.is_empty() {
            let each = rule.any.iter().map(|(name, number)| self.count(decision, name, number));
            out.push(several(each.collect(), "or"));
        }
        out.extend(rule.all.iter().map(|(name, number)| self.count(decision, name, number)));
        out.extend(rule.share.iter().map(|(name, share)| self.part(decision, name, share)));
        if let Some(quorum) = &rule.quorum {
            out.push(format!("at least {} have answered", self.number(quorum)));
        }
        if let Some(each) = &rule.each_house {
            for (name, share) in &each.share {
                out.push(format!("in each house {}", self.part(decision, name, share)));
            }
            let houses = each
                .quorum
                .iter()
                .map(|(house, number)| format!("{} from {}", self.number(number), self.house(house)));
            out.push(format!("at least {} have answered", several(houses.collect(), "and")));
        }
        if let (Some(house), false) = (&rule.house, out.is_empty()) {
            out.push(format!("counted in one house alone ({})", self.house(house)));
        }
        for (role, number) in &rule.including {
            out.push(format!(
                "among them {} from: {}",
                self.number(number),
                self.who(std::slice::from_ref(role))
            ));
        }
        out
    }

    fn count(&self, decision: &Decision, name: &str, number: &Number) -> String {
        format!("at least {} say {}", self.number(number), called(decision, name))
    }

    fn part(&self, decision: &Decision, name: &str, share: &Share) -> String {
        format!("at least {} say {}", self.share(share), called(decision, name))
    }

    fn clock(&self, clock: &Deadline) -> Option<String> {
        let mut line = match (&clock.within, &clock.rule, &clock.at) {
            (Some(amount), _, _) => format!("It takes at most {}", self.amount(amount)),
            (None, Some(rule), _) => format!("It takes as long as the rule “{}” says", plain(rule)),
            (None, None, Some(_)) => "It ends on a day that is set for each procurement".to_owned(),
            (None, None, None) => return None,
        };
        if let Some(extend) = &clock.extend {
            line.push_str(&format!(
                "; {} may give up to {} more",
                self.who(&extend.by),
                self.amount(&extend.at_most)
            ));
        }
        line.push('.');
        Some(line)
    }

    fn who(&self, roles: &[String]) -> String {
        near::list(&readers::role_titles(self.library, roles), "or")
    }

    fn house(&self, name: &str) -> String {
        let known = self.library.roles.houses.get(name);
        known.map_or_else(|| plain(name), |title| title.to_lowercase())
    }

    fn amount(&self, amount: &Amount) -> String {
        match amount {
            Amount::Of(..) => plain(&amount.to_string()),
            Amount::Setting(name) => self.setting(name),
        }
    }

    fn number(&self, number: &Number) -> String {
        match number {
            Number::Of(number) => number.to_string(),
            Number::Setting(name) => self.setting(name),
        }
    }

    fn share(&self, share: &Share) -> String {
        let text = match share {
            Share::Of(..) => share.to_string(),
            Share::Setting(name) => self.setting(name),
        };
        match text.split_once('/') {
            Some((top, bottom)) => format!("{top} of every {bottom}"),
            None => text,
        }
    }

    /// The number of this procurement, or the one that is used unless a procurement says otherwise.
    fn setting(&self, name: &str) -> String {
        if let Some(own) = self.settings.and_then(|all| all.get(name)) {
            return own.to_string();
        }
        let known = self.definition.settings.get(name);
        known.map_or_else(|| plain(name), |one| plain(&one.default.to_string()))
    }
}

/// The answers behind an option or a group of options, in quotation marks.
fn called(decision: &Decision, name: &str) -> String {
    let title = |option: &String| {
        let known = decision.options.get(option).and_then(|one| one.title.clone());
        format!("“{}”", known.unwrap_or_else(|| plain(option)))
    };
    match decision.groups.get(name) {
        Some(group) => near::list(&group.iter().map(title).collect::<Vec<_>>(), "or"),
        None => title(&name.to_owned()),
    }
}

fn plain(name: &str) -> String {
    name.replace('_', " ")
}
