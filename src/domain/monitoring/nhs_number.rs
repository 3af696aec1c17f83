//! NHS numbers in what people type or send, found by their checksum: they may not enter (product rule: no client-level
//! data).
//!
//! A number counts if it is written in one piece or as 3-3-4 with one sign between, and its tenth digit fits (weights 10
//! to 2, modulus 11). One in eleven of other numbers fits too, so that more is asked: telephone numbers have eleven
//! digits, or a country's number before them, and company and charity numbers have eight and fewer; numbers that are
//! issued here begin with 3, 4, 6, 7 or 9, unless the word before says what it is; and no letter, sign of money or more
//! digits stand beside it. `measured` says how seldom that is wrong.

/// What whoever wrote one is told; the number itself is told to nobody again.
pub const SAYS: &str = "This looks like an NHS number. Nothing that identifies a person who is supported may be here. Take \
                        the number out; write how many people, never who.";

/// Signs that stand between groups.
const BETWEEN: [char; 7] = [' ', '\u{a0}', '\u{202f}', '-', '\u{2011}', '–', '.'];
/// First digits of numbers that are issued here; 9 is for tests, and what people put where they have none.
const ISSUED: [u32; 5] = [3, 4, 6, 7, 9];
/// Words before a number that say that it is one, whatever its first digit.
const SAYS_SO: [&str; 3] = ["nhs", "chi", "patient"];
/// Words before a number that say that it is another.
const SAYS_NOT: [&str; 4] = ["utr", "tax reference", "order number", "invoice"];
/// How many letters before a number are read for such a word.
const BEFORE: usize = 24;

/// Whether a text holds one.
pub fn occurs_in(text: &str) -> bool {
    line_of(text).is_some()
}

/// The line of a text, from 1, that holds the first.
pub fn line_of(text: &str) -> Option<usize> {
    text.lines().position(holds).map(|place| place + 1)
}

/// What somebody is told whose text holds one: on which line, where there are several.
pub fn found_in(text: &str) -> Option<String> {
    let line = line_of(text)?;
    Some(match text.lines().nth(1) {
        Some(_) => format!("Line {line}: {SAYS}"),
        None => SAYS.to_owned(),
    })
}

/// A run of digits: where it begins and ends.
type Group = (usize, usize);

fn holds(line: &str) -> bool {
    // Few lines have so many digits, and the rest need no second look.
    if line.bytes().filter(u8::is_ascii_digit).count() < 10 {
        return false;
    }
    let letters: Vec<char> = line.chars().collect();
    let groups = groups(&letters);
    let size = |group: &Group| group.1 - group.0;
    for (place, group) in groups.iter().enumerate() {
        let whole = match (size(group), groups.get(place + 1), groups.get(place + 2)) {
            (10, ..) => Some((group.0, group.1)),
            (3, Some(second), Some(third)) if size(second) == 3 && size(third) == 4 => {
                let sign = letters.get(group.1);
                let alone = |before: &Group, after: &Group| after.0 == before.1 + 1 && letters.get(before.1) == sign;
                let parted = sign.is_some_and(|sign| BETWEEN.contains(sign));
                (parted && alone(group, second) && alone(second, third)).then_some((group.0, third.1))
            }
            _ => None,
        };
        if whole.is_some_and(|whole| counts(&letters, whole)) {
            return true;
        }
    }
    false
}

fn groups(letters: &[char]) -> Vec<Group> {
    let mut out: Vec<Group> = Vec::new();
    for (place, letter) in letters.iter().enumerate() {
        if !letter.is_ascii_digit() {
            continue;
        }
        match out.last_mut() {
            Some(last) if last.1 == place => last.1 = place + 1,
            _ => out.push((place, place + 1)),
        }
    }
    out
}

