//! Opsgenie: users with contacts, teams, schedules with rotations, escalations, as its REST API
//! gives them.

use domain::directory::{ContactKind, Rotation, Schedule, Target, Team, Window};
use jiff::civil::Time;
use serde_json::Value;

use super::{
    draft::{Draft, Kind, add_contact, local, phone, responder, rotation, step, window, windows},
    reading::{list, number, text},
};

pub(super) fn read(export: &Value) -> Draft {
    let mut draft = Draft::default();
    list(export, "users").iter().for_each(|user| person(&mut draft, user));
    list(export, "teams").iter().for_each(|one| team(&mut draft, one));
    list(export, "schedules").iter().for_each(|one| schedule(&mut draft, one));
    list(export, "escalations").iter().for_each(|one| escalation(&mut draft, one));
    draft
}

/// Its things are named by id, or by name where the name is unique.
fn alias(draft: &mut Draft, kind: Kind, value: &Value, called: &str) -> String {
    let other = text(value, "username").unwrap_or_else(|| called.to_owned());
    let foreign = text(value, "id").unwrap_or_else(|| other.clone());
    let name = draft.name(kind, &foreign, called);
    draft.also(kind, &other, &name);
    name
}

fn person(draft: &mut Draft, user: &Value) {
    let email = text(user, "username").unwrap_or_default();
    let called = text(user, "fullName").unwrap_or_else(|| email.clone());
    let id = alias(draft, Kind::Person, user, &called);
    let mut made = responder(&id, called, text(user, "timeZone"));
    let contacts = list(user, "contacts").iter().chain(list(user, "userContacts"));
    for contact in contacts {
        let to = text(contact, "to").unwrap_or_default();
        match text(contact, "method").or_else(|| text(contact, "contactMethod")).as_deref() {
            Some("sms") => add_contact(&mut made, ContactKind::Sms, &phone(None, &to)),
            Some("voice") => add_contact(&mut made, ContactKind::Voice, &phone(None, &to)),
            Some("email") => add_contact(&mut made, ContactKind::Email, &to),
            other => {
                let kind = other.unwrap_or("nameless");
                draft.note(format!("responder {id}: a \"{kind}\" contact is not carried over"));
                continue;
            }
        };
    }
    if made.contact.is_empty() && email.contains('@') {
        add_contact(&mut made, ContactKind::Email, &email);
    }
    draft.directory.responders.push(made);
}

/// What `value` names by its id, its name or its mail address.
fn named(kind: Kind, draft: &Draft, value: &Value) -> String {
    let ids: Vec<_> =
        ["id", "username", "name"].iter().filter_map(|key| text(value, key)).collect();
    let known = ids.iter().find(|id| draft.known(kind, id).is_some());
    known.or(ids.first()).cloned().unwrap_or_default()
}

fn team(draft: &mut Draft, team: &Value) {
    let called = text(team, "name").unwrap_or_default();
    let id = alias(draft, Kind::Team, team, &called);
    let (mut members, mut lead) = (Vec::new(), None);
    for member in list(team, "members") {
        let foreign = named(Kind::Person, draft, member.get("user").unwrap_or(member));
        let Some(person) = draft.person(&foreign, &format!("team {id}")) else { continue };
        if lead.is_none() && text(member, "role").as_deref() == Some("admin") {
            lead = Some(person.clone());
        }
        members.push(person);
    }
    draft.directory.teams.push(Team {
        id: id.as_str().into(),
        name: called,
        members,
        lead,
        bridge: None,
    });
}

