//! Who is on call, changed: "I am ill", cover, swaps. `/api/v1/on-call/...`

use axum::{
    Json,
    extract::{Path, State},
};
use domain::{
    ResponderId, SwapId,
    duty::{Cover, Stretch, Swap, SwapState},
};
use engine::NewCover;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    fields::{Body, Fields, Sent},
    permission::{MayRead, MayRespond},
    person::PersonView,
    problem::Problem,
};
use crate::Web;

const ID_MAX_CHARS: usize = 200;
const NOTE_MAX_CHARS: usize = 200;

#[derive(Debug, ToSchema)]
struct IllBody {
    /// When they are back; a day from now if left out.
    until: Option<Timestamp>,
    /// Who is ill, by the id in the directory; the token's own name if left out.
    #[schema(example = "ana")]
    responder: Option<String>,
}

#[derive(Debug, ToSchema)]
struct CoverBody {
    #[schema(example = "primary")]
    schedule: String,
    /// Who shall be on call, by the id in the directory.
    #[schema(example = "ben")]
    cover: String,
    from: Timestamp,
    until: Timestamp,
    /// Why, for those who look at the calendar.
    #[schema(max_length = 200)]
    note: Option<String>,
    /// In whose name, by the id in the directory; the token's own name if left out.
    responder: Option<String>,
}

#[derive(Debug, ToSchema)]
struct SwapBody {
    #[schema(example = "primary")]
    schedule: String,
    /// Who is asked, by the id in the directory.
    #[schema(example = "ben")]
    of: String,
    /// The shift that is given away.
    gives: StretchView,
    /// The shift of the other that is taken in return; nothing if left out.
    takes: Option<StretchView>,
    /// Who asks, by the id in the directory; the token's own name if left out.
    responder: Option<String>,
}

#[derive(Debug, ToSchema)]
struct ByBody {
    /// Who says it, by the id in the directory; the token's own name if left out.
    #[schema(example = "ben")]
    responder: Option<String>,
}

#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = Stretch)]
struct StretchView {
    from: Timestamp,
    until: Timestamp,
}

/// Who stands in; nobody could where `responder` is `null`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Cover)]
struct CoverView {
    schedule: String,
    responder: Option<PersonView>,
    from: Timestamp,
    until: Timestamp,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Swap)]
struct SwapView {
    id: String,
    schedule: String,
    by: PersonView,
    of: PersonView,
    gives: StretchView,
    takes: Option<StretchView>,
    /// `asked`, `accepted`, `declined`, `withdrawn` or `lapsed`.
    #[schema(example = "asked")]
    state: &'static str,
    asked_at: Timestamp,
    /// Until when it can be answered.
    lapses_at: Timestamp,
}

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(ill))
        .routes(routes!(cover))
        .routes(routes!(list, ask))
        .routes(routes!(accept))
        .routes(routes!(decline))
        .routes(routes!(withdraw))
}

/// Takes somebody off call from now on.
///
/// The next who could stands in, their open pages go on to the next person at once, and the leads
/// are told; loudly where nobody can.
#[utoipa::path(
    post,
    path = "/on-call/ill",
    tag = "on-call",
    request_body = Option<IllBody>,
    responses((status = 200, description = "Who stands in", body = Vec<CoverView>)),
)]
async fn ill(
    State(web): State<Web>,
    may: MayRespond,
    Sent(body): Sent<IllBody>,
) -> Result<Json<Vec<CoverView>>, Problem> {
    let by = may.by(&web.engine.directory().1, body.responder.as_deref())?;
    let covers = web.engine.take_off(&by.id, body.until, &by).await?;
    Ok(Json(covers.iter().map(|cover| CoverView::of(&web, cover)).collect()))
}

/// Puts somebody on call for a while.
#[utoipa::path(
    post,
    path = "/on-call/cover",
    tag = "on-call",
    request_body = CoverBody,
    responses((status = 200, description = "Who stands in", body = CoverView)),
)]
async fn cover(
    State(web): State<Web>,
    may: MayRespond,
    Sent(body): Sent<CoverBody>,
) -> Result<Json<CoverView>, Problem> {
    let by = may.by(&web.engine.directory().1, body.responder.as_deref())?;
    let stretch = Stretch { from: body.from, until: body.until };
    let responder = ResponderId(body.cover);
    let new =
        NewCover { schedule: body.schedule.as_str().into(), responder, stretch, note: body.note };
    web.engine.put_on_call(&new, &by).await?;
    let NewCover { schedule, responder, .. } = new;
    let cover = Cover { schedule, by: Some(responder), from: body.from, until: body.until };
    Ok(Json(CoverView::of(&web, &cover)))
}

