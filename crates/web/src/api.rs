//! The JSON API, `/api/v1`: one file a resource. Handlers take a call apart, hand an input to the
//! engine or read from the store, and answer. Deliberately absent: rules.

pub(crate) mod arguments;
mod contacts;
mod coverage;
mod directory;
mod duty;
mod emergencies;
pub(crate) mod fields;
mod health;
pub(crate) mod idempotency;
mod metrics;
mod on_call;
mod openapi;
mod permission;
mod person;
pub(crate) mod problem;
pub(crate) mod requests;
mod schema;
pub(crate) mod switch;
mod tickets;

use axum::{Router, extract::Path, middleware, routing::get};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use self::{
    idempotency::InFlight,
    openapi::Frame,
    problem::{Kind, Problem},
};
use crate::{Web, events};

/// The API, its description, and the doors for those who watch over the program.
pub(crate) fn router(web: &Web) -> Router<Web> {
    let once =
        middleware::from_fn_with_state((web.clone(), InFlight::default()), idempotency::once);
    let (v1, document) = OpenApiRouter::with_openapi(Frame::openapi())
        .merge(
            emergencies::router()
                .merge(tickets::router())
                .merge(events::described())
                .merge(duty::router())
                .merge(contacts::router())
                .layer(once),
        )
        .merge(requests::router())
        .merge(coverage::router())
        .merge(on_call::router())
        .merge(directory::router())
        .merge(switch::router())
        .split_for_parts();
    let v1 = v1
        .route("/openapi.json", openapi::serve(document))
        .route("/problems/{name}", get(explain))
        .fallback(nothing_here)
        .method_not_allowed_fallback(wrong_method);
    Router::new().nest("/api/v1", v1).merge(health::router()).merge(metrics::router())
}

/// What a kind of problem means: where `type` leads.
async fn explain(Path(name): Path<String>) -> Result<String, Problem> {
    let parts = Kind::ALL.into_iter().map(Kind::parts);
    let known = parts.into_iter().find(|(known, ..)| *known == name);
    let (_, status, title) = known.ok_or_else(|| Problem::not_found("kind of problem"))?;
    Ok(format!("{title} ({status}). What to do stands in `detail` and `errors`."))
}

async fn nothing_here() -> Problem {
    Problem::new(Kind::NotFound, "There is nothing at this address: see /api/v1/openapi.json.")
}

async fn wrong_method() -> Problem {
    Problem::new(Kind::MethodNotAllowed, "See /api/v1/openapi.json for what this address does.")
}
