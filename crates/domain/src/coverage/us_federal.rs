//! The federal holidays of the United States (5 U.S.C. 6103), as they are since 1971. A holiday on
//! a Saturday is observed on the Friday before, one on a Sunday on the Monday after; both days
//! count.

use jiff::civil::{Date, Weekday};

use super::holidays::{day, nth};

pub(super) fn days(year: i16) -> Vec<Date> {
    let fixed =
        [day(year, 1, 1), juneteenth(year), day(year, 7, 4), veterans(year), day(year, 12, 25)];
    let next_new_year = day(year.saturating_add(1), 1, 1);
    let movable = [
        nth(year, 1, 3, Weekday::Monday).filter(|_| year >= 1986), // Martin Luther King
        nth(year, 2, 3, Weekday::Monday),                          // Washington
        nth(year, 5, -1, Weekday::Monday),                         // Memorial Day
        nth(year, 9, 1, Weekday::Monday),                          // Labor Day
        nth(year, 10, 2, Weekday::Monday),                         // Columbus Day
        nth(year, 11, 4, Weekday::Thursday),                       // Thanksgiving
    ];
    let observed = fixed.into_iter().chain([next_new_year]).flatten().filter_map(observed);
    let mut days: Vec<_> = fixed.into_iter().chain(movable).flatten().chain(observed).collect();
    days.retain(|date| date.year() == year);
    days
}

fn juneteenth(year: i16) -> Option<Date> {
    day(year, 6, 19).filter(|_| year >= 2021)
}

/// It was on a Monday of October for some years.
fn veterans(year: i16) -> Option<Date> {
    if (1971..1978).contains(&year) { nth(year, 10, 4, Weekday::Monday) } else { day(year, 11, 11) }
}

fn observed(date: Date) -> Option<Date> {
    match date.weekday() {
        Weekday::Saturday => date.yesterday().ok(),
        Weekday::Sunday => date.tomorrow().ok(),
        Weekday::Monday
        | Weekday::Tuesday
        | Weekday::Wednesday
        | Weekday::Thursday
        | Weekday::Friday => None,
    }
}
