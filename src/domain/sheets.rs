//! Tables as files (CSV, RFC 4180) that no program for tables mistakes for something to run.

/// A table: a line of headings, then the rows.
///
/// A cell that begins like a formula gets a `'` before it, as programs for tables expect; numbers
/// below nought stay numbers.
///
/// # Errors
/// None that can happen in memory; the library says it may.
pub fn write(columns: &[&str], rows: &[Vec<String>]) -> Result<String, csv::Error> {
    let mut out = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    out.write_record(columns)?;
    for row in rows {
        out.write_record(row.iter().map(|cell| safe(cell)))?;
    }
    let bytes = out.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A cell that nothing takes for a formula.
pub fn safe(cell: &str) -> String {
    // What is not seen at the beginning of a cell is passed over by some programs.
    let seen = cell.trim_start_matches(|one: char| is_unseen(one));
    let dangerous = seen.starts_with(['=', '+', '-', '@', '|', '%', '＝', '＋', '－', '＠'])
        || cell.starts_with(['\t', '\r', '\n', '\0']);
    let number = cell.parse::<i64>().is_ok();
    if dangerous && !number {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

/// Letters without width: byte order marks, joiners, marks of direction.
const fn is_unseen(one: char) -> bool {
    matches!(one, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{ad}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_taken_for_a_formula() {
        for (cell, expected) in [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("+44 114", "'+44 114"),
            ("-12", "-12"),
            ("-12+cmd", "'-12+cmd"),
            ("\tx", "'\tx"),
            ("\u{feff}=1+1", "'\u{feff}=1+1"),
            ("\u{202e}\u{200b}@SUM(A1)", "'\u{202e}\u{200b}@SUM(A1)"),
            ("＝1+1", "'＝1+1"),
            ("plain", "plain"),
            ("", ""),
        ] {
            assert_eq!(safe(cell), expected, "{cell:?}");
        }
    }

    #[test]
    fn a_table_is_quoted_where_it_must_be() {
        let rows = [vec!["a,b".to_owned(), "say \"x\"".to_owned()]];
        let text = write(&["one", "two"], &rows).unwrap();
        assert_eq!(text, "one,two\r\n\"a,b\",\"say \"\"x\"\"\"\r\n");
    }
}
