use jiff::ToSpan;

use super::*;
use crate::directory::Window;

/// Zone, start, length of a turn, a moment, whose turn it is then, and why that is told.
const TURNS: &str = "
America/New_York    2026-01-05T09:00 1w  2026-03-09T08:59:59-04:00 8     a week, before spring
America/New_York    2026-01-05T09:00 1w  2026-03-09T09:00-04:00    9     a week, after spring
America/New_York    2026-01-05T09:00 1w  2026-11-02T08:59-05:00    42    a week, after autumn
America/New_York    2026-01-05T09:00 1w  2026-11-02T09:00-05:00    43    a week, at nine
Europe/London       2026-03-16T09:00 2w  2026-03-30T08:00Z         1     two weeks
Europe/London       2026-03-16T09:00 2w  2026-03-16T08:59Z         -1    before it starts
Europe/London       2026-03-28T08:00 12h 2026-03-29T07:00Z         2     half days stay on the clock
Europe/London       2026-03-28T08:00 12h 2026-03-29T06:59Z         1     half a day is eleven hours
America/New_York    2026-03-07T02:30 1d  2026-03-08T03:29-04:00    0     a skipped time comes late
America/New_York    2026-03-07T02:30 1d  2026-03-08T03:30-04:00    1     as late as it stood in the gap
America/New_York    2026-10-31T01:30 1d  2026-11-01T01:30-04:00    1     a time shown twice, the first
America/New_York    2026-10-31T01:30 1d  2026-11-01T01:10-05:00    1     a time shown twice, between
Australia/Lord_Howe 2026-10-03T02:15 1d  2026-10-04T02:44+11:00    0     half an hour of Lord Howe
Australia/Lord_Howe 2026-10-03T02:15 1d  2026-10-04T02:45+11:00    1     half an hour later
Pacific/Apia        2011-12-28T12:00 1d  2011-12-31T12:00+14:00    3     a day that Apia left out
America/New_York    1990-01-01T09:00 1d  2026-11-23T09:00-05:00    13475 long ago
";

#[test]
fn a_handoff_keeps_its_hour_when_the_clocks_change() {
    for row in TURNS.trim().lines() {
        let cells: Vec<_> = row.split_whitespace().collect();
        let [zone, starts, handoff, at, turn, ..] = cells[..] else { panic!("{row}") };
        let turn: i32 = turn.parse().unwrap();
        let members: Vec<_> = (0..20_000).map(|turn| turn.to_string()).collect();
        let members = members.iter().map(|id| id.as_str().into()).collect();
        let rotation = Rotation {
            members,
            starts: starts.parse().unwrap(),
            handoff: handoff.to_owned(),
            time_zone: None,
            during: Vec::new(),
        };
        let on_call = schedule(zone, vec![rotation]).on_call(at.parse().unwrap());
        let expected = Some(turn).filter(|turn| *turn >= 0);
        assert_eq!(on_call, expected.map(|turn| turn.to_string().as_str().into()), "{row}");
    }
}

/// A team in each part of the world takes its own working hours.
#[test]
fn the_work_follows_the_sun() {
    let office = |members: &str, zone: &str, hours: &str| Rotation {
        time_zone: Some(zone.to_owned()),
        during: vec![window("mon-sun", hours)],
        ..rotation(members, "2026-01-01T00:00", "1d")
    };
    let mut sun = schedule(
        "UTC",
        vec![
            office("syd", "Australia/Sydney", "08:00-17:00"),
            office("lon", "Europe/London", "07:00-17:00"),
            office("ny", "America/New_York", "09:00-19:00"),
        ],
    );
    let who = |sun: &Schedule, at: &str| sun.on_call(at.parse().unwrap()).map(|id| id.0);
    for (what, at, expected) in [
        ("morning in London", "2026-06-15T06:00Z", Some("lon")),
        ("New York takes over at nine", "2026-06-15T13:00Z", Some("ny")),
        ("Sydney starts its next day", "2026-06-15T22:59Z", Some("ny")),
        ("at eight there", "2026-06-15T23:00Z", Some("syd")),
        ("in winter Sydney has gone an hour before London comes", "2026-12-15T06:59Z", None),
        ("and on", "2026-12-15T07:00Z", Some("lon")),
    ] {
        assert_eq!(who(&sun, at).as_deref(), expected, "{what}");
    }
    let (from, until) = ("2026-06-01T00:00Z", "2027-06-01T00:00Z");
    let gaps = |sun: &Schedule| {
        let shifts = sun.shifts(from.parse().unwrap(), until.parse().unwrap());
        shifts.into_iter().filter(|shift| shift.responder.is_none()).count()
    };
    assert!(gaps(&sun) > 0, "summer here is winter there");
    // Whoever takes an hour more on both sides has no gap in any week of the year.
    sun.rotations[1].during = vec![window("mon-sun", "06:00-18:00")];
    sun.rotations[2].during = vec![window("mon-sun", "08:00-21:00")];
    assert_eq!(gaps(&sun), 0);
    sun.rotations[0].time_zone = Some("Mars/Olympus".to_owned());
    assert!(gaps(&sun) > 0, "a zone that does not exist is nobody's");
}

