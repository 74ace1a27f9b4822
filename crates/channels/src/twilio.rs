//! Text messages and calls through Twilio, or anything that speaks the same REST API
//! (Programmable Messaging and Voice, version 2010-04-01).

mod signature;

use std::{fmt, sync::Arc, time::Duration};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use jiff::Timestamp;
use reqwest::{
    Method, Request, Url,
    header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue},
};
use serde::Deserialize;
use url::form_urlencoded::Serializer;

pub use signature::{sign, verify, verify_body};

use crate::{
    DeliveryError, Outgoing, Secret, Sent, SetupError, To,
    channel::wrong_kind,
    http::{Answer, Http, excerpt, parse_url},
};

const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");
/// A longer recording stays with the provider.
const RECORDING_MAX_BYTES: usize = 20 * 1024 * 1024;
/// What is heard of a call: that it was answered, and how it ended.
const CALL_EVENTS: [&str; 2] = ["answered", "completed"];

#[derive(Clone, Debug)]
pub struct Settings {
    /// What the configuration calls it.
    pub name: String,
    /// `https://api.twilio.com`, or what stands in for it.
    pub base_url: String,
    pub account_sid: String,
    pub auth_token: Secret,
    /// The number that messages and calls come from.
    pub from: String,
    /// For a whole exchange.
    pub timeout: Duration,
    /// How many connections stay open.
    pub connections: usize,
}

impl Settings {
    /// The usual limits: ten seconds, 256 connections.
    pub fn new(base_url: &str, account_sid: &str, auth_token: Secret, from: &str) -> Self {
        Self {
            name: "twilio".to_owned(),
            base_url: base_url.to_owned(),
            account_sid: account_sid.to_owned(),
            auth_token,
            from: from.to_owned(),
            timeout: Duration::from_secs(10),
            connections: 256,
        }
    }
}

/// Cheap to clone: clones share connections.
#[derive(Clone)]
pub struct Twilio {
    shared: Arc<Shared>,
}

struct Shared {
    name: String,
    http: Http,
    account: Url,
    messages: Url,
    calls: Url,
    authorization: HeaderValue,
    from: String,
}

/// What we read of the answer: a message or a call.
#[derive(Deserialize)]
struct Resource {
    sid: String,
}

/// <https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions>
#[derive(Default, Deserialize)]
#[serde(default)]
struct Problem {
    code: Option<u64>,
    message: Option<String>,
}

