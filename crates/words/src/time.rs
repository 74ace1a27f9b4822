//! Moments as people read them: in their own zone, and always also as a distance.

use jiff::Timestamp;

use crate::{Reader, english, language::Language};

/// A moment on the reader's clock: `04:10`, `04:10 on Tuesday`, `04:10 on 24 December`; with the
/// zone when it is UTC.
pub fn when(at: Timestamp, reader: &Reader) -> String {
    match Language::of(reader) {
        Language::English => english::time::when(at, reader),
    }
}

/// How far away a moment is: `in 37 minutes`, `5 minutes ago`, `now`.
pub fn distance(at: Timestamp, reader: &Reader) -> String {
    match Language::of(reader) {
        Language::English => english::time::distance(at, reader),
    }
}

/// Both: `04:10, in 37 minutes`.
pub fn moment(at: Timestamp, reader: &Reader) -> String {
    format!("{}, {}", when(at, reader), distance(at, reader))
}
