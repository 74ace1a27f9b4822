//! What goes first when much is waiting.

use serde::{Deserialize, Serialize};

use super::{Content, News, TicketNews};
use crate::forward::{Forward, Forwarding};

impl Content {
    /// What goes first when much is waiting.
    pub fn urgency(&self) -> Urgency {
        match self {
            Self::Page(_) | Self::Drill { .. } => Urgency::Page,
            Self::Notice(_) | Self::Reply(_) | Self::JoinCall => Urgency::Responder,
            Self::News(News::Receipt { .. }) | Self::Ticket(TicketNews::Receipt { .. }) => {
                Urgency::Receipt
            }
            Self::Forward(Forward { what: Forwarding::New { .. }, .. }) => Urgency::Receipt,
            Self::News(_) | Self::Ticket(_) | Self::Forward(_) => Urgency::News,
            Self::Announcement(_) => Urgency::Announcement,
        }
    }
}

/// Pages go before what responders are told, that before receipts, receipts before news.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    Page = 0,
    Responder = 1,
    Receipt = 2,
    News = 3,
    Announcement = 4,
}
