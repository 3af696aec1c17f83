//! Did you mean …?

/// The closest of the known words, if one is close enough to be meant.
pub fn closest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let most = (word.chars().count() / 3).max(1);
    let flat = flatten(word);
    known
        .into_iter()
        .map(|other| (distance(&flat, &flatten(other)), other))
        .filter(|(far, _)| *far <= most)
        .min_by_key(|(far, _)| *far)
        .map(|(_, other)| other)
}

/// "Did you mean `x`?", or the words that may stand here.
pub fn suggest<'a>(word: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> String {
    if let Some(other) = closest(word, known.clone()) {
        return format!("Did you mean `{other}`?");
    }
    let all: Vec<String> = known.into_iter().map(|one| format!("`{one}`")).collect();
    match all.len() {
        0 => "There is none to name yet.".to_owned(),
        1..=14 => format!("It may be {}.", list(&all, "or")),
        count => format!(
            "There are {count}: {}, …",
            all.iter().take(4).cloned().collect::<Vec<_>>().join(", ")
        ),
    }
}

/// `a, b or c`
pub fn list(words: &[String], last: &str) -> String {
    match words.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((end, rest)) => format!("{} {last} {end}", rest.join(", ")),
    }
}

fn flatten(word: &str) -> Vec<char> {
    word.chars()
        .map(|c| {
            if c == '-' || c == ' ' {
                '_'
            } else {
                c.to_ascii_lowercase()
            }
        })
        .collect()
}

/// Edits between two words; two neighbours that changed places count as one.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at = |row: &[usize], k: usize| row.get(k).copied().unwrap_or(usize::MAX / 2);
            let mut best = (at(&last, j + 1) + 1)
                .min(at(&row, j) + 1)
                .min(at(&last, j) + usize::from(x != y));
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_understood() {
        assert_eq!(closest("tilte", ["title", "states"]), Some("title"));
        assert_eq!(
            closest("contract-manager", ["contract_manager"]),
            Some("contract_manager")
        );
        assert_eq!(closest("xyz", ["title"]), None);
    }
}
