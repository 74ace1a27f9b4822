//! Who is on call when: rotations in layers, with overrides on top.

mod layers;
mod rotation;

pub use rotation::{NotAHandoff, Rotation};

use jiff::{SignedDuration, Timestamp, civil::DateTime};
use serde::{Deserialize, Serialize};

use crate::{
    duration,
    id::{ResponderId, ScheduleId},
    span::Span,
    zone::Clock,
};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    pub id: ScheduleId,
    /// An IANA name; all times of the schedule are local to it.
    pub time_zone: String,
    /// Layers: a later one lies on top of those before it.
    #[serde(default, rename = "rotation")]
    pub rotations: Vec<Rotation>,
    /// On top of all rotations; a later one on top of those before it.
    #[serde(default, rename = "override", skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<Override>,
    /// Each shift begins with a test page, to be answered within so long.
    #[serde(default, with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub drill: Option<SignedDuration>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Override {
    pub responder: ResponderId,
    pub from: DateTime,
    pub until: DateTime,
    /// Why, in a few words for those who look at the calendar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A stretch of time with one person on call, or with nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    pub responder: Option<ResponderId>,
    pub from: Timestamp,
    pub until: Timestamp,
}

/// How far [`Schedule::next_change`] looks ahead.
const HORIZON: SignedDuration = SignedDuration::from_hours(366 * 24);

/// Who counts: those whom the directory knows. The turn of anybody else goes to the next member.
pub(crate) type Known<'a> = &'a dyn Fn(&ResponderId) -> bool;

impl Schedule {
    /// Who is on call at `now`; `None` is a hole.
    pub fn on_call(&self, now: Timestamp) -> Option<ResponderId> {
        self.on_call_among(now, &|_| true).cloned()
    }

    /// The stretches from `from` until `until`, in order and without gaps between them.
    /// Neighbours differ in who is on call.
    pub fn shifts(&self, from: Timestamp, until: Timestamp) -> Vec<Shift> {
        self.shifts_among(from, until, &|_| true)
    }

    /// When somebody else, or nobody, comes on call after `now`, if that is within a year.
    pub fn next_change(&self, now: Timestamp) -> Option<Timestamp> {
        let end = now.saturating_add(HORIZON).ok()?;
        let mut until = now;
        let mut ahead = SignedDuration::from_hours(8 * 24);
        while until < end {
            until = until.saturating_add(ahead).ok()?.min(end);
            if let [first, _, ..] = self.shifts(now, until).as_slice() {
                return Some(first.until);
            }
            ahead = ahead.checked_mul(4)?;
        }
        None
    }

    pub(crate) fn on_call_among(&self, now: Timestamp, known: Known<'_>) -> Option<&ResponderId> {
        let clock = Clock::of(&self.time_zone)?;
        let stands_in = |over: &&Override| {
            known(&over.responder) && over.span(&clock).is_some_and(|span| span.contains(now))
        };
        if let Some(over) = self.overrides.iter().rev().find(stands_in) {
            return Some(&over.responder);
        }
        self.rotations.iter().rev().find_map(|rotation| rotation.on_call(now, &clock, known))
    }

    pub(crate) fn shifts_among(
        &self,
        from: Timestamp,
        until: Timestamp,
        known: Known<'_>,
    ) -> Vec<Shift> {
        let Some(within) = Span::new(from, until) else { return Vec::new() };
        let Some(clock) = Clock::of(&self.time_zone) else {
            return vec![Shift { responder: None, from, until }];
        };
        let rotations = self.rotations.iter().map(|rotation| rotation.turns(within, &clock, known));
        let overrides = self.overrides.iter().filter(|over| known(&over.responder));
        let overrides = overrides.filter_map(|over| {
            let span = over.span(&clock)?.and(within)?;
            Some(vec![(span, &over.responder)])
        });
        layers::stack(within, &rotations.chain(overrides).collect::<Vec<_>>())
    }
}

impl Override {
    fn span(&self, clock: &Clock) -> Option<Span> {
        clock.shift(self.from, self.until)
    }
}

#[cfg(test)]
mod tests;