/// The swaps that were asked for, the latest first.
#[utoipa::path(
    get,
    path = "/on-call/swaps",
    operation_id = "list_swaps",
    tag = "on-call",
    responses((status = 200, description = "At most 100", body = Vec<SwapView>)),
)]
async fn list(State(web): State<Web>, _: MayRead) -> Result<Json<Vec<SwapView>>, Problem> {
    let swaps = web.engine.store().swaps(None).await?;
    Ok(Json(swaps.iter().map(|saved| SwapView::of(&web, &saved.swap)).collect()))
}

/// Asks somebody to swap shifts.
///
/// Both stretches must be shifts of the one who gives them. The other answers by link, by text
/// message, in the console or here; without an answer all stays as it is.
#[utoipa::path(
    post,
    path = "/on-call/swaps",
    operation_id = "ask_swap",
    tag = "on-call",
    request_body = SwapBody,
    responses((status = 200, description = "It waits for an answer", body = SwapView)),
)]
async fn ask(
    State(web): State<Web>,
    may: MayRespond,
    Sent(body): Sent<SwapBody>,
) -> Result<Json<SwapView>, Problem> {
    let by = may.by(&web.engine.directory().1, body.responder.as_deref())?;
    let now = web.engine.now();
    let wish = Swap {
        id: SwapId(String::new()),
        schedule: body.schedule.as_str().into(),
        by: by.id,
        of: ResponderId(body.of),
        gives: body.gives.into(),
        takes: body.takes.map(Into::into),
        asked_at: now,
        lapses_at: now,
        state: SwapState::Asked,
    };
    let swap = web.engine.ask_swap(wish).await?;
    Ok(Json(SwapView::of(&web, &swap)))
}

/// The one who was asked takes the shift.
#[utoipa::path(
    post,
    path = "/on-call/swaps/{id}/accept",
    operation_id = "accept_swap",
    tag = "on-call",
    params(("id" = String, Path, description = "The swap")),
    request_body = Option<ByBody>,
    responses((status = 200, description = "The calendar is changed", body = SwapView)),
)]
async fn accept(
    State(web): State<Web>,
    may: MayRespond,
    Path(id): Path<String>,
    Sent(body): Sent<ByBody>,
) -> Result<Json<SwapView>, Problem> {
    answer(&web, &may, (id, true), body).await
}

/// The one who was asked says no.
#[utoipa::path(
    post,
    path = "/on-call/swaps/{id}/decline",
    operation_id = "decline_swap",
    tag = "on-call",
    params(("id" = String, Path, description = "The swap")),
    request_body = Option<ByBody>,
    responses((status = 200, description = "All stays as it is", body = SwapView)),
)]
async fn decline(
    State(web): State<Web>,
    may: MayRespond,
    Path(id): Path<String>,
    Sent(body): Sent<ByBody>,
) -> Result<Json<SwapView>, Problem> {
    answer(&web, &may, (id, false), body).await
}

/// Whoever asked takes it back.
#[utoipa::path(
    post,
    path = "/on-call/swaps/{id}/withdraw",
    operation_id = "withdraw_swap",
    tag = "on-call",
    params(("id" = String, Path, description = "The swap")),
    request_body = Option<ByBody>,
    responses((status = 200, description = "All stays as it is", body = SwapView)),
)]
async fn withdraw(
    State(web): State<Web>,
    may: MayRespond,
    Path(id): Path<String>,
    Sent(body): Sent<ByBody>,
) -> Result<Json<SwapView>, Problem> {
    let by = may.by(&web.engine.directory().1, body.responder.as_deref())?;
    let swap = web.engine.withdraw_swap(&SwapId(id), &by.id).await;
    Ok(Json(SwapView::of(&web, &swap.map_err(of_swap)?)))
}

async fn answer(
    web: &Web,
    may: &MayRespond,
    (id, accepts): (String, bool),
    body: ByBody,
) -> Result<Json<SwapView>, Problem> {
    let by = may.by(&web.engine.directory().1, body.responder.as_deref())?;
    let swap = web.engine.answer_swap(&SwapId(id), &by.id, accepts).await;
    Ok(Json(SwapView::of(web, &swap.map_err(of_swap)?)))
}

