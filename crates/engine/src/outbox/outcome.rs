//! What became of a delivery: the next input of the rules, or the requester's next address.

use domain::{
    Actor, Fact, Happening, Input,
    fact::NewsWay,
    message::{Announcement, Content, Urgency},
};
use jiff::{SignedDuration, Timestamp};
use store::{Delivery, DeliveryStatus, HearsBy, Lane, Recipient, RequesterRow, Unit};

use super::discreet::discreet;
use crate::{Case, Change, Engine, EngineError, engine::Snapshot, outgoing::Outgoings};

/// Why a page counts as failed of which nothing was heard.
pub(super) const UNCONFIRMED: &str = "no report that it arrived came in time";
/// News that is not taken for so long is late.
pub(super) const LATE: SignedDuration = SignedDuration::from_mins(5);
/// How many pages without a report are given up at once.
const UNCONFIRMED_AT_ONCE: u32 = 64;

impl Engine {
    /// A provider's report: it arrived, or it never will. Reports may come twice and in any order.
    pub async fn delivery_reported(
        &self,
        delivery: &str,
        arrived: Result<(), String>,
    ) -> Result<(), EngineError> {
        let found = self.shared.store.delivery(delivery).await?;
        let (delivery, status) = found.ok_or(EngineError::NotFound)?;
        match status {
            DeliveryStatus::Delivered | DeliveryStatus::Dropped => return Ok(()),
            DeliveryStatus::Failed if arrived.is_err() => return Ok(()),
            DeliveryStatus::Failed | DeliveryStatus::Waiting | DeliveryStatus::Accepted => {}
        }
        match arrived {
            Ok(()) => {
                let mut unit = Unit::new();
                unit.arrived(&delivery.id, self.now());
                self.note_arrival(&delivery, unit).await
            }
            Err(problem) if delivery.message.content == Content::JoinCall => {
                let mut unit = Unit::new();
                unit.failed(&delivery.id, &problem, self.now());
                self.shared.store.commit(unit).await?;
                self.not_dialled(&delivery, problem, true).await
            }
            Err(problem) => self.note_failure(&delivery, problem).await,
        }
    }

    /// Stores `unit`, and that a page has arrived.
    pub(super) async fn note_arrival(
        &self,
        delivery: &Delivery,
        mut unit: Unit,
    ) -> Result<(), EngineError> {
        let page = page_of(delivery);
        let snapshot = self.snapshot();
        let mut outgoings = Outgoings::new(self, &snapshot);
        if let Some((number, responder, contact)) = &page {
            let happening =
                Happening::PageDelivered { responder: responder.clone(), contact: contact.clone() };
            unit.append(*number, &[Fact { at: snapshot.now, actor: Actor::System, happening }]);
            let announcement = Announcement::PageDelivered {
                responder: responder.to_string(),
                contact: contact.to_string(),
            };
            outgoings.announce(&delivery.message.about, &announcement, &mut unit);
        }
        self.shared.store.commit(unit).await?;
        outgoings.hand_over();
        if let Some((number, ..)) = page {
            self.has_changed(Change::Emergency(number));
        }
        Ok(())
    }

    /// It will never arrive: the rules take the responder's next contact method, a requester's
    /// next address is used.
    pub(super) async fn note_failure(
        &self,
        delivery: &Delivery,
        problem: String,
    ) -> Result<(), EngineError> {
        let said = discreet(&problem);
        tracing::warn!(delivery = delivery.id, problem = said, "a delivery failed for good");
        let snapshot = self.snapshot();
        let mut unit = Unit::new();
        unit.failed(&delivery.id, &problem, snapshot.now);
        if delivery.message.content == Content::JoinCall {
            self.shared.store.commit(unit).await?;
            return self.not_dialled(delivery, problem, false).await;
        }
        self.take_another_way(delivery, problem, &snapshot, unit).await
    }

    /// Pages of which their provider has said nothing for too long: the rules take the next contact
    /// method. How many that were.
    pub(crate) async fn give_up_unconfirmed(&self) -> usize {
        let now = self.now();
        let before = now.saturating_sub(self.settings().emergency.delivered_within);
        let before = before.unwrap_or(Timestamp::MIN);
        let taken = self.shared.store.take_unconfirmed(before, now, UNCONFIRMED_AT_ONCE).await;
        let taken = taken.unwrap_or_else(|error| {
            tracing::error!(%error, "deliveries cannot be read; trying again in a second");
            Vec::new()
        });
        for delivery in &taken {
            tracing::warn!(
                delivery = delivery.id,
                "a page was taken and never reported as delivered"
            );
            if let Err(error) = self.drill_failed(delivery).await {
                tracing::error!(%error, "a test page could not go on to the next method");
            }
            let Some((number, responder, contact)) = page_of(delivery) else { continue };
            let unconfirmed = Input::PageUnconfirmed { responder: responder.clone(), contact };
            let outcome = match self.apply(number, unconfirmed).await {
                Ok(emergency) if emergency.is_calling(&responder) => {
                    let mut unit = Unit::new();
                    unit.failed(&delivery.id, UNCONFIRMED, now);
                    self.shared.store.commit(unit).await.map_err(EngineError::from)
                }
                // Whoever has answered got it in some way.
                Ok(_) | Err(EngineError::Refused(_)) => Ok(()),
                Err(error) => Err(error),
            };
            if let Err(error) = outcome {
                tracing::error!(%error, "a page could not go on to the next method");
            }
        }
        taken.len()
    }

