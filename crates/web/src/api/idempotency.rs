//! `Idempotency-Key`: the same key gives the same answer, once (draft-ietf-httpapi-idempotency-key).
//!
//! Keys belong to whoever sent them and to one address. Requests are the engine's own business: it
//! keeps their key in the same unit of work. For the other calls the answer is kept afterwards.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError, Weak},
    time::Duration,
};

use axum::{
    body::{Body, to_bytes},
    extract::{OptionalFromRequestParts, Request, State},
    http::{HeaderMap, HeaderName, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tokio::time::timeout;

use super::{
    fields::read_some,
    problem::{Kind, Problem},
};
use crate::{Web, events::EVENT_MAX_BYTES};

const KEY: HeaderName = HeaderName::from_static("idempotency-key");
const KEY_MAX_CHARS: usize = 255;
/// Under which the store keeps the answers of the API.
const SCOPE: &str = "api";
/// How long a second call waits for the first one with the same key.
const WAIT: Duration = Duration::from_secs(10);
/// Answers are short; a longer one is not kept.
const ANSWER_MAX_BYTES: usize = 1024 * 1024;

/// The key that a caller chose, with whose it is.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    caller: String,
    key: String,
}

/// Calls that are being worked on, by their key.
#[derive(Clone, Debug, Default)]
pub(crate) struct InFlight(Arc<Mutex<BTreeMap<String, Weak<tokio::sync::Mutex<()>>>>>);

/// An answer as it is given again.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    /// Of the body that the key came with.
    fingerprint: String,
    status: u16,
    content_type: String,
    body: String,
}

impl Key {
    fn of(headers: &HeaderMap) -> Result<Option<Self>, Problem> {
        let Some(value) = headers.get(KEY) else { return Ok(None) };
        let wrong = |what: &str| Problem::field("Idempotency-Key", what);
        let key = value.to_str().map_err(|_| wrong("must be plain ASCII"))?.trim();
        if key.is_empty() || key.len() > KEY_MAX_CHARS {
            return Err(wrong(&format!("must have 1 to {KEY_MAX_CHARS} characters")));
        }
        let caller = headers
            .get(header::AUTHORIZATION)
            .map_or("anyone".to_owned(), |value| fingerprint(value.as_bytes()));
        Ok(Some(Self { caller, key: key.to_owned() }))
    }

    /// The key as nobody else, and no other address, can have it.
    pub(crate) fn scoped(&self, path: &str) -> String {
        format!("{path} {} {}", self.caller, self.key)
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for Key {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Option<Self>, Problem> {
        Self::of(&parts.headers)
    }
}

/// Gives the same key the same answer.
pub(crate) async fn once(
    State((web, in_flight)): State<(Web, InFlight)>,
    request: Request,
    next: Next,
) -> Response {
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    match Key::of(request.headers()) {
        Err(problem) => problem.into_response(),
        Ok(None) => next.run(request).await,
        Ok(Some(key)) => {
            let answer = answer_once(&web, &in_flight, &key, request, next).await;
            answer.unwrap_or_else(IntoResponse::into_response)
        }
    }
}

async fn answer_once(
    web: &Web,
    in_flight: &InFlight,
    key: &Key,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let path = request.uri().path().to_owned();
    let scoped = key.scoped(&path);
    let turn = in_flight.turn(&scoped);
    let Ok(_turn) = timeout(WAIT, turn.lock()).await else {
        let detail = "The first call with this key has not been answered yet: try again.";
        return Err(Problem::new(Kind::InFlight, detail).retry_after(1));
    };
    let (parts, body) = request.into_parts();
    let (bytes, _) = read_some(Request::new(body), EVENT_MAX_BYTES + 1).await?;
    let fingerprint = fingerprint(&bytes);
    if let Some(kept) = web.engine.store().remembered(SCOPE, &scoped).await? {
        return Kept::read(&kept)?.again(&fingerprint);
    }
    let response = next.run(Request::from_parts(parts, Body::from(bytes))).await;
    keep(web, &scoped, fingerprint, response).await
}

/// Keeps an answer, unless asking again later may well bring another one.
async fn keep(
    web: &Web,
    scoped: &str,
    fingerprint: String,
    response: Response,
) -> Result<Response, Problem> {
    let (parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, ANSWER_MAX_BYTES).await else {
        return Err(Problem::new(Kind::Internal, "The answer is longer than it may be."));
    };
    let is_refusal =
        parts.status == StatusCode::CONFLICT && !parts.headers.contains_key(header::RETRY_AFTER);
    if parts.status.is_success() || is_refusal {
        let content_type = parts.headers.get(header::CONTENT_TYPE);
        let content_type = content_type.and_then(|value| value.to_str().ok()).unwrap_or_default();
        let kept = Kept {
            fingerprint,
            status: parts.status.as_u16(),
            content_type: content_type.to_owned(),
            body: String::from_utf8_lossy(&body).into_owned(),
        };
        let kept = serde_json::to_string(&kept).expect("texts and a number are always JSON");
        web.engine.remember_answer(SCOPE, scoped, &kept).await?;
    }
    Ok(Response::from_parts(parts, Body::from(body)))
}

fn fingerprint(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

impl Kept {
    fn read(kept: &str) -> Result<Self, Problem> {
        serde_json::from_str(kept).map_err(|error| {
            tracing::error!(%error, "a kept answer cannot be read");
            Problem::new(Kind::Internal, "It is in our log; nothing was changed.")
        })
    }

    fn again(self, fingerprint: &str) -> Result<Response, Problem> {
        if self.fingerprint != fingerprint {
            let detail = "This Idempotency-Key came with another body before: use a new one.";
            return Err(Problem::new(Kind::KeyReused, detail));
        }
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        let replayed = (HeaderName::from_static("idempotency-replayed"), "true".to_owned());
        let headers = [(header::CONTENT_TYPE, self.content_type), replayed];
        Ok((status, headers, self.body).into_response())
    }
}

impl InFlight {
    /// Whoever locks it has the turn.
    pub(crate) fn turn(&self, scoped: &str) -> Arc<tokio::sync::Mutex<()>> {
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        turns.retain(|_, turn| turn.strong_count() > 0);
        if let Some(turn) = turns.get(scoped).and_then(Weak::upgrade) {
            return turn;
        }
        let turn = Arc::new(tokio::sync::Mutex::new(()));
        turns.insert(scoped.to_owned(), Arc::downgrade(&turn));
        turn
    }
}
