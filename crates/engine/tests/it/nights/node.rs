//! One node of a night: an engine of its own on the common store, with its own clock and its own
//! way to the providers. It can die, freeze and be cut off in the middle of what it does.

use std::{collections::BTreeMap, future::poll_fn, pin::Pin, sync::Arc, task::Poll};

use channels::{
    Channel, Wall,
    wall::{Fault, Senders, Shown},
};
use domain::Settings;
use engine::{Clock, Engine, Ids, Options};
use jiff::{SignedDuration, Timestamp};
use store::{Lane, Mishaps, Store};

/// What a node was at when it froze.
pub(super) type Work = Pin<Box<dyn Future<Output = ()>>>;

pub(super) struct Node {
    pub(super) engine: Engine,
    pub(super) wall: Wall,
    clock: Clock,
    /// How far its clock is ahead of the time.
    pub(super) skew: SignedDuration,
    pub(super) condition: Condition,
    seen: u64,
}

pub(super) enum Condition {
    Awake,
    /// It does nothing, and then goes on with what it was at.
    Frozen {
        until: Timestamp,
        at: Work,
    },
    /// The process is gone, with all that it had in memory.
    Dead {
        until: Timestamp,
    },
}

/// What the nodes of one night share.
#[derive(Clone)]
pub(super) struct House {
    pub(super) url: String,
    pub(super) settings: Settings,
    pub(super) ids: Ids,
    pub(super) mishaps: Mishaps,
}

impl Node {
    pub(super) async fn start(house: &House, now: Timestamp, skew: SignedDuration) -> Self {
        let clock = Clock::manual(now + skew);
        let wall = Wall::new(Senders::default());
        let engine = house.engine(&clock, &wall).await;
        Self { engine, wall, clock, skew, condition: Condition::Awake, seen: 0 }
    }

    /// The process starts anew: nothing is left but what is stored.
    pub(super) async fn restart(&mut self, house: &House) {
        self.engine = house.engine(&self.clock, &self.wall).await;
        self.condition = Condition::Awake;
    }

    pub(super) fn is_awake(&self) -> bool {
        matches!(self.condition, Condition::Awake)
    }

    /// When it comes back, if it is away.
    pub(super) fn back_at(&self) -> Option<Timestamp> {
        match self.condition {
            Condition::Awake => None,
            Condition::Frozen { until, .. } | Condition::Dead { until } => Some(until),
        }
    }

    /// It is that late; its clock says so in its own way.
    pub(super) fn set_time(&self, now: Timestamp) {
        self.clock.advance((now + self.skew).duration_since(self.clock.now()));
    }

    /// Everything that is due by its clock. Comes back with what is not done yet as soon as a
    /// provider does not answer.
    pub(super) async fn work(&self) -> Option<Work> {
        let engine = self.engine.clone();
        self.go_on(Box::pin(async move { engine.settle().await })).await
    }

    /// The same, after the other nodes have heard of it.
    pub(super) async fn heard_and_work(&self, now: Timestamp) -> Option<Work> {
        // It may be the store's bad moment; the next time it is heard again.
        let _ = self.engine.store().heartbeat("night", "test", now + self.skew).await;
        self.work().await
    }

    /// Goes on with what it was at.
    pub(super) async fn go_on(&self, mut work: Work) -> Option<Work> {
        let hangs = poll_fn(|context| match work.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(false),
            Poll::Pending if self.wall.hanging() > 0 => Poll::Ready(true),
            Poll::Pending => Poll::Pending,
        });
        hangs.await.then_some(work)
    }

    /// The connections to providers that do not answer are given up, as after a time-out.
    pub(super) async fn give_up_waiting(&self, addresses: &[&str], work: Work) {
        let mut work = Some(work);
        while let Some(hanging) = work.take() {
            for address in addresses {
                self.wall.set_fault(address, Some(Fault::Unavailable));
            }
            work = self.go_on(hanging).await;
        }
    }

    /// What left it since the last look.
    pub(super) fn sent(&mut self) -> Vec<Arc<Shown>> {
        let shown = self.wall.messages_since(self.seen);
        self.seen = shown.last().map_or(self.seen, |last| last.sequence);
        shown
    }
}

impl House {
    pub(super) async fn engine(&self, clock: &Clock, wall: &Wall) -> Engine {
        let store = Store::open(&self.url).await.expect("the store opens");
        let store = store.with_mishaps(self.mishaps.clone());
        let voices: BTreeMap<_, _> =
            Lane::ALL.into_iter().map(|lane| (lane, vec![Channel::Wall(wall.clone())])).collect();
        let options = Options {
            public_url: "https://emergency.vendor.example".to_owned(),
            phone: Some("+1 555 0100".to_owned()),
            voices,
            ids: self.ids.clone(),
            ..Options::default()
        };
        Engine::new(store, clock.clone(), self.settings.clone(), options).await.expect("an engine")
    }
}
