//! Which files people may send, and whether one is what its name says: by its first bytes, and for
//! packed ones (Word, Excel, OpenDocument) by what is inside.

use super::{
    packed::{self, Inside},
    whole,
};

/// The most bytes of one file.
pub const MOST_BYTES: usize = 25 * 1024 * 1024;
/// The most files of one person for one thing, those counted that were sent anew.
pub const MOST_FILES: usize = 60;
/// The most bytes of all of them.
pub const MOST_IN_ALL: i64 = 120 * 1024 * 1024;

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
                          smaller than 25MB each.";

/// The same, where somebody is to speak.
pub const LIMITS_SPOKEN: &str = "A recording (MP3, M4A, MP4, OGG), smaller than 25MB.";

/// Whether a file of this media type is sound or video.
pub fn is_spoken(media: &str) -> bool {
    media.starts_with("audio/") || media.starts_with("video/")
}

/// The endings, for a browser's file dialogue: of all kinds, or of sound and video alone.
pub fn endings(spoken: bool) -> String {
    let all: Vec<String> = KINDS
        .iter()
        .filter(|kind| !spoken || is_spoken(kind.media))
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
        return Err(format!("‘{name}’ must be smaller than 25MB."));
    }
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_lowercase())
        .unwrap_or_default();
    let Some(kind) = KINDS.iter().find(|kind| kind.endings.contains(&ending.as_str())) else {
        return Err(format!("‘{name}’ is of a kind that we cannot take. {LIMITS}"));
    };
    let begins = |(at, start): &(usize, &[u8])| bytes.get(*at..).is_some_and(|rest| rest.starts_with(start));
    let other = || {
        format!(
            "‘{name}’ is not what its name says. Save it again as {}.",
            ending.to_uppercase()
        )
    };
    if !kind.begins.iter().any(begins) {
        return Err(other());
    }
    if kind.packed {
        let inside = packed::look(bytes)
            .map_err(|why| format!("‘{name}’ cannot be taken: {why}. Save it again without what is in it."))?;
        if !is_what_it_says(kind, &inside) {
            return Err(other());
        }
    } else {
        whole::look(kind.media, bytes)
            .map_err(|why| format!("‘{name}’ cannot be taken: {why}. Save or export it again, and send that."))?;
    }
    Ok(kind.media)
}

/// A name without a path and without what no file system bears.
pub fn tidy(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last
        .chars()
        .filter(|c| !c.is_control() && !"<>:\"|?*".contains(*c))
        .filter(|c| !is_unseen(*c))
        .collect();
    let trimmed = clean.trim().trim_start_matches('.');
    // The ending says what it is; what stands before may be cut.
    let (stem, ending) = trimmed.rsplit_once('.').unwrap_or((trimmed, ""));
    let stem: String = stem.chars().take(100).collect();
    let ending: String = ending.chars().take(10).collect();
    // Windows opens no file of such a name, whatever its ending.
    let reserved = RESERVED.iter().any(|name| stem.trim().eq_ignore_ascii_case(name));
    let stem = if reserved { format!("file {stem}") } else { stem };
    match (stem.is_empty(), ending.is_empty()) {
        (true, _) => "file".to_owned(),
        (false, true) => stem,
        (false, false) => format!("{stem}.{ending}"),
    }
}

/// Names that are devices on some machines.
const RESERVED: &[&str] = &[
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Characters that nobody sees and that turn round, hide or split a name.
const fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
    )
}

/// Whether a packed file is of the kind that its ending says: by what is in it.
fn is_what_it_says(kind: &Kind, inside: &Inside) -> bool {
    let has = |start: &str| inside.names.iter().any(|name| name.starts_with(start));
    match kind.endings {
        ["docx"] => has("word/"),
        ["xlsx"] => has("xl/"),
        _ => inside.says == kind.media,
    }
}

#[cfg(test)]
mod tests {
    use super::{super::packed::tests::packed, *};

    #[track_caller]
    fn check(name: &str, bytes: &[u8], says: &str) {
        match judge(name, bytes) {
            Ok(kind) => assert_eq!(kind, says),
            Err(why) => assert!(why.contains(says), "{why}"),
        }
    }

    #[test]
    fn a_file_is_what_its_name_says() {
        check("a.pdf", b"%PDF-1.7 %%EOF", "application/pdf");
        check(
            "A.JPEG",
            b"\xff\xd8\xff\xc0\0\x0b\x08\0\x10\0\x10\x01\x01\x11\0\xff\xd9",
            "image/jpeg",
        );
        check("a.m4a", b"\0\0\0\x18ftypM4A ", "video/mp4");
        check("a.pdf", b"<html>", "is not what its name says");
        check("a.html", b"<html>", "cannot take");
        check("a.svg", b"<svg/>", "cannot take");
        check("a.docm", &packed(&[]), "cannot take");
        check("a", b"%PDF-1.7", "cannot take");
        check("a.pdf", b"", "is empty");
        check("a.pdf", &vec![0; MOST_BYTES + 1], "smaller than 25MB");
    }

    #[test]
    fn what_is_packed_is_of_its_kind() {
        let letter = packed(&[("word/document.xml", b"<w/>")]);
        check(
            "a.docx",
            &letter,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        );
        check("a.xlsx", &letter, "is not what its name says");
        let open = packed(&[("mimetype", b"application/vnd.oasis.opendocument.text")]);
        check("a.odt", &open, "application/vnd.oasis.opendocument.text");
        check("a.ods", &open, "is not what its name says");
        check("a.docx", &packed(&[("inner.zip", b"1")]), "another packed file");
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