fn of_swap(error: engine::EngineError) -> Problem {
    if matches!(error, engine::EngineError::NotFound) {
        return Problem::not_found("swap");
    }
    error.into()
}

impl CoverView {
    fn of(web: &Web, cover: &Cover) -> Self {
        let directory = web.engine.directory();
        Self {
            schedule: cover.schedule.to_string(),
            responder: cover.by.as_ref().map(|by| PersonView::of(by, &directory.1)),
            from: cover.from,
            until: cover.until,
        }
    }
}

impl SwapView {
    fn of(web: &Web, swap: &Swap) -> Self {
        let directory = web.engine.directory();
        Self {
            id: swap.id.to_string(),
            schedule: swap.schedule.to_string(),
            by: PersonView::of(&swap.by, &directory.1),
            of: PersonView::of(&swap.of, &directory.1),
            gives: swap.gives.into(),
            takes: swap.takes.map(Into::into),
            state: match swap.state {
                SwapState::Asked => "asked",
                SwapState::Accepted { .. } => "accepted",
                SwapState::Declined { .. } => "declined",
                SwapState::Withdrawn { .. } => "withdrawn",
                SwapState::Lapsed { .. } => "lapsed",
            },
            asked_at: swap.asked_at,
            lapses_at: swap.lapses_at,
        }
    }
}

impl From<StretchView> for Stretch {
    fn from(view: StretchView) -> Self {
        Self { from: view.from, until: view.until }
    }
}

impl From<Stretch> for StretchView {
    fn from(stretch: Stretch) -> Self {
        Self { from: stretch.from, until: stretch.until }
    }
}

impl Body for IllBody {
    fn read(mut fields: Fields) -> Result<Self, Problem> {
        let until = moment(&mut fields, "until");
        let responder = fields.text("responder", ID_MAX_CHARS);
        fields.finish(|| Some(Self { until, responder }))
    }
}

impl Body for ByBody {
    fn read(mut fields: Fields) -> Result<Self, Problem> {
        let responder = fields.text("responder", ID_MAX_CHARS);
        fields.finish(|| Some(Self { responder }))
    }
}

impl Body for CoverBody {
    fn read(mut fields: Fields) -> Result<Self, Problem> {
        let schedule = fields.required_text("schedule", ID_MAX_CHARS, "write its id");
        let cover = fields.required_text("cover", ID_MAX_CHARS, "write the id of who stands in");
        let stretch = stretch(&mut fields);
        let note = fields.text("note", NOTE_MAX_CHARS);
        let responder = fields.text("responder", ID_MAX_CHARS);
        fields.finish(|| {
            let StretchView { from, until } = stretch?;
            Some(Self { schedule: schedule?, cover: cover?, from, until, note, responder })
        })
    }
}

impl Body for SwapBody {
    fn read(mut fields: Fields) -> Result<Self, Problem> {
        let schedule = fields.required_text("schedule", ID_MAX_CHARS, "write its id");
        let of = fields.required_text("of", ID_MAX_CHARS, "write the id of who is asked");
        let gives = fields.object("gives", stretch);
        if gives.is_none() {
            fields.refuse("gives", "is missing or not whole: write from and until");
        }
        let takes = fields.object("takes", stretch);
        let responder = fields.text("responder", ID_MAX_CHARS);
        fields
            .finish(|| Some(Self { schedule: schedule?, of: of?, gives: gives?, takes, responder }))
    }
}

fn stretch(fields: &mut Fields) -> Option<StretchView> {
    let (from, until) = (moment(fields, "from"), moment(fields, "until"));
    for (name, found) in [("from", from), ("until", until)] {
        if found.is_none() {
            fields.refuse(name, "must be a moment such as 2026-12-24T18:00:00Z");
        }
    }
    Some(StretchView { from: from?, until: until? })
}

fn moment(fields: &mut Fields, name: &str) -> Option<Timestamp> {
    let text = fields.text(name, ID_MAX_CHARS)?;
    let read = text.parse().ok();
    if read.is_none() {
        fields.refuse(name, "must be a moment such as 2026-12-24T18:00:00Z");
    }
    read
}
