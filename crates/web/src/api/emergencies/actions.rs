//! What a responder does: each call is one input to the engine, and answers with what became of it.

use axum::{Json, extract::State};
use domain::{Input, Number, input::By};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    bodies::{
        AnswerBody, BridgeBody, CloseBody, ConsentBody, EscalateBody, MergeBody, MilestoneBody,
        PlainBody, TicketBody, UpdateBody,
    },
    view::EmergencyView,
};
use crate::{
    Web,
    api::{arguments::InPath, fields::Sent, permission::MayRespond, problem::Problem},
};

type Answer = Result<Json<EmergencyView>, Problem>;

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(answer))
        .routes(routes!(decline))
        .routes(routes!(milestones))
        .routes(routes!(updates))
        .routes(routes!(consent))
        .routes(routes!(escalate))
        .routes(routes!(bridge))
        .routes(routes!(merge))
        .routes(routes!(ticket))
        .routes(routes!(close))
}

/// Takes the page.
///
/// If somebody else has it, the answer is `409` with `responder`, unless `take_over` is said.
#[utoipa::path(
    post,
    path = "/emergencies/{number}/answer",
    tag = "responding",
    params(("number" = String, Path, description = "As in `E-1042`", example = "E-1001")),
    request_body = Option<AnswerBody>,
    responses((status = 200, description = "It is yours", body = EmergencyView)),
)]
async fn answer(
    State(web): State<Web>,
    may: MayRespond,
    InPath(number): InPath,
    Sent(body): Sent<AnswerBody>,
) -> Answer {
    let by = by(&web, &may, body.responder.as_deref())?;
    apply(&web, number, Input::Answer { by, take_over: body.take_over }).await
}

/// "I cannot take it": the escalation goes on at once.
///
/// Also after an answer: then the emergency is nobody's again, and the next person is called.
#[utoipa::path(
    post,
    path = "/emergencies/{number}/decline",
    tag = "responding",
    params(("number" = String, Path, description = "As in `E-1042`", example = "E-1001")),
    request_body = Option<PlainBody>,
    responses((status = 200, description = "Somebody else is called", body = EmergencyView)),
)]
async fn decline(
    State(web): State<Web>,
    may: MayRespond,
    InPath(number): InPath,
    Sent(body): Sent<PlainBody>,
) -> Answer {
    let by = by(&web, &may, body.responder.as_deref())?;
    apply(&web, number, Input::Decline { by }).await
}

/// Tells every requester a milestone.
///
/// Whoever tells one while nobody has answered answers by it. Going back is honest and allowed:
/// the cause was another, the fix was taken back.
#[utoipa::path(
    post,
    path = "/emergencies/{number}/milestones",
    tag = "responding",
    params(("number" = String, Path, description = "As in `E-1042`", example = "E-1001")),
    request_body = MilestoneBody,
    responses((status = 200, description = "Every requester is being told", body = EmergencyView)),
)]
async fn milestones(
    State(web): State<Web>,
    may: MayRespond,
    InPath(number): InPath,
    Sent(body): Sent<MilestoneBody>,
) -> Answer {
    let by = by(&web, &may, body.responder.as_deref())?;
    let MilestoneBody { milestone, note, .. } = body;
    apply(&web, number, Input::Milestone { by, milestone, note }).await
}

/// Tells news outside the milestones.
///
/// What requesters see moves the promise of the next word; a note among responders does not.
#[utoipa::path(
    post,
    path = "/emergencies/{number}/updates",
    tag = "responding",
    params(("number" = String, Path, description = "As in `E-1042`", example = "E-1001")),
    request_body = UpdateBody,
    responses((status = 200, description = "It is in the timeline", body = EmergencyView)),
)]
async fn updates(
    State(web): State<Web>,
    may: MayRespond,
    InPath(number): InPath,
    Sent(body): Sent<UpdateBody>,
) -> Answer {
    let by = by(&web, &may, body.responder.as_deref())?;
    let UpdateBody { text, visible_to_requester: visible, .. } = body;
    apply(&web, number, Input::Update { by, text, visible }).await
}

/// Asks the requesters whether services may be switched off.
///
/// They read what would stop and for how long at most, and answer by name on their own page.
#[utoipa::path(
    post,
    path = "/emergencies/{number}/consent",
    operation_id = "ask_consent",
    tag = "switch",
    params(("number" = String, Path, description = "As in `E-1042`", example = "E-1001")),
    request_body = ConsentBody,
    responses((status = 200, description = "They are being asked", body = EmergencyView)),
)]
async fn consent(
    State(web): State<Web>,
    may: MayRespond,
    InPath(number): InPath,
    Sent(body): Sent<ConsentBody>,
) -> Answer {
    let by = by(&web, &may, body.responder.as_deref())?;
    let ConsentBody { reason, scope, .. } = body;
    apply(&web, number, Input::AskConsent { by, scope, reason }).await
}