impl Twilio {
    pub fn new(settings: &Settings) -> Result<Self, SetupError> {
        let sid = settings.account_sid.as_str();
        if sid.is_empty() || !sid.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(SetupError(format!(
                "{}.account_sid must be letters and digits only, as in the provider's console",
                settings.name
            )));
        }
        let base = settings.base_url.trim_end_matches('/');
        let at = |path: &str| {
            parse_url(
                &format!("{}.base_url", settings.name),
                &format!("{base}/2010-04-01/Accounts/{sid}{path}.json"),
            )
        };
        let pair = format!("{sid}:{}", settings.auth_token.expose());
        let mut authorization =
            HeaderValue::from_str(&format!("Basic {}", BASE64_STANDARD.encode(pair)))
                .expect("Base64 has no character that a header forbids");
        authorization.set_sensitive(true);
        let shared = Shared {
            name: settings.name.clone(),
            http: Http::new(settings.timeout, settings.connections, None)?,
            account: at("")?,
            messages: at("/Messages")?,
            calls: at("/Calls")?,
            authorization,
            from: settings.from.clone(),
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    pub(crate) fn name(&self) -> &str {
        &self.shared.name
    }

    pub async fn send(&self, message: &Outgoing, now: Timestamp) -> Result<Sent, DeliveryError> {
        let (url, form, reported) = match &message.to {
            To::Sms { number, text, status_url } => {
                let form = self.sms_form(number, text, status_url.as_deref());
                (&self.shared.messages, form, status_url.is_some())
            }
            To::Call { number, answer_url, status_url, .. } => {
                let form = self.call_form(number, answer_url, status_url.as_deref());
                (&self.shared.calls, form, status_url.is_some())
            }
            To::Mail { .. } | To::Note { .. } | To::Push(_) | To::Webhook { .. } => {
                return Err(wrong_kind("Twilio", "text messages and calls"));
            }
        };
        let mut request = self.request(Method::POST, url);
        request.headers_mut().insert(CONTENT_TYPE, FORM);
        *request.body_mut() = Some(form.into());
        let answer = self.shared.http.exchange(request).await?;
        Ok(Sent { provider_id: Some(accepted(&answer, now)?), is_final: !reported })
    }

    /// Fetches a recording of this account, and nothing from anywhere else: our token goes with
    /// the request.
    pub async fn recording(&self, url: &str) -> Result<Vec<u8>, DeliveryError> {
        let url = Url::parse(url).map_err(DeliveryError::refused)?;
        let account = self.shared.account.path().trim_end_matches(".json");
        let is_ours = url.origin() == self.shared.account.origin()
            && url.path().strip_prefix(account).is_some_and(|rest| rest.starts_with('/'));
        if !is_ours {
            return Err(DeliveryError::refused("the recording is not at this provider"));
        }
        self.shared.http.fetch(self.request(Method::GET, &url), RECORDING_MAX_BYTES).await
    }

    /// Asks for the account itself: free, and it needs the right token.
    pub async fn check(&self, now: Timestamp) -> Result<(), DeliveryError> {
        let answer =
            self.shared.http.exchange(self.request(Method::GET, &self.shared.account)).await?;
        accepted(&answer, now).map(|_| ())
    }

    fn request(&self, method: Method, url: &Url) -> Request {
        let mut request = Request::new(method, url.clone());
        request.headers_mut().insert(AUTHORIZATION, self.shared.authorization.clone());
        request
    }

    fn sms_form(&self, number: &str, text: &str, status_url: Option<&str>) -> String {
        let mut form = Serializer::new(String::with_capacity(512));
        form.append_pair("To", number)
            .append_pair("From", &self.shared.from)
            .append_pair("Body", text);
        if let Some(url) = status_url {
            form.append_pair("StatusCallback", url);
        }
        form.finish()
    }

    fn call_form(&self, number: &str, answer_url: &str, status_url: Option<&str>) -> String {
        let mut form = Serializer::new(String::with_capacity(512));
        form.append_pair("To", number).append_pair("From", &self.shared.from);
        form.append_pair("Url", answer_url);
        if let Some(url) = status_url {
            form.append_pair("StatusCallback", url);
            for event in CALL_EVENTS {
                form.append_pair("StatusCallbackEvent", event);
            }
        }
        form.finish()
    }
}

impl fmt::Debug for Twilio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Twilio")
            .field("account", &self.shared.account.as_str())
            .field("from", &self.shared.from)
            .finish_non_exhaustive()
    }
}

/// The provider's id of what it accepted. A success without an id is somebody else's page, such
/// as that of a gateway in between: nothing was accepted.
fn accepted(answer: &Answer, now: Timestamp) -> Result<String, DeliveryError> {
    if !answer.status.is_success() {
        return Err(answer.failure(&explain(answer), now));
    }
    match serde_json::from_slice::<Resource>(&answer.body) {
        Ok(resource) if !resource.sid.is_empty() => Ok(resource.sid),
        Ok(_) | Err(_) => Err(DeliveryError::unavailable(format!(
            "answered {} without the id of what it accepted: {}",
            answer.status,
            answer.excerpt()
        ))),
    }
}

fn explain(answer: &Answer) -> String {
    match serde_json::from_slice::<Problem>(&answer.body) {
        Ok(Problem { code: Some(code), message: Some(message) }) => {
            format!("{} (code {code})", excerpt(&message))
        }
        Ok(Problem { message: Some(message), .. }) => excerpt(&message),
        Ok(_) | Err(_) => answer.excerpt(),
    }
}
