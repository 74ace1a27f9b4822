use jiff::{SignedDuration, Timestamp, ToSpan, civil::date};

use super::*;
use crate::directory::{Hole, Override};

const TWO: &str = r#"
[[responder]]
id = "ana"
name = "Ana"
[[responder]]
id = "ben"
name = "Ben"
[[schedule]]
id = "nights"
time_zone = "Europe/London"
[[schedule.rotation]]
members = ["ana", "ben"]
starts = "2026-03-02T18:00"
handoff = "1d"
during = [{ days = "mon-fri", from = "18:00", until = "08:00" }]
[[schedule.override]]
responder = "ben"
from = "2026-03-28T10:00"
until = "2026-03-28T20:00"
[[policy]]
id = "p"
steps = [{ page = ["schedule:nights"] }]
[[region]]
id = "england"
time_zone = "Europe/London"
hours = [{ days = "mon-fri", from = "09:00", until = "17:00" }]
holidays = "england"
"#;

fn two() -> Directory {
    toml::from_str(TWO).unwrap()
}

fn told(day: &Day) -> String {
    let clock = Clock::of("Europe/London").unwrap();
    let mut text = format!("{}", day.date);
    for stretch in &day.lines[0].stretches {
        let who = match &stretch.who {
            Who::Turn(id) => id.to_string(),
            Who::Override { responder, instead_of } => {
                let instead = instead_of.as_ref().map_or("nobody".to_owned(), ToString::to_string);
                format!("{responder} for {instead}")
            }
            Who::Desk => "desk".to_owned(),
            Who::Nobody => "NOBODY".to_owned(),
        };
        text += &format!(" | {} {who}", clock.shows(stretch.span.from).strftime("%H:%M"));
    }
    let closed: Vec<_> = day.closed.iter().map(ToString::to_string).collect();
    if closed.is_empty() { text } else { format!("{text} | closed: {}", closed.join(" ")) }
}

#[test]
fn a_week_shows_turns_overrides_the_desk_and_holes() {
    let view = View { first: date(2026, 3, 27), days: 11, time_zone: "Europe/London" };
    let directory = two();
    let days = directory.calendar(&view, [&"nights".into()]);
    let shown: Vec<_> = days.iter().map(told).collect();
    assert_eq!(
        shown,
        [
            "2026-03-27 | 00:00 ana | 08:00 NOBODY | 09:00 desk | 17:00 NOBODY | 18:00 ben",
            "2026-03-28 | 00:00 ben | 08:00 NOBODY | 10:00 ben for nobody | 20:00 NOBODY",
            "2026-03-29 | 00:00 NOBODY",
            "2026-03-30 | 00:00 NOBODY | 09:00 desk | 17:00 NOBODY | 18:00 ana",
            "2026-03-31 | 00:00 ana | 08:00 NOBODY | 09:00 desk | 17:00 NOBODY | 18:00 ben",
            "2026-04-01 | 00:00 ben | 08:00 NOBODY | 09:00 desk | 17:00 NOBODY | 18:00 ana",
            "2026-04-02 | 00:00 ana | 08:00 NOBODY | 09:00 desk | 17:00 NOBODY | 18:00 ben",
            "2026-04-03 | 00:00 ben | 08:00 NOBODY | 18:00 ana | closed: england",
            "2026-04-04 | 00:00 ana | 08:00 NOBODY",
            "2026-04-05 | 00:00 NOBODY",
            "2026-04-06 | 00:00 NOBODY | 18:00 ben | closed: england",
        ]
    );
    let hours = days[2].span.from.duration_until(days[2].span.until);
    assert_eq!(hours, SignedDuration::from_hours(23), "the clocks went forward");
}

