//! What people commonly need to take part. Whatever is missing here they say in their own words.

/// A need: its word, and what people read.
pub const COMMON: [(&str, &str); 14] = [
    ("easy_read", "Easy Read"),
    ("large_print", "Large print"),
    ("read_aloud", "Audio, or somebody who reads it to me"),
    ("braille", "Braille"),
    ("sign_language", "British Sign Language interpreter"),
    ("captions", "Captions or a note taker"),
    ("language", "Another language, or an interpreter"),
    ("telephone", "By telephone instead of in writing"),
    ("on_paper", "On paper, by post"),
    ("early", "Papers some days earlier than others"),
    ("supporter", "Somebody beside me at meetings"),
    ("breaks", "Breaks, or shorter meetings"),
    ("step_free", "A room without steps, or a quiet place"),
    ("travel", "Help with the way there, or care costs"),
];

/// What a word means to people; nothing for one that is none.
pub fn title(word: &str) -> Option<&'static str> {
    let found = COMMON.iter().find(|(known, _)| *known == word);
    found.map(|(_, title)| *title)
}
