//! What concerns more than one emergency, or needs something made for it: merging, the call.

use channels::Room;
use domain::{
    Emergency, Input, Number,
    directory::{BridgeKind, Target},
    emergency::Bridge,
    input::By,
};
use serde_json::json;
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
        let mut bridge = match self.load(number).await?.emergency.bridge {
            Some(open) => open,
            None => self.new_bridge(number, &by, host.as_ref()).await,
        };
        bridge.host = host.as_ref().map(ToString::to_string);
        let is_conference = bridge.is_conference();
        let opened = self.apply(number, Input::OpenBridge { by: by.clone(), bridge, host }).await?;
        if is_conference && let Err(error) = self.dial_responder(number, &by.id).await {
            // They can dial the number themselves.
            tracing::error!(%number, %error, "whoever opened the call was not called into it");
        }
        Ok(opened)
    }

    async fn new_bridge(&self, number: Number, by: &By, host: Option<&Target>) -> Bridge {
        match self.new_conference(number, &by.id, host).await {
            Ok(Some(bridge)) => return bridge,
            Ok(None) => {}
            Err(error) => tracing::error!(%number, %error, "no conference: another call is used"),
        }
        self.other_bridge(number, by, host).await
    }

    /// The team's own call, else what the vendor's service opens, else the usual room: whatever fails,
    /// there is a call.
    pub(crate) async fn other_bridge(
        &self,
        number: Number,
        by: &By,
        host: Option<&Target>,
    ) -> Bridge {
        let usual = &self.options().bridge;
        let room = self.shared.links.room(number);
        let directory = self.directory();
        let team = directory.1.bridge_of(&by.id, host);
        let is_fixed = team.is_some_and(|team| team.kind != Some(BridgeKind::Conference));
        if let (false, Some(service)) = (is_fixed, &usual.service) {
            let asked = json!({
                "type": "bridge.requested",
                "timestamp": self.now().to_string(),
                "data": { "number": number.to_string(), "by": by.name },
            });
            match service.open(&format!("bridge-{number}"), &asked, self.now()).await {
                Ok(Room { link, phone, pin }) => {
                    return Bridge { link, phone, pin, ..Bridge::default() };
                }
                Err(error) => {
                    let problem = error.reason();
                    tracing::warn!(%number, problem, "no call was opened: the usual room is used");
                }
            }
        }
        let team = team.cloned().unwrap_or_default();
        let is_dialled = team.phone.is_some();
        Bridge {
            link: team.link.as_ref().unwrap_or(&usual.link).replace("{room}", &room),
            // A PIN belongs to its number.
            phone: team.phone.or_else(|| usual.phone.clone()),
            pin: if is_dialled { team.pin } else { team.pin.or_else(|| usual.pin.clone()) },
            ..Bridge::default()
        }
    }
}
