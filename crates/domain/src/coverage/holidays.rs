//! The days on which a region's desk stays closed: a list, a calendar computed by rule, or a file.

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use super::{england, us_federal};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Holidays {
    Dates(Vec<Date>),
    /// `us-federal`, `england`, or the name or address of an `.ics` file that was not read yet.
    Calendar(String),
    Read(ReadCalendar),
}

/// A calendar file as it was when it was last read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadCalendar {
    /// The name of the file, beside that of the directory; or its address, from which it is fetched
    /// again every day.
    pub calendar: String,
    pub dates: Vec<Date>,
}

/// There is no calendar of this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotACalendar {
    #[error(
        "\"{0}\" is a file that was not read: apply the directory with frontline directory apply, \
         which reads it, or write the dates as a list"
    )]
    File(String),
    #[error("\"{0}\" was not fetched: apply the directory again, or write the dates as a list")]
    Address(String),
    #[error("\"{0}\" is no calendar: use us-federal or england, or write the dates as a list")]
    Unknown(String),
}

/// Whether a calendar is named by an address of the web.
fn is_address(calendar: &str) -> bool {
    ["https://", "http://", "webcal://"].iter().any(|scheme| calendar.starts_with(scheme))
}

impl Holidays {
    /// A calendar that does not exist has no holidays; see `Self::problem`.
    pub fn contain(&self, date: Date) -> bool {
        match self {
            Self::Dates(dates) | Self::Read(ReadCalendar { dates, .. }) => dates.contains(&date),
            Self::Calendar(name) => rule(name).is_ok_and(|of| of(date.year()).contains(&date)),
        }
    }

    /// All of one year, in order.
    pub fn of_year(&self, year: i16) -> Vec<Date> {
        let mut dates = match self {
            Self::Dates(dates) | Self::Read(ReadCalendar { dates, .. }) => dates.clone(),
            Self::Calendar(name) => rule(name).map_or_else(|_| Vec::new(), |of| of(year)),
        };
        dates.retain(|date| date.year() == year);
        dates.sort_unstable();
        dates.dedup();
        dates
    }

    /// The address that the calendar is fetched from, if it is.
    pub fn address(&self) -> Option<&str> {
        match self {
            Self::Dates(_) => None,
            Self::Calendar(name) | Self::Read(ReadCalendar { calendar: name, .. }) => {
                is_address(name).then_some(name)
            }
        }
    }

    pub(crate) fn problem(&self) -> Option<NotACalendar> {
        match self {
            Self::Dates(_) | Self::Read(_) => None,
            Self::Calendar(name) => rule(name).err(),
        }
    }
}

/// The days of a year, in any order.
type Rule = fn(i16) -> Vec<Date>;

fn rule(name: &str) -> Result<Rule, NotACalendar> {
    match name {
        "us-federal" => Ok(us_federal::days),
        "england" => Ok(england::days),
        _ if is_address(name) => Err(NotACalendar::Address(name.to_owned())),
        _ if name.ends_with(".ics") => Err(NotACalendar::File(name.to_owned())),
        _ => Err(NotACalendar::Unknown(name.to_owned())),
    }
}

/// A date of a year that has it.
pub(super) fn day(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

/// The `nth` such day of a month; from its end, if negative.
pub(super) fn nth(year: i16, month: i8, nth: i8, weekday: jiff::civil::Weekday) -> Option<Date> {
    day(year, month, 1)?.nth_weekday_of_month(nth, weekday).ok()
}

/// Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher).
pub(super) fn easter(year: i16) -> Option<Date> {
    let year_ = i32::from(year);
    let (golden, century, rest) = (year_ % 19, year_ / 100, year_ % 100);
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - correction + 15) % 30;
    let to_sunday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * to_sunday) / 451;
    let from_march = epact + to_sunday - 7 * late + 21;
    day(year, 3, 1)?.checked_add(i64::from(from_march).days()).ok()
}
