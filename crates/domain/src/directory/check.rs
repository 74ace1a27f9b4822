//! Whether a directory makes sense, and where nobody would be called.

mod addresses;
mod holes;
mod names;
mod values;

use jiff::Timestamp;
use serde::Serialize;

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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{place}: {problem}")]
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
        let mut found = Contradictions::default();
        names::check(self, &mut found);
        values::check(self, &mut found);
        found.0
    }

    /// Every hole from `now` until `until`: people who cannot be reached, stretches in which a
    /// schedule that a policy uses has nobody although the regular desk is closed, and stretches,
    /// at any hour, in which a policy would page nobody at all.
    pub fn holes(&self, now: Timestamp, until: Timestamp) -> Vec<Hole> {
        holes::find(self, now, until)
    }
}

#[derive(Default)]
struct Contradictions(Vec<Invalid>);

impl Contradictions {
    fn add(&mut self, place: impl Into<String>, problem: impl Into<String>) {
        self.0.push(Invalid { place: place.into(), problem: problem.into() });
    }
}

#[cfg(test)]
mod tests;
