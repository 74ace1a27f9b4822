//! Rules of days that come every year: on a date, or on such a weekday of a month.

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday};

use super::event::date;

/// Longer than any calendar looks ahead.
const MAX_YEARS: i16 = 400;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Yearly {
    every: i16,
    count: Option<usize>,
    until: Option<Date>,
    months: Vec<i8>,
    month_days: Vec<i8>,
    /// Which of them in the month, from its end if negative; each, if 0.
    weekdays: Vec<(i8, Weekday)>,
}

/// Reads `FREQ=YEARLY;..`; what is not understood is said.
pub(super) fn read(rule: &str) -> Result<Yearly, &'static str> {
    let mut read = Yearly {
        every: 1,
        count: None,
        until: None,
        months: Vec::new(),
        month_days: Vec::new(),
        weekdays: Vec::new(),
    };
    let unknown = "repeats by a rule that cannot be read";
    let mut is_yearly = false;
    for part in rule.split(';').filter(|part| !part.trim().is_empty()) {
        let (key, value) = part.split_once('=').ok_or(unknown)?;
        let value = value.trim();
        match key.trim().to_ascii_uppercase().as_str() {
            "FREQ" => is_yearly = value.eq_ignore_ascii_case("YEARLY"),
            "INTERVAL" => read.every = value.parse().ok().filter(|n| *n > 0).ok_or(unknown)?,
            "COUNT" => read.count = Some(value.parse().map_err(|_| unknown)?),
            "UNTIL" => read.until = Some(date(value).ok_or(unknown)?),
            "BYMONTH" => read.months = numbers(value).ok_or(unknown)?,
            "BYMONTHDAY" => read.month_days = numbers(value).ok_or(unknown)?,
            "BYDAY" => {
                let days: Option<Vec<_>> = value.split(',').map(weekday).collect();
                read.weekdays = days.ok_or(unknown)?;
            }
            "WKST" => {}
            _ => return Err("repeats by a rule that holidays do not need: list its days"),
        }
    }
    if !is_yearly {
        return Err("repeats, but not every year: list its days");
    }
    if !read.weekdays.is_empty() && read.months.is_empty() {
        return Err("repeats on a weekday of no month: list its days");
    }
    Ok(read)
}

impl Yearly {
    /// The days from `starts`, included, until `until`.
    pub(super) fn days(&self, starts: Date, until: Date) -> BTreeSet<Date> {
        let last = self.until.map_or(until, |end| end.min(until));
        let mut days = BTreeSet::new();
        for year in
            (starts.year()..=last.year().min(starts.year() + MAX_YEARS)).step_by(self.step())
        {
            let its = self.of_year(year, starts).into_iter();
            for day in its.filter(|day| starts <= *day && *day <= last) {
                if self.count.is_some_and(|count| days.len() >= count) {
                    return days;
                }
                days.insert(day);
            }
        }
        days
    }

    fn step(&self) -> usize {
        usize::try_from(self.every).unwrap_or(1).max(1)
    }

    fn of_year(&self, year: i16, starts: Date) -> BTreeSet<Date> {
        let own = [starts.month()];
        // Without a month, days of the month are those of every month.
        let every: Vec<i8> = (1..=12).collect();
        let months = match (self.months.as_slice(), self.month_days.is_empty()) {
            ([], true) => &own[..],
            ([], false) => &every,
            (months, _) => months,
        };
        let firsts = months.iter().filter_map(|month| Date::new(year, *month, 1).ok());
        firsts.flat_map(|first| self.of_month(first, starts)).collect()
    }

    fn of_month(&self, first: Date, starts: Date) -> BTreeSet<Date> {
        let length = first.days_in_month();
        let on = |day: i8| {
            let day = if day < 0 { length + 1 + day } else { day };
            Date::new(first.year(), first.month(), day).ok()
        };
        let by_date = |days: &[i8]| days.iter().copied().filter_map(on).collect::<BTreeSet<_>>();
        let by_weekday = || {
            let each = self.weekdays.iter().flat_map(|(nth, weekday)| match nth {
                0 => (1..=5)
                    .filter_map(|nth| first.nth_weekday_of_month(nth, *weekday).ok())
                    .collect(),
                nth => first.nth_weekday_of_month(*nth, *weekday).into_iter().collect::<Vec<_>>(),
            });
            each.collect::<BTreeSet<_>>()
        };
        match (self.month_days.is_empty(), self.weekdays.is_empty()) {
            (true, true) => by_date(&[starts.day()]),
            (false, true) => by_date(&self.month_days),
            (true, false) => by_weekday(),
            (false, false) => {
                by_date(&self.month_days).intersection(&by_weekday()).copied().collect()
            }
        }
    }
}

fn numbers(value: &str) -> Option<Vec<i8>> {
    let read = value.split(',').map(|part| part.trim().parse().ok().filter(|n| *n != 0));
    read.collect()
}

/// `MO`, `4TH`, `-1MO`.
fn weekday(text: &str) -> Option<(i8, Weekday)> {
    let text = text.trim();
    let (nth, name) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let weekday = match name.to_ascii_uppercase().as_str() {
        "MO" => Weekday::Monday,
        "TU" => Weekday::Tuesday,
        "WE" => Weekday::Wednesday,
        "TH" => Weekday::Thursday,
        "FR" => Weekday::Friday,
        "SA" => Weekday::Saturday,
        "SU" => Weekday::Sunday,
        _ => return None,
    };
    let nth: i8 = if nth.is_empty() { 0 } else { nth.parse().ok()? };
    (-5..=5).contains(&nth).then_some((nth, weekday))
}
