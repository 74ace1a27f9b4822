//! One lane at work: urgent deliveries first, then what the store has, each in a task of its own.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use domain::message::Urgency;
use jiff::{SignedDuration, Timestamp};
use store::{Delivery, Doubt, Lane};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};

use super::{pace::Pace, waiting::Waiting};
use crate::{Engine, outgoing::LEASE, running::Stopping};

/// The net under the wake-ups: another node's work, a lease that ran out.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// Between two looks while nothing can be claimed.
const UNCLAIMED: Duration = Duration::from_millis(250);
/// What was not sent from memory by then goes on from the store; well below the lease.
const STAYS_IN_MEMORY: SignedDuration = SignedDuration::from_secs(15);
const UNCLAIMABLE: &str = "what is to be sent cannot be claimed";
/// How many are claimed at once.
const BATCH: usize = 64;

/// How many deliveries of a lane may be under way. Pages have room of their own, so that no flood
/// of news at a slow provider stands in their way.
fn width(lane: Lane) -> (usize, usize) {
    match lane {
        Lane::Sms | Lane::Webhook => (128, 64),
        Lane::Email | Lane::Voice | Lane::Slack | Lane::Telegram => (32, 16),
        Lane::Teams | Lane::Mattermost | Lane::Ntfy | Lane::Gotify | Lane::Push => (32, 16),
        Lane::Announcement | Lane::Forward => (16, 16),
        // Few at once, so that its posts keep their order as well as they can.
        Lane::Room => (2, 2),
    }
}

/// How many more of a lane may be under way.
#[derive(Clone, Debug)]
struct Rooms {
    urgent: Arc<Semaphore>,
    stored: Arc<Semaphore>,
}

impl Engine {
    pub(crate) fn start_lane(&self, lane: Lane, stopping: Stopping) -> tokio::task::JoinHandle<()> {
        let urgent = self.shared.outbox.open(lane);
        let (urgent_width, width) = width(lane);
        let rooms = Rooms {
            urgent: Arc::new(Semaphore::new(urgent_width)),
            stored: Arc::new(Semaphore::new(width)),
        };
        let engine = self.clone();
        let urgent_task = engine.clone().run_urgent(lane, urgent, rooms.clone(), stopping.clone());
        let stored_task = engine.run_stored(lane, rooms.clone(), stopping);
        tokio::spawn(async move {
            tokio::join!(urgent_task, stored_task);
            // All the room is free again once nothing is under way.
            let _ = rooms.urgent.acquire_many(as_permits(urgent_width)).await;
            let _ = rooms.stored.acquire_many(as_permits(width)).await;
        })
    }

    async fn run_urgent(
        self,
        lane: Lane,
        mut urgent: mpsc::Receiver<Delivery>,
        rooms: Rooms,
        mut stopping: Stopping,
    ) {
        let mut waiting = Waiting::default();
        while !stopping.is_asked() {
            let Some(is_page) = waiting.begins_with_page() else {
                tokio::select! {
                    next = urgent.recv() => match next {
                        Some(delivery) => waiting.push(delivery),
                        None => return,
                    },
                    () = stopping.asked() => break,
                }
                continue;
            };
            let is_late = waiting.since(self.now()) > STAYS_IN_MEMORY;
            if is_late && !self.shared.unwritten.is_troubled() {
                // Its lease must not run out while it waits: the store has as much room as it takes.
                let pace = self.shared.outbox.pace(lane);
                let _waits = is_page.then(|| pace.map(Pace::page_waits));
                self.give_back(&waiting.take()).await;
                self.shared.outbox.wake(lane);
                continue;
            }
            tokio::select! {
                biased;
                () = stopping.asked() => break,
                permit = self.may_leave(lane, is_page, &rooms) => {
                    let (Some(permit), Some(delivery)) = (permit, waiting.pop()) else { return };
                    self.spawn_attempt(delivery, permit);
                }
                // What is urgent may come while something less urgent waits.
                Some(delivery) = urgent.recv() => waiting.push(delivery),
                () = tokio::time::sleep(LOOK_AGAIN) => {}
            }
        }
        urgent.close();
        while let Some(delivery) = urgent.recv().await {
            waiting.push(delivery);
        }
        self.give_back(&waiting.take()).await;
    }

