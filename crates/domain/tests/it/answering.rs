//! Somebody answers, and what follows if nothing follows.

use expect_test::expect;

use crate::story::Night;

#[test]
fn only_the_first_answer_counts() {
    Night::new().check(
        "00:00 acme reports
         00:06 ben answers
         00:07 ana answers
         00:08 ana takes
         00:08:30 ana answers",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:01:00 (ring) -> ring ana voice
            00:05:00 (escalate) -> announce unanswered 1/1, ring ben sms
            00:06:00 ben answers -> hush ben, hush ana, stand-down ana sms, tell answered
            00:07:00 ana answers -> refused: Ben has already answered
            00:08:00 ana takes -> taken-over ben sms, tell answered again
            00:08:30 ana answers -> -
        "#]],
    );
}

#[test]
fn an_answer_that_is_followed_by_nothing_is_nudged_and_then_goes_on() {
    Night::new().check(
        "00:00 acme reports
         00:01 ana answers
         00:21 ...",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:01:00 ana answers -> hush ana, tell answered
            00:11:00 (nudge) -> nudge ana sms
            00:13:00 (nudge) -> nudge ana sms+voice
            00:15:00 (nudge) -> went-on ana sms+voice, ring ben sms (silence of Ana)
            00:20:00 (escalate) -> announce unanswered 2/1, ring ben sms (silence of Ana), ring cho mail (silence of Ana)
        "#]],
    );
}

#[test]
fn a_sign_of_life_calls_the_others_off() {
    Night::new().check(
        "00:00 acme reports
         00:01 ana answers
         00:16 ana investigating
         00:30 ...",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:01:00 ana answers -> hush ana, tell answered
            00:11:00 (nudge) -> nudge ana sms
            00:13:00 (nudge) -> nudge ana sms+voice
            00:15:00 (nudge) -> went-on ana sms+voice, ring ben sms (silence of Ana)
            00:16:00 ana investigating -> tell investigating, hush ben, stand-down ben sms
        "#]],
    );
}

#[test]
fn an_internal_note_is_a_sign_of_life_but_no_word_to_requesters() {
    Night::new().check(
        "00:00 acme reports
         00:01 ana answers
         00:02 ana notes looking
         00:47 ...",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:01:00 ana answers -> hush ana, tell answered
            00:02:00 ana notes looking -> -
            00:46:00 (remind) -> remind ana sms
        "#]],
    );
}

#[test]
fn who_answered_can_step_back() {
    Night::new().check(
        "00:00 acme reports
         00:01 ana answers
         00:02 ana declines
         00:03 ben answers",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:01:00 ana answers -> hush ana, tell answered
            00:02:00 ana declines -> ring ben sms
            00:03:00 ben answers -> hush ben, tell answered
        "#]],
    );
}

#[test]
fn who_is_alone_is_called_again_for_the_silence() {
    let directory = r#"
        responder = [
          { id = "ana", name = "Ana", contact = [{ id = "sms", kind = "sms", address = "+1" }] },
        ]
        policy = [{ id = "sev1", steps = [{ page = ["responder:ana"] }] }]
    "#;
    Night::with(directory).check(
        "00:00 acme reports
         00:01 ana answers
         00:21 ana answers
         00:22 ...",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:01:00 ana answers -> hush ana, tell answered
            00:11:00 (nudge) -> nudge ana sms
            00:13:00 (nudge) -> nudge ana sms
            00:15:00 (nudge) -> went-on ana sms, ring ana sms (silence of Ana)
            00:20:00 (escalate) -> announce unanswered 1/2, ring ana sms (silence of Ana)
            00:21:00 ana answers -> hush ana
        "#]],
    );
}
