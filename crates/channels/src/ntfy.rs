//! Push notifications by ntfy: the address is a topic on its server, the secret an access token.
//! <https://docs.ntfy.sh/publish/#publish-as-json>

use jiff::Timestamp;
use reqwest::{Url, header::AUTHORIZATION};
use serde::Deserialize;
use serde_json::{Value, json};
use words::Note;

use crate::{
    DeliveryError, Outgoing, Sent, SetupError,
    http::{Http, parse_url},
    post::{Parcel, client, post},
};

/// The highest: rings on, past "do not disturb".
const MAX_PRIORITY: u8 = 5;
const USUAL_PRIORITY: u8 = 3;

#[derive(Clone, Debug)]
pub struct Ntfy {
    http: Http,
}

/// What the server says of what it published.
#[derive(Deserialize)]
struct Published {
    id: String,
}

impl Ntfy {
    pub fn new() -> Result<Self, SetupError> {
        Ok(Self { http: client()? })
    }

    pub async fn send(&self, message: &Outgoing, now: Timestamp) -> Result<Sent, DeliveryError> {
        let parcel = Parcel::of(message, "ntfy")?;
        let (server, topic) = server_and_topic(parcel.address)?;
        let token = parcel.secret.map(|token| format!("Bearer {}", token.expose()));
        let authorization = token.map(|token| (AUTHORIZATION, token));
        let body = body(&topic, parcel.note);
        let answer = post(&self.http, server, authorization, &body).await?.success(now)?;
        let published = serde_json::from_slice::<Published>(&answer.body);
        Ok(Sent { provider_id: published.ok().map(|published| published.id), is_final: true })
    }
}

/// Documents are published at the server's root; the topic is the last part of the address.
fn server_and_topic(address: &str) -> Result<(Url, String), DeliveryError> {
    let mut url = parse_url("the topic's address", address).map_err(DeliveryError::refused)?;
    let path = url.path().to_owned();
    let (before, topic) = path.rsplit_once('/').unwrap_or(("", &path));
    if topic.is_empty() {
        return Err(DeliveryError::refused("the address names no topic: write it behind a slash"));
    }
    url.set_path(&format!("{before}/"));
    url.set_query(None);
    Ok((url, topic.to_owned()))
}

fn body(topic: &str, note: &Note) -> Value {
    let mut body = json!({
        "topic": topic,
        "message": note.text,
        "priority": if note.is_page { MAX_PRIORITY } else { USUAL_PRIORITY },
    });
    if let Some(title) = &note.title {
        body["title"] = json!(title);
    }
    if note.is_page {
        body["tags"] = json!(["rotating_light"]);
    }
    if let Some(link) = &note.link {
        body["click"] = json!(link.url);
        body["actions"] =
            json!([{ "action": "view", "label": link.label, "url": link.url, "clear": true }]);
    }
    body
}