    /// Waits for room and for the lane's pace; `None` at the end.
    async fn may_leave(
        &self,
        lane: Lane,
        is_page: bool,
        rooms: &Rooms,
    ) -> Option<OwnedSemaphorePermit> {
        let pace = self.shared.outbox.pace(lane)?;
        let _waits = is_page.then(|| pace.page_waits());
        let permit = Arc::clone(&rooms.urgent).acquire_owned().await.ok()?;
        loop {
            let limit = self.limit_of(lane);
            match pace.take((limit, is_page), 1, Instant::now()) {
                Ok(_) => return Some(permit),
                Err(wait) => tokio::time::sleep(wait.min(LOOK_AGAIN)).await,
            }
        }
    }

    /// What was claimed and not begun is due again, for whoever comes next.
    async fn give_back(&self, left: &[Delivery]) {
        if left.is_empty() {
            return;
        }
        let mut unit = store::Unit::new();
        for delivery in left {
            unit.release(&delivery.id, self.shared.store.node(), self.now());
        }
        if let Err(error) = self.shared.store.commit(unit).await {
            let count = left.len();
            tracing::warn!(%error, count, "leases could not be given back: they run out instead");
        }
    }

    async fn run_stored(self, lane: Lane, rooms: Rooms, mut stopping: Stopping) {
        let mut look_after = None;
        while !stopping.is_asked() {
            self.shared.pulse.beat(name(lane), self.now());
            let wait = match look_after.take() {
                Some(wait) => LOOK_AGAIN.min(wait),
                None => self.until_next(lane).await,
            };
            tokio::select! {
                () = self.shared.outbox.woken(lane) => {}
                () = tokio::time::sleep(wait) => {}
                () = stopping.asked() => return,
            }
            look_after = self.empty(lane, &rooms, &stopping).await;
        }
    }

    /// Claims and sends until nothing is due any more, or nothing more may leave now: then it says
    /// after which time it may.
    async fn empty(&self, lane: Lane, rooms: &Rooms, stopping: &Stopping) -> Option<Duration> {
        while !stopping.is_asked() {
            let pages = self.send_stored(lane, &rooms.urgent, true).await;
            let rest = self.send_stored(lane, &rooms.stored, false).await;
            match (pages, rest) {
                (Ok(false), Ok(false)) => return None,
                (Err(wait), Ok(false)) | (Ok(false), Err(wait)) => return Some(wait),
                (Err(wait), Err(other)) => return Some(wait.min(other)),
                (Ok(true), _) | (_, Ok(true)) => {}
            }
            self.shared.pulse.beat(name(lane), self.now());
        }
        None
    }

    /// Claims and sends pages, or whatever is due: pages have room of their own. Whether there may be
    /// more; or after which time something may leave.
    async fn send_stored(
        &self,
        lane: Lane,
        room: &Arc<Semaphore>,
        only_pages: bool,
    ) -> Result<bool, Duration> {
        if only_pages && !self.has_stored_page(lane).await {
            return Ok(false);
        }
        let mut permits = Vec::new();
        while permits.len() < BATCH
            && let Ok(permit) = Arc::clone(room).try_acquire_owned()
        {
            permits.push(permit);
        }
        // Whoever comes back wakes the lane.
        let Some(pace) = self.shared.outbox.pace(lane).filter(|_| !permits.is_empty()) else {
            return Err(LOOK_AGAIN);
        };
        let limit = self.limit_of(lane);
        let may_leave = pace.take((limit, only_pages), permits.len(), Instant::now())?;
        permits.truncate(may_leave);
        let claimed = self.claim(lane, may_leave, only_pages).await;
        let were_all = claimed.len() < may_leave;
        pace.put_back(may_leave - claimed.len());
        for (delivery, permit) in claimed.into_iter().zip(permits) {
            self.spawn_attempt(delivery, permit);
        }
        Ok(!were_all)
    }

