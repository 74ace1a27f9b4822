//! `PagerDuty`: users with contact methods and rules, teams, schedules with layers, escalation
//! policies, as its REST API gives them.

use domain::{
    directory::{ContactKind, Override, Rotation, Rule, Schedule, Team, Window},
    id::ContactId,
};
use jiff::{SignedDuration, Timestamp, civil::Time};
use serde_json::Value;

use super::{
    draft::{Draft, Kind, add_contact, local, phone, responder, rotation, step, window, windows},
    reading::{list, number, text},
};

pub(super) fn read(export: &Value, now: Timestamp) -> Draft {
    let mut draft = Draft::default();
    list(export, "users").iter().for_each(|user| person(&mut draft, user));
    for team in list(export, "teams") {
        let called = text(team, "name").or_else(|| text(team, "summary")).unwrap_or_default();
        let id = draft.name(Kind::Team, &text(team, "id").unwrap_or_default(), &called);
        draft.directory.teams.push(Team {
            id: id.as_str().into(),
            name: called,
            members: Vec::new(),
            lead: None,
            bridge: None,
        });
    }
    list(export, "users").iter().for_each(|user| joins_teams(&mut draft, user));
    list(export, "schedules").iter().for_each(|one| schedule(&mut draft, one, now));
    list(export, "escalation_policies").iter().for_each(|one| policy(&mut draft, one));
    draft
}

fn person(draft: &mut Draft, user: &Value) {
    let email = text(user, "email");
    let called = text(user, "name").or_else(|| text(user, "summary")).or_else(|| email.clone());
    let called = called.unwrap_or_default();
    let foreign = text(user, "id").unwrap_or_default();
    let id = draft.name(Kind::Person, &foreign, &called);
    let mut made = responder(&id, called, text(user, "time_zone"));
    let mut contacts = Vec::new();
    for method in list(user, "contact_methods") {
        let address = text(method, "address").unwrap_or_default();
        let country = text(method, "country_code");
        let kind = match text(method, "type").unwrap_or_default().split("_contact").next() {
            Some("email") => ContactKind::Email,
            Some("sms") => ContactKind::Sms,
            Some("phone") => ContactKind::Voice,
            other => {
                let kind = other.unwrap_or_default();
                draft.note(format!("responder {id}: a \"{kind}\" contact is not carried over"));
                continue;
            }
        };
        let is_phone = matches!(kind, ContactKind::Sms | ContactKind::Voice);
        let address = if is_phone { phone(country.as_deref(), &address) } else { address };
        contacts.push((text(method, "id"), add_contact(&mut made, kind, &address)));
    }
    if let (true, Some(email)) = (made.contact.is_empty(), email) {
        add_contact(&mut made, ContactKind::Email, &email);
    }
    for rule in list(user, "notification_rules") {
        let is_urgent = text(rule, "urgency").is_none_or(|urgency| urgency == "high");
        let method = text(rule, "contact_method.id");
        let known = contacts.iter().find(|(foreign, _)| *foreign == method);
        if let (true, Some((_, via))) = (is_urgent, known) {
            let minutes = number(rule, "start_delay_in_minutes").unwrap_or_default().max(0);
            let after = SignedDuration::from_mins(minutes);
            made.rules.push(Rule { via: ContactId(via.clone()), after, during: Vec::new() });
        }
    }
    draft.directory.responders.push(made);
}

fn joins_teams(draft: &mut Draft, user: &Value) {
    let person = text(user, "id").and_then(|id| draft.known(Kind::Person, &id).map(str::to_owned));
    for team in list(user, "teams") {
        let team = text(team, "id").and_then(|id| draft.known(Kind::Team, &id).map(str::to_owned));
        let teams = &mut draft.directory.teams;
        let team = teams.iter_mut().find(|one| Some(one.id.as_str()) == team.as_deref());
        if let (Some(team), Some(person)) = (team, &person) {
            team.members.push(person.as_str().into());
        }
    }
}

