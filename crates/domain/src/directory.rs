//! The people and the rules: one document, exchanged whole.

mod check;
mod contact;
mod policy;
mod schedule;
mod template;
pub(crate) mod window;

pub use check::{Hole, Invalid, Weakness};
pub use contact::{Contact, ContactKind, LANGUAGES, Responder, Role, Rule};
pub use policy::{
    BridgeKind, MayDisable, NotATarget, Organization, Policy, Step, SwitchRule, Target, Team,
    TeamBridge,
};
pub use schedule::{NotAHandoff, Override, Rotation, Schedule, Shift};
pub use template::Template;
pub use window::{NotDays, Window};

use serde::{Deserialize, Serialize};

use crate::{
    coverage::Region,
    id::{OrganizationId, PolicyId, ResponderId, ScheduleId, TeamId},
};

/// Everything that a vendor keeps about who is called, when, and how. Its form is that of the
/// directory file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Directory {
    /// The names of the holes that were accepted: [`Hole::name`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub accept: Vec<String>,
    #[serde(rename = "responder", skip_serializing_if = "Vec::is_empty")]
    pub responders: Vec<Responder>,
    #[serde(rename = "team", skip_serializing_if = "Vec::is_empty")]
    pub teams: Vec<Team>,
    #[serde(rename = "schedule", skip_serializing_if = "Vec::is_empty")]
    pub schedules: Vec<Schedule>,
    #[serde(rename = "policy", skip_serializing_if = "Vec::is_empty")]
    pub policies: Vec<Policy>,
    #[serde(rename = "region", skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<Region>,
    #[serde(rename = "organization", skip_serializing_if = "Vec::is_empty")]
    pub organizations: Vec<Organization>,
    /// Own words for messages.
    #[serde(rename = "template", skip_serializing_if = "Vec::is_empty")]
    pub templates: Vec<Template>,
}

impl Directory {
    pub fn template(&self, id: &str) -> Option<&Template> {
        self.templates.iter().find(|template| template.id == id)
    }

    pub fn responder(&self, id: &ResponderId) -> Option<&Responder> {
        self.responders.iter().find(|responder| responder.id == *id)
    }

    pub fn team(&self, id: &TeamId) -> Option<&Team> {
        self.teams.iter().find(|team| team.id == *id)
    }

    /// The call of the team that opens it: of the one that is asked to host, else of a team that the
    /// host or whoever opens it is in.
    pub fn bridge_of(&self, by: &ResponderId, host: Option<&Target>) -> Option<&TeamBridge> {
        let of_team = |id: &TeamId| self.team(id).and_then(|team| team.bridge.as_ref());
        let of_person = |id: &ResponderId| {
            let theirs = self.teams.iter().filter(|team| team.members.contains(id));
            theirs.filter_map(|team| team.bridge.as_ref()).next()
        };
        let of_host = host.and_then(|host| match host {
            Target::Team(id) => of_team(id),
            Target::Responder(id) => of_person(id),
            Target::Schedule(_) => None,
        });
        of_host.or_else(|| of_person(by))
    }

    pub fn schedule(&self, id: &ScheduleId) -> Option<&Schedule> {
        self.schedules.iter().find(|schedule| schedule.id == *id)
    }

    pub fn policy(&self, id: &PolicyId) -> Option<&Policy> {
        self.policies.iter().find(|policy| policy.id == *id)
    }

    pub fn organization(&self, id: &OrganizationId) -> Option<&Organization> {
        self.organizations.iter().find(|organization| organization.id == *id)
    }

    /// The policy of an organization, else the default one, else the first.
    pub fn policy_for(&self, organization: Option<&OrganizationId>) -> Option<&Policy> {
        organization
            .and_then(|id| self.organization(id)?.policy.as_ref())
            .and_then(|id| self.policy(id))
            .or_else(|| self.policies.iter().find(|policy| policy.default))
            .or_else(|| self.policies.first())
    }

    /// The organization that a requester means: by what was typed (id, name or domain, in any
    /// case), else by the domain of the e-mail address.
    pub fn organization_of(
        &self,
        typed: Option<&str>,
        email: Option<&str>,
    ) -> Option<&Organization> {
        let typed = typed.map(|text| text.trim().to_lowercase()).filter(|text| !text.is_empty());
        let domain =
            email.and_then(|email| email.rsplit_once('@')).map(|(_, domain)| domain.to_lowercase());
        let is_named = |organization: &&Organization| {
            typed.as_ref().is_some_and(|typed| {
                organization.id.as_str().to_lowercase() == *typed
                    || organization.name.to_lowercase() == *typed
                    || organization.has_domain(typed)
            })
        };
        let writes_from = |organization: &&Organization| {
            domain.as_ref().is_some_and(|domain| organization.has_domain(domain))
        };
        self.organizations
            .iter()
            .find(is_named)
            .or_else(|| self.organizations.iter().find(writes_from))
    }
}
