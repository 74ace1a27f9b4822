//! The room of an emergency in Slack: opened with the first word, kept in order with each, put away
//! with the last. It has a lane of its own: nothing waits for it.

use channels::{Channel, DeliveryError, Outgoing, Sent, Slack, To, slack};
use domain::{
    Emergency, Number,
    directory::ContactKind,
    message::{Announcement, Brief, Content, Message},
};
use jiff::SignedDuration;
use store::{ChatRoom, Delivery, DeliveryStatus, DeliveryView, Lane, Recipient, StoreError, Unit};
use words::{Choice, Note, NoteLink, room};

use super::discreet::discreet;
use crate::{Engine, outgoing::Outgoings};

/// The last word comes after all others, which may be tried again meanwhile.
const LAST_WORD_AFTER: SignedDuration = SignedDuration::from_secs(30);
/// From this attempt on another name is tried: we may have died between Slack and the disk.
const RENAMED_FROM: u32 = 3;

impl Outgoings<'_> {
    /// What happened, for the room; what is only noise there is left out.
    pub(crate) fn announce_in_room(
        &mut self,
        about: &Brief,
        announcement: &Announcement,
        unit: &mut Unit,
    ) {
        let is_last = match announcement {
            Announcement::EmergencyReceived
            | Announcement::EmergencyAnswered
            | Announcement::PageUnanswered { .. } => false,
            Announcement::EmergencyClosed { .. } => true,
            // Told as news, in the words that requesters read.
            Announcement::EmergencyMilestone { .. }
            | Announcement::SwitchChanged { .. }
            | Announcement::PageDelivered { .. } => return,
        };
        self.tell_room(about, Content::Announcement(announcement.clone()), is_last, unit);
    }

    pub(crate) fn tell_room(
        &mut self,
        about: &Brief,
        content: Content,
        is_last: bool,
        unit: &mut Unit,
    ) {
        let (true, Some(number)) = (self.engine().keeps_rooms(), about.number) else { return };
        let to = Recipient::Address { address: number.to_string() };
        let message = Message { about: about.clone(), content };
        let mut delivery = self.delivery(Lane::Room, to, message);
        if is_last {
            delivery.queued_at += LAST_WORD_AFTER;
        }
        self.deliver(delivery, unit);
    }
}

impl Engine {
    pub(crate) fn keeps_rooms(&self) -> bool {
        self.room_keeper().is_some()
    }

    fn room_keeper(&self) -> Option<&Slack> {
        self.options().voices.get(&Lane::Room)?.iter().find_map(Channel::as_slack)
    }

    pub(super) async fn send_to_room(
        &self,
        delivery: &Delivery,
        note: Note,
    ) -> Result<Sent, DeliveryError> {
        let refused = |problem: &'static str| DeliveryError::Refused(problem.into());
        let slack = self.room_keeper().ok_or_else(|| refused("no rooms are kept"))?;
        let number = delivery.emergency.ok_or_else(|| refused("only emergencies have a room"))?;
        let found = self.shared.store.emergency(number).await.map_err(unavailable)?;
        let saved = found.ok_or_else(|| refused("there is no such emergency"))?;
        let room = self.room_of(slack, number, delivery.attempts).await?;
        let note = self.in_room(note, &delivery.message.content, &saved.emergency);
        let to = To::Note { address: room.channel.clone(), secret: None, note };
        let sent = self.send(delivery, &Outgoing { id: delivery.id.clone(), to }).await?;
        let brief = saved.emergency.brief(saved.requesters);
        if let Err(error) = self.tend(slack, room, &saved.emergency, &brief).await {
            let reason = error.reason();
            let problem = discreet(&reason);
            tracing::warn!(emergency.number = %number, problem, "a room is not in order");
        }
        Ok(sent)
    }

