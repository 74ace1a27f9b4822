//! The conference of an emergency at the provider of calls: whoever wants in is dialled, and who came
//! and left stands in the journal.

use domain::{
    Actor, Emergency, Input, Number,
    directory::{BridgeKind, ContactKind, Target},
    emergency::Bridge,
    id::{ContactId, RequesterId, ResponderId},
    input::By,
    message::{Content, Message},
};
use store::{Delivery, Lane, Recipient, SavedConference, StoreError, Unit};
use subtle::ConstantTimeEq;

use crate::{Engine, EngineError, change::MAX_RACES, outgoing::Outgoings};

/// So many PINs are tried until one is free: a PIN leads to one call.
const MAX_PINS: u32 = 20;
/// A requester is dialled so often in an emergency: the number is theirs to give, and costs money.
const MAX_DIALS: u32 = 5;
/// Under which the store keeps what was done once.
const SCOPE: &str = "conference";

/// What the provider says of a conference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InCall<'a> {
    /// The call of this name is in it.
    Joined(&'a str),
    Left(&'a str),
    /// The conference of this name is over.
    Ended(&'a str),
}

/// What became of a requester's wish to be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallMe {
    Calling,
    /// They were called often enough.
    Enough,
    /// There is no conference, or no number.
    Nowhere,
}

impl Engine {
    /// The conference of an emergency, if a call of it is to be one.
    pub(crate) async fn new_conference(
        &self,
        number: Number,
        by: &ResponderId,
        host: Option<&Target>,
    ) -> Result<Option<Bridge>, StoreError> {
        let options = &self.options().bridge;
        let directory = self.directory();
        let is_wanted = match directory.1.bridge_of(by, host) {
            Some(team) => team.kind == Some(BridgeKind::Conference),
            None => options.is_conference,
        };
        let Some(dial_in) = options.dial_in.clone().filter(|_| is_wanted) else { return Ok(None) };
        let room = self.shared.links.room(number);
        let others = self.shared.store.open_conferences().await?;
        let is_free = |pin: &String| others.iter().all(|other| other.pin != *pin);
        let pins = (0..MAX_PINS).map(|attempt| self.shared.links.pin(&room, attempt));
        let Some(pin) = pins.into_iter().find(is_free) else { return Ok(None) };
        let mut unit = Unit::new();
        let new = SavedConference { emergency: number, room, pin };
        unit.open_conference(&new, self.now());
        self.shared.store.commit(unit).await?;
        // Another node may have been faster.
        let conference = self.shared.store.conference(number).await?;
        Ok(conference.map(|SavedConference { room, pin, .. }| Bridge {
            phone: Some(dial_in),
            pin: Some(pin),
            conference: Some(room),
            ..Bridge::default()
        }))
    }

    /// Calls a responder into the conference; `false` if no number of theirs is known.
    pub async fn dial_responder(
        &self,
        number: Number,
        id: &ResponderId,
    ) -> Result<bool, EngineError> {
        let Some(contact) = self.number_of(id) else { return Ok(false) };
        let to = Recipient::Responder { responder: id.clone(), contact };
        self.dial(number, to, Unit::new()).await
    }

    /// Whether a responder could be called.
    pub fn has_number(&self, id: &ResponderId) -> bool {
        self.number_of(id).is_some()
    }

    fn number_of(&self, id: &ResponderId) -> Option<ContactId> {
        let directory = self.directory();
        let contacts = &directory.1.responder(id)?.contact;
        let of = |kind| contacts.iter().find(|contact| contact.kind == kind);
        let contact = of(ContactKind::Voice).or_else(|| of(ContactKind::Sms))?;
        Some(contact.id.clone())
    }

    /// Calls a requester who asks for it on the number that they gave.
    pub async fn dial_requester(&self, id: &RequesterId) -> Result<CallMe, EngineError> {
        let Some(row) = self.shared.store.requester(id).await? else {
            return Ok(CallMe::Nowhere);
        };
        let Some((number, address)) = row.emergency.zip(row.requester.phone.clone()) else {
            return Ok(CallMe::Nowhere);
        };
        for dial in 1..=MAX_DIALS {
            let mut unit = Unit::new();
            let minute = self.now().as_second().div_euclid(60);
            // One call a minute, whoever presses twice.
            unit.remember(SCOPE, &format!("{id}-minute-{minute}"), "{}", self.now());
            unit.remember(SCOPE, &format!("{id}-dial-{dial}"), "{}", self.now());
            let to = Recipient::Requester {
                id: id.clone(),
                address: address.clone(),
                locale: row.requester.locale.clone(),
                time_zone: row.requester.time_zone.clone(),
            };
            match self.dial(number, to, unit).await {
                Ok(true) => return Ok(CallMe::Calling),
                Ok(false) => return Ok(CallMe::Nowhere),
                Err(EngineError::Store(StoreError::Taken)) => {
                    let minute = format!("{id}-minute-{minute}");
                    if self.shared.store.remembered(SCOPE, &minute).await?.is_some() {
                        return Ok(CallMe::Calling);
                    }
                }
                Err(error) => return Err(error),
            }
        }
        Ok(CallMe::Enough)
    }

    async fn dial(
        &self,
        number: Number,
        to: Recipient,
        mut unit: Unit,
    ) -> Result<bool, EngineError> {
        let saved = self.load(number).await?;
        if conference_of(&saved.emergency).is_none() {
            return Ok(false);
        }
        let snapshot = self.snapshot();
        let mut outgoings = Outgoings::new(self, &snapshot);
        let about = saved.emergency.brief(saved.requesters);
        let message = Message { about, content: Content::JoinCall };
        outgoings.deliver(outgoings.delivery(Lane::Voice, to, message), &mut unit);
        self.shared.store.commit(unit).await?;
        outgoings.hand_over();
        Ok(true)
    }

    /// Whose call a delivery is, and the room that it leads to; no room once there is another call.
    pub async fn call_into(
        &self,
        delivery: &Delivery,
    ) -> Result<(Actor, Option<SavedConference>), EngineError> {
        let who = self.callee(delivery).await?;
        let Some(number) = delivery.emergency else { return Ok((who, None)) };
        let saved = self.load(number).await?;
        let conference = self.shared.store.conference(number).await?;
        let is_it =
            |found: &SavedConference| conference_of(&saved.emergency) == Some(found.room.as_str());
        Ok((who, conference.filter(is_it)))
    }

    async fn callee(&self, delivery: &Delivery) -> Result<Actor, EngineError> {
        Ok(match &delivery.to {
            Recipient::Responder { responder, .. } => {
                let directory = self.directory();
                let person = directory.1.responder(responder);
                let name = person.map_or_else(|| responder.to_string(), |it| it.name.clone());
                Actor::Responder { id: responder.clone(), name }
            }
            Recipient::Requester { id, .. } => {
                let row = self.shared.store.requester(id).await?;
                let name = row.and_then(|row| row.requester.name);
                Actor::Requester { id: id.clone(), name }
            }
            Recipient::Address { .. } | Recipient::Subscriber { .. } | Recipient::Desk { .. } => {
                Actor::System
            }
        })
    }

    /// Remembers who is about to join by this call.
    pub async fn expect_in_call(
        &self,
        conference: &SavedConference,
        call: &str,
        who: &Actor,
    ) -> Result<(), EngineError> {
        let mut unit = Unit::new();
        unit.expect_call(call, conference.emergency, who, self.now());
        Ok(self.shared.store.commit(unit).await?)
    }

    /// Whether somebody who calls could have a PIN.
    pub async fn has_conference(&self) -> bool {
        let open = self.shared.store.open_conferences().await;
        open.is_ok_and(|open| !open.is_empty())
    }

    /// The one open conference with this PIN.
    pub async fn conference_with_pin(
        &self,
        pin: &str,
    ) -> Result<Option<SavedConference>, EngineError> {
        let mut open = self.shared.store.open_conferences().await?;
        open.retain(|conference| bool::from(conference.pin.as_bytes().ct_eq(pin.as_bytes())));
        let [found] = &open[..] else { return Ok(None) };
        let saved = self.load(found.emergency).await?;
        let is_it = conference_of(&saved.emergency) == Some(found.room.as_str());
        Ok(is_it.then(|| found.clone()))
    }

    /// The provider says that somebody came or left. It may say so twice, and in any order.
    pub async fn conference_told(&self, room: &str, told: InCall<'_>) -> Result<(), EngineError> {
        let found = self.shared.store.conference_in(room).await?;
        let number = found.ok_or(EngineError::NotFound)?.emergency;
        for _ in 0..MAX_RACES {
            let who = match told {
                InCall::Joined(call) | InCall::Left(call) => {
                    let known = self.shared.store.conference_call(call).await?;
                    let is_over = known.as_ref().is_some_and(|known| {
                        let joins = matches!(told, InCall::Joined(_));
                        known.left_at.is_some() || joins && known.joined_at.is_some()
                    });
                    if is_over {
                        return Ok(());
                    }
                    if known.as_ref().is_some_and(|known| known.emergency != number) {
                        return Err(EngineError::NotFound);
                    }
                    known.map_or(Actor::System, |known| known.who)
                }
                InCall::Ended(_) => Actor::System,
            };
            match self.note_in_call(number, told, who).await {
                Err(EngineError::Store(StoreError::Conflict)) => {}
                Err(EngineError::Store(StoreError::Taken)) => return Ok(()),
                other => return other,
            }
        }
        Err(StoreError::Conflict.into())
    }

    async fn note_in_call(
        &self,
        number: Number,
        told: InCall<'_>,
        who: Actor,
    ) -> Result<(), EngineError> {
        let saved = self.load(number).await?;
        let (snapshot, mut unit) = (self.snapshot(), Unit::new());
        let input = match told {
            InCall::Joined(_) => Input::CameToCall { who: who.clone() },
            InCall::Left(_) => Input::LeftCall { who: who.clone() },
            InCall::Ended(_) => Input::CallEnded,
        };
        let turn = saved.emergency.handle(input, snapshot.world(saved.requesters))?;
        let mut outgoings = Outgoings::new(self, &snapshot);
        self.write_turn(&saved, &turn, &snapshot, &mut unit);
        match told {
            InCall::Joined(call) => {
                unit.expect_call(call, number, &who, snapshot.now).call_joined(call, snapshot.now)
            }
            InCall::Left(call) => {
                unit.expect_call(call, number, &who, snapshot.now).call_left(call, snapshot.now)
            }
            InCall::Ended(id) => unit.remember(SCOPE, &format!("end-{id}"), "{}", snapshot.now),
        };
        outgoings.write(&turn, saved.requesters, &mut unit).await?;
        self.shared.store.commit(unit).await?;
        outgoings.hand_over();
        self.was_stored(Some(&saved.emergency), &turn, &snapshot);
        Ok(())
    }

    /// Somebody was not reached. If the provider took not even a responder's call, and nobody is in the
    /// conference, another call takes its place.
    pub(crate) async fn not_dialled(
        &self,
        delivery: &Delivery,
        problem: String,
        was_placed: bool,
    ) -> Result<(), EngineError> {
        let Some(number) = delivery.emergency else { return Ok(()) };
        let who = self.callee(delivery).await?;
        let is_ours = matches!(who, Actor::Responder { .. });
        self.apply(number, Input::NotDialled { who, problem: problem.clone() }).await?;
        if was_placed || !is_ours || self.shared.store.is_anybody_in_call(number).await? {
            return Ok(());
        }
        let saved = self.load(number).await?;
        let person = saved.emergency.responder().cloned();
        let by = person.map(|person| By { id: person.id, name: person.name });
        let by = by.unwrap_or_else(|| By { id: "frontline".into(), name: "Frontline".to_owned() });
        let instead = self.other_bridge(number, &by, None).await;
        self.apply(number, Input::BridgeFailed { problem, instead }).await?;
        Ok(())
    }
}

/// The room of an emergency's call, while it is one that people are dialled into.
fn conference_of(emergency: &Emergency) -> Option<&str> {
    let bridge = emergency.bridge.as_ref().filter(|_| !emergency.is_closed())?;
    bridge.conference.as_deref()
}
