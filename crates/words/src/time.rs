//! Moments as people read them: in their own zone, and always also as a distance. What is said is
//! found here; how, by each language.

use jiff::{
    Timestamp, Zoned,
    civil::{self, Weekday},
    tz::TimeZone,
};

use crate::{Language, Reader};

/// A moment on the reader's clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Local {
    pub(crate) hour: i8,
    pub(crate) minute: i8,
    /// `EST`, where it is said.
    pub(crate) zone: Option<String>,
    pub(crate) day: Day,
}

/// A day, as seen from today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Day {
    Yesterday,
    Today,
    Tomorrow,
    /// Within a week.
    Weekday(Weekday),
    /// The year is said unless it is this one.
    Date {
        day: i8,
        month: i8,
        year: Option<i16>,
    },
}

/// No more exact than anybody wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Length {
    Seconds(u64),
    Minutes(u64),
    Hours(u64),
    HoursMinutes(u64, u64),
    Days(u64),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Distance {
    Now,
    In(Length),
    Ago(Length),
}

/// When, with the zone, and how far away: for what may be read elsewhere than it was meant for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    pub(crate) local: Local,
    pub(crate) distance: Distance,
}

/// A moment on the reader's clock: `04:10`, `04:10 on Tuesday`, `04:10 on 24 December`; with the
/// zone when it is UTC.
pub fn when(at: Timestamp, reader: &Reader) -> String {
    let local = zoned_at(at, reader);
    let zone = zone_name(&local);
    Language::of(reader).clock(&Local::of(&local, (zone == "UTC").then_some(zone), reader))
}

/// How far away a moment is: `in 37 minutes`, `5 minutes ago`, `now`.
pub fn distance(at: Timestamp, reader: &Reader) -> String {
    Language::of(reader).distance(Distance::of(at, reader))
}

/// Both: `04:10, in 37 minutes`.
pub fn moment(at: Timestamp, reader: &Reader) -> String {
    format!("{}, {}", when(at, reader), distance(at, reader))
}

/// A stretch of time: `37 minutes`, `1 hour 5 minutes`.
pub fn length(seconds: u64, reader: &Reader) -> String {
    Language::of(reader).length(Length::of(seconds))
}

impl Moment {
    pub(crate) fn of(at: Timestamp, reader: &Reader) -> Self {
        let local = zoned_at(at, reader);
        let zone = zone_name(&local);
        Self { local: Local::of(&local, Some(zone), reader), distance: Distance::of(at, reader) }
    }

    /// As a page says it: the zone only if it is UTC.
    pub(crate) fn on_page(at: Timestamp, reader: &Reader) -> Self {
        let mut moment = Self::of(at, reader);
        moment.local.zone = moment.local.zone.filter(|zone| zone == "UTC");
        moment
    }
}

impl Local {
    fn of(local: &Zoned, zone: Option<String>, reader: &Reader) -> Self {
        let today = reader.now.to_zoned(local.time_zone().clone()).date();
        Self { hour: local.hour(), minute: local.minute(), zone, day: Day::of(local.date(), today) }
    }

    /// `04:10 EST`
    pub(crate) fn time(&self) -> String {
        let time = format!("{:02}:{:02}", self.hour, self.minute);
        self.zone.as_ref().map_or_else(|| time.clone(), |zone| format!("{time} {zone}"))
    }
}

impl Day {
    fn of(date: civil::Date, today: civil::Date) -> Self {
        match (date - today).get_days() {
            0 => Self::Today,
            1 => Self::Tomorrow,
            -1 => Self::Yesterday,
            -6..=6 => Self::Weekday(date.weekday()),
            _ => Self::Date {
                day: date.day(),
                month: date.month(),
                year: Some(date.year()).filter(|year| *year != today.year()),
            },
        }
    }
}

impl Length {
    pub(crate) fn of(seconds: u64) -> Self {
        const DAY: u64 = 24 * 60;
        if seconds < 55 {
            return Self::Seconds(seconds);
        }
        let minutes = (seconds + 30) / 60;
        match minutes {
            0..60 => Self::Minutes(minutes),
            60..DAY if minutes.is_multiple_of(60) => Self::Hours(minutes / 60),
            60..360 => Self::HoursMinutes(minutes / 60, minutes % 60),
            360..2160 => Self::Hours((minutes + 30) / 60),
            _ => Self::Days((minutes + DAY / 2) / DAY),
        }
    }
}

impl Distance {
    fn of(at: Timestamp, reader: &Reader) -> Self {
        let seconds = at.duration_since(reader.now).as_secs();
        let length = Length::of(seconds.unsigned_abs());
        match seconds {
            0 => Self::Now,
            1.. => Self::In(length),
            _ => Self::Ago(length),
        }
    }
}

/// The name of a day of the week or a month, from the language's own list; the first is Monday, or
/// January.
pub(crate) fn named<const N: usize>(names: &[&'static str; N], index: i8) -> &'static str {
    names[usize::try_from(index).unwrap_or_default() % N]
}

/// The name of a day of the week, Monday first.
pub(crate) fn weekday(names: &[&'static str; 7], day: Weekday) -> &'static str {
    named(names, day.to_monday_zero_offset())
}

/// The name of a month.
pub(crate) fn month(names: &[&'static str; 12], month: i8) -> &'static str {
    named(names, month - 1)
}

fn zoned_at(at: Timestamp, reader: &Reader) -> Zoned {
    at.to_zoned(TimeZone::get(&reader.time_zone).unwrap_or(TimeZone::UTC))
}

/// `EST`, or `UTC+3` where a zone has no letters.
fn zone_name(local: &Zoned) -> String {
    let offset = local.time_zone().to_offset_info(local.timestamp());
    let letters = offset.abbreviation();
    if letters.starts_with(char::is_alphabetic) {
        return letters.to_owned();
    }
    let minutes = offset.offset().seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    match (hours, rest) {
        (0, 0) => "UTC".to_owned(),
        (_, 0) => format!("UTC{sign}{hours}"),
        _ => format!("UTC{sign}{hours}:{rest:02}"),
    }
}
