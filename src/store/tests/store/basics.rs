//! What is put in comes out.

use accord_store::{
    StoreError, alliances, counters, instances, subjects,
    submissions::{self, SubmissionRow},
};

use crate::support::{Bed, alliance, at, instance, on_each, stamp, subject, with_instance};

#[test]
fn rows_come_back_as_they_went_in() {
    on_each(|bed| {
        let mut row = subject("s");
        row.reference = Some("PSF-2026-001".to_owned());
        row.created_at = (at(0) + chrono::TimeDelta::nanoseconds(123_456_789)).into();
        let put = row.clone();
        bed.write(move |db| subjects::insert(db, &put)).unwrap();
        let found = bed.store.read(|db| subjects::load(db, "sheffield", "s")).unwrap();
        assert_eq!(found, row);
        let named = bed
            .store
            .read(|db| subjects::by_reference(db, "sheffield", "PSF-2026-001"))
            .unwrap();
        assert_eq!(named, Some(row));
    });
}

#[test]
fn another_alliance_finds_nothing() {
    on_each(|bed| {
        bed.write(|db| {
            alliances::insert(db, &alliance("leeds"))?;
            with_instance(db, "i")
        })
        .unwrap();
        let found = bed.store.read(|db| instances::load(db, "leeds", "i"));
        assert!(matches!(found, Err(StoreError::NotFound { .. })), "{found:?}");
    });
}

#[test]
fn an_instance_moves_on_from_the_version_that_was_seen_and_from_no_other() {
    on_each(|bed| {
        bed.write(|db| with_instance(db, "i")).unwrap();
        let mut row = instance("i", "about i");
        row.seq = 2;
        row.changed_at = stamp(5);
        let next = row.clone();
        bed.write(move |db| instances::advance(db, &next, 1)).unwrap();
        let again = row.clone();
        let second = bed.write(move |db| instances::advance(db, &again, 1));
        assert!(
            matches!(second, Err(StoreError::Conflict { seen: 1, now: 2, .. })),
            "{second:?}"
        );
        let found = bed.store.read(|db| instances::load(db, "sheffield", "i")).unwrap();
        assert_eq!(found, row);
    });
}

#[test]
fn a_child_key_is_used_once() {
    on_each(|bed| {
        bed.write(|db| with_instance(db, "parent")).unwrap();
        let child = |id: &str| {
            let mut row = instance(id, "about parent");
            row.parent_id = Some("parent".to_owned());
            row.brood = Some("bids".to_owned());
            row.child_key = Some("org-1".to_owned());
            row
        };
        let (first, second) = (child("c1"), child("c2"));
        bed.write(move |db| instances::insert(db, &first)).unwrap();
        let twice = bed.write(move |db| instances::insert(db, &second));
        assert!(matches!(twice, Err(StoreError::Duplicate(_))), "{twice:?}");
        let children = bed
            .store
            .read(|db| instances::children(db, "sheffield", "parent", Some("bids")))
            .unwrap();
        assert_eq!(children.len(), 1);
        let parent = bed.store.read(|db| instances::parent(db, "sheffield", "c1")).unwrap();
        assert_eq!(parent.unwrap().id, "parent");
    });
}

#[test]
fn counters_count_for_each_alliance_and_name() {
    on_each(|bed| {
        let next = |name: &'static str| bed.write(move |db| counters::next(db, "sheffield", name)).unwrap();
        assert_eq!((next("PSF-2026"), next("PSF-2026"), next("PSF-2027")), (1, 2, 1));
        let undone: Result<(), StoreError> = bed.write(|db| {
            counters::next(db, "sheffield", "PSF-2026")?;
            Err(StoreError::Damaged("no".to_owned()))
        });
        undone.unwrap_err();
        assert_eq!(next("PSF-2026"), 3, "a number that was not kept is given again");
    });
}

#[test]
fn a_reader_cannot_write() {
    on_each(|bed| {
        let tried = bed.store.read(|db| counters::next(db, "sheffield", "x"));
        assert!(tried.is_err(), "{tried:?}");
    });
}

#[test]
fn an_action_is_kept_whole_or_not_at_all() {
    on_each(|bed| {
        let tried: Result<(), StoreError> = bed.write(|db| {
            with_instance(db, "i")?;
            subjects::insert(db, &subject("about i"))
        });
        assert!(matches!(tried, Err(StoreError::Duplicate(_))), "{tried:?}");
        let found = bed.store.read(|db| subjects::load(db, "sheffield", "about i"));
        assert!(matches!(found, Err(StoreError::NotFound { .. })));
    });
}

#[test]
fn a_savepoint_undoes_only_itself() {
    on_each(|bed| {
        bed.write(|db| {
            subjects::insert(db, &subject("kept"))?;
            let twice = db.nested(|db| {
                subjects::insert(db, &subject("lost"))?;
                subjects::insert(db, &subject("kept"))
            });
            assert!(matches!(twice, Err(StoreError::Duplicate(_))), "{twice:?}");
            subjects::insert(db, &subject("also kept"))
        })
        .unwrap();
        let rounds = bed
            .store
            .read(|db| subjects::of_kind(db, "sheffield", "round"))
            .unwrap();
        let ids: Vec<_> = rounds.iter().map(|row| row.id.as_str()).collect();
        assert_eq!(ids, ["also kept", "kept"]);
    });
}

#[test]
fn a_file_that_is_in_use_is_refused_kindly() {
    let bed = Bed::sqlite();
    let second = accord_store::Store::open(&bed.url, accord_store::StoreOptions::default());
    let said = second.unwrap_err().to_string();
    assert!(said.contains("is in use by another accord process"), "{said}");
}

/// Ids are drawn, so two forms of one instant are in order by the version at which each was sent.
#[test]
fn of_two_forms_of_one_instant_the_later_is_the_newest() {
    on_each(|bed| {
        let sent = |id: &str, seq: i64| SubmissionRow {
            id: id.to_owned(),
            alliance_id: "sheffield".to_owned(),
            instance_id: "i".to_owned(),
            form: "terms".to_owned(),
            person_id: "rachel".to_owned(),
            organisation_id: None,
            answers: Some("{}".to_owned()),
            reason: None,
            salt: "s".to_owned(),
            hash: "h".to_owned(),
            sealed: false,
            envelope: None,
            at: stamp(0),
            seq,
            code_alone: false,
        };
        let (first, second) = (sent("z", 3), sent("a", 4));
        bed.write(move |db| {
            with_instance(db, "i")?;
            submissions::put(db, &first)?;
            submissions::put(db, &second)
        })
        .unwrap();
        let ids = |rows: Vec<SubmissionRow>| rows.into_iter().map(|row| row.id).collect::<Vec<_>>();
        let read = |all: fn(&mut accord_store::Db) -> Result<Vec<SubmissionRow>, StoreError>| {
            assert_eq!(ids(bed.store.read(all).unwrap()), ["z", "a"]);
        };
        read(|db| submissions::of_form(db, "sheffield", "i", "terms"));
        read(|db| submissions::of_instance(db, "sheffield", "i"));
        read(|db| submissions::of_instances(db, &["i".to_owned()], "terms"));
    });
}
