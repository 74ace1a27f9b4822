//! What changes, for those who are looking: here at once, on other nodes a moment later.

use domain::{Number, TicketNumber};
use serde::{Deserialize, Serialize};
use store::Heard;
use tokio::sync::broadcast::{self, error::RecvError};

use crate::Engine;

/// Something that somebody may be looking at has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    Emergency(Number),
    Ticket(TicketNumber),
    Directory,
    Switch,
    /// Anything, for all that is known.
    Everything,
}

impl Engine {
    /// What changes from now on.
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.shared.changes.subscribe()
    }

    pub(crate) fn has_changed(&self, change: Change) {
        self.tell_here(change);
        if self.shared.store.is_shared()
            && let Ok(note) = serde_json::to_string(&change)
        {
            self.shared.store.tell(note);
        }
    }

    fn tell_here(&self, change: Change) {
        // Nobody listening is fine.
        let _ = self.shared.changes.send(change);
    }

    /// Passes on what other nodes tell, as long as the engine runs.
    pub(crate) async fn listen_to_nodes(&self, mut heard: broadcast::Receiver<Heard>) {
        loop {
            let change = match heard.recv().await {
                // One of a newer version is passed on as something.
                Ok(Heard::Note(note)) => serde_json::from_str(&note).unwrap_or(Change::Everything),
                Ok(Heard::Gap) | Err(RecvError::Lagged(_)) => Change::Everything,
                Err(RecvError::Closed) => return,
            };
            if matches!(change, Change::Directory | Change::Everything) {
                self.heed("the directory cannot be read", self.refresh_directory().await);
            }
            if matches!(change, Change::Switch | Change::Everything) {
                self.heed("switches cannot be read", self.refresh_switches().await);
            }
            self.tell_here(change);
        }
    }
}
