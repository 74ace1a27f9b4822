//! The bank holidays of England and Wales (Banking and Financial Dealings Act 1971, and the royal
//! proclamations of each year), as they are since 1978. Where one falls on a weekend, its
//! substitute counts too.

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};

use super::holidays::{day, easter, nth};

/// Days that were proclaimed once.
const ONCE: [(i16, i8, i8); 9] = [
    (1981, 7, 29),  // a royal wedding
    (1999, 12, 31), // the millennium
    (2002, 6, 3),   // the Golden Jubilee
    (2011, 4, 29),  // a royal wedding
    (2012, 6, 5),   // the Diamond Jubilee
    (2022, 6, 3),   // the Platinum Jubilee
    (2022, 9, 19),  // the funeral of Elizabeth II
    (2023, 5, 8),   // the coronation of Charles III
    (1977, 6, 7),   // the Silver Jubilee
];

pub(super) fn days(year: i16) -> Vec<Date> {
    let easter = easter(year);
    let (christmas, boxing) = (day(year, 12, 25), day(year, 12, 26));
    let usual = [
        day(year, 1, 1),
        day(year, 1, 1).and_then(|date| substitute(date, 1)),
        easter.and_then(|sunday| sunday.checked_sub(2.days()).ok()),
        easter.and_then(|sunday| sunday.tomorrow().ok()),
        early_may(year),
        spring(year),
        nth(year, 8, -1, Weekday::Monday),
        christmas,
        boxing,
        christmas.and_then(|date| substitute(date, 2)),
        boxing.and_then(|date| substitute(date, 2)),
    ];
    let once = ONCE.into_iter().filter(|(of, ..)| *of == year);
    let once = once.filter_map(|(year, month, date)| day(year, month, date));
    usual.into_iter().flatten().chain(once).collect()
}

/// The working day that stands in for a weekend day: the next Monday after a Saturday, and as many
/// days after a Sunday as the holidays in a row are. So Christmas and Boxing Day never share one.
fn substitute(date: Date, in_a_row: i64) -> Option<Date> {
    let later = match date.weekday() {
        Weekday::Saturday => 2,
        Weekday::Sunday => in_a_row,
        Weekday::Monday
        | Weekday::Tuesday
        | Weekday::Wednesday
        | Weekday::Thursday
        | Weekday::Friday => return None,
    };
    date.checked_add(later.days()).ok()
}

/// Moved to the anniversary of the end of the war in Europe twice.
fn early_may(year: i16) -> Option<Date> {
    match year {
        1995 | 2020 => day(year, 5, 8),
        ..1978 => None,
        _ => nth(year, 5, 1, Weekday::Monday),
    }
}

/// Moved to June in the years of jubilees.
fn spring(year: i16) -> Option<Date> {
    match year {
        1977 => day(year, 6, 6),
        2002 | 2012 => day(year, 6, 4),
        2022 => day(year, 6, 2),
        _ => nth(year, 5, -1, Weekday::Monday),
    }
}
