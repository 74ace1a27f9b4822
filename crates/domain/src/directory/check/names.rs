//! Names that lead nowhere, and names that lead to two things.

use std::collections::BTreeSet;

use super::Contradictions;
use crate::{
    Directory,
    directory::{Policy, Responder, Schedule, Target, Team},
    id::ResponderId,
};

pub(super) fn check(directory: &Directory, found: &mut Contradictions) {
    twins(directory, found);
    for responder in &directory.responders {
        rules(responder, found);
    }
    for team in &directory.teams {
        members(directory, team, found);
    }
    for schedule in &directory.schedules {
        on_call(directory, schedule, found);
    }
    for policy in &directory.policies {
        targets(directory, policy, found);
        last_resort(directory, policy, found);
    }
    for organization in &directory.organizations {
        let unknown = organization.policy.as_ref().filter(|id| directory.policy(id).is_none());
        if let Some(policy) = unknown {
            let place = format!("organization {}, policy", organization.id);
            found.add(place, missing("policy", policy.as_str()));
        }
    }
    let mut defaults = directory.policies.iter().filter(|policy| policy.default);
    if let (Some(first), Some(second)) = (defaults.next(), defaults.next()) {
        let place = format!("policy {}, default", second.id);
        let problem = format!("policy {} is the default already: leave one of them", first.id);
        found.add(place, problem);
    }
}

fn last_resort(directory: &Directory, policy: &Policy, found: &mut Contradictions) {
    let Some(next) = &policy.last_resort else { return };
    let place = format!("policy {}, last_resort", policy.id);
    if directory.policy(next).is_none() {
        found.add(place, missing("policy", next.as_str()));
        return;
    }
    let chain = directory.chain_of(policy);
    let leads_back = chain.last().is_some_and(|last| last.last_resort.is_some());
    if leads_back {
        let problem = "leads back to a policy that was before it: let the last one have no \
                       last_resort, as everybody is called after it";
        found.add(place, problem);
    }
}

fn twins(directory: &Directory, found: &mut Contradictions) {
    let mut once = |kind: &str, ids: Vec<&str>| {
        let mut seen = BTreeSet::new();
        for (index, id) in ids.into_iter().enumerate() {
            if id.trim().is_empty() {
                found.add(format!("{kind}[{index}], id"), "is empty: give it a name");
            } else if !seen.insert(id) {
                let problem = "is there twice: give one of them another id, or remove it";
                found.add(format!("{kind} {id}, id"), problem);
            }
        }
    };
    once("responder", directory.responders.iter().map(|it| it.id.as_str()).collect());
    once("team", directory.teams.iter().map(|it| it.id.as_str()).collect());
    once("schedule", directory.schedules.iter().map(|it| it.id.as_str()).collect());
    once("policy", directory.policies.iter().map(|it| it.id.as_str()).collect());
    once("region", directory.regions.iter().map(|it| it.id.as_str()).collect());
    once("organization", directory.organizations.iter().map(|it| it.id.as_str()).collect());
    for responder in &directory.responders {
        let ids = responder.contact.iter().map(|it| it.id.as_str()).collect();
        once(&format!("responder {}, contact", responder.id), ids);
    }
}

fn rules(responder: &Responder, found: &mut Contradictions) {
    for (index, rule) in responder.rules.iter().enumerate() {
        if responder.contact(&rule.via).is_none() {
            let place = format!("responder {}, rules[{index}].via", responder.id);
            let known = responder.contact.iter().map(|contact| contact.id.as_str());
            let known: Vec<_> = known.collect();
            let problem = if known.is_empty() {
                format!("\"{}\" is none of the contact methods: there are none", rule.via)
            } else {
                let known = known.join(", ");
                format!("\"{}\" is none of the contact methods: write one of {known}", rule.via)
            };
            found.add(place, problem);
        }
    }
}

fn members(directory: &Directory, team: &Team, found: &mut Contradictions) {
    for (index, member) in team.members.iter().enumerate() {
        let place = || format!("team {}, members[{index}]", team.id);
        person(directory, member, place, found);
    }
    if let Some(lead) = &team.lead {
        person(directory, lead, || format!("team {}, lead", team.id), found);
    }
}

fn on_call(directory: &Directory, schedule: &Schedule, found: &mut Contradictions) {
    for (layer, rotation) in schedule.rotations.iter().enumerate() {
        for (index, member) in rotation.members.iter().enumerate() {
            let place = || format!("schedule {}, rotation[{layer}].members[{index}]", schedule.id);
            person(directory, member, place, found);
        }
    }
    for (index, over) in schedule.overrides.iter().enumerate() {
        let place = || format!("schedule {}, override[{index}].responder", schedule.id);
        person(directory, &over.responder, place, found);
    }
}

fn targets(directory: &Directory, policy: &Policy, found: &mut Contradictions) {
    for (number, step) in policy.steps.iter().enumerate() {
        for (index, target) in step.page.iter().enumerate() {
            let (known, kind, id) = match target {
                Target::Schedule(id) => (directory.schedule(id).is_some(), "schedule", id.as_str()),
                Target::Team(id) => (directory.team(id).is_some(), "team", id.as_str()),
                Target::Responder(id) => {
                    (directory.responder(id).is_some(), "responder", id.as_str())
                }
            };
            if !known {
                let place = format!("policy {}, steps[{number}].page[{index}]", policy.id);
                found.add(place, missing(kind, id));
            }
        }
    }
}

fn person(
    directory: &Directory,
    id: &ResponderId,
    place: impl FnOnce() -> String,
    found: &mut Contradictions,
) {
    if directory.responder(id).is_none() {
        found.add(place(), missing("responder", id.as_str()));
    }
}

fn missing(kind: &str, id: &str) -> String {
    format!("there is no {kind} \"{id}\": add a [[{kind}]] with this id, or correct the name")
}
