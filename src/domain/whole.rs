//! Whether a file that is not packed is whole, and nothing besides what it says: a paper that breaks off, a picture that
//! would fill the memory of whoever opens it, a second file behind the first. Only what is written openly is looked at;
//! what hides deeper is a scanner's to find.

/// Bytes at the end in which a paper says that it ends.
const TAIL: usize = 1024;
/// Bytes at the end in which the list of a packed file would stand.
const PACKED_TAIL: usize = 66 * 1024;
/// Bytes at the beginning in which a page of the web would show itself.
const HEAD: usize = 1024;
/// The most points of a picture, in one direction and in all.
const MOST_SIDE: u32 = 20_000;
const MOST_POINTS: u64 = 100_000_000;

const CUT: &str = "it breaks off before its end";
const TWO: &str = "another file is hidden in it";
const LOCKED: &str = "it is locked by a password";
const RUNS: &str = "it has a program in it";
const HUGE: &str = "it has more points than a screen can show";

/// Looks at a file of this media type.
///
/// # Errors
/// Why it cannot be taken, as a part of a sentence.
pub fn look(media: &str, bytes: &[u8]) -> Result<(), &'static str> {
    if has(last(bytes, PACKED_TAIL), b"PK\x05\x06") || is_page(bytes) {
        return Err(TWO);
    }
    match media {
        "application/pdf" => paper(bytes),
        "image/png" => png(bytes),
        "image/jpeg" => jpeg(bytes),
        _ => Ok(()),
    }
}

fn paper(bytes: &[u8]) -> Result<(), &'static str> {
    if !has(last(bytes, TAIL), b"%%EOF") {
        return Err(CUT);
    }
    if has(bytes, b"/Encrypt") {
        return Err(LOCKED);
    }
    let runs: [&[u8]; 4] = [b"/JavaScript", b"/Launch", b"/OpenAction<</S/URI", b"/RichMedia"];
    if runs.iter().any(|word| has(bytes, word)) {
        return Err(RUNS);
    }
    match has(bytes, b"/EmbeddedFile") {
        true => Err(TWO),
        false => Ok(()),
    }
}

fn png(bytes: &[u8]) -> Result<(), &'static str> {
    let side = |at: usize| Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?));
    let (Some(b"IHDR"), Some(width), Some(height)) = (bytes.get(12..16), side(16), side(20)) else {
        return Err(CUT);
    };
    small(width, height)?;
    match has(last(bytes, TAIL), b"IEND") {
        true => Ok(()),
        false => Err(CUT),
    }
}

/// Piece by piece up to where it says how large it is. Telephones put more behind the end of a picture, so nothing is
/// asked of its last bytes.
fn jpeg(bytes: &[u8]) -> Result<(), &'static str> {
    let mut at = 2_usize;
    while let Some([0xff, kind, high, low]) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let two = |from: usize| {
            let pair = bytes.get(from..).and_then(<[u8]>::first_chunk);
            pair.map(|pair| u32::from(u16::from_be_bytes(*pair)))
        };
        // Frames of every way of packing; the others of this row are tables.
        if matches!(kind, 0xc0..=0xcf) && !matches!(kind, 0xc4 | 0xc8 | 0xcc) {
            let (Some(height), Some(width)) = (two(at + 5), two(at + 7)) else {
                return Err(CUT);
            };
            small(width, height)?;
            return match has(bytes, b"\xff\xd9") {
                true => Ok(()),
                false => Err(CUT),
            };
        }
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        at = at.saturating_add(2).saturating_add(length.max(2));
    }
    Err(CUT)
}

fn small(width: u32, height: u32) -> Result<(), &'static str> {
    let points = u64::from(width) * u64::from(height);
    match width > MOST_SIDE || height > MOST_SIDE || points > MOST_POINTS {
        true => Err(HUGE),
        false => Ok(()),
    }
}

/// Whether a browser would take it for a page of the web.
fn is_page(bytes: &[u8]) -> bool {
    let head = bytes.get(..HEAD).unwrap_or(bytes).to_ascii_lowercase();
    let words: [&[u8]; 4] = [b"<html", b"<script", b"<!doctype html", b"<svg"];
    words.iter().any(|word| has(&head, word))
}

fn last(bytes: &[u8], most: usize) -> &[u8] {
    bytes.get(bytes.len().saturating_sub(most)..).unwrap_or_default()
}

fn has(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|part| part == word)
}
