//! Where a page would reach nobody, or only by a thread.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::Hole;
use crate::{
    Directory,
    directory::{ContactKind, Policy, Responder, Schedule, Target},
    id::{ResponderId, ScheduleId},
    span::{Span, common, without},
    zone::Clock,
};

pub(super) fn find(directory: &Directory, now: Timestamp, until: Timestamp) -> Vec<Hole> {
    let Some(ahead) = Span::new(now, until) else { return Vec::new() };
    if directory.policies.is_empty() {
        let problem = "there is no escalation policy, so nobody would be paged: add a [[policy]] \
                       with default = true and at least one step";
        return vec![always("directory", problem.to_owned())];
    }
    let off_hours = without(&[ahead], &directory.open_hours(ahead));
    let gaps = gaps(directory, ahead);
    let mut holes = unreachable(directory, now);
    for (schedule, gaps) in &gaps {
        let told = common(gaps, &off_hours).into_iter().map(|gap| of_schedule(schedule, gap));
        holes.extend(told);
    }
    for policy in &directory.policies {
        let empty = pages_nobody(directory, policy, ahead, &gaps);
        holes.extend(empty.into_iter().map(|gap| of_policy(directory, policy, gap, ahead)));
    }
    holes
}

/// The stretches in which nobody is on call, for each schedule that some policy uses.
type Gaps<'a> = Vec<(&'a Schedule, Vec<Span>)>;

fn gaps(directory: &Directory, ahead: Span) -> Gaps<'_> {
    let responders: BTreeSet<_> = directory.responders.iter().map(|person| &person.id).collect();
    let steps = directory.policies.iter().flat_map(|policy| &policy.steps);
    let used: BTreeSet<&ScheduleId> =
        steps.flat_map(|step| &step.page).filter_map(schedule_of).collect();
    let used = directory.schedules.iter().filter(|schedule| used.contains(&schedule.id));
    let with_gaps = used.map(|schedule| {
        let shifts = schedule.shifts_among(ahead.from, ahead.until, &|id| responders.contains(id));
        let gaps = shifts.into_iter().filter(|shift| shift.responder.is_none());
        (schedule, gaps.filter_map(|gap| Span::new(gap.from, gap.until)).collect())
    });
    with_gaps.collect()
}

/// The stretches in which no step of `policy` names anybody.
fn pages_nobody(directory: &Directory, policy: &Policy, ahead: Span, gaps: &Gaps<'_>) -> Vec<Span> {
    let mut empty = vec![ahead];
    for target in policy.steps.iter().flat_map(|step| &step.page) {
        let known = |id: &ResponderId| directory.responder(id).is_some();
        let has_people = match target {
            Target::Team(id) => {
                directory.team(id).is_some_and(|team| team.members.iter().any(known))
            }
            Target::Responder(id) => known(id),
            Target::Schedule(id) => {
                if let Some((_, gaps)) = gaps.iter().find(|(schedule, _)| schedule.id == *id) {
                    empty = common(&empty, gaps);
                }
                false
            }
        };
        if has_people {
            return Vec::new();
        }
    }
    empty
}

/// The people whom a page can reach, but not surely.
fn unreachable(directory: &Directory, now: Timestamp) -> Vec<Hole> {
    let mut by: BTreeMap<&ResponderId, String> = BTreeMap::new();
    for policy in &directory.policies {
        for target in policy.steps.iter().flat_map(|step| &step.page) {
            for person in people(directory, target, now) {
                by.entry(person).or_insert_with(|| format!("policy {} ({target})", policy.id));
            }
        }
    }
    let people = by.into_iter().filter_map(|(id, by)| Some((directory.responder(id)?, by)));
    people.filter_map(|(person, by)| of_responder(person, &by)).collect()
}

/// Everybody whom a target may ever name from `now` on.
fn people<'a>(
    directory: &'a Directory,
    target: &'a Target,
    now: Timestamp,
) -> Vec<&'a ResponderId> {
    match target {
        Target::Responder(id) => vec![id],
        Target::Team(id) => {
            directory.team(id).map_or_else(Vec::new, |team| team.members.iter().collect())
        }
        Target::Schedule(id) => directory.schedule(id).map_or_else(Vec::new, |schedule| {
            let today = Clock::of(&schedule.time_zone).map(|clock| clock.shows(now));
            let to_come =
                schedule.overrides.iter().filter(|over| today.is_none_or(|at| at < over.until));
            let members = schedule.rotations.iter().flat_map(|rotation| &rotation.members);
            members.chain(to_come.map(|over| &over.responder)).collect()
        }),
    }
}

fn of_responder(person: &Responder, by: &str) -> Option<Hole> {
    let mut used: Vec<_> = person.ring_order().into_iter().map(|(_, contact)| contact).collect();
    used.sort();
    used.dedup();
    let problem = match used.as_slice() {
        [] => format!("is paged by {by} but has no contact method: add one to contact"),
        [only] if person.contact.len() > 1 => format!(
            "is paged by {by}, but the rules use only \"{only}\": add a rule for a second contact \
             method, so that a page still arrives when the first one fails"
        ),
        [only] => {
            let kind = person.contact(only).map_or("contact", |contact| kind_name(contact.kind));
            format!(
                "is paged by {by} but has one contact method only ({kind}): add a second one, so \
                 that a page still arrives when the first one fails"
            )
        }
        _ => return None,
    };
    Some(always(&format!("responder {}", person.id), problem))
}

fn of_schedule(schedule: &Schedule, gap: Span) -> Hole {
    let problem = format!(
        "nobody is on call {}: add a rotation or an override for this time",
        told(gap, &schedule.time_zone)
    );
    let (from, until) = (Some(gap.from), Some(gap.until));
    Hole { place: format!("schedule {}", schedule.id), problem, from, until }
}

fn of_policy(directory: &Directory, policy: &Policy, gap: Span, ahead: Span) -> Hole {
    let place = format!("policy {}", policy.id);
    let remedy = "add a team or a person as the last step";
    if gap == ahead {
        return always(&place, format!("no step names anybody who could be paged: {remedy}"));
    }
    let mut targets = policy.steps.iter().flat_map(|step| &step.page);
    let schedule = targets.find_map(schedule_of).and_then(|id| directory.schedule(id));
    let zone = schedule.map_or("UTC", |schedule| &schedule.time_zone);
    let problem = format!("no step names anybody {}: {remedy}", told(gap, zone));
    Hole { place, problem, from: Some(gap.from), until: Some(gap.until) }
}

fn always(place: &str, problem: String) -> Hole {
    Hole { place: place.to_owned(), problem, from: None, until: None }
}

fn schedule_of(target: &Target) -> Option<&ScheduleId> {
    match target {
        Target::Schedule(id) => Some(id),
        Target::Team(_) | Target::Responder(_) => None,
    }
}

fn kind_name(kind: ContactKind) -> &'static str {
    match kind {
        ContactKind::Sms => "sms",
        ContactKind::Voice => "voice",
        ContactKind::Email => "email",
        ContactKind::Webhook => "webhook",
    }
}

/// `from Sat 2026-11-28 09:00 until Mon 2026-11-30 09:00 (America/New_York)`.
fn told(gap: Span, zone: &str) -> String {
    let (clock, zone) = match Clock::of(zone) {
        Some(clock) => (Some(clock), zone),
        None => (Clock::of("UTC"), "UTC"),
    };
    let show = |at: Timestamp| match &clock {
        Some(clock) => clock.shows(at).strftime("%a %Y-%m-%d %H:%M").to_string(),
        None => at.to_string(),
    };
    format!("from {} until {} ({zone})", show(gap.from), show(gap.until))
}
