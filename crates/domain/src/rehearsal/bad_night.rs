//! The nights that would go badly, and why.

use std::collections::BTreeMap;

use jiff::{
    SignedDuration, ToSpan,
    civil::{Date, DateTime},
};
use serde::Serialize;

use super::{
    hours::OffHours,
    play::Played,
    waits::{Answers, Waits, share},
};
use crate::{Directory, directory::ContactKind, id::ResponderId};

/// A night in which too many would wait too long. It lasts from noon to noon.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BadNight {
    /// The date of its evening.
    pub evening: Date,
    pub answer: Waits,
    /// The hour that is worst, on the clocks of the rehearsal's zone.
    pub worst: DateTime,
    pub why: Cause,
}

/// Why emergencies of a night wait too long; the first that holds for most of those that do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "cause", rename_all = "snake_case")]
pub enum Cause {
    /// Nobody at all is called in time.
    Nobody,
    /// Nobody is behind a target of the policy.
    Hole { place: String },
    /// One person alone is called in time.
    Alone { responder: ResponderId },
    /// Nobody who is called in time has a phone that rings.
    NoCalls { responders: Vec<ResponderId> },
    /// Those who are called in time do not hear it, by bad luck.
    Unheard { responders: Vec<ResponderId> },
}

/// A night goes badly if a greater share than this waits too long.
const BADLY: f64 = 0.05;
/// So many at least, so that one unlucky emergency makes no bad night.
const LATE_AT_LEAST: usize = 3;

pub(super) fn find(
    directory: &Directory,
    hours: &OffHours,
    played: &[Played],
    late_after: SignedDuration,
) -> Vec<BadNight> {
    let mut nights: BTreeMap<Date, Vec<&Played>> = BTreeMap::new();
    for one in played {
        let local = hours.hours[one.hour].local;
        nights.entry(local.saturating_sub(12.hours()).date()).or_default().push(one);
    }
    let is_late = |one: &&&Played| one.answered_after.is_none_or(|wait| wait > late_after);
    let found = nights.into_iter().filter_map(|(evening, all)| {
        let late: Vec<_> = all.iter().filter(is_late).copied().collect();
        if late.len() < LATE_AT_LEAST || share(late.len(), all.len()) <= BADLY {
            return None;
        }
        let worst = hours.hours[worst_hour(&late)?].local;
        let answer = Answers::of(all.iter().copied()).waits(late_after);
        Some(BadNight { evening, answer, worst, why: cause(directory, &late) })
    });
    found.collect()
}

/// The hour with the most of them.
fn worst_hour(late: &[&Played]) -> Option<usize> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for one in late {
        *counts.entry(one.hour).or_default() += 1;
    }
    let most = counts.values().max().copied()?;
    counts.into_iter().find(|(_, count)| *count == most).map(|(hour, _)| hour)
}

fn cause(directory: &Directory, late: &[&Played]) -> Cause {
    let most = |holds: &dyn Fn(&Played) -> bool| {
        2 * late.iter().filter(|one| holds(one)).count() > late.len()
    };
    if most(&|one| one.called.is_empty()) {
        return Cause::Nobody;
    }
    let mut holes: Vec<_> = late.iter().flat_map(|one| &one.holes).collect();
    holes.sort();
    holes.dedup();
    if let Some(place) = holes.into_iter().find(|place| most(&|one| one.holes.contains(place))) {
        return Cause::Hole { place: place.clone() };
    }
    let mut called: Vec<_> = late.iter().flat_map(|one| one.called.clone()).collect();
    called.sort();
    called.dedup();
    if let Some(alone) = called.iter().find(|id| most(&|one| one.called == [(*id).clone()])) {
        return Cause::Alone { responder: alone.clone() };
    }
    let rings = |id: &ResponderId| {
        let contacts = directory.responder(id).map(|person| &person.contact);
        contacts.is_some_and(|all| all.iter().any(|it| it.kind == ContactKind::Voice))
    };
    if most(&|one| !one.called.iter().any(rings)) {
        return Cause::NoCalls { responders: called };
    }
    Cause::Unheard { responders: called }
}