    /// A mail that the relay had taken came back. It may come back more than once.
    pub async fn mail_bounced(&self, delivery: &str, problem: String) -> Result<(), EngineError> {
        let found = self.shared.store.delivery(delivery).await?;
        let (delivery, status) = found.ok_or(EngineError::NotFound)?;
        let was_sent = matches!(status, DeliveryStatus::Accepted | DeliveryStatus::Delivered);
        if delivery.lane != Lane::Email || !was_sent {
            return Ok(());
        }
        tracing::warn!(delivery = delivery.id, "a mail came back");
        let snapshot = self.snapshot();
        let mut unit = Unit::new();
        unit.bounced(&delivery.id, &problem, snapshot.now);
        self.take_another_way(&delivery, problem, &snapshot, unit).await
    }

    async fn take_another_way(
        &self,
        delivery: &Delivery,
        problem: String,
        snapshot: &Snapshot,
        mut unit: Unit,
    ) -> Result<(), EngineError> {
        let mut outgoings = Outgoings::new(self, snapshot);
        let row = self.requester_of(delivery).await?;
        if let Some((row, over)) = &row {
            unit.address_died(row, *over, snapshot.now);
            outgoings.send_elsewhere(delivery, (row, *over), &problem, &mut unit);
        }
        let page = page_of(delivery);
        let said = problem.clone();
        match self.shared.store.commit(unit.clone()).await {
            Ok(()) => {
                outgoings.hand_over();
                if let (Some(_), Some(number)) = (&row, delivery.emergency) {
                    self.has_changed(Change::Emergency(number));
                }
            }
            // The next contact method does not wait for a disk.
            Err(error) if page.is_some() && self.must_remember(&error) => {
                self.shared.unwritten.owe(unit);
            }
            Err(error) => return Err(error.into()),
        }
        self.drill_failed(delivery).await?;
        if let Some((number, responder, contact)) = page {
            let failed = Input::PageFailed { responder, contact, problem };
            let at_work = self.that_has(Case::Emergency(number)).await;
            match at_work.apply(number, failed).await {
                Ok(_) | Err(EngineError::Refused(_)) => {}
                Err(error) => return Err(error),
            }
        }
        self.was_not_forwarded(delivery, said).await
    }
}

impl Engine {
    /// News that its provider has not taken for so long goes the requester's other way as well. It
    /// is tried on, too: twice is better than never.
    pub(super) async fn hasten(
        &self,
        delivery: &Delivery,
        problem: &str,
        unit: &mut Unit,
    ) -> Result<(), EngineError> {
        let snapshot = self.snapshot();
        if delivery.message.content == Content::JoinCall {
            return Ok(());
        }
        let is_late = snapshot.now.duration_since(delivery.queued_at) >= LATE;
        let Some((row, over)) = self.requester_of(delivery).await?.filter(|_| is_late) else {
            return Ok(());
        };
        let is_heard_so = row.hears_by == Some(over) && row.another_way(over).is_some();
        let again = format!("{}{AGAIN}", delivery.id);
        if !is_heard_so || self.shared.store.delivery(&again).await?.is_some() {
            return Ok(());
        }
        let mut outgoings = Outgoings::new(self, &snapshot);
        outgoings.send_elsewhere(delivery, (&row, over), problem, unit);
        self.shared.store.commit(std::mem::take(unit)).await?;
        outgoings.hand_over();
        if let Some(number) = delivery.emergency {
            self.has_changed(Change::Emergency(number));
        }
        Ok(())
    }

    /// The requester whom it is for, and the way that it took.
    pub(super) async fn requester_of(
        &self,
        delivery: &Delivery,
    ) -> Result<Option<(RequesterRow, HearsBy)>, EngineError> {
        let Recipient::Requester { id, .. } = &delivery.to else { return Ok(None) };
        let over = if delivery.lane == Lane::Email { HearsBy::Email } else { HearsBy::Sms };
        Ok(self.shared.store.requester(id).await?.map(|row| (row, over)))
    }
}

/// The mark of a message that was sent once more, to the requester's other address; it is not
/// sent a third time.
pub(super) const AGAIN: &str = "+again";

impl Outgoings<'_> {
    /// The same words to the requester's other address, if there is one; the timeline tells it.
    pub(super) fn send_elsewhere(
        &mut self,
        delivery: &Delivery,
        (row, over): (&RequesterRow, HearsBy),
        problem: &str,
        unit: &mut Unit,
    ) {
        let other = row.another_way(over).filter(|_| !delivery.id.ends_with(AGAIN));
        if other.is_some() {
            let row = RequesterRow { hears_by: other, ..row.clone() };
            let id = format!("{}{AGAIN}", delivery.id);
            self.send_row(&row, delivery.message.clone(), Some(id), unit);
        }
        let Some(number) = delivery.emergency else { return };
        let happening = Happening::NewsMissed {
            requester: row.id.clone(),
            name: row.requester.name.clone(),
            over: way(over),
            problem: problem.to_owned(),
            instead: other.map(way),
        };
        unit.append(number, &[Fact { at: self.now(), actor: Actor::System, happening }]);
    }
}

fn way(way: HearsBy) -> NewsWay {
    match way {
        HearsBy::Email => NewsWay::Email,
        HearsBy::Sms => NewsWay::Sms,
    }
}

fn page_of(
    delivery: &Delivery,
) -> Option<(domain::Number, domain::ResponderId, domain::id::ContactId)> {
    let Recipient::Responder { responder, contact } = &delivery.to else { return None };
    let number = delivery.emergency?;
    (delivery.urgency == Urgency::Page).then(|| (number, responder.clone(), contact.clone()))
}
