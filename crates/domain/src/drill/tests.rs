use super::*;

const TEXT: &str = r#"
responder = [
  { id = "ana", name = "Ana", contact = [{ id = "sms", kind = "sms", address = "+15550100001" }] },
  { id = "ben", name = "Ben", rules = [{ via = "sms" }, { via = "voice", after = "1m" }], contact = [
    { id = "sms", kind = "sms", address = "+15550100002" },
    { id = "voice", kind = "voice", address = "+15550100002" } ] },
  { id = "mute", name = "Mute" },
]
[[schedule]]
id = "primary"
time_zone = "Europe/London"
drill = "15m"
[[schedule.rotation]]
members = ["ana", "ben"]
starts = "2026-03-27T02:00"
handoff = "1d"
"#;

fn directory() -> Directory {
    toml::from_str(TEXT).unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

/// Ben's shift of the 28th; it ends on the 29th at two, when the clocks have gone forward.
fn shift(from: Option<&str>) -> ShiftChange {
    ShiftChange {
        at: at("2026-03-28T02:00Z"),
        until: at("2026-03-29T01:00Z"),
        from: from.map(ResponderId::from),
        to: Some("ben".into()),
    }
}

fn start(from: Option<&str>, who: &str) -> (Drill, Vec<DrillEffect>) {
    let (directory, shift) = (directory(), shift(from));
    let person = directory.responder(&who.into()).unwrap();
    Drill::start("d1".to_owned(), &directory.schedules[0], &shift, person, shift.at)
}

fn ring(contact: &str) -> DrillEffect {
    DrillEffect::Ring(contact.into())
}

#[test]
fn it_rings_by_the_rules_until_it_is_answered() {
    let (drill, effects) = start(Some("ana"), "ben");
    assert_eq!(effects, [ring("sms")]);
    let minute = drill.started_at + minutes(1);
    assert_eq!(drill.wake_at(), Some(minute));
    let (drill, effects) = drill.wake(minute);
    assert_eq!(effects, [ring("voice")]);
    assert_eq!(drill.wake_at(), Some(drill.answer_by));
    let (answered, effects) = drill.answer(minute).unwrap();
    assert_eq!((effects, answered.wake_at()), (vec![], None));
    assert_eq!(answered.answer(minute), None, "once");
    assert_eq!(answered.wake(drill.answer_by).1, [], "its time comes, and nothing happens");
}

#[test]
fn a_method_that_fails_brings_the_next_one_forward() {
    let (drill, _) = start(Some("ana"), "ben");
    let (drill, effects) = drill.failed(drill.started_at + SignedDuration::from_secs(2));
    assert_eq!(effects, [ring("voice")]);
    assert_eq!(drill.failed(drill.started_at + minutes(1)).1, [], "there is no other");
}

#[test]
fn without_an_answer_the_one_before_stays_until_the_end_of_the_shift_and_a_late_one_undoes_it() {
    let (drill, _) = start(Some("ana"), "ben");
    let before = directory();
    let on_call = |directory: &Directory, when: &str| {
        directory.schedules[0].on_call(at(when)).map(|id| id.0).unwrap_or_default()
    };
    assert_eq!(on_call(&before, "2026-03-28T12:00Z"), "ben");
    let (drill, effects) = drill.wake(drill.answer_by);
    assert_eq!(effects, [DrillEffect::KeepOn]);
    let kept = before.keep_on(&drill, drill.answer_by).unwrap();
    assert_eq!(on_call(&kept, "2026-03-28T12:00Z"), "ana");
    assert!(kept.schedules[0].is_kept_on(at("2026-03-28T12:00Z")));
    assert_eq!(on_call(&kept, "2026-03-29T00:59Z"), "ana");
    for hour in 0..200 {
        let later = drill.shift_until + SignedDuration::from_hours(hour);
        assert_eq!(kept.schedules[0].on_call(later), before.schedules[0].on_call(later));
    }
    let late = drill.answer_by + minutes(60);
    let (drill, effects) = drill.answer(late).unwrap();
    assert_eq!((effects, drill.answer(late)), (vec![DrillEffect::StepBack], None));
    assert_eq!(kept.step_back(&drill).as_ref(), Some(&before), "as if nothing had been");
    assert_eq!(before.step_back(&drill), None);
}

#[test]
fn nobody_before_keeps_nobody_on_and_neither_does_whoever_was_put_on_call_meanwhile() {
    let (drill, _) = start(None, "ben");
    let (drill, _) = drill.wake(drill.answer_by);
    assert_eq!(directory().keep_on(&drill, drill.answer_by), None);
    let (drill, _) = start(Some("ben"), "ben");
    assert_eq!(drill.before, None, "one member only");
    let (drill, _) = start(Some("gone"), "ben");
    assert_eq!(directory().keep_on(&drill, drill.answer_by), None);

    let (drill, _) = start(Some("ana"), "ben");
    let span = (drill.started_at, drill.shift_until);
    let moved = directory().put_on(&drill.schedule, &"mute".into(), span, "cover").unwrap();
    assert_eq!(moved.keep_on(&drill, drill.answer_by), None);
    assert_eq!(directory().keep_on(&drill, drill.shift_until), None, "the shift is over");
}

#[test]
fn whoever_cannot_be_reached_is_simply_not_there_and_an_answer_after_the_shift_is_none() {
    let (drill, effects) = start(Some("ana"), "mute");
    assert_eq!((effects, drill.wake_at()), (vec![], Some(drill.answer_by)));
    let (drill, _) = drill.wake(drill.answer_by);
    assert_eq!(drill.answer(drill.shift_until), None);
}

#[test]
fn a_shift_that_is_shorter_than_the_limit_ends_the_drill() {
    let directory = directory();
    let short = ShiftChange { until: at("2026-03-28T02:03Z"), ..shift(Some("ana")) };
    let person = directory.responder(&"ben".into()).unwrap();
    let schedule = &directory.schedules[0];
    let (drill, _) = Drill::start("d".to_owned(), schedule, &short, person, short.at);
    assert_eq!(drill.answer_by, short.until);
    assert_eq!(directory.keep_on(&drill, drill.answer_by), None);
}
