//! One lane at work: urgent deliveries first, then what the store has, each in a task of its own.

use std::{sync::Arc, time::Duration};

use domain::message::Urgency;
use jiff::SignedDuration;
use store::{Delivery, Doubt, Lane};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};

use crate::{Engine, outgoing::LEASE, running::Stopping};

/// The net under the wake-ups: another node's work, a lease that ran out.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// Between two looks while nothing can be claimed.
const UNCLAIMED: Duration = Duration::from_millis(250);
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

impl Engine {
    pub(crate) fn start_lane(&self, lane: Lane, stopping: Stopping) -> tokio::task::JoinHandle<()> {
        let urgent = self.shared.outbox.open(lane);
        let (urgent_width, width) = width(lane);
        let urgent_room = Arc::new(Semaphore::new(urgent_width));
        let room = Arc::new(Semaphore::new(width));
        let engine = self.clone();
        let urgent_task =
            engine.clone().run_urgent(urgent, Arc::clone(&urgent_room), stopping.clone());
        let stored_task = engine.run_stored(lane, Arc::clone(&room), stopping);
        tokio::spawn(async move {
            tokio::join!(urgent_task, stored_task);
            // All the room is free again once nothing is under way.
            let _ = urgent_room.acquire_many(as_permits(urgent_width)).await;
            let _ = room.acquire_many(as_permits(width)).await;
        })
    }

    async fn run_urgent(
        self,
        mut urgent: mpsc::Receiver<Delivery>,
        room: Arc<Semaphore>,
        mut stopping: Stopping,
    ) {
        let mut left = Vec::new();
        while !stopping.is_asked() {
            let next = tokio::select! {
                next = urgent.recv() => next,
                () = stopping.asked() => break,
            };
            let Some(delivery) = next else { return };
            tokio::select! {
                biased;
                permit = Arc::clone(&room).acquire_owned() => match permit {
                    Ok(permit) => self.spawn_attempt(delivery, permit),
                    Err(_) => return,
                },
                () = stopping.asked() => left.push(delivery),
            }
        }
        urgent.close();
        while let Some(delivery) = urgent.recv().await {
            left.push(delivery);
        }
        self.give_back(&left).await;
    }

    /// What was claimed and not begun is due again, for whoever comes next.
    async fn give_back(&self, left: &[Delivery]) {
        let mut unit = store::Unit::new();
        for delivery in left {
            unit.release(&delivery.id, self.shared.store.node(), self.now());
        }
        if let Err(error) = self.shared.store.commit(unit).await {
            let count = left.len();
            tracing::warn!(%error, count, "leases could not be given back: they run out instead");
        }
    }

    async fn run_stored(self, lane: Lane, room: Arc<Semaphore>, mut stopping: Stopping) {
        while !stopping.is_asked() {
            self.shared.pulse.beat(name(lane), self.now());
            let wait = self.until_next(lane).await;
            tokio::select! {
                () = self.shared.outbox.woken(lane) => {}
                () = tokio::time::sleep(wait) => {}
                () = stopping.asked() => return,
            }
            self.empty(lane, &room, &mut stopping).await;
        }
    }

    /// Claims and sends until nothing is due any more.
    async fn empty(&self, lane: Lane, room: &Arc<Semaphore>, stopping: &mut Stopping) {
        while !stopping.is_asked() {
            let first = tokio::select! {
                first = Arc::clone(room).acquire_owned() => first,
                () = stopping.asked() => return,
            };
            let Ok(first) = first else { return };
            let mut permits = vec![first];
            while permits.len() < BATCH
                && let Ok(permit) = Arc::clone(room).try_acquire_owned()
            {
                permits.push(permit);
            }
            let claimed = self.claim(lane, permits.len()).await;
            let was_all = claimed.len() < permits.len();
            for (delivery, permit) in claimed.into_iter().zip(permits) {
                self.spawn_attempt(delivery, permit);
            }
            if was_all {
                return;
            }
            self.shared.pulse.beat(name(lane), self.now());
        }
    }

    pub(crate) async fn claim(&self, lane: Lane, most: usize) -> Vec<Delivery> {
        if self.shared.unwritten.is_troubled() {
            return self.due_from_memory(lane, most).await;
        }
        let now = self.now();
        let most = u32::try_from(most).unwrap_or(u32::MAX);
        let until = now + LEASE;
        let claimed = self.shared.store.claim(lane, now, until, most).await;
        match claimed {
            Ok(claimed) => claimed,
            Err(error) => {
                tracing::error!(?lane, %error, "nothing can be claimed; trying again in a second");
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
            engine.attempt(delivery).await;
            drop(permit);
        });
    }

    /// For tests: sends what is due, here and now, in the order of urgency.
    pub(crate) async fn empty_here(&self) -> usize {
        let mut sent = 0;
        for lane in Lane::ALL {
            let mut claimed = self.claim(lane, BATCH).await;
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
