//! The case itself: its state, what each input does to it, and when it next must be woken.

mod state;

pub use state::{
    Bridge, Emergency, Invitation, Ladder, Page, PageStatus, Person, Phase, Promise, Reason, Ring,
};

use jiff::Timestamp;

use crate::{Directory, Fact, Input, Settings, effect::Effect, id::RequesterId, request::Request};

/// What the rules know besides the state.
#[derive(Clone, Copy, Debug)]
pub struct World<'a> {
    pub directory: &'a Directory,
    pub settings: &'a Settings,
    pub now: Timestamp,
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
    #[error("nobody has answered yet: answer first")]
    NotAnswered,
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
}

impl Emergency {
    /// Opens an emergency for its first request and pages the first people.
    pub fn open(_opening: Opening<'_>, _world: World<'_>) -> Transition {
        todo!()
    }

    /// What an input leads to.
    pub fn handle(&self, _input: Input, _world: World<'_>) -> Result<Transition, Refused> {
        todo!()
    }

    /// The next moment at which something must happen; `None` only once it is closed.
    pub fn wake_at(&self, settings: &Settings) -> Option<Timestamp> {
        self.next_deadline(settings).map(|(_, at)| at)
    }

    /// The same, with what it is for.
    pub fn next_deadline(&self, _settings: &Settings) -> Option<(Deadline, Timestamp)> {
        todo!()
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
