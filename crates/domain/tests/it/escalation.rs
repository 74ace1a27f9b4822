//! Nobody answers.

use expect_test::expect;

use crate::story::Night;

#[test]
fn it_goes_on_until_somebody_answers() {
    Night::new().check(
        "00:00 acme reports
         00:31 ben answers",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:01:00 (ring) -> ring ana voice
            00:05:00 (escalate) -> announce unanswered 1/1, ring ben sms
            00:10:00 (escalate) -> announce unanswered 2/1, ring ana sms (round 2), ring ben sms (round 2), ring cho mail
            00:11:00 (ring) -> ring ana voice (round 2)
            00:15:00 (escalate) -> announce unanswered 3/1, ring ana sms (round 3), ring ben sms (round 3), ring cho mail (round 2), tell still unanswered (3 called, 1 rounds)
            00:16:00 (ring) -> ring ana voice (round 3)
            00:20:00 (escalate) -> announce unanswered 3/2, ring ana sms (round 4), ring ben sms (round 4), ring cho mail (round 3)
            00:21:00 (ring) -> ring ana voice (round 4)
            00:25:00 (escalate) -> announce unanswered 3/3, ring ana sms (round 5), ring ben sms (round 5), ring cho mail (round 4)
            00:26:00 (ring) -> ring ana voice (round 5)
            00:30:00 (escalate) -> announce unanswered 3/4, ring ana sms (round 6), ring ben sms (round 6), ring cho mail (round 5), tell still unanswered (3 called, 4 rounds)
            00:31:00 ben answers -> hush ben, hush ana, stand-down ana sms, hush cho, stand-down cho mail, tell answered
        "#]],
    );
}

#[test]
fn the_last_resort_comes_before_everybody() {
    let directory = r#"
responder = [
  { id = "ana", name = "Ana", contact = [{ id = "sms", kind = "sms", address = "+1" }] },
  { id = "ben", name = "Ben", contact = [{ id = "sms", kind = "sms", address = "+2" }] },
  { id = "cho", name = "Cho", contact = [{ id = "mail", kind = "email", address = "c@v.example" }] },
]
policy = [
  { id = "sev1", default = true, steps = [{ page = ["responder:ana"] }], last_resort = "bosses" },
  { id = "bosses", steps = [{ page = ["responder:ben", "responder:cho"], answer_within = "2m" }] },
]
"#;
    Night::with(directory).check(
        "00:00 acme reports
         00:08 ...",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:05:00 (escalate) -> announce unanswered 1/1, ring ben sms, ring cho mail
            00:07:00 (escalate) -> announce unanswered 2/1, ring ana sms (round 2), ring ben sms (round 2), ring cho mail (round 2)
        "#]],
    );
}

#[test]
fn the_voice_call_follows_the_text_after_a_minute_unless_it_is_answered() {
    Night::new().check(
        "00:00 acme reports
         00:00:40 ana answers
         00:02 ...",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:00:40 ana answers -> hush ana, tell answered
        "#]],
    );
}

#[test]
fn who_cannot_take_it_is_passed_at_once() {
    Night::new().check(
        "00:00 acme reports
         00:01 ana declines
         00:02 ben declines
         00:03 cho declines
         00:14 ...",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:01:00 ana declines -> hush ana, ring ben sms
            00:02:00 ben declines -> hush ben, ring cho mail
            00:03:00 cho declines -> hush cho
            00:08:00 (escalate) -> announce unanswered 3/2, ring ana sms, ring ben sms, ring cho mail
            00:09:00 (ring) -> ring ana voice
            00:13:00 (escalate) -> announce unanswered 3/3, ring ana sms (round 2), ring ben sms (round 2), ring cho mail (round 2)
        "#]],
    );
}

#[test]
fn a_dead_address_is_passed_at_once_and_a_person_without_any_too() {
    Night::new().check(
        "00:00 acme reports
         00:00:10 ana unreachable sms
         00:00:20 ana unreachable voice
         00:00:30 ben unreachable sms
         00:00:40 cho unreachable mail
         00:12 ...",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:00:10 ana unreachable sms -> ring ana voice
            00:00:20 ana unreachable voice -> ring ben sms
            00:00:30 ben unreachable sms -> ring ana sms, ring ben sms, ring cho mail
            00:00:40 cho unreachable mail -> -
            00:01:30 (ring) -> ring ana voice
            00:05:30 (escalate) -> announce unanswered 3/1, ring ana sms (round 2), ring ben sms (round 2), ring cho mail
            00:06:30 (ring) -> ring ana voice (round 2)
            00:10:30 (escalate) -> announce unanswered 3/2, ring ana sms (round 3), ring ben sms (round 3), ring cho mail (round 2)
            00:11:30 (ring) -> ring ana voice (round 3)
        "#]],
    );
}

