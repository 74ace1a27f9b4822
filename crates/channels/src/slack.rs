//! Slack: messages of our app, with buttons. What people tap or type comes back to our hook, signed.
//! <https://docs.slack.dev/reference/methods/chat.postMessage>

mod rooms;
mod signature;

use std::sync::Arc;

use jiff::Timestamp;
use reqwest::{Url, header::AUTHORIZATION};
use serde::Deserialize;
use serde_json::{Value, json};
use words::Note;

pub use rooms::{MAX_INVITED, NAME_TAKEN};
pub use signature::{sign, verify};

use crate::{
    DeliveryError, Outgoing, Secret, Sent, SetupError,
    http::{Answer, Http, parse_url},
    post::{Parcel, client, plain, post},
};

/// The longest text of a section is 3,000 characters; the longest header 150.
const HEADER_MAX_CHARS: usize = 150;
/// Errors after which the same message may well be taken. All others are final.
const PASSING: [&str; 6] = [
    "fatal_error",
    "internal_error",
    "message_limit_exceeded",
    "request_timeout",
    "service_unavailable",
    "team_added_to_org",
];

#[derive(Clone, Debug)]
pub struct Settings {
    /// `https://slack.com`, or what stands in for it.
    pub base_url: String,
    /// `xoxb-...`, with the scope `chat:write`.
    pub bot_token: Secret,
}

/// Cheap to clone: clones share connections.
#[derive(Clone)]
pub struct Slack {
    shared: Arc<Shared>,
}

struct Shared {
    http: Http,
    base: String,
    post_message: Url,
    auth_test: Url,
    bot_token: Secret,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Reply {
    ok: bool,
    error: String,
    /// The message's id.
    ts: Option<String>,
    /// The id of a channel, or all about it.
    channel: Value,
}

impl Slack {
    pub fn new(settings: &Settings) -> Result<Self, SetupError> {
        let base = settings.base_url.trim_end_matches('/');
        let at = |method: &str| parse_url("slack.base_url", &format!("{base}/api/{method}"));
        let (post_message, auth_test) = (at("chat.postMessage")?, at("auth.test")?);
        let bot_token = settings.bot_token.clone();
        let shared =
            Shared { http: client()?, base: base.to_owned(), post_message, auth_test, bot_token };
        Ok(Self { shared: Arc::new(shared) })
    }

    pub async fn send(&self, message: &Outgoing, now: Timestamp) -> Result<Sent, DeliveryError> {
        let parcel = Parcel::of(message, "Slack")?;
        let body = body(parcel.address, parcel.note);
        let reply = self.call(&self.shared.post_message, &body, now).await?;
        Ok(Sent { provider_id: reply.ts, is_final: true })
    }

    /// Asks whom the token belongs to: free, and it needs the right token.
    pub async fn check(&self, now: Timestamp) -> Result<(), DeliveryError> {
        self.call(&self.shared.auth_test, &json!({}), now).await.map(drop)
    }

    async fn call(&self, url: &Url, body: &Value, now: Timestamp) -> Result<Reply, DeliveryError> {
        let token = format!("Bearer {}", self.shared.bot_token.expose());
        let authorization = Some((AUTHORIZATION, token));
        let answer = post(&self.shared.http, url.clone(), authorization, body).await?;
        understood(&answer.success(now)?)
    }
}

impl std::fmt::Debug for Slack {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Slack")
            .field("at", &self.shared.post_message.as_str())
            .finish_non_exhaustive()
    }
}

/// The document of `chat.postMessage`. All text is plain, so nobody's words become a link or a call
/// to a whole channel.
fn body(channel: &str, note: &Note) -> Value {
    let mut blocks = Vec::new();
    if let Some(title) = &note.title {
        let title: String = title.chars().take(HEADER_MAX_CHARS).collect();
        blocks.push(json!({ "type": "header", "text": text(&title) }));
    }
    blocks.push(json!({ "type": "section", "text": text(&note.text) }));
    let buttons = buttons(note);
    if !buttons.is_empty() {
        blocks.push(json!({ "type": "actions", "elements": buttons }));
    }
    json!({
        "channel": channel,
        "text": escaped(&plain(note)),
        "blocks": blocks,
        "mrkdwn": false,
        "unfurl_links": false,
        "unfurl_media": false,
    })
}

fn buttons(note: &Note) -> Vec<Value> {
    let choices = note.choices.iter().enumerate().map(|(index, choice)| {
        let mut button = json!({
            "type": "button",
            "text": text(choice.label),
            "action_id": format!("reply-{index}"),
            "value": choice.reply,
        });
        if index == 0 {
            button["style"] = json!("primary");
        }
        button
    });
    let link = note.link.iter().map(|link| {
        json!({
            "type": "button", "text": text(link.label), "action_id": "open", "url": link.url,
        })
    });
    choices.chain(link).collect()
}

fn text(text: &str) -> Value {
    json!({ "type": "plain_text", "text": text, "emoji": false })
}

/// <https://docs.slack.dev/messaging/formatting-message-text#escaping>
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn understood(answer: &Answer) -> Result<Reply, DeliveryError> {
    let Ok(reply) = serde_json::from_slice::<Reply>(&answer.body) else {
        let what = format!("answered something that is not Slack's: {}", answer.excerpt());
        return Err(DeliveryError::unavailable(what));
    };
    match reply.error.as_str() {
        _ if reply.ok => Ok(reply),
        "ratelimited" | "rate_limited" => Err(DeliveryError::Busy(1)),
        error if PASSING.contains(&error) => Err(DeliveryError::unavailable(error.to_owned())),
        error => Err(DeliveryError::refused(crate::http::excerpt(error))),
    }
}
