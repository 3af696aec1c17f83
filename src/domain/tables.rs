//! A table out of a spreadsheet saved as CSV: a line of headings, then rows; parted by commas, semicolons or tabs, as
//! spreadsheets do it here and elsewhere, with or without the mark that some programs put before the text.

/// A table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The first line.
    pub headings: Vec<String>,
    /// The rest, without lines that are empty.
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The line of the file on which it begins, from 1.
    pub line: u64,
    /// As many as there are headings.
    pub cells: Vec<String>,
}

/// Something that cannot be read: the line (0 for the file as a whole), and how to mend it.
pub type Misread = (u64, String);

/// Reads a table of at most so many rows.
///
/// # Errors
/// What cannot be read, and how to mend it.
pub fn read(bytes: &[u8], most: usize) -> Result<Table, Misread> {
    table(text(bytes)?, most, |_| true)
}

/// How a file of text was saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// As it should be.
    Utf8,
    /// As Excel saves “CSV” on Windows: letters such as é were told by their number there.
    Windows,
}

/// Reads a table that somebody kept for themselves: also one that was saved as Windows does it, and one with a title or
/// joined cells above its headings, which are the first line of the first few that `is_head` knows.
///
/// # Errors
/// What cannot be read, and how to mend it.
pub fn read_kept(bytes: &[u8], most: usize, is_head: impl Fn(&[String]) -> bool) -> Result<(Table, Saved), Misread> {
    match text(bytes) {
        Ok(text) => Ok((table(text, most, is_head)?, Saved::Utf8)),
        Err(_) if !bytes.contains(&0) => Ok((table(&windows(bytes), most, is_head)?, Saved::Windows)),
        Err(wrong) => Err(wrong),
    }
}

/// So many lines above the headings are passed over, where none of them is known.
const ABOVE: usize = 10;

/// Text that Windows saved in its own way for western Europe.
fn windows(bytes: &[u8]) -> String {
    /// What the numbers from 0x80 to 0x9F mean there; the others are those of Unicode.
    const OWN: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    let letter = |byte: &u8| match usize::from(*byte).checked_sub(0x80).and_then(|place| OWN.get(place)) {
        Some(own) => *own,
        None => char::from(*byte),
    };
    bytes.iter().map(letter).collect()
}

/// Rows that lines of cells make: `lines` are numbers and cells. Shared by every way of keeping a table.
///
/// # Errors
/// There are too many rows, or a row has cells that no heading is above.
pub fn of_lines(
    lines: impl IntoIterator<Item = (u64, Vec<String>)>,
    most: usize,
    is_head: impl Fn(&[String]) -> bool,
) -> Result<Table, Misread> {
    let mut lines = lines
        .into_iter()
        .filter(|(_, cells)| cells.iter().any(|cell| !cell.is_empty()));
    let mut first: Vec<(u64, Vec<String>)> = Vec::new();
    let mut out = Table::default();
    for line in lines.by_ref().take(ABOVE) {
        if is_head(&line.1) {
            out.headings = line.1;
            first.clear();
            break;
        }
        first.push(line);
    }
    // Nothing that is known: the first line is taken for the headings, so that they can be spoken of.
    if out.headings.is_empty() && !first.is_empty() {
        out.headings = first.remove(0).1;
    }
    while out.headings.last().is_some_and(String::is_empty) {
        out.headings.pop();
    }
    for (line, mut cells) in first.into_iter().chain(lines) {
        if out.rows.len() >= most {
            return Err((line, format!("The file has more than {most} rows. Send it in parts.")));
        }
        let columns = out.headings.len();
        if cells.iter().skip(columns).any(|cell| !cell.is_empty()) {
            let says = format!(
                "This row has more cells than there are headings ({columns}). Put a cell that has a comma in it in \
                 quotation marks, or save the sheet anew as CSV."
            );
            return Err((line, says));
        }
        cells.resize(columns, String::new());
        out.rows.push(Row { line, cells });
    }
    match out.headings.is_empty() {
        true => Err((0, "The file is empty. Download the template and fill it in.".to_owned())),
        false => Ok(out),
    }
}

fn table(text: &str, most: usize, is_head: impl Fn(&[String]) -> bool) -> Result<Table, Misread> {
    // Some spreadsheets say in a first line what parts the cells.
    let (text, skipped) = match text.strip_prefix("sep=").and_then(|rest| rest.split_once('\n')) {
        Some((_, rest)) => (rest, 1),
        None => (text, 0),
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .delimiter(parted_by(text))
        .from_reader(text.as_bytes());
    let mut lines = Lines {
        text,
        at: 0,
        line: 1 + skipped,
    };
    let mut all = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            (
                0,
                format!("The file cannot be read as a table: {error}. Save it as CSV UTF-8."),
            )
        })?;
        let line = record.position().map_or(0, |place| lines.at(place.byte()));
        all.push((line, record.iter().map(|cell| unsafed(cell).to_owned()).collect()));
        // One more than may be, and what may stand above: nobody needs the rest to be told that it is too long.
        if all.len() > most.saturating_add(ABOVE).saturating_mul(2).saturating_add(2) {
            break;
        }
    }
    of_lines(all, most, is_head)
}

