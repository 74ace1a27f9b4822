//! Channels of our own in Slack: opened, filled with people, given a topic, and put away.
//! <https://docs.slack.dev/reference/methods/conversations.create>

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Reply, Slack, escaped};
use crate::{DeliveryError, http::parse_url};

/// The error of a name that another channel has, put away or not.
pub const NAME_TAKEN: &str = "name_taken";
/// The longest topic, in characters.
const TOPIC_MAX_CHARS: usize = 250;
/// How many people are invited at once.
pub const MAX_INVITED: usize = 50;

impl Slack {
    /// A new public channel; its id.
    pub async fn open_room(&self, name: &str, now: Timestamp) -> Result<String, DeliveryError> {
        let body = json!({ "name": name, "is_private": false });
        let reply = self.ask("conversations.create", &body, now).await?;
        let id = reply.channel.get("id").and_then(Value::as_str);
        id.map(str::to_owned)
            .ok_or_else(|| DeliveryError::unavailable("answered without the channel's id"))
    }

    /// Whoever is there already stays.
    pub async fn invite(
        &self,
        channel: &str,
        users: &[String],
        now: Timestamp,
    ) -> Result<(), DeliveryError> {
        let body = json!({ "channel": channel, "users": users.join(","), "force": true });
        let known = ["already_in_channel", "cant_invite_self"];
        done(self.ask("conversations.invite", &body, now).await, &known)
    }

    pub async fn set_topic(
        &self,
        channel: &str,
        topic: &str,
        now: Timestamp,
    ) -> Result<(), DeliveryError> {
        let topic: String = topic.chars().take(TOPIC_MAX_CHARS).collect();
        let body = json!({ "channel": channel, "topic": escaped(&topic) });
        done(self.ask("conversations.setTopic", &body, now).await, &[])
    }

    /// Its messages can still be read.
    pub async fn archive(&self, channel: &str, now: Timestamp) -> Result<(), DeliveryError> {
        let body = json!({ "channel": channel });
        done(self.ask("conversations.archive", &body, now).await, &["already_archived"])
    }

    async fn ask(
        &self,
        method: &str,
        body: &Value,
        now: Timestamp,
    ) -> Result<Reply, DeliveryError> {
        let url = parse_url("slack.base_url", &format!("{}/api/{method}", self.shared.base));
        self.call(&url.map_err(DeliveryError::refused)?, body, now).await
    }
}

/// Errors that say that it is so already are none.
fn done(outcome: Result<Reply, DeliveryError>, known: &[&str]) -> Result<(), DeliveryError> {
    match outcome {
        Err(DeliveryError::Refused(cause)) if known.contains(&cause.to_string().as_str()) => Ok(()),
        other => other.map(drop),
    }
}
