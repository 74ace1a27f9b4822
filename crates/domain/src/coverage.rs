//! When the regular desk is open: the union of regions. Everything else is off-hours.

mod calendar_file;
mod england;
mod holidays;
mod target;
mod us_federal;

pub use calendar_file::{CALENDAR_MAX_BYTES, NotHolidays, holidays_in};
pub use holidays::{Holidays, NotACalendar, ReadCalendar};

use jiff::{
    SignedDuration, Timestamp, ToSpan,
    civil::{self, Date},
};
use serde::{Deserialize, Serialize};

use crate::{
    Directory,
    directory::{
        Window,
        window::{Hours, around, days_touching},
    },
    id::RegionId,
    span::{Span, merged},
    zone::Clock,
};

/// A region keeps its hours on every date that is no holiday and not closed. Hours that go on past
/// midnight belong to the date on which they start.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    pub id: RegionId,
    /// An IANA name.
    pub time_zone: String,
    pub hours: Vec<Window>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holidays: Option<Holidays>,
    /// Single days on which the desk is closed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<civil::Date>,
    /// Single days on which it is open although they are holidays.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<civil::Date>,
}

impl Region {
    /// Whether its desk would be open on this date by its hours, and stays closed: a holiday, or a
    /// single closed day.
    pub fn stays_closed(&self, date: Date) -> bool {
        Desk::of(self).is_some_and(|desk| desk.hours.start_on(date) && !desk.works_on(date))
    }
}

/// The desk at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    pub open: bool,
    /// The regions that are open.
    pub regions: Vec<RegionId>,
    /// When `open` next changes, if it does within a year.
    pub changes_at: Option<Timestamp>,
}

/// How far [`Coverage::changes_at`] looks ahead.
const HORIZON: SignedDuration = SignedDuration::from_hours(366 * 24);

impl Directory {
    pub fn coverage(&self, now: Timestamp) -> Coverage {
        let desks: Vec<_> = self.regions.iter().filter_map(Desk::of).collect();
        let open = desks.iter().filter(|desk| desk.closes_at(now).is_some());
        let regions: Vec<_> = open.map(|desk| desk.region.id.clone()).collect();
        let end = now.saturating_add(HORIZON).unwrap_or(Timestamp::MAX);
        let changes_at = if regions.is_empty() {
            desks.iter().filter_map(|desk| desk.opens_after(now, end)).min()
        } else {
            all_close_at(&desks, now, end)
        };
        Coverage { open: !regions.is_empty(), regions, changes_at }
    }

    /// Whether the desk is open; cheaper than [`Self::coverage`], which looks ahead.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.regions.iter().filter_map(Desk::of).any(|desk| desk.closes_at(now).is_some())
    }

    /// When the desk is open, in order and without overlaps.
    pub fn open_hours(&self, within: Span) -> Vec<Span> {
        let desks = self.regions.iter().filter_map(Desk::of);
        merged(desks.flat_map(|desk| desk.spans(within)).collect())
    }
}

/// A region, read once.
struct Desk<'a> {
    region: &'a Region,
    hours: Hours,
    clock: Clock,
}

impl<'a> Desk<'a> {
    /// `None` for a region that is never open: it has no hours, or its zone does not exist.
    fn of(region: &'a Region) -> Option<Self> {
        let (hours, clock) = (Hours::read(&region.hours), Clock::of(&region.time_zone)?);
        (!hours.is_empty()).then_some(Self { region, hours, clock })
    }

    fn works_on(&self, date: Date) -> bool {
        let is_holiday = || self.region.holidays.as_ref().is_some_and(|days| days.contain(date));
        !self.region.closed.contains(&date) && (self.region.open.contains(&date) || !is_holiday())
    }

    fn starting_on(&self, date: Date) -> impl Iterator<Item = Span> {
        let hours = self.hours.starting_on(date, &self.clock);
        let mut works = None;
        hours.filter(move |_| *works.get_or_insert_with(|| self.works_on(date)))
    }

    fn spans(&self, within: Span) -> Vec<Span> {
        let days = days_touching(within, &self.clock).flat_map(|date| self.starting_on(date));
        days.filter_map(|span| span.and(within)).collect()
    }

    /// The end of the hours that `now` is in, if it is in any.
    fn closes_at(&self, now: Timestamp) -> Option<Timestamp> {
        let near = around(now, &self.clock).flat_map(|date| self.starting_on(date));
        near.filter(|span| span.contains(now)).map(|span| span.until).max()
    }

    fn opens_after(&self, now: Timestamp, end: Timestamp) -> Option<Timestamp> {
        let first = self.clock.shows(now).date().saturating_sub(2.days());
        let last = self.clock.shows(end).date();
        let days = first.series(1.day()).take_while(|date| *date <= last);
        let starts = |date| self.starting_on(date).map(|span| span.from).filter(|at| *at > now);
        days.filter_map(|date| starts(date).min()).next()
    }
}

/// The first moment from `now` at which none of `desks` is open.
fn all_close_at(desks: &[Desk<'_>], now: Timestamp, end: Timestamp) -> Option<Timestamp> {
    let mut at = now;
    while let Some(later) = desks.iter().filter_map(|desk| desk.closes_at(at)).max() {
        if later > end {
            return None;
        }
        at = later;
    }
    Some(at)
}

#[cfg(test)]
mod tests;
