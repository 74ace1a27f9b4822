//! Desks outside, which answer tickets for us: who gets which, and what they are sent. A ticket that
//! is forwarded stays in our queue as well, so that it is lost nowhere.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    id::{OrganizationId, ResponderId},
    input::By,
    number::{Number, TicketNumber},
};

/// A desk outside, as the rules know it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OutsideDesk {
    pub name: String,
    pub ways: BTreeSet<Way>,
    /// Whose tickets it gets; if empty, those that no other desk is named for.
    pub organizations: Vec<OrganizationId>,
}

/// How something is brought to a desk outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    Webhook,
    Email,
}

/// Where a ticket was forwarded to, and what has become of that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forwarded {
    /// The name of the desk.
    pub desk: String,
    /// When the desk said that it has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picked_up_at: Option<Timestamp>,
    /// The ways by which something did not arrive, and why.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub undelivered: BTreeMap<Way, String>,
}

/// What a desk outside is sent about a ticket.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Forward {
    pub ticket: TicketNumber,
    pub what: Forwarding,
    /// Whether the desk can answer by mail.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub mail_is_read: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Forwarding {
    /// A ticket that the desk did not have yet.
    New {
        details: String,
        workaround: Option<String>,
        email: Option<String>,
        phone: Option<String>,
        /// When it becomes an emergency, unless somebody says that they have it.
        pick_up_by: Option<Timestamp>,
    },
    /// The requester has written.
    Word {
        by: String,
        text: String,
    },
    /// Somebody of ours has written to the requester.
    Answered {
        by: String,
        text: String,
    },
    /// Somebody of ours has it.
    PickedUp {
        by: String,
    },
    Solved {
        by: String,
    },
    /// The requester says that it is solved.
    Confirmed {
        by: String,
    },
    /// The requester says that it is not.
    Reopened {
        by: String,
    },
    BecameEmergency {
        number: Number,
    },
}

impl Forwarding {
    /// The name in the `type` of the webhook.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::New { .. } => "ticket.new",
            Self::Word { .. } => "ticket.word",
            Self::Answered { .. } => "ticket.answered",
            Self::PickedUp { .. } => "ticket.picked_up",
            Self::Solved { .. } => "ticket.solved",
            Self::Confirmed { .. } => "ticket.confirmed",
            Self::Reopened { .. } => "ticket.reopened",
            Self::BecameEmergency { .. } => "ticket.became_emergency",
        }
    }
}

impl OutsideDesk {
    /// The desk that gets the tickets of this customer: one that names it, else one that names nobody.
    pub fn of<'a>(desks: &'a [Self], organization: Option<&OrganizationId>) -> Option<&'a Self> {
        let names = |desk: &&Self| organization.is_some_and(|one| desk.organizations.contains(one));
        let is_for_all = |desk: &&Self| desk.organizations.is_empty();
        desks.iter().find(names).or_else(|| desks.iter().find(is_for_all))
    }

    /// Somebody of this desk, under the name they gave.
    pub fn person(desk: &str, name: Option<&str>) -> By {
        let name = name.map(str::trim).filter(|name| !name.is_empty()).unwrap_or(desk);
        By { id: ResponderId(acting(desk)), name: name.to_owned() }
    }
}

impl Forwarded {
    pub(crate) fn to(desk: &OutsideDesk) -> Self {
        Self { desk: desk.name.clone(), picked_up_at: None, undelivered: BTreeMap::new() }
    }

    /// Whether this is somebody of the desk outside.
    pub(crate) fn is(&self, by: &By) -> bool {
        by.id.0 == acting(&self.desk)
    }
}

/// No id of the directory: those stand on one line.
fn acting(desk: &str) -> String {
    format!("outside\n{desk}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_customer_has_its_own_desk_or_the_one_for_all() {
        let desk = |name: &str, organizations: &[&str]| OutsideDesk {
            name: name.to_owned(),
            ways: BTreeSet::from([Way::Email]),
            organizations: organizations.iter().map(|id| OrganizationId::from(*id)).collect(),
        };
        let desks =
            [desk("acme's", &["acme"]), desk("all's", &[]), desk("other's", &["acme", "o"])];
        let name_of = |desks, id: Option<&str>| {
            OutsideDesk::of(desks, id.map(OrganizationId::from).as_ref()).map(|it| it.name.as_str())
        };
        assert_eq!(name_of(&desks, Some("acme")), Some("acme's"));
        assert_eq!(name_of(&desks, Some("o")), Some("other's"));
        assert_eq!(name_of(&desks, Some("unknown")), Some("all's"));
        assert_eq!(name_of(&desks, None), Some("all's"));
        assert_eq!(name_of(&desks[..1], Some("unknown")), None);
        assert_eq!(name_of(&desks[..1], None), None);
    }
}
