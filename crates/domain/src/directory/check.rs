//! Whether a directory makes sense, and where nobody would be called.

mod addresses;
mod holes;
mod names;
mod people;
mod values;
mod weaknesses;

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::Serialize;

use super::Directory;
use crate::proof::Way;

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
    /// What it is accepted by: stays the same from week to week, as in `primary/sat-09:00`.
    pub name: String,
    /// Where, as in `schedule primary`.
    pub place: String,
    /// What is missing, and what would mend it.
    pub problem: String,
    pub from: Option<Timestamp>,
    pub until: Option<Timestamp>,
}

/// Something that works today and hangs by one thread; nothing is refused for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{place}: {problem}")]
pub struct Weakness {
    /// Where, as in `policy sev1`.
    pub place: String,
    /// What hangs by a thread, and what would mend it.
    pub problem: String,
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

    /// Those whom a page may go to, and over two ways, of which fewer than two are known to reach
    /// them. Each has a name, as a hole has.
    pub fn unverified(&self, now: Timestamp, proved: &BTreeSet<Way>) -> Vec<Hole> {
        holes::unverified(self, now, proved)
    }

    /// Single points of failure from `now` until `until`, each with its remedy.
    pub fn weaknesses(&self, now: Timestamp, until: Timestamp) -> Vec<Weakness> {
        weaknesses::find(self, (now, until), &self.holes(now, until))
    }

    /// Whether somebody has accepted this hole by its name.
    pub fn accepts(&self, hole: &Hole) -> bool {
        self.accept.iter().any(|name| name.trim() == hole.name)
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
