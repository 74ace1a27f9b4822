use domain::{Directory, directory::Target};

use super::*;

const PAGERDUTY: &str = r#"{
  "users": [
    { "id": "PA", "name": "Ana Ruiz", "email": "ana@vendor.example", "time_zone": "America/New_York",
      "teams": [{ "id": "PT" }],
      "contact_methods": [
        { "id": "C1", "type": "email_contact_method", "address": "ana@vendor.example" },
        { "id": "C2", "type": "sms_contact_method", "country_code": 1, "address": "555-010-0001" },
        { "id": "C3", "type": "phone_contact_method", "country_code": 1, "address": "5550100001" },
        { "id": "C4", "type": "push_notification_contact_method", "address": "x" } ],
      "notification_rules": [
        { "start_delay_in_minutes": 0, "urgency": "high", "contact_method": { "id": "C2" } },
        { "start_delay_in_minutes": 2, "urgency": "high", "contact_method": { "id": "C3" } },
        { "start_delay_in_minutes": 0, "urgency": "low", "contact_method": { "id": "C1" } } ] },
    { "id": "PB", "name": "Ana Ruiz", "email": "ana.b@vendor.example" } ],
  "teams": [{ "id": "PT", "name": "Technical Support" }],
  "schedules": [{ "id": "PS", "name": "Primary On-Call", "time_zone": "America/New_York",
    "schedule_layers": [
      { "name": "on top", "start": "2026-01-05T09:00:00-05:00", "rotation_virtual_start": "2026-01-05T09:00:00-05:00",
        "rotation_turn_length_seconds": 604800, "users": [{ "user": { "id": "PB" } }],
        "restrictions": [{ "type": "weekly_restriction", "start_day_of_week": 5, "start_time_of_day": "17:00:00", "duration_seconds": 230400 }] },
      { "name": "over", "start": "2020-01-05T09:00:00-05:00", "end": "2021-01-01T00:00:00Z",
        "rotation_turn_length_seconds": 86400, "users": [{ "user": { "id": "PB" } }] },
      { "name": "below", "start": "2026-01-05T14:00:00Z", "rotation_turn_length_seconds": 86400,
        "users": [{ "user": { "id": "PA" } }, { "user": { "id": "PX" } }] }],
    "overrides": [{ "start": "2026-12-24T18:00:00Z", "end": "2026-12-25T18:00:00Z", "user": { "id": "PB" } }] }],
  "escalation_policies": [{ "id": "PE", "name": "Sev 1", "escalation_rules": [
    { "escalation_delay_in_minutes": 10, "targets": [{ "id": "PS", "type": "schedule_reference" }] },
    { "escalation_delay_in_minutes": 15, "targets": [{ "id": "PA", "type": "user_reference" }, { "id": "PB", "type": "user" }] } ] }]
}"#;

#[test]
fn pagerduty_is_carried_over() {
    let (directory, notes) = imported(System::Pagerduty, PAGERDUTY);
    let ids: Vec<_> = directory.responders.iter().map(|person| person.id.as_str()).collect();
    assert_eq!(ids, ["ana-ruiz", "ana-ruiz-2"]);
    let ana = &directory.responders[0];
    let addresses: Vec<_> = ana.contact.iter().map(|one| one.address.as_str()).collect();
    assert_eq!(addresses, ["ana@vendor.example", "+15550100001", "+15550100001"]);
    let order: Vec<_> = ana
        .ring_order(jiff::Timestamp::UNIX_EPOCH)
        .into_iter()
        .map(|(after, id)| format!("{} {id}", after.as_mins()))
        .collect();
    assert_eq!(order, ["0 sms", "2 voice"]);
    assert_eq!(directory.teams[0].members, ["ana-ruiz".into()]);
    on_call(
        &directory,
        "primary-on-call",
        &[
            ("2026-11-25T12:00-05:00", "ana-ruiz"),
            ("2026-11-27T16:59-05:00", "ana-ruiz"),
            ("2026-11-27T17:00-05:00", "ana-ruiz-2"),
            ("2026-11-30T08:59-05:00", "ana-ruiz-2"),
            ("2026-11-30T09:00-05:00", "ana-ruiz"),
            ("2026-12-24T13:00-05:00", "ana-ruiz-2"),
        ],
    );
    assert_eq!(
        steps(&directory),
        ["schedule:primary-on-call 10", "responder:ana-ruiz responder:ana-ruiz-2 15"]
    );
    for expected in ["push_notification", "no user \"PX\"", "was made the admin"] {
        assert!(notes.iter().any(|note| note.contains(expected)), "{expected}: {notes:?}");
    }
}

