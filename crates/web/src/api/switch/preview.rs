//! A rehearsal: what switching off would do, by name. Nothing is changed and nobody is told.

use axum::{
    Json,
    extract::{Path, Query, State, rejection::PathRejection},
};
use domain::{
    OrganizationId,
    directory::MayDisable,
    switch::{Scope, would_notice},
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
struct Preview {
    #[schema(example = "Acme Stores")]
    organization_name: String,
    /// What would stop; empty means all services, if the directory names none.
    services: Vec<String>,
    #[schema(schema_with = schema::may_disable)]
    may_disable: Option<MayDisable>,
    limit_secs: Option<i64>,
    /// Whether the customer has to agree first, and whether it has.
    consent_needed: bool,
    agreed: bool,
    /// Open emergencies whose requesters would be told.
    emergencies: Vec<String>,
    requesters_told: u64,
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
    responses((status = 200, description = "What would stop, and who would notice", body = Preview)),
)]
async fn preview(
    State(web): State<Web>,
    _: MayRead,
    id: Result<Path<OrganizationId>, PathRejection>,
    Query(asked): Query<Asked>,
) -> Result<Json<Preview>, Problem> {
    let id = organization(&web, id)?;
    let scope = Scope::of(asked.service.as_deref());
    let scope = scope.map_err(|error| Problem::field("service", error.to_string()))?;
    let (directory, now) = (web.engine.directory(), web.engine.now());
    let known = directory.1.organization(&id);
    let known = known.ok_or_else(|| Problem::not_found("organization"))?;
    let store = web.engine.store();
    let open = store.open_of_organization(&id).await?;
    let keys = store.tokens_of(&id).await?;
    let software: Vec<_> = keys
        .into_iter()
        .map(|key| SoftwareView {
            would_notice: would_notice(key.last_used_at, now),
            last_asked_at: key.last_used_at,
            name: key.name,
        })
        .collect();
    let rule = known.switch.as_ref();
    let preview = Preview {
        organization_name: known.name.clone(),
        services: match &scope {
            Scope::All => known.services.clone(),
            Scope::Service(name) => vec![name.clone()],
        },
        may_disable: rule.map(|rule| rule.may_disable),
        limit_secs: rule.map(|rule| rule.limit.as_secs()),
        consent_needed: rule.is_some_and(|rule| rule.consent),
        agreed: open.iter().any(|saved| saved.emergency.agreement(&scope).is_some()),
        emergencies: open.iter().map(|saved| saved.emergency.number.to_string()).collect(),
        requesters_told: open.iter().map(|saved| saved.requesters).sum(),
        software,
        warnings: Vec::new(),
    };
    Ok(Json(preview.with_warnings()))
}

impl Preview {
    fn with_warnings(mut self) -> Self {
        let found = [
            (self.may_disable.is_none(), "nobody may switch off: the directory has no rule for it"),
            (self.software.is_empty(), "no software has a key for this switch: nothing would stop"),
            (
                !self.software.is_empty() && !self.software.iter().any(|it| it.would_notice),
                "no software has asked for this switch within a day: perhaps nothing would stop",
            ),
            (self.consent_needed && !self.agreed, "the customer has to agree first, and has not"),
        ];
        let told = found.iter().filter(|(is_so, _)| *is_so);
        self.warnings = told.map(|(_, warning)| (*warning).to_owned()).collect();
        self
    }
}
