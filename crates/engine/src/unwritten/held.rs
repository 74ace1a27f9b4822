//! An emergency that has gone on in memory.

use domain::{Emergency, Fact, Transition, effect::Effect};
use jiff::Timestamp;

/// No more entries are held of one emergency: on a disk that is full for a day, the first ones count.
const FACTS_MAX: usize = 5_000;

#[derive(Clone, Debug)]
pub(crate) struct Held {
    /// Of what is stored: once somebody else has saved it, this is void.
    pub(super) version: i64,
    /// Which of all turns that were held this is.
    turn: u64,
    pub(super) next: Emergency,
    pub(super) wake_at: Option<Timestamp>,
    facts: Vec<Fact>,
    /// What waits until it can be written down: words to requesters, announcements.
    later: Vec<Effect>,
}

impl Held {
    /// What is held, and what is carried out at once.
    pub(super) fn new(
        (version, count): (i64, u64),
        turn: Transition,
        wake_at: Option<Timestamp>,
    ) -> (Self, Vec<Effect>) {
        let Transition { next, mut facts, effects } = turn;
        facts.truncate(FACTS_MAX);
        let is_now = |effect: &Effect| match effect {
            Effect::Ring { .. } | Effect::Notify { .. } => true,
            Effect::Hush { .. } | Effect::Tell { .. } | Effect::Announce(_) => false,
        };
        let (now, later) = effects.into_iter().partition(is_now);
        (Self { version, turn: count, next, wake_at, facts, later }, now)
    }

    pub(crate) fn turn(&self) -> u64 {
        self.turn
    }

    pub(crate) fn state(&self) -> &Emergency {
        &self.next
    }

    /// The turn that leads from what is stored to where `turn` leads from here.
    pub(crate) fn and(self, turn: Transition) -> Transition {
        let Self { mut facts, later: mut effects, .. } = self;
        facts.extend(turn.facts);
        effects.extend(turn.effects);
        Transition { next: turn.next, facts, effects }
    }
}
