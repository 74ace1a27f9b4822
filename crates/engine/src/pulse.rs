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
    /// When the database was last found not to answer: whoever waits for it is not stuck.
    unanswered: Mutex<Option<Timestamp>>,
}

impl Pulse {
    pub(crate) fn beat(&self, name: &'static str, now: Timestamp) {
        self.beats.lock().unwrap_or_else(PoisonError::into_inner).insert(name, now);
    }

    /// The database does not answer.
    pub(crate) fn no_answer(&self, now: Timestamp) {
        *self.unanswered.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
    }

    /// The loops that have stopped. Those that wait for a database are given time until it has
    /// answered again for a while: a restart would not bring it back.
    pub(crate) fn stopped(&self, now: Timestamp) -> Vec<&'static str> {
        let beats = self.beats.lock().unwrap_or_else(PoisonError::into_inner);
        let unanswered = *self.unanswered.lock().unwrap_or_else(PoisonError::into_inner);
        let since = |at: &Timestamp| unanswered.map_or(*at, |waited| waited.max(*at));
        let is_old = |at: &Timestamp| now.duration_since(since(at)) > ALIVE_WITHIN;
        beats.iter().filter(|(_, at)| is_old(at)).map(|(name, _)| *name).collect()
    }
}

impl crate::Engine {
    /// The names of the loops that have stopped: none, if the engine is well.
    pub fn stopped_loops(&self) -> Vec<&'static str> {
        self.shared.pulse.stopped(self.now())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_waits_for_a_database_that_does_not_answer_is_not_stuck() {
        let pulse = Pulse::default();
        let at = |secs| Timestamp::UNIX_EPOCH + SignedDuration::from_secs(secs);
        pulse.beat("the clock", at(0));
        assert_eq!(pulse.stopped(at(16)), ["the clock"], "and the database is well");
        pulse.no_answer(at(10));
        assert_eq!(pulse.stopped(at(16)), [""; 0]);
        pulse.no_answer(at(20));
        assert_eq!(pulse.stopped(at(34)), [""; 0]);
        assert_eq!(pulse.stopped(at(36)), ["the clock"], "it had time to come back");
        pulse.beat("the clock", at(36));
        assert_eq!(pulse.stopped(at(37)), [""; 0]);
    }
}
