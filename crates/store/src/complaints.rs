//! What goes on failing, as everything does while the database is away: logged when it begins, at most once
//! a minute from then on, and once more when it is over.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

const SAID_EVERY: Duration = Duration::from_secs(60);

/// Empty, as long as all is well.
#[derive(Debug, Default)]
pub struct Complaints(Mutex<BTreeMap<&'static str, Complaint>>);

#[derive(Clone, Copy, Debug)]
struct Complaint {
    since: Instant,
    said_at: Instant,
    times: u64,
}

impl Complaints {
    /// It failed once more: how often so far, if that is to be said now.
    pub fn fails(&self, what: &'static str, now: Instant) -> Option<u64> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = !all.contains_key(what);
        let one = all.entry(what).or_insert(Complaint { since: now, said_at: now, times: 0 });
        one.times += 1;
        if !is_new && now.duration_since(one.said_at) < SAID_EVERY {
            return None;
        }
        one.said_at = now;
        Some(one.times)
    }

    /// It works: since when it did not, and how often it was tried.
    pub fn works(&self, what: &'static str) -> Option<(Instant, u64)> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.remove(what).map(|one| (one.since, one.times))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_said_at_once_then_once_a_minute_and_anew_after_it_worked() {
        let (all, begin) = (Complaints::default(), Instant::now());
        let after = |seconds| begin + Duration::from_secs(seconds);
        let said: Vec<_> = (0..130).filter_map(|second| all.fails("it", after(second))).collect();
        assert_eq!(said, [1, 61, 121]);
        assert_eq!(all.fails("something else", after(130)), Some(1));
        assert_eq!(all.works("it"), Some((begin, 130)));
        assert_eq!(all.works("it"), None);
        assert_eq!(all.fails("it", after(131)), Some(1));
    }
}
