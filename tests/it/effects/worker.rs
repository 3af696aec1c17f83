//! The worker and a mail server that misbehaves.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use accord::{
    clock::{Clock, VirtualClock},
    effects::{
        mail::{
            compose,
            smtp::{Line, Smtp, SmtpSettings},
            transport::{Memory, Posted, SendFault, Taken, Transport},
        },
        worker::Stop,
    },
    service::outgoing::{Incident, Outgoing, Signal, Word},
    views::source::{Shelf, Source},
};
use accord_store::outbox::OutboxStatus;
use chrono::TimeDelta;

use super::{
    bench::{Bench, start},
    letters::letter,
};
use crate::support::receiver::{Manner, Receiver};

fn to(receiver: &Receiver) -> Arc<dyn Transport> {
    at(receiver.port)
}

fn at(port: u16) -> Arc<dyn Transport> {
    let settings = SmtpSettings {
        host: "127.0.0.1".to_owned(),
        port,
        line: Line::Plain,
        login: None,
        hello: "accord.example".to_owned(),
        authority: None,
        patience: Duration::from_secs(2),
    };
    Arc::new(Smtp::new(&settings).unwrap())
}

#[test]
fn each_letter_arrives_once_when_nothing_breaks() {
    let receiver = Receiver::start([]);
    let bench = Bench::new(to(&receiver));
    for number in 0..20 {
        bench.post(&format!("i1/4/{number}/p1"), letter("Amina Yusuf", "amina@x.example"));
    }
    let drained = bench.worker.drain(start()).unwrap();
    assert_eq!((drained.done, drained.later, drained.dead), (20, 0, 0));
    let ids: BTreeMap<String, usize> = receiver.received().iter().fold(BTreeMap::new(), |mut ids, one| {
        *ids.entry(one.header("Message-ID").unwrap()).or_default() += 1;
        ids
    });
    assert_eq!(ids.len(), 20);
    assert!(ids.values().all(|count| *count == 1));
    let row = bench.row("i1/4/0/p1");
    assert_eq!(row.status, OutboxStatus::Sent);
    assert_eq!(bench.ledger("i1/4/0/p1")[0].result, "delivered");
}

#[test]
fn a_server_that_misbehaves_gets_every_letter_with_the_same_bytes() {
    let misbehaviour = [
        Manner::RefuseMessage("451 4.3.0 later"),
        Manner::LoseAnswer,
        Manner::HangUpBefore,
        Manner::RefuseRecipient("450 4.2.1 busy"),
        Manner::LoseAnswer,
        Manner::Take,
        Manner::LoseAnswer,
    ];
    let lost = misbehaviour.iter().filter(|m| matches!(m, Manner::LoseAnswer)).count();
    let receiver = Receiver::start(misbehaviour);
    let bench = Bench::new(to(&receiver));
    for number in 0..6 {
        bench.post(&format!("k{number}"), letter("Amina Yusuf", "amina@x.example"));
    }
    bench.drain_all();
    let mut copies: BTreeMap<String, Vec<Vec<u8>>> = BTreeMap::new();
    for one in receiver.received() {
        copies
            .entry(one.header("Message-ID").unwrap())
            .or_default()
            .push(one.bytes);
    }
    for number in 0..6 {
        let id = compose::message_id(&format!("k{number}"), "synergy.example");
        let of_key = &copies[&id];
        assert!(
            of_key.iter().all(|bytes| *bytes == of_key[0]),
            "k{number} changed between tries"
        );
        assert_eq!(bench.row(&format!("k{number}")).status, OutboxStatus::Sent);
    }
    let extra = receiver.received().len() - 6;
    assert!(extra <= lost, "{extra} extra copies for {lost} lost answers");
}

#[test]
fn a_refusal_for_good_is_one_try_and_an_incident() {
    let receiver = Receiver::start([Manner::RefuseRecipient("550 5.1.1 no such user")]);
    let bench = Bench::new(to(&receiver));
    bench.post("k", letter("Amina Yusuf", "gone@x.example"));
    bench.drain_all();
    let row = bench.row("k");
    assert_eq!((row.status, row.attempts), (OutboxStatus::Dead, 1));
    assert_eq!(bench.ledger("k")[0].result, "email address does not exist");
    let incidents = bench.incidents();
    assert_eq!(incidents.len(), 1);
    assert!(incidents[0].detail.contains("550"), "{:?}", incidents[0]);
}

#[test]
fn a_server_that_never_answers_is_given_up_after_twenty_tries_or_three_days() {
    let receiver = Receiver::start(std::iter::repeat_n(Manner::HangUpBefore, 40));
    let bench = Bench::new(to(&receiver));
    bench.post("k", letter("Amina Yusuf", "amina@x.example"));
    bench.drain_all();
    let row = bench.row("k");
    assert_eq!((row.status, row.attempts), (OutboxStatus::Dead, 20));
    assert!(row.last_error.unwrap().starts_with("given up after 20 tries"));
    assert!(row.next_at.utc() - start() < TimeDelta::hours(72));
    assert_eq!(bench.ledger("k").len(), 20);
    assert_eq!(bench.incidents().len(), 1);
}

