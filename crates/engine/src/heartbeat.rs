//! The heartbeat to a service outside, which raises the alarm when it stops: and it stops when anything does
//! that somebody relies on.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use channels::Probe;
use jiff::Timestamp;

use crate::Engine;

/// Where it goes.
#[derive(Clone, Debug)]
pub struct HeartbeatOptions {
    pub probe: Probe,
    pub every: Duration,
}

/// What became of the last beat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Beat {
    Heard {
        at: Timestamp,
    },
    /// The service did not take it.
    Unheard {
        problem: String,
    },
    /// It was held back, because of this.
    HeldBack {
        problems: Vec<String>,
    },
}

#[derive(Debug, Default)]
pub(crate) struct LastBeat(Mutex<Option<Beat>>);

impl LastBeat {
    fn set(&self, beat: Beat) {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if last
            .as_ref()
            .is_none_or(|last| std::mem::discriminant(last) != std::mem::discriminant(&beat))
        {
            match &beat {
                Beat::Heard { .. } => tracing::info!("the heartbeat goes out"),
                Beat::Unheard { problem } => {
                    tracing::error!(problem, "the heartbeat is not taken by the service outside");
                }
                Beat::HeldBack { problems } => tracing::error!(
                    problems = problems.join("; "),
                    "the heartbeat is held back, so that somebody outside raises the alarm"
                ),
            }
        }
        *last = Some(beat);
    }
}

impl Engine {
    /// What became of the last heartbeat; `None` if none is to be sent, or none was yet.
    pub fn last_beat(&self) -> Option<Beat> {
        self.shared.last_beat.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Runs as long as the engine does.
    pub(crate) async fn beat_outside(&self, options: HeartbeatOptions) {
        loop {
            let beat = self.beat_once(&options.probe).await;
            self.shared.last_beat.set(beat);
            tokio::time::sleep(options.every).await;
        }
    }

    /// One beat, unless something is the matter.
    pub async fn beat_once(&self, probe: &Probe) -> Beat {
        let problems = self.vitals().await.problems();
        if !problems.is_empty() {
            return Beat::HeldBack { problems };
        }
        match probe.ask().await {
            Ok(()) => Beat::Heard { at: self.now() },
            Err(error) => Beat::Unheard { problem: error.reason() },
        }
    }
}
