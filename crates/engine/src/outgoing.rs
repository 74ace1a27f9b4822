//! Effects become rows of the outbox. What is urgent is handed to its lane in memory as soon as it
//! is on disk; the rest is fetched by the lane in the order of urgency.

use domain::{
    Transition,
    duty::DutyNotice,
    effect::{Audience, Effect},
    id::{ContactId, RequesterId, ResponderId},
    message::{Announcement, Brief, Content, Message, Notice, Urgency},
    switch::would_notice,
};
use jiff::{SignedDuration, Timestamp};
use store::{Delivery, Doubt, HearsBy, Lane, Lease, Recipient, RequesterRow, Unit};

use traces::Origin;

use crate::{Engine, EngineError, engine::Snapshot, outbox::Place};

/// How long a delivery belongs to whoever works on it.
pub(crate) const LEASE: SignedDuration = SignedDuration::from_secs(60);

/// News that has waited so long is not sent any more once there is newer news.
const STALE: SignedDuration = SignedDuration::from_mins(5);

/// The deliveries of one transition, on their way.
pub(crate) struct Outgoings<'a> {
    engine: &'a Engine,
    snapshot: &'a Snapshot,
    /// Requesters whose rows are written in the same unit.
    fresh: Vec<RequesterRow>,
    hot: Vec<(Place, Delivery)>,
    lanes: Vec<Lane>,
}

impl<'a> Outgoings<'a> {
    pub(crate) fn new(engine: &'a Engine, snapshot: &'a Snapshot) -> Self {
        Self { engine, snapshot, fresh: Vec::new(), hot: Vec::new(), lanes: Vec::new() }
    }

    pub(crate) fn engine(&self) -> &Engine {
        self.engine
    }

