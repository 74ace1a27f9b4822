//! Whom an emergency called, and what became of each call.

use domain::emergency::{Emergency, PageStatus};
use jiff::Timestamp;
use serde::Serialize;
use store::{DeliveryStatus, DeliveryView as Delivery, Lane, Recipient};
use utoipa::ToSchema;

use crate::api::{person::PersonView, schema};

/// A person who was called.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Page)]
pub(crate) struct PageView {
    responder: PersonView,
    #[schema(schema_with = schema::page_status)]
    status: PageStatus,
    started_at: Timestamp,
    /// How often the person was called, from 1.
    #[schema(minimum = 1)]
    round: u32,
    /// Who asked for this person; `null` if the escalation did.
    invited_by: Option<String>,
    /// Every message and call, in the order in which they were queued.
    deliveries: Vec<DeliveryView>,
}

/// One message to one address.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Delivery)]
struct DeliveryView {
    id: String,
    #[schema(schema_with = schema::lane)]
    via: Lane,
    /// The contact method's id in the directory.
    #[schema(example = "sms")]
    contact: Option<String>,
    #[schema(schema_with = schema::delivery_status)]
    status: DeliveryStatus,
    /// When the status last changed.
    at: Timestamp,
    queued_at: Timestamp,
    attempts: u32,
    /// What went wrong last.
    problem: Option<String>,
}

/// One entry a person, in the order in which they were first called.
pub(crate) fn pages(emergency: &Emergency, deliveries: Vec<Delivery>) -> Vec<PageView> {
    let pages = emergency.pages.iter().map(|page| PageView {
        responder: PersonView { id: page.responder.to_string(), name: page.name.clone() },
        status: page.status,
        started_at: page.started_at,
        round: page.round,
        invited_by: page.invited.as_ref().map(|invitation| invitation.by.clone()),
        deliveries: Vec::new(),
    });
    let mut pages: Vec<_> = pages.collect();
    for delivery in deliveries {
        let Recipient::Responder { responder, .. } = &delivery.to else { continue };
        let page = pages.iter_mut().find(|page| page.responder.id == responder.as_str());
        if let Some(page) = page {
            page.deliveries.push(delivery.into());
        }
    }
    pages
}

impl From<Delivery> for DeliveryView {
    fn from(delivery: Delivery) -> Self {
        let contact = match delivery.to {
            Recipient::Responder { contact, .. } => Some(contact.0),
            Recipient::Requester { .. }
            | Recipient::Address { .. }
            | Recipient::Subscriber { .. }
            | Recipient::Desk { .. } => None,
        };
        Self {
            id: delivery.id,
            via: delivery.lane,
            contact,
            status: delivery.status,
            at: delivery.changed_at,
            queued_at: delivery.queued_at,
            attempts: delivery.attempts,
            problem: delivery.problem,
        }
    }
}
