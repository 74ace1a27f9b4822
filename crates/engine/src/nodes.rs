//! The other nodes on the same database: each says three times a second that it lives, and takes over the
//! work of one that does not any more.

use std::time::Duration;

use store::{GONE_AFTER, Lane};

use crate::Engine;

/// Several times before the others think that this one is gone, and so often that what it had is taken
/// over within two seconds.
const EVERY: Duration = Duration::from_millis(300);

const VERSION: &str = env!("CARGO_PKG_VERSION");

impl Engine {
    /// Runs as long as the engine does.
    pub(crate) async fn watch_nodes(&self) {
        loop {
            self.shared.pulse.beat("the heartbeat", self.now());
            self.heartbeat().await;
            tokio::time::sleep(EVERY).await;
        }
    }

    async fn heartbeat(&self) {
        let name = &self.options().node;
        let beat = self.shared.store.heartbeat(name, VERSION, self.now());
        // A database that hangs is found out soon where there is something to do about it.
        let beat = match self.shared.beside.spare() {
            Some(spare) => spare.hear(beat).await,
            None => beat.await,
        };
        let Some(beat) = self.heed("the other nodes cannot hear this one", beat) else {
            self.shared.pulse.no_answer(self.now());
            return;
        };
        self.shared.clock.hear(beat.at);
        for node in &beat.gone {
            tracing::warn!(
                node = node.name,
                "a node was not heard of for {GONE_AFTER:#}: its work is taken over"
            );
        }
        if !beat.gone.is_empty() {
            self.take_over();
        }
    }

    /// Says that this node leaves: what it still holds is due for the others at once.
    pub(crate) async fn leave_nodes(&self) {
        if let Err(error) = self.shared.store.leave(self.now()).await {
            tracing::warn!(%error, "the other nodes find out by themselves that this one has left");
        }
    }

    pub(crate) fn take_over(&self) {
        for lane in Lane::ALL {
            self.shared.outbox.wake(lane);
        }
        self.shared.alarm.notify_one();
    }
}