const OPSGENIE: &str = r#"{
  "users": { "data": [
    { "id": "u1", "username": "ana@vendor.example", "fullName": "Ana Ruiz", "timeZone": "Europe/London",
      "userContacts": [{ "contactMethod": "voice", "to": "44-2079460001" }, { "contactMethod": "mobile", "to": "x" }] },
    { "id": "u2", "username": "ben@vendor.example", "fullName": "Ben" } ] },
  "teams": { "data": [{ "id": "t1", "name": "Support", "members": [
    { "user": { "id": "u1", "username": "ana@vendor.example" }, "role": "admin" }, { "user": { "username": "ben@vendor.example" } }] }] },
  "schedules": { "data": [{ "id": "s1", "name": "Nights", "timezone": "Europe/London", "rotations": [
    { "name": "r", "startDate": "2026-01-05T17:00:00Z", "type": "daily", "length": 2,
      "participants": [{ "type": "user", "username": "ana@vendor.example" }, { "type": "user", "id": "u2" }, { "type": "none" }],
      "timeRestriction": { "type": "time-of-day", "restriction": { "startHour": 17, "startMin": 0, "endHour": 9, "endMin": 0 } } }] }] },
  "escalations": { "data": [{ "id": "e1", "name": "Sev 1", "rules": [
    { "delay": { "timeAmount": 0, "timeUnit": "minutes" }, "recipient": { "type": "schedule", "name": "Nights" } },
    { "delay": { "timeAmount": 7, "timeUnit": "minutes" }, "recipient": { "type": "team", "id": "t1" } },
    { "delay": { "timeAmount": 1, "timeUnit": "hours" }, "recipient": { "type": "user", "username": "ben@vendor.example" } } ] }] }
}"#;

#[test]
fn opsgenie_is_carried_over() {
    let (directory, notes) = imported(System::Opsgenie, OPSGENIE);
    assert_eq!(directory.responders[0].contact[0].address, "+442079460001");
    assert_eq!(directory.teams[0].lead, Some("ana-ruiz".into()));
    assert_eq!(directory.teams[0].members.len(), 2);
    on_call(
        &directory,
        "nights",
        &[
            ("2026-01-05T16:59Z", ""),
            ("2026-01-05T17:00Z", "ana-ruiz"),
            ("2026-01-07T08:59Z", "ana-ruiz"),
            ("2026-01-07T09:00Z", ""),
            ("2026-01-07T17:00Z", "ben"),
        ],
    );
    assert_eq!(steps(&directory), ["schedule:nights 7", "team:support 53", "responder:ben 5"]);
    assert!(notes.iter().any(|note| note.contains("a turn of nobody")), "{notes:?}");
}

const GRAFANA: &str = r#"{
  "users": { "results": [{ "id": "U1", "username": "ana", "email": "ana@vendor.example", "verified_phone_number": "+1 555 010 0001" },
    { "id": "U2", "username": "ben", "email": "ben@vendor.example" }] },
  "on_call_shifts": [
    { "id": "O1", "type": "rolling_users", "start": "2026-01-05T17:00:00", "duration": 57600, "frequency": "weekly", "interval": 1,
      "by_day": ["MO", "TU", "WE", "TH", "FR"], "rolling_users": [["U1"], ["U2", "U1"]], "level": 1 },
    { "id": "O2", "type": "recurrent_event", "start": "2026-01-05T00:00:00", "duration": 86400, "frequency": "daily", "users": ["U2"], "level": 0 },
    { "id": "O3", "type": "override", "start": "2026-12-24T00:00:00", "duration": 86400, "users": ["U1"] },
    { "id": "O4", "type": "recurrent_event", "start": "2020-01-05T00:00:00", "until": "2021-01-01T00:00:00", "duration": 86400, "frequency": "daily", "users": ["U1"], "level": 9 }],
  "schedules": [{ "id": "S1", "name": "Primary", "time_zone": "America/New_York", "shifts": ["O1", "O2", "O3", "O4"] }],
  "escalation_chains": [{ "id": "F1", "name": "default" }],
  "escalation_policies": [
    { "escalation_chain_id": "F1", "position": 2, "type": "notify_persons", "persons_to_notify": ["U1", "U2"] },
    { "escalation_chain_id": "F1", "position": 0, "type": "notify_on_call_from_schedule", "notify_on_call_from_schedule": "S1" },
    { "escalation_chain_id": "F1", "position": 1, "type": "wait", "duration": 600 },
    { "escalation_chain_id": "F1", "position": 3, "type": "trigger_webhook" }]
}"#;

#[test]
fn grafana_oncall_is_carried_over() {
    let (directory, notes) = imported(System::GrafanaOncall, GRAFANA);
    assert_eq!(directory.responders[0].contact[1].address, "+15550100001");
    on_call(
        &directory,
        "primary",
        &[
            ("2026-01-06T12:00-05:00", "ben"),
            ("2026-01-06T17:00-05:00", "ana"),
            ("2026-01-07T08:59-05:00", "ana"),
            ("2026-01-10T09:00-05:00", "ben"),
            ("2026-01-13T18:00-05:00", "ben"),
            ("2026-12-24T12:00-05:00", "ana"),
        ],
    );
    assert_eq!(steps(&directory), ["schedule:primary 10", "responder:ana responder:ben 5"]);
    for expected in ["share a turn", "trigger_webhook"] {
        assert!(notes.iter().any(|note| note.contains(expected)), "{expected}: {notes:?}");
    }
}

