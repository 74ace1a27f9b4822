//! Asks an address whether it answers, and nothing else: for a heartbeat to an outside service, and for
//! watching another installation.

use std::{fmt, time::Duration};

use reqwest::{
    Method, Request, Url,
    header::{AUTHORIZATION, HeaderValue},
};

use crate::{
    DeliveryError, Secret, SetupError,
    http::{Http, parse_url},
};

/// For a whole exchange.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Cheap to clone: clones share the connection.
#[derive(Clone)]
pub struct Probe {
    http: Http,
    url: Url,
    authorization: Option<HeaderValue>,
}

impl Probe {
    /// `setting` is what an error calls the address; `token` goes along as a bearer's.
    pub fn new(setting: &str, url: &str, token: Option<&Secret>) -> Result<Self, SetupError> {
        let bearer = |token: &Secret| {
            let value = HeaderValue::from_str(&format!("Bearer {}", token.expose()));
            let mut value = value.map_err(|_| {
                SetupError(format!("the token of {setting} has signs that no header may have"))
            })?;
            value.set_sensitive(true);
            Ok(value)
        };
        Ok(Self {
            http: Http::new(TIMEOUT, 1, None)?,
            url: parse_url(setting, url)?,
            authorization: token.map(bearer).transpose()?,
        })
    }

    /// Whether it answers with a success.
    pub async fn ask(&self) -> Result<(), DeliveryError> {
        let mut request = Request::new(Method::GET, self.url.clone());
        if let Some(authorization) = &self.authorization {
            request.headers_mut().insert(AUTHORIZATION, authorization.clone());
        }
        let answer = self.http.exchange(request).await?;
        if answer.status.is_success() {
            return Ok(());
        }
        Err(DeliveryError::unavailable(format!("answered {}: {}", answer.status, answer.excerpt())))
    }
}

/// Addresses of heartbeats are secrets.
impl fmt::Debug for Probe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Probe").field("host", &self.url.host_str()).finish_non_exhaustive()
    }
}