#[test]
fn a_poisonous_name_or_address_does_not_stop_the_next_letter() {
    let memory = Memory::default();
    let bench = Bench::new(Arc::new(memory.clone()));
    bench.post("a", letter("Eve\r\nBcc: all@x.example", "eve@x.example"));
    bench.post("b", letter("Eve\0", "e\r\nve@x.example"));
    bench.post("c", letter("Amina", "amina@x.example"));
    bench.drain_all();
    assert_eq!(bench.row("a").status, OutboxStatus::Sent);
    assert_eq!(
        (bench.row("b").status, bench.row("b").attempts),
        (OutboxStatus::Dead, 1)
    );
    assert_eq!(bench.ledger("b")[0].result, "email address does not exist");
    assert_eq!(bench.row("c").status, OutboxStatus::Sent);
    assert_eq!(memory.sent().len(), 2);
}

/// A way out that gives up on one name, as the library would.
#[derive(Debug)]
struct Panics(Memory);

impl Transport for Panics {
    fn send(&self, post: &Posted) -> Result<Taken, SendFault> {
        assert!(!post.to.starts_with("poison"), "no");
        self.0.send(post)
    }
}

#[test]
fn a_panic_becomes_a_dead_letter() {
    let memory = Memory::default();
    let bench = Bench::new(Arc::new(Panics(memory.clone())));
    bench.post("a", letter("P", "poison@x.example"));
    bench.post("b", letter("Amina", "amina@x.example"));
    bench.drain_all();
    assert_eq!(
        (bench.row("a").status, bench.row("a").attempts),
        (OutboxStatus::Dead, 1)
    );
    assert_eq!(bench.row("b").status, OutboxStatus::Sent);
    assert_eq!(bench.incidents().len(), 1);
}

/// A letter that must not repeat, sent to a server of this manner.
fn once(transport: Arc<dyn Transport>) -> Bench {
    let code = Source {
        shelf: Shelf::Mail,
        name: "code".to_owned(),
        path: "mail/code.md.hbs".to_owned(),
        text: "---\ncontext: any\nsubject: Your code\nclass: must_not_repeat\n---\nIt is 123456.\n".to_owned(),
    };
    let bench = Bench::with(transport, &[code]);
    let mut once = letter("Amina", "amina@x.example");
    once.template = "code".to_owned();
    bench.post("k", once);
    bench
}

#[test]
fn a_message_that_must_not_repeat_goes_again_where_nothing_was_taken() {
    let receiver = Receiver::start([Manner::RefuseRecipient("450 4.2.1 busy")]);
    let bench = once(to(&receiver));
    bench.drain_all();
    assert_eq!(receiver.received().len(), 1);
    let row = bench.row("k");
    assert_eq!((row.status, row.attempts), (OutboxStatus::Sent, 2));
    // Nobody listens there at all.
    let gone = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let bench = once(at(gone));
    let drained = bench.worker.drain(start()).unwrap();
    assert_eq!((drained.done, drained.later, drained.dead), (0, 1, 0));
    assert_eq!(bench.row("k").status, OutboxStatus::Retry);
}

#[test]
fn a_message_that_must_not_repeat_is_marked_first() {
    let receiver = Receiver::start([Manner::LoseAnswer]);
    let bench = once(to(&receiver));
    bench.drain_all();
    assert_eq!(receiver.received().len(), 1);
    let row = bench.row("k");
    assert_eq!((row.status, row.attempts), (OutboxStatus::Sent, 1));
    assert_eq!(bench.ledger("k")[0].result, "sending");
}

#[test]
fn signals_and_incidents_go_where_they_belong() {
    let bench = Bench::new(Arc::new(Memory::default()));
    let about = letter("A", "a@x.example").about;
    bench.put(
        "s",
        &Outgoing::Signal(Signal {
            alliance: "a1".to_owned(),
            to: "i2".to_owned(),
            word: Word::FactsChanged,
        }),
    );
    bench.put(
        "i",
        &Outgoing::Incident(Incident {
            what: "a quorum that cannot be reached".to_owned(),
            about,
        }),
    );
    bench.worker.drain(start()).unwrap();
    assert_eq!(*bench.heard.given.lock().unwrap(), ["s"]);
    assert_eq!(bench.incidents()[0].what, "a quorum that cannot be reached");
    assert_eq!(bench.row("i").status, OutboxStatus::Sent);
}

#[test]
fn several_threads_send_each_letter_once_and_stop_when_told() {
    let memory = Memory::default();
    let bench = Bench::new(Arc::new(memory.clone()));
    for number in 0..60 {
        bench.post(&format!("k{number}"), letter("Amina", "amina@x.example"));
    }
    let clock = VirtualClock::starting(start());
    let stop = Stop::default();
    std::thread::scope(|scope| {
        let (worker, clock, told) = (&bench.worker, &clock as &dyn Clock, stop.clone());
        scope.spawn(move || worker.run("w", 3, clock, &[], &told));
        for _ in 0..2000 {
            if memory.sent().len() >= 60 && bench.row("k59").status == OutboxStatus::Sent {
                break;
            }
            std::thread::yield_now();
            std::thread::sleep(Duration::from_millis(5));
        }
        stop.now();
    });
    let ids: std::collections::BTreeSet<String> = memory.sent().into_iter().map(|p| p.message_id).collect();
    assert_eq!((memory.sent().len(), ids.len()), (60, 60));
}
