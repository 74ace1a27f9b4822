//! Milestones, honest steps back, and the ends.

use expect_test::expect;

use crate::story::Night;

#[test]
fn a_whole_night() {
    Night::new().check(
        "00:00 acme reports
         00:02 ana answers
         00:03 ana investigating
         00:10 ana reproduced on our test system
         00:15 ana opens-call team:support
         00:20 ana root_cause_identified a full disk
         00:30 ana fix_developed
         00:40 ana fix_deployed
         00:45 ana restored
         00:50 r1 confirms
         00:51 ana says late",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:01:00 (ring) -> ring ana voice
            00:02:00 ana answers -> hush ana, tell answered
            00:03:00 ana investigating -> tell investigating
            00:10:00 ana reproduced on our test system -> tell reproduced
            00:15:00 ana opens-call team:support -> ring ben sms (asked by Ana), ring cho mail (asked by Ana), tell the call
            00:20:00 ana root_cause_identified a full disk -> tell root_cause_identified
            00:20:00 (ring) -> ring ben sms (asked by Ana), ring cho mail (asked by Ana)
            00:25:00 (ring) -> ring ben sms (asked by Ana), ring cho mail (asked by Ana)
            00:30:00 ana fix_developed -> tell fix_developed
            00:30:00 (ring) -> ring ben sms (asked by Ana), ring cho mail (asked by Ana)
            00:35:00 (ring) -> ring ben sms (asked by Ana), ring cho mail (asked by Ana)
            00:40:00 ana fix_deployed -> tell fix_deployed
            00:40:00 (ring) -> ring ben sms (asked by Ana), ring cho mail (asked by Ana)
            00:45:00 ana restored -> tell restored, hush ben, no-longer-needed ben sms, hush cho, no-longer-needed cho mail
            00:50:00 r1 confirms -> confirmed ana sms, tell closed
            00:51:00 ana says late -> refused: this emergency is closed
        "#]],
    );
}

#[test]
fn honest_steps_back_are_milestones() {
    Night::new().check(
        "00:00 acme reports
         00:02 ana answers
         00:03 ana root_cause_identified a full disk
         00:04 ana root_cause_identified it was another
         00:05 ana fix_deployed
         00:06 ana fix_developed the fix was taken back
         00:07 ana restored
         00:08 ana investigating it came back
         00:09 ana received",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:01:00 (ring) -> ring ana voice
            00:02:00 ana answers -> hush ana, tell answered
            00:03:00 ana root_cause_identified a full disk -> tell root_cause_identified
            00:04:00 ana root_cause_identified it was another -> tell root_cause_identified again
            00:05:00 ana fix_deployed -> tell fix_deployed
            00:06:00 ana fix_developed the fix was taken back -> tell fix_developed again
            00:07:00 ana restored -> tell restored
            00:08:00 ana investigating it came back -> tell investigating again
            00:09:00 ana received -> refused: "received" follows from something else and cannot be told by hand
        "#]],
    );
}

#[test]
fn whoever_tells_a_milestone_first_has_answered_by_it() {
    Night::new().check(
        "00:00 acme reports
         00:01 ana investigating",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:01:00 ana investigating -> hush ana, tell answered, tell investigating
        "#]],
    );
}

#[test]
fn merging_closes_one_and_tells_the_other() {
    Night::new().check(
        "00:00 acme reports
         00:01 ana answers
         00:02 ana absorbs
         00:03 ana merges 1007
         00:04 ana merges 1009
         00:05 ben answers
         00:06 r1 still-broken",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:01:00 ana answers -> hush ana, tell answered
            00:02:00 ana absorbs -> more-reports ana sms
            00:03:00 ana merges 1007 -> refused: it cannot be merged into itself
            00:04:00 ana merges 1009 -> tell merged into E-1009
            00:05:00 ben answers -> refused: this emergency is closed
            00:06:00 r1 still-broken -> refused: this emergency is closed
        "#]],
    );
}

#[test]
fn it_can_turn_out_to_be_a_ticket() {
    Night::new().check(
        "00:00 acme reports
         00:01 ben tickets a question of price
         00:02 r1 still-broken",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:01:00 ben tickets a question of price -> tell became T-1, hush ana, no-longer-needed ana sms
            00:02:00 r1 still-broken -> refused: this emergency is closed
        "#]],
    );
}

#[test]
fn it_is_closed_by_hand_and_the_page_with_it() {
    Night::new().check(
        "00:00 acme reports
         00:01 cho closes false_alarm
         00:02 r1 still-broken but it is",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:01:00 cho closes false_alarm -> tell closed, hush ana, no-longer-needed ana sms
            00:02:00 r1 still-broken but it is -> tell reopened, ring ana sms (still broken)
        "#]],
    );
}
