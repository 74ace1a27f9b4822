//! The engine's clock: sleeps until the earliest deadline that it knows, is woken by each commit
//! that brings an earlier one, and looks again at least once a second, so that a clock that jumps
//! or a missed wake-up costs a second at most.

use std::time::Duration;

use domain::Input;
use jiff::{SignedDuration, Timestamp};
use store::Unit;
use tokio::task::JoinSet;

use crate::{
    Engine, room::RoomKeeping, running::Stopping, timekeeping::Timekeeping, unwritten::PEEK,
};

const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// Between two looks while nothing can be written down.
const UNWRITTEN: Duration = Duration::from_millis(200);
/// Between two looks while it is not known whether something was stored.
const DOUBTFUL: Duration = Duration::from_millis(200);
const TIDY_EVERY: SignedDuration = SignedDuration::from_hours(1);
/// How long the same idempotency key gives the same answer.
const KEYS_KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Whoever wakes an emergency has so long for it, before another node may.
pub(crate) const WAKING: SignedDuration = SignedDuration::from_millis(1_500);
/// How many overdue emergencies are handled side by side, the most overdue first.
const SIDE_BY_SIDE: u32 = 64;

impl Engine {
    pub(crate) async fn keep_time(&self, mut stopping: Stopping) {
        let mut tidy_at = self.now();
        let (mut timekeeping, mut room) = (Timekeeping::default(), RoomKeeping::default());
        while !stopping.is_asked() {
            self.shared.pulse.beat("the clock", self.now());
            if tidy_at <= self.now() {
                tidy_at = self.now() + TIDY_EVERY;
                self.forget_what_is_old().await;
            }
            self.mind_unwritten().await;
            self.mind_doubts().await;
            self.wake_due().await;
            self.keep_clock(&mut timekeeping).await;
            self.keep_room(&mut room).await;
            self.heed("the directory cannot be read", self.refresh_directory().await);
            self.heed("switches cannot be read", self.refresh_switches().await);
            let wait = self.until_next_wake().await;
            let alarm = self.shared.alarm.notified();
            tokio::select! {
                () = alarm => {}
                () = tokio::time::sleep(wait) => {}
                () = stopping.asked() => {}
            }
        }
    }

    /// Idempotency keys that nobody repeats any more, and sessions that have ended.
    async fn forget_what_is_old(&self) {
        let now = self.now();
        let mut unit = Unit::new();
        unit.forget_keys(now - KEYS_KEPT).forget_sessions(now);
        if let Err(error) = self.shared.store.commit(unit).await {
            tracing::warn!(%error, "old keys and sessions could not be removed; trying again in an hour");
        }
    }

    /// Wakes everything whose time has come; how many that were.
    pub(crate) async fn wake_due(&self) -> usize {
        let mut woken = 0;
        if self.waits_for_the_database() {
            return woken;
        }
        if self.shared.store.is_shared() {
            self.pay().await;
        }
        loop {
            let now = self.now();
            let limit = if self.shared.unwritten.is_troubled() { PEEK } else { SIDE_BY_SIDE };
            let claimed = self.shared.store.claim_due(now, now + WAKING, limit).await;
            let Some(due) = self.heed("deadlines cannot be read", claimed) else { return woken };
            let mut tasks = JoinSet::new();
            let found = due.len();
            for number in self.not_handled(due, now) {
                let engine = self.clone();
                tasks.spawn(async move { (number, engine.apply(number, Input::Woken).await) });
            }
            let mut failed = false;
            while let Some(result) = tasks.join_next().await {
                match result {
                    Ok((_, Ok(_))) => woken += 1,
                    Ok((number, Err(error))) => {
                        failed = true;
                        tracing::error!(emergency.number = %number, %error, "a deadline could not be handled");
                    }
                    Err(error) => {
                        failed = true;
                        tracing::error!(%error, "a deadline could not be handled");
                    }
                }
            }
            woken += self.wake_tickets().await + self.wake_switches().await;
            woken += self.give_up_unconfirmed().await + self.send_unheard_elsewhere().await;
            if !self.shared.beside.stands_in() {
                // What is no case waits for the database that it is in.
                woken += self.wake_swaps().await + self.wake_shifts().await;
                woken += self.wake_drills().await;
            }
            let is_more = found >= limit as usize && !self.shared.unwritten.is_troubled();
            if failed || !is_more {
                return woken;
            }
        }
    }

    async fn until_next_wake(&self) -> Duration {
        if self.shared.unwritten.is_troubled() {
            // What is due stays due: not at full speed.
            return UNWRITTEN;
        }
        let longest = if self.shared.doubts.is_empty() { LOOK_AGAIN } else { DOUBTFUL };
        let Ok(Some(at)) = self.shared.store.earliest_wake().await else { return longest };
        let now = self.now();
        if at <= now {
            // What is still due could not be handled just now: not at full speed again.
            return Duration::from_millis(100);
        }
        let wait: SignedDuration = at.duration_since(now);
        Duration::try_from(wait).map_or(longest, |wait| wait.min(longest))
    }

    /// A commit brought this deadline: within the second it would be seen anyway.
    pub(crate) fn wake_by(&self, at: Timestamp) {
        if at.duration_since(self.now()) < SignedDuration::from_secs(1) {
            self.shared.alarm.notify_one();
        }
    }

    /// For tests: everything that is due now, until nothing is. Nothing else runs meanwhile.
    pub async fn settle(&self) {
        for _ in 0..10_000 {
            self.mind_doubts().await;
            let fetched = self.fetch_recordings().await;
            if fetched + self.wake_due().await + self.empty_here().await == 0 {
                return;
            }
        }
        tracing::error!("the engine does not come to rest");
    }
}
