//! The vendor's own service that opens calls: asked by a webhook, signed by Standard Webhooks, it
//! answers with how to join. Redirects are not followed.

use std::time::Duration;

use jiff::Timestamp;
use reqwest::{Method, Request, Url};
use serde::Deserialize;
use serde_json::Value;

use crate::{
    DeliveryError, Secret, SetupError,
    http::{Http, parse_url},
    webhook::headers,
};

/// For a whole exchange: somebody waits for it.
const TIMEOUT: Duration = Duration::from_secs(5);
const LINK_MAX_CHARS: usize = 500;
/// Of a telephone number, and of a PIN.
const DIALLED_MAX_CHARS: usize = 40;

/// Cheap to clone: clones share connections.
#[derive(Clone, Debug)]
pub struct Conference {
    http: Http,
    url: Url,
    secret: Option<Secret>,
}

/// How to join a call that was opened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Room {
    pub link: String,
    #[serde(default)]
    pub phone: Option<String>,
    #[serde(default)]
    pub pin: Option<String>,
}

impl Conference {
    /// `setting` is what an error calls the address.
    pub fn new(setting: &str, url: &str, secret: Option<Secret>) -> Result<Self, SetupError> {
        Ok(Self { http: Http::new(TIMEOUT, 2, None)?, url: parse_url(setting, url)?, secret })
    }

    /// Asks for a call. The same `id` asks for the same one.
    pub async fn open(
        &self,
        id: &str,
        body: &Value,
        now: Timestamp,
    ) -> Result<Room, DeliveryError> {
        let body = serde_json::to_vec(body).map_err(DeliveryError::refused)?;
        let mut request = Request::new(Method::POST, self.url.clone());
        *request.headers_mut() = headers(id, self.secret.as_ref(), &body, now)?;
        *request.body_mut() = Some(body.into());
        let answer = self.http.exchange(request).await?.success(now)?;
        let room: Room = serde_json::from_slice(&answer.body)
            .map_err(|_| DeliveryError::refused("the answer is not {\"link\": \"https://...\"}"))?;
        checked(room)
    }
}

/// What comes back stands on pages and in messages.
fn checked(room: Room) -> Result<Room, DeliveryError> {
    parse_url("the link that came back", &room.link).map_err(DeliveryError::refused)?;
    let is_line =
        |text: &str, most: usize| text.chars().count() <= most && !text.contains(char::is_control);
    let is_link = is_line(&room.link, LINK_MAX_CHARS) && !room.link.contains(' ');
    let is_dialled =
        |text: &Option<String>| text.as_deref().is_none_or(|text| is_line(text, DIALLED_MAX_CHARS));
    if is_link && is_dialled(&room.phone) && is_dialled(&room.pin) {
        Ok(room)
    } else {
        Err(DeliveryError::refused("what came back is too long, or not on one line"))
    }
}
