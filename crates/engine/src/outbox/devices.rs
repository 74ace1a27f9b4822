//! Notifications: one delivery goes to all devices of its reader, and counts as sent if one takes it.

use channels::{
    DeliveryError, Outgoing, Sent, To,
    push::{Device, Push},
};
use futures_util::future::join_all;
use store::{Delivery, Lane, Recipient, Unit};
use words::Note;

use super::providers::milder;
use crate::{Engine, Link};

const NONE: &str = "notifications are not turned on on any device: turn them on in the console, \
                    under Devices";

impl Engine {
    /// Puts a delivery into words and hands it to who carries it.
    pub(crate) async fn send_worded(&self, delivery: &Delivery) -> Result<Sent, DeliveryError> {
        let refused = |problem: String| DeliveryError::Refused(problem.into());
        let outgoing = self.outgoing(delivery).map_err(refused)?;
        match (delivery.lane, outgoing.to) {
            (Lane::Push, To::Note { note, .. }) => self.send_to_devices(delivery, &note).await,
            (Lane::Room, To::Note { note, .. }) => self.send_to_room(delivery, note).await,
            (Lane::Announcement, To::Note { address, secret, note }) => {
                self.post_in_chat(delivery, To::Note { address, secret, note }).await
            }
            (_, to) => self.send(delivery, &Outgoing { to, ..outgoing }).await,
        }
    }

    async fn send_to_devices(
        &self,
        delivery: &Delivery,
        note: &Note,
    ) -> Result<Sent, DeliveryError> {
        let Recipient::Responder { responder, contact } = &delivery.to else {
            return Err(DeliveryError::Refused("only responders have devices".into()));
        };
        let found = self.shared.store.devices_of(responder).await;
        let devices = found.map_err(|error| DeliveryError::Unavailable(error.into()))?;
        let reply_url = delivery.emergency.filter(|_| note.is_page).map(|number| {
            let page =
                Link::Page { number, responder: responder.clone(), via: Some(contact.clone()) };
            format!("{}/reply", self.link_url(&page))
        });
        let sending = devices.iter().map(async |device| {
            let push = Push {
                device: Device {
                    endpoint: device.endpoint.clone(),
                    p256dh: device.p256dh.clone(),
                    auth: device.auth.clone(),
                },
                note: note.clone(),
                reply_url: reply_url.clone(),
                key: self.shared.push_key.clone(),
            };
            let outgoing = Outgoing { id: delivery.id.clone(), to: To::Push(Box::new(push)) };
            (device, self.send(delivery, &outgoing).await)
        });
        self.sum_up(join_all(sending).await).await
    }

    /// Forgets the devices that are gone, and says what became of the whole.
    async fn sum_up(
        &self,
        outcomes: Vec<(&store::Device, Result<Sent, DeliveryError>)>,
    ) -> Result<Sent, DeliveryError> {
        let (mut unit, mut sent, mut worst) = (Unit::new(), None, None);
        for (device, outcome) in outcomes {
            match outcome {
                Ok(taken) => {
                    unit.device_taken(&device.id, self.now());
                    sent = Some(taken);
                }
                Err(error) => {
                    if error.is_gone() {
                        unit.forget_device(&device.id, &device.endpoint);
                    }
                    worst = Some(milder(worst, error));
                }
            }
        }
        if !unit.is_empty()
            && let Err(error) = self.shared.store.commit(unit).await
        {
            tracing::warn!(%error, "what became of devices could not be stored");
        }
        sent.ok_or_else(|| worst.unwrap_or_else(|| DeliveryError::Refused(NONE.into())))
    }
}
