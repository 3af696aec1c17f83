//! Sessions, codes, factors and drafts.

use accord_store::{
    StoreError, codes, drafts, factors,
    people::{self, PersonRow},
    sessions,
};

use crate::support::{Bed, on_each, stamp, with_instance};

pub fn person(id: &str) -> PersonRow {
    PersonRow {
        id: id.to_owned(),
        handle: id.to_owned(),
        name: "Amina Yusuf".to_owned(),
        first_name: "Amina".to_owned(),
        email: Some(format!("{id}@Burngreave.example")),
        channel: "email".to_owned(),
        created_at: stamp(0),
    }
}

fn with_people(bed: &Bed) {
    bed.write(|db| {
        with_instance(db, "i")?;
        people::insert(db, &person("amina"))?;
        people::insert(db, &person("grace"))
    })
    .unwrap();
}

fn session(id: &str, person: &str) -> sessions::SessionRow {
    sessions::SessionRow {
        id: id.to_owned(),
        token: format!("token {id}"),
        person_id: person.to_owned(),
        alliance_id: "sheffield".to_owned(),
        acting_for: None,
        browser: "Firefox".to_owned(),
        begun_at: stamp(0),
        seen_at: stamp(0),
        ends_at: stamp(100),
        factor_at: None,
        ended_at: None,
    }
}

#[test]
fn an_address_is_found_whatever_its_letters() {
    on_each(|bed| {
        with_people(bed);
        let found = bed
            .store
            .read(|db| people::by_email(db, "AMINA@burngreave.example"))
            .unwrap();
        assert_eq!(found.len(), 1);
    });
}

#[test]
fn a_session_is_ended_by_its_own_person() {
    on_each(|bed| {
        with_people(bed);
        for row in [session("a", "amina"), session("b", "amina"), session("c", "grace")] {
            bed.write(move |db| sessions::begin(db, &row)).unwrap();
        }
        let by = |person: &'static str, id: &'static str| bed.write(move |db| sessions::end(db, person, id, stamp(1)));
        assert!(!by("grace", "a").unwrap(), "not hers");
        assert!(by("amina", "a").unwrap());
        assert!(!by("amina", "a").unwrap(), "only once");
        let open = |person: &'static str| {
            let rows = bed
                .store
                .read(|db| sessions::open_of_person(db, person, stamp(2)))
                .unwrap();
            rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
        };
        assert_eq!(open("amina"), ["b"]);
        bed.write(|db| sessions::raise(db, "b", "new token", stamp(3))).unwrap();
        let find = |token: &'static str| bed.store.read(|db| sessions::by_token(db, token)).unwrap();
        assert_eq!(find("token b"), None);
        assert_eq!(find("new token").unwrap().factor_at, Some(stamp(3)));
        let late = bed
            .store
            .read(|db| sessions::open_of_person(db, "amina", stamp(100)))
            .unwrap();
        assert!(late.is_empty(), "it is over by age");
        assert_eq!(
            bed.write(|db| sessions::end_others(db, "amina", None, stamp(4)))
                .unwrap(),
            1
        );
        assert_eq!(open("grace"), ["c"]);
    });
}

#[test]
fn a_code_has_its_tries_and_is_used_once() {
    on_each(|bed| {
        with_people(bed);
        let row = codes::CodeRow {
            id: "browser".to_owned(),
            address: "address".to_owned(),
            person_id: Some("amina".to_owned()),
            code: "hash".to_owned(),
            asked_at: stamp(1),
            expires_at: stamp(10),
            tries: 0,
            used_at: None,
        };
        bed.write(move |db| codes::ask(db, &row)).unwrap();
        let tried = |now: i64| {
            bed.write(move |db| codes::try_once(db, "browser", 2, stamp(now)))
                .unwrap()
        };
        assert!(!tried(10), "too late");
        assert!(tried(2));
        assert!(tried(3));
        assert!(!tried(4), "no more tries");
        let asked = bed.store.read(|db| codes::asked(db, "address", stamp(0))).unwrap();
        assert_eq!((asked.codes, asked.wrong, asked.last), (1, 2, Some(stamp(1))));
        assert!(bed.write(|db| codes::used(db, "browser", stamp(5))).unwrap());
        assert!(!bed.write(|db| codes::used(db, "browser", stamp(6))).unwrap());
        assert_eq!(bed.write(|db| codes::forget(db, stamp(2))).unwrap(), 1);
    });
}

