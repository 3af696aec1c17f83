//! What may not come out of a value: markup, and characters that nobody can see.

/// Takes away control characters and those that turn the direction of writing: what a name could
/// use to look like another. Line breaks become spaces.
pub fn one_line(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c })
        .filter(|c| !unseen(*c))
        .collect();
    spaced
        .split(' ')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The same, but line breaks stay.
pub fn lines(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .map(|c| if c == '\r' { '\n' } else { c })
        .filter(|c| matches!(c, '\n' | '\t') || !unseen(*c))
        .collect()
}

/// For XML and HTML, in text and in attributes.
pub fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in lines(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// For Markdown: every mark is escaped, so that a value is only ever words. Escapes are understood
/// inside link targets too, so that `[Read it]({{url}})` works.
pub fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (number, line) in lines(text).lines().enumerate() {
        if number > 0 {
            out.push('\n');
        }
        for c in line.trim().chars() {
            if c.is_ascii_punctuation() {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}

/// Controls (C0, C1, DEL), marks of direction, and other invisible joints.
fn unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2028}' | '\u{2029}'
            | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_break_a_line_or_turn_it_round() {
        assert_eq!(one_line("Eve\r\nBcc: all\0\u{202E}"), "Eve Bcc: all");
    }

    #[test]
    fn a_value_cannot_be_markup() {
        assert_eq!(xml("<a href='x'>&"), "&lt;a href=&#39;x&#39;&gt;&amp;");
        assert_eq!(markdown("[x](y)\r\n    # z"), "\\[x\\]\\(y\\)\n\\# z");
    }
}
