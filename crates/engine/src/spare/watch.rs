//! The loop that minds the spare: mirrors into it in good times, has it page alone in bad ones.

use std::{
    sync::atomic::Ordering,
    time::{Duration, Instant},
};

use jiff::Timestamp;
use store::StoreError;

use super::{Spare, Standing, no_answer};
use crate::Engine;

const LOOK_EVERY: Duration = Duration::from_millis(250);
const MIRROR_EVERY: Duration = Duration::from_secs(5);
/// What is open is known as it was so long ago at most, if all is well.
const MIRROR_CASES_EVERY: Duration = Duration::from_secs(1);
/// A case that could not be handed over is tried again.
const AGAIN_AFTER: Duration = Duration::from_secs(10);
/// A database that takes longer to hear that we live is away.
const HEARD_WITHIN: Duration = Duration::from_secs(3);
/// What became of messages is stored first, unless that takes longer.
const PAID_WITHIN: Duration = Duration::from_secs(3);
/// How long deliveries that are under way may take before their cases are handed over.
const FINISH_WITHIN: Duration = Duration::from_secs(3);

impl Spare {
    /// Waits for a heartbeat, and draws conclusions from what became of it.
    pub(crate) async fn hear<T>(
        &self,
        beat: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let begun = Instant::now();
        let beat = tokio::time::timeout(HEARD_WITHIN, beat).await;
        let beat = beat.unwrap_or_else(|_| Err(no_answer(HEARD_WITHIN)));
        match &beat {
            Ok(_) => {
                self.answered.send_replace(Some(begun));
            }
            Err(error @ StoreError::Unavailable(_)) => {
                self.is_away(self.engine.now(), error);
            }
            Err(_) => {}
        }
        beat
    }

    /// The database did not answer: from now on the spare takes what comes.
    pub(crate) fn is_away(&self, now: Timestamp, error: &StoreError) {
        self.away.send_replace(Some(Instant::now()));
        if !self.standing().is_away() {
            self.is_away_since(now, error);
        }
    }

    pub(super) fn is_away_since(&self, since: Timestamp, error: &StoreError) {
        let why = std::error::Error::source(error)
            .map_or_else(|| error.to_string(), |source| source.to_string());
        tracing::error!(why, "the database is away: requests are kept on this node's disk");
        self.away.send_replace(Some(Instant::now()));
        self.standing.send_replace(Standing::Away { since, why, pages_alone: false });
        self.rung.notify_one();
    }

    /// Whether it has taken something since it was last found to be away.
    fn answers_again(&self) -> bool {
        *self.answered.borrow() > *self.away.borrow()
    }

    /// What is open in the database goes on here, as it was last.
    async fn borrow(&self) {
        self.holds_borrowed.store(true, Ordering::Release);
        match self.engine.store().borrow_known().await {
            Ok(count) => {
                self.has_borrowed.store(true, Ordering::Release);
                if count > 0 {
                    self.keeps.store(true, Ordering::Release);
                    tracing::warn!(
                        emergencies = count,
                        "what was open goes on from what is known of it"
                    );
                }
            }
            Err(error) => {
                tracing::error!(%error, "what was open cannot go on here; trying again");
            }
        }
    }

    async fn page_alone(&self) {
        let mut running = self.running.lock().await;
        if running.is_none() {
            let engine = &self.engine;
            if let Err(error) = engine.store().release_all_leases(engine.now()).await {
                tracing::error!(%error, "this node cannot page alone; trying again");
                return;
            }
            *running = Some(engine.start_loops());
        }
        drop(running);
        let is_new = self.standing.send_if_modified(|standing| match standing {
            Standing::Away { pages_alone, .. } => !std::mem::replace(pages_alone, true),
            Standing::Well | Standing::Returning => false,
        });
        if is_new {
            tracing::warn!("the database stays away: this node calls people by itself");
        }
    }

    /// Finishes what is under way, and begins nothing any more.
    pub(crate) async fn stop_paging(&self, within: Duration) {
        let running = self.running.lock().await.take();
        if let Some(running) = running {
            running.end(within).await;
        }
    }

    /// Ends it where it is.
    pub(crate) fn drop_paging(&self) {
        if let Ok(mut running) = self.running.try_lock() {
            drop(running.take());
        }
    }
}