    async fn has_stored_page(&self, lane: Lane) -> bool {
        let is_due = |at: Timestamp| at <= self.now();
        !self.shared.unwritten.is_troubled()
            && matches!(self.shared.store.earliest_page(lane).await, Ok(Some(at)) if is_due(at))
    }

    pub(crate) async fn claim(&self, lane: Lane, most: usize, only_pages: bool) -> Vec<Delivery> {
        if self.shared.unwritten.is_troubled() {
            return self.due_from_memory(lane, most).await;
        }
        if self.waits_for_the_database() {
            return Vec::new();
        }
        let now = self.now();
        let most = u32::try_from(most).unwrap_or(u32::MAX);
        let until = now + LEASE;
        let store = &self.shared.store;
        let claimed = if only_pages {
            store.claim_pages(lane, now, until, most).await
        } else {
            store.claim(lane, now, until, most).await
        };
        match claimed {
            Ok(claimed) => {
                self.works(UNCLAIMABLE);
                claimed
            }
            Err(error) => {
                self.fails(UNCLAIMABLE, &error);
                if !self.is_unwritable(&error) {
                    self.shared.doubts.add([Doubt { lane, until, delivery: None }], now);
                    return Vec::new();
                }
                self.shared.unwritten.begins(&error);
                self.due_from_memory(lane, most as usize).await
            }
        }
    }

    /// How long until something of this lane is due, a second at most.
    async fn until_next(&self, lane: Lane) -> Duration {
        if self.shared.unwritten.is_troubled() {
            // What is due stays due: not at full speed.
            return UNCLAIMED;
        }
        match self.shared.store.earliest_due(lane).await {
            Ok(Some(at)) => {
                let wait = at.duration_since(self.now()).max(SignedDuration::ZERO);
                Duration::try_from(wait).map_or(LOOK_AGAIN, |wait| wait.min(LOOK_AGAIN))
            }
            Ok(None) | Err(_) => LOOK_AGAIN,
        }
    }

    fn spawn_attempt(&self, delivery: Delivery, permit: OwnedSemaphorePermit) {
        let engine = self.clone();
        tokio::spawn(async move {
            let lane = delivery.lane;
            engine.attempt(delivery).await;
            let was_full = permit.semaphore().available_permits() == 0;
            drop(permit);
            if was_full {
                engine.shared.outbox.wake(lane);
            }
        });
    }

    /// For tests: sends what is due, here and now, in the order of urgency.
    pub(crate) async fn empty_here(&self) -> usize {
        let mut sent = 0;
        for lane in Lane::ALL {
            let mut claimed = self.claim(lane, BATCH, false).await;
            claimed.sort_by_key(|delivery| delivery.urgency != Urgency::Page);
            sent += claimed.len();
            for delivery in claimed {
                self.attempt(delivery).await;
            }
        }
        sent
    }
}

fn as_permits(width: usize) -> u32 {
    u32::try_from(width).unwrap_or(u32::MAX)
}

fn name(lane: Lane) -> &'static str {
    match lane {
        Lane::Sms => "text messages",
        Lane::Voice => "calls",
        Lane::Email => "mail",
        Lane::Webhook => "webhooks",
        Lane::Announcement => "announcements",
        Lane::Forward => "what is forwarded",
        Lane::Slack => "messages in Slack",
        Lane::Teams => "messages in Teams",
        Lane::Mattermost => "messages in Mattermost",
        Lane::Telegram => "messages in Telegram",
        Lane::Ntfy => "messages of ntfy",
        Lane::Gotify => "messages of Gotify",
        Lane::Push => "notifications",
        Lane::Room => "rooms in Slack",
    }
}
