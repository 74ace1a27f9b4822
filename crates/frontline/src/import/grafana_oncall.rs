//! Grafana `OnCall`: users, on-call shifts, schedules, escalation chains with their steps, as its
//! API gives them.

use domain::directory::{ContactKind, Override, Rotation, Schedule, Target, Window};
use jiff::{SignedDuration, Timestamp, civil::DateTime};
use serde_json::Value;

use super::{
    draft::{Draft, Kind, add_contact, local, phone, responder, rotation, step, window, windows},
    reading::{list, number, text, texts},
};

const DAY_SECS: i64 = 24 * 3600;

pub(super) fn read(export: &Value, now: Timestamp) -> Draft {
    let mut draft = Draft::default();
    list(export, "users").iter().for_each(|user| person(&mut draft, user));
    let shifts = list(export, "on_call_shifts");
    list(export, "schedules").iter().for_each(|one| schedule(&mut draft, one, shifts, now));
    let all = list(export, "escalation_policies");
    for chain in list(export, "escalation_chains") {
        let foreign = text(chain, "id").unwrap_or_default();
        let is_its = |one: &&Value| text(one, "escalation_chain_id").as_ref() == Some(&foreign);
        let mut own: Vec<_> = all.iter().filter(is_its).collect();
        own.sort_by_key(|one| number(one, "position").unwrap_or_default());
        let id = draft.name(Kind::Policy, &foreign, &text(chain, "name").unwrap_or_default());
        policy(&mut draft, &id, &own);
    }
    draft
}

fn person(draft: &mut Draft, user: &Value) {
    let (email, called) = (text(user, "email"), text(user, "name"));
    let called = called.or_else(|| text(user, "username")).or_else(|| email.clone());
    let called = called.unwrap_or_default();
    let id = draft.name(Kind::Person, &text(user, "id").unwrap_or_default(), &called);
    let mut made = responder(&id, called, text(user, "timezone"));
    if let Some(number) = text(user, "verified_phone_number") {
        let number = phone(None, &number);
        add_contact(&mut made, ContactKind::Sms, &number);
        add_contact(&mut made, ContactKind::Voice, &number);
    }
    if let Some(email) = email {
        add_contact(&mut made, ContactKind::Email, &email);
    }
    draft.directory.responders.push(made);
}

fn schedule(draft: &mut Draft, schedule: &Value, shifts: &[Value], now: Timestamp) {
    let called = text(schedule, "name").unwrap_or_default();
    let id = draft.name(Kind::Schedule, &text(schedule, "id").unwrap_or_default(), &called);
    let time_zone = text(schedule, "time_zone").unwrap_or_else(|| "UTC".to_owned());
    if text(schedule, "ical_url_primary").is_some() {
        draft.note(format!("schedule {id}: shifts of its calendar are not carried over"));
    }
    let named = texts(schedule, "shifts");
    let (mut layers, mut overrides) = (Vec::new(), Vec::new());
    for shift in shifts {
        if !text(shift, "id").is_some_and(|id| named.contains(&id)) {
            continue;
        }
        let zone = text(shift, "time_zone").unwrap_or_else(|| time_zone.clone());
        if zone != time_zone {
            draft.note(format!("schedule {id}: a shift in {zone} is read in {time_zone}"));
        }
        let ended = text(shift, "until").and_then(|at| local(&at, &time_zone));
        let today = local(&now.to_string(), &time_zone);
        if ended.zip(today).is_some_and(|(end, today)| end <= today) {
            continue;
        }
        let level = number(shift, "level").unwrap_or_default();
        match text(shift, "type").as_deref() {
            Some("single_event" | "override") => {
                overrides.extend(single(draft, shift, &id, &time_zone));
            }
            _ => layers.extend(layer(draft, shift, &id, &time_zone).map(|it| (level, it))),
        }
    }
    layers.sort_by_key(|(level, _)| *level);
    let rotations = layers.into_iter().map(|(_, layer)| layer).collect();
    let id = id.as_str().into();
    draft.directory.schedules.push(Schedule { id, time_zone, rotations, overrides, drill: None });
}

