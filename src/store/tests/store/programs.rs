//! Tokens, the answers to their keys, and addresses that are told.

use accord_store::{
    answers::{self, Key},
    documents, subjects,
    tokens::{self, Reach, TokenRow},
    webhooks::{self, WebhookRow},
};

use crate::support::{Bed, at, on_each, stamp, subject, with_instance};

fn with_people(bed: &Bed) {
    bed.write(|db| {
        with_instance(db, "i")?;
        accord_store::people::insert(db, &super::access::person("amina"))?;
        accord_store::people::insert(db, &super::access::person("grace"))
    })
    .unwrap();
}

fn token(id: &str, person: &str, made: i64) -> TokenRow {
    TokenRow {
        id: id.to_owned(),
        token: format!("hash {id}"),
        alliance_id: "sheffield".to_owned(),
        person_id: person.to_owned(),
        name: "Our spreadsheet".to_owned(),
        reach: Reach::Draft,
        kind: None,
        subject_id: Some("about i".to_owned()),
        with_factor: true,
        made_at: stamp(made),
        ends_at: stamp(1_000),
        used_at: None,
        ended_at: None,
    }
}

#[test]
fn a_token_is_found_by_its_hash_and_ended_by_its_owner() {
    on_each(|bed| {
        with_people(bed);
        for row in [token("a", "amina", 0), token("b", "amina", 1), token("c", "grace", 2)] {
            bed.write(move |db| tokens::make(db, &row)).unwrap();
        }
        assert!(
            bed.write(|db| tokens::make(db, &token("a", "grace", 3))).is_err(),
            "an id is taken once"
        );
        bed.write(|db| tokens::touch(db, "a", stamp(5))).unwrap();
        let found = bed.store.read(|db| tokens::by_hash(db, "hash a")).unwrap().unwrap();
        assert_eq!((found.used_at, found.reach), (Some(stamp(5)), Reach::Draft));
        let by = |person: &'static str, id: &'static str| bed.write(move |db| tokens::end(db, person, id, stamp(6)));
        assert!(!by("grace", "a").unwrap(), "not hers");
        assert!(by("amina", "a").unwrap() && !by("amina", "a").unwrap(), "only once");
        let of = bed
            .store
            .read(|db| tokens::of_person(db, "sheffield", "amina"))
            .unwrap();
        let ids: Vec<&str> = of.iter().map(|row| row.id.as_str()).collect();
        assert_eq!(ids, ["b", "a"], "the newest first, ended ones too");
    });
}

#[test]
fn an_alliance_lets_programs_in_when_it_says_so() {
    on_each(|bed| {
        with_people(bed);
        let is_on = || bed.store.read(|db| tokens::is_on(db, "sheffield")).unwrap();
        assert!(!is_on());
        for on in [true, true, false, true] {
            bed.write(move |db| tokens::switch(db, "sheffield", on, "amina", stamp(1)))
                .unwrap();
            assert_eq!(is_on(), on);
        }
    });
}

#[test]
fn a_key_is_worth_one_answer_for_a_day() {
    on_each(|bed| {
        with_people(bed);
        let begin = |key: &'static str, hash: &'static str, seconds: i64| {
            bed.write(move |db| answers::begin(db, "amina", key, hash, at(seconds)))
                .unwrap()
        };
        assert_eq!(begin("one", "h", 0), Key::New);
        assert_eq!(begin("one", "h", 1), Key::InHand);
        assert_eq!(begin("one", "other", 1), Key::Other);
        bed.write(|db| answers::keep(db, "amina", "one", "{}")).unwrap();
        assert_eq!(begin("one", "h", 2), Key::Answered("{}".to_owned()));
        assert_eq!(begin("one", "other", 2), Key::Other);
        // What did nothing is free again; so is what nobody has answered for long.
        assert_eq!(begin("two", "h", 0), Key::New);
        bed.write(|db| answers::forget(db, "amina", "two")).unwrap();
        assert_eq!(begin("two", "other", 1), Key::New);
        assert_eq!(begin("two", "other", 200), Key::New);
        // Keys are each person's own, and forgotten after a day.
        let hers = bed.write(|db| answers::begin(db, "grace", "one", "x", at(3))).unwrap();
        assert_eq!(hers, Key::New);
        assert_eq!(begin("one", "other", 90_000), Key::New);
    });
}

#[test]
fn an_address_is_moved_on_by_one_worker() {
    on_each(|bed| {
        with_people(bed);
        let row = WebhookRow {
            id: "w".to_owned(),
            alliance_id: "sheffield".to_owned(),
            person_id: "amina".to_owned(),
            url: "https://told.example".to_owned(),
            kinds: "[]".to_owned(),
            secret: "sealed".to_owned(),
            old_secret: None,
            old_until: None,
            position: 3,
            made_at: stamp(0),
            ended_at: None,
        };
        bed.write(move |db| webhooks::make(db, &row)).unwrap();
        let on = |from: i64, to: i64| bed.write(move |db| webhooks::move_on(db, "w", from, to)).unwrap();
        assert!(on(3, 7) && !on(3, 5), "the other was there first");
        bed.write(|db| webhooks::rotate(db, "w", "new", "sealed", stamp(9)))
            .unwrap();
        let found = bed.store.read(|db| webhooks::load(db, "w")).unwrap().unwrap();
        assert_eq!((found.position, found.old_secret.as_deref()), (7, Some("sealed")));
        assert_eq!(bed.store.read(webhooks::open).unwrap().len(), 1);
        assert!(!bed.write(|db| webhooks::end(db, "elsewhere", "w", stamp(9))).unwrap());
        assert!(bed.write(|db| webhooks::end(db, "sheffield", "w", stamp(9))).unwrap());
        assert!(bed.store.read(|db| webhooks::load(db, "w")).unwrap().is_none());
        assert!(
            bed.store
                .read(|db| webhooks::of_alliance(db, "sheffield"))
                .unwrap()
                .is_empty()
        );
    });
}

#[test]
fn records_come_in_pieces_the_newest_first() {
    on_each(|bed| {
        for id in ["a", "b", "c", "d"] {
            let mut row = subject(id);
            if id == "c" {
                "bid".clone_into(&mut row.kind);
            }
            bed.write(move |db| subjects::insert(db, &row)).unwrap();
        }
        let page = |kind: Option<&str>, before: Option<&str>, limit: u32| {
            let rows = bed
                .store
                .read(|db| subjects::page(db, "sheffield", kind, before, limit));
            let ids = rows.unwrap().into_iter().map(|row| row.id);
            ids.collect::<Vec<String>>().join("")
        };
        assert_eq!(page(None, None, 3), "dcb");
        assert_eq!(page(None, Some("b"), 3), "a");
        assert_eq!(page(Some("round"), None, 9), "dba");
        let none = bed.store.read(|db| documents::page(db, "sheffield", None, 9)).unwrap();
        assert!(none.is_empty());
    });
}