#[test]
fn a_step_that_finds_nobody_is_passed_and_the_lead_hears_of_the_hole() {
    let directory = r#"
        responder = [
          { id = "ana", name = "Ana", contact = [{ id = "sms", kind = "sms", address = "+1" }] },
          { id = "mute", name = "Mute" },
        ]
        team = [{ id = "support", name = "Support", members = ["mute"], lead = "ana" }]
        policy = [{ id = "sev1", steps = [{ page = ["team:support", "schedule:gone"] }] }]
    "#;
    Night::with(directory).check(
        "00:00 acme reports
         00:11 ...",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, hole ana sms, hole ana sms, ring ana sms
            00:05:00 (escalate) -> announce unanswered 1/2, ring ana sms (round 2)
            00:10:00 (escalate) -> announce unanswered 1/3, ring ana sms (round 3)
        "#]],
    );
}

#[test]
fn a_rule_for_the_end_of_time_does_not_stop_the_page() {
    let directory = r#"
        responder = [{ id = "ana", name = "Ana", contact = [
            { id = "sms", kind = "sms", address = "+1" }, { id = "voice", kind = "voice", address = "+1" } ],
            rules = [{ via = "sms" }, { via = "voice", after = "52000w" }] }]
        policy = [{ id = "sev1", steps = [{ page = ["responder:ana"], answer_within = "5m" }] }]"#;
    Night::with(directory).check(
        "00:00 acme reports",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
        "#]],
    );
    let directory: domain::Directory = toml::from_str(directory).expect("it is read");
    let found = format!("{:?}", directory.contradictions());
    assert!(found.contains("calls nobody in the same night"), "{found}");
    assert!(domain::duration::parse("1000000w").is_err(), "it would be after the end of time");
}

#[test]
fn an_empty_directory_does_not_silence_it() {
    Night::with("").check(
        "00:00 acme reports
         00:21 ...",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt
            00:05:00 (escalate) -> announce unanswered 1/2
            00:10:00 (escalate) -> announce unanswered 1/3
            00:15:00 (escalate) -> announce unanswered 1/4, tell still unanswered (0 called, 4 rounds)
            00:20:00 (escalate) -> announce unanswered 1/5
        "#]],
    );
}

#[test]
fn the_next_person_is_called_when_somebody_asks_for_it() {
    Night::new().check(
        "00:00 acme reports
         00:01 ana calls-next
         00:02 ana answers
         00:03 ana calls-next",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:01:00 ana calls-next -> ring ana voice, ring ben sms
            00:02:00 ana answers -> hush ana, hush ben, stand-down ben sms, tell answered
            00:03:00 ana calls-next -> refused: Ana has already answered
        "#]],
    );
}

#[test]
fn more_people_are_called_in_until_they_come() {
    Night::new().check(
        "00:00 acme reports
         00:01 ana answers
         00:02 ana calls responder:cho
         00:03 ana calls schedule:nowhere
         00:09 cho answers
         00:09:30 ben answers",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:01:00 ana answers -> hush ana, tell answered
            00:02:00 ana calls responder:cho -> ring cho mail (asked by Ana), tell escalated
            00:03:00 ana calls schedule:nowhere -> refused: "schedule:nowhere" leads to nobody: name a team, a schedule or a person of the directory
            00:07:00 (ring) -> ring cho mail (asked by Ana)
            00:09:00 cho answers -> hush cho, came-in ana sms
            00:09:30 ben answers -> refused: Ana has already answered
        "#]],
    );
}

#[test]
fn one_of_an_invited_team_is_enough() {
    Night::new().check(
        "00:00 acme reports
         00:01 ana answers
         00:02 ana calls team:support
         00:03 ben answers
         00:09 ...",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:01:00 ana answers -> hush ana, tell answered
            00:02:00 ana calls team:support -> ring ben sms (asked by Ana), ring cho mail (asked by Ana), tell escalated
            00:03:00 ben answers -> hush ben, hush cho, stand-down cho mail, came-in ana sms
        "#]],
    );
}

#[test]
fn a_page_of_which_nothing_is_heard_takes_the_next_method_and_keeps_the_step() {
    Night::new().check(
        "00:00 acme reports
         00:00:30 ana unconfirmed sms
         00:00:50 ana unconfirmed voice
         00:01:10 ben unconfirmed sms
         00:05:10 ben answers
         00:05:20 ben unconfirmed sms",
        &expect![[r#"
            00:00:00 acme reports -> tell r1 receipt, ring ana sms
            00:00:30 ana unconfirmed sms -> ring ana voice
            00:00:50 ana unconfirmed voice -> -
            00:01:10 ben unconfirmed sms -> -
            00:05:00 (escalate) -> announce unanswered 1/1, ring ben sms
            00:05:10 ben answers -> hush ben, hush ana, stand-down ana sms, tell answered
            00:05:20 ben unconfirmed sms -> -
        "#]],
    );
}
