//! What an on-call calendar shows: day by day on the reader's clock, for each schedule, who is on
//! call and why, and where nobody is.

mod consequences;
mod stretch;

pub use consequences::{Consequences, Doubled, Load, Moved};
pub use stretch::{Stretch, Who};

use jiff::{ToSpan, civil::Date};

use crate::{
    Directory,
    id::{RegionId, ScheduleId},
    span::Span,
    zone::Clock,
};

/// A calendar shows no more days than six weeks of a month.
pub const MAX_DAYS: u16 = 42;

/// Which days, and whose.
#[derive(Clone, Debug)]
pub struct View<'a> {
    pub first: Date,
    /// At most [`MAX_DAYS`].
    pub days: u16,
    /// The reader's, by its IANA name.
    pub time_zone: &'a str,
}

/// One day of the reader, from midnight to midnight: 23 or 25 hours where the clocks change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    pub date: Date,
    pub span: Span,
    /// For each schedule asked for, in that order.
    pub lines: Vec<Line>,
    /// The regions whose desk stays closed on this date although it would be open by its hours.
    pub closed: Vec<RegionId>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub schedule: ScheduleId,
    /// In order, without gaps between them.
    pub stretches: Vec<Stretch>,
}

impl Directory {
    /// The days of `view` for these schedules; none in a zone that does not exist.
    pub fn calendar<'a>(
        &self,
        view: &View<'_>,
        schedules: impl IntoIterator<Item = &'a ScheduleId>,
    ) -> Vec<Day> {
        let Some(clock) = Clock::of(view.time_zone) else { return Vec::new() };
        let mut days = empty_days(view, &clock);
        let (Some(first), Some(last)) = (days.first(), days.last()) else { return days };
        let Some(whole) = Span::new(first.span.from, last.span.until) else { return days };
        let schedules = schedules.into_iter().filter_map(|id| self.schedule(id));
        let open = self.open_hours(whole);
        for schedule in schedules {
            let stretches = self.stretches(schedule, whole, &open);
            for day in &mut days {
                let within = stretches.iter().filter_map(|stretch| stretch.within(day.span));
                let line = Line { schedule: schedule.id.clone(), stretches: within.collect() };
                day.lines.push(line);
            }
        }
        for day in &mut days {
            let regions = self.regions.iter().filter(|region| region.stays_closed(day.date));
            day.closed = regions.map(|region| region.id.clone()).collect();
        }
        days
    }
}

fn empty_days(view: &View<'_>, clock: &Clock) -> Vec<Day> {
    let dates = view.first.series(1.day()).take(view.days.min(MAX_DAYS).into());
    let day = |date: Date| {
        let (start, end) = (date.to_datetime(Default::default()), date.tomorrow().ok()?);
        // A day that the clocks left out is none (Apia, 2011-12-30).
        let span = clock.span(start, end.to_datetime(Default::default()))?;
        Some(Day { date, span, lines: Vec::new(), closed: Vec::new() })
    };
    dates.filter_map(day).collect()
}

#[cfg(test)]
mod tests;