/// The people who take turns: of several who would be on call together, the first.
fn members(draft: &mut Draft, shift: &Value, id: &str) -> Vec<domain::ResponderId> {
    let rolling = shift.get("rolling_users").and_then(Value::as_array);
    let groups: Vec<Vec<String>> = match rolling {
        Some(groups) => groups
            .iter()
            .map(|group| {
                let people = group.as_array().into_iter().flatten();
                people.filter_map(Value::as_str).map(str::to_owned).collect()
            })
            .collect(),
        None => vec![texts(shift, "users")],
    };
    let mut members = Vec::new();
    for group in groups {
        if group.len() > 1 {
            draft.note(format!(
                "schedule {id}: {} people share a turn; the first one has it here",
                group.len()
            ));
        }
        if let Some(first) = group.first() {
            members.extend(draft.person(first, &format!("schedule {id}")));
        }
    }
    members
}

fn times(shift: &Value, zone: &str) -> Option<(DateTime, i64)> {
    let starts = text(shift, "rotation_start").or_else(|| text(shift, "start"))?;
    Some((local(&starts, zone)?, number(shift, "duration").unwrap_or(DAY_SECS)))
}

fn single(draft: &mut Draft, shift: &Value, id: &str, zone: &str) -> Option<Override> {
    let responder = members(draft, shift, id).into_iter().next()?;
    let (from, seconds) = times(shift, zone)?;
    let until = from + SignedDuration::from_secs(seconds);
    Some(Override { responder, from, until, note: None })
}

fn layer(draft: &mut Draft, shift: &Value, id: &str, zone: &str) -> Option<Rotation> {
    let members = members(draft, shift, id);
    let Some((starts, seconds)) = times(shift, zone) else {
        draft.note(format!("schedule {id}: a shift does not say when it starts"));
        return None;
    };
    let days = texts(shift, "by_day");
    let every = number(shift, "interval").unwrap_or(1).clamp(1, 1000);
    let unit = match text(shift, "frequency").as_deref() {
        Some("hourly") => 3600,
        Some("daily") => DAY_SECS,
        Some("monthly") => {
            draft.note(format!("schedule {id}: a monthly shift becomes one of four weeks"));
            28 * DAY_SECS
        }
        _ => 7 * DAY_SECS,
    };
    let turn = unit * every;
    let mut made = rotation(members, starts, turn);
    made.during = on_air(starts, seconds, turn, &days);
    Some(made)
}

fn on_air(starts: DateTime, seconds: i64, turn: i64, days: &[String]) -> Vec<Window> {
    let from = starts.time();
    if !days.is_empty() {
        let named = |day: &String| match day.as_str() {
            "MO" => "mon",
            "TU" => "tue",
            "WE" => "wed",
            "TH" => "thu",
            "FR" => "fri",
            "SA" => "sat",
            _ => "sun",
        };
        let days: Vec<_> = days.iter().map(named).collect();
        let whole = seconds % DAY_SECS == 0 && from == jiff::civil::Time::midnight();
        return match whole {
            true if days.len() == 7 => Vec::new(),
            true => vec![Window { days: days.join(","), from: None, until: None }],
            false => vec![window(&days.join(","), from, seconds.min(DAY_SECS))],
        };
    }
    if seconds >= turn {
        Vec::new()
    } else if turn <= DAY_SECS {
        vec![window("mon-sun", from, seconds)]
    } else {
        let day = starts.date().weekday().to_monday_zero_offset();
        windows(usize::try_from(day).unwrap_or_default(), from, seconds)
    }
}

fn policy(draft: &mut Draft, id: &str, own: &[&Value]) {
    let place = format!("policy {id}");
    let mut steps = Vec::new();
    let mut page: Vec<Target> = Vec::new();
    for one in own {
        match text(one, "type").unwrap_or_default().as_str() {
            "wait" => {
                let minutes = number(one, "duration").unwrap_or(300) / 60;
                if !page.is_empty() {
                    steps.push(step(std::mem::take(&mut page), minutes));
                }
            }
            "notify_on_call_from_schedule" => {
                let foreign = text(one, "notify_on_call_from_schedule").unwrap_or_default();
                page.extend(draft.target(Kind::Schedule, &foreign, &place));
            }
            "notify_persons" | "notify_person_next_each_time" => {
                let people = [
                    texts(one, "persons_to_notify"),
                    texts(one, "persons_to_notify_next_each_time"),
                ];
                for person in people.concat() {
                    page.extend(draft.target(Kind::Person, &person, &place));
                }
            }
            // Frontline goes on for ever anyway.
            "repeat_escalation" => {}
            other => draft.note(format!("{place}: a step \"{other}\" is not carried over")),
        }
    }
    if !page.is_empty() {
        steps.push(step(page, 5));
    }
    draft.policy(id, steps);
}
