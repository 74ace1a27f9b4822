//! What makes the console an app on a phone: its manifest, its icons, and the worker that shows
//! notifications. Deliberately absent: pages that work without us, which would be old ones.

use axum::{Router, http::header, response::IntoResponse, routing::get};

use crate::Web;

const MANIFEST: &str = include_str!("../static/app.webmanifest");
const WORKER: &str = include_str!("../static/worker.js");
const SMALL_ICON: &[u8] = include_bytes!("../static/icon-192.png");
const LARGE_ICON: &[u8] = include_bytes!("../static/icon-512.png");

pub(crate) fn router() -> Router<Web> {
    Router::new()
        .route("/app.webmanifest", get(|| async { file("application/manifest+json", MANIFEST) }))
        .route("/worker.js", get(|| async { file("text/javascript; charset=utf-8", WORKER) }))
        .route("/static/icon-192.png", get(|| async { file("image/png", SMALL_ICON) }))
        .route("/static/icon-512.png", get(|| async { file("image/png", LARGE_ICON) }))
}

/// A browser asks each time whether it has changed.
fn file(kind: &'static str, what: impl IntoResponse) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")], what)
}
