//! `GoAlert`: users, rotations, schedules and escalation policies, as its GraphQL API gives them.

use std::collections::BTreeMap;

use domain::{
    ResponderId,
    directory::{ContactKind, Rotation, Schedule, Window},
};
use jiff::civil::{DateTime, Time};
use serde_json::Value;

use super::{
    draft::{Draft, Kind, add_contact, local, phone, responder, rotation, step, window},
    reading::{list, number, text, texts},
};

const WEEK_FROM_SUNDAY: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
/// A person who is on call by name takes turns with nobody.
const WEEK_SECS: i64 = 7 * 24 * 3600;

pub(super) fn read(export: &Value) -> Draft {
    let mut draft = Draft::default();
    list(export, "users").iter().for_each(|user| person(&mut draft, user));
    let mut rotations = BTreeMap::new();
    for one in list(export, "rotations") {
        rotations.extend(text(one, "id").zip(read_rotation(&mut draft, one)));
    }
    list(export, "schedules").iter().for_each(|one| schedule(&mut draft, one, &rotations));
    list(export, "escalationPolicies").iter().for_each(|one| policy(&mut draft, one));
    draft
}

fn person(draft: &mut Draft, user: &Value) {
    let (email, called) = (text(user, "email"), text(user, "name"));
    let called = called.or_else(|| email.clone()).unwrap_or_default();
    let id = draft.name(Kind::Person, &text(user, "id").unwrap_or_default(), &called);
    let mut made = responder(&id, called, None);
    for method in list(user, "contactMethods") {
        let to = text(method, "value").unwrap_or_default();
        match text(method, "type").as_deref() {
            Some("SMS") => add_contact(&mut made, ContactKind::Sms, &phone(None, &to)),
            Some("VOICE") => add_contact(&mut made, ContactKind::Voice, &phone(None, &to)),
            Some("EMAIL") => add_contact(&mut made, ContactKind::Email, &to),
            Some("WEBHOOK") => add_contact(&mut made, ContactKind::Webhook, &to),
            other => {
                let kind = other.unwrap_or("nameless");
                draft.note(format!("responder {id}: a \"{kind}\" contact is not carried over"));
                continue;
            }
        };
    }
    if let (true, Some(email)) = (made.contact.is_empty(), email) {
        add_contact(&mut made, ContactKind::Email, &email);
    }
    draft.directory.responders.push(made);
}

fn read_rotation(draft: &mut Draft, one: &Value) -> Option<Rotation> {
    let place = format!("rotation {}", text(one, "name").unwrap_or_default());
    let zone = text(one, "timeZone").unwrap_or_else(|| "UTC".to_owned());
    let users = list(one, "users").iter().filter_map(|user| text(user, "id"));
    let mut members: Vec<ResponderId> = Vec::new();
    for user in texts(one, "userIDs").into_iter().chain(users) {
        members.extend(draft.person(&user, &place));
    }
    members.dedup();
    let length = number(one, "shiftLength").unwrap_or(1).clamp(1, 1000);
    let turn = match text(one, "type").as_deref() {
        Some("hourly") => 3600,
        Some("daily") => 24 * 3600,
        _ => WEEK_SECS,
    };
    let starts = text(one, "start").and_then(|at| local(&at, &zone))?;
    Some(rotation(members, starts, turn * length))
}

fn schedule(draft: &mut Draft, schedule: &Value, known: &BTreeMap<String, Rotation>) {
    let called = text(schedule, "name").unwrap_or_default();
    let id = draft.name(Kind::Schedule, &text(schedule, "id").unwrap_or_default(), &called);
    let time_zone = text(schedule, "timeZone").unwrap_or_else(|| "UTC".to_owned());
    let mut rotations = Vec::new();
    for assigned in list(schedule, "targets") {
        let target = text(assigned, "target.id").unwrap_or_default();
        let during: Vec<_> = list(assigned, "rules").iter().filter_map(rule).collect();
        let found = match known.get(&target) {
            Some(rotation) => Some(rotation.clone()),
            None => draft.person(&target, &format!("schedule {id}")).map(|person| {
                rotation(vec![person], DateTime::constant(2000, 1, 3, 0, 0, 0, 0), WEEK_SECS)
            }),
        };
        rotations.extend(found.map(|rotation| Rotation { during, ..rotation }));
    }
    if rotations.len() > 1 {
        draft.note(format!(
            "schedule {id}: of several people at one time, the last one counts here, while all are \
             on call there: use two schedules where two people are meant"
        ));
    }
    let id = id.as_str().into();
    draft.directory.schedules.push(Schedule {
        id,
        time_zone,
        rotations,
        overrides: Vec::new(),
        drill: None,
    });
}

fn rule(rule: &Value) -> Option<Window> {
    let time = |key: &str| text(rule, key).and_then(|time| time.parse::<Time>().ok());
    let (from, until) = (time("start")?, time("end")?);
    let filter = rule.get("weekdayFilter").and_then(Value::as_array);
    let days: Vec<_> = WEEK_FROM_SUNDAY
        .iter()
        .enumerate()
        .filter(|(day, _)| filter.is_none_or(|on| on.get(*day) == Some(&Value::Bool(true))))
        .map(|(_, day)| *day)
        .collect();
    let seconds = from.duration_until(until).as_secs();
    (!days.is_empty()).then(|| window(&days.join(","), from, seconds))
}

fn policy(draft: &mut Draft, policy: &Value) {
    let called = text(policy, "name").unwrap_or_default();
    let id = draft.name(Kind::Policy, &text(policy, "id").unwrap_or_default(), &called);
    let mut steps = Vec::new();
    for one in list(policy, "steps") {
        let mut page = Vec::new();
        for target in list(one, "targets") {
            let kind = match text(target, "type").unwrap_or_default().as_str() {
                "schedule" => Kind::Schedule,
                "user" => Kind::Person,
                other => {
                    draft.note(format!("policy {id}: a \"{other}\" target was left out"));
                    continue;
                }
            };
            let foreign = text(target, "id").unwrap_or_default();
            page.extend(draft.target(kind, &foreign, &format!("policy {id}")));
        }
        steps.push(step(page, number(one, "delayMinutes").unwrap_or(15)));
    }
    draft.policy(&id, steps);
}