/// Two people who share a night in which the clocks show an hour twice, or never.
#[test]
fn at_a_change_of_the_clocks_people_overlap_and_leave_no_gap() {
    let changes = [
        ("America/New_York", "2026-11-01", "01:30"),
        ("America/New_York", "2026-03-08", "02:30"),
        ("Europe/London", "2026-10-25", "01:30"),
        ("Europe/London", "2026-03-29", "01:30"),
        ("Australia/Lord_Howe", "2026-04-05", "01:45"),
        ("Australia/Lord_Howe", "2026-10-04", "02:15"),
        // Rules that were changed: Casablanca around Ramadan, Istanbul and Caracas for good.
        ("Africa/Casablanca", "2026-02-15", "02:30"),
        ("Europe/Istanbul", "2015-11-08", "03:30"),
        ("America/Caracas", "2016-05-01", "02:45"),
        ("Pacific/Apia", "2011-12-30", "00:00"),
    ];
    for (zone, date, time) in changes {
        let clock = Clock::of(zone).unwrap();
        let mid = format!("{date}T{time}");
        let day: jiff::civil::Date = date.parse().unwrap();
        let before = day.yesterday().unwrap().at(12, 0, 0, 0);
        let after = day.tomorrow().unwrap().at(12, 0, 0, 0);
        let mut night = schedule(zone, Vec::new());
        night.overrides =
            vec![over("late", &mid, &after.to_string()), over("early", &before.to_string(), &mid)];
        let (from, until) = (clock.when(before).unwrap(), clock.when(after).unwrap());
        let shifts = night.shifts(from, until);
        assert!(shifts.iter().all(|shift| shift.responder.is_some()), "{zone} {date}: {shifts:?}");
        // The early one stays until the clocks have passed the hour for good.
        let handover = shifts.last().unwrap().from;
        let minute = SignedDuration::from_mins(1);
        let mut at = handover;
        while at < until {
            assert!(clock.shows(at) >= mid.parse().unwrap(), "{zone} {date}: {at}");
            at += minute;
        }
        let halves = [
            window("mon-sun", &format!("{time}-12:00")),
            window("mon-sun", &format!("12:00-{time}")),
        ];
        let layers = halves.map(|half| Rotation {
            during: vec![half],
            ..rotation("ana", &before.to_string(), "1d")
        });
        let shifts = schedule(zone, layers.to_vec()).shifts(from, until);
        assert!(shifts.iter().all(|shift| shift.responder.is_some()), "{zone} {date}: {shifts:?}");
    }
}

/// Over a whole number of rounds everybody has had the same number of turns.
#[test]
fn a_rotation_is_fair() {
    for (members, handoff, weeks) in
        [("ana ben", "1w", 26), ("ana ben cho", "1w", 27), ("ana ben cho dan", "12h", 26)]
    {
        for zone in ZONES {
            let rounds = schedule(zone, vec![rotation(members, "2026-01-05T09:00", handoff)]);
            let clock = Clock::of(zone).unwrap();
            let start: DateTime = "2026-01-05T09:00".parse().unwrap();
            let end = start.checked_add(weeks.weeks()).unwrap();
            let shifts = rounds.shifts(clock.when(start).unwrap(), clock.when(end).unwrap());
            let of = |name: &str| {
                let is_theirs =
                    |one: &&Shift| one.responder.as_ref().is_some_and(|id| id.0 == name);
                shifts.iter().filter(is_theirs).count()
            };
            let counts: Vec<_> = members.split(' ').map(of).collect();
            assert!(
                counts.iter().all(|count| *count == counts[0] && *count > 0),
                "{zone} {counts:?}"
            );
        }
    }
}

