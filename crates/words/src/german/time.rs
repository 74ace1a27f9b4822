//! Moments in German.

use crate::time::{self, Day, Distance, Length, Local, Moment};

const WEEKDAYS: [&str; 7] =
    ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"];
const MONTHS: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

/// `04:10 Uhr MEZ`, `morgen, 04:10 Uhr`, `Dienstag, 04:10 Uhr`, `24. Dezember, 04:10 Uhr`
pub(crate) fn clock(local: &Local) -> String {
    let time = hour(local);
    match local.day {
        Day::Today => time,
        Day::Tomorrow => format!("morgen, {time}"),
        Day::Yesterday => format!("gestern, {time}"),
        Day::Weekday(day) => format!("{}, {time}", time::weekday(&WEEKDAYS, day)),
        Day::Date { .. } => format!("{}, {time}", date(local.day)),
    }
}

/// The same in a sentence: `um 04:10 Uhr MEZ`, `am Dienstag um 04:10 Uhr`
pub(crate) fn at(local: &Local) -> String {
    let time = hour(local);
    match local.day {
        Day::Today => format!("um {time}"),
        Day::Tomorrow => format!("morgen um {time}"),
        Day::Yesterday => format!("gestern um {time}"),
        Day::Weekday(day) => format!("am {} um {time}", time::weekday(&WEEKDAYS, day)),
        Day::Date { .. } => format!("am {} um {time}", date(local.day)),
    }
}

/// `um 04:10 Uhr MEZ (in 37 Minuten)`
pub(crate) fn at_moment(moment: &Moment) -> String {
    format!("{} ({})", at(&moment.local), distance(moment.distance))
}

pub(crate) fn distance(distance: Distance) -> String {
    match distance {
        Distance::Now => "jetzt".to_owned(),
        Distance::In(far) => format!("in {}", dative(far)),
        Distance::Ago(far) => format!("vor {}", dative(far)),
    }
}

/// `37 Minuten`, `1 Stunde 5 Minuten`, `3 Tage`
pub(crate) fn length(length: Length) -> String {
    match length {
        Length::Days(days) => counted(days, "Tag", "Tage"),
        Length::Seconds(_) | Length::Minutes(_) | Length::Hours(_) | Length::HoursMinutes(..) => {
            dative(length)
        }
    }
}

/// After "in", "vor" and "nach".
pub(super) fn dative(length: Length) -> String {
    match length {
        Length::Seconds(seconds) => counted(seconds, "Sekunde", "Sekunden"),
        Length::Minutes(minutes) => counted(minutes, "Minute", "Minuten"),
        Length::Hours(hours) => counted(hours, "Stunde", "Stunden"),
        Length::HoursMinutes(hours, minutes) => format!(
            "{} {}",
            counted(hours, "Stunde", "Stunden"),
            counted(minutes, "Minute", "Minuten")
        ),
        Length::Days(days) => counted(days, "Tag", "Tagen"),
    }
}

fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn date(day: Day) -> String {
    let Day::Date { day, month, year } = day else { return String::new() };
    let date = format!("{day}. {}", time::month(&MONTHS, month));
    year.map_or_else(|| date.clone(), |year| format!("{date} {year}"))
}

/// Central European zones have German letters.
fn hour(local: &Local) -> String {
    let time = format!("{:02}:{:02} Uhr", local.hour, local.minute);
    match local.zone.as_deref() {
        None => time,
        Some("CET") => format!("{time} MEZ"),
        Some("CEST") => format!("{time} MESZ"),
        Some(zone) => format!("{time} {zone}"),
    }
}