    pub(crate) fn snapshot(&self) -> &'a Snapshot {
        self.snapshot
    }

    pub(crate) fn knows(&mut self, requester: RequesterRow) {
        self.fresh.push(requester);
    }

    pub(crate) async fn write(
        &mut self,
        turn: &Transition,
        requesters: u64,
        unit: &mut Unit,
    ) -> Result<(), EngineError> {
        let about = turn.next.brief(requesters);
        for effect in &turn.effects {
            match effect {
                Effect::Ring { responder, contact, why } => {
                    unit.involve(turn.next.number, responder);
                    let content = Content::Page(why.clone());
                    self.send_responder(responder, contact, message(&about, content), unit);
                }
                Effect::Hush { responder } => {
                    unit.hush(turn.next.number, responder, self.now());
                }
                Effect::Notify { responder, contacts, notice } => {
                    if matches!(notice, Notice::Duty(DutyNotice::HandoffOffered { .. })) {
                        unit.involve(turn.next.number, responder);
                    }
                    let notice = self.with_software(notice).await?;
                    self.notify(&about, (responder, contacts), &notice, unit);
                }
                Effect::Tell { whom: Audience::Everybody, news } => {
                    let message = message(&about, Content::News(news.clone()));
                    unit.supersede(turn.next.number, self.now() - STALE, self.now());
                    unit.spread(turn.next.number, &message, self.now(), &self.engine.new_id());
                    self.lanes.extend([Lane::Email, Lane::Sms]);
                    self.tell_room(&about, Content::News(news.clone()), false, unit);
                }
                Effect::Tell { whom: Audience::One(id), news } => {
                    let message = message(&about, Content::News(news.clone()));
                    self.send_requester(id, message, unit).await?;
                }
                Effect::Announce(announcement) => self.announce(&about, announcement, unit),
            }
        }
        if let Some(person) = turn.next.responder() {
            unit.involve(turn.next.number, &person.id);
        }
        Ok(())
    }

    /// A proposal to switch services off names the software that would notice.
    async fn with_software(&self, notice: &Notice) -> Result<Notice, EngineError> {
        let mut notice = notice.clone();
        if let Notice::SwitchProposed { organization, software, .. } = &mut notice {
            let keys = self.engine.store().tokens_of(organization).await?;
            let now = self.now();
            let listening = keys.into_iter().filter(|key| would_notice(key.last_used_at, now));
            *software = listening.map(|key| key.name).collect();
        }
        Ok(notice)
    }

    /// What responders and the vendor's software are told without an emergency's own turn.
    pub(crate) fn write_effects(&mut self, about: &Brief, effects: &[Effect], unit: &mut Unit) {
        for effect in effects {
            match effect {
                Effect::Notify { responder, contacts, notice } => {
                    self.notify(about, (responder, contacts), notice, unit);
                }
                Effect::Announce(announcement) => self.announce(about, announcement, unit),
                Effect::Ring { .. } | Effect::Hush { .. } | Effect::Tell { .. } => {}
            }
        }
    }

    fn notify(
        &mut self,
        about: &Brief,
        (responder, contacts): (&ResponderId, &[ContactId]),
        notice: &Notice,
        unit: &mut Unit,
    ) {
        for contact in contacts {
            let content = Content::Notice(notice.clone());
            self.send_responder(responder, contact, message(about, content), unit);
        }
    }

    pub(crate) fn announce(&mut self, about: &Brief, announcement: &Announcement, unit: &mut Unit) {
        self.announce_in_room(about, announcement, unit);
        for subscriber in &self.engine.options().subscribers {
            let kind = announcement.kind();
            if !subscriber.events.is_empty() && !subscriber.events.iter().any(|event| event == kind)
            {
                continue;
            }
            let message = message(about, Content::Announcement(announcement.clone()));
            let to = Recipient::Subscriber { name: subscriber.name.clone() };
            self.deliver(self.delivery(Lane::Announcement, to, message), unit);
        }
    }

    pub(crate) fn send_responder(
        &mut self,
        responder: &ResponderId,
        contact: &ContactId,
        message: Message,
        unit: &mut Unit,
    ) {
        let person = self.snapshot.directory.1.responder(responder);
        let Some(method) = person.and_then(|person| person.contact(contact)) else { return };
        let to = Recipient::Responder { responder: responder.clone(), contact: contact.clone() };
        self.deliver(self.delivery(Lane::of(method.kind), to, message), unit);
    }

    async fn send_requester(
        &mut self,
        id: &RequesterId,
        message: Message,
        unit: &mut Unit,
    ) -> Result<(), EngineError> {
        if let Some(row) = self.fresh.iter().find(|row| row.id == *id).cloned() {
            // The first message of a requester carries the requester's id, so that every later
            // mail can refer to it.
            self.send_row(&row, message, Some(id.as_str().to_owned()), unit);
        } else if let Some(row) = self.engine.store().requester(id).await? {
            self.send_row(&row, message, None, unit);
        }
        Ok(())
    }

    pub(crate) fn send_row(
        &mut self,
        row: &RequesterRow,
        message: Message,
        id: Option<String>,
        unit: &mut Unit,
    ) {
        let (lane, address) = match row.hears_by {
            Some(HearsBy::Email) => (Lane::Email, row.requester.email.clone()),
            Some(HearsBy::Sms) => (Lane::Sms, row.requester.phone.clone()),
            None => return,
        };
        let to = Recipient::Requester {
            id: row.id.clone(),
            address: address.unwrap_or_default(),
            locale: row.requester.locale.clone(),
            time_zone: row.requester.time_zone.clone(),
        };
        let mut delivery = self.delivery(lane, to, message);
        delivery.ticket = row.ticket.filter(|_| delivery.emergency.is_none());
        if let Some(id) = id {
            delivery.id = id;
        }
        self.deliver(delivery, unit);
    }

    pub(crate) fn delivery(&self, lane: Lane, to: Recipient, message: Message) -> Delivery {
        Delivery {
            id: self.engine.new_id(),
            emergency: message.about.number,
            ticket: None,
            lane,
            urgency: message.content.urgency(),
            to,
            message,
            queued_at: self.now(),
            attempts: 0,
            trace: Origin::current().map(|origin| origin.to_string()),
        }
    }

    /// Writes a delivery. An urgent one is born leased, if its lane has room in memory.
    pub(crate) fn deliver(&mut self, delivery: Delivery, unit: &mut Unit) {
        let is_urgent = delivery.urgency <= Urgency::Responder;
        let place = is_urgent.then(|| self.engine.shared.outbox.reserve(delivery.lane)).flatten();
        let Some(place) = place else {
            unit.deliver(&delivery, None);
            self.lanes.push(delivery.lane);
            return;
        };
        let delivery = Delivery { attempts: 1, ..delivery };
        let by = self.engine.shared.store.node().clone();
        unit.deliver(&delivery, Some(&Lease { by, until: self.now() + LEASE }));
        self.hot.push((place, delivery));
    }

    /// Everything is on disk: off it goes.
    pub(crate) fn hand_over(mut self) {
        for (place, delivery) in self.hot.drain(..) {
            place.send(delivery);
        }
        for lane in &self.lanes {
            self.engine.shared.outbox.wake(*lane);
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.snapshot.now
    }
}

/// What was not handed over may be stored all the same, if whoever waited for the commit went away
/// or never heard of it.
impl Drop for Outgoings<'_> {
    fn drop(&mut self) {
        if self.hot.is_empty() {
            return;
        }
        let until = self.now() + LEASE;
        let doubt = |(_, delivery): (Place, Delivery)| Doubt {
            lane: delivery.lane,
            until,
            delivery: Some(delivery.id),
        };
        self.engine.shared.doubts.add(self.hot.drain(..).map(doubt), self.snapshot.now);
    }
}

fn message(about: &Brief, content: Content) -> Message {
    Message { about: about.clone(), content }
}
