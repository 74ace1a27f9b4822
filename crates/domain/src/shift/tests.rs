use jiff::SignedDuration;

use super::*;

fn schedule(text: &str) -> Schedule {
    toml::from_str(&format!("id = \"s\"\n{text}")).unwrap()
}

fn daily(zone: &str, members: &str) -> Schedule {
    schedule(&format!(
        "time_zone = \"{zone}\"\n[[rotation]]\nmembers = {members}\n\
         starts = \"2026-01-01T09:00\"\nhandoff = \"1d\""
    ))
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn half_an_hour() -> HandoffSettings {
    HandoffSettings { tell_before: SignedDuration::from_mins(30), ..HandoffSettings::default() }
}

/// Everything from `from` until `until`, deadline by deadline.
fn watched(
    schedule: &Schedule,
    settings: &HandoffSettings,
    (from, until): (&str, &str),
) -> Vec<(Timestamp, String)> {
    let (mut now, until) = (at(from), at(until));
    let mut watch = ShiftWatch::new(schedule, now);
    let mut told = Vec::new();
    loop {
        let (next, news) = watch.look(schedule, settings, now);
        watch = next;
        told.extend(news.iter().map(|news| (now, say(news))));
        if let Some(begun) = &watch.begun {
            let giver = watch.giver().map_or("nobody", ResponderId::as_str);
            told.push((now, format!("{} begins, {giver} gives", name(begun.to.as_ref()))));
            watch = watch.carried_out();
        }
        let Some(wake) = watch.wake_at(settings).filter(|wake| *wake < until) else { return told };
        assert!(wake > now, "it does not spin: {watch:?}");
        now = wake;
    }
}

fn say(news: &ShiftNews) -> String {
    match news {
        ShiftNews::Comes(change) => format!("{} comes at {}", name(change.to.as_ref()), change.at),
        ShiftNews::IsNotYours(change) => {
            format!("{} not at {}", name(change.to.as_ref()), change.at)
        }
    }
}

fn name(id: Option<&ResponderId>) -> &str {
    id.map_or("nobody", ResponderId::as_str)
}

fn lines(told: &[(Timestamp, String)]) -> Vec<String> {
    told.iter().map(|(at, what)| format!("{at} {what}")).collect()
}

#[test]
fn the_next_person_is_told_before_and_begins_on_time_also_when_the_clocks_change() {
    let told = watched(
        &daily("Europe/London", "[\"ana\", \"ben\"]"),
        &half_an_hour(),
        ("2026-03-28T10:00Z", "2026-03-30T10:00Z"),
    );
    // The clocks go forward on the 29th at 01:00 UTC: nine o'clock is an hour earlier.
    assert_eq!(
        lines(&told),
        [
            "2026-03-29T07:30:00Z ben comes at 2026-03-29T08:00:00Z",
            "2026-03-29T08:00:00Z ben begins, ana gives",
            "2026-03-30T07:30:00Z ana comes at 2026-03-30T08:00:00Z",
            "2026-03-30T08:00:00Z ana begins, ben gives",
        ]
    );
}

#[test]
fn every_shift_is_told_once_and_begins_once_over_a_year_in_every_zone() {
    for zone in ["UTC", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Gaza"] {
        let schedule = daily(zone, "[\"ana\", \"ben\", \"cho\"]");
        let told = watched(&schedule, &half_an_hour(), ("2026-01-05T12:00Z", "2027-01-05T12:00Z"));
        let shifts = schedule.shifts(at("2026-01-05T12:00Z"), at("2027-01-05T12:00Z"));
        let begun: Vec<_> =
            told.iter().filter(|(_, what)| what.contains("begins")).map(|(at, _)| *at).collect();
        let starts: Vec<_> = shifts[1..].iter().map(|shift| shift.from).collect();
        assert_eq!(begun, starts, "{zone}");
        let comes = told.iter().filter(|(_, what)| what.contains("comes"));
        let comes: Vec<_> = comes.map(|(at, _)| *at + SignedDuration::from_mins(30)).collect();
        assert_eq!(comes[..starts.len()], starts[..], "{zone}");
    }
}

#[test]
fn one_member_hands_over_to_nobody_and_nobody_is_told_of_a_schedule_without_people() {
    let span = ("2026-01-05T12:00Z", "2026-03-05T12:00Z");
    assert_eq!(watched(&daily("UTC", "[\"ana\"]"), &half_an_hour(), span), []);
    assert_eq!(watched(&schedule("time_zone = \"UTC\""), &half_an_hour(), span), []);
    assert_eq!(watched(&schedule("time_zone = \"No/Where\""), &half_an_hour(), span), []);
}

#[test]
fn after_a_gap_the_one_before_the_gap_gives() {
    let nights = schedule(
        "time_zone = \"UTC\"\n[[rotation]]\nmembers = [\"ana\", \"ben\"]\nstarts = \"2026-01-01T18:00\"\n\
         handoff = \"1d\"\nduring = [{ days = \"mon-sun\", from = \"18:00\", until = \"08:00\" }]",
    );
    let told = watched(&nights, &half_an_hour(), ("2026-01-05T12:00Z", "2026-01-06T19:00Z"));
    assert_eq!(
        lines(&told),
        [
            "2026-01-05T17:30:00Z ana comes at 2026-01-05T18:00:00Z",
            "2026-01-05T18:00:00Z ana begins, nobody gives",
            "2026-01-06T17:30:00Z ben comes at 2026-01-06T18:00:00Z",
            "2026-01-06T18:00:00Z ben begins, ana gives",
        ]
    );
}

#[test]
fn shifts_of_a_minute_are_told_as_soon_as_they_are_next() {
    let quick = schedule(
        "time_zone = \"UTC\"\n[[rotation]]\nmembers = [\"ana\", \"ben\"]\n\
         starts = \"2026-01-01T00:00\"\nhandoff = \"1m\"",
    );
    let told = watched(&quick, &half_an_hour(), ("2026-01-05T12:00Z", "2026-01-05T12:02Z"));
    assert_eq!(
        lines(&told),
        [
            "2026-01-05T12:00:00Z ben comes at 2026-01-05T12:01:00Z",
            "2026-01-05T12:01:00Z ana comes at 2026-01-05T12:02:00Z",
            "2026-01-05T12:01:00Z ben begins, ana gives",
        ]
    );
    let silent = HandoffSettings { tell_before: SignedDuration::ZERO, ..half_an_hour() };
    let told = watched(&quick, &silent, ("2026-01-05T12:00Z", "2026-01-05T12:02Z"));
    assert_eq!(lines(&told), ["2026-01-05T12:01:00Z ben begins, ana gives"], "nobody wants it");
}

#[test]
fn whoever_was_told_hears_it_again_only_if_it_changes() {
    let before = daily("UTC", "[\"ana\", \"ben\"]");
    let with = |who: &str, from: &str, until: &str| {
        let mut after = before.clone();
        after.overrides.push(crate::directory::Override {
            responder: who.into(),
            from: from.parse().unwrap(),
            until: until.parse().unwrap(),
            note: None,
        });
        after
    };
    let (settings, now) = (half_an_hour(), at("2026-01-06T08:40Z"));
    let (told, news) = ShiftWatch::new(&before, now).look(&before, &settings, now);
    assert_eq!(news.len(), 1, "{news:?}");
    let heard = |schedule: &Schedule| {
        let (_, news) = told.look(schedule, &settings, now);
        news.iter().map(say).collect::<Vec<_>>()
    };
    assert_eq!(heard(&before), [""; 0]);
    assert_eq!(heard(&with("cho", "2026-02-01T09:00", "2026-02-02T09:00")), [""; 0]);
    let theirs = name(told.told.as_ref().unwrap().to.as_ref()).to_owned();
    assert_eq!(
        heard(&with("cho", "2026-01-06T09:00", "2026-01-07T09:00")),
        [
            format!("{theirs} not at 2026-01-06T09:00:00Z"),
            "cho comes at 2026-01-06T09:00:00Z".to_owned()
        ]
    );
    assert_eq!(
        heard(&with("cho", "2026-01-06T12:00", "2026-01-07T09:00")),
        [format!("{theirs} comes at 2026-01-06T09:00:00Z")],
        "it ends earlier now"
    );
}

#[test]
fn a_machine_that_slept_takes_one_step() {
    let schedule = daily("UTC", "[\"ana\", \"ben\", \"cho\"]");
    let now = at("2026-01-05T12:00Z");
    let settings = half_an_hour();
    let (watch, _) = ShiftWatch::new(&schedule, now).look(&schedule, &settings, now);
    let later = at("2026-01-15T12:00Z");
    let (woken, _) = watch.look(&schedule, &settings, later);
    assert_eq!(woken.begun.as_ref().and_then(|begun| begun.to.clone()), schedule.on_call(later));
    assert_eq!(woken.giver(), watch.on_call.as_ref());
    assert!(woken.carried_out().wake_at(&settings) > Some(later));
}
