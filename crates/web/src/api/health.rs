//! Whether the program is alive, and able to do its work: `/healthz` and `/readyz`.

use axum::{Json, Router, extract::State, routing::get};
use serde::Serialize;
use store::Lane;

use super::problem::{Kind, Problem};
use crate::Web;

/// The lanes that can wake somebody.
const PAGING: [Lane; 4] = [Lane::Sms, Lane::Voice, Lane::Email, Lane::Webhook];

#[derive(Debug, Serialize)]
struct Healthy {
    status: &'static str,
}

pub(crate) fn router() -> Router<Web> {
    Router::new().route("/healthz", get(alive)).route("/readyz", get(ready))
}

/// Fails when a loop of the engine has stopped: then only a restart helps.
async fn alive(State(web): State<Web>) -> Result<Json<Healthy>, Problem> {
    let stopped = web.engine.stopped_loops();
    if !stopped.is_empty() {
        let detail = format!("These loops have stopped: {}. Restart it.", stopped.join(", "));
        return Err(Problem::new(Kind::Unavailable, detail));
    }
    Ok(Json(Healthy { status: "alive" }))
}

/// Fails when a request could not be stored, or when nobody could be paged.
async fn ready(State(web): State<Web>) -> Result<Json<Healthy>, Problem> {
    web.engine.store().ping().await?;
    let voices = &web.engine.options().voices;
    let can_page = |lane: &Lane| voices.get(lane).is_some_and(|channels| !channels.is_empty());
    if !PAGING.iter().any(can_page) {
        let detail = "No provider is configured that could page anybody: add [twilio] or [email].";
        return Err(Problem::new(Kind::Unavailable, detail));
    }
    Ok(Json(Healthy { status: "ready" }))
}
