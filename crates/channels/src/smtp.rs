//! Mail through a relay (SMTP, RFC 5321). One mail goes over one connection; connections are
//! kept and used again.

mod letter;
mod relay;

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;

use self::{
    letter::{Letter, Sender},
    relay::Relay,
};
use crate::{DeliveryError, Outgoing, Secret, Sent, SetupError, To, channel::wrong_kind};

#[derive(Clone, Debug)]
pub struct Settings {
    /// `smtp://` (plain), `starttls://` (required) or `smtps://`, with user and password if the
    /// relay asks for them.
    pub url: Secret,
    /// `Frontline <emergency@example.com>`.
    pub from: String,
    /// For a whole delivery, from finding the relay to its last word.
    pub timeout: Duration,
    /// How many mails may be under way at once, and how many connections are kept.
    pub connections: usize,
    /// A certificate (PEM) to trust beside those of the machine: for a relay of one's own.
    pub extra_root: Option<Vec<u8>>,
}

impl Settings {
    /// The usual limits: 30 seconds, 24 connections.
    pub fn new(url: impl Into<Secret>, from: &str) -> Self {
        Self {
            url: url.into(),
            from: from.to_owned(),
            timeout: Duration::from_secs(30),
            connections: 24,
            extra_root: None,
        }
    }
}

/// Cheap to clone: clones share connections.
#[derive(Clone, Debug)]
pub struct Smtp {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    relay: Relay,
    sender: Sender,
    timeout: Duration,
}

impl Smtp {
    pub fn new(settings: &Settings) -> Result<Self, SetupError> {
        let shared = Shared {
            relay: Relay::new(settings)?,
            sender: Sender::parse(&settings.from)?,
            timeout: settings.timeout,
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    pub async fn send(&self, message: &Outgoing, now: Timestamp) -> Result<Sent, DeliveryError> {
        let To::Mail { address, mail, thread } = &message.to else {
            return Err(wrong_kind("a mail relay", "mail"));
        };
        let letter = Letter::write(&self.shared.sender, address, mail, thread, now)?;
        let answer = self.in_time(self.shared.relay.send(&letter)).await?;
        Ok(Sent { provider_id: Some(answer), is_final: true })
    }

    /// Connects and signs in.
    pub async fn check(&self) -> Result<(), DeliveryError> {
        self.in_time(self.shared.relay.check()).await
    }

    /// The library has no timeout of its own once it is connected. A connection whose exchange
    /// was cut off in the middle is dropped with it and never used again.
    async fn in_time<T>(
        &self,
        work: impl Future<Output = Result<T, DeliveryError>>,
    ) -> Result<T, DeliveryError> {
        match tokio::time::timeout(self.shared.timeout, work).await {
            Ok(outcome) => outcome,
            Err(_) => {
                let limit = self.shared.timeout;
                Err(DeliveryError::unavailable(format!(
                    "the relay did not answer within {limit:?}"
                )))
            }
        }
    }
}
