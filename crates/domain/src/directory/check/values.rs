//! Values that cannot be read, or that cannot be meant.

use jiff::SignedDuration;

use super::{
    Contradictions,
    addresses::{self, is_host},
};
use crate::{
    Directory,
    coverage::Region,
    directory::{
        Contact, ContactKind, LANGUAGES, Organization, Policy, Responder, Schedule, Team, Window,
    },
    zone,
};

/// A contact method that is to be used later than this is not meant for a night.
const LONGEST_RULE: SignedDuration = SignedDuration::from_hours(24);

pub(super) fn check(directory: &Directory, found: &mut Contradictions) {
    directory.responders.iter().for_each(|responder| of_responder(responder, found));
    directory.schedules.iter().for_each(|schedule| of_schedule(schedule, found));
    directory.policies.iter().for_each(|policy| of_policy(policy, found));
    directory.teams.iter().for_each(|team| of_team(team, found));
    directory.regions.iter().for_each(|region| of_region(region, found));
    directory.organizations.iter().for_each(|customer| of_organization(customer, found));
}

fn of_responder(responder: &Responder, found: &mut Contradictions) {
    let place = format!("responder {}", responder.id);
    time_zone(&place, &responder.time_zone, found);
    if let Some(tag) = responder.language.as_deref().filter(|tag| !LANGUAGES.contains(tag)) {
        let all = LANGUAGES.join(", ");
        let problem = format!("\"{tag}\" is no language of ours: write one of {all}");
        found.add(format!("{place}, language"), problem);
    }
    for contact in &responder.contact {
        of_contact(&format!("{place}, contact {}", contact.id), contact, found);
    }
    for (index, rule) in responder.rules.iter().enumerate() {
        if rule.after.is_negative() {
            found.add(
                format!("{place}, rules[{index}].after"),
                "lies in the past: write 0s or more",
            );
        } else if rule.after > LONGEST_RULE {
            let problem = "calls nobody in the same night: write a day or less";
            found.add(format!("{place}, rules[{index}].after"), problem);
        }
        windows(&format!("{place}, rules[{index}].during"), &rule.during, found);
    }
}

/// What stands there is shown to requesters.
fn of_team(team: &Team, found: &mut Contradictions) {
    let Some(bridge) = &team.bridge else { return };
    let place = format!("team {}, bridge", team.id);
    let is_link = |link: &String| {
        let rest = link.strip_prefix("https://").or_else(|| link.strip_prefix("http://"));
        rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
    };
    if bridge.link.as_ref().is_some_and(|link| !is_link(link)) {
        let problem = "is no link: write it as https://meet.example.com/{room}";
        found.add(format!("{place}.link"), problem);
    }
    for (key, value) in [("phone", &bridge.phone), ("pin", &bridge.pin)] {
        let is_line = |text: &String| !text.trim().is_empty() && !text.contains(char::is_control);
        if value.as_ref().is_some_and(|text| !is_line(text)) {
            found.add(
                format!("{place}.{key}"),
                "is empty, or not on one line: write it, or leave it out",
            );
        }
    }
}

fn of_contact(place: &str, contact: &Contact, found: &mut Contradictions) {
    if let Some(problem) = addresses::problem(contact.kind, &contact.address) {
        found.add(format!("{place}, address"), problem);
    }
    if contact.secret.is_some() && !contact.kind.takes_secret() {
        let problem = "only a webhook, ntfy or gotify has a secret: remove it, or change the kind";
        found.add(format!("{place}, secret"), problem);
    }
    if contact.kind == ContactKind::Gotify && contact.secret.is_none() {
        let problem = "is missing: write the token of the Gotify application";
        found.add(format!("{place}, secret"), problem);
    }
}

fn of_schedule(schedule: &Schedule, found: &mut Contradictions) {
    if schedule.drill.is_some_and(|within| within <= SignedDuration::ZERO) {
        let place = format!("schedule {}, drill", schedule.id);
        found.add(place, "leaves no time to answer: write how long, such as 15m, or leave it out");
    }
    let place = format!("schedule {}", schedule.id);
    time_zone(&place, &schedule.time_zone, found);
    for (layer, rotation) in schedule.rotations.iter().enumerate() {
        let place = format!("{place}, rotation[{layer}]");
        if let Err(problem) = rotation.length() {
            found.add(format!("{place}.handoff"), problem.to_string());
        }
        windows(&format!("{place}.during"), &rotation.during, found);
        if let Some(zone) = &rotation.time_zone {
            time_zone(&place, zone, found);
        }
    }
    for (index, over) in schedule.overrides.iter().enumerate() {
        if over.until <= over.from {
            let problem = format!("is not after its beginning, {}: write a later time", over.from);
            found.add(format!("{place}, override[{index}].until"), problem);
        }
    }
}

fn of_policy(policy: &Policy, found: &mut Contradictions) {
    let place = format!("policy {}", policy.id);
    let mut positive = |key: &str, length: SignedDuration| {
        if !length.is_positive() {
            found.add(format!("{place}, {key}"), "must be longer than nothing: write 5m");
        }
    };
    positive("repeat_last_every", policy.repeat_last_every);
    for (number, step) in policy.steps.iter().enumerate() {
        positive(&format!("steps[{number}].answer_within"), step.answer_within);
    }
    if policy.steps.is_empty() {
        found.add(
            format!("{place}, steps"),
            "are empty: write at least one step, with whom it pages",
        );
    }
    for (number, step) in policy.steps.iter().enumerate() {
        if step.page.is_empty() {
            let problem = "is empty: write whom this step pages, as in [\"schedule:primary\"]";
            found.add(format!("{place}, steps[{number}].page"), problem);
        }
    }
}

fn of_region(region: &Region, found: &mut Contradictions) {
    let place = format!("region {}", region.id);
    time_zone(&place, &region.time_zone, found);
    windows(&format!("{place}, hours"), &region.hours, found);
    if let Some(problem) = region.holidays.as_ref().and_then(|days| days.problem()) {
        found.add(format!("{place}, holidays"), problem.to_string());
    }
    for date in region.open.iter().filter(|date| region.closed.contains(date)) {
        let problem = format!("{date} is closed too: remove it from one of the two lists");
        found.add(format!("{place}, open"), problem);
    }
}

fn of_organization(organization: &Organization, found: &mut Contradictions) {
    let place = format!("organization {}", organization.id);
    for (index, domain) in organization.domains.iter().enumerate() {
        if !is_host(domain) {
            let problem = format!("\"{domain}\" is not a mail domain: write it as acme.example");
            found.add(format!("{place}, domains[{index}]"), problem);
        }
    }
    if organization.switch.as_ref().is_some_and(|switch| !switch.limit.is_positive()) {
        found.add(format!("{place}, switch.limit"), "must be longer than nothing: write 4h");
    }
}

fn time_zone(place: &str, name: &str, found: &mut Contradictions) {
    if zone::named(name).is_none() {
        let problem = format!(
            "there is no time zone \"{name}\": write an IANA name such as America/New_York or UTC"
        );
        found.add(format!("{place}, time_zone"), problem);
    }
}

fn windows(place: &str, windows: &[Window], found: &mut Contradictions) {
    for (index, window) in windows.iter().enumerate() {
        if let Err(problem) = window.read_days() {
            found.add(format!("{place}[{index}].days"), problem.to_string());
        }
    }
}
