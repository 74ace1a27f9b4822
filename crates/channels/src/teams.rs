//! Microsoft Teams: an Adaptive Card, posted to the address of a workflow ("Post to a chat when a
//! webhook request is received"). Its buttons are links, which nobody has to sign in for.
//! <https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using>

use jiff::Timestamp;
use serde_json::{Value, json};
use words::Note;

use crate::{
    DeliveryError, Outgoing, Sent, SetupError,
    http::{Http, parse_url},
    post::{Parcel, client, post},
};

const CARD: &str = "application/vnd.microsoft.card.adaptive";

#[derive(Clone, Debug)]
pub struct Teams {
    http: Http,
}

impl Teams {
    pub fn new() -> Result<Self, SetupError> {
        Ok(Self { http: client()? })
    }

    pub async fn send(&self, message: &Outgoing, now: Timestamp) -> Result<Sent, DeliveryError> {
        let parcel = Parcel::of(message, "Teams")?;
        let url =
            parse_url("the workflow's address", parcel.address).map_err(DeliveryError::refused)?;
        post(&self.http, url, None, &body(parcel.note)).await?.success(now)?;
        Ok(Sent { provider_id: None, is_final: true })
    }
}

fn body(note: &Note) -> Value {
    json!({
        "type": "message",
        "attachments": [{ "contentType": CARD, "contentUrl": null, "content": card(note) }],
    })
}

/// A card of version 1.5: the last one that Teams shows everywhere.
fn card(note: &Note) -> Value {
    let mut blocks = Vec::new();
    if let Some(title) = &note.title {
        blocks.push(json!({
            "type": "TextBlock", "text": literal(title), "wrap": true,
            "weight": "Bolder", "size": "Large",
        }));
    }
    for paragraph in note.text.split("\n\n") {
        let text = literal(paragraph).replace('\n', "\n\n");
        blocks.push(json!({ "type": "TextBlock", "text": text, "wrap": true }));
    }
    let link = note.link.as_ref();
    let actions = link
        .map(|link| json!([{ "type": "Action.OpenUrl", "title": link.label, "url": link.url }]));
    json!({
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.5",
        "body": blocks,
        "actions": actions.unwrap_or_else(|| json!([])),
    })
}

/// Text of a card is a little Markdown: what would be taken as such is escaped.
fn literal(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if "\\*_[]#`>~|-+".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
