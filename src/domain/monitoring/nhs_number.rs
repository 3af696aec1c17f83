//! NHS numbers in what people type, found by their checksum: they may not enter (product rule: no
//! client-level data).

/// What whoever wrote one is told; the number itself is told to nobody again.
pub const SAYS: &str = "This looks like an NHS number. Nothing that identifies a person who is supported may be here. Take \
                        the number out; write how many people, never who.";

/// Whether a text holds ten digits, alone or in groups of 3-3-4, that are a valid NHS number
/// (weights 10 to 2, modulus 11).
pub fn occurs_in(text: &str) -> bool {
    let mut digits: Vec<u32> = Vec::new();
    let mut gap = 0;
    for c in text.chars().chain(['.']) {
        if let Some(digit) = c.to_digit(10) {
            digits.push(digit);
            gap = 0;
        } else if matches!(c, ' ' | '-') && gap == 0 && !digits.is_empty() {
            gap += 1;
        } else {
            if digits.len() == 10 && is_valid(&digits) {
                return true;
            }
            digits.clear();
            gap = 0;
        }
    }
    false
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
    }

    #[test]
    fn other_numbers_are_left_alone() {
        check("943 476 5918", false);
        check("0114 496 0000", false);
        check("We saw 12 people, 9 of them twice", false);
        check("", false);
    }
}
