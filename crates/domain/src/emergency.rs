//! The case itself: its state, what each input does to it, and when it next must be woken.

mod answering;
mod cadence;
mod closing;
mod conference;
mod consent;
mod escalation;
mod handoff;
mod milestones;
mod monitoring;
mod paging;
mod requesters;
mod state;
mod switched;
mod turn;

pub use consent::{Consent, ConsentAnswer, ConsentWord};
pub use handoff::Handoff;
pub use state::{
    Bridge, Emergency, Invitation, Ladder, Page, PageStatus, Person, Phase, Promise, Reason, Ring,
};

use jiff::Timestamp;

use self::turn::Turn;
use crate::{Directory, Fact, Input, Settings, effect::Effect, id::RequesterId, request::Request};

/// What the rules know besides the state.
#[derive(Clone, Copy, Debug)]
pub struct World<'a> {
    pub directory: &'a Directory,
    pub settings: &'a Settings,
    pub now: Timestamp,
    /// How many requesters the emergency has: rows beside the state.
    pub requesters: u64,
}

/// What an input led to.
#[derive(Clone, Debug, PartialEq)]
pub struct Transition {
    pub next: Emergency,
    pub facts: Vec<Fact>,
    pub effects: Vec<Effect>,
}

/// Why an input was not carried out; nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("this emergency is closed")]
    Closed,
    #[error("{name} has already answered")]
    AlreadyAnswered { id: crate::ResponderId, name: String },
    #[error("you were not called for this one")]
    NotCalled,
    #[error("\"{0}\" follows from something else and cannot be told by hand")]
    NotByHand(crate::Milestone),
    #[error("\"{0}\" leads to nobody: name a team, a schedule or a person of the directory")]
    NobodyThere(String),
    #[error("it cannot be merged into itself")]
    IntoItself,
    #[error("it is not restored yet")]
    NotRestored,
    #[error("say something first: the text is empty")]
    Empty,
    #[error("this ticket is over: write in it, and it is opened again")]
    TicketOver,
    #[error(
        "services are still switched off for this customer: any responder can switch them on \
         again, and then it can end"
    )]
    SwitchedOff,
    #[error(
        "nobody may switch services off for this customer: an administrator can allow it in the \
         directory"
    )]
    NobodyMaySwitch,
    #[error("\"{0}\" is not a service of this customer: the directory names them")]
    UnknownService(String),
    #[error("nobody has asked for this customer's consent: a responder can ask for it")]
    NotAsked,
    #[error(
        "several customers are in this emergency, and only the people of the one whose services are \
         switched off can agree to it: a responder can call them"
    )]
    OtherCustomer,
    #[error("type your name: an answer without a name counts for nothing")]
    Unnamed,
}

/// What the next deadline is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Deadline {
    /// The next contact method of somebody who is being called.
    Ring,
    /// The next step of the escalation.
    Escalate,
    /// The responder is nudged, or the page goes on.
    Nudge,
    /// The responder is reminded that a word is owed.
    Remind,
    /// Requesters are owed a word.
    Cadence,
    /// "Reasonable time" is over.
    Restore,
    /// It closes by itself.
    Close,
    /// Whoever came on call has not taken it over: it stays.
    Handoff,
}

impl Emergency {
    /// Opens an emergency for its first request and pages the first people.
    pub fn open(opening: &Opening<'_>, world: World<'_>) -> Transition {
        let mut turn = Turn::new(Self::new(opening, world), world);
        turn.open(opening);
        turn.finish()
    }

    /// What an input leads to.
    pub fn handle(&self, input: Input, world: World<'_>) -> Result<Transition, Refused> {
        let mut turn = Turn::new(self.clone(), world);
        if self.is_closed() {
            turn.after_the_end(input)?;
        } else {
            turn.take(input)?;
        }
        Ok(turn.finish())
    }

    /// The next moment at which something must happen; `None` only once it is closed.
    pub fn wake_at(&self, settings: &Settings) -> Option<Timestamp> {
        self.next_deadline(settings).map(|(_, at)| at)
    }

    /// The same, with what it is for.
    pub fn next_deadline(&self, settings: &Settings) -> Option<(Deadline, Timestamp)> {
        if self.is_closed() {
            return None;
        }
        let ringing = self.pages.iter().filter(|page| page.status == PageStatus::Ringing);
        let rings = ringing
            .clone()
            .filter_map(|page| page.pending.iter().map(|ring| ring.at).min())
            .chain(ringing.filter_map(|page| page.again_at))
            .map(|at| (Deadline::Ring, at));
        let one_each = [
            (Deadline::Escalate, self.ladder.next_at),
            (Deadline::Nudge, self.phase.nudge_at()),
            (Deadline::Remind, self.promise.remind_at.first().copied()),
            (Deadline::Cadence, self.promise.due),
            (Deadline::Restore, self.restore_by(settings)),
            (Deadline::Close, self.phase.closes_at()),
            (Deadline::Handoff, self.open_handoff().map(|asked| asked.lapses_at)),
        ];
        rings
            .chain(one_each.into_iter().filter_map(|(kind, at)| Some((kind, at?))))
            .min_by_key(|(kind, at)| (*at, *kind))
    }

    /// When "reasonable time" is over, unless that was said or it is restored.
    fn restore_by(&self, settings: &Settings) -> Option<Timestamp> {
        let is_waiting = !self.switch_proposed
            && !matches!(self.phase, Phase::Restored { .. } | Phase::Closed { .. });
        let by = self.opened_at.saturating_add(settings.emergency.restore_within);
        is_waiting.then(|| by.unwrap_or(Timestamp::MAX))
    }
}

/// What opens an emergency.
#[derive(Clone, Debug)]
pub struct Opening<'a> {
    pub number: crate::Number,
    pub requester: RequesterId,
    pub request: &'a Request,
    /// Which rule of the gate it met.
    pub rule: crate::gate::Rule,
}
