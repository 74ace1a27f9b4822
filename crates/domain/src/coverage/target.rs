//! When the desk owes a word: a length of time as a desk counts it.

use jiff::{SignedDuration, Timestamp, civil::DateTime};

use super::Coverage;
use crate::{Directory, span::Span, zone::Clock};

const DAY: SignedDuration = SignedDuration::from_hours(24);
/// Whole days are looked for this much further than they are long, as holidays may lie between.
const MORE_DAYS: SignedDuration = SignedDuration::from_hours(60 * 24);

impl Directory {
    /// The end of `within`, counted from `from`, as a desk counts.
    ///
    /// It begins while the desk is open, else when it opens. A day is a business day: from a time of
    /// the day to the same one of the next day on which the desk works, so that nights count and
    /// closed days do not. What is less than a day is counted in open hours only. An end that falls
    /// into a closed time is moved to before it, when the desk closes. Without any hours, or beyond
    /// what is known of them, time passes as on a clock.
    pub fn respond_by(&self, from: Timestamp, within: SignedDuration) -> Timestamp {
        let on_a_clock = from.saturating_add(within).unwrap_or(Timestamp::MAX);
        let Some(clock) = self.regions.first().and_then(|it| Clock::of(&it.time_zone)) else {
            return on_a_clock;
        };
        let Coverage { open, changes_at, .. } = self.coverage(from);
        let start = if open { from } else { changes_at.unwrap_or(from) };
        let until = start.saturating_add(within.saturating_mul(4).saturating_add(MORE_DAYS));
        let Some(ahead) = until.ok().and_then(|until| Span::new(start, until)) else {
            return on_a_clock;
        };
        let hours = self.open_hours(ahead);
        let days = within.as_secs() / DAY.as_secs();
        let rest = within - DAY.saturating_mul(i32::try_from(days).unwrap_or(i32::MAX));
        let after_days = business_days(&hours, days, &clock);
        after_days.and_then(|start| open_time(&hours, start, rest)).unwrap_or(on_a_clock)
    }
}

/// `days` times 24 hours of the local clock from the beginning of `hours`. A closed stretch counts
/// for what it has beyond whole days: the night, but not the days.
fn business_days(hours: &[Span], days: i64, clock: &Clock) -> Option<Timestamp> {
    let local = |at: Timestamp| clock.shows(at);
    let length = |from: DateTime, until: DateTime| from.duration_until(until);
    let mut left = DAY.checked_mul(i32::try_from(days).ok()?)?;
    let mut hours = hours.iter().peekable();
    if left.is_zero() {
        return hours.peek().map(|first| first.from);
    }
    while let Some(span) = hours.next() {
        let (from, until) = (local(span.from), local(span.until));
        let open = length(from, until);
        if left <= open {
            return clock.when(from.checked_add(left).ok()?);
        }
        left -= open;
        let closed = length(until, local(hours.peek()?.from));
        let night = SignedDuration::from_secs(closed.as_secs() % DAY.as_secs());
        if left <= night {
            return Some(span.until);
        }
        left -= night;
    }
    None
}

/// `length` of open hours from `start`, which lies in them or at an end of them.
fn open_time(hours: &[Span], start: Timestamp, length: SignedDuration) -> Option<Timestamp> {
    if length.is_zero() {
        return Some(start);
    }
    let mut left = length;
    for span in hours.iter().filter(|span| span.until > start) {
        let from = span.from.max(start);
        let open = span.until.duration_since(from);
        if left <= open {
            return from.checked_add(left).ok();
        }
        left -= open;
    }
    None
}
