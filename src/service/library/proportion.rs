//! `workflows/vocabulary/proportion.yaml`: what may be asked of bidders for how much money.

use accord_engine::definition::vocabulary::Roles;

use super::judge::Faults;
use crate::domain::award::proportion::{Check, Proportion};

/// Where it lies.
pub(super) const PATH: &str = "workflows/vocabulary/proportion.yaml";

/// What is wrong with the file.
pub(super) fn judge(file: &Proportion, roles: &Roles, out: &mut Faults) {
    out.between("pace.words_an_hour", file.pace.words_an_hour, 50, 2_000);
    out.between("pace.minutes_a_paper", file.pace.minutes_a_paper, 0, 600);
    out.between("pace.minutes_an_answer", file.pace.minutes_an_answer, 1, 240);
    if file.bands.is_empty() {
        out.say(
            "bands",
            "Write at least one band, without `below_pounds`: it is for every value.",
        );
    }
    let last = file.bands.len().saturating_sub(1);
    let mut before = 0;
    for (index, band) in file.bands.iter().enumerate() {
        let at = format!("bands[{index}]");
        match (band.below_pounds, index == last) {
            (Some(below), false) if below > before => before = below,
            (Some(_), false) => out.say(
                &format!("{at}.below_pounds"),
                "Write the bands from the smallest value to the largest.",
            ),
            (None, false) => out.say(
                &at,
                "Only the last band has no end. Say below how many pounds this one is.",
            ),
            (Some(_), true) => out.say(
                &format!("{at}.below_pounds"),
                "The last band is for everything above. Take `below_pounds` away.",
            ),
            (None, true) => {}
        }
        out.between(&format!("{at}.words"), band.words, 100, 20_000);
        out.between(&format!("{at}.hours"), band.hours, 1, 200);
        out.between(&format!("{at}.turnover_percent"), band.turnover_percent, 0, 1_000);
        out.between(&format!("{at}.response_days"), band.response_days, 1, 120);
        out.all_known(
            &format!("{at}.policies"),
            "policy of this file",
            &band.policies,
            file.policies.keys(),
        );
    }
    for check in Check::ALL {
        let word = check.word();
        let Some(told) = file.checks.get(&check) else {
            out.say(
                "checks",
                format_args!("Say what is told where `{word}` is out of proportion."),
            );
            continue;
        };
        let at = format!("checks.{word}");
        for (key, text) in [
            ("title", &told.title),
            ("says", &told.says),
            ("mend", &told.mend),
            ("source", &told.source),
        ] {
            if text.trim().is_empty() {
                out.say(
                    &format!("{at}.{key}"),
                    format_args!("Nothing is written after `{key}`."),
                );
            }
        }
        if !told.says.contains("{asked}") {
            out.say(
                &format!("{at}.says"),
                "Say what the round asks: write `{asked}` where it stands.",
            );
        }
        out.all_known(
            &format!("{at}.may_explain"),
            "role",
            &told.may_explain,
            roles.roles.keys(),
        );
    }
}
