//! Moments in English.

use jiff::Timestamp;

use crate::{
    Reader,
    time::{self, Day, Distance, Length, Local, Moment},
};

const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
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

/// `04:10`, `04:10 tomorrow`, `04:10 on Tuesday`; with the zone when it is UTC.
pub(crate) fn when(at: Timestamp, reader: &Reader) -> String {
    clock(&Moment::on_page(at, reader).local)
}

/// `04:10 EST, in 37 minutes`
pub(crate) fn zoned_moment(at: Timestamp, reader: &Reader) -> String {
    at_moment(&Moment::of(at, reader))
}

pub(crate) fn at_moment(moment: &Moment) -> String {
    format!("{}, {}", clock(&moment.local), distance(moment.distance))
}

pub(crate) fn clock(local: &Local) -> String {
    let time = local.time();
    match local.day {
        Day::Today => time,
        Day::Tomorrow => format!("{time} tomorrow"),
        Day::Yesterday => format!("{time} yesterday"),
        Day::Weekday(day) => format!("{time} on {}", time::weekday(&WEEKDAYS, day)),
        Day::Date { day, month, year } => {
            let date = format!("{time} on {day} {}", time::month(&MONTHS, month));
            year.map_or_else(|| date.clone(), |year| format!("{date} {year}"))
        }
    }
}

/// The same in a sentence.
pub(crate) fn at(local: &Local) -> String {
    clock(local)
}

/// `in 37 minutes`, `5 minutes ago`, `now`
pub(crate) fn distance(distance: Distance) -> String {
    match distance {
        Distance::Now => "now".to_owned(),
        Distance::In(far) => format!("in {}", length(far)),
        Distance::Ago(far) => format!("{} ago", length(far)),
    }
}

/// `20 seconds`, `37 minutes`, `1 hour 5 minutes`, `3 days`
pub(crate) fn length(length: Length) -> String {
    match length {
        Length::Seconds(seconds) => counted(seconds, "second"),
        Length::Minutes(minutes) => counted(minutes, "minute"),
        Length::Hours(hours) => counted(hours, "hour"),
        Length::HoursMinutes(hours, minutes) => {
            format!("{} {}", counted(hours, "hour"), counted(minutes, "minute"))
        }
        Length::Days(days) => counted(days, "day"),
    }
}

fn counted(count: u64, unit: &str) -> String {
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zoned(at: Timestamp, reader: &Reader) -> String {
        clock(&Moment::of(at, reader).local)
    }

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
            assert_eq!(time::distance(at, &reader), expected, "{seconds} s");
        }
        assert!(time::distance(Timestamp::MAX, &reader).ends_with(" days"));
        assert!(time::distance(Timestamp::MIN, &reader).ends_with(" days ago"));
        assert!(!when(Timestamp::MIN, &reader).is_empty());
        assert!(!when(Timestamp::MAX, &in_zone("Asia/Kathmandu")).is_empty());
    }
}
