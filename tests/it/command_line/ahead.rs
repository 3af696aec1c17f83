//! What comes on a record, for whoever runs the server.

use super::run_in;
use crate::support::app::TestApp;

#[test]
fn what_comes_is_said_of_a_reference() {
    let t = TestApp::sheffield();
    t.specification();
    let TestApp { app, folder, .. } = t;
    drop(app);
    let url = format!("sqlite:{}", folder.path().join("test.db").display());
    let ahead = |reference: &str| {
        run_in(
            folder.path(),
            &["ahead", reference],
            &[("ACCORD_DATABASE", url.as_str())],
        )
    };
    let run = ahead("SPEC-2026-001").done("A reminder: An idea, waiting for an answer");
    assert!(
        run.out.contains("working days") && run.out.contains("A letter to"),
        "{}",
        run.out
    );
    ahead("SPEC-2026-099").refused("There is no such record with this reference");
}
