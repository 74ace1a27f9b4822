//! Moments in Spanish.

use crate::time::{self, Day, Distance, Length, Local, Moment};

const WEEKDAYS: [&str; 7] =
    ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"];
const MONTHS: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

/// `04:10 CET`, `mañana a las 04:10`, `el martes a las 04:10`, `el 24 de diciembre a las 04:10`
pub(crate) fn clock(local: &Local) -> String {
    match local.day {
        Day::Today => local.time(),
        Day::Tomorrow | Day::Yesterday | Day::Weekday(_) | Day::Date { .. } => at(local),
    }
}

/// The same in a sentence: `a las 04:10 CET`, `mañana a las 04:10`
pub(crate) fn at(local: &Local) -> String {
    let time = format!("a {} {}", article(local), local.time());
    match local.day {
        Day::Today => time,
        Day::Tomorrow => format!("mañana {time}"),
        Day::Yesterday => format!("ayer {time}"),
        Day::Weekday(day) => format!("el {} {time}", time::weekday(&WEEKDAYS, day)),
        Day::Date { day, month, year } => {
            let date = format!("el {day} de {}", time::month(&MONTHS, month));
            let date = year.map_or_else(|| date.clone(), |year| format!("{date} de {year}"));
            format!("{date} {time}")
        }
    }
}

/// After "desde": `las 04:10`, `ayer a las 23:59`
pub(super) fn since(local: &Local) -> String {
    match local.day {
        Day::Today => format!("{} {}", article(local), local.time()),
        Day::Tomorrow | Day::Yesterday | Day::Weekday(_) | Day::Date { .. } => at(local),
    }
}

/// `a las 04:10 CET (dentro de 37 minutos)`
pub(crate) fn at_moment(moment: &Moment) -> String {
    format!("{} ({})", at(&moment.local), distance(moment.distance))
}

pub(crate) fn distance(distance: Distance) -> String {
    match distance {
        Distance::Now => "ahora".to_owned(),
        Distance::In(far) => format!("dentro de {}", length(far)),
        Distance::Ago(far) => format!("hace {}", length(far)),
    }
}

/// `37 minutos`, `1 hora y 5 minutos`, `3 días`
pub(crate) fn length(length: Length) -> String {
    match length {
        Length::Seconds(seconds) => counted(seconds, "segundo"),
        Length::Minutes(minutes) => counted(minutes, "minuto"),
        Length::Hours(hours) => counted(hours, "hora"),
        Length::HoursMinutes(hours, minutes) => {
            format!("{} y {}", counted(hours, "hora"), counted(minutes, "minuto"))
        }
        Length::Days(days) => counted(days, "día"),
    }
}

fn counted(count: u64, unit: &str) -> String {
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}

/// One o'clock is singular.
fn article(local: &Local) -> &'static str {
    if local.hour == 1 { "la" } else { "las" }
}
