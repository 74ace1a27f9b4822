//! What must be done outside: rows of the outbox, once they are stored.

use serde::{Deserialize, Serialize};

use crate::{
    id::{ContactId, RequesterId, ResponderId},
    message::{Announcement, News, Notice, PageWhy},
};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Call a responder over one contact method.
    Ring { responder: ResponderId, contact: ContactId, why: PageWhy },
    /// What is waiting to ring this responder is not sent any more.
    Hush { responder: ResponderId },
    /// Tell a responder something, over these contact methods.
    Notify { responder: ResponderId, contacts: Vec<ContactId>, notice: Notice },
    /// Tell requesters.
    Tell { whom: Audience, news: News },
    /// Tell the vendor's other software.
    Announce(Announcement),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    Everybody,
    One(RequesterId),
}
