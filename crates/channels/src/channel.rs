//! The closed set of voices, and the one door to all of them.

use jiff::Timestamp;

use crate::{
    DeliveryError, Gotify, Mattermost, Ntfy, Outgoing, Sent, Slack, Smtp, Teams, Telegram, Twilio,
    Wall, WebPush, Webhook,
};

/// A way out. Cheap to clone: clones share connections.
#[derive(Clone, Debug)]
pub enum Channel {
    Smtp(Smtp),
    Twilio(Twilio),
    Webhook(Webhook),
    Slack(Slack),
    Teams(Teams),
    Mattermost(Mattermost),
    Telegram(Telegram),
    Ntfy(Ntfy),
    Gotify(Gotify),
    Push(WebPush),
    /// Keeps what is sent: for the demo and for tests.
    Wall(Wall),
}

impl Channel {
    /// Hands one message to the provider. Comes back within the channel's timeout, whatever the
    /// provider does. A kind of message that the channel cannot carry is refused.
    pub async fn send(&self, message: &Outgoing, now: Timestamp) -> Result<Sent, DeliveryError> {
        match self {
            Self::Smtp(smtp) => smtp.send(message, now).await,
            Self::Twilio(twilio) => twilio.send(message, now).await,
            Self::Webhook(webhook) => webhook.send(message, now).await,
            Self::Slack(slack) => slack.send(message, now).await,
            Self::Teams(teams) => teams.send(message, now).await,
            Self::Mattermost(mattermost) => mattermost.send(message, now).await,
            Self::Telegram(telegram) => telegram.send(message, now).await,
            Self::Ntfy(ntfy) => ntfy.send(message, now).await,
            Self::Gotify(gotify) => gotify.send(message, now).await,
            Self::Push(push) => push.send(message, now).await,
            Self::Wall(wall) => wall.send(message, now).await,
        }
    }

    /// Slack itself, for what only it can do.
    pub fn as_slack(&self) -> Option<&Slack> {
        if let Self::Slack(slack) = self { Some(slack) } else { None }
    }

    /// Fetches what a caller said.
    pub async fn recording(&self, url: &str) -> Result<Vec<u8>, DeliveryError> {
        match self {
            Self::Twilio(twilio) => twilio.recording(url).await,
            Self::Smtp(_)
            | Self::Webhook(_)
            | Self::Slack(_)
            | Self::Teams(_)
            | Self::Mattermost(_)
            | Self::Telegram(_)
            | Self::Ntfy(_)
            | Self::Gotify(_)
            | Self::Push(_)
            | Self::Wall(_) => Err(wrong_kind(self.name(), "no recordings, other messages")),
        }
    }

    /// Tries address and credentials without sending anything.
    pub async fn check(&self, now: Timestamp) -> Result<(), DeliveryError> {
        match self {
            Self::Smtp(smtp) => smtp.check().await,
            Self::Twilio(twilio) => twilio.check(now).await,
            Self::Slack(slack) => slack.check(now).await,
            Self::Telegram(telegram) => telegram.check(now).await,
            // Their addresses and tokens are the responders' own, and nothing but a message tries them.
            Self::Webhook(_)
            | Self::Teams(_)
            | Self::Mattermost(_)
            | Self::Ntfy(_)
            | Self::Gotify(_)
            | Self::Push(_)
            | Self::Wall(_) => Ok(()),
        }
    }

    /// What the configuration calls it.
    pub fn name(&self) -> &str {
        match self {
            Self::Smtp(_) => "smtp",
            Self::Twilio(twilio) => twilio.name(),
            Self::Webhook(_) => "webhook",
            Self::Slack(_) => "slack",
            Self::Teams(_) => "teams",
            Self::Mattermost(_) => "mattermost",
            Self::Telegram(_) => "telegram",
            Self::Ntfy(_) => "ntfy",
            Self::Gotify(_) => "gotify",
            Self::Push(_) => "push",
            Self::Wall(_) => "wall",
        }
    }
}

/// A message came to a channel that does not carry its kind: a mistake in the wiring.
pub(crate) fn wrong_kind(channel: &str, carries: &str) -> DeliveryError {
    DeliveryError::refused(format!("{channel} carries {carries} only"))
}
