//! Where a page would reach nobody, or only by a thread. Each hole has a name that stays the same as
//! the weeks go by, so that it can be accepted.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use super::{
    Hole,
    people::{self, Reach},
};
use crate::{
    Directory,
    directory::{Policy, Responder, Schedule, Target},
    id::{ResponderId, ScheduleId},
    proof::Way,
    span::{Span, common, without},
    zone::Clock,
};

/// A gap that begins so often at the same hour of the week is one that comes each week.
const WEEKLY_FROM: usize = 3;
/// For its name, a gap is followed into the past and a few weeks ahead, however far is looked.
const BEHIND: SignedDuration = SignedDuration::from_hours(2 * 7 * 24);
const AHEAD: SignedDuration = SignedDuration::from_hours(5 * 7 * 24);

/// What is looked at, and what around it is looked at for the names.
#[derive(Clone, Copy)]
struct View {
    ahead: Span,
    wide: Span,
}

impl View {
    fn new(now: Timestamp, until: Timestamp) -> Option<Self> {
        let first = now.saturating_sub(BEHIND).unwrap_or(now);
        let last = now.saturating_add(AHEAD).unwrap_or(until).max(until);
        Some(Self { ahead: Span::new(now, until)?, wide: Span::new(first, last)? })
    }

    /// What of each gap is ahead, with the name of the whole.
    fn named(self, gaps: &[Span], zone: &str) -> Vec<(Span, String)> {
        let Some(clock) = Clock::of(zone).or_else(|| Clock::of("UTC")) else { return Vec::new() };
        let hour = |gap: &Span| clock.shows(gap.from).strftime("%a-%H:%M").to_string();
        let mut often: BTreeMap<String, usize> = BTreeMap::new();
        for gap in gaps {
            *often.entry(hour(gap)).or_default() += 1;
        }
        let date = |at: Timestamp| clock.shows(at).strftime("%Y-%m-%dT%H:%M").to_string();
        let name = |gap: &Span| match (gap.from == self.wide.from, gap.until == self.wide.until) {
            (true, true) => "always".to_owned(),
            (true, false) => format!("until-{}", date(gap.until)),
            (false, _) if often.get(&hour(gap)).is_some_and(|times| *times >= WEEKLY_FROM) => {
                hour(gap).to_lowercase()
            }
            (false, _) => date(gap.from),
        };
        gaps.iter().filter_map(|gap| Some((gap.and(self.ahead)?, name(gap)))).collect()
    }
}

pub(super) fn find(directory: &Directory, now: Timestamp, until: Timestamp) -> Vec<Hole> {
    let Some(view) = View::new(now, until) else { return Vec::new() };
    if directory.policies.is_empty() {
        let problem = "there is no escalation policy, so nobody would be paged: add a [[policy]] \
                       with default = true and at least one step";
        let (name, place) = ("directory/no-policy".to_owned(), "directory".to_owned());
        return vec![Hole { name, place, problem: problem.to_owned(), from: None, until: None }];
    }
    let off_hours = without(&[view.wide], &directory.open_hours(view.wide));
    let gaps = gaps(directory, view.wide);
    let mut holes = unreachable(directory, now);
    for (schedule, gaps) in &gaps {
        let told = view.named(&common(gaps, &off_hours), &schedule.time_zone);
        holes.extend(told.into_iter().map(|(gap, name)| of_schedule(schedule, gap, &name)));
    }
    for policy in &directory.policies {
        let steps = directory.steps_of(policy);
        let mut targets = steps.iter().flat_map(|step| &step.page);
        let schedule = targets.find_map(schedule_of).and_then(|id| directory.schedule(id));
        let zone = schedule.map_or("UTC", |schedule| &schedule.time_zone);
        let empty = view.named(&pages_nobody(directory, policy, view.wide, &gaps), zone);
        let told = empty.into_iter().map(|(gap, name)| {
            let when = (gap != view.ahead).then(|| told(gap, zone));
            of_policy(policy, when.map(|when| (gap, when)).as_ref(), &name)
        });
        holes.extend(told);
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
    for target in directory.steps_of(policy).into_iter().flat_map(|step| &step.page) {
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
    let wanting = paged(directory, now).into_iter().filter_map(|(person, by)| {
        let (name, problem) = Reach::of(person, now).hole(person, &by)?;
        Some(of_person(person, name, problem))
    });
    wanting.collect()
}

/// Those who could be reached over two ways, if both were known to lead to them.
pub(super) fn unverified(
    directory: &Directory,
    now: Timestamp,
    proved: &BTreeSet<Way>,
) -> Vec<Hole> {
    let wanting = paged(directory, now).into_iter().filter_map(|(person, by)| {
        if Reach::of(person, now).hole(person, &by).is_some() {
            return None;
        }
        let problem = people::unverified(person, &by, now, proved)?;
        Some(of_person(person, people::UNVERIFIED, problem))
    });
    wanting.collect()
}

/// Everybody whom a page may go to, with the first policy that does it.
fn paged(directory: &Directory, now: Timestamp) -> Vec<(&Responder, String)> {
    let mut by: BTreeMap<&ResponderId, String> = BTreeMap::new();
    for policy in &directory.policies {
        for target in policy.steps.iter().flat_map(|step| &step.page) {
            for person in people::people(directory, target, now) {
                by.entry(person).or_insert_with(|| format!("policy {} ({target})", policy.id));
            }
        }
    }
    by.into_iter().filter_map(|(id, by)| Some((directory.responder(id)?, by))).collect()
}

fn of_person(person: &Responder, name: &str, problem: String) -> Hole {
    Hole {
        name: format!("responder:{}/{name}", person.id),
        place: format!("responder {}", person.id),
        problem,
        from: None,
        until: None,
    }
}

fn of_schedule(schedule: &Schedule, gap: Span, name: &str) -> Hole {
    let problem = format!(
        "nobody is on call {}: add a rotation or an override for this time",
        told(gap, &schedule.time_zone)
    );
    Hole {
        name: format!("schedule:{}/{name}", schedule.id),
        place: format!("schedule {}", schedule.id),
        problem,
        from: Some(gap.from),
        until: Some(gap.until),
    }
}

/// Without a `gap`, it is always so.
fn of_policy(policy: &Policy, gap: Option<&(Span, String)>, name: &str) -> Hole {
    let remedy = "add a team or a person as the last step";
    let problem = match gap {
        None => format!("no step names anybody who could be paged: {remedy}"),
        Some((_, when)) => format!("no step names anybody {when}: {remedy}"),
    };
    Hole {
        name: format!("policy:{}/{name}", policy.id),
        place: format!("policy {}", policy.id),
        problem,
        from: gap.map(|(gap, _)| gap.from),
        until: gap.map(|(gap, _)| gap.until),
    }
}

fn schedule_of(target: &Target) -> Option<&ScheduleId> {
    match target {
        Target::Schedule(id) => Some(id),
        Target::Team(_) | Target::Responder(_) => None,
    }
}

/// `from Sat 2026-11-28 09:00 until Mon 2026-11-30 09:00 (America/New_York)`.
pub(super) fn told(gap: Span, zone: &str) -> String {
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
