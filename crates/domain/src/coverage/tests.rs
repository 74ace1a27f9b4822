use super::*;

#[test]
fn the_desk_is_open_in_its_hours_and_says_when_that_changes() {
    for (what, now, open, changes_at) in [
        ("a Monday afternoon", "2026-11-23T13:00-05:00", "new-york", "2026-11-23T17:00-05:00"),
        (
            "its last nanosecond",
            "2026-11-23T16:59:59.999999999-05:00",
            "new-york",
            "2026-11-23T17:00-05:00",
        ),
        ("closing time", "2026-11-23T17:00-05:00", "", "2026-11-24T04:00-05:00"),
        ("London first", "2026-11-23T04:00-05:00", "london", "2026-11-23T17:00-05:00"),
        ("both", "2026-11-23T11:00-05:00", "new-york london", "2026-11-23T17:00-05:00"),
        ("a weekend", "2026-11-28T12:00Z", "", "2026-11-30T09:00Z"),
        ("Thanksgiving, London works", "2026-11-26T12:00Z", "london", "2026-11-26T17:00Z"),
        ("Thanksgiving, after London", "2026-11-26T17:00Z", "", "2026-11-27T09:00Z"),
        (
            "clocks differ by four hours",
            "2026-03-09T09:30-04:00",
            "new-york london",
            "2026-03-09T17:00-04:00",
        ),
    ] {
        let directory = with(vec![
            Region {
                holidays: calendar("us-federal"),
                ..region("new-york", "America/New_York", "mon-fri", ("09:00", "17:00"))
            },
            Region {
                holidays: calendar("england"),
                ..region("london", "Europe/London", "mon-fri", ("09:00", "17:00"))
            },
        ]);
        let found = directory.coverage(now.parse().unwrap());
        let regions: Vec<_> = found.regions.iter().map(RegionId::as_str).collect();
        assert_eq!(regions.join(" "), open, "{what}");
        assert_eq!(found.open, !open.is_empty(), "{what}");
        assert_eq!(found.changes_at, Some(changes_at.parse().unwrap()), "{what}");
    }
}

#[test]
fn single_days_win_over_holidays() {
    let directory = with(vec![Region {
        holidays: calendar("us-federal"),
        closed: vec!["2026-12-24".parse().unwrap()],
        open: vec!["2026-12-25".parse().unwrap()],
        ..region("new-york", "America/New_York", "mon-fri", ("09:00", "17:00"))
    }]);
    for (now, open, changes_at) in [
        ("2026-12-24T12:00-05:00", false, "2026-12-25T09:00-05:00"),
        ("2026-12-25T12:00-05:00", true, "2026-12-25T17:00-05:00"),
        ("2026-12-31T17:00-05:00", false, "2027-01-04T09:00-05:00"),
    ] {
        let found = directory.coverage(now.parse().unwrap());
        assert_eq!(
            (found.open, found.changes_at),
            (open, Some(changes_at.parse().unwrap())),
            "{now}"
        );
    }
}

#[test]
fn hours_past_midnight_belong_to_the_day_on_which_they_start() {
    let directory = with(vec![Region {
        closed: vec!["2026-11-25".parse().unwrap()],
        ..region("night", "Europe/London", "mon-fri", ("22:00", "06:00"))
    }]);
    for (now, open) in [
        ("2026-11-23T21:59Z", false),
        ("2026-11-24T05:59Z", true),
        ("2026-11-25T05:59Z", true), // began the day before the closed one
        ("2026-11-25T23:00Z", false), // would begin on the closed day
        ("2026-11-26T05:00Z", false),
        ("2026-11-28T05:00Z", true), // began on Friday
        ("2026-11-28T23:00Z", false),
    ] {
        assert_eq!(directory.coverage(now.parse().unwrap()).open, open, "{now}");
    }
}

