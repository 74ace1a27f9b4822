//! Our calendar beside that of other people: thousands of questions, one answer.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
};

use domain::{
    Directory,
    coverage::{Holidays, holidays_in},
    directory::Schedule,
};
use fastrand::Rng;
use jiff::{
    SignedDuration, Timestamp,
    civil::{Weekday, date},
    tz::TimeZone,
};

pub(crate) const ZONES: [&str; 7] = [
    "America/New_York",
    "Europe/London",
    "Australia/Lord_Howe",
    "America/Havana",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Africa/Casablanca",
];

#[test]
fn real_holidays_are_those_of_the_python_library() {
    let years = 1990..=2060;
    let asked: Vec<_> = years
        .flat_map(|year| ["us-federal", "england"].map(|calendar| (calendar, year)))
        .map(|(calendar, year)| {
            let ours = Holidays::Calendar(calendar.to_owned()).of_year(year);
            let ours: Vec<_> = ours.iter().map(|day| day.strftime("%m-%d").to_string()).collect();
            (format!("holidays {calendar} {year}"), ours.join(" "))
        })
        .collect();
    agree(&asked);
}

#[test]
fn real_handoffs_are_those_of_zoneinfo() {
    let mut random = Rng::with_seed(7);
    let asked: Vec<_> = (0..4_000)
        .map(|_| {
            let zone = *random.choice(&ZONES).expect("there are some");
            let hours = *random.choice(&[1, 12, 24, 168, 336]).expect("there are some");
            let (year, month, day) = (random.u16(2010..2016), random.u8(1..=12), random.u8(1..=28));
            let starts = format!("{year}-{month:02}-{day:02}T{}", any_time(&mut random));
            let at = near_a_change(&mut random, zone);
            // As many members as turns can pass, so that each turn has its own.
            let members: Vec<_> = (0..200).map(|turn| format!("\"{turn}\"")).collect();
            let schedule: Schedule = toml::from_str(&format!(
                "id = \"s\"\ntime_zone = \"{zone}\"\n[[rotation]]\nmembers = [{}]\n\
                 starts = \"{starts}\"\nhandoff = \"{hours}h\"\n",
                members.join(", ")
            ))
            .expect("a schedule");
            let ours = schedule.on_call(at).map_or("none".to_owned(), |id| id.0);
            (format!("turn {zone} {starts} {hours} {}", at.as_second()), ours)
        })
        .collect();
    agree(&asked);
}

#[test]
fn real_windows_are_those_of_zoneinfo() {
    let mut random = Rng::with_seed(8);
    let asked: Vec<_> = (0..4_000)
        .map(|_| {
            let zone = *random.choice(&ZONES).expect("there are some");
            let day = *random.choice(&["sat", "sun", "mon"]).expect("there are some");
            let (from, until) = (any_time(&mut random), any_time(&mut random));
            let at = near_a_change(&mut random, zone);
            let directory: Directory = toml::from_str(&format!(
                "[[region]]\nid = \"r\"\ntime_zone = \"{zone}\"\n\
                 hours = [{{ days = \"{day}\", from = \"{from}\", until = \"{until}\" }}]\n"
            ))
            .expect("a directory");
            let ours = if directory.is_open(at) { "in" } else { "out" };
            (format!("window {zone} {day} {from} {until} {}", at.as_second()), ours.to_owned())
        })
        .collect();
    agree(&asked);
}

#[test]
fn real_events_of_every_year_are_those_of_dateutil() {
    let mut random = Rng::with_seed(9);
    let asked: Vec<_> = (0..2_000)
        .map(|_| {
            let (starts, rule) = any_yearly(&mut random);
            let text = format!(
                "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:{starts}\r\nRRULE:{rule}\r\n\
                 END:VEVENT\r\nEND:VCALENDAR\r\n"
            );
            let days = holidays_in(&text, "2040-12-31".parse().expect("a date"));
            let days = days.unwrap_or_else(|problem| panic!("{problem}: {text}"));
            let days: Vec<_> = days.iter().map(ToString::to_string).collect();
            (format!("yearly {starts} {rule}"), days.join(" "))
        })
        .collect();
    agree(&asked);
}

