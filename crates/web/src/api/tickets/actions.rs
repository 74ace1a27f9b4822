//! What the desk does with a ticket, by API.

use axum::{Json, extract::State};
use domain::{ResponderId, TicketNumber, ticket::TicketInput};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::view::TicketView;
use crate::{
    Web,
    api::{
        arguments::TicketInPath,
        fields::{Body, Fields, Sent},
        permission::MayRespond,
        problem::Problem,
    },
};

/// As long as what comes in by mail may be.
const TEXT_MAX_CHARS: usize = 20_000;
const ID_MAX_CHARS: usize = 200;

#[derive(Debug, ToSchema)]
struct ReplyBody {
    #[schema(pattern = r"\S", max_length = 20_000, example = "Under Billing, then Export.")]
    text: String,
    /// Whether the requester gets it; else it is a note for the desk.
    #[schema(default = true, required = false)]
    visible_to_requester: bool,
    /// In whose name, by the id in the directory; the token's own name if left out.
    #[schema(example = "ana")]
    responder: Option<String>,
}

#[derive(Debug, ToSchema)]
struct AssignmentBody {
    /// Who has it from now on, by the id in the directory; nobody, if left out.
    #[schema(example = "ben")]
    assignee: Option<String>,
    /// In whose name, by the id in the directory; the token's own name if left out.
    #[schema(example = "ana")]
    responder: Option<String>,
}

/// A call that needs nothing but, perhaps, a name.
#[derive(Debug, ToSchema)]
struct InNameBody {
    /// In whose name, by the id in the directory; the token's own name if left out.
    #[schema(example = "ana")]
    responder: Option<String>,
}

/// What a ticket has become.
#[derive(Debug, Serialize, ToSchema)]
struct BecameEmergency {
    #[schema(example = "E-1001")]
    emergency: String,
}

type Answer = Result<Json<TicketView>, Problem>;

pub(super) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(pick_up))
        .routes(routes!(assignment))
        .routes(routes!(replies))
        .routes(routes!(solve))
        .routes(routes!(emergency))
}

/// Takes a ticket: it is this person's from now on, and does not become an emergency by itself.
#[utoipa::path(
    post,
    path = "/tickets/{number}/pick-up",
    operation_id = "pick_up_ticket",
    tag = "tickets",
    params(("number" = String, Path, description = "As in `T-1042`", example = "T-1001")),
    request_body = Option<InNameBody>,
    responses((status = 200, description = "It is yours", body = TicketView)),
)]
async fn pick_up(
    State(web): State<Web>,
    may: MayRespond,
    TicketInPath(number): TicketInPath,
    Sent(body): Sent<InNameBody>,
) -> Answer {
    let by = may.by(&web.engine.directory().1, body.responder.as_deref())?;
    apply(&web, number, TicketInput::PickUp { by }).await
}

/// Gives a ticket to a person, or back to the queue.
///
/// Whoever gets it is told. A severity-1 problem still has to be picked up.
#[utoipa::path(
    post,
    path = "/tickets/{number}/assignment",
    operation_id = "assign_ticket",
    tag = "tickets",
    params(("number" = String, Path, description = "As in `T-1042`", example = "T-1001")),
    request_body = AssignmentBody,
    responses((status = 200, description = "It is theirs", body = TicketView)),
)]
async fn assignment(
    State(web): State<Web>,
    may: MayRespond,
    TicketInPath(number): TicketInPath,
    Sent(body): Sent<AssignmentBody>,
) -> Answer {
    let directory = web.engine.directory();
    let by = may.by(&directory.1, body.responder.as_deref())?;
    let to = body.assignee.map(ResponderId);
    if let Some(unknown) = to.as_ref().filter(|id| directory.1.responder(id).is_none()) {
        return Err(Problem::field("assignee", format!("\"{unknown}\" is not in the directory")));
    }
    apply(&web, number, TicketInput::Assign { by, to }).await
}

