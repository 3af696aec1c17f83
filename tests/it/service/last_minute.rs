//! A hundred bids are sent in the last minute. None is lost, none is late, and each receipt can be checked.

use std::{collections::BTreeSet, sync::Barrier, thread};

use accord::service::{app::App, receipts, seed};
use accord_store::instances;
use chrono::{DateTime, TimeDelta, Utc};

use super::award;
use crate::support::app::TestApp;

/// How many organisations bid, beside those of the city.
const BIDDERS: usize = 100;
/// How many send at the very same time.
const AT_ONCE: usize = 20;

/// The city with a hundred small organisations more, each with somebody who speaks for it.
fn crowded(app: &App) -> String {
    let mut data = seed::read(app, "sheffield").unwrap();
    let found = data.organisations.iter().find(|one| one.id == "mens-shed");
    let one = found.unwrap().clone();
    for number in 0..BIDDERS {
        let mut next = one.clone();
        next.id = organisation(number);
        next.name = format!("Shed number {number}");
        next.says.clear();
        for person in &mut next.people {
            person.id = format!("{}-{number}", person.id);
        }
        data.organisations.push(next);
    }
    seed::plant(app, data).unwrap()
}

fn organisation(number: usize) -> String {
    format!("shed-{number}")
}

#[test]
fn a_hundred_bids_in_the_last_minute_are_all_in_time_and_their_receipts_verify() {
    let t = TestApp::beginning(crowded);
    let round = award::round(&t);
    let bids: Vec<(String, String)> = (0..BIDDERS)
        .map(|number| award::bid(&t, &round, &organisation(number)))
        .collect();
    // Bids close at midday on 10 April, which is eleven o'clock here.
    let closing: DateTime<Utc> = "2026-04-10T11:00:00Z".parse().unwrap();
    t.clock.advance(closing - t.app.clock.now() - TimeDelta::seconds(30));
    let start = Barrier::new(AT_ONCE);
    thread::scope(|scope| {
        for share in 0..AT_ONCE {
            let (t, start, bids) = (&t, &start, &bids);
            scope.spawn(move || {
                start.wait();
                for (number, (instance, _)) in bids.iter().enumerate().skip(share).step_by(AT_ONCE) {
                    let who = format!("barry-{number}");
                    t.act(instance, &who, "submit", award::answers()).unwrap();
                }
            });
        }
    });
    t.clock.advance(TimeDelta::seconds(31));
    let mut sent = BTreeSet::new();
    for (number, (instance, record)) in bids.iter().enumerate() {
        let row = t
            .app
            .store
            .read(|db| instances::load(db, &t.alliance, instance))
            .unwrap();
        assert!(row.snapshot.contains("submitted"), "{number}: {}", row.snapshot);
        let caller = t.caller(&format!("barry-{number}"));
        let issued = receipts::of_record(&t.app, &t.alliance, &caller, ("bid", record)).unwrap();
        let proved = issued.receipt.verify(&t.app.signer.public()).unwrap();
        sent.insert(proved.fingerprint);
    }
    assert_eq!(sent.len(), BIDDERS, "each bid has a fingerprint of its own");
    let (late, _) = award::bid(&t, &round, "mens-shed");
    let refused = t.act(&late, "barry", "submit", award::answers()).unwrap_err();
    assert!(
        format!("{refused:?}").contains("closing time has passed"),
        "{refused:?}"
    );
}
