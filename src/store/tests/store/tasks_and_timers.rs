//! Finding what waits for people, and what time is to do.

use accord_store::{
    task_lists,
    tasks::{self, Task, TaskStatus},
    timers::{self, TimerChange, TimerRow},
};

use crate::support::{at, on_each, stamp, with_instance};

fn task(id: &str, roles: &[&str], due: Option<i64>) -> Task {
    Task {
        instance_id: "i".to_owned(),
        id: id.to_owned(),
        alliance_id: "sheffield".to_owned(),
        state: "drafting".to_owned(),
        event: "submit".to_owned(),
        kind: "act".to_owned(),
        roles: roles.iter().map(|&role| role.to_owned()).collect(),
        person_id: None,
        status: TaskStatus::Open,
        result: None,
        opened_at: stamp(0),
        due_at: due.map(stamp),
        closed_at: None,
    }
}

fn ids(tasks: &[Task]) -> Vec<&str> {
    tasks.iter().map(|task| task.id.as_str()).collect()
}

#[test]
fn tasks_are_found_by_role_and_by_person_until_they_are_over() {
    on_each(|bed| {
        bed.write(|db| {
            with_instance(db, "i")?;
            let mut mine = task("mine", &["expert"], None);
            mine.person_id = Some("ann".to_owned());
            let all = [
                task("later", &["expert", "moderator"], Some(20)),
                task("sooner", &["expert"], Some(10)),
                task("never", &["expert"], None),
                task("others", &["host"], Some(1)),
                mine,
            ];
            tasks::apply(db, &all)?;
            // The same again changes nothing.
            tasks::apply(db, &all)
        })
        .unwrap();
        let of = |roles: &[&str]| {
            let roles: Vec<String> = roles.iter().map(|&role| role.to_owned()).collect();
            bed.store
                .read(|db| task_lists::of_roles(db, "sheffield", &roles, None, 10))
                .unwrap()
        };
        assert_eq!(ids(&of(&["expert", "moderator"])), ["sooner", "later", "never"]);
        assert_eq!(ids(&of(&["host"])), ["others"]);
        let ann = bed
            .store
            .read(|db| tasks::open_of_person(db, "sheffield", "ann"))
            .unwrap();
        assert_eq!(ids(&ann), ["mine"]);
        assert_eq!(ann[0].roles, ["expert"]);

        bed.write(|db| {
            let mut over = task("sooner", &["expert"], Some(10));
            over.status = TaskStatus::Completed;
            over.result = Some("submit".to_owned());
            over.closed_at = Some(stamp(5));
            tasks::apply(db, &[over])
        })
        .unwrap();
        assert_eq!(ids(&of(&["expert"])), ["later", "never"]);
        let all = bed.store.read(|db| tasks::of_instance(db, "sheffield", "i")).unwrap();
        assert_eq!(all.len(), 5, "what is over is still of record");
        let open = bed.store.read(|db| tasks::open_of_alliance(db, "sheffield")).unwrap();
        assert_eq!(open.len(), 4);
    });
}

fn arm(id: &str, due: Option<i64>, armed: i64) -> TimerChange {
    TimerChange::Arm(TimerRow::new("sheffield", "i", id, due.map(at), armed))
}

#[test]
fn timers_come_in_the_order_due_then_armed() {
    on_each(|bed| {
        bed.write(|db| {
            with_instance(db, "i")?;
            timers::apply(
                db,
                &[
                    arm("c", Some(10), 3),
                    arm("b", Some(10), 2),
                    arm("a", Some(20), 1),
                    arm("d", Some(5), 4),
                    arm("paused", None, 0),
                    arm("far", Some(1000), 5),
                ],
            )
        })
        .unwrap();
        let due = |now: i64| -> Vec<String> {
            let rows = bed.store.read(|db| timers::due(db, at(now), at(now), 10)).unwrap();
            rows.into_iter().map(|row| row.id).collect()
        };
        assert_eq!(due(20), ["d", "b", "c", "a"]);
        assert_eq!(due(9), ["d"]);
        assert_eq!(bed.store.read(timers::next).unwrap(), Some(at(5)));

        bed.write(|db| {
            timers::postpone(db, "i", "d", at(100), "no such state")?;
            timers::apply(
                db,
                &[
                    TimerChange::Disarm {
                        instance_id: "i".to_owned(),
                        id: "b".to_owned(),
                    },
                    arm("a", Some(8), 1),
                ],
            )
        })
        .unwrap();
        assert_eq!(due(20), ["a", "c"], "a failed one does not hold up the others");
        assert_eq!(due(100), ["d", "a", "c"]);
        assert!(!bed.store.read(|db| timers::is_armed(db, "i", "b")).unwrap());
    });
}
