//! What happens, told in a channel of the team. It is carried by the chat's provider and stands in the
//! lane of announcements: nothing that calls somebody waits for it.

use std::time::Duration;

use channels::{DeliveryError, Outgoing, Sent, To};
use domain::directory::ContactKind;
use jiff::SignedDuration;
use store::{Delivery, Lane, Recipient};
use words::{Note, NoteLink, room};

use crate::Engine;

const PATIENCE: Duration = Duration::from_secs(20);
/// What could not be told for so long is no news any more.
const STALE: SignedDuration = SignedDuration::from_hours(1);

impl Engine {
    /// The chat that an announcement goes to; `None` for a webhook.
    pub(super) fn chat_of(&self, delivery: &Delivery) -> Option<ContactKind> {
        let Recipient::Subscriber { name } = &delivery.to else { return None };
        self.options().subscribers.iter().find(|known| known.name == *name)?.chat
    }

    /// Everybody in a channel reads it: it leads to the console, and calls nobody.
    pub(super) fn announced(&self, delivery: &Delivery, mut note: Note) -> Note {
        let page = match delivery.emergency {
            Some(number) => format!("console/emergencies/{number}"),
            None => "console".to_owned(),
        };
        let url = format!("{}/{page}", self.options().public_url);
        note.link = Some(NoteLink { label: room::OPEN, url });
        note.choices = Vec::new();
        note.is_page = false;
        note
    }

    pub(super) async fn post_in_chat(
        &self,
        delivery: &Delivery,
        to: To,
    ) -> Result<Sent, DeliveryError> {
        let refused = |problem: &'static str| Err(DeliveryError::Refused(problem.into()));
        if self.now().duration_since(delivery.queued_at) > STALE {
            return refused("it is no news any more");
        }
        let Some(chat) = self.chat_of(delivery) else { return refused("it is no chat any more") };
        let channels = self.options().voices.get(&Lane::of(chat));
        let Some(channel) = channels.and_then(|channels| channels.first()) else {
            return refused("its provider is not set up");
        };
        let outgoing = Outgoing { id: delivery.id.clone(), to };
        let sending = channel.send(&outgoing, self.now());
        tokio::time::timeout(PATIENCE, sending).await.unwrap_or_else(|_| {
            let text = format!("no answer within {} s", PATIENCE.as_secs());
            Err(DeliveryError::Unavailable(text.into()))
        })
    }
}
