//! Push notifications by Gotify: the address is the server, the secret the token of an application.
//! <https://gotify.net/api-docs> (`createMessage`), <https://gotify.net/docs/msgextras>

use jiff::Timestamp;
use reqwest::{Url, header::HeaderName};
use serde::Deserialize;
use serde_json::{Value, json};
use words::Note;

use crate::{
    DeliveryError, Outgoing, Sent, SetupError,
    http::{Http, parse_url},
    post::{Parcel, client, post},
};

const KEY: HeaderName = HeaderName::from_static("x-gotify-key");
/// From 8 on a phone makes a sound and shows it on top.
const MAX_PRIORITY: u8 = 10;
const USUAL_PRIORITY: u8 = 5;

#[derive(Clone, Debug)]
pub struct Gotify {
    http: Http,
}

/// What the server says of what it took.
#[derive(Deserialize)]
struct Created {
    id: u64,
}

impl Gotify {
    pub fn new() -> Result<Self, SetupError> {
        Ok(Self { http: client()? })
    }

    pub async fn send(&self, message: &Outgoing, now: Timestamp) -> Result<Sent, DeliveryError> {
        let parcel = Parcel::of(message, "Gotify")?;
        let key = parcel.secret.map(|token| (KEY, token.expose().to_owned()));
        let url = endpoint(parcel.address)?;
        let answer = post(&self.http, url, key, &body(parcel.note)).await?.success(now)?;
        let created = serde_json::from_slice::<Created>(&answer.body);
        let provider_id = created.ok().map(|created| created.id.to_string());
        Ok(Sent { provider_id, is_final: true })
    }
}

fn endpoint(address: &str) -> Result<Url, DeliveryError> {
    let address = format!("{}/message", address.trim_end_matches('/'));
    parse_url("the server's address", &address).map_err(DeliveryError::refused)
}

fn body(note: &Note) -> Value {
    let mut body = json!({
        "message": note.text,
        "priority": if note.is_page { MAX_PRIORITY } else { USUAL_PRIORITY },
        "extras": { "client::display": { "contentType": "text/plain" } },
    });
    if let Some(title) = &note.title {
        body["title"] = json!(title);
    }
    if let Some(link) = &note.link {
        body["extras"]["client::notification"] = json!({ "click": { "url": link.url } });
    }
    body
}
