//! Teams, escalation policies and the customers they serve.

use std::{fmt, str::FromStr};

use jiff::SignedDuration;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::Role;
use crate::{
    duration,
    id::{OrganizationId, PolicyId, ResponderId, ScheduleId, TeamId},
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Team {
    pub id: TeamId,
    pub name: String,
    #[serde(default)]
    pub members: Vec<ResponderId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<ResponderId>,
    /// The team's own call, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bridge: Option<TeamBridge>,
}

/// What a call is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BridgeKind {
    /// Fixed details, or a room behind a link.
    Room,
    /// A conference at the provider of calls: whoever wants in is dialled.
    Conference,
}

/// A team's own call; what is left out, the configuration says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TeamBridge {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<BridgeKind>,
    /// `{room}` in it becomes a name that cannot be guessed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pin: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    pub id: PolicyId,
    #[serde(default, skip_serializing_if = "is_false")]
    pub default: bool,
    pub steps: Vec<Step>,
    /// Whose steps follow when all of these have found nobody, before everybody is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_resort: Option<PolicyId>,
    /// After the last step everybody is called again at this interval, for ever.
    #[serde(with = "duration", default = "five_minutes")]
    pub repeat_last_every: SignedDuration,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub page: Vec<Target>,
    #[serde(with = "duration", default = "five_minutes")]
    pub answer_within: SignedDuration,
}

/// Whom a step pages, written `schedule:primary`, `team:support` or `responder:ana`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    Schedule(ScheduleId),
    Team(TeamId),
    Responder(ResponderId),
}

/// The text names no target.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a target: write schedule:ID, team:ID or responder:ID")]
pub struct NotATarget(String);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organization {
    pub id: OrganizationId,
    pub name: String,
    /// Mail domains of its people.
    #[serde(default)]
    pub domains: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<PolicyId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub switch: Option<SwitchRule>,
    /// Names of the services that can be switched one by one; any name, if there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<String>,
}

/// Who may switch an organization's services off, and for how long at most.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SwitchRule {
    pub may_disable: MayDisable,
    #[serde(with = "duration")]
    pub limit: SignedDuration,
    /// Whether the customer has to agree first: in advance, or when asked.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub consent: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MayDisable {
    Responder,
    Lead,
    TwoPeople,
}

impl Organization {
    /// Whether `domain`, in lower case, is one of the organization's or below one.
    pub fn has_domain(&self, domain: &str) -> bool {
        self.domains.iter().map(|own| own.to_lowercase()).any(|own| {
            domain == own || domain.strip_suffix(&own).is_some_and(|rest| rest.ends_with('.'))
        })
    }
}

impl super::Directory {
    /// All steps of a policy, with those of its last resort behind them.
    pub fn steps_of<'a>(&'a self, policy: &'a Policy) -> Vec<&'a Step> {
        self.chain_of(policy).into_iter().flat_map(|policy| &policy.steps).collect()
    }

    /// A policy, its last resort, and so on; each once.
    pub(crate) fn chain_of<'a>(&'a self, policy: &'a Policy) -> Vec<&'a Policy> {
        let mut chain = vec![policy];
        while let Some(next) = chain.last().and_then(|last| self.policy(last.last_resort.as_ref()?))
            && chain.iter().all(|earlier| earlier.id != next.id)
        {
            chain.push(next);
        }
        chain
    }

    /// The people whom a target names at `now`; nobody when a schedule has a hole.
    pub fn resolve(&self, target: &Target, now: jiff::Timestamp) -> Vec<ResponderId> {
        let found = match target {
            Target::Schedule(id) => {
                let known = |id: &ResponderId| self.responder(id).is_some();
                let schedule = self.schedule(id);
                let on_call = schedule.and_then(|schedule| schedule.on_call_among(now, &known));
                on_call.cloned().into_iter().collect()
            }
            Target::Team(id) => self.team(id).map_or_else(Vec::new, |team| team.members.clone()),
            Target::Responder(id) => vec![id.clone()],
        };
        found.into_iter().filter(|id| self.responder(id).is_some()).collect()
    }

    /// Everybody who leads: the leads of teams, else those with the role, else the admins.
    pub fn leads(&self) -> Vec<ResponderId> {
        let mut leads: Vec<_> = self.teams.iter().filter_map(|team| team.lead.clone()).collect();
        for role in [Role::Lead, Role::Admin] {
            if leads.is_empty() {
                let holders = self.responders.iter().filter(|person| person.roles.contains(&role));
                leads = holders.map(|person| person.id.clone()).collect();
            }
        }
        leads.retain(|id| self.responder(id).is_some());
        leads.sort();
        leads.dedup();
        leads
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Schedule(id) => write!(f, "schedule:{id}"),
            Self::Team(id) => write!(f, "team:{id}"),
            Self::Responder(id) => write!(f, "responder:{id}"),
        }
    }
}

impl FromStr for Target {
    type Err = NotATarget;

    fn from_str(text: &str) -> Result<Self, NotATarget> {
        match text.split_once(':') {
            Some(("schedule", id)) if !id.is_empty() => Ok(Self::Schedule(id.into())),
            Some(("team", id)) if !id.is_empty() => Ok(Self::Team(id.into())),
            Some(("responder" | "person", id)) if !id.is_empty() => Ok(Self::Responder(id.into())),
            _ => Err(NotATarget(text.chars().take(60).collect())),
        }
    }
}

impl Serialize for Target {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Target {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(de::Error::custom)
    }
}

fn five_minutes() -> SignedDuration {
    SignedDuration::from_mins(5)
}

fn is_false(value: &bool) -> bool {
    !value
}
