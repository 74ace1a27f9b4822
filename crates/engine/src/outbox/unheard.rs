//! Text messages to requesters that a provider took, and of which nothing was heard: important words go
//! the requester's other way as well. One that arrives late is read twice, which is better than never.

use domain::message::{Content, News, TicketNews};
use jiff::Timestamp;
use store::{Delivery, StoreError, Unit};

use super::outcome::{AGAIN, LATE, UNCONFIRMED};
use crate::{Change, Engine, EngineError, outgoing::Outgoings};

/// How many go another way at once.
const AT_ONCE: u32 = 64;

impl Engine {
    /// How many that were.
    pub(crate) async fn send_unheard_elsewhere(&self) -> usize {
        let now = self.now();
        let before = now.saturating_sub(LATE).unwrap_or(Timestamp::MIN);
        let taken = self.shared.store.take_unheard_words(before, now, AT_ONCE).await;
        let taken = taken.unwrap_or_else(|error| {
            tracing::error!(%error, "deliveries cannot be read; trying again in a second");
            Vec::new()
        });
        for delivery in taken.iter().filter(|delivery| is_important(delivery)) {
            if let Err(error) = self.say_it_otherwise(delivery).await {
                tracing::error!(%error, "a requester's news could not go another way");
            }
        }
        taken.len()
    }

    async fn say_it_otherwise(&self, delivery: &Delivery) -> Result<(), EngineError> {
        let Some((row, over)) = self.requester_of(delivery).await? else { return Ok(()) };
        if row.another_way(over).is_none() || delivery.id.ends_with(AGAIN) {
            return Ok(());
        }
        tracing::warn!(delivery = delivery.id, "a text was taken and never reported as delivered");
        let (snapshot, mut unit) = (self.snapshot(), Unit::new());
        let mut outgoings = Outgoings::new(self, &snapshot);
        outgoings.send_elsewhere(delivery, (&row, over), UNCONFIRMED, &mut unit);
        match self.shared.store.commit(unit).await {
            // It went there already.
            Err(StoreError::Taken) => return Ok(()),
            other => other?,
        }
        outgoings.hand_over();
        if let Some(number) = delivery.emergency {
            self.has_changed(Change::Emergency(number));
        }
        Ok(())
    }
}

/// What a requester must not miss: that it arrived, and how far it is.
fn is_important(delivery: &Delivery) -> bool {
    matches!(
        delivery.message.content,
        Content::News(News::Receipt { .. } | News::Milestone { .. })
            | Content::Ticket(TicketNews::Receipt { .. })
    )
}
