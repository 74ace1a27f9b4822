//! Moments in French.

use crate::time::{self, Day, Distance, Length, Local, Moment};

const WEEKDAYS: [&str; 7] =
    ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// `4 h 10 CET`, `demain à 4 h 10`, `mardi à 4 h 10`, `le 24 décembre à 4 h 10`
pub(crate) fn clock(local: &Local) -> String {
    let time = hour(local);
    match local.day {
        Day::Today => time,
        Day::Tomorrow => format!("demain à {time}"),
        Day::Yesterday => format!("hier à {time}"),
        Day::Weekday(day) => format!("{} à {time}", time::weekday(&WEEKDAYS, day)),
        Day::Date { day, month, year } => {
            let day = if day == 1 { "1er".to_owned() } else { day.to_string() };
            let date = format!("le {day} {}", time::month(&MONTHS, month));
            let date = year.map_or_else(|| date.clone(), |year| format!("{date} {year}"));
            format!("{date} à {time}")
        }
    }
}

/// The same in a sentence: `à 4 h 10 CET`, `demain à 4 h 10`
pub(crate) fn at(local: &Local) -> String {
    match local.day {
        Day::Today => format!("à {}", clock(local)),
        Day::Tomorrow | Day::Yesterday | Day::Weekday(_) | Day::Date { .. } => clock(local),
    }
}

/// `à 4 h 10 CET (dans 37 minutes)`
pub(crate) fn at_moment(moment: &Moment) -> String {
    format!("{} ({})", at(&moment.local), distance(moment.distance))
}

pub(crate) fn distance(distance: Distance) -> String {
    match distance {
        Distance::Now => "maintenant".to_owned(),
        Distance::In(far) => format!("dans {}", length(far)),
        Distance::Ago(far) => format!("il y a {}", length(far)),
    }
}

/// `37 minutes`, `1 heure 5 minutes`, `3 jours`
pub(crate) fn length(length: Length) -> String {
    match length {
        Length::Seconds(seconds) => counted(seconds, "seconde"),
        Length::Minutes(minutes) => counted(minutes, "minute"),
        Length::Hours(hours) => counted(hours, "heure"),
        Length::HoursMinutes(hours, minutes) => {
            format!("{} {}", counted(hours, "heure"), counted(minutes, "minute"))
        }
        Length::Days(days) => counted(days, "jour"),
    }
}

/// In French, nought is singular.
fn counted(count: u64, unit: &str) -> String {
    if count < 2 { format!("{count} {unit}") } else { format!("{count} {unit}s") }
}

fn hour(local: &Local) -> String {
    let time = format!("{} h {:02}", local.hour, local.minute);
    local.zone.as_ref().map_or_else(|| time.clone(), |zone| format!("{time} {zone}"))
}