#[test]
fn a_desk_that_never_closes_or_never_opens_has_no_next_change() {
    let now = "2026-11-23T12:00Z".parse().unwrap();
    let always = with(vec![Region {
        hours: vec![Window { days: "mon-sun".into(), from: None, until: None }],
        ..region("always", "Asia/Tokyo", "mon", ("00:00", "00:00"))
    }]);
    assert_eq!(always.coverage(now).changes_at, None);
    assert!(always.coverage(now).open);

    let sun = [("Asia/Tokyo", "08:00"), ("Europe/London", "07:00"), ("America/New_York", "09:00")];
    let follow = sun.map(|(zone, from)| region(zone, zone, "mon-sun", (from, "23:00")));
    assert_eq!(with(follow.to_vec()).coverage(now).changes_at, None, "follow the sun");

    for (what, region) in [
        ("no hours", Region { hours: Vec::new(), ..region("x", "UTC", "mon", ("09:00", "17:00")) }),
        ("no such zone", region("x", "Mars/Olympus", "mon-sun", ("09:00", "17:00"))),
        ("no such days", region("x", "UTC", "workdays", ("09:00", "17:00"))),
    ] {
        let never = Coverage { open: false, regions: Vec::new(), changes_at: None };
        assert_eq!(with(vec![region]).coverage(now), never, "{what}");
    }
    assert_eq!(Directory::default().coverage(now).changes_at, None);
}

