//! Hours of the week, on the local calendar. A window belongs to the day on which it starts, also
//! when it goes on past midnight.

use std::fmt;

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, Time, Weekday},
};
use serde::{Deserialize, Serialize};

use crate::{
    span::{Span, merged},
    zone::Clock,
};

/// Hours of the week: `{ days = "mon-fri", from = "17:00", until = "09:00" }`. Without times, the
/// whole day; past midnight if `until` is not after `from`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// `mon`, `mon-fri`, `sat,sun`, `fri-mon`.
    pub days: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Time>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Time>,
}

/// The text does not name days of the week.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" are not days of the week: write them as mon-fri, sat,sun or mon")]
pub struct NotDays(String);

/// The days of a week, from Monday.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Days([bool; 7]);

/// Windows, read once: what cannot be read is no window, and counts at no time.
#[derive(Clone, Debug)]
pub(crate) struct Hours {
    daily: Vec<Daily>,
    of_duty: bool,
}

/// A window that can be read.
#[derive(Clone, Copy, Debug)]
struct Daily {
    days: Days,
    from: Time,
    until: Time,
}

impl Window {
    pub(crate) fn read_days(&self) -> Result<Days, NotDays> {
        Days::read(&self.days).ok_or_else(|| NotDays(self.days.chars().take(60).collect()))
    }
}

impl Daily {
    fn read(window: &Window) -> Result<Self, NotDays> {
        let (from, until) = (window.from.unwrap_or_default(), window.until.unwrap_or_default());
        Ok(Self { days: window.read_days()?, from, until })
    }

    /// The stretch that starts on `date`.
    fn on(self, date: Date, of_duty: bool, clock: &Clock) -> Option<Span> {
        let last = if self.until > self.from { date } else { date.tomorrow().ok()? };
        let (from, until) = (date.to_datetime(self.from), last.to_datetime(self.until));
        if of_duty { clock.shift(from, until) } else { clock.span(from, until) }
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.days)?;
        if self.from.is_none() && self.until.is_none() {
            return Ok(());
        }
        let from = self.from.unwrap_or_default().strftime("%H:%M");
        write!(f, " {from}-{}", self.until.unwrap_or_default().strftime("%H:%M"))
    }
}

impl Days {
    fn read(text: &str) -> Option<Self> {
        let mut days = Self::default();
        for part in text.split(',') {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let (mut day, last) = (day_named(first)?, day_named(last)?);
            days.0[day] = true;
            while day != last {
                day = (day + 1) % 7;
                days.0[day] = true;
            }
        }
        Some(days)
    }

    fn contain(self, day: Weekday) -> bool {
        usize::try_from(day.to_monday_zero_offset()).is_ok_and(|day| self.0[day])
    }
}

impl Hours {
    pub(crate) fn read(windows: &[Window]) -> Self {
        let daily = windows.iter().filter_map(|window| Daily::read(window).ok()).collect();
        Self { daily, of_duty: false }
    }

    /// The hours in which somebody has duty: see [`Clock::shift`].
    pub(crate) fn of_duty(windows: &[Window]) -> Self {
        Self { of_duty: true, ..Self::read(windows) }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.daily.is_empty()
    }

    /// Whether any of them starts on `date`.
    pub(crate) fn start_on(&self, date: Date) -> bool {
        self.daily.iter().any(|daily| daily.days.contain(date.weekday()))
    }

    /// The stretches that start on `date`.
    pub(crate) fn starting_on<'a>(
        &'a self,
        date: Date,
        clock: &'a Clock,
    ) -> impl Iterator<Item = Span> + 'a {
        let today = self.daily.iter().filter(move |daily| daily.days.contain(date.weekday()));
        today.filter_map(move |daily| daily.on(date, self.of_duty, clock))
    }

    pub(crate) fn contain(&self, at: Timestamp, clock: &Clock) -> bool {
        around(at, clock).any(|date| self.starting_on(date, clock).any(|span| span.contains(at)))
    }

    /// What counts of `within`, merged.
    pub(crate) fn spans(&self, within: Span, clock: &Clock) -> Vec<Span> {
        let days = days_touching(within, clock).flat_map(|date| self.starting_on(date, clock));
        merged(days.filter_map(|span| span.and(within)).collect())
    }
}

/// The days on which a stretch can start that contains `at`. The last is one of them only where
/// clocks go back over midnight, the first only where they left out a day (Apia, 2011-12-30).
pub(crate) fn around(at: Timestamp, clock: &Clock) -> impl Iterator<Item = Date> {
    let today = clock.shows(at).date();
    today.saturating_sub(2.days()).series(1.day()).take(4)
}

/// The days on which a stretch can start that has something in common with `within`.
pub(crate) fn days_touching(within: Span, clock: &Clock) -> impl Iterator<Item = Date> {
    let first = clock.shows(within.from).date().saturating_sub(2.days());
    let last = clock.shows(within.until).date().saturating_add(1.day());
    first.series(1.day()).take_while(move |date| *date <= last)
}

fn day_named(text: &str) -> Option<usize> {
    let text = text.trim().to_ascii_lowercase();
    let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    names.iter().position(|name| text.len() >= 3 && name.starts_with(&text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        for (text, days) in [
            ("mon", "1000000"),
            ("mon-fri", "1111100"),
            ("sat,sun", "0000011"),
            ("sat-sun", "0000011"),
            ("fri-mon", "1000111"),
            ("Mon, Wed - Thu", "1011000"),
            ("tuesday", "0100000"),
            ("mon-sun", "1111111"),
        ] {
            let read = Days::read(text).map(|days| days.0.map(|day| if day { '1' } else { '0' }));
            assert_eq!(read, Some(days.chars().collect::<Vec<_>>().try_into().unwrap()), "{text}");
        }
        for text in ["", "mo", "mon-", "-fri", "daily", "mon;tue", "mon-tue-wed", "mon,,tue"] {
            assert_eq!(Days::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_night_is_as_long_as_the_clocks_make_it() {
        for (zone, from, until, date, expected) in [
            ("Europe/London", "22:00", "06:00", "2026-03-28", 7.0),
            ("Europe/London", "22:00", "06:00", "2026-10-24", 9.0),
            ("Europe/London", "22:00", "06:00", "2026-06-01", 8.0),
            ("America/New_York", "17:00", "09:00", "2026-03-07", 15.0),
            ("America/New_York", "00:00", "00:00", "2026-11-01", 25.0),
            ("Australia/Lord_Howe", "22:00", "06:00", "2026-10-03", 7.5),
            ("Australia/Lord_Howe", "22:00", "06:00", "2026-04-04", 8.5),
            ("Asia/Kathmandu", "09:00", "17:00", "2026-11-23", 8.0),
        ] {
            let time = |text: &str| Some(text.parse().unwrap());
            let window = Window { days: "mon-sun".into(), from: time(from), until: time(until) };
            let hours = Hours::read(std::slice::from_ref(&window));
            let clock = Clock::of(zone).unwrap();
            let span = hours.starting_on(date.parse().unwrap(), &clock).next().unwrap();
            let length = span.from.duration_until(span.until).as_secs_f64() / 3600.0;
            assert_eq!(length, expected, "{zone} {date} {window}");
        }
    }
}
