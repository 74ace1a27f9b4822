//! Whether a directory makes sense, and where nobody would be called.

use jiff::Timestamp;

use super::Directory;

/// A directory that contradicts itself; it cannot be applied.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {problem}")]
pub struct Invalid {
    /// Where, as in `responder ana, rules[1].via`.
    pub place: String,
    /// What is wrong and what to do.
    pub problem: String,
}

/// A weakness that a page could fall through; it can be accepted by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hole {
    /// Where, as in `schedule primary`.
    pub place: String,
    /// What is missing, and what would mend it.
    pub problem: String,
    pub from: Option<Timestamp>,
    pub until: Option<Timestamp>,
}

impl Directory {
    /// Every contradiction: names that lead nowhere, twins, zones that do not exist.
    pub fn contradictions(&self) -> Vec<Invalid> {
        Vec::new()
    }

    /// Every hole from `now` until `until`.
    pub fn holes(&self, _now: Timestamp, _until: Timestamp) -> Vec<Hole> {
        Vec::new()
    }
}
