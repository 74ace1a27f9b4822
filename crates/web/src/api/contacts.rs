//! Contact methods, verified: `/api/v1/responders/{id}/contacts`.

use axum::{
    Json,
    extract::{Path, State},
};
use domain::{ResponderId, id::ContactId};
use engine::ContactWay;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    fields::{Body, Fields, Sent},
    permission::MayRespond,
    problem::Problem,
};
use crate::Web;

const CODE_MAX_CHARS: usize = 20;

/// A contact method of a person. Its address is not told: the directory has it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ContactMethod)]
struct ContactView {
    #[schema(example = "sms")]
    id: String,
    #[schema(example = "sms")]
    kind: &'static str,
    verified: bool,
    /// Since when.
    verified_at: Option<Timestamp>,
    /// Until when a code that was sent can be entered.
    code_lapses_at: Option<Timestamp>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SentCode)]
struct SentView {
    /// Until when it can be entered.
    lapses_at: Timestamp,
}

#[derive(Debug, ToSchema)]
struct CodeBody {
    #[schema(example = "417203")]
    code: String,
}

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(send)).routes(routes!(verify))
}

/// The contact methods of a responder, and which are verified.
#[utoipa::path(
    get,
    path = "/responders/{id}/contacts",
    operation_id = "list_contacts",
    tag = "directory",
    params(("id" = String, Path, description = "The responder's id", example = "ana")),
    responses((status = 200, description = "In the order of the directory", body = Vec<ContactView>)),
)]
async fn list(
    State(web): State<Web>,
    may: MayRespond,
    Path(id): Path<String>,
) -> Result<Json<Vec<ContactView>>, Problem> {
    Ok(Json(views(&web, &may.own_or_admin(&id)?).await?))
}

/// Sends a code over a contact method of your own; over anybody's, for an admin.
///
/// Six digits that count for ten minutes, unless the configuration says otherwise. No more than one
/// in 30 seconds and five an hour are sent over one method.
#[utoipa::path(
    post,
    path = "/responders/{id}/contacts/{contact}/code",
    operation_id = "send_contact_code",
    tag = "directory",
    params(
        ("id" = String, Path, description = "The responder's id", example = "ana"),
        ("contact" = String, Path, description = "The contact method's id", example = "sms"),
    ),
    responses((status = 200, description = "It is on its way", body = SentView)),
)]
async fn send(
    State(web): State<Web>,
    may: MayRespond,
    Path((id, contact)): Path<(String, String)>,
) -> Result<Json<SentView>, Problem> {
    let id = may.own_or_admin(&id)?;
    let lapses_at = web.engine.send_code(&id, &ContactId(contact)).await?;
    Ok(Json(SentView { lapses_at }))
}

/// Enters the code: with the right one, the contact method is verified.
#[utoipa::path(
    post,
    path = "/responders/{id}/contacts/{contact}/verify",
    operation_id = "verify_contact",
    tag = "directory",
    params(
        ("id" = String, Path, description = "The responder's id", example = "ana"),
        ("contact" = String, Path, description = "The contact method's id", example = "sms"),
    ),
    request_body = CodeBody,
    responses((status = 200, description = "It is verified", body = Vec<ContactView>)),
)]
async fn verify(
    State(web): State<Web>,
    may: MayRespond,
    Path((id, contact)): Path<(String, String)>,
    Sent(body): Sent<CodeBody>,
) -> Result<Json<Vec<ContactView>>, Problem> {
    let id = may.own_or_admin(&id)?;
    web.engine.enter_code(&id, &ContactId(contact), &body.code).await?;
    Ok(Json(views(&web, &id).await?))
}

async fn views(web: &Web, id: &ResponderId) -> Result<Vec<ContactView>, Problem> {
    if web.engine.directory().1.responder(id).is_none() {
        return Err(Problem::not_found("responder"));
    }
    let now = web.engine.now();
    let view = |way: &ContactWay| ContactView {
        id: way.contact.id.to_string(),
        kind: way.contact.kind.name(),
        verified: way.proof.proved.is_some(),
        verified_at: way.proof.proved.map(|proved| proved.at),
        code_lapses_at: way.proof.waits(now).map(|asked| asked.lapses_at),
    };
    Ok(web.engine.contact_ways(id).await?.iter().map(view).collect())
}

impl Body for CodeBody {
    fn read(mut fields: Fields) -> Result<Self, Problem> {
        let code = fields.required_text("code", CODE_MAX_CHARS, "write the six digits");
        fields.finish(|| Some(Self { code: code? }))
    }
}
