//! Whatever is done to an exported journal is found, and the place is named.

#![expect(clippy::unwrap_used, reason = "the support of tests may fail loudly")]

use accord_log::{Entry, Frontier, Hash, SigningKey, verify};
use proptest::prelude::*;

fn key() -> SigningKey {
    SigningKey::from_seed("accord.example.org", &[7; 32])
}

/// An export of `size` entries, with checkpoints after every `every` and at the end.
fn export(size: u64, every: u64) -> Vec<String> {
    let origin = "accord.example.org/sheffield";
    let mut lines = vec![verify::head(origin, &key().public())];
    let (mut frontier, mut previous) = (Frontier::new(), Hash::empty());
    for index in 0..size {
        let body = format!(r#"{{"event":"bid \"{index}\" é","facts":[1,null,true]}}"#);
        let entry = Entry {
            alliance: "sheffield",
            index,
            previous,
            scope: if index % 2 == 0 { "instance-a" } else { "instance-b" },
            seq: Some(i64::try_from(index / 2).unwrap() + 1),
            at: "2026-04-01T12:00:00.000000Z",
            body: &body,
            request: (index % 3 == 0).then_some(("key", "hash")),
            answer: (index % 3 == 0).then_some("ab"),
        };
        lines.push(entry.line());
        previous = entry.leaf();
        frontier.push(previous);
        if (index + 1) % every == 0 || index + 1 == size {
            lines.push(verify::checkpoint_line(&verify::sign(origin, &frontier, &key())));
        }
    }
    lines.push(verify::end(size, frontier.root()));
    lines
}

fn text(lines: &[String]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn read(text: &[u8]) -> Result<verify::Verdict, verify::Fault> {
    verify::verify(text, Some(&key().public()))
}

/// The line of an entry, counted from 0.
fn line_of(lines: &[String], entry: usize) -> usize {
    let marks = |line: &&String| line.starts_with("{\"entry\"");
    let found = lines.iter().enumerate().filter(|(_, line)| marks(line)).nth(entry);
    found.unwrap().0
}

#[test]
fn a_whole_journal_is_accepted() {
    let verdict = read(text(&export(20, 7)).as_bytes()).unwrap();
    assert_eq!((verdict.size, verdict.checkpoints, verdict.uncovered), (20, 3, 0));
    assert_eq!(verdict.origin, "accord.example.org/sheffield");
    assert!(read(text(&export(0, 7)).as_bytes()).is_ok(), "an empty one too");
}

#[test]
fn every_byte_of_a_journal_counts() {
    let whole = text(&export(6, 3)).into_bytes();
    for index in 0..whole.len() {
        for change in [1, 2, 0x20, 0x80] {
            let mut worse = whole.clone();
            worse[index] ^= change;
            assert!(read(&worse).is_err(), "byte {index} ^ {change}");
        }
    }
}

#[test]
fn the_first_bad_entry_is_named() {
    let mut lines = export(20, 7);
    let line = line_of(&lines, 12);
    lines[line] = lines[line].replace("bid", "bit");
    let fault = read(text(&lines).as_bytes()).unwrap_err();
    assert_eq!(
        (fault.entry, fault.line),
        (Some(12), u64::try_from(line).unwrap() + 1),
        "{fault}"
    );
}

#[test]
fn a_forger_who_mends_the_hashes_is_caught_by_the_checkpoint() {
    // All of it is written anew from entry 9 on, with right hashes and without the key.
    let (old, mut new) = (export(20, 7), export(20, 100));
    let (mut frontier, mut previous) = (Frontier::new(), Hash::empty());
    for index in 0..20_u64 {
        let body = if index < 9 { "{\"a\":1}" } else { "{\"a\":2}" };
        let entry = Entry {
            alliance: "sheffield",
            index,
            previous,
            scope: "i",
            seq: None,
            at: "2026-04-01T12:00:00.000000Z",
            body,
            request: None,
            answer: None,
        };
        let line = line_of(&new, usize::try_from(index).unwrap());
        new[line] = entry.line();
        previous = entry.leaf();
        frontier.push(previous);
    }
    let end = new.len() - 1;
    new[end] = verify::end(20, frontier.root());
    new[end - 1].clone_from(&old[old.len() - 2]);
    let fault = read(text(&new).as_bytes()).unwrap_err();
    assert!(fault.what.contains("checkpoint over 20 entries"), "{fault}");
}

#[test]
fn another_key_than_the_trusted_one_is_refused() {
    let other = SigningKey::from_seed("accord.example.org", &[8; 32]).public();
    let whole = text(&export(3, 3));
    let fault = verify::verify(whole.as_bytes(), Some(&other)).unwrap_err();
    assert!(fault.what.contains("another key"), "{fault}");
    assert!(verify::verify(whole.as_bytes(), None).is_ok());
}

#[test]
fn what_no_checkpoint_covers_is_counted() {
    let mut lines = export(10, 4);
    lines.remove(lines.len() - 2);
    let verdict = read(text(&lines).as_bytes()).unwrap();
    assert_eq!((verdict.size, verdict.uncovered), (10, 2));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_byte_changed_is_found(size in 1_u64..40, every in 1_u64..12, at: prop::sample::Index, to: u8) {
        let mut bytes = text(&export(size, every)).into_bytes();
        let at = at.index(bytes.len());
        prop_assume!(bytes[at] != to);
        bytes[at] = to;
        prop_assert!(read(&bytes).is_err());
    }

    #[test]
    fn any_line_taken_out_is_found(size in 1_u64..40, at: prop::sample::Index) {
        let mut lines = export(size, 1000);
        let at = at.index(lines.len());
        // Without its checkpoint a journal is whole but uncovered, and says so.
        prop_assume!(!lines[at].starts_with("{\"checkpoint\""));
        lines.remove(at);
        prop_assert!(read(text(&lines).as_bytes()).is_err());
    }

    #[test]
    fn any_two_entries_swapped_are_found_at_the_first(size in 2_usize..40, a: prop::sample::Index, b: prop::sample::Index) {
        let mut lines = export(size.try_into().unwrap(), 1000);
        let (a, b) = (a.index(size), b.index(size));
        prop_assume!(a != b);
        let (x, y) = (line_of(&lines, a), line_of(&lines, b));
        lines.swap(x, y);
        let fault = read(text(&lines).as_bytes()).unwrap_err();
        prop_assert_eq!(fault.entry, Some(u64::try_from(a.min(b)).unwrap()));
    }

    #[test]
    fn any_line_doubled_is_found(size in 1_u64..40, at: prop::sample::Index) {
        let mut lines = export(size, 1000);
        let at = at.index(lines.len());
        prop_assume!(!lines[at].starts_with("{\"checkpoint\""));
        lines.insert(at, lines[at].clone());
        prop_assert!(read(text(&lines).as_bytes()).is_err());
    }

    #[test]
    fn a_journal_cut_anywhere_is_found(size in 1_u64..40, at: prop::sample::Index) {
        let whole = text(&export(size, 5));
        let at = at.index(whole.len());
        prop_assert!(read(&whole.as_bytes()[..at]).is_err());
    }
}
