//! Leases of this node of which it does not know whether they were stored: the answer to a commit never
//! came, or nobody waited for it any more. They are given back as soon as they show up, so that a page
//! does not wait for the end of a lease that nobody works on.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use store::Doubt;
use tokio::task::JoinSet;

use crate::Engine;

/// A commit whose answer was not waited for comes this late at most, as its lease has run out then.
const DOUBTED_FOR: SignedDuration = SignedDuration::from_secs(60);
const FIRST_LOOK_AFTER: SignedDuration = SignedDuration::from_millis(100);
/// The wait doubles up to this.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_secs(8);
/// More is not kept: what was forgotten waits for the end of its lease.
const DOUBTS_MAX: usize = 20_000;
/// How many are looked for side by side; they share a commit.
const SIDE_BY_SIDE: usize = 256;

#[derive(Debug, Default)]
pub(crate) struct Doubts(Mutex<Vec<Kept>>);

#[derive(Debug)]
struct Kept {
    doubt: Doubt,
    since: Timestamp,
    wait: SignedDuration,
    next: Timestamp,
}

impl Doubts {
    pub(crate) fn add(&self, doubts: impl IntoIterator<Item = Doubt>, since: Timestamp) {
        let (wait, next) = (FIRST_LOOK_AFTER, since + FIRST_LOOK_AFTER);
        let mut kept = self.kept();
        let room = DOUBTS_MAX.saturating_sub(kept.len());
        kept.extend(doubts.into_iter().take(room).map(|doubt| Kept { doubt, since, wait, next }));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.kept().is_empty()
    }

    /// What is to be looked for now.
    fn take_due(&self, most: usize, now: Timestamp) -> Vec<Kept> {
        let mut kept = self.kept();
        kept.retain(|one| now.duration_since(one.since) < DOUBTED_FOR);
        let mut due = Vec::new();
        let mut index = 0;
        while index < kept.len() && due.len() < most {
            if kept[index].next <= now {
                due.push(kept.swap_remove(index));
            } else {
                index += 1;
            }
        }
        due
    }

    /// It was not there yet.
    fn look_again(&self, mut one: Kept, now: Timestamp) {
        one.wait = (one.wait * 2).min(LONGEST_WAIT);
        one.next = now + one.wait;
        self.kept().push(one);
    }

    fn kept(&self) -> MutexGuard<'_, Vec<Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Engine {
    /// Gives back what this node holds without knowing it.
    pub(crate) async fn mind_doubts(&self) {
        loop {
            let due = self.shared.doubts.take_due(SIDE_BY_SIDE, self.now());
            let is_more = due.len() == SIDE_BY_SIDE;
            let mut looks = JoinSet::new();
            for kept in due {
                let engine = self.clone();
                looks.spawn(async move { engine.let_go(kept).await });
            }
            let mut works = true;
            while let Some(done) = looks.join_next().await {
                works &= done.unwrap_or(false);
            }
            if !works || !is_more {
                return;
            }
        }
    }

    /// Whether the store answered.
    async fn let_go(&self, kept: Kept) -> bool {
        let lane = kept.doubt.lane;
        match self.shared.store.let_go(&kept.doubt, self.now()).await {
            Ok(1..) => {
                tracing::warn!(lane = lane.name(), "what was stored unnoticed goes on");
                self.shared.outbox.wake(lane);
                true
            }
            Ok(0) => {
                self.shared.doubts.look_again(kept, self.now());
                true
            }
            Err(error) => {
                tracing::debug!(%error, "a commit of which nothing was heard is looked for later");
                self.shared.doubts.look_again(kept, self.now());
                false
            }
        }
    }
}
