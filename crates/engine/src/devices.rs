//! The browsers and phones on which a responder takes notifications.

use channels::push::Device;
use domain::{
    ResponderId,
    directory::ContactKind,
    input::By,
    message::{Brief, Content, Message},
};
use store::{Lane, Recipient, Unit};

use crate::{Engine, EngineError, outgoing::Outgoings};

impl Engine {
    /// What a browser subscribes to.
    pub fn push_key(&self) -> String {
        self.shared.push_key.public()
    }

    /// Takes a device of this person, and calls them there from now on: the first one becomes a
    /// contact method with its rules, in a new version of the directory.
    pub async fn add_device(
        &self,
        by: &By,
        name: String,
        device: Device,
    ) -> Result<(), EngineError> {
        let mut unit = Unit::new();
        unit.add_device(&store::Device {
            id: self.new_id(),
            responder: by.id.clone(),
            name,
            endpoint: device.endpoint,
            p256dh: device.p256dh,
            auth: device.auth,
            made_at: self.now(),
            taken_at: None,
        });
        self.shared.store.commit(unit).await?;
        self.change_directory(by, |directory| directory.with_push(&by.id)).await
    }

    pub async fn remove_device(&self, id: &str, of: &ResponderId) -> Result<(), EngineError> {
        let mut unit = Unit::new();
        unit.remove_device(id, of);
        Ok(self.shared.store.commit(unit).await?)
    }

    /// Sends a trial to all devices of this person, as a page would go. Whether there is a way.
    pub async fn try_devices(&self, of: &ResponderId) -> Result<bool, EngineError> {
        let snapshot = self.snapshot();
        let person = snapshot.directory.1.responder(of);
        let contact = person.and_then(|person| {
            person.contact.iter().find(|contact| contact.kind == ContactKind::Push)
        });
        let Some(contact) = contact else { return Ok(false) };
        let to = Recipient::Responder { responder: of.clone(), contact: contact.id.clone() };
        let content = Content::Reply(words::note::TRIED.to_owned());
        let message = Message { about: Brief::default(), content };
        let mut unit = Unit::new();
        let mut outgoings = Outgoings::new(self, &snapshot);
        outgoings.deliver(outgoings.delivery(Lane::Push, to, message), &mut unit);
        self.shared.store.commit(unit).await?;
        outgoings.hand_over();
        Ok(true)
    }
}