/// Writes to the requester, or a note for the desk.
///
/// The requester gets it as mail or text message and can answer that: it lands in the ticket.
#[utoipa::path(
    post,
    path = "/tickets/{number}/replies",
    operation_id = "reply_to_ticket",
    tag = "tickets",
    params(("number" = String, Path, description = "As in `T-1042`", example = "T-1001")),
    request_body = ReplyBody,
    responses((status = 200, description = "It is in the timeline", body = TicketView)),
)]
async fn replies(
    State(web): State<Web>,
    may: MayRespond,
    TicketInPath(number): TicketInPath,
    Sent(body): Sent<ReplyBody>,
) -> Answer {
    let by = may.by(&web.engine.directory().1, body.responder.as_deref())?;
    let text = body.text;
    let input = if body.visible_to_requester {
        TicketInput::Reply { by, text }
    } else {
        TicketInput::Note { by, text }
    };
    apply(&web, number, input).await
}

/// Says that a ticket is solved; the requester is asked whether it is.
#[utoipa::path(
    post,
    path = "/tickets/{number}/solve",
    operation_id = "solve_ticket",
    tag = "tickets",
    params(("number" = String, Path, description = "As in `T-1042`", example = "T-1001")),
    request_body = Option<InNameBody>,
    responses((status = 200, description = "The requester is being told", body = TicketView)),
)]
async fn solve(
    State(web): State<Web>,
    may: MayRespond,
    TicketInPath(number): TicketInPath,
    Sent(body): Sent<InNameBody>,
) -> Answer {
    let by = may.by(&web.engine.directory().1, body.responder.as_deref())?;
    apply(&web, number, TicketInput::Solve { by }).await
}

/// Turns a ticket into an emergency: it pages at once. One that is already answers the same.
#[utoipa::path(
    post,
    path = "/tickets/{number}/emergency",
    operation_id = "escalate_ticket",
    tag = "tickets",
    params(("number" = String, Path, description = "As in `T-1042`", example = "T-1001")),
    request_body = Option<InNameBody>,
    responses((status = 200, description = "Somebody is being called", body = BecameEmergency)),
)]
async fn emergency(
    State(web): State<Web>,
    may: MayRespond,
    TicketInPath(number): TicketInPath,
    Sent(body): Sent<InNameBody>,
) -> Result<Json<BecameEmergency>, Problem> {
    may.by(&web.engine.directory().1, body.responder.as_deref())?;
    web.ticket_exists(number).await?;
    let emergency = web.engine.ticket_escalate(number).await?;
    Ok(Json(BecameEmergency { emergency: emergency.to_string() }))
}

async fn apply(web: &Web, number: TicketNumber, input: TicketInput) -> Answer {
    web.ticket_exists(number).await?;
    web.engine.apply_ticket(number, input).await?;
    TicketView::load(web, number).await.map(Json)
}

impl Body for ReplyBody {
    fn read(mut fields: Fields) -> Result<Self, Problem> {
        let text = fields.required_text("text", TEXT_MAX_CHARS, "write what is to be said");
        let visible_to_requester = fields.flag("visible_to_requester").unwrap_or(true);
        let responder = fields.text("responder", ID_MAX_CHARS);
        fields.finish(|| Some(Self { text: text?, visible_to_requester, responder }))
    }
}

impl Body for AssignmentBody {
    fn read(mut fields: Fields) -> Result<Self, Problem> {
        let assignee = fields.text("assignee", ID_MAX_CHARS);
        let responder = fields.text("responder", ID_MAX_CHARS);
        fields.finish(|| Some(Self { assignee, responder }))
    }
}

impl Body for InNameBody {
    fn read(mut fields: Fields) -> Result<Self, Problem> {
        let responder = fields.text("responder", ID_MAX_CHARS);
        fields.finish(|| Some(Self { responder }))
    }
}
