//! Web Push: notifications to browsers and to the console installed on a phone, through the push
//! service of whoever made the browser, which cannot read them. <https://www.rfc-editor.org/rfc/rfc8030>

mod device;
mod encryption;
mod vapid;

use jiff::Timestamp;
use reqwest::{
    Method, Request,
    header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, HeaderName, HeaderValue},
};
use serde_json::{Value, json};
use words::Note;

pub use device::{Device, NoDevice};
pub use vapid::Key;

use crate::{
    DeliveryError, Guard, Outgoing, Sent, SetupError, To,
    channel::wrong_kind,
    http::{Answer, Http, parse_url},
    post::{CONNECTIONS, TIMEOUT},
};

const TTL: HeaderName = HeaderName::from_static("ttl");
const URGENCY: HeaderName = HeaderName::from_static("urgency");
/// How long the service keeps a page for a phone that is off: a later one tells the same.
const PAGE_TTL_SECS: u64 = 600;
const NOTICE_TTL_SECS: u64 = 3_600;
/// What fits into one record with room to spare: services need take no more than 4,096 bytes.
const PAYLOAD_MAX_BYTES: usize = 3_000;

/// Where the encrypted message goes and what it says.
#[derive(Clone, Debug, PartialEq)]
pub struct Push {
    pub device: Device,
    pub note: Note,
    /// Where a choice is sent, as the form field `text`; without it the notification has no buttons.
    pub reply_url: Option<String>,
    pub key: Key,
}

/// The service has forgotten the device: nothing will ever arrive there again.
#[derive(Debug, thiserror::Error)]
#[error("the device does not take notifications any more")]
pub struct Gone;

#[derive(Clone, Debug)]
pub struct WebPush {
    http: Http,
}

impl WebPush {
    /// A browser named the address, so `guard` keeps it out of private networks.
    pub fn new(guard: Guard) -> Result<Self, SetupError> {
        Ok(Self { http: Http::new(TIMEOUT, CONNECTIONS, Some(guard))? })
    }

    pub async fn send(&self, message: &Outgoing, now: Timestamp) -> Result<Sent, DeliveryError> {
        let To::Push(push) = &message.to else { return Err(wrong_kind("Web Push", "pushes")) };
        let answer = self.http.exchange(request(push, now)?).await?;
        if matches!(answer.status.as_u16(), 404 | 410) {
            return Err(DeliveryError::refused(Gone));
        }
        let answer = answer.success(now)?;
        Ok(Sent { provider_id: message_id(&answer), is_final: true })
    }
}

fn request(push: &Push, now: Timestamp) -> Result<Request, DeliveryError> {
    let url =
        parse_url("the device's address", &push.device.endpoint).map_err(DeliveryError::refused)?;
    let authorization = push.key.authorization(&url, now).map_err(DeliveryError::refused)?;
    let body = encryption::encrypt(&payload(push), &push.device).map_err(DeliveryError::refused)?;
    let (ttl, urgency) =
        if push.note.is_page { (PAGE_TTL_SECS, "high") } else { (NOTICE_TTL_SECS, "normal") };
    let mut authorization = HeaderValue::from_str(&authorization)
        .map_err(|_| DeliveryError::refused("the key has characters that no key has"))?;
    authorization.set_sensitive(true);
    let mut request = Request::new(Method::POST, url);
    let headers = request.headers_mut();
    headers.insert(AUTHORIZATION, authorization);
    headers.insert(CONTENT_ENCODING, HeaderValue::from_static("aes128gcm"));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(TTL, HeaderValue::from(ttl));
    headers.insert(URGENCY, HeaderValue::from_static(urgency));
    *request.body_mut() = Some(body.into());
    Ok(request)
}

/// What the worker in the browser reads; its text is cut until it fits.
fn payload(push: &Push) -> Vec<u8> {
    let mut text = push.note.text.as_str();
    loop {
        let whole = document(push, text).to_string();
        if whole.len() <= PAYLOAD_MAX_BYTES || text.is_empty() {
            return whole.into_bytes();
        }
        let half = text.chars().count() / 2;
        text = text.char_indices().nth(half).map_or("", |(end, _)| &text[..end]);
    }
}

fn document(push: &Push, text: &str) -> Value {
    let Note { title, link, choices, is_page, .. } = &push.note;
    let choices = choices.iter().filter(|_| push.reply_url.is_some());
    let actions: Vec<_> =
        choices.map(|choice| json!({ "action": choice.reply, "title": choice.label })).collect();
    json!({
        "title": title.as_deref().unwrap_or("Frontline"),
        "body": text,
        "page": is_page,
        "url": link.as_ref().map(|link| &link.url),
        "reply": push.reply_url,
        "actions": actions,
        "failed": words::note::NOT_SENT,
    })
}

/// The message's own address at the service (RFC 8030, 5).
fn message_id(answer: &Answer) -> Option<String> {
    answer.location().map(str::to_owned)
}
