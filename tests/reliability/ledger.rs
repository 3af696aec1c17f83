//! What the clients were told, and whether the database agrees.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use accord_store::{Store, audit, bench, instances, journal, outbox, tasks, timers};

use crate::worker::CLIENTS;

/// The last action that each client was told had been done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    acked: [u64; CLIENTS],
    pub total: u64,
}

/// How the database differs from what was told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Difference {
    /// Actions that were acknowledged and are not there.
    pub lost: u64,
    /// Actions that are there and were not acknowledged: at most one for each client.
    pub unheard: u64,
}

/// An alliance and an instance for each client.
pub fn begin(store: &Store) {
    store
        .write(|db| bench::prepare(db, "bench", CLIENTS.try_into().unwrap()))
        .unwrap();
}

impl Ledger {
    /// Starts a worker that goes on from here.
    pub fn worker(&self, url: &str) -> Command {
        let acked: Vec<String> = self.acked.iter().map(u64::to_string).collect();
        let mut command = Command::new(std::env::current_exe().unwrap());
        command
            .env("ACCORD_RELIABILITY_ROLE", "clients")
            .env("ACCORD_RELIABILITY_URL", url)
            .env("ACCORD_RELIABILITY_ACKED", acked.join(","))
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        command
    }

    /// Lets a worker run for a while, kills it, and notes what it had said by then. Two rounds of
    /// three wait until it is at work; the third may catch it while it opens and recovers.
    pub fn run_and_kill(&mut self, command: &mut Command, round: usize) {
        let mut child: Child = command.spawn().unwrap();
        let said = BufReader::new(child.stdout.take().unwrap());
        let (at_work, wait) = mpsc::channel();
        let reader = thread::spawn(move || {
            let heard = |_: &String| at_work.send(()).unwrap_or_default();
            said.lines().map_while(Result::ok).inspect(heard).collect::<Vec<_>>()
        });
        if !round.is_multiple_of(3) {
            wait.recv_timeout(Duration::from_secs(60)).unwrap();
        }
        thread::sleep(stretch(round));
        assert_eq!(child.try_wait().unwrap(), None, "the worker has stopped by itself");
        child.kill().unwrap();
        child.wait().unwrap();
        for line in reader.join().unwrap() {
            let mut fields = line.split(' ').map(|field| field.parse::<u64>().unwrap());
            let (client, number) = (fields.next().unwrap(), fields.next().unwrap());
            let (client, seq) = (usize::try_from(client).unwrap(), fields.next().unwrap());
            assert_eq!(seq, number + 1, "each action of client {client} is one step");
            assert_eq!(number, self.acked[client] + 1, "client {client} was answered in order");
            self.acked[client] = number;
            self.total += 1;
        }
    }

    /// Compares, and takes what is there as the new truth. Panics if anything is there twice, or
    /// if rows of one action are there in part.
    pub fn compare(&mut self, store: &Store) -> Difference {
        let mut difference = Difference::default();
        store.read(|db| audit::verify_all(db, None)).unwrap();
        for client in 0..CLIENTS {
            let id = bench::instance_id("bench", client.try_into().unwrap());
            let (row, entries, mails, tasks, timers) = store
                .read(|db| {
                    Ok::<_, accord_store::StoreError>((
                        instances::load(db, "bench", &id)?,
                        journal::of_instance(db, "bench", &id)?,
                        outbox::of_instance(db, "bench", &id)?,
                        tasks::of_instance(db, "bench", &id)?,
                        timers::of_instance(db, "bench", &id)?,
                    ))
                })
                .unwrap();
            let keys: Vec<_> = entries.iter().filter_map(|entry| entry.request_key.clone()).collect();
            let expected: Vec<_> = (1..=keys.len()).map(|number| format!("{client}-{number}")).collect();
            assert_eq!(keys, expected, "each action once and in order");
            let there = u64::try_from(keys.len()).unwrap();
            assert_eq!(
                u64::try_from(row.seq).unwrap(),
                there + 1,
                "the snapshot is the journal's"
            );
            assert_eq!(u64::try_from(mails.len()).unwrap(), there, "one email for each action");
            assert_eq!((tasks.len(), timers.len()), (1, 1));
            assert_eq!(timers[0].armed, row.seq, "the timer is the last step's");
            difference.lost += self.acked[client].saturating_sub(there);
            let unheard = there.saturating_sub(self.acked[client]);
            assert!(unheard <= 1, "client {client} has one action under way at a time");
            difference.unheard += unheard;
            // A client that was not answered asks again with the same key; one that lost what it
            // was promised starts from what there is.
            self.acked[client] = self.acked[client].min(there);
        }
        difference
    }
}

/// A different stretch of time in each round, between 10 and 210 ms.
fn stretch(round: usize) -> Duration {
    let round = u64::try_from(round).unwrap() + 1;
    Duration::from_micros(10_000 + round.wrapping_mul(2_654_435_761) % 200_000)
}
