//! Voices: one file a provider. Deliberately absent: rules, retries across attempts, wording.

use std::{collections::BTreeMap, error::Error as StdError};

use serde_json::Value;

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
    /// `answer_url`: where the provider asks what to say (TwiML).
    Call {
        number: String,
        answer_url: String,
        status_url: Option<String>,
    },
    Webhook {
        url: String,
        secret: Option<String>,
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
    /// More headers, such as `X-Priority` for a page.
    pub headers: BTreeMap<String, String>,
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
