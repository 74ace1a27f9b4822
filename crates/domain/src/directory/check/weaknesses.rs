//! Single points of failure: what would still work today, and not on the night on which one thing
//! more goes wrong. They are told with their remedy and refuse nothing.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{
    Hole, Weakness,
    holes::told,
    people::{UNVERIFIED, people},
};
use crate::{
    Directory,
    directory::{ContactKind, Policy, Responder, Schedule, Shift, Target},
    id::ResponderId,
    span::Span,
};

pub(super) fn find(
    directory: &Directory,
    (now, until): (Timestamp, Timestamp),
    holes: &[Hole],
) -> Vec<Weakness> {
    let mut found = Vec::new();
    if !directory.policies.is_empty() && directory.leads().is_empty() {
        found.push(Weakness {
            place: "directory".to_owned(),
            problem: "nobody leads, so nobody hears of a hole or of a failed drill: give a team a \
                      lead, or a person the role \"lead\""
                .to_owned(),
        });
    }
    for name in &directory.accept {
        // What only proofs can mend is not ours to know.
        let is_of_proofs = name.trim().rsplit('/').next() == Some(UNVERIFIED);
        if !is_of_proofs && holes.iter().all(|hole| hole.name != name.trim()) {
            let problem =
                format!("\"{name}\" is accepted but is no hole any more: take it out of the list");
            found.push(Weakness { place: "accept".to_owned(), problem });
        }
    }
    for policy in &directory.policies {
        found.extend(alone(directory, policy, now));
        found.extend(twice(directory, policy, now, until));
    }
    let steps = directory.policies.iter().flat_map(|policy| &policy.steps);
    let targets: BTreeSet<_> = steps.flat_map(|step| &step.page).collect();
    let schedules = directory.schedules.iter();
    let used = schedules.filter(|it| targets.contains(&Target::Schedule(it.id.clone())));
    found.extend(used.filter_map(|schedule| one_member(directory, schedule)));
    let paged: BTreeSet<_> =
        targets.iter().flat_map(|target| people(directory, target, now)).collect();
    let paged = directory.responders.iter().filter(|person| paged.contains(&person.id));
    found.extend(paged.filter_map(over_the_phone));
    found
}

/// A policy that can only ever reach one person.
fn alone(directory: &Directory, policy: &Policy, now: Timestamp) -> Option<Weakness> {
    let steps = directory.steps_of(policy);
    let targets = steps.iter().flat_map(|step| &step.page);
    let all: BTreeSet<_> = targets.flat_map(|target| people(directory, target, now)).collect();
    let mut known = all.into_iter().filter_map(|id| directory.responder(id));
    let (only, None) = (known.next()?, known.next()) else { return None };
    let problem = format!(
        "only {} can ever be called: add a second person or a team as a further step",
        only.name
    );
    Some(Weakness { place: format!("policy {}", policy.id), problem })
}

/// One person whom two steps in a row call: the second gains nothing.
fn twice(
    directory: &Directory,
    policy: &Policy,
    now: Timestamp,
    until: Timestamp,
) -> Option<Weakness> {
    let steps = directory.steps_of(policy);
    let known = |id: &ResponderId| directory.responder(id).is_some();
    let shifts = |target: &Target| match target {
        Target::Schedule(id) => Some(directory.schedule(id)?.shifts_among(now, until, &known)),
        Target::Team(_) | Target::Responder(_) => None,
    };
    let mut found: Option<(Span, &ResponderId, usize)> = None;
    let mut times = 0;
    for (number, pair) in steps.windows(2).enumerate() {
        let ([first], [second]) = (pair[0].page.as_slice(), pair[1].page.as_slice()) else {
            continue;
        };
        let (Some(first), Some(second)) = (shifts(first), shifts(second)) else { continue };
        for (span, who) in same(&first, &second) {
            times += 1;
            if let Some(person) = directory.responder(&who) {
                found = found.or(Some((span, &person.id, number)));
            }
        }
    }
    let (span, who, step) = found?;
    let name = directory.responder(who).map_or(who.as_str(), |person| &person.name);
    let more = if times > 1 { format!(", and {} times more", times - 1) } else { String::new() };
    let problem = format!(
        "steps {} and {} both call {name} {}{more}: let the rotations differ, so that the second \
         step wakes somebody else",
        step + 1,
        step + 2,
        told(span, "UTC"),
    );
    Some(Weakness { place: format!("policy {}", policy.id), problem })
}

/// Where two lists of shifts name the same person.
fn same(first: &[Shift], second: &[Shift]) -> Vec<(Span, ResponderId)> {
    let (mut left, mut right) = (first.iter().peekable(), second.iter().peekable());
    let mut found = Vec::new();
    while let (Some(one), Some(other)) = (left.peek(), right.peek()) {
        if one.responder == other.responder
            && let Some(who) = &one.responder
            && let Some(span) = Span::new(one.from.max(other.from), one.until.min(other.until))
        {
            found.push((span, who.clone()));
        }
        if one.until < other.until {
            left.next();
        } else {
            right.next();
        }
    }
    found
}

fn one_member(directory: &Directory, schedule: &Schedule) -> Option<Weakness> {
    let members = schedule.rotations.iter().flat_map(|rotation| &rotation.members);
    let members: BTreeSet<_> = members.collect();
    let mut known = members.into_iter().filter_map(|id| directory.responder(id));
    let (only, None) = (known.next()?, known.next()) else { return None };
    let problem = format!(
        "only {} is ever on call: add a second member, who can stand in when {} cannot",
        only.name, only.name
    );
    Some(Weakness { place: format!("schedule {}", schedule.id), problem })
}

/// A person whose every way goes through the telephone network, and so through one provider.
fn over_the_phone(person: &Responder) -> Option<Weakness> {
    let is_phone = |kind: ContactKind| matches!(kind, ContactKind::Sms | ContactKind::Voice);
    if person.contact.len() < 2 || !person.contact.iter().all(|contact| is_phone(contact.kind)) {
        return None;
    }
    let problem = "is reached over the telephone network only, through one provider: add a webhook \
                   or an e-mail address as well";
    Some(Weakness { place: format!("responder {}", person.id), problem: problem.to_owned() })
}
