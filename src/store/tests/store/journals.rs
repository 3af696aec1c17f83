//! The journal in the database: chained, idempotent, verifiable.

use accord_log::{SigningKey, verify};
use accord_store::{
    AuditError, Store, StoreError, StoreOptions, audit, checkpoints, instances,
    journal::{self, NewEntry, Request},
};
use diesel::connection::SimpleConnection as _;
use serde_json::json;

use crate::support::{Bed, alliance, at, instance, on_each, with_instance};

fn key() -> SigningKey {
    SigningKey::from_seed("accord.example.org", &[7; 32])
}

/// Starts `i` and takes it through `steps` steps.
fn history(bed: &Bed, steps: i64) {
    bed.write(|db| with_instance(db, "i")).unwrap();
    for seq in 1..=steps {
        bed.write(move |db| {
            let mut row = instances::load_for_update(db, "sheffield", "i")?;
            row.seq = seq;
            if seq > 1 {
                instances::advance(db, &row, seq - 1)?;
            }
            let body = json!({"event": "moved", "seq": seq, "é": [true, null]});
            journal::append(
                db,
                &NewEntry {
                    alliance_id: "sheffield",
                    instance_id: Some("i"),
                    seq: Some(seq),
                    at: at(seq),
                    body: &body,
                    request: None,
                },
            )
        })
        .unwrap();
    }
}

#[test]
fn a_journal_verifies_in_the_database_and_as_an_export() {
    on_each(|bed| {
        history(bed, 12);
        bed.write(|db| checkpoints::make(db, "sheffield", "here/sheffield", &key(), at(50)))
            .unwrap();
        let verdicts = bed
            .store
            .read(|db| audit::verify_all(db, Some(&key().public())))
            .unwrap();
        assert_eq!(
            (verdicts[0].size, verdicts[0].checkpoints, verdicts[0].uncovered),
            (12, 1, 0)
        );
        assert_eq!(verdicts[0].origin, "here/sheffield");

        let mut export = Vec::new();
        bed.store
            .read(|db| audit::export(db, "sheffield", "here/sheffield", &key().public(), &mut export))
            .unwrap();
        let offline = verify::verify(export.as_slice(), Some(&key().public())).unwrap();
        assert_eq!(offline, verdicts[0]);
    });
}

#[test]
fn alliances_have_logs_of_their_own() {
    on_each(|bed| {
        history(bed, 2);
        let first = bed
            .write(|db| {
                accord_store::alliances::insert(db, &alliance("leeds"))?;
                journal::append(
                    db,
                    &NewEntry {
                        alliance_id: "leeds",
                        instance_id: None,
                        seq: None,
                        at: at(0),
                        body: &json!({"what": "founded"}),
                        request: None,
                    },
                )
            })
            .unwrap();
        assert_eq!(first.index, 0);
        assert_eq!(bed.store.read(|db| audit::verify_all(db, None)).unwrap().len(), 2);
    });
}

#[test]
fn a_fraction_has_no_place_in_a_journal() {
    on_each(|bed| {
        let tried = bed.write(|db| {
            journal::append(
                db,
                &NewEntry {
                    alliance_id: "sheffield",
                    instance_id: None,
                    seq: None,
                    at: at(0),
                    body: &json!({"share": 0.75}),
                    request: None,
                },
            )
        });
        assert!(tried.unwrap_err().to_string().contains("0.75"));
    });
}

fn keyed(bed: &Bed, key: &'static str, hash: &'static str, seq: i64) -> Result<String, StoreError> {
    bed.write(move |db| {
        if let Some(answer) = journal::answered(db, "i", key, hash)? {
            return Ok(answer);
        }
        let answer = format!("done as {seq}");
        let body = json!({});
        let request = Request {
            key,
            hash,
            answer: &answer,
        };
        journal::append(
            db,
            &NewEntry {
                alliance_id: "sheffield",
                instance_id: Some("i"),
                seq: Some(seq),
                at: at(seq),
                body: &body,
                request: Some(request),
            },
        )?;
        Ok(answer)
    })
}

#[test]
fn the_same_key_gives_the_first_answer_and_another_command_is_refused() {
    on_each(|bed| {
        bed.write(|db| with_instance(db, "i")).unwrap();
        assert_eq!(keyed(bed, "k", "h", 1).unwrap(), "done as 1");
        assert_eq!(keyed(bed, "k", "h", 2).unwrap(), "done as 1");
        let reused = keyed(bed, "k", "other", 2);
        assert!(matches!(reused, Err(StoreError::KeyReused(_))), "{reused:?}");
        assert_eq!(keyed(bed, "k2", "h", 2).unwrap(), "done as 2");
    });
}