impl Engine {
    /// Runs as long as the engine does.
    pub(crate) async fn keep_spare(&self) {
        self.come_by_spare().await;
        let Some(spare) = self.shared.beside.spare() else { return };
        let mut mirror_at = Instant::now() + MIRROR_EVERY;
        let mut mirror_cases_at = Instant::now() + MIRROR_CASES_EVERY;
        let mut hand_over_at = Instant::now();
        loop {
            match spare.standing() {
                Standing::Well | Standing::Returning => {
                    if spare.may_keep() && hand_over_at <= Instant::now() {
                        self.come_back(spare).await;
                        hand_over_at = Instant::now() + AGAIN_AFTER;
                    } else if mirror_at <= Instant::now() {
                        self.mirror(spare).await;
                        mirror_at = Instant::now() + MIRROR_EVERY;
                    } else if mirror_cases_at <= Instant::now() {
                        self.mirror_cases(spare).await;
                        mirror_cases_at = Instant::now() + MIRROR_CASES_EVERY;
                    }
                }
                Standing::Away { .. } if spare.answers_again() => {
                    self.come_back(spare).await;
                    hand_over_at = Instant::now() + AGAIN_AFTER;
                    mirror_at = Instant::now();
                }
                Standing::Away { .. } if !spare.has_borrowed.load(Ordering::Acquire) => {
                    spare.borrow().await;
                }
                Standing::Away { since, pages_alone: false, .. }
                    if self.now().duration_since(since) >= spare.own.options.page_alone_after =>
                {
                    spare.page_alone().await;
                }
                Standing::Away { .. } => {}
            }
            tokio::select! {
                () = spare.rung.notified() => {}
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
        }
    }

    /// What is needed alone, as it is now.
    async fn mirror(&self, spare: &Spare) {
        let (store, kept) = (&self.shared.store, spare.engine.store());
        let mirrored = async {
            let has_changed = spare.mirror.lock().await.refresh(store, kept).await?;
            store.set_numbers_aside(kept).await?;
            Ok::<_, StoreError>(has_changed)
        };
        match mirrored.await {
            Ok(false) => {}
            Ok(true) => self.use_mirror(spare).await,
            Err(error) => tracing::warn!(%error, "the spare could not be brought up to date"),
        }
    }

    async fn mirror_cases(&self, spare: &Spare) {
        let (store, kept) = (&self.shared.store, spare.engine.store());
        if let Err(error) = spare.mirror.lock().await.refresh_cases(store, kept).await {
            tracing::warn!(%error, "what is open could not be copied into the spare");
        }
    }

    async fn use_mirror(&self, spare: &Spare) {
        match spare.engine.store().directory().await {
            Ok(Some(newest)) => spare.engine.use_directory(newest),
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "the directory of the spare cannot be read"),
        }
        if let Err(error) = spare.engine.refresh_switches().await {
            tracing::warn!(%error, "the switches of the spare cannot be read");
        }
    }

    /// The database answers: the spare calls nobody any more, and what it has is handed over.
    async fn come_back(&self, spare: &Spare) {
        let before = spare.standing();
        // What went out is not sent again.
        if tokio::time::timeout(PAID_WITHIN, self.pay()).await.is_err() {
            tracing::warn!("what became of messages is stored later");
        }
        spare.standing.send_replace(Standing::Returning);
        spare.stop_paging(FINISH_WITHIN).await;
        spare.has_borrowed.store(false, Ordering::Release);
        let handed = self.hand_all_over(spare).await;
        spare.mirror.lock().await.forget_cases();
        match handed {
            Ok(left) => {
                spare.standing.send_if_modified(|standing| {
                    let is_over = *standing == Standing::Returning;
                    if is_over {
                        *standing = Standing::Well;
                    }
                    is_over
                });
                if before.is_away() {
                    tracing::info!("the database is back");
                }
                // What is due there has waited for this.
                self.take_over();
                if left > 0 {
                    // Somebody must be called for them all the same.
                    spare.page_alone().await;
                }
            }
            Err(error) => {
                tracing::warn!(%error, "the hand-over was cut off; it goes on once the database is back");
                let since = match before {
                    Standing::Away { since, .. } => since,
                    Standing::Well | Standing::Returning => self.now(),
                };
                spare.is_away_since(since, &error);
            }
        }
    }

    /// For tests: what the loop does once the database answers again.
    pub async fn come_back_now(&self) {
        if let Some(spare) = self.shared.beside.spare() {
            self.come_back(spare).await;
        }
    }
}
