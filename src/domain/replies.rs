//! What somebody wrote in answer to a letter, without what their mail program put below it.

/// What stands at the head of each letter that can be answered, in `templates/layouts`: whatever language a mail
/// program quotes in, this line is quoted with it.
pub const ABOVE: &str = "Write your answer above this line";

/// Lines that begin what a mail program quotes, or what it adds of its own: what follows is not what was written.
const ENDS: [&str; 7] = [
    "-----original message-----",
    "----- original message -----",
    "________________________________",
    "begin forwarded message:",
    "sent from my ",
    "sent from outlook",
    "get outlook for ",
];

/// The words that somebody wrote: up to the first line that begins a quotation or a signature, without quoted lines.
pub fn own_words(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let mut out: Vec<&str> = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        let next = lines.get(place + 1).copied().unwrap_or_default();
        if line.contains(ABOVE) {
            without_head(&mut out);
            break;
        }
        if ends(line, next) {
            break;
        }
        if line.trim_start().starts_with('>') {
            without_head(&mut out);
        } else {
            out.push(line);
        }
    }
    // Runs of empty lines are one.
    let mut words = String::new();
    for line in out {
        if !(line.is_empty() && (words.is_empty() || words.ends_with("\n\n"))) {
            words.push_str(line);
            words.push('\n');
        }
    }
    words.trim().to_owned()
}

/// Takes away the line that mail programs put above what they quote, in whatever language: it ends with a colon and
/// has the address that is quoted, or a time, in it; or the line before it has.
fn without_head(out: &mut Vec<&str>) {
    while out.last().is_some_and(|line| line.trim().is_empty()) {
        out.pop();
    }
    let named = |line: &str| {
        let chars: Vec<char> = line.chars().collect();
        let is_time = |three: &[char]| matches!(three, [a, ':', b] if a.is_ascii_digit() && b.is_ascii_digit());
        line.contains('@') || chars.windows(3).any(is_time)
    };
    let Some(last) = out.last().copied().filter(|line| line.ends_with(':')) else {
        return;
    };
    let before = out.len().checked_sub(2).and_then(|place| out.get(place)).copied();
    if named(last) {
        out.pop();
        // "On Mon, 5 Jan 2026 at 09:00, Synergy" stands on a line of its own where the whole is too long.
        if before.is_some_and(|line| named(line) && !line.ends_with(['.', '!', '?'])) {
            out.pop();
        }
    } else if before.is_some_and(named) {
        out.truncate(out.len().saturating_sub(2));
    }
}

/// Whether a quotation or a signature begins with this line. "On Monday … wrote:" may be broken over two.
fn ends(line: &str, next: &str) -> bool {
    let small = line.trim().to_lowercase();
    if line == "-- " || line == "--" {
        return true;
    }
    let header = |line: &str| {
        ["sent:", "date:", "to:", "subject:"]
            .iter()
            .any(|one| line.starts_with(one))
    };
    if small.starts_with("from: ") {
        // A sentence may begin with the word; a block of headers goes on with another.
        return header(&next.trim().to_lowercase());
    }
    if ENDS.iter().any(|end| small.starts_with(end)) {
        return true;
    }
    let said = |line: &str| line.ends_with("wrote:");
    let next_small = next.trim().to_lowercase();
    small.starts_with("on ") && (said(&small) || (small.contains(", ") && said(&next_small)))
}

/// The token in an address of ours: `k3…` of `replies+k3…@accord.example`, where ours is `replies@accord.example`;
/// whatever else stands round it.
pub fn token(ours: &str, found: &str) -> Option<String> {
    let (name, host) = ours.split_once('@')?;
    let found = found
        .trim()
        .trim_start_matches('<')
        .trim_end_matches('>')
        .to_lowercase();
    let (local, at) = found.rsplit_once('@')?;
    if at != host.to_lowercase() {
        return None;
    }
    let token = local.strip_prefix(&name.to_lowercase())?.strip_prefix('+')?;
    (!token.is_empty()).then(|| token.to_owned())
}

/// An address of ours with a token in it.
pub fn address(ours: &str, token: &str) -> Option<String> {
    let (name, host) = ours.split_once('@')?;
    Some(format!("{name}+{token}@{host}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(own_words(text), expected);
    }

    #[test]
    fn what_was_quoted_is_left_out() {
        check(
            "Nights matter.\r\n\r\n> Open for comment\r\n> until Friday",
            "Nights matter.",
        );
        check(
            "Nights matter.\n\nOn Mon, 5 Jan 2026 at 09:00, Synergy wrote:\n\n> Hello",
            "Nights matter.",
        );
        check(
            "Nights matter.\n\nOn Mon, 5 Jan 2026 at 09:00, Synergy\n<notices@synergy.example> wrote:\nHello",
            "Nights matter.",
        );
        check(
            "Nights matter.\n________________________________\nFrom: Synergy\nSent: Monday",
            "Nights matter.",
        );
        check(
            "Nights matter.\nFrom: Synergy <a@b>\nSent: Monday\nHello",
            "Nights matter.",
        );
    }

    #[test]
    fn the_line_of_our_letter_ends_it_in_any_language() {
        check(
            "Les nuits comptent.\n\nLe lun. 5 janv. 2026 à 09:00, Synergy <a@b.example> a écrit :\n\nWrite your answer \
             above this line.\n\nHello",
            "Les nuits comptent.",
        );
        check(
            "Nachts zählt es.\n\nAm Mo., 5. Jan. 2026 um 09:00 Uhr schrieb Synergy\n<a@b.example>:\n\n> Write your answer \
             above this line.",
            "Nachts zählt es.",
        );
        check(
            "Three things matter:\n> nights\nand days.",
            "Three things matter:\nand days.",
        );
    }

    #[test]
    fn signatures_are_left_out_and_sentences_are_not() {
        check("Nights matter.\n-- \nGrace", "Nights matter.");
        check("Nights matter.\n\nSent from my iPhone", "Nights matter.");
        check(
            "On the whole I agree.\n\n\n\nFrom: my own life I know it.\nOn Fridays, people wait.",
            "On the whole I agree.\n\nFrom: my own life I know it.\nOn Fridays, people wait.",
        );
        check("> only what you said", "");
    }

    #[test]
    fn a_token_is_found_in_our_address_and_in_no_other() {
        let ours = "replies@accord.example";
        let address = address(ours, "k3abc").unwrap();
        assert_eq!(address, "replies+k3abc@accord.example");
        assert_eq!(token(ours, &address), Some("k3abc".to_owned()));
        assert_eq!(token(ours, "<Replies+K3ABC@Accord.Example>"), Some("k3abc".to_owned()));
        assert_eq!(token(ours, "replies@accord.example"), None);
        assert_eq!(token(ours, "replies+k3abc@other.example"), None);
        assert_eq!(token(ours, "notices+k3abc@accord.example"), None);
    }
}
