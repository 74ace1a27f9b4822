//! A switch as the API shows it.

use domain::{
    Directory, OrganizationId,
    directory::MayDisable,
    emergency::Person,
    switch::{Agreement, Asked, Authority, Off, Position, Scope, Switch},
};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::{person::PersonView, schema};

/// Whether the organization's services are on.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Switch)]
pub(crate) struct SwitchView {
    #[schema(example = "acme")]
    organization: String,
    #[schema(example = "Acme Stores")]
    organization_name: Option<String>,
    #[serde(flatten)]
    all: PositionView,
    /// Services that were switched one by one.
    services: Vec<ServiceView>,
    /// Who may switch them off: `responder`, `lead` or `two_people`; `null` if nobody may.
    #[schema(schema_with = schema::may_disable)]
    may_disable: Option<MayDisable>,
    /// The longest that they can be off, in seconds.
    limit_secs: Option<i64>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SwitchedService)]
pub(crate) struct ServiceView {
    #[schema(example = "checkout")]
    service: String,
    #[serde(flatten)]
    position: PositionView,
}

/// The switch beside an emergency.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EmergencySwitch)]
pub(crate) struct ShortView {
    #[serde(flatten)]
    all: PositionView,
    /// Those that are off one by one.
    services_disabled: Vec<String>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SwitchPosition)]
struct PositionView {
    #[schema(schema_with = schema::switch_state)]
    state: &'static str,
    reason: Option<String>,
    since: Option<Timestamp>,
    /// Then they go on again by themselves.
    until: Option<Timestamp>,
    by: Option<PersonView>,
    authority: Option<AuthorityView>,
    #[schema(example = "E-1001")]
    emergency: Option<String>,
    /// Somebody asks for it, and a second person has to confirm.
    pending: Option<PendingView>,
    /// How long they were off altogether.
    seconds_off: i64,
}

/// On whose word services were switched off.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SwitchAuthority)]
struct AuthorityView {
    #[schema(schema_with = schema::may_disable)]
    rule: MayDisable,
    confirmed_by: Option<PersonView>,
    /// `pre_authorized` or `consented`, if the customer has agreed.
    #[schema(example = "pre_authorized")]
    agreement: Option<&'static str>,
    /// Who agreed for the customer when asked.
    #[schema(example = "Maria Lopez")]
    agreed_by: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SwitchPending)]
struct PendingView {
    by: PersonView,
    reason: String,
    until: Timestamp,
    /// Then it counts for nothing any more.
    lapses_at: Timestamp,
}

impl SwitchView {
    pub(crate) fn of(
        organization: &OrganizationId,
        switch: Option<&Switch>,
        directory: &Directory,
        now: Timestamp,
    ) -> Self {
        let known = directory.organization(organization);
        let rule = known.and_then(|known| known.switch.as_ref());
        let positions = switch.into_iter().flat_map(|switch| &switch.positions);
        let services = positions.filter_map(|(scope, position)| {
            let service = scope.service()?.to_owned();
            Some(ServiceView { service, position: PositionView::of(Some(position), now) })
        });
        Self {
            organization: organization.to_string(),
            organization_name: known.map(|known| known.name.clone()),
            all: PositionView::of(switch.and_then(|switch| switch.position(&Scope::All)), now),
            services: services.collect(),
            may_disable: rule.map(|rule| rule.may_disable),
            limit_secs: rule.map(|rule| rule.limit.as_secs()),
        }
    }

    /// What is asked about all services, or about one.
    pub(super) fn pending(&self, service: Option<&str>) -> Option<impl Sized + '_> {
        let position = match service {
            None => &self.all,
            Some(name) => &self.services.iter().find(|it| it.service == name)?.position,
        };
        position.pending.as_ref()
    }
}

impl ShortView {
    pub(crate) fn of(switch: Option<&Switch>, now: Timestamp) -> Self {
        let off = switch.into_iter().flat_map(|switch| &switch.positions);
        let off = off.filter(|(_, position)| position.off.is_some());
        Self {
            all: PositionView::of(switch.and_then(|switch| switch.position(&Scope::All)), now),
            services_disabled: off
                .filter_map(|(scope, _)| scope.service().map(str::to_owned))
                .collect(),
        }
    }
}

impl PositionView {
    fn of(position: Option<&Position>, now: Timestamp) -> Self {
        let off = position.and_then(|position| position.off.as_ref());
        let asked = position.and_then(|position| position.asked.as_ref());
        let total = position.map(|position| position.total_off(now)).unwrap_or_default();
        Self {
            state: if off.is_some() { "disabled" } else { "enabled" },
            reason: off.map(|off| off.reason.clone()),
            since: off.map(|off| off.since),
            until: off.map(|off| off.until),
            by: off.map(|off| PersonView::from(&off.by)),
            authority: off.map(AuthorityView::of),
            emergency: off.and_then(|off| off.emergency).map(|number| number.to_string()),
            pending: asked.map(PendingView::of),
            seconds_off: total.as_secs(),
        }
    }
}

impl AuthorityView {
    fn of(off: &Off) -> Self {
        let (rule, confirmed_by): (_, Option<&Person>) = match &off.authority {
            Authority::Responder => (MayDisable::Responder, None),
            Authority::Lead => (MayDisable::Lead, None),
            Authority::TwoPeople { confirmed_by } => (MayDisable::TwoPeople, Some(confirmed_by)),
        };
        let agreement = off.agreement.as_ref().map(|agreement| match agreement {
            Agreement::PreAuthorized { .. } => "pre_authorized",
            Agreement::Consented { .. } => "consented",
        });
        let agreed_by = off.agreement.as_ref().and_then(|agreement| match agreement {
            Agreement::PreAuthorized { .. } => None,
            Agreement::Consented { name, .. } => Some(name.clone()),
        });
        Self { rule, confirmed_by: confirmed_by.map(PersonView::from), agreement, agreed_by }
    }
}

impl PendingView {
    fn of(asked: &Asked) -> Self {
        Self {
            by: PersonView::from(&asked.by),
            reason: asked.reason.clone(),
            until: asked.until,
            lapses_at: asked.lapses_at,
        }
    }
}
