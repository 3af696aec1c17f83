//! What every step asks is found by an index that fits, and not by a look at everything that the
//! alliance has. SQLite has no statistics here, so it must see from the index alone that it fits;
//! PostgreSQL, with tables this small, would rightly use none.

use accord_store::StoreError;
use diesel::{RunQueryDsl as _, sql_query, sql_types::Text};

use crate::support::Bed;

#[derive(diesel::QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    detail: String,
}

#[track_caller]
fn check(bed: &Bed, asked: &str, index: &str) {
    let query = format!("EXPLAIN QUERY PLAN SELECT * FROM {asked}");
    let plan: Vec<Line> = bed
        .store
        .read(|db| Ok::<_, StoreError>(sql_query(query).load(db)?))
        .unwrap();
    let first = &plan.first().expect("a plan").detail;
    assert!(first.contains(&format!("USING INDEX {index} (")), "{asked}: {first}");
}

#[test]
fn every_step_finds_what_it_asks_for_by_an_index() {
    let bed = Bed::sqlite();
    let questions = [
        (
            "instance WHERE parent_id = 'i' AND alliance_id = 'a' ORDER BY started_at, id",
            "instance_parent",
        ),
        (
            "instance WHERE parent_id = 'i' AND alliance_id = 'a' AND brood = 'b' ORDER BY started_at, id",
            "instance_parent",
        ),
        (
            "instance WHERE subject_id = 's' AND alliance_id = 'a' ORDER BY started_at, id",
            "instance_subject",
        ),
        (
            "journal WHERE scope = 'i' AND alliance_id = 'a' ORDER BY position",
            "journal_scope",
        ),
        ("journal WHERE scope = 'i' AND request_key = 'k'", "journal_request"),
        (
            "subject WHERE alliance_id = 'a' AND parent_id = 's' AND kind = 'k' ORDER BY created_at, id",
            "subject_parent",
        ),
        (
            "subject JOIN instance ON instance.subject_id = subject.id \
             WHERE subject.alliance_id = 'a' AND subject.parent_id = 's' AND subject.kind = 'k'",
            "subject_parent",
        ),
        (
            "submission WHERE instance_id = 'i' AND alliance_id = 'a' ORDER BY at, id",
            "submission_form",
        ),
        (
            "document WHERE subject_id = 's' AND alliance_id = 'a' ORDER BY created_at",
            "document_subject",
        ),
        ("instance_link WHERE target_id = 'i'", "instance_link_target"),
        // Home's: whatever is open, it looks at the few that it shows.
        (
            "task WHERE person_id = 'p' AND closed_at IS NULL AND alliance_id = 'a'",
            "task_person",
        ),
        (
            "task WHERE alliance_id = 'a' AND closed_at IS NULL ORDER BY (due_at IS NULL), due_at, opened_at, id",
            "task_open",
        ),
        (
            "instance WHERE subject_id IN ('s', 't') ORDER BY started_at, id",
            "instance_subject",
        ),
        (
            "appointment WHERE alliance_id = 'a' AND person_id = 'p' AND since <= 't' ORDER BY id",
            "appointment_person",
        ),
        (
            "membership WHERE alliance_id = 'a' AND person_id = 'p' AND since <= 't' ORDER BY id",
            "membership_person",
        ),
    ];
    for (asked, index) in questions {
        check(&bed, asked, index);
    }
}
