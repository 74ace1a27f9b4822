//! Who was reached when: each request carries a marker, and the sinks note the moments at which it
//! comes out at the other end.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use tokio::sync::Notify;

const PREFIX: &str = "zq";
const DIGITS: usize = 7;

/// What one request can be recognised by, wherever it shows up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Marker(pub(crate) u32);

impl std::fmt::Display for Marker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{PREFIX}{:0width$}", self.0, width = DIGITS)
    }
}

impl Marker {
    /// The first marker in a text.
    pub(crate) fn find(text: &[u8]) -> Option<Self> {
        // A link may contain the prefix by chance.
        text.windows(PREFIX.len() + DIGITS).find_map(|window| {
            let digits = window.strip_prefix(PREFIX.as_bytes())?;
            std::str::from_utf8(digits).ok()?.parse().ok().map(Self)
        })
    }
}

/// The first and the latest arrival of each marker.
#[derive(Debug)]
pub(crate) struct Arrivals {
    since: Instant,
    /// Nanoseconds after `since`; 0 for what has not come yet.
    first: Vec<AtomicU64>,
    latest: Vec<AtomicU64>,
    distinct: AtomicU64,
    /// Every arrival but the first of its marker.
    again: Mutex<Vec<(Marker, Instant)>>,
    changed: Notify,
}

impl Arrivals {
    pub(crate) fn new(capacity: u32) -> Self {
        let zeros = || (0..capacity).map(|_| AtomicU64::new(0)).collect();
        Self {
            since: Instant::now(),
            first: zeros(),
            latest: zeros(),
            distinct: AtomicU64::new(0),
            again: Mutex::default(),
            changed: Notify::new(),
        }
    }

    /// Notes that a message with this text has arrived now.
    pub(crate) fn note(&self, text: &[u8]) {
        let Some(Marker(number)) = Marker::find(text) else { return };
        let Some(first) = self.first.get(number as usize) else { return };
        let now = u64::try_from(self.since.elapsed().as_nanos()).expect("less than centuries");
        if first.compare_exchange(0, now, Relaxed, Relaxed).is_ok() {
            self.distinct.fetch_add(1, Relaxed);
        } else {
            self.again.lock().expect("no holder panics").push((Marker(number), Instant::now()));
        }
        self.latest[number as usize].store(now, Relaxed);
        self.changed.notify_waiters();
    }

    pub(crate) fn first(&self, marker: Marker) -> Option<Instant> {
        self.moment(&self.first, marker)
    }

    pub(crate) fn latest(&self, marker: Marker) -> Option<Instant> {
        self.moment(&self.latest, marker)
    }

    /// How many markers can be told apart.
    pub(crate) fn capacity(&self) -> u32 {
        u32::try_from(self.first.len()).unwrap_or(u32::MAX)
    }

    /// What arrived once more, and when.
    pub(crate) fn again(&self) -> Vec<(Marker, Instant)> {
        self.again.lock().expect("no holder panics").clone()
    }

    /// How many different markers have arrived.
    pub(crate) fn distinct(&self) -> u64 {
        self.distinct.load(Relaxed)
    }

    /// Waits until `is_so` holds; whether it did before `patience` ran out.
    pub(crate) async fn wait(&self, patience: Duration, is_so: impl Fn(&Self) -> bool) -> bool {
        let holds = async {
            loop {
                let changed = self.changed.notified();
                if is_so(self) {
                    return;
                }
                changed.await;
            }
        };
        tokio::time::timeout(patience, holds).await.is_ok()
    }

    fn moment(&self, of: &[AtomicU64], marker: Marker) -> Option<Instant> {
        let nanos = of.get(marker.0 as usize)?.load(Relaxed);
        (nanos > 0).then(|| self.since + Duration::from_nanos(nanos))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marker_is_found_in_what_it_travels_in() {
        let text = format!("Body=E-1001%3A+{}+checkout&To=%2B1", Marker(42));
        assert_eq!(Marker::find(text.as_bytes()), Some(Marker(42)));
        assert_eq!(Marker::find(b"/a/7zqx zq0000042"), Some(Marker(42)));
        assert_eq!(Marker::find(b"Body=zq12"), None);
        assert_eq!(Marker::find(b"nothing"), None);
    }

    #[test]
    fn the_first_arrival_counts_once() {
        let arrivals = Arrivals::new(10);
        for _ in 0..3 {
            arrivals.note(b"zq0000007");
        }
        assert_eq!(arrivals.distinct(), 1);
        assert_eq!(arrivals.again().len(), 2);
        assert!(arrivals.first(Marker(7)) <= arrivals.latest(Marker(7)));
        assert_eq!(arrivals.first(Marker(8)), None);
    }
}
