//! The switch for the vendor's own software, by the OpenFeature Remote Evaluation Protocol: every
//! OpenFeature SDK can ask. No evaluation reads the database.

mod document;
mod failure;
mod flag;
mod keys;
mod stream;

pub(crate) use keys::Keys;

use std::time::Duration;

use axum::{
    Json, Router,
    body::to_bytes,
    extract::{Path, Request, State, rejection::PathRejection},
    http::{HeaderMap, HeaderName, Method, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use domain::OrganizationId;
use serde::Serialize;
use serde_json::{Map, Value, json};
use tower_http::cors::{Any, CorsLayer};

use self::{failure::Failure, flag::Flag, keys::Key, stream::EventStream};
use crate::{
    Web,
    tag::{is_known, tag_of},
};

const CONTEXT_MAX_BYTES: usize = 64 * 1024;
/// How long browsers may remember that they are allowed to ask.
const ALLOWED_FOR: Duration = Duration::from_secs(24 * 3600);

pub(crate) fn router() -> Router<Web> {
    let browsers = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::IF_NONE_MATCH,
            HeaderName::from_static("x-api-key"),
            HeaderName::from_static("last-event-id"),
        ])
        .expose_headers([header::ETAG, header::RETRY_AFTER])
        .max_age(ALLOWED_FOR);
    Router::new()
        .route("/ofrep/v1/evaluate/flags/{key}", post(one))
        .route("/ofrep/v1/evaluate/flags", post(all))
        .route("/ofrep/v1/events", get(stream::with_key))
        .route("/ofrep/v1/events/{token}", get(stream::with_link))
        .route("/switch/keys", get(document::keys))
        .route("/switch/{token}", get(document::show))
        .layer(browsers)
}

/// Every flag of an organization.
#[derive(Debug, Serialize)]
struct AllFlags {
    flags: Vec<Flag>,
    #[serde(rename = "eventStreams")]
    event_streams: [EventStream; 1],
    metadata: Value,
}

async fn one(
    State(web): State<Web>,
    key: Key,
    flag: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<Json<Flag>, Failure> {
    let name = flag.map(|Path(name)| name).unwrap_or_default();
    let of_flag = |failure: Failure| failure.of(&name);
    let context = context(request).await;
    let Some(scope) = flag::scope(&name) else { return Err(Failure::flag_not_found(&name)) };
    let organization = target(&web, &key, context.map_err(of_flag)?).map_err(of_flag)?;
    Ok(Json(Flag::of(&web, &organization, &scope)))
}

async fn all(
    State(web): State<Web>,
    key: Key,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Failure> {
    let organization = target(&web, &key, context(request).await?)?;
    let flags = Flag::all(&web, &organization);
    let body = AllFlags {
        flags,
        event_streams: [EventStream::of(&web, &organization)],
        metadata: json!({ "organization": organization }),
    };
    let body = serde_json::to_vec(&body).map_err(|_| Failure::broken())?;
    let etag = tag_of(&body);
    let tag = [(header::ETAG, etag.clone())];
    if is_known(&headers, &etag) {
        return Ok((StatusCode::NOT_MODIFIED, tag).into_response());
    }
    Ok((tag, [(header::CONTENT_TYPE, "application/json")], body).into_response())
}

/// The context of an evaluation.
async fn context(request: Request) -> Result<Map<String, Value>, Failure> {
    let body = to_bytes(request.into_body(), CONTEXT_MAX_BYTES).await;
    let body = body.map_err(|_| Failure::unreadable("send at most 64 KiB of context"))?;
    let body: Value = serde_json::from_slice(&body)
        .map_err(|error| Failure::unreadable(format!("this is not JSON: {error}")))?;
    let Value::Object(mut body) = body else {
        return Err(Failure::invalid("send an object with a \"context\""));
    };
    match body.remove("context") {
        Some(Value::Object(context)) => Ok(context),
        None => Err(Failure::invalid("the \"context\" is missing")),
        Some(_) => Err(Failure::invalid("the \"context\" must be an object")),
    }
}

/// The organization that is asked about, if this key may know of it.
fn target(
    web: &Web,
    key: &Key,
    mut context: Map<String, Value>,
) -> Result<OrganizationId, Failure> {
    let organization = match context.remove("targetingKey") {
        Some(Value::String(id)) if !id.is_empty() => OrganizationId(id),
        None | Some(Value::Null | Value::String(_)) => return Err(Failure::no_targeting_key()),
        Some(_) => return Err(Failure::invalid("\"targetingKey\" must be a text")),
    };
    key.may_evaluate(&organization)?;
    let is_known = web.engine.directory().1.organization(&organization).is_some()
        || web.engine.switches().of(&organization).is_some();
    is_known.then_some(organization).ok_or_else(|| {
        Failure::invalid("\"targetingKey\" must be the id of an organization of the directory")
    })
}
