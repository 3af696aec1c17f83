//! Files that somebody names on the command line, read as text; what cannot be read says why, and what to name.

use std::{fs::File, io::Read as _, path::Path};

use anyhow::{Context as _, bail};

/// Bytes: no file that people write is longer, and none that is read whole may take the memory.
const MOST: u64 = 64 * 1024 * 1024;

/// The text of a file. `is` says what it is to be: `a workflow`.
///
/// # Errors
/// There is none, it is a folder, too long, or not text.
pub(super) fn text(path: &Path, is: &str) -> anyhow::Result<String> {
    let shown = path.display();
    if path.is_dir() {
        bail!("{shown} is a folder: name a file, {is}");
    }
    if !path.exists() {
        bail!("there is no file {shown}: name one that is there, {is}");
    }
    let file = File::open(path).with_context(|| format!("{shown} cannot be read; name a file, {is}"))?;
    let mut bytes = Vec::new();
    file.take(MOST + 1)
        .read_to_end(&mut bytes)
        .with_context(|| format!("{shown} cannot be read"))?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > MOST) {
        bail!("{shown} is longer than 64 MB, and cannot be {is}");
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = error
            .as_bytes()
            .get(..error.utf8_error().valid_up_to())
            .unwrap_or_default();
        let line = good.iter().filter(|byte| **byte == b'\n').count() + 1;
        anyhow::anyhow!("{shown}:{line}: this is not text in UTF-8, and cannot be {is}: save it as UTF-8")
    })
}
