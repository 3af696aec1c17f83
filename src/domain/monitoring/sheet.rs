//! A return out of a spreadsheet saved as CSV: one question and one number on each line.

use super::{
    indicators::{Answers, IndicatorSet},
    judging,
};

/// The most lines that are read.
const MOST_LINES: usize = 500;

/// Something that cannot be read, with the line that it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misread {
    /// From 1; 0 for the file as a whole.
    pub line: u64,
    /// The question, if it is one.
    pub input: Option<String>,
    /// What is wrong and how to mend it.
    pub says: String,
}

/// Reads it. Questions are named as in the set or by their words; a line that names columns is
/// passed over, a line without a number leaves its question open. Cells may be parted by commas,
/// semicolons or tabs, as spreadsheets do it here and elsewhere.
///
/// # Errors
/// Every line that cannot be read.
pub fn read(set: &IndicatorSet, text: &str) -> Result<Answers, Vec<Misread>> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let (mut rows, mut wrong) = (Vec::new(), Vec::new());
    for (place, record) in reader.records().enumerate() {
        if place >= MOST_LINES {
            wrong.push(whole(format!(
                "The file has more than {MOST_LINES} lines. Send the return alone."
            )));
            break;
        }
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                wrong.push(whole(format!(
                    "The file cannot be read as a table: {error}. Save it as CSV (UTF-8)."
                )));
                break;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let (question, number) = (record.get(0).unwrap_or_default(), record.get(1).unwrap_or_default());
        match (
            question.is_empty(),
            number.is_empty(),
            known(set, question),
            number_of(number),
        ) {
            // An empty line, or a question that is left open.
            (true, true, ..) | (_, true, Some(_), _) => {}
            // The line above the first number names the columns.
            (_, _, None, None) if rows.is_empty() && wrong.is_empty() => {}
            (_, _, Some(input), Some(number)) => rows.push((line, input, number)),
            (_, _, Some(input), None) => {
                let label = set.inputs.get(&input).map_or(question, |one| one.label.as_str());
                let says = format!("“{number}” is not a whole number. Enter one, such as 25, for “{label}”.");
                wrong.push(Misread {
                    line,
                    input: Some(input),
                    says,
                });
            }
            (_, _, None, _) => {
                let found = judging::collect(set, [(question.to_owned(), 0)]);
                let says = found.err().and_then(|all| all.into_iter().next()).map(|one| one.says);
                wrong.push(Misread {
                    line,
                    input: None,
                    says: says.unwrap_or_default(),
                });
            }
        }
    }
    if rows.is_empty() && wrong.is_empty() {
        wrong.push(whole("The file has no line with a question and a number.".to_owned()));
    }
    let mut answers = Answers::new();
    for (line, input, number) in rows {
        if let Some(label) = set
            .inputs
            .get(&input)
            .filter(|_| answers.contains_key(&input))
            .map(|one| &one.label)
        {
            let says = format!("“{label}” is answered twice. Keep one of the two lines.");
            wrong.push(Misread {
                line,
                input: Some(input),
                says,
            });
            continue;
        }
        answers.insert(input, number);
    }
    wrong.sort_by_key(|one| one.line);
    if wrong.is_empty() { Ok(answers) } else { Err(wrong) }
}

const fn whole(says: String) -> Misread {
    Misread {
        line: 0,
        input: None,
        says,
    }
}

/// What parts the cells of the first line.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let often = |sign: u8| first.bytes().filter(|byte| *byte == sign).count();
    if often(b'\t') > 0 {
        b'\t'
    } else if often(b';') > 0 {
        b';'
    } else {
        b','
    }
}

/// The input that a cell names.
fn known(set: &IndicatorSet, question: &str) -> Option<String> {
    let same = |label: &str| label.trim().eq_ignore_ascii_case(question);
    let mut inputs = set.inputs.iter();
    inputs
        .find(|(id, input)| same(id) || same(&input.label))
        .map(|(id, _)| id.clone())
}

/// `25`, `1,250`, `-3`.
fn number_of(text: &str) -> Option<i64> {
    let plain: String = text.chars().filter(|c| !matches!(c, ',' | ' ' | '\u{a0}')).collect();
    plain.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set() -> IndicatorSet {
        serde_saphyr::from_str(
            "{ indicators: set, title: Set, figures: {}, inputs: {
               received: { label: Referrals received, definition: x },
               change: { label: Sum of changes, definition: x } } }",
        )
        .unwrap()
    }

    #[track_caller]
    fn reads(text: &str, expected: &[(&str, i64)]) {
        let read = read(&set(), text).unwrap();
        let found: Vec<(&str, i64)> = read.iter().map(|(id, number)| (id.as_str(), *number)).collect();
        assert_eq!(found, expected);
    }

    #[track_caller]
    fn fails(text: &str, expected: &[(u64, &str)]) {
        let wrong = read(&set(), text).unwrap_err();
        let found: Vec<(u64, &str)> = wrong.iter().map(|one| (one.line, one.says.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn tables_as_spreadsheets_save_them_are_read() {
        let both = [("change", -30), ("received", 1250)];
        reads("received,1250\nchange,-30\n", &both);
        reads(
            "\u{feff}Question;Number;Notes\r\nReferrals received;1250;ask Jo\r\nSum of changes;-30;\r\n",
            &both,
        );
        reads("question\tnumber\nREFERRALS RECEIVED\t1 250\n\nchange\t-30\n", &both);
        reads(
            "Question,Number\n\"Referrals received\",\"1,250\"\nchange,\n",
            &[("received", 1250)],
        );
    }

    #[test]
    fn what_cannot_be_read_is_said_with_its_line() {
        fails(
            "question,number\nreceived,about ten\nchange,3.5\nrecieved,4\n",
            &[
                (
                    2,
                    "“about ten” is not a whole number. Enter one, such as 25, for “Referrals received”.",
                ),
                (
                    3,
                    "“3.5” is not a whole number. Enter one, such as 25, for “Sum of changes”.",
                ),
                (4, "This return has no question “recieved”. Did you mean “received”?"),
            ],
        );
        fails(
            "received,1\nchange,2\nReferrals received,3\n",
            &[(3, "“Referrals received” is answered twice. Keep one of the two lines.")],
        );
        fails("", &[(0, "The file has no line with a question and a number.")]);
        fails("hello\n", &[(0, "The file has no line with a question and a number.")]);
        let long = "received,1\n".repeat(501);
        assert!(
            read(&set(), &long).unwrap_err()[0]
                .says
                .starts_with("The file has more than 500 lines.")
        );
    }
}