#[test]
fn what_lies_on_top_counts() {
    let nights = Rotation {
        during: vec![window("mon-fri", "17:00-09:00"), window("sat-sun", "")],
        ..rotation("ben cho", "2026-01-05T09:00", "1w")
    };
    let mut primary =
        schedule("America/New_York", vec![rotation("ana", "2026-01-05T09:00", "1d"), nights]);
    primary.overrides = vec![
        over("dan", "2026-12-24T18:00", "2026-12-26T09:00"),
        over("eve", "2026-12-25T00:00", "2026-12-25T12:00"),
    ];
    for (what, at, who) in [
        ("before everything", "2026-01-05T08:59", None),
        ("the lowest layer by day", "2026-01-05T09:00", Some("ana")),
        ("the upper one at night", "2026-01-05T17:00", Some("ben")),
        ("past midnight", "2026-01-06T08:59", Some("ben")),
        ("Friday's night", "2026-01-10T08:59", Some("ben")),
        ("the weekend", "2026-01-11T23:59", Some("ben")),
        ("Monday's early hours belong to nobody's window", "2026-01-12T00:00", Some("ana")),
        ("the next week", "2026-01-12T17:00", Some("cho")),
        ("an override", "2026-12-24T18:00", Some("dan")),
        ("an override of an override", "2026-12-25T11:59", Some("eve")),
        ("and after it", "2026-12-25T12:00", Some("dan")),
        ("the rotation again", "2026-12-26T09:00", Some("ben")),
    ] {
        assert_eq!(primary.on_call(new_york(at)), who.map(ResponderId::from), "{what}");
    }
    assert_eq!(
        primary.next_change(new_york("2026-12-24T20:00")),
        Some(new_york("2026-12-25T00:00"))
    );
    let shifts = primary.shifts(new_york("2026-12-24T12:00"), new_york("2026-12-26T12:00"));
    assert_eq!(
        told(&shifts),
        "ana 24T12:00, ben 24T17:00, dan 24T18:00, eve 25T00:00, dan 25T12:00, ben 26T09:00, until 26T12:00"
    );
}

#[test]
fn whoever_the_directory_does_not_know_is_skipped() {
    let mut primary =
        schedule("America/New_York", vec![rotation("ana ghost ben", "2026-01-05T09:00", "1d")]);
    primary.overrides = vec![over("ghost", "2026-01-01T00:00", "2027-01-01T00:00")];
    let known = |id: &ResponderId| id.as_str() != "ghost";
    let turns = ["05", "06", "07", "08"].map(|day| {
        let at = new_york(&format!("2026-01-{day}T12:00"));
        primary.on_call_among(at, &known).map(ResponderId::as_str)
    });
    assert_eq!(turns, [Some("ana"), Some("ben"), Some("ben"), Some("ana")]);
    let shifts =
        primary.shifts_among(new_york("2026-01-05T12:00"), new_york("2026-01-08T12:00"), &known);
    assert_eq!(told(&shifts), "ana 05T12:00, ben 06T09:00, ana 08T09:00, until 08T12:00");
}

#[test]
fn what_cannot_be_read_is_a_hole_and_no_panic() {
    let (from, until) = (new_york("2026-01-05T00:00"), new_york("2026-02-05T00:00"));
    let usual = || rotation("ana", "2026-01-01T09:00", "1d");
    for (what, zone, rotation) in [
        ("no such zone", "Mars/Olympus", usual()),
        ("no such handoff", "UTC", Rotation { handoff: "weekly".into(), ..usual() }),
        ("no time at all", "UTC", Rotation { handoff: "0s".into(), ..usual() }),
        ("no members", "UTC", Rotation { members: Vec::new(), ..usual() }),
        ("no such days", "UTC", Rotation { during: vec![window("daily", "")], ..usual() }),
        ("an eternity", "UTC", Rotation { starts: DateTime::MAX, ..usual() }),
    ] {
        let broken = schedule(zone, vec![rotation]);
        assert_eq!(broken.on_call(from), None, "{what}");
        assert_eq!(broken.shifts(from, until), [Shift { responder: None, from, until }], "{what}");
        assert_eq!(broken.next_change(from), None, "{what}");
    }
    let long = schedule(
        "UTC",
        vec![Rotation { handoff: "200000w".into(), starts: DateTime::MIN, ..usual() }],
    );
    assert_eq!(long.next_change(Timestamp::MAX), None);
    assert_eq!(long.shifts(Timestamp::MIN, Timestamp::MAX).len(), 1);
    assert!(schedule("UTC", vec![usual()]).shifts(until, from).is_empty());
}