/// Pages more people in.
///
/// They are called until they come in; the responder stays the same. Requesters are told.
#[utoipa::path(
    post,
    path = "/emergencies/{number}/escalate",
    tag = "responding",
    params(("number" = String, Path, description = "As in `E-1042`", example = "E-1001")),
    request_body = EscalateBody,
    responses((status = 200, description = "They are being called", body = EmergencyView)),
)]
async fn escalate(
    State(web): State<Web>,
    may: MayRespond,
    InPath(number): InPath,
    Sent(body): Sent<EscalateBody>,
) -> Answer {
    let by = by(&web, &may, body.responder.as_deref())?;
    let EscalateBody { targets, note, .. } = body;
    apply(&web, number, Input::Escalate { by, targets, note }).await
}

/// Opens a call and tells everybody how to join it.
///
/// Somebody else can be asked to host it, because the responder's first job is the cause.
#[utoipa::path(
    post,
    path = "/emergencies/{number}/bridge",
    tag = "responding",
    params(("number" = String, Path, description = "As in `E-1042`", example = "E-1001")),
    request_body = Option<BridgeBody>,
    responses((status = 200, description = "The call is open", body = EmergencyView)),
)]
async fn bridge(
    State(web): State<Web>,
    may: MayRespond,
    InPath(number): InPath,
    Sent(body): Sent<BridgeBody>,
) -> Answer {
    let by = by(&web, &may, body.responder.as_deref())?;
    web.engine.open_bridge(number, by, body.host).await?;
    show(&web, number).await
}

/// Lets this emergency go on in another one, with its requesters.
///
/// This one is closed as `merged`; its requesters hear all news of the other one from now on.
#[utoipa::path(
    post,
    path = "/emergencies/{number}/merge",
    tag = "responding",
    params(("number" = String, Path, description = "As in `E-1042`", example = "E-1001")),
    request_body = MergeBody,
    responses((status = 200, description = "This one, closed", body = EmergencyView)),
)]
async fn merge(
    State(web): State<Web>,
    may: MayRespond,
    InPath(number): InPath,
    Sent(body): Sent<MergeBody>,
) -> Answer {
    let by = by(&web, &may, body.responder.as_deref())?;
    let store = web.engine.store();
    if body.into != number && store.emergency(body.into).await?.is_none() {
        return Err(Problem::field("into", format!("there is no {}", body.into)));
    }
    web.engine.merge(number, body.into, by).await?;
    show(&web, number).await
}

/// Turns it into a ticket: it is not an emergency after all.
///
/// Everybody who was called can go back to sleep, and requesters are told why.
#[utoipa::path(
    post,
    path = "/emergencies/{number}/ticket",
    tag = "responding",
    params(("number" = String, Path, description = "As in `E-1042`", example = "E-1001")),
    request_body = Option<TicketBody>,
    responses((status = 200, description = "It goes on as `ticket`", body = EmergencyView)),
)]
async fn ticket(
    State(web): State<Web>,
    may: MayRespond,
    InPath(number): InPath,
    Sent(body): Sent<TicketBody>,
) -> Answer {
    let by = by(&web, &may, body.responder.as_deref())?;
    web.engine.make_ticket(number, by, body.note).await?;
    show(&web, number).await
}

/// Closes it.
///
/// Requesters are told. If it is still broken for one of them, they can open it again.
#[utoipa::path(
    post,
    path = "/emergencies/{number}/close",
    tag = "responding",
    params(("number" = String, Path, description = "As in `E-1042`", example = "E-1001")),
    request_body = Option<CloseBody>,
    responses((status = 200, description = "It is over", body = EmergencyView)),
)]
async fn close(
    State(web): State<Web>,
    may: MayRespond,
    InPath(number): InPath,
    Sent(body): Sent<CloseBody>,
) -> Answer {
    let by = by(&web, &may, body.responder.as_deref())?;
    let CloseBody { resolution, note, .. } = body;
    apply(&web, number, Input::Close { by, resolution, note }).await
}

fn by(web: &Web, may: &MayRespond, responder: Option<&str>) -> Result<By, Problem> {
    may.by(&web.engine.directory().1, responder)
}

async fn apply(web: &Web, number: Number, input: Input) -> Answer {
    web.engine.apply(number, input).await?;
    show(web, number).await
}

async fn show(web: &Web, number: Number) -> Answer {
    EmergencyView::load(web, number).await.map(Json)
}
