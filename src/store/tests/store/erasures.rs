//! What is left of somebody in the rows, on each kind of database.

use accord_store::{
    erasures::{self, Instead},
    incidents::{self, IncidentRow},
    mentions,
    people::{self, PersonRow},
    person_keys::{self, PersonKeyRow},
    wishes,
};

use super::support::{on_each, stamp};

const NAME: &str = "Xanthippe O'Quill";

#[test]
fn a_name_is_found_wherever_it_stands_and_taken_out_where_that_may_be() {
    on_each(|bed| {
        bed.write(|db| {
            people::insert(
                db,
                &PersonRow {
                    id: "p".to_owned(),
                    handle: "xan".to_owned(),
                    name: NAME.to_owned(),
                    first_name: "Xanthippe".to_owned(),
                    email: Some("x@moor.example".to_owned()),
                    channel: "email".to_owned(),
                    created_at: stamp(0),
                },
            )?;
            incidents::open(
                db,
                &IncidentRow {
                    id: "i".to_owned(),
                    alliance_id: "sheffield".to_owned(),
                    instance_id: None,
                    what: format!("{NAME} asks"),
                    detail: "100% of it".to_owned(),
                    at: stamp(0),
                    closed_at: None,
                    closed_by: None,
                    outbox_key: None,
                    mend: None,
                },
            )
        })
        .unwrap();
        let of = |text: &'static str| {
            let found = bed.store.read(|db| mentions::of(db, text)).unwrap();
            found
                .into_iter()
                .map(|one| format!("{}.{}", one.table, one.column))
                .collect::<Vec<_>>()
        };
        assert_eq!(of(NAME), ["incident.what", "person.name"]);
        assert_eq!(of("%"), ["incident.detail"], "a text, no pattern");
        let instead = Instead {
            handle: "left-p",
            name: "Somebody",
            first_name: "Somebody",
            text: "(gone)",
        };
        let changed = bed
            .write(move |db| {
                erasures::forget_own(db, "p")?;
                erasures::write_over(db, "p", instead, stamp(9))?;
                erasures::forget_answers(db, "p", &["claim".to_owned()])?;
                assert!(erasures::forget_unused_files(db, "p")?.is_empty());
                assert!(erasures::forget_own_documents(db, "p")?.is_empty());
                assert!(erasures::documents_naming(db, "sheffield", "p", NAME)?.is_empty());
                assert!(erasures::documents_about(db, "p")?.is_empty());
                assert!(erasures::records_about(db, "sheffield", "p")?.is_empty());
                mentions::take_out(db, NAME, "somebody")
            })
            .unwrap();
        assert_eq!(changed, 1);
        for text in [NAME, "Xanthippe", "x@moor.example"] {
            assert!(of(text).is_empty(), "{text}");
        }
        assert_eq!(of("somebody asks"), ["incident.what"]);
        bed.store.settle_whole().unwrap();
    });
}

#[test]
fn a_key_is_due_on_its_day_until_it_is_destroyed() {
    on_each(|bed| {
        let row = |sealed: &str, destroyed| PersonKeyRow {
            person_id: "p".to_owned(),
            alliance_id: "sheffield".to_owned(),
            sealed: sealed.to_owned(),
            made_at: stamp(0),
            erased_at: Some(stamp(1)),
            identity: None,
            kept_until: Some(stamp(60)),
            because: String::new(),
            destroyed_at: destroyed,
        };
        let (kept, gone) = (row("key", None), row("", Some(stamp(60))));
        let person = PersonRow {
            id: "p".to_owned(),
            handle: "p".to_owned(),
            name: "P".to_owned(),
            first_name: "P".to_owned(),
            email: None,
            channel: "post".to_owned(),
            created_at: stamp(0),
        };
        let put = kept.clone();
        bed.write(move |db| {
            people::insert(db, &person)?;
            person_keys::put(db, &put)
        })
        .unwrap();
        let due = |seconds| bed.store.read(|db| person_keys::due(db, stamp(seconds))).unwrap();
        assert!(due(59).is_empty());
        assert_eq!(due(60), [kept]);
        let again = gone.clone();
        bed.write(move |db| person_keys::put(db, &again)).unwrap();
        assert!(due(61).is_empty());
        assert_eq!(
            bed.store.read(|db| person_keys::erased(db, "sheffield")).unwrap(),
            [gone]
        );
        assert!(bed.store.read(|db| wishes::load(db, "p")).unwrap().is_none());
    });
}
