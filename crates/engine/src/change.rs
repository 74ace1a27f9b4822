//! Applying an input: load, let the rules decide, store everything in one unit, hand over what
//! must go out. A lost race decides again.

use domain::{Emergency, Input, Number, Transition};
use store::{Saved, StoreError, Unit};
use traces::Instrument;

use crate::{
    Change, Engine, EngineError,
    engine::Snapshot,
    outgoing::Outgoings,
    unwritten::{Held, may_be_held},
};

/// How often a lost race is tried again before the caller hears of it.
pub(crate) const MAX_RACES: u32 = 20;

impl Engine {
    /// Applies an input to an emergency.
    pub async fn apply(&self, number: Number, input: Input) -> Result<Emergency, EngineError> {
        let span = traces::span!("apply", emergency = %number);
        self.apply_once(number, input).instrument(span).await
    }

    async fn apply_once(&self, number: Number, input: Input) -> Result<Emergency, EngineError> {
        for _ in 0..MAX_RACES {
            let saved = self.load(number).await?;
            let snapshot = self.snapshot();
            let held = self.held(&saved);
            let before = held.as_ref().map_or(&saved.emergency, |held| held.state());
            let turn = before.handle(input.clone(), snapshot.world(saved.requesters))?;
            let held_turn = held.as_ref().map(Held::turn);
            let turn = match held {
                Some(held) => held.and(turn),
                None => turn,
            };
            let spare = may_be_held(&input).then(|| turn.clone());
            match (self.commit_turn(&saved, turn, &snapshot, Unit::new()).await, spare) {
                (Err(EngineError::Store(StoreError::Conflict)), _) => {}
                (Err(EngineError::Store(error)), Some(turn)) if self.is_unwritable(&error) => {
                    self.shared.unwritten.begins(&error);
                    // Somebody else may have gone on in memory meanwhile: a lost race, too.
                    if let Some(next) = self.hold(&saved, held_turn, turn, &snapshot) {
                        return Ok(next);
                    }
                }
                (stored, _) => {
                    if let (Some(turn), Ok(_)) = (held_turn, &stored) {
                        self.forget_held(number, turn);
                    }
                    return stored;
                }
            }
        }
        Err(StoreError::Conflict.into())
    }

    pub(crate) async fn load(&self, number: Number) -> Result<Saved, EngineError> {
        self.shared.store.emergency(number).await?.ok_or(EngineError::NotFound)
    }

    /// Stores a transition of what was loaded, after what `unit` already holds.
    pub(crate) async fn commit_turn(
        &self,
        saved: &Saved,
        turn: Transition,
        snapshot: &Snapshot,
        mut unit: Unit,
    ) -> Result<Emergency, EngineError> {
        let mut outgoings = Outgoings::new(self, snapshot);
        self.write_turn(saved, &turn, snapshot, &mut unit);
        outgoings.write(&turn, saved.requesters, &mut unit).await?;
        if unit.is_empty() {
            return Ok(turn.next);
        }
        self.shared.store.commit(unit).await?;
        outgoings.hand_over();
        self.was_stored(Some(&saved.emergency), &turn, snapshot);
        Ok(turn.next)
    }

    /// State and facts. A state that stays the same is not written: joins do not race.
    pub(crate) fn write_turn(
        &self,
        saved: &Saved,
        turn: &Transition,
        snapshot: &Snapshot,
        unit: &mut Unit,
    ) {
        self.write_state(saved, &turn.next, snapshot, unit);
        if !turn.facts.is_empty() {
            unit.append(turn.next.number, &turn.facts);
        }
    }

    pub(crate) fn write_state(
        &self,
        saved: &Saved,
        next: &Emergency,
        snapshot: &Snapshot,
        unit: &mut Unit,
    ) {
        if *next != saved.emergency {
            unit.save(next, saved.version, next.wake_at(&snapshot.settings));
        }
    }

    /// Sets the alarm, counts, and tells who is looking. `before` is `None` for what was opened.
    pub(crate) fn was_stored(
        &self,
        before: Option<&Emergency>,
        turn: &Transition,
        snapshot: &Snapshot,
    ) {
        let emergency = &turn.next;
        self.shared.figures.happened(before, turn);
        if let Some(wake_at) = emergency.wake_at(&snapshot.settings) {
            self.wake_by(wake_at);
        }
        self.has_changed(Change::Emergency(emergency.number));
    }
}