    /// The room of an emergency, opened if there is none yet.
    async fn room_of(
        &self,
        slack: &Slack,
        number: Number,
        attempt: u32,
    ) -> Result<ChatRoom, DeliveryError> {
        // One at a time, so that two first words do not open two.
        let _turn = self.shared.rooms.lock().await;
        if let Some(room) = self.shared.store.room(number).await.map_err(unavailable)? {
            return Ok(room);
        }
        let mut name = number.to_string().to_lowercase();
        if attempt >= RENAMED_FROM {
            name.push_str(&format!("-{attempt}"));
        }
        let channel = match slack.open_room(&name, self.now()).await {
            // Another node may be about to say which one it is.
            Err(DeliveryError::Refused(cause)) if cause.to_string() == slack::NAME_TAKEN => {
                return Err(DeliveryError::Unavailable(cause));
            }
            other => other?,
        };
        let mut unit = Unit::new();
        unit.open_room(number, &channel);
        self.shared.store.commit(unit).await.map_err(unavailable)?;
        let kept = self.shared.store.room(number).await.map_err(unavailable)?;
        Ok(kept.unwrap_or_else(|| ChatRoom { channel, ..ChatRoom::default() }))
    }

    /// What everybody in the room may need beside the words.
    fn in_room(&self, mut note: Note, content: &Content, emergency: &Emergency) -> Note {
        if matches!(content, Content::News(_)) {
            note.text = format!("{}\n\n{}", room::TOLD, note.text);
        }
        note.is_page = false;
        let url = format!("{}/console/emergencies/{}", self.options().public_url, emergency.number);
        note.link = Some(NoteLink { label: room::OPEN, url });
        note.choices = if emergency.is_closed() {
            Vec::new()
        } else {
            let said = |(label, reply)| Choice { label, reply };
            room::choices(emergency.number).into_iter().map(said).collect()
        };
        note
    }

    /// Brings in who is called, says in the topic how it stands, puts the room of a closed one away.
    async fn tend(
        &self,
        slack: &Slack,
        mut room: ChatRoom,
        emergency: &Emergency,
        brief: &Brief,
    ) -> Result<(), DeliveryError> {
        let before = room.clone();
        let mut missing = self.users_in(emergency);
        missing.retain(|user| !room.invited.contains(user));
        missing.truncate(slack::MAX_INVITED);
        if !missing.is_empty() {
            slack.invite(&room.channel, &missing, self.now()).await?;
            room.invited.extend(missing);
        }
        let topic = room::topic(emergency.state_name(), brief);
        if room.topic != topic {
            slack.set_topic(&room.channel, &topic, self.now()).await?;
            room.topic = topic;
        }
        if room != before {
            let mut unit = Unit::new();
            unit.tend_room(emergency.number, &room);
            self.shared.store.commit(unit).await.map_err(unavailable)?;
        }
        if emergency.is_closed() && !self.has_more_for_room(emergency.number).await? {
            slack.archive(&room.channel, self.now()).await?;
        }
        Ok(())
    }

    async fn has_more_for_room(&self, number: Number) -> Result<bool, DeliveryError> {
        let all = self.shared.store.deliveries_of(number).await.map_err(unavailable)?;
        let waits =
            |one: &&DeliveryView| one.lane == Lane::Room && one.status == DeliveryStatus::Waiting;
        // The one that is under way still counts as waiting.
        Ok(all.iter().filter(waits).count() > 1)
    }

    /// Those who were called and have an account in Slack.
    fn users_in(&self, emergency: &Emergency) -> Vec<String> {
        let directory = self.directory();
        let people =
            emergency.pages.iter().filter_map(|page| directory.1.responder(&page.responder));
        let contacts = people.flat_map(|person| &person.contact);
        let users = contacts.filter(|contact| {
            contact.kind == ContactKind::Slack && contact.address.starts_with(['U', 'W'])
        });
        users.map(|contact| contact.address.clone()).collect()
    }
}

fn unavailable(error: StoreError) -> DeliveryError {
    DeliveryError::Unavailable(error.into())
}
