//! The validator, where it is installed: Python with the package `page-validation`.

use std::io::Write as _;
use std::process::{Command, Stdio};

const SCRIPT: &str = "
import sys, page
for line in sys.stdin:
    path = line.strip()
    for profile in ('ua1', '2a'):
        report = page.validate_pdf(path, profile=profile)
        rules = sorted({failure.rule_id for failure in report.failures})
        print('ok' if report.is_compliant else profile + ' ' + ' '.join(rules))
";

/// What the validator says of each file: nothing is wrong, or which rules are broken. `None` if it is not installed.
pub(crate) fn validate(files: &[Vec<u8>]) -> Option<Vec<Vec<String>>> {
    if !Command::new("python3")
        .args(["-c", "import page"])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|s| s.success())
    {
        #[expect(clippy::disallowed_methods, reason = "what a test run demands is said from outside")]
        let required = std::env::var("ACCORD_TEST_REQUIRE").is_ok_and(|all| all.split(',').any(|one| one == "pdf"));
        assert!(
            !required,
            "ACCORD_TEST_REQUIRE=pdf, but python3 with page-validation is not installed"
        );
        println!("skipped: python3 with page-validation is not installed");
        return None;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let mut paths = String::new();
    for (at, bytes) in files.iter().enumerate() {
        let path = folder.path().join(format!("{at}.pdf"));
        std::fs::write(&path, bytes).expect("written");
        paths.push_str(&format!("{}\n", path.display()));
    }
    let mut python = Command::new("python3")
        .args(["-c", SCRIPT])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3");
    python
        .stdin
        .take()
        .expect("stdin")
        .write_all(paths.as_bytes())
        .expect("written");
    let said = python.wait_with_output().expect("said").stdout;
    let said = String::from_utf8(said).expect("text");
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), files.len() * 2, "{said}");
    let wrong = |pair: &[&str]| {
        pair.iter()
            .filter(|line| **line != "ok")
            .map(|line| (*line).to_owned())
            .collect()
    };
    Some(lines.chunks(2).map(wrong).collect())
}
