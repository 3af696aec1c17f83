//! Addresses that asked to be told of something, on both databases.

use accord_store::{
    StoreError,
    subscriptions::{self, SubscriptionRow},
};

use crate::support::{alliance, at, on_each, stamp};

fn row(id: &str, address: &str, confirmed: bool) -> SubscriptionRow {
    SubscriptionRow {
        id: id.to_owned(),
        alliance_id: "sheffield".to_owned(),
        address: address.to_owned(),
        name: String::new(),
        topics: "[]".to_owned(),
        wanted: "[\"opportunities\"]".to_owned(),
        stop_key: format!("stop {id}"),
        code_hash: Some("ab".repeat(32)),
        code_until: Some(stamp(3_600)),
        tries: 0,
        codes: 1,
        asked_at: stamp(0),
        confirmed_at: confirmed.then(|| stamp(60)),
    }
}

#[test]
fn an_address_is_there_once_in_each_alliance() {
    on_each(|bed| {
        bed.write(|db| accord_store::alliances::insert(db, &alliance("leeds")))
            .unwrap();
        bed.write(|db| subscriptions::put(db, &row("s1", "a@x.example", false)))
            .unwrap();
        let twice = bed.write(|db| subscriptions::put(db, &row("s2", "a@x.example", false)));
        assert!(matches!(twice, Err(StoreError::Duplicate(_))), "{twice:?}");
        bed.write(|db| {
            let elsewhere = SubscriptionRow {
                alliance_id: "leeds".to_owned(),
                ..row("s3", "a@x.example", true)
            };
            subscriptions::put(db, &elsewhere)
        })
        .unwrap();
        let (own, other, by_id) = bed
            .store
            .read(|db| {
                Ok::<_, StoreError>((
                    subscriptions::by_address(db, "sheffield", "a@x.example")?,
                    subscriptions::by_address(db, "leeds", "a@x.example")?,
                    subscriptions::load(db, "leeds", "s1")?,
                ))
            })
            .unwrap();
        assert_eq!(own, Some(row("s1", "a@x.example", false)));
        assert_eq!(other.unwrap().id, "s3");
        assert_eq!(by_id, None);
    });
}

#[test]
fn a_change_may_empty_what_was_there() {
    on_each(|bed| {
        bed.write(|db| subscriptions::put(db, &row("s1", "a@x.example", false)))
            .unwrap();
        let confirmed = SubscriptionRow {
            code_hash: None,
            code_until: None,
            topics: "[\"opportunities\"]".to_owned(),
            ..row("s1", "a@x.example", true)
        };
        let new = confirmed.clone();
        bed.write(move |db| subscriptions::put(db, &new)).unwrap();
        let found = bed.store.read(|db| subscriptions::by_stop_key(db, "stop s1")).unwrap();
        assert_eq!(found, Some(confirmed));
    });
}

#[test]
fn only_confirmed_addresses_are_told_and_old_requests_are_forgotten() {
    on_each(|bed| {
        bed.write(|db| {
            for (id, confirmed) in [("s1", true), ("s2", false), ("s3", true)] {
                subscriptions::put(db, &row(id, &format!("{id}@x.example"), confirmed))?;
            }
            Ok(())
        })
        .unwrap();
        let told = bed.store.read(|db| subscriptions::confirmed(db, "sheffield")).unwrap();
        assert_eq!(told.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["s1", "s3"]);
        assert_eq!(bed.write(|db| subscriptions::forget_unconfirmed(db, at(0))).unwrap(), 0);
        assert_eq!(bed.write(|db| subscriptions::forget_unconfirmed(db, at(1))).unwrap(), 1);
        assert!(bed.write(|db| subscriptions::forget(db, "s1")).unwrap());
        assert!(!bed.write(|db| subscriptions::forget(db, "s1")).unwrap());
        let told = bed.store.read(|db| subscriptions::confirmed(db, "sheffield")).unwrap();
        assert_eq!(told.len(), 1);
    });
}
