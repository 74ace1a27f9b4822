//! Who may do what: the one place where roles are checked.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{directory::Role, id::ResponderId};

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
}

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// See emergencies, tickets, who is on call.
    Read,
    /// Answer, tell milestones, escalate, merge, close.
    Respond,
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
}

impl Caller {
    /// Checks that this caller may do `action`.
    pub fn may(&self, action: Action) -> Result<(), Denied> {
        let roles = match self {
            Self::Anyone => return Err(Denied::Unknown),
            Self::Person { roles, .. } | Self::Token { roles, .. } => roles,
        };
        match action {
            Action::Read | Action::Respond if !roles.is_empty() => Ok(()),
            Action::Read | Action::Respond => Err(Denied::Needs("responder")),
            Action::Administer if roles.contains(&Role::Admin) => Ok(()),
            Action::Administer => Err(Denied::Needs("admin")),
        }
    }
}
