//! The promise clock.

use expect_test::expect;

use crate::story::Night;

#[test]
fn silence_is_filled_with_the_truth_and_goes_up_the_ladder() {
    Night::new().check(
        "00:00 acme reports
         00:01 ana answers
         00:02 ana investigating
         01:04 ben answers",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:01:00 ana answers -> hush ana, tell answered
            00:02:00 ana investigating -> tell investigating
            00:47:00 (remind) -> remind ana sms
            00:57:00 (remind) -> remind ana sms+voice
            01:02:00 (cadence) -> tell nothing new, silence-filled ana sms+voice, ring ben sms (silence of Ana)
            01:04:00 ben answers -> taken-over ana sms, hush ben, tell answered again
        "#]],
    );
}

#[test]
fn every_word_moves_the_clock() {
    Night::new().check(
        "00:00 acme reports
         00:01 ana answers
         00:02 ana investigating
         00:40 ana says found the leak
         01:30 ana root_cause_identified",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:01:00 ana answers -> hush ana, tell answered
            00:02:00 ana investigating -> tell investigating
            00:40:00 ana says found the leak -> tell "found the leak"
            01:25:00 (remind) -> remind ana sms
            01:30:00 ana root_cause_identified -> tell root_cause_identified
        "#]],
    );
}

#[test]
fn nothing_is_owed_once_it_is_restored() {
    Night::new().check(
        "00:00 acme reports
         00:01 ana answers
         00:02 ana fix_deployed
         00:03 ana restored
         00:04 ana says all is well
         25:00 ...",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:01:00 ana answers -> hush ana, tell answered
            00:02:00 ana fix_deployed -> tell fix_deployed
            00:03:00 ana restored -> tell restored
            00:04:00 ana says all is well -> tell "all is well"
            24:03:00 (close) -> tell closed
        "#]],
    );
}

#[test]
fn the_leads_hear_when_reasonable_time_has_passed() {
    Night::new().check(
        "00:00 acme reports
         00:01 ana answers
         00:02 ana investigating
         00:50 ana says still at it
         01:40 ana says still at it
         02:01 ...",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:01:00 ana answers -> hush ana, tell answered
            00:02:00 ana investigating -> tell investigating
            00:47:00 (remind) -> remind ana sms
            00:50:00 ana says still at it -> tell "still at it"
            01:35:00 (remind) -> remind ana sms
            01:40:00 ana says still at it -> tell "still at it"
            02:00:00 (restore) -> not-restored ana sms, not-restored cho mail
        "#]],
    );
}
