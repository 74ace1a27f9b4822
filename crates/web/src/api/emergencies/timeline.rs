//! Everything that happened to an emergency, in order: `/api/v1/emergencies/{number}/timeline`.

use axum::{Json, extract::State};
use domain::Actor;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use store::Entry;
use utoipa::ToSchema;
use words::Reader;

use crate::{
    Web,
    api::{arguments::InPath, permission::MayRead, problem::Problem},
};

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Timeline)]
pub(crate) struct TimelineView {
    events: Vec<EventView>,
}

/// Something that happened. It is never changed and never deleted.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Event)]
struct EventView {
    /// From 1, without gaps.
    #[schema(minimum = 1)]
    sequence: u64,
    at: Timestamp,
    #[schema(example = "milestone")]
    kind: String,
    actor: ActorView,
    visible_to_requester: bool,
    /// What happened, in a sentence.
    #[schema(example = "Ana Ruiz answered.")]
    text: String,
    /// What the kind knows besides, as in `{"milestone": "restored", "note": null}`.
    #[schema(value_type = Object)]
    data: Value,
}

/// Who did it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Actor)]
struct ActorView {
    kind: ActorKind,
    /// `null` for the system.
    id: Option<String>,
    name: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ActorKind {
    /// The rules, at a deadline.
    System,
    Requester,
    /// A responder, or a token that acts as one.
    Responder,
}

/// Tells everything that happened to an emergency, in order.
///
/// Events are never changed and never deleted. `visible_to_requester` marks what requesters see.
#[utoipa::path(
    get,
    path = "/emergencies/{number}/timeline",
    tag = "emergencies",
    params(("number" = String, Path, description = "As in `E-1042`", example = "E-1001")),
    responses((status = 200, description = "Every event, the first one first", body = TimelineView)),
)]
pub(crate) async fn timeline(
    State(web): State<Web>,
    _: MayRead,
    InPath(number): InPath,
) -> Result<Json<TimelineView>, Problem> {
    let store = web.engine.store();
    if store.emergency(number).await?.is_none() {
        return Err(Problem::not_found("emergency"));
    }
    let reader = Reader { now: web.engine.now(), ..Reader::default() };
    let entries = store.timeline(number).await?;
    let events = entries.into_iter().map(|entry| EventView::of(entry, &reader));
    Ok(Json(TimelineView { events: events.collect() }))
}

impl EventView {
    fn of(entry: Entry, reader: &Reader) -> Self {
        let Entry { sequence, fact } = entry;
        let text = words::timeline::sentence(&fact, reader, false);
        let mut data = serde_json::to_value(&fact.happening).unwrap_or_default();
        if let Value::Object(data) = &mut data {
            data.remove("kind");
        }
        Self {
            sequence,
            at: fact.at,
            kind: fact.happening.kind().to_owned(),
            visible_to_requester: fact.happening.visible_to_requester(),
            text,
            actor: fact.actor.into(),
            data,
        }
    }
}

impl From<Actor> for ActorView {
    fn from(actor: Actor) -> Self {
        match actor {
            Actor::System => Self { kind: ActorKind::System, id: None, name: None },
            Actor::Requester { id, name } => {
                Self { kind: ActorKind::Requester, id: Some(id.0), name }
            }
            Actor::Responder { id, name } => {
                Self { kind: ActorKind::Responder, id: Some(id.0), name: Some(name) }
            }
        }
    }
}
