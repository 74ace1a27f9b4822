//! What people write by hand, bent by chance: texts, durations, names, the directory, calendars.

use domain::{Directory, Number, TicketNumber, coverage::holidays_in, directory::Target, duration};
use words::reply;

use crate::mutation::Mutation;

const DIRECTORY: &str = r#"
[[responder]]
id = "ana"
name = "Ana Ruiz"
time_zone = "Europe/Berlin"
roles = ["responder", "admin"]
contact = [{ id = "sms", kind = "sms", address = "+15550100001" }]
rules = [{ via = "sms" }, { via = "sms", after = "1m" }]
[[team]]
id = "support"
name = "Support"
members = ["ana"]
lead = "ana"
[[region]]
id = "berlin"
time_zone = "Europe/Berlin"
hours = [{ days = "mon-fri", from = "08:00", until = "18:00" }, { days = "sat,sun" }]
[[schedule]]
id = "nights"
name = "Nights"
time_zone = "Europe/Berlin"
[[policy]]
id = "sev1"
repeat_last_every = "5m"
steps = [{ page = ["responder:ana", "team:support"], answer_within = "5m" }]
"#;

const CALENDAR: &str = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Christmas\r\n\
    DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261227\r\nRRULE:FREQ=YEARLY;COUNT=3\r\n\
    END:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\nDTSTART;VALUE=DATE:20270101\r\n\
    RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nSUMMARY:a\r\n b\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

#[test]
fn texts_of_responders() {
    let samples =
        ["7 ok", "ok", "no", "7 inv we look at it", "E-1007 res", "esc team:support", "7up x"];
    let mut fuzz = Mutation::of("text grammar", &samples);
    while let Some(text) = fuzz.text() {
        let reply = reply::parse(&text);
        // Whoever answers a page has said so: never with silence, never with a symbol.
        if reply.command == reply::Command::Ok {
            assert!(text.chars().any(char::is_alphanumeric), "{text:?}");
        }
    }
}

#[test]
fn durations() {
    let samples = ["5m", "1h 30m", "90s", "1d", "250ms", "0s", "1h30m"];
    let mut fuzz = Mutation::of("durations", &samples);
    while let Some(text) = fuzz.text() {
        if let Ok(read) = duration::parse(&text) {
            assert_eq!(duration::parse(&duration::write(read)).ok(), Some(read), "{text:?}");
        }
    }
}

#[test]
fn numbers_and_targets() {
    let samples =
        ["E-1042", "1042", "T-17", "e 1042", "responder:ana", "team:support", "schedule:x"];
    let mut fuzz = Mutation::of("numbers and targets", &samples);
    while let Some(text) = fuzz.text() {
        if let Ok(number) = text.parse::<Number>() {
            assert_eq!(number.to_string().parse(), Ok(number), "{text:?}");
        }
        if let Ok(number) = text.parse::<TicketNumber>() {
            assert_eq!(number.to_string().parse(), Ok(number), "{text:?}");
        }
        if let Ok(target) = text.parse::<Target>() {
            assert_eq!(target.to_string().parse::<Target>().ok(), Some(target), "{text:?}");
        }
    }
}

#[test]
fn directories() {
    let now = "2026-11-21T03:00:00Z".parse().expect("a time");
    let mut fuzz = Mutation::of("directory", &[DIRECTORY]);
    while let Some(text) = fuzz.text() {
        let Ok(directory) = toml::from_str::<Directory>(&text) else { continue };
        let _ = (directory.is_open(now), directory.leads());
        for step in directory.policies.iter().flat_map(|policy| &policy.steps) {
            for target in &step.page {
                let _ = directory.resolve(target, now);
            }
        }
        let _ = reply::find_target(&text, &directory);
    }
}

#[test]
fn calendars_of_holidays() {
    let until = "2030-01-01".parse().expect("a date");
    let mut fuzz = Mutation::of("calendars", &[CALENDAR]);
    while let Some(text) = fuzz.text() {
        if let Ok(days) = holidays_in(&text, until) {
            assert!(days.is_sorted() && days.iter().all(|day| *day <= until), "{text:?}");
        }
    }
}
