//! Figures for Prometheus: `/metrics`.

use axum::{
    Router,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};

use super::problem::Problem;
use crate::Web;

pub(crate) fn router() -> Router<Web> {
    Router::new().route("/metrics", get(metrics))
}

async fn metrics(State(web): State<Web>) -> Result<Response, Problem> {
    let counts = web.engine.store().counts().await?;
    let _ = counts;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, kind)], String::new()).into_response())
}