#[test]
fn holidays_follow_their_rules() {
    for (calendar, year, days) in [
        (
            "us-federal",
            2026,
            "01-01 01-19 02-16 05-25 06-19 07-03 07-04 09-07 10-12 11-11 11-26 12-25",
        ),
        (
            "us-federal",
            2021,
            "01-01 01-18 02-15 05-31 06-18 06-19 07-04 07-05 09-06 10-11 11-11 11-25 12-24 12-25 12-31",
        ),
        ("us-federal", 2020, "01-01 01-20 02-17 05-25 07-03 07-04 09-07 10-12 11-11 11-26 12-25"),
        ("england", 2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-26 12-28"),
        ("england", 2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-25 12-26 12-27 12-28"),
        (
            "england",
            2022,
            "01-01 01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-25 12-26 12-27",
        ),
        ("england", 2023, "01-01 01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26"),
        ("england", 2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-26 12-28"),
    ] {
        let found = Holidays::Calendar(calendar.to_owned()).of_year(year);
        let found: Vec<_> = found.iter().map(|date| date.strftime("%m-%d").to_string()).collect();
        assert_eq!(found.join(" "), days, "{calendar} {year}");
    }
}

#[test]
fn looking_at_any_moment_agrees_with_the_open_hours() {
    let directory = with(vec![
        Region {
            holidays: calendar("us-federal"),
            ..region("a", "America/New_York", "mon-fri", ("09:00", "17:00"))
        },
        Region {
            holidays: calendar("england"),
            ..region("b", "Europe/London", "tue-sat", ("20:00", "04:00"))
        },
        region("c", "Australia/Lord_Howe", "sun", ("01:45", "02:15")),
    ]);
    let within =
        Span::new("2026-01-01T00:00Z".parse().unwrap(), "2027-01-01T00:00Z".parse().unwrap())
            .unwrap();
    let open = directory.open_hours(within);
    let mut at = within.from;
    while at < within.until {
        let found = directory.coverage(at);
        assert_eq!(found.open, open.iter().any(|span| span.contains(at)), "{at}");
        assert_eq!(directory.is_open(at), found.open, "{at}");
        let ends = open.iter().flat_map(|span| [span.from, span.until]);
        if let Some(next) = ends.filter(|end| *end > at).min().filter(|end| *end < within.until) {
            assert_eq!(found.changes_at, Some(next), "{at}");
        }
        at += SignedDuration::from_mins(97);
    }
}

fn with(regions: Vec<Region>) -> Directory {
    Directory { regions, ..Directory::default() }
}

fn calendar(name: &str) -> Option<Holidays> {
    Some(Holidays::Calendar(name.to_owned()))
}

fn region(id: &str, time_zone: &str, days: &str, (from, until): (&str, &str)) -> Region {
    let time = |text: &str| Some(text.parse().unwrap());
    let hours = vec![Window { days: days.to_owned(), from: time(from), until: time(until) }];
    let (id, time_zone) = (id.into(), time_zone.to_owned());
    Region { id, time_zone, hours, holidays: None, closed: Vec::new(), open: Vec::new() }
}

#[test]
fn the_desk_owes_a_word_in_its_own_time() {
    let new_york = Region {
        holidays: calendar("us-federal"),
        closed: vec![Date::constant(2026, 12, 24)],
        ..region("new-york", "America/New_York", "mon-fri", ("09:00", "17:00"))
    };
    let short_fridays = Region {
        hours: ["mon-thu 09:00 17:00", "fri 09:00 13:00"].map(window).to_vec(),
        ..region("new-york", "America/New_York", "mon-fri", ("09:00", "17:00"))
    };
    let with_lunch = Region {
        hours: ["mon-fri 09:00 12:00", "mon-fri 13:00 17:00"].map(window).to_vec(),
        ..region("new-york", "America/New_York", "mon-fri", ("09:00", "17:00"))
    };
    let round_the_clock = region("all", "America/New_York", "mon-sun", ("00:00", "00:00"));
    let all_week = region("week", "America/New_York", "mon-fri", ("00:00", "00:00"));
    for (what, desk, from, within, due) in [
        ("a Tuesday", &new_york, "2026-11-17T10:30", "1d", "2026-11-18T10:30"),
        ("over a weekend", &new_york, "2026-11-20T16:00", "1d", "2026-11-23T16:00"),
        ("at night: from the opening", &new_york, "2026-11-17T22:00", "1d", "2026-11-18T17:00"),
        ("on a Saturday", &new_york, "2026-11-21T12:00", "1d", "2026-11-23T17:00"),
        ("before Thanksgiving", &new_york, "2026-11-25T11:00", "1d", "2026-11-27T11:00"),
        ("before Christmas", &new_york, "2026-12-23T11:00", "1d", "2026-12-28T11:00"),
        ("three days", &new_york, "2026-12-22T11:00", "3d", "2026-12-29T11:00"),
        ("over the spring change", &new_york, "2026-03-06T16:00", "1d", "2026-03-09T16:00"),
        ("over the autumn change", &new_york, "2026-10-30T16:00", "1d", "2026-11-02T16:00"),
        ("the desk goes home first", &short_fridays, "2026-11-19T16:00", "1d", "2026-11-20T13:00"),
        ("and is back", &short_fridays, "2026-11-20T12:00", "1d", "2026-11-23T12:00"),
        ("not at lunch", &with_lunch, "2026-11-17T12:30", "1d", "2026-11-18T12:00"),
        ("hours of work", &new_york, "2026-11-20T16:00", "4h", "2026-11-23T12:00"),
        ("until closing time", &new_york, "2026-11-20T16:00", "1h", "2026-11-20T17:00"),
        ("a day and hours", &new_york, "2026-11-20T16:00", "1d2h", "2026-11-24T10:00"),
        ("always open", &round_the_clock, "2026-11-20T16:00", "1d", "2026-11-21T16:00"),
        ("open all week", &all_week, "2026-11-20T16:00", "1d", "2026-11-23T16:00"),
    ] {
        let local = |text: &str| {
            let local: civil::DateTime = text.parse().unwrap();
            local.in_tz("America/New_York").unwrap().timestamp()
        };
        let within = crate::duration::parse(within).unwrap();
        let found = with(vec![desk.clone()]).respond_by(local(from), within);
        let shown = found.in_tz("America/New_York").unwrap().datetime().to_string();
        assert_eq!(found, local(due), "{what}: {shown}");
    }
    let never = Directory::default();
    let from: Timestamp = "2026-11-20T16:00Z".parse().unwrap();
    let day = SignedDuration::from_hours(24);
    assert_eq!(never.respond_by(from, day), from + day, "without hours time passes as on a clock");
}

fn window(text: &str) -> Window {
    let parts: Vec<_> = text.split(' ').collect();
    region("x", "UTC", parts[0], (parts[1], parts[2])).hours.remove(0)
}
