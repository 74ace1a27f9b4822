//! Sending a request: `POST /api/v1/requests`, open to anyone.

mod body;
pub(crate) mod reading;

use axum::{
    Json,
    body::Bytes,
    extract::{Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::message::TicketReason;
use engine::{Accepted, EngineError, Opened, Submission};
use jiff::Timestamp;
use serde::Serialize;
use store::StoreError;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use self::body::RequestBody;
use super::{
    fields::{BODY_MAX_BYTES, Body, Fields, is_json, read_some, too_large},
    idempotency::Key,
    problem::{Kind, Problem},
};
use crate::{ClientAddress, Web};

/// What became of a request. It is on disk.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RequestAccepted)]
struct AcceptedView {
    kind: OpenedKind,
    /// What people say on the phone: `E-1042` or `T-1042`.
    #[schema(example = "E-1001")]
    number: String,
    /// It joined an emergency that others have reported.
    joined: bool,
    /// Why it is a ticket: the regular desk is open (`regular_hours`), or it is not an emergency
    /// (`not_an_emergency`).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "regular_hours", nullable = false)]
    reason: Option<TicketReason>,
    /// The requester's private page, live.
    #[schema(example = "https://emergency.example.com/r/3k5m")]
    status_url: String,
    received_at: Timestamp,
    /// When the requester hears next, at the latest.
    next_update_by: Option<Timestamp>,
    /// What was not understood, and what was done about it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RequestKind)]
enum OpenedKind {
    Emergency,
    Ticket,
}

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(send))
}

/// Sends a request.
///
/// Anyone may. In doubt it is an emergency, and somebody is paged. What is sent is kept exactly as
/// it came, even if it is refused.
#[utoipa::path(
    post,
    path = "/requests",
    tag = "requests",
    security(()),
    request_body = RequestBody,
    responses((status = 201, description = "It is on disk, and will be handled",
        body = AcceptedView,
        headers(("Location" = String, description = "The requester's private page")))),
)]
async fn send(
    State(web): State<Web>,
    ClientAddress(address): ClientAddress,
    key: Option<Key>,
    request: Request,
) -> Result<Response, Problem> {
    let is_json = is_json(&request);
    let (raw, is_whole) = read_some(request, BODY_MAX_BYTES).await?;
    let is_usual = web.limits.is_usual_request(address);
    let source = web.limits.source(address, is_usual).await;
    match understand(&raw, is_json, is_whole) {
        Ok(mut body) => {
            let warnings = std::mem::take(&mut body.warnings);
            let idempotency_key = key.map(|key| key.scoped("/api/v1/requests"));
            let request = body.into_request();
            let submission = Submission { request, raw: raw.into(), source, idempotency_key };
            let accepted = web.engine.submit(submission).await;
            let accepted = accepted.map_err(|error| or_call(&web, error))?;
            Ok(AcceptedView::of(accepted, warnings).into_response())
        }
        Err(problem) => {
            if is_usual {
                web.engine.keep_unreadable(raw.into(), source, "api").await?;
            }
            Err(problem)
        }
    }
}

/// What cannot be written down has not been taken in: there is still the phone.
fn or_call(web: &Web, error: EngineError) -> Problem {
    let is_unwritten = matches!(error, EngineError::Store(StoreError::Unavailable(_)));
    let problem = Problem::from(error);
    match &web.site.phone {
        Some(phone) if is_unwritten => problem.with_detail(format!(
            "This could not be written down, so it has not been taken in. Try again in a few seconds, or \
             call {phone}."
        )),
        _ => problem,
    }
}

/// Somebody in a hurry forgets to say that it is JSON: if it is, it counts.
fn understand(raw: &Bytes, is_json: bool, is_whole: bool) -> Result<RequestBody, Problem> {
    if !is_whole {
        return Err(too_large());
    }
    let text = String::from_utf8_lossy(raw);
    let fields = Fields::parse(text.as_bytes()).map_err(|problem| match is_json {
        true => problem,
        false => Problem::new(
            Kind::UnsupportedMediaType,
            "Send the request as JSON, with \"Content-Type: application/json\".",
        ),
    })?;
    RequestBody::read(fields)
}

impl AcceptedView {
    fn of(accepted: Accepted, warnings: Vec<String>) -> Self {
        let (kind, number, joined, reason) = match accepted.opened {
            Opened::Emergency { number, joined } => {
                (OpenedKind::Emergency, number.to_string(), joined, None)
            }
            Opened::Ticket { number, reason } => {
                (OpenedKind::Ticket, number.to_string(), false, Some(reason))
            }
        };
        Self {
            kind,
            number,
            joined,
            reason,
            status_url: accepted.status_url,
            received_at: accepted.received_at,
            next_update_by: accepted.next_update_by,
            warnings,
        }
    }
}

impl IntoResponse for AcceptedView {
    fn into_response(self) -> Response {
        let location = [(header::LOCATION, self.status_url.clone())];
        (StatusCode::CREATED, location, Json(self)).into_response()
    }
}
