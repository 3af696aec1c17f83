//! Whether a paper is one that was issued, unchanged. Whoever holds a copy, or all digits of its
//! fingerprint, knows the paper already and is told; a reference alone is answered only for papers
//! that the person may read, so that nobody can find out by guessing what there is.

use accord_store::{
    checkpoints::{self, CheckpointRow},
    documents::{self, DocumentRow},
};

use crate::service::{app::Desk, authority::Caller, fault::Fault, readers};

/// How many digits a fingerprint has.
const FINGERPRINT: usize = 64;
/// As many as a PDF shows in its footer.
const SHORT: usize = 12;
/// The most papers that are compared byte by byte.
const MOST: usize = 20;

/// What a file says of itself: where to look for the paper that it may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// How its fingerprint begins, in small letters.
    Fingerprint(String),
    /// The id of a document.
    Id(String),
}

/// A paper that is known, and what to say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The paper.
    pub row: DocumentRow,
    /// A newer version, if there is one.
    pub newer: Option<DocumentRow>,
    /// The person may open it here.
    pub readable: bool,
    /// The journal's last signed checkpoint when it was issued.
    pub before: Option<CheckpointRow>,
    /// The first signed checkpoint that covers what made it.
    pub after: Option<CheckpointRow>,
}

/// What a file of ours says of itself, wherever in the file that is.
pub fn mark(bytes: &[u8]) -> Option<Mark> {
    if bytes.starts_with(b"%PDF-") {
        // The trailer's identifier is the beginning of the fingerprint; an appended change has one too,
        // and keeps the first half.
        let at = rfind(bytes, b"/ID[<")?;
        let digits = bytes.get(at + 5..at + 5 + 32)?;
        return digits
            .iter()
            .all(u8::is_ascii_hexdigit)
            .then(|| Mark::Fingerprint(String::from_utf8_lossy(digits).to_lowercase()));
    }
    let text = std::str::from_utf8(bytes).ok()?;
    if text.trim_start().starts_with('{') {
        let package: serde_json::Value = serde_json::from_str(text).ok()?;
        let url = package.pointer("/releases/0/tender/documents/0/url")?.as_str()?;
        return Some(Mark::Id(url.rsplit('/').next()?.to_owned()));
    }
    let (_, rest) = text.rsplit_once("(SHA-256)</dt><dd>")?;
    let digits = rest.get(..FINGERPRINT)?;
    is_hex(digits).then(|| Mark::Fingerprint(digits.to_lowercase()))
}

/// Papers that a file may be, the newest first, whoever may read them: the file itself is compared
/// with what was issued before anything is said.
///
/// # Errors
/// The database fails.
pub fn candidates(desk: &mut Desk<'_>, mark: &Mark) -> Result<Vec<DocumentRow>, Fault> {
    let mut rows = match mark {
        Mark::Fingerprint(begins) => documents::by_hash(desk.db, &desk.alliance, begins)?,
        Mark::Id(id) => documents::load(desk.db, &desk.alliance, id).into_iter().collect(),
    };
    rows.truncate(MOST);
    Ok(rows)
}

/// The paper that somebody has typed a fingerprint or a reference of.
///
/// # Errors
/// The database fails.
pub fn typed(desk: &mut Desk<'_>, caller: Option<&Caller>, said: &str) -> Result<Option<DocumentRow>, Fault> {
    let said: String = said.split_whitespace().collect();
    if is_hex(&said) && said.len() == FINGERPRINT {
        let rows = documents::by_hash(desk.db, &desk.alliance, &said.to_lowercase())?;
        return Ok(rows.into_iter().next());
    }
    let rows = if is_hex(&said) && (SHORT..FINGERPRINT).contains(&said.len()) {
        documents::by_hash(desk.db, &desk.alliance, &said.to_lowercase())?
    } else {
        let (reference, version) = parted(&said);
        let mut rows = documents::versions(desk.db, &desk.alliance, reference)?;
        rows.retain(|row| version.is_none_or(|version| row.version == version));
        rows
    };
    for row in rows.into_iter().take(MOST) {
        if may_read(desk, caller, &row.id)? {
            return Ok(Some(row));
        }
    }
    Ok(None)
}

/// What is known of a paper beside itself.
///
/// # Errors
/// The database fails.
pub fn known(desk: &mut Desk<'_>, caller: Option<&Caller>, row: DocumentRow) -> Result<Known, Fault> {
    let newest = documents::versions(desk.db, &desk.alliance, &row.reference)?
        .into_iter()
        .next();
    let (mut before, mut after) = (None, None);
    for one in checkpoints::all(desk.db, &desk.alliance)? {
        if one.at < row.created_at {
            before = Some(one);
        } else if after.is_none() {
            after = Some(one);
        }
    }
    Ok(Known {
        newer: newest.filter(|newest| newest.version > row.version),
        readable: may_read(desk, caller, &row.id)?,
        before,
        after,
        row,
    })
}

fn may_read(desk: &mut Desk<'_>, caller: Option<&Caller>, id: &str) -> Result<bool, Fault> {
    match readers::document(desk, caller, id) {
        Ok(_) => Ok(true),
        Err(Fault::NotFound(_)) => Ok(false),
        Err(other) => Err(other),
    }
}

/// `SYN-1-award-v2`: the reference, and the version if one is named.
fn parted(said: &str) -> (&str, Option<i32>) {
    let parted = said
        .rsplit_once("-v")
        .and_then(|(reference, version)| Some((reference, version.parse().ok()?)));
    parted.map_or((said, None), |(reference, version)| (reference, Some(version)))
}

fn is_hex(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn rfind(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).rposition(|part| part == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_says_which_paper_it_is() {
        let digits = "e98d27ebefe0722034f7d6d1fe6b5b72";
        let whole = digits.repeat(2);
        for (file, expected) in [
            (
                format!(
                    "%PDF-1.7\n…trailer\n<</Root 1 0 R/ID[<{}><x>]/Size 2>>",
                    digits.to_uppercase()
                ),
                Some(Mark::Fingerprint(digits.to_owned())),
            ),
            ("%PDF-1.7 by somebody else".to_owned(), None),
            ("%PDF-1.7 /ID[<".to_owned(), None),
            (
                format!("<dl><dt>Fingerprint of its content (SHA-256)</dt><dd>{whole}</dd></dl>"),
                Some(Mark::Fingerprint(whole.clone())),
            ),
            ("<p>Any page</p>".to_owned(), None),
            (
                r#"{"releases":[{"tender":{"documents":[{"url":"https://a.example/documents/0190"}]}}]}"#.to_owned(),
                Some(Mark::Id("0190".to_owned())),
            ),
            ("{}".to_owned(), None),
            (String::new(), None),
        ] {
            assert_eq!(mark(file.as_bytes()), expected, "{file}");
        }
    }

    #[test]
    fn a_reference_may_name_a_version() {
        assert_eq!(parted("SYN-1-award-v12"), ("SYN-1-award", Some(12)));
        assert_eq!(parted("SYN-1-award"), ("SYN-1-award", None));
        assert_eq!(parted("SYN-1-vote"), ("SYN-1-vote", None));
    }
}
