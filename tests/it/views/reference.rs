//! `templates/README.md` tells authors what they may write.

use accord::views::reference;

const MARK: &str = "by hand -->\n\n";

/// With `ACCORD_BLESS` set, writes the list anew.
#[test]
#[expect(clippy::disallowed_methods, reason = "a test's own switch")]
fn the_list_of_fields_is_true() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/templates/README.md");
    let file = std::fs::read_to_string(path).unwrap();
    let (head, listed) = file.split_once(MARK).expect("the mark stands in the file");
    let fields = reference::fields();
    if std::env::var("ACCORD_BLESS").is_ok() {
        std::fs::write(path, format!("{head}{MARK}{fields}")).unwrap();
    } else {
        assert!(
            listed == fields,
            "run again with ACCORD_BLESS=1 to write templates/README.md anew"
        );
    }
}
