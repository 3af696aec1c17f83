//! Text as people type and paste it.

/// Words of a text: stretches between white space that hold at least one letter or digit.
///
/// This is the one way of counting, on pages, in the API, in scenario files and in documents:
/// "well-being" is one word, "and / or" is two, a dash by itself is none.
pub fn words(text: &str) -> usize {
    text.split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .count()
}

/// Takes away white space at both ends, control characters, and what cannot be seen but changes how
/// the rest is read; line ends become `\n`. With one line, line ends and tabs become spaces.
pub fn clean(text: &str, lines: Lines) -> String {
    let unified = text.replace("\r\n", "\n").replace('\r', "\n");
    let cleaned: String = unified
        .chars()
        .filter_map(|c| match (c, lines) {
            ('\n', Lines::Many) => Some('\n'),
            ('\n' | '\t', _) | ('\u{a0}', Lines::One) => Some(' '),
            (c, _) if c.is_control() || is_invisible(c) => None,
            (c, _) => Some(c),
        })
        .collect();
    cleaned.trim().to_owned()
}

/// Whether a text may have several lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Lines {
    One,
    Many,
}

/// Zero-width and direction marks. The joiners stay: some scripts and emoji need them.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
