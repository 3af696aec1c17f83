//! Numbers of persons in files that people send: sheets and texts, looked through part by part, so that whoever sent one
//! is told the cell or the paragraph. A PDF, a picture and a recording are not looked through.

use std::collections::BTreeSet;

use super::{monitoring::nhs_number, packed};

/// Where a file holds an NHS number: `cell B7 of the sheet “Clients”`, `paragraph 12`; nothing if it holds none.
///
/// # Errors
/// The file cannot be looked through, as a part of a sentence.
pub fn person_number(name: &str, bytes: &[u8]) -> Result<Option<String>, &'static str> {
    match name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_lowercase())
        .as_deref()
    {
        Some("xlsx") => xlsx(bytes),
        Some("ods") => Ok(packed::part(bytes, "content.xml")?.and_then(|xml| ods(&xml))),
        Some("odt") => Ok(packed::part(bytes, "content.xml")?.and_then(|xml| paragraphs(&xml, "/text:p"))),
        Some("docx") => Ok(packed::part(bytes, "word/document.xml")?.and_then(|xml| paragraphs(&xml, "/w:p"))),
        Some("csv" | "txt") => {
            Ok(nhs_number::line_of(&String::from_utf8_lossy(bytes)).map(|line| format!("line {line}")))
        }
        _ => Ok(None),
    }
}

/// Tags of XML, each with the text behind it.
fn pieces(xml: &str) -> impl Iterator<Item = (&str, &str)> {
    xml.split('<').filter_map(|piece| piece.split_once('>'))
}

/// The word of a tag.
fn word(tag: &str) -> &str {
    tag.split([' ', '\n', '\r', '\t'])
        .next()
        .unwrap_or_default()
        .trim_end_matches('/')
}

/// An attribute of a tag.
fn said<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split('"').next()
}

/// The paragraph of a text, from 1; what stands in one is put together, as programs part words anywhere.
fn paragraphs(xml: &str, end: &str) -> Option<String> {
    let (mut number, mut text) = (1_usize, String::new());
    for (tag, behind) in pieces(xml) {
        if word(tag) == end {
            if nhs_number::occurs_in(&text) {
                return Some(format!("paragraph {number}"));
            }
            number += 1;
            text.clear();
        } else {
            if matches!(word(tag), "w:tab" | "w:br" | "text:s" | "text:tab") {
                text.push(' ');
            }
            text.push_str(behind.trim_matches(['\n', '\r']));
        }
    }
    nhs_number::occurs_in(&text).then(|| format!("paragraph {number}"))
}

fn xlsx(bytes: &[u8]) -> Result<Option<String>, &'static str> {
    let book = packed::part(bytes, "xl/workbook.xml")?.unwrap_or_default();
    let sheets = pieces(&book).filter(|(tag, _)| word(tag) == "sheet");
    let names: Vec<String> = sheets
        .filter_map(|(tag, _)| said(tag, "name"))
        .map(str::to_owned)
        .collect();
    let shared = packed::part(bytes, "xl/sharedstrings.xml")?
        .map(|xml| shared(&xml))
        .unwrap_or_default();
    for number in 1..=names.len().max(1) {
        let Some(xml) = packed::part(bytes, &format!("xl/worksheets/sheet{number}.xml"))? else {
            continue;
        };
        if let Some(cell) = cell_of(&xml, &shared) {
            let sheet = names
                .get(number - 1)
                .map(|name| format!(" of the sheet “{name}”"))
                .unwrap_or_default();
            return Ok(Some(format!("cell {cell}{sheet}")));
        }
    }
    Ok(None)
}

/// Which of the texts that cells share hold one, by their place.
fn shared(xml: &str) -> BTreeSet<usize> {
    let (mut out, mut place, mut text) = (BTreeSet::new(), 0, String::new());
    for (tag, behind) in pieces(xml) {
        match word(tag) {
            "t" => text.push_str(behind),
            "/si" => {
                if nhs_number::occurs_in(&text) {
                    out.insert(place);
                }
                place += 1;
                text.clear();
            }
            _ => {}
        }
    }
    out
}

fn cell_of(xml: &str, shared: &BTreeSet<usize>) -> Option<String> {
    let (mut cell, mut is_shared) = (String::new(), false);
    for (tag, behind) in pieces(xml) {
        match word(tag) {
            "c" => {
                cell = said(tag, "r").unwrap_or_default().to_owned();
                is_shared = said(tag, "t") == Some("s");
            }
            "v" | "t" => {
                let held = match is_shared {
                    true => behind.trim().parse().is_ok_and(|place: usize| shared.contains(&place)),
                    false => nhs_number::occurs_in(behind),
                };
                if held {
                    return Some(cell);
                }
            }
            _ => {}
        }
    }
    None
}

