//! Whom a page may go to, and over how many ways it reaches them.

use std::collections::BTreeSet;

use jiff::{Timestamp, ToSpan};

use crate::{
    Directory,
    directory::{Responder, Target},
    id::{ContactId, ResponderId},
    proof::Way,
    zone::Clock,
};

/// Everybody whom a target may ever name from `now` on.
pub(super) fn people<'a>(
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

/// The contact methods that a page uses in the hour in which it uses the fewest.
pub(super) struct Reach {
    used: Vec<ContactId>,
    /// `Sat 22:00` on the person's clocks, if other hours use more.
    only_at: Option<String>,
}

impl Reach {
    pub(super) fn of(person: &Responder, now: Timestamp) -> Self {
        let hours = hours(person, now).into_iter().map(|(hour, at)| (hour, used(person, at)));
        let hours: Vec<_> = hours.collect();
        let fewest = hours.iter().min_by_key(|(_, used)| used.len()).cloned();
        let (hour, used) = fewest.unwrap_or_default();
        let differs = hours.iter().any(|(_, other)| other.len() > used.len());
        Self { used, only_at: differs.then_some(hour) }
    }

    /// The end of its name, and what is wrong.
    pub(super) fn hole(&self, person: &Responder, by: &str) -> Option<(&'static str, String)> {
        let add = "so that a page still arrives when the first one fails";
        match self.used.as_slice() {
            [] => {
                let problem =
                    format!("is paged by {by} but has no contact method: add one to contact");
                Some(("no-method", problem))
            }
            [only] if person.contact.len() > 1 => {
                let at = self.only_at.as_ref();
                let at = at.map(|at| format!(" at some hours ({at})")).unwrap_or_default();
                let problem = format!(
                    "is paged by {by}, but the rules use only \"{only}\"{at}: add a rule for a \
                     second contact method, {add}"
                );
                Some(("one-rule", problem))
            }
            [only] => {
                let kind = person.contact(only).map_or("contact", |it| it.kind.name());
                let problem = format!(
                    "is paged by {by} but has one contact method only ({kind}): add a second one, \
                     {add}"
                );
                Some(("one-method", problem))
            }
            _ => None,
        }
    }
}

/// The end of the name of a hole that only proofs can mend.
pub(super) const UNVERIFIED: &str = "unverified";

/// What is wrong, if at some hour fewer than two of the ways that a page uses are verified.
pub(super) fn unverified(
    person: &Responder,
    by: &str,
    now: Timestamp,
    proved: &BTreeSet<Way>,
) -> Option<String> {
    let is_proved = |id: &ContactId| {
        person.contact(id).is_some_and(|contact| proved.contains(&Way::of(person, contact)))
    };
    let split = |(_, at): (String, Timestamp)| {
        used(person, at).into_iter().partition::<Vec<_>, _>(is_proved)
    };
    let worst = hours(person, now).into_iter().map(split).min_by_key(|(known, _)| known.len());
    let (known, open) = worst?;
    if known.len() >= 2 {
        return None;
    }
    let first = open.first().map_or("sms", |id| id.as_str());
    let so_far = match known.first() {
        Some(only) => format!("only \"{only}\" is verified"),
        None => "no contact method is verified".to_owned(),
    };
    Some(format!(
        "is paged by {by}, but {so_far}: have a code sent over {} (My contact methods in the \
         console, or frontline contact code {} {first})",
        quoted(&open),
        person.id,
    ))
}

fn quoted(ids: &[ContactId]) -> String {
    ids.iter().map(|id| format!("\"{id}\"")).collect::<Vec<_>>().join(" or ")
}

fn used(person: &Responder, at: Timestamp) -> Vec<ContactId> {
    let mut used: Vec<_> = person.ring_order(at).into_iter().map(|(_, contact)| contact).collect();
    used.sort();
    used.dedup();
    used
}

/// Now, and each hour of the coming week at which a rule begins or ends.
fn hours(person: &Responder, now: Timestamp) -> Vec<(String, Timestamp)> {
    let mut hours = vec![(String::new(), now)];
    let Some(clock) = Clock::of(&person.time_zone) else { return hours };
    let windows = person.rules.iter().flat_map(|rule| &rule.during);
    let mut edges: Vec<_> = windows
        .flat_map(|window| [window.from.unwrap_or_default(), window.until.unwrap_or_default()])
        .collect();
    edges.sort();
    edges.dedup();
    if edges.is_empty() {
        return hours;
    }
    for day in clock.shows(now).date().series(1.day()).take(7) {
        for edge in &edges {
            let local = day.to_datetime(*edge);
            hours.extend(clock.when(local).map(|at| (local.strftime("%a %H:%M").to_string(), at)));
        }
    }
    hours
}
