//! Moments in English.

use jiff::{Timestamp, Zoned, civil, tz::TimeZone};

use crate::Reader;

/// `04:10`, `04:10 tomorrow`, `04:10 on Tuesday`; with the zone when it is UTC.
pub(crate) fn when(at: Timestamp, reader: &Reader) -> String {
    let local = local(at, reader);
    let zone = (zone_name(&local) == "UTC").then_some("UTC");
    clock(&local, zone, reader)
}

/// The same, always with the zone: for what may be read elsewhere than it was meant for.
pub(crate) fn zoned(at: Timestamp, reader: &Reader) -> String {
    let local = local(at, reader);
    clock(&local, Some(&zone_name(&local)), reader)
}

/// `04:10 EST, in 37 minutes`
pub(crate) fn zoned_moment(at: Timestamp, reader: &Reader) -> String {
    format!("{}, {}", zoned(at, reader), distance(at, reader))
}

/// `in 37 minutes`, `5 minutes ago`, `now`
pub(crate) fn distance(at: Timestamp, reader: &Reader) -> String {
    let seconds = at.duration_since(reader.now).as_secs();
    if seconds == 0 {
        return "now".to_owned();
    }
    let length = length(seconds.unsigned_abs());
    if seconds > 0 { format!("in {length}") } else { format!("{length} ago") }
}

/// `20 seconds`, `37 minutes`, `1 hour 5 minutes`, `3 days`: no more exact than anybody wants.
pub(crate) fn length(seconds: u64) -> String {
    const DAY: u64 = 24 * 60;
    if seconds < 55 {
        return counted(seconds, "second");
    }
    let minutes = (seconds + 30) / 60;
    match minutes {
        0..60 => counted(minutes, "minute"),
        60..DAY if minutes.is_multiple_of(60) => counted(minutes / 60, "hour"),
        60..360 => {
            format!("{} {}", counted(minutes / 60, "hour"), counted(minutes % 60, "minute"))
        }
        360..2160 => counted((minutes + 30) / 60, "hour"),
        _ => counted((minutes + DAY / 2) / DAY, "day"),
    }
}

fn counted(count: u64, unit: &str) -> String {
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}

fn local(at: Timestamp, reader: &Reader) -> Zoned {
    at.to_zoned(TimeZone::get(&reader.time_zone).unwrap_or(TimeZone::UTC))
}

fn clock(local: &Zoned, zone: Option<&str>, reader: &Reader) -> String {
    let time = format!("{:02}:{:02}", local.hour(), local.minute());
    let time = zone.map_or_else(|| time.clone(), |zone| format!("{time} {zone}"));
    let today = reader.now.to_zoned(local.time_zone().clone()).date();
    match day(local.date(), today) {
        Some(day) => format!("{time} {day}"),
        None => time,
    }
}

/// The day's name, unless it is today.
fn day(date: civil::Date, today: civil::Date) -> Option<String> {
    let days = (date - today).get_days();
    Some(match days {
        0 => return None,
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        -6..=6 => format!("on {}", weekday(date)),
        _ if date.year() == today.year() => format!("on {} {}", date.day(), month(date)),
        _ => format!("on {} {} {}", date.day(), month(date), date.year()),
    })
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

fn weekday(date: civil::Date) -> &'static str {
    const NAMES: [&str; 7] =
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let index = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or_default();
    NAMES[index % NAMES.len()]
}

fn month(date: civil::Date) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let index = usize::try_from(date.month() - 1).unwrap_or_default();
    NAMES[index % NAMES.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_zone(time_zone: &str) -> Reader {
        let now = "2026-11-23T08:33:00Z".parse().unwrap();
        Reader { now, time_zone: time_zone.to_owned(), ..Reader::default() }
    }

    #[test]
    fn a_moment_is_read_on_the_readers_clock() {
        let new_york = in_zone("America/New_York");
        for (at, expected) in [
            ("2026-11-23T09:10:00Z", "04:10"),
            ("2026-11-24T09:10:00Z", "04:10 tomorrow"),
            ("2026-11-23T04:59:00Z", "23:59 yesterday"),
            ("2026-11-25T09:10:00Z", "04:10 on Wednesday"),
            ("2026-11-18T09:10:00Z", "04:10 on Wednesday"),
            ("2026-12-24T09:10:00Z", "04:10 on 24 December"),
            ("2027-01-02T09:10:00Z", "04:10 on 2 January 2027"),
        ] {
            assert_eq!(when(at.parse().unwrap(), &new_york), expected, "{at}");
        }
        let at = "2026-11-24T09:10:00Z".parse().unwrap();
        assert_eq!(zoned(at, &new_york), "04:10 EST tomorrow");
        assert_eq!(zoned(at, &in_zone("America/Sao_Paulo")), "06:10 UTC-3 tomorrow");
        assert_eq!(zoned(at, &in_zone("Asia/Kathmandu")), "14:55 UTC+5:45 tomorrow");
        for unknown in ["", "Mars/Olympus", "UTC", "../../etc/passwd"] {
            assert_eq!(when(at, &in_zone(unknown)), "09:10 UTC tomorrow", "{unknown}");
        }
    }

    #[test]
    fn a_distance_is_as_exact_as_one_wants() {
        let reader = in_zone("UTC");
        for (seconds, expected) in [
            (0, "now"),
            (1, "in 1 second"),
            (45, "in 45 seconds"),
            (58, "in 1 minute"),
            (2_219, "in 37 minutes"),
            (3_599, "in 1 hour"),
            (3_900, "in 1 hour 5 minutes"),
            (36_100, "in 10 hours"),
            (3 * 86_400, "in 3 days"),
            (-300, "5 minutes ago"),
            (-86_400, "24 hours ago"),
        ] {
            let at = reader.now + jiff::SignedDuration::from_secs(seconds);
            assert_eq!(distance(at, &reader), expected, "{seconds} s");
        }
        assert!(distance(Timestamp::MAX, &reader).ends_with(" days"));
        assert!(distance(Timestamp::MIN, &reader).ends_with(" days ago"));
        assert!(!when(Timestamp::MIN, &reader).is_empty());
        assert!(!when(Timestamp::MAX, &in_zone("Asia/Kathmandu")).is_empty());
    }
}
