//! Who stands in for whom: cover, illness, swaps. Each is an override in the directory, so that
//! there is one truth about who is on call.

mod notice;
mod swap;

pub use notice::{DutyNotice, PutOnCallWhy};
pub use swap::{Refused, Stretch, Swap, SwapState};

use jiff::{SignedDuration, Timestamp, Unit, civil::DateTime};

use crate::{
    Directory,
    directory::{Override, Schedule, Shift},
    id::{ResponderId, ScheduleId},
    zone::Clock,
};

/// "I am ill" takes somebody off for so long, if nothing else is said.
pub const OFF_FOR: SignedDuration = SignedDuration::from_hours(24);

/// How the note of an override begins that was made for somebody who cannot be on call.
pub const STANDS_IN: &str = "stands in for";

/// A stretch in which somebody is to be stood in for, and by whom; nobody could if it is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    pub schedule: ScheduleId,
    pub by: Option<ResponderId>,
    pub from: Timestamp,
    pub until: Timestamp,
}

impl Directory {
    /// Takes a person off call from `now` until `until`. For each stretch the next who could stands
    /// in: the next member of the same layer, else of a layer below. Where nobody could, the person
    /// stays on the schedule, and the cover says so.
    pub fn relieve(
        &self,
        id: &ResponderId,
        (now, until): (Timestamp, Timestamp),
        note: &str,
    ) -> (Self, Vec<Cover>) {
        let mut next = self.clone();
        let mut covers = Vec::new();
        let known = |other: &ResponderId| self.responder(other).is_some();
        for schedule in &mut next.schedules {
            let theirs = schedule.shifts_among(now, until, &known).into_iter();
            for shift in theirs.filter(|shift| shift.responder.as_ref() == Some(id)) {
                let absent = schedule.absent(shift.from);
                let others =
                    |other: &ResponderId| other != id && known(other) && !absent.contains(other);
                for cover in schedule.shifts_among(shift.from, shift.until, &others) {
                    if let Some(by) = &cover.responder {
                        schedule.put_on(by, (cover.from, cover.until), note);
                    }
                    let Shift { responder: by, from, until } = cover;
                    covers.push(Cover { schedule: schedule.id.clone(), by, from, until });
                }
            }
            schedule.tidy();
        }
        (next, covers)
    }

    /// Puts a person on call for a stretch; `None` if there is no such schedule.
    pub fn put_on(
        &self,
        schedule: &ScheduleId,
        by: &ResponderId,
        span: (Timestamp, Timestamp),
        note: &str,
    ) -> Option<Self> {
        let mut next = self.clone();
        let found = next.schedules.iter_mut().find(|known| known.id == *schedule)?;
        found.put_on(by, span, note);
        found.tidy();
        Some(next)
    }
}

impl Schedule {
    /// Those in whose place somebody stands in at `at`: nobody is put on call again who is ill.
    fn absent(&self, at: Timestamp) -> Vec<ResponderId> {
        let Some(clock) = Clock::of(&self.time_zone) else { return Vec::new() };
        let stands_in = |over: &Override| {
            over.note.as_ref().is_some_and(|note| note.starts_with(STANDS_IN))
                && clock.shift(over.from, over.until).is_some_and(|span| span.contains(at))
        };
        let standing = self.overrides.iter().enumerate().filter(|(_, over)| stands_in(over));
        let before = |index: usize| {
            let overrides = self.overrides[..index].to_vec();
            Self { overrides, ..self.clone() }.on_call(at)
        };
        standing.filter_map(|(index, _)| before(index)).collect()
    }

    fn put_on(&mut self, by: &ResponderId, (from, until): (Timestamp, Timestamp), note: &str) {
        let Some(clock) = Clock::of(&self.time_zone) else { return };
        // Whole minutes, rather a moment too long than too short.
        let (from, until) = (clock.shows(from), clock.shows(until));
        let minute = |at: DateTime| at.round(floor_to_minute()).unwrap_or(at);
        let ends = minute(until);
        let ends =
            if ends < until { ends.saturating_add(SignedDuration::from_mins(1)) } else { ends };
        self.overrides.push(Override {
            responder: by.clone(),
            from: minute(from),
            until: ends,
            note: Some(note.to_owned()),
        });
    }

    /// Takes overrides away that were made here and change nothing any more, as after a swap back.
    fn tidy(&mut self) {
        let mut index = 0;
        while index < self.overrides.len() {
            let over = &self.overrides[index];
            let span =
                Clock::of(&self.time_zone).and_then(|clock| clock.shift(over.from, over.until));
            let is_ours = over.note.is_some();
            let Some(span) = span.filter(|_| is_ours) else {
                index += 1;
                continue;
            };
            let mut without = self.clone();
            without.overrides.remove(index);
            if without.shifts(span.from, span.until) == self.shifts(span.from, span.until) {
                *self = without;
            } else {
                index += 1;
            }
        }
    }
}

fn floor_to_minute() -> jiff::civil::DateTimeRound {
    jiff::civil::DateTimeRound::new().smallest(Unit::Minute).mode(jiff::RoundMode::Floor)
}

#[cfg(test)]
mod tests;
