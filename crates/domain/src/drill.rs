//! The drill: a test page at the beginning of a shift, over the real ways. If nobody answers it, the
//! person before stays on call.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    Directory,
    directory::{Responder, Schedule},
    emergency::Ring,
    id::{ContactId, ResponderId, ScheduleId},
    shift::ShiftChange,
    zone::Clock,
};

/// How the note of an override begins that a drill has made.
pub const STAYS_ON: &str = "stays on call:";
/// A shift without an end is kept so long.
const LONGEST: SignedDuration = SignedDuration::from_hours(7 * 24);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drill {
    pub id: String,
    pub schedule: ScheduleId,
    /// Who has come on call.
    pub responder: ResponderId,
    /// Who was, and stays if there is no answer.
    pub before: Option<ResponderId>,
    pub started_at: Timestamp,
    pub answer_by: Timestamp,
    pub shift_until: Timestamp,
    /// Contact methods still to be used, by their rules.
    pub pending: Vec<Ring>,
    pub state: DrillState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DrillState {
    Ringing,
    Answered {
        at: Timestamp,
    },
    /// The time was over.
    Unanswered {
        at: Timestamp,
    },
    /// Answered after that, while the shift lasted.
    AnsweredLate {
        at: Timestamp,
    },
}

/// What must be done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DrillEffect {
    Ring(ContactId),
    /// The person before stays on call, and the leads hear of it.
    KeepOn,
    /// The one who was tested is on call after all.
    StepBack,
}

impl Drill {
    pub fn start(
        id: String,
        schedule: &Schedule,
        shift: &ShiftChange,
        person: &Responder,
        now: Timestamp,
    ) -> (Self, Vec<DrillEffect>) {
        let at = |after| now.saturating_add(after).unwrap_or(Timestamp::MAX);
        let order = person.ring_order(now).into_iter();
        let pending = order.map(|(after, contact)| Ring { at: at(after), contact }).collect();
        let longest = at(LONGEST);
        let mut drill = Self {
            id,
            schedule: schedule.id.clone(),
            responder: person.id.clone(),
            before: shift.from.clone().filter(|before| *before != person.id),
            started_at: now,
            answer_by: at(schedule.drill.unwrap_or_default()).min(shift.until),
            shift_until: shift.until.min(longest),
            pending,
            state: DrillState::Ringing,
        };
        let rings = drill.ring_due(now);
        (drill, rings)
    }

    /// Whatever is due: the next contact method, or the end.
    pub fn wake(&self, now: Timestamp) -> (Self, Vec<DrillEffect>) {
        let mut next = self.clone();
        if self.state != DrillState::Ringing {
            return (next, Vec::new());
        }
        if self.answer_by <= now {
            next.state = DrillState::Unanswered { at: now };
            next.pending.clear();
            return (next, vec![DrillEffect::KeepOn]);
        }
        let rings = next.ring_due(now);
        (next, rings)
    }

    /// A contact method failed for good: the next one is used at once.
    pub fn failed(&self, now: Timestamp) -> (Self, Vec<DrillEffect>) {
        let mut next = self.clone();
        let earliest = next.pending.iter().map(|ring| ring.at).min();
        for ring in next.pending.iter_mut().filter(|ring| Some(ring.at) == earliest) {
            ring.at = ring.at.min(now);
        }
        let rings = if self.state == DrillState::Ringing { next.ring_due(now) } else { Vec::new() };
        (next, rings)
    }

    /// They are there. `None` if that was known already, or the shift is over.
    pub fn answer(&self, now: Timestamp) -> Option<(Self, Vec<DrillEffect>)> {
        let (state, effects) = match self.state {
            DrillState::Ringing => (DrillState::Answered { at: now }, Vec::new()),
            DrillState::Unanswered { .. } if now < self.shift_until => {
                (DrillState::AnsweredLate { at: now }, vec![DrillEffect::StepBack])
            }
            DrillState::Unanswered { .. }
            | DrillState::Answered { .. }
            | DrillState::AnsweredLate { .. } => return None,
        };
        Some((Self { state, pending: Vec::new(), ..self.clone() }, effects))
    }

    /// Whether an answer would still change something.
    pub fn is_open(&self) -> bool {
        matches!(self.state, DrillState::Ringing | DrillState::Unanswered { .. })
    }

    pub fn wake_at(&self) -> Option<Timestamp> {
        let is_ringing = self.state == DrillState::Ringing;
        let ring = self.pending.iter().map(|ring| ring.at).min();
        is_ringing.then(|| ring.map_or(self.answer_by, |ring| ring.min(self.answer_by)))
    }

    fn ring_due(&mut self, now: Timestamp) -> Vec<DrillEffect> {
        let due: Vec<_> = self.pending.extract_if(.., |ring| ring.at <= now).collect();
        due.into_iter().map(|ring| DrillEffect::Ring(ring.contact)).collect()
    }
}

impl Directory {
    /// The person before stays on call for the rest of the shift. `None` if there is none, or if
    /// somebody else was put on call meanwhile.
    pub fn keep_on(&self, drill: &Drill, now: Timestamp) -> Option<Self> {
        let before = drill.before.as_ref().filter(|id| self.responder(id).is_some())?;
        let schedule = self.schedule(&drill.schedule)?;
        let is_theirs = schedule.on_call(now).as_ref() == Some(&drill.responder);
        if !is_theirs || drill.shift_until <= now {
            return None;
        }
        self.put_on(&drill.schedule, before, (now, drill.shift_until), &self.note_of(drill))
    }

    /// Takes back what [`Directory::keep_on`] did; `None` if nothing of it is left.
    pub fn step_back(&self, drill: &Drill) -> Option<Self> {
        let note = self.note_of(drill);
        let mut next = self.clone();
        let schedule = next.schedules.iter_mut().find(|known| known.id == drill.schedule)?;
        let count = schedule.overrides.len();
        schedule.overrides.retain(|over| {
            over.note.as_ref() != Some(&note) || Some(&over.responder) != drill.before.as_ref()
        });
        (schedule.overrides.len() < count).then_some(next)
    }

    fn note_of(&self, drill: &Drill) -> String {
        let name = self.responder(&drill.responder).map_or(drill.responder.as_str(), |it| &it.name);
        format!("{STAYS_ON} {name} has not answered the test page")
    }
}

impl Schedule {
    /// Whether whoever is on call at `at` is so because a test page was not answered.
    pub fn is_kept_on(&self, at: Timestamp) -> bool {
        let Some(clock) = Clock::of(&self.time_zone) else { return false };
        let top =
            self.overrides.iter().rev().find(|over| {
                clock.shift(over.from, over.until).is_some_and(|span| span.contains(at))
            });
        top.and_then(|over| over.note.as_ref()).is_some_and(|note| note.starts_with(STAYS_ON))
    }
}

#[cfg(test)]
mod tests;
