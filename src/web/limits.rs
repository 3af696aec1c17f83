//! How much, how long and how often. How often for an account is counted in the database; how often
//! for an address, here.

use std::{hash::Hash, net::IpAddr, num::NonZeroU32, sync::Arc, time::Duration};

use governor::{
    Quota, RateLimiter, clock::Reference, middleware::NoOpMiddleware, nanos::Nanos,
    state::keyed::DefaultKeyedStateStore,
};

use crate::clock::Clock;

/// The most bytes of a form.
pub const FORM: usize = 512 * 1024;
/// The most bytes of a form with files.
pub const FILES: usize = 32 * 1024 * 1024;
/// So much of what is too large is still read, so that its sender is told so and sees no broken line.
pub const THROWN_AWAY: usize = 256 * 1024 * 1024;
/// The most questions and files of one form.
pub const PARTS: usize = 2_000;
/// A form with files has arrived in this time.
pub const FILES_IN: Duration = Duration::from_secs(360);
/// Bytes a second that the slowest line brings.
pub const SLOWEST: usize = 4 * 1024;
/// A body has arrived in this time, or the line is cut.
pub const BODY: Duration = Duration::from_secs(20);

/// How often one address may do what anybody may and is work for us, in a minute, and at once.
pub const RARE: u32 = 20;

/// How often one address may ask, in a minute, and at once.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Requests in a minute.
    pub requests: u32,
    /// Tries at signing in, in a minute.
    pub sign_ins: u32,
    /// Requests with one token, in a minute.
    pub token: u32,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            // A whole office may sit behind one address.
            requests: 3_000,
            sign_ins: 30,
            token: 600,
        }
    }
}

type Limiter<K> = RateLimiter<K, DefaultKeyedStateStore<K>, Wall, NoOpMiddleware<Nanos>>;

/// Counts by address.
#[derive(Debug)]
pub struct Gate {
    requests: Limiter<IpAddr>,
    sign_ins: Limiter<IpAddr>,
    /// By the hash of the token.
    tokens: Limiter<String>,
    rare: Limiter<IpAddr>,
    /// Addresses of proxies in front of us, whose word on the client's address counts.
    proxies: Vec<IpAddr>,
}

impl Gate {
    /// A gate that goes by the time on the wall.
    pub fn new(wall: &Arc<dyn Clock>, pace: Pace, proxies: Vec<IpAddr>) -> Self {
        Self {
            requests: limiter(wall, pace.requests),
            sign_ins: limiter(wall, pace.sign_ins),
            tokens: limiter(wall, pace.token),
            rare: limiter(wall, RARE),
            proxies,
        }
    }

    /// Lets a request in, or says after how many seconds to come back.
    ///
    /// # Errors
    /// Seconds to wait.
    pub fn request(&self, from: IpAddr) -> Result<(), u64> {
        wait(&self.requests, &from)
    }

    /// The same for a token, by what is kept of it.
    ///
    /// # Errors
    /// Seconds to wait.
    pub fn token(&self, hash: &str) -> Result<(), u64> {
        wait(&self.tokens, &hash.to_owned())
    }

    /// The same for a try at signing in.
    ///
    /// # Errors
    /// Seconds to wait.
    pub fn sign_in(&self, from: IpAddr) -> Result<(), u64> {
        wait(&self.sign_ins, &from)
    }

    /// The same for what anybody may ask and is work for us: checking a file, sending a code.
    ///
    /// # Errors
    /// Seconds to wait.
    pub fn rare(&self, from: IpAddr) -> Result<(), u64> {
        wait(&self.rare, &from)
    }

    /// Whose request it is: the peer's, or what a proxy of ours says. Of a chain, the last address
    /// that is not a proxy of ours counts: what stands before it anybody could have written.
    pub fn client(&self, peer: IpAddr, forwarded: Option<&str>) -> IpAddr {
        if !self.proxies.contains(&peer) {
            return peer;
        }
        forwarded
            .unwrap_or_default()
            .rsplit(',')
            .filter_map(|one| one.trim().parse().ok())
            .find(|ip| !self.proxies.contains(ip))
            .unwrap_or(peer)
    }
}

fn limiter<K: Clone + Eq + Hash>(wall: &Arc<dyn Clock>, in_a_minute: u32) -> Limiter<K> {
    let most = NonZeroU32::new(in_a_minute.max(1)).unwrap_or(NonZeroU32::MIN);
    RateLimiter::new(
        Quota::per_minute(most),
        DefaultKeyedStateStore::default(),
        Wall(wall.clone()),
    )
}

fn wait<K: Clone + Eq + Hash>(limiter: &Limiter<K>, from: &K) -> Result<(), u64> {
    // Addresses that were quiet for long are forgotten now and then.
    if limiter.len() > 10_000 {
        limiter.retain_recent();
    }
    limiter.check_key(from).map_err(|not_yet| {
        use governor::clock::Clock as _;
        let earliest = not_yet.earliest_possible();
        let left = earliest.duration_since(limiter.clock().now());
        Duration::from(left).as_secs().saturating_add(1)
    })
}

/// The wall, as the library wants it.
#[derive(Debug, Clone)]
struct Wall(Arc<dyn Clock>);

impl governor::clock::Clock for Wall {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        let since = self.0.now().timestamp_nanos_opt().unwrap_or_default();
        Nanos::from(u64::try_from(since).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::VirtualClock;
    use chrono::TimeDelta;

    fn gate(clock: &VirtualClock) -> Gate {
        let wall: Arc<dyn Clock> = Arc::new(clock.clone());
        let pace = Pace {
            requests: 60,
            sign_ins: 2,
            token: 3,
        };
        Gate::new(&wall, pace, vec!["10.0.0.1".parse().unwrap()])
    }

    #[test]
    fn an_address_waits_and_others_do_not() {
        let clock = VirtualClock::starting("2026-01-05T09:00:00Z".parse().unwrap());
        let gate = gate(&clock);
        let (one, other) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        assert_eq!([gate.sign_in(one), gate.sign_in(one)], [Ok(()), Ok(())]);
        let seconds = gate.sign_in(one).unwrap_err();
        assert!((1..=31).contains(&seconds), "{seconds}");
        assert_eq!(gate.sign_in(other), Ok(()));
        clock.advance(TimeDelta::seconds(31));
        assert_eq!(gate.sign_in(one), Ok(()));
    }

    #[test]
    fn a_token_waits_and_others_do_not() {
        let gate = gate(&VirtualClock::starting("2026-01-05T09:00:00Z".parse().unwrap()));
        let mut tries = (0..4).map(|_| gate.token("one"));
        assert!(tries.by_ref().take(3).all(|one| one.is_ok()) && tries.next().unwrap().is_err());
        assert_eq!(gate.token("other"), Ok(()));
    }

    #[test]
    fn only_a_proxy_of_ours_says_whose_request_it_is() {
        let gate = gate(&VirtualClock::starting("2026-01-05T09:00:00Z".parse().unwrap()));
        let check = |peer: &str, forwarded: Option<&str>, client: &str| {
            assert_eq!(gate.client(peer.parse().unwrap(), forwarded).to_string(), client);
        };
        check("192.0.2.9", Some("203.0.113.5"), "192.0.2.9");
        check("10.0.0.1", Some("1.2.3.4, 203.0.113.5"), "203.0.113.5");
        check("10.0.0.1", Some("203.0.113.5, 10.0.0.1"), "203.0.113.5");
        check("10.0.0.1", None, "10.0.0.1");
    }
}
