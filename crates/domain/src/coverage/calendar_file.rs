//! Holidays from a calendar file (iCalendar, RFC 5545): single events and those of every year.
//! What repeats in another way is no holiday, and is refused.

mod event;
mod yearly;

use std::collections::BTreeSet;

use jiff::{ToSpan, civil::Date};

use self::event::{Event, events};

/// A larger file is no calendar of holidays.
pub const CALENDAR_MAX_BYTES: usize = 1024 * 1024;
/// Nor is one with more days.
const MAX_DAYS: usize = 20_000;
/// One event lasts no longer.
const EVENT_MAX_DAYS: i64 = 62;

/// The text is no calendar of holidays.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotHolidays {
    #[error("it is no calendar: it must begin with BEGIN:VCALENDAR")]
    NotACalendar,
    #[error("it is larger than {} MiB", CALENDAR_MAX_BYTES / 1024 / 1024)]
    TooLarge,
    #[error("it has more than {MAX_DAYS} days")]
    TooMany,
    #[error("\"{event}\" {problem}")]
    Event { event: String, problem: &'static str },
}

/// The days of all events until `until`, in order.
pub fn holidays_in(text: &str, until: Date) -> Result<Vec<Date>, NotHolidays> {
    if text.len() > CALENDAR_MAX_BYTES {
        return Err(NotHolidays::TooLarge);
    }
    let events = events(text)?;
    let mut days = BTreeSet::new();
    for event in events.iter().filter(|event| !event.cancelled) {
        for first in starts(event, &events, until)? {
            let last = first.saturating_add((event.days - 1).days()).min(until);
            days.extend(first.series(1.day()).take_while(|date| *date <= last));
            if days.len() > MAX_DAYS {
                return Err(NotHolidays::TooMany);
            }
        }
    }
    Ok(days.into_iter().collect())
}

/// The days on which an event begins. One that was moved or cancelled stands as an event of its
/// own, with the day that it takes away from the others of its name.
fn starts(event: &Event, all: &[Event], until: Date) -> Result<BTreeSet<Date>, NotHolidays> {
    let mut starts = BTreeSet::from([event.starts]);
    if let Some(rule) = &event.rule {
        let problem = |problem| NotHolidays::Event { event: event.name.clone(), problem };
        starts = yearly::read(rule).map_err(problem)?.days(event.starts, until);
    }
    starts.extend(event.also.iter().copied());
    let moved = all.iter().filter(|other| event.instead_of.is_none() && other.id == event.id);
    let moved: BTreeSet<_> = moved.filter_map(|other| other.instead_of).collect();
    starts.retain(|date| !event.never.contains(date) && !moved.contains(date) && *date <= until);
    Ok(starts)
}

#[cfg(test)]
mod tests;
