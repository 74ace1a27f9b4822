//! What a change of the directory does to the weeks to come: who is on call instead of whom, which
//! holes it makes and mends, and how many hours each person carries.

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;

use crate::{
    Directory,
    directory::Hole,
    id::{ResponderId, ScheduleId},
    span::{Span, merged, without},
};

/// What differs between two directories in the same stretch of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consequences {
    pub moved: Vec<Moved>,
    /// Holes, or the parts of them, that were not there before.
    pub made: Vec<Hole>,
    /// Those that are not there any more.
    pub mended: Vec<Hole>,
    /// Who would be on call in two schedules at one time because of it: one person for both.
    pub doubled: Vec<Doubled>,
    /// Everybody who is on call before or after, in the order of the directory.
    pub loads: Vec<Load>,
}

/// A stretch in which somebody else is on call than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    pub schedule: ScheduleId,
    pub span: Span,
    pub before: Option<ResponderId>,
    pub after: Option<ResponderId>,
}

/// A stretch in which who takes over is on call elsewhere too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubled {
    pub responder: ResponderId,
    /// Where they are on call already.
    pub schedule: ScheduleId,
    pub span: Span,
}

/// How long a person is on call, over all schedules: twice at one time counts once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Load {
    pub responder: ResponderId,
    pub before: SignedDuration,
    pub after: SignedDuration,
}

impl Directory {
    /// What differs within `ahead` if `then` takes the place of this directory.
    pub fn consequences(&self, then: &Self, ahead: Span) -> Consequences {
        let (old, new) = (self.holes(ahead.from, ahead.until), then.holes(ahead.from, ahead.until));
        let moved = moved(self, then, ahead);
        Consequences {
            doubled: doubled(then, &moved, ahead),
            moved,
            made: only_in(&new, &old),
            mended: only_in(&old, &new),
            loads: loads(self, then, ahead),
        }
    }
}

fn moved(now: &Directory, then: &Directory, ahead: Span) -> Vec<Moved> {
    let ids: BTreeSet<_> = [now, then]
        .iter()
        .flat_map(|directory| directory.schedules.iter().map(|schedule| &schedule.id))
        .collect();
    let mut moved: Vec<Moved> = Vec::new();
    for id in ids {
        let (before, after) = (turns(now, id, ahead), turns(then, id, ahead));
        let ends = before.iter().chain(&after).flat_map(|(span, _)| [span.from, span.until]);
        let mut cuts: Vec<_> = ends.chain([ahead.from, ahead.until]).collect();
        cuts.sort_unstable();
        cuts.dedup();
        let at = |turns: &[(Span, ResponderId)], span: Span| {
            let place = turns.partition_point(|(turn, _)| turn.until <= span.from);
            turns.get(place).filter(|(turn, _)| turn.contains(span.from)).map(|it| it.1.clone())
        };
        for span in cuts.windows(2).filter_map(|cut| Span::new(cut[0], cut[1])) {
            let (before, after) = (at(&before, span), at(&after, span));
            if before == after {
                continue;
            }
            let next = Moved { schedule: id.clone(), span, before, after };
            match moved.last_mut() {
                Some(last) if continues(last, &next) => last.span.until = span.until,
                _ => moved.push(next),
            }
        }
    }
    moved.sort_by(|one, other| (one.span, &one.schedule).cmp(&(other.span, &other.schedule)));
    moved
}

fn doubled(then: &Directory, moved: &[Moved], ahead: Span) -> Vec<Doubled> {
    let mut found = Vec::new();
    for schedule in &then.schedules {
        let turns = turns(then, &schedule.id, ahead);
        for one in moved.iter().filter(|one| one.schedule != schedule.id) {
            let Some(responder) = &one.after else { continue };
            let theirs = turns.iter().filter(|(_, who)| who == responder);
            found.extend(theirs.filter_map(|(turn, _)| {
                let (responder, schedule) = (responder.clone(), schedule.id.clone());
                Some(Doubled { responder, schedule, span: turn.and(one.span)? })
            }));
        }
    }
    found
}

fn continues(last: &Moved, next: &Moved) -> bool {
    let same = |it: &Moved| (it.schedule.clone(), it.before.clone(), it.after.clone());
    last.span.until == next.span.from && same(last) == same(next)
}

/// When somebody is on call; a schedule that is not there has nobody.
fn turns(directory: &Directory, id: &ScheduleId, ahead: Span) -> Vec<(Span, ResponderId)> {
    let known = |id: &ResponderId| directory.responder(id).is_some();
    let shifts = directory
        .schedule(id)
        .map(|schedule| schedule.shifts_among(ahead.from, ahead.until, &known))
        .unwrap_or_default();
    let shifts = shifts.into_iter();
    shifts.filter_map(|it| Some((Span::new(it.from, it.until)?, it.responder?))).collect()
}

fn loads(now: &Directory, then: &Directory, ahead: Span) -> Vec<Load> {
    let hours = |directory: &Directory| {
        let mut of: BTreeMap<ResponderId, Vec<Span>> = BTreeMap::new();
        for schedule in &directory.schedules {
            for (span, responder) in turns(directory, &schedule.id, ahead) {
                of.entry(responder).or_default().push(span);
            }
        }
        of
    };
    let (mut before, mut after) = (hours(now), hours(then));
    let mut seen = BTreeSet::new();
    let people = then.responders.iter().chain(&now.responders).map(|person| &person.id);
    let people = people.filter(|id| seen.insert((*id).clone()));
    let length = |spans: Option<Vec<Span>>| {
        let spans = merged(spans.unwrap_or_default());
        spans.iter().map(|span| span.from.duration_until(span.until)).sum()
    };
    let load = |id: &ResponderId| Load {
        responder: id.clone(),
        before: length(before.remove(id)),
        after: length(after.remove(id)),
    };
    let mut loads: Vec<_> = people.map(load).collect();
    loads.retain(|load| !load.before.is_zero() || !load.after.is_zero());
    loads
}

/// The holes of one list that are not in the other. One that is partly in it is cut.
fn only_in(these: &[Hole], others: &[Hole]) -> Vec<Hole> {
    let mut found = Vec::new();
    for hole in these {
        let same_place = others.iter().filter(|other| other.place == hole.place);
        let (Some(from), Some(until)) = (hole.from, hole.until) else {
            // Who pages a person may change while what is wrong with them stays the same.
            if !same_place.into_iter().any(|other| other.from.is_none()) {
                found.push(hole.clone());
            }
            continue;
        };
        let spans = same_place.filter_map(|other| Span::new(other.from?, other.until?));
        let taken = merged(spans.collect());
        let whole: Vec<_> = Span::new(from, until).into_iter().collect();
        let rest = without(&whole, &taken).into_iter();
        found.extend(rest.map(|span| Hole {
            from: Some(span.from),
            until: Some(span.until),
            ..hole.clone()
        }));
    }
    found
}
