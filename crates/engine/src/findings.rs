//! What a page could fall through, found once and kept for everybody who asks: pages, figures.

use std::sync::{Arc, Mutex, PoisonError};

use domain::directory::{Hole, Weakness};
use jiff::{SignedDuration, Timestamp};

use crate::{Engine, LOOK_AHEAD};

/// So long they are true enough: they change with the directory, and slowly with the time.
const KEPT: SignedDuration = SignedDuration::from_mins(5);

/// What is wanting in the directory, in the next twelve weeks.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// Of this version of the directory.
    pub version: i64,
    pub at: Timestamp,
    /// Holes that nobody has accepted by name.
    pub open: Vec<Hole>,
    pub accepted: Vec<Hole>,
    /// People who are paged and have fewer than two verified ways, that nobody has accepted by name.
    /// They stand in `open` instead if the configuration asks for verified ways.
    pub unverified: Vec<Hole>,
    pub weaknesses: Vec<Weakness>,
}

#[derive(Debug, Default)]
pub(crate) struct KeptFindings(Mutex<Arc<Findings>>);

impl Engine {
    /// What is wanting now, at most a few minutes old.
    pub async fn findings(&self) -> Arc<Findings> {
        let (directory, now) = (self.directory(), self.now());
        let kept = &self.shared.findings.0;
        let found = kept.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let is_fresh = found.version == directory.0
            && found.at <= now
            && now.duration_since(found.at) < KEPT
            && found.at != Timestamp::default();
        if is_fresh {
            return found;
        }
        let unverified = self.unverified(&directory.1).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "which contact methods are verified cannot be read");
            found.unverified.clone()
        });
        let until = now + LOOK_AHEAD;
        let mut holes = directory.1.holes(now, until);
        let is_strict = self.settings().directory.require_verified;
        let (known, unverified): (Vec<_>, Vec<_>) =
            unverified.into_iter().partition(|hole| is_strict || directory.1.accepts(hole));
        holes.extend(known);
        let (accepted, open) = holes.into_iter().partition(|hole| directory.1.accepts(hole));
        let weaknesses = directory.1.weaknesses(now, until);
        let (version, at) = (directory.0, now);
        let new = Arc::new(Findings { version, at, open, accepted, unverified, weaknesses });
        *kept.lock().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&new);
        new
    }

    /// What was found is looked for again.
    pub(crate) fn forget_findings(&self) {
        let kept = &self.shared.findings.0;
        *kept.lock().unwrap_or_else(PoisonError::into_inner) = Arc::default();
    }
}
