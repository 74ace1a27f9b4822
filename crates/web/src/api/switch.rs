//! The switch of an organization: `/api/v1/organizations/{id}/switch`.

mod body;
mod preview;
mod view;

pub(crate) use view::{ShortView, SwitchView};

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    OrganizationId,
    switch::{Scope, SwitchInput, Wish},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use self::body::{SwitchBody, Wanted};
use super::{
    fields::Sent,
    permission::{MayRead, MayRespond},
    problem::Problem,
};
use crate::Web;

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(get, put)).merge(preview::router())
}

/// How the switch stands.
#[utoipa::path(
    get,
    path = "/organizations/{id}/switch",
    operation_id = "get_switch",
    tag = "switch",
    params(("id" = String, Path, description = "The organization", example = "acme")),
    responses((status = 200, description = "How it stands", body = SwitchView)),
)]
async fn get(
    State(web): State<Web>,
    _: MayRead,
    id: Result<Path<OrganizationId>, axum::extract::rejection::PathRejection>,
) -> Result<Json<SwitchView>, Problem> {
    show(&web, &organization(&web, id)?).await.map(Json)
}

/// Switches services off or on.
///
/// Off takes the authority that the directory asks for, and always ends: at `until`, or as soon as
/// the directory's limit is reached. On is everybody's. Where two people are needed, the first call
/// asks (`202`), and the second person's call confirms it.
#[utoipa::path(
    put,
    path = "/organizations/{id}/switch",
    operation_id = "put_switch",
    tag = "switch",
    params(("id" = String, Path, description = "The organization", example = "acme")),
    request_body = SwitchBody,
    responses(
        (status = 200, description = "How it stands now", body = SwitchView),
        (status = 202, description = "A second person has to confirm", body = SwitchView),
    ),
)]
async fn put(
    State(web): State<Web>,
    may: Result<MayRespond, Problem>,
    id: Result<Path<OrganizationId>, axum::extract::rejection::PathRejection>,
    Sent(body): Sent<SwitchBody>,
) -> Result<Response, Problem> {
    // Strangers learn nothing, not even which customers there are.
    let may = may.map_err(|problem| problem.asking(&web.engine.directory().1))?;
    let organization = organization(&web, id)?;
    let who = may.asker(&web.engine.directory().1, body.responder.as_deref())?;
    let scope = body.scope.clone();
    let input = match body.state {
        Wanted::Disabled => {
            check_emergency(&web, &organization, &body).await?;
            let SwitchBody { reason, until, emergency, .. } = body;
            let reason = reason.unwrap_or_default();
            let wish = Wish { reason, until, emergency, agreement: None };
            SwitchInput::Disable { who, scope: body.scope, wish }
        }
        Wanted::Enabled => SwitchInput::Enable { by: who.by, scope: body.scope, note: body.reason },
    };
    web.engine.switch(&organization, input).await?;
    let view = show(&web, &organization).await?;
    let status = if view.is_asked(&scope) { StatusCode::ACCEPTED } else { StatusCode::OK };
    Ok((status, Json(view)).into_response())
}

/// An emergency of another customer is no reason to switch this one off.
async fn check_emergency(
    web: &Web,
    organization: &OrganizationId,
    body: &SwitchBody,
) -> Result<(), Problem> {
    let Some(number) = body.emergency else { return Ok(()) };
    let Some(saved) = web.engine.store().emergency(number).await? else {
        return Err(Problem::field("emergency", format!("there is no {number}")));
    };
    let emergency = &saved.emergency;
    let of_another = emergency.organization.as_ref().is_some_and(|other| other != organization);
    if of_another && !emergency.of_several {
        return Err(Problem::field("emergency", format!("{number} is another customer's")));
    }
    Ok(())
}

/// One of the directory, or one that was switched and has left the directory since.
fn organization(
    web: &Web,
    id: Result<Path<OrganizationId>, axum::extract::rejection::PathRejection>,
) -> Result<OrganizationId, Problem> {
    let Ok(Path(id)) = id else { return Err(Problem::not_found("organization")) };
    let is_known = web.engine.directory().1.organization(&id).is_some()
        || web.engine.switches().of(&id).is_some();
    is_known.then_some(id).ok_or_else(|| Problem::not_found("organization"))
}

async fn show(web: &Web, organization: &OrganizationId) -> Result<SwitchView, Problem> {
    // What counts is what is stored: another process may have changed it just now.
    let saved = web.engine.store().switch(organization).await?;
    let switch = saved.map(|saved| saved.switch);
    Ok(SwitchView::of(organization, switch.as_ref(), &web.engine.directory().1, web.engine.now()))
}

impl SwitchView {
    fn is_asked(&self, scope: &Scope) -> bool {
        self.pending(scope.service()).is_some()
    }
}
