//! The forms in which the store hands out what it keeps. Moments beside the stored forms are kept to
//! the microsecond.

use domain::{
    Emergency, Fact, Number, Request, TicketNumber,
    directory::ContactKind,
    id::{ContactId, RequesterId, ResponderId},
    message::{Message, Urgency},
    request::Requester,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// An emergency with what is kept beside its state.
#[derive(Clone, Debug, PartialEq)]
pub struct Saved {
    pub emergency: Emergency,
    /// Grows with each saved state; [`crate::Unit::save`] needs the one that was loaded.
    pub version: i64,
    /// How many requesters it has.
    pub requesters: u64,
}

/// A requester of an emergency or of a ticket.
#[derive(Clone, Debug, PartialEq)]
pub struct RequesterRow {
    pub id: RequesterId,
    pub emergency: Option<Number>,
    pub ticket: Option<TicketNumber>,
    /// Whether the emergency was none, so that the ticket is what goes on.
    pub in_ticket: bool,
    pub requester: Requester,
    /// What they reported, in their own words: nobody is shown another's.
    pub summary: String,
    pub joined_at: Timestamp,
    /// The channel by which they hear: mail if there is an address, else text message.
    pub hears_by: Option<HearsBy>,
}

impl RequesterRow {
    /// To whom a delivery to this requester goes; `None` if nothing reaches them.
    pub fn recipient(&self) -> Option<Recipient> {
        self.recipient_by(self.hears_by?)
    }

    /// The other address that was given.
    pub fn another_way(&self, over: HearsBy) -> Option<HearsBy> {
        match over {
            HearsBy::Email => self.requester.phone.as_ref().map(|_| HearsBy::Sms),
            HearsBy::Sms => self.requester.email.as_ref().map(|_| HearsBy::Email),
        }
    }

    pub(crate) fn recipient_by(&self, hears_by: HearsBy) -> Option<Recipient> {
        let address = match hears_by {
            HearsBy::Email => self.requester.email.clone()?,
            HearsBy::Sms => self.requester.phone.clone()?,
        };
        Some(Recipient::Requester {
            id: self.id.clone(),
            address,
            locale: self.requester.locale.clone(),
            time_zone: self.requester.time_zone.clone(),
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HearsBy {
    Email,
    Sms,
}

impl HearsBy {
    /// The first choice for a requester: mail if there is an address, else text message.
    pub fn first(requester: &Requester) -> Option<Self> {
        let by_email = requester.email.as_ref().map(|_| Self::Email);
        by_email.or_else(|| requester.phone.as_ref().map(|_| Self::Sms))
    }

    /// The lane that news take.
    pub fn lane(self) -> Lane {
        match self {
            Self::Email => Lane::Email,
            Self::Sms => Lane::Sms,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        self.lane().name()
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        [Self::Email, Self::Sms].into_iter().find(|hears_by| hears_by.name() == name)
    }
}

/// A request as it came in, kept whatever becomes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct RawRequest {
    /// A UUID.
    pub id: String,
    pub received_at: Timestamp,
    /// `web`, `api`, `sms` ...
    pub channel: String,
    /// Where it came from: an address of the network, a number.
    pub source: String,
    /// Exactly what was sent.
    pub body: Vec<u8>,
    /// What was understood of it.
    pub request: Option<Request>,
    pub emergency: Option<Number>,
    pub ticket: Option<TicketNumber>,
}

/// The way that a delivery takes: one queue each, so that none waits for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    Sms,
    Voice,
    Email,
    Webhook,
    /// Webhooks of the vendor's other software.
    Announcement,
    /// Webhooks of desks outside.
    Forward,
    Slack,
    Teams,
    Mattermost,
    Telegram,
    Ntfy,
    Gotify,
    /// Notifications to browsers and phones.
    Push,
    /// The chat room of an emergency.
    Room,
}

impl Lane {
    pub const ALL: [Self; 14] = [
        Self::Sms,
        Self::Voice,
        Self::Email,
        Self::Webhook,
        Self::Announcement,
        Self::Forward,
        Self::Slack,
        Self::Teams,
        Self::Mattermost,
        Self::Telegram,
        Self::Ntfy,
        Self::Gotify,
        Self::Push,
        Self::Room,
    ];

    /// The lane of a contact method.
    pub fn of(kind: ContactKind) -> Self {
        match kind {
            ContactKind::Sms => Self::Sms,
            ContactKind::Voice => Self::Voice,
            ContactKind::Email => Self::Email,
            ContactKind::Webhook => Self::Webhook,
            ContactKind::Slack => Self::Slack,
            ContactKind::Teams => Self::Teams,
            ContactKind::Mattermost => Self::Mattermost,
            ContactKind::Telegram => Self::Telegram,
            ContactKind::Ntfy => Self::Ntfy,
            ContactKind::Gotify => Self::Gotify,
            ContactKind::Push => Self::Push,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Voice => "voice",
            Self::Email => "email",
            Self::Webhook => "webhook",
            Self::Announcement => "announcement",
            Self::Forward => "forward",
            Self::Slack => "slack",
            Self::Teams => "teams",
            Self::Mattermost => "mattermost",
            Self::Telegram => "telegram",
            Self::Ntfy => "ntfy",
            Self::Gotify => "gotify",
            Self::Push => "push",
            Self::Room => "room",
        }
    }

    /// Reads [`Lane::name`].
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lane| lane.name() == name)
    }
}

/// Whom a delivery is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// The address and its secret are looked up in the directory when it is sent.
    Responder { responder: ResponderId, contact: ContactId },
    Requester {
        id: RequesterId,
        address: String,
        locale: Option<String>,
        time_zone: Option<String>,
    },
    /// An address that belongs to nobody: the answer to a text message.
    Address { address: String },
    /// An outgoing webhook of the configuration, by its name.
    Subscriber { name: String },
    /// A desk outside, by its name in the configuration.
    Desk { name: String },
}

/// One message to one address.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    /// Unique, and the idempotency key that travels with it.
    pub id: String,
    pub emergency: Option<Number>,
    pub ticket: Option<TicketNumber>,
    pub lane: Lane,
    pub urgency: Urgency,
    pub to: Recipient,
    pub message: Message,
    pub queued_at: Timestamp,
    /// How often it was tried, this time included.
    pub attempts: u32,
    /// What caused it, as a `traceparent`, where traces are collected.
    pub trace: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryStatus {
    /// Not sent yet, or to be tried again.
    Waiting,
    /// The provider took it.
    Accepted,
    /// The provider says that it arrived.
    Delivered,
    /// It will not arrive.
    Failed,
    /// It was not needed any more.
    Dropped,
}

impl DeliveryStatus {
    pub const ALL: [Self; 5] =
        [Self::Waiting, Self::Accepted, Self::Delivered, Self::Failed, Self::Dropped];

    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Accepted => "accepted",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::Dropped => "dropped",
        }
    }

    /// Reads [`DeliveryStatus::name`].
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

/// A delivery as the console shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct DeliveryView {
    pub id: String,
    pub emergency: Option<Number>,
    pub ticket: Option<TicketNumber>,
    pub lane: Lane,
    pub urgency: Urgency,
    pub to: Recipient,
    pub message: Message,
    pub status: DeliveryStatus,
    pub queued_at: Timestamp,
    /// When the status last changed.
    pub changed_at: Timestamp,
    pub attempts: u32,
    /// What went wrong last.
    pub problem: Option<String>,
    /// The provider's own id of it.
    pub provider_id: Option<String>,
}

/// One entry of the journal.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// From 1, without gaps.
    pub sequence: u64,
    pub fact: Fact,
}
