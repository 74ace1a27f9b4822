//! The durations and choices that a vendor sets once: `[emergency]`, `[coverage]`, `[switch]`,
//! `[directory]` and `[handoff]`.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::{duration, forward::OutsideDesk};

/// What the rules need to know of the configuration.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    pub emergency: EmergencySettings,
    pub coverage: CoverageSettings,
    pub switch: SwitchSettings,
    pub directory: DirectorySettings,
    /// Where tickets are forwarded to.
    pub outside_desks: Vec<OutsideDesk>,
    pub handoff: HandoffSettings,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EmergencySettings {
    /// The longest silence that a requester may see.
    #[serde(with = "duration")]
    pub cadence: SignedDuration,
    /// How long before the cadence runs out the responder is reminded, each time.
    #[serde(with = "duration::list")]
    pub remind_before: Vec<SignedDuration>,
    /// How long an answered page may go without a word before the responder is nudged.
    #[serde(with = "duration")]
    pub investigate_within: SignedDuration,
    /// How long a provider that reports deliveries may say nothing of a page that it took, before the
    /// person's next contact method is used.
    #[serde(with = "duration")]
    pub delivered_within: SignedDuration,
    /// The time between nudges.
    #[serde(with = "duration")]
    pub nudge_every: SignedDuration,
    /// How many nudges are sent before the page goes on to the next person.
    pub nudges: u32,
    /// While nobody has answered, requesters hear the truth at each round of the escalation,
    /// but not more often than this.
    #[serde(with = "duration")]
    pub unanswered_news_every: SignedDuration,
    /// How long after being restored an emergency closes by itself.
    #[serde(with = "duration")]
    pub close_after: SignedDuration,
    /// Reports of one outage within this time join one emergency.
    #[serde(with = "duration")]
    pub join_window: SignedDuration,
    /// "Reasonable time": after it the switch is proposed.
    #[serde(with = "duration")]
    pub restore_within: SignedDuration,
}

impl Default for EmergencySettings {
    fn default() -> Self {
        Self {
            cadence: SignedDuration::from_hours(1),
            remind_before: vec![SignedDuration::from_mins(15), SignedDuration::from_mins(5)],
            investigate_within: SignedDuration::from_mins(10),
            delivered_within: SignedDuration::from_mins(1),
            nudge_every: SignedDuration::from_mins(2),
            nudges: 2,
            unanswered_news_every: SignedDuration::from_mins(15),
            close_after: SignedDuration::from_hours(24),
            join_window: SignedDuration::from_mins(30),
            restore_within: SignedDuration::from_hours(2),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CoverageSettings {
    /// What happens to a severity-1 request while the regular desk is open.
    pub in_hours: InHours,
    /// How long the desk has to pick up a severity-1 ticket before it becomes an emergency.
    #[serde(with = "duration")]
    pub pickup_within: SignedDuration,
    /// How long the desk has for its first word and for each after it, counted as
    /// [`crate::Directory::respond_by`] does.
    #[serde(with = "duration")]
    pub respond_within: SignedDuration,
    /// Where the regular portal is; empty for the built-in one.
    pub portal_url: String,
}

impl Default for CoverageSettings {
    fn default() -> Self {
        Self {
            in_hours: InHours::Portal,
            pickup_within: SignedDuration::from_mins(15),
            respond_within: SignedDuration::from_hours(24),
            portal_url: String::new(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SwitchSettings {
    /// How long before services go on again by themselves people are warned, each time.
    #[serde(with = "duration::list")]
    pub warn_before: Vec<SignedDuration>,
    /// How long a second person has to confirm.
    #[serde(with = "duration")]
    pub confirm_within: SignedDuration,
}

impl Default for SwitchSettings {
    fn default() -> Self {
        Self {
            warn_before: vec![SignedDuration::from_mins(30), SignedDuration::from_mins(10)],
            confirm_within: SignedDuration::from_mins(15),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DirectorySettings {
    /// Whether a person who is paged and has fewer than two verified ways is a hole, which must be
    /// accepted by name; else it is only told.
    pub require_verified: bool,
    /// How long a code that was sent over a contact method can be entered.
    #[serde(with = "duration")]
    pub code_valid_for: SignedDuration,
}

impl Default for DirectorySettings {
    fn default() -> Self {
        Self { require_verified: false, code_valid_for: SignedDuration::from_mins(10) }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HandoffSettings {
    /// How long before a shift whoever comes is told; not at all, if zero.
    #[serde(with = "duration")]
    pub tell_before: SignedDuration,
    /// How long whoever has come on call may take what is open, before it is said that it stays.
    #[serde(with = "duration")]
    pub accept_within: SignedDuration,
}

impl Default for HandoffSettings {
    fn default() -> Self {
        Self {
            tell_before: SignedDuration::from_mins(30),
            accept_within: SignedDuration::from_mins(15),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InHours {
    /// The desk gets a ticket, and a page follows if it is not picked up in time.
    Portal,
    /// Paged as at night.
    Page,
}
