//! Room on the disk of the database: some is kept for when it is full, and somebody is told before that.

use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use store::Room;

use crate::Engine;

const LOOK_EVERY: SignedDuration = SignedDuration::from_secs(10);
const SAY_EVERY: SignedDuration = SignedDuration::from_mins(10);

#[derive(Debug, Default)]
pub(crate) struct LastRoom(Mutex<Option<Room>>);

/// When the loop that keeps time looked last, and said something.
#[derive(Debug, Default)]
pub(crate) struct RoomKeeping {
    looked_at: Option<Timestamp>,
    said_at: Option<Timestamp>,
}

impl Engine {
    /// How much room the database's disk has; `None` if that is not known here.
    pub fn room(&self) -> Option<Room> {
        *self.shared.last_room.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) async fn keep_room(&self, known: &mut RoomKeeping) {
        let now = self.now();
        let is_early = |at: Timestamp, every| now.duration_since(at).abs() < every;
        if known.looked_at.is_some_and(|at| is_early(at, LOOK_EVERY)) {
            return;
        }
        known.looked_at = Some(now);
        let room = match self.shared.store.tend_reserve(self.options().reserve_bytes).await {
            Ok(room) => room,
            Err(error) => {
                tracing::warn!(%error, "no room could be kept on the disk for when it is full");
                return;
            }
        };
        *self.shared.last_room.0.lock().unwrap_or_else(PoisonError::into_inner) = room;
        if let Some(room) = room.filter(Room::is_short)
            && !known.said_at.is_some_and(|at| is_early(at, SAY_EVERY))
        {
            known.said_at = Some(now);
            tracing::error!(
                free_bytes = room.free_bytes,
                reserve_bytes = room.reserve_bytes,
                "the disk of the database is nearly full: make room"
            );
        }
    }
}
