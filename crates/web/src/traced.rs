//! Each call is a span; its parent is whoever called, if they say so in `traceparent`.

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use traces::{Instrument, Origin};

pub(crate) async fn traced(request: Request, next: Next) -> Response {
    if !traces::is_on() {
        return next.run(request).await;
    }
    // The pattern, never the path: private links are secrets.
    let route = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let span = traces::span!(
        "door",
        otel.name = format!("{} {route}", request.method()),
        otel.kind = "server",
        http.request.method = request.method().as_str(),
        http.route = route,
        http.response.status_code = tracing::field::Empty,
        otel.status_code = tracing::field::Empty,
    );
    let caller = request.headers().get("traceparent").and_then(|value| value.to_str().ok());
    if let Some(caller) = caller.and_then(Origin::read) {
        caller.leads_to(&span);
    }
    let answer = next.run(request).instrument(span.clone()).await;
    span.record("http.response.status_code", answer.status().as_u16());
    if answer.status().is_server_error() {
        span.record("otel.status_code", "ERROR");
    }
    answer
}
