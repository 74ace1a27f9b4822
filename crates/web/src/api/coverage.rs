//! Whether the regular desk is open: `/api/v1/coverage`.

use axum::{Json, extract::State};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::Web;

/// The regular desk at this moment.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Coverage)]
struct CoverageView {
    /// Whether any region is open; if none is, requests with a material impact page somebody.
    open: bool,
    regions: Vec<RegionView>,
    /// When `open` next changes, if it does within a year.
    changes_at: Option<Timestamp>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Region)]
struct RegionView {
    #[schema(example = "north-america")]
    id: String,
    #[schema(example = "America/New_York")]
    time_zone: String,
    open: bool,
}

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(coverage))
}

/// Is the regular desk open?
///
/// It is, while any region is in its hours. Otherwise it is off-hours: what is material is paged.
#[utoipa::path(
    get,
    path = "/coverage",
    tag = "coverage",
    security(()),
    responses((status = 200, description = "The desk at this moment", body = CoverageView)),
)]
async fn coverage(State(web): State<Web>) -> Json<CoverageView> {
    let snapshot = web.engine.directory();
    let (_, directory) = &*snapshot;
    let now = directory.coverage(web.engine.now());
    let regions = directory.regions.iter().map(|region| RegionView {
        id: region.id.to_string(),
        time_zone: region.time_zone.clone(),
        open: now.regions.contains(&region.id),
    });
    Json(CoverageView { open: now.open, regions: regions.collect(), changes_at: now.changes_at })
}