/// On a date, on a weekday of its month or months, or on several days of a month.
fn any_yearly(random: &mut Rng) -> (String, String) {
    let (year, month) = (random.i16(2000..2030), random.i8(1..=12));
    let first = date(year, month, 1);
    let (name, weekday) = *random
        .choice(&[("MO", Weekday::Monday), ("TH", Weekday::Thursday), ("SU", Weekday::Sunday)])
        .expect("there are some");
    let nth = *random.choice(&[1, 2, 4, -1, -2]).expect("there are some");
    let day = random.i8(1..=first.days_in_month());
    let (starts, by) = match random.u8(0..5) {
        0 => (date(year, month, day), String::new()),
        1 => (date(year, month, day), format!(";BYMONTH={month}")),
        2 => (date(year, month, 1), format!(";BYMONTH={month};BYMONTHDAY=1,-1")),
        3 => (
            first.nth_weekday_of_month(1, weekday).expect("it exists"),
            format!(";BYMONTH={month};BYMONTHDAY=1,2,3,4,5,6,7;BYDAY={name}"),
        ),
        _ => (
            first.nth_weekday_of_month(nth, weekday).expect("it exists"),
            format!(";BYMONTH={month};BYDAY={nth}{name}"),
        ),
    };
    let limit = match random.u8(0..3) {
        0 => format!(";COUNT={}", random.u8(1..9)),
        1 => format!(";UNTIL={}0615", random.u16(2030..2039)),
        _ => String::new(),
    };
    let rule = format!("FREQ=YEARLY;INTERVAL={}{by}{limit}", random.u8(1..4));
    (starts.strftime("%Y%m%d").to_string(), rule)
}

/// A moment within a few hours of a change of the clocks, where there are any.
pub(crate) fn near_a_change(random: &mut Rng, zone: &str) -> Timestamp {
    let year = random.u16(2017..2026);
    let start: Timestamp = format!("{year}-01-01T00:00Z").parse().expect("a time");
    let start = start + SignedDuration::from_hours(random.i64(0..365 * 24));
    let zone = TimeZone::get(zone).expect("it exists");
    let change = zone.following(start).next().map_or(start, |change| change.timestamp());
    change + SignedDuration::from_mins(random.i64(-240..240))
}

/// A time of the day, mostly in the hours in which clocks change.
pub(crate) fn any_time(random: &mut Rng) -> String {
    let hour = if random.u8(0..4) == 0 { random.u8(0..24) } else { random.u8(0..4) };
    format!("{hour:02}:{:02}", random.u8(0..4) * 15)
}

/// Asks the oracle everything at once. A turn is told modulo the number of members.
pub(crate) fn agree(asked: &[(String, String)]) {
    let answers = ask(asked.iter().map(|(question, _)| question.as_str()));
    assert_eq!(answers.len(), asked.len());
    for ((question, ours), theirs) in asked.iter().zip(&answers) {
        let theirs = match theirs.parse::<u64>() {
            Ok(turn) if question.starts_with("turn") => (turn % 200).to_string(),
            _ => theirs.clone(),
        };
        assert_eq!(*ours, theirs, "{question}");
    }
}

fn ask<'a>(questions: impl Iterator<Item = &'a str>) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python: PathBuf = root.join("../../target/venv/bin/python");
    assert!(python.exists(), "Python's packages are missing: run bin/parts/set-up");
    let mut child = Command::new(python)
        .arg(root.join("tests/it/calendar_oracle.py"))
        .env("PYTHONTZPATH", "")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python starts");
    let mut input = child.stdin.take().expect("it was piped");
    let text = questions.collect::<Vec<_>>().join("\n");
    let writer = thread::spawn(move || input.write_all(text.as_bytes()));
    let output = child.wait_with_output().expect("Python ends");
    writer.join().expect("it does not panic").expect("Python reads everything");
    assert!(output.status.success(), "the oracle failed");
    String::from_utf8(output.stdout).expect("UTF-8").lines().map(str::to_owned).collect()
}
