//! What is inside a packed file (Word, Excel, OpenDocument), looked at piece by piece: whether it is
//! what its name says, whether it grows beyond measure, and whether something hides in it. Nothing
//! that is unpacked is kept, and nothing is believed that the file says of itself.
//!
//! The crate `zip` (MIT) was looked at for this and for [`super::bundle`], without its default features. It
//! reads the whole list at the end, however long, before anybody can say how many files are too many; it takes
//! forms that no office writes (ZIP64, bytes before the archive), each a place to hide in; and it brings a crate
//! that we have in another version (`constant_time_eq`) and one more (`typed-path`). What is read here is one
//! form, strictly, and the unpacking itself is `flate2`'s.

use std::io::Read as _;

use flate2::read::DeflateDecoder;

/// The most files in a packed one, those in packed ones inside it too.
pub const MOST_INSIDE: usize = 500;
/// The most bytes of all of them together.
const MOST_UNPACKED: u64 = 100 * 1024 * 1024;
/// The most that packing may save.
const MOST_RATIO: u64 = 100;
/// What is packed so well is not looked at for its ratio below this.
const SMALL: u64 = 1024 * 1024;
/// The most bytes of a packed file inside another that is opened in turn.
const MOST_NESTED: u64 = 10 * 1024 * 1024;
/// The most bytes of one file inside whose text is read.
const MOST_PART: u64 = 16 * 1024 * 1024;
/// How deep packed files lie in packed files: a sheet in a letter.
const DEEPEST: u32 = 1;

const DAMAGED: &str = "it is damaged";
const LARGE: &str = "it would be too large when it is unpacked";
const HIDDEN: &str = "another packed file, a macro or a program is in it";

/// Endings of what may not be inside.
const ENDINGS: &[&str] = &[
    ".zip",
    ".rar",
    ".7z",
    ".gz",
    ".tar",
    ".exe",
    ".dll",
    ".js",
    ".vbs",
    ".bat",
    ".ps1",
    ".cmd",
    ".com",
    ".scr",
    ".msi",
    ".jar",
    ".hta",
    ".lnk",
    ".wsf",
    "vbaproject.bin",
];
/// First bytes of what may not be inside, whatever it is called.
const BEGINS: &[&[u8]] = &[
    b"Rar!",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b\x08",
    b"MZ",
    b"\x7fELF",
    b"#!/",
    // Objects of older programs, which can hold anything.
    b"\xd0\xcf\x11\xe0",
];
/// Where OpenDocument keeps macros.
const MACROS: &[&str] = &["basic/", "scripts/"];
/// Packed files that offices put into one another.
const NESTED: &[&str] = &[".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"];

/// What is known of a packed file once it was looked through.
#[derive(Debug, Default)]
pub struct Inside {
    /// The names of the files in it, in small letters.
    pub names: Vec<String>,
    /// What its file `mimetype` says, in OpenDocument.
    pub says: String,
}

/// What may still be unpacked.
struct Left {
    files: usize,
    bytes: u64,
}

/// One file in the list at the end.
struct Entry {
    name: String,
    method: u16,
    locked: bool,
    packed: usize,
    header: usize,
}

/// Looks through a packed file.
///
/// # Errors
/// Why it cannot be taken, as a part of a sentence.
pub fn look(bytes: &[u8]) -> Result<Inside, &'static str> {
    let mut left = Left {
        files: MOST_INSIDE,
        bytes: MOST_UNPACKED,
    };
    through(bytes, 0, &mut left)
}

/// The text of one file inside, by its name in small letters; nothing if it is not there. The packed file has been looked
/// through before.
///
/// # Errors
/// It cannot be read, or is larger than a person would fill in, as a part of a sentence.
pub fn part(bytes: &[u8], name: &str) -> Result<Option<String>, &'static str> {
    let mut left = Left {
        files: MOST_INSIDE,
        bytes: MOST_UNPACKED,
    };
    let entries = list(bytes, &mut left)?;
    let Some(entry) = entries.iter().find(|one| one.name == name) else {
        return Ok(None);
    };
    let body = body(bytes, entry)?;
    let mut out = Vec::new();
    match entry.method {
        0 => out.extend_from_slice(body),
        _ => {
            let mut unpacked = DeflateDecoder::new(body).take(MOST_PART + 1);
            unpacked.read_to_end(&mut out).map_err(|_broken| DAMAGED)?;
        }
    }
    if u64::try_from(out.len()).unwrap_or(u64::MAX) > MOST_PART {
        return Err(LARGE);
    }
    Ok(Some(String::from_utf8_lossy(&out).into_owned()))
}

