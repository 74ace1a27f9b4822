//! What the clock does where the machine's was set back: it goes on from where the database has been,
//! says so, and takes the wall clock's time again once nothing waits for a deadline.

use jiff::{SignedDuration, Timestamp};
use store::{Lane, StoreError, Unit};

use crate::{Clock, Engine};

/// A start after the clock was set back goes on from a moment that is so old at most.
const NOTED_EVERY: SignedDuration = SignedDuration::from_secs(10);
/// Less is what clocks are corrected by every day.
const WORTH_A_WORD: SignedDuration = SignedDuration::from_secs(5);

/// What the loop that keeps time knows from one turn to the next.
#[derive(Debug, Default)]
pub(crate) struct Timekeeping {
    noted_at: Option<Timestamp>,
    is_ahead: bool,
}

/// Sets a clock going that goes on from where the database has been.
pub(crate) async fn begin(clock: &Clock, store: &store::Store) -> Result<(), StoreError> {
    if let Some(shared) = store.shared_time().await? {
        clock.hear(shared);
    }
    if let Some(noted) = store.noted_time().await? {
        clock.begin_after(noted);
    }
    Ok(())
}

impl Engine {
    pub(crate) async fn keep_clock(&self, known: &mut Timekeeping) {
        let clock = &self.shared.clock;
        let mut ahead = clock.ahead();
        if ahead > SignedDuration::ZERO && self.nothing_waits().await {
            clock.take_wall();
            known.noted_at = None;
            ahead = SignedDuration::ZERO;
        }
        let is_ahead = ahead > WORTH_A_WORD;
        if is_ahead && !known.is_ahead {
            tracing::warn!(
                "the machine's clock was set back by {ahead:#}: deadlines are kept as if it had \
                 not been, and times are shown that much too late until it has caught up"
            );
        } else if known.is_ahead && !is_ahead {
            tracing::info!("the machine's clock is followed again");
        }
        known.is_ahead = is_ahead;
        let now = self.now();
        if known.noted_at.is_none_or(|at| now.duration_since(at).abs() >= NOTED_EVERY) {
            known.noted_at = Some(now);
            let mut unit = Unit::new();
            unit.note_time(now);
            if let Err(error) = self.shared.store.commit(unit).await {
                tracing::debug!(%error, "the time could not be noted");
            }
        }
    }

    async fn nothing_waits(&self) -> bool {
        let store = &self.shared.store;
        if !matches!(store.earliest_wake().await, Ok(None)) {
            return false;
        }
        for lane in Lane::ALL {
            if !matches!(store.earliest_due(lane).await, Ok(None)) {
                return false;
            }
        }
        true
    }
}
