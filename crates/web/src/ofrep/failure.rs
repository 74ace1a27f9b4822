//! Why nothing was evaluated, in the form of the protocol.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::access::Denied;
use serde::Serialize;

#[derive(Debug)]
pub(crate) struct Failure {
    status: StatusCode,
    body: FailureBody,
}

#[derive(Debug, Serialize)]
struct FailureBody {
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    #[serde(rename = "errorCode", skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    #[serde(rename = "errorDetails")]
    details: String,
}

impl Failure {
    fn new(status: StatusCode, code: Option<&'static str>, details: impl Into<String>) -> Self {
        Self { status, body: FailureBody { key: None, code, details: details.into() } }
    }

    pub(super) fn unreadable(details: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, Some("PARSE_ERROR"), details)
    }

    pub(super) fn invalid(details: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, Some("INVALID_CONTEXT"), details)
    }

    pub(super) fn no_targeting_key() -> Self {
        let details = "the context has no \"targetingKey\": send the id of the organization";
        Self::new(StatusCode::BAD_REQUEST, Some("TARGETING_KEY_MISSING"), details)
    }

    pub(super) fn flag_not_found(key: &str) -> Self {
        let details = "there are only services-enabled and services-enabled.SERVICE";
        Self::new(StatusCode::NOT_FOUND, Some("FLAG_NOT_FOUND"), details).of(key)
    }

    pub(super) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, None, "there is no such stream: evaluate all flags first")
    }

    pub(super) fn too_many() -> Self {
        let details = "too many listeners of this organization: try again in a minute";
        Self::new(StatusCode::TOO_MANY_REQUESTS, None, details)
    }

    pub(super) fn broken() -> Self {
        let details = "the database cannot be read now: keep what you were told last";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, None, details)
    }

    /// The failure of one flag.
    pub(super) fn of(mut self, key: &str) -> Self {
        self.body.key = Some(key.to_owned());
        self
    }
}

impl From<Denied> for Failure {
    fn from(denied: Denied) -> Self {
        let status = match denied {
            Denied::Unknown => StatusCode::UNAUTHORIZED,
            Denied::Needs(_) | Denied::OtherOrganization => StatusCode::FORBIDDEN,
        };
        Self::new(status, Some("GENERAL"), denied.to_string())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.body)).into_response();
        let headers = response.headers_mut();
        if self.status == StatusCode::UNAUTHORIZED {
            let scheme = HeaderValue::from_static("Bearer realm=\"frontline\"");
            headers.insert(header::WWW_AUTHENTICATE, scheme);
        } else if self.status == StatusCode::TOO_MANY_REQUESTS {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
        }
        response
    }
}
