//! A circuit breaker for one provider: after failures in a row it stops asking for a while, then
//! lets one trial through. Deliberately absent: a clock, and what is done instead.

use jiff::{SignedDuration, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breaker {
    threshold: u32,
    rest: SignedDuration,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// All is well, but for so many failures in a row.
    Closed { failures: u32 },
    /// The provider is left alone.
    Open { until: Timestamp },
    /// One trial is under way; another may follow if nothing has been heard of it by then.
    HalfOpen { retry_at: Timestamp },
}

impl Breaker {
    /// Opens after `threshold` failures in a row (at least one), for `rest`.
    pub fn new(threshold: u32, rest: SignedDuration) -> Self {
        Self { threshold: threshold.max(1), rest, state: State::Closed { failures: 0 } }
    }

    /// Whether the provider may be asked now. A `true` after a rest is the one trial: its outcome
    /// must be told with [`Self::succeeded`] or [`Self::failed`].
    pub fn try_pass(&mut self, now: Timestamp) -> bool {
        match self.state {
            State::Closed { .. } => true,
            State::Open { until: at } | State::HalfOpen { retry_at: at } if at <= now => {
                self.state = State::HalfOpen { retry_at: now + self.rest };
                true
            }
            State::Open { .. } | State::HalfOpen { .. } => false,
        }
    }

    /// The provider answered: a refusal of one message is an answer too.
    pub fn succeeded(&mut self) {
        self.state = State::Closed { failures: 0 };
    }

    /// The provider did not answer, or answered that it cannot.
    pub fn failed(&mut self, now: Timestamp) {
        let failures = match self.state {
            State::Closed { failures } => failures.saturating_add(1),
            // What was sent before the breaker opened fails late: that does not make it longer.
            State::Open { .. } => return,
            State::HalfOpen { .. } => self.threshold,
        };
        self.state = if failures >= self.threshold {
            State::Open { until: now + self.rest }
        } else {
            State::Closed { failures }
        };
    }

    /// When the provider may be asked again; `None` if it may be now.
    pub fn resting_until(&self, now: Timestamp) -> Option<Timestamp> {
        match self.state {
            State::Closed { .. } => None,
            State::Open { until: at } | State::HalfOpen { retry_at: at } => {
                (now < at).then_some(at)
            }
        }
    }

    pub fn is_open(&self) -> bool {
        !matches!(self.state, State::Closed { .. })
    }
}
