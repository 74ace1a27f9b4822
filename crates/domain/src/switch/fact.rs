//! What did happen to a switch: its journal. Stored for ever, never edited.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Agreement, Authority, Scope};
use crate::{fact::Actor, number::Number};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SwitchFact {
    pub at: Timestamp,
    pub actor: Actor,
    pub scope: Scope,
    #[serde(flatten)]
    pub happening: SwitchHappening,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SwitchHappening {
    /// A second person has to confirm until `lapses_at`.
    Asked {
        reason: String,
        until: Timestamp,
        emergency: Option<Number>,
        lapses_at: Timestamp,
    },
    /// What was asked was taken back.
    Withdrawn,
    /// Nobody confirmed in time.
    Lapsed,
    Disabled {
        reason: String,
        until: Timestamp,
        emergency: Option<Number>,
        authority: Authority,
        agreement: Option<Agreement>,
    },
    /// The end was moved on purpose.
    Moved {
        reason: String,
        until: Timestamp,
        authority: Authority,
    },
    /// The end comes near.
    Warned {
        until: Timestamp,
    },
    Enabled {
        note: Option<String>,
    },
    /// Its time was over.
    Expired,
}

impl SwitchHappening {
    /// The name in the API and in stored facts.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Asked { .. } => "asked",
            Self::Withdrawn => "withdrawn",
            Self::Lapsed => "lapsed",
            Self::Disabled { .. } => "disabled",
            Self::Moved { .. } => "moved",
            Self::Warned { .. } => "warned",
            Self::Enabled { .. } => "enabled",
            Self::Expired => "expired",
        }
    }
}
