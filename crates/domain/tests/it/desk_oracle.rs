//! Whole desks beside other people's calendars, and beside themselves: no moment is told wrongly.

use domain::{Directory, coverage::holidays_in, span::Span};
use fastrand::Rng;
use jiff::{SignedDuration, Timestamp, ToSpan, civil::date};
use serde_json::{Value, json};

use crate::calendar_oracle::{ZONES, agree, any_time, near_a_change};

/// One to three regions, most of them with holidays, closed and open days.
fn any_desk(random: &mut Rng, at: Timestamp) -> Vec<Value> {
    (0..random.usize(1..=3)).map(|_| any_region(random, at)).collect()
}

fn any_region(random: &mut Rng, at: Timestamp) -> Value {
    let hours: Vec<_> = (0..random.usize(1..=2))
        .map(|_| {
            let days = match random.u8(0..4) {
                0 => vec!["sat", "sun"],
                1 => vec!["mon"],
                _ => vec!["mon", "tue", "wed", "thu", "fri"],
            };
            let (from, until) = match random.u8(0..3) {
                0 => (any_time(random), any_time(random)),
                1 => ("00:00".to_owned(), "00:00".to_owned()),
                _ => ("09:00".to_owned(), "17:00".to_owned()),
            };
            json!({ "days": days, "from": from, "until": until })
        })
        .collect();
    let today = at.to_zoned(jiff::tz::TimeZone::UTC).date();
    let near: Vec<_> = (0..4).map(|_| (today + random.i64(-2..8).days()).to_string()).collect();
    let (closed, open) = near.split_at(2);
    json!({
        "zone": random.choice(&ZONES).expect("there are some"),
        "hours": hours,
        "holidays": random.choice(&[Some("us-federal"), Some("england"), None]).expect("some"),
        "closed": closed,
        "open": open,
    })
}

fn directory(regions: &[Value]) -> Directory {
    let regions: Vec<_> = regions
        .iter()
        .enumerate()
        .map(|(index, region)| {
            let days = |hours: &Value| {
                let days: Vec<_> = hours["days"].as_array().expect("a list").iter().collect();
                let days: Vec<_> = days.iter().filter_map(|day| day.as_str()).collect();
                json!({ "days": days.join(","), "from": hours["from"], "until": hours["until"] })
            };
            let hours: Vec<_> =
                region["hours"].as_array().expect("a list").iter().map(days).collect();
            let mut made = json!({ "id": format!("r{index}"), "time_zone": region["zone"],
                "hours": hours, "closed": region["closed"], "open": region["open"] });
            if region["holidays"].is_string() {
                made["holidays"] = region["holidays"].clone();
            }
            made
        })
        .collect();
    serde_json::from_value(json!({ "region": regions })).expect("a directory")
}

#[test]
fn real_desks_are_open_when_zoneinfo_and_holidays_say_so() {
    let mut random = Rng::with_seed(10);
    let asked: Vec<_> = (0..3_000)
        .map(|turn| {
            let zone = *random.choice(&ZONES).expect("there are some");
            let at = match turn % 2 {
                0 => near_a_change(&mut random, zone),
                _ => any_moment(&mut random),
            };
            // The oracle's clock has whole seconds.
            let at = Timestamp::from_second(at.as_second()).expect("a moment");
            let regions = any_desk(&mut random, at);
            let found = directory(&regions).coverage(at);
            let state = if found.open { "open" } else { "closed" };
            let changes =
                found.changes_at.map_or("never".to_owned(), |at| at.as_second().to_string());
            let question = json!({ "regions": regions, "at": at.as_second() }).to_string();
            let question = format!("desk {}", hex(question.as_bytes()));
            (question, format!("{state} {changes}"))
        })
        .collect();
    agree(&asked);
}

/// Half a century.
fn any_moment(random: &mut Rng) -> Timestamp {
    let start: Timestamp = "1995-01-01T00:00Z".parse().expect("a moment");
    start + SignedDuration::from_hours(random.i64(0..50 * 365 * 24))
}