fn schedule(draft: &mut Draft, schedule: &Value, now: Timestamp) {
    let called = text(schedule, "name").or_else(|| text(schedule, "summary")).unwrap_or_default();
    let id = draft.name(Kind::Schedule, &text(schedule, "id").unwrap_or_default(), &called);
    let time_zone = text(schedule, "time_zone").unwrap_or_else(|| "UTC".to_owned());
    let mut rotations = Vec::new();
    // The layer on top comes first over there, and last here.
    for layer in list(schedule, "schedule_layers").iter().rev() {
        let has_ended = text(layer, "end").and_then(|end| end.parse::<Timestamp>().ok());
        if has_ended.is_none_or(|end| end > now) {
            rotations.extend(read_layer(draft, layer, &id, &time_zone));
        }
    }
    let mut overrides = Vec::new();
    for one in list(schedule, "overrides") {
        let who = text(one, "user.id").unwrap_or_default();
        let responder = draft.person(&who, &format!("schedule {id}"));
        let when = |key: &str| text(one, key).and_then(|at| local(&at, &time_zone));
        if let (Some(responder), Some(from), Some(until)) = (responder, when("start"), when("end"))
        {
            overrides.push(Override { responder, from, until, note: None });
        }
    }
    let id = id.as_str().into();
    draft.directory.schedules.push(Schedule { id, time_zone, rotations, overrides, drill: None });
}

fn read_layer(draft: &mut Draft, layer: &Value, id: &str, zone: &str) -> Option<Rotation> {
    let place = format!("schedule {id}");
    let mut members = Vec::new();
    for member in list(layer, "users") {
        let foreign = text(member, "user.id").or_else(|| text(member, "id")).unwrap_or_default();
        members.extend(draft.person(&foreign, &place));
    }
    let starts = text(layer, "rotation_virtual_start").or_else(|| text(layer, "start"));
    let Some(starts) = starts.and_then(|at| local(&at, zone)) else {
        draft.note(format!("{place}: a layer does not say when it starts and was left out"));
        return None;
    };
    if text(layer, "end").is_some() {
        draft.note(format!("{place}: a layer ends one day; here it goes on: take it out then"));
    }
    let turn = number(layer, "rotation_turn_length_seconds").unwrap_or(7 * 24 * 3600);
    let mut made = rotation(members, starts, turn);
    made.during = list(layer, "restrictions").iter().flat_map(restriction).collect();
    Some(made)
}

fn restriction(one: &Value) -> Vec<Window> {
    let from: Option<Time> = text(one, "start_time_of_day").and_then(|time| time.parse().ok());
    let seconds = number(one, "duration_seconds").unwrap_or_default();
    let from = from.unwrap_or_default();
    match (text(one, "type").as_deref(), number(one, "start_day_of_week")) {
        (Some("weekly_restriction"), Some(day)) => {
            windows(usize::try_from(day - 1).unwrap_or_default(), from, seconds)
        }
        _ if seconds >= 24 * 3600 => Vec::new(),
        _ => vec![window("mon-sun", from, seconds)],
    }
}

fn policy(draft: &mut Draft, policy: &Value) {
    let called = text(policy, "name").or_else(|| text(policy, "summary")).unwrap_or_default();
    let id = draft.name(Kind::Policy, &text(policy, "id").unwrap_or_default(), &called);
    let mut steps = Vec::new();
    for rule in list(policy, "escalation_rules") {
        let mut page = Vec::new();
        for target in list(rule, "targets") {
            let kind = text(target, "type").unwrap_or_default();
            let kind = if kind.starts_with("schedule") { Kind::Schedule } else { Kind::Person };
            let foreign = text(target, "id").unwrap_or_default();
            page.extend(draft.target(kind, &foreign, &format!("policy {id}")));
        }
        let minutes = number(rule, "escalation_delay_in_minutes").unwrap_or(30);
        steps.push(step(page, minutes));
    }
    draft.policy(&id, steps);
}
