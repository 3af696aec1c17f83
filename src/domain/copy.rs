//! A copy of what somebody filled in, for themselves: text that they can read anywhere, and at its end the same for the
//! program, so that they can begin from it again.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Map, Value as Json};

/// Before what the program reads.
const MARK: &str = "--- For the program: what follows is the same again. Leave it as it is. ---";
/// Letters in a line of it.
const WIDTH: usize = 76;

/// The text: what it is of, questions with their answers, and the answers as pages keep them.
pub fn write(head: &[String], asked: &[(String, Vec<String>)], answers: &Map<String, Json>) -> String {
    let mut out: Vec<String> = head.to_vec();
    for (question, values) in asked {
        out.push(String::new());
        out.push(question.clone());
        out.extend(
            values
                .iter()
                .flat_map(|value| value.lines())
                .map(|line| format!("    {line}")),
        );
    }
    out.push(String::new());
    out.push(MARK.to_owned());
    let packed = STANDARD.encode(Json::Object(answers.clone()).to_string());
    let letters: Vec<char> = packed.chars().collect();
    out.extend(letters.chunks(WIDTH).map(|line| line.iter().collect()));
    out.push(String::new());
    out.join("\r\n")
}

/// The answers in a copy; nothing if it is none.
pub fn read(text: &str) -> Option<Map<String, Json>> {
    let (_, packed) = text.split_once(MARK)?;
    let packed: String = packed.split_whitespace().collect();
    serde_json::from_slice(&STANDARD.decode(packed).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_was_saved_is_read_again() {
        let answers =
            json!({ "price": "£36,000.00", "answers": [{ "question": "values", "answer": "Ünder\nthe bridge" }] });
        let Json::Object(answers) = answers else { unreachable!() };
        let asked = [("What would one network cost?".to_owned(), vec!["£36,000.00".to_owned()])];
        let text = write(&["Send the bid".to_owned()], &asked, &answers);
        assert!(text.starts_with("Send the bid\r\n\r\nWhat would one network cost?\r\n    £36,000.00\r\n"));
        assert_eq!(read(&text), Some(answers.clone()));
        // A program for writing may have put it on other lines.
        assert_eq!(read(&text.replace("\r\n", "\n")), Some(answers));
    }

    #[test]
    fn another_text_is_no_copy() {
        assert_eq!(read("Dear all"), None);
        assert_eq!(read(&format!("{MARK}\nnothing")), None);
    }
}