/// Whether what stands from one place to another is such a number, by its digits and by what stands beside.
fn counts(letters: &[char], (from, to): (usize, usize)) -> bool {
    let inside = letters.get(from..to).unwrap_or_default();
    let digits: Vec<u32> = inside.iter().filter_map(|letter| letter.to_digit(10)).collect();
    if digits.len() != 10 || !is_valid(&digits) {
        return false;
    }
    let start = from.saturating_sub(BEFORE);
    let before: String = letters.get(start..from).unwrap_or_default().iter().collect();
    let before = before.to_lowercase();
    let bare = before.trim_end_matches(|sign: char| BETWEEN.contains(&sign) || matches!(sign, ':' | '#'));
    if SAYS_SO.iter().any(|word| bare.contains(word)) {
        return true;
    }
    let abroad = ["+44", "0044", "(0)"].iter().any(|sign| bare.ends_with(sign));
    let named = SAYS_NOT.iter().any(|word| bare.contains(word));
    let touches = |letter: Option<&char>| {
        letter.is_some_and(|letter| letter.is_alphabetic() || matches!(letter, '£' | '$' | '€' | '_' | '/'))
    };
    let beside = touches(from.checked_sub(1).and_then(|place| letters.get(place))) || touches(letters.get(to));
    let issued = digits.first().is_some_and(|first| ISSUED.contains(first));
    issued && !abroad && !named && !beside
}

fn is_valid(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .zip((2..=10).rev())
        .map(|(digit, weight)| digit * weight)
        .sum();
    let check = match 11 - sum % 11 {
        11 => 0,
        other => other,
    };
    check != 10 && digits.last() == Some(&check)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: bool) {
        assert_eq!(occurs_in(text), expected, "{text}");
    }

    #[test]
    fn numbers_are_found_however_they_are_written() {
        check("Call 943 476 5919 about it", true);
        check("9434765919", true);
        check("943-476-5919.", true);
        check("943\u{a0}476\u{a0}5919", true);
        check("She (943.476.5919) came twice", true);
        check("943 476 5919 12 March 2026", true);
        check("NHS9434765919", true);
        check("NHS no: 0000000000", true);
    }

    #[test]
    fn other_numbers_are_left_alone() {
        check("943 476 5918", false);
        check("0114 496 0000", false);
        check("+44 943 476 5919", false);
        check("+44 (0)943 476 5919", false);
        check("UTR 9434765919", false);
        check("£9434765919", false);
        check("a9434765919f", false);
        check("94347659190", false);
        check("943 4765 919", false);
        check("2026-04-01 10:00", false);
        check("We saw 12 people, 9 of them twice", false);
        check("", false);
    }

    #[test]
    fn the_line_is_named_and_the_number_is_not() {
        assert_eq!(line_of("Three people came.\nOne was 943 476 5919.\n"), Some(2));
        let says = found_in("a\n943 476 5919").unwrap();
        assert!(says.starts_with("Line 2: ") && !says.contains("943"), "{says}");
    }

    /// How often other numbers are taken for one, of a hundred thousand of each that are made by a fixed rule.
    #[test]
    fn measured() {
        let mut seed = 20_261_130_u64;
        let mut next = |below: u64| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        type Made = fn(&mut dyn FnMut(u64) -> u64) -> String;
        // What is made, and of a hundred thousand how many may be taken for one at most.
        let cases: [(&str, Made, usize); 9] = [
            (
                "a number of Sheffield",
                |n| format!("0114 {:03} {:04}", n(1000), n(10_000)),
                0,
            ),
            (
                "a mobile number",
                |n| format!("07{:03} {:06}", n(1000), n(1_000_000)),
                0,
            ),
            ("a number in one piece", |n| format!("01{:09}", n(1_000_000_000)), 0),
            (
                "a number with the country's",
                |n| format!("+44 114 {:03} {:04}", n(1000), n(10_000)),
                0,
            ),
            (
                "without the first 0",
                |n| format!("114 {:03} {:04}", n(1000), n(10_000)),
                0,
            ),
            ("a company number", |n| format!("{:08}", n(100_000_000)), 0),
            ("a charity number", |n| format!("{:07}", n(10_000_000)), 0),
            (
                "a day with a time",
                |n| format!("2026-{:02}-{:02} {:02}:{:02}", 1 + n(12), 1 + n(28), n(24), n(60)),
                0,
            ),
            // A tax reference without a word before it: nothing tells it from one but its checksum.
            (
                "ten digits in one piece",
                |n| format!("{:010}", n(10_000_000_000)),
                5_500,
            ),
        ];
        for (what, made, most) in cases {
            let taken = (0..100_000).filter(|_| occurs_in(&made(&mut next))).count();
            assert!(taken <= most, "{what}: {taken} of 100,000");
        }
    }
}
