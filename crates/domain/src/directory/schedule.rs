//! Who is on call when: rotations in layers, with overrides on top.

use jiff::{Timestamp, civil};
use serde::{Deserialize, Serialize};

use crate::id::{ResponderId, ScheduleId};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    pub id: ScheduleId,
    /// An IANA name; all times of the schedule are local to it.
    pub time_zone: String,
    /// Layers: a later one lies on top of those before it.
    #[serde(default, rename = "rotation")]
    pub rotations: Vec<Rotation>,
    #[serde(default, rename = "override", skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<Override>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rotation {
    pub members: Vec<ResponderId>,
    /// When the first member's first shift starts.
    pub starts: civil::DateTime,
    /// How long a shift is on the local calendar: `12h`, `1d`, `1w`, `2w`.
    pub handoff: String,
    /// The hours of the week in which this layer counts; always, if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub during: Vec<Window>,
}

/// Hours of the week: `{ days = "mon-fri", from = "17:00", until = "09:00" }`. Without times, the
/// whole day; past midnight if `until` is not after `from`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// `mon`, `mon-fri`, `sat,sun`, `fri-mon`.
    pub days: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<civil::Time>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<civil::Time>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Override {
    pub responder: ResponderId,
    pub from: civil::DateTime,
    pub until: civil::DateTime,
}

/// A stretch of time with one person on call, or with nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    pub responder: Option<ResponderId>,
    pub from: Timestamp,
    pub until: Timestamp,
}

impl Schedule {
    /// Who is on call at `now`; `None` is a hole.
    pub fn on_call(&self, _now: Timestamp) -> Option<ResponderId> {
        // The first member of the lowest layer, until the calendar stands.
        self.rotations.first()?.members.first().cloned()
    }

    /// The stretches from `from` until `until`, in order and without gaps between them.
    pub fn shifts(&self, from: Timestamp, until: Timestamp) -> Vec<Shift> {
        vec![Shift { responder: self.on_call(from), from, until }]
    }

    /// When somebody else comes on call after `now`, if that is within a year.
    pub fn next_change(&self, _now: Timestamp) -> Option<Timestamp> {
        None
    }
}