fn schedule(draft: &mut Draft, schedule: &Value) {
    let called = text(schedule, "name").unwrap_or_default();
    let id = alias(draft, Kind::Schedule, schedule, &called);
    let time_zone = text(schedule, "timezone").or_else(|| text(schedule, "timeZone"));
    let time_zone = time_zone.unwrap_or_else(|| "UTC".to_owned());
    let mut rotations = Vec::new();
    for one in list(schedule, "rotations") {
        rotations.extend(read_rotation(draft, one, &id, &time_zone));
    }
    if rotations.len() > 1 {
        draft.note(format!(
            "schedule {id}: of several rotations at one time, the last one counts here, while all \
             are called there: use two schedules where two people are meant"
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

fn read_rotation(draft: &mut Draft, one: &Value, id: &str, zone: &str) -> Option<Rotation> {
    let place = format!("schedule {id}");
    let mut members = Vec::new();
    for member in list(one, "participants") {
        match text(member, "type").as_deref() {
            Some("user") | None => {
                let foreign = named(Kind::Person, draft, member);
                members.extend(draft.person(&foreign, &place));
            }
            Some("none") => draft.note(format!("{place}: a turn of nobody was left out")),
            Some(kind) => draft.note(format!("{place}: a turn of a {kind} was left out")),
        }
    }
    let Some(starts) = text(one, "startDate").and_then(|at| local(&at, zone)) else {
        draft.note(format!("{place}: a rotation does not say when it starts and was left out"));
        return None;
    };
    let length = number(one, "length").unwrap_or(1).clamp(1, 1000);
    let turn = match text(one, "type").as_deref() {
        Some("hourly") => 3600,
        Some("daily") => 24 * 3600,
        _ => 7 * 24 * 3600,
    };
    let mut made = rotation(members, starts, turn * length);
    made.during = one.get("timeRestriction").map(restrictions).unwrap_or_default();
    Some(made)
}

fn restrictions(value: &Value) -> Vec<Window> {
    let each = list(value, "restrictions").iter().chain(value.get("restriction"));
    each.flat_map(restriction).collect()
}

fn restriction(one: &Value) -> Vec<Window> {
    let time = |hour: &str, minute: &str| {
        let part = |key: &str| i8::try_from(number(one, key).unwrap_or_default()).ok();
        Time::new(part(hour)? % 24, part(minute)?, 0, 0).ok()
    };
    let (Some(from), Some(until)) = (time("startHour", "startMin"), time("endHour", "endMin"))
    else {
        return Vec::new();
    };
    let second = |time: Time| i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60;
    let day = |key: &str| {
        let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        let named = text(one, key)?.to_lowercase();
        days.iter().position(|day| *day == named)
    };
    let length = second(until) - second(from);
    match (day("startDay"), day("endDay")) {
        (Some(first), Some(last)) => {
            let days = i64::try_from((last + 7 - first) % 7).unwrap_or_default();
            let length = length + days * 24 * 3600;
            windows(first, from, if length <= 0 { length + 7 * 24 * 3600 } else { length })
        }
        _ if length == 0 => Vec::new(),
        _ => vec![window("mon-sun", from, length.rem_euclid(24 * 3600))],
    }
}

fn escalation(draft: &mut Draft, escalation: &Value) {
    let called = text(escalation, "name").unwrap_or_default();
    let id = alias(draft, Kind::Policy, escalation, &called);
    let mut timed: Vec<(i64, Target)> = Vec::new();
    for rule in list(escalation, "rules") {
        let Some(recipient) = rule.get("recipient") else { continue };
        let kind = match text(recipient, "type").as_deref() {
            Some("schedule") => Kind::Schedule,
            Some("team") => Kind::Team,
            _ => Kind::Person,
        };
        let foreign = named(kind, draft, recipient);
        let after = match text(rule, "delay.timeUnit").as_deref() {
            Some("hours") => 60,
            _ => 1,
        } * number(rule, "delay.timeAmount").unwrap_or_default();
        if let Some(target) = draft.target(kind, &foreign, &format!("policy {id}")) {
            timed.push((after, target));
        }
    }
    // Delays count from the beginning over there, from step to step here.
    timed.sort_by_key(|(after, _)| *after);
    let groups: Vec<_> = timed.chunk_by(|one, next| one.0 == next.0).collect();
    let steps = groups.iter().enumerate().map(|(index, group)| {
        let next = groups.get(index + 1).map_or(group[0].0 + 5, |next| next[0].0);
        step(group.iter().map(|(_, target)| target.clone()).collect(), next - group[0].0)
    });
    let steps = steps.collect();
    draft.policy(&id, steps);
}
