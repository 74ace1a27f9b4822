//! Whether the program is alive, and able to do its work: `/healthz` and `/readyz`.

use std::time::Duration;

use axum::{Json, Router, extract::State, routing::get};
use engine::{Engine, Standing};
use serde::Serialize;
use store::Lane;

use super::problem::{Kind, Problem};
use crate::Web;

/// The lanes that can wake somebody.
const PAGING: [Lane; 4] = [Lane::Sms, Lane::Voice, Lane::Email, Lane::Webhook];

/// A database that takes longer counts as gone.
const ANSWERS_WITHIN: Duration = Duration::from_secs(3);

#[derive(Debug, Serialize)]
struct Healthy {
    status: &'static str,
    /// What somebody should look at before it is too late.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
}

pub(crate) fn router() -> Router<Web> {
    Router::new().route("/healthz", get(alive)).route("/readyz", get(ready))
}

/// Fails when the engine does not do its work, and the database would let it: then only a restart helps.
async fn alive(State(web): State<Web>) -> Result<Json<Healthy>, Problem> {
    let failures = web.engine.failures().await;
    if !failures.is_empty() {
        let detail = format!("Restart it: {}.", failures.join("; "));
        return Err(Problem::new(Kind::Unavailable, detail));
    }
    Ok(Json(Healthy { status: "alive", warnings: Vec::new() }))
}

/// What is worth a word about where requests are stored now; a problem if they are not.
async fn stored(web: &Web) -> Result<Vec<String>, Problem> {
    let lost =
        || Problem::new(Kind::Unavailable, "The database does not answer: nothing can be stored.");
    let ping = |engine: &Engine| {
        let store = engine.store().clone();
        async move { tokio::time::timeout(ANSWERS_WITHIN, store.ping()).await }
    };
    let Some(spare) = web.engine.spare() else {
        ping(&web.engine).await.map_err(|_| lost())??;
        return Ok(Vec::new());
    };
    let (since, why, pages_alone) = match web.engine.standing() {
        Standing::Away { since, why, pages_alone } => (since, why, pages_alone),
        Standing::Returning => {
            return Ok(vec!["The database is back: what was kept is handed over.".to_owned()]);
        }
        Standing::Well if matches!(ping(&web.engine).await, Ok(Ok(()))) => return Ok(Vec::new()),
        Standing::Well => (web.engine.now(), "it does not answer".to_owned(), false),
    };
    ping(spare).await.map_err(|_| lost())??;
    let kept = spare.store().kept_requests().await?;
    let mut warnings = vec![format!(
        "The database is away since {since:.0} ({why}). Requests are kept on this node's disk: {kept} so far."
    )];
    warnings.push(match pages_alone {
        true => "This node calls people by itself.".to_owned(),
        false => "If it stays away, this node calls people by itself.".to_owned(),
    });
    Ok(warnings)
}

/// Fails when a request could not be stored, or when nobody could be paged.
async fn ready(State(web): State<Web>) -> Result<Json<Healthy>, Problem> {
    let mut warnings = stored(&web).await?;
    let voices = &web.engine.options().voices;
    let can_page = |lane: &Lane| voices.get(lane).is_some_and(|channels| !channels.is_empty());
    if !PAGING.iter().any(can_page) {
        let detail = "No provider is configured that could page anybody: add [twilio] or [email].";
        return Err(Problem::new(Kind::Unavailable, detail));
    }
    let failing = web.engine.failing_providers();
    let takes_pages = |lane: &Lane| {
        let all = voices.get(lane).map_or(0, Vec::len);
        failing.iter().filter(|(one, _)| one == lane).count() < all
    };
    let lines = failing.iter().map(|(lane, name)| {
        format!("The provider {name} fails ({}), and is tried again.", lane.name())
    });
    if !PAGING.iter().any(takes_pages) {
        let detail =
            format!("No provider takes pages now. {}", lines.collect::<Vec<_>>().join(" "));
        return Err(Problem::new(Kind::Unavailable, detail));
    }
    warnings.extend(lines);
    if let Some(room) = web.engine.room().filter(store::Room::is_short) {
        let free = room.free_bytes / 1_000_000;
        warnings.push(format!(
            "The disk of the database is nearly full, {free} MB are free: make room."
        ));
    }
    // What cannot be counted now does not make it less ready.
    let counting = web.engine.store().ticket_counts(web.engine.now());
    if let Ok(Ok(counts)) = tokio::time::timeout(ANSWERS_WITHIN, counting).await
        && counts.not_forwarded > 0
    {
        let failing = counts.not_forwarded;
        warnings.push(format!("Tickets that a desk outside does not get: {failing}."));
    }
    if let Some(problem) = web.engine.documents_failing() {
        warnings.push(format!(
            "The signed documents of switches cannot be written: {problem}. It is tried again."
        ));
    }
    let ahead = web.engine.clock().ahead();
    if ahead.as_secs() > 0 {
        warnings.push(format!("The machine's clock was set back by {} s.", ahead.as_secs()));
    }
    Ok(Json(Healthy { status: "ready", warnings }))
}
