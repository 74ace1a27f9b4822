//! The conference that people are dialled into.

use expect_test::expect;

use crate::story::Night;

#[test]
fn who_is_in_the_call_is_there() {
    Night::new().check(
        "00:00 r1 reports
         00:02 ana answers
         00:04 ana is-in-call
         00:20 ana left-call
         00:21 ana ends-call",
        &expect![[r#"
            00:00:00 r1 reports -> tell r1 receipt, ring ana sms
            00:01:00 (ring) -> ring ana voice
            00:02:00 ana answers -> hush ana, tell answered
            00:04:00 ana is-in-call -> -
            00:20:00 ana left-call -> -
            00:21:00 ana ends-call -> -
        "#]],
    );
}

#[test]
fn a_conference_that_fails_gives_way_once_and_both_sides_hear_it() {
    Night::new().check(
        "00:00 r1 reports
         00:02 ana answers
         00:03 ana opens-conference
         00:04 ana loses-conference
         00:05 ana loses-conference
         00:06 ana is-not-dialled",
        &expect![[r#"
            00:00:00 r1 reports -> tell r1 receipt, ring ana sms
            00:01:00 (ring) -> ring ana voice
            00:02:00 ana answers -> hush ana, tell answered
            00:03:00 ana opens-conference -> tell the call
            00:04:00 ana loses-conference -> tell the call, call-moved ana sms
            00:05:00 ana loses-conference -> -
            00:06:00 ana is-not-dialled -> -
        "#]],
    );
}

#[test]
fn taking_a_call_answers_as_usual_and_only_once() {
    Night::new().check(
        "00:00 r1 reports
         00:01 ana takes-call
         00:02 ben takes-call
         00:03 ana takes-call",
        &expect![[r#"
            00:00:00 r1 reports -> tell r1 receipt, ring ana sms
            00:01:00 ana takes-call -> hush ana, tell answered
            00:02:00 ben takes-call -> refused: Ana has already answered
            00:03:00 ana takes-call -> -
        "#]],
    );
}

#[test]
fn a_call_may_last_longer_than_its_emergency() {
    Night::new().check(
        "00:00 r1 reports
         00:02 ana opens-conference
         00:03 ana closes
         00:04 ana left-call
         00:05 ana ends-call
         00:06 ana is-in-call
         00:07 ana loses-conference",
        &expect![[r#"
            00:00:00 r1 reports -> tell r1 receipt, ring ana sms
            00:01:00 (ring) -> ring ana voice
            00:02:00 ana opens-conference -> tell the call
            00:03:00 ana closes -> tell closed, hush ana, no-longer-needed ana sms
            00:04:00 ana left-call -> -
            00:05:00 ana ends-call -> -
            00:06:00 ana is-in-call -> -
            00:07:00 ana loses-conference -> -
        "#]],
    );
}
