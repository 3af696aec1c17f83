//! Which files people may send, and whether one is what its name says: by its first bytes, and for
//! packed ones (Word, Excel, OpenDocument) by the list of what is inside.

/// The most bytes of one file.
pub const MOST_BYTES: usize = 10 * 1024 * 1024;
/// The most files in a packed one.
const MOST_INSIDE: usize = 500;
/// The most bytes of all of them together.
const MOST_UNPACKED: u64 = 100 * 1024 * 1024;
/// The most that packing may save.
const MOST_RATIO: u64 = 100;

/// A kind of file: endings, media type, and what it begins with.
struct Kind {
    endings: &'static [&'static str],
    media: &'static str,
    begins: &'static [(usize, &'static [u8])],
    packed: bool,
}

const KINDS: &[Kind] = &[
    Kind {
        endings: &["pdf"],
        media: "application/pdf",
        begins: &[(0, b"%PDF-")],
        packed: false,
    },
    Kind {
        endings: &["png"],
        media: "image/png",
        begins: &[(0, b"\x89PNG\r\n\x1a\n")],
        packed: false,
    },
    Kind {
        endings: &["jpg", "jpeg"],
        media: "image/jpeg",
        begins: &[(0, b"\xff\xd8\xff")],
        packed: false,
    },
    Kind {
        endings: &["docx"],
        media: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        begins: &[(0, b"PK\x03\x04")],
        packed: true,
    },
    Kind {
        endings: &["xlsx"],
        media: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        begins: &[(0, b"PK\x03\x04")],
        packed: true,
    },
    Kind {
        endings: &["odt"],
        media: "application/vnd.oasis.opendocument.text",
        begins: &[(0, b"PK\x03\x04")],
        packed: true,
    },
    Kind {
        endings: &["ods"],
        media: "application/vnd.oasis.opendocument.spreadsheet",
        begins: &[(0, b"PK\x03\x04")],
        packed: true,
    },
    Kind {
        endings: &["mp3"],
        media: "audio/mpeg",
        begins: &[(0, b"ID3"), (0, b"\xff\xfb"), (0, b"\xff\xf3")],
        packed: false,
    },
    Kind {
        endings: &["m4a", "mp4"],
        media: "video/mp4",
        begins: &[(4, b"ftyp")],
        packed: false,
    },
    Kind {
        endings: &["ogg", "oga"],
        media: "audio/ogg",
        begins: &[(0, b"OggS")],
        packed: false,
    },
];

/// The media types of files that may be sent.
pub const MEDIA: &[&str] = &[
    "application/pdf",
    "image/png",
    "image/jpeg",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "audio/mpeg",
    "video/mp4",
    "audio/ogg",
];

/// What people are told before they choose a file.
pub const LIMITS: &str = "PDF, Word, Excel, OpenDocument, a picture (JPG, PNG) or a recording (MP3, M4A, MP4, OGG), \
                          smaller than 10MB each.";

/// The endings, for a browser's file dialogue.
pub fn endings() -> String {
    let all: Vec<String> = KINDS
        .iter()
        .flat_map(|kind| kind.endings)
        .map(|ending| format!(".{ending}"))
        .collect();
    all.join(",")
}

/// Whether a file may be sent; gives its media type.
///
/// # Errors
/// A sentence that says what to do instead.
pub fn judge(name: &str, bytes: &[u8]) -> Result<&'static str, String> {
    if bytes.is_empty() {
        return Err(format!("‘{name}’ is empty. Choose a file with something in it."));
    }
    if bytes.len() > MOST_BYTES {
        return Err(format!("‘{name}’ must be smaller than 10MB."));
    }
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_lowercase())
        .unwrap_or_default();
    let Some(kind) = KINDS.iter().find(|kind| kind.endings.contains(&ending.as_str())) else {
        return Err(format!("‘{name}’ is of a kind that we cannot take. {LIMITS}"));
    };
    let begins = |(at, start): &(usize, &[u8])| bytes.get(*at..).is_some_and(|rest| rest.starts_with(start));
    if !kind.begins.iter().any(begins) {
        return Err(format!(
            "‘{name}’ is not what its name says. Save it again as {}.",
            ending.to_uppercase()
        ));
    }
    if kind.packed {
        inside(bytes)
            .map_err(|why| format!("‘{name}’ cannot be taken: {why}. Save it again without what is in it."))?;
    }
    Ok(kind.media)
}

/// A name without a path and without what no file system bears.
pub fn tidy(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last
        .chars()
        .filter(|c| !c.is_control() && !"<>:\"|?*".contains(*c))
        .filter(|c| !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}'))
        .collect();
    let trimmed = clean.trim().trim_start_matches('.');
    // The ending says what it is; what stands before may be cut.
    let (stem, ending) = trimmed.rsplit_once('.').unwrap_or((trimmed, ""));
    let stem: String = stem.chars().take(100).collect();
    match (stem.is_empty(), ending.is_empty()) {
        (true, _) => "file".to_owned(),
        (false, true) => stem,
        (false, false) => format!("{stem}.{ending}"),
    }
}

