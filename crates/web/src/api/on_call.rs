//! Who is on call: `/api/v1/on-call`.

use axum::{Json, extract::State};
use domain::{Directory, ResponderId, directory::Schedule};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{arguments::Arguments, permission::MayRead, person::PersonView, problem::Problem};
use crate::Web;

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OnCall)]
struct OnCallView {
    at: Timestamp,
    schedules: Vec<ScheduleView>,
}

/// Who is on call by one schedule.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OnCallSchedule)]
struct ScheduleView {
    #[schema(example = "primary")]
    id: String,
    #[schema(example = "America/New_York")]
    time_zone: String,
    /// `null` is a hole: nobody would be called.
    responder: Option<PersonView>,
    /// When somebody else comes on call, if that is within a year.
    changes_at: Option<Timestamp>,
    /// Who comes on call then.
    next: Option<PersonView>,
}

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(on_call))
}

/// Who is on call, by each schedule, and who comes next?
///
/// A schedule whose `responder` is `null` has a hole: then the next step of the policy is called.
#[utoipa::path(
    get,
    path = "/on-call",
    tag = "on-call",
    params(("at" = Option<Timestamp>, Query, description = "This moment instead of now, as RFC 3339",
            example = "2026-12-24T18:00:00Z")),
    responses((status = 200, description = "Who is on call at that moment", body = OnCallView)),
)]
async fn on_call(
    State(web): State<Web>,
    _: MayRead,
    arguments: Arguments,
) -> Result<Json<OnCallView>, Problem> {
    let at = arguments.read("at", "a moment such as 2026-12-24T18:00:00Z")?;
    let at = at.unwrap_or_else(|| web.engine.now());
    let snapshot = web.engine.directory();
    let (_, directory) = &*snapshot;
    let schedules = directory.schedules.iter().map(|it| ScheduleView::of(it, directory, at));
    Ok(Json(OnCallView { at, schedules: schedules.collect() }))
}

impl ScheduleView {
    fn of(schedule: &Schedule, directory: &Directory, at: Timestamp) -> Self {
        let changes_at = schedule.next_change(at);
        let named = |id: ResponderId| PersonView::of(&id, directory);
        Self {
            id: schedule.id.to_string(),
            time_zone: schedule.time_zone.clone(),
            responder: schedule.on_call(at).map(named),
            changes_at,
            next: changes_at.and_then(|then| schedule.on_call(then)).map(named),
        }
    }
}