/// The cell of an OpenDocument sheet. Rows and cells that are the same are written once, with how often.
fn ods(xml: &str) -> Option<String> {
    let (mut sheet, mut row, mut column, mut columns) = (String::new(), 0_usize, 0_usize, 0_usize);
    let (mut rows, mut text) = (0_usize, String::new());
    let times = |tag: &str, name: &str| said(tag, name).and_then(|all| all.parse().ok()).unwrap_or(1);
    let at = |sheet: &str, row: usize, column: usize| format!("cell {}{row} of the sheet “{sheet}”", letters(column));
    for (tag, behind) in pieces(xml) {
        match word(tag) {
            "table:table" => {
                sheet = said(tag, "table:name").unwrap_or_default().to_owned();
                (row, rows) = (0, 0);
            }
            "table:table-row" => {
                row += rows.max(1);
                rows = times(tag, "table:number-rows-repeated");
                (column, columns) = (0, 0);
            }
            "table:table-cell" | "table:covered-table-cell" => {
                column += columns.max(1);
                columns = times(tag, "table:number-columns-repeated");
                text.clear();
                if said(tag, "office:value").is_some_and(nhs_number::occurs_in) {
                    return Some(at(&sheet, row, column));
                }
            }
            "text:p" | "text:span" | "text:s" | "/text:span" => text.push_str(behind),
            "/text:p" => {
                if nhs_number::occurs_in(&text) {
                    return Some(at(&sheet, row, column));
                }
                text.push('\n');
            }
            _ => {}
        }
    }
    None
}

/// A column's letters: 1 is A, 27 is AA.
fn letters(column: usize) -> String {
    let mut out = Vec::new();
    let mut left = column;
    while left > 0 {
        let place = u8::try_from((left - 1) % 26).unwrap_or(0);
        out.push(char::from(b'A' + place));
        left = (left - 1) / 26;
    }
    out.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::{super::packed::tests::packed, *};

    #[track_caller]
    fn check(name: &str, entries: &[(&str, &str)], expected: Option<&str>) {
        let entries: Vec<(&str, &[u8])> = entries.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
        let found = person_number(name, &packed(&entries)).unwrap();
        assert_eq!(found.as_deref(), expected, "{name}");
    }

    #[test]
    fn the_cell_of_a_sheet_is_named() {
        let book = r#"<workbook><sheets><sheet name="Sums" sheetId="1"/><sheet name="Clients" sheetId="2"/></sheets></workbook>"#;
        let empty = r#"<worksheet><sheetData/></worksheet>"#;
        let shared = "<sst><si><t>Name</t></si><si><t>943 476 </t><t>5919</t></si></sst>";
        for (cells, expected) in [
            (
                r#"<c r="A1" t="s"><v>0</v></c><c r="B7" t="s"><v>1</v></c>"#,
                Some("cell B7 of the sheet “Clients”"),
            ),
            (
                r#"<c r="C2"><v>9434765919</v></c>"#,
                Some("cell C2 of the sheet “Clients”"),
            ),
            (
                r#"<c r="C2" t="inlineStr"><is><t>943-476-5919</t></is></c>"#,
                Some("cell C2 of the sheet “Clients”"),
            ),
            (r#"<c r="C2"><v>9434765918</v></c>"#, None),
        ] {
            let sheet = format!("<worksheet><sheetData><row r=\"1\">{cells}</row></sheetData></worksheet>");
            let all = [
                ("xl/workbook.xml", book),
                ("xl/sharedStrings.xml", shared),
                ("xl/worksheets/sheet1.xml", empty),
                ("xl/worksheets/sheet2.xml", sheet.as_str()),
            ];
            check("ours.xlsx", &all, expected);
        }
        let table = r#"<office:spreadsheet><table:table table:name="Q1"><table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row><table:table-row><table:table-cell table:number-columns-repeated="2"/><table:table-cell office:value-type="string"><text:p>Seen: 943 476 5919</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>"#;
        check("ours.ods", &[("content.xml", table)], Some("cell C4 of the sheet “Q1”"));
    }

    #[test]
    fn the_paragraph_of_a_text_is_named() {
        let word = "<w:document><w:p><w:r><w:t>A story.</w:t></w:r></w:p><w:p><w:r><w:t>About 943 47</w:t></w:r><w:r><w:t>6 5919</w:t></w:r></w:p></w:document>";
        check("story.docx", &[("word/document.xml", word)], Some("paragraph 2"));
        let open = "<office:text><text:p>Nobody</text:p><text:p>Ring 0114 496 0000</text:p></office:text>";
        check("story.odt", &[("content.xml", open)], None);
        assert_eq!(
            person_number("a.csv", b"Name\nx,943 476 5919\n").unwrap().as_deref(),
            Some("line 2")
        );
        assert_eq!(person_number("a.pdf", b"943 476 5919").unwrap(), None);
    }

    #[test]
    fn columns_are_called_as_programs_call_them() {
        for (column, called) in [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA")] {
            assert_eq!(letters(column), called);
        }
    }
}
