//! Who may do what: the one place where roles are checked.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    Directory,
    directory::Role,
    id::{OrganizationId, ResponderId},
};

/// Whoever asks: a signed-in person, a token, or anybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Caller {
    Anyone,
    /// A responder of the directory, signed in or recognised by a contact method.
    Person {
        id: ResponderId,
        roles: BTreeSet<Role>,
    },
    /// A token, by its name.
    Token {
        name: String,
        roles: BTreeSet<Role>,
    },
    /// The token of a monitoring system, by its name: it reports, and nothing else.
    Monitor {
        name: String,
    },
    /// The key of one organization's software, by its name: it asks for the switch, and nothing
    /// else.
    Organization {
        name: String,
        organization: OrganizationId,
    },
}

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// See emergencies, tickets, who is on call.
    Read,
    /// Answer, tell milestones, escalate, merge, close.
    Respond,
    /// Report for a monitoring system.
    Report,
    /// Read and exchange the directory, make tokens, see accounts.
    Administer,
}

/// Why not, and who could.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    #[error("sign in or send a token first")]
    Unknown,
    #[error("this needs the role \"{0}\"; ask somebody who has it")]
    Needs(&'static str),
    #[error("this key belongs to another organization: an administrator can make one of your own")]
    OtherOrganization,
}

impl Caller {
    /// Checks that this caller may do `action`.
    pub fn may(&self, action: Action) -> Result<(), Denied> {
        let none = BTreeSet::new();
        let roles = match self {
            Self::Anyone => return Err(Denied::Unknown),
            Self::Monitor { .. } if action == Action::Report => return Ok(()),
            Self::Monitor { .. } | Self::Organization { .. } => &none,
            Self::Person { roles, .. } | Self::Token { roles, .. } => roles,
        };
        match action {
            Action::Read | Action::Respond if !roles.is_empty() => Ok(()),
            Action::Read | Action::Respond => Err(Denied::Needs("responder")),
            Action::Report if !roles.is_empty() => Ok(()),
            Action::Report => Err(Denied::Needs("monitoring")),
            Action::Administer if roles.contains(&Role::Admin) => Ok(()),
            Action::Administer => Err(Denied::Needs("admin")),
        }
    }

    /// Checks that this caller may change who is on call: a lead, by role or of a team, or an admin.
    pub fn may_plan(&self, directory: &Directory) -> Result<(), Denied> {
        self.may(Action::Respond)?;
        let plans =
            |roles: &BTreeSet<Role>| roles.contains(&Role::Lead) || roles.contains(&Role::Admin);
        match self {
            Self::Person { id, roles } if plans(roles) || directory.is_lead(id) => Ok(()),
            Self::Token { roles, .. } if plans(roles) => Ok(()),
            Self::Anyone
            | Self::Person { .. }
            | Self::Token { .. }
            | Self::Monitor { .. }
            | Self::Organization { .. } => Err(Denied::Needs("lead")),
        }
    }

    /// Checks that this caller may know how an organization's switch stands.
    pub fn may_evaluate(&self, of: &OrganizationId) -> Result<(), Denied> {
        match self {
            Self::Organization { organization, .. } if organization == of => Ok(()),
            Self::Organization { .. } => Err(Denied::OtherOrganization),
            Self::Monitor { .. } => Err(Denied::Needs("organization")),
            Self::Anyone | Self::Person { .. } | Self::Token { .. } => self.may(Action::Read),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_monitoring_system_may_report_and_nothing_else() {
        let monitor = Caller::Monitor { name: "alertmanager".to_owned() };
        assert_eq!(monitor.may(Action::Report), Ok(()));
        for action in [Action::Read, Action::Respond] {
            assert_eq!(monitor.may(action), Err(Denied::Needs("responder")));
        }
        assert_eq!(monitor.may(Action::Administer), Err(Denied::Needs("admin")));
    }

    #[test]
    fn the_key_of_an_organization_knows_of_its_own_switch_and_of_nothing_else() {
        let key = Caller::Organization { name: "shop".to_owned(), organization: "acme".into() };
        assert_eq!(key.may_evaluate(&"acme".into()), Ok(()));
        assert_eq!(key.may_evaluate(&"bolt".into()), Err(Denied::OtherOrganization));
        for action in [Action::Read, Action::Respond, Action::Report, Action::Administer] {
            assert!(key.may(action).is_err(), "{action:?}");
        }
        let monitor = Caller::Monitor { name: "alertmanager".to_owned() };
        assert_eq!(monitor.may_evaluate(&"acme".into()), Err(Denied::Needs("organization")));
        assert_eq!(Caller::Anyone.may_evaluate(&"acme".into()), Err(Denied::Unknown));
    }

    #[test]
    fn leads_and_admins_plan() {
        let directory = "[[responder]]\nid = \"cho\"\nname = \"Cho\"\n[[team]]\nid = \"support\"\n\
                         name = \"Support\"\nmembers = [\"ana\"]\nlead = \"cho\"";
        let directory: Directory = toml::from_str(directory).unwrap();
        let person = |id: &str, roles: &[Role]| Caller::Person {
            id: id.into(),
            roles: roles.iter().copied().collect(),
        };
        for (caller, may) in [
            (person("cho", &[Role::Responder]), true),
            (person("ana", &[Role::Responder]), false),
            (person("ana", &[Role::Lead]), true),
            (person("ana", &[Role::Admin]), true),
            (person("cho", &[]), false),
            (Caller::Anyone, false),
            (Caller::Monitor { name: "alertmanager".to_owned() }, false),
        ] {
            assert_eq!(caller.may_plan(&directory).is_ok(), may, "{caller:?}");
        }
    }

    #[test]
    fn whoever_responds_may_report_too() {
        let token = |roles: &[Role]| Caller::Token {
            name: "desk".to_owned(),
            roles: roles.iter().copied().collect(),
        };
        assert_eq!(token(&[Role::Responder]).may(Action::Report), Ok(()));
        assert_eq!(token(&[]).may(Action::Report), Err(Denied::Needs("monitoring")));
        assert_eq!(Caller::Anyone.may(Action::Report), Err(Denied::Unknown));
    }
}