#[test]
fn what_became_of_a_lost_commit_is_told_by_its_key() {
    on_each(|bed| {
        bed.write(|db| with_instance(db, "i")).unwrap();
        // The answer to the first was lost on the way; the second never arrived.
        keyed(bed, "kept", "h", 1).unwrap();
        let fate = |key: &'static str| bed.store.read(move |db| journal::answered(db, "i", key, "h")).unwrap();
        assert_eq!(fate("kept").as_deref(), Some("done as 1"));
        assert_eq!(fate("lost"), None);
    });
}

#[test]
fn one_changed_byte_anywhere_in_the_journal_table_is_found_and_named() {
    let changes = [
        "body = replace(body, 'moved', 'loved')",
        "body = replace(body, 'true', 'false')",
        "at = '2026-04-01 00:00:00'",
        "scope = 'j'",
        "seq = 99",
        "leaf = replace(leaf, 'a', 'b')",
    ];
    for change in changes {
        tampered(&format!("UPDATE journal SET {change} WHERE position = 5"), Some(5));
    }
    tampered("DELETE FROM journal WHERE position = 7", Some(7));
    tampered("DELETE FROM journal WHERE position = 11", Some(11));
    tampered(
        "UPDATE journal SET position = 100 - position WHERE position IN (3, 4)",
        Some(3),
    );
    tampered(
        "UPDATE journal SET body = (SELECT body FROM journal WHERE position = 2) WHERE position = 8",
        Some(8),
    );
    tampered("UPDATE instance SET seq = 11", None);
    tampered("UPDATE checkpoint SET size = 11", Some(11));
    tampered("UPDATE checkpoint SET note = replace(note, 'here', 'hare')", None);
}

/// Changes the file behind our back, and looks for the entry that the verifier names.
#[track_caller]
fn tampered(sql: &str, entry: Option<u64>) {
    let bed = Bed::sqlite();
    bed.write(|db| accord_store::alliances::insert(db, &alliance("sheffield")))
        .unwrap();
    history(&bed, 12);
    bed.write(|db| checkpoints::make(db, "sheffield", "here/sheffield", &key(), at(50)))
        .unwrap();
    bed.write(|db| {
        let accord_store::Db::Sqlite(c) = db else {
            unreachable!()
        };
        c.batch_execute("CREATE TABLE copy AS SELECT 1").unwrap();
        Ok(())
    })
    .unwrap();
    let statement = sql.to_owned();
    bed.write(move |db| {
        let accord_store::Db::Sqlite(c) = db else {
            unreachable!()
        };
        c.batch_execute(&statement).unwrap();
        Ok(())
    })
    .unwrap();
    let found = bed.store.read(|db| audit::verify_all(db, Some(&key().public())));
    match (found, entry) {
        (Err(AuditError::Journal { at, .. }), Some(entry)) => assert_eq!(at.entry, entry, "{sql}: {at}"),
        (Err(_), None) => {}
        (other, _) => panic!("{sql}: {other:?}"),
    }
}

#[test]
fn a_backup_is_made_under_writes_and_verified() {
    let bed = Bed::sqlite();
    bed.write(|db| accord_store::alliances::insert(db, &alliance("sheffield")))
        .unwrap();
    history(&bed, 30);
    let folder = tempfile::tempdir().unwrap();
    let (copy, back) = (folder.path().join("it's a copy.db"), folder.path().join("back.db"));
    let made = bed.store.backup(&copy, None).unwrap();
    assert_eq!(made.journals[0].size, 30);
    let twice = bed.store.backup(&copy, None).unwrap_err().to_string();
    assert!(twice.contains("is there already"), "{twice}");

    let looked = Store::look(&format!("sqlite:{}", copy.display()), StoreOptions::default()).unwrap();
    looked.read(|db| audit::verify_all(db, None)).unwrap();
    let refused = looked.write(|db| instances::advance(db, &instance("i", "x"), 1));
    assert!(refused.unwrap_err().to_string().contains("reading only"));

    accord_store::backup::restore(&copy, &back, None).unwrap();
    let store = Store::open(&format!("sqlite:{}", back.display()), StoreOptions::default()).unwrap();
    let row = store.read(|db| instances::load(db, "sheffield", "i")).unwrap();
    assert_eq!(row.seq, 30);
}

#[test]
fn a_damaged_backup_is_not_restored() {
    let bed = Bed::sqlite();
    bed.write(|db| accord_store::alliances::insert(db, &alliance("sheffield")))
        .unwrap();
    history(&bed, 30);
    let folder = tempfile::tempdir().unwrap();
    let (copy, back) = (folder.path().join("copy.db"), folder.path().join("back.db"));
    bed.store.backup(&copy, None).unwrap();
    let mut bytes = std::fs::read(&copy).unwrap();
    let place = bytes.windows(5).rposition(|window| window == b"moved").unwrap();
    bytes[place] = b'l';
    std::fs::write(&copy, bytes).unwrap();
    accord_store::backup::restore(&copy, &back, None).unwrap_err();
    assert!(!back.exists());
}
