//! One attempt to deliver one message.

use channels::{DeliveryError, Sent};
use domain::message::{Content, Urgency};
use jiff::SignedDuration;
use store::{Delivery, DeliveryStatus, Recipient};
use traces::{Instrument, Origin};

use super::discreet::discreet;
use crate::{Engine, drills::drill_of};

/// A page gives up on one contact method early, because the next one waits.
const MAX_PAGE_ATTEMPTS: u32 = 4;
/// News goes on for hours; newer news takes its place.
const MAX_ATTEMPTS: u32 = 40;
/// A desk outside may be away for a day.
const MAX_FORWARD_ATTEMPTS: u32 = 300;
/// After about half a minute somebody hears that a desk outside gets nothing.
const FORWARD_IS_LATE: u32 = 6;
const PAGE_BACKOFF_CAP: SignedDuration = SignedDuration::from_secs(10);
const BACKOFF_CAP: SignedDuration = SignedDuration::from_mins(5);
/// What was handed over so long ago may not be wanted any more: sooner nobody answers, and no other node
/// takes it over.
const FRESH: SignedDuration = SignedDuration::from_millis(200);

impl Engine {
    pub(crate) async fn attempt(&self, delivery: Delivery) {
        let span = traces::span!(
            "deliver",
            delivery = delivery.id,
            emergency = delivery.emergency.map(|number| number.to_string()),
            lane = delivery.lane.name(),
            urgency = ?delivery.urgency,
            attempt = delivery.attempts,
        );
        if let Some(origin) = delivery.trace.as_deref().and_then(Origin::read) {
            origin.leads_to(&span);
        }
        self.attempt_once(delivery).instrument(span).await;
    }

    async fn attempt_once(&self, delivery: Delivery) {
        if self.now().duration_since(delivery.queued_at) > FRESH && !self.is_wanted(&delivery).await
        {
            self.did_not_leave(delivery.lane);
            return;
        }
        self.call_begins(&delivery);
        let sent = self.send_worded(&delivery).await;
        self.keep_pace(delivery.lane, &sent);
        let noted = match sent {
            Ok(sent) => self.was_accepted(&delivery, sent).await,
            Err(error) => self.was_not_sent(&delivery, &error).await,
        };
        if let Err(error) = noted {
            // The lease runs out and it is sent again: twice is better than never.
            tracing::error!(delivery = delivery.id, %error, "an outcome could not be stored");
        }
    }

    /// Whether nobody answered, and nothing newer came, while it waited. In doubt it is sent.
    async fn is_wanted(&self, delivery: &Delivery) -> bool {
        if self.shared.unwritten.is_troubled() {
            // It could not be claimed: nobody else can either.
            let found = self.shared.store.delivery(&delivery.id).await;
            return !matches!(found, Ok(Some((_, status))) if status != DeliveryStatus::Waiting);
        }
        self.shared.store.may_send(&delivery.id).await.unwrap_or(true)
    }

    async fn was_accepted(
        &self,
        delivery: &Delivery,
        sent: Sent,
    ) -> Result<(), crate::EngineError> {
        if delivery.urgency == Urgency::Page && drill_of(delivery).is_none() {
            self.shared.figures.page_taken(delivery, self.now());
        }
        let mut unit = store::Unit::new();
        unit.accepted(&delivery.id, sent.provider_id.as_deref(), sent.is_final, self.now());
        let owed = unit.clone();
        let stored = if sent.is_final {
            self.note_arrival(delivery, unit).await
        } else {
            self.shared.store.commit(unit).await.map_err(crate::EngineError::from)
        };
        if let Err(crate::EngineError::Store(error)) = &stored
            && self.must_remember(error)
        {
            self.shared.unwritten.was_sent(&delivery.id);
            self.shared.unwritten.owe(owed);
            return Ok(());
        }
        stored?;
        self.was_forwarded(delivery).await
    }

    async fn was_not_sent(
        &self,
        delivery: &Delivery,
        error: &DeliveryError,
    ) -> Result<(), crate::EngineError> {
        let problem = error.reason();
        let is_forward = matches!(delivery.to, Recipient::Desk { .. });
        let most = match delivery.urgency {
            // Somebody waits beside the phone.
            _ if delivery.message.content == Content::JoinCall => MAX_PAGE_ATTEMPTS,
            Urgency::Page => MAX_PAGE_ATTEMPTS,
            _ if is_forward => MAX_FORWARD_ATTEMPTS,
            Urgency::Responder | Urgency::Receipt | Urgency::News | Urgency::Announcement => {
                MAX_ATTEMPTS
            }
        };
        let wait = match error {
            DeliveryError::Refused(_) => return self.note_failure(delivery, problem).await,
            _ if delivery.attempts >= most => return self.note_failure(delivery, problem).await,
            DeliveryError::Busy(seconds) => {
                SignedDuration::from_secs(i64::try_from(*seconds).unwrap_or(60).clamp(1, 600))
            }
            DeliveryError::Unavailable(_) => backoff(delivery),
        };
        tracing::warn!(
            delivery = delivery.id,
            attempt = delivery.attempts,
            problem = discreet(&problem),
            "will be tried again"
        );
        let mut unit = store::Unit::new();
        unit.retry(&delivery.id, self.shared.store.node(), self.now() + wait, &problem);
        self.hasten(delivery, &problem, &mut unit).await?;
        if !unit.is_empty() {
            self.shared.store.commit(unit).await?;
        }
        self.shared.outbox.wake(delivery.lane);
        if is_forward && delivery.attempts == FORWARD_IS_LATE {
            self.was_not_forwarded(delivery, problem).await?;
        }
        Ok(())
    }
}

/// Twice as long each time, with up to a quarter of jitter taken from the delivery's id, so that
/// what failed together does not come back together.
fn backoff(delivery: &Delivery) -> SignedDuration {
    let cap = if delivery.urgency == Urgency::Page { PAGE_BACKOFF_CAP } else { BACKOFF_CAP };
    let doubled = SignedDuration::from_secs(1_i64 << delivery.attempts.saturating_sub(1).min(16));
    let base = doubled.min(cap);
    let sum: u32 = delivery
        .id
        .bytes()
        .fold(delivery.attempts, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
    let quarter = i32::try_from(sum % 256).unwrap_or(0);
    base + base * quarter / 1024
}
