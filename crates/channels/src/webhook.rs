//! Outgoing webhooks, signed by Standard Webhooks. Redirects are not followed, and an answer
//! proves arrival: no report comes later.

use std::time::Duration;

use jiff::Timestamp;
use reqwest::{
    Method, Request,
    header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue},
};

use crate::{
    DeliveryError, Guard, Outgoing, Secret, Sent, SetupError, To,
    channel::wrong_kind,
    http::{Http, parse_url},
    standard_webhooks,
};

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const ID: HeaderName = HeaderName::from_static("webhook-id");
const TIMESTAMP: HeaderName = HeaderName::from_static("webhook-timestamp");
const SIGNATURE: HeaderName = HeaderName::from_static("webhook-signature");

#[derive(Clone, Debug)]
pub struct Settings {
    /// For a whole exchange.
    pub timeout: Duration,
    /// How many connections stay open for each host.
    pub connections: usize,
    /// Where webhooks may go; anywhere without one, as addresses are chosen by the operator.
    pub guard: Option<Guard>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { timeout: Duration::from_secs(10), connections: 128, guard: None }
    }
}

#[derive(Clone, Debug)]
pub struct Webhook {
    http: Http,
}

impl Webhook {
    pub fn new(settings: &Settings) -> Result<Self, SetupError> {
        let http = Http::new(settings.timeout, settings.connections, settings.guard.clone())?;
        Ok(Self { http })
    }

    pub async fn send(&self, message: &Outgoing, now: Timestamp) -> Result<Sent, DeliveryError> {
        let To::Webhook { url, secret, body } = &message.to else {
            return Err(wrong_kind("a webhook", "webhooks"));
        };
        let url = parse_url("the webhook's address", url).map_err(DeliveryError::refused)?;
        let body = serde_json::to_vec(body).map_err(DeliveryError::refused)?;
        let mut request = Request::new(Method::POST, url);
        *request.headers_mut() = headers(&message.id, secret.as_ref(), &body, now)?;
        *request.body_mut() = Some(body.into());
        self.http.exchange(request).await?.success(now)?;
        Ok(Sent { provider_id: None, is_final: true })
    }
}

pub(crate) fn headers(
    id: &str,
    secret: Option<&Secret>,
    body: &[u8],
    now: Timestamp,
) -> Result<HeaderMap, DeliveryError> {
    let at = now.as_second();
    let mut headers = HeaderMap::with_capacity(4);
    headers.insert(CONTENT_TYPE, JSON);
    headers.insert(ID, HeaderValue::from_str(id).map_err(DeliveryError::refused)?);
    headers.insert(TIMESTAMP, HeaderValue::from(at));
    if let Some(secret) = secret {
        let signature =
            standard_webhooks::sign(secret, id, at, body).map_err(DeliveryError::refused)?;
        let signature = HeaderValue::from_str(&signature).expect("Base64 is fit for a header");
        headers.insert(SIGNATURE, signature);
    }
    Ok(headers)
}
