//! A pack of checks as a file: what is asked, of whom, by when, and how it is shown (domain.md 6).

use std::collections::BTreeSet;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::identifiers::{self, Scheme};

/// `workflows/checks/*.yaml`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckPack {
    /// The file's name without the ending.
    pub pack: String,
    /// What people call it.
    pub title: String,
    /// The code of the check that holds the bank details.
    pub bank: String,
    /// How many people approve bank details, beside whoever gave them; nothing: a reviewer accepts them, as packs did
    /// before details had a page of their own.
    #[serde(default)]
    pub bank_approvers: usize,
    /// Working days for which changed bank details rest before anything is paid to them.
    #[serde(default)]
    pub bank_rests: u32,
    /// Bands of yearly income that count as small.
    pub small_bands: Vec<String>,
    /// So many days before something runs out, or a condition is due, somebody is told; the most first.
    #[serde(default)]
    pub remind_days: Vec<u32>,
    /// The checks, in order.
    pub checks: Vec<Asked>,
}

impl CheckPack {
    /// What is wrong with the file: where, and a sentence.
    pub fn faults(&self) -> Vec<(String, String)> {
        let mut out = Vec::new();
        let mut seen = BTreeSet::new();
        for (at, one) in self.checks.iter().enumerate() {
            if !seen.insert(&one.code) {
                let says = format!("The check `{}` stands here twice. Give one another code.", one.code);
                out.push((format!("checks[{at}].code"), says));
            }
        }
        if !self.checks.iter().any(|one| one.code == self.bank) {
            let says = format!(
                "`bank` names the check `{}`, which is not here. Write the code of one that is.",
                self.bank
            );
            out.push(("bank".to_owned(), says));
        }
        if self.bank_approvers > 5 {
            let says = format!(
                "`bank_approvers` is {}. Write a number from 0 to 5.",
                self.bank_approvers
            );
            out.push(("bank_approvers".to_owned(), says));
        }
        if self.bank_rests > 20 {
            let says = format!("`bank_rests` is {}. Write a number from 0 to 20.", self.bank_rests);
            out.push(("bank_rests".to_owned(), says));
        }
        out
    }
}

/// One thing that is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// Unique in the pack.
    pub code: String,
    /// What it is called.
    pub title: String,
    /// By when.
    pub needed_by: NeededBy,
    /// What is enough for a small organisation.
    pub small: String,
    /// What a larger one shows.
    pub large: String,
    /// Whether it runs out.
    pub expires: bool,
    /// How it may be shown; nothing: in any way.
    #[serde(default)]
    pub shown_by: Vec<Evidence>,
    /// The kind of number that belongs to it, whose format is looked at.
    #[serde(default)]
    pub number: Option<Identifier>,
    /// When it is asked at all, as a sentence; nothing: of everybody. A reviewer may say that it does not apply.
    #[serde(default)]
    pub applies_if: Option<String>,
    /// What could go wrong without it, for whoever thinks about doing without.
    #[serde(default)]
    pub risk: Option<String>,
    /// What the alliance offers to begin from.
    #[serde(default)]
    pub template: Option<String>,
    /// What a public register can say of it, and how far that is enough; nothing: it has no such status.
    #[serde(default)]
    pub statuses: IndexMap<String, Status>,
}

/// What a register says of an organisation: the status of the Data Security and Protection Toolkit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Status {
    /// As the register says it.
    pub title: String,
    /// How far it is enough.
    pub enough: Enough,
}

/// How far a status is enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Enough {
    /// It is.
    Yes,
    /// With a condition and a day: an agreed plan.
    WithCondition,
    /// It is not.
    No,
}

/// How something is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// A file, or the place where it is kept.
    File,
    /// The host's own word.
    Declaration,
    /// Somebody who can say so.
    Reference,
    /// A public register.
    Register,
}

impl Evidence {
    /// As it is printed.
    pub const fn words(self) -> &'static str {
        match self {
            Self::File => "a file",
            Self::Declaration => "a declaration",
            Self::Reference => "a reference",
            Self::Register => "a register",
        }
    }
}

/// A kind of number whose format is looked at, never whether it is theirs (domain.md 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Identifier {
    /// A company or a charity.
    CompanyOrCharity,
    /// The Information Commissioner's register of who pays the fee.
    DataProtection,
    /// An organisation in the NHS: the toolkit knows it by this.
    Ods,
}

impl Identifier {
    /// The number as it is usually written.
    ///
    /// # Errors
    /// What to enter instead.
    pub fn tidy(self, entered: &str) -> Result<String, String> {
        match self {
            Self::CompanyOrCharity => identifiers::tidy(Scheme::Charity, entered)
                .or_else(|_not_a_charity| identifiers::tidy(Scheme::Company, entered))
                .map_err(|_neither| {
                    "Enter a charity number of 6 or 7 digits, like 1123456, or a company number of 8 characters, like \
                     CE012345."
                        .to_owned()
                }),
            Self::DataProtection => identifiers::tidy(Scheme::DataProtection, entered),
            Self::Ods => identifiers::tidy(Scheme::Ods, entered),
        }
    }
}

/// By when something must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum NeededBy {
    Award,
    Signature,
    Start,
    #[serde(rename = "start+90d")]
    AfterStart,
}

impl NeededBy {
    /// As it is printed.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Award => "award",
            Self::Signature => "signature",
            Self::Start => "start",
            Self::AfterStart => "90 days after the start",
        }
    }
}