#[test]
fn no_gap_in_coverage_goes_unsaid() {
    for seed in 0..120 {
        let mut random = Rng::with_seed(seed);
        let zone = *random.choice(&ZONES).expect("there are some");
        let start = near_a_change(&mut random, zone);
        let end = start + SignedDuration::from_hours(21 * 24);
        let directory = directory(&any_desk(&mut random, start));
        let open = directory.open_hours(Span::new(start, end).expect("it is not empty"));
        let is_in = |at| open.iter().any(|span| span.contains(at));
        // From change to change, as a reader of "when does that change?" walks.
        let (mut at, mut walked) = (start, Vec::new());
        while at < end {
            let now = directory.coverage(at);
            assert_eq!(now.open, is_in(at), "seed {seed} at {at}");
            assert_eq!(now.open, directory.is_open(at), "seed {seed} at {at}");
            let next = now.changes_at.unwrap_or(end).min(end);
            assert!(next > at, "seed {seed}: time stands still at {at}");
            walked.extend(Span::new(at, next).filter(|_| now.open));
            at = next;
        }
        assert_eq!(walked, open, "seed {seed}");
        for _ in 0..200 {
            let at = start + SignedDuration::from_secs(random.i64(0..21 * 86_400));
            assert_eq!(directory.is_open(at), is_in(at), "seed {seed} at {at}");
        }
    }
}

#[test]
fn real_calendar_files_are_read_as_icalendar_reads_them() {
    let mut random = Rng::with_seed(11);
    let asked: Vec<_> = (0..1_000)
        .map(|_| {
            let events: String =
                (0..random.usize(1..4)).map(|id| any_event(&mut random, id)).collect();
            let text =
                format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{events}END:VCALENDAR\r\n");
            let days = holidays_in(&text, date(2040, 12, 31));
            let days = days.unwrap_or_else(|problem| panic!("{problem}: {text}"));
            let days: Vec<_> = days.iter().map(ToString::to_string).collect();
            (format!("events {}", hex(text.as_bytes())), days.join(" "))
        })
        .collect();
    agree(&asked);
}

/// A day, several days or an hour; each year or once; some taken away, moved or cancelled.
fn any_event(random: &mut Rng, id: usize) -> String {
    let first = date(random.i16(2000..2030), random.i8(1..=12), random.i8(1..=28));
    let day = |date: jiff::civil::Date| date.strftime("%Y%m%d").to_string();
    let mut lines = vec!["BEGIN:VEVENT".to_owned(), format!("UID:{id}@calendar.example")];
    let names = ["New Year\\, observed", "Weihnachten \u{2603}", "Closed: all \\; everybody"];
    lines.push(format!("SUMMARY:{}", random.choice(&names).expect("some").repeat(3)));
    lines.extend(match random.u8(0..4) {
        0 => vec![format!("DTSTART;VALUE=DATE:{}", day(first))],
        1 => {
            let last = first + random.i64(1..6).days();
            vec![
                format!("DTSTART;VALUE=DATE:{}", day(first)),
                format!("DTEND;VALUE=DATE:{}", day(last)),
            ]
        }
        2 => vec![
            format!("DTSTART:{}T090000", day(first)),
            format!(
                "DTEND:{}T{}",
                day(first + random.i64(1..3).days()),
                if random.bool() { "000000" } else { "170000" }
            ),
        ],
        _ => vec![
            format!("DTSTART;VALUE=DATE:{}", day(first)),
            format!("DURATION:P{}D", random.u8(1..5)),
        ],
    });
    let is_yearly = random.bool();
    if is_yearly {
        lines.push(format!("RRULE:FREQ=YEARLY;COUNT={}", random.u8(2..9)));
        if random.bool() {
            lines.push(format!("EXDATE;VALUE=DATE:{}", day(first + 1.year())));
        }
    }
    if random.u8(0..4) == 0 {
        let (one, other) = (first + random.i64(20..40).days(), first + random.i64(40..90).days());
        lines.push(format!("RDATE;VALUE=DATE:{},{}", day(one), day(other)));
    }
    if random.u8(0..6) == 0 {
        lines.push("STATUS:CANCELLED".to_owned());
    }
    lines.push("END:VEVENT".to_owned());
    if is_yearly && random.bool() {
        let moved = first + 2.years();
        lines.extend([
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{id}@calendar.example"),
            format!("RECURRENCE-ID;VALUE=DATE:{}", day(moved)),
            format!("DTSTART;VALUE=DATE:{}", day(moved + 3.days())),
            "END:VEVENT".to_owned(),
        ]);
    }
    lines.iter().map(|line| folded(line)).collect()
}

/// A line of at most 75 bytes goes on after a space (RFC 5545, 3.1).
fn folded(line: &str) -> String {
    let (mut text, mut length) = (String::new(), 0);
    for c in line.chars() {
        if length + c.len_utf8() > 74 {
            text.push_str("\r\n ");
            length = 1;
        }
        length += c.len_utf8();
        text.push(c);
    }
    text + "\r\n"
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