#[test]
fn a_card_is_crossed_out_code_by_code() {
    on_each(|bed| {
        with_people(bed);
        let row = factors::FactorRow {
            id: "card".to_owned(),
            person_id: "amina".to_owned(),
            kind: factors::FactorKind::Card,
            secret: String::new(),
            made_at: stamp(0),
            confirmed_at: Some(stamp(0)),
            last_step: 0,
            failures: 0,
            locked_until: None,
            ended_at: None,
        };
        let codes: Vec<factors::SpareRow> = (1..=3)
            .map(|number| factors::SpareRow {
                factor_id: "card".to_owned(),
                number,
                code: format!("hash {number}"),
                used_at: None,
            })
            .collect();
        let (put, all) = (row.clone(), codes.clone());
        bed.write(move |db| factors::add(db, &put, &all)).unwrap();
        assert_eq!(bed.store.read(|db| factors::of_person(db, "amina")).unwrap(), [row]);
        assert_eq!(bed.store.read(|db| factors::codes(db, "card")).unwrap(), codes);
        assert!(bed.write(|db| factors::cross_out(db, "card", 2, stamp(1))).unwrap());
        assert!(!bed.write(|db| factors::cross_out(db, "card", 2, stamp(2))).unwrap());
        bed.write(|db| factors::end(db, "card", stamp(3))).unwrap();
        assert!(bed.store.read(|db| factors::of_person(db, "amina")).unwrap().is_empty());
    });
}

#[test]
fn one_draft_is_open_at_a_place_and_a_sent_one_makes_room() {
    on_each(|bed| {
        with_people(bed);
        let row = |id: &str| drafts::DraftRow {
            id: id.to_owned(),
            alliance_id: "sheffield".to_owned(),
            person_id: "amina".to_owned(),
            acting_for: None,
            instance_id: "i".to_owned(),
            place: "act/a/b".to_owned(),
            answers: "{}".to_owned(),
            seen: 1,
            begun_at: stamp(0),
            saved_at: stamp(0),
            sent_at: None,
            answer: None,
            base: None,
        };
        let (one, two) = (row("one"), row("two"));
        bed.write(move |db| drafts::begin(db, &one)).unwrap();
        let second = bed.write(move |db| drafts::begin(db, &two));
        assert!(matches!(second, Err(StoreError::Duplicate(_))), "{second:?}");
        assert!(
            bed.write(|db| drafts::save(db, "one", "{\"a\":\"b\"}", 2, stamp(1)))
                .unwrap()
        );
        bed.write(|db| drafts::sent(db, "one", "\"done\"", stamp(2))).unwrap();
        assert!(
            !bed.write(|db| drafts::save(db, "one", "{}", 3, stamp(3))).unwrap(),
            "it is sent"
        );
        let sent = bed.store.read(|db| drafts::load(db, "amina", "one")).unwrap();
        assert_eq!(
            (sent.answers.as_str(), sent.answer.as_deref(), sent.seen),
            ("{}", Some("\"done\""), 2)
        );
        let two = row("two");
        bed.write(move |db| drafts::begin(db, &two)).unwrap();
        let others = bed.store.read(|db| drafts::load(db, "grace", "two"));
        assert!(matches!(others, Err(StoreError::NotFound { .. })));
        assert!(!bed.write(|db| drafts::discard(db, "grace", "two")).unwrap());
        assert!(bed.write(|db| drafts::discard(db, "amina", "two")).unwrap());
    });
}
