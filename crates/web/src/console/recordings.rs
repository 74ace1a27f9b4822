//! What callers said, and whether it is here yet.

use store::SavedRecording;

use crate::moment::{Clock, Moment};

/// A recording as a page lists it.
#[derive(Debug)]
pub(super) struct RecordingLine {
    pub(super) at: Moment,
    pub(super) secs: u32,
    /// Where it lies: with us, or still with the provider. Empty if that is no address of the web.
    pub(super) link: String,
    pub(super) standing: &'static str,
    pub(super) problem: Option<String>,
}

pub(super) fn lines(recordings: Vec<SavedRecording>, clock: &Clock) -> Vec<RecordingLine> {
    recordings.into_iter().map(|recording| line(recording, clock)).collect()
}

fn line(recording: SavedRecording, clock: &Clock) -> RecordingLine {
    let standing = match (recording.kept_at, recording.due_at) {
        (Some(_), _) => "kept here",
        (None, Some(_)) => "not yet fetched from the provider",
        (None, None) => "could not be fetched; the provider may still have it",
    };
    let link = if recording.kept_at.is_some() {
        format!("/console/files/recording-{}", recording.id)
    } else if recording.url.starts_with("https://") || recording.url.starts_with("http://") {
        recording.url
    } else {
        String::new()
    };
    RecordingLine {
        at: clock.moment(recording.made_at),
        secs: recording.secs,
        link,
        standing,
        problem: recording.problem,
    }
}
