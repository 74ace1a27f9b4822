//! How often one sender is answered.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use jiff::Timestamp;

/// How many of one sender's mails are answered within [`BRAKE_WINDOW`]; the rest is taken in
/// silence, so that two machines cannot write to each other for ever.
const ANSWERS_MAX: u32 = 10;
const BRAKE_WINDOW: Duration = Duration::from_secs(3600);
/// How many senders are remembered before the old ones are forgotten.
const BRAKE_SENDERS: usize = 10_000;

/// Counts what each sender is answered.
#[derive(Debug, Default)]
pub(crate) struct Brake {
    senders: Mutex<BTreeMap<String, (Timestamp, u32)>>,
}

impl Brake {
    pub(crate) fn allows(&self, address: &str, now: Timestamp) -> bool {
        let mut senders = self.senders.lock().unwrap_or_else(PoisonError::into_inner);
        let is_over = |since: Timestamp| now.duration_since(since).unsigned_abs() > BRAKE_WINDOW;
        if senders.len() >= BRAKE_SENDERS {
            senders.retain(|_, (since, _)| !is_over(*since));
            if senders.len() >= BRAKE_SENDERS {
                senders.clear();
            }
        }
        let (since, count) = senders.entry(address.to_lowercase()).or_insert((now, 0));
        if is_over(*since) {
            (*since, *count) = (now, 0);
        }
        *count += 1;
        *count <= ANSWERS_MAX
    }
}
