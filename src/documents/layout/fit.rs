//! What is written becomes what can be shown.

use unicode_normalization::UnicodeNormalization;

use super::Missing;
use super::font::{Face, Fonts};

/// What stands for a character that cannot be shown.
const REPLACEMENT: char = '\u{fffd}';

/// Words in one face that it can show.
pub(super) struct Fitted {
    pub(super) face: Face,
    pub(super) text: String,
}

/// Composes letters and accents, drops what only steers other programs, and replaces what no face can show.
pub(super) fn fit(fonts: &Fonts, face: Face, text: &str, missing: &mut Vec<Missing>) -> Vec<Fitted> {
    let mut fitted: Vec<Fitted> = Vec::new();
    for c in text.nfc() {
        let c = match c {
            '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => ' ',
            // Soft hyphen, zero-width signs, direction marks, variation selectors, byte order mark.
            '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' => continue,
            _ => c,
        };
        let (face, c) = if fonts.advance(face, c).is_some() {
            (face, c)
        } else if fonts.advance(Face::Regular, c).is_some() {
            (Face::Regular, c)
        } else {
            note(missing, c, text);
            (face, REPLACEMENT)
        };
        // The sign itself was written for something that was lost before it came here.
        if c == REPLACEMENT && text.contains(REPLACEMENT) {
            note(missing, REPLACEMENT, text);
        }
        match fitted.last_mut().filter(|last| last.face == face) {
            Some(last) => last.text.push(c),
            None => fitted.push(Fitted {
                face,
                text: c.to_string(),
            }),
        }
    }
    fitted
}

fn note(missing: &mut Vec<Missing>, character: char, text: &str) {
    let before: String = {
        let upto: Vec<char> = text.chars().take_while(|c| *c != character).collect();
        upto.iter().skip(upto.len().saturating_sub(30)).collect()
    };
    let after: String = text.chars().skip_while(|c| *c != character).skip(1).take(30).collect();
    let found = Missing {
        character,
        context: format!("{before}{character}{after}").trim().to_owned(),
    };
    if !missing.contains(&found) {
        missing.push(found);
    }
}
