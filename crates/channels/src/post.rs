//! What the chats and push servers have in common: one note becomes one JSON document, posted to
//! one address. What it looks like, and what the answer means, each of their files says.

use std::time::Duration;

use reqwest::{
    Method, Request, Url,
    header::{CONTENT_TYPE, HeaderName, HeaderValue},
};
use serde_json::Value;
use words::Note;

use crate::{
    DeliveryError, Outgoing, Secret, SetupError, To,
    channel::wrong_kind,
    http::{Answer, Http},
};

const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");
/// For a whole exchange.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(10);
/// How many connections stay open for each host.
pub(crate) const CONNECTIONS: usize = 64;

/// A note on its way, taken out of its envelope.
pub(crate) struct Parcel<'a> {
    pub(crate) address: &'a str,
    pub(crate) secret: Option<&'a Secret>,
    pub(crate) note: &'a Note,
}

impl<'a> Parcel<'a> {
    pub(crate) fn of(message: &'a Outgoing, channel: &str) -> Result<Self, DeliveryError> {
        match &message.to {
            To::Note { address, secret, note } => {
                Ok(Self { address, secret: secret.as_ref(), note })
            }
            To::Mail { .. }
            | To::Sms { .. }
            | To::Call { .. }
            | To::Push(_)
            | To::Webhook { .. } => Err(wrong_kind(channel, "notes")),
        }
    }
}

pub(crate) fn client() -> Result<Http, SetupError> {
    Http::new(TIMEOUT, CONNECTIONS, None)
}

/// Posts a document; `authorization` is a header of that name and value, and is never shown.
pub(crate) async fn post(
    http: &Http,
    url: Url,
    authorization: Option<(HeaderName, String)>,
    body: &Value,
) -> Result<Answer, DeliveryError> {
    let mut request = Request::new(Method::POST, url);
    request.headers_mut().insert(CONTENT_TYPE, JSON);
    if let Some((name, value)) = authorization {
        let mut value = HeaderValue::from_str(&value)
            .map_err(|_| DeliveryError::refused("the token has characters that no token has"))?;
        value.set_sensitive(true);
        request.headers_mut().insert(name, value);
    }
    *request.body_mut() = Some(serde_json::to_vec(body).map_err(DeliveryError::refused)?.into());
    http.exchange(request).await
}

/// Title and text as one plain text.
pub(crate) fn plain(note: &Note) -> String {
    match &note.title {
        Some(title) => format!("{title}\n\n{}", note.text),
        None => note.text.clone(),
    }
}
