//! Emergencies as the vendor's software and its responders see them: `/api/v1/emergencies`.

mod actions;
mod bodies;
mod timeline;
mod view;

use axum::{Json, extract::State};
use serde::Serialize;
use store::{Cursor, ListState};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use self::view::{EmergencyItem, EmergencyView};
use super::{
    arguments::{Arguments, InPath},
    permission::MayRead,
    problem::Problem,
    schema,
};
use crate::Web;

const LIMIT_MAX: u32 = 200;
const LIMIT_DEFAULT: u32 = 50;

/// A stretch of a list of emergencies.
#[derive(Debug, Serialize, ToSchema)]
struct EmergencyList {
    /// Open ones by their next deadline, closed ones and all with the newest first.
    items: Vec<EmergencyItem>,
    /// Where the list goes on, to be sent as `cursor`; `null` at the end.
    next_cursor: Option<String>,
}

/// Which stretch of which list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what `list` reads one by one")]
struct ListArguments {
    /// `open` if left out.
    #[param(schema_with = schema::list_state, required = false)]
    state: ListState,
    /// `next_cursor` of the stretch before.
    cursor: Option<String>,
    /// How many at most; 50 if left out.
    #[param(minimum = 1, maximum = 200, example = 50)]
    limit: Option<u32>,
}

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(one))
        .routes(routes!(timeline::timeline))
        .merge(actions::router())
}

/// Lists emergencies.
///
/// Open ones come in the order of their next deadline, all others with the newest first.
#[utoipa::path(
    get,
    path = "/emergencies",
    tag = "emergencies",
    params(ListArguments),
    responses(
        (status = 200, description = "A stretch of the list", body = EmergencyList),
    ),
)]
async fn list(
    State(web): State<Web>,
    _: MayRead,
    arguments: Arguments,
) -> Result<Json<EmergencyList>, Problem> {
    let state = match arguments.read::<String>("state", "a text")? {
        None => ListState::Open,
        Some(name) => ListState::named(&name).ok_or_else(|| {
            let names = ListState::ALL.map(ListState::name).join(", ");
            Problem::field("state", format!("must be one of {names}"))
        })?,
    };
    let cursor = arguments.read::<Cursor>("cursor", "the `next_cursor` of the stretch before")?;
    let limit = arguments.read("limit", "a number from 1 to 200")?.unwrap_or(LIMIT_DEFAULT);
    if !(1..=LIMIT_MAX).contains(&limit) {
        return Err(Problem::field("limit", "must be a number from 1 to 200"));
    }
    let listed = web.engine.store().list(state, cursor, limit).await?;
    let settings = web.engine.settings();
    let items = listed.items.iter().map(|saved| EmergencyItem::of(saved, &settings));
    let next_cursor = listed.next.map(|cursor| cursor.to_string());
    Ok(Json(EmergencyList { items: items.collect(), next_cursor }))
}

/// Shows one emergency with its requesters, pages and milestones.
///
/// `next_deadline` is what happens next by itself; `next_update_by` is what requesters were promised.
#[utoipa::path(
    get,
    path = "/emergencies/{number}",
    tag = "emergencies",
    params(("number" = String, Path, description = "As in `E-1042`", example = "E-1001")),
    responses((status = 200, description = "The emergency", body = EmergencyView)),
)]
async fn one(
    State(web): State<Web>,
    _: MayRead,
    InPath(number): InPath,
) -> Result<Json<EmergencyView>, Problem> {
    EmergencyView::load(&web, number).await.map(Json)
}
