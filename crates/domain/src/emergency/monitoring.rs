//! What monitoring systems do after the first report: report again, say that it is over.

use super::{Phase, Refused, turn::Turn};
use crate::input::From;

/// The resolution of an emergency that ended before anybody had answered.
const RESOLVED: &str = "resolved by monitoring";

impl Turn<'_> {
    /// They repeat themselves for as long as it lasts, so only after it was restored is that news.
    pub(super) fn fires_again(&mut self, from: &From) {
        if matches!(self.next.phase, Phase::Restored { .. }) {
            self.still_broken(from, Some("Monitoring reports it again.".to_owned()));
        }
    }

    /// It ends by itself only if no person has reported it and nobody has answered yet: else the
    /// responder hears of it and decides.
    pub(super) fn resolved(&mut self, from: &From) -> Result<(), Refused> {
        if matches!(self.next.phase, Phase::Restored { .. }) {
            return self.confirm(from);
        }
        self.said(from, "Monitoring says that it is resolved.".to_owned())?;
        let is_only_theirs = self.world.requesters <= 1 && !self.next.switch_off;
        if matches!(self.next.phase, Phase::Unanswered) && is_only_theirs {
            self.close(RESOLVED.to_owned(), None);
        }
        Ok(())
    }
}
