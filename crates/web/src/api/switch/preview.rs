//! A rehearsal: what switching off would do, by name. Nothing is changed and nobody is told.

use axum::{
    Json,
    extract::{Path, Query, State, rejection::PathRejection},
};
use domain::{
    OrganizationId,
    directory::MayDisable,
    switch::{Preview, Scope},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::organization;
use crate::{
    Web,
    api::{permission::MayRead, problem::Problem, schema},
};

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SwitchPreview)]
struct PreviewView {
    #[schema(example = "Acme Stores")]
    organization_name: String,
    /// What would stop; empty means all services, if the directory names none.
    services: Vec<String>,
    #[schema(schema_with = schema::may_disable)]
    may_disable: Option<MayDisable>,
    /// Their names, leads first.
    who_may_disable: Vec<String>,
    limit_secs: Option<i64>,
    /// Whether the customer has to agree first, and whether it has.
    consent_needed: bool,
    agreed: bool,
    /// Open emergencies whose requesters would be told.
    emergencies: Vec<String>,
    requesters_told: u64,
    /// Those of the team who would be told, by name.
    leads_told: Vec<String>,
    software: Vec<SoftwareView>,
    /// What to know before it is done, such as that nothing would notice.
    warnings: Vec<String>,
}

/// Software of the customer that can ask for the switch.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SwitchSoftware)]
struct SoftwareView {
    #[schema(example = "shop")]
    name: String,
    last_asked_at: Option<Timestamp>,
    /// It asked within the last day.
    would_notice: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    service: Option<String>,
}

pub(super) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(preview))
}

/// What switching off would do; nothing is changed.
#[utoipa::path(
    get,
    path = "/organizations/{id}/switch/preview",
    operation_id = "preview_switch",
    tag = "switch",
    params(
        ("id" = String, Path, description = "The organization", example = "acme"),
        ("service" = Option<String>, Query, description = "Only this service"),
    ),
    responses((status = 200, description = "What would stop, and who would notice", body = PreviewView)),
)]
async fn preview(
    State(web): State<Web>,
    _: MayRead,
    id: Result<Path<OrganizationId>, PathRejection>,
    Query(asked): Query<Asked>,
) -> Result<Json<PreviewView>, Problem> {
    let id = organization(&web, id)?;
    let scope = Scope::of(asked.service.as_deref());
    let scope = scope.map_err(|error| Problem::field("service", error.to_string()))?;
    let preview = web.engine.switch_preview(&id, scope).await?;
    let preview = preview.ok_or_else(|| Problem::not_found("organization"))?;
    Ok(Json(PreviewView::of(preview)))
}

impl PreviewView {
    fn of(preview: Preview) -> Self {
        let warnings =
            preview.doubts().into_iter().map(|doubt| words::switch::doubt(doubt).to_owned());
        let software = preview.software.iter().map(|software| SoftwareView {
            name: software.name.clone(),
            last_asked_at: software.asked_at,
            would_notice: software.would_notice,
        });
        Self {
            warnings: warnings.collect(),
            software: software.collect(),
            organization_name: preview.customer,
            services: preview.services,
            may_disable: preview.rule.map(|(rule, _)| rule),
            who_may_disable: preview.who_may,
            limit_secs: preview.rule.map(|(_, limit)| limit.as_secs()),
            consent_needed: preview.consent_needed,
            agreed: preview.agreement.is_some(),
            emergencies: preview.emergencies.iter().map(ToString::to_string).collect(),
            requesters_told: preview.requesters,
            leads_told: preview.leads,
        }
    }
}
