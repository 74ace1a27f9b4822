//! Chats: what responders tap or write there means what it means in a text message, and somebody
//! else's command is a request.

use domain::{
    Input, Number, Request, ResponderId, directory::ContactKind, input::By, request::Channel,
    request::Requester,
};
use store::{Lane, Recipient};
use words::reply::{self, Command, Confirmation};

use crate::{Engine, EngineError, Link, Submission, intake::Opened};

const SUMMARY_MAX_CHARS: usize = 200;
/// The longest line of a room that is kept.
const NOTE_MAX_CHARS: usize = 4_000;

/// Somebody in a chat, as its provider vouches for.
#[derive(Clone, Debug)]
pub struct Chatter {
    pub kind: ContactKind,
    /// What the provider calls them: the address of a contact method.
    pub id: String,
    pub name: Option<String>,
}

impl Engine {
    /// Carries out what was tapped or written; the answer goes out as a delivery to the same place.
    pub async fn chat_received(&self, from: &Chatter, text: &str) -> Result<(), EngineError> {
        self.chat_received_about(from, text, None).await
    }

    /// The same in the room of an emergency, which is the one that is meant unless another is named.
    pub async fn chat_received_in(
        &self,
        room: &str,
        from: &Chatter,
        text: &str,
    ) -> Result<(), EngineError> {
        let about = self.shared.store.emergency_of_room(room).await?;
        self.chat_received_about(from, text, about).await
    }

    /// What people say to each other in the room of an emergency is kept with it, for us only. What
    /// is said elsewhere is nobody's business.
    pub async fn said_in_room(
        &self,
        room: &str,
        from: &Chatter,
        text: &str,
    ) -> Result<(), EngineError> {
        let Some(number) = self.shared.store.emergency_of_room(room).await? else {
            return Ok(());
        };
        let directory = self.directory();
        let by = match directory.1.holder_of(from.kind, &from.id) {
            Some(person) => By { id: person.id.clone(), name: person.name.clone() },
            None => By { id: from.id.as_str().into(), name: format!("{} in Slack", from.id) },
        };
        let text = text.chars().take(NOTE_MAX_CHARS).collect();
        match self.apply(number, Input::Update { by, text, visible: false }).await {
            // Closed meanwhile, or nothing but spaces.
            Ok(_) | Err(EngineError::Refused(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    async fn chat_received_about(
        &self,
        from: &Chatter,
        text: &str,
        about: Option<Number>,
    ) -> Result<(), EngineError> {
        let directory = self.directory();
        let person = directory.1.holder_of(from.kind, &from.id);
        let confirmation = match person {
            Some(person) => self.carry_out_from(person, (from.kind, &from.id), text, about).await,
            None => Confirmation::UnknownSender,
        };
        let to = Recipient::Address { address: from.id.clone() };
        let reader = person.map_or_else(
            || self.options().reader(None, None),
            |person| self.options().reader_of(person),
        );
        self.send_confirmation((Lane::of(from.kind), to), &confirmation, reader).await
    }

    /// Carries out a yes or a no that was tapped on a notification; what to answer there. More than
    /// that a private link never carries.
    pub async fn tapped(&self, number: Number, id: &ResponderId, text: &str) -> String {
        let directory = self.directory();
        let person = directory.1.responder(id);
        let can_be_tapped = matches!(reply::parse(text).command, Command::Ok | Command::No);
        let confirmation = match person {
            Some(person) if can_be_tapped => self.carry_out(person, text, Some(number)).await,
            Some(_) => Confirmation::Unclear { open: Vec::new() },
            None => Confirmation::UnknownSender,
        };
        let reader = person.map_or_else(
            || self.options().reader(None, None),
            |person| self.options().reader_of(person),
        );
        let reader = words::Reader {
            now: self.now(),
            link: Some(self.link_url(&Link::Page { number, responder: id.clone(), via: None })),
            phone: self.options().phone.clone(),
            ..reader
        };
        reply::answer(&confirmation, &reader)
    }

    /// Whether this is one of the responders.
    pub fn knows_chatter(&self, from: &Chatter) -> bool {
        self.directory().1.holder_of(from.kind, &from.id).is_some()
    }

    /// Takes a request that was written as a command; what to answer there. `id` is the provider's,
    /// of this command.
    pub async fn reported_in_chat(
        &self,
        from: &Chatter,
        text: &str,
        id: &str,
    ) -> Result<String, EngineError> {
        let kind = from.kind.name();
        let request = Request {
            summary: text.trim().chars().take(SUMMARY_MAX_CHARS).collect(),
            details: text.trim().to_owned(),
            requester: Requester { name: from.name.clone(), ..Requester::default() },
            channel: Channel::Chat,
            ..Request::default()
        };
        let accepted = self
            .submit(Submission {
                request,
                raw: text.as_bytes().to_vec(),
                source: format!("{kind} {}", from.id),
                idempotency_key: (!id.is_empty()).then(|| format!("{kind}-{id}")),
            })
            .await?;
        let (number, is_emergency) = match &accepted.opened {
            Opened::Emergency { number, .. } => (number.to_string(), true),
            Opened::Ticket { number, .. } => (number.to_string(), false),
        };
        let link = self.link_url(&Link::Requester(accepted.requester));
        let reader = words::Reader {
            now: self.now(),
            locale: self.options().locale(None),
            link: Some(link),
            ..words::Reader::default()
        };
        Ok(reply::answer(&Confirmation::Reported { number, is_emergency }, &reader))
    }
}
