//! What monitoring systems do.

use expect_test::expect;

use crate::story::Night;

#[test]
fn what_nobody_has_answered_ends_when_monitoring_says_so() {
    Night::new().check(
        "00:00 acme reports
         00:02 r1 fires-again
         00:03 r1 resolves
         00:04 r1 resolves
         00:05 r1 fires-again",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:01:00 (ring) -> ring ana voice
            00:02:00 r1 fires-again -> -
            00:03:00 r1 resolves -> tell closed, hush ana, no-longer-needed ana sms
            00:04:00 r1 resolves -> refused: this emergency is closed
            00:05:00 r1 fires-again -> refused: this emergency is closed
        "#]],
    );
}

#[test]
fn whoever_has_answered_decides() {
    Night::new().check(
        "00:00 acme reports
         00:01 ana answers
         00:02 r1 fires-again
         00:03 r1 resolves
         00:04 ana restored
         00:05 r1 resolves",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:01:00 ana answers -> hush ana, tell answered
            00:02:00 r1 fires-again -> -
            00:03:00 r1 resolves -> requester-said ana sms
            00:04:00 ana restored -> tell restored
            00:05:00 r1 resolves -> confirmed ana sms, tell closed
        "#]],
    );
}

#[test]
fn what_people_have_reported_too_stays_open() {
    Night::new().check(
        "00:00 acme reports
         00:00:10 r2 joins
         00:00:20 r1 resolves
         00:02 ana answers",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:00:10 r2 joins -> tell r2 receipt (joined), more-reports ana sms
            00:00:20 r1 resolves -> -
            00:01:00 (ring) -> ring ana voice
            00:02:00 ana answers -> hush ana, tell answered
        "#]],
    );
}

#[test]
fn what_fires_again_after_it_was_restored_is_still_broken() {
    Night::new().check(
        "00:00 acme reports
         00:01 ana restored
         00:02 r1 fires-again
         00:03 r1 fires-again",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:01:00 ana restored -> hush ana, tell answered, tell restored
            00:02:00 r1 fires-again -> tell reopened, ring ana sms (still broken)
            00:03:00 r1 fires-again -> -
        "#]],
    );
}
