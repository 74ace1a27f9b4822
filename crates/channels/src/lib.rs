//! Voices: one file a provider. Deliberately absent: rules, retries across attempts, wording.

mod breaker;
pub mod calendar;
mod channel;
mod conference;
mod gotify;
mod guard;
mod http;
mod mattermost;
mod ntfy;
mod post;
mod probe;
pub mod push;
mod secret;
pub mod slack;
pub mod smtp;
pub mod standard_webhooks;
mod teams;
pub mod telegram;
pub mod twilio;
pub mod twiml;
pub mod wall;
pub mod webhook;

use std::{collections::BTreeMap, error::Error as StdError};

use serde_json::Value;

pub use breaker::Breaker;
pub use channel::Channel;
pub use conference::{Conference, Room};
pub use gotify::Gotify;
pub use guard::{Forbidden, Guard};
pub use mattermost::Mattermost;
pub use ntfy::Ntfy;
pub use probe::Probe;
pub use push::WebPush;
pub use secret::Secret;
pub use slack::Slack;
pub use smtp::Smtp;
pub use teams::Teams;
pub use telegram::Telegram;
pub use twilio::Twilio;
pub use wall::Wall;
pub use webhook::Webhook;

/// What tests send into: a wall that nobody looks at.
pub type Memory = Wall;

/// One message, ready to go.
#[derive(Clone, Debug, PartialEq)]
pub struct Outgoing {
    /// The delivery's id: the idempotency key that travels with it.
    pub id: String,
    pub to: To,
}

#[derive(Clone, Debug, PartialEq)]
pub enum To {
    Mail {
        address: String,
        mail: words::Mail,
        thread: Thread,
    },
    /// `status_url`: where the provider reports what became of it.
    Sms {
        number: String,
        text: String,
        status_url: Option<String>,
    },
    /// `answer_url`: where the provider asks what to say (TwiML). `speech` is what will be said
    /// first: shown on a wall, not sent to a provider.
    Call {
        number: String,
        speech: String,
        answer_url: String,
        status_url: Option<String>,
    },
    /// A message of a chat, or a push notification: `address` is what the provider calls whoever
    /// gets it. The `secret` of the contact method goes with it, where its server wants one.
    Note {
        address: String,
        secret: Option<Secret>,
        note: words::Note,
    },
    /// A notification for one browser or phone.
    Push(Box<push::Push>),
    /// Unsigned without a `secret`.
    Webhook {
        url: String,
        secret: Option<Secret>,
        body: Value,
    },
}

/// Which conversation a mail belongs to (RFC 5322, 3.6.4), and how it is marked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Thread {
    /// `Message-ID` without angle brackets.
    pub message_id: String,
    /// `In-Reply-To` and `References`; `None` for the first mail.
    pub in_reply_to: Option<String>,
    pub reply_to: Option<String>,
    /// Where the mail comes back to if it cannot be delivered (RFC 5321, 4.4), instead of to whom it
    /// is from.
    pub return_path: Option<String>,
    /// More headers, such as `X-Priority` for a page.
    pub headers: BTreeMap<String, String>,
}

impl Thread {
    /// Marks a mail as a page, in the ways that mail programs understand.
    #[must_use]
    pub fn urgent(mut self) -> Self {
        self.headers.insert("X-Priority".to_owned(), "1".to_owned());
        self.headers.insert("Importance".to_owned(), "high".to_owned());
        self
    }
}

/// What the provider said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    pub provider_id: Option<String>,
    /// Whether this is all that will be known: no report comes later.
    pub is_final: bool,
}

/// Why a message did not get through. The variants differ in what to do next.
#[derive(Debug, thiserror::Error)]
pub enum DeliveryError {
    /// Worth another try: the channel is having a bad moment.
    #[error("the channel is unavailable")]
    Unavailable(#[source] Box<dyn StdError + Send + Sync>),
    /// Worth another try, but not before this many seconds.
    #[error("the channel asks to wait {0} s")]
    Busy(u64),
    /// No retry will help, so the next contact method must.
    #[error("the channel refused the message")]
    Refused(#[source] Box<dyn StdError + Send + Sync>),
}

impl DeliveryError {
    pub(crate) fn unavailable(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::Unavailable(cause.into())
    }

    pub(crate) fn refused(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::Refused(cause.into())
    }

    /// Whether the address itself is gone, so that it should be forgotten.
    pub fn is_gone(&self) -> bool {
        matches!(self, Self::Refused(cause) if cause.is::<push::Gone>())
    }

    /// The whole story in one line, for a console or a log: never a secret, never an address of
    /// a webhook.
    pub fn reason(&self) -> String {
        let mut line = self.to_string();
        let mut cause = self.source();
        while let Some(error) = cause {
            let text = error.to_string();
            if !line.ends_with(&text) {
                line.push_str(": ");
                line.push_str(&text);
            }
            cause = error.source();
        }
        line
    }
}

/// A channel's settings cannot be used; the text names the setting and says what to write.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct SetupError(pub(crate) String);
