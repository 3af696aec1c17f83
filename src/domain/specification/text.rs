//! The canonical text of a specification, its hash, and its paragraphs.

use sha2::{Digest as _, Sha256};

/// One section as people wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section<'a> {
    /// Its heading.
    pub heading: &'a str,
    /// Its Markdown.
    pub text: &'a str,
}

/// What people sign: every section in order, with line ends, trailing blanks and runs of empty
/// lines made the same, so that an editor's habits change nothing.
pub fn canonical(sections: &[Section<'_>]) -> String {
    let mut out = String::new();
    for section in sections {
        out.push_str("# ");
        out.push_str(section.heading.trim());
        out.push_str("\n\n");
        for paragraph in paragraphs(section.text) {
            out.push_str(&paragraph);
            out.push_str("\n\n");
        }
    }
    out
}

/// SHA-256 of the canonical text, hex.
pub fn hash(sections: &[Section<'_>]) -> String {
    crate::domain::hex(&Sha256::digest(canonical(sections).as_bytes()))
}

/// SHA-256 of a list of files, each with its title and its own hash, hex; empty for none.
pub fn hash_of_files<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let list: String = files
        .map(|(title, hash)| format!("{}\n{hash}\n", title.trim()))
        .collect();
    match list.is_empty() {
        true => list,
        false => crate::domain::hex(&Sha256::digest(list.as_bytes())),
    }
}

/// The sections of a whole text in Markdown: each begins with `# heading`, an anchor `{#id}` after
/// it is left out, and what stands before the first heading is none of it.
pub fn sections(document: &str) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for line in document.lines() {
        if let Some(heading) = line.strip_prefix("# ") {
            let heading = heading.split(" {#").next().unwrap_or(heading).trim();
            out.push((heading.to_owned(), String::new()));
        } else if let Some((_, text)) = out.last_mut() {
            text.push_str(line);
            text.push('\n');
        }
    }
    out
}

/// The paragraphs of a section, in order: blocks between empty lines.
pub fn paragraphs(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut block = Vec::new();
    for line in text.lines().map(str::trim_end).chain([""]) {
        if !line.is_empty() {
            block.push(line);
        } else if !block.is_empty() {
            out.push(block.join("\n"));
            block.clear();
        }
    }
    out
}

/// The points of a paragraph that is a list, and whether they are numbered; `None` for any other.
pub fn points(paragraph: &str) -> Option<(bool, Vec<&str>)> {
    let all =
        |of: fn(&str) -> Option<&str>| -> Option<Vec<&str>> { paragraph.lines().map(str::trim).map(of).collect() };
    let dashes = all(after_dash).map(|all| (false, all));
    let found = dashes.or_else(|| all(after_number).map(|all| (true, all)));
    found.filter(|(_, all)| !all.is_empty())
}

fn after_dash(line: &str) -> Option<&str> {
    line.strip_prefix("- ").map(str::trim)
}

/// `12. two`: at most three digits, so that a year is none.
fn after_number(line: &str) -> Option<&str> {
    let (number, rest) = line.split_once(". ")?;
    let is_number = !number.is_empty() && number.len() <= 3 && number.chars().all(|c| c.is_ascii_digit());
    is_number.then_some(rest.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn same(one: &str, other: &str) {
        let of = |text| hash(&[Section { heading: "Who", text }]);
        assert_eq!(of(one), of(other));
    }

    #[test]
    fn line_ends_and_trailing_blanks_do_not_change_the_hash() {
        same("First.\n\nSecond.", "First.  \r\n\r\n\r\nSecond.\n");
    }

    #[test]
    fn a_changed_word_changes_the_hash() {
        let of = |text| hash(&[Section { heading: "Who", text }]);
        assert_ne!(of("Anyone may ask."), of("Anyone can ask."));
    }

    #[test]
    fn a_whole_text_is_cut_at_its_headings() {
        let cut = sections("<!-- note -->\n# One {#one}\n\nText.\n# Two\n");
        assert_eq!(
            cut,
            [
                ("One".to_owned(), "\nText.\n".to_owned()),
                ("Two".to_owned(), String::new())
            ]
        );
    }

    #[test]
    fn points_are_dashes_or_numbers_and_nothing_else() {
        assert_eq!(points("- one\n- two"), Some((false, vec!["one", "two"])));
        assert_eq!(
            points("1. one\n12. two. And more."),
            Some((true, vec!["one", "two. And more."]))
        );
        assert_eq!(points("In 2026. Then more."), None);
        assert_eq!(points("- one\nand no more"), None);
        assert_eq!(points(""), None);
    }

    #[test]
    fn a_list_is_one_paragraph() {
        assert_eq!(paragraphs("Text.\n\n- one\n- two\n"), ["Text.", "- one\n- two"]);
    }
}
