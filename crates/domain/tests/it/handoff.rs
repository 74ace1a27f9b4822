//! A shift ends while something is open.

use expect_test::expect;

use crate::story::Night;

#[test]
fn it_changes_hands_once_the_next_person_takes_it_with_a_plain_yes() {
    Night::new().check(
        "00:00 acme reports
         00:01 ana investigating
         00:10 ana offers ben
         00:10:30 ana offers ben
         00:12 ben answers
         00:40 ...",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:01:00 ana investigating -> hush ana, tell answered, tell investigating
            00:10:00 ana offers ben -> handoff-offered ben sms, handoff-asked ana sms
            00:10:30 ana offers ben -> -
            00:12:00 ben answers -> taken-over ana sms, tell answered again
            00:22:00 (nudge) -> nudge ben sms
            00:24:00 (nudge) -> nudge ben sms
            00:26:00 (nudge) -> went-on ben sms, ring ana sms (silence of Ben), ring cho mail (silence of Ben)
            00:27:00 (ring) -> ring ana voice (silence of Ben)
            00:31:00 (escalate) -> announce unanswered 3/1, ring ana sms (silence of Ben), ring cho mail (silence of Ben)
            00:32:00 (ring) -> ring ana voice (silence of Ben)
            00:36:00 (escalate) -> announce unanswered 3/2, ring ana sms (silence of Ben), ring cho mail (silence of Ben)
            00:37:00 (ring) -> ring ana voice (silence of Ben)
        "#]],
    );
}

#[test]
fn a_no_and_a_silence_leave_it_where_it_is_and_both_hear_so() {
    Night::new().check(
        "00:00 acme reports
         00:01 ana investigating
         00:10 ana offers ben
         00:12 ben declines
         00:13 ben answers
         00:14 ana offers ben
         00:20 ana offers cho
         00:40 ...",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:01:00 ana investigating -> hush ana, tell answered, tell investigating
            00:10:00 ana offers ben -> handoff-offered ben sms, handoff-asked ana sms
            00:12:00 ben declines -> stays-yours ana sms
            00:13:00 ben answers -> refused: Ana has already answered
            00:14:00 ana offers ben -> -
            00:20:00 ana offers cho -> handoff-offered cho mail, handoff-asked ana sms
            00:35:00 (handoff) -> stays cho mail, stays-yours ana sms
        "#]],
    );
}

#[test]
fn what_is_not_hers_or_at_rest_is_not_offered_and_an_offer_dies_with_its_reason() {
    Night::new().check(
        "00:00 acme reports
         00:01 ana offers ben
         00:02 ana investigating
         00:03 ben offers cho
         00:04 ana offers ana
         00:05 ana offers zoe
         00:06 ana offers ben
         00:07 cho takes
         00:08 ben answers
         00:09 cho restored
         00:10 cho offers ben
         00:25 ...",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:01:00 ana offers ben -> -
            00:01:00 (ring) -> ring ana voice
            00:02:00 ana investigating -> hush ana, tell answered, tell investigating
            00:03:00 ben offers cho -> -
            00:04:00 ana offers ana -> -
            00:05:00 ana offers zoe -> -
            00:06:00 ana offers ben -> handoff-offered ben sms, handoff-asked ana sms
            00:07:00 cho takes -> taken-over ana sms, tell answered again
            00:08:00 ben answers -> refused: Cho has already answered
            00:09:00 cho restored -> tell restored
            00:10:00 cho offers ben -> -
        "#]],
    );
}

#[test]
fn whoever_was_asked_and_is_being_called_answers_the_call() {
    Night::new().check(
        "00:00 acme reports
         00:01 ana investigating
         00:02 ana calls responder:ben
         00:03 ana offers ben
         00:04 ben declines
         00:05 ben answers",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:01:00 ana investigating -> hush ana, tell answered, tell investigating
            00:02:00 ana calls responder:ben -> ring ben sms (asked by Ana), tell escalated
            00:03:00 ana offers ben -> handoff-offered ben sms, handoff-asked ana sms
            00:04:00 ben declines -> hush ben
            00:05:00 ben answers -> taken-over ana sms, tell answered again
        "#]],
    );
}
