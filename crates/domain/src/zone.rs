//! Time zones by their IANA names, with the rules that are compiled into the program: two nodes
//! never disagree about who is on call.

use std::sync::LazyLock;

use jiff::{
    Timestamp,
    civil::DateTime,
    tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase},
};

use crate::span::Span;

static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// The time zone of this IANA name, if there is one.
pub fn named(name: &str) -> Option<TimeZone> {
    ZONES.get(name).ok()
}

/// What the clocks of a time zone show.
#[derive(Clone, Debug)]
pub(crate) struct Clock(TimeZone);

impl Clock {
    pub(crate) fn of(zone: &str) -> Option<Self> {
        named(zone).map(Self)
    }

    pub(crate) fn shows(&self, at: Timestamp) -> DateTime {
        self.0.to_datetime(at)
    }

    /// When the clocks show `local`: the first time, if they show it twice. A time that they skip
    /// falls as far behind the gap as it stood inside it (RFC 5545, 3.3.5). `None` beyond the
    /// ends of time.
    pub(crate) fn when(&self, local: DateTime) -> Option<Timestamp> {
        self.0.to_ambiguous_timestamp(local).compatible().ok()
    }

    /// Whether the clocks jump over `local`.
    pub(crate) fn skips(&self, local: DateTime) -> bool {
        matches!(self.0.to_ambiguous_timestamp(local).offset(), AmbiguousOffset::Gap { .. })
    }

    /// A stretch of somebody's duty. Where the clocks show its end twice, it ends the second time:
    /// two people may overlap, and nobody leaves before the clocks have passed the hour for good.
    pub(crate) fn shift(&self, from: DateTime, until: DateTime) -> Option<Span> {
        let until = self.0.to_ambiguous_timestamp(until);
        let until = match until.offset() {
            AmbiguousOffset::Fold { .. } => until.later().ok()?,
            AmbiguousOffset::Unambiguous { .. } | AmbiguousOffset::Gap { .. } => {
                until.compatible().ok()?
            }
        };
        Span::new(self.when(from)?, until)
    }

    /// The stretch between two local times; `None` if nothing is left of it.
    pub(crate) fn span(&self, from: DateTime, until: DateTime) -> Option<Span> {
        Span::new(self.when(from)?, self.when(until)?)
    }
}
