//! Pages that are sent without having been written down.

use std::time::Duration;

use channels::DeliveryError;
use domain::{
    Input,
    effect::Effect,
    message::{Brief, Content, Message, Urgency},
};
use store::{Delivery, Lane, Recipient};
use traces::Origin;

use super::Unwritten;
use crate::{Engine, engine::Snapshot};

const TRIES: u32 = 3;
const BETWEEN_TRIES: Duration = Duration::from_secs(2);

/// So many calls are remembered.
const CALLS_MAX: usize = 1_000;

impl Unwritten {
    fn remember_call(&self, delivery: &Delivery) {
        let mut memory = self.memory();
        memory.pages.insert(delivery.id.clone(), delivery.clone());
        while memory.pages.len() > CALLS_MAX {
            memory.pages.pop_first();
        }
    }
}

impl Engine {
    /// A call begins: a key is understood in the spare as well, should the database go away meanwhile.
    pub(crate) fn call_begins(&self, delivery: &Delivery) {
        if delivery.lane == Lane::Voice
            && let Some(spare) = self.spare()
        {
            spare.shared.unwritten.remember_call(delivery);
        }
    }

    /// Sends pages and notices; everything else in `effects` is left alone.
    pub(super) fn page_from_memory(&self, about: &Brief, effects: &[Effect], snapshot: &Snapshot) {
        for effect in effects {
            let (responder, contacts, content) = match effect {
                Effect::Ring { responder, contact, why } => {
                    (responder, std::slice::from_ref(contact), Content::Page(why.clone()))
                }
                Effect::Notify { responder, contacts, notice } => {
                    (responder, contacts.as_slice(), Content::Notice(notice.clone()))
                }
                Effect::Hush { .. } | Effect::Tell { .. } | Effect::Announce(_) => continue,
            };
            let person = snapshot.directory.1.responder(responder);
            for contact in contacts {
                let Some(method) = person.and_then(|person| person.contact(contact)) else {
                    continue;
                };
                let message = Message { about: about.clone(), content: content.clone() };
                let delivery = Delivery {
                    id: self.new_id(),
                    emergency: about.number,
                    ticket: None,
                    lane: Lane::of(method.kind),
                    urgency: message.content.urgency(),
                    to: Recipient::Responder {
                        responder: responder.clone(),
                        contact: contact.clone(),
                    },
                    message,
                    queued_at: snapshot.now,
                    attempts: 1,
                    trace: Origin::current().map(|origin| origin.to_string()),
                };
                self.shared.unwritten.memory().pages.insert(delivery.id.clone(), delivery.clone());
                let engine = self.clone();
                tokio::spawn(async move { engine.send_from_memory(delivery).await });
            }
        }
    }

    async fn send_from_memory(&self, delivery: Delivery) {
        let mut problem = String::new();
        for attempt in 0..TRIES {
            if attempt > 0 {
                tokio::time::sleep(BETWEEN_TRIES).await;
            }
            match self.send_worded(&delivery).await {
                Ok(_) => {
                    tracing::warn!(
                        delivery = delivery.id,
                        "a page went out that is not written down"
                    );
                    if delivery.urgency == Urgency::Page {
                        self.shared.figures.page_taken(&delivery, self.now());
                    }
                    return;
                }
                Err(error) => {
                    problem = error.reason();
                    if matches!(error, DeliveryError::Refused(_)) {
                        break;
                    }
                }
            }
        }
        tracing::error!(delivery = delivery.id, problem, "a page did not go out");
        if let (Some(number), Recipient::Responder { responder, contact }, Urgency::Page) =
            (delivery.emergency, delivery.to, delivery.urgency)
        {
            let failed = Input::PageFailed { responder, contact, problem };
            if let Err(error) = Box::pin(self.apply(number, failed)).await {
                tracing::error!(%error, "the next contact method could not be used");
            }
        }
    }

    /// A delivery, stored or in memory.
    pub async fn find_delivery(&self, id: &str) -> Result<Option<Delivery>, store::StoreError> {
        if let Some(delivery) = self.shared.unwritten.memory().pages.get(id) {
            return Ok(Some(delivery.clone()));
        }
        Ok(self.shared.store.delivery(id).await?.map(|(delivery, _)| delivery))
    }

    /// Pages that are stored, due and cannot be claimed, as a claim is written down.
    pub(crate) async fn due_from_memory(&self, lane: store::Lane, most: usize) -> Vec<Delivery> {
        let now = self.now();
        let due = self.shared.store.due_pages(lane, now, super::PEEK).await;
        let due = due.unwrap_or_else(|error| {
            tracing::error!(%error, lane = lane.name(), "due pages cannot be read");
            Vec::new()
        });
        let may = |delivery: &Delivery| self.shared.unwritten.may_try(&delivery.id, now);
        due.into_iter().filter(may).take(most).collect()
    }
}
