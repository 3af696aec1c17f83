//! What a letter or paper is headed, before it is written: the words of its template's head.

use super::{Library, vocabulary::in_head};
use crate::views::source::Shelf;

/// What stands for words that are not known before it is written.
const OPEN: &str = "…";

impl Library {
    /// The subject of a letter or the title of a paper, as far as it can be said before it is written:
    /// `title_of` gives the title of the nearest record of a kind. Without a template of this name,
    /// the name in words.
    pub fn heading(&self, shelf: Shelf, name: &str, title_of: impl Fn(&str) -> Option<String>) -> String {
        let key = match shelf {
            Shelf::Mail => "subject",
            Shelf::Document | Shelf::Notice | Shelf::Brief | Shelf::Partial | Shelf::Layout => "title",
        };
        let source = self.sources.iter().find(|one| one.shelf == shelf && one.name == name);
        let words = source.and_then(|one| in_head(&one.text, key));
        words.map_or_else(
            || name.replace('_', " "),
            |words| filled(words.trim_matches('"'), title_of),
        )
    }
}

/// `Award confirmed: {{round.title}}` with the title in its place; what cannot be said is left open.
fn filled(words: &str, title_of: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::new();
    let mut rest = words;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let (inside, tail) = after.split_once("}}").unwrap_or((after, ""));
        let title = inside.trim().strip_suffix(".title").and_then(&title_of);
        out.push_str(title.as_deref().unwrap_or(OPEN));
        rest = tail;
    }
    out.push_str(rest);
    // A block is one thing that is left open, however many braces it has.
    while out.contains("……") {
        out = out.replace("……", OPEN);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &str, said: &str) {
        let title = |kind: &str| (kind == "round").then(|| "Peer support".to_owned());
        assert_eq!(filled(words, title), said);
    }

    #[test]
    fn a_heading_is_said_as_far_as_it_is_known() {
        check("The board decides", "The board decides");
        check("Awarded: {{round.title}}", "Awarded: Peer support");
        check("{{round.title}} has ended", "Peer support has ended");
        check("Answer by {{default dates.deadline.full \"the day\"}}", "Answer by …");
        check("{{#if x}}{{x}}{{/if}} is late", "… is late");
    }
}
