//! The way a write goes: grouped, guarded, answered after the commit.

use std::{
    sync::{Arc, Barrier},
    thread,
};

use accord_store::{StoreError, counters, subjects};
use diesel::connection::SimpleConnection as _;

use crate::support::{Bed, alliance, at, on_each, subject};

#[test]
fn a_panic_is_an_error_and_undoes_its_own_work_only() {
    on_each(|bed| {
        let panicked: Result<(), StoreError> = bed.write(|db| {
            counters::next(db, "sheffield", "n")?;
            db.nested(|_| -> Result<(), StoreError> { panic!("a mistake") })
        });
        assert!(
            matches!(&panicked, Err(StoreError::Panicked(why)) if why == "a mistake"),
            "{panicked:?}"
        );
        assert_eq!(bed.write(|db| counters::next(db, "sheffield", "n")).unwrap(), 1);
    });
}

#[test]
fn a_write_inside_a_write_is_refused_instead_of_waiting_for_ever() {
    on_each(|bed| {
        let inner = bed.store.clone();
        let nested = bed.write(move |_| inner.write(|db| counters::next(db, "sheffield", "n")));
        assert!(matches!(nested, Err(StoreError::Nested)), "{nested:?}");
        bed.write(|db| counters::next(db, "sheffield", "n")).unwrap();
    });
}

#[test]
fn those_who_share_a_commit_do_not_share_their_faults() {
    on_each(|bed| {
        let (start, threads) = (Arc::new(Barrier::new(40)), 40);
        let workers: Vec<_> = (0..threads)
            .map(|number| {
                let (store, start) = (bed.store.clone(), Arc::clone(&start));
                thread::spawn(move || {
                    start.wait();
                    store.write(move |db| {
                        subjects::insert(db, &subject(&format!("s{number:02}")))?;
                        match number % 4 {
                            0 => Err(StoreError::Damaged("on purpose".to_owned())),
                            1 => panic!("on purpose"),
                            _ => Ok(()),
                        }
                    })
                })
            })
            .collect();
        for (number, worker) in workers.into_iter().enumerate() {
            assert_eq!(worker.join().unwrap().is_ok(), number % 4 > 1, "{number}");
        }
        let kept = bed
            .store
            .read(|db| subjects::of_kind(db, "sheffield", "round"))
            .unwrap();
        let good = |id: &str| id[1..].parse::<u32>().unwrap() % 4 > 1;
        assert_eq!(kept.len(), 20);
        assert!(kept.iter().all(|row| good(&row.id)));
    });
}

#[test]
fn what_was_answered_is_seen_by_the_next_reader() {
    on_each(|bed| {
        for number in 0..20 {
            let id = format!("s{number}");
            let row = subject(&id);
            bed.write(move |db| subjects::insert(db, &row)).unwrap();
            bed.store.read(|db| subjects::load(db, "sheffield", &id)).unwrap();
        }
    });
}

#[test]
fn a_reader_sees_one_picture() {
    on_each(|bed| {
        let store = bed.store.clone();
        bed.store
            .read(|db| {
                let before = subjects::of_kind(db, "sheffield", "round")?.len();
                let writer = thread::spawn(move || store.write(|db| subjects::insert(db, &subject("new"))));
                writer.join().unwrap()?;
                let after = subjects::of_kind(db, "sheffield", "round")?.len();
                assert_eq!((before, after), (0, 0));
                Ok::<_, StoreError>(())
            })
            .unwrap();
    });
}

#[test]
fn the_file_can_be_opened_again_after_it_was_closed() {
    let bed = Bed::sqlite();
    bed.write(|db| accord_store::alliances::insert(db, &alliance("sheffield")))
        .unwrap();
    let Bed { url, store, _folder } = bed;
    drop(store);
    let again = accord_store::Store::open(&url, accord_store::StoreOptions::default()).unwrap();
    again.read(|db| accord_store::alliances::load(db, "sheffield")).unwrap();
}

#[test]
fn a_full_disk_is_an_error_that_passes() {
    let bed = Bed::sqlite();
    bed.write(|db| accord_store::alliances::insert(db, &alliance("sheffield")))
        .unwrap();
    let limit = |pages: u32| {
        bed.write(move |db| {
            let accord_store::Db::Sqlite(c) = db else {
                unreachable!()
            };
            c.batch_execute(&format!("PRAGMA max_page_count = {pages}")).unwrap();
            Ok(())
        })
        .unwrap();
    };
    // As many pages as there are, so that nothing more fits.
    limit(1);
    let large = vec![7; 1 << 20];
    let full = bed.write(move |db| {
        subjects::insert(db, &subject("lost"))?;
        accord_store::blobs::put(db, "large", &large, at(0))
    });
    assert!(full.unwrap_err().to_string().contains("full"));
    limit(1 << 30);
    bed.write(|db| subjects::insert(db, &subject("kept"))).unwrap();
    let kept = bed
        .store
        .read(|db| subjects::of_kind(db, "sheffield", "round"))
        .unwrap();
    let ids: Vec<_> = kept.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(ids, ["kept"]);
}
