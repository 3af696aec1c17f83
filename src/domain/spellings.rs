//! How a name, an address or a telephone number may also be written: what is looked for when somebody is erased. A first
//! name alone is not among them, nor a misspelling or a nickname: they would take out others, or never be found.

/// UK numbers in international form.
const ABROAD: &str = "+44";
/// How people group the digits of a number.
const GROUPS: [&[usize]; 5] = [&[5, 6], &[5, 3, 3], &[4, 3, 4], &[3, 4, 4], &[4, 7]];

/// A full name, also in other case and spacing, surname first, and (`short`) with the first name as an initial: only
/// where nobody else could be meant by that.
pub fn of_name(name: &str, short: bool) -> Vec<String> {
    let parts: Vec<&str> = name.split_whitespace().collect();
    let mut forms = vec![name.to_owned(), parts.join(" "), parts.join("\u{a0}"), parts.join("  ")];
    if let [first, .., last] = parts.as_slice() {
        forms.push(format!("{first} {last}"));
        forms.push(format!("{last}, {first}"));
        forms.push(format!("{last} {first}"));
        if let Some(initial) = first.chars().next().filter(|_| short) {
            forms.push(format!("{initial}. {last}"));
            forms.push(format!("{initial} {last}"));
            forms.push(format!("{initial}.{last}"));
            forms.push(format!("{last}, {initial}."));
        }
    }
    in_each_case(forms)
}

/// The initial and the surname of a name, as others might share them; nothing for a name of one word.
pub fn short(name: &str) -> Option<String> {
    let parts: Vec<&str> = name.split_whitespace().collect();
    match parts.as_slice() {
        [first, .., last] => Some(format!("{}. {last}", first.chars().next()?).to_lowercase()),
        _ => None,
    }
}

/// An address, also in other case: mail servers do not tell them apart.
pub fn of_address(address: &str) -> Vec<String> {
    in_each_case(vec![address.to_owned()])
}

/// A telephone number, also with other spaces, with hyphens, without any, and in its international form.
pub fn of_number(number: &str) -> Vec<String> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let bare = match digits
        .strip_prefix("44")
        .filter(|_| number.trim_start().starts_with('+'))
    {
        Some(rest) => format!("0{rest}"),
        None => digits,
    };
    let mut out = vec![number.to_owned()];
    let Some(rest) = bare.strip_prefix('0').filter(|rest| rest.len() >= 9) else {
        return out;
    };
    out.extend([
        bare.clone(),
        format!("{ABROAD}{rest}"),
        format!("{ABROAD} {rest}"),
        format!("0044{rest}"),
    ]);
    for sizes in GROUPS {
        let Some(groups) = grouped(&bare, sizes) else { continue };
        for between in [" ", "-", "\u{a0}"] {
            let text = groups.join(between);
            out.extend(text.strip_prefix('0').map(|rest| format!("{ABROAD}{between}{rest}")));
            out.push(text);
        }
    }
    once(out)
}

/// A text cut into pieces of these sizes; nothing if they are not all of it.
fn grouped<'a>(text: &'a str, sizes: &[usize]) -> Option<Vec<&'a str>> {
    let mut rest = text;
    let mut out = Vec::new();
    for size in sizes {
        let (piece, after) = rest.split_at_checked(*size)?;
        out.push(piece);
        rest = after;
    }
    rest.is_empty().then_some(out)
}

fn in_each_case(forms: Vec<String>) -> Vec<String> {
    let each = forms.into_iter().flat_map(|form| {
        let (lower, upper) = (form.to_lowercase(), form.to_uppercase());
        [form, lower, upper]
    });
    once(each.collect())
}

/// Each once, the longest first: a short form inside a long one would leave the rest of it.
fn once(mut all: Vec<String>) -> Vec<String> {
    all.sort_by(|a, b| b.chars().count().cmp(&a.chars().count()).then_with(|| a.cmp(b)));
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_as_people_write_it() {
        let forms = of_name("Kofi Kwame Asante", true);
        for written in [
            "Kofi Kwame Asante",
            "kofi kwame asante",
            "KOFI KWAME ASANTE",
            "Kofi\u{a0}Kwame\u{a0}Asante",
            "Kofi Asante",
            "Asante, Kofi",
            "K. Asante",
            "k. asante",
            "K Asante",
        ] {
            assert!(forms.iter().any(|form| form == written), "{written}");
        }
        for alone in ["Kofi", "Asante", "kofi"] {
            assert!(!forms.iter().any(|form| form == alone), "{alone}");
        }
        assert!(!of_name("Kofi Asante", false).iter().any(|form| form == "K. Asante"));
        assert_eq!(of_name("Prince", true), ["PRINCE", "Prince", "prince"]);
        assert_eq!(short("Kofi Kwame Asante").as_deref(), Some("k. asante"));
        assert_eq!(short("Prince"), None);
    }

    #[test]
    fn a_number_is_found_with_any_spaces() {
        for known in ["07700 900461", "+44 7700 900461", "07700900461"] {
            let forms = of_number(known);
            for written in [
                "07700 900461",
                "07700900461",
                "07700 900 461",
                "07700-900461",
                "+447700900461",
                "+44 7700 900461",
            ] {
                assert!(forms.iter().any(|form| form == written), "{known}: {written}");
            }
        }
        assert!(of_number("0114 496 0000").contains(&"+44 114 496 0000".to_owned()));
        assert_eq!(of_number("ext. 12"), ["ext. 12"]);
        assert!(of_address("XQ@moor.example").contains(&"xq@moor.example".to_owned()));
    }
}