const GOALERT: &str = r#"{ "data": {
  "users": { "nodes": [{ "id": "a", "name": "Ana Ruiz", "email": "ana@vendor.example",
      "contactMethods": [{ "type": "SMS", "value": "+15550100001" }, { "type": "VOICE", "value": "+15550100001" }] },
    { "id": "b", "name": "Ben", "email": "ben@vendor.example" }] },
  "rotations": { "nodes": [{ "id": "r1", "name": "R", "type": "weekly", "shiftLength": 1, "timeZone": "America/New_York",
    "start": "2026-01-05T14:00:00Z", "userIDs": ["a", "b"] }] },
  "schedules": { "nodes": [{ "id": "s1", "name": "Primary", "timeZone": "America/New_York", "targets": [
    { "target": { "id": "b", "type": "user" }, "rules": [{ "start": "00:00", "end": "00:00", "weekdayFilter": [true, true, true, true, true, true, true] }] },
    { "target": { "id": "r1", "type": "rotation" }, "rules": [{ "start": "17:00", "end": "09:00", "weekdayFilter": [false, true, true, true, true, true, false] }] }] }] },
  "escalationPolicies": { "nodes": [{ "id": "e", "name": "Sev 1", "repeat": 3, "steps": [
    { "delayMinutes": 5, "targets": [{ "id": "s1", "type": "schedule" }, { "id": "c", "type": "slackChannel" }] },
    { "delayMinutes": 15, "targets": [] }] }] }
} }"#;

#[test]
fn goalert_is_carried_over() {
    let (directory, notes) = imported(System::Goalert, GOALERT);
    on_call(
        &directory,
        "primary",
        &[
            ("2026-01-06T12:00-05:00", "ben"),
            ("2026-01-06T17:00-05:00", "ana-ruiz"),
            ("2026-01-10T08:00-05:00", "ana-ruiz"),
            ("2026-01-10T09:00-05:00", "ben"),
            ("2026-01-13T17:00-05:00", "ben"),
        ],
    );
    assert_eq!(steps(&directory), ["schedule:primary 5"]);
    for expected in ["slackChannel", "page nobody", "of several people at one time"] {
        assert!(notes.iter().any(|note| note.contains(expected)), "{expected}: {notes:?}");
    }
}

#[test]
fn whatever_is_in_the_file_nothing_breaks() {
    for export in [
        "{}",
        "[]",
        "null",
        "3",
        r#"{"users": 3, "schedules": {"data": "x"}}"#,
        r#"{"users": [{}, null, 3], "schedules": [{"schedule_layers": [{}], "rotations": [{}], "targets": [{}]}],
            "escalation_policies": [{"escalation_rules": [{}]}], "escalations": [{"rules": [{"recipient": {}}]}],
            "on_call_shifts": [{}], "rotations": [{}], "teams": [{"members": [{}]}]}"#,
        r#"{"schedules": [{"schedule_layers": [{"start": "2026-01-01T00:00:00Z", "rotation_turn_length_seconds": -9223372036854775808,
            "users": [], "restrictions": [{"type": "weekly_restriction", "start_day_of_week": -4, "start_time_of_day": "99:99", "duration_seconds": -5}]}]}]}"#,
    ] {
        for system in [System::Pagerduty, System::Opsgenie, System::GrafanaOncall, System::Goalert]
        {
            let export: Value = serde_json::from_str(export).unwrap();
            let (directory, _) = read(system, &export, now()).finish();
            let written = toml::to_string(&directory).unwrap();
            assert_eq!(toml::from_str::<Directory>(&written).unwrap(), directory, "{system:?}");
        }
    }
}

fn imported(system: System, export: &str) -> (Directory, Vec<String>) {
    let export = serde_json::from_str(export).unwrap();
    let (directory, notes) = read(system, &export, now()).finish();
    assert_eq!(directory.contradictions(), [], "{directory:?}");
    let written = toml::to_string(&directory).unwrap();
    assert_eq!(toml::from_str::<Directory>(&written).unwrap(), directory);
    (directory, notes)
}

fn now() -> Timestamp {
    "2026-11-26T00:00Z".parse().unwrap()
}

#[track_caller]
fn on_call(directory: &Directory, schedule: &str, expected: &[(&str, &str)]) {
    let schedule = directory.schedule(&schedule.into()).unwrap();
    for (at, who) in expected {
        let found = schedule.on_call(at.parse().unwrap()).map_or(String::new(), |id| id.0);
        assert_eq!(found, *who, "{at}");
    }
}

fn steps(directory: &Directory) -> Vec<String> {
    assert!(directory.policies[0].default);
    let steps = directory.policies[0].steps.iter().map(|step| {
        let targets: Vec<_> = step.page.iter().map(Target::to_string).collect();
        format!("{} {}", targets.join(" "), step.answer_within.as_mins())
    });
    steps.collect()
}