fn through(bytes: &[u8], depth: u32, left: &mut Left) -> Result<Inside, &'static str> {
    let entries = list(bytes, left)?;
    let mut out = Inside::default();
    let (mut packed, mut unpacked) = (0_u64, 0_u64);
    for entry in &entries {
        let body = body(bytes, entry)?;
        packed += u64::try_from(body.len()).unwrap_or(u64::MAX);
        let seen = unpack(entry, body, left)?;
        unpacked += seen.size;
        if unpacked > SMALL && unpacked > packed.saturating_mul(MOST_RATIO) {
            return Err(LARGE);
        }
        if BEGINS.iter().any(|start| seen.start.starts_with(start)) {
            return Err(HIDDEN);
        }
        if seen.start.starts_with(b"PK\x03\x04") {
            let known = NESTED.iter().any(|ending| entry.name.ends_with(ending));
            if !known || depth >= DEEPEST || seen.size > MOST_NESTED {
                return Err(HIDDEN);
            }
            through(&seen.start, depth + 1, left)?;
        }
        if entry.name == "mimetype" {
            out.says = String::from_utf8_lossy(&seen.start).trim().to_owned();
        }
    }
    out.names = entries.into_iter().map(|entry| entry.name).collect();
    Ok(out)
}

/// The list at the end of the file.
fn list(bytes: &[u8], left: &mut Left) -> Result<Vec<Entry>, &'static str> {
    let end = bytes
        .windows(4)
        .rposition(|four| four == b"PK\x05\x06")
        .ok_or(DAMAGED)?;
    // Nothing stands behind it but its own comment: else it is two files in one.
    if end + 22 + usize::from(two(bytes, end + 20).ok_or(DAMAGED)?) != bytes.len() {
        return Err(DAMAGED);
    }
    let count = usize::from(two(bytes, end + 10).ok_or(DAMAGED)?);
    left.files = left.files.checked_sub(count).ok_or("too many files are in it")?;
    let mut at = size(bytes, end + 16)?;
    let mut out = Vec::with_capacity(count);
    for _ in 0..count {
        if bytes.get(at..at + 4) != Some(b"PK\x01\x02") {
            return Err(DAMAGED);
        }
        let word = |offset: usize| two(bytes, at + offset).ok_or(DAMAGED);
        let length = usize::from(word(28)?);
        let more = usize::from(word(30)?) + usize::from(word(32)?);
        let name = bytes.get(at + 46..at + 46 + length).ok_or(DAMAGED)?;
        let name = String::from_utf8_lossy(name).to_lowercase();
        if name.starts_with('/') || name.contains('\\') || name.split('/').any(|part| part == "..") {
            return Err("a file in it wants to lie outside");
        }
        if ENDINGS.iter().any(|ending| name.ends_with(ending)) || MACROS.iter().any(|place| name.starts_with(place)) {
            return Err(HIDDEN);
        }
        // A link to somewhere else on the machine of whoever unpacks it.
        if word(40)? & 0xf000 == 0xa000 {
            return Err("a file in it wants to lie outside");
        }
        if out.iter().any(|known: &Entry| known.name == name) {
            return Err(DAMAGED);
        }
        out.push(Entry {
            locked: word(8)? & 1 == 1,
            method: word(10)?,
            packed: size(bytes, at + 20)?,
            header: size(bytes, at + 42)?,
            name,
        });
        at += 46 + length + more;
    }
    Ok(out)
}

/// The packed bytes of one file.
fn body<'a>(bytes: &'a [u8], entry: &Entry) -> Result<&'a [u8], &'static str> {
    if entry.locked {
        return Err("it is locked by a password");
    }
    let at = entry.header;
    if bytes.get(at..at + 4) != Some(b"PK\x03\x04") {
        return Err(DAMAGED);
    }
    // The list at the end and the file itself call it by one name, or two programs see two files.
    let length = usize::from(two(bytes, at + 26).ok_or(DAMAGED)?);
    let name = bytes.get(at + 30..at + 30 + length).ok_or(DAMAGED)?;
    if String::from_utf8_lossy(name).to_lowercase() != entry.name {
        return Err(DAMAGED);
    }
    let skip = usize::from(two(bytes, at + 26).ok_or(DAMAGED)?) + usize::from(two(bytes, at + 28).ok_or(DAMAGED)?);
    let start = at + 30 + skip;
    bytes.get(start..start.saturating_add(entry.packed)).ok_or(DAMAGED)
}

/// What was seen of one file.
struct Seen {
    /// Its first bytes; all of them where a packed file is inside.
    start: Vec<u8>,
    size: u64,
}

fn unpack(entry: &Entry, body: &[u8], left: &mut Left) -> Result<Seen, &'static str> {
    let mut seen = Seen {
        start: Vec::new(),
        size: 0,
    };
    let mut take = |piece: &[u8]| {
        let length = u64::try_from(piece.len()).unwrap_or(u64::MAX);
        left.bytes = left.bytes.checked_sub(length).ok_or(LARGE)?;
        seen.size += length;
        let packed = seen.start.starts_with(b"PK\x03\x04") && seen.size <= MOST_NESTED;
        if packed || seen.start.len() < 64 {
            seen.start.extend_from_slice(piece);
        }
        Ok::<_, &'static str>(())
    };
    match entry.method {
        0 => take(body)?,
        8 => {
            let mut unpacked = DeflateDecoder::new(body);
            let mut piece = [0; 16 * 1024];
            loop {
                let length = unpacked.read(&mut piece).map_err(|_broken| DAMAGED)?;
                if length == 0 {
                    break;
                }
                take(piece.get(..length).unwrap_or_default())?;
            }
        }
        _ => return Err("it is packed in a way that cannot be looked into"),
    }
    Ok(seen)
}

