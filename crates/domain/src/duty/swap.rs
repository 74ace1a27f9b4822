//! Two people who exchange shifts, or one who takes a shift of another. It counts once both want
//! it.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    Directory,
    id::{ResponderId, ScheduleId, SwapId},
};

/// A question that nobody answered ends after so long, or when the first shift begins.
const ANSWER_WITHIN: SignedDuration = SignedDuration::from_hours(3 * 24);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Swap {
    pub id: SwapId,
    pub schedule: ScheduleId,
    /// Who asks, and gives a shift away.
    pub by: ResponderId,
    /// Who is asked, and would take it.
    pub of: ResponderId,
    pub gives: Stretch,
    /// The shift of the other that is taken in return.
    pub takes: Option<Stretch>,
    pub asked_at: Timestamp,
    pub lapses_at: Timestamp,
    pub state: SwapState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    pub from: Timestamp,
    pub until: Timestamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SwapState {
    Asked,
    Accepted { at: Timestamp },
    Declined { at: Timestamp },
    Withdrawn { at: Timestamp },
    Lapsed { at: Timestamp },
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("there is no schedule \"{0}\": see the directory for those there are")]
    NoSchedule(String),
    #[error("there is no responder \"{0}\": see the directory for those there are")]
    NoResponder(String),
    #[error("ask somebody else: nobody swaps with themselves")]
    WithThemselves,
    #[error("the time is over or ends before it begins: choose one that is still to come")]
    NoTime,
    #[error("{name} is not on call for all of that time: choose a shift of theirs")]
    NotTheirs { name: String },
    #[error("only the two who swap can say that")]
    NotTheirSwap,
    #[error("this swap was answered already, or its time is over: ask again")]
    IsOver,
}

impl Swap {
    /// Asks. Both stretches must be shifts of the one who gives them.
    pub fn ask(self, directory: &Directory, now: Timestamp) -> Result<Self, Refused> {
        if self.by == self.of {
            return Err(Refused::WithThemselves);
        }
        self.check(directory, now)?;
        let first = self.takes.map_or(self.gives.from, |takes| takes.from.min(self.gives.from));
        let patience = now.saturating_add(ANSWER_WITHIN).unwrap_or(Timestamp::MAX);
        // A shift that has begun can still be given away, but not for long.
        let soonest = now.saturating_add(SignedDuration::from_hours(1)).unwrap_or(patience);
        let lapses_at = first.max(soonest).min(patience);
        Ok(Self { asked_at: now, lapses_at, state: SwapState::Asked, ..self })
    }

    /// The other says yes or no; with a yes, the directory as it is then.
    pub fn answer(
        &self,
        by: &ResponderId,
        accepts: bool,
        directory: &Directory,
        now: Timestamp,
    ) -> Result<(Self, Option<Directory>), Refused> {
        if *by != self.of {
            return Err(Refused::NotTheirSwap);
        }
        if !self.is_open(now) {
            return Err(Refused::IsOver);
        }
        if !accepts {
            return Ok((self.in_state(SwapState::Declined { at: now }), None));
        }
        self.check(directory, now)?;
        let note = |who: &ResponderId| format!("swapped with {}", name(directory, who));
        let span = |it: Stretch| (it.from, it.until);
        let put =
            |on: &Directory, who, whom, it| on.put_on(&self.schedule, who, span(it), &note(whom));
        let missing = || Refused::NoSchedule(self.schedule.to_string());
        let mut next = put(directory, &self.of, &self.by, self.gives).ok_or_else(missing)?;
        if let Some(takes) = self.takes {
            next = put(&next, &self.by, &self.of, takes).ok_or_else(missing)?;
        }
        Ok((self.in_state(SwapState::Accepted { at: now }), Some(next)))
    }

    /// Whoever asked does not want it any more.
    pub fn withdraw(&self, by: &ResponderId, now: Timestamp) -> Result<Self, Refused> {
        match (*by == self.by, self.is_open(now)) {
            (false, _) => Err(Refused::NotTheirSwap),
            (true, false) => Err(Refused::IsOver),
            (true, true) => Ok(self.in_state(SwapState::Withdrawn { at: now })),
        }
    }

    /// The time to answer is over; `None` if it is not, or does not matter any more.
    pub fn lapse(&self, now: Timestamp) -> Option<Self> {
        let is_due = self.wake_at().is_some_and(|at| at <= now);
        is_due.then(|| self.in_state(SwapState::Lapsed { at: now }))
    }

    pub fn wake_at(&self) -> Option<Timestamp> {
        (self.state == SwapState::Asked).then_some(self.lapses_at)
    }

    pub fn is_open(&self, now: Timestamp) -> bool {
        self.wake_at().is_some_and(|at| now < at)
    }

    fn in_state(&self, state: SwapState) -> Self {
        Self { state, ..self.clone() }
    }

    fn check(&self, directory: &Directory, now: Timestamp) -> Result<(), Refused> {
        for id in [&self.by, &self.of] {
            if directory.responder(id).is_none() {
                return Err(Refused::NoResponder(id.to_string()));
            }
        }
        is_theirs(directory, &self.schedule, &self.by, self.gives, now)?;
        self.takes
            .map_or(Ok(()), |takes| is_theirs(directory, &self.schedule, &self.of, takes, now))
    }
}

/// Whether this person is on call for all of a stretch that is not over yet.
fn is_theirs(
    directory: &Directory,
    schedule: &ScheduleId,
    who: &ResponderId,
    stretch: Stretch,
    now: Timestamp,
) -> Result<(), Refused> {
    if stretch.until <= stretch.from || stretch.until <= now {
        return Err(Refused::NoTime);
    }
    let found = directory.schedule(schedule);
    let found = found.ok_or_else(|| Refused::NoSchedule(schedule.to_string()))?;
    let known = |id: &ResponderId| directory.responder(id).is_some();
    let shifts = found.shifts_among(stretch.from.max(now), stretch.until, &known);
    if shifts.iter().any(|shift| shift.responder.as_ref() != Some(who)) {
        return Err(Refused::NotTheirs { name: name(directory, who) });
    }
    Ok(())
}

fn name(directory: &Directory, id: &ResponderId) -> String {
    directory.responder(id).map_or_else(|| id.to_string(), |person| person.name.clone())
}
