//! What requesters do.

use expect_test::expect;

use crate::story::Night;

#[test]
fn joining_gets_a_receipt_and_the_responder_hears_of_some_numbers_only() {
    Night::new().check(
        "00:00 acme reports
         00:00:10 r2 joins
         00:00:20 r3 joins
         00:01 ana answers
         00:02 r4 joins
         00:03 r5 joins
         00:04 r6 joins",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:00:10 r2 joins -> tell r2 receipt (joined), more-reports ana sms
            00:00:20 r3 joins -> tell r3 receipt (joined)
            00:01:00 ana answers -> hush ana, tell answered
            00:02:00 r4 joins -> tell r4 receipt (joined)
            00:03:00 r5 joins -> tell r5 receipt (joined), more-reports ana sms
            00:04:00 r6 joins -> tell r6 receipt (joined)
        "#]],
    );
}

#[test]
fn still_broken_reopens_and_pages_again() {
    Night::new().check(
        "00:00 acme reports
         00:06 ben answers
         00:07 ben restored
         00:10 r1 still-broken the till hangs
         00:11 ben answers
         00:12 ben restored
         00:13 r1 confirms
         00:20 r1 still-broken",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:01:00 (ring) -> ring ana voice
            00:05:00 (escalate) -> announce unanswered 1/1, ring ben sms
            00:06:00 ben answers -> hush ben, hush ana, stand-down ana sms, tell answered
            00:07:00 ben restored -> tell restored
            00:10:00 r1 still-broken the till hangs -> tell reopened, ring ana sms (still broken), ring ben sms (still broken)
            00:11:00 ben answers -> hush ben, hush ana, stand-down ana sms, tell answered
            00:12:00 ben restored -> tell restored
            00:13:00 r1 confirms -> confirmed ben sms, tell closed
            00:20:00 r1 still-broken -> tell reopened, ring ana sms (still broken)
        "#]],
    );
}

#[test]
fn what_requesters_add_reaches_the_responder() {
    Night::new().check(
        "00:00 acme reports
         00:00:30 r1 adds it is only the tills
         00:01 ana answers
         00:02 r1 adds card payments only
         00:03 r1 heard-nothing
         00:04 r1 still-broken
         00:05 r1 confirms
         00:06 r1 adds",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:00:30 r1 adds it is only the tills -> -
            00:01:00 ana answers -> hush ana, tell answered
            00:02:00 r1 adds card payments only -> requester-said ana sms
            00:03:00 r1 heard-nothing -> heard-nothing ana sms
            00:04:00 r1 still-broken -> requester-said ana sms
            00:05:00 r1 confirms -> refused: it is not restored yet
            00:06:00 r1 adds -> refused: say something first: the text is empty
        "#]],
    );
}

#[test]
fn one_of_many_confirming_does_not_close_it() {
    Night::new().check(
        "00:00 acme reports
         00:00:10 r2 joins
         00:01 ana restored
         00:02 r1 confirms",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:00:10 r2 joins -> tell r2 receipt (joined), more-reports ana sms
            00:01:00 ana restored -> hush ana, tell answered, tell restored
            00:02:00 r1 confirms -> confirmed ana sms
        "#]],
    );
}
