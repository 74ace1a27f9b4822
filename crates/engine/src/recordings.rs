//! What callers said, fetched from the provider and kept with their case: the provider's own copy
//! may be deleted any day.

use std::time::Duration;

use channels::Channel;
use store::Lane;

use crate::{Engine, Landed, NewFile};

/// A recording is often not ready at once.
const TRIES: [Duration; 4] = [
    Duration::from_secs(1),
    Duration::from_secs(10),
    Duration::from_secs(60),
    Duration::from_secs(300),
];

#[derive(Clone, Debug)]
pub struct Recording {
    /// Where the provider has it.
    pub url: String,
    /// The provider's id of it.
    pub id: String,
}

impl Engine {
    /// Fetches a recording in its own time. Whatever becomes of it, its link is in the case.
    pub fn keep_recording(&self, landed: Landed, recording: Recording) {
        let engine = self.clone();
        tokio::spawn(async move { engine.fetch_recording(landed, recording).await });
    }

    async fn fetch_recording(&self, landed: Landed, recording: Recording) {
        let voices = self.options().voices.get(&Lane::Voice).map_or(&[][..], Vec::as_slice);
        for wait in TRIES {
            tokio::time::sleep(wait).await;
            for voice in voices {
                match voice.recording(&recording.url).await {
                    Ok(bytes) => {
                        let id = recording.id.chars().filter(char::is_ascii_alphanumeric);
                        let id = format!("recording-{}", id.take(64).collect::<String>());
                        let file = NewFile { id, name: "call.wav".to_owned(), bytes };
                        if let Err(error) = self.attach(landed.case, &landed.from, file).await {
                            tracing::error!(%error, "a recording could not be kept");
                        }
                        return;
                    }
                    Err(error) => {
                        let problem = error.reason();
                        tracing::warn!(problem, provider = name(voice), "no recording yet");
                    }
                }
            }
        }
    }
}

fn name(voice: &Channel) -> &str {
    voice.name()
}
