//! What a requester sends.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A request, whatever door it came through. Everything but the summary may be missing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Request {
    pub summary: String,
    /// `None` when the requester did not say: in doubt, it counts as an emergency.
    pub impact: Option<Impact>,
    pub details: String,
    /// As the requester wrote it; see [`crate::Directory::organization_of`].
    pub organization: Option<String>,
    pub service: Option<String>,
    pub started_at: Option<Timestamp>,
    /// `Some(false)` only when the requester said that this is not production.
    pub production: Option<bool>,
    /// A way around the problem that the requester has.
    pub workaround: Option<String>,
    pub requester: Requester,
    /// "This is stopping our business": believed, whatever else was said.
    pub still_an_emergency: bool,
    /// Services may be switched off for a while if they cannot be restored in reasonable time.
    pub pre_authorize_disable: bool,
    pub channel: Channel,
    /// What a monitoring system reports, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alert: Option<Alert>,
    /// What is known of its sender, if it came as a mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<Sender>,
}

/// What the mail server found out about the sender of a mail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sender {
    /// Such as `spf=pass dkim=none dmarc=fail`; empty if nothing was checked.
    pub checks: String,
    /// The sender may be somebody else: DMARC failed.
    pub unverified: bool,
}

/// How a monitoring system names what it reports, so that it is found again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// The name of its token.
    pub monitor: String,
    /// Its own key, the same for the same trouble.
    pub key: String,
}

impl Request {
    /// Whether it is material to the business now. In doubt it is.
    pub fn is_material(&self) -> bool {
        self.impact.is_none_or(Impact::is_material)
    }

    /// Whether this report of an alert says no more than one that is known.
    pub fn says_no_more_than(&self, known: &Self) -> bool {
        known.is_material() || !self.is_material()
    }
}

/// Who sent it, as far as is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Requester {
    pub name: Option<String>,
    pub email: Option<String>,
    /// In E.164 form if it could be read as such.
    pub phone: Option<String>,
    /// A BCP 47 tag such as `de` or `en-GB`.
    pub locale: Option<String>,
    /// An IANA name such as `Europe/Berlin`.
    pub time_zone: Option<String>,
}

/// The door that a request came through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    #[default]
    Web,
    Email,
    Phone,
    Sms,
    Api,
    Monitoring,
    Portal,
    /// A command in a chat.
    Chat,
}

impl Channel {
    /// The name in stored forms and in figures.
    pub fn name(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Sms => "sms",
            Self::Api => "api",
            Self::Monitoring => "monitoring",
            Self::Portal => "portal",
            Self::Chat => "chat",
        }
    }
}

/// What the problem does to the requester's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Impact {
    Outage,
    BrokenContent,
    RevenueBlocked,
    DataOrSecurity,
    OtherMaterial,
    Deadline,
    Priority,
    Question,
    Change,
}

impl Impact {
    pub const ALL: [Self; 9] = [
        Self::Outage,
        Self::BrokenContent,
        Self::RevenueBlocked,
        Self::DataOrSecurity,
        Self::OtherMaterial,
        Self::Deadline,
        Self::Priority,
        Self::Question,
        Self::Change,
    ];

    /// The name in the API and in stored facts.
    pub fn name(self) -> &'static str {
        match self {
            Self::Outage => "outage",
            Self::BrokenContent => "broken_content",
            Self::RevenueBlocked => "revenue_blocked",
            Self::DataOrSecurity => "data_or_security",
            Self::OtherMaterial => "other_material",
            Self::Deadline => "deadline",
            Self::Priority => "priority",
            Self::Question => "question",
            Self::Change => "change",
        }
    }

    /// Reads [`Impact::name`].
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|impact| impact.name() == name)
    }

    /// Whether this is material to the business now; the others belong to the regular desk.
    pub fn is_material(self) -> bool {
        match self {
            Self::Outage
            | Self::BrokenContent
            | Self::RevenueBlocked
            | Self::DataOrSecurity
            | Self::OtherMaterial => true,
            Self::Deadline | Self::Priority | Self::Question | Self::Change => false,
        }
    }
}