fn two(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// A length or a place. What does not fit into four bytes is no letter and no sheet.
fn size(bytes: &[u8], at: usize) -> Result<usize, &'static str> {
    let four = bytes.get(at..).and_then(<[u8]>::first_chunk).ok_or(DAMAGED)?;
    let number = u32::from_le_bytes(*four);
    if number == u32::MAX {
        return Err(LARGE);
    }
    usize::try_from(number).map_err(|_large| LARGE)
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write as _;

    use flate2::{Compression, write::DeflateEncoder};

    use super::*;

    /// A packed file, as programs write it.
    pub(in crate::domain) fn packed(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut out = Vec::new();
        let mut list = Vec::new();
        for (name, content) in entries {
            let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
            encoder.write_all(content).unwrap();
            let body = encoder.finish().unwrap();
            let at = u32::try_from(out.len()).unwrap();
            let length = u16::try_from(name.len()).unwrap().to_le_bytes();
            let sizes = [body.len(), content.len()].map(|size| u32::try_from(size).unwrap().to_le_bytes());
            let mut head = vec![0; 30];
            head[..4].copy_from_slice(b"PK\x03\x04");
            head[8] = 8;
            head[26..28].copy_from_slice(&length);
            out.extend(head);
            out.extend(name.as_bytes());
            out.extend(&body);
            let mut entry = vec![0; 46];
            entry[..4].copy_from_slice(b"PK\x01\x02");
            entry[10] = 8;
            entry[20..24].copy_from_slice(&sizes[0]);
            entry[24..28].copy_from_slice(&sizes[1]);
            entry[28..30].copy_from_slice(&length);
            entry[42..46].copy_from_slice(&at.to_le_bytes());
            list.extend(entry);
            list.extend(name.as_bytes());
        }
        let start = u32::try_from(out.len()).unwrap();
        out.extend(&list);
        let mut end = vec![0; 22];
        end[..4].copy_from_slice(b"PK\x05\x06");
        end[10..12].copy_from_slice(&u16::try_from(entries.len()).unwrap().to_le_bytes());
        end[16..20].copy_from_slice(&start.to_le_bytes());
        out.extend(end);
        out
    }

    #[track_caller]
    fn check(bytes: &[u8], expected: Result<usize, &str>) {
        assert_eq!(look(bytes).map(|inside| inside.names.len()), expected);
    }

    #[test]
    fn an_ordinary_file_is_looked_through() {
        check(
            &packed(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")]),
            Ok(2),
        );
        let inside = look(&packed(&[("mimetype", b"application/vnd.oasis.opendocument.text")])).unwrap();
        assert_eq!(inside.says, "application/vnd.oasis.opendocument.text");
    }

    #[test]
    fn what_grows_beyond_measure_is_stopped_whatever_it_says_of_itself() {
        let mut bomb = packed(&[("word/document.xml", &vec![b'0'; 30 * 1024 * 1024])]);
        check(&bomb, Err(LARGE));
        // It says that it is small.
        let list = bomb.windows(4).rposition(|four| four == b"PK\x01\x02").unwrap();
        bomb[list + 24..list + 28].copy_from_slice(&10_u32.to_le_bytes());
        check(&bomb, Err(LARGE));
    }

    #[test]
    fn a_sheet_may_lie_in_a_letter_and_nothing_else() {
        let sheet = packed(&[("xl/workbook.xml", b"<x/>")]);
        check(&packed(&[("word/embeddings/sheet.xlsx", &sheet)]), Ok(1));
        let deep = packed(&[("word/embeddings/letter.docx", &packed(&[("a/sheet.xlsx", &sheet)]))]);
        check(&deep, Err(HIDDEN));
        check(&packed(&[("word/media/picture.png", &sheet)]), Err(HIDDEN));
        check(&packed(&[("word/media/picture.png", b"MZ\x90")]), Err(HIDDEN));
        check(&packed(&[("inner.zip", b"1")]), Err(HIDDEN));
        check(&packed(&[("word/vbaProject.bin", b"1")]), Err(HIDDEN));
    }

    #[test]
    fn what_is_damaged_or_wants_out_is_not_taken() {
        check(
            &packed(&[("../../etc/passwd", b"1")]),
            Err("a file in it wants to lie outside"),
        );
        let many: Vec<String> = (0..=MOST_INSIDE).map(|number| format!("x{number}")).collect();
        let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b"1"[..])).collect();
        check(&packed(&many), Err("too many files are in it"));
        check(b"PK\x03\x04 and nothing more", Err(DAMAGED));
        let whole = packed(&[("word/document.xml", b"text")]);
        check(&whole[..whole.len() - 30], Err(DAMAGED));
    }
}
