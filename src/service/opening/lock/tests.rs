//! Which cards open what, and that nothing that was changed opens.

use age::x25519::Identity;

use super::*;

const PLAIN: &str = "Kingfishers on the Porter Brook, for £36,000";

fn circle(needed: u8, of: usize) -> (Circle, Vec<(String, Identity)>) {
    let identities: Vec<(String, Identity)> = (0..of)
        .map(|number| (format!("card-{number}"), Identity::generate()))
        .collect();
    let cards = identities
        .iter()
        .map(|(id, identity)| (id.clone(), identity.to_public().to_string()))
        .collect();
    (Circle { needed, cards }, identities)
}

fn head(needed: u8) -> Head {
    Head {
        round: "round".to_owned(),
        bid: "bid".to_owned(),
        submission: "submission".to_owned(),
        version: 3,
        closes: "2026-05-21T11:00:00Z".parse().ok(),
        needed,
    }
}

fn of(locked: &Locked, cards: &[(String, Identity)]) -> Vec<Held> {
    cards
        .iter()
        .map(|(id, identity)| locked.held(id, identity).unwrap())
        .collect()
}

fn subset(cards: &[(String, Identity)], bits: usize) -> Vec<(String, Identity)> {
    let chosen = cards.iter().enumerate().filter(|(place, _)| bits >> place & 1 == 1);
    chosen.map(|(_, card)| card.clone()).collect()
}

/// Up to seven openers, whatever number is needed: every subset of them.
#[test]
fn enough_openers_open_and_fewer_do_not() {
    let seals = Seals::for_this_process();
    for number in 1..=7_usize {
        for needed in 1..=u8::try_from(number).unwrap() {
            let (circle, cards) = circle(needed, number);
            let locked = Locked::close(&seals, &circle, &head(needed), PLAIN).unwrap();
            for bits in 1..(1_usize << number) {
                let some = subset(&cards, bits);
                let opened = locked.open(&seals, &of(&locked, &some));
                let enough = some.len() >= usize::from(needed);
                assert_eq!(
                    opened.ok().as_deref(),
                    enough.then_some(PLAIN),
                    "{needed} of {number}: {bits:b}"
                );
            }
        }
    }
}

/// Fewer who say that fewer are needed: the head is covered by the cipher, and the shares do not come together.
#[test]
fn fewer_cannot_say_that_they_are_enough() {
    let seals = Seals::for_this_process();
    let (circle, cards) = circle(2, 3);
    let mut locked = Locked::close(&seals, &circle, &head(2), PLAIN).unwrap();
    locked.head = serde_json::to_string(&head(1)).unwrap();
    for card in &cards {
        assert!(locked.open(&seals, &of(&locked, std::slice::from_ref(card))).is_err());
    }
}

#[test]
fn the_server_alone_and_the_openers_alone_read_nothing() {
    let seals = Seals::for_this_process();
    let (circle, cards) = circle(2, 3);
    let locked = Locked::close(&seals, &circle, &head(2), PLAIN).unwrap();
    assert!(locked.open(&seals, &[]).is_err());
    let another = Seals::for_this_process();
    assert!(locked.open(&another, &of(&locked, &cards[..2])).is_err());
    // The server's key is lost: all of them together have its part.
    assert_eq!(locked.open(&another, &of(&locked, &cards)).unwrap(), PLAIN);
    let text = serde_json::to_string(&locked).unwrap();
    assert!(!text.contains("Kingfishers") && !text.contains("36,000"));
}

/// A thousand bits flipped, wherever: nothing opens, or the text is what it was.
#[test]
fn nothing_that_was_changed_opens() {
    let seals = Seals::for_this_process();
    let (circle, cards) = circle(2, 3);
    let locked = Locked::close(&seals, &circle, &head(2), PLAIN).unwrap();
    let held = of(&locked, &cards[..2]);
    let body = STANDARD.decode(&locked.body).unwrap();
    for bit in 0..body.len() * 8 {
        let mut worse = body.clone();
        worse[bit / 8] ^= 1 << (bit % 8);
        let changed = Locked {
            body: STANDARD.encode(worse),
            ..locked.clone()
        };
        assert!(changed.open(&seals, &held).is_err(), "bit {bit} of the body");
    }
    for place in 0..2 {
        for digit in 0..SIZE * 2 {
            let mut worse = held.clone();
            let old = worse[place].openers.remove(digit);
            worse[place].openers.insert(digit, if old == '0' { '1' } else { '0' });
            assert!(locked.open(&seals, &worse).is_err(), "digit {digit} of share {place}");
        }
    }
    let twice = vec![held[0].clone(), held[0].clone()];
    assert!(locked.open(&seals, &twice).is_err());
}

#[test]
fn another_day_another_bid_or_another_version_opens_nothing() {
    let seals = Seals::for_this_process();
    let (circle, cards) = circle(2, 3);
    let locked = Locked::close(&seals, &circle, &head(2), PLAIN).unwrap();
    let held = of(&locked, &cards[1..]);
    assert_eq!(locked.open(&seals, &held).unwrap(), PLAIN);
    for other in [
        Head {
            closes: "2026-05-20T11:00:00Z".parse().ok(),
            ..head(2)
        },
        Head {
            closes: None,
            ..head(2)
        },
        Head {
            bid: "another".to_owned(),
            ..head(2)
        },
        Head { version: 2, ..head(2) },
        Head {
            round: "another".to_owned(),
            ..head(2)
        },
    ] {
        let changed = Locked {
            head: serde_json::to_string(&other).unwrap(),
            ..locked.clone()
        };
        assert!(changed.open(&seals, &held).is_err(), "{other:?}");
    }
}

#[test]
fn what_a_card_holds_is_for_it_alone() {
    let seals = Seals::for_this_process();
    let (circle, cards) = circle(2, 3);
    let locked = Locked::close(&seals, &circle, &head(2), PLAIN).unwrap();
    assert!(locked.held("card-0", &cards[1].1).is_none());
    assert!(locked.held("card-9", &cards[1].1).is_none());
    let mut worse = locked.clone();
    worse.cards[0].1.replace_range(20..21, "!");
    assert!(worse.held("card-0", &cards[0].1).is_none());
    let read = Locked::read(&serde_json::to_string(&locked).unwrap()).unwrap();
    assert_eq!(read, Some(locked));
    assert_eq!(Locked::read(&seals.seal("x", "y").unwrap()).unwrap(), None);
}
