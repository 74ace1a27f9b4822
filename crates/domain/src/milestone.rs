//! What a requester is told on the way.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Milestone {
    Received,
    Answered,
    Investigating,
    Reproduced,
    Escalated,
    RootCauseIdentified,
    FixDeveloped,
    FixDeployed,
    Restored,
    ServicesDisabled,
    ServicesEnabled,
}

/// The text is not a milestone's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a milestone")]
pub struct NotAMilestone(String);

impl Milestone {
    pub const ALL: [Self; 11] = [
        Self::Received,
        Self::Answered,
        Self::Investigating,
        Self::Reproduced,
        Self::Escalated,
        Self::RootCauseIdentified,
        Self::FixDeveloped,
        Self::FixDeployed,
        Self::Restored,
        Self::ServicesDisabled,
        Self::ServicesEnabled,
    ];

    /// Those that a responder sets with one tap. The others follow from something else that
    /// happened: a request, an answer, the switch.
    pub const BY_HAND: [Self; 7] = [
        Self::Investigating,
        Self::Reproduced,
        Self::Escalated,
        Self::RootCauseIdentified,
        Self::FixDeveloped,
        Self::FixDeployed,
        Self::Restored,
    ];

    /// The name in the API and in stored facts.
    pub fn name(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Answered => "answered",
            Self::Investigating => "investigating",
            Self::Reproduced => "reproduced",
            Self::Escalated => "escalated",
            Self::RootCauseIdentified => "root_cause_identified",
            Self::FixDeveloped => "fix_developed",
            Self::FixDeployed => "fix_deployed",
            Self::Restored => "restored",
            Self::ServicesDisabled => "services_disabled",
            Self::ServicesEnabled => "services_enabled",
        }
    }
}

impl fmt::Display for Milestone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Milestone {
    type Err = NotAMilestone;

    fn from_str(text: &str) -> Result<Self, NotAMilestone> {
        let known = Self::ALL.into_iter().find(|milestone| milestone.name() == text);
        known.ok_or_else(|| NotAMilestone(text.chars().take(40).collect()))
    }
}