#[test]
fn a_calendar_agrees_with_who_would_be_paged_at_every_moment() {
    let mut directory = two();
    let overrides = &mut directory.schedules[0].overrides;
    for (responder, from, until) in [
        ("ana", "2026-03-30T20:00", "2026-04-01T02:30"),
        ("ghost", "2026-03-27T12:00", "2026-04-02T12:00"),
        ("ben", "2026-03-31T00:00", "2026-03-31T06:00"),
    ] {
        let (from, until) = (from.parse().unwrap(), until.parse().unwrap());
        overrides.push(Override { responder: responder.into(), from, until, note: None });
    }
    let view = View { first: date(2026, 3, 20), days: 30, time_zone: "America/New_York" };
    let days = directory.calendar(&view, [&"nights".into()]);
    assert_eq!(days.len(), 30);
    let target = "schedule:nights".parse().unwrap();
    for (day, next) in days.iter().zip(days.iter().skip(1)) {
        assert_eq!(day.span.until, next.span.from);
        let stretches = &day.lines[0].stretches;
        assert_eq!(stretches.first().unwrap().span.from, day.span.from);
        assert_eq!(stretches.last().unwrap().span.until, day.span.until);
        let mut at: Timestamp = day.span.from;
        while at < day.span.until {
            let stretch = stretches.iter().find(|stretch| stretch.span.contains(at)).unwrap();
            let paged = directory.resolve(&target, at);
            assert_eq!(stretch.who.responder(), paged.first(), "{at}");
            if paged.is_empty() {
                assert_eq!(stretch.who == Who::Desk, directory.is_open(at), "{at}");
            }
            at += 17.minutes();
        }
    }
}

#[test]
fn nothing_is_shown_in_a_zone_that_is_none_and_more_days_are_cut() {
    let first = date(2026, 3, 27);
    let directory = two();
    let nowhere = View { first, days: 7, time_zone: "Nowhere/Land" };
    assert!(directory.calendar(&nowhere, [&"nights".into()]).is_empty());
    let long = View { first, days: 9999, time_zone: "UTC" };
    assert_eq!(directory.calendar(&long, [&"ghost".into()]).len(), usize::from(MAX_DAYS));
    let left_out = View { first: date(2011, 12, 29), days: 3, time_zone: "Pacific/Apia" };
    let days = directory.calendar(&left_out, []);
    assert_eq!(days.iter().map(|day| day.date.day()).collect::<Vec<_>>(), [29, 31]);
}

#[test]
fn a_change_is_told_by_what_it_does() {
    let now = two();
    let mut then = two();
    let over = |who: &str, from: &str, until: &str| Override {
        responder: who.into(),
        from: from.parse().unwrap(),
        until: until.parse().unwrap(),
        note: None,
    };
    // Ana takes Ben's Tuesday night from 23:00 on, and mends two hours of Wednesday morning's hole.
    then.schedules[0].overrides = vec![over("ana", "2026-03-31T23:00", "2026-04-01T08:30")];
    let ahead =
        Span::new("2026-03-27T00:00Z".parse().unwrap(), "2026-04-10T00:00Z".parse().unwrap());
    let found = now.consequences(&then, ahead.unwrap());
    let moved: Vec<_> = found
        .moved
        .iter()
        .map(|it| {
            let name = |who: &Option<crate::ResponderId>| {
                who.as_ref().map_or("-".into(), |id| id.to_string())
            };
            format!("{} {} {}>{}", it.span.from, it.span.until, name(&it.before), name(&it.after))
        })
        .collect();
    assert_eq!(
        moved,
        [
            "2026-03-28T10:00:00Z 2026-03-28T20:00:00Z ben>-",
            "2026-03-31T22:00:00Z 2026-04-01T07:00:00Z ben>ana",
            "2026-04-01T07:00:00Z 2026-04-01T07:30:00Z ->ana",
        ]
    );
    let holes = |holes: &[Hole]| -> Vec<String> {
        let of_schedule = holes.iter().filter(|hole| hole.place.starts_with("schedule"));
        of_schedule.map(|hole| format!("{} {}", hole.from.unwrap(), hole.until.unwrap())).collect()
    };
    assert_eq!(holes(&found.made), ["2026-03-28T10:00:00Z 2026-03-28T20:00:00Z"]);
    assert_eq!(holes(&found.mended), ["2026-04-01T07:00:00Z 2026-04-01T07:30:00Z"]);
    let change = |load: &Load| (load.after - load.before).as_secs_f64() / 3600.0;
    let loads: Vec<_> = found.loads.iter().map(|it| (it.responder.as_str(), change(it))).collect();
    assert_eq!(loads, [("ana", 9.5), ("ben", -19.0)]);
    let nothing = now.consequences(&now, ahead.unwrap());
    assert!(nothing.moved.is_empty() && nothing.made.is_empty() && nothing.mended.is_empty());
}
