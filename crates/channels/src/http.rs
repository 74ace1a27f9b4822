//! Calls to providers that speak HTTP: one client with limits for each channel, and what an
//! answer means for the next step.

use std::{error::Error as StdError, time::Duration};

use jiff::{Timestamp, fmt::rfc2822};
use reqwest::{
    Client, Request, Response, StatusCode, Url,
    header::{ETAG, HeaderMap, LOCATION, RETRY_AFTER},
    redirect::Policy,
};

use crate::{
    DeliveryError, SetupError,
    guard::{Forbidden, Guard, GuardedResolver},
};

/// No more of an answer is read.
const ANSWER_MAX_BYTES: usize = 64 * 1024;
/// No more of an answer is repeated in an error.
const EXCERPT_MAX_CHARS: usize = 300;
/// A provider cannot silence us for longer, whatever its `Retry-After` says.
const BUSY_MAX_SECS: u64 = 300;
/// How long to wait if a provider says "too many" and no more.
const BUSY_SECS: u64 = 1;
/// Shorter than the minute after which most servers close a connection on their side.
const IDLE: Duration = Duration::from_secs(50);

#[derive(Clone, Debug)]
pub(crate) struct Http {
    client: Client,
    guard: Option<Guard>,
}

/// An answer, with as much of its body as came in time and within the limit.
pub(crate) struct Answer {
    pub status: StatusCode,
    pub body: Vec<u8>,
    headers: HeaderMap,
}

impl Http {
    /// `timeout` is for a whole exchange, `connections` is how many stay open for each host.
    pub(crate) fn new(
        timeout: Duration,
        connections: usize,
        guard: Option<Guard>,
    ) -> Result<Self, SetupError> {
        let mut builder = Client::builder()
            .http1_only()
            .redirect(Policy::none())
            .referer(false)
            .user_agent(concat!("Frontline/", env!("CARGO_PKG_VERSION")))
            .tcp_nodelay(true)
            .tcp_keepalive(Duration::from_secs(30))
            .pool_max_idle_per_host(connections)
            .pool_idle_timeout(IDLE)
            .connect_timeout(timeout)
            .timeout(timeout);
        if let Some(guard) = &guard {
            builder = builder.no_proxy().dns_resolver(GuardedResolver::new(guard.clone()));
        }
        let client = builder
            .build()
            .map_err(|error| SetupError(format!("cannot set up HTTP with TLS: {error:?}")))?;
        Ok(Self { client, guard })
    }

    pub(crate) async fn exchange(&self, request: Request) -> Result<Answer, DeliveryError> {
        if let Some(guard) = &self.guard {
            guard.check_literal(request.url()).map_err(DeliveryError::refused)?;
        }
        let mut response = self.client.execute(request).await.map_err(classify)?;
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let body = read(response).await;
        Ok(Answer { status, body, headers })
    }

    /// Reads a whole file of at most `max_bytes`.
    pub(crate) async fn fetch(
        &self,
        request: Request,
        max_bytes: usize,
    ) -> Result<Vec<u8>, DeliveryError> {
        let response = self.client.execute(request).await.map_err(classify)?;
        whole(response, max_bytes).await
    }

    /// Reads a whole file of at most `max_bytes`, and its `ETag`; `None` if it is the one that the
    /// request says it knows (RFC 9110, 13.1.2).
    pub(crate) async fn fetch_newer(
        &self,
        request: Request,
        max_bytes: usize,
    ) -> Result<Option<(Vec<u8>, Option<String>)>, DeliveryError> {
        let response = self.client.execute(request).await.map_err(classify)?;
        if response.status() == StatusCode::NOT_MODIFIED {
            return Ok(None);
        }
        let etag = response.headers().get(ETAG).and_then(|tag| tag.to_str().ok());
        let etag = etag.map(str::to_owned);
        Ok(Some((whole(response, max_bytes).await?, etag)))
    }
}

