//! The signed document of a switch, for a cache that stands between: when Frontline cannot be reached,
//! it goes on serving what was true last.

use axum::{
    extract::{Path, State, rejection::PathRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use engine::Link;

use super::failure::Failure;
use crate::{
    Web,
    tag::{is_known, tag_of},
};

/// Fresh for a second; a week if there is nothing newer to be had.
const DOCUMENT_CACHING: &str = "public, max-age=1, stale-if-error=604800";
const KEYS_CACHING: &str = "public, max-age=300, stale-if-error=604800";

pub(super) async fn show(
    State(web): State<Web>,
    token: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let link = token.ok().and_then(|Path(token)| web.engine.read_link(&token));
    let Some(Link::Document(organization)) = link else { return Err(Failure::not_found()) };
    let document = web.engine.switch_document(&organization).await;
    let document = document.map_err(|_| Failure::broken())?;
    Ok(cached(document, "application/jose", DOCUMENT_CACHING, &headers))
}

pub(super) async fn keys(State(web): State<Web>, headers: HeaderMap) -> Result<Response, Failure> {
    let keys = web.engine.switch_keys().await.map_err(|_| Failure::broken())?;
    Ok(cached(keys.to_string(), "application/jwk-set+json", KEYS_CACHING, &headers))
}

fn cached(
    body: String,
    media_type: &'static str,
    caching: &'static str,
    headers: &HeaderMap,
) -> Response {
    let etag = tag_of(body.as_bytes());
    let about = [(header::ETAG, etag.clone()), (header::CACHE_CONTROL, caching.to_owned())];
    if is_known(headers, &etag) {
        return (StatusCode::NOT_MODIFIED, about).into_response();
    }
    (about, [(header::CONTENT_TYPE, media_type)], body).into_response()
}
