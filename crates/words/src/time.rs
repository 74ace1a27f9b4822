//! Moments as people read them: in their own zone, and always also as a distance.

use jiff::Timestamp;

use crate::Reader;

/// A moment on the reader's clock: `04:10`, `04:10 on Tuesday`, `04:10 on 24 December`; with the
/// zone when it is UTC.
pub fn when(_at: Timestamp, _reader: &Reader) -> String {
    todo!()
}

/// How far away a moment is: `in 37 minutes`, `5 minutes ago`, `now`.
pub fn distance(_at: Timestamp, _reader: &Reader) -> String {
    todo!()
}

/// Both: `04:10, in 37 minutes`.
pub fn moment(at: Timestamp, reader: &Reader) -> String {
    format!("{}, {}", when(at, reader), distance(at, reader))
}