/// Counts lines as people see them: the reader's own count is one behind where lines end as on Windows.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line on which what begins at a byte begins; bytes come in order.
    fn at(&mut self, byte: u64) -> u64 {
        let byte = usize::try_from(byte).unwrap_or(usize::MAX);
        let rest = self.text.as_bytes().iter().skip(self.at);
        for letter in rest {
            if self.at >= byte && !matches!(letter, b'\r' | b'\n') {
                break;
            }
            self.line += u64::from(*letter == b'\n');
            self.at += 1;
        }
        self.line
    }
}

fn text(bytes: &[u8]) -> Result<&str, Misread> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.iter().take(error.valid_up_to());
        let line = before.filter(|one| **one == b'\n').fold(1_u64, |line, _| line + 1);
        let says = "The file is not saved as UTF-8, so that letters such as £ or é would be lost. In Excel, choose \
                    “Save as” and “CSV UTF-8 (Comma delimited)”; in LibreOffice, choose the character set “Unicode \
                    (UTF-8)”.";
        (line, says.to_owned())
    })?;
    match text.contains('\0') {
        true => Err((
            0,
            "The file is no table in text. Save the sheet as CSV UTF-8.".to_owned(),
        )),
        false => Ok(text.trim_start_matches('\u{feff}')),
    }
}

/// What parts the cells: whatever the line of headings has most of outside quotation marks.
fn parted_by(text: &str) -> u8 {
    let mut quoted = false;
    let (mut commas, mut semicolons, mut tabs) = (0_u32, 0_u32, 0_u32);
    for letter in text.chars() {
        match letter {
            '"' => quoted = !quoted,
            '\n' if !quoted => break,
            ',' if !quoted => commas += 1,
            ';' if !quoted => semicolons += 1,
            '\t' if !quoted => tabs += 1,
            _ => {}
        }
    }
    match (semicolons > commas, tabs > commas.max(semicolons)) {
        (_, true) => b'\t',
        (true, false) => b';',
        (false, false) => b',',
    }
}

/// A cell as it was before [`super::sheets::safe`] kept it from being taken for a formula.
fn unsafed(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if super::sheets::safe(rest) == cell => rest,
        Some(_) | None => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], headings: &[&str], rows: &[(u64, &[&str])]) {
        let table = read(bytes, 10).unwrap();
        assert_eq!(table.headings, headings);
        let read: Vec<(u64, Vec<&str>)> = table
            .rows
            .iter()
            .map(|row| (row.line, row.cells.iter().map(String::as_str).collect()))
            .collect();
        let expected: Vec<(u64, Vec<&str>)> = rows.iter().map(|(line, cells)| (*line, cells.to_vec())).collect();
        assert_eq!(read, expected);
    }

    #[test]
    fn every_way_in_which_spreadsheets_save() {
        let rows: &[(u64, &[&str])] = &[(2, &["Café £", "x, y"]), (4, &["Second", ""])];
        check(
            "Name,Areas\r\nCafé £,\"x, y\"\r\n,\r\nSecond\r\n".as_bytes(),
            &["Name", "Areas"],
            rows,
        );
        check(
            "\u{feff}Name;Areas\nCafé £;x, y\n;\nSecond;\n".as_bytes(),
            &["Name", "Areas"],
            rows,
        );
        check(
            "\u{feff}Name\tAreas\nCafé £\tx, y\n\nSecond\t\n".as_bytes(),
            &["Name", "Areas"],
            rows,
        );
        check(
            "sep=;\nName;Areas\nCafé £;x, y\n".as_bytes(),
            &["Name", "Areas"],
            &[(3, &["Café £", "x, y"])],
        );
        check(
            b"Name\n'=1+1\n'quoted\n",
            &["Name"],
            &[(2, &["=1+1"]), (3, &["'quoted"])],
        );
    }

    #[test]
    fn tables_that_people_kept_for_themselves_are_read() {
        let known = |cells: &[String]| cells.iter().any(|cell| cell == "Name");
        let (table, saved) = read_kept(
            b"Our hosts,,\n,,\nName,Price,,\nCaf\xe9 \x96 Foundry,\xa31\n",
            10,
            known,
        )
        .unwrap();
        assert_eq!(saved, Saved::Windows);
        assert_eq!(table.headings, ["Name", "Price"]);
        assert_eq!(table.rows[0].line, 4);
        assert_eq!(table.rows[0].cells, ["Café – Foundry", "£1"]);
        let (table, saved) = read_kept("What,Else\nx,y\n".as_bytes(), 10, known).unwrap();
        assert_eq!((saved, table.headings.len(), table.rows.len()), (Saved::Utf8, 2, 1));
    }

    #[test]
    fn what_cannot_be_read_says_how_to_mend_it() {
        for (bytes, line, says) in [
            (b"Name\nCaf\xe9\n".as_slice(), 2, "CSV UTF-8"),
            (b"N\0a\0m\0e\0".as_slice(), 0, "Save the sheet"),
            (b"".as_slice(), 0, "The file is empty"),
            (b"Name\na,b\n".as_slice(), 2, "more cells than there are headings"),
            (
                b"N\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n".as_slice(),
                12,
                "more than 10 rows",
            ),
        ] {
            let (at, found) = read(bytes, 10).unwrap_err();
            assert!(at == line && found.contains(says), "{at}: {found}");
        }
    }
}