async fn whole(mut response: Response, max_bytes: usize) -> Result<Vec<u8>, DeliveryError> {
    if !response.status().is_success() {
        return Err(DeliveryError::unavailable(format!("answered {}", response.status())));
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(classify)? {
        if body.len() + chunk.len() > max_bytes {
            return Err(DeliveryError::refused("the file is too large"));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

impl Answer {
    /// The answer itself if it is a success; else what its status means, with the body's beginning.
    pub(crate) fn success(self, now: Timestamp) -> Result<Self, DeliveryError> {
        if self.status.is_success() { Ok(self) } else { Err(self.failure(&self.excerpt(), now)) }
    }

    /// What a status that is no success means. `said` is the provider's explanation.
    pub(crate) fn failure(&self, said: &str, now: Timestamp) -> DeliveryError {
        let status = self.status;
        let text = if said.is_empty() {
            format!("answered {status}")
        } else {
            format!("answered {status}: {said}")
        };
        match status.as_u16() {
            429 => DeliveryError::Busy(self.retry_after(now).unwrap_or(BUSY_SECS)),
            500..=599 => match self.retry_after(now) {
                Some(secs) => DeliveryError::Busy(secs),
                None => DeliveryError::unavailable(text),
            },
            408 => DeliveryError::unavailable(text),
            300..=399 if self.headers.contains_key(LOCATION) => DeliveryError::refused(format!(
                "{text}: it has moved, and redirects are not followed; change the address"
            )),
            _ => DeliveryError::refused(text),
        }
    }

    pub(crate) fn location(&self) -> Option<&str> {
        self.headers.get(LOCATION)?.to_str().ok()
    }

    /// The beginning of the body, as one line.
    pub(crate) fn excerpt(&self) -> String {
        excerpt(&String::from_utf8_lossy(&self.body))
    }

    /// `Retry-After` in seconds (RFC 9110, 10.2.3: a number or a date), between one second and the limit.
    fn retry_after(&self, now: Timestamp) -> Option<u64> {
        let value = self.headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
        let secs = match value.parse::<u64>() {
            Ok(secs) => secs,
            Err(_) => {
                let at = rfc2822::DateTimeParser::new().parse_timestamp(value).ok()?;
                u64::try_from(at.duration_since(now).as_secs()).unwrap_or(0)
            }
        };
        Some(secs.clamp(1, BUSY_MAX_SECS))
    }
}

/// One line of at most 300 characters, without control characters.
pub(crate) fn excerpt(text: &str) -> String {
    let line = text.split(|c: char| c.is_whitespace() || c.is_control());
    let mut line = line.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = line.char_indices().nth(EXCERPT_MAX_CHARS) {
        line.truncate(end);
        line.push('…');
    }
    line
}

/// Reads an address of HTTP; `setting` is what the error calls it.
pub(crate) fn parse_url(setting: &str, address: &str) -> Result<Url, SetupError> {
    let url = Url::parse(address)
        .map_err(|error| SetupError(format!("{setting} is not an address: {error}")))?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err(SetupError(format!("{setting} must begin with https:// or http://")));
    }
    Ok(url)
}

/// The status has been said by now: a body that breaks off does not take it back.
async fn read(mut response: Response) -> Vec<u8> {
    let mut body = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        let room = ANSWER_MAX_BYTES - body.len();
        body.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if body.len() == ANSWER_MAX_BYTES {
            break;
        }
    }
    body
}

/// Addresses can hold secrets, so they are left out of what is told.
fn classify(error: reqwest::Error) -> DeliveryError {
    let error = error.without_url();
    let mut cause: Option<&(dyn StdError + 'static)> = Some(&error);
    while let Some(inner) = cause {
        if let Some(forbidden) = inner.downcast_ref::<Forbidden>() {
            return DeliveryError::refused(forbidden.clone());
        }
        cause = inner.source();
    }
    if error.is_builder() {
        DeliveryError::refused(error)
    } else {
        DeliveryError::unavailable(error)
    }
}