/// Reads the list at the end of a packed file; nothing is unpacked.
fn inside(bytes: &[u8]) -> Result<(), &'static str> {
    let damaged = "it is damaged";
    let end = bytes
        .windows(4)
        .rposition(|four| four == b"PK\x05\x06")
        .ok_or(damaged)?;
    let count = usize::from(two(bytes, end + 10).ok_or(damaged)?);
    let mut at = usize::try_from(four(bytes, end + 16).ok_or(damaged)?).map_err(|_large| damaged)?;
    if count > MOST_INSIDE {
        return Err("too many files are in it");
    }
    let (mut packed, mut unpacked) = (0_u64, 0_u64);
    for _ in 0..count {
        if bytes.get(at..at + 4) != Some(b"PK\x01\x02") {
            return Err(damaged);
        }
        packed += u64::from(four(bytes, at + 20).ok_or(damaged)?);
        unpacked += u64::from(four(bytes, at + 24).ok_or(damaged)?);
        let length = usize::from(two(bytes, at + 28).ok_or(damaged)?);
        let more = usize::from(two(bytes, at + 30).ok_or(damaged)?) + usize::from(two(bytes, at + 32).ok_or(damaged)?);
        let name = bytes.get(at + 46..at + 46 + length).ok_or(damaged)?;
        let name = String::from_utf8_lossy(name).to_lowercase();
        if name.starts_with('/') || name.contains('\\') || name.split('/').any(|part| part == "..") {
            return Err("a file in it wants to lie outside");
        }
        if [
            ".zip",
            ".rar",
            ".7z",
            ".gz",
            ".tar",
            ".exe",
            ".js",
            ".vbs",
            "vbaproject.bin",
        ]
        .iter()
        .any(|ending| name.ends_with(ending))
        {
            return Err("another packed file, a macro or a program is in it");
        }
        at += 46 + length + more;
    }
    if unpacked > MOST_UNPACKED || unpacked > packed.saturating_mul(MOST_RATIO).max(1024 * 1024) {
        return Err("it would be too large when it is unpacked");
    }
    Ok(())
}

fn two(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn four(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A packed file with these names, sizes packed and unpacked.
    fn packed(entries: &[(&str, u32, u32)]) -> Vec<u8> {
        let mut out = b"PK\x03\x04".to_vec();
        let start = u32::try_from(out.len()).unwrap();
        for (name, packed, unpacked) in entries {
            let mut entry = vec![0; 46];
            entry[..4].copy_from_slice(b"PK\x01\x02");
            entry[20..24].copy_from_slice(&packed.to_le_bytes());
            entry[24..28].copy_from_slice(&unpacked.to_le_bytes());
            entry[28..30].copy_from_slice(&u16::try_from(name.len()).unwrap().to_le_bytes());
            out.extend(entry);
            out.extend(name.as_bytes());
        }
        let mut end = vec![0; 22];
        end[..4].copy_from_slice(b"PK\x05\x06");
        end[10..12].copy_from_slice(&u16::try_from(entries.len()).unwrap().to_le_bytes());
        end[16..20].copy_from_slice(&start.to_le_bytes());
        out.extend(end);
        out
    }

    #[track_caller]
    fn check(name: &str, bytes: &[u8], says: &str) {
        match judge(name, bytes) {
            Ok(kind) => assert_eq!(kind, says),
            Err(why) => assert!(why.contains(says), "{why}"),
        }
    }

    #[test]
    fn a_file_is_what_its_name_says() {
        check("a.pdf", b"%PDF-1.7", "application/pdf");
        check("A.JPEG", b"\xff\xd8\xff\xe0", "image/jpeg");
        check("a.m4a", b"\0\0\0\x18ftypM4A ", "video/mp4");
        check("a.pdf", b"<html>", "is not what its name says");
        check("a.html", b"<html>", "cannot take");
        check("a.svg", b"<svg/>", "cannot take");
        check("a.docm", &packed(&[]), "cannot take");
        check("a", b"%PDF-1.7", "cannot take");
        check("a.pdf", b"", "is empty");
        check("a.pdf", &vec![0; MOST_BYTES + 1], "smaller than 10MB");
    }

    #[test]
    fn what_is_packed_is_looked_at_and_not_unpacked() {
        check(
            "a.docx",
            &packed(&[("word/document.xml", 1_000, 5_000)]),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        );
        check(
            "a.docx",
            &packed(&[("word/document.xml", 1_000, 500_000_000)]),
            "too large when",
        );
        check(
            "a.docx",
            &packed(&[("word/document.xml", 10_000, 9_000_000)]),
            "too large when",
        );
        check("a.docx", &packed(&[("../../etc/passwd", 1, 1)]), "lie outside");
        check("a.docx", &packed(&[("inner.zip", 1, 1)]), "another packed file");
        check("a.docx", &packed(&[("word/vbaProject.bin", 1, 1)]), "a macro");
        check("a.xlsx", &packed(&vec![("x", 1, 1); 501]), "too many files");
        check("a.odt", b"PK\x03\x04 and nothing more", "it is damaged");
    }

    #[test]
    fn names_lose_what_they_must_not_have() {
        for (name, clean) in [
            ("C:\\Users\\me\\plan.pdf", "plan.pdf"),
            ("../../etc/passwd", "passwd"),
            ("a\u{202e}fdp.exe", "afdp.exe"),
            ("a\r\nb.pdf", "ab.pdf"),
            ("...", "file"),
        ] {
            assert_eq!(tidy(name), clean);
        }
        assert!(tidy(&format!("{}.pdf", "a".repeat(400))).ends_with("a.pdf"));
    }
}
