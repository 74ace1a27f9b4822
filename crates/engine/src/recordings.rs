//! What callers said, fetched from the provider and kept with their case: the provider's own copy may be
//! deleted any day. What is owed is a row, so any node fetches it, also after a restart.

use std::time::Duration;

use channels::DeliveryError;
use domain::input::From;
use jiff::SignedDuration;
use store::{Lane, SavedRecording, Unit};

use crate::{Case, Engine, EngineError, Landed, NewFile, running::Stopping};

/// A recording is often not ready at once.
const READY_AFTER: SignedDuration = SignedDuration::from_secs(1);
/// How long it is waited after each attempt that failed; after the last one it is given up.
const WAITS: [SignedDuration; 12] = [
    SignedDuration::from_secs(5),
    SignedDuration::from_secs(30),
    SignedDuration::from_mins(2),
    SignedDuration::from_mins(10),
    SignedDuration::from_mins(30),
    SignedDuration::from_hours(1),
    SignedDuration::from_hours(2),
    SignedDuration::from_hours(4),
    SignedDuration::from_hours(8),
    SignedDuration::from_hours(8),
    SignedDuration::from_hours(12),
    SignedDuration::from_hours(12),
];
/// Longer than all providers together may take for one.
const LEASE: SignedDuration = SignedDuration::from_mins(2);
const AT_ONCE: u32 = 4;
/// How often a node looks whether another one has left something.
const LOOK_EVERY: Duration = Duration::from_secs(2);
const ID_MAX_CHARS: usize = 64;
const URL_MAX_CHARS: usize = 1_000;

#[derive(Clone, Debug)]
pub struct Recording {
    /// Where the provider has it.
    pub url: String,
    /// The provider's id of it.
    pub id: String,
    pub secs: u32,
}

impl Engine {
    /// Owes a recording to a case: it is fetched in its own time. Whatever becomes of it, its link is in
    /// the case.
    pub async fn owe_recording(
        &self,
        landed: &Landed,
        recording: &Recording,
    ) -> Result<(), EngineError> {
        let id = recording.id.chars().filter(char::is_ascii_alphanumeric);
        let id: String = id.take(ID_MAX_CHARS).collect();
        let (emergency, ticket) = landed.case.numbers();
        let mut unit = Unit::new();
        unit.owe_recording(&SavedRecording {
            id,
            emergency,
            ticket,
            requester: landed.from.id.clone(),
            name: landed.from.name.clone(),
            url: recording.url.chars().take(URL_MAX_CHARS).collect(),
            secs: recording.secs,
            made_at: self.now(),
            due_at: Some(self.now() + READY_AFTER),
            attempts: 0,
            problem: None,
            kept_at: None,
        });
        Ok(self.shared.store.commit(unit).await?)
    }

    /// Goes on for as long as the engine runs.
    pub(crate) async fn keep_recordings(&self, mut stopping: Stopping) {
        while !stopping.is_asked() {
            self.fetch_recordings().await;
            tokio::select! {
                () = tokio::time::sleep(LOOK_EVERY) => {}
                () = stopping.asked() => {}
            }
        }
    }

    /// Fetches what is due; how many that were.
    pub(crate) async fn fetch_recordings(&self) -> usize {
        let now = self.now();
        let claimed = self.shared.store.claim_recordings(now, now + LEASE, AT_ONCE).await;
        let claimed = claimed.unwrap_or_else(|error| {
            tracing::warn!(%error, "recordings that are owed cannot be read; trying again soon");
            Vec::new()
        });
        for recording in &claimed {
            if let Err(error) = self.fetch_recording(recording).await {
                tracing::error!(%error, "a recording could not be kept; trying again in two minutes");
            }
        }
        claimed.len()
    }

    async fn fetch_recording(&self, recording: &SavedRecording) -> Result<(), EngineError> {
        let mut unit = Unit::new();
        match self.recording_at_provider(recording).await {
            Ok(bytes) => {
                self.keep_recording(recording, bytes).await?;
                unit.recording_kept(&recording.id, self.now());
            }
            Err(error) => {
                let problem = error.reason();
                let is_final = matches!(error, DeliveryError::Refused(_));
                let tried = usize::try_from(recording.attempts).unwrap_or(WAITS.len());
                let wait = WAITS.get(tried.saturating_sub(1)).filter(|_| !is_final);
                tracing::warn!(problem, again = wait.is_some(), "a recording is not there yet");
                let due_at = wait.map(|wait| self.now() + *wait);
                unit.recording_failed(&recording.id, &problem, due_at);
            }
        }
        Ok(self.shared.store.commit(unit).await?)
    }

    /// Asked of each account, for only one has it. What may still come is worth another try.
    async fn recording_at_provider(
        &self,
        recording: &SavedRecording,
    ) -> Result<Vec<u8>, DeliveryError> {
        let voices = self.options().voices.get(&Lane::Voice).map_or(&[][..], Vec::as_slice);
        let mut worst = DeliveryError::Refused("no provider of calls is set up".into());
        for voice in voices {
            match voice.recording(&recording.url).await {
                Ok(bytes) => return Ok(bytes),
                Err(DeliveryError::Refused(_)) if !matches!(worst, DeliveryError::Refused(_)) => {}
                Err(error) => worst = error,
            }
        }
        Err(worst)
    }

    async fn keep_recording(
        &self,
        recording: &SavedRecording,
        bytes: Vec<u8>,
    ) -> Result<(), EngineError> {
        let case = match (recording.emergency, recording.ticket) {
            (Some(number), _) => Case::Emergency(number),
            (None, Some(number)) => Case::Ticket(number),
            (None, None) => return Err(EngineError::NotFound),
        };
        let from = From { id: recording.requester.clone(), name: recording.name.clone() };
        let id = format!("recording-{}", recording.id);
        let file = NewFile { id, name: "call.wav".to_owned(), bytes };
        match self.attach(case, &from, file).await {
            // It is kept, and nobody has to hear of it any more.
            Err(EngineError::Refused(_)) => Ok(()),
            other => other,
        }
    }
}
