//! Names of things, one type each, so that a team is never taken for a person.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    )+};
}

ids! {
    /// A person who can be paged.
    ResponderId,
    /// One way to reach a responder; unique within that responder.
    ContactId,
    /// A team of responders.
    TeamId,
    /// Who is on call when.
    ScheduleId,
    /// An escalation policy.
    PolicyId,
    /// A region of the regular desk.
    RegionId,
    /// A customer of the vendor.
    OrganizationId,
    /// A question of one responder to another, to swap shifts; made where it is asked.
    SwapId,
    /// One requester of one emergency or ticket; made where the request comes in.
    RequesterId,
}
