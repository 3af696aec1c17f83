//! `workflows/checks/*.yaml` and `workflows/mobilisation/*.yaml`: what a host is asked for, and how it is got ready. They
//! are judged as they stand today; what was published with a contract stays as it was.

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::{Shelf, judge::Faults, read};
use crate::domain::{contracts::mobilisation::Plan, onboarding::pack::CheckPack};

/// Reads every pack and every plan, and judges it; every problem with its place.
pub(super) fn faults(shelf: &Shelf) -> Vec<String> {
    let mut lines = judged(shelf, "workflows/checks", CheckPack::faults);
    lines.extend(judged(shelf, "workflows/mobilisation", Plan::faults));
    lines
}

fn judged<T: DeserializeOwned + JsonSchema>(
    shelf: &Shelf,
    folder: &str,
    faults: impl Fn(&T) -> Vec<(String, String)>,
) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, text) in shelf.list(folder, ".yaml") {
        let path = format!("{folder}/{name}.yaml");
        match read::<T>(&path, text) {
            Ok(file) => {
                let mut out = Faults::of(shelf, &path);
                for (at, says) in faults(&file) {
                    out.say(&at, says);
                }
                lines.extend(out.lines());
            }
            Err(error) => lines.extend(error.to_string().lines().map(str::to_owned)),
        }
    }
    lines
}
