//! What concerns more than one emergency, or needs something made for it: merging, the call.

use domain::{Emergency, Input, Number, directory::Target, emergency::Bridge, input::By};
use store::{StoreError, Unit};

use crate::{Engine, EngineError, change::MAX_RACES, outgoing::Outgoings};

impl Engine {
    /// Moves one emergency into another, with its requesters; gives the other back.
    pub async fn merge(
        &self,
        number: Number,
        into: Number,
        by: By,
    ) -> Result<Emergency, EngineError> {
        for _ in 0..MAX_RACES {
            match self.merge_once(number, into, &by).await {
                Err(EngineError::Store(StoreError::Conflict)) => {}
                other => return other,
            }
        }
        Err(StoreError::Conflict.into())
    }

    async fn merge_once(
        &self,
        number: Number,
        into: Number,
        by: &By,
    ) -> Result<Emergency, EngineError> {
        let (source, target) = (self.load(number).await?, self.load(into).await?);
        let snapshot = self.snapshot();
        let requesters = source.requesters + target.requesters;
        let leaves = Input::Merge { by: by.clone(), into };
        let left = source.emergency.handle(leaves, snapshot.world(source.requesters))?;
        let organization = source.emergency.organization_name.clone();
        let organization = organization.filter(|_| !source.emergency.of_several);
        let from = number;
        let arrives = Input::Absorb { by: by.clone(), from, organization, requesters };
        let arrived = target.emergency.handle(arrives, snapshot.world(requesters))?;
        let mut unit = Unit::new();
        let mut outgoings = Outgoings::new(self, &snapshot);
        // The news of it goes to those who are in the source, and only then do they move.
        self.write_turn(&source, &left, &snapshot, &mut unit);
        outgoings.write(&left, source.requesters, &mut unit).await?;
        unit.move_requesters(number, into);
        self.write_turn(&target, &arrived, &snapshot, &mut unit);
        outgoings.write(&arrived, requesters, &mut unit).await?;
        self.shared.store.commit(unit).await?;
        outgoings.hand_over();
        self.was_stored(Some(&source.emergency), &left, &snapshot);
        self.was_stored(Some(&target.emergency), &arrived, &snapshot);
        Ok(arrived.next)
    }

    /// Opens the call and tells everybody. The room's name cannot be guessed, and stays the same.
    pub async fn open_bridge(
        &self,
        number: Number,
        by: By,
        host: Option<Target>,
    ) -> Result<Emergency, EngineError> {
        let options = &self.options().bridge;
        let room = self.shared.links.room(number);
        let bridge = Bridge {
            link: options.link.replace("{room}", &room),
            phone: options.phone.clone(),
            pin: options.pin.clone(),
            host: host.as_ref().map(ToString::to_string),
        };
        self.apply(number, Input::OpenBridge { by, bridge, host }).await
    }
}
