//! Limits per address. They slow down and mark; none of them refuses a request for help.

use std::{
    collections::BTreeMap,
    net::IpAddr,
    num::NonZeroU32,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use governor::{DefaultKeyedRateLimiter, Quota};

/// More requests for help than this from one address in a minute are marked and wait a little.
const REQUESTS_PER_MINUTE: u32 = 30;
/// Words, files and taps of requesters, per address and minute.
const WORDS_PER_MINUTE: u32 = 60;
const SIGN_INS_PER_MINUTE: u32 = 10;
/// For one name from anywhere: more, lest others keep its owner out.
const SIGN_INS_PER_NAME: u32 = 60;
/// PINs that one number, or one that hides its number, types in a minute.
const PINS_PER_MINUTE: u32 = 6;
/// By everybody together: nobody can try all of a million.
const PINS_IN_ALL_PER_MINUTE: u32 = 30;
const LIVE_PER_ADDRESS: u32 = 100;
const LIVE_PER_ORGANIZATION: u32 = 10_000;
const LIVE_IN_ALL: u32 = 50_000;
/// How long a request beyond the limit waits.
const PAUSE: Duration = Duration::from_millis(100);
/// After so many questions what has become idle is forgotten.
const FORGET_EVERY: u32 = 10_000;

/// The counters of all doors.
#[derive(Debug)]
pub(crate) struct Limits {
    requests: Keyed<IpAddr>,
    words: Keyed<IpAddr>,
    sign_ins: Keyed<IpAddr>,
    names: Keyed<String>,
    pins: Keyed<String>,
    pins_in_all: Keyed<()>,
    live: Arc<Mutex<Live>>,
}

/// The open streams: of all, and of each holder.
#[derive(Debug, Default)]
struct Live {
    in_all: u32,
    by_holder: BTreeMap<Holder, u32>,
}

/// On whose account an open stream goes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Holder {
    Address(IpAddr),
    /// The software of this organization.
    Organization(String),
}

#[derive(Debug)]
struct Keyed<K: std::hash::Hash + Eq + Clone> {
    limiter: DefaultKeyedRateLimiter<K>,
    asked: AtomicU32,
}

/// One open stream of live updates.
#[derive(Debug)]
pub(crate) struct LivePermit {
    live: Arc<Mutex<Live>>,
    holder: Holder,
}

impl Holder {
    pub(crate) fn of(address: IpAddr) -> Self {
        Self::Address(network(address))
    }

    fn limit(&self) -> u32 {
        match self {
            Self::Address(_) => LIVE_PER_ADDRESS,
            Self::Organization(_) => LIVE_PER_ORGANIZATION,
        }
    }
}

impl<K: std::hash::Hash + Eq + Clone> Keyed<K> {
    fn per_minute(count: u32) -> Self {
        let count = NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN);
        let limiter = DefaultKeyedRateLimiter::keyed(Quota::per_minute(count));
        Self { limiter, asked: AtomicU32::new(0) }
    }

    fn allows(&self, key: &K) -> bool {
        if self.asked.fetch_add(1, Ordering::Relaxed) % FORGET_EVERY == FORGET_EVERY - 1 {
            self.limiter.retain_recent();
        }
        self.limiter.check_key(key).is_ok()
    }
}

impl Limits {
    pub(crate) fn new() -> Self {
        Self {
            requests: Keyed::per_minute(REQUESTS_PER_MINUTE),
            words: Keyed::per_minute(WORDS_PER_MINUTE),
            sign_ins: Keyed::per_minute(SIGN_INS_PER_MINUTE),
            names: Keyed::per_minute(SIGN_INS_PER_NAME),
            pins: Keyed::per_minute(PINS_PER_MINUTE),
            pins_in_all: Keyed::per_minute(PINS_IN_ALL_PER_MINUTE),
            live: Arc::default(),
        }
    }

    /// Whether this address sends requests at a usual rate; if not, they are marked and wait.
    pub(crate) fn is_usual_request(&self, address: IpAddr) -> bool {
        // The machine's own programs are the vendor's, not strangers.
        address.is_loopback() || self.requests.allows(&network(address))
    }

    /// What is noted as the source of a request. Beyond the usual rate it is marked, after a pause:
    /// many people can sit behind one address, so nobody is refused.
    pub(crate) async fn source(&self, address: IpAddr, is_usual: bool) -> String {
        if is_usual {
            return address.to_string();
        }
        tokio::time::sleep(PAUSE).await;
        format!("{address} (many requests)")
    }

    pub(crate) fn allows_word(&self, address: IpAddr) -> bool {
        self.words.allows(&network(address))
    }

    /// Tries of one address, and tries for one name.
    pub(crate) fn allows_sign_in(&self, address: IpAddr, name: &str) -> bool {
        let of_address = self.sign_ins.allows(&network(address));
        let of_name = self.names.allows(&name.trim().to_lowercase().chars().take(100).collect());
        of_address && of_name
    }

    /// Tries of one number that calls us, and of all.
    pub(crate) fn allows_pin(&self, from: &str) -> bool {
        self.pins.allows(&from.to_owned()) && self.pins_in_all.allows(&())
    }

    /// A place for one more stream; `None` if this holder, or everybody, has too many.
    pub(crate) fn live(&self, holder: Holder) -> Option<LivePermit> {
        let mut live = self.live.lock().expect("nobody panics while counting");
        let of_holder = live.by_holder.get(&holder).copied().unwrap_or_default();
        if live.in_all >= LIVE_IN_ALL || of_holder >= holder.limit() {
            return None;
        }
        live.in_all += 1;
        live.by_holder.insert(holder.clone(), of_holder + 1);
        Some(LivePermit { live: Arc::clone(&self.live), holder })
    }
}

impl Drop for LivePermit {
    fn drop(&mut self) {
        let mut live = self.live.lock().expect("nobody panics while counting");
        live.in_all -= 1;
        if let Some(count) = live.by_holder.get_mut(&self.holder) {
            *count -= 1;
            if *count == 0 {
                live.by_holder.remove(&self.holder);
            }
        }
    }
}

/// What counts as one address: of IPv6 the /64 that one household or one server has.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => {
            let prefix = u128::from(address) & (u128::MAX << 64);
            IpAddr::V6(prefix.into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_counts_by_address_and_frees_what_ends() {
        let limits = Limits::new();
        let (one, other) = ("1.2.3.4".parse().unwrap(), "1.2.3.5".parse().unwrap());
        for _ in 0..REQUESTS_PER_MINUTE {
            assert!(limits.is_usual_request(one));
        }
        // It fills up again by and by, also while this runs.
        assert!((0..1000).any(|_| !limits.is_usual_request(one)));
        assert!(limits.is_usual_request(other));
        let permits: Vec<_> =
            (0..LIVE_PER_ADDRESS).map(|_| limits.live(Holder::of(one)).unwrap()).collect();
        assert!(limits.live(Holder::of(one)).is_none());
        assert!(limits.live(Holder::of(other)).is_some());
        drop(permits);
        assert!(limits.live(Holder::of(one)).is_some());
    }

    #[test]
    fn neighbours_of_one_network_count_as_one() {
        let same = network("2001:db8::1".parse().unwrap());
        assert_eq!(same, network("2001:db8::ffff".parse().unwrap()));
        assert_ne!(same, network("2001:db8:0:1::1".parse().unwrap()));
    }
}
