//! One layer of a schedule: members who take turns. Turns are counted on the local calendar, so
//! that a handoff at 09:00 stays at 09:00 when the clocks change, and by arithmetic, so that it
//! does not matter how long ago the rotation started.

use jiff::{SignedDuration, Timestamp, civil::DateTime};
use serde::{Deserialize, Serialize};

use super::{Known, layers::Turn};
use crate::{
    directory::window::{Hours, Window},
    duration,
    id::ResponderId,
    span::{Span, common},
    zone::Clock,
};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rotation {
    pub members: Vec<ResponderId>,
    /// When the first member's first shift starts.
    pub starts: DateTime,
    /// How long a shift is on the local calendar: `12h`, `1d`, `1w`, `2w`.
    pub handoff: String,
    /// An IANA name, for a team that works elsewhere (follow the sun); that of the schedule, if
    /// there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// The hours of the week in which this layer counts; always, if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub during: Vec<Window>,
}

/// The text does not say how long a shift is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not the length of a shift: write it as 12h, 1d, 1w or 2w")]
pub struct NotAHandoff(String);

/// A shift is not shorter than this, and has whole seconds.
const SHORTEST: SignedDuration = SignedDuration::from_mins(1);

impl Rotation {
    /// How long a shift is on the local calendar: a day is a date, not 24 hours.
    pub fn length(&self) -> Result<SignedDuration, NotAHandoff> {
        let counts = |length: &SignedDuration| *length >= SHORTEST && length.subsec_nanos() == 0;
        let read = duration::parse(&self.handoff).ok().filter(counts);
        read.ok_or_else(|| NotAHandoff(self.handoff.chars().take(40).collect()))
    }

    pub(super) fn on_call(
        &self,
        now: Timestamp,
        clock: &Clock,
        known: Known<'_>,
    ) -> Option<&ResponderId> {
        let own = self.own_clock()?;
        let clock = own.as_ref().unwrap_or(clock);
        let handoffs = Handoffs { starts: self.starts, length: self.length().ok()?, clock };
        let turn = handoffs.turn_at(now)?;
        let counts = self.during.is_empty() || Hours::of_duty(&self.during).contain(now, clock);
        if counts { self.member(turn, known) } else { None }
    }

    /// The turns within a stretch, in order.
    pub(super) fn turns<'a>(
        &'a self,
        within: Span,
        clock: &Clock,
        known: Known<'_>,
    ) -> Vec<Turn<'a>> {
        let (Ok(length), Some(own)) = (self.length(), self.own_clock()) else {
            return Vec::new();
        };
        let clock = own.as_ref().unwrap_or(clock);
        let handoffs = Handoffs { starts: self.starts, length, clock };
        let turns = handoffs.turns(within);
        let turns = turns.into_iter().filter_map(|(turn, span)| {
            let member = self.member(turn, known)?;
            Some((span, member))
        });
        if self.during.is_empty() {
            return turns.collect();
        }
        let counting = Hours::of_duty(&self.during).spans(within, clock);
        let mut rest = counting.as_slice();
        let mut cut = Vec::new();
        for (span, member) in turns {
            let before = rest.iter().take_while(|hours| hours.until <= span.from).count();
            rest = &rest[before..];
            let near = rest.iter().take_while(|hours| hours.from < span.until).count();
            cut.extend(common(&[span], &rest[..near]).into_iter().map(|part| (part, member)));
        }
        cut
    }

    /// The clocks of its own zone, if it has one; `None` if there is no such zone.
    #[expect(clippy::option_option, reason = "no zone of its own and an unknown one differ")]
    fn own_clock(&self) -> Option<Option<Clock>> {
        match &self.time_zone {
            Some(zone) => Clock::of(zone).map(Some),
            None => Some(None),
        }
    }

    /// Whose turn it is: the next known member, if the one whose turn it is is not known.
    fn member(&self, turn: i64, known: Known<'_>) -> Option<&ResponderId> {
        let count = i64::try_from(self.members.len()).ok().filter(|count| *count > 0)?;
        let first = usize::try_from(turn % count).ok()?;
        let (before, after) = self.members.split_at(first);
        after.iter().chain(before).find(|member| known(member))
    }
}

/// The moments at which turns begin.
struct Handoffs<'a> {
    starts: DateTime,
    length: SignedDuration,
    clock: &'a Clock,
}

impl Handoffs<'_> {
    /// The turn that has begun last at `now`, counted from 0; `None` before the first.
    ///
    /// The calendar gives a first guess. It may be early where the clocks show a time twice, and
    /// late where they skipped one.
    fn turn_at(&self, now: Timestamp) -> Option<i64> {
        let since = self.clock.shows(now).duration_since(self.starts);
        let mut turn = since.as_secs().div_euclid(self.length.as_secs()).max(-1);
        let has_begun = |turn| self.begins(turn).is_some_and(|begins| begins <= now);
        while turn >= 0 && !has_begun(turn) {
            turn -= 1;
        }
        while has_begun(turn + 1) {
            turn += 1;
        }
        (turn >= 0).then_some(turn)
    }

    fn turns(&self, within: Span) -> Vec<(i64, Span)> {
        let mut turns = Vec::new();
        let mut from = within.from;
        while from < within.until {
            let turn = self.turn_at(from);
            let next = self.begins_after(turn.unwrap_or(-1));
            let until = next.unwrap_or(within.until).min(within.until);
            if let (Some(turn), Some(span)) = (turn, Span::new(from, until)) {
                turns.push((turn, span));
            }
            from = until;
        }
        turns
    }

    /// When the first of the turns after `turn` begins. A turn that would begin in a gap of the
    /// clocks begins late, perhaps together with those after it or even behind them.
    fn begins_after(&self, turn: i64) -> Option<Timestamp> {
        let mut next = turn + 1;
        let mut first = self.begins(next)?;
        while self.local(next).is_some_and(|local| self.clock.skips(local)) {
            next += 1;
            first = self.begins(next).map_or(first, |begins| begins.min(first));
        }
        Some(first)
    }

    fn begins(&self, turn: i64) -> Option<Timestamp> {
        if turn < 0 {
            return None;
        }
        self.clock.when(self.local(turn)?)
    }

    fn local(&self, turn: i64) -> Option<DateTime> {
        let since = SignedDuration::from_secs(self.length.as_secs().checked_mul(turn)?);
        self.starts.checked_add(since).ok()
    }
}