#[test]
fn any_schedule_is_seen_the_same_way_from_everywhere() {
    for seed in 0..150 {
        let mut random = Random(seed * 2 + 1);
        let schedule = any_schedule(&mut random);
        let from = START.parse::<Timestamp>().unwrap() + random.below(700 * 24 * 60).minutes();
        let until = from + random.below(40 * 24 * 60).minutes() + 1.minute();
        let shifts = schedule.shifts(from, until);

        assert_eq!(shifts[0].from, from, "seed {seed}");
        assert_eq!(shifts.last().unwrap().until, until, "seed {seed}");
        for pair in shifts.windows(2) {
            assert_eq!(pair[0].until, pair[1].from, "seed {seed}: a gap or an overlap");
            assert_ne!(pair[0].responder, pair[1].responder, "seed {seed}: one shift in two parts");
        }
        for shift in &shifts {
            let length = shift.until.as_second() - shift.from.as_second();
            let inside = shift.from + random.below(length.max(1)).seconds();
            for at in [shift.from, inside, shift.until - 1.nanosecond()] {
                assert_eq!(schedule.on_call(at), shift.responder, "seed {seed} at {at}");
            }
        }
        if let [first, _, ..] = shifts.as_slice() {
            assert_eq!(schedule.next_change(from), Some(first.until), "seed {seed}");
        }
    }
}

const START: &str = "2010-06-01T00:00Z";
const ZONES: [&str; 8] = [
    "America/New_York",
    "Europe/London",
    "Australia/Lord_Howe",
    "America/Havana",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "UTC",
];

fn any_schedule(random: &mut Random) -> Schedule {
    let first: DateTime = "2009-12-28T00:00".parse().unwrap();
    let any_time = |random: &mut Random| first + random.below(1000 * 24 * 4).minutes() * 15;
    let mut made = schedule(random.one_of(&ZONES), Vec::new());
    for layer in 0..=random.below(4) {
        let members = ["ana", "ben", "cho", "dan"].map(|name| format!("{name}{layer}"));
        let count = usize::try_from(random.below(4)).unwrap() + 1;
        let handoff = random.one_of(&["15m", "1h", "90m", "12h", "1d", "3d", "1w", "2w"]);
        let starts = any_time(random);
        let mut rotation = rotation(&members[..count].join(" "), "2010-01-01T00:00", handoff);
        rotation.starts = starts;
        for _ in 0..random.below(3) {
            let days = random.one_of(&["mon-fri", "sat,sun", "fri-mon", "sun", "mon-sun"]);
            let times =
                ["", "17:00-09:00", "09:00-17:00", "02:15-02:45", "00:00-00:00", "23:30-00:30"];
            rotation.during.push(window(days, random.one_of(&times)));
        }
        made.rotations.push(rotation);
    }
    for _ in 0..random.below(4) {
        let from = any_time(random);
        let until = from + (random.below(20 * 24 * 4) - 50).minutes() * 15;
        made.overrides.push(Override { responder: "sub".into(), from, until, note: None });
    }
    made
}

/// Numbers that are the same for the same seed (xorshift64).
struct Random(u64);

impl Random {
    fn below(&mut self, end: i64) -> i64 {
        for shift in [13_i32, -7, 17] {
            let by = shift.unsigned_abs();
            self.0 ^= if shift > 0 { self.0 << by } else { self.0 >> by };
        }
        i64::try_from(self.0 >> 1).unwrap() % end
    }

    fn one_of(&mut self, of: &[&'static str]) -> &'static str {
        of[usize::try_from(self.below(of.len().try_into().unwrap())).unwrap()]
    }
}

fn schedule(zone: &str, rotations: Vec<Rotation>) -> Schedule {
    let (id, time_zone) = ("primary".into(), zone.to_owned());
    Schedule { id, time_zone, rotations, overrides: Vec::new(), drill: None }
}

fn rotation(members: &str, starts: &str, handoff: &str) -> Rotation {
    let members = members.split_whitespace().map(ResponderId::from).collect();
    let (starts, handoff) = (starts.parse().unwrap(), handoff.to_owned());
    Rotation { members, starts, handoff, time_zone: None, during: Vec::new() }
}

/// `17:00-09:00`, or nothing for the whole day.
fn window(days: &str, times: &str) -> Window {
    let time = |text: &str| text.parse().unwrap();
    let times = times.split_once('-').map(|(from, until)| (time(from), time(until)));
    let (from, until) = times.unzip();
    Window { days: days.to_owned(), from, until }
}

fn over(responder: &str, from: &str, until: &str) -> Override {
    let (from, until) = (from.parse().unwrap(), until.parse().unwrap());
    Override { responder: responder.into(), from, until, note: None }
}

fn new_york(local: &str) -> Timestamp {
    Clock::of("America/New_York").unwrap().when(local.parse().unwrap()).unwrap()
}

fn told(shifts: &[Shift]) -> String {
    let clock = Clock::of("America/New_York").unwrap();
    let show = |at| clock.shows(at).strftime("%dT%H:%M").to_string();
    let mut told = String::new();
    for shift in shifts {
        let who = shift.responder.as_ref().map_or("nobody", ResponderId::as_str);
        told += &format!("{who} {}, ", show(shift.from));
    }
    told + "until " + &show(shifts.last().unwrap().until)
}
