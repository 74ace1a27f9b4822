//! Telegram: messages of our bot, with buttons. What people tap or write comes back to our hook.
//! <https://core.telegram.org/bots/api#sendmessage>

use std::sync::Arc;

use jiff::Timestamp;
use reqwest::Url;
use serde::Deserialize;
use serde_json::{Value, json};
use words::Note;

use crate::{
    DeliveryError, Outgoing, Secret, Sent, SetupError,
    http::{Answer, Http, excerpt, parse_url},
    post::{Parcel, client, plain, post},
};

/// What `callback_data` may hold.
const CALLBACK_MAX_BYTES: usize = 64;

#[derive(Clone, Debug)]
pub struct Settings {
    /// `https://api.telegram.org`, or a bot API server of one's own.
    pub base_url: String,
    /// As Telegram gave it when the bot was made.
    pub bot_token: Secret,
}

/// Cheap to clone: clones share connections.
#[derive(Clone)]
pub struct Telegram {
    shared: Arc<Shared>,
}

/// The addresses hold the token, so they are never shown.
struct Shared {
    http: Http,
    send_message: Url,
    get_me: Url,
}

/// <https://core.telegram.org/bots/api#making-requests>
#[derive(Default, Deserialize)]
#[serde(default)]
struct Reply {
    ok: bool,
    description: String,
    result: Option<Message>,
    parameters: Parameters,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Message {
    message_id: Option<i64>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Parameters {
    retry_after: Option<u64>,
}

impl Telegram {
    pub fn new(settings: &Settings) -> Result<Self, SetupError> {
        let token = settings.bot_token.expose();
        let is_token = |c: char| c.is_ascii_alphanumeric() || ":_-".contains(c);
        if token.is_empty() || !token.chars().all(is_token) {
            return Err(SetupError(
                "telegram.bot_token must be as Telegram gave it: digits, a colon, letters and digits"
                    .to_owned(),
            ));
        }
        let base = settings.base_url.trim_end_matches('/');
        let at =
            |method: &str| parse_url("telegram.base_url", &format!("{base}/bot{token}/{method}"));
        let (send_message, get_me) = (at("sendMessage")?, at("getMe")?);
        Ok(Self { shared: Arc::new(Shared { http: client()?, send_message, get_me }) })
    }

    pub async fn send(&self, message: &Outgoing, now: Timestamp) -> Result<Sent, DeliveryError> {
        let parcel = Parcel::of(message, "Telegram")?;
        let body = body(parcel.address, parcel.note)?;
        let url = self.shared.send_message.clone();
        let answer = post(&self.shared.http, url, None, &body).await?;
        let id = understood(&answer, now)?.result.and_then(|message| message.message_id);
        Ok(Sent { provider_id: id.map(|id| id.to_string()), is_final: true })
    }

    /// Asks who the bot is: free, and it needs the right token.
    pub async fn check(&self, now: Timestamp) -> Result<(), DeliveryError> {
        let url = self.shared.get_me.clone();
        let answer = post(&self.shared.http, url, None, &json!({})).await?;
        understood(&answer, now).map(drop)
    }
}

impl std::fmt::Debug for Telegram {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Telegram")
    }
}

fn body(chat: &str, note: &Note) -> Result<Value, DeliveryError> {
    let chat: i64 = chat.parse().map_err(|_| DeliveryError::refused("a chat is a number"))?;
    let choices = note.choices.iter().filter(|choice| choice.reply.len() <= CALLBACK_MAX_BYTES);
    let choices: Vec<_> = choices
        .map(|choice| json!({ "text": choice.label, "callback_data": choice.reply }))
        .collect();
    let link = note.link.iter().filter(|link| link.url.starts_with("https://"));
    let link: Vec<_> = link.map(|link| json!({ "text": link.label, "url": link.url })).collect();
    let rows: Vec<_> = [choices, link].into_iter().filter(|row| !row.is_empty()).collect();
    let mut text = plain(note);
    if let Some(link) = note.link.as_ref().filter(|link| !link.url.starts_with("https://")) {
        // A button must be reachable for Telegram itself; a text need not.
        text.push_str(&format!("\n\n{}", link.url));
    }
    let mut body = json!({
        "chat_id": chat,
        "text": text,
        "link_preview_options": { "is_disabled": true },
        "disable_notification": false,
    });
    if !rows.is_empty() {
        body["reply_markup"] = json!({ "inline_keyboard": rows });
    }
    Ok(body)
}

fn understood(answer: &Answer, now: Timestamp) -> Result<Reply, DeliveryError> {
    let reply = serde_json::from_slice::<Reply>(&answer.body).unwrap_or_default();
    if answer.status.is_success() && reply.ok {
        return Ok(reply);
    }
    if let Some(seconds) = reply.parameters.retry_after {
        return Err(DeliveryError::Busy(seconds.clamp(1, 300)));
    }
    if answer.status.is_success() {
        let what = "answered without saying that it took the message";
        return Err(DeliveryError::unavailable(what));
    }
    let said = excerpt(&reply.description);
    let said = if said.is_empty() { answer.excerpt() } else { said };
    Err(answer.failure(&said, now))
}
