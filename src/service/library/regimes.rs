//! `workflows/vocabulary/regimes.yaml`: by which rules a round runs, as papers, letters, notices and open data say it.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{File, judge::Faults};

/// Where it lies.
pub(super) const PATH: &str = "workflows/vocabulary/regimes.yaml";

/// The kind of record that runs by a regime.
const ROUND: &str = "round";
/// The code list of the open contracting standard for `tender.procurementMethod`.
const METHODS: [&str; 4] = ["open", "selective", "limited", "direct"];
/// What stands for a name.
const NAMES: [&str; 3] = ["buyer", "lead_body", "alliance"];
/// What stands for the name of whose contracts are counted.
const AUTHORITY: &str = "authority";

/// The file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Regimes {
    /// Workflow to the rules that it follows.
    pub regimes: IndexMap<String, Regime>,
    /// What a relevant authority publishes of each financial year.
    #[serde(default)]
    pub yearly: Yearly,
}

/// What is counted each year, and who keeps what it is counted from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Yearly {
    /// Routes to a contract in the order in which they are told, each with what is counted of it. One that no regime
    /// here goes by is told as nought.
    pub routes: IndexMap<String, String>,
    /// Records of the regime, and who keeps each.
    pub records: Vec<Kept>,
}

/// A record that a regime asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// Which.
    pub what: String,
    /// Where it is kept, and by whom; `{authority}` is the name of whose contracts they are.
    pub kept: String,
}

/// The rules that a round follows, in words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Regime {
    /// `alliance framework`, as open data names the procedure.
    pub name: String,
    /// Whether a statute prescribes it.
    #[serde(default)]
    pub statutory: bool,
    /// How the standard calls it: `open`, `selective`, `limited` or `direct`.
    pub method: String,
    /// The sentence that notices and papers carry.
    pub sentence: String,
    /// From which statute the process follows, or that it follows from none.
    pub legal_basis: String,
    /// In whose name notices are published.
    pub publisher: String,
    /// Who decides, in the middle of a sentence.
    pub decider: String,
    /// By what right a bidder can ask for the decision to be looked at again.
    pub review: String,
    /// How the standstill is counted.
    pub standstill: String,
    /// Criteria that the regime wants considered, by a word that questions name, each with what it is called; every
    /// one of them has a question with a weight. None without it.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub criteria: IndexMap<String, String>,
    /// Whether what is bought by it is worth the thresholds of the law on buying; left out where that is not settled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub above_threshold: Option<bool>,
    /// By which route contracts are awarded, as `yearly` counts it; without it they are counted nowhere.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub route: String,
    /// Whom a bidder can ask after that; nobody without it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub panel: String,
}

impl Regime {
    /// The same with names in the places of `{buyer}`, `{lead_body}` and `{alliance}`.
    #[must_use]
    pub fn named(&self, buyer: &str, lead_body: &str, alliance: &str) -> Self {
        let said = |text: &str| {
            text.replace("{buyer}", buyer)
                .replace("{lead_body}", lead_body)
                .replace("{alliance}", alliance)
        };
        Self {
            name: self.name.clone(),
            statutory: self.statutory,
            method: self.method.clone(),
            sentence: said(&self.sentence),
            legal_basis: said(&self.legal_basis),
            publisher: said(&self.publisher),
            decider: said(&self.decider),
            review: said(&self.review),
            standstill: said(&self.standstill),
            criteria: self.criteria.clone(),
            route: self.route.clone(),
            above_threshold: self.above_threshold,
            panel: said(&self.panel),
        }
    }

    /// Every text of it that people read, with its key.
    fn texts(&self) -> [(&'static str, &String); 8] {
        [
            ("name", &self.name),
            ("sentence", &self.sentence),
            ("legal_basis", &self.legal_basis),
            ("publisher", &self.publisher),
            ("decider", &self.decider),
            ("review", &self.review),
            ("standstill", &self.standstill),
            ("panel", &self.panel),
        ]
    }
}

impl Regimes {
    /// Every word by which a question can say to which criterion it belongs.
    pub fn criteria(&self) -> Vec<String> {
        let all = self.regimes.values().flat_map(|regime| regime.criteria.keys());
        all.cloned().collect()
    }
}

/// What is wrong with the file, given the workflows.
pub(super) fn judge(regimes: &Regimes, files: &BTreeMap<String, File>, out: &mut Faults) {
    let about = |name: &String| {
        files
            .get(name)
            .and_then(|file| file.definition.as_ref())
            .map(|one| &one.about)
    };
    let rounds: Vec<&String> = files
        .keys()
        .filter(|name| about(name).is_some_and(|kind| kind == ROUND))
        .collect();
    let methods = METHODS.map(str::to_owned);
    judge_yearly(&regimes.yearly, out);
    for (workflow, regime) in &regimes.regimes {
        let at = format!("regimes.{workflow}");
        out.known(
            &format!("{at}#key"),
            "workflow about a round",
            workflow,
            rounds.iter().copied(),
        );
        out.known(&format!("{at}.method"), "method", &regime.method, &methods);
        if !regime.route.is_empty() {
            out.known(
                &format!("{at}.route"),
                "route",
                &regime.route,
                regimes.yearly.routes.keys(),
            );
        }
        for (key, text) in regime.texts() {
            for name in placeholders(text).filter(|name| !NAMES.contains(name)) {
                let names = NAMES.map(|name| format!("`{{{name}}}`")).join(", ");
                out.say(
                    &format!("{at}.{key}"),
                    format_args!("Nothing stands for `{{{name}}}`. Write one of {names}."),
                );
            }
        }
        if !regime.statutory && !regime.panel.is_empty() {
            out.say(
                &format!("{at}.panel"),
                "Only a statute gives bidders a panel to turn to. Say `statutory: true`, or take `panel` away.",
            );
        }
    }
}

/// What is wrong with what is counted each year.
fn judge_yearly(yearly: &Yearly, out: &mut Faults) {
    for (at, kept) in yearly.records.iter().enumerate() {
        for name in placeholders(&kept.kept).filter(|name| *name != AUTHORITY) {
            out.say(
                &format!("yearly.records[{at}].kept"),
                format_args!("Nothing stands for `{{{name}}}`. Write `{{{AUTHORITY}}}`."),
            );
        }
    }
}

/// What stands between braces.
fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    text.split('{')
        .skip(1)
        .map(|rest| rest.split('}').next().unwrap_or(rest))
}
