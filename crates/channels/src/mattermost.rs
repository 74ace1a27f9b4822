//! Mattermost: a message attachment, posted to an incoming webhook.
//! <https://developers.mattermost.com/integrate/webhooks/incoming/>

use jiff::Timestamp;
use serde_json::{Value, json};
use words::Note;

use crate::{
    DeliveryError, Outgoing, Sent, SetupError,
    http::{Http, parse_url},
    post::{Parcel, client, plain, post},
};

#[derive(Clone, Debug)]
pub struct Mattermost {
    http: Http,
}

impl Mattermost {
    pub fn new() -> Result<Self, SetupError> {
        Ok(Self { http: client()? })
    }

    pub async fn send(&self, message: &Outgoing, now: Timestamp) -> Result<Sent, DeliveryError> {
        let parcel = Parcel::of(message, "Mattermost")?;
        let url = parse_url("the incoming webhook's address", parcel.address)
            .map_err(DeliveryError::refused)?;
        post(&self.http, url, None, &body(parcel.note)).await?.success(now)?;
        Ok(Sent { provider_id: None, is_final: true })
    }
}

fn body(note: &Note) -> Value {
    let mut text = literal(&note.text);
    if let Some(link) = &note.link {
        text.push_str(&format!("\n\n[{}]({})", link.label, link.url));
    }
    let mut attachment = json!({ "fallback": plain(note), "text": text });
    if let Some(title) = &note.title {
        attachment["title"] = json!(title);
    }
    let mut body = json!({ "attachments": [attachment] });
    if note.is_page {
        body["priority"] = json!({ "priority": "urgent" });
    }
    body
}

/// Text is Markdown there: what would be taken as such is escaped, and nobody is called by name.
fn literal(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '@' => escaped.push_str("@\u{200b}"),
            c if "\\*_[]#`>~|-+!:<".contains(c) => {
                escaped.push('\\');
                escaped.push(c);
            }
            c => escaped.push(c),
        }
    }
    escaped
}
