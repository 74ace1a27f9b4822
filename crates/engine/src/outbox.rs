//! The outbox: lanes by provider, so that none waits for another. What is urgent comes through
//! memory the moment it is on disk; all else, and what a crash left behind, is claimed from the
//! store.

mod announced;
mod attempt;
mod devices;
mod discreet;
mod lane;
mod outcome;
mod own_words;
mod pace;
mod providers;
mod rooms;
mod unheard;
mod waiting;
pub(crate) mod wording;

pub(crate) use own_words::FailedTemplates;
pub use own_words::{FailedTemplate, contradictions};
pub(crate) use providers::Providers;

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::Instant,
};

use pace::Pace;
use store::{Delivery, Lane};
use tokio::sync::{Notify, mpsc};

/// Urgent deliveries that wait in memory for one lane; more wait in the store.
const ROOM: usize = 10_000;

#[derive(Debug)]
pub(crate) struct Outbox {
    doors: BTreeMap<Lane, Door>,
}

#[derive(Debug)]
struct Door {
    /// Open once the engine was started.
    urgent: Mutex<Option<mpsc::Sender<Delivery>>>,
    wake: Notify,
    pace: Pace,
}

/// Room for one delivery in a lane's memory.
pub(crate) struct Place(mpsc::OwnedPermit<Delivery>);

impl Place {
    pub(crate) fn send(self, delivery: Delivery) {
        self.0.send(delivery);
    }
}

impl Outbox {
    pub(crate) fn new() -> Self {
        let now = Instant::now();
        let door = || Door { urgent: Mutex::new(None), wake: Notify::new(), pace: Pace::new(now) };
        Self { doors: Lane::ALL.into_iter().map(|lane| (lane, door())).collect() }
    }

    /// Room in the lane's memory; `None` if it is full or not running.
    pub(crate) fn reserve(&self, lane: Lane) -> Option<Place> {
        let door = self.doors.get(&lane)?;
        let sender = door.urgent.lock().unwrap_or_else(PoisonError::into_inner).clone()?;
        sender.try_reserve_owned().ok().map(Place)
    }

    /// Something is waiting in the store for this lane.
    pub(crate) fn wake(&self, lane: Lane) {
        if let Some(door) = self.doors.get(&lane) {
            door.wake.notify_one();
        }
    }

    fn pace(&self, lane: Lane) -> Option<&Pace> {
        self.doors.get(&lane).map(|door| &door.pace)
    }

    fn open(&self, lane: Lane) -> mpsc::Receiver<Delivery> {
        let (sender, receiver) = mpsc::channel(ROOM);
        if let Some(door) = self.doors.get(&lane) {
            *door.urgent.lock().unwrap_or_else(PoisonError::into_inner) = Some(sender);
        }
        receiver
    }

    async fn woken(&self, lane: Lane) {
        if let Some(door) = self.doors.get(&lane) {
            door.wake.notified().await;
        }
    }
}
