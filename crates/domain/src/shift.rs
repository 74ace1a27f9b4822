//! Watching over the shifts of a schedule: whoever comes next is told before, and what is open is
//! offered to them once they are on call.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    Directory, Emergency, Milestone, Phase,
    directory::{Schedule, Target},
    id::{ResponderId, ScheduleId},
    number::Number,
    settings::HandoffSettings,
};

/// One person comes on call after another, or after nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftChange {
    pub at: Timestamp,
    /// When the next change is.
    pub until: Timestamp,
    pub from: Option<ResponderId>,
    pub to: Option<ResponderId>,
}

/// Where the watching stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftWatch {
    pub schedule: ScheduleId,
    pub looked_at: Timestamp,
    /// Who was on call then.
    pub on_call: Option<ResponderId>,
    /// The last person who was: emergencies stay with them over a gap.
    pub last: Option<ResponderId>,
    pub next: Option<ShiftChange>,
    /// What the next person was told.
    pub told: Option<ShiftChange>,
    /// A shift that has begun, while what follows from that is not carried out.
    pub begun: Option<ShiftChange>,
    /// Whom a test page was sent to last, and for a shift until when: once each.
    #[serde(default)]
    pub drilled: Option<(ResponderId, Timestamp)>,
}

/// What people are to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShiftNews {
    /// To whom it brings on call.
    Comes(ShiftChange),
    /// To whom it would have brought on call, as they were told.
    IsNotYours(ShiftChange),
}

/// An open emergency as the next person is told of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OpenCase {
    pub number: Number,
    pub organization: Option<String>,
    pub summary: String,
    /// The name of who has it.
    pub responder: Option<String>,
    pub milestone: Milestone,
    pub next_update_by: Option<Timestamp>,
    /// Whether services are switched off.
    pub switch_off: bool,
}

impl ShiftWatch {
    /// Watches from `now` on: whoever is on call has begun.
    pub fn new(schedule: &Schedule, now: Timestamp) -> Self {
        let on_call = schedule.on_call(now);
        Self {
            schedule: schedule.id.clone(),
            looked_at: now,
            last: on_call.clone(),
            on_call,
            next: None,
            told: None,
            begun: None,
            drilled: None,
        }
    }

    /// Looks at the clock, and at a directory that may have changed.
    pub fn look(
        &self,
        schedule: &Schedule,
        settings: &HandoffSettings,
        now: Timestamp,
    ) -> (Self, Vec<ShiftNews>) {
        let mut next = Self { looked_at: now.max(self.looked_at), ..self.clone() };
        let on_call = schedule.on_call(now);
        if on_call != self.on_call {
            next.begin(on_call, schedule, now);
        }
        let coming = coming(schedule, now);
        let mut news = Vec::new();
        if let Some(told) = next.told.clone().filter(|told| told.at > now)
            && schedule.on_call(told.at) != told.to
        {
            next.told = None;
            news.push(ShiftNews::IsNotYours(told));
        }
        if let Some(change) = &coming
            && change.tell_at(settings).is_some_and(|at| at <= now)
            && !next.told.as_ref().is_some_and(|told| told.is_same(change))
        {
            next.told = Some(change.clone());
            news.push(ShiftNews::Comes(change.clone()));
        }
        next.next = coming;
        (next, news)
    }

    fn begin(&mut self, on_call: Option<ResponderId>, schedule: &Schedule, now: Timestamp) {
        let from = std::mem::replace(&mut self.on_call, on_call.clone());
        let at = self.next.as_ref().map(|next| next.at).filter(|at| *at <= now);
        let until = schedule.next_change(now).unwrap_or(Timestamp::MAX);
        self.told = None;
        self.begun = None;
        // Whoever stays on because a test page was not answered has not come on call.
        if on_call.is_some() && !schedule.is_kept_on(now) {
            let at = at.unwrap_or(now);
            self.begun = Some(ShiftChange { at, until, from, to: on_call });
        }
    }

    /// Of whom open emergencies are offered to whoever has begun.
    pub fn giver(&self) -> Option<&ResponderId> {
        let to = self.begun.as_ref()?.to.as_ref()?;
        self.last.as_ref().filter(|last| *last != to)
    }

    /// The shift that has begun, if it is to begin with a test page.
    pub fn wants_drill(&self, schedule: &Schedule) -> Option<&ShiftChange> {
        let begun = self.begun.as_ref().filter(|_| schedule.drill.is_some())?;
        let tested = (begun.to.clone()?, begun.until);
        (self.drilled.as_ref() != Some(&tested)).then_some(begun)
    }

    /// What follows from the shift that has begun is done.
    pub fn carried_out(&self) -> Self {
        let begun = self.begun.as_ref();
        let drilled = begun.and_then(|begun| Some((begun.to.clone()?, begun.until)));
        let last = self.begun.as_ref().and_then(|begun| begun.to.clone());
        let last = last.or_else(|| self.last.clone());
        Self {
            begun: None,
            last,
            drilled: drilled.or_else(|| self.drilled.clone()),
            ..self.clone()
        }
    }

    pub fn wake_at(&self, settings: &HandoffSettings) -> Option<Timestamp> {
        if self.begun.is_some() {
            return Some(self.looked_at);
        }
        let next = self.next.as_ref()?;
        let is_told = self.told.as_ref().is_some_and(|told| told.is_same(next));
        let tell_at = next.tell_at(settings).filter(|_| !is_told);
        Some(tell_at.map_or(next.at, |at| at.min(next.at)))
    }
}

impl ShiftChange {
    fn is_same(&self, other: &Self) -> bool {
        (self.at, self.until, &self.to) == (other.at, other.until, &other.to)
    }

    /// When whoever comes is told; `None` if nobody comes or nobody wants that.
    fn tell_at(&self, settings: &HandoffSettings) -> Option<Timestamp> {
        self.to.as_ref()?;
        let is_wanted = !settings.tell_before.is_zero();
        is_wanted.then(|| self.at.saturating_sub(settings.tell_before).unwrap_or(self.at))
    }
}

fn coming(schedule: &Schedule, now: Timestamp) -> Option<ShiftChange> {
    let at = schedule.next_change(now)?;
    Some(ShiftChange {
        at,
        until: schedule.next_change(at).unwrap_or(Timestamp::MAX),
        from: schedule.on_call(now),
        to: schedule.on_call(at),
    })
}

impl Directory {
    /// Whether an emergency is one that whoever is on call by this schedule answers.
    pub fn is_answered_by(&self, emergency: &Emergency, schedule: &ScheduleId) -> bool {
        let policy = emergency.policy.as_ref().and_then(|id| self.policy(id));
        let policy = policy.or_else(|| self.policy_for(emergency.organization.as_ref()));
        let calls = |target: &Target| matches!(target, Target::Schedule(id) if id == schedule);
        policy.is_some_and(|policy| {
            self.steps_of(policy).iter().flat_map(|step| &step.page).any(calls)
        })
    }
}

impl OpenCase {
    /// `None` if it needs nobody's hand any more.
    pub fn of(emergency: &Emergency) -> Option<Self> {
        if matches!(emergency.phase, Phase::Closed { .. }) {
            return None;
        }
        Some(Self {
            number: emergency.number,
            organization: emergency.organization_name.clone(),
            summary: emergency.summary.clone(),
            responder: emergency.responder().map(|person| person.name.clone()),
            milestone: emergency.reached,
            next_update_by: emergency.promise.due,
            switch_off: emergency.switch_off,
        })
    }
}

#[cfg(test)]
mod tests;
