//! What the document crate promises, tried from outside.
use super::validator::validate;
use super::{LETTER, REPORT, parsed};
use crate::pdf::{Style, render};

#[test]
fn every_pdf_is_pdf_ua_1_and_pdf_a_2a() {
    let table = format!(
        "<p>short</p><table><thead><tr><th>a</th></tr></thead><tbody>{}</tbody></table>",
        "<tr><td>one</td></tr><tr><td></td></tr>".repeat(80)
    );
    let sources = [LETTER, REPORT, "<p>short</p>", &table, "", "<p>Dear 李</p>"];
    let mut files = Vec::new();
    for source in sources {
        for style in [Style::Standard, Style::LargePrint, Style::EasyRead] {
            files.push(render(&parsed(source), style).expect("a PDF").bytes);
        }
    }
    let Some(said) = validate(&files) else { return };
    for (at, wrong) in said.iter().enumerate() {
        assert!(wrong.is_empty(), "source {} in style {}: {wrong:?}", at / 3, at % 3);
    }
}
