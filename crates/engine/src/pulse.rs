//! Whether the engine's loops are alive: each leaves the time of its last turn.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use jiff::{SignedDuration, Timestamp};

/// A loop that has not turned for so long is dead or stuck.
const ALIVE_WITHIN: SignedDuration = SignedDuration::from_secs(15);

#[derive(Debug, Default)]
pub(crate) struct Pulse {
    beats: Mutex<BTreeMap<&'static str, Timestamp>>,
}

impl Pulse {
    pub(crate) fn beat(&self, name: &'static str, now: Timestamp) {
        self.beats.lock().unwrap_or_else(PoisonError::into_inner).insert(name, now);
    }

    /// The loops that have stopped.
    pub(crate) fn stopped(&self, now: Timestamp) -> Vec<&'static str> {
        let beats = self.beats.lock().unwrap_or_else(PoisonError::into_inner);
        let is_old = |at: &Timestamp| now.duration_since(*at) > ALIVE_WITHIN;
        beats.iter().filter(|(_, at)| is_old(at)).map(|(name, _)| *name).collect()
    }
}

impl crate::Engine {
    /// The names of the loops that have stopped: none, if the engine is well.
    pub fn stopped_loops(&self) -> Vec<&'static str> {
        self.shared.pulse.stopped(self.now())
    }
}
